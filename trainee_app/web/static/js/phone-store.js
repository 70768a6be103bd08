// What an enrolled phone remembers: drafts that wait, the lists to choose from, and what was sent lately.

const DRAFTS = "drafts";
const KEPT = "kept";
const MOST_SENT = 10;

function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("training-record-phone", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore(DRAFTS, { keyPath: "place", autoIncrement: true });
      asked.result.createObjectStore(KEPT);
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
    asked.onblocked = () => reject(new Error("another window holds an older memory"));
  });
}

const asPromise = (asked) =>
  new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });

/** A draft may be changed or taken out until it is sent; after that only if the record refused it. */
const isOurs = (draft) => draft && (!draft.tried || draft.problems);

/** Opens the phone's memory; rejects where the browser keeps none. */
export async function openStore() {
  const database = await opened();

  /** Runs `act` on the stores in one transaction and resolves once all of it is safely written. */
  const within = (act, mode = "readwrite") =>
    new Promise((resolve, reject) => {
      const work = database.transaction([DRAFTS, KEPT], mode, { durability: "strict" });
      let found;
      work.oncomplete = () => resolve(found);
      work.onabort = work.onerror = () => reject(work.error);
      Promise.resolve(act(work.objectStore(DRAFTS), work.objectStore(KEPT))).then(
        (value) => (found = value),
        (error) => {
          work.abort();
          reject(error);
        },
      );
    });
  const reading = (act) => within(act, "readonly");

  /** Writes over a draft that is still ours, or takes it out (`after` null); says whether it was. */
  const change = (place, after) =>
    within(async (drafts) => {
      if (!isOurs(await asPromise(drafts.get(place)))) return false;
      if (after) drafts.put({ ...after, place });
      else drafts.delete(place);
      return true;
    });

  return {
    drafts: () => reading((drafts) => asPromise(drafts.getAll())),
    lists: () => reading((_drafts, kept) => asPromise(kept.get("lists"))),
    sent: async () => (await reading((_drafts, kept) => asPromise(kept.get("sent")))) ?? [],
    add: (draft) => within((drafts) => asPromise(drafts.add(draft))),
    change,

    /** Remembers what may be written about; what somebody else sent from here is not theirs to see. */
    keepLists: (lists) =>
      within(async (_drafts, kept) => {
        const before = await asPromise(kept.get("lists"));
        if (before && before.owner !== lists.owner) kept.delete("sent");
        kept.put(lists, "lists");
      }),

    /** Forgets the lists with their case codes, and what was sent; drafts that wait stay. */
    forget: () =>
      within((_drafts, kept) => {
        kept.delete("lists");
        kept.delete("sent");
      }),

    /** Marks the drafts about to be sent: from now on the record may have them. */
    markTried: (sending) =>
      within(async (drafts) => {
        for (const { place } of sending) {
          const draft = await asPromise(drafts.get(place));
          if (draft) drafts.put({ ...draft, tried: true, problems: null });
        }
      }),

    /** Takes out what the record has, and notes at each draft that it refused why. */
    settle: (answers) =>
      within(async (drafts, kept) => {
        const sent = (await asPromise(kept.get("sent"))) ?? [];
        for (const draft of await asPromise(drafts.getAll())) {
          const answer = answers.get(draft.id);
          if (answer?.outcome === "kept" || answer?.outcome === "there") {
            drafts.delete(draft.place);
            // The note is the record's now; what has to be mended before it is handed in stays in sight.
            sent.unshift({ ...draft, note: "", problems: answer.problems?.length ? answer.problems : null });
          } else if (answer?.outcome === "refused") {
            drafts.put({ ...draft, problems: answer.problems });
          }
        }
        kept.put(sent.slice(0, MOST_SENT), "sent");
      }),
  };
}
