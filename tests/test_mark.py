from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.annotation import Annotation, Annotations, Entity, Invalid, Quote, Span
from annotator.mark import (
    DECISIONS,
    STATUSES,
    Mark,
    State,
    accept,
    add,
    check_mark,
    correct,
    current,
    mark_from_json,
    mark_to_json,
    reject,
    state_from_json,
    state_to_json,
    suggest,
    value_from_json,
)

TEXT = "“We closed,” she said in Kabul."
KABUL = Entity(Span(25, 30), "GPE", "Kabul")
SUGGESTED = suggest(KABUL, 0.5)
PERSON = Entity(Span(25, 30), "PERSON")
SHE = Entity(Span(13, 16), "PERSON")
QUOTE = Quote((Span(0, 12),), "direct", (Span(17, 21),), (Span(13, 16),), "Ann Doe", "named")

WORDS = ["The", "UN", "“We", "closed,”", "she", "said", "Müller", "cafe\u0301", "\U0001f600"]
WORDS += ["\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1e6\U0001f1eb", "की", "北京", "—"]
GAPS = [" ", "\n", "\r\n", "\u00a0", "\t", "  \n\n"]
NAMES = st.sampled_from(["Ann Doe", "Kabul", "\U0001f600 Inc."])


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, list[Span]]:
    """A text together with the spans of its words, of which every run is a valid span."""
    words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12))
    text, spans = draw(st.sampled_from(["", *GAPS])), []
    for word in words:
        spans.append(Span(len(text), len(text) + len(word)))
        text += word + draw(st.sampled_from(GAPS))
    return text, spans


@st.composite
def parts(draw: st.DrawFn, words: list[Span], least: int) -> tuple[Span, ...]:
    """Spans in order, each a word or a run of words, at most two."""
    places = st.integers(0, len(words) - 1)
    ends = sorted(draw(st.lists(places, unique=True, min_size=least, max_size=4)))
    if len(ends) == 4:
        return tuple(Span(words[a].start, words[b].end) for a, b in (ends[:2], ends[2:]))
    return tuple(words[at] for at in ends[:2])


@st.composite
def entities(draw: st.DrawFn, words: list[Span]) -> Entity:
    first = draw(st.integers(0, len(words) - 1))
    last = draw(st.integers(first, len(words) - 1))
    label = draw(st.sampled_from(["PERSON", "ORG", "Own label"]))
    return Entity(Span(words[first].start, words[last].end), label, draw(st.none() | NAMES))


@st.composite
def quotes(draw: st.DrawFn, words: list[Span]) -> Quote:
    name = draw(st.none() | NAMES)
    return Quote(
        draw(parts(words, 1)),
        draw(st.sampled_from(["direct", "indirect", "mixed"])),
        draw(parts(words, 0)),
        draw(parts(words, 0)),
        name,
        "named" if name else draw(st.sampled_from(["unnamed", "unknown"])),
    )


@st.composite
def marks(draw: st.DrawFn, words: list[Span]) -> Mark:
    """A valid mark in any state of decision."""
    kind = draw(st.sampled_from([entities, quotes]))
    value = draw(kind(words))
    begun = suggest(value, draw(st.none() | st.floats(0, 1)))
    rejected = reject(begun)
    assert rejected is not None
    return draw(
        st.sampled_from(
            [begun, accept(begun), correct(begun, draw(kind(words))), rejected, add(value)]
        )
    )


@st.composite
def layers(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    """A text with marks of different keys."""
    text, words = draw(texts())
    return text, draw(st.lists(marks(words), max_size=6, unique_by=lambda mark: mark.key))


def mark_json(mark: Mark = SUGGESTED, **changed: Any) -> dict[str, Any]:
    return {**mark_to_json(TEXT, mark), **changed}


@given(layers())
def test_marks_read_back_from_json_are_the_same(layer: tuple[str, list[Mark]]) -> None:
    text, drawn = layer
    for mark in drawn:
        data = json.loads(json.dumps(mark_to_json(text, mark)))
        assert mark_from_json(text, data) == mark


@given(layers())
def test_every_span_in_json_carries_its_surface(layer: tuple[str, list[Mark]]) -> None:
    text, drawn = layer

    def check_surfaces(data: Any) -> None:
        if isinstance(data, dict):
            if "surface" in data:
                assert text[data["start"] : data["end"]] == data["surface"]
            for inner in data.values():
                check_surfaces(inner)
        elif isinstance(data, list):
            for inner in data:
                check_surfaces(inner)

    for mark in drawn:
        check_surfaces(mark_to_json(text, mark))


@given(st.data())
def test_any_chain_of_decisions_keeps_a_mark_coherent(data: st.DataObject) -> None:
    text, words = data.draw(texts())
    mark = data.draw(marks(words))
    kind = entities if isinstance(mark.value, Entity) else quotes
    for step in data.draw(st.lists(st.sampled_from(["accept", "correct", "reject"]), max_size=5)):
        if step == "accept":
            after: Mark | None = accept(mark)
        elif step == "correct":
            after = correct(mark, data.draw(kind(words)))
        else:
            after = reject(mark)
        if after is None:
            assert mark.suggested is None
            return
        assert after.suggested == mark.suggested
        check_mark(text, after)
        mark = after


def test_a_new_suggestion_is_undecided_and_equals_what_was_suggested() -> None:
    assert suggest(KABUL, 0.9) == Mark(KABUL, None, KABUL, 0.9)


def test_a_suggestion_left_as_it_was_is_accepted() -> None:
    assert accept(suggest(KABUL)).decision == "accepted"


def test_a_changed_suggestion_is_corrected_and_keeps_what_was_suggested() -> None:
    assert correct(suggest(KABUL), PERSON) == Mark(PERSON, "corrected", KABUL)


def test_a_correction_taken_back_counts_as_accepting() -> None:
    assert correct(correct(suggest(KABUL), PERSON), KABUL) == accept(suggest(KABUL))


def test_a_rejected_correction_goes_back_to_what_was_suggested() -> None:
    assert reject(correct(suggest(KABUL), PERSON)) == Mark(KABUL, "rejected", KABUL)


def test_a_rejected_suggestion_can_still_be_accepted() -> None:
    rejected = reject(suggest(KABUL))
    assert rejected is not None
    assert accept(rejected) == accept(suggest(KABUL))


def test_what_a_person_added_stays_added_when_it_is_changed() -> None:
    assert correct(add(KABUL), PERSON) == add(PERSON)
    assert accept(add(KABUL)) == add(KABUL)


def test_rejecting_what_a_person_added_removes_it() -> None:
    assert reject(add(KABUL)) is None


def test_a_layer_says_everything_but_the_rejected() -> None:
    layer = [suggest(KABUL), Mark(SHE, "rejected", SHE), add(QUOTE)]
    assert current(layer) == Annotations((KABUL,), (QUOTE,))


@pytest.mark.parametrize(
    ("mark", "reason"),
    [
        (Mark(KABUL, "maybe", KABUL), "decision 'maybe' is unknown"),
        (Mark(KABUL), "does not fit the suggestion"),
        (Mark(KABUL, None, PERSON), "does not fit the suggestion"),
        (Mark(KABUL, "accepted", PERSON), "does not fit the suggestion"),
        (Mark(KABUL, "accepted"), "does not fit the suggestion"),
        (Mark(KABUL, "rejected"), "does not fit the suggestion"),
        (Mark(KABUL, "rejected", PERSON), "does not fit the suggestion"),
        (Mark(KABUL, "corrected", KABUL), "does not fit the suggestion"),
        (Mark(KABUL, "corrected"), "does not fit the suggestion"),
        (Mark(KABUL, "added", KABUL), "does not fit the suggestion"),
        (Mark(KABUL, "corrected", QUOTE), "cannot be corrected"),
        (Mark(QUOTE, "corrected", KABUL), "cannot be corrected"),
        (Mark(KABUL, "corrected", Entity(Span(25, 99), "GPE")), "25–99"),
        (Mark(Entity(Span(25, 99), "GPE"), "added"), "25–99"),
        (Mark(KABUL, None, KABUL, -0.1), "certainty -0.1"),
        (Mark(KABUL, None, KABUL, 1.1), "certainty 1.1"),
        (Mark(KABUL, None, KABUL, float("nan")), "certainty nan"),
    ],
)
def test_an_incoherent_mark_is_refused(mark: Mark, reason: str) -> None:
    with pytest.raises(Invalid, match=reason):
        check_mark(TEXT, mark)


@pytest.mark.parametrize("decision", [d for d in DECISIONS if d not in (None, "added")])
def test_only_an_addition_goes_without_a_suggestion(decision: str) -> None:
    with pytest.raises(Invalid):
        check_mark(TEXT, Mark(KABUL, decision))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (None, "expected an object"),
        ([], "expected an object"),
        ("Kabul", "expected an object"),
        ({}, "start and end are whole numbers"),
        (mark_json(surface="Kabu"), "reads 'Kabul', not 'Kabu'"),
        (mark_json(surface=None), "reads 'Kabul', not None"),
        (mark_json(start=24), "reads ' Kabul', not 'Kabul'"),
        (mark_json(start=25.0), "whole numbers, found 25.0"),
        (mark_json(start="25"), "whole numbers, found '25'"),
        (mark_json(start=True, end=2, surface="W"), "whole numbers, found True"),
        (mark_json(end=None), "whole numbers"),
        (mark_json(start=-6, end=-1), "reads '', not 'Kabul'"),
        (mark_json(start=30, end=25), "reads '', not 'Kabul'"),
        (mark_json(start=90, end=95, surface=""), "90–95 does not lie"),
        (mark_json(start=10**30, end=10**31, surface=""), "does not lie"),
        (mark_json(label=""), "label ''"),
        (mark_json(label=None), "label ''"),
        (mark_json(label="GPE\ud800"), "half a character"),
        (mark_json(name="\ud800"), "half a character"),
        (mark_json(name=""), "name ''"),
        (mark_json(name="Kabul\n"), "name 'Kabul"),
        (mark_json(name="Ka\nbul"), "breaks the line"),
        (mark_json(name="K" * 301), "name has 301 characters"),
        (mark_json(suggested={**mark_json(), "name": "\udc00"}), "half a character"),
        (mark_json(decision=""), "decision '' is unknown"),
        (mark_json(add(QUOTE), kind=""), "kind ''"),
        (mark_json(add(QUOTE), speaker_status=""), "speaker status ''"),
        (mark_json(add(QUOTE), speaker_name=""), "speaker name ''"),
        (mark_json(add(QUOTE), speaker_name="Ann\x85Doe"), "breaks the line"),
        (mark_json(add(QUOTE), speaker_name="Ann \ud800"), "half a character"),
        (mark_json(label=7), "label is text or null, found 7"),
        (mark_json(name=["Kabul"]), "name is text or null"),
        (mark_json(certainty=True), "certainty is a number between 0 and 1, found True"),
        (mark_json(certainty="0.5"), "certainty is a number"),
        (mark_json(certainty=2), "certainty 2 is not between 0 and 1"),
        (mark_json(certainty=float("inf")), "certainty inf"),
        (mark_json(certainty=10**400), "is not between 0 and 1"),
        (mark_json(decision="perhaps"), "decision 'perhaps' is unknown"),
        (mark_json(decision=1), "decision is text or null"),
        (mark_json(suggested=[]), "expected an object"),
        (mark_json(suggested=None), "does not fit the suggestion"),
        (mark_json(suggested={"start": 25, "end": 30, "surface": "Kabul"}), "label ''"),
        (mark_json(add(QUOTE), content=[]), "needs content"),
        (mark_json(add(QUOTE), content="we"), "content is a list of spans"),
        (mark_json(add(QUOTE), content=[7]), "expected a span"),
        (mark_json(add(QUOTE), cue={"start": 17}), "cue is a list of spans"),
        (mark_json(add(QUOTE), kind="free"), "kind 'free'"),
        (mark_json(add(QUOTE), speaker_status="unknown"), "exactly when its status is named"),
        (mark_json(add(QUOTE), speaker_name=None), "exactly when its status is named"),
    ],
)
def test_json_that_is_no_valid_mark_is_refused_with_the_reason(data: Any, reason: str) -> None:
    with pytest.raises(Invalid, match=reason):
        mark_from_json(TEXT, data)


def test_what_a_quote_may_leave_out_has_a_default() -> None:
    data = {"content": [{"start": 0, "end": 12, "surface": "“We closed,”"}]}
    assert value_from_json(TEXT, data) == Quote((Span(0, 12),))


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("flag", [None, "", "Look again \U0001f600"])
def test_a_state_read_back_from_json_is_the_same(status: str, flag: str | None) -> None:
    state = State(status, flag)
    assert state_from_json(json.loads(json.dumps(state_to_json(state)))) == state


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({}, "status None is none of new, in progress, done, skipped"),
        ({"status": "finished"}, "status 'finished'"),
        ({"status": ["done"]}, "status"),
        ({"status": "done", "flag": True}, "flag is a note or null, found True"),
        ({"status": "done", "flag": "so\ud800"}, "half a character"),
    ],
)
def test_json_that_is_no_state_is_refused(data: dict[str, Any], reason: str) -> None:
    with pytest.raises(Invalid, match=reason):
        state_from_json(data)


@given(layers())
def test_what_a_layer_says_is_in_the_order_of_the_text(layer: tuple[str, list[Mark]]) -> None:
    said = current(layer[1])
    found: tuple[tuple[Annotation, ...], ...] = (said.entities, said.quotes)
    for values in found:
        assert all(left.start <= right.start for left, right in pairwise(values))
