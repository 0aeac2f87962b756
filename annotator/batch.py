"""A pipeline over many articles: resumable, since what has suggestions is not done again."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from annotator import pipelines
from annotator.annotation import Invalid
from annotator.ingest import languages
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
