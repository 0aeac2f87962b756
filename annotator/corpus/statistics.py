"""What the corpus holds: articles, words, entities by label, quotes by class."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from annotator.annotation import Annotations
from annotator.corpus import Entry
from annotator.corpus.classes import classes

FIELDS = ("genre", "region", "english", "marks")
# A string between quotation marks: curly, angular, straight, or single ones that are no apostrophe.
QUOTED = re.compile(
    r"“[^“”]*”|«[^«»]*»|\"[^\"\n]*\"|(?<!\w)‘[^‘’]*(?:’\w[^‘’]*)*’(?!\w)|(?<!\w)'[^'\n]+'(?!\w)"
)


@dataclass(slots=True)
class Statistics:
    """Counts over articles; ``not_quotes`` are strings in quotation marks that nobody says."""

    articles: int = 0
    words: int = 0
    quotes: int = 0
    not_quotes: int = 0
    labels: Counter[str] = field(default_factory=Counter)
    classes: Counter[str] = field(default_factory=Counter)
    features: Counter[str] = field(default_factory=Counter)
    fields: dict[str, Counter[str]] = field(default_factory=dict)

    def __str__(self) -> str:
        lines = [f"{self.articles} articles, {self.words:,} words, {self.quotes:,} quotes"]
        lines.append(f"in quotation marks, but no quote: {self.not_quotes}")
        for name, counts in (
            ("entities", self.labels),
            ("quotes", self.classes),
            ("names", self.features),
            *self.fields.items(),
        ):
            lines.append(f"{name}: " + ", ".join(f"{k} {n}" for k, n in counts.most_common()))
        return "\n".join(lines)


def statistics(entries: Iterable[Entry]) -> Statistics:
    """Count what these articles hold."""
    found = Statistics(fields={name: Counter() for name in FIELDS})
    for entry in entries:
        every = entry.annotations
        found.articles += 1
        found.words += len(entry.text.split())
        found.quotes += len(every.quotes)
        found.not_quotes += not_quotes(entry.text, every)
        found.labels.update(entity.label for entity in every.entities)
        for quote in every.quotes:
            found.classes.update(set(classes(entry.text, quote, every)))
        found.features.update(f for f in map(str.strip, entry.field("names").split(";")) if f)
        for name in FIELDS:
            found.fields[name][entry.field(name) or "–"] += 1
    return found


def not_quotes(text: str, every: Annotations) -> int:
    """Strings in quotation marks of which no part is the content of a quote."""
    spans = [span for quote in every.quotes for span in quote.content]
    return sum(
        not any(span.start < match.end() and match.start() < span.end for span in spans)
        for match in QUOTED.finditer(text)
    )
