"""Takes changes into layers, each once, and keeps all of them, the refused as well, for good."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, and_, func, insert, select

from annotator.annotation import Article, Invalid
from annotator.edit import Edit, Header, Refused, Standing, apply, header, parse, stacks
from annotator.mark import Mark
from annotator.store import Store, changes, layers, rows
from annotator.store import articles as texts
from annotator.store.schema import edits

Sent = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Refusal:
    """An edit that was not applied, and why, in words for its maker."""

    client: str
    seq: int
    article: str
    why: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of sent edits: the articles they changed, the last of each client, refusals."""

    changed: frozenset[str]
    acks: Mapping[str, int]
    refused: tuple[Refusal, ...]


def take(store: Store, sent: Sequence[Sent]) -> Taken:
    """Apply edits as they came from a browser, in order, in one transaction.

    An edit that was taken before changes nothing. A group is applied whole or refused whole:
    when its text, its surface or what it was made against does not fit what stands there now.
    """
    changed: set[str] = set()
    refused: list[Refusal] = []
    sound: list[tuple[Header, Sent]] = []
    for data in sent:
        try:
            sound.append((header(data), data))
        except Invalid as error:
            refused.append(
                Refusal(str(data.get("client")), _whole(data.get("seq")), "", str(error))
            )
    heads = [head for head, _ in sound]
    with store.writing() as connection:
        known = {(r.client, r.seq): r for r in _there(connection, heads)}
        for _, members in groupby(sound, key=lambda one: (one[0].client, one[0].group)):
            group: dict[tuple[str, int], Sent] = {}
            for head, data in members:
                if (earlier := known.get(head[:2])) is None:
                    group.setdefault(head[:2], data)
                elif earlier.why:
                    refused.append(earlier)
            if not group:
                continue
            why = _try_group(connection, list(group.values()))
            if why:
                _log(connection, group.values(), why)
            else:
                changed.update(data["article"] for data in group.values())
            outcome = [Refusal(*key, data["article"], why) for key, data in group.items()]
            known.update(zip(group, outcome, strict=True))
            refused += [refusal for refusal in outcome if refusal.why]
        last = _last(connection, {head.client for head in heads})
    return Taken(frozenset(changed), last, tuple(refused))


def acks(store: Store, clients: Iterable[str]) -> Mapping[str, int]:
    """The last edit that the store holds of each of these clients."""
    with store.reading() as connection:
        return _last(connection, set(clients))


@dataclass(frozen=True, slots=True)
class Logged:
    """An edit as it stands in the log; old and new in their JSON form."""

    client: str
    seq: int
    group: str
    undoes: str | None
    article: str
    annotator: str
    at: str
    old: dict[str, Any] | None
    new: dict[str, Any] | None
    refused: str | None


LOGGED = [edits.c[field.name] for field in fields(Logged)]


def log(store: Store, article: str | None = None, annotator: str | None = None) -> list[Logged]:
    """All that was ever done, in order; to one article, by one annotator if given."""
    with store.reading() as connection:
        query = select(*LOGGED).order_by(edits.c.position)
        if article is not None:
            query = query.where(edits.c.article == article)
        if annotator is not None:
            query = query.where(edits.c.annotator == annotator)
        return [Logged(*row) for row in connection.execute(query)]


@dataclass(frozen=True, slots=True)
class Opened:
    """A layer as one moment showed it, with what can be undone and redone, the next one last."""

    layer: layers.Layer
    undo: list[list[Logged]]
    redo: list[list[Logged]]
    acks: Mapping[str, int]


def open_layer(store: Store, article: str, annotator: str, *, most: int = 2000) -> Opened | None:
    """What a reader needs to go on where the annotator stopped; None without an article.

    At most about ``most`` edits can be undone, so that a long history never delays opening.
    """
    with store.reading() as connection:
        layer = layers.load_within_shown(connection, article, annotator)
        if layer is None:
            return None
        last, undo, redo = _history(connection, article, annotator, most)
    return Opened(layer, undo, redo, last)


Groups = list[list[Logged]]


def _history(
    connection: Connection, article: str, annotator: str, most: int
) -> tuple[dict[str, int], Groups, Groups]:
    """The last edit of each client in a layer, and the newest groups to undo and to redo.

    What an edit changed is long and read for these groups only; an article that was deleted and
    added again has the log of its first life, of which nothing can be undone.
    """
    e, own = edits.c, f"article:{article}"
    deleted = select(func.coalesce(func.max(e.position), 0)).where(e.client == own, e.new.is_(None))
    layer = and_(
        e.article == article,
        e.annotator == annotator,
        e.client != own,
        e.position > deleted.scalar_subquery(),
    )
    logged = connection.execute(
        select(e.position, e.client, e.seq, e.group, e.undoes, e.refused.is_(None).label("applied"))
        .where(layer)
        .order_by(e.position)
    ).all()
    last: dict[str, int] = {}
    for row in logged:
        last[row.client] = max(row.seq, last.get(row.client, 0))
    kept = [_newest(groups, most) for groups in stacks(row for row in logged if row.applied)]
    first = min((row.position for groups in kept for group in groups for row in group), default=0)
    full = {}
    if first:
        found = connection.execute(select(e.position, *LOGGED).where(layer, e.position >= first))
        full = {position: Logged(*rest) for position, *rest in found}
    undo, redo = ([[full[row.position] for row in group] for group in groups] for groups in kept)
    return last, undo, redo


def _newest(groups: list[list[Any]], most: int) -> list[list[Any]]:
    kept: list[list[Any]] = []
    for group in reversed(groups):
        most -= len(group)
        if kept and most < 0:
            break
        kept.append(group)
    return kept[::-1]


def _try_group(connection: Connection, group: list[Sent]) -> str:
    """Apply all edits of a group and log them; or none, and say why. Empty if they were applied."""
    try:
        with connection.begin_nested():
            for (name, annotator), members in groupby(group, key=_layer_of):
                article = texts.load_within(connection, name)
                if article is None:
                    raise Refused("the article has been deleted")
                parsed = [parse(article.text, data) for data in members]
                _apply(connection, article, annotator, parsed)
            _log(connection, group)
    except (Invalid, Refused) as error:
        return str(error)[:500]
    return ""


def _layer_of(data: Sent) -> tuple[str, str]:
    return data["article"], data["annotator"]


def _apply(
    connection: Connection, article: Article, annotator: str, parsed: Sequence[Edit]
) -> None:
    state = layers.begin(connection, article.id, annotator)
    values = [s.value for edit in parsed for s in (edit.old, edit.new) if isinstance(s, Mark)]
    there = rows.near(connection, article, annotator, values)
    standing = Standing({key: mark for key, (_, mark) in there.items()}, state)
    for edit in parsed:
        apply(standing, edit)
    now = standing.marks
    stale = {key: row for key, (row, mark) in there.items() if now.get(key) != mark}
    fresh = [mark for key, mark in now.items() if key not in there or key in stale]
    rows.erase(connection, stale)
    rows.write(connection, article, annotator, fresh)
    if standing.state != state:
        layers.set_state(connection, article.id, annotator, standing.state)
    changes.note(connection, [article.id])


def _log(connection: Connection, group: Iterable[Sent], refused: str | None = None) -> None:
    at = texts.now()
    entries = [
        {
            **{name: data.get(name) for name in ("client", "seq", "group", "article", "annotator")},
            "undoes": data.get("undoes") or None,
            "old": data.get("old"),
            "new": data.get("new"),
            "at": at,
            "refused": refused,
        }
        for data in group
    ]
    connection.execute(insert(edits), entries)


def _last(connection: Connection, clients: set[str]) -> dict[str, int]:
    newest = connection.execute(
        select(edits.c.client, func.max(edits.c.seq))
        .where(edits.c.client.in_(clients))
        .group_by(edits.c.client)
    )
    return {row[0]: row[1] for row in newest}


def _there(connection: Connection, heads: list[Header]) -> Iterator[Refusal]:
    """Those of these edits that the log holds, each with why it was refused or no reason."""
    e, sent = edits.c, {head[:2] for head in heads}
    for client in sorted({head.client for head in heads}):
        numbers = [head.seq for head in heads if head.client == client]
        logged = connection.execute(
            select(e.client, e.seq, e.article, func.coalesce(e.refused, "")).where(
                e.client == client, e.seq.between(min(numbers), max(numbers))
            )
        )
        for row in logged:
            if row[:2] in sent:
                yield Refusal(*row)


def _whole(seq: Any) -> int:
    return seq if type(seq) is int else 0
