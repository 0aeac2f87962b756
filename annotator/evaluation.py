"""How well predicted annotations agree with gold: counts that add, and what follows from them.

Only true positives, false positives and false negatives are kept. Precision, recall and F1 are
derived on demand, and None where there is nothing to divide by.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

from annotator.annotation import Annotations, Quote, Span, Spans

ARTICLE = re.compile(r"the\s+(?=\S)", re.IGNORECASE)
EDGE = frozenset("\"'`´“”„‟‘’‚‛«»‹›「」『』＂,.")


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


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold quote and the predicted one matched to it; ``overlap`` is their Jaccard index."""

    gold: Quote
    predicted: Quote
    overlap: float


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


def entity_counts(gold: Annotations, predicted: Annotations, text: str) -> dict[str, Counts]:
    """Counts by label, in the order of names, of mentions with the same span and label.

    A leading "the" counts neither for nor against a match; names are not compared.
    """
    wanted, found = _mentions(gold, text), _mentions(predicted, text)
    tp, fp, fn = (
        Counter(label for _, label in group)
        for group in (wanted & found, found - wanted, wanted - found)
    )
    return {label: Counts(tp[label], fp[label], fn[label]) for label in sorted(tp | fp | fn)}


def match_quotes(
    gold: Annotations, predicted: Annotations, text: str, threshold: float = 0.5
) -> list[Pair]:
    """The pairs of quotes whose content overlaps by at least ``threshold``, as gold stands.

    The overlap is the Jaccard index of the content's characters: size of the intersection over
    size of the union, without quotation marks, white space, commas and full stops at the edges of
    each span. Matching is one to one, greatest overlap first; ties go to the earlier gold quote,
    then to the earlier predicted one. Raises ValueError unless 0 < threshold <= 1.
    """
    if not 0 < threshold <= 1:
        raise ValueError(f"a threshold lies above 0 and is at most 1, found {threshold!r}")
    wanted = [_content(quote, text) for quote in gold.quotes]
    found = [_content(quote, text) for quote in predicted.quotes]
    candidates: list[tuple[float, int, int]] = []
    for g, p in product(range(len(wanted)), range(len(found))):
        if _apart(gold.quotes[g], predicted.quotes[p]):
            continue
        overlap = len(wanted[g] & found[p]) / len(wanted[g] | found[p])
        if overlap >= threshold:
            candidates.append((-overlap, g, p))
    matched: dict[int, Pair] = {}
    taken: set[int] = set()
    for negative, g, p in sorted(candidates):
        if g not in matched and p not in taken:
            matched[g] = Pair(gold.quotes[g], predicted.quotes[p], -negative)
            taken.add(p)
    return [matched[g] for g in sorted(matched)]


def quote_counts(
    gold: Annotations, predicted: Annotations, text: str, threshold: float = 0.5
) -> Counts:
    """Counts of quotes, matched as ``match_quotes`` says; raises ValueError as it does."""
    tp = len(match_quotes(gold, predicted, text, threshold))
    return Counts(tp, len(predicted.quotes) - tp, len(gold.quotes) - tp)


def overlap(one: Spans, other: Spans) -> float:
    """The Jaccard index of the characters of two parts of quotes; 0 where neither has any."""
    ours, theirs = (
        {at for span in spans for at in range(span.start, span.end)} for spans in (one, other)
    )
    return len(ours & theirs) / len(ours | theirs) if ours | theirs else 0.0


def _mentions(annotations: Annotations, text: str) -> set[tuple[Span, str]]:
    # A set, because "the UN" and "UN" at one place are the same mention once "the" is left out.
    return {(_without_article(entity.span, text), entity.label) for entity in annotations.entities}


def _without_article(span: Span, text: str) -> Span:
    found = ARTICLE.match(text, span.start, span.end)
    return Span(found.end(), span.end) if found else span


def _content(quote: Quote, text: str) -> set[int]:
    characters: set[int] = set()
    for span in quote.content:
        start, end = span.start, span.end
        while start < end and _is_edge(text[start]):
            start += 1
        while start < end and _is_edge(text[end - 1]):
            end -= 1
        characters.update(range(start, end))
    # Content of nothing but punctuation stays as it is, so that every quote matches itself.
    return characters or {at for span in quote.content for at in range(span.start, span.end)}


def _apart(quote: Quote, other: Quote) -> bool:
    return quote.end <= other.start or other.end <= quote.start


def _is_edge(character: str) -> bool:
    return character in EDGE or character.isspace()
