// Says what a page lacks that axe does not ask for. Each fault is a sentence.
(isError) => {
  const faults = [];
  const words = (element) => element.outerHTML.slice(0, 120);
  const seen = (element) => element.checkVisibility({ visibilityProperty: true });

  if (document.documentElement.lang !== "en-GB") faults.push(`the language is ${document.documentElement.lang}`);
  const headings = [...document.querySelectorAll("h1")].filter(seen);
  if (headings.length !== 1) faults.push(`${headings.length} main headings`);
  if (!document.title.trim() || document.title.startsWith("·")) faults.push("no title");
  if (isError !== null && document.title.startsWith("Error: ") !== isError) faults.push(`the title is “${document.title}”`);

  const controls = [...document.querySelectorAll("main input:not([type=hidden]), main select, main textarea")].filter(seen);
  for (const control of controls) {
    const name = control.getAttribute("aria-label") || [...(control.labels ?? [])].map((each) => each.innerText).join(" ");
    if (!name.trim()) faults.push(`no label: ${words(control)}`);
  }
  const groups = Map.groupBy(
    controls.filter((each) => ["radio", "checkbox"].includes(each.type)),
    (each) => `${each.form ? [...document.forms].indexOf(each.form) : "-"} ${each.name}`,
  );
  for (const [name, group] of groups) {
    // A queue's ticks each say whole what they sign, and its form says for whom.
    const isNamed = group.every(
      (each) => each.closest("fieldset")?.querySelector("legend")?.textContent.trim() || each.closest("form[data-queue][aria-label]"),
    );
    if (group.length > 1 && !isNamed) faults.push(`choices without fieldset and legend: ${name}`);
  }

  for (const element of document.querySelectorAll("[aria-describedby], [aria-labelledby]"))
    for (const attribute of ["aria-describedby", "aria-labelledby"])
      for (const id of (element.getAttribute(attribute) ?? "").split(/\s+/).filter(Boolean))
        if (!document.getElementById(id)) faults.push(`${attribute} names nothing (${id}): ${words(element)}`);

  const ids = [...document.querySelectorAll("[id]")].map((each) => each.id);
  for (const id of new Set(ids.filter((each, place) => ids.indexOf(each) !== place))) faults.push(`two of id ${id}`);

  const summary = document.querySelector("[data-error-summary]");
  if (isError) {
    if (!summary) return [...faults, "no error summary"];
    if (document.activeElement !== summary) faults.push(`the summary is not focused, but ${words(document.activeElement)}`);
    if (!summary.innerText.trim()) faults.push("the summary says nothing");
    for (const link of summary.querySelectorAll("a")) {
      const target = document.getElementById(link.hash.slice(1));
      if (!target || !seen(target)) faults.push(`a link of the summary leads nowhere: ${words(link)}`);
      else if (target.getAttribute("aria-invalid") !== "true") faults.push(`not marked as invalid: ${words(target)}`);
    }
  } else if (isError === false && summary) faults.push("an error summary where nothing is wrong");
  for (const field of document.querySelectorAll(".field[data-state=error]")) {
    if (field.querySelector(".field[data-state=error]")) continue;
    const message = field.querySelector(".field-error");
    const marked = [...field.querySelectorAll("[aria-invalid=true]")];
    if (!message?.innerText.trim()) faults.push(`a faulty field without its message: ${words(field)}`);
    if (!marked.length) faults.push(`a faulty field that is not marked: ${words(field)}`);
    const describes = (each) => (each?.getAttribute("aria-describedby") ?? "").split(/\s+/).includes(message?.id);
    if (![...marked, field].some(describes)) faults.push(`a message that belongs to no field: ${words(field)}`);
  }
  for (const control of document.querySelectorAll("[aria-invalid=true]"))
    if (!control.closest("[data-state=error]")) faults.push(`marked as invalid without a message: ${words(control)}`);
  return faults;
}
