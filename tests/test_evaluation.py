from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.annotation import Annotations, Entity, Quote, Span
from annotator.evaluation import (
    Counts,
    entity_counts,
    match_quotes,
    over_articles,
    overlap,
    quote_counts,
    total,
)

NEWS = "The United Nations met the UN envoy in Kabul in the end."
LETTERS = "abcdefghijklmnopqrstuvwxyz"
SAID = "“We closed,” she said, “and that is that.”"


def entities(*found: tuple[str, str]) -> Annotations:
    """Mentions by surface and label, each at the first place where it stands in the news."""
    return Annotations(
        tuple(
            Entity(Span(NEWS.index(surface), NEWS.index(surface) + len(surface)), label)
            for surface, label in found
        )
    )


def quotes(*contents: tuple[int, ...]) -> Annotations:
    """Quotes by the starts and ends of their spans, alternating."""
    return Annotations(
        quotes=tuple(
            Quote(tuple(Span(c[i], c[i + 1]) for i in range(0, len(c), 2))) for c in contents
        )
    )


@pytest.mark.parametrize(
    ("counts", "precision", "recall", "f1"),
    [
        (Counts(), None, None, None),
        (Counts(tp=3), 1.0, 1.0, 1.0),
        (Counts(fp=2), 0.0, None, 0.0),
        (Counts(fn=2), None, 0.0, 0.0),
        (Counts(fp=1, fn=1), 0.0, 0.0, 0.0),
        (Counts(6, 2, 4), 0.75, 0.6, 2 / 3),  # 2 * 0.75 * 0.6 / 1.35
    ],
)
def test_figures_follow_from_counts_and_are_none_where_undefined(
    counts: Counts, precision: float | None, recall: float | None, f1: float | None
) -> None:
    assert (counts.precision, counts.recall, counts.f1) == (precision, recall, f1)


def test_counts_know_how_many_there_were_and_how_many_were_predicted() -> None:
    assert (Counts(6, 2, 4).gold, Counts(6, 2, 4).predicted) == (10, 8)


def test_counts_add_up() -> None:
    assert Counts(1, 2, 3) + Counts(10, 20, 30) == Counts(11, 22, 33)


def test_the_total_is_micro_averaged() -> None:
    counts = {"ORG": Counts(9, 1, 0), "GPE": Counts(0, 0, 1)}
    assert total(counts) == Counts(9, 1, 1)
    assert total(counts).f1 == 0.9


def test_the_total_of_nothing_is_nothing() -> None:
    assert total({}) == Counts()


def test_articles_add_up_by_label() -> None:
    articles = [{"ORG": Counts(1, 0, 0)}, {"GPE": Counts(0, 1, 0), "ORG": Counts(0, 0, 1)}]
    added = over_articles(articles)
    assert list(added.items()) == [("GPE", Counts(0, 1, 0)), ("ORG", Counts(1, 0, 1))]


def test_a_worked_example_of_entities_by_label() -> None:
    gold = entities(("United Nations", "ORG"), ("UN", "ORG"), ("Kabul", "GPE"), ("end", "DATE"))
    predicted = entities(("United Nations", "ORG"), ("UN envoy", "ORG"), ("Kabul", "LOC"))
    assert entity_counts(gold, predicted, NEWS) == {
        "DATE": Counts(0, 0, 1),
        "GPE": Counts(0, 0, 1),
        "LOC": Counts(0, 1, 0),
        "ORG": Counts(1, 1, 1),
    }


@pytest.mark.parametrize(
    ("gold", "predicted"),
    [
        ("The United Nations", "United Nations"),
        ("United Nations", "The United Nations"),
        ("the UN", "UN"),
        ("The United Nations", "The United Nations"),
    ],
)
def test_a_leading_the_does_not_prevent_a_match(gold: str, predicted: str) -> None:
    found = entity_counts(entities((gold, "ORG")), entities((predicted, "ORG")), NEWS)
    assert found == {"ORG": Counts(1, 0, 0)}


def test_a_leading_the_makes_no_second_mention() -> None:
    gold = entities(("The United Nations", "ORG"), ("United Nations", "ORG"))
    found = entity_counts(gold, entities(("United Nations", "ORG")), NEWS)
    assert found == {"ORG": Counts(1, 0, 0)}


@pytest.mark.parametrize("text", ["Theresa May", "the", "the "])
def test_a_the_that_is_all_or_part_of_a_word_stays(text: str) -> None:
    whole = Annotations((Entity(Span(0, len(text)), "PERSON"),))
    rest = Annotations((Entity(Span(3, len(text)), "PERSON"),)) if len(text) > 4 else Annotations()
    assert entity_counts(whole, whole, text) == {"PERSON": Counts(1, 0, 0)}
    assert entity_counts(whole, rest, text)["PERSON"].tp == 0


def test_a_the_before_a_line_break_is_left_out_too() -> None:
    text = "THE\nUN"
    gold, predicted = (Annotations((Entity(Span(at, 6), "ORG"),)) for at in (0, 4))
    assert entity_counts(gold, predicted, text) == {"ORG": Counts(1, 0, 0)}


def test_names_are_not_compared() -> None:
    gold, predicted = (Annotations((Entity(Span(39, 44), "GPE", n),)) for n in ("Kabul", None))
    assert entity_counts(gold, predicted, NEWS) == {"GPE": Counts(1, 0, 0)}


def test_nothing_against_nothing_has_no_labels() -> None:
    assert entity_counts(Annotations(), Annotations(), NEWS) == {}


@pytest.mark.parametrize(
    ("gold", "predicted", "overlap"),
    [
        ((0, 6), (2, 8), 4 / 8),
        ((0, 10), (0, 3), 3 / 10),
        ((0, 10), (0, 8), 8 / 10),
        ((0, 4, 6, 10), (0, 10), 8 / 10),
        ((0, 4, 6, 10), (2, 8), 4 / 10),
        ((0, 5), (0, 5), 1.0),
    ],
)
def test_the_overlap_is_the_intersection_over_the_union(
    gold: tuple[int, ...], predicted: tuple[int, ...], overlap: float
) -> None:
    (pair,) = match_quotes(quotes(gold), quotes(predicted), LETTERS, 0.3)
    assert pair.overlap == overlap


@pytest.mark.parametrize(
    ("threshold", "counts"),
    [(0.3, Counts(1)), (0.5, Counts(1)), (0.8, Counts(1)), (1.0, Counts(fp=1, fn=1))],
)
def test_a_pair_matches_from_the_threshold_on(threshold: float, counts: Counts) -> None:
    assert quote_counts(quotes((0, 10)), quotes((0, 8)), LETTERS, threshold) == counts


def test_an_interrupted_quote_against_all_that_stands_between() -> None:
    # Content: "We closed" (9) and "and that is that" (16). Predicted: what lies between its outer
    # quotation marks without the last full stop, 39 characters.
    (pair,) = match_quotes(quotes((0, 12, 23, 42)), quotes((0, 42)), SAID)
    assert pair.overlap == 25 / 39


@pytest.mark.parametrize(
    "text", ["“We closed,”", "'We closed'", "«We closed.»", "„We closed“,", " \n“ We closed .” "]
)
def test_marks_and_stops_at_the_edges_do_not_count(text: str) -> None:
    at = text.index("We closed")
    (pair,) = match_quotes(quotes((0, len(text))), quotes((at, at + 9)), text, 1.0)
    assert pair.overlap == 1.0


def test_what_is_inside_counts_even_if_it_is_a_mark() -> None:
    text = "a “b” c"
    (pair,) = match_quotes(quotes((0, 7)), quotes((0, 1, 6, 7)), text, 0.1)
    assert pair.overlap == 2 / 7


def test_content_of_punctuation_alone_still_matches_itself() -> None:
    assert quote_counts(quotes((0, 3)), quotes((0, 3)), "“.” ") == Counts(1)


def test_the_greatest_overlap_is_matched_first() -> None:
    gold, predicted = quotes((0, 10), (10, 20)), quotes((4, 20))
    (pair,) = match_quotes(gold, predicted, LETTERS, 0.3)
    assert pair.gold == gold.quotes[1]
    assert quote_counts(gold, predicted, LETTERS, 0.3) == Counts(1, 0, 1)


def test_a_tie_goes_to_the_earlier_gold_quote() -> None:
    gold = quotes((0, 5), (5, 10))
    (pair,) = match_quotes(gold, quotes((0, 10)), LETTERS)
    assert pair.gold == gold.quotes[0]


def test_a_tie_goes_to_the_earlier_predicted_quote() -> None:
    predicted = quotes((0, 5), (5, 10))
    (pair,) = match_quotes(quotes((0, 10)), predicted, LETTERS)
    assert pair.predicted == predicted.quotes[0]


def test_a_quote_within_a_quote_is_matched_with_its_own() -> None:
    gold, predicted = quotes((0, 20), (5, 15)), quotes((0, 19), (5, 16))
    pairs = match_quotes(gold, predicted, LETTERS, 0.3)
    assert [(p.gold, p.predicted) for p in pairs] == [
        *zip(gold.quotes, predicted.quotes, strict=True)
    ]


@pytest.mark.parametrize("threshold", [0, -1, 1.01, float("nan")])
def test_a_threshold_that_means_nothing_is_refused(threshold: float) -> None:
    with pytest.raises(ValueError, match="threshold"):
        match_quotes(Annotations(), Annotations(), LETTERS, threshold)


def test_no_quotes_give_no_counts() -> None:
    assert quote_counts(Annotations(), Annotations(), LETTERS) == Counts()
    assert quote_counts(quotes((0, 3)), Annotations(), LETTERS) == Counts(fn=1)
    assert quote_counts(Annotations(), quotes((0, 3)), LETTERS) == Counts(fp=1)


SPANS = st.tuples(st.integers(0, 24), st.integers(1, 12)).map(
    lambda drawn: (drawn[0], min(sum(drawn), 26))
)
LAYERS = st.builds(
    lambda entities, contents: Annotations(entities, quotes(*contents).quotes),
    st.lists(
        st.builds(Entity, SPANS.map(lambda s: Span(*s)), st.sampled_from(["ORG", "GPE"])),
        unique=True,
        max_size=6,
    ).map(tuple),
    st.lists(SPANS, unique=True, max_size=6),
)


@given(LAYERS)
def test_a_layer_agrees_with_itself(layer: Annotations) -> None:
    assert total(entity_counts(layer, layer, LETTERS)) == Counts(len(layer.entities))
    assert quote_counts(layer, layer, LETTERS, 1.0) == Counts(len(layer.quotes))


@given(LAYERS, LAYERS, st.sampled_from([0.3, 0.5, 0.8, 1.0]))
def test_quotes_are_matched_one_to_one_and_none_that_could_be_is_left(
    gold: Annotations, predicted: Annotations, threshold: float
) -> None:
    pairs = match_quotes(gold, predicted, LETTERS, threshold)
    assert all(pair.overlap >= threshold for pair in pairs)
    left = Annotations(
        quotes=tuple(q for q in gold.quotes if q not in [pair.gold for pair in pairs])
    )
    other = Annotations(
        quotes=tuple(q for q in predicted.quotes if q not in [pair.predicted for pair in pairs])
    )
    assert len(left.quotes) == len(gold.quotes) - len(pairs)
    assert len(other.quotes) == len(predicted.quotes) - len(pairs)
    assert match_quotes(left, other, LETTERS, threshold) == []


@given(LAYERS, LAYERS)
def test_exchanging_gold_and_predicted_exchanges_misses_and_false_finds(
    gold: Annotations, predicted: Annotations
) -> None:
    there = entity_counts(gold, predicted, LETTERS)
    back = entity_counts(predicted, gold, LETTERS)
    assert back == {label: Counts(c.tp, c.fn, c.fp) for label, c in there.items()}


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ((0, 10), (0, 10), 1.0),
        ((0, 10), (5, 15), 1 / 3),  # 5 of 15
        ((0, 2, 4, 6), (1, 5), 2 / 6),  # 1 and 4 of 0 to 5
        ((0, 3), (3, 6), 0.0),
        ((0, 3), (), 0.0),
        ((), (), 0.0),
    ],
)
def test_parts_of_quotes_overlap_by_their_characters(
    one: tuple[int, ...], other: tuple[int, ...], share: float
) -> None:
    first, second = (tuple(Span(c[i], c[i + 1]) for i in range(0, len(c), 2)) for c in (one, other))
    assert overlap(first, second) == overlap(second, first) == share
