/* The mouse: what a drag selects, what a click means, what pointing lights up. */

/* Where the selection lies, in units, from the segments that it touches. */
function unitAt(node, offset) {
  if (node.nodeType === Node.TEXT_NODE) {
    const piece = node.parentElement?.closest("[data-a]");
    return piece ? Number(piece.dataset.a) + offset : null;
  }
  const next = node.childNodes[offset];
  const piece = next?.closest?.("[data-a]") ?? next?.querySelector?.("[data-a]");
  if (piece) return Number(piece.dataset.a);
  const pieces = node.closest?.("[data-a]") ? [node.closest("[data-a]")] : node.querySelectorAll?.("[data-a]") ?? [];
  const last = pieces[pieces.length - 1];
  return last ? Number(last.dataset.a) + last.textContent.length : null;
}

function selectedRange(view, from, to) {
  const selection = getSelection();
  const ranges = selection.getComposedRanges?.({ shadowRoots: [view.root] }) ?? [];
  const found = ranges[0] ?? (selection.rangeCount ? selection.getRangeAt(0) : null);
  let ends = found ? [unitAt(found.startContainer, found.startOffset), unitAt(found.endContainer, found.endOffset)] : [null, null];
  if (ends.includes(null) || ends[0] === ends[1]) ends = [from, to].map((point) => caretAt(view, point)); // some drags select nothing
  if (ends.includes(null) || ends[0] === ends[1]) return null;
  return ends.sort((a, b) => a - b);
}

function caretAt(view, point) {
  const position = document.caretPositionFromPoint?.(point.x, point.y, { shadowRoots: [view.root] });
  return position && view.article.contains(position.offsetNode) ? unitAt(position.offsetNode, position.offset) : null;
}

function listenToMouse(view) {
  let down = null;
  let dragged = false;
  view.article.addEventListener("pointerdown", (event) => {
    dragged = false;
    if (event.button === 0) down = { x: event.clientX, y: event.clientY };
  });
  document.addEventListener("pointerup", (event) => {
    if (!view.frame.isConnected || !down) return;
    const from = down;
    down = null;
    const up = { x: event.clientX, y: event.clientY };
    if (Math.hypot(up.x - from.x, up.y - from.y) <= 4) return;
    const range = selectedRange(view, from, up);
    dragged = Boolean(range);
    if (range) selected(view, range, event.altKey, { left: up.x, bottom: up.y + 8 });
  });
  view.article.addEventListener("dblclick", (event) => {
    const range = selectedRange(view, { x: event.clientX, y: event.clientY }, { x: event.clientX, y: event.clientY });
    if (range) selected(view, range, event.altKey, { left: event.clientX, bottom: event.clientY + 8 });
  });
  view.article.addEventListener("click", (event) => {
    if (event.detail > 1 || dragged) return; // the end of a drag is no click
    const piece = event.composedPath()[0].closest?.("mark, .note");
    if (piece?.keys && !hasSelection(view)) clicked(view, piece);
    else if (!hasSelection(view)) view.closeMenu();
  });
  view.article.addEventListener("pointerover", (event) => {
    const piece = event.composedPath()[0].closest?.("mark, .note");
    if (!piece?.keys || event.buttons) return;
    const quote = piece.keys.map((k) => view.model.marks.get(k)).find((m) => m && isQuote(m));
    if (quote) view.lightKey(keyOf(quote));
  });
  view.article.addEventListener("pointerleave", () => view.light(null));
}

function hasSelection(view) {
  const found = getSelection().getComposedRanges?.({ shadowRoots: [view.root] })[0];
  return Boolean(found) && !found.collapsed;
}

function selected(view, range, exact, at) {
  const snapped = snap(view.text, ...range, { exact });
  const whole = snap(view.text, ...range, { exact, punctuation: false });
  if (!snapped || !whole) return;
  const { armed } = view;
  getSelection().removeAllRanges();
  if (!armed) {
    CSS.highlights?.set("gloss-selected", new Highlight(domRange(view, whole)));
    return openSelectionMenu(view, { snapped, whole }, at);
  }
  const quote = armed.key ? view.model.marks.get(armed.key) : null;
  if (armed.part === "entity") commands.addEntity(view, snapped, armed.label);
  if (armed.part === "quote") openMarkMenu(view, commands.addQuote(view, whole), [], at);
  if (armed.part === "speaker" && quote) commands.setSpeakerMention(view, quote, spanOf(view, snapped), knownName(view, view.text.slice(...snapped)));
  if (armed.part === "cue" && quote) commands.setCue(view, quote, cueOf(view, { snapped, whole }));
  if (armed.part === "content" && quote) commands.addContent(view, quote, whole);
  if (armed.key) commands.putDown(view);
}

function clicked(view, piece) {
  const marks = piece.keys.map((key) => view.model.marks.get(key)).filter(Boolean);
  if (!marks.length) return;
  const { armed } = view;
  const entity = marks.find((m) => !isQuote(m));
  if (armed?.part === "speaker" && entity) {
    const quote = view.model.marks.get(armed.key);
    if (quote) commands.setSpeakerMention(view, quote, entity, entity.name ?? knownName(view, entity.surface));
    return commands.putDown(view);
  }
  if (armed?.part === "entity" && entity) return commands.relabel(view, entity, armed.label);
  // The shortest first; the next click on the same place takes the one around it.
  const place = marks.findIndex((m) => keyOf(m) === view.chosen);
  const next = view.menu || place >= 0 ? marks[(place + 1) % marks.length] : marks[0];
  return openMarkMenu(view, next, piece.keys, piece.getBoundingClientRect());
}

function domRange(view, [start, end]) {
  const range = new Range();
  const place = (unit, isEnd) => {
    const paragraph = view.drawn[paragraphAt(view, isEnd ? unit - 1 : unit)];
    const piece = [...paragraph.querySelectorAll("[data-a]")].findLast((p) => Number(p.dataset.a) < unit + (isEnd ? 0 : 1));
    return [piece.firstChild, unit - Number(piece.dataset.a)];
  };
  range.setStart(...place(start, false));
  range.setEnd(...place(end, true));
  return range;
}
