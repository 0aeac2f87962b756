"""Which articles wait for a pipeline's suggestions, which had them, and which never will."""

from __future__ import annotations

from sqlalchemy import and_, delete, func, insert, select, update

from annotator.store import Store, facts
from annotator.store.articles import now
from annotator.store.schema import articles, wanted

BROKEN = "pipeline problem"
_MISSING = and_(articles.c.suggested_by.is_(None), articles.c.problem.is_(None))


def by(store: Store, article: str) -> str | None:
    """The pipeline whose suggestions are shown for an article."""
    with store.reading() as connection:
        return connection.scalar(select(articles.c.suggested_by).where(articles.c.id == article))


def problem(store: Store, article: str) -> str | None:
    """Why an article will have no suggestions; None if they are there or on their way."""
    with store.reading() as connection:
        return connection.scalar(select(articles.c.problem).where(articles.c.id == article))


def missing(store: Store, most: int | None = None) -> list[str]:
    """Articles that wait: those that somebody opened first, the newest before, then as added."""
    query = (
        select(articles.c.id)
        .outerjoin(wanted, wanted.c.article == articles.c.id)
        .where(_MISSING)
        .order_by(wanted.c.at.is_(None), wanted.c.at.desc(), articles.c.position)
        .limit(most)
    )
    with store.reading() as connection:
        return list(connection.scalars(query))


def next_wanted(store: Store) -> str | None:
    """The article without suggestions that somebody opened last."""
    query = select(articles.c.id).join(wanted, wanted.c.article == articles.c.id).where(_MISSING)
    with store.reading() as connection:
        return connection.scalar(query.order_by(wanted.c.at.desc()).limit(1))


def count_missing(store: Store) -> int:
    """How many articles wait."""
    with store.reading() as connection:
        return connection.scalar(select(func.count()).select_from(articles).where(_MISSING)) or 0


def want(store: Store, article: str) -> None:
    """Say that somebody waits for an article, so that it comes before all others."""
    with store.writing() as connection:
        connection.execute(delete(wanted).where(wanted.c.article == article))
        if connection.scalar(select(articles.c.id).where(articles.c.id == article)):
            connection.execute(insert(wanted).values(article=article, at=now()))


def broken(store: Store, pipeline: str) -> str | None:
    """Why a pipeline suggests nothing at all; None as far as is known."""
    fact = facts.get(store, BROKEN)
    return fact["reason"] if fact and fact["pipeline"] == pipeline else None


def note_broken(store: Store, pipeline: str, reason: str | None) -> None:
    """Keep why a pipeline suggests nothing at all; None once it does, or is to be tried again."""
    fact = {"pipeline": pipeline, "reason": reason}
    facts.put(store, BROKEN, fact if reason else None)


def give_up(store: Store, article: str, reason: str) -> None:
    """Note why an article will have no suggestions, so that it is not tried for ever."""
    with store.writing() as connection:
        connection.execute(
            update(articles).where(articles.c.id == article).values(problem=reason[:500])
        )
        connection.execute(delete(wanted).where(wanted.c.article == article))
