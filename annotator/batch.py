"""A pipeline over many articles: resumable, since what has suggestions is not done again."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from annotator import pipelines
from annotator.annotation import Annotations, Invalid
from annotator.evaluation import Counts, entity_counts, over_articles, quote_counts, total
from annotator.formats.native import Record
from annotator.mark import current
from annotator.store import Store, articles, counts, layers

log = logging.getLogger(__name__)


def suggest_missing(
    store: Store,
    pipeline: str,
    wanted: deque[str] | None = None,
    failed: dict[str, str] | None = None,
) -> Iterator[str]:
    """Suggest annotations for all articles without any, those in ``wanted`` first; yields ids.

    An article that the pipeline cannot read costs no other: ``failed`` says why, by id.
    """
    failed = {} if failed is None else failed
    loaded = None
    while missing := [a for a in counts.without_suggestions(store) if a not in failed]:
        left = set(missing)
        while left:
            article = next((a for a in _drain(wanted) if a in left), None)
            article = article or next(a for a in missing if a in left)
            left.discard(article)
            loaded = loaded or pipelines.load(pipeline)
            try:
                suggest(store, article, loaded)
            except Exception as error:  # foreign pipelines raise what they like
                log.exception("no suggestions for article %s", article)
                failed[article] = f"{type(error).__name__}: {error}"
            else:
                yield article


def suggest(store: Store, article: str, pipeline: pipelines.Pipeline) -> None:
    """Let a pipeline suggest annotations for one article and keep them."""
    found = articles.load(store, article)
    if found is None:
        return
    marks = pipeline.suggest(found.text)
    try:
        layers.suggest(store, article, pipeline.name, marks)
    except Invalid:
        # Reading takes its time: the article may have been deleted meanwhile.
        if articles.load(store, article) is not None:
            raise


@dataclass(frozen=True, slots=True)
class Scores:
    """How a pipeline's suggestions compare with gold: counts by label, and of quotes."""

    entities: dict[str, Counts]
    quotes: Counts
    articles: int

    def __str__(self) -> str:
        """A table of precision, recall, F1 and numbers: labels, all entities, quotes."""
        table = [["", "precision", "recall", "F1", "gold", "predicted"]]
        together = {"all entities": total(self.entities), "quotes": self.quotes}
        for name, c in (*self.entities.items(), *together.items()):
            shares = ["–" if s is None else f"{s:.2f}" for s in (c.precision, c.recall, c.f1)]
            table.append([name, *shares, str(c.gold), str(c.predicted)])
        first, *others = (max(map(len, column)) for column in zip(*table, strict=True))
        return "\n".join(
            "  ".join([row[0].ljust(first), *map(str.rjust, row[1:], others)]) for row in table
        )


def score(records: Iterable[Record], pipeline: pipelines.Pipeline) -> Scores:
    """Compare what a pipeline suggests for these articles with what people marked in them.

    Each record counts once; an article that several annotators marked is read once if its records
    follow one another.
    """
    entities: list[dict[str, Counts]] = []
    quotes = Counts()
    text, predicted = "", Annotations()
    for record in records:
        if record.article.text != text:
            text = record.article.text
            predicted = current(pipeline.suggest(text))
        gold = current(record.marks)
        entities.append(entity_counts(gold, predicted, text))
        quotes += quote_counts(gold, predicted, text)
    return Scores(over_articles(entities), quotes, len(entities))


def _drain(wanted: deque[str] | None) -> Iterator[str]:
    while wanted:
        yield wanted.popleft()


@dataclass(slots=True)
class Background:
    """Suggests in a thread of its own, one at a time, while there are articles without any."""

    store: Store
    pipeline: str
    wanted: deque[str] = field(default_factory=deque)
    failed: dict[str, str] = field(default_factory=dict)
    broken: str | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def problem(self, article: str) -> str | None:
        """Why this article will have no suggestions; None if they are there or on their way."""
        return self.broken or self.failed.get(article)

    def ensure(self, article: str | None = None) -> None:
        """See to it that missing suggestions are being made, those of this article first."""
        if article:
            self.wanted.append(article)
        if self._lock.acquire(blocking=False):
            threading.Thread(target=self._run, name="suggestions", daemon=True).start()

    def _run(self) -> None:
        try:
            for _ in suggest_missing(self.store, self.pipeline, self.wanted, self.failed):
                pass
            self.broken = None
        except Invalid as error:
            self.broken = str(error)
            log.warning("no suggestions: %s", error)
        except Exception as error:  # foreign pipelines raise what they like; the page must live
            self.broken = f"the pipeline {self.pipeline} cannot be loaded: {error}"
            log.exception("no suggestions")
        finally:
            self._lock.release()
