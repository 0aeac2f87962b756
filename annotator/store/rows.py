"""Marks as rows of the tables ``mentions`` and ``quotes``, checked on their way in and out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, true

from annotator.annotation import Annotation, Article, Entity, Invalid, Quote, Span
from annotator.mark import Mark, check_mark, value_from_json, value_to_json
from annotator.store.schema import mentions, quotes

Key = tuple[Any, ...]

FEW = 50  # annotations that are looked up by their places; for more, the whole layer is read
SHARED = ("id", "start", "end", "surface", "certainty", "decision", "suggested", "by")
OWN = {
    mentions: ("label", "name"),
    quotes: ("kind", "content", "cue", "speaker", "speaker_name", "speaker_status"),
}


def read(
    connection: Connection, article: Article, owner: str
) -> tuple[tuple[Mark, ...], tuple[str, ...]]:
    """A layer's marks in text order, and a line for each damaged row."""
    found: dict[Key, Mark] = {}
    problems = []
    for row in chain.from_iterable(_rows(connection, t, article.id, owner) for t in OWN):
        try:
            mark = _mark(article.text, row)
            if mark.key in found:
                raise Invalid("the same annotation stands there twice")
            found[mark.key] = mark
        except (Invalid, TypeError, ValueError) as error:
            problems.append(f"article {article.id}, {owner}, row {row[0]}: {error}")
    marks = sorted(found.values(), key=lambda m: (m.value.start, -m.value.end, m.key))
    return tuple(marks), tuple(problems)


def near(
    connection: Connection, article: Article, owner: str, values: Sequence[Annotation]
) -> dict[Key, tuple[int, Mark]]:
    """The marks that begin where these annotations do, all that an edit can touch: row and mark.

    A damaged row is left out, so that an edit of it is refused.
    """
    found: dict[Key, tuple[int, Mark]] = {}
    for table, kind in ((mentions, Entity), (quotes, Quote)):
        places = sorted({value.start for value in values if isinstance(value, kind)})
        if not places:
            continue
        condition = table.c.start.in_(places) if len(places) <= FEW else true()
        for row in _rows(connection, table, article.id, owner, condition):
            try:
                mark = _mark(article.text, row)
            except (Invalid, TypeError, ValueError):
                continue
            found[mark.key] = row[0], mark
    return found


def write(connection: Connection, article: Article, owner: str, marks: Iterable[Mark]) -> None:
    """Add marks as rows; raises Invalid if one does not fit the text."""
    rows: dict[bool, list[dict[str, Any]]] = {True: [], False: []}
    layer = {"article": article.id, "annotator": owner}
    for mark in marks:
        check_mark(article.text, mark)
        rows[isinstance(mark.value, Entity)].append({**layer, **_row(article.text, mark)})
    for is_entity, table in ((True, mentions), (False, quotes)):
        if rows[is_entity]:
            connection.execute(insert(table), rows[is_entity])


def erase(connection: Connection, rows: Mapping[Key, int]) -> None:
    """Delete the rows of marks with these keys."""
    for kind, table in (("entity", mentions), ("quote", quotes)):
        gone = [{"row": row} for key, row in rows.items() if key[0] == kind]
        if gone:
            connection.execute(delete(table).where(table.c.id == bindparam("row")), gone)


def _rows(
    connection: Connection, table: Table, article: str, owner: str, *conditions: Any
) -> Iterable[Sequence[Any]]:
    layer = (table.c.article == article, table.c.annotator == owner)
    columns = [table.c[name] for name in SHARED + OWN[table]]
    return connection.execute(select(*columns).where(*layer, *conditions))


def _mark(text: str, row: Sequence[Any]) -> Mark:
    """The mark of a row; raises Invalid, TypeError or ValueError where the row is damaged."""
    _, start, end, surface, certainty, decision, suggested, by, *own = row
    value: Annotation
    if len(own) == len(OWN[mentions]):
        value = Entity(Span(start, end), *own)
    else:
        kind, content, cue, speaker, *who = own
        value = Quote(_spans(content), kind, _spans(cue), _spans(speaker), *who)
    if suggested is True:
        suggested = value
    elif suggested is not None:
        suggested = value_from_json(text, suggested)
    mark = Mark(value, decision, suggested, certainty, tuple(by or ()))
    check_mark(text, mark)
    if surface != _surface(text, value):
        raise Invalid(f"the text at {start}–{end} is not {surface!r}")
    if (start, end) != (value.start, value.end):
        raise Invalid(f"the content of the quote does not stand at {start}–{end}")
    return mark


def _row(text: str, mark: Mark) -> dict[str, Any]:
    value = mark.value
    # A suggestion that still stands is not written twice: True says "as it is".
    suggested: Any = True
    if mark.suggested != value:
        suggested = mark.suggested and value_to_json(text, mark.suggested)
    row = {
        "start": value.start,
        "end": value.end,
        "surface": _surface(text, value),
        "certainty": mark.certainty,
        "decision": mark.decision,
        "suggested": suggested,
        "by": list(mark.by) or None,
    }
    if isinstance(value, Entity):
        return {**row, "label": value.label, "name": value.name}
    return {
        **row,
        "kind": value.kind,
        "content": _pairs(value.content),
        "cue": _pairs(value.cue),
        "speaker": _pairs(value.speaker),
        "speaker_name": value.speaker_name,
        "speaker_status": value.speaker_status,
    }


def _surface(text: str, value: Annotation) -> str:
    spans = (value.span,) if isinstance(value, Entity) else value.content
    return " … ".join([text[span.start : span.end] for span in spans])


def _spans(pairs: list[list[int]]) -> tuple[Span, ...]:
    return tuple([Span(start, end) for start, end in pairs])


def _pairs(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]
