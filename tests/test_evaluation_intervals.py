"""How sure figures are: against every resample and every exchange there is, and by hand."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, product
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from annotator.evaluation.intervals import (
    RESAMPLES,
    Difference,
    Interval,
    Triple,
    apart,
    difference,
    intervals,
)

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
FIGURES = ("precision", "recall", "f1")
EDGE = 0.025  # of the resamples lie below an interval, and as many above
# Five standard deviations of how many of 2,000 resamples lie beyond an edge that 2.5 % are beyond.
WITHIN = 5 * sqrt(EDGE * (1 - EDGE) / RESAMPLES)


def many(examples: int) -> settings:
    return settings(max_examples=examples, deadline=None, derandomize=True)


def figure(name: str, sums: Floats) -> Floats:
    right, predicted, gold = sums.T
    parts = {
        "precision": (right, predicted),
        "recall": (right, gold),
        "f1": (right, (predicted + gold) / 2),
    }
    above, below = parts[name]
    return above / below


def drawn(articles: Sequence[Triple], which: Numbers) -> Floats:
    """The sums of resamples, each given as the numbers of the articles that are in it."""
    return np.asarray(articles, dtype=float)[which].sum(axis=1)


def every_resample(articles: Sequence[Triple]) -> Numbers:
    return np.array(list(product(range(len(articles)), repeat=len(articles))))


def assert_middle(found: Interval | None, figures: Floats, within: float = WITHIN) -> None:
    """The edges cut off the 2.5 % of these figures that are least, and that are greatest.

    Looked at by rank, not by value, since the figures of few articles lie far apart.
    """
    assert found is not None
    for edge, beyond, less in (
        (found.low, figures < found.low - 1e-12, figures <= found.low + 1e-12),
        (found.high, figures > found.high + 1e-12, figures >= found.high - 1e-12),
    ):
        assert np.mean(beyond) <= EDGE + within, edge
        assert np.mean(less) >= EDGE - within, edge


def triple(right: int, wrong: int, missed: int) -> Triple:
    return right, right + wrong, right + missed


SMALL = st.integers(0, 6)
# Each has a mention in gold and a predicted one, so that no resample is without figures.
WHOLE = st.one_of(
    st.builds(triple, st.integers(1, 6), SMALL, SMALL),
    st.builds(triple, st.just(0), st.integers(1, 6), st.integers(1, 6)),
)


@pytest.mark.parametrize("articles", [[], [(3.0, 4.0, 5.0)]], ids=["none", "one"])
def test_fewer_than_two_articles_have_no_intervals(articles: list[Triple]) -> None:
    assert intervals(articles) == dict.fromkeys(FIGURES)


@pytest.mark.parametrize(
    ("article", "found"),
    [
        pytest.param((0, 0, 0), (None, None, None), id="nothing at all"),
        pytest.param((0, 0, 2), (None, 0.0, 0.0), id="nothing predicted"),
        pytest.param((0, 2, 0), (0.0, None, 0.0), id="nothing in gold"),
        pytest.param((0, 2, 2), (0.0, 0.0, 0.0), id="all wrong"),
        pytest.param((2, 2, 2), (1.0, 1.0, 1.0), id="all right"),
        pytest.param((1, 2, 4), (0.5, 0.25, 1 / 3), id="some right"),
        pytest.param((0.5, 2, 1.5), (0.25, 1 / 3, 2 / 7), id="means over annotators"),
    ],
)
@pytest.mark.parametrize("number", [2, 30])
def test_articles_that_are_all_alike_leave_no_doubt(
    article: Triple, found: tuple[float | None, ...], number: int
) -> None:
    wanted = [None if one is None else Interval(one, one) for one in found]
    assert intervals([article] * number) == dict(zip(FIGURES, wanted, strict=True))


def test_two_articles_by_hand() -> None:
    # A quarter of the resamples has the first twice, a quarter the second twice, half has both:
    # recalls of 2/4, 0/4 and 1/4, F1 of 4/8, 0/4 and 2/6; no precision without the first.
    assert intervals([(1, 2, 2), (0, 0, 2)]) == {
        "precision": Interval(0.5, 0.5),
        "recall": Interval(0.0, 0.5),
        "f1": Interval(0.0, 0.5),
    }


@many(80)
@given(st.lists(WHOLE, min_size=2, max_size=5), st.integers(0, 3))
def test_few_articles_have_the_intervals_of_all_their_resamples(
    articles: list[Triple], seed: int
) -> None:
    """All n^n draws of n articles give the figures exactly; ours are of 2,000 of them."""
    sums = drawn(articles, every_resample(articles))
    found = intervals(articles, seed)
    for name in FIGURES:
        assert_middle(found[name], figure(name, sums))


def articles_of(number: int, seed: int, skill: float = 0.7) -> list[Triple]:
    """Articles with up to 30 mentions, of which a share is found that differs by article."""
    rng = np.random.default_rng(seed)
    gold = rng.integers(1, 30, number)
    right = rng.binomial(gold, rng.beta(10 * skill, 10 * (1 - skill), number))
    predicted = right + rng.integers(0, 8, number)
    return [(float(r), float(p), float(g)) for r, p, g in zip(right, predicted, gold, strict=True)]


def test_many_articles_have_the_intervals_of_another_bootstrap() -> None:
    """One that draws the articles one by one, and 20,000 times: its own error is added to ours."""
    articles = articles_of(60, seed=5)
    which = np.random.default_rng(99).integers(0, 60, (10 * RESAMPLES, 60))
    sums = drawn(articles, which)
    found = intervals(articles)
    for name in FIGURES:
        assert_middle(found[name], figure(name, sums), WITHIN * sqrt(1.1))
        one = found[name]
        assert one is not None and 0.02 < one.high - one.low < 0.2


@many(150)
@given(st.lists(st.builds(triple, SMALL, SMALL, SMALL), min_size=2, max_size=12))
def test_an_interval_holds_the_figure_itself(articles: list[Triple]) -> None:
    right, predicted, gold = map(sum, zip(*articles, strict=True))
    below = {"precision": predicted, "recall": gold, "f1": (predicted + gold) / 2}
    for name, found in intervals(articles).items():
        assert (found is None) == (below[name] == 0)
        if found is not None:
            assert 0 <= found.low <= found.high <= 1
            assert found.low - 1e-12 <= right / below[name] <= found.high + 1e-12


def test_sixteen_times_as_many_articles_have_an_interval_a_quarter_as_wide() -> None:
    articles = articles_of(25, seed=8)
    few, lots = intervals(articles)["f1"], intervals(articles * 16)["f1"]
    assert few is not None and lots is not None
    # An edge is off by 6 % of a standard deviation or so, which is a quarter of the width.
    assert (lots.high - lots.low) / (few.high - few.low) == pytest.approx(1 / 4, rel=0.15)


def test_only_shares_count_not_how_long_the_articles_are() -> None:
    articles = articles_of(20, seed=3)
    longer = [(8 * r, 8 * p, 8 * g) for r, p, g in articles]
    assert intervals(longer) == intervals(articles)


def test_a_seed_gives_the_same_intervals_again_and_another_seed_others() -> None:
    first, second = articles_of(15, seed=1), articles_of(15, seed=2)
    found = [intervals(first, seed) for seed in (0, 1, 0)]
    assert found[0] == found[2] != found[1]
    compared = [difference(first, second, seed) for seed in (0, 1, 0)]
    assert compared[0] == compared[2] != compared[1]
    assert intervals(first) == found[0]
    assert difference(first, second) == compared[0]


# Two systems on the same articles.


def f1(sums: Sequence[float]) -> Fraction:
    right, predicted, gold = map(Fraction, sums)
    return 2 * right / (predicted + gold)


def difference_of(first: Sequence[Triple], second: Sequence[Triple]) -> Fraction:
    one, two = ([sum(column) for column in zip(*of, strict=True)] for of in (first, second))
    return f1(two) - f1(one)


def exact_p(first: Sequence[Triple], second: Sequence[Triple]) -> float:
    """The share of all 2^n exchanges with at least the difference observed, in fractions."""
    observed = abs(difference_of(first, second))
    pairs = list(zip(first, second, strict=True))
    as_big = 0
    for exchanged in product((False, True), repeat=len(pairs)):
        one, two = paired([p[::-1] if e else p for p, e in zip(pairs, exchanged, strict=True)])
        as_big += abs(difference_of(one, two)) >= observed
    return float(Fraction(as_big, 2 ** len(pairs)))


Pair = tuple[Triple, Triple]


def pair(right: int, wrong: int, others_right: int, others_wrong: int, missed: int) -> Pair:
    gold = max(right, others_right) + missed
    return (right, right + wrong, gold), (others_right, others_right + others_wrong, gold)


PAIRS = st.builds(pair, SMALL, SMALL, SMALL, SMALL, st.integers(1, 3))  # something is in gold


def paired(pairs: list[Pair]) -> tuple[list[Triple], list[Triple]]:
    return [one for one, _ in pairs], [other for _, other in pairs]


def test_a_system_does_not_differ_from_itself() -> None:
    articles = articles_of(10, seed=4)
    assert difference(articles, articles) == Difference(0.0, Interval(0.0, 0.0), 1.0)


def test_two_articles_are_never_enough_to_tell_systems_apart() -> None:
    # Of the four exchanges none and both give the whole difference. The resamples with one of the
    # articles twice give 1 - 0 and 1/2 - 0.
    found = difference([(0, 2, 2), (0, 2, 2)], [(2, 2, 2), (1, 2, 2)])
    assert found is not None
    assert (found.f1, found.interval) == (0.75, Interval(0.5, 1.0))
    assert found.p == pytest.approx(0.5, abs=5 * sqrt(0.25 / RESAMPLES) + 1 / (RESAMPLES + 1))


def test_a_system_that_is_better_in_every_article_is_better_beyond_doubt() -> None:
    worse = articles_of(12, seed=6, skill=0.4)
    better = [(g, g + 1, g) for _, _, g in worse]
    found = difference(worse, better)
    assert found is not None
    assert found.f1 == pytest.approx(float(difference_of(worse, better)))
    assert found.interval.low > 0
    # All 12 one way or the other: 2 of 4,096 exchanges, so 1 of 2,000 is expected. The observed
    # difference is counted too, so that p is never 0.
    assert 1 / (RESAMPLES + 1) <= found.p <= 8 / (RESAMPLES + 1)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(articles_of(10, seed=21), articles_of(10, seed=22), id="ten articles"),
        pytest.param(articles_of(9, seed=23, skill=0.6), articles_of(9, seed=24), id="nine"),
        pytest.param(
            [(1, 2, 2), (0.5, 1, 1.5), (0, 1, 2), (1, 1, 1), (0, 2, 1)],
            [(1.5, 2, 2), (1, 1, 1.5), (1, 1, 2), (0, 1, 1), (1, 1, 1)],
            id="means over annotators",
        ),
        pytest.param(
            [(1, 1, 2), (5, 5, 6), (3, 3, 4), (0, 2, 1)],
            [(2, 5, 2), (4, 6, 6), (2, 2, 4), (1, 4, 1)],
            id="other exchanges give the same difference, but for rounding",
        ),
    ],
)
def test_p_of_up_to_ten_articles_is_that_of_all_exchanges(
    first: list[Triple], second: list[Triple]
) -> None:
    """The number of 2,000 random exchanges is binomial: five standard deviations are allowed."""
    found, exact = difference(first, second), exact_p(first, second)
    assert found is not None and exact < 1
    within = 5 * sqrt(exact * (1 - exact) / RESAMPLES) + 1 / (RESAMPLES + 1)
    assert found.p == pytest.approx(exact, abs=within)


@many(100)
@given(st.lists(PAIRS, min_size=2, max_size=6).map(paired), st.integers(0, 3))
def test_p_and_interval_of_few_articles_are_those_of_all_exchanges_and_resamples(
    systems: tuple[list[Triple], list[Triple]], seed: int
) -> None:
    """The same, for anything; exchanges that give exactly the observed difference count too."""
    first, second = systems
    found, exact = difference(first, second, seed), exact_p(first, second)
    assert found is not None
    assert found.f1 == pytest.approx(float(difference_of(first, second)), abs=1e-12)
    within = 5 * sqrt(exact * (1 - exact) / RESAMPLES) + 1 / (RESAMPLES + 1)
    assert found.p == pytest.approx(exact, abs=within)
    if len(first) < 6:
        which = every_resample(first)
        one, two = (figure("f1", drawn(articles, which)) for articles in systems)
        assert_middle(found.interval, two - one)


@many(100)
@given(st.lists(PAIRS, min_size=2, max_size=12).map(paired))
def test_systems_in_the_other_order_differ_the_other_way(
    systems: tuple[list[Triple], list[Triple]],
) -> None:
    there, back = difference(*systems), difference(*reversed(systems))
    assert there is not None and back is not None
    assert back.f1 == -there.f1
    assert back.p == there.p
    mirrored = -back.interval.high, -back.interval.low
    assert (there.interval.low, there.interval.high) == pytest.approx(mirrored, abs=1e-12)


def test_the_interval_of_a_difference_is_of_the_same_articles_for_both_systems() -> None:
    # Articles differ much, the systems by the same little in each: only pairs can tell.
    first = [(float(n % 7), 10.0, 10.0) for n in range(40)]
    second = [(r + 1, p, g) for r, p, g in first]
    found = difference(first, second)
    assert found is not None
    assert found.interval.low == pytest.approx(0.1)
    assert found.interval.high == pytest.approx(0.1)
    alone = intervals(first)["f1"]
    assert alone is not None and alone.high - alone.low > 0.1


@pytest.mark.parametrize("articles", [[], [(3.0, 4.0, 5.0)]], ids=["none", "one"])
def test_fewer_than_two_articles_tell_nothing_of_a_difference(articles: list[Triple]) -> None:
    assert difference(articles, articles) is None


@pytest.mark.parametrize(
    "other",
    [
        pytest.param([(0, 0, 0)] * 3, id="for both"),
        pytest.param([(0, 1, 0)] * 3, id="for the first"),
    ],
)
def test_a_difference_is_undefined_where_a_figure_is(other: list[Triple]) -> None:
    nothing: list[Triple] = [(0, 0, 0)] * 3
    assert difference(nothing, other) is None
    assert difference(other, nothing) is None


@pytest.mark.parametrize(("first", "second"), [(3, 2), (2, 3), (0, 1), (1, 0)])
def test_systems_are_compared_on_the_same_articles_only(first: int, second: int) -> None:
    article = (1.0, 2.0, 3.0)
    with pytest.raises(ValueError, match=f"{first} articles against {second}"):
        difference([article] * first, [article] * second)


def test_no_difference_at_all_is_as_likely_as_can_be() -> None:
    # Nothing is in gold, and each system is wrong in two of the four articles. Where the first one
    # gives away both there is no F1, but no exchange can give less than no difference.
    found = difference(
        [(0, 1, 0), (0, 1, 0), (0, 0, 0), (0, 0, 0)], [(0, 0, 0), (0, 0, 0), (0, 1, 0), (0, 1, 0)]
    )
    assert found is not None and found.f1 == 0
    assert found.p == 1


# Two sets of articles that have none in common.


def f1_of(articles: Sequence[Triple]) -> float:
    right, predicted, gold = (sum(one[i] for one in articles) for i in range(3))
    return 2 * right / (predicted + gold)


COUNTED = st.tuples(st.integers(0, 3), st.integers(3, 6), st.integers(3, 6)).map(
    lambda found: (float(found[0]), float(found[1]), float(found[2]))
)


@many(25)
@given(st.lists(COUNTED, min_size=4, max_size=9), st.integers(2, 7))
def test_p_of_two_sets_is_that_of_all_divisions(articles: list[Triple], at: int) -> None:
    """The number of 2,000 random divisions is binomial: five standard deviations are allowed."""
    at = min(at, len(articles) - 2)
    first, second = articles[:at], articles[at:]
    found = apart(first, second)
    assert found is not None
    assert found.f1 == pytest.approx(f1_of(second) - f1_of(first))
    numbers = range(len(articles))
    divisions = [set(some) for some in combinations(numbers, at)]
    as_big = 0
    for some in divisions:
        one = [articles[n] for n in numbers if n in some]
        two = [articles[n] for n in numbers if n not in some]
        as_big += abs(f1_of(two) - f1_of(one)) >= abs(found.f1) - 1e-9
    p = as_big / len(divisions)
    allowed = 5 * sqrt(p * (1 - p) / RESAMPLES) + 2 / (RESAMPLES + 1)
    assert found.p == pytest.approx(p, abs=allowed)
    assert found.interval.low <= found.interval.high


def test_two_sets_that_are_alike_differ_by_chance_and_two_far_apart_do_not() -> None:
    good, bad = (9.0, 10.0, 10.0), (2.0, 10.0, 10.0)
    alike = apart([good, bad] * 6, [bad, good] * 6)
    assert alike is not None
    assert (alike.f1, alike.p) == (0.0, 1.0)
    assert alike.interval.low < 0 < alike.interval.high
    far = apart([bad] * 12, [good] * 12)
    assert far is not None
    assert far.f1 == pytest.approx(0.7)
    assert (far.interval.low, far.interval.high) == pytest.approx((0.7, 0.7))
    assert far.p < 0.002


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ([], [(1.0, 1.0, 1.0)] * 2),
        ([(1.0, 1.0, 1.0)] * 2, [(1.0, 1.0, 1.0)]),
        ([(0.0, 0.0, 0.0)] * 3, [(1.0, 1.0, 1.0)] * 3),
    ],
)
def test_of_a_set_without_figures_no_difference_is_told(
    first: list[Triple], second: list[Triple]
) -> None:
    assert apart(first, second) is None
