"""Reviews: layers that put together what others did, and the articles that wait for one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Connection, and_, func, select, update

from annotator import review
from annotator.annotation import Annotation, Invalid, first_words
from annotator.mark import NEW, Origin, State, current
from annotator.store import Store, changes, layers, rows
from annotator.store.articles import Place, load_within
from annotator.store.schema import appearances, articles
from annotator.store.schema import layers as table
from annotator.store.shown import first

SUFFIX = " (review)"


def layer_of(reviewer: str) -> str:
    """The name of the layer that holds a person's review: apart from what they mark themselves."""
    return f"{reviewer}{SUFFIX}"


@dataclass(frozen=True, slots=True)
class Waiting:
    """An article that can be reviewed: who is done with it, and how far the review is."""

    article: str
    headline: str
    published: str | None
    people: tuple[str, ...]
    status: str


def waiting(store: Store, reviewer: str, *, least: int = 2) -> list[Waiting]:
    """The articles with which so many people are done, or whose review has begun, as added."""
    query = (
        select(
            articles.c.id,
            articles.c.title,
            func.substr(articles.c.text, 1, 300).label("start"),
            appearances.c.published,
            table.c.annotator,
            table.c.status,
            table.c.reviewed,
        )
        .join(table, and_(table.c.article == articles.c.id, ~table.c.machine))
        .outerjoin(appearances, first(articles.c.id))
        .order_by(articles.c.position, table.c.annotator)
    )
    with store.reading() as connection:
        every = connection.execute(query).all()
    found = []
    for _, of_article in groupby(every, key=lambda row: row.id):
        each = list(of_article)
        people = tuple(row.annotator for row in each if row.status == "done" and not row.reviewed)
        own = [row for row in each if row.reviewed and row.annotator == layer_of(reviewer)]
        if len(people) >= least or own:
            status = own[0].status if own else NEW.status
            headline = each[0].title or first_words(each[0].start)
            found.append(Waiting(each[0].id, headline, each[0].published, people, status))
    return found


def place(store: Store, article: str, reviewer: str) -> Place:
    """Where an article stands among those that wait."""
    every = [one.article for one in waiting(store, reviewer)]
    if article not in every:
        return Place(1, 1, None, None)
    at = every.index(article)
    after = every[at + 1] if at + 1 < len(every) else None
    return Place(at + 1, len(every), every[at - 1] if at else None, after)


def sources(store: Store, article: str) -> list[layers.Owner]:
    """Whose work a review can take in: people by name, then pipelines; no other reviews."""
    return [one for one in layers.owners(store, article) if not one.reviewed]


def others(store: Store, article: str, reviewer: str) -> list[str]:
    """Who else has reviewed the article, or is at it."""
    every = layers.owners(store, article)
    names = [one.name for one in every if one.reviewed and one.name != layer_of(reviewer)]
    return [name.removesuffix(SUFFIX) for name in names]


def begin(store: Store, article: str, reviewer: str, of: Sequence[str]) -> None:
    """Put the work of these annotators together, or take it into the review that is there.

    What all have is accepted; what not all have is open, and of a review that has begun what is
    decided stays as it is. Raises Invalid for fewer than two, and for who has done nothing there.
    """
    own = layer_of(reviewer)
    with store.writing() as connection:
        found = load_within(connection, article)
        if found is None:
            raise Invalid(f"there is no article {article}")
        there = layers.load_within_shown(connection, article, own)
        begun = layers.state_of(connection, article, own) is not None
        assert there is not None
        if begun and not there.origin.reviewed:
            raise Invalid(f"{own} is the name of somebody who has labels of their own there")
        every = tuple(dict.fromkeys([*there.origin.reviewed, *of]))
        owners = layers.owners_within(connection, article)
        known = {one.name for one in owners if not one.reviewed}
        if unknown := [name for name in every if name not in known]:
            raise Invalid(f"{unknown[0]} has marked nothing in article {article}")
        if len(every) < 2:
            raise Invalid("a review puts together the work of two annotators or more")
        entities, quotes = _work(connection, article, every)
        wanted = [*review.marks(entities), *review.marks(quotes)]
        if not begun:
            state, origin = State("in progress"), Origin(reviewed=every)
            layers.place_within(connection, found, own, state, wanted, origin)
            return
        keys = {mark.key for mark in there.marks}
        keys |= {mark.suggested.key for mark in there.marks if mark.suggested}
        rows.write(connection, found, own, [mark for mark in wanted if mark.key not in keys])
        connection.execute(
            update(table)
            .where(table.c.article == article, table.c.annotator == own)
            .values(reviewed=list(every))
        )
        changes.note(connection, [article])


def differences(store: Store, layer: layers.Layer) -> list[review.Difference]:
    """Where those whose work a review puts together differ as it stands now, in text order."""
    with store.reading() as connection:
        work = _work(connection, layer.article.id, layer.origin.reviewed)
    found = [difference for kind in work for difference in review.differences(kind)]
    return sorted(found, key=lambda one: (one.start, one.end))


Work = dict[str, Sequence[Annotation]]


def _work(connection: Connection, article: str, names: Sequence[str]) -> tuple[Work, Work]:
    """The entities and the quotes of these annotators, each of those who checked them fully."""
    entities: Work = {}
    quotes: Work = {}
    for name in names:
        layer = layers.load_within_shown(connection, article, name)
        if layer is None:
            continue
        said = current(layer.marks)
        if "entities" in layer.state.checked:
            entities[name] = said.entities
        if "quotes" in layer.state.checked:
            quotes[name] = said.quotes
    return entities, quotes
