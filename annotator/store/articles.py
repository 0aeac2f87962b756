"""Texts, what is known about them, and where they appeared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from annotator.annotation import Appearance, Article, Invalid
from annotator.store import Store, changes, outlets
from annotator.store.schema import appearances, articles, assignments, edits, layers

NOWHERE = Appearance()
T = TypeVar("T")


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
    with store.writing() as connection:
        return add_within(connection, found, annotator=annotator)


def add_within(connection: Connection, found: Iterable[Article], *, annotator: str) -> Added:
    """The same as add, inside a transaction that is already open."""
    every = list(found)
    stored = known_within(connection, {article.id for article in every})
    fresh: dict[str, Article] = {}
    again: dict[str, None] = {}
    known: list[str] = []
    for article in every:
        if article.id not in stored:
            fresh[article.id] = article
            stored.add(article.id)
        elif article.id in fresh:  # twice in what is being added
            first = fresh[article.id]
            more = tuple(a for a in article.appearances if a not in (*first.appearances, NOWHERE))
            title = first.title or article.title
            if more or title != first.title:
                appeared = (*first.appearances, *more)
                fresh[article.id] = replace(first, title=title, appearances=appeared)
            if more:
                again[article.id] = None
            else:
                known.append(article.id)
        elif _add_again(connection, article):
            again[article.id] = None
        else:
            known.append(article.id)
    _insert(connection, fresh.values(), annotator)
    outlets.learn(connection, {a.source for one in every for a in one.appearances if a.source})
    return Added(tuple(fresh), tuple(again), tuple(known))


def known_within(connection: Connection, wanted: Iterable[str]) -> set[str]:
    """Those of these ids that are articles here."""
    found: set[str] = set()
    for some in parts(wanted):
        found.update(connection.scalars(select(articles.c.id).where(articles.c.id.in_(some))))
    return found


def known(store: Store, wanted: Iterable[str]) -> set[str]:
    """Those of these ids that are articles here."""
    with store.reading() as connection:
        return known_within(connection, wanted)


def parts(every: Iterable[T], size: int = 500) -> Iterator[list[T]]:
    """Lists that are short enough to stand in one statement."""
    waiting = list(every)
    for start in range(0, len(waiting), size):
        yield waiting[start : start + size]


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


def describe(
    store: Store,
    article: str,
    *,
    title: str,
    language: str | None,
    first: Appearance,
    annotator: str,
) -> None:
    """Set the title, the language and the first appearance's date, source, URL and byline.

    In another language the article may have suggestions after all.
    """
    title = title.strip()
    with store.writing() as connection:
        stored = load_within(connection, article)
        if stored is None:
            raise Invalid(f"there is no article {article}")
        values: dict[str, Any] = {"title": title, "language": language}
        if language != stored.language:
            values["problem"] = None
        connection.execute(update(articles).where(articles.c.id == article).values(values))
        connection.execute(
            delete(appearances).where(appearances.c.article == article, appearances.c.place == 0)
        )
        _appear(connection, article, 0, first)
        outlets.learn(connection, [first.source] if first.source else [])
        changes.note(connection, [article])
        new = {**asdict(first), "title": title, "language": language}
        log_fields(connection, article, annotator, fields(stored), new)


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
    """The first article that the annotator has neither done nor skipped, else the first of all.

    What was assigned to the annotator comes before what was not.
    """
    finished = select(layers.c.article).where(
        layers.c.annotator == annotator, layers.c.status.in_(("done", "skipped"))
    )
    theirs = select(assignments.c.article).where(assignments.c.annotator == annotator)
    query = select(articles.c.id).order_by(articles.c.position).limit(1)
    open_ = query.where(articles.c.id.not_in(finished))
    with store.reading() as connection:
        for one in (open_.where(articles.c.id.in_(theirs)), open_, query):
            found: str | None = connection.scalar(one)
            if found:
                return found
    return None


def language(store: Store, article: str) -> str | None:
    """The language of an article's text, if it is known."""
    with store.reading() as connection:
        language: str | None = connection.scalar(
            select(articles.c.language).where(articles.c.id == article)
        )
        return language


def ids(store: Store) -> Sequence[str]:
    """All articles, in the order in which they were added."""
    with store.reading() as connection:
        return connection.scalars(select(articles.c.id).order_by(articles.c.position)).all()


def _add_again(connection: Connection, article: Article) -> bool:
    """Keep where a known text appeared as well, and its title if it had none; True if it did."""
    if not (article.title or article.appearances):
        return False
    stored = load_within(connection, article.id)
    assert stored is not None
    fresh = [a for a in article.appearances if a not in (*stored.appearances, NOWHERE)]
    for place, appearance in enumerate(fresh, len(stored.appearances)):
        _appear(connection, article.id, place, appearance)
    title_is_new = bool(article.title and not stored.title)
    if title_is_new:
        connection.execute(
            update(articles).where(articles.c.id == article.id).values(title=article.title)
        )
    if fresh or title_is_new:
        changes.note(connection, [article.id])
    return bool(fresh)


def _insert(connection: Connection, fresh: Iterable[Article], annotator: str) -> None:
    at = now()
    rows: list[dict[str, Any]] = [
        {
            "id": article.id,
            "text": article.text,
            "sha256": article.sha256,
            "title": article.title,
            "language": article.language,
            "words": len(article.text.split()),
            "added_at": at,
            "added_by": annotator,
            "meta": dict(article.meta),
            "where": article.appearances,
        }
        for article in fresh
    ]
    where = [
        {"article": row["id"], "place": place, **asdict(appearance)}
        for row in rows
        for place, appearance in enumerate(row.pop("where"))
    ]
    if rows:
        connection.execute(insert(articles), rows)
        changes.note(connection, [row["id"] for row in rows])
    if where:
        connection.execute(insert(appearances), where)


def _appear(connection: Connection, article: str, place: int, appearance: Appearance) -> None:
    connection.execute(
        insert(appearances).values(article=article, place=place, **asdict(appearance))
    )


def _appearance(row: RowMapping) -> Appearance:
    return Appearance(row["published"], row["source"], row["url"], row["byline"])


def fields(article: Article) -> dict[str, Any]:
    """What a person can correct about an article, as it stands in the log."""
    first = article.appearances[0] if article.appearances else NOWHERE
    return {**asdict(first), "title": article.title, "language": article.language}


def log_fields(
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
