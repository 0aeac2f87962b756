"""The browser's half of a layer: whatever is done in it, Python takes, and comes to the same."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import count
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from playwright.sync_api import Page

from annotator.annotation import Article, Entity, Invalid, Quote, Span, check_span
from annotator.mark import (
    NEW,
    Mark,
    State,
    accept,
    add,
    correct,
    mark_to_json,
    reject,
    state_to_json,
    suggest,
)
from annotator.store import Store, articles, edits, layers, reviews
from annotator.ui import components, reader
from tests.browser.conftest import ME
from tests.browser.test_text import HOSTILE
from tests.test_mark import layers as drawn_layers

NUMBERS = count(1)  # every article has a text of its own, as they share one page
NEWS = (
    "Mira Olsen met Jon Falk of Acme Inc. in Oslo on Friday. “We will build it,” Olsen said, “and "
    "soon.” She said that Acme would pay $450 million.\r\n\r\nThe ministry, which Falk’s Mira\r\n"
    "Olsen runs, had ‘no comment’. “It is true,” said O’Brien, “‘we’ failed.\n\n“So did Oslo.”"
)

# One view of a snapshot, without a server: what it would have sent is in the outbox.
DESK = """
const g = window.gloss, [data, html] = given;
const root = document.createElement("div");
root.innerHTML = html;
document.body.replaceChildren(root);
const view = g.createView(root);
const said = [], opened = [];
Object.assign(view, { setState() {}, open: (id) => opened.push(id), say: (s) => said.push(s) });
g.show(view, data);
const { model, text, offsets: { toUnit } } = view;
const at = { left: 0, bottom: 0 };
const unitsOf = (words) => [text.indexOf(words), text.indexOf(words) + words.length];
const stand = () => [...model.marks.values()].filter((m) => m.decision !== "rejected");
const find = (words) => stand().find((m) => (m.content?.[0] ?? m).surface === words);
const buttons = () => [...view.menu.querySelectorAll("button")];
const click = (words) => buttons().find((b) => b.textContent === words).click();
const result = () => ({
    sent: g.outbox.pending(data.article.id, data.annotator, data.acks[g.outbox.client] ?? 0),
    marks: [...model.marks.values()], state: model.state, undo: model.undo, redo: model.redo,
    said, opened,
});
"""

# Hundreds of commands, and clicks in the menus, as chance has them.
FUZZ = """
let seed = given[2];
const random = () => { // mulberry32
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};
const below = (n) => Math.floor(random() * n);
const pick = (list) => list[below(list.length)];
const labels = ["PERSON", "ORG", "GPE", "DATE"];
const names = ["", "  ", " Ann\\r\\n Doe ", "Mira Olsen", "x".repeat(400),
    "\\u{1f600}".repeat(310), "half \\ud83d", "a\\u2028b\\u200b"];
const entity = () => pick(stand().filter((m) => !m.content));
const quote = () => pick(stand().filter((m) => m.content));
/* Where the mouse could have been: anywhere, or where a mark stands, stood, or nearly stands. */
function range() {
    const spans = [...model.marks.values()].flatMap((m) => m.content ?? [m]);
    const one = random() < 0.5 ? pick(spans) : null;
    const start = one ? toUnit(one.start) : below(text.length);
    const end = one ? toUnit(one.end) : start + below(random() < 0.9 ? 40 : text.length);
    const [nudge, other] = random() < 0.3 ? [below(4), below(4)] : [0, 0];
    const ends = [Math.max(0, start - nudge), Math.min(text.length, end + other)];
    return { given: ends, options: { exact: random() < 0.3 } };
}
const snapped = ({ given, options }) => g.snap(text, ...given, options);
const whole = ({ given, options }) => g.snap(text, ...given, { ...options, punctuation: false });
const both = (r) => snapped(r) && { snapped: snapped(r), whole: whole(r) };
function over(take, act) {
    const found = take(range());
    if (found) act(found);
}
function menu() {
    const mark = pick(stand());
    if (!mark) return;
    if (random() < 0.7) g.openMarkMenu(view, mark, stand().map(g.keyOf).slice(0, 5), at);
    else over(both, (r) => g.openSelectionMenu(view, r, at));
    const input = view.menu?.querySelector("input");
    if (input && random() < 0.5) input.value = pick(names);
    const button = view.menu && pick(buttons());
    if (button) button.click();
}
const spanOf = ([start, end]) => {
    const { toPoint } = view.offsets;
    return { start: toPoint(start), end: toPoint(end), surface: text.slice(start, end) };
};
const person = (q) => pick(g.candidatesFor(model, q));
const withEntity = (act) => () => { const e = entity(); if (e) act(e); };
const withQuote = (act) => () => { const q = quote(); if (q) act(q); };
const { commands } = g;
const point = (q, s, name = null) => commands.setSpeakerMention(view, q, s, name);
const steps = [
    [8, () => over(snapped, (r) => commands.addEntity(view, r, pick(labels)))],
    [4, withEntity((e) => over(snapped, (r) => commands.move(view, e, r)))],
    [6, withEntity((e) => commands.relabel(view, e, pick(labels)))],
    [3, withEntity((e) => commands.rename(view, e, pick(names)))],
    [4, withEntity((e) => commands.accept(view, e))],
    [4, withEntity((e) => commands.reject(view, e))],
    [4, () => over(whole, (r) => commands.addQuote(view, r))],
    [2, withQuote((q) => commands.accept(view, q))],
    [2, withQuote((q) => commands.reject(view, q))],
    [2, withQuote((q) => commands.setKind(view, q, pick(["direct", "indirect", "mixed"])))],
    [2, withQuote((q) => over(snapped, (r) => commands.setCue(view, q, pick([r, r, null]))))],
    [6, withQuote((q) => over(whole, (r) => commands.addContent(view, q, r)))],
    [4, withQuote((q) => withEntity((e) => point(q, e, e.name))())],
    [4, withQuote((q) => over(snapped, (r) => point(q, spanOf(r))))],
    [4, withQuote((q) => person(q) && commands.setSpeaker(view, q, person(q)))],
    [3, withQuote((q) => commands.nameSpeaker(view, q, pick(names)))],
    [1, withQuote((q) => commands.speakerUnnamed(view, q))],
    [1, withQuote((q) => commands.speakerUnknown(view, q))],
    [1, () => commands.acceptAll(view)],
    [2, () => commands.done(view)],
    [2, () => commands.check(view, pick(["entities", "quotes"]))],
    [view.data.review ? 30 : 0, () => over(() => pick(view.data.review.differences), (d) =>
        commands.take(view, d, pick([...d.options, { by: [], values: [] }])))],
    [view.data.review ? 3 : 0, () => {
        const what = pick(["\u0000all", "QUOTE", ...labels]);
        view.rule = { take: pick(view.data.review.of), what };
        commands.rule(view);
    }],
    [2, () => commands.skip(view)],
    [3, () => commands.flag(view, pick([null, "", "look", "half \\ud83d", "two\\nlines"]))],
    [12, () => commands.undo(view)],
    [8, () => commands.redo(view)],
    [2, () => { for (let n = below(40); n > 0; n--) commands.undo(view); }],
    [2, () => { for (let n = below(40); n > 0; n--) commands.redo(view); }],
    [14, menu],
];
const bag = steps.flatMap(([weight, step]) => Array(weight).fill(step));
for (let n = 0; n < given[3]; n++) pick(bag)();

/* What was drawn bit by bit looks as if drawn at once. */
const drawn = () => view.drawn.map((p) => p.innerHTML);
const before = drawn();
for (const paragraph of view.drawn) delete paragraph.signature;
g.paint(view);
const after = drawn();
return { ...result(), drawn: JSON.stringify(before) === JSON.stringify(after) };
"""


def put(store: Store, text: str, *marks: Mark) -> dict[str, Any]:
    """The snapshot of an article with these suggestions."""
    article = Article(text)
    articles.add(store, [article], annotator=ME)
    layers.suggest(store, article.id, "test 1", marks)
    return snapshot(store, article.id)


def snapshot(store: Store, article: str, annotator: str = ME) -> dict[str, Any]:
    found = reader.snapshot(store, article, annotator)
    assert found is not None
    return found


def play(gloss: Page, data: dict[str, Any], script: str, *given: Any) -> dict[str, Any]:
    """Do this at a desk with the snapshot; what came of it."""
    html = components.read("reader.html")
    found = gloss.evaluate(f"(given) => {{ {DESK} {script} }}", [data, html, *given])
    return dict(found)


def take(store: Store, data: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """Send the edits to the store, which refuses none and comes to what the browser shows."""
    taken = edits.take(store, found["sent"])
    assert taken.refused == ()
    now = snapshot(store, data["article"]["id"], data["annotator"])
    assert in_order(now["entities"] + now["quotes"]) == in_order(found["marks"])
    assert now["state"] == found["state"]
    assert now["undo"] == found["undo"]
    assert now["redo"] == found["redo"]
    assert now["problems"] == []
    return now


def in_order(marks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(
        marks, key=lambda m: repr([m.get(f) for f in ("start", "end", "label", "content")])
    )


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def sound(text: str, *places: Span) -> list[Span]:
    found = []
    for place in places:
        try:
            check_span(text, place)
            found.append(place)
        except Invalid:
            continue
    return found


def suggestions(text: str, random: Random) -> list[Mark]:
    """Some of the words as entities, some stretches as quotes."""
    words = sound(text, *(Span(*m.span()) for m in re.finditer(r"\w+(?:\s+\w+)?", text)))
    found: dict[Any, Mark] = {}
    for place in words:
        if random.random() < 0.5:
            label, name = random.choice(["PERSON", "ORG", "DATE"]), random.choice([None, "Ann Doe"])
            mark = suggest(Entity(place, label, name), random.choice([None, 0.25, 1.0]))
            found[mark.key] = mark
    for first, second in zip(words[::3], words[1::3], strict=False):
        if random.random() < 0.4 and first.end <= second.start:
            mark = suggest(Quote((first, second), "indirect", (), (first,)))
            found[mark.key] = mark
    return list(found.values())


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("text", [NEWS, NEWS.replace(" ", " 👩🏽‍🚀\u200b "), *HOSTILE[:5]])
def test_python_takes_all_that_the_browser_does_and_comes_to_the_same(
    gloss: Page, store: Store, text: str, seed: int
) -> None:
    text = f"{text} {next(NUMBERS)}"
    data = put(store, text, *suggestions(text, Random(seed)))
    for visit in range(2):  # the second one finds what the first one left, as after a reload
        found = play(gloss, data, FUZZ, 2 * seed + visit, 150)
        assert len(found["sent"]) > 60
        assert found["drawn"]
        assert not [words for words in found["said"] if "meanwhile" in words]
        data = take(store, data, found)


@pytest.mark.parametrize("seed", range(4))
def test_a_review_in_python_comes_to_the_same_as_in_the_browser(
    gloss: Page, store: Store, seed: int
) -> None:
    text = f"{NEWS} {next(NUMBERS)}"
    article = put(store, text)["article"]["id"]
    for number, name in enumerate(("ada", "ben", "cleo")):
        marks = [accept(m) for m in suggestions(text, Random(10 * seed + number // 2))]
        some = Random(seed * 10 + number)
        kept = [m for m in marks if some.random() < 0.8]
        layers.place(store, article, name, State("done"), kept)
    reviews.begin(store, article, "ada", ["ada", "ben", "cleo"])
    data = snapshot(store, article, reviews.layer_of("ada"))
    assert len(data["review"]["differences"]) > 5
    for visit in range(2):
        found = play(gloss, data, FUZZ, 2 * seed + visit, 150)
        assert len(found["sent"]) > 60
        assert found["drawn"]
        assert not [words for words in found["said"] if "meanwhile" in words]
        data = take(store, data, found)


@pytest.mark.parametrize("taken", range(-1, 2))
def test_taking_an_option_decides_all_that_is_said_of_a_difference(
    gloss: Page, store: Store, taken: int
) -> None:
    data = news(store)
    article = data["article"]["id"]
    one, other = (MIRA, FALK, QUOTE), (replace(FALK.value, label="ORG"), FRIDAY.value)
    layers.place(store, article, "ada", State("done"), map(accept, one))
    layers.place(store, article, "ben", State("done"), map(add, other))
    reviews.begin(store, article, "ivo", ["ada", "ben"])
    data = snapshot(store, article, reviews.layer_of("ivo"))
    script = """for (const d of data.review.differences)
            g.commands.take(view, d, d.options[given[2]] ?? { by: [], values: [] });
        return { ...result(), open_: model.open().length };"""
    found = play(gloss, data, script, taken)
    assert found["open_"] == 0
    data = take(store, data, found)
    standing = {m["label"]: m.get("by") for m in data["entities"] if m["decision"] != "rejected"}
    chosen = [d["options"][taken] for d in data["review"]["differences"]] if taken >= 0 else []
    wanted = {v["label"]: o["by"] for o in chosen for v in o["values"] if "label" in v}
    assert standing == wanted
    again = play(gloss, data, script, taken)
    assert again["sent"] == []


@settings(max_examples=60, deadline=None)
@given(drawn_layers())
def test_decisions_follow_the_laws_of_python(gloss: Page, layer: tuple[str, list[Mark]]) -> None:
    text, marks = layer
    values = [m.value for m in marks]
    for mark in marks:
        for value in values:
            if type(value) is not type(mark.value):
                continue
            found = gloss.evaluate(
                """([mark, value]) => [gloss.acceptMark(mark), gloss.correctMark(mark, value),
                    gloss.rejectMark(mark)]""",
                [mark_to_json(text, mark), value_of(text, value)],
            )
            corrected = correct(mark, value)
            rejected = reject(mark)
            assert found == [
                mark_to_json(text, accept(mark)),
                mark_to_json(text, corrected),
                rejected and mark_to_json(text, rejected),
            ]


def value_of(text: str, value: Entity | Quote) -> dict[str, Any]:
    extra = ("certainty", "decision", "suggested")
    return {k: v for k, v in mark_to_json(text, suggest(value)).items() if k not in extra}


MIRA = suggest(Entity(span(NEWS, "Mira Olsen"), "PERSON", "Mira Olsen"))
OLSEN = suggest(Entity(Span(NEWS.index("Olsen said"), NEWS.index(" said, “and")), "PERSON"))
FALK = suggest(Entity(span(NEWS, "Falk"), "PERSON", "Falk"), 0.5)
ACME = suggest(Entity(span(NEWS, "Acme Inc."), "ORG", "Acme"))
FRIDAY = suggest(Entity(span(NEWS, "Friday"), "DATE"))
QUOTE = suggest(
    Quote(
        (span(NEWS, "“We will build it,”"), span(NEWS, "“and soon.”")),
        "direct",
        (span(NEWS, "said"),),
        (OLSEN.value.spans),
    )
)


def news(store: Store, *marks: Mark) -> dict[str, Any]:
    return put(store, f"{NEWS} {next(NUMBERS)}", *(marks or (MIRA, OLSEN, FALK, FRIDAY, QUOTE)))


def changes(found: dict[str, Any]) -> list[list[Any]]:
    return [[edit["old"], edit["new"]] for edit in found["sent"]]


def test_what_was_rejected_and_is_marked_again_is_accepted_as_suggested(
    gloss: Page, store: Store
) -> None:
    data = news(store)
    found = play(
        gloss,
        data,
        """g.commands.reject(view, find("Falk"));
        g.commands.addEntity(view, unitsOf("Falk"), "PERSON");
        return result();""",
    )
    assert found["sent"][1]["new"] == mark_to_json(NEWS, accept(FALK))
    take(store, data, found)


def test_marking_a_quote_again_keeps_its_cue_and_speaker(gloss: Page, store: Store) -> None:
    one = suggest(replace(QUOTE.value, content=QUOTE.value.content[:1]))  # type: ignore[type-var]
    data = news(store, one)
    script = 'g.commands.addQuote(view, unitsOf("We will build it,")); return result();'
    found = play(gloss, data, script)
    assert changes(found) == [[mark_to_json(NEWS, one), mark_to_json(NEWS, accept(one))]]
    take(store, data, found)


def test_a_label_that_another_mark_has_already_leaves_one_of_the_two(
    gloss: Page, store: Store
) -> None:
    other = suggest(replace(FALK.value, label="ORG"))  # type: ignore[type-var]
    data = news(store, FALK, other)
    found = play(
        gloss,
        data,
        """g.commands.relabel(view, stand().find((m) => m.label === "PERSON"), "ORG");
        const [left] = stand();
        g.commands.addEntity(view, unitsOf("Falk"), "GPE");
        g.commands.relabel(view, left, "GPE");
        return { ...result(), left: stand() };""",
    )
    (left,) = found["left"]
    assert (left["label"], left["decision"]) == ("GPE", "corrected")
    assert left["suggested"]["label"] == "ORG"  # what a pipeline said is kept
    take(store, data, found)


def test_a_suggestion_that_somebody_put_down_again_is_not_rejected_on_top_of_it(
    gloss: Page, store: Store
) -> None:
    data = news(store, FALK)
    found = play(
        gloss,
        data,
        """g.commands.relabel(view, find("Falk"), "ORG");
        g.commands.addEntity(view, unitsOf("Falk"), "PERSON");
        g.commands.reject(view, stand().find((m) => m.label === "ORG"));
        const alone = stand().map((m) => m.label);
        g.commands.undo(view);
        g.commands.relabel(view, stand().find((m) => m.label === "ORG"), "PERSON");
        return { ...result(), alone, last: stand() };""",
    )
    assert found["alone"] == ["PERSON"]
    assert [m["decision"] for m in found["last"]] == ["accepted"]
    take(store, data, found)


def test_a_boundary_moves_and_the_name_with_it(gloss: Page, store: Store) -> None:
    data = news(store)
    found = play(
        gloss,
        data,
        """const snapped = unitsOf("Jon Falk");
        g.openSelectionMenu(view, { snapped, whole: snapped }, at);
        click("PERSON Falk");
        return { ...result(), moved: find("Jon Falk"), gone: !find("Falk") };""",
    )
    assert found["moved"]["name"] == "Jon Falk"
    assert found["moved"]["decision"] == "corrected"
    assert found["gone"]
    take(store, data, found)


def test_names_of_other_mentions_are_taken_over_from_the_right_kind_of_thing(
    gloss: Page, store: Store
) -> None:
    place = suggest(Entity(span(NEWS, "Oslo"), "GPE", "City of Oslo"))
    data = news(store, MIRA, ACME, place)
    found = play(
        gloss,
        data,
        """g.commands.addEntity(view, unitsOf("Olsen"), "PERSON");
        g.commands.addEntity(view, unitsOf("Mira\\r\\nOlsen"), "PERSON");
        g.commands.addEntity(view, unitsOf("Inc."), "ORG");
        g.commands.addEntity(view, unitsOf("Oslo"), "PERSON");
        const names = model.entities().map((e) => [e.surface, e.label, e.name]);
        return { ...result(), names };""",
    )
    names = {(surface, label): name for surface, label, name in found["names"]}
    assert names["Olsen", "PERSON"] == "Mira Olsen"
    assert names["Mira\r\nOlsen", "PERSON"] == "Mira Olsen"
    assert names["Inc.", "ORG"] is None
    assert names["Oslo", "PERSON"] is None
    take(store, data, found)


def test_saving_what_is_unchanged_makes_no_edit(gloss: Page, store: Store) -> None:
    unnamed = suggest(replace(QUOTE.value, speaker_status="unnamed"))  # type: ignore[type-var]
    found = play(
        gloss,
        news(store, MIRA, unnamed),
        """for (const words of ["Mira Olsen", "“We will build it,”"]) {
            g.openMarkMenu(view, find(words), [], at);
            click("Save");
        }
        g.commands.flag(view, "look");
        g.openFlagMenu(view, at);
        click("Save");
        return result();""",
    )
    assert changes(found) == [[state_to_json(NEW), state_to_json(State("new", "look"))]]


def test_escape_closes_the_menu_from_inside_its_input(gloss: Page, store: Store) -> None:
    found = play(
        gloss,
        news(store),
        """g.openMarkMenu(view, find("Falk"), [], at);
        const press = (key) => view.menu.querySelector("input")
            .dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, composed: true }));
        press("a");
        const open = Boolean(view.menu);
        press("Escape");
        return { ...result(), open, closed: !view.menu && !root.querySelector(".menu") };""",
    )
    assert found["open"] and found["closed"]
    assert found["sent"] == []


def test_a_pronoun_or_a_description_names_nobody(gloss: Page, store: Store) -> None:
    data = news(store)
    found = play(
        gloss,
        data,
        """const mention = (words) => {
            const [start, end] = unitsOf(words);
            const span = { start, end, surface: words };
            g.commands.setSpeakerMention(view, find("“We will build it,”"), span, null);
            const { speaker, speaker_name, speaker_status } = find("“We will build it,”");
            return [speaker[0].surface, speaker_name, speaker_status];
        };
        const who = ["She", "The ministry", "O’Brien", "She"].map(mention);
        return { ...result(), who };""",
    )
    assert found["who"] == [
        ["She", None, "unknown"],
        ["The ministry", None, "unnamed"],
        ["O’Brien", "O’Brien", "named"],
        ["She", "O’Brien", "named"],
    ]
    take(store, data, found)


def test_confirming_a_speaker_keeps_the_mention_and_another_one_moves_it(
    gloss: Page, store: Store
) -> None:
    said = replace(  # type: ignore[type-var]
        QUOTE.value, speaker=MIRA.value.spans, speaker_name="Mira Olsen", speaker_status="named"
    )
    data = news(store, MIRA, FALK, replace(OLSEN, decision=None), suggest(said))
    found = play(
        gloss,
        data,
        """const quote = () => find("“We will build it,”");
        const names = g.candidatesFor(model, quote()).map((p) => p.name);
        g.openMarkMenu(view, quote(), [], at);
        click("Mira Olsen");
        const [kept] = quote().speaker, decision = quote().decision;
        g.openMarkMenu(view, quote(), [], at);
        click("Falk");
        return { ...result(), names, kept, decision, moved: quote().speaker[0] };""",
    )
    assert found["names"][0] == "Mira Olsen"
    assert found["kept"]["surface"] == "Mira Olsen"
    assert found["decision"] == "accepted"
    assert found["moved"]["surface"] == "Falk"
    take(store, data, found)


def test_whom_the_quote_points_to_comes_first_and_whom_it_speaks_of_late(
    gloss: Page, store: Store
) -> None:
    inside = suggest(Entity(span(NEWS, "build"), "PERSON", "Ida Build"))
    data = news(store, MIRA, FALK, ACME, OLSEN, inside, QUOTE)
    script = """
        const people = g.candidatesFor(model, find("“We will build it,”"));
        return { names: people.map((p) => p.name) };"""
    found = play(gloss, data, script)
    assert found["names"] == ["Olsen", "Falk", "Mira Olsen", "Acme", "Ida Build"]


def test_nothing_begins_before_the_suggestions_are_there(gloss: Page, store: Store) -> None:
    data = news(store)
    script = """
        g.commands.addEntity(view, unitsOf("Oslo"), "GPE");
        g.openMarkMenu(view, g.commands.addQuote(view, unitsOf("had")), [], at);
        for (const name of ["acceptAll", "done", "skip", "undo", "redo"]) g.commands[name](view);
        g.commands.flag(view, "look");
        return result();"""
    waiting = "One moment: suggestions are on their way"
    for before in ({"suggesting": True}, {"pipeline": None}):
        found = play(gloss, {**data, "undo": [], **before}, script)
        assert found["sent"] == [] and found["opened"] == []
        assert set(found["said"]) == {waiting}
    found = play(gloss, {**data, "pipeline": None, "suggesting": False}, script)
    assert found["sent"] and waiting not in found["said"]


@pytest.mark.parametrize("begun", ["", "flag", "skip", "done", "edit"])
@pytest.mark.parametrize("marks", [(FALK, QUOTE), (accept(FALK),)], ids=["open", "decided"])
def test_done_and_skipped_can_be_undone_and_redone_from_every_state(
    gloss: Page, store: Store, begun: str, marks: tuple[Mark, ...]
) -> None:
    script = """
        const run = {
            flag: () => g.commands.flag(view, "look"), skip: () => g.commands.skip(view),
            done: () => g.commands.done(view),
            edit: () => g.commands.addEntity(view, unitsOf("Oslo"), "GPE"),
        };
        const seen = [];
        for (const step of given[2]) run[step](), seen.push([step, model.state.status]);
        const groups = model.undo.length;
        for (let n = 0; n < groups; n++) g.commands.undo(view);
        const left = model.undo.length;
        for (let n = 0; n < groups; n++) g.commands.redo(view);
        return { ...result(), seen, groups, left, redone: model.state.status };"""
    for steps in ("done", "skip", "done done", "skip skip", "done skip done"):
        data = news(store, *marks)
        found = play(gloss, data, script, [*begun.split(), *steps.split()])
        before = "new"
        for step, status in found["seen"]:
            after = {"done": "done", "skip": "skipped", "flag": before, "edit": "in progress"}[step]
            assert status == ("in progress" if before == after != "new" else after)
            before = status
        assert (found["groups"], found["left"]) == (len(found["seen"]), 0)
        assert found["redone"] == before
        turned = [status for _, status in found["seen"] if status in ("done", "skipped")]
        assert len(found["opened"]) == len(turned)
        take(store, data, found)


def test_a_flag_set_before_the_first_edit_can_be_undone_after_it(gloss: Page, store: Store) -> None:
    data = news(store)
    assert data["state"] == state_to_json(NEW)
    found = play(
        gloss,
        data,
        """g.commands.flag(view, "look");
        g.commands.accept(view, find("Falk"));
        g.commands.undo(view);
        g.commands.undo(view);
        return result();""",
    )
    assert found["state"] == state_to_json(State("in progress"))
    take(store, data, found)


def test_what_is_not_checked_is_left_as_suggested_by_done(gloss: Page, store: Store) -> None:
    data = news(store, FALK, QUOTE)
    found = play(
        gloss,
        data,
        """g.commands.check(view, "quotes");
        const open_ = model.open().length;
        g.commands.done(view);
        g.commands.check(view, "entities"); // of none checked nothing would be left
        return { ...result(), open_ };""",
    )
    assert found["open_"] == 1
    assert found["state"] == state_to_json(State("done", None, ("entities",)))
    assert found["said"] == ["Something is to be checked: entities, quotes or both"]
    take(store, data, found)
    layer = layers.load(store, data["article"]["id"], ME)
    assert layer is not None
    assert layer.state.checked == ("entities",)
    assert {type(m.value).__name__: m.decision for m in layer.marks} == {
        "Entity": "accepted",
        "Quote": None,
    }


def test_a_menu_that_was_overtaken_changes_nothing(gloss: Page, store: Store) -> None:
    data = news(store)
    found = play(
        gloss,
        data,
        """const stale = find("Falk");
        g.openMarkMenu(view, stale, [], at);
        g.commands.relabel(view, stale, "ORG");
        const closed = !view.menu;
        g.commands.accept(view, stale);
        g.commands.rename(view, stale, "Jon");
        return { ...result(), closed };""",
    )
    assert found["closed"]
    assert len(found["sent"]) == 1
    assert found["said"] == ["That had been changed meanwhile: look again"] * 2
    take(store, data, found)


def test_a_snapshot_can_be_shown_twice(gloss: Page, store: Store) -> None:
    found = play(
        gloss,
        news(store),
        """g.commands.accept(view, find("Falk"));
        g.show(view, data);
        return { groups: view.model.undo.map((one) => one.group), kept: data.undo };""",
    )
    assert len(found["groups"]) == 1
    assert found["kept"] == []


def test_only_a_change_of_what_was_done_before_says_that_gold_is_renewed(
    gloss: Page, store: Store
) -> None:
    found = play(
        gloss,
        news(store),
        """g.commands.done(view);
        const first = [...said];
        g.commands.relabel(view, find("Falk"), "ORG");
        return { ...result(), first };""",
    )
    assert found["first"] == []
    assert found["said"] == ["Changed after it was done: its gold is renewed"]
