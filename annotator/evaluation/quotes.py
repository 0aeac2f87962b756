"""Which predicted quote stands for which gold one, by what their contents share."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from annotator.annotation import Annotations, Quote, Spans
from annotator.evaluation.counts import Counts

EDGE = frozenset("\"'`´“”„‟‘’‚‛«»‹›「」『』＂,.")


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold quote and the predicted one matched to it; ``overlap`` is their Jaccard index."""

    gold: Quote
    predicted: Quote
    overlap: float


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
