"""Agreement beyond chance: Cohen's κ and Krippendorff's α for nominal values.

Both are ratios of counts of a few lines. The packages that have them are under the GPL, or bring
libraries many times their size and go over every token in Python; the tests compare with one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Coefficient:
    """1 for full agreement, 0 for what chance gives; ``why`` says why there is no value."""

    value: float | None
    why: str = ""


NOTHING = Coefficient(None, "there is nothing that two have judged")
ONE_VALUE = Coefficient(None, "all judged everything alike: chance would give the same")


def kappa(pairs: Mapping[tuple[Any, Any], int]) -> Coefficient:
    """Cohen's κ (1960) of two annotators, from how often one said this and the other that."""
    whole = sum(pairs.values())
    if not whole:
        return NOTHING
    first: Counter[Hashable] = Counter()
    second: Counter[Hashable] = Counter()
    for (one, other), number in pairs.items():
        first[one] += number
        second[other] += number
    agreed = sum(number for (one, other), number in pairs.items() if one == other) / whole
    chance = sum(first[value] * second[value] for value in first) / whole**2
    if chance == 1:
        return ONE_VALUE
    return Coefficient((agreed - chance) / (1 - chance))


def alpha(units: Iterable[Sequence[Hashable]]) -> Coefficient:
    """Krippendorff's α (2011) for nominal values: a unit has the values of those who judged it.

    A unit with one value or none counts nothing, so annotators may have judged different units.
    """
    return alpha_of(Counter(tuple(unit) for unit in units))


def alpha_of(units: Mapping[tuple[Any, ...], int]) -> Coefficient:
    """The same, from how often each combination of values occurs."""
    weights: dict[tuple[Hashable, Hashable], float] = {}
    for unit, number in units.items():
        if len(unit) < 2:
            continue
        counted = Counter(unit)
        for one, ones in counted.items():
            for other, others in counted.items():
                pairs = ones * (others - (one == other))
                share = number * pairs / (len(unit) - 1)
                weights[one, other] = weights.get((one, other), 0.0) + share
    values: dict[Hashable, float] = {}
    for (one, _), weight in weights.items():
        values[one] = values.get(one, 0.0) + weight
    whole = sum(values.values())
    if not whole:
        return NOTHING
    observed = sum(weight for (one, other), weight in weights.items() if one != other)
    expected = whole**2 - sum(number**2 for number in values.values())
    if not expected:
        return ONE_VALUE
    return Coefficient(1 - (whole - 1) * observed / expected)
