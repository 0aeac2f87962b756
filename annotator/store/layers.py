"""What each annotator, person or pipeline, has marked in each article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, delete, insert, literal, select, update

from annotator.annotation import LAYERS, Article, Invalid
from annotator.mark import NEW, SUGGESTIONS, Mark, Origin, State
from annotator.store import Store, changes, rows
from annotator.store.articles import load_within, now
from annotator.store.schema import articles, assignments, layers, mentions, quotes, wanted


@dataclass(frozen=True, slots=True)
class Layer:
    """An annotator's marks in an article, in text order; ``problems`` names damaged rows."""

    article: Article
    annotator: str
    state: State
    marks: tuple[Mark, ...]
    problems: tuple[str, ...] = ()
    origin: Origin = SUGGESTIONS


def load(store: Store, article: str, annotator: str) -> Layer | None:
    """The annotator's layer, or the suggestions for who has not begun; None without an article."""
    with store.reading() as connection:
        return load_within_shown(connection, article, annotator)


def load_within_shown(connection: Connection, article: str, annotator: str) -> Layer | None:
    """The same as load, inside a transaction that is already open."""
    found = load_within(connection, article)
    if found is None:
        return None
    own = _opened(connection, article, annotator)
    owner: str | None = annotator
    if own is None:
        blind = is_blind(connection, article, annotator)
        own = NEW, Origin(blind=blind)
        by = select(articles.c.suggested_by).where(articles.c.id == article)
        owner = None if blind else connection.scalar(by)
    marks, problems = rows.read(connection, found, owner) if owner else ((), ())
    state, origin = own
    return Layer(found, annotator, state, marks, problems, origin)


def state_of(connection: Connection, article: str, annotator: str) -> State | None:
    """How far the annotator is; None if they have not begun."""
    own = _opened(connection, article, annotator)
    return own and own[0]


def _opened(connection: Connection, article: str, annotator: str) -> tuple[State, Origin] | None:
    """The state of the annotator's layer, and what it began as; None if they have not begun."""
    row = connection.execute(
        select(
            layers.c.status, layers.c.flag, layers.c.checked, layers.c.blind, layers.c.reviewed
        ).where(_is(layers, article, annotator))
    ).first()
    if row is None:
        return None
    checked = LAYERS if row.checked is None else tuple(row.checked)
    return State(row.status, row.flag, checked), Origin(row.blind, tuple(row.reviewed or ()))


def blind(store: Store, article: str, annotator: str) -> bool:
    """Whether the annotator is to read an article without suggestions."""
    with store.reading() as connection:
        return is_blind(connection, article, annotator)


def is_blind(connection: Connection, article: str, annotator: str) -> bool:
    """The same as blind, inside a transaction that is already open."""
    query = select(assignments.c.blind).where(_is(assignments, article, annotator))
    return bool(connection.scalar(query))


def suggest(store: Store, article: str, pipeline: str, marks: Iterable[Mark]) -> None:
    """Keep what a pipeline suggests, and show it to all who have not begun with the article.

    Raises Invalid if a mark does not fit the text, or if a person has the pipeline's name;
    nothing is written then.
    """
    with store.writing() as connection:
        suggest_within(connection, _article(connection, article), pipeline, marks)


def suggest_within(
    connection: Connection, found: Article, pipeline: str, marks: Iterable[Mark]
) -> None:
    """The same as suggest, inside a transaction that is already open, for an article that is."""
    article = found.id
    own = and_(_is(layers, article, pipeline), ~layers.c.machine)
    if connection.scalar(select(layers.c.annotator).where(own)):
        raise Invalid(f"{pipeline} is a person who has begun with article {article}")
    connection.execute(delete(layers).where(_is(layers, article, pipeline)))
    _open(connection, article, pipeline, machine=True)
    rows.write(connection, found, pipeline, marks)
    connection.execute(
        update(articles).where(articles.c.id == article).values(suggested_by=pipeline, problem=None)
    )
    connection.execute(delete(wanted).where(wanted.c.article == article))
    changes.note(connection, [article])


def place(
    store: Store,
    article: str,
    annotator: str,
    state: State,
    marks: Iterable[Mark],
    origin: Origin = SUGGESTIONS,
) -> bool:
    """Keep a layer that was made elsewhere; False and nothing written if one is there already.

    Raises Invalid if a mark does not fit the text; nothing is written then.
    """
    with store.writing() as connection:
        found = _article(connection, article)
        return place_within(connection, found, annotator, state, marks, origin)


def place_within(
    connection: Connection,
    found: Article,
    annotator: str,
    state: State,
    marks: Iterable[Mark],
    origin: Origin = SUGGESTIONS,
) -> bool:
    """The same as place, inside a transaction that is already open, for an article that is."""
    if state_of(connection, found.id, annotator) is not None:
        return False
    _open(connection, found.id, annotator, origin)
    rows.write(connection, found, annotator, marks)
    set_state(connection, found.id, annotator, state)
    changes.note(connection, [found.id])
    return True


def begin(connection: Connection, article: str, annotator: str) -> State:
    """Make the suggestions the annotator's own layer, unless they have begun; its state.

    Raises Invalid for the name of a pipeline.
    """
    own = _is(layers, article, annotator)
    if connection.scalar(select(layers.c.machine).where(own)):
        raise Invalid(f"{annotator} is a pipeline, whose suggestions stay as they are")
    if (state := state_of(connection, article, annotator)) is not None:
        return state
    blind = is_blind(connection, article, annotator)
    _open(connection, article, annotator, Origin(blind=blind))
    if blind:
        return NEW
    pipeline = select(articles.c.suggested_by).where(articles.c.id == article).scalar_subquery()
    for table in (mentions, quotes):
        kept = [c for c in table.c if c.name not in ("id", "annotator")]
        suggested = select(literal(annotator), *kept).where(_is(table, article, pipeline))
        names = ["annotator", *(c.name for c in kept)]
        connection.execute(insert(table).from_select(names, suggested))
    return NEW


def set_state(connection: Connection, article: str, annotator: str, state: State) -> None:
    connection.execute(
        update(layers)
        .where(_is(layers, article, annotator))
        .values(
            status=state.status,
            flag=state.flag,
            checked=None if state.checked == LAYERS else list(state.checked),
            changed_at=now(),
        )
    )


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose layer it is, a person's or a pipeline's, and how far they are."""

    name: str
    machine: bool
    status: str
    reviewed: bool


def owners(store: Store, article: str) -> list[Owner]:
    """All who have a layer of an article: people by name, then pipelines."""
    with store.reading() as connection:
        return owners_within(connection, article)


def owners_within(connection: Connection, article: str) -> list[Owner]:
    """The same as owners, inside a transaction that is already open."""
    query = (
        select(layers.c.annotator, layers.c.machine, layers.c.status, layers.c.reviewed)
        .where(layers.c.article == article)
        .order_by(layers.c.machine, layers.c.annotator)
    )
    return [Owner(*row[:3], bool(row.reviewed)) for row in connection.execute(query)]


def done(store: Store, article: str) -> list[Layer]:
    """The layers of people who are done with an article, by name."""
    with store.reading() as connection:
        people = connection.scalars(
            select(layers.c.annotator)
            .where(layers.c.article == article, layers.c.status == "done", ~layers.c.machine)
            .order_by(layers.c.annotator)
        ).all()
        found = [load_within_shown(connection, article, person) for person in people]
    return [layer for layer in found if layer]


def all_of(
    store: Store, *, annotator: str | None = None, status: str | None = None
) -> Iterator[Layer]:
    """Every person's layer, one article after the other; of one annotator or status if given."""
    condition = [] if annotator else [~layers.c.machine]
    if annotator:
        condition.append(layers.c.annotator == annotator)
    if status:
        condition.append(layers.c.status == status)
    with store.reading() as connection:
        keys = connection.execute(
            select(layers.c.article, layers.c.annotator)
            .join(articles, articles.c.id == layers.c.article)
            .where(*condition)
            .order_by(articles.c.position, layers.c.annotator)
        ).all()
    for article, owner in keys:
        with store.reading() as connection:
            layer = load_within_shown(connection, article, owner)
        if layer:
            yield layer


def _article(connection: Connection, article: str) -> Article:
    found = load_within(connection, article)
    if found is None:
        raise Invalid(f"there is no article {article}")
    return found


def _open(
    connection: Connection,
    article: str,
    annotator: str,
    origin: Origin = SUGGESTIONS,
    *,
    machine: bool = False,
) -> None:
    connection.execute(
        insert(layers).values(
            article=article,
            annotator=annotator,
            machine=machine,
            status=NEW.status,
            flag=NEW.flag,
            blind=origin.blind,
            reviewed=list(origin.reviewed) or None,
            changed_at=now(),
        )
    )


def _is(table: Any, article: str, annotator: Any) -> Any:
    return and_(table.c.article == article, table.c.annotator == annotator)
