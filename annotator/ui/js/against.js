/* Another's marks against those of the layer: what differs is drawn beside it, what agrees grows pale. */
function ghostsOf(view) {
  const { against } = view.data;
  view.wrong = new Set((against?.wrong ?? []).map(keyOf));
  return (against?.ghosts ?? []).map((value, i) =>
    ({ key: `g:${i}`, wrong: true, mark: { ...value, decision: null, certainty: null, suggested: null } }))
    .filter(({ mark }) => !view.hidden.has(isQuote(mark) ? "QUOTE" : mark.label));
}

/* A mention is headed by what both say of it: gpe≠org, gpe≠– where the other has nothing there, and
   –≠org where the gold has none. The line of a quote says that it differs, and the margin in whom. */
function drawWrong(view, made, { start, text, entities, quotes, ghosts, lines }) {
  const wrong = entities.filter((s) => view.wrong.has(s.key));
  const mentions = ghosts.filter((s) => !isQuote(s.mark));
  if (wrong.length) made.classList.add("missed");
  if (mentions.length) made.classList.add("ghost");
  const begin = (list) => list.filter((s) => s.start === start).map((s) => shortLabel(view, s.mark)).join("·");
  const [ours, theirs] = [begin(wrong), begin(mentions)];
  if (ours || theirs) {
    const right = begin(entities.filter((s) => !view.wrong.has(s.key)));
    made.dataset.label = `${right && `${right} `}${ours || (wrong.length ? "…" : "–")}≠${theirs || (mentions.length ? "…" : "–")}`;
    made.classList.add("first");
    made.setAttribute("aria-label", `${text}: ${ours || "nothing"}, ${view.data.against.by} has ${theirs || "nothing"}`);
  }
  if (!quotes.length && ghosts.some(({ mark }) => isQuote(mark))) lines.push(["var(--wrong)", true]);
}

function drawAgainst(view) {
  const { systems = [], against } = view.data;
  if (!systems.length) return null;
  const choice = element("select", { attributes: { "aria-label": "Compare with" } },
    ...["", ...systems].map((name) => new Option(name || "nobody", name, false, name === (against?.by ?? ""))));
  choice.addEventListener("change", () => ask(view, null, { against: choice.value }));
  const head = line(words("Compare with"), choice);
  if (!against) return section("Compared", head);
  const share = (figure) => (figure === null ? "–" : figure.toFixed(2));
  const scores = element("table", { className: "scores" },
    element("tr", {}, ...["", "P", "R", "F1"].map((title) => element("th", { textContent: title }))),
    ...against.scores.map(([what, ...figures]) => element("tr", {}, element("th", { textContent: what }),
      ...figures.map((figure) => element("td", { textContent: share(figure) })))));
  const errors = against.errors.map((error) => {
    const row = element("li", {}, element("button", { type: "button", className: "said", onclick: () => {
      showAt(view, view.offsets.toUnit(error.start));
      preview(view, [error]);
      setTimeout(() => preview(view, []), 1600);
    } }, ...beginning([error.surface], 60)),
    element("span", { className: "quiet" }, `${error.quote ? "quote, " : ""}${error.error}: `, isolated(error.gold || "nothing"), " ≠ ", isolated(error.predicted || "nothing")));
    return row;
  });
  return section("Compared", head, scores,
    errors.length ? element("ol", { className: "differences" }, ...errors) : words("They agree in everything."));
}
