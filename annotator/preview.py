"""What an import would do, before it is made: counted and shown, with nothing written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from annotator.annotation import Article, Invalid
from annotator.ingest import Found, Table
from annotator.intake import Thing, article_of
from annotator.store import Store, articles

EXAMPLES = 5


@dataclass(slots=True)
class Preview:
    """Filled by reading: how many are new, known or unusable, some of them, and the tables."""

    things: int = 0
    new: set[str] = field(default_factory=set)
    known: int = 0
    unusable: int = 0
    undated: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    examples: list[Article] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    def noting(self, found: Iterable[Found]) -> Iterator[Found]:
        """The same things; tables are noted on the way."""
        for one in found:
            if isinstance(one, Table):
                self.tables.append(one)
            yield one

    def add(self, store: Store, part: list[Thing]) -> list[str]:
        """Count some things; a line for each that is unusable."""
        read = [article_of(one) for one in part if not isinstance(one, Invalid)]
        lines = [str(one) for one in part if isinstance(one, Invalid)]
        known = articles.known(store, {article.id for article in read}) | self.new
        fresh = {article.id for article in read} - known
        self.new |= fresh
        self.known += len(read) - len(fresh)
        self.unusable += len(lines)
        self.undated += sum(article.published is None for article in read)
        self.languages.update(article.language or "unknown" for article in read)
        self.examples += read[: EXAMPLES - len(self.examples)]
        self.things += len(part)
        return lines

    @property
    def articles(self) -> int:
        return self.things - self.unusable

    @property
    def counts(self) -> dict[str, int]:
        """How many of each, in the words that a person reads; nothing that did not occur."""
        counts = {"new": len(self.new), "known": self.known, "unusable": self.unusable}
        return {words: count for words, count in counts.items() if count}

    def to_json(self) -> dict[str, Any]:
        """All but the counts, as plain JSON data."""
        return {
            "undated": self.undated,
            "languages": dict(self.languages.most_common()),
            "examples": [_example(article) for article in self.examples],
            "tables": [
                {**asdict(table), "signature": table.signature, "clear": table.clear}
                for table in self.tables
            ],
        }


def _example(article: Article) -> dict[str, Any]:
    first = article.appearances[0] if article.appearances else None
    return {
        "headline": article.headline,
        "published": article.published,
        "source": first and first.source,
        "language": article.language,
        "start": article.text[:300],
        "words": len(article.text.split()),
    }
