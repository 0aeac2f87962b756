"""Counts over a whole corpus: by hand, against other computations, and how often they are right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import astuple
from fractions import Fraction
from math import sqrt
from random import Random
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from annotator.evaluation.prediction_powered import Estimate, Pair, mean, share, total

Z = NormalDist().inv_cdf(0.975)
Counts = list[int]
Corpus = tuple[Counts, Counts, Counts]  # gold, and predictions for the same and for the others
Shares = tuple[list[Pair], list[Pair], list[Pair]]
Numbers = NDArray[np.int64]


def many(examples: int) -> settings:
    return settings(max_examples=examples, deadline=None, derandomize=True)


SMALL = st.integers(0, 6)
LABELLED = st.lists(st.tuples(SMALL, SMALL), min_size=2, max_size=8)
CORPORA = st.builds(
    lambda labelled, others: ([y for y, _ in labelled], [f for _, f in labelled], others),
    LABELLED,
    st.lists(SMALL, max_size=8),
)
PAIR = st.builds(lambda part, rest: (part, part + rest), SMALL, SMALL)
SHARED: st.SearchStrategy[Shares] = st.builds(
    lambda labelled, others: ([y for y, _ in labelled], [f for _, f in labelled], others),
    st.lists(st.tuples(PAIR, PAIR), min_size=2, max_size=8),
    st.lists(PAIR, max_size=8),
)


def width(estimate: Estimate) -> float:
    return estimate.high - estimate.low


def known(estimate: Estimate | None) -> Estimate:
    assert estimate is not None
    return estimate


# By hand.


def test_a_total_by_hand() -> None:
    # The machine misses 1, 2 and 3: the slope of 2 is clipped to 1, and 2 are added in each of the
    # others. The variance of what it misses is 1; in the total, N²(1/n + 1/N) = 4 (1/3 + 1/2).
    found = known(total([2, 4, 6], [1, 2, 3], [4, 6]))
    assert (found.value, found.labelled, found.others, found.tuning) == (26.0, 3, 2, 1.0)
    assert found.low == pytest.approx(26 - Z * sqrt(10 / 3))
    assert found.high == pytest.approx(26 + Z * sqrt(10 / 3))


def test_a_machine_that_counts_all_double_is_halved() -> None:
    # The slope is 1/2 without any of them, too, so nothing is unsure.
    assert total([0, 1, 2], [0, 2, 4], [10, 20]) == Estimate(18.0, 18.0, 18.0, 3, 2, 0.5)


def test_a_slope_of_one_article_is_not_sure() -> None:
    # It leaves no residual: 2 known, and half of 8. Without the last article the machine has made
    # no error and is believed: λ is 1, and the estimate of the mean moves by 0.75, none of the
    # others moves it. The variance is 3/4 · 0.75² · M · N.
    found = known(total([0, 0, 0, 2], [0, 0, 0, 4], [4, 4, 0, 0]))
    assert (found.value, found.tuning) == (6.0, 0.5)
    assert (found.low, found.high) == (2.0, pytest.approx(6 + Z * sqrt(13.5)))


def test_a_mean_by_hand() -> None:
    # Covariance and variance of all predictions are 110 both, so λ = 1 / (1 + 3/3). Half the
    # predictions, of variance 100/4, have 5 more in the others; gold less half of them is 0, 6, 12.
    found = known(mean([0, 11, 22], [0, 10, 20], [10, 20, 30]))
    assert (found.value, found.tuning) == (pytest.approx(11 + 5), pytest.approx(1 / 2))
    margin = Z * sqrt(25 / 3 + 36 / 3)
    assert (found.low, found.high) == pytest.approx((16 - margin, 16 + margin))


def test_a_share_by_hand() -> None:
    # The total above, of five articles with ten each.
    gold, predicted, others = ([(n, 10) for n in some] for some in ([2, 4, 6], [1, 2, 3], [4, 6]))
    found = known(share(gold, predicted, others))
    margin = Z * sqrt(10 / 3) / 50
    assert (found.value, found.tuning) == (26 / 50, 1.0)
    assert (found.low, found.high) == pytest.approx((26 / 50 - margin, 26 / 50 + margin))


def test_a_share_where_the_wholes_are_wrong_too_by_hand() -> None:
    # In each article one quote too many is found, of the part in all: of 6 and 10 known, the three
    # others add 6 - 3 and 12 - 3. The error is the same everywhere, so nothing is unsure.
    found = known(share([(1, 3), (2, 3), (3, 4)], [(2, 4), (3, 4), (4, 5)], [(2, 4)] * 3))
    assert (found.value, found.tuning) == (9 / 19, 1.0)
    assert width(found) == pytest.approx(0, abs=1e-12)


# Against other computations.


@many(150)
@given(CORPORA)
def test_a_mean_is_as_published(corpus: Corpus) -> None:
    gold, predicted, others = map(np.array, corpus)
    found = known(mean(*corpus))
    if not len(others):
        return
    n, more = len(gold), len(others)
    spread = np.var(np.concatenate([predicted, others]), ddof=1)
    tuning = 0.0
    if spread:
        tuning = np.clip(np.cov(gold, predicted)[0, 1] / ((1 + n / more) * spread), 0, 1)
    value = np.mean(tuning * others) + np.mean(gold - tuning * predicted)
    # One prediction has no variance; we take that of all.
    other = np.var(others, ddof=1) if more > 1 else spread
    error = sqrt(tuning**2 * other / more + np.var(gold - tuning * predicted, ddof=1) / n)
    wanted = [max(at, 0) for at in (value, value - Z * error, value + Z * error)]
    assert astuple(found) == pytest.approx((*wanted, n, more, tuning), abs=1e-9)


def slope(pairs: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    gold, predicted = (sum(column) / Fraction(len(pairs)) for column in zip(*pairs, strict=True))
    squares = sum((f - predicted) ** 2 for _, f in pairs)
    if not squares:
        return Fraction(all(y == f for y, f in pairs))
    products = sum((y - gold) * (f - predicted) for y, f in pairs)
    return min(max(products / squares, Fraction(0)), Fraction(1))


def difference_estimate(
    pairs: Sequence[tuple[Fraction, Fraction]], everywhere: Fraction, articles: int, by: Fraction
) -> Fraction:
    """That of the textbooks: what is predicted in all articles, and the mean error for each."""
    return by * everywhere + articles * sum(y - by * f for y, f in pairs) / Fraction(len(pairs))


def jackknifed(gold: Sequence[float], predicted: Sequence[float], others: Sequence[float]) -> float:
    """The standard error, by leaving out each article and estimating anew, in fractions."""
    pairs = [(Fraction(y), Fraction(f)) for y, f in zip(gold, predicted, strict=True)]
    everywhere = sum(map(Fraction, [*predicted, *others]), Fraction(0))
    n, articles = len(gold), len(gold) + len(others)
    whole = difference_estimate(pairs, everywhere, articles, slope(pairs))
    without = (pairs[:i] + pairs[i + 1 :] for i in range(n))
    moved = [
        difference_estimate(some, everywhere, articles, slope(some)) - whole for some in without
    ]
    variance = Fraction(n - 1, n) * sum(move**2 for move in moved)
    return sqrt(variance * (1 - Fraction(n, articles)))  # the finite population correction


@many(300)
@given(CORPORA)
def test_a_total_is_the_difference_estimator_and_its_jackknife(corpus: Corpus) -> None:
    gold, predicted, others = corpus
    pairs = [(Fraction(y), Fraction(f)) for y, f in zip(gold, predicted, strict=True)]
    everywhere, articles = Fraction(sum(predicted) + sum(others)), len(gold) + len(others)
    value = difference_estimate(pairs, everywhere, articles, slope(pairs))
    value, margin = max(value, Fraction(sum(gold))), Z * jackknifed(*corpus)
    wanted = (float(value), max(value - margin, sum(gold)), value + margin)
    counted = (len(gold), len(others), float(slope(pairs)))
    assert astuple(known(total(*corpus))) == pytest.approx((*wanted, *counted), abs=1e-6)


@many(150)
@given(SHARED)
def test_a_share_is_a_ratio_of_totals_with_the_error_of_the_delta_method(corpus: Shares) -> None:
    found = share(*corpus)
    gold, predicted, others = corpus
    assume(found is not None)
    found = known(found)

    def corrected(count: Callable[[Pair], float], by: float) -> float:
        errors = [count(y) - by * count(f) for y, f in zip(gold, predicted, strict=True)]
        at_least = sum(map(count, gold))
        rest = by * sum(map(count, others)) + len(others) * sum(errors) / len(errors)
        return max(at_least + rest, at_least)

    part = corrected(lambda pair: pair[0], found.tuning)
    whole = part + corrected(lambda pair: pair[1] - pair[0], found.tuning)
    ratio = Fraction(found.value)
    counts = [[Fraction(one) - ratio * Fraction(all_) for one, all_ in some] for some in corpus]
    margin = Z * jackknifed(*counts) / whole  # type: ignore[arg-type]
    assert found.value == pytest.approx(part / whole, abs=1e-9)
    assert found.low == pytest.approx(max(found.value - margin, 0), abs=1e-6)
    assert found.high == pytest.approx(min(found.value + margin, 1), abs=1e-6)


@many(150)
@given(CORPORA)
def test_of_articles_that_are_each_a_whole_a_share_is_the_total_by_their_number(
    corpus: Corpus,
) -> None:
    gold, predicted, others = ([min(count, 1) for count in counts] for counts in corpus)
    assume(any(gold) and not all(gold))  # so that neither is at what is known
    articles = len(gold) + len(others)
    one = known(total(gold, predicted, others))
    rest = articles - one.value
    assume(sum(gold) < one.value and len(gold) - sum(gold) < rest)
    found = known(share(*([(count, 1) for count in some] for some in (gold, predicted, others))))
    assert found.value == pytest.approx(one.value / articles)
    assert found.tuning == pytest.approx(one.tuning)
    assert found.high == pytest.approx(min(one.high / articles, 1))


# Laws.


@many(150)
@given(st.lists(SMALL, min_size=2, max_size=8), st.lists(SMALL, max_size=8))
def test_predictions_without_error_are_believed(gold: Counts, others: Counts) -> None:
    whole = float(sum(gold) + sum(others))
    assert total(gold, gold, others) == Estimate(whole, whole, whole, len(gold), len(others), 1.0)


@many(100)
@given(st.lists(PAIR, min_size=2, max_size=8), st.lists(PAIR, max_size=8))
def test_shares_without_error_are_believed(gold: list[Pair], others: list[Pair]) -> None:
    parts, wholes = (sum(pair[at] for pair in [*gold, *others]) for at in (0, 1))
    found = share(gold, gold, others)
    if not wholes:
        assert found is None
    else:
        found = known(found)
        assert (found.value, found.tuning) == (parts / wholes, 1.0)
        assert (found.low, found.high) == (found.value, found.value)


@many(100)
@given(LABELLED)
def test_where_all_are_labelled_all_is_known(labelled: list[tuple[int, int]]) -> None:
    gold, predicted = map(list, zip(*labelled, strict=True))
    found = known(total(gold, predicted, []))
    assert (found.value, found.low, found.high) == (sum(gold),) * 3
    pairs: list[Pair] = [(y, y + 2) for y in gold]
    of = known(share(pairs, [(f, f + 1) for f in predicted], []))
    assert (of.value, width(of)) == (pytest.approx(sum(gold) / sum(w for _, w in pairs)), 0)
    alone = known(mean(gold, predicted, []))
    margin = Z * sqrt(np.var(gold, ddof=1) / len(gold))
    assert (alone.value, alone.tuning) == (pytest.approx(np.mean(gold)), 0)
    assert alone.high == pytest.approx(np.mean(gold) + margin)


@many(100)
@given(CORPORA, st.randoms(use_true_random=False))
def test_the_order_of_articles_is_nothing(corpus: Corpus, random: Random) -> None:
    gold, predicted, others = corpus
    labelled = list(zip(gold, predicted, strict=True))
    random.shuffle(labelled)
    mixed = sorted(others, key=lambda _: random.random())
    there = [y for y, _ in labelled], [f for _, f in labelled], mixed
    pairs, there_too = (
        [[(count, 7) for count in counts] for counts in some] for some in (corpus, there)
    )
    assert mean(*there) == mean(*corpus)
    assert total(*there) == total(*corpus)
    assert share(*there_too) == share(*pairs)


@many(100)
@given(CORPORA, st.sampled_from([0.125, 0.5, 3, 100]))
def test_counts_in_another_measure_give_the_same_in_that_measure(
    corpus: Corpus, scale: float
) -> None:
    scaled = [[scale * count for count in counts] for counts in corpus]
    for estimated in (mean, total):
        one, other = known(estimated(*corpus)), known(estimated(*scaled))
        edges = [scale * at for at in (one.value, one.low, one.high)]
        assert [other.value, other.low, other.high] == pytest.approx(edges, abs=1e-6 * scale)
        assert other.tuning == pytest.approx(one.tuning)


@many(100)
@given(LABELLED, SMALL, st.integers(1, 8))
def test_predictions_that_are_all_alike_leave_the_labelled_articles_alone(
    labelled: list[tuple[int, int]], prediction: int, others: int
) -> None:
    gold, n = [y for y, _ in labelled], len(labelled)
    assume(set(gold) != {prediction})
    corpus = gold, [prediction] * n, [prediction] * others
    found, by_article = known(total(*corpus)), known(mean(*corpus))
    assert (found.tuning, by_article.tuning) == (0, 0)
    assert found.value == pytest.approx((n + others) * np.mean(gold))
    assert by_article.value == pytest.approx(np.mean(gold))
    assert by_article.high - by_article.value == pytest.approx(Z * np.std(gold, ddof=1) / sqrt(n))


@many(200)
@given(SHARED)
def test_the_rest_has_the_rest_of_the_share(corpus: Shares) -> None:
    found = share(*corpus)
    other = share(*([(whole - part, whole) for part, whole in some] for some in corpus))
    assert (found is None) == (other is None)
    if found and other:
        assert found.value + other.value == pytest.approx(1)
        assert found.low + other.high == pytest.approx(1, abs=1e-6)
        assert 0 <= found.low <= found.value <= found.high <= 1


@many(200)
@given(CORPORA)
def test_no_total_is_less_than_what_is_known(corpus: Corpus) -> None:
    found = known(total(*corpus))
    assert sum(corpus[0]) <= found.low <= found.value <= found.high
    by_article = known(mean(*corpus))
    assert 0 <= by_article.low <= by_article.value <= by_article.high


def test_a_machine_that_finds_too_much_takes_nothing_from_what_is_known() -> None:
    found = known(total([3, 0, 0], [3, 9, 0], [0, 0, 0, 0]))
    assert (found.low, found.tuning) == (3, 0)
    below = known(total([1, 2, 3], [7, 8, 9], [0, 0, 0]))  # would be 6 - 18
    assert (below.value, below.low, below.tuning) == (6, 6, 1)


# Where there is nothing to say.


@pytest.mark.parametrize("labelled", [[], [3]], ids=["none", "one"])
def test_fewer_than_two_labelled_articles_say_nothing(labelled: Counts) -> None:
    assert mean(labelled, labelled, [1, 2]) is None
    assert total(labelled, labelled, [1, 2]) is None
    assert share([(y, 4) for y in labelled], [(y, 4) for y in labelled], [(1, 2)]) is None


def test_nothing_has_no_share_of_nothing() -> None:
    nothing: list[Pair] = [(0, 0), (0, 0)]
    assert share(nothing, nothing, nothing) is None
    assert share(nothing, [(1, 2), (1, 2)], nothing) is None  # found where there is none
    assert known(share(nothing, nothing, [(1, 2)])).value == 0.5


@pytest.mark.parametrize("estimated", [mean, total, share])
def test_gold_and_predictions_are_of_the_same_articles(
    estimated: Callable[..., Estimate | None],
) -> None:
    with pytest.raises(ValueError, match="3 articles against 2"):
        estimated([(1, 2)] * 3, [(1, 2)] * 2, [])


# How often an interval holds the truth: with a machine that misses a quarter and finds some that
# are not there, in articles of which few have much and many have nothing.

CORPUSES = 300


def corpora(labelled: int, others: int, seed: int, quality: float = 0.75) -> list[list[Numbers]]:
    """Of each corpus the gold and predicted wholes, and those parts of them."""
    rng, made, articles = np.random.default_rng(seed), [], labelled + others
    for _ in range(CORPUSES):
        whole = rng.poisson(rng.gamma(0.8, 4, articles))
        part = rng.binomial(whole, rng.beta(5, 3, articles))
        extra = rng.poisson(2 * (1 - quality), articles)
        found = rng.binomial(part, quality)
        more = rng.binomial(extra, 0.2) + found
        made.append([part, whole, more, found + rng.binomial(whole - part, quality**2) + extra])
    return made


def paired(parts: Numbers, wholes: Numbers) -> list[Pair]:
    return list(zip(parts.tolist(), wholes.tolist(), strict=True))


@pytest.mark.parametrize(("labelled", "others"), [(50, 400), (100, 100), (150, 1000)])
def test_intervals_hold_the_truth_as_often_as_they_say(labelled: int, others: int) -> None:
    n, totals, shares = labelled, [], []
    for part, whole, found, counted in corpora(labelled, others, seed=n):
        one = known(total(part[:n].tolist(), found[:n].tolist(), found[n:].tolist()))
        totals.append(one.low <= part.sum() <= one.high)
        gold, predicted = paired(part, whole), paired(found, counted)
        of = known(share(gold[:n], predicted[:n], predicted[n:]))
        shares.append(of.low <= part.sum() / whole.sum() <= of.high)
    assert 0.91 <= np.mean(totals) <= 0.98
    assert 0.91 <= np.mean(shares) <= 0.98


def test_the_machine_alone_is_far_off_and_the_labelled_articles_alone_less_sure() -> None:
    n, machine, here, alone, of, of_alone = 60, [], [], [], [], []
    for part, whole, found, counted in corpora(n, 500, seed=1, quality=0.9):
        gold = part[:n].tolist()
        one = known(total(gold, found[:n].tolist(), found[n:].tolist()))
        machine.append(one.low <= found.sum() <= one.high)
        here.append(width(one))
        alone.append(width(known(total(gold, [0] * n, [0] * 500))))
        predicted, nothing = paired(found, counted), [(0.0, 0.0)] * 500
        pairs = paired(part, whole)[:n]
        of.append(width(known(share(pairs, predicted[:n], predicted[n:]))))
        of_alone.append(width(known(share(pairs, nothing[:n], nothing))))
    assert np.mean(machine) < 0.5
    assert np.mean(here) < 0.6 * np.mean(alone)
    assert np.mean(of) < 0.8 * np.mean(of_alone)


def test_a_mean_holds_that_of_all_articles_there_could_be() -> None:
    n, held = 100, []
    for part, _, found, _ in corpora(n, 500, seed=2):
        one = known(mean(part[:n].tolist(), found[:n].tolist(), found[n:].tolist()))
        held.append(one.low <= 0.8 * 4 * 5 / 8 <= one.high)  # what the distributions have
    assert 0.9 <= np.mean(held) <= 0.98
