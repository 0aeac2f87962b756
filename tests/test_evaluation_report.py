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
    there = (gold or predicted or "").split("|")[0]
    ours, theirs = (" ".join(reversed(side.split("|"))) if side else "" for side in sides)
    assert error in ENTITY_ERRORS
    assert compared(wanted, found).errors == (
        Error("a", ENTITIES, error, *at(there), there, ours, theirs),
    )


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
        pytest.param({"cue": at("Ida Moe said")}, id="a cue that has more"),
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
    for error, gold, predicted in (("missed", [whole], []), ("spurious", [], [whole])):
        (alone,) = compare("b", PIECES, quoted(*gold), quoted(*predicted)).errors
        assert (alone.error, alone.span) == (error, Span(0, 10))
        assert alone.surface == f"{first} … {last}"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("o" * SURFACE, "o" * SURFACE, id="just fits"),
        pytest.param("o" * (SURFACE + 1), "o" * (SURFACE - 1) + "…", id="one too many"),
        pytest.param(
            "o" * (SURFACE - 2) + " no", "o" * (SURFACE - 2) + "…", id="cut behind a word"
        ),
    ],
)
def test_a_long_surface_of_a_quote_is_cut(text: str, shown: str) -> None:
    quote, other = Quote((Span(0, len(text)),)), Quote((Span(1, len(text)),))
    (error,) = compare("b", text, quoted(quote), NOTHING).errors
    assert error.surface == shown
    (error,) = compare("b", text, quoted(other), quoted(quote)).errors
    assert error.predicted == shown


def test_a_long_surface_of_an_entity_is_cut() -> None:
    text = "o" * (SURFACE + 1)
    (error,) = compare("b", text, Annotations((Entity(Span(0, len(text)), "ORG"),)), NOTHING).errors
    assert error.surface == "o" * (SURFACE - 1) + "…"


def test_a_quote_that_both_sides_share_is_missed_where_another_is_matched_with_it() -> None:
    # Both contents are the same but for their marks, which do not count; the earlier is matched.
    bare = replace(SAIL, content=at("We sail at dawn"))
    found = compared(quoted(SAIL, bare), quoted(bare))
    assert found.quotes["all", 1.0] == Tally(1, 1, 2)
    assert [(error.error, error.span) for error in found.errors] == [("missed", *bare.content)]


def test_a_quote_that_is_predicted_twice_is_spurious_once() -> None:
    found = compared(quoted(SAIL), quoted(SAIL, SAIL))
    assert found.quotes["all", 1.0] == Tally(1, 2, 1)
    assert [error.error for error in found.errors] == ["spurious"]


def test_errors_stand_in_the_order_of_the_text_and_of_the_articles() -> None:
    predicted = Annotations(
        (entity("Bo", "PERSON"), entity("wind", "ORG"), entity("We sail", "ORG")),
        (replace(RAIN, kind="direct"), Quote(at("hopes for"))),
    )
    one = compared(GOLD, predicted)
    assert [(error.span.start, error.layer, error.error) for error in one.errors] == [
        (0, QUOTES, "missed"),
        (1, ENTITIES, "spurious"),
        (19, ENTITIES, "missed"),
        (33, ENTITIES, "missed"),
        (42, QUOTES, "spurious"),
        (48, QUOTES, "missed"),
        (52, ENTITIES, "spurious"),
        (58, ENTITIES, "boundary"),
        (74, QUOTES, "kind"),
    ]
    other = compared(GOLD, NOTHING, [ENTITIES], name="b")
    names = [error.article for error in Report([other, one]).errors()]
    assert names == ["b"] * 3 + ["a"] * 9


def test_an_entity_stands_before_a_quote_at_the_same_place() -> None:
    gold = Annotations((entity("for wind", "ORG"),), (WIND,))
    assert [error.layer for error in compared(gold, NOTHING).errors] == [ENTITIES, QUOTES]


def test_a_layer_that_was_not_checked_has_no_figures_and_no_errors() -> None:
    none = compared(GOLD, NOTHING, [])
    assert none == Compared("a", frozenset())

    entities = compared(GOLD, NOTHING, [ENTITIES])
    assert entities.checked == {ENTITIES}
    assert total(entities.entities) == Counts(fn=3)
    assert entities.quotes == Scores()
    assert {error.layer for error in entities.errors} == {ENTITIES}

    quotes = compared(GOLD, NOTHING, [QUOTES])
    assert quotes.checked == {QUOTES}
    assert (quotes.entities, quotes.schemes, quotes.confused) == ({}, {}, {})
    assert quotes.quotes["all", 0.5] == Tally(0, 0, 3)
    assert {error.layer for error in quotes.errors} == {QUOTES}

    report = Report([none, entities, quotes])
    assert report.checked(ENTITIES) == [entities]
    assert report.checked(QUOTES) == [quotes]
    assert report.triples() == [(0, 0, 3)]
    assert report.quote_triples("all", 0.5) == [(0, 0, 3)]
    assert total(report.entities) == Counts(fn=3)
    assert report.quotes["all", 0.5] == Tally(0, 0, 3)
    assert len(list(report.errors())) == 6


def test_both_layers_are_checked_unless_told_otherwise() -> None:
    assert compare("a", TEXT, GOLD, NOTHING).checked == {ENTITIES, QUOTES}


def test_an_annotator_who_did_nothing_missed_everything_and_was_never_wrong() -> None:
    report = Report([compared(GOLD, NOTHING)])
    assert report.entities == {"ORG": Counts(fn=1), "PERSON": Counts(fn=2)}
    assert report.schemes == dict.fromkeys(SCHEMES, Outcome(missed=3))
    assert report.confused == {("PERSON", None): 2, ("ORG", None): 1}
    assert report.macro_f1 == 0
    figures = [total(report.entities), *report.schemes.values(), report.quotes["all", 0.5]]
    assert {(one.precision, one.recall, one.f1) for one in figures} == {(None, 0, 0)}
    assert [report.quotes[part, 0.5] for part in PARTS] == [Tally()] * 4
    assert Counter((error.layer, error.error) for error in report.errors()) == {
        (ENTITIES, "missed"): 3,
        (QUOTES, "missed"): 3,
    }


def test_where_nothing_was_to_be_found_what_is_predicted_is_spurious() -> None:
    report = Report([compared(NOTHING, GOLD)])
    figures = [total(report.entities), *report.schemes.values(), report.quotes["all", 0.5]]
    assert {(one.precision, one.recall, one.f1) for one in figures} == {(0, None, 0)}
    assert {error.error for error in report.errors()} == {"spurious"}
    assert report.triples() == report.quote_triples("all", 0.5) == [(0, 3, 0)]


@pytest.mark.parametrize("articles", [[], [compared(NOTHING, NOTHING)]], ids=["none", "empty"])
def test_nothing_at_all_has_no_figures_rather_than_bad_or_good_ones(
    articles: list[Compared],
) -> None:
    report = Report(articles)
    assert report.entities == {}
    assert report.macro_f1 is None
    assert set(report.schemes) == set(SCHEMES)
    figures = [total(report.entities), *report.schemes.values()]
    figures += [report.quotes[subset, least] for subset in SUBSETS for least in OVERLAPS]
    assert {(one.precision, one.recall, one.f1) for one in figures} == {(None, None, None)}
    assert list(report.errors()) == []
    # An article in which nothing was to be found is an article all the same.
    assert report.triples() == report.quote_triples("all", 0.5) == [(0, 0, 0)] * len(articles)


# Three articles, by hand. First: a person missed, a person as an organization, and the crew right.
FIRST = compared(GOLD, Annotations((entity("Ida Moe", "ORG"), entity("crew", "ORG")), (SAIL,)))
# Second: a person with a part of the name, and a place that is none.
SECOND = compared(
    Annotations((entity("Bo Lind", "PERSON"),), (RAIN,)),
    Annotations((entity("Lind", "PERSON"), entity("wind", "GPE")), (RAIN, WIND)),
    name="b",
)
# Third: a person right; the quotes were not checked.
THIRD = compared(
    Annotations((entity("Ida Moe", "PERSON"),), (SAIL,)),
    Annotations((entity("Ida Moe", "PERSON"),)),
    [ENTITIES],
    name="c",
)


def test_articles_add_up() -> None:
    report = Report([FIRST, SECOND, THIRD])
    assert report.entities == {
        "GPE": Counts(fp=1),
        "ORG": Counts(tp=1, fp=1),
        "PERSON": Counts(tp=1, fp=1, fn=3),
    }
    assert list(report.entities) == ["GPE", "ORG", "PERSON"]
    assert report.schemes == {
        "strict": Outcome(correct=2, incorrect=2, missed=1, spurious=1),
        "exact": Outcome(correct=3, incorrect=1, missed=1, spurious=1),
        "partial": Outcome(correct=3, partial=1, missed=1, spurious=1),
        "type": Outcome(correct=3, incorrect=1, missed=1, spurious=1),
    }
    assert report.confused == {
        ("PERSON", "PERSON"): 2,
        ("PERSON", "ORG"): 1,
        ("PERSON", None): 1,
        ("ORG", "ORG"): 1,
        (None, "GPE"): 1,
    }
    assert report.quotes["all", 0.5] == Tally(2, 3, 4)
    assert report.quotes["kind", 0.5] == Tally(2, 2, 2)
    assert [error.article for error in report.errors()] == [*"aaaa", *"bbb"]


def test_macro_f1_is_the_mean_over_the_labels_of_gold_and_of_predictions() -> None:
    # GPE 0, ORG 2 * 1 / 3, PERSON 2 * 1 / (2 + 4).
    assert Report([FIRST, SECOND, THIRD]).macro_f1 == pytest.approx((0 + 2 / 3 + 1 / 3) / 3)


def test_triples_are_of_each_article_whose_layer_was_checked() -> None:
    report = Report([FIRST, SECOND, THIRD])
    assert report.triples() == [(1, 2, 3), (0, 2, 1), (1, 1, 1)]
    assert report.triples("PERSON") == [(0, 0, 2), (0, 1, 1), (1, 1, 1)]
    assert report.triples("GPE") == [(0, 0, 0), (0, 1, 0), (0, 0, 0)]
    assert report.triples("DATE") == [(0, 0, 0)] * 3
    assert report.quote_triples("all", 0.5) == [(1, 1, 3), (1, 2, 1)]
    assert report.quote_triples("with marks", 1.0) == [(1, 1, 1), (0, 0, 0)]
    assert report.quote_triples("cue", 0.5) == [(1, 1, 1), (1, 1, 1)]


# Articles whose marks are anything, over the words of the text.
EDGES = [at for at, letter in enumerate(f" {TEXT}") if letter == " "]


def words(first: int, last: int) -> Span:
    return Span(EDGES[first], ([*EDGES, len(TEXT) + 1])[last] - 1)


def pieces(least: int, most: int) -> st.SearchStrategy[Spans]:
    """Some stretches of words in their order."""
    ends = st.integers(0, len(EDGES))
    cuts = st.lists(ends, min_size=2 * least, max_size=2 * most, unique=True).map(sorted)
    return cuts.map(lambda at: tuple(map(words, at[: len(at) // 2 * 2 : 2], at[1::2])))


NAMES = st.sampled_from(
    [("Ida Moe", "named"), ("Bo Lind", "named"), (None, "unnamed"), (None, "unknown")]
)


def drawn(content: Spans, kind: str, cue: Spans, who: tuple[str | None, str]) -> Quote:
    return Quote(content, kind, cue, cue[:1], *who)


QUOTES_DRAWN = st.lists(
    st.builds(
        drawn,
        pieces(1, 2),
        st.sampled_from(["direct", "indirect"]),
        pieces(0, 1),
        NAMES,
    ),
    max_size=3,
)
ENTITIES_DRAWN = st.lists(
    st.builds(
        lambda spans, label: Entity(spans[0], label),
        pieces(1, 1),
        st.sampled_from(["ORG", "PERSON"]),
    ),
    max_size=4,
)
MARKS = st.builds(lambda e, q: Annotations(tuple(e), tuple(q)), ENTITIES_DRAWN, QUOTES_DRAWN)


@st.composite
def sides(draw: st.DrawFn) -> tuple[Annotations, Annotations]:
    """Gold and predictions that have some marks in common, or with a part that is another."""
    gold, predicted, common = draw(MARKS), draw(MARKS), draw(MARKS)
    kind, who = draw(st.sampled_from(["direct", "mixed"])), draw(NAMES)
    changed = [
        replace(one, kind=kind, speaker_name=who[0], speaker_status=who[1]) for one in common.quotes
    ]
    return (
        Annotations(common.entities + gold.entities, common.quotes + gold.quotes),
        Annotations(common.entities + predicted.entities, (*changed, *predicted.quotes)),
    )


ARTICLES = st.lists(st.tuples(sides(), st.sets(st.sampled_from(LAYERS))), max_size=3)


def many(examples: int) -> settings:
    return settings(max_examples=examples, deadline=None, derandomize=True)


@many(300)
@given(sides())
def test_each_error_is_counted_in_the_figures_and_each_wrong_count_has_its_error(
    layers: tuple[Annotations, Annotations],
) -> None:
    found = compared(*layers)
    errors = Counter((error.layer, error.error) for error in found.errors)
    strict, exact, partial, kind = (found.schemes[scheme] for scheme in SCHEMES)
    assert {error: errors[ENTITIES, error] for error in ENTITY_ERRORS} == {
        "missed": strict.missed,
        "spurious": strict.spurious,
        "label": exact.correct - strict.correct,
        "boundary": kind.correct - strict.correct,
        "label and boundary": partial.partial - (kind.correct - strict.correct),
    }
    content, whole = found.quotes["all", 0.5], found.quotes["all", 1.0]
    wrong = {part: found.quotes[part, 0.5] for part in PARTS}
    names = errors[QUOTES, "speaker's name"]
    assert {error: errors[QUOTES, error] for error in QUOTE_ERRORS} == {
        "missed": content.gold - content.right,
        "spurious": content.predicted - content.right,
        "boundary": content.right - whole.right,
        "kind": wrong["kind"].gold - wrong["kind"].right,
        "cue": wrong["cue"].gold - wrong["cue"].right,
        "speaker": wrong["speaker"].gold - wrong["speaker"].right,
        "speaker's name": names,
    }
    # Where gold has no name the part is not compared, and a wrong status is an error all the same.
    unnamed = sum(
        error.error == "speaker's name" and error.gold.startswith("(") for error in found.errors
    )
    assert names - unnamed == wrong["name"].gold - wrong["name"].right
    assert set(errors) <= {
        *((ENTITIES, error) for error in ENTITY_ERRORS),
        *((QUOTES, error) for error in QUOTE_ERRORS),
    }
    assert [error.span for error in found.errors] == sorted(error.span for error in found.errors)


@many(150)
@given(ARTICLES)
def test_triples_add_up_to_the_counts_and_reports_to_their_sum(
    articles: list[tuple[tuple[Annotations, Annotations], set[str]]],
) -> None:
    each = [
        compare(str(number), TEXT, *layers, checked)
        for number, (layers, checked) in enumerate(articles)
    ]
    report = Report(each)
    for label in (None, "ORG", "PERSON"):
        counts = report.entities.get(label, Counts()) if label else total(report.entities)
        columns = [sum(triple[n] for triple in report.triples(label)) for n in range(3)]
        assert columns == [counts.tp, counts.predicted, counts.gold]
        assert len(report.triples(label)) == len(report.checked(ENTITIES))
    for key in [*((s, least) for s in SUBSETS for least in OVERLAPS), *((p, 0.5) for p in PARTS)]:
        tally = report.quotes[key]
        columns = [sum(triple[n] for triple in report.quote_triples(*key)) for n in range(3)]
        assert columns == [tally.right, tally.predicted, tally.gold]
    assert report.schemes["strict"].correct == total(report.entities).tp
    assert report.confused.total() == sum(sum(one.confused.values()) for one in each)
    assert list(report.errors()) == [error for one in each for error in one.errors]
    alone = [Report([one]) for one in each]
    for scheme in SCHEMES:
        outcomes = (one.schemes[scheme] for one in alone)
        assert sum(outcomes, Outcome()) == report.schemes[scheme]
