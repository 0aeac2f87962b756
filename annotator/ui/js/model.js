/* A layer in the browser: marks by key, state, what can be undone. Painting and saving follow it.

   A mark is the native format's E or Q: plain JSON, never changed in place. */
const isQuote = (mark) => "content" in mark;
const ENTITY_FIELDS = ["start", "end", "surface", "label", "name"];
const QUOTE_FIELDS = ["content", "kind", "cue", "speaker", "speaker_name", "speaker_status"];

function valueOf(mark) {
  return Object.fromEntries((isQuote(mark) ? QUOTE_FIELDS : ENTITY_FIELDS).map((f) => [f, mark[f]]));
}
const sameValue = (a, b) => JSON.stringify(valueOf(a)) === JSON.stringify(valueOf(b));
const sameMark = (a, b) => a === b || (a && b && a.decision === b.decision && a.certainty === b.certainty
  && sameValue(a, b) && String(a.by ?? "") === String(b.by ?? "") && (a.suggested && b.suggested ? sameValue(a.suggested, b.suggested) : a.suggested === b.suggested));

function keyOf(mark) {
  return isQuote(mark)
    ? `q:${mark.content.map((s) => `${s.start}-${s.end}`).join()}`
    : `e:${mark.start}-${mark.end}:${mark.label}`;
}
const startOf = (mark) => (isQuote(mark) ? mark.content[0].start : mark.start);
const endOf = (mark) => (isQuote(mark) ? mark.content.at(-1).end : mark.end);
const layerOf = (mark) => (isQuote(mark) ? "quotes" : "entities"); // checked one without the other
const stands = (mark) => mark.decision !== "rejected";

/* The decisions; their laws are those of annotator/mark.py. */
const addMark = (value) => ({ ...value, certainty: null, decision: "added", suggested: null });
function acceptMark(mark) {
  if (!mark.suggested) return { ...mark, decision: "added" };
  return { ...mark, decision: sameValue(mark, mark.suggested) ? "accepted" : "corrected" };
}
const correctMark = (mark, changes) => acceptMark({ ...mark, ...changes });
function rejectMark(mark) {
  if (!mark.suggested) return null;
  const { certainty, suggested, by } = mark;
  return { ...suggested, certainty, decision: "rejected", suggested, ...(by ? { by } : {}) };
}

const isState = (subject) => subject !== null && "status" in subject;

function createModel(data) {
  const model = {
    marks: new Map([...data.entities, ...data.quotes].map((m) => [keyOf(m), m])),
    state: data.state,
    undo: [...data.undo], // a snapshot may be shown again, and stays as it came
    redo: [...data.redo],

    /* Apply [old, new] pairs; the marks that changed. The first change takes a new article into
       progress, as it does in the store. */
    apply(pairs) {
      const touched = [];
      for (const [old, fresh] of pairs) {
        if (isState(fresh ?? old)) {
          model.state = fresh;
          continue;
        }
        if (old) model.marks.delete(keyOf(old));
        if (fresh) model.marks.set(keyOf(fresh), fresh);
        touched.push(...[old, fresh].filter(Boolean));
        if (model.state.status === "new") model.state = { ...model.state, status: "in progress" };
      }
      return touched;
    },

    /* True where the store would take these pairs: each finds what it changes as it was seen. */
    fits(pairs) {
      const put = new Map(); // by the pairs before
      const there = (key) => (put.has(key) ? put.get(key) : model.marks.get(key)) ?? null;
      for (const [old, fresh] of pairs) {
        if (isState(fresh ?? old)) continue;
        if (old && !sameMark(there(keyOf(old)), old)) return false;
        if (old) put.set(keyOf(old), null);
        if (fresh && there(keyOf(fresh))) return false;
        if (fresh) put.set(keyOf(fresh), fresh);
      }
      return true;
    },

    /* The pairs that take a group back. Of a state, what the group changed goes back, and what came
       since stays: the first change of a mark takes an article into progress outside any group. */
    inverse(pairs) {
      let { state } = model;
      return [...pairs].reverse().map(([old, fresh]) => {
        if (!isState(fresh ?? old)) return [fresh, old];
        const before = state;
        const back = Object.entries(old).filter(([field, value]) => JSON.stringify(value) !== JSON.stringify(fresh[field]));
        state = { ...state, ...Object.fromEntries(back) };
        return [before, state];
      });
    },

    /* Keep the stacks as annotator/edit.py derives them from the log. */
    remember(group, pairs, undoes) {
      const entry = { group, pairs };
      const drop = (stack) => {
        const found = stack.findIndex((g) => g.group === undoes);
        if (found >= 0) stack.splice(found, 1);
        return found >= 0;
      };
      if (!undoes) {
        model.undo.push(entry);
        model.redo.length = 0;
      } else if (drop(model.undo)) {
        model.redo.push(entry);
      } else {
        drop(model.redo);
        model.undo.push(entry);
      }
    },

    entities: () => [...model.marks.values()].filter((m) => !isQuote(m) && stands(m)),
    quotes: () => [...model.marks.values()].filter((m) => isQuote(m) && stands(m))
      .sort((a, b) => startOf(a) - startOf(b)),
    open: () => [...model.marks.values()].filter((m) => m.decision === null && model.checks(layerOf(m))),
    checks: (layer) => model.state.checked.includes(layer),
  };
  return model;
}

const SPEAKING = ["PERSON", "ORG", "GPE", "NORP"];
const whoIs = (mention) => mention.name ?? nameOf(mention.surface);

/* People and organisations of the article under one name each, with their mentions and how many
   characters they are quoted with; in order of first mention. */
function rosterOf(model) {
  const roster = new Map();
  const entry = (name, label) => {
    if (!roster.has(name)) roster.set(name, { name, label, mentions: [], quotes: [], quoted: 0 });
    return roster.get(name);
  };
  const named = model.entities().filter((e) => SPEAKING.includes(e.label));
  named.sort((a, b) => a.start - b.start);
  for (const mention of named) entry(whoIs(mention), mention.label).mentions.push(mention);
  for (const quote of model.quotes()) {
    if (!quote.speaker_name) continue;
    const speaker = entry(quote.speaker_name, null);
    speaker.quotes.push(quote);
    speaker.quoted += quote.content.reduce((sum, s) => sum + s.end - s.start, 0);
  }
  return [...roster.values()];
}

const overlap = (a, b) => a.start < b.end && b.start < a.end;

/* The speakers one would look for first: whom the quote has or points to, then people before
   others, the nearest mention before all. Who is spoken of inside the quote hardly speaks it. */
function candidatesFor(model, quote) {
  const [start, end] = [startOf(quote), endOf(quote)];
  const away = (m) => {
    if (quote.speaker.some((s) => overlap(s, m))) return -1e6;
    if (quote.content.some((s) => overlap(s, m))) return 600;
    return m.end <= start ? start - m.end : Math.max(0, m.start - end) + 40;
  };
  const rank = (e) => Math.min(...e.mentions.map(away), 1e6)
    + (e.label === "PERSON" ? 0 : 400) - (e.quotes.length ? 100 : 0) - (e.name === quote.speaker_name ? 1e9 : 0);
  return rosterOf(model).map((e) => [rank(e), e]).sort(([a], [b]) => a - b).map(([, e]) => e);
}

/* The name that other mentions of the same words have, or a person's whose name ends in them. */
function knownName(view, surface, label = null) {
  const words = nameOf(surface);
  const fits = rosterOf(view.model).filter((one) => !label || !one.label || one.label === label);
  const found = fits.find(({ mentions }) => mentions.some((m) => nameOf(m.surface) === words))
    ?? fits.find(({ name, label: its }) => name === words || ((its ?? "PERSON") === "PERSON" && name.endsWith(` ${words}`)));
  return found?.name ?? null;
}

/* A pronoun or a description stays the speaker mention when only its name is set. */
const isPronoun = (surface) => /^(?:he|she|they|it|we|i|who)$/i.test(surface);
const describesSpeaker = (surface) =>
  isPronoun(surface) || /^(?:[Tt]he|[Aa]n?|[Oo]ne|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Oo]ur|[Mm]y)\s+\p{Ll}/u.test(surface);
