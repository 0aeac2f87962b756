/* Where the words that were searched for stand: painted over the text without touching it, with a
   chip that counts them and walks through them. */
const MANY = 500; // more are not sent

/* spans: [start, end] in units; under: paragraph to its hits; ranges: paragraph to its [hit, Range]. */
const noHits = () => ({ spans: [], current: -1, under: new Map(), ranges: new Map() });

/* Take the hits of the snapshot; go to the first one, unless the address points elsewhere. */
function openHits(view) {
  const { focus, find, hits } = view.data;
  const unit = view.offsets.toUnit;
  const shown = find && view.hitsAway !== find ? hits ?? [] : [];
  view.hits = { ...noHits(), spans: shown.map((hit) => hit.map(unit)) };
  view.hits.spans.forEach(([start, end], i) => {
    for (let at = paragraphAt(view, start); at <= paragraphAt(view, Math.max(start, end - 1)); at++) {
      if (!view.hits.under.has(at)) view.hits.under.set(at, []);
      view.hits.under.get(at).push(i);
    }
  });
  if (focus) view.hits.current = shown.findIndex(([start, end]) => start < focus.end && end > focus.start);
  markHits(view, view.hits.under.keys());
  paintHits(view);
  drawHitChip(view);
  if (!focus && view.hits.spans.length) goToHit(view, 0, "instant");
}

/* Make the ranges in these paragraphs anew: drawing a paragraph leaves them without their words. */
function markHits(view, indexes) {
  const { under, ranges } = view.hits;
  const touched = [...indexes].filter((index) => under.has(index));
  for (const index of touched) ranges.set(index, rangesIn(view, index, under.get(index)));
  if (touched.length) paintHits(view);
}

function paintHits(view) {
  if (!globalThis.CSS?.highlights) return;
  const all = [...view.hits.ranges.values()].flat();
  const set = (name, found, priority) => {
    const highlight = new Highlight(...found.map(([, range]) => range));
    highlight.priority = priority;
    CSS.highlights.set(name, highlight);
  };
  set("gloss-hit", all.filter(([i]) => i !== view.hits.current), 0);
  set("gloss-hit-current", all.filter(([i]) => i === view.hits.current), 1);
}

/* [hit, Range] of the hits in a paragraph, as far as they lie in it. */
function rangesIn(view, index, hits) {
  const [from, , ink] = view.paragraphs[index];
  const pieces = [...view.drawn[index].querySelectorAll("[data-a]")];
  const starts = pieces.map((piece) => Number(piece.dataset.a));
  let at = 0; // hits are in order, so one walk along the pieces is enough
  const place = (unit, inside) => {
    while (starts[at] > inside) at--;
    while (starts[at + 1] <= inside) at++;
    return [pieces[at].firstChild, unit - starts[at]];
  };
  return hits.flatMap((i) => {
    const [start, end] = [Math.max(from, view.hits.spans[i][0]), Math.min(ink, view.hits.spans[i][1])];
    if (start >= end) return [];
    const range = new Range();
    range.setStart(...place(start, start));
    range.setEnd(...place(end, end - 1));
    return [[i, range]];
  });
}

function goToHit(view, index, behavior) {
  view.hits.current = index;
  paintHits(view);
  drawHitChip(view);
  const [start] = view.hits.spans[index];
  const place = placeOf(view, start);
  const top = view.root.querySelector(".bar").getBoundingClientRect().bottom;
  if (place.top < top + 40 || place.bottom > innerHeight - 40) showAt(view, start, behavior);
}

/* From hit to hit, round at the ends. */
function stepHit(view, step) {
  const { spans, current } = view.hits;
  if (spans.length) goToHit(view, current < 0 && step < 0 ? spans.length - 1 : (current + step + spans.length) % spans.length);
}

function putHitsAway(view) {
  view.hitsAway = view.data.find;
  openHits(view);
}

function drawHitChip(view) {
  const chip = view.root.querySelector(".finds");
  const find = view.data.find?.replace(/^["“”]([^"“”]*)["“”]$/, "$1"); // a phrase comes in marks of its own
  const { spans: { length }, current } = view.hits;
  chip.hidden = !find || view.hitsAway === view.data.find;
  const count = `${length}${length >= MANY ? " or more" : ""} ${length === 1 ? "hit" : "hits"} for “`;
  chip.querySelector(".count").replaceChildren(length ? count : "No hit for “", isolated(find ?? ""), length ? "”" : "” in the text");
  chip.querySelector(".count").title = find ?? "";
  chip.querySelector(".turn").textContent = current < 0 ? "" : `${current + 1} of ${length}`;
  for (const step of chip.querySelectorAll("[data-step]")) step.hidden = !length;
}

function listenToHits(view) {
  view.root.querySelector(".finds").addEventListener("click", (event) => {
    const pressed = event.composedPath()[0].closest?.("button");
    if (pressed?.dataset.step) stepHit(view, event.shiftKey ? -1 : Number(pressed.dataset.step));
    else if (pressed) putHitsAway(view);
  });
}
