"""Counts over a whole corpus, the machine's corrected by people's: prediction-powered inference.

A machine counts in every article, people in some of them (gold): there its error shows, and by
that the rest is corrected (Angelopoulos, Bates, Fannjiang, Jordan & Zrnic 2023). Surveys know it as
the difference estimator (Särndal, Swensson & Wretman 1992). How far the machine is believed is
tuned by λ, as in PPI++ (Angelopoulos, Duchi & Zrnic 2023): 0 is the labelled articles alone, 1 the
machine less its mean error.

All holds only if the labelled articles are like a random sample of the corpus, not the ones that
someone found interesting. Intervals are of 95 %, by normal approximation: too narrow where fewer
than ten or so of the labelled articles have a count. Of a name in none of them they tell nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, inf, sqrt
from statistics import NormalDist, fmean

SHARE = 0.95  # of the intervals hold the truth
REACH = NormalDist().inv_cdf((1 + SHARE) / 2)  # of an interval to either side, in standard errors
FEWEST = 2  # labelled articles
ROUNDING = 1e-9  # a sum of squares of which this little is left is zero but for rounding

Pair = tuple[float, float]  # of one article: the part, and the whole that it is part of


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value and its interval, from how many articles, and λ: how far the machine is believed."""

    value: float
    low: float
    high: float
    labelled: int
    others: int
    tuning: float


def mean(
    gold: Sequence[float], predicted: Sequence[float], others: Sequence[float]
) -> Estimate | None:
    """The mean count of an article, as PPI++ defines it.

    It is that of the endless stream of articles of which all those here, labelled or not, are a
    random sample, and so has an interval even if all are labelled. The mean of just those here is
    their ``total`` by their number. None with fewer than two labelled articles.
    """
    if not _enough(gold, predicted):
        return None
    value, variance, tuning = fmean(gold), 0.0, 0.0
    if others:
        everywhere = [*predicted, *others]
        spread = _covariance(everywhere, everywhere)
        ratio = len(gold) / len(others)
        if spread:
            tuning = _clipped(_covariance(gold, predicted) / ((1 + ratio) * spread))
        # One article has no variance of its own.
        variance = tuning**2 * (_covariance(others, others) if len(others) > 1 else spread)
        variance /= len(others)
        value += tuning * (fmean(others) - fmean(predicted))
    rest = _residuals(gold, predicted, tuning)
    error = sqrt(variance + _covariance(rest, rest) / len(rest))
    return _estimate(value, error, (0, inf), (len(gold), len(others)), tuning)


def total(
    gold: Sequence[float], predicted: Sequence[float], others: Sequence[float]
) -> Estimate | None:
    """How many there are in all articles here: known in the labelled, estimated in the others.

    For n labelled and N other articles it is ΣY + λΣf̃ + N·d̄, where d = Y - λf. Its error is N
    times the mean of d in the labelled less that in the others, which nobody knows. As the first
    are drawn from all M = n + N, that has the variance N²S²(1/n + 1/N) = M²(1 - n/M)S²/n, with S²
    that of d in an article: the error of the correction, and the others' own. So it is the
    difference estimator with its finite population correction. Without others nothing is unsure.

    λ is the slope of gold on predictions in the labelled articles, which has the least S². The
    factor 1 + n/N of PPI++ is for the chance that brought in these articles and not others, and
    its variance of all predictions may, with counts as uneven as those of names, be far from that
    of a few: then right predictions would not be believed. S²/n is by the jackknife, with λ tuned
    anew without each article (Tukey 1958; Wolter 2007): a λ fitted to the only article that has a
    name leaves no residual, and that is not to be taken for being sure.

    Where the machine is right in all labelled articles it is taken at its word, and the interval
    has no width. Never less than the sum of gold. None with fewer than two labelled articles.
    """
    if not _enough(gold, predicted):
        return None
    tuning = _tunings(gold, predicted)[0]
    value = _corrected(tuning, gold, predicted, others)
    error = _error(gold, predicted, others)
    return _estimate(value, error, (fsum(gold), inf), (len(gold), len(others)), tuning)


def share(
    gold: Sequence[Pair], predicted: Sequence[Pair], others: Sequence[Pair]
) -> Estimate | None:
    """The share that the parts have of the wholes in all articles here, from pairs of the two.

    It is the ratio R of two totals. They have one λ, so that a part, never more than its whole,
    and the rest add up to it, and their shares to 1. By the delta method the error of R is that of
    the total of part - R·whole, by the total of the wholes. λ is tuned for this too, with the R
    that λ = 1 gives. None with fewer than two labelled articles, and where the total of the wholes
    is 0.
    """
    if not _enough(gold, predicted):
        return None
    every = (gold, predicted, others)
    parts = [[part for part, _ in pairs] for pairs in every]
    rests = [[whole - part for part, whole in pairs] for pairs in every]
    tuning = 1.0
    for is_first in (True, False):
        part, rest = _corrected(tuning, *parts), _corrected(tuning, *rests)
        if not part + rest:
            return None
        value = part / (part + rest)
        counts = [[one - value * whole for one, whole in pairs] for pairs in every]
        if is_first:
            tuning = _tunings(*counts[:2])[0]
    error = _error(*counts) / (part + rest)
    return _estimate(value, error, (0, 1), (len(gold), len(others)), tuning)


def _enough(gold: Sequence[object], predicted: Sequence[object]) -> bool:
    if len(gold) != len(predicted):
        raise ValueError(f"{len(gold)} articles against {len(predicted)}: expected the same ones")
    return len(gold) >= FEWEST


def _estimate(
    value: float, error: float, bounds: Pair, articles: tuple[int, int], tuning: float
) -> Estimate:
    edges = (value, value - REACH * error, value + REACH * error)
    middle, low, high = (float(min(max(at, bounds[0]), bounds[1])) for at in edges)
    return Estimate(middle, low, high, *articles, tuning)


def _corrected(
    tuning: float, gold: Sequence[float], predicted: Sequence[float], others: Sequence[float]
) -> float:
    known = fsum(gold)
    correction = fmean(_residuals(gold, predicted, tuning))
    return max(known + tuning * fsum(others) + len(others) * correction, known)


def _error(gold: Sequence[float], predicted: Sequence[float], others: Sequence[float]) -> float:
    """The standard error of a total, by the jackknife."""
    if not others:
        return 0.0
    n, articles = len(gold), len(gold) + len(others)
    tuning, *without = _tunings(gold, predicted)
    gap = (fmean(others) - fmean(predicted)) * len(others) / articles
    # By how much the total, by article, moves when one labelled article is left out.
    moves = (
        (left * f - y) / (n - 1) + (left - tuning) * gap
        for y, f, left in zip(_centred(gold), _centred(predicted), without, strict=True)
    )
    variance = (n - 1) / n * fsum(move**2 for move in moves)
    return sqrt(articles * len(others) * variance)


def _tunings(gold: Sequence[float], predicted: Sequence[float]) -> list[float]:
    """λ for a total: first from all labelled articles, then without each of them in turn."""
    centred = list(zip(_centred(gold), _centred(predicted), strict=True))
    wrong = [one != other for one, other in zip(gold, predicted, strict=True)]
    products, squares = fsum(y * f for y, f in centred), fsum(f * f for _, f in centred)

    def slope(product: float, square: float, errors: int) -> float:
        if square > ROUNDING * squares:
            return _clipped(product / square)
        # Predictions that are all alike have no slope: where they are right, they are believed.
        return 0.0 if errors else 1.0

    errors, again = sum(wrong), len(gold) / (len(gold) - 1)  # as the means move too
    return [slope(products, squares, errors)] + [
        slope(products - again * y * f, squares - again * f * f, errors - is_wrong)
        for (y, f), is_wrong in zip(centred, wrong, strict=True)
    ]


def _clipped(tuning: float) -> float:
    return min(max(tuning, 0.0), 1.0)


def _residuals(gold: Sequence[float], predicted: Sequence[float], tuning: float) -> list[float]:
    return [y - tuning * f for y, f in zip(gold, predicted, strict=True)]


def _centred(counts: Sequence[float]) -> list[float]:
    # The mean of counts that are all alike may be off by rounding, and a slope come of that.
    middle = counts[0] if min(counts) == max(counts) else fmean(counts)
    return [count - middle for count in counts]


def _covariance(ones: Sequence[float], twos: Sequence[float]) -> float:
    products = (a * b for a, b in zip(_centred(ones), _centred(twos), strict=True))
    return fsum(products) / (len(ones) - 1)
