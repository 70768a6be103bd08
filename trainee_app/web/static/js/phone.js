// The page of an enrolled phone: drafts are kept here first, and sent when there is a network.

import { askedBack, duration, minutesOf } from "./log-time.js";
import { send } from "./phone-sending.js";
import { openStore } from "./phone-store.js";

const page = document.querySelector("[data-phone]");
const at = (name) => page.querySelector(`[data-${name}]`);
const form = at("form");
const field = (name) => form.elements[name];
const addresses = { drafts: page.dataset.drafts, activities: page.dataset.activities };
const NO_CASE = "none";
const HELD = "held";
const FIELDS = ["activity", "case", "day", "time", "start", "outcome", "note"];
const WORDS = {
  offline: "You are offline. What waits here is sent when the network is back.",
  later: "Very much was sent from here just now. It goes on in a quarter of an hour.",
  trouble: "The record does not answer as it should. What waits here is kept; try again later.",
};
const DAY = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric" });
const others = "BroadcastChannel" in window ? new BroadcastChannel("phone drafts") : null;

let store;
let lists;
let changing = null;
let how = "";

/** Today on this phone, as a date field wants it. */
function today() {
  const now = new Date();
  const part = (number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${part(now.getMonth() + 1)}-${part(now.getDate())}`;
}

/** A name such as the record gives: twelve random bytes, in letters that an address may hold. */
function newName() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_");
}

function dayWords(day) {
  const date = new Date(`${day}T12:00:00`);
  return Number.isNaN(date.getTime()) ? day : DAY.format(date);
}

function wordsOf(draft) {
  const minutes = minutesOf(draft.time);
  const isHeld = !draft.outcome || draft.outcome === HELD;
  const parts = [draft.title, draft.caseWords, isHeld ? "" : draft.outcome, minutes === null ? draft.time : duration(minutes)];
  return parts.filter(Boolean).join(", ");
}

const activityChosen = () => lists?.activities.find((each) => each.key === field("activity").value);

/** Says at a field what to mend; "" takes it away. */
function say(name, sentence) {
  const control = field(name);
  const box = control.closest(".field");
  const id = `${control.id}-error`;
  box.querySelector(`#${id}`)?.remove();
  delete box.dataset.state;
  control.removeAttribute("aria-invalid");
  control.removeAttribute("aria-errormessage");
  if (!sentence) return;
  const line = document.createElement("p");
  line.className = "field-error";
  line.id = id;
  line.textContent = sentence;
  control.before(line);
  box.dataset.state = "error";
  control.setAttribute("aria-invalid", "true");
  control.setAttribute("aria-errormessage", id);
}

function showCase() {
  at("for-case").hidden = !(activityChosen()?.case && lists.cases.length);
}

function showUnderstood() {
  const minutes = minutesOf(field("time").value);
  at("understood").textContent = minutes ? `Understood as ${duration(minutes)}.` : askedBack(field("time").value);
}

function option(value, words) {
  const made = document.createElement("option");
  made.value = value;
  made.textContent = words;
  return made;
}

/** Puts into a list of choices what there is to choose, keeping what is chosen. */
function offer(select, first, choices) {
  const chosen = select.value;
  select.replaceChildren(option("", first), ...choices.map(([value, words]) => option(value, words)));
  select.value = choices.some(([value]) => value === chosen) ? chosen : "";
}

function fill({ activity = "", case: of = "", time = "", start = "", outcome = HELD, note = "", day = today() } = {}) {
  const only = lists?.cases.length === 1 ? lists.cases[0].id : "";
  for (const [name, value] of Object.entries({ activity, case: of || only, time, start, outcome, note, day })) {
    field(name).value = value;
    say(name, "");
  }
  at("more").open = Boolean(start || note || outcome !== HELD);
  at("keep").textContent = changing ? "Keep the change" : "Keep it";
  at("leave").hidden = !changing;
  showCase();
  showUnderstood();
}

function again(usual) {
  const item = document.createElement("li");
  const chip = document.createElement("button");
  chip.type = "button";
  chip.className = "chip";
  chip.textContent = usual.words;
  chip.addEventListener("click", () => {
    changing = null;
    fill(usual);
    at("keep").focus();
  });
  item.append(chip);
  return item;
}

function showLists() {
  form.hidden = !lists;
  at("gone").hidden = Boolean(lists) || how !== "gone";
  at("again").hidden = !lists?.usual.length;
  at("until").textContent = lists ? `This phone is enrolled until ${lists.until}.` : "";
  if (!lists) return;
  at("chips").replaceChildren(...lists.usual.map(again));
  offer(field("activity"), "Choose", lists.activities.map((each) => [each.key, each.title]));
  const cases = lists.cases.map((each) => [each.id, each.words]);
  offer(field("case"), "Choose", [...cases, [NO_CASE, "None was open that day"]]);
  if (!field("day").value) fill();
  showCase();
}

function startChanging(draft) {
  changing = draft;
  fill({ ...draft, case: draft.case || NO_CASE });
  for (const { field: name, sentence } of draft.problems ?? []) {
    const known = { worked_on: "day", minutes: "time", started_at: "start" }[name] ?? name;
    if (known && form.elements[known]) say(known, sentence);
  }
  field("activity").focus();
}

async function takeOut(draft) {
  if (!window.confirm(`Take out “${wordsOf(draft)}”? It was not sent.`)) return;
  await store.change(draft.place, null);
  await show();
  at("status").textContent = "Taken out.";
}

function line(draft, isSent) {
  const made = at("line").content.firstElementChild.cloneNode(true);
  const part = (name) => made.querySelector(`[data-${name}]`);
  const words = wordsOf(draft);
  part("what").textContent = words;
  part("when").textContent = dayWords(draft.day) + (draft.start ? `, from ${draft.start}` : "") + (draft.note ? ", with a note" : "");
  const sentences = (draft.problems ?? []).map((each) => each.sentence);
  part("problems").textContent = (isSent && sentences.length ? ["Cannot be handed in as it stands.", ...sentences] : sentences).join(" ");
  if (draft.problems) made.dataset.state = "error";
  if (isSent || (draft.tried && !draft.problems)) {
    part("change").parentElement.remove();
    if (!isSent) part("when").textContent += ". It may be in your log already: it stays here until the record says so.";
    return made;
  }
  for (const button of [part("change"), part("out")]) button.lastElementChild.textContent = ` ${words}`;
  part("change").hidden = !lists;
  part("change").addEventListener("click", () => startChanging(draft));
  part("out").addEventListener("click", () => takeOut(draft));
  return made;
}

const counted = (number, one, many) => `${number} ${number === 1 ? one : many}`;

async function show() {
  lists = await store.lists();
  const [drafts, sent] = [await store.drafts(), await store.sent()];
  const own = drafts.filter((each) => !lists || each.owner === lists.owner);
  const foreign = drafts.length - own.length;
  showLists();
  at("waiting").replaceChildren(...own.map((each) => line(each, false)));
  at("sent").replaceChildren(...sent.map((each) => line(each, true)));
  at("lists").hidden = !lists && !drafts.length;
  at("nothing").textContent = own.length ? "" : "Nothing waits. What you keep stands here until the record has it.";
  at("nothing").hidden = own.length > 0;
  at("others").hidden = !foreign;
  at("others").textContent = `${counted(foreign, "draft", "drafts")} of somebody else who enrolled this phone before: kept unseen, until they enrol it again.`;
  at("send-line").hidden = !lists || !own.some((each) => !each.problems);
  at("sent-card").hidden = !sent.length;
  return own;
}

/** Sends what waits and says how it went. `before`: what has just been done on the page. */
async function sendNow(before = "") {
  at("status").textContent = before || "Looking for the record…";
  const waited = (await store.drafts()).length;
  how = await send(store, addresses);
  const own = await show();
  const refused = own.filter((each) => each.problems).length;
  const end = refused ? `${counted(refused, "draft was", "drafts were")} not taken: see why below.` : waited ? "Everything is sent." : "Nothing waits to be sent.";
  const words = how === "done" ? end : (WORDS[how] ?? "");
  at("status").textContent = [before, words].filter(Boolean).join(" ");
  others?.postMessage("changed");
}

/** Returns what is missing or cannot be read, by field; the record looks again at all of it. */
function missing() {
  const found = {};
  if (!activityChosen()) found.activity = "Choose what it was.";
  if (!at("for-case").hidden && !field("case").value) found.case = "Choose the case, or say that none was open.";
  if (!field("day").value) found.day = "Say on which day it was.";
  const time = field("time").value;
  const isHeld = field("outcome").value === HELD;
  if (!isHeld && time.trim()) found.time = "What was missed or cancelled took no time: leave this empty, or say that it was held.";
  else if (!isHeld) return found;
  else if (!time.trim()) found.time = "Say how long it took, like 50 min or 1h30.";
  else if (minutesOf(time) === null)
    found.time = askedBack(time) || "That cannot be read as a duration. Write it like 50, 50 min, 1h30 or 0:50.";
  return found;
}

function written() {
  const activity = activityChosen();
  const of = at("for-case").hidden || field("case").value === NO_CASE ? "" : field("case").value;
  return {
    id: changing?.id ?? newName(),
    owner: lists.owner,
    day: field("day").value,
    time: field("time").value.trim(),
    activity: activity.key,
    case: of,
    start: field("start").value.trim(),
    outcome: field("outcome").value,
    note: field("note").value.trim(),
    title: activity.title,
    caseWords: lists.cases.find((each) => each.id === of)?.words ?? "",
    tried: false,
    problems: null,
  };
}

async function keep(event) {
  event.preventDefault();
  const found = missing();
  for (const name of FIELDS) say(name, found[name] ?? "");
  const [first] = Object.keys(found);
  if (first) return field(first).focus();
  const draft = written();
  const isKept = changing ? await store.change(changing.place, draft) : await store.add(draft);
  const before = isKept
    ? `Kept: ${wordsOf(draft)}.`
    : "It was sent meanwhile, as it was. Change it in your log, once you have signed in.";
  changing = null;
  fill();
  await show();
  at("keep").focus();
  return sendNow(before);
}

async function begin() {
  try {
    store = await openStore();
  } catch {
    at("old").hidden = false;
    return;
  }
  form.addEventListener("submit", (event) => keep(event).catch(complain));
  form.addEventListener("input", (event) => {
    say(event.target.name, "");
    showCase();
    showUnderstood();
  });
  at("leave").addEventListener("click", () => {
    changing = null;
    fill();
  });
  at("send").addEventListener("click", () => sendNow().catch(complain));
  window.addEventListener("online", () => sendNow().catch(complain));
  window.addEventListener("offline", () => (at("status").textContent = WORDS.offline));
  others?.addEventListener("message", () => show().catch(complain));
  await show();
  navigator.serviceWorker
    ?.register(page.dataset.worker, { scope: page.dataset.scope, updateViaCache: "none" })
    .catch(() => {});
  navigator.storage?.persist?.();
  await sendNow();
}

/** A phone without room, or a memory that was cleared: said, with what was typed left in the form. */
function complain() {
  at("status").textContent = "This phone could not keep it. What you typed still stands in the form: try again, or log on the usual page.";
}

begin().catch(complain);
