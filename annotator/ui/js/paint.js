/* Drawing: each paragraph is cut at all span boundaries into flat segments, never nested, and only
   touched paragraphs are drawn again. Text reaches the page as text nodes alone. */
const SPEAKER_HUES = [212, 22, 150, 282, 48, 332, 178, 96];

function element(tag, properties = {}, ...children) {
  const { data = {}, style = {}, attributes = {}, ...rest } = properties;
  const made = Object.assign(document.createElement(tag), rest);
  Object.assign(made.dataset, data);
  for (const [name, value] of Object.entries(style)) made.style.setProperty(name, value);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/* All drawn spans of a mark, in units: [part, start, end]. */
function drawnSpans(view, mark) {
  const unit = view.offsets.toUnit;
  const spans = (part, list) => list.map((s) => [part, unit(s.start), unit(s.end)]);
  if (!isQuote(mark)) return spans("entity", [mark]);
  return [...spans("content", mark.content), ...spans("cue", mark.cue), ...spans("speaker", mark.speaker)];
}

function paragraphAt(view, unit) {
  let low = 0, high = view.paragraphs.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (view.paragraphs[middle][0] <= unit) low = middle; else high = middle - 1;
  }
  return low;
}

function paragraphsUnder(view, marks) {
  const found = new Set();
  for (const mark of marks) {
    for (const [, start, end] of drawnSpans(view, mark)) {
      for (let i = paragraphAt(view, start); i <= paragraphAt(view, Math.max(start, end - 1)); i++) found.add(i);
    }
  }
  return found;
}

/* Draw these paragraphs (all without a choice); one that would look the same is left alone. */
function paint(view, chosen = null) {
  const hues = huesOf(view);
  // A quote that gets or loses its speaker can shift the colours of all later ones.
  if (JSON.stringify([...hues]) !== JSON.stringify([...view.speakerHues])) chosen = null;
  view.speakerHues = hues;
  const spans = new Map((chosen ? [...chosen] : view.paragraphs.keys()).map((i) => [i, []]));
  if (!chosen) for (let i = 0; i < view.paragraphs.length; i++) spans.set(i, []);
  for (const mark of view.model.marks.values()) {
    if (!stands(mark) || view.hidden.has(isQuote(mark) ? "QUOTE" : mark.label)) continue;
    const key = keyOf(mark);
    for (const [part, start, end] of drawnSpans(view, mark)) {
      const last = paragraphAt(view, Math.max(start, end - 1));
      for (let i = paragraphAt(view, start); i <= last; i++) spans.get(i)?.push({ part, start, end, mark, key });
    }
  }
  for (const ghost of ghostsOf(view)) {
    for (const [part, start, end] of drawnSpans(view, ghost.mark)) {
      const last = paragraphAt(view, Math.max(start, end - 1));
      if (part === "cue" || part === "speaker") continue;
      for (let i = paragraphAt(view, start); i <= last; i++) spans.get(i)?.push({ ...ghost, part: "ghost", start, end });
    }
  }
  markHits(view, [...spans].filter(([index, found]) => paintParagraph(view, index, found)).map(([index]) => index));
}

function huesOf(view) {
  const hues = new Map();
  for (const quote of view.model.quotes()) {
    const name = quote.speaker_name;
    if (name && !hues.has(name)) hues.set(name, SPEAKER_HUES[hues.size % SPEAKER_HUES.length]);
  }
  return hues;
}

/* Draw one paragraph; true if that changed it. */
function paintParagraph(view, index, spans) {
  const [from, to, ink, loose] = view.paragraphs[index];
  const signature = JSON.stringify(spans.map((s) => [s.part, s.start, s.end, s.key, s.mark.decision,
    s.wrong ?? view.wrong?.has(s.key), s.mark.name, s.mark.kind, s.mark.speaker_name, s.mark.speaker_status, view.speakerHues.get(s.mark.speaker_name)]));
  const paragraph = view.drawn[index];
  if (paragraph.signature === signature) return false;
  paragraph.signature = signature;
  const cuts = new Set([from, ink]);
  for (const { start, end } of spans) {
    if (start > from) cuts.add(Math.min(start, ink));
    if (end > from) cuts.add(Math.min(end, ink));
  }
  const edges = [...cuts].sort((a, b) => a - b);
  const pieces = [];
  for (let i = 0; i + 1 < edges.length; i++) {
    const over = spans.filter((s) => s.start < edges[i + 1] && s.end > edges[i]);
    pieces.push(...notesAt(view, over, edges[i]), segment(view, edges[i], edges[i + 1], over));
  }
  if (to > ink) pieces.push(element("span", { className: "break", textContent: view.text.slice(ink, to), data: { a: ink } }));
  paragraph.replaceChildren(...pieces);
  paragraph.classList.toggle("tight", !loose);
  separateNotes(paragraph);
  return true;
}

function segment(view, start, end, over) {
  const text = view.text.slice(start, end);
  if (!over.length) return element("span", { textContent: text, data: { a: start } });
  const entities = over.filter((s) => s.part === "entity").sort((a, b) => (a.end - a.start) - (b.end - b.start));
  const quotes = over.filter((s) => s.part === "content").sort((a, b) => (b.end - b.start) - (a.end - a.start));
  const ghosts = over.filter((s) => s.part === "ghost");
  const part = (name) => over.some((s) => s.part === name);
  const made = element("mark", { textContent: text, data: { a: start } });
  made.keys = [...entities, ...over.filter((s) => s.part !== "entity" && s.part !== "ghost")].map((s) => s.key);
  made.dataset.names = JSON.stringify(over.filter((s) => s.part !== "ghost").flatMap((s) => (isQuote(s.mark) ? s.mark.speaker_name : whoIs(s.mark)) ?? []));
  if (part("cue")) made.classList.add("cue");
  if (part("speaker")) made.classList.add("speaker");
  const lines = quotes.map(({ mark, key }) => [view.wrong?.has(key) ? "var(--wrong)" : speakerColour(view, mark.speaker_name), mark.decision === null]);
  if (entities.length) {
    const [inner, ...outer] = entities;
    made.classList.add("entity");
    if (inner.mark.decision !== null) made.classList.add("decided");
    made.style.setProperty("--hue", view.labels.get(inner.mark.label)?.hue ?? 0);
    for (const { mark } of outer) lines.push([labelLine(view, mark), mark.decision === null]);
    const starting = entities.filter((s) => s.start === start);
    if (starting.length) {
      made.dataset.label = starting.map((s) => shortLabel(view, s.mark)).join("·");
      made.setAttribute("aria-label", `${text}, ${starting.map((s) => s.mark.label).join(", ")}`);
      made.classList.add("first");
    }
    if (entities.some((s) => s.end === end)) made.classList.add("last");
  }
  if (quotes.length) made.classList.add("content");
  if (view.data.against) drawWrong(view, made, { start, text, entities, quotes, ghosts, lines });
  drawLines(made, lines);
  return made;
}

/* A suggestion that is as likely wrong as right shows it. */
const isUnsure = (mark) => mark.decision === null && (mark.certainty ?? 1) < 0.5;
const shortLabel = (view, mark) =>
  (view.labels.get(mark.label)?.short ?? mark.label.toLowerCase()) + (isUnsure(mark) ? "?" : "");
const labelLine = (view, mark) => `hsl(${view.labels.get(mark.label)?.hue ?? 0} var(--line))`;

/* The speaker's colour, for lines or, darker, for words. */
function speakerColour(view, name, use = "line") {
  const hue = view.speakerHues.get(name);
  return hue === undefined ? "var(--nobody)" : `hsl(${hue} var(--${use}))`;
}

/* One line under the text for each quote and outer entity, stacked; dashed while only suggested. */
function drawLines(made, lines) {
  if (!lines.length) return;
  made.style.backgroundImage = lines.map(([colour, open]) => open
    ? `repeating-linear-gradient(90deg, ${colour} 0 5px, transparent 5px 8px)`
    : `linear-gradient(${colour}, ${colour})`).join();
  made.style.backgroundSize = "100% 2px";
  made.style.backgroundRepeat = "no-repeat";
  made.style.backgroundPosition = lines.map((_, i) => `0 calc(100% - ${i * 3}px)`).join();
}

/* The speaker in the margin: an empty element whose words are drawn by the style sheet, so that
   the paragraph's text stays the article's. */
function notesAt(view, over, start) {
  const says = (s) => s.part === "content" || (s.part === "ghost" && isQuote(s.mark));
  return over.filter((s) => says(s) && s.start === start && startOf(s.mark) === view.offsets.toPoint(start))
    .map(({ mark, key, part }) => {
      const words = `${part === "ghost" ? "≠ " : ""}${speakerWords(mark)}`;
      const note = element("button", { className: "note", type: "button",
        data: { words, status: mark.speaker_status, kind: mark.kind },
        style: { color: speakerColour(view, mark.speaker_name, "word") },
        attributes: { "aria-label": `Quote, ${mark.kind}, speaker: ${words}`, tabindex: "-1" } });
      note.keys = part === "ghost" ? [] : [key];
      return note;
    });
}

function speakerWords(quote) {
  if (quote.speaker_status === "named") return quote.speaker_name + (isUnsure(quote) ? " ?" : "");
  return quote.speaker_status === "unnamed" ? "unnamed source" : "who?";
}

/* Two quotes that begin on one line would have their notes on top of each other. */
function separateNotes(paragraph) {
  const notes = paragraph.querySelectorAll(".note");
  if (notes.length < 2) return;
  let free = -Infinity;
  const tops = [...notes].map((note) => note.offsetTop);
  notes.forEach((note, i) => {
    const top = Math.max(tops[i], free);
    if (top > tops[i]) note.style.marginTop = `${top - tops[i]}px`;
    free = top + 20;
  });
}
