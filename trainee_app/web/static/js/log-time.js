// Says how a typed duration is understood, and under the form what an entry would count as; pages work without it.

const DAY = 1440;
const HOUR = "(?:h|hrs?|hours?)\\.?";
const MINUTE = "(?:m|mins?|minutes?)\\.?";
const NUMBER = "\\d{1,4}(?:[.,]\\d{1,4})?";
const CLOCK = new RegExp(`^(\\d{1,3}):(\\d{2})(?::(\\d{2}))?\\s*(?:${HOUR})?$`);
const HOURS_AND_MINUTES = new RegExp(`^(\\d{1,3})\\s*${HOUR}\\s*(?:,|and)?\\s*(\\d{1,4})\\s*(?:${MINUTE})?$`);
const HOURS = new RegExp(`^(${NUMBER})\\s*${HOUR}$`);
const MINUTES = new RegExp(`^(\\d{1,4})\\s*(?:${MINUTE})?$`);
const BARE_FRACTION = /^\d{1,4}[.,]\d{1,4}$/;
const DECIMALS = { "¼": "25", "½": "5", "¾": "75" };
const IN_WORDS = {
  "an hour": 60,
  "one hour": 60,
  "half an hour": 30,
  "half hour": 30,
  "quarter of an hour": 15,
  "a quarter of an hour": 15,
  "three quarters of an hour": 45,
  "an hour and a half": 90,
  "one and a half hours": 90,
  "two hours": 120,
  "three hours": 180,
};

/** Whole minutes of a decimal number of hours, by integers, so that 0.1 h is six minutes and nothing else. */
function ofHours(text) {
  const [whole, decimals = ""] = text.split(/[.,]/);
  const scale = 10 ** decimals.length;
  const sixtieths = (Number(whole) * scale + Number(decimals || 0)) * 60;
  return sixtieths % scale ? null : sixtieths / scale;
}

/** Hours and minutes below an hour; null beyond. */
const ofClock = (hours, minutes) => (Number(minutes) < 60 ? Number(hours) * 60 + Number(minutes) : null);

function plain(typed) {
  const text = typed.trim().replace(/\s+/g, " ").toLowerCase();
  return text.replace(/(\d{0,3}) ?([¼½¾])/g, (_all, whole, part) => `${whole || 0}.${DECIMALS[part]}`);
}

function read(text) {
  if (text in IN_WORDS) return IN_WORDS[text];
  let found = text.match(CLOCK);
  if (found) return Number(found[3] ?? 0) ? null : ofClock(found[1], found[2]);
  found = text.match(HOURS_AND_MINUTES);
  if (found) return ofClock(found[1], found[2]);
  found = text.match(HOURS);
  if (found) return ofHours(found[1]);
  found = text.match(MINUTES);
  return found ? Number(found[1]) : null;
}

/** Minutes meant by what is typed, as trainee_app.logbook.rules reads it; null for what it would ask back. */
export function minutesOf(typed) {
  const minutes = typed.length > 40 ? null : read(plain(typed));
  return minutes !== null && minutes <= DAY ? minutes : null;
}

/** What to ask about a bare fraction, which could be hours or minutes; "" for anything else. */
export function askedBack(typed) {
  const text = plain(typed);
  if (!BARE_FRACTION.test(text)) return "";
  const inHours = ofHours(text);
  const reading = inHours !== null && inHours <= DAY ? ` As hours it is ${duration(inHours)}: write ${text}h.` : "";
  return `Is ${text} meant in hours or in minutes?${reading}`;
}

/** "1 h 30 min", as trainee_app.web.formats.duration writes it. */
export function duration(minutes) {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (!hours) return `${rest} min`;
  return rest ? `${hours} h ${rest} min` : `${hours} h`;
}

/** "1 h 30", as trainee_app.web.formats.short_duration writes it. */
function short(minutes) {
  const rest = minutes % 60;
  if (minutes < 60) return `${rest} min`;
  return rest ? `${Math.floor(minutes / 60)} h ${String(rest).padStart(2, "0")}` : `${Math.floor(minutes / 60)} h`;
}

/** Keeps the sums of a week equal to what is shown in it, and says under each field how it was understood. */
function tellWeek(week) {
  const cells = [...week.querySelectorAll("[data-cell]")];
  const sum = (at, among) => {
    const all = among.reduce((total, cell) => total + (minutesOf(cell.value) ?? 0), Number(at.dataset.stands));
    at.textContent = all ? short(all) : "–";
  };
  const show = (event) => {
    const at = event.target;
    const said = at.closest(".week-cell")?.querySelector("[data-understood]");
    const minutes = minutesOf(at.value);
    if (said) said.textContent = minutes === null ? askedBack(at.value) : `= ${short(minutes)}`;
    for (const each of week.querySelectorAll("[data-day-sum]"))
      sum(each, cells.filter((cell) => cell.dataset.day === each.dataset.daySum));
    for (const each of week.querySelectorAll("[data-line-sum]"))
      sum(each, cells.filter((cell) => cell.dataset.line === each.dataset.lineSum));
    sum(week.querySelector("[data-week-sum]"), cells);
  };
  week.addEventListener("input", show);
}

/** Credited minutes by the activity's bands, "50-60:60". */
function credited(minutes, bands) {
  for (const band of bands.split(" ").filter(Boolean)) {
    const [from, to, credit] = band.split(/[-:]/).map(Number);
    if (from <= minutes && minutes <= to) return credit;
  }
  return minutes;
}

/** Keeps the line of an entry's form equal to what is typed. */
function tellEntry(form, line, field) {
  const usual = line.textContent;
  const show = () => {
    const activity = form.querySelector("[name=activity]:checked");
    const isHeld = form.querySelector("[name=outcome]:checked")?.value === "held";
    const minutes = minutesOf(field.value);
    if (!isHeld) line.textContent = "No time counts, and no signature is needed.";
    else if (minutes === null || minutes < 1) line.textContent = askedBack(field.value) || usual;
    else if (!activity) line.textContent = `${duration(minutes)}.`;
    else {
      const signer = line.dataset[activity.dataset.signer] ?? "it";
      const counts = `${duration(credited(minutes, activity.dataset.bands))} of ${activity.dataset.category}`;
      line.textContent = `${duration(minutes)}: counts as ${counts}, once ${signer} has signed.`;
    }
  };
  form.addEventListener("input", show);
  form.addEventListener("change", show);
  show();
}

const form = document.querySelector(".entry-form");
const line = form?.querySelector("[data-counts-line]");
const field = form?.querySelector("[data-duration]");
if (line && field) tellEntry(form, line, field);
const week = document.querySelector("[data-week]");
if (week) tellWeek(week);
