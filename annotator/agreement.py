"""How far two annotators of the same articles agree: on entities, quotes and their parts.

Entities agree with the same span and label; quotes are matched and compared as the scoring of
quotes says: content by overlap, cue by any shared character, speaker by an overlap of 0.3.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from annotator.annotation import Annotations, Entity, Quote, Spans
from annotator.evaluation import (
    Counts,
    entity_counts,
    match_quotes,
    over_articles,
    overlap,
    quote_counts,
)

THRESHOLDS = (0.3, 0.5, 0.8, 1.0)
PARTS = ("kind", "cue", "speaker", "speaker's name", "entity's name")
SAME_SPEAKER = 0.3


@dataclass(slots=True)
class Agreement:
    """Counts with the first annotator as gold; they add with ``+``.

    ``quotes`` are by threshold of overlap. ``parts`` are pairs of how many agree of how many that
    were compared: parts of quotes that match at 0.5, and names of entities that agree.
    """

    entities: dict[str, Counts] = field(default_factory=dict)
    quotes: dict[float, Counts] = field(default_factory=dict)
    parts: dict[str, tuple[int, int]] = field(default_factory=dict)

    def __add__(self, other: Agreement) -> Agreement:
        return Agreement(
            over_articles([self.entities, other.entities]),
            {t: self.quotes.get(t, Counts()) + other.quotes.get(t, Counts()) for t in THRESHOLDS},
            {p: _sum(self.parts.get(p, (0, 0)), other.parts.get(p, (0, 0))) for p in PARTS},
        )


def agreement(first: Annotations, second: Annotations, text: str) -> Agreement:
    """How far two annotations of one article agree."""
    same: Counter[str] = Counter()
    of: Counter[str] = Counter()

    def compare(part: str, agrees: bool) -> None:
        of[part] += 1
        same[part] += agrees

    for pair in match_quotes(first, second, text, 0.5):
        ours, theirs = pair.gold, pair.predicted
        compare("kind", ours.kind == theirs.kind)
        if ours.cue:
            compare("cue", overlap(ours.cue, theirs.cue) > 0)
        if ours.speaker:
            compare("speaker", overlap(ours.speaker, theirs.speaker) >= SAME_SPEAKER)
        compare("speaker's name", _who(ours) == _who(theirs))
    names = {entity.key: entity.name for entity in second.entities}
    for entity in first.entities:
        if entity.key in names:
            compare("entity's name", _folded(entity.name) == _folded(names[entity.key]))
    return Agreement(
        entity_counts(first, second, text),
        {t: quote_counts(first, second, text, t) for t in THRESHOLDS},
        {part: (same[part], of[part]) for part in PARTS},
    )


def differences(first: Annotations, second: Annotations, text: str) -> Iterator[str]:
    """A line for each thing that only one of two annotations has, or that differs in a part."""
    ours, theirs = set(first.entities), set(second.entities)
    ours_by_key = {entity.key: entity for entity in ours}
    theirs_by_key = {entity.key: entity for entity in theirs}
    for entity in sorted(ours - theirs, key=lambda e: (e.start, e.end, e.label)):
        other = theirs_by_key.get(entity.key)
        if other:
            yield f"name of {_shown(entity, text)}: {entity.name!r} against {other.name!r}"
        else:
            yield f"only the first: {_shown(entity, text)}"
    for entity in sorted(theirs - ours, key=lambda e: (e.start, e.end, e.label)):
        if entity.key not in ours_by_key:
            yield f"only the second: {_shown(entity, text)}"
    pairs = match_quotes(first, second, text, 0.3)
    for pair in pairs:
        for part in ("content", "kind", "cue", "speaker", "speaker_name", "speaker_status"):
            one, two = getattr(pair.gold, part), getattr(pair.predicted, part)
            if one != two:
                quoted = _surface(pair.gold.content, text)[:40]
                yield f"{part} of {quoted!r}: {_part(one, text)!r} against {_part(two, text)!r}"
    for which, quotes, matched in (
        ("first", first.quotes, {id(pair.gold) for pair in pairs}),
        ("second", second.quotes, {id(pair.predicted) for pair in pairs}),
    ):
        for quote in quotes:
            if id(quote) not in matched:
                who = quote.speaker_name or quote.speaker_status
                yield f"only the {which}: quote {_surface(quote.content, text)!r} by {who}"


def _who(quote: Quote) -> str:
    return _folded(quote.speaker_name) if quote.speaker_name else f"({quote.speaker_status})"


def _folded(name: str | None) -> str:
    return (name or "").casefold().removeprefix("the ")


def _shown(entity: Entity, text: str) -> str:
    before, after = text[max(0, entity.start - 20) : entity.start], text[entity.end :][:20]
    surface = f"{before}[{entity.span.surface(text)}|{entity.label}]{after}"
    return " ".join(surface.split())


def _surface(spans: Spans, text: str) -> str:
    return " … ".join(span.surface(text) for span in spans)


def _part(value: object, text: str) -> object:
    return _surface(value, text) if isinstance(value, tuple) else value


def _sum(one: tuple[int, int], two: tuple[int, int]) -> tuple[int, int]:
    return one[0] + two[0], one[1] + two[1]
