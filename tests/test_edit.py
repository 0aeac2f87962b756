from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.annotation import Entity, Invalid, Quote, Span
from annotator.edit import (
    Edit,
    Refused,
    Standing,
    Subject,
    apply,
    invert,
    parse,
    stacks,
    subject_to_json,
)
from annotator.mark import NEW, Mark, State, accept, add, correct, suggest
from tests.test_mark import layers

TEXT = "Rain fell on Kabul and on Herat."
KABUL = suggest(Entity(Span(13, 18), "GPE"), 0.5)
HERAT = add(Entity(Span(26, 31), "GPE"))
SAID = add(Quote((Span(0, 9),), "indirect"))
BUSY = State("in progress")


def edit(
    old: Subject | None, new: Subject | None, *, seq: int = 1, group: str = "g", undoes: Any = None
) -> Edit:
    return Edit("client", seq, group, "article", "Ann", old, new, undoes)


def standing(*marks: Mark, state: State = BUSY) -> Standing:
    return Standing({mark.key: mark for mark in marks}, state)


def sent(old: Subject | None, new: Subject | None, /, **changed: Any) -> dict[str, Any]:
    return {
        "client": "client",
        "seq": 1,
        "group": "g",
        "article": "article",
        "annotator": "Ann",
        "old": subject_to_json(TEXT, old),
        "new": subject_to_json(TEXT, new),
        "undoes": None,
        **changed,
    }


@pytest.mark.parametrize(
    ("before", "change", "after"),
    [
        pytest.param([], edit(None, HERAT), [HERAT], id="adds"),
        pytest.param([HERAT], edit(HERAT, None), [], id="removes"),
        pytest.param([KABUL], edit(KABUL, accept(KABUL)), [accept(KABUL)], id="decides"),
        pytest.param(
            [KABUL, SAID],
            edit(KABUL, correct(KABUL, Entity(Span(0, 4), "EVENT"))),
            [SAID, correct(KABUL, Entity(Span(0, 4), "EVENT"))],
            id="moves",
        ),
    ],
)
def test_an_edit_puts_the_new_mark_in_place_of_the_old(
    before: list[Mark], change: Edit, after: list[Mark]
) -> None:
    layer = standing(*before)
    apply(layer, change)
    assert layer == standing(*after)


@pytest.mark.parametrize(
    ("layer", "change", "reason"),
    [
        (standing(), edit(None, None), "changes nothing"),
        (standing(), edit(KABUL, accept(KABUL)), "changed meanwhile"),
        (standing(accept(KABUL)), edit(KABUL, None), "changed meanwhile"),
        (standing(HERAT), edit(None, HERAT), "already there"),
        (standing(KABUL), edit(None, add(KABUL.value)), "already there"),
        (standing(KABUL, HERAT), edit(KABUL, HERAT), "already there"),
        (standing(state=State("done")), edit(BUSY, State("skipped")), "was done by then"),
        (standing(state=BUSY), edit(State("in progress", "why"), BUSY), "was in progress by then"),
        (standing(), edit(BUSY, None), "not removed"),
        (standing(KABUL), edit(KABUL, BUSY), "by then"),
    ],
)
def test_an_edit_that_does_not_fit_is_refused_and_changes_nothing(
    layer: Standing, change: Edit, reason: str
) -> None:
    before = Standing(dict(layer.marks), layer.state)
    with pytest.raises(Refused, match=reason):
        apply(layer, change)
    assert layer == before


def test_an_edit_taken_twice_is_refused_the_second_time() -> None:
    layer = standing()
    apply(layer, edit(None, HERAT))
    with pytest.raises(Refused):
        apply(layer, edit(None, HERAT))


def test_the_first_change_of_a_mark_takes_a_new_article_into_progress() -> None:
    layer = standing(state=State("new", "look"))
    apply(layer, edit(None, HERAT))
    assert layer.state == State("in progress", "look")


@pytest.mark.parametrize("status", ["in progress", "done", "skipped"])
def test_later_changes_of_marks_leave_the_state_alone(status: str) -> None:
    layer = standing(state=State(status))
    apply(layer, edit(None, HERAT))
    assert layer.state == State(status)


def test_a_state_is_changed_without_touching_the_marks() -> None:
    layer = standing(KABUL, state=NEW)
    apply(layer, edit(NEW, State("done")))
    assert layer == standing(KABUL, state=State("done"))


@given(layers(), st.data())
def test_a_group_applied_and_inverted_changes_nothing(
    drawn: tuple[str, list[Mark]], data: st.DataObject
) -> None:
    _, pool = drawn
    there = pool[: data.draw(st.integers(0, len(pool)))]
    layer, before = standing(*there), standing(*there)
    group = [edit(None, mark, seq=i) for i, mark in enumerate(pool[len(there) :])]
    group += [edit(mark, data.draw(st.sampled_from([None, accept(mark)]))) for mark in there]
    group.append(edit(BUSY, State("done", "all of it")))
    for change in group:
        apply(layer, change)
    for change in invert(group, client="client", seq=50, name="back"):
        apply(layer, change)
    assert layer == before


def test_an_inverse_is_backwards_with_sides_swapped_and_names_what_it_takes_back() -> None:
    group = [edit(None, HERAT, seq=1), edit(KABUL, accept(KABUL), seq=2)]
    assert invert(group, client="other", seq=7, name="back") == [
        Edit("other", 7, "back", "article", "Ann", accept(KABUL), KABUL, "g"),
        Edit("other", 8, "back", "article", "Ann", HERAT, None, "g"),
    ]


@given(
    layers(),
    st.lists(
        st.one_of(
            st.lists(st.integers(0, 5), min_size=1, max_size=3),
            st.sampled_from(["undo", "undo", "redo"]),
        ),
        max_size=20,
    ),
)
def test_undo_and_redo_walk_through_what_the_layer_was(
    drawn: tuple[str, list[Mark]], steps: list[list[int] | str]
) -> None:
    pool = drawn[1] or [HERAT]
    layer, log = standing(), list[Edit]()
    states, at = [standing()], 0  # all that the layer was, and which of them it is now

    def take(group: list[Edit]) -> None:
        for change in group:
            apply(layer, change)
        log.extend(group)

    for number, step in enumerate(steps):
        undo, redo = stacks(log)
        assert (len(undo), len(redo)) == (at, len(states) - 1 - at)
        if isinstance(step, list):
            group = []
            for toggled in dict.fromkeys(place % len(pool) for place in step):
                mark = pool[toggled]
                old, new = (mark, None) if mark.key in layer.marks else (None, mark)
                group.append(edit(old, new, seq=len(log) + len(group) + 1, group=str(number)))
            take(group)
            at += 1
            states[at:] = [Standing(dict(layer.marks), layer.state)]
        elif step == "undo" and undo:
            take(invert(undo[-1], client="client", seq=len(log) + 1, name=str(number)))
            at -= 1
        elif step == "redo" and redo:
            take(invert(redo[-1], client="client", seq=len(log) + 1, name=str(number)))
            at += 1
        assert layer == states[at]


def test_a_new_change_after_an_undo_leaves_nothing_to_redo() -> None:
    first = [edit(None, HERAT, group="a")]
    back = invert(first, client="client", seq=2, name="b")
    assert stacks(first + back) == ([], [back])
    other = [edit(None, KABUL, seq=3, group="c")]
    assert stacks(first + back + other) == ([other], [])


def test_an_earlier_group_can_be_taken_back_alone() -> None:
    first, second = [edit(None, HERAT, group="a")], [edit(None, KABUL, seq=2, group="b")]
    back = invert(first, client="client", seq=3, name="c")
    assert stacks(first + second + back) == ([second], [back])


def test_an_empty_log_has_nothing_to_undo() -> None:
    assert stacks([]) == ([], [])


@pytest.mark.parametrize(
    ("old", "new"),
    [(None, HERAT), (HERAT, None), (KABUL, accept(KABUL)), (None, SAID), (NEW, State("done", ""))],
)
def test_an_edit_is_read_as_it_was_sent(old: Subject | None, new: Subject | None) -> None:
    data = json.loads(json.dumps(sent(old, new, undoes="h")))
    assert parse(TEXT, data) == edit(old, new, undoes="h")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({}, "client is a short text, found None"),
        (sent(None, HERAT, client=""), "client is a short text"),
        (sent(None, HERAT, client="c" * 101), "client is a short text"),
        (sent(None, HERAT, group=3), "group is a short text, found 3"),
        (sent(None, HERAT, article=None), "article is a short text"),
        (sent(None, HERAT, seq=0), "seq is a whole number from 1, found 0"),
        (sent(None, HERAT, seq=True), "seq is a whole number from 1, found True"),
        (sent(None, HERAT, seq=1.0), "seq is a whole number"),
        (sent(None, HERAT, annotator="  "), "annotator has no name"),
        (sent(None, HERAT, annotator=None), "annotator has no name"),
        (sent(None, HERAT, annotator="A" * 101), "annotator has 101 characters"),
        (sent(None, HERAT, annotator=" Ann"), "annotator ' Ann'"),
        (sent(None, HERAT, annotator="Ann\nDoe"), "breaks the line"),
        (sent(None, HERAT, annotator="Ann\ud800"), "half a character"),
        (sent(None, HERAT, client="c\ud800"), "half a character"),
        (sent(None, HERAT, group="g\ud800"), "half a character"),
        (sent(None, HERAT, article="a\ud800"), "half a character"),
        (sent(None, HERAT, seq=2**53 + 1), "seq is a whole number from 1, found"),
        (sent(None, HERAT, undoes=["g"]), "undoes is a short text or null"),
        (sent(None, HERAT, undoes={}), "undoes is a short text or null"),
        (sent(None, HERAT, undoes=0), "undoes is a short text or null"),
        (sent(None, HERAT, undoes=""), "undoes is a short text or null"),
        (sent(None, HERAT, undoes="g" * 101), "undoes is a short text or null"),
        (sent(None, HERAT, undoes="\ud800"), "half a character"),
        (None, "expected an edit as an object"),
        ([], "expected an edit as an object"),
        ("edit", "expected an edit as an object"),
        (sent(None, HERAT, new="Herat"), "expected an object"),
        (sent(None, HERAT, new={"status": "over"}), "status 'over'"),
        (sent(NEW, HERAT), "not one into the other"),
        (sent(HERAT, NEW), "not one into the other"),
        (sent(None, NEW), "not one into the other"),
        (sent(NEW, None), "not one into the other"),
    ],
)
def test_an_edit_that_makes_no_sense_is_refused_with_the_reason(data: Any, reason: str) -> None:
    with pytest.raises(Invalid, match=reason):
        parse(TEXT, data)


def test_an_edit_made_on_another_text_is_refused() -> None:
    with pytest.raises(Invalid, match="reads"):
        parse(TEXT.replace("Herat", "Ghazni"), sent(None, HERAT))


FIELDS = ["client", "seq", "group", "article", "annotator", "undoes", "old", "new"]
FIELDS += ["start", "end", "surface", "label", "name", "content", "kind", "cue", "speaker"]
FIELDS += ["speaker_name", "speaker_status", "certainty", "decision", "suggested", "status", "flag"]
JUNK = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-1, 40),
        st.just(10**400),
        st.floats(),
        st.text(max_size=4),
        st.sampled_from(["direct", "named", "new", "added", "Kabul", "\ud800"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(FIELDS), inner, max_size=6)
    ),
    max_leaves=12,
)


@given(st.data())
def test_hostile_json_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    good = json.loads(json.dumps(sent(*data.draw(st.sampled_from([(KABUL, None), (None, SAID)])))))
    # Junk goes to the top or into the mark that the edit carries.
    inner = good["old"] or good["new"]
    for target in data.draw(st.lists(st.sampled_from([good, inner]), min_size=1, max_size=3)):
        target[data.draw(st.sampled_from(FIELDS))] = data.draw(JUNK)
    try:
        assert isinstance(parse(TEXT, good), Edit)
    except Invalid as refusal:
        assert str(refusal)
