"""Predicted entities against gold: one to one, by the four schemes of SemEval 2013, task 9.1.

Segura-Bedmar, Martínez and Herrero-Zazo (2013). A leading "the" counts neither for nor against a
match; names are not compared; mentions may overlap and nest.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, fields

from annotator.annotation import Annotations, Entity, Span
from annotator.evaluation.counts import Counts

ARTICLE = re.compile(r"the\s+(?=\S)", re.IGNORECASE)
SCHEMES = ("strict", "exact", "partial", "type")


@dataclass(frozen=True, slots=True)
class Aligned:
    """A gold and a predicted mention that stand for each other; one is None where nothing does."""

    gold: Entity | None
    predicted: Entity | None
    same_span: bool = False

    @property
    def same_label(self) -> bool:
        """Whether both are there and bear one label."""
        if self.gold is None or self.predicted is None:
            return False
        return self.gold.label == self.predicted.label

    @property
    def error(self) -> str | None:
        """What is wrong: missed, spurious, label, boundary, or both; None where nothing is."""
        if self.gold is None or self.predicted is None:
            return "spurious" if self.gold is None else "missed"
        if self.same_span:
            return None if self.same_label else "label"
        return "boundary" if self.same_label else "label and boundary"


@dataclass(frozen=True, slots=True)
class Outcome:
    """SemEval's counts of one scheme; they add with ``+``. Only *partial* has ``partial`` ones."""

    correct: int = 0
    incorrect: int = 0
    partial: int = 0
    missed: int = 0
    spurious: int = 0

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def possible(self) -> int:
        """How many there were to find."""
        return self.correct + self.incorrect + self.partial + self.missed

    @property
    def actual(self) -> int:
        """How many were put forward."""
        return self.correct + self.incorrect + self.partial + self.spurious

    @property
    def precision(self) -> float | None:
        """The share of the actual that is right, partial ones by half; None without any."""
        return (self.correct + self.partial / 2) / self.actual if self.actual else None

    @property
    def recall(self) -> float | None:
        """The share of the possible that is right, partial ones by half; None without any."""
        return (self.correct + self.partial / 2) / self.possible if self.possible else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both; None only where there was nothing at all."""
        either = self.possible + self.actual
        return 2 * (self.correct + self.partial / 2) / either if either else None


def align(gold: Annotations, predicted: Annotations, text: str) -> list[Aligned]:
    """Each gold and each predicted mention once, in the order of the text.

    Equal mentions stand for each other first, then those with one span, then those that overlap:
    with one label before others, greatest share of common characters first, the earlier before the
    later.
    """
    wanted, found = _mentions(gold.entities, text), _mentions(predicted.entities, text)
    pairs: list[Aligned] = []
    for key in (_span_and_label, _span):
        _equal(wanted, found, key, pairs)
    _overlapping(wanted, found, pairs)
    pairs += [Aligned(entity, None) for _, entity in wanted]
    pairs += [Aligned(None, entity) for _, entity in found]
    return sorted(pairs, key=_place)


def entity_counts(gold: Annotations, predicted: Annotations, text: str) -> dict[str, Counts]:
    """Counts by label, in the order of names, of mentions with the same span and label.

    This is the scheme *strict*. A wrong label counts as missed there, and as spurious here.
    """
    wanted = {(span, entity.label) for span, entity in _mentions(gold.entities, text)}
    found = {(span, entity.label) for span, entity in _mentions(predicted.entities, text)}
    tp, fp, fn = (
        Counter(label for _, label in group)
        for group in (wanted & found, found - wanted, wanted - found)
    )
    return {label: Counts(tp[label], fp[label], fn[label]) for label in sorted(tp | fp | fn)}


def outcomes(aligned: Iterable[Aligned]) -> dict[str, Outcome]:
    """What each scheme counts.

    *strict*: the same span and label. *exact*: the same span, whatever the label. *partial*: an
    overlap, by half where the spans differ, whatever the label. *type*: an overlap and one label.
    """
    tallies = {scheme: Counter[str]() for scheme in SCHEMES}
    for one in aligned:
        if one.error in ("missed", "spurious"):
            for tally in tallies.values():
                tally[one.error] += 1
            continue
        right = {
            "strict": one.same_span and one.same_label,
            "exact": one.same_span,
            "partial": one.same_span,
            "type": one.same_label,
        }
        for scheme, is_right in right.items():
            wrong = "partial" if scheme == "partial" else "incorrect"
            tallies[scheme]["correct" if is_right else wrong] += 1
    return {scheme: Outcome(**tally) for scheme, tally in tallies.items()}


def confusion(aligned: Iterable[Aligned]) -> Counter[tuple[str | None, str | None]]:
    """How often a gold label was predicted as which; None where one side has no mention there."""
    return Counter((_label(one.gold), _label(one.predicted)) for one in aligned)


def _label(entity: Entity | None) -> str | None:
    return entity.label if entity is not None else None


Mention = tuple[Span, Entity]  # without a leading "the"


def _mentions(entities: Sequence[Entity], text: str) -> list[Mention]:
    # "the UN" and "UN" at one place are the same mention once "the" is left out.
    found: dict[tuple[Span, str], Mention] = {}
    for entity in entities:
        article = ARTICLE.match(text, entity.start, entity.end)
        span = Span(article.end(), entity.end) if article else entity.span
        found.setdefault((span, entity.label), (span, entity))
    return sorted(found.values(), key=lambda one: (one[0], one[1].label))


def _span_and_label(mention: Mention) -> tuple[Span, str]:
    return mention[0], mention[1].label


def _span(mention: Mention) -> Span:
    return mention[0]


def _equal(
    wanted: list[Mention],
    found: list[Mention],
    key: Callable[[Mention], Hashable],
    pairs: list[Aligned],
) -> None:
    """Take out those that have one key."""
    waiting: dict[Hashable, deque[Mention]] = defaultdict(deque)
    for mention in found:
        waiting[key(mention)].append(mention)
    left = []
    for mention in wanted:
        if others := waiting[key(mention)]:
            pairs.append(Aligned(mention[1], others.popleft()[1], same_span=True))
        else:
            left.append(mention)
    wanted[:] = left
    found[:] = [mention for others in waiting.values() for mention in others]


def _overlapping(wanted: list[Mention], found: list[Mention], pairs: list[Aligned]) -> None:
    found.sort(key=_span)
    starts = [span.start for span, _ in found]
    longest = max((len(span) for span, _ in found), default=0)
    candidates = []
    for number, (span, entity) in enumerate(wanted):
        low, high = bisect_left(starts, span.start - longest), bisect_right(starts, span.end - 1)
        for place in range(low, high):
            other, predicted = found[place]
            shared = min(span.end, other.end) - max(span.start, other.start)
            if shared > 0:
                share = shared / (len(span) + len(other) - shared)
                candidates.append((entity.label != predicted.label, -share, number, place))
    ours: set[int] = set()
    theirs: set[int] = set()
    for _, _, number, place in sorted(candidates):
        if number not in ours and place not in theirs:
            ours.add(number)
            theirs.add(place)
            pairs.append(Aligned(wanted[number][1], found[place][1]))
    wanted[:] = [one for number, one in enumerate(wanted) if number not in ours]
    found[:] = [one for place, one in enumerate(found) if place not in theirs]


def _place(one: Aligned) -> tuple[int, int, bool]:
    entity = one.gold or one.predicted
    assert entity is not None
    return entity.start, entity.end, one.gold is None
