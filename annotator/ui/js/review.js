/* A review: where those whose work it puts together differ, what each of them has, what is taken. */
const differencesOf = (view) => view.data.review?.differences ?? [];

/* The marks that stand for a difference: its values, also those that were corrected since. */
function marksOf(view, difference) {
  const keys = new Set(difference.options.flatMap((option) => option.values.map(keyOf)));
  return [...view.model.marks.values()].filter((m) => keys.has(keyOf(m)) || (m.suggested && keys.has(keyOf(m.suggested))));
}

function isOpen(view, difference) {
  const marks = marksOf(view, difference);
  return !marks.length || marks.some((m) => m.decision === null);
}

const openDifferences = (view) => differencesOf(view).filter((difference) => isOpen(view, difference));
const differenceOf = (view, mark) => differencesOf(view).find((d) => marksOf(view, d).includes(mark)) ?? null;
const NOTHING = { by: [], values: [] };

/* True where what stands is what the option has, and all else is rejected. */
function isTaken(view, difference, option) {
  const standing = marksOf(view, difference).filter(stands);
  return !isOpen(view, difference) && standing.length === option.values.length
    && option.values.every((value) => standing.some((m) => sameValue(m, value)));
}

/* The pairs that take an option: what it has is accepted as theirs, and all else is rejected. */
function takePairs(view, difference, option) {
  const members = marksOf(view, difference);
  const kept = new Map(option.values.map((value) => [value,
    members.find((m) => keyOf(m) === keyOf(value)) ?? members.find((m) => m.suggested && keyOf(m.suggested) === keyOf(value)) ?? null]));
  const spared = new Set(kept.values());
  const gone = members.filter((m) => !spared.has(m) && m.decision !== "rejected").map((m) => rejectPair(view, m));
  const taken = [...kept].map(([value, there]) => [there, decided(value, "accepted", option.by)]);
  // What somebody marked after the review began has no mark yet that could be rejected.
  const known = new Set([...members.flatMap((m) => [keyOf(m), m.suggested && keyOf(m.suggested)]), ...option.values.map(keyOf)]);
  const late = new Map(difference.options.flatMap(({ by, values }) => values.map((value) => [keyOf(value), [value, by]])));
  const unknown = [...late].filter(([key]) => !known.has(key)).map(([, [value, by]]) => [null, decided(value, "rejected", by)]);
  return [...gone, ...taken, ...unknown].filter(([old, fresh]) => !sameMark(old, fresh));
}
const decided = (value, decision, by) =>
  ({ ...value, certainty: null, decision, suggested: value, ...(by.length ? { by } : {}) });

/* What a rule takes of a difference: what more than half have, or what one of them has; or null. */
function ruled({ options }, take) {
  const readers = options.reduce((sum, option) => sum + option.by.length, 0);
  if (take === MOST) return options.find((option) => 2 * option.by.length > readers) ?? null;
  return options.find((option) => option.by.includes(take)) ?? null;
}
const MOST = "\u0000most"; // no name of anybody
const EVERYTHING = "\u0000all";

const labelsIn = (difference) => new Set(difference.options.flatMap(({ values }) =>
  values.map((value) => (isQuote(value) ? "QUOTE" : value.label))));

/* The open differences that a rule decides, each with what it takes. */
function underRule(view, { take, what }) {
  return openDifferences(view).filter((d) => what === EVERYTHING || labelsIn(d).has(what))
    .map((d) => [d, ruled(d, take)]).filter(([, option]) => option);
}

/* What a quote says, part by part: enough to tell two of them apart. */
const surfaces = (spans) => spans.map((s) => s.surface).join(" … ") || "none";
const QUOTE_PARTS = {
  content: (q) => surfaces(q.content),
  kind: (q) => q.kind,
  cue: (q) => surfaces(q.cue),
  speaker: (q) => surfaces(q.speaker),
  who: (q) => (q.speaker_status === "named" ? q.speaker_name : q.speaker_status),
};

/* The parts in which the quotes of a difference differ; of one alone, what and who. */
function differingParts(difference) {
  const every = difference.options.flatMap((option) => option.values.filter(isQuote));
  if (every.length < 2) return ["content", "who"];
  return Object.keys(QUOTE_PARTS).filter((part) => new Set(every.map(QUOTE_PARTS[part])).size > 1);
}

function describe(value, difference) {
  if (isQuote(value)) {
    const parts = differingParts(difference);
    return parts.map((part) => `${part === "content" ? "" : `${part}: `}${QUOTE_PARTS[part](value)}`).join("; ") || "quote";
  }
  const name = value.name && value.name !== value.surface ? ` = ${value.name}` : "";
  return `${value.label} ${value.surface}${name}`;
}
const describeOption = (option, difference) =>
  option.values.map((value) => describe(value, difference)).join(" + ") || "nothing";

/* A line for each option; pointing at one shows in the text what it would be. */
function optionLines(view, difference) {
  const choose = (option, who, text) => {
    const row = button("", close(view, () => commands.take(view, difference, option)), {
      className: "option", attributes: { "aria-pressed": String(isTaken(view, difference, option)) } });
    row.replaceChildren(words(who, "who"), element("span", { className: "what", textContent: text, dir: "auto" }));
    const spans = option.values.flatMap((value) => (isQuote(value) ? value.content : [value]));
    row.addEventListener("pointerenter", () => preview(view, spans));
    row.addEventListener("pointerleave", () => preview(view, []));
    return row;
  };
  return element("div", { className: "options" },
    ...difference.options.map((option) => choose(option, option.by.join(", "), describeOption(option, difference))),
    difference.options.some((option) => !option.values.length) ? null : choose(NOTHING, "nobody", "none of them"));
}

function preview(view, spans) {
  if (!spans.length) return CSS.highlights?.delete("gloss-selected");
  const ranges = spans.map((s) => domRange(view, [view.offsets.toUnit(s.start), view.offsets.toUnit(s.end)]));
  return CSS.highlights?.set("gloss-selected", new Highlight(...ranges));
}

function goToDifference(view, difference) {
  const start = view.offsets.toUnit(difference.start);
  showAt(view, start, "instant");
  const place = placeOf(view, start);
  const surface = view.text.slice(start, view.offsets.toUnit(difference.end));
  openMenu(view, { left: place.left, bottom: place.bottom },
    element("div", { className: "line" }, element("span", { className: "surface" }, ...beginning([surface], 80))),
    optionLines(view, difference));
}

function drawDifferences(view) {
  const { review } = view.data;
  if (!review) return null;
  const every = differencesOf(view);
  const left = openDifferences(view);
  if (!every.length) return section("Differences", words(`None: ${review.of.join(", ")} agree in everything.`));
  const rows = every.map((difference) => {
    const over = !isOpen(view, difference);
    const [first] = difference.options.find((option) => option.values.length).values;
    const said = ({ by, values }) => `${by.join(", ")}: ${values.map((v) => (isQuote(v) ? "quote" : v.label)).join(" + ") || "nothing"}`;
    const alike = difference.options.every(({ values }) => values.length === 1 && isQuote(values[0]));
    const surface = isQuote(first) ? first.content.map((s) => s.surface) : [first.surface];
    const row = element("li", { data: { open: String(!over) } },
      element("button", { type: "button", className: "said", onclick: () => goToDifference(view, difference) },
        over ? "✓ " : "○ ", ...beginning(surface, 60)),
      element("span", { className: "quiet" }, ...(alike ? [`They differ in: ${differingParts(difference).join(", ") || "where it stands"}`]
        : difference.options.flatMap((option, i) => [i ? " · " : "", isolated(said(option))]))));
    return row;
  });
  return section(left.length ? `Differences: ${left.length} of ${every.length} open` : `Differences: all ${every.length} decided`,
    left.length ? drawRule(view, left) : null, element("ol", { className: "differences" }, ...rows));
}

/* One rule for many: whose marks to take, of what, with how many it decides before it does. */
function drawRule(view, left) {
  const { of } = view.data.review;
  const kinds = [...new Set(left.flatMap((d) => [...labelsIn(d)]))].sort();
  const rule = view.rule;
  if (rule.take !== MOST && !of.includes(rule.take)) rule.take = MOST;
  if (rule.what !== EVERYTHING && !kinds.includes(rule.what)) rule.what = EVERYTHING;
  const select = (field, label, options) => {
    const made = element("select", { attributes: { "aria-label": label } },
      ...options.map(([value, text]) => new Option(text, value, false, value === rule[field])));
    made.addEventListener("change", () => { rule[field] = made.value; drawPanel(view); });
    return made;
  };
  const decides = underRule(view, rule);
  return line(words("Take"), select("take", "Whose", [[MOST, "what most have"], ...of.map((name) => [name, `what ${name} has`])]),
    words("for"), select("what", "Of what", [[EVERYTHING, "everything"], ...kinds.map((kind) => [kind, kind === "QUOTE" ? "quotes" : kind])]),
    button(`Decide ${decides.length}`, () => commands.rule(view), { className: "rule", disabled: !decides.length }));
}
