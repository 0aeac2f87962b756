"""How sure a figure is: intervals by bootstrap over articles, and tests of two systems or two sets.

Articles, not mentions, are drawn, since the mentions of one article are not independent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2000
SHARE = 0.95  # of the resamples lie within an interval
FEWEST = 2  # articles

# Of one article: how many are right, how many were predicted, how many are in gold.
Triple = tuple[float, float, float]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """The middle 95 % of what resampled articles give."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Difference:
    """The F1 of the second less that of the first, and how easily chance makes it so big."""

    f1: float
    interval: Interval
    p: float


def intervals(articles: Sequence[Triple], seed: int = 0) -> dict[str, Interval | None]:
    """Intervals of precision, recall and F1 by the percentile bootstrap (Efron 1979).

    None where a figure is undefined in half of the resamples or more, or with fewer than two
    articles: one article says nothing of how others differ.
    """
    names = ("precision", "recall", "f1")
    if len(articles) < FEWEST:
        return dict.fromkeys(names)
    sums = _drawn(len(articles), seed) @ np.asarray(articles, dtype=float)
    return dict(zip(names, map(_middle, _figures(sums)), strict=True))


def difference(
    first: Sequence[Triple], second: Sequence[Triple], seed: int = 0
) -> Difference | None:
    """How much better the second of two systems is on the same articles, in the same order.

    The interval is by the paired bootstrap; ``p`` by approximate randomization (Noreen 1989; Yeh
    2000): the share of 2,000 random exchanges of the systems' answers, article by article, that
    give at least this difference in either direction, the observed one counted. None where F1 is
    undefined for one of them, or with fewer than two articles. Raises ValueError for lists of
    different lengths.
    """
    if len(first) != len(second):
        raise ValueError(f"{len(first)} articles against {len(second)}: expected the same ones")
    if len(first) < FEWEST:
        return None
    one, two = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    observed = float(_f1(two.sum(axis=0)) - _f1(one.sum(axis=0)))
    drawn = _drawn(len(first), seed)
    middle = _middle(_f1(drawn @ two) - _f1(drawn @ one))
    if np.isnan(observed) or middle is None:
        return None
    # An exchange moves an article's part of the difference from one sum to the other.
    exchanged = np.random.default_rng(seed + 1).integers(0, 2, (RESAMPLES, len(first))) @ (
        two - one
    )
    shuffled = _f1(two.sum(axis=0) - exchanged) - _f1(one.sum(axis=0) + exchanged)
    # One that leaves F1 undefined tells against nothing, and so is not counted as small.
    as_big = int(np.sum(~(np.abs(shuffled) < abs(observed) - 1e-12)))
    return Difference(observed, middle, (as_big + 1) / (RESAMPLES + 1))


def apart(first: Sequence[Triple], second: Sequence[Triple], seed: int = 0) -> Difference | None:
    """How much higher F1 is on the second of two sets of articles that have none in common.

    The interval is by bootstrap of each set; ``p`` by a permutation test (Fisher 1935; Good 2005):
    the share of 2,000 random divisions of all articles into two such sets that give at least this
    difference in either direction, the observed one counted. None as for ``difference``.
    """
    if len(first) < FEWEST or len(second) < FEWEST:
        return None
    one, two = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    observed = float(_f1(two.sum(axis=0)) - _f1(one.sum(axis=0)))
    drawn = _f1(_drawn(len(two), seed + 1) @ two) - _f1(_drawn(len(one), seed) @ one)
    middle = _middle(drawn)
    if np.isnan(observed) or middle is None:
        return None
    every = np.concatenate([one, two])
    generator = np.random.default_rng(seed + 2)
    as_big = 0
    for _ in range(RESAMPLES):
        part = every[generator.permutation(len(every))[: len(one)]].sum(axis=0)
        divided = float(_f1(every.sum(axis=0) - part) - _f1(part))
        as_big += not abs(divided) < abs(observed) - 1e-12
    return Difference(observed, middle, (as_big + 1) / (RESAMPLES + 1))


@lru_cache(maxsize=1)  # the same for all labels of one evaluation
def _drawn(articles: int, seed: int) -> Floats:
    """How often each article is in each resample: resamples × articles."""
    generator = np.random.default_rng(seed)
    chances = np.full(articles, 1 / articles)
    return generator.multinomial(articles, chances, size=RESAMPLES).astype(float)


def _figures(sums: Floats) -> tuple[Floats, Floats, Floats]:
    right, predicted, gold = sums.T
    with np.errstate(divide="ignore", invalid="ignore"):
        return right / predicted, right / gold, 2 * right / (predicted + gold)


def _f1(sums: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = 2 * sums[..., 0] / (sums[..., 1] + sums[..., 2])
    return found


def _middle(figures: Floats) -> Interval | None:
    known = figures[~np.isnan(figures)]
    if 2 * len(known) <= len(figures):
        return None
    edge = (1 - SHARE) / 2
    low, high = np.quantile(known, [edge, 1 - edge])
    return Interval(float(low), float(high))
