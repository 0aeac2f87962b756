"""What each annotator, person or pipeline, has marked in each article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, delete, insert, literal, select, update

from annotator.annotation import Annotation, Article, Entity, Invalid, Quote, Span
from annotator.mark import NEW, Mark, State, check_mark, value_from_json, value_to_json
from annotator.store import Store
from annotator.store.articles import load_within, now
from annotator.store.schema import articles, layers, mentions, quotes


@dataclass(frozen=True, slots=True)
class Layer:
    """An annotator's marks in an article, in text order; ``problems`` names damaged rows."""

    article: Article
    annotator: str
    state: State
    marks: tuple[Mark, ...]
    problems: tuple[str, ...] = ()


def load(store: Store, article: str, annotator: str) -> Layer | None:
    """The annotator's layer, or the suggestions for who has not begun; None without an article."""
    with store.reading() as connection:
        return load_within_shown(connection, article, annotator)


def load_within_shown(connection: Connection, article: str, annotator: str) -> Layer | None:
    """The same as load, inside a transaction that is already open."""
    found = load_within(connection, article)
    if found is None:
        return None
    state = state_of(connection, article, annotator)
    owner: str | None = annotator
    if state is None:
        state = NEW
        owner = connection.scalar(select(articles.c.suggested_by).where(articles.c.id == article))
    marks, problems = _read(connection, found, owner) if owner else ((), ())
    return Layer(found, annotator, state, marks, problems)


def state_of(connection: Connection, article: str, annotator: str) -> State | None:
    """How far the annotator is; None if they have not begun."""
    row = connection.execute(
        select(layers.c.status, layers.c.flag).where(_is(layers, article, annotator))
    ).first()
    return None if row is None else State(row.status, row.flag)


def suggest(store: Store, article: str, pipeline: str, marks: Iterable[Mark]) -> None:
    """Keep what a pipeline suggests, and show it to all who have not begun with the article.

    Raises Invalid if a mark does not fit the text; nothing is written then.
    """
    with store.writing() as connection:
        found = load_within(connection, article)
        if found is None:
            raise Invalid(f"there is no article {article}")
        connection.execute(delete(layers).where(_is(layers, article, pipeline)))
        _open(connection, article, pipeline, machine=True)
        write(connection, found, pipeline, marks)
        connection.execute(
            update(articles).where(articles.c.id == article).values(suggested_by=pipeline)
        )


def place(store: Store, article: str, annotator: str, state: State, marks: Iterable[Mark]) -> bool:
    """Keep a layer that was made elsewhere; False and nothing written if one is there already."""
    with store.writing() as connection:
        found = load_within(connection, article)
        if found is None:
            raise Invalid(f"there is no article {article}")
        if state_of(connection, article, annotator) is not None:
            return False
        _open(connection, article, annotator)
        write(connection, found, annotator, marks)
        set_state(connection, article, annotator, state)
    return True


def begin(connection: Connection, article: str, annotator: str) -> State:
    """Make the suggestions the annotator's own layer, unless they have begun; its state."""
    state = state_of(connection, article, annotator)
    if state is not None:
        return state
    _open(connection, article, annotator)
    pipeline = select(articles.c.suggested_by).where(articles.c.id == article).scalar_subquery()
    for table in (mentions, quotes):
        kept = [c for c in table.c if c.name not in ("id", "annotator")]
        rows = select(literal(annotator), *kept).where(
            table.c.article == article, table.c.annotator == pipeline
        )
        names = ["annotator", *(c.name for c in kept)]
        connection.execute(insert(table).from_select(names, rows))
    return NEW


def set_state(connection: Connection, article: str, annotator: str, state: State) -> None:
    connection.execute(
        update(layers)
        .where(_is(layers, article, annotator))
        .values(status=state.status, flag=state.flag, changed_at=now())
    )


def write(connection: Connection, article: Article, owner: str, marks: Iterable[Mark]) -> None:
    """Add marks as rows; raises Invalid if one does not fit the text."""
    rows: dict[bool, list[dict[str, Any]]] = {True: [], False: []}
    for mark in marks:
        check_mark(article.text, mark)
        rows[isinstance(mark.value, Entity)].append(_row(article, owner, mark))
    for is_entity, table in ((True, mentions), (False, quotes)):
        if rows[is_entity]:
            connection.execute(insert(table), rows[is_entity])


def erase(connection: Connection, article: str, owner: str, values: Iterable[Annotation]) -> None:
    """Delete the rows of annotations."""
    for value in values:
        if isinstance(value, Entity):
            condition = and_(_at(mentions, article, owner, value), mentions.c.label == value.label)
            connection.execute(delete(mentions).where(condition))
            continue
        for row in connection.execute(select(quotes).where(_at(quotes, article, owner, value))):
            if row.content == _pairs(value.content):
                connection.execute(delete(quotes).where(quotes.c.id == row.id))


def near(
    connection: Connection, article: Article, owner: str, values: Sequence[Annotation]
) -> dict[tuple[Any, ...], Mark]:
    """The marks that stand exactly where these annotations do, by key: all an edit can touch."""
    if len(values) > 50:
        return {m.key: m for m in _read(connection, article, owner)[0]}
    found: dict[tuple[Any, ...], Mark] = {}
    for value in values:
        table = mentions if isinstance(value, Entity) else quotes
        at = _at(table, article.id, owner, value)
        for row in connection.execute(select(table).where(at)).mappings():
            mark = _mark(article.text, row)
            found[mark.key] = mark
    return found


def _open(connection: Connection, article: str, annotator: str, *, machine: bool = False) -> None:
    connection.execute(
        insert(layers).values(
            article=article,
            annotator=annotator,
            machine=machine,
            status=NEW.status,
            flag=NEW.flag,
            changed_at=now(),
        )
    )


def _is(table: Any, article: str, annotator: str) -> Any:
    return and_(table.c.article == article, table.c.annotator == annotator)


def _at(table: Any, article: str, owner: str, value: Annotation) -> Any:
    return and_(_is(table, article, owner), table.c.start == value.start, table.c.end == value.end)


def _row(article: Article, owner: str, mark: Mark) -> dict[str, Any]:
    value, text = mark.value, article.text
    # A suggestion that still stands is not written twice: True says "as it is".
    suggested: Any = True
    if mark.suggested != value:
        suggested = mark.suggested and value_to_json(text, mark.suggested)
    row = {
        "article": article.id,
        "annotator": owner,
        "start": value.start,
        "end": value.end,
        "certainty": mark.certainty,
        "decision": mark.decision,
        "suggested": suggested,
    }
    if isinstance(value, Entity):
        return {
            **row,
            "surface": value.span.surface(text),
            "label": value.label,
            "name": value.name,
        }
    return {
        **row,
        "surface": " … ".join(s.surface(text) for s in value.content),
        "kind": value.kind,
        "content": _pairs(value.content),
        "cue": _pairs(value.cue),
        "speaker": _pairs(value.speaker),
        "speaker_name": value.speaker_name,
        "speaker_status": value.speaker_status,
    }


def _mark(text: str, row: RowMapping) -> Mark:
    value: Annotation
    if "label" in row:
        value = Entity(Span(row["start"], row["end"]), row["label"], row["name"])
        if row["surface"] != value.span.surface(text):
            raise Invalid(f"the text at {value.start}–{value.end} is not {row['surface']!r}")
    else:
        content, cue, speaker = (
            tuple(Span(*pair) for pair in row[part]) for part in ("content", "cue", "speaker")
        )
        value = Quote(
            content, row["kind"], cue, speaker, row["speaker_name"], row["speaker_status"]
        )
    suggested = row["suggested"]
    if suggested is True:
        suggested = value
    elif suggested is not None:
        suggested = value_from_json(text, suggested)
    return Mark(value, row["decision"], suggested, row["certainty"])


def _read(
    connection: Connection, article: Article, owner: str
) -> tuple[tuple[Mark, ...], tuple[str, ...]]:
    marks, problems = [], []
    for row in _rows(connection, article.id, owner):
        try:
            mark = _mark(article.text, row)
            check_mark(article.text, mark)
            marks.append(mark)
        except (Invalid, TypeError, ValueError, IndexError) as error:
            problems.append(f"article {article.id}, {owner}, row {row['id']}: {error}")
    marks.sort(key=lambda m: (m.value.start, -m.value.end))
    return tuple(marks), tuple(problems)


def _rows(connection: Connection, article: str, owner: str) -> Iterator[RowMapping]:
    for table in (mentions, quotes):
        yield from connection.execute(select(table).where(_is(table, article, owner))).mappings()


def _pairs(spans: Iterable[Span]) -> list[list[int]]:
    return [[s.start, s.end] for s in spans]


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
