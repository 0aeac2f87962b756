/* The reader: one view per place in the page, kept over reruns, told of new snapshots. */
const views = new WeakMap();
const tabs = globalThis.BroadcastChannel ? new BroadcastChannel("gloss") : null;

function createView(root) {
  const at = (selector) => root.querySelector(selector);
  const view = {
    root, frame: at(".reader"), article: at(".text"), panel: at("aside"), hint: at(".hint"),
    data: null, model: null, armed: null, menu: null, chosen: null, acked: 0, asking: 0, turned: 0,
    hits: noHits(), hitsAway: null, leaning: 0,
    rule: { take: MOST, what: EVERYTHING },
    hidden: new Set(), labels: new Map(), speakerHues: new Map(), drawn: [], paragraphs: [],

    closeMenu() {
      if (view.menu) preview(view, []);
      view.menu?.remove();
      view.menu = null;
    },
    say(message) {
      view.hint.textContent = message;
      clearTimeout(view.saying);
      view.saying = setTimeout(() => showArmed(view), 4000);
    },
    open(article) {
      if (!article) return view.say("There is no further article");
      view.leaving = true;
      view.turned = Date.now();
      ask(view, article);
      const ahead = view.data.ahead?.find((snapshot) => snapshot.article.id === article);
      if (ahead) show(view, { ...ahead, asked: view.data.asked });
      return undefined;
    },
    toggle(label) {
      if (!view.hidden.delete(label)) view.hidden.add(label);
      paint(view);
      drawPanel(view);
    },
    light(name) {
      for (const mark of view.article.querySelectorAll("mark")) {
        mark.classList.toggle("lit", name !== null && JSON.parse(mark.dataset.names).includes(name));
      }
    },
    lightKey(key) {
      for (const mark of view.article.querySelectorAll("mark")) mark.classList.toggle("lit", mark.keys.includes(key));
    },
    goTo(mark) {
      const [, start] = drawnSpans(view, mark)[0];
      showAt(view, start);
      const key = keyOf(mark);
      view.lightKey(key);
      setTimeout(() => view.light(null), 1600);
    },
    copyLink(mark) {
      const link = new URL(location.href);
      link.searchParams.set("article", view.data.article.id);
      link.searchParams.delete("find");
      link.searchParams.set("at", `${startOf(mark)}-${endOf(mark)}`);
      if (!navigator.clipboard) return view.say(link.href); // only pages served securely may copy
      return navigator.clipboard.writeText(link.href).then(() => view.say("Link copied"), () => view.say(link.href));
    },
  };
  listen(view);
  return view;
}

/* Where a character is in the window. */
function placeOf(view, unit) {
  const paragraph = view.drawn[paragraphAt(view, unit)];
  const piece = [...paragraph.querySelectorAll("[data-a]")].findLast((p) => Number(p.dataset.a) <= unit);
  const range = new Range();
  range.selectNode(paragraph);
  if (piece) range.setStart(piece.firstChild, Math.min(unit - Number(piece.dataset.a), piece.textContent.length));
  return range.getClientRects()[0] ?? paragraph.getBoundingClientRect();
}

/* Bring it into the middle of the window. Its piece of text may be longer than that: what scrolls
   is an empty element put in its place, outside the text. Far away only a jump arrives: paragraphs
   get their true height when they come near, and would move the goal of a smooth way there. */
function showAt(view, unit, behavior = "smooth") {
  const place = placeOf(view, unit);
  const frame = view.frame.getBoundingClientRect();
  const probe = element("i", { className: "probe", style: { top: `${place.top - frame.top}px`, height: `${place.height}px` } });
  view.frame.append(probe);
  const jump = Math.abs(place.top - innerHeight / 2) > innerHeight || matchMedia("(prefers-reduced-motion: reduce)").matches;
  probe.scrollIntoView({ block: "center", behavior: jump ? "instant" : behavior });
  probe.remove();
}

/* A snapshot is the whole truth of one moment. One that is older than what was acknowledged is
   ignored; edits that are still on their way are applied on top. */
function update(view, { data: [data], setStateValue }) {
  view.setState = setStateValue;
  if (data.asked >= view.asking) {
    clearTimeout(view.askingAgain);
    view.leaving = false;
  } else if (view.leaving) {
    return; // of the article that is being left
  }
  show(view, data);
}

function show(view, data) {
  const same = view.data?.article.id === data.article.id && view.data?.annotator === data.annotator;
  const known = data.acks[outbox.client] ?? 0;
  if (same && known < view.acked) return;
  const searched = (view.data?.find ?? null) !== (data.find ?? null);
  const focusChanged = JSON.stringify(view.data?.focus) !== JSON.stringify(data.focus);
  view.data = data;
  view.frame.classList.toggle("dark", isDark(view.root));
  view.labels = new Map(data.labels.map((label) => [label.name, label]));
  if (!same) open(view, data);
  view.model = createModel(data);
  const waiting = Map.groupBy(outbox.pending(data.article.id, data.annotator, known), (e) => e.group);
  for (const [group, edits] of waiting) {
    const pairs = edits.map((e) => [e.old, e.new]);
    view.model.apply(pairs);
    view.model.remember(group, pairs, edits[0].undoes);
  }
  paint(view);
  drawHead(view);
  afterChange(view);
  if (!same || searched) openHits(view);
  if (data.focus && (!same || focusChanged)) focusOn(view, data.focus);
  clearTimeout(view.waiting);
  if (data.suggesting) view.waiting = setTimeout(() => view.frame.isConnected && ask(view), 400);
}

function isDark(root) {
  const colour = getComputedStyle(root.host ?? root).getPropertyValue("--st-background-color").trim();
  const [red, green, blue] = (colour.match(/^#(..)(..)(..)/) ?? []).slice(1).map((c) => parseInt(c, 16));
  return 0.3 * red + 0.59 * green + 0.11 * blue < 128;
}

function open(view, data) {
  view.closeMenu();
  view.acked = data.acks[outbox.client] ?? 0;
  view.text = data.article.text;
  view.offsets = offsetsOf(view.text);
  view.paragraphs = paragraphsOf(view.text);
  view.hits = noHits();
  view.leaning = leaning(view.text);
  view.drawn = view.paragraphs.map(([start, , ink]) =>
    element("div", { className: "paragraph", dir: directionOf(view.text.slice(start, ink), view.leaning) }));
  view.article.replaceChildren(...view.drawn);
  if (!data.focus && view.frame.getBoundingClientRect().top < 0) view.frame.scrollIntoView();
}

function focusOn(view, { start, end }) {
  const [from, to] = [view.offsets.toUnit(start), view.offsets.toUnit(end)];
  showAt(view, from);
  const inside = [...view.article.querySelectorAll("mark")].filter((m) => Number(m.dataset.a) >= from && Number(m.dataset.a) < to);
  inside.forEach((mark) => mark.classList.add("lit"));
  setTimeout(() => view.light(null), 2400);
}

function drawHead(view) {
  const { article, place, count, suggesting, problems } = view.data;
  const find = (selector) => view.root.querySelector(selector);
  for (const place of [find("h1"), view.article]) {
    if (article.language) place.lang = article.language;
    else place.removeAttribute("lang");
  }
  find("header").dir = directionOf(article.headline, view.leaning);
  view.frame.dataset.direction = find("header").dir;
  find("h1").textContent = article.headline;
  find("h1").classList.toggle("standin", !article.title);
  find("h1").title = article.title ? "" : "No title was given: these are the first words";
  find(".kicker").replaceChildren(...dotted([article.source, article.date_words]));
  find(".byline").replaceChildren(...dotted([article.byline, `${article.words} words`,
    view.data.review ? `the work of ${view.data.review.of.join(", ")}`
      : view.data.blind ? "read without suggestions" : view.data.pipeline && `suggestions by ${view.data.pipeline}`]));
  find(".place").textContent = `${place} of ${count}`;
  const notice = find(".notice");
  notice.hidden = !suggesting && !problems.length && !view.data.readonly;
  notice.textContent = problems.length
    ? `${problems.length} damaged labels are left out: “python -m annotator doctor” names them.`
    : suggesting ? "Looking for names and quotes…" : `The labels of ${view.data.annotator}, to be looked at: they are not yours to change.`;
}

function afterChange(view) {
  const { state, undo, redo } = view.model;
  const button_ = (name) => view.root.querySelector(`[data-do="${name}"]`);
  const open_ = view.model.open().length;
  const { review } = view.data;
  const left = review ? `${openDifferences(view).length} of ${differencesOf(view).length} differences open` : `${open_} to check`;
  view.root.querySelector(".state").textContent = state.status === "new" || state.status === "in progress"
    ? `${state.status}, ${left}` : state.status;
  view.frame.classList.toggle("reviewing", Boolean(review));
  button_("acceptAll").hidden = Boolean(review); // of marks that exclude one another
  view.frame.classList.toggle("comparing", Boolean(view.data.against));
  for (const name of ["undo", "redo", "flag", "skip", "acceptAll", "done"]) if (view.data.readonly) button_(name).disabled = true;
  view.root.querySelector(".state").dataset.status = state.status;
  button_("undo").disabled = !undo.length;
  button_("redo").disabled = !redo.length;
  button_("acceptAll").disabled = !open_;
  button_("previous").disabled = !view.data.before;
  button_("next").disabled = !view.data.after;
  button_("done").textContent = state.status === "done" ? "Reopen" : review ? "Reviewed, done ›" : "All right, done ›";
  button_("done").title = state.status === "done" ? "Back to in progress" : "Accepts what is left, writes gold, opens the next article";
  button_("skip").textContent = state.status === "skipped" ? "Unskip" : "Skip";
  button_("flag").textContent = state.flag === null ? "Flag" : "⚑ Flagged";
  button_("flag").title = state.flag ?? "";
  drawPanel(view);
}

function listen(view) {
  listenToMouse(view);
  listenToHits(view);
  view.root.querySelector(".bar").addEventListener("click", (event) => {
    const name = event.composedPath()[0].closest?.("[data-do]")?.dataset.do;
    if (!name) return;
    if (Date.now() - view.turned < 350) return; // a double click means one article
    if (name === "flag") openFlagMenu(view, event.composedPath()[0].getBoundingClientRect());
    else commands[name](view);
  });
  document.addEventListener("pointerdown", (event) => {
    if (view.menu && !event.composedPath().includes(view.menu)) view.closeMenu();
  });
  // Streamlit's own single-key commands stay out of the reader.
  view.frame.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" && !event.ctrlKey && !event.metaKey) event.stopPropagation();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !view.frame.isConnected) return;
    if (view.menu) view.closeMenu();
    else if (view.armed) commands.putDown(view);
    else getSelection().removeAllRanges();
  });
  outbox.listen((event) => {
    if (event.type !== "received" || !view.data || !view.frame.isConnected) return;
    const mine = event.taken.filter((e) => e.article === view.data.article.id && e.annotator === view.data.annotator);
    for (const edit of mine) if (edit.client === outbox.client) view.acked = Math.max(view.acked, edit.seq);
    if (mine.length) tabs?.postMessage({ article: view.data.article.id, annotator: view.data.annotator });
    const inherited = mine.some((e) => e.client !== outbox.client);
    if (inherited || (mine.length && view.data.against) || event.refused.some((r) => r.article === view.data.article.id)) refresh(view);
  });
  tabs?.addEventListener("message", ({ data }) => {
    if (view.frame.isConnected && data.article === view.data?.article.id && data.annotator === view.data.annotator) refresh(view);
  });
}

function refresh(view) {
  clearTimeout(view.refreshing);
  view.refreshing = setTimeout(() => ask(view), 120);
}

/* Ask for another article, or for this one as it stands now; again until it is answered, since
   Streamlit may drop a request that comes right behind another. */
function ask(view, article = null, more = {}) {
  clearTimeout(view.askingAgain);
  view.asking = Date.now();
  const question = { n: view.asking, from: view.data.article.id, article, ...more };
  // Not in the same breath as an edit: of two values set in one tick only one reruns its fragment.
  const put = (wait, next) => {
    view.askingAgain = setTimeout(() => {
      if (!view.frame.isConnected) return;
      view.setState("ask", question);
      put(next, next * 2);
    }, wait);
  };
  put(8, 800);
}

export default function (component) {
  const root = component.parentElement;
  if (!views.has(root)) views.set(root, createView(root));
  update(views.get(root), component);
}
