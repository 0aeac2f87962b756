"""Imports that a page asks for and a process of its own makes: files are looked at, then taken in.

The files wait in a folder until they are in the store, and each step is noted there together with
its articles, so that an import goes on where it stopped, whatever stopped it.
"""

from __future__ import annotations

import re
import shutil
import time
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from annotator import ingest, intake
from annotator.annotation import Invalid
from annotator.ingest import Columns, Found, Table, source
from annotator.preview import Preview
from annotator.store import Store, facts, jobs

FEW = 50  # articles that are taken in without a question
# Nothing else is ever deleted, whichever folder a person has chosen for them.
_OURS = re.compile("[0-9a-f]{32}")
REMEMBERED = "columns:"
LEFT_ALONE = 3600.0  # seconds; a folder of files without a job is somebody's upload, until then


class CalledOff(Exception):
    """A person has cancelled the job."""


def ask(
    store: Store, folder: Path, files: Iterable[tuple[str, BinaryIO]], *, annotator: str
) -> int:
    """Keep files for an import, all of them or none, and put it on the list; its number."""
    place = folder / uuid.uuid4().hex
    place.mkdir(parents=True)
    try:
        names = []
        for number, (name, stream) in enumerate(files):
            with (place / str(number)).open("wb") as kept:
                shutil.copyfileobj(stream, kept, source.CHUNK)
            names.append(name)
        return jobs.ask(store, "look", {"folder": place.name, "files": names}, annotator=annotator)
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise


def look(store: Store, folder: Path, job: jobs.Job) -> None:
    """Read all files and note what they hold: a preview, or the import itself if it is small."""
    jobs.restart(store, job.id)
    seen = Preview()
    for part in intake.parts(seen.noting(_found(store, folder, job))):
        lines = seen.add(store, part)
        _advance(store, job, done=seen.things, counts=seen.counts, lines=lines)
    _advance(store, job, done=seen.things, counts=seen.counts, result=seen.to_json())
    jobs.expect(store, job.id, seen.things)
    if seen.articles > FEW or not all(table.clear for table in seen.tables):
        jobs.move(store, job.id, to="asking")
    else:
        jobs.move(store, job.id, stage="import", to="waiting")


def run(store: Store, folder: Path, job: jobs.Job) -> None:
    """Take the articles of the files into the store, from where an earlier try stopped."""
    counts = Counter(job.counts)
    things = job.done
    first = (job.result or {}).get("first")

    def note(connection: Any, taken: intake.Intake) -> None:
        nonlocal things, first
        things += taken.things
        counts.update(taken.counts)
        first = first or next(iter(taken.added.new), None)
        result = {**(job.result or {}), "first": first}
        if not jobs.advance(
            connection, job.id, done=things, counts=counts, lines=taken.problems, result=result
        ):
            raise CalledOff

    found = _found(store, folder, job)
    intake.take(store, _after(found, job.done), annotator=job.asked_by, note=note)
    jobs.move(store, job.id, to="done")
    _clear(folder, job)


def choose(store: Store, chosen: Iterable[tuple[str, Columns]]) -> None:
    """Remember which column of a table is what, by the table's signature."""
    for signature, columns in chosen:
        facts.put(store, REMEMBERED + signature, asdict(columns))


def remembered(store: Store) -> dict[str, Columns]:
    """The columns that were chosen before, by the signature of the table."""
    return {
        signature: Columns(**{**value, "text": tuple(value["text"])})
        for signature, value in facts.having(store, REMEMBERED).items()
    }


def forget(store: Store, folder: Path, job: jobs.Job) -> None:
    """Take an import off the list, with the files that waited for it; what is in stays in."""
    jobs.forget(store, job.id)
    _clear(folder, job)


def sweep(store: Store, folder: Path) -> None:
    """Delete the files of imports that nobody knows of any more, such as half an upload."""
    known = {job.arguments.get("folder") for job in jobs.every(store)}
    for place in folder.iterdir() if folder.is_dir() else ():
        if not _OURS.fullmatch(place.name) or place.name in known:
            continue
        if time.time() - place.stat().st_mtime > LEFT_ALONE:
            shutil.rmtree(place, ignore_errors=True)


def _found(store: Store, folder: Path, job: jobs.Job) -> Iterator[Found]:
    choices = remembered(store)
    place = folder / job.arguments["folder"]
    for number, name in enumerate(job.arguments["files"]):
        try:
            one = source.from_path(place / str(number), name)
        except OSError as error:
            yield Invalid(f"{name}: {error.strerror or error}; upload it again")
            continue
        yield from ingest.from_source(one, choices)


def _after(found: Iterable[Found], done: int) -> Iterator[Found]:
    """What comes behind the first ``done`` things."""
    for one in found:
        if isinstance(one, Table) or done <= 0:
            yield one
        else:
            done -= 1


def _advance(store: Store, job: jobs.Job, **news: Any) -> None:
    with store.writing() as connection:
        if not jobs.advance(connection, job.id, **news):
            raise CalledOff


def _clear(folder: Path, job: jobs.Job) -> None:
    name = job.arguments.get("folder") or ""
    if _OURS.fullmatch(name):
        shutil.rmtree(folder / name, ignore_errors=True)
