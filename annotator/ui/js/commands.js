/* Everything that can be done, each as a function with a name: buttons, menus and keys call these. */
function commit(view, pairs, undoes = null) {
  const changes = pairs.filter(([old, fresh]) => JSON.stringify(old) !== JSON.stringify(fresh));
  if (!changes.length) return;
  const group = outbox.newGroup();
  const touched = view.model.apply(changes);
  view.model.remember(group, changes, undoes);
  paint(view, paragraphsUnder(view, touched));
  outbox.push(view.data.article.id, view.data.annotator, changes, { group, undoes });
  if (undoes === null && view.model.state.status === "done") view.say("Changed after it was done: its gold is renewed");
  afterChange(view);
}

/* The pairs that put `fresh` where `old` stands, when its place is already taken by another mark. */
function settle(view, old, fresh) {
  const there = view.model.marks.get(keyOf(fresh));
  if (!there || (old && keyOf(old) === keyOf(fresh))) return [[old, fresh]];
  const merged = correctMark(there.decision === "rejected" ? { ...there, ...there.suggested } : there, valueOf(fresh));
  return [...(old ? [rejectPair(view, old)] : []), [there, merged]];
}

function rejectPair(view, mark) {
  const rejected = rejectMark(mark);
  const blocked = rejected && keyOf(rejected) !== keyOf(mark) && view.model.marks.has(keyOf(rejected));
  return [mark, blocked ? null : rejected];
}

const spanOf = (view, [start, end]) => ({
  start: view.offsets.toPoint(start), end: view.offsets.toPoint(end), surface: view.text.slice(start, end),
});

const commands = {
  /* Spans */
  addEntity(view, range, label) {
    const span = spanOf(view, range);
    const name = ["PERSON", "ORG", "GPE"].includes(label) ? knownName(view, span.surface) : null;
    commit(view, settle(view, null, addMark({ ...span, label, name })));
  },
  relabel: (view, mark, label) => commit(view, settle(view, mark, correctMark(mark, { label }))),
  rename: (view, mark, name) => commit(view, [[mark, correctMark(mark, { name: name.trim() || null })]]),
  accept: (view, mark) => commit(view, [[mark, acceptMark(mark)]]),
  reject: (view, mark) => commit(view, [rejectPair(view, mark)]),

  /* Quotes */
  addQuote(view, range) {
    const span = spanOf(view, withMarks(view.text, ...range));
    const kind = MARKS.includes(span.surface[0]) ? "direct" : /[“”"«»]/.test(span.surface) ? "mixed" : "indirect";
    const quote = addMark({ content: [span], kind, cue: [], speaker: [], speaker_name: null, speaker_status: "unknown" });
    commit(view, settle(view, null, quote));
    return view.model.marks.get(keyOf(quote));
  },
  setKind: (view, quote, kind) => commit(view, [[quote, correctMark(quote, { kind })]]),
  setCue: (view, quote, range) => commit(view, [[quote, correctMark(quote, { cue: range ? [spanOf(view, range)] : [] })]]),
  addContent(view, quote, range) {
    const span = spanOf(view, withMarks(view.text, ...range));
    const apart = quote.content.filter((s) => s.end <= span.start || s.start >= span.end);
    const content = [...apart, span].sort((a, b) => a.start - b.start);
    commit(view, settle(view, quote, correctMark(quote, { content })));
  },
  /* The mention that names the speaker; its entity's name, or its own words, says who that is. */
  setSpeakerMention(view, quote, span, name) {
    const pointed = { start: span.start, end: span.end, surface: span.surface };
    const who = name ?? (describesSpeaker(span.surface) ? quote.speaker_name : span.surface);
    const speaker_name = who ?? span.surface;
    commit(view, [[quote, correctMark(quote, { speaker: [pointed], speaker_name, speaker_status: "named" })]]);
  },
  setSpeaker(view, quote, person) {
    const keeps = quote.speaker.length && describesSpeaker(quote.speaker[0].surface);
    const distance = (m) => Math.min(Math.abs(m.end - startOf(quote)), Math.abs(m.start - endOf(quote)));
    const outside = person.mentions.filter((m) => !quote.content.some((s) => m.start < s.end && s.start < m.end));
    const [nearest] = outside.sort((a, b) => distance(a) - distance(b));
    const speaker = keeps || !nearest ? quote.speaker
      : [{ start: nearest.start, end: nearest.end, surface: nearest.surface }];
    commit(view, [[quote, correctMark(quote, { speaker, speaker_name: person.name, speaker_status: "named" })]]);
  },
  nameSpeaker(view, quote, name) {
    const known = rosterOf(view.model).find((person) => person.name === name.trim());
    if (known) return commands.setSpeaker(view, quote, known);
    const named = Boolean(name.trim());
    return commit(view, [[quote, correctMark(quote, { speaker_name: named ? name.trim() : null, speaker_status: named ? "named" : "unknown" })]]);
  },
  speakerUnnamed: (view, quote) => commit(view, [[quote, correctMark(quote, { speaker_name: null, speaker_status: "unnamed" })]]),
  speakerUnknown: (view, quote) => commit(view, [[quote, correctMark(quote, { speaker: [], speaker_name: null, speaker_status: "unknown" })]]),

  /* The article */
  acceptAll: (view) => commit(view, view.model.open().map((m) => [m, acceptMark(m)])),
  done(view) {
    if (view.model.state.status === "done") return setState(view, { status: "in progress" });
    const accepted = view.model.open().map((m) => [m, acceptMark(m)]);
    const status = accepted.length && view.model.state.status === "new" ? "in progress" : view.model.state.status;
    commit(view, [...accepted, [{ ...view.model.state, status }, { ...view.model.state, status: "done" }]]);
    return commands.next(view);
  },
  skip(view) {
    setState(view, { status: view.model.state.status === "skipped" ? "in progress" : "skipped" });
    if (view.model.state.status === "skipped") commands.next(view);
  },
  flag: (view, note) => setState(view, { flag: note }),
  undo: (view) => takeBack(view, view.model.undo.at(-1)),
  redo: (view) => takeBack(view, view.model.redo.at(-1)),
  next: (view) => view.open(view.data.after),
  previous: (view) => view.open(view.data.before),

  /* The mouse */
  arm(view, armed) {
    view.armed = armed;
    view.closeMenu();
    showArmed(view);
  },
  putDown: (view) => commands.arm(view, null),
};

function setState(view, changes) {
  commit(view, [[view.model.state, { ...view.model.state, ...changes }]]);
}

function takeBack(view, entry) {
  if (!entry) return;
  commit(view, [...entry.pairs].reverse().map(([old, fresh]) => [fresh, old]), entry.group);
}

/* The name that other mentions of the same words, or of a longer name ending in them, have. */
function knownName(view, surface) {
  for (const { name, mentions } of rosterOf(view.model)) {
    if (mentions.some((m) => m.surface === surface) || name.endsWith(` ${surface}`)) return name;
  }
  return null;
}
