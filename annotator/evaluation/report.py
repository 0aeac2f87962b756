"""All that is compared in articles: figures by label and scheme, and every error with its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from annotator.annotation import LAYERS, Annotations, Entity, Quote, Span, Spans
from annotator.evaluation import quote_scores
from annotator.evaluation.counts import Counts, over_articles, total
from annotator.evaluation.entities import (
    SCHEMES,
    Aligned,
    Outcome,
    align,
    confusion,
    entity_counts,
    outcomes,
)
from annotator.evaluation.intervals import Triple
from annotator.evaluation.quotes import match_quotes, overlap

ENTITIES, QUOTES = LAYERS
# The errors of quotes beside those that entities have too.
QUOTE_ERRORS = ("missed", "spurious", "boundary", "kind", "cue", "speaker", "speaker's name")
ENTITY_ERRORS = ("missed", "spurious", "label", "boundary", "label and boundary")
SURFACE = 160  # characters of a surface that an error shows


@dataclass(frozen=True, slots=True)
class Error:
    """One difference between gold and predicted, where it stands and what each side says."""

    article: str
    layer: str  # entities or quotes
    error: str
    span: Span
    surface: str
    gold: str
    predicted: str


@dataclass(frozen=True, slots=True)
class Compared:
    """An article's gold against what was predicted for it.

    A layer that was not fully checked has no figures: ``checked`` tells which were.
    """

    article: str
    checked: frozenset[str]
    entities: Mapping[str, Counts] = field(default_factory=dict)
    schemes: Mapping[str, Outcome] = field(default_factory=dict)
    confused: Mapping[tuple[str | None, str | None], int] = field(default_factory=dict)
    quotes: quote_scores.Scores = field(default_factory=quote_scores.Scores)
    errors: tuple[Error, ...] = ()


def compare(
    article: str,
    text: str,
    gold: Annotations,
    predicted: Annotations,
    checked: Iterable[str] = LAYERS,
) -> Compared:
    """All figures and errors of one article, in the layers that were fully checked in its gold."""
    layers = frozenset(checked)
    errors: list[Error] = []
    entities: dict[str, Counts] = {}
    schemes: dict[str, Outcome] = {}
    confused: Counter[tuple[str | None, str | None]] = Counter()
    quotes = quote_scores.Scores()
    if ENTITIES in layers:
        aligned = align(gold, predicted, text)
        entities, schemes = entity_counts(gold, predicted, text), outcomes(aligned)
        confused = confusion(aligned)
        errors += (wrong.error for wrong in _entity_errors(article, text, aligned))
    if QUOTES in layers:
        quotes = quote_scores.compared(text, gold.quotes, predicted.quotes)
        errors += (wrong.error for wrong in _quote_errors(article, text, gold, predicted))
    errors.sort(key=lambda one: (one.span, one.layer))
    return Compared(article, layers, entities, schemes, confused, quotes, tuple(errors))


@dataclass(frozen=True, slots=True)
class Wrong:
    """An error with what stands on each side; None where nothing does."""

    error: Error
    gold: Entity | Quote | None
    predicted: Entity | Quote | None


def wrongs(
    article: str,
    text: str,
    gold: Annotations,
    predicted: Annotations,
    checked: Iterable[str] = LAYERS,
) -> list[Wrong]:
    """The errors of ``compare`` with the annotations themselves, in text order."""
    layers = frozenset(checked)
    found: list[Wrong] = []
    if ENTITIES in layers:
        found += _entity_errors(article, text, align(gold, predicted, text))
    if QUOTES in layers:
        found += _quote_errors(article, text, gold, predicted)
    return sorted(found, key=lambda one: (one.error.span, one.error.layer))


@dataclass(frozen=True)
class Report:
    """Compared articles with their sums; a figure is None where nothing is to be divided by."""

    articles: Sequence[Compared]

    def checked(self, layer: str) -> list[Compared]:
        """The articles in which a layer was fully checked."""
        return [one for one in self.articles if layer in one.checked]

    @cached_property
    def entities(self) -> dict[str, Counts]:
        """Strict counts by label, in the order of their names."""
        return over_articles(one.entities for one in self.articles)

    @cached_property
    def schemes(self) -> dict[str, Outcome]:
        """The counts of each scheme."""
        found = dict.fromkeys(SCHEMES, Outcome())
        for one in self.articles:
            for scheme, outcome in one.schemes.items():
                found[scheme] += outcome
        return found

    @cached_property
    def confused(self) -> Counter[tuple[str | None, str | None]]:
        """How often a gold label was predicted as which."""
        found: Counter[tuple[str | None, str | None]] = Counter()
        for one in self.articles:
            found.update(one.confused)
        return found

    @cached_property
    def quotes(self) -> quote_scores.Scores:
        """The tallies of quotes by subset and overlap, and by part."""
        return sum((one.quotes for one in self.articles), quote_scores.Scores())

    @property
    def macro_f1(self) -> float | None:
        """The mean F1 of the labels that gold or predictions have; None without any."""
        figures = [f1 for counts in self.entities.values() if (f1 := counts.f1) is not None]
        return sum(figures) / len(figures) if figures else None

    def errors(self) -> Iterator[Error]:
        """Every error, by article and place."""
        return (error for one in self.articles for error in one.errors)

    def triples(self, label: str | None = None) -> list[Triple]:
        """Right, predicted and gold of each article whose entities were checked, for intervals."""
        found = []
        for one in self.checked(ENTITIES):
            counts = total(one.entities) if label is None else one.entities.get(label, Counts())
            found.append((float(counts.tp), float(counts.predicted), float(counts.gold)))
        return found

    def quote_triples(self, subset: str, least: float) -> list[Triple]:
        """The same of quotes, of a subset at an overlap, or of a part of those matched."""
        tallies = (one.quotes[subset, least] for one in self.checked(QUOTES))
        return [(tally.right, tally.predicted, tally.gold) for tally in tallies]


def _entity_errors(article: str, text: str, aligned: Iterable[Aligned]) -> Iterator[Wrong]:
    for one in aligned:
        if one.error is not None:
            entity = one.gold or one.predicted
            assert entity is not None
            sides = (_said(one.gold, text), _said(one.predicted, text))
            surface = _surface((entity.span,), text)
            error = Error(article, ENTITIES, one.error, entity.span, surface, *sides)
            yield Wrong(error, one.gold, one.predicted)


def _said(entity: Entity | None, text: str) -> str:
    return f"{entity.label} {_surface((entity.span,), text)}" if entity is not None else ""


def _quote_errors(
    article: str, text: str, gold: Annotations, predicted: Annotations
) -> Iterator[Wrong]:
    """An error for each quote without its other, and for each part in which a pair differs."""

    def wrong(kind: str, ours: Quote | None, theirs: Quote | None, *sides: str) -> Wrong:
        quote = ours or theirs
        assert quote is not None
        surface = _surface(quote.content, text)
        error = Error(article, QUOTES, kind, quote.content[0], surface, *sides)
        return Wrong(error, ours, theirs)

    pairs = match_quotes(gold, predicted, text, quote_scores.MATCHED)
    for pair in pairs:
        ours, theirs = pair.gold, pair.predicted
        both = (ours, theirs)
        if pair.overlap < 1:
            yield wrong("boundary", *both, *(_surface(one.content, text) for one in both))
        if ours.kind != theirs.kind:
            yield wrong("kind", *both, ours.kind, theirs.kind)
        if ours.cue and not overlap(ours.cue, theirs.cue):
            yield wrong("cue", *both, *(_surface(one.cue, text) for one in both))
        if ours.speaker and overlap(ours.speaker, theirs.speaker) < quote_scores.SAME_SPEAKER:
            yield wrong("speaker", *both, *(_surface(one.speaker, text) for one in both))
        if not quote_scores.same_speaker(ours, theirs):
            yield wrong("speaker's name", *both, _who(ours), _who(theirs))
    # By value, since both sides may hold one and the same quote, and either may hold it twice.
    for quote in (Counter(gold.quotes) - Counter(pair.gold for pair in pairs)).elements():
        yield wrong("missed", quote, None, _who(quote), "")
    for quote in (Counter(predicted.quotes) - Counter(pair.predicted for pair in pairs)).elements():
        yield wrong("spurious", None, quote, "", _who(quote))


def _who(quote: Quote) -> str:
    return quote.speaker_name or f"({quote.speaker_status})"


def _surface(spans: Spans, text: str) -> str:
    words = " … ".join(span.surface(text) for span in spans)
    return words if len(words) <= SURFACE else words[: SURFACE - 1].rstrip() + "…"
