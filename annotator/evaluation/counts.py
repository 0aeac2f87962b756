"""Counts that add, and what follows from them.

Only true positives, false positives and false negatives are kept. Precision, recall and F1 are
derived on demand, and None where there is nothing to divide by.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counts:
    """What was found (``tp``), found wrongly (``fp``) and missed (``fn``); adds with ``+``."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn)

    @property
    def gold(self) -> int:
        """How many there were to find."""
        return self.tp + self.fn

    @property
    def predicted(self) -> int:
        """How many were put forward."""
        return self.tp + self.fp

    @property
    def precision(self) -> float | None:
        """The share of the predicted that is right; None where nothing was predicted."""
        return self.tp / self.predicted if self.predicted else None

    @property
    def recall(self) -> float | None:
        """The share of the gold that was found; None where there was nothing to find."""
        return self.tp / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall; None only where all three counts are 0."""
        either = self.gold + self.predicted
        return 2 * self.tp / either if either else None


def total(counts: Mapping[str, Counts]) -> Counts:
    """The counts of all labels together, from which micro-averaged figures follow."""
    return sum(counts.values(), Counts())


def over_articles(counts: Iterable[Mapping[str, Counts]]) -> dict[str, Counts]:
    """The counts by label of several articles added up, in the order of the labels' names."""
    added: dict[str, Counts] = {}
    for article in counts:
        for label, found in article.items():
            added[label] = added.get(label, Counts()) + found
    return dict(sorted(added.items()))
