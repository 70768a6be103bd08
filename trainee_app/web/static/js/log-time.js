// Says under the form what an entry would count as; the page works without it.

const form = document.querySelector(".entry-form");
const line = form?.querySelector("[data-counts-line]");
const field = form?.querySelector("[data-duration]");

/** Minutes meant by what is typed, as trainee_app.logbook.rules reads it; null for what it would ask back. */
function minutesOf(text) {
  const typed = text.trim().toLowerCase();
  let found = typed.match(/^(\d{1,4})\s*(?:m|mins?|minutes?)?\.?$/);
  if (found) return Number(found[1]);
  found = typed.match(/^(\d{1,2}):([0-5]\d)$/);
  if (found) return Number(found[1]) * 60 + Number(found[2]);
  found = typed.match(/^(\d{1,2})\s*(?:h|hrs?|hours?)\.?\s*(?:,|and)?\s*([0-5]?\d)\s*(?:m|mins?|minutes?)?\.?$/);
  if (found) return Number(found[1]) * 60 + Number(found[2]);
  found = typed.match(/^(\d{1,2}(?:[.,]\d{1,4})?)\s*(?:h|hrs?|hours?)\.?$/);
  const minutes = found ? Number(found[1].replace(",", ".")) * 60 : NaN;
  return Number.isInteger(minutes) ? minutes : null;
}

/** "1 h 30 min", as trainee_app.web.formats.duration writes it. */
function duration(minutes) {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (!hours) return `${rest} min`;
  return rest ? `${hours} h ${rest} min` : `${hours} h`;
}

/** Credited minutes by the activity's bands, "50-60:60". */
function credited(minutes, bands) {
  for (const band of bands.split(" ").filter(Boolean)) {
    const [from, to, credit] = band.split(/[-:]/).map(Number);
    if (from <= minutes && minutes <= to) return credit;
  }
  return minutes;
}

const usual = line?.textContent;

function show() {
  const activity = form.querySelector("[name=activity]:checked");
  const isHeld = form.querySelector("[name=outcome]:checked")?.value === "held";
  const minutes = minutesOf(field.value);
  if (!isHeld) line.textContent = "No time counts, and no signature is needed.";
  else if (!activity || minutes === null || minutes < 1 || minutes > 1440) line.textContent = usual;
  else {
    const signer = line.dataset[activity.dataset.signer] ?? "it";
    const counts = `${duration(credited(minutes, activity.dataset.bands))} of ${activity.dataset.category}`;
    line.textContent = `${duration(minutes)}: counts as ${counts}, once ${signer} has signed.`;
  }
}

if (line && field) {
  form.addEventListener("input", show);
  form.addEventListener("change", show);
  show();
}
