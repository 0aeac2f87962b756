"""What runs in processes of their own, so that no page waits for it: imports, and suggestions.

Each takes its orders from the store and notes every step there. Of each kind one process works at
a time; it may be killed at any moment, and the next one goes on.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from annotator import batch, imports
from annotator.annotation import Invalid
from annotator.pipelines import Pipeline, load
from annotator.store import SQLAlchemyError, Store, jobs, reason, suggestions

log = logging.getLogger(__name__)

Rest = Callable[[], bool]  # waits for news; False when it is time to go


def take_in(store: Store, folder: Path, rest: Rest) -> None:
    """Do the imports that are asked for, one after the other, for as long as ``rest`` says."""
    imports.sweep(store, folder)
    while True:
        for job in jobs.waiting(store, jobs.IMPORTS):
            try:
                (imports.look if job.stage == "look" else imports.run)(store, folder, job)
            except imports.CalledOff:
                log.info("import %s was called off", job.id)
            except SQLAlchemyError as error:
                jobs.move(store, job.id, to="failed", reason=reason(error))
            except Exception as error:
                log.exception("import %s", job.id)
                jobs.move(store, job.id, to="failed", reason=f"{type(error).__name__}: {error}")
        if not jobs.waiting(store, jobs.IMPORTS) and not rest():
            return


def suggest(store: Store, pipeline: str, rest: Rest) -> None:
    """Suggest annotations for what has none and for what was asked, as long as ``rest`` says.

    What somebody has opened comes first, then what was asked for, then the order of adding.
    """
    loaded: dict[str, Pipeline] = {}
    while True:
        try:
            while _step(store, pipeline, loaded):
                pass
        except Invalid as error:
            suggestions.note_broken(store, pipeline, str(error))
            return
        if not rest():
            return


def _step(store: Store, pipeline: str, loaded: dict[str, Pipeline]) -> bool:
    """Suggest for one article; False when there is nothing to do."""
    article = suggestions.next_wanted(store)
    asked = jobs.waiting(store, jobs.SUGGESTIONS) if article is None else []
    if asked:
        _again(store, asked[0], loaded)
        return True
    article = article or next(iter(suggestions.missing(store, 1)), None)
    if article is None:
        return False
    batch.attempt(store, article, _loaded(store, pipeline, loaded))
    return True


def _again(store: Store, job: jobs.Job, loaded: dict[str, Pipeline]) -> None:
    """The next article of a job that asks for another pipeline's suggestions."""
    every = job.arguments["articles"]
    if job.done >= len(every):
        jobs.move(store, job.id, to="done")
        return
    try:
        chosen = _loaded(store, job.arguments["pipeline"], loaded)
    except Invalid as error:
        jobs.move(store, job.id, to="failed", reason=str(error))
        return
    article = every[job.done]
    problem = batch.attempt(store, article, chosen, whatever_language=True)
    counts = dict(job.counts)
    counts["unusable" if problem else "suggested"] = (
        counts.get("unusable" if problem else "suggested", 0) + 1
    )
    lines = [f"article {article}: {problem}"] if problem else []
    with store.writing() as connection:
        jobs.advance(connection, job.id, done=job.done + 1, counts=counts, lines=lines)


def _loaded(store: Store, name: str, loaded: dict[str, Pipeline]) -> Pipeline:
    """A pipeline that is loaded once; raises Invalid where it cannot be."""
    if name not in loaded:
        try:
            loaded[name] = load(name)
        except Invalid:
            raise
        except Exception as error:  # foreign pipelines raise what they like
            log.exception("pipeline %s", name)
            raise Invalid(f"the pipeline {name} cannot be loaded: {error}") from error
        suggestions.note_broken(store, name, None)
    return loaded[name]
