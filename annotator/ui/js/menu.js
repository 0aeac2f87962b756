/* The menu beside a span, a quote or a selection: every choice is one click, nothing is modal. */
function openMenu(view, at, ...content) {
  view.closeMenu();
  const menu = element("div", { className: "menu", attributes: { role: "group", "aria-label": "Correct" } }, ...content.filter(Boolean));
  view.menu = menu;
  view.frame.append(menu);
  const frame = view.frame.getBoundingClientRect();
  const left = Math.max(0, Math.min(at.left - frame.left, frame.width - menu.offsetWidth - 8));
  menu.style.left = `${left}px`;
  menu.style.top = `${at.bottom - frame.top + 6}px`;
  menu.scrollIntoView({ block: "nearest" });
}

const button = (words, act, properties = {}) =>
  element("button", { type: "button", onclick: act, ...properties }, isolated(words));
const line = (...children) => element("div", { className: "line" }, ...children);
const words = (text, className = "quiet") => element("span", { className, textContent: text, dir: "auto" });

function entry(label, value, suggestions, save) {
  const input = element("input", { value: value ?? "", placeholder: label, spellcheck: false, dir: "auto",
    attributes: { "aria-label": label, list: "gloss-names" } });
  const form = element("form", {}, input,
    element("datalist", { id: "gloss-names" }, ...suggestions.map((s) => new Option(s))),
    button("Save", null, { type: "submit" }));
  form.addEventListener("submit", (event) => { event.preventDefault(); save(input.value); });
  input.addEventListener("keydown", (event) => { if (event.key !== "Escape") event.stopPropagation(); });
  return form;
}

function labelChips(view, act, current = null) {
  return element("div", { className: "labels" }, ...[...view.labels.values()].map((label) =>
    button(label.name.replaceAll("_", " "), () => act(label.name), {
      className: "label", title: label.meaning, style: { "--hue": label.hue },
      attributes: { "aria-pressed": String(label.name === current) }, data: { label: label.name } })));
}

const close = (view, act) => (...given) => { view.closeMenu(); act(...given); };

const DECISION_WORDS = { null: "suggested", accepted: "accepted", corrected: "corrected", added: "added by hand" };

function decisionLine(view, mark, remove) {
  return line(
    mark.decision === null && button("✓ Accept", close(view, () => commands.accept(view, mark)), { className: "accept" }) || null,
    button(remove, close(view, () => commands.reject(view, mark)), { className: "remove" }),
    button("Copy link", close(view, () => view.copyLink(mark))),
    words(DECISION_WORDS[mark.decision]));
}

function otherMarks(view, mark, keys, at) {
  const others = [...new Set(keys)].filter((key) => key !== keyOf(mark)).map((key) => view.model.marks.get(key)).filter(Boolean);
  if (!others.length) return null;
  return line(words("Also here:"), ...others.map((other) => button(
    isQuote(other) ? `quote: ${speakerWords(other)}` : `${other.label} ${other.surface}`,
    () => openMarkMenu(view, other, keys, at), { className: "other" })));
}

/* In a review: what each has where they differ on this mark, or whose it is where they do not. */
function optionsFor(view, mark) {
  const difference = differenceOf(view, mark);
  if (difference) return optionLines(view, difference);
  return mark.by ? line(words(`Marked by ${mark.by.join(", ")}`)) : null;
}

function openMarkMenu(view, mark, keys, at) {
  if (!mark) return; // nothing was put down, or it is gone by now
  view.chosen = keyOf(mark);
  if (isQuote(mark)) openQuoteMenu(view, mark, keys, at);
  else openEntityMenu(view, mark, keys, at);
}

function openEntityMenu(view, mark, keys, at) {
  const names = rosterOf(view.model).map((person) => person.name);
  openMenu(view, at,
    line(words(mark.surface, "surface")),
    optionsFor(view, mark),
    labelChips(view, close(view, (label) => commands.relabel(view, mark, label)), mark.label),
    entry("Full name", mark.name, names, close(view, (name) => commands.rename(view, mark, name))),
    decisionLine(view, mark, "✕ Not an entity"),
    otherMarks(view, mark, keys, at));
}

function openQuoteMenu(view, quote, keys, at) {
  const people = candidatesFor(view.model, quote);
  const armed = (part) => () => commands.arm(view, { part, key: keyOf(quote) });
  const choice = (chosen, act, text) => button(text, close(view, act), { attributes: { "aria-pressed": String(chosen) } });
  openMenu(view, at,
    optionsFor(view, quote),
    line(words("Quote", "surface"), ...["direct", "indirect", "mixed"].map((kind) =>
      choice(quote.kind === kind, () => commands.setKind(view, quote, kind), kind))),
    element("div", { className: "people" }, words("Speaker"), ...people.slice(0, 9).map((person) =>
      choice(person.name === quote.speaker_name, () => commands.setSpeaker(view, quote, person), person.name)),
      choice(quote.speaker_status === "unnamed", () => commands.speakerUnnamed(view, quote), "unnamed source"),
      choice(quote.speaker_status === "unknown", () => commands.speakerUnknown(view, quote), "unknown")),
    entry("Another name", quote.speaker_name, people.map((p) => p.name), close(view, (name) => commands.nameSpeaker(view, quote, name))),
    line(words("In the text:"), button("speaker", armed("speaker")), button("cue", armed("cue")),
      button("more content", armed("content")),
      quote.cue.length ? button("no cue", close(view, () => commands.setCue(view, quote, null))) : null),
    decisionLine(view, quote, "✕ Not a quote"),
    otherMarks(view, quote, keys, at));
}

function openSelectionMenu(view, range, at) {
  const near = nearestQuote(view, range);
  const under = entitiesUnder(view, range.snapped);
  const quoteOf = (range_) => close(view, () => commands.addQuote(view, range_));
  openMenu(view, at,
    line(words(view.text.slice(...range.snapped), "surface")),
    labelChips(view, close(view, (label) => commands.addEntity(view, range.snapped, label))),
    under.length ? line(words("Boundary of:"), ...under.map((mark) => button(`${mark.label} ${mark.surface}`,
      close(view, () => commands.move(view, mark, range.snapped)), { className: "other" }))) : null,
    line(button("Quote", quoteOf(range.whole), { className: "quote" }),
      ...(near ? [words("Of the nearest quote:"),
        button("speaker", close(view, () => commands.setSpeakerMention(view, near, spanOf(view, range.snapped), knownName(view, view.text.slice(...range.snapped))))),
        button("cue", close(view, () => commands.setCue(view, near, cueOf(view, range)))),
        button("content", close(view, () => commands.addContent(view, near, range.whole)))] : [])));
}

function openFlagMenu(view, at) {
  const flag = view.model.state.flag;
  openMenu(view, at, line(words("Flag this article", "surface")),
    entry("What should somebody look at?", flag, [], close(view, (note) => commands.flag(view, note.trim()))),
    flag === null ? null : line(button("Take the flag away", close(view, () => commands.flag(view, null)))));
  view.menu.querySelector("input").focus({ preventScroll: true });
}

function nearestQuote(view, range) {
  const [start, end] = range.snapped.map(view.offsets.toPoint);
  const distance = (q) => Math.max(0, startOf(q) - end, start - endOf(q));
  return view.model.quotes().sort((a, b) => distance(a) - distance(b))[0] ?? null;
}

/* Entities whose boundary the selection could be meant as: those it overlaps, the shortest first. */
function entitiesUnder(view, range) {
  const span = spanOf(view, range);
  return view.model.entities()
    .filter((e) => overlap(e, span) && !(e.start === span.start && e.end === span.end) && !view.hidden.has(e.label))
    .sort((a, b) => (a.end - a.start) - (b.end - b.start)).slice(0, 3);
}
