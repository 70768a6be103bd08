// Sends what waits on an enrolled phone, in its order; a draft is forgotten only once the record has answered for it.

const PORTION = 20;
const HEADERS = { "Content-Type": "application/json", "X-Training-Record": "phone" };

/** What came of asking: the answer's content, or a word for why there is none. */
async function asked(address, options = {}) {
  let answer;
  try {
    answer = await fetch(address, { cache: "no-store", redirect: "error", ...options });
  } catch {
    return { why: "offline" };
  }
  if (answer.status === 401) return { why: "gone" };
  if (answer.status === 409) return { why: "another’s" };
  if (answer.status === 429) return { why: "later" };
  try {
    return answer.ok ? { said: await answer.json() } : { why: "trouble" };
  } catch {
    return { why: "trouble" };
  }
}

/** Renews the lists to choose from; without a valid token they are forgotten. Returns a word for why not, or "". */
async function renewLists(store, addresses) {
  const { said, why } = await asked(addresses.activities);
  if (why === "gone") await store.forget();
  if (said && !Array.isArray(said.activities)) return "trouble";
  if (said) await store.keepLists(said);
  return why ?? "";
}

async function sendPortion(store, addresses) {
  const lists = await store.lists();
  if (!lists) return "gone";
  const waiting = (await store.drafts()).filter((each) => each.owner === lists.owner && !each.problems);
  const sending = waiting.slice(0, PORTION);
  if (!sending.length) return "done";
  await store.markTried(sending);
  const drafts = sending.map(({ id, day, time, activity, case: of, start, outcome, note }) => ({
    id, day, time, activity, case: of, start, outcome, note,
  }));
  const body = JSON.stringify({ owner: lists.owner, drafts });
  const { said, why } = await asked(addresses.drafts, { method: "POST", headers: HEADERS, body });
  if (why === "gone") await store.forget();
  if (why) return why;
  const answers = new Map((said.answers ?? []).map((each) => [each.id, each]));
  if (!sending.every((each) => answers.has(each.id))) return "trouble";
  await store.settle(answers);
  return "";
}

async function sendAll(store, addresses) {
  let why = await renewLists(store, addresses);
  while (!why) why = await sendPortion(store, addresses);
  return why;
}

/** Renews the lists and sends all that waits; another window that sends already is waited for. Says how it ended. */
export function send(store, addresses) {
  const act = () => sendAll(store, addresses);
  return navigator.locks ? navigator.locks.request("phone sends", act) : act();
}
