"""Texts, what is known about them, and where they appeared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from annotator.annotation import Appearance, Article, Invalid
from annotator.store import Store
from annotator.store.schema import appearances, articles, edits, layers, mentions, quotes

NOWHERE = Appearance()


def now() -> str:
    """This moment in UTC, as ISO 8601 with microseconds."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


@dataclass(frozen=True, slots=True)
class Added:
    """What adding articles did: new texts, known texts seen somewhere else, nothing new."""

    new: tuple[str, ...]
    again: tuple[str, ...]
    known: tuple[str, ...]


def add(store: Store, found: Iterable[Article], *, annotator: str) -> Added:
    """Keep articles; the same text again is the same article with one more appearance."""
    new: list[str] = []
    again: list[str] = []
    known: list[str] = []
    with store.writing() as connection:
        for article in found:
            stored = load_within(connection, article.id)
            if stored is None:
                _insert(connection, article, annotator)
                new.append(article.id)
                continue
            fresh = [a for a in article.appearances if a not in (*stored.appearances, NOWHERE)]
            for place, appearance in enumerate(fresh, len(stored.appearances)):
                _appear(connection, article.id, place, appearance)
            (again if fresh else known).append(article.id)
            if article.title and not stored.title:
                connection.execute(
                    update(articles).where(articles.c.id == article.id).values(title=article.title)
                )
    return Added(tuple(new), tuple(again), tuple(known))


def load(store: Store, article: str) -> Article | None:
    """The article with this id; raises Invalid if its text is no longer what was added."""
    with store.reading() as connection:
        return load_within(connection, article)


def load_within(connection: Connection, article: str) -> Article | None:
    """The same as load, inside a transaction that is already open."""
    row = connection.execute(select(articles).where(articles.c.id == article)).mappings().first()
    if row is None:
        return None
    if not isinstance(row["meta"], dict):
        raise Invalid(f"what is known about article {article} cannot be read: {row['meta']!r}")
    where = connection.execute(
        select(appearances).where(appearances.c.article == article).order_by(appearances.c.place)
    ).mappings()
    found = Article(
        row["text"],
        row["title"],
        row["language"],
        tuple(_appearance(a) for a in where),
        row["meta"],
    )
    if found.sha256 != row["sha256"] or found.id != article:
        raise Invalid(f"the text of article {article} has changed since it was added")
    return found


def describe(store: Store, article: str, *, title: str, first: Appearance, annotator: str) -> None:
    """Set the title and the first appearance's date, source, URL and byline."""
    title = title.strip()
    with store.writing() as connection:
        stored = load_within(connection, article)
        if stored is None:
            raise Invalid(f"there is no article {article}")
        connection.execute(update(articles).where(articles.c.id == article).values(title=title))
        connection.execute(
            delete(appearances).where(appearances.c.article == article, appearances.c.place == 0)
        )
        _appear(connection, article, 0, first)
        _log(connection, article, annotator, _fields(stored), {**asdict(first), "title": title})


@dataclass(frozen=True, slots=True)
class Attached:
    """What hangs on an article, to be named before it is deleted."""

    annotators: tuple[str, ...]
    decided: int
    edits: int


def attached(store: Store, article: str) -> Attached:
    """The people who worked on an article, how many of its marks they decided, their edits."""
    with store.reading() as connection:
        people = connection.scalars(
            select(layers.c.annotator)
            .where(layers.c.article == article, ~layers.c.machine)
            .order_by(layers.c.annotator)
        ).all()
        decided = sum(
            connection.scalar(
                select(func.count())
                .select_from(t)
                .where(t.c.article == article, t.c.decision.is_not(None))
            )
            or 0
            for t in (mentions, quotes)
        )
        made = connection.scalar(
            select(func.count()).select_from(edits).where(edits.c.article == article)
        )
    return Attached(tuple(people), decided, made or 0)


def remove(store: Store, article: str, *, annotator: str) -> None:
    """Delete an article with its appearances and layers; the log of its edits stays."""
    with store.writing() as connection:
        stored = load_within(connection, article)
        if stored is None:
            return
        connection.execute(delete(articles).where(articles.c.id == article))
        _log(connection, article, annotator, _fields(stored), None)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article stands in the order of adding; ``number`` counts from 1."""

    number: int
    count: int
    before: str | None
    after: str | None


def place(store: Store, article: str) -> Place:
    """Where an article stands among all, and which are next to it."""
    position, count = articles.c.position, func.count()
    with store.reading() as connection:
        here = connection.scalar(select(position).where(articles.c.id == article)) or 0
        number = connection.scalar(select(count).select_from(articles).where(position <= here))
        every = connection.scalar(select(count).select_from(articles))
        before = connection.scalar(
            select(articles.c.id).where(position < here).order_by(position.desc()).limit(1)
        )
        after = connection.scalar(
            select(articles.c.id).where(position > here).order_by(position).limit(1)
        )
    return Place(number or 0, every or 0, before, after)


def next_open(store: Store, annotator: str) -> str | None:
    """The first article that the annotator has neither done nor skipped, else the first of all."""
    finished = select(layers.c.article).where(
        layers.c.annotator == annotator, layers.c.status.in_(("done", "skipped"))
    )
    query = select(articles.c.id).order_by(articles.c.position).limit(1)
    with store.reading() as connection:
        return connection.scalar(query.where(articles.c.id.not_in(finished))) or connection.scalar(
            query
        )


def suggested_by(store: Store, article: str) -> str | None:
    """The pipeline whose suggestions are shown for an article."""
    with store.reading() as connection:
        return connection.scalar(select(articles.c.suggested_by).where(articles.c.id == article))


def ids(store: Store) -> Sequence[str]:
    """All articles, in the order in which they were added."""
    with store.reading() as connection:
        return connection.scalars(select(articles.c.id).order_by(articles.c.position)).all()


def _insert(connection: Connection, article: Article, annotator: str) -> None:
    connection.execute(
        insert(articles).values(
            id=article.id,
            text=article.text,
            sha256=article.sha256,
            title=article.title,
            language=article.language,
            words=len(article.text.split()),
            added_at=now(),
            added_by=annotator,
            meta=dict(article.meta),
        )
    )
    for place, appearance in enumerate(article.appearances):
        _appear(connection, article.id, place, appearance)


def _appear(connection: Connection, article: str, place: int, appearance: Appearance) -> None:
    connection.execute(
        insert(appearances).values(article=article, place=place, **asdict(appearance))
    )


def _appearance(row: RowMapping) -> Appearance:
    return Appearance(row["published"], row["source"], row["url"], row["byline"])


def _fields(article: Article) -> dict[str, Any]:
    first = article.appearances[0] if article.appearances else NOWHERE
    return {**asdict(first), "title": article.title}


def _log(
    connection: Connection, article: str, annotator: str, old: dict[str, Any], new: Any
) -> None:
    """Keep a change of an article's own fields beside the edits of its layers."""
    last = connection.scalar(
        select(func.max(edits.c.seq)).where(edits.c.client == f"article:{article}")
    )
    seq = (last or 0) + 1
    connection.execute(
        insert(edits).values(
            client=f"article:{article}",
            seq=seq,
            group=f"article:{article}:{seq}",
            article=article,
            annotator=annotator,
            at=now(),
            old={"fields": old},
            new=None if new is None else {"fields": new},
        )
    )
