"""What is reported of compared articles: figures by layer, and every error with its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.annotation import Annotations, Entity, Quote, Span, Spans
from annotator.evaluation import Counts, total
from annotator.evaluation.entities import SCHEMES, Outcome
from annotator.evaluation.quote_scores import OVERLAPS, PARTS, SUBSETS, Scores, Tally
from annotator.evaluation.report import (
    ENTITIES,
    ENTITY_ERRORS,
    LAYERS,
    QUOTE_ERRORS,
    QUOTES,
    SURFACE,
    Compared,
    Error,
    Report,
    compare,
)

TEXT = "“We sail at dawn,” Ida Moe said. The crew hopes for wind. Bo Lind told us that it rains."


def at(*surfaces: str, text: str = TEXT) -> Spans:
    """The first places where these surfaces stand."""
    starts = [text.index(surface) for surface in surfaces]
    return tuple(Span(s, s + len(x)) for s, x in zip(starts, surfaces, strict=True))


def entity(surface: str, label: str) -> Entity:
    return Entity(*at(surface), label)


SAIL = Quote(at("“We sail at dawn,”"), "direct", at("said"), at("Ida Moe"), "Ida Moe", "named")
WIND = Quote(at("for wind"), "indirect", at("hopes"), at("The crew"), None, "unnamed")
RAIN = Quote(at("that it rains"), "indirect", at("told us"), at("Bo Lind"), "Bo Lind", "named")
GOLD = Annotations(
    (entity("Ida Moe", "PERSON"), entity("Bo Lind", "PERSON"), entity("The crew", "ORG")),
    (SAIL, WIND, RAIN),
)
NOTHING = Annotations()


def compared(
    gold: Annotations, predicted: Annotations, checked: Sequence[str] = LAYERS, name: str = "a"
) -> Compared:
    return compare(name, TEXT, gold, predicted, checked)


def quoted(*quotes: Quote) -> Annotations:
    return Annotations(quotes=quotes)


def test_gold_against_itself_is_right_throughout() -> None:
    report = Report([compared(GOLD, GOLD)])
    assert report.entities == {"ORG": Counts(tp=1), "PERSON": Counts(tp=2)}
    assert report.schemes == dict.fromkeys(SCHEMES, Outcome(correct=3))
    assert report.confused == {("PERSON", "PERSON"): 2, ("ORG", "ORG"): 1}
    assert report.macro_f1 == 1
    assert [report.quotes["all", least] for least in OVERLAPS] == [Tally(3, 3, 3)] * 4
    assert [report.quotes[part, 0.5].recall for part in PARTS] == [1.0] * 4
    assert list(report.errors()) == []


@pytest.mark.parametrize(
    ("gold", "predicted", "error"),
    [
        pytest.param("Ida Moe|PERSON", None, "missed", id="missed"),
        pytest.param(None, "Ida Moe|PERSON", "spurious", id="spurious"),
        pytest.param("Ida Moe|PERSON", "Ida Moe|ORG", "label", id="label"),
        pytest.param("Ida Moe|PERSON", "Moe|PERSON", "boundary", id="boundary"),
        pytest.param("Ida Moe|PERSON", "Moe said|ORG", "label and boundary", id="both"),
    ],
)
def test_an_error_of_an_entity_has_its_place_and_both_sides(
    gold: str | None, predicted: str | None, error: str
) -> None:
    sides = (gold, predicted)
    wanted, found = (Annotations((entity(*side.split("|")),) if side else ()) for side in sides)
    there, label = (gold or predicted or "").split("|")
    ours, theirs = (" ".join(reversed(side.split("|"))) if side else "" for side in sides)
    assert error in ENTITY_ERRORS
    assert compared(wanted, found).errors == (
        Error("a", ENTITIES, error, *at(there), there, ours, theirs),
    )
    assert label in ours + theirs


def test_a_leading_the_is_no_error_of_an_entity_and_stays_in_its_surface() -> None:
    wanted, found = (Annotations((entity(s, "ORG"),)) for s in ("The crew", "crew"))
    assert compared(wanted, found).errors == ()
    (error,) = compared(wanted, Annotations((entity("crew", "LOC"),))).errors
    assert (error.error, error.span, error.surface) == ("label", *at("The crew"), "The crew")
    assert (error.gold, error.predicted) == ("ORG The crew", "LOC crew")


@pytest.mark.parametrize(
    ("changed", "error", "ours", "theirs"),
    [
        pytest.param(
            {"content": at("We sail at")},  # 10 of 15 characters
            "boundary",
            "“We sail at dawn,”",
            "We sail at",
            id="boundary",
        ),
        pytest.param({"kind": "mixed"}, "kind", "direct", "mixed", id="kind"),
        pytest.param({"cue": at("hopes")}, "cue", "said", "hopes", id="another cue"),
        pytest.param({"cue": ()}, "cue", "said", "", id="no cue"),
        pytest.param({"speaker": at("Bo Lind")}, "speaker", "Ida Moe", "Bo Lind", id="another"),
        pytest.param({"speaker": at("Id")}, "speaker", "Ida Moe", "Id", id="2 of 7 characters"),
        pytest.param({"speaker": ()}, "speaker", "Ida Moe", "", id="no speaker"),
        pytest.param(
            {"speaker_name": "Bo Lind"}, "speaker's name", "Ida Moe", "Bo Lind", id="name"
        ),
        pytest.param(
            {"speaker_name": None, "speaker_status": "unnamed"},
            "speaker's name",
            "Ida Moe",
            "(unnamed)",
            id="no name",
        ),
    ],
)
def test_an_error_of_a_pair_of_quotes_stands_at_gold_and_tells_both_sides(
    changed: dict[str, object], error: str, ours: str, theirs: str
) -> None:
    other = replace(SAIL, **changed)
    surface = "“We sail at dawn,”"
    assert error in QUOTE_ERRORS
    assert compared(quoted(SAIL), quoted(other)).errors == (
        Error("a", QUOTES, error, Span(0, 18), surface, ours, theirs),
    )


def test_a_quote_without_its_other_is_missed_or_spurious() -> None:
    other = Quote(at("it rains"), "indirect", at("told us"), at("Bo Lind"))
    found = compared(quoted(SAIL, WIND), quoted(SAIL, other)).errors
    assert found == (
        Error("a", QUOTES, "missed", *at("for wind"), "for wind", "(unnamed)", ""),
        Error("a", QUOTES, "spurious", *at("it rains"), "it rains", "", "(unknown)"),
    )


def test_a_quote_that_overlaps_by_less_than_half_is_both_missed_and_spurious() -> None:
    other = replace(SAIL, content=at("We sail"))  # 7 of 15
    found = compared(quoted(SAIL), quoted(other)).errors
    assert [(e.error, e.span.start, e.gold, e.predicted) for e in found] == [
        ("missed", 0, "Ida Moe", ""),
        ("spurious", 1, "", "Ida Moe"),
    ]


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"content": at("We sail at dawn")}, id="marks at the edges"),
        pytest.param({"cue": at("Moe said")}, id="a cue that has more"),
        pytest.param({"speaker": at("Moe")}, id="3 of 7 characters of a speaker"),
        pytest.param({"speaker_name": "Capt. Ida Moe"}, id="a title"),
    ],
)
def test_what_is_right_by_the_scores_is_no_error(changed: dict[str, object]) -> None:
    found = compared(quoted(SAIL), quoted(replace(SAIL, **changed)))
    assert found.errors == ()
    assert [found.quotes[part, 0.5] for part in PARTS] == [Tally(1, 1, 1)] * 4
    assert found.quotes["all", 1.0] == Tally(1, 1, 1)


def test_a_part_that_gold_has_not_is_no_error_where_predicted() -> None:
    bare = replace(SAIL, cue=(), speaker=())
    found = compared(quoted(bare), quoted(SAIL))
    assert found.errors == ()
    assert found.quotes["cue", 0.5] == found.quotes["speaker", 0.5] == Tally()


def test_a_pair_may_differ_in_everything_but_its_place() -> None:
    other = Quote(at("We sail at"), "mixed", at("hopes"), at("The crew"), None, "unnamed")
    found = compared(quoted(SAIL), quoted(other)).errors
    assert [e.error for e in found] == ["boundary", "kind", "cue", "speaker", "speaker's name"]
    assert {(e.span, e.surface) for e in found} == {(Span(0, 18), "“We sail at dawn,”")}


PIECES = "“We sail,” said Ida Moe, “at dawn, I hope.”"


def test_a_quote_in_pieces_is_shown_whole_and_stands_where_its_first_piece_does() -> None:
    first, last = "“We sail,”", "“at dawn, I hope.”"
    whole = Quote(at(first, last, text=PIECES), cue=at("said", text=PIECES))
    part = Quote(at(last, text=PIECES))  # 15 of 22 characters
    (boundary, cue) = compare("b", PIECES, quoted(whole), quoted(part)).errors
    assert boundary == Error(
        "b", QUOTES, "boundary", Span(0, 10), f"{first} … {last}", f"{first} … {last}", last
    )
    assert (cue.error, cue.surface, cue.gold, cue.predicted) == (
        *("cue", f"{first} … {last}", "said", ""),
    )
    assert compare("b", PIECES, quoted(whole), quoted(whole)).errors == ()
    (missed,) = compare("b", PIECES, quoted(whole), NOTHING).errors
    assert (missed.error, missed.span) == ("missed", Span(0, 10))
    (_, spurious) = compare("b", PIECES, quoted(part), quoted(part, whole)).errors[-2:] or (0, 0)
    assert (spurious.error, spurious.surface) == ("spurious", f"{first} … {last}")


def test_a_long_quote_is_cut_and_one_that_just_fits_is_not() -> None:
    for length in (SURFACE, SURFACE + 1):
        text = ("rain " * 60)[:length]
        assert not text[-1].isspace()
        quote = Quote((Span(0, length),))
        (error,) = compare("b", text, quoted(quote), NOTHING).errors
        cut = length > SURFACE
        assert len(error.surface) <= SURFACE
        assert error.surface == (f"{text[: SURFACE - 1].rstrip()}…" if cut else text)
