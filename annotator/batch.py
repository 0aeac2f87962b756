"""A pipeline over many articles: resumable, since what has suggestions is not done again."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from annotator import pipelines
from annotator.annotation import Invalid
from annotator.store import Store, articles, counts, layers

log = logging.getLogger(__name__)


def suggest_missing(store: Store, pipeline: str, wanted: deque[str] | None = None) -> Iterator[str]:
    """Suggest annotations for all articles without any, those in ``wanted`` first; yields ids."""
    loaded = None
    while missing := counts.without_suggestions(store):
        left = set(missing)
        while left:
            article = next((a for a in _drain(wanted) if a in left), None)
            article = article or next(a for a in missing if a in left)
            left.discard(article)
            loaded = loaded or pipelines.load(pipeline)
            suggest(store, article, loaded)
            yield article


def suggest(store: Store, article: str, pipeline: pipelines.Pipeline) -> None:
    """Let a pipeline suggest annotations for one article and keep them."""
    found = articles.load(store, article)
    if found is not None:
        layers.suggest(store, article, pipeline.name, pipeline.suggest(found.text))


def _drain(wanted: deque[str] | None) -> Iterator[str]:
    while wanted:
        yield wanted.popleft()


@dataclass(slots=True)
class Background:
    """Suggests in a thread of its own, one at a time, while there are articles without any."""

    store: Store
    pipeline: str
    wanted: deque[str] = field(default_factory=deque)
    failed: str | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def ensure(self, article: str | None = None) -> None:
        """See to it that missing suggestions are being made, those of this article first."""
        if article:
            self.wanted.append(article)
        if self._lock.acquire(blocking=False):
            threading.Thread(target=self._run, name="suggestions", daemon=True).start()

    def _run(self) -> None:
        try:
            for _ in suggest_missing(self.store, self.pipeline, self.wanted):
                pass
            self.failed = None
        except Invalid as error:
            self.failed = str(error)
            log.warning("no suggestions: %s", error)
        except Exception as error:  # foreign pipelines raise what they like; the page must live
            self.failed = f"the pipeline {self.pipeline} failed: {error}"
            log.exception("no suggestions")
        finally:
            self._lock.release()
