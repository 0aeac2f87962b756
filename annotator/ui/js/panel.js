/* Beside the text: labels as legend and palette, who is in the article, who says what. */
function drawPanel(view) {
  view.panel.replaceChildren(...[drawDifferences(view), drawAgainst(view), drawLegend(view), drawPeople(view), drawQuotes(view)].filter(Boolean));
  showArmed(view);
}

function section(title, ...children) {
  return element("section", {}, element("h2", { textContent: title }), ...children);
}

function drawLegend(view) {
  const counts = new Map();
  for (const { label } of view.model.entities()) counts.set(label, (counts.get(label) ?? 0) + 1);
  const chip = (label, count, armed) => element("div", { className: "legend" },
    button(label.name.replaceAll("_", " "), () => commands.arm(view, armed), { className: "label", title: label.meaning,
      style: { "--hue": label.hue }, data: { arm: label.name } }),
    button(String(count), () => view.toggle(label.name), { className: "count", data: { toggle: label.name },
      title: "Show or hide", attributes: { "aria-pressed": String(!view.hidden.has(label.name)) } }));
  const quote = { name: "QUOTE", meaning: "What somebody said or wrote", hue: 0 };
  return section("Mark as", element("div", { className: "palette" },
    ...[...view.labels.values()].map((label) => chip(label, counts.get(label.name) ?? 0, { part: "entity", label: label.name })),
    chip(quote, view.model.quotes().length, { part: "quote" })),
    line(words("Done means checked:"), ...["entities", "quotes"].map((layer) => {
      const on = view.model.checks(layer);
      return button(`${on ? "✓ " : ""}${layer}`, () => commands.check(view, layer), { className: "checks", data: { check: layer },
        title: on ? "All of them are checked when the article is done" : "They are left as they are, and never measured",
        attributes: { "aria-pressed": String(on), "aria-label": layer } });
    })));
}

function drawPeople(view) {
  const total = view.model.quotes().reduce((sum, q) => sum + q.content.reduce((s, c) => s + c.end - c.start, 0), 0);
  const people = rosterOf(view.model).filter((p) => p.quotes.length || p.label === "PERSON" || p.label === "ORG")
    .sort((a, b) => b.quoted - a.quoted || b.mentions.length - a.mentions.length);
  if (!people.length) return null;
  return section("Who is in it", element("ul", { dir: view.leaning > 0 ? "rtl" : "ltr" }, ...people.map((person) => {
    const row = element("li", {}, button(person.name, () => view.goTo(person.mentions[0] ?? person.quotes[0]), { className: "who" }),
      words(person.mentions.length ? `${person.mentions.length}×` : ""),
      element("span", { className: "share", title: "Share of quoted text", style: {
        "--share": total ? person.quoted / total : 0,
        "--colour": speakerColour(view, person.name) } }));
    row.addEventListener("pointerenter", () => view.light(person.name));
    row.addEventListener("pointerleave", () => view.light(null));
    return row;
  })));
}

function drawQuotes(view) {
  const quotes = view.model.quotes();
  if (!quotes.length) return null;
  return section("Quotes", element("ol", {}, ...quotes.map((quote) => {
    const said = quote.content.map((s) => s.surface);
    const row = element("li", { dir: directionOf(said.join(" "), view.leaning) },
      element("button", { type: "button", className: "said", onclick: () => view.goTo(quote) }, ...beginning(said, 90)),
      element("span", { className: "by", style: { color: speakerColour(view, quote.speaker_name, "word") } }, isolated(speakerWords(quote))));
    row.addEventListener("pointerenter", () => view.lightKey(keyOf(quote)));
    row.addEventListener("pointerleave", () => view.light(null));
    return row;
  })));
}

/* The first so many units of these words, each in its own direction. */
function beginning(surfaces, room) {
  const shown = [];
  for (const surface of surfaces) {
    if (room <= 0) break;
    const cut = surface.length > room ? `${surface.slice(0, wholeCharacters(surface, 0, Math.max(1, room - 2))[1])}…` : surface;
    shown.push(shown.length ? " … " : "", isolated(cut));
    room -= surface.length + 3;
  }
  return shown;
}

function showArmed(view) {
  const { armed } = view;
  view.frame.dataset.armed = armed?.part ?? "";
  for (const chip of view.panel.querySelectorAll("[data-arm]")) {
    const mine = armed?.label === chip.dataset.arm || (armed?.part === "quote" && chip.dataset.arm === "QUOTE");
    chip.setAttribute("aria-pressed", String(mine));
  }
  const what = { entity: `mark it as ${armed?.label}`, quote: "make it a quote", speaker: "make it the speaker",
    cue: "make it the cue", content: "add it to the quote" }[armed?.part];
  view.hint.textContent = armed ? `${armed.part === "speaker" ? "Click a mention or drag" : "Drag"} over words to ${what}. Esc puts it down.` : "";
}
