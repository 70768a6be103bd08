// Makes pages quicker to use; every page works without it.

const submitted = new WeakSet();

/** A second press of a button sends nothing; the button pressed first still sends its name and value. */
function submitOnce(event) {
  const form = event.target;
  if (!form.matches("[data-submit-once]")) return;
  if (submitted.has(form)) {
    event.preventDefault();
    return;
  }
  submitted.add(form);
  // After the browser has gathered the form's values, a button may be switched off without losing its own.
  setTimeout(() => {
    const button = event.submitter;
    if (!button) return;
    button.disabled = true;
    button.dataset.waiting = "";
  });
}

/** Coming back with the browser's Back button finds a form that can be sent again. */
function wakeForms(event) {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("[data-submit-once]")) submitted.delete(form);
  for (const button of document.querySelectorAll("[data-waiting]")) {
    button.disabled = false;
    delete button.dataset.waiting;
  }
}

/** "1 h 30", as trainee_app.web.formats.short_duration writes it. */
function shortDuration(minutes) {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (!hours) return `${rest} min`;
  return rest ? `${hours} h ${String(rest).padStart(2, "0")}` : `${hours} h`;
}

/** Keeps the count on a queue's bar equal to what is ticked. */
function keepCount(queue) {
  const boxes = [...queue.querySelectorAll("input[type=checkbox][data-minutes]")];
  const count = queue.querySelector("[data-count]");
  const sums = queue.querySelector("[data-sums]");
  const tally = queue.querySelector("[data-tally]");
  const button = queue.querySelector("[data-sign]");
  if (!boxes.length || !count) return;

  const show = () => {
    const ticked = boxes.filter((box) => box.checked);
    const sum = (key) => ticked.reduce((total, box) => total + Number(box.dataset[key]), 0);
    count.textContent = String(ticked.length);
    if (sums) sums.textContent = `${shortDuration(sum("minutes"))} recorded, ${shortDuration(sum("credited"))} counted`;
    if (button) {
      const verb = button.value === "verify" ? "Verify" : "Sign";
      button.textContent = ticked.length === 1 ? `${verb} 1 entry` : `${verb} ${ticked.length} entries`;
      button.disabled = ticked.length === 0;
    }
  };

  // Without a script the count could not follow the ticks, so the page leaves it out.
  if (tally) tally.hidden = false;
  queue.addEventListener("change", show);
  show();
}

document.addEventListener("submit", submitOnce);
window.addEventListener("pageshow", wakeForms);
document.querySelector("[data-error-summary]")?.focus();
for (const queue of document.querySelectorAll("[data-queue]")) keepCount(queue);
