"""A pipeline over many articles: resumable, since what has suggestions is not done again."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from annotator import pipelines
from annotator.annotation import Annotations, Invalid
from annotator.evaluation import Counts, entity_counts, over_articles, quote_counts, total
from annotator.formats.native import Record
from annotator.ingest import languages
from annotator.mark import current
from annotator.store import Store, articles, layers, suggestions

log = logging.getLogger(__name__)

ANY = "xx"  # spaCy's name for the language of a pipeline that reads them all


def suggest_missing(store: Store, pipeline: str) -> Iterator[str]:
    """Suggest annotations for all articles without any, as they wait; yields the ids of those read.

    An article that the pipeline cannot read costs no other: the store keeps the reason.
    """
    loaded = None
    while missing := suggestions.missing(store, 1):
        loaded = loaded or pipelines.load(pipeline)
        if attempt(store, missing[0], loaded) is None:
            yield missing[0]


def attempt(
    store: Store, article: str, pipeline: pipelines.Pipeline, *, whatever_language: bool = False
) -> str | None:
    """Suggest for one article; where that is not to be, keep the reason and return it."""
    try:
        if not whatever_language:
            _check_language(store, article, pipeline)
        suggest(store, article, pipeline)
    except Invalid as error:
        problem = str(error)
    except Exception as error:  # foreign pipelines raise what they like
        log.exception("no suggestions for article %s", article)
        problem = f"{type(error).__name__}: {error}"
    else:
        return None
    suggestions.give_up(store, article, problem)
    return problem


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


def _check_language(store: Store, article: str, pipeline: pipelines.Pipeline) -> None:
    """Raise Invalid for a text that is in a language which the pipeline does not read."""
    language = articles.language(store, article)
    if language and pipeline.language not in (language, ANY):
        raise Invalid(
            f"the text is {languages.name(language)}, and the pipeline {pipeline.name} "
            f"reads {languages.name(pipeline.language)}"
        )


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
