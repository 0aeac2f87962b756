/* Everything that can be done, each as a function with a name: buttons, menus and keys call these. */

/* Apply, paint and save [old, new] pairs as one group; true if that changed anything. */
function commit(view, pairs, undoes = null) {
  const changes = pairs.filter(([old, fresh]) => JSON.stringify(old) !== JSON.stringify(fresh));
  if (!changes.length) return false;
  if (view.data.readonly) {
    view.say(`These are the labels of ${view.data.annotator}`);
    return false;
  }
  if (awaitsSuggestions(view)) {
    view.say("One moment: suggestions are on their way");
    return false;
  }
  view.closeMenu(); // it shows what was
  if (!view.model.fits(changes)) {
    view.say("That had been changed meanwhile: look again");
    return false;
  }
  const group = outbox.newGroup();
  const wasDone = view.model.state.status === "done";
  const touched = view.model.apply(changes);
  view.model.remember(group, changes, undoes);
  paint(view, paragraphsUnder(view, touched));
  outbox.push(view.data.article.id, view.data.annotator, changes, { group, undoes });
  if (wasDone && view.model.state.status === "done") view.say("Changed after it was done: its gold is renewed");
  afterChange(view);
  return true;
}

/* Whoever begins before the suggestions are there never gets them. A snapshot that was sent ahead
   does not say whether a pipeline is at work: without suggestions one soon will be. */
const awaitsSuggestions = (view) => view.data.suggesting ?? !(view.data.pipeline || view.data.blind);

/* Put a new mark down; the same one that was only suggested, or rejected, is accepted instead. */
function put(view, value) {
  const there = view.model.marks.get(keyOf(value));
  return commit(view, [there ? [there, acceptMark(there)] : [null, addMark(value)]]);
}

/* The pairs that put `fresh` where `old` stands, also when its place is taken by another mark:
   of two suggestions one is rejected, and what a person added gives way. */
function settle(view, old, fresh) {
  const there = view.model.marks.get(keyOf(fresh));
  if (!there || keyOf(old) === keyOf(fresh)) return [[old, fresh]];
  if (!there.suggested) return [[there, null], [old, fresh]];
  return [rejectPair(view, old), [there, correctMark(there, valueOf(fresh))]];
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
    const name = SPEAKING.includes(label) ? knownName(view, span.surface, label) : null;
    put(view, { ...span, label, name });
  },
  /* Another boundary for the same thing; a name that was only its words follows them. */
  move(view, mark, range) {
    const span = spanOf(view, range);
    const follows = mark.name === nameOf(mark.surface);
    const name = follows ? knownName(view, span.surface, mark.label) ?? nameOf(span.surface) : mark.name;
    commit(view, settle(view, mark, correctMark(mark, { ...span, name })));
  },
  relabel: (view, mark, label) => commit(view, settle(view, mark, correctMark(mark, { label }))),
  rename(view, mark, words) {
    const name = nameOf(words);
    if (name !== mark.name) commit(view, [[mark, correctMark(mark, { name })]]);
  },
  accept: (view, mark) => commit(view, [[mark, acceptMark(mark)]]),
  reject: (view, mark) => commit(view, [rejectPair(view, mark)]),

  /* Quotes */
  addQuote(view, range) {
    const span = spanOf(view, withMarks(view.text, ...range));
    const quote = { content: [span], kind: kindOf(span.surface), cue: [], speaker: [], speaker_name: null, speaker_status: "unknown" };
    put(view, quote);
    return view.model.marks.get(keyOf(quote));
  },
  setKind: (view, quote, kind) => commit(view, [[quote, correctMark(quote, { kind })]]),
  setCue: (view, quote, range) => commit(view, [[quote, correctMark(quote, { cue: range ? [spanOf(view, range)] : [] })]]),
  addContent(view, quote, range) {
    const span = spanOf(view, withMarks(view.text, ...range));
    const apart = quote.content.filter((s) => !overlap(s, span));
    const content = [...apart, span].sort((a, b) => a.start - b.start);
    const kind = !apart.length || kindOf(span.surface) === quote.kind ? kindOf(span.surface) : "mixed";
    commit(view, settle(view, quote, correctMark(quote, { content, kind })));
  },
  /* The mention that names the speaker; its entity's name, or its own words, says who that is. A
     pronoun or a description says nothing new about that. */
  setSpeakerMention(view, quote, span, name) {
    const speaker = [{ start: span.start, end: span.end, surface: span.surface }];
    const described = describesSpeaker(span.surface);
    const speaker_name = name ?? (described ? quote.speaker_name : nameOf(span.surface));
    const nobody = described && !isPronoun(span.surface) ? "unnamed" : quote.speaker_status;
    const speaker_status = speaker_name ? "named" : nobody;
    commit(view, [[quote, correctMark(quote, { speaker, speaker_name, speaker_status })]]);
  },
  /* The nearest mention of this person goes with the name, unless the text describes the speaker. */
  setSpeaker(view, quote, person) {
    const keeps = quote.speaker.length
      && (person.name === quote.speaker_name || describesSpeaker(quote.speaker[0].surface));
    const distance = (m) => Math.min(Math.abs(m.end - startOf(quote)), Math.abs(m.start - endOf(quote)));
    const outside = person.mentions.filter((m) => !quote.content.some((s) => overlap(s, m)));
    const [nearest] = outside.sort((a, b) => distance(a) - distance(b));
    const speaker = keeps || !nearest ? quote.speaker
      : [{ start: nearest.start, end: nearest.end, surface: nearest.surface }];
    commit(view, [[quote, correctMark(quote, { speaker, speaker_name: person.name, speaker_status: "named" })]]);
  },
  nameSpeaker(view, quote, words) {
    const name = nameOf(words);
    if (name === quote.speaker_name) return;
    const known = rosterOf(view.model).find((person) => person.name === name);
    if (known) commands.setSpeaker(view, quote, known);
    else commit(view, [[quote, correctMark(quote, { speaker_name: name, speaker_status: name ? "named" : "unknown" })]]);
  },
  speakerUnnamed: (view, quote) => commit(view, [[quote, correctMark(quote, { speaker_name: null, speaker_status: "unnamed" })]]),
  speakerUnknown: (view, quote) => commit(view, [[quote, correctMark(quote, { speaker: [], speaker_name: null, speaker_status: "unknown" })]]),

  /* A review */
  take: (view, difference, option) => commit(view, takePairs(view, difference, option)),
  rule: (view) => commit(view, underRule(view, view.rule).flatMap(([difference, option]) => takePairs(view, difference, option))),

  /* The article */
  acceptAll: (view) => commit(view, view.model.open().map((m) => [m, acceptMark(m)])),
  done(view) {
    const { state } = view.model;
    if (state.status === "done") return setState(view, { status: "in progress" });
    const [undecided] = openDifferences(view);
    if (undecided) {
      goToDifference(view, undecided);
      return view.say("Every difference is to be decided first: this one is open");
    }
    const accepted = view.model.open().map((m) => [m, acceptMark(m)]);
    // By the time its marks are accepted, a new article is in progress.
    const status = accepted.length && state.status === "new" ? "in progress" : state.status;
    const finished = commit(view, [...accepted, [{ ...state, status }, { ...state, status: "done" }]]);
    return finished && commands.next(view);
  },
  skip(view) {
    const status = view.model.state.status === "skipped" ? "in progress" : "skipped";
    if (setState(view, { status }) && status === "skipped") commands.next(view);
  },
  /* What “done” vouches for; the rest is never measured, and its suggestions are left as they are. */
  check(view, layer) {
    const { checked } = view.model.state;
    const next = ["entities", "quotes"].filter((one) => checked.includes(one) !== (one === layer));
    if (!next.length) return view.say("Something is to be checked: entities, quotes or both");
    return setState(view, { checked: next });
  },
  flag: (view, note) => setState(view, { flag: note && note.replace(/\p{Cs}/gu, "") }),
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
  return commit(view, [[view.model.state, { ...view.model.state, ...changes }]]);
}

function takeBack(view, entry) {
  if (entry) commit(view, view.model.inverse(entry.pairs), entry.group);
}
