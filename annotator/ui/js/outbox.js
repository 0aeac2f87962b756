/* The page's one outbox: edits that are not on disk yet, in order, kept in the browser until then.

   Every edit has an identity (client, seq), so sending it again changes nothing. The list of all
   unacknowledged edits is sent each time: Streamlit may drop single messages, but the newest list
   holds what they carried. A journal in localStorage outlives reloads and closed tabs; whoever
   opens the page next sends what an earlier visit left behind. */
const JOURNAL = "gloss:outbox:";
const RESEND_AFTER = 3000;

function createOutbox() {
  const client = Array.from(crypto.getRandomValues(new Uint8Array(8)), (b) =>
    b.toString(16).padStart(2, "0")).join("");
  const listeners = new Set();
  const done = new Map(); // client -> last acknowledged seq
  let own = [];
  let inherited = readJournals();
  let seq = 0;
  let groups = 0;
  let sends = 0;
  let transport = null;
  let error = null;
  let waitingSince = inherited.length ? Date.now() : 0;
  let timer = 0;

  function stored(key) {
    try {
      return JSON.parse(localStorage.getItem(key) ?? "[]");
    } catch {
      return []; // a broken or forbidden journal holds nothing that can be sent
    }
  }

  function readJournals() {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(JOURNAL)).flatMap(stored);
    } catch {
      return [];
    }
  }

  /* Write a client's journal; false when storage is full or forbidden: the edits still live here. */
  function keep(who, edits) {
    try {
      if (edits.length) localStorage.setItem(JOURNAL + who, JSON.stringify(edits));
      else localStorage.removeItem(JOURNAL + who);
      return true;
    } catch {
      return false;
    }
  }

  const unsent = () => [...inherited, ...own];
  const tell = (event) => listeners.forEach((listener) => listener(event));

  function send() {
    clearTimeout(timer);
    if (!unsent().length) return;
    transport?.({ n: ++sends, edits: unsent() });
    timer = setTimeout(send, RESEND_AFTER);
  }

  const outbox = {
    client,
    kept: true,
    newGroup: () => `${client}.${++groups}`,

    /* Queue changes of one layer as one group; pairs are [old, new]. */
    push(article, annotator, pairs, { group = outbox.newGroup(), undoes = null } = {}) {
      if (!unsent().length) waitingSince = Date.now();
      for (const [old, fresh] of pairs) {
        own.push({ client, seq: ++seq, group, undoes, article, annotator, old, new: fresh });
      }
      outbox.kept = keep(client, own);
      send();
      tell({ type: "pushed" });
      return { group, last: seq };
    },

    /* The edits of one layer that the store has not acknowledged. */
    pending: (article, annotator, after = 0) =>
      own.filter((e) => e.article === article && e.annotator === annotator && e.seq > after),

    attach(send_) {
      transport = send_;
      if (unsent().length && !timer) send();
    },

    receive({ acks = {}, refused = [], error: why = null }) {
      const before = unsent().length;
      for (const [who, last] of Object.entries(acks)) {
        done.set(who, Math.max(last, done.get(who) ?? 0));
      }
      const news = refused.filter((r) => unsent().some((e) => e.client === r.client && e.seq === r.seq));
      const left = (e) => e.seq > (done.get(e.client) ?? 0)
        && !refused.some((r) => r.client === e.client && r.seq === e.seq);
      const taken = unsent().filter((e) => !left(e));
      own = own.filter(left);
      const theirs = new Set(inherited.map((e) => e.client));
      inherited = inherited.filter(left);
      error = why;
      if (unsent().length < before) {
        waitingSince = Date.now();
        keep(client, own);
        // Read anew: the tab that wrote it may be alive, and have written more.
        theirs.forEach((who) => keep(who, stored(JOURNAL + who).filter(left)));
      }
      if (!unsent().length) clearTimeout(timer), timer = 0;
      tell({ type: "received", taken, refused: news });
    },

    status() {
      const count = unsent().length;
      const waited = count ? Date.now() - waitingSince : 0;
      return { count, waited, error, kept: outbox.kept, late: waited > RESEND_AFTER };
    },

    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };

  addEventListener("online", send);
  addEventListener("beforeunload", (event) => {
    if (unsent().length) event.preventDefault();
  });
  return outbox;
}

/* Both components of the page carry this file; the first to run creates the outbox. */
const outbox = (globalThis.glossOutbox ??= createOutbox());
