"""Agreement on spans beyond chance: Krippendorff's α for unitizing (1995, 2004), for whole corpora.

Where α on tokens asks what each token bears, this asks where units begin and end: two mentions
side by side are not one long one. It has one continuum and one set of observers; what is added for
many articles that not all have done is said at ``Continuum``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations

from annotator.annotation import Span, is_white
from annotator.evaluation.coefficients import NOTHING, ONE_VALUE, Coefficient

Unit = tuple[int, int]  # where it starts and ends
Units = Mapping[str, Sequence[Unit]]  # of one annotator: by category, sorted, none overlapping

NO_UNITS = Coefficient(None, "nobody marked any: there is nothing to agree on")


def ruler(text: str) -> Callable[[int], int]:
    """What maps an offset to how many characters before it are not white space."""
    blanks = [at for at, character in enumerate(text) if is_white(character)]
    return lambda offset: offset - bisect_left(blanks, offset)


def as_units(
    marked: Iterable[tuple[str, Span]], ink: Callable[[int], int]
) -> dict[str, list[Unit]]:
    """The spans of each category as units, measured with a ``ruler``.

    The method knows no overlap within a category. Spans that share a character are one unit, the
    stretch that they cover together; so a mention in another of its label adds nothing. Spans that
    only touch remain two. No order of spans changes this, as taking the longest first might.
    """
    found: dict[str, list[Unit]] = {}
    for start, end, category in sorted((ink(s.start), ink(s.end), name) for name, s in marked):
        if start == end:
            continue
        known = found.setdefault(category, [])
        if known and start < known[-1][1]:
            known[-1] = known[-1][0], max(end, known[-1][1])
        else:
            known.append((start, end))
    return found


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Krippendorff's D_o and D_e: what was observed, and what chance gives."""

    observed: Fraction
    expected: Fraction

    @property
    def alpha(self) -> Coefficient:
        if not self.expected:
            return ONE_VALUE
        return Coefficient(float(1 - self.observed / self.expected))


@dataclass(slots=True)
class Sections:
    """How annotators cut the continuum for one category."""

    differences: Fraction = Fraction(0)  # between all sections of each two annotators, weighted
    units: Counter[int] = field(default_factory=Counter)  # how many have which length
    gaps: Counter[int] = field(default_factory=Counter)  # the same, beside ``Continuum.bare``


@dataclass(slots=True)
class Continuum:
    """Texts laid end to end, and the units that annotators cut out of them.

    Chance may put a unit anywhere in the corpus, as with α on tokens, but not across the border of
    two texts, where gaps end: so the order of texts is of no weight. Texts may have different
    annotators; then differences weigh 1/(m − 1) in a text of m annotators, and mL becomes the sum
    of what each has read. This is how α treats missing values (Krippendorff 2011), and with the
    same m everywhere it is the definition of 2004.
    """

    length: int = 0
    read: int = 0  # the length once for each annotator of a text: mL
    bare: Counter[int] = field(default_factory=Counter)  # gaps, had nobody marked anything
    cut: dict[str, Sections] = field(default_factory=dict)

    def add(self, length: int, work: Sequence[Units]) -> None:
        """Add a text with the units of each of its annotators; one alone counts nothing."""
        if len(work) < 2:
            return
        self.length += length
        self.read += length * len(work)
        self.bare[length] += len(work)
        for category in {category for marked in work for category in marked}:
            sections = self.cut.setdefault(category, Sections())
            units = [marked.get(category, ()) for marked in work]
            apart = sum(differences(one, other) for one, other in combinations(units, 2))
            sections.differences += Fraction(2 * apart, len(work) - 1)
            for known in filter(None, units):
                sections.units.update(end - start for start, end in known)
                sections.gaps.update(_gaps(known, length))
                sections.gaps[length] -= 1  # which ``bare`` has for this annotator

    def disagreement(self, category: str) -> Disagreement:
        """D_o and D_e of one category; both 0 where nobody marked any."""
        sections = self.cut.get(category)
        if sections is None:
            return Disagreement(Fraction(0), Fraction(0))
        within = sum(number * length * (length - 1) for length, number in sections.units.items())
        pairs = self.read * (self.read - 1) - within
        chance = _by_chance(sections.units, self.bare + sections.gaps)
        return Disagreement(
            sections.differences / (self.read * self.length),
            Fraction(2 * chance, self.length * pairs),
        )

    def alphas(self) -> dict[str, Coefficient]:
        """α for each category of which there is any unit."""
        return {category: self.disagreement(category).alpha for category in sorted(self.cut)}

    @property
    def alpha(self) -> Coefficient:
        """α of all categories together: 1 − Σ D_o / Σ D_e (Krippendorff 2004)."""
        if not self.read:
            return NOTHING
        if not self.cut:
            return NO_UNITS
        every = [self.disagreement(category) for category in self.cut]
        observed = sum((one.observed for one in every), Fraction(0))
        return Disagreement(observed, sum((one.expected for one in every), Fraction(0))).alpha


def differences(ours: Sequence[Unit], theirs: Sequence[Unit]) -> int:
    """Σ δ² between the sections of two annotators, each two sections taken once.

    Units that overlap differ by the squares of how far apart they begin and end; a unit that lies
    in a gap, by the square of its length. One that meets no unit always lies in a single gap.
    """
    found = first = 0
    alone = set(range(len(theirs)))
    for start, end in ours:
        while first < len(theirs) and theirs[first][1] <= start:
            first += 1
        number = first
        while number < len(theirs) and theirs[number][0] < end:
            found += (start - theirs[number][0]) ** 2 + (end - theirs[number][1]) ** 2
            alone.discard(number)
            number += 1
        if number == first:
            found += (end - start) ** 2
    return found + sum((theirs[number][1] - theirs[number][0]) ** 2 for number in alone)


def _gaps(known: Sequence[Unit], length: int) -> list[int]:
    starts = [*(start for start, _ in known), length]
    ends = [0, *(end for _, end in known)]
    return [start - end for start, end in zip(starts, ends, strict=True) if start > end]


def _by_chance(units: Counter[int], gaps: Counter[int]) -> int:
    """Σ of δ² over where chance may put each unit: upon each other unit, and in each gap."""
    others = units.total() - 1
    longest = sorted(gaps, reverse=True)
    found = taken = number = room = 0
    for length in sorted(units, reverse=True):
        while taken < len(longest) and longest[taken] >= length:
            number += gaps[longest[taken]]
            room += gaps[longest[taken]] * longest[taken]
            taken += 1
        places = room - number * (length - 1)
        # l(l − 1)(2l − 1) is six times a sum of squares, and so divides by 3.
        upon = others * (length * (length - 1) * (2 * length - 1) // 3)
        found += units[length] * (upon + length**2 * places)
    return found
