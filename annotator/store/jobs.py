"""Work for a process of its own: asked for on a page, done elsewhere, each step on disk.

A job has a stage (what is to be done next) and a state (who is to act): "waiting" for a process
that does it, "asking" a person, or ended as "done", "cancelled" or "failed".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from annotator.store import Store
from annotator.store.articles import now
from annotator.store.schema import jobs, problems

IMPORTS = ("look", "import")
SUGGESTIONS = ("suggest",)


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work; ``done`` of ``total`` things are through, ``counts`` says what they were.

    ``result`` is what a stage found out for the next, ``reason`` why the job failed.
    """

    id: int
    stage: str
    state: str
    asked_by: str
    asked_at: str
    arguments: dict[str, Any]
    done: int
    total: int | None
    counts: dict[str, int]
    result: Any
    reason: str | None


def ask(store: Store, stage: str, arguments: dict[str, Any], *, annotator: str) -> int:
    """Put a job on the list, where it takes the place of those that are done; its number."""
    values = {"stage": stage, "state": "waiting", "asked_by": annotator, "asked_at": now()}
    more = {"arguments": arguments, "done": 0, "counts": {}}
    with store.writing() as connection:
        past = (jobs.c.asked_by == annotator, jobs.c.state == "done")
        connection.execute(delete(jobs).where(*past))
        made = connection.execute(insert(jobs).values(**values, **more))
        return int(made.inserted_primary_key[0])  # type: ignore[index]


def load(store: Store, job: int) -> Job | None:
    """The job with this number, as it stands now."""
    return next(iter(_select(store, jobs.c.id == job)), None)


def waiting(store: Store, stages: Sequence[str]) -> list[Job]:
    """The jobs that wait for a process which does these stages, the oldest first."""
    return _select(store, jobs.c.state == "waiting", jobs.c.stage.in_(stages))


def latest(store: Store, *, annotator: str, most: int = 5) -> list[Job]:
    """Someone's newest jobs, the newest first."""
    return _select(store, jobs.c.asked_by == annotator)[::-1][:most]


def move(
    store: Store,
    job: int,
    *,
    to: str,
    stage: str | None = None,
    reason: str | None = None,
) -> None:
    """Hand a job on: another state, and perhaps the next stage, which counts from zero."""
    values: dict[str, Any] = {"state": to, "reason": reason}
    if stage:
        values |= {"stage": stage, "done": 0, "counts": {}}
    with store.writing() as connection:
        connection.execute(update(jobs).where(jobs.c.id == job).values(**values))
        if stage:
            connection.execute(delete(problems).where(problems.c.job == job))


def restart(store: Store, job: int) -> None:
    """Let a stage count from zero again, if it still waits."""
    with store.writing() as connection:
        wanted = (jobs.c.id == job, jobs.c.state == "waiting")
        connection.execute(update(jobs).where(*wanted).values(done=0, counts={}))
        connection.execute(delete(problems).where(problems.c.job == job))


def advance(
    connection: Connection,
    job: int,
    *,
    done: int,
    counts: dict[str, int],
    lines: Iterable[str] = (),
    result: Any = None,
) -> bool:
    """Note how far a job is, in the transaction of the work itself; False if it was called off."""
    values: dict[str, Any] = {"done": done, "counts": counts}
    if result is not None:
        values["result"] = result
    wanted = (jobs.c.id == job, jobs.c.state == "waiting")
    changed = connection.execute(update(jobs).where(*wanted).values(**values))
    found = [{"job": job, "line": line} for line in lines]
    if found:
        connection.execute(insert(problems), found)
    return changed.rowcount == 1


def expect(store: Store, job: int, total: int) -> None:
    """Say how many things there are in all."""
    with store.writing() as connection:
        connection.execute(update(jobs).where(jobs.c.id == job).values(total=total))


def lines(store: Store, job: int, most: int | None = None) -> list[str]:
    """What a job could not use, a line each, in the order in which it was met."""
    query = select(problems.c.line).where(problems.c.job == job).order_by(problems.c.id)
    with store.reading() as connection:
        return list(connection.scalars(query.limit(most)))


def forget(store: Store, job: int) -> None:
    """Take a job off the list, with its lines."""
    with store.writing() as connection:
        connection.execute(delete(jobs).where(jobs.c.id == job))


def every(store: Store) -> list[Job]:
    """All jobs that are on the list, the oldest first."""
    return _select(store)


def _select(store: Store, *conditions: Any) -> list[Job]:
    with store.reading() as connection:
        rows = connection.execute(select(jobs).where(*conditions).order_by(jobs.c.id)).mappings()
        return [Job(**row) for row in rows]
