"""Takes changes into layers, each once, and keeps all of them, the refused as well, for good."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, func, insert, select

from annotator.annotation import Article, Invalid
from annotator.edit import Edit, Refused, Standing, apply, header, parse, stacks
from annotator.mark import Mark
from annotator.store import Store, layers
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
    sound: list[tuple[Any, Sent]] = []
    for data in sent:
        try:
            sound.append((header(data), data))
        except Invalid as error:
            refused.append(
                Refusal(str(data.get("client")), _whole(data.get("seq")), "", str(error))
            )
    with store.writing() as connection:
        for _, members in groupby(sound, key=lambda one: (one[0][0], one[0][2])):
            group = [data for head, data in members if not _known(connection, *head[:2])]
            if not group:
                continue
            if why := _try_group(connection, group):
                _log(connection, group, why)
            else:
                changed.update(data["article"] for data in group)
        heads = [head for head, _ in sound]
        refused += _refusals(connection, heads)
        last = _last(connection, {head[0] for head in heads})
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


def log(store: Store, article: str, annotator: str | None = None) -> list[Logged]:
    """All that was ever done to an article, in order, of one annotator if given."""
    with store.reading() as connection:
        return list(_logged(connection, article, annotator))


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
        logged = [e for e in _logged(connection, article, annotator) if not e.refused]
    undo, redo = stacks(e for e in logged if "fields" not in (e.old or {}))
    last: dict[str, int] = {}
    for edit in logged:
        last[edit.client] = max(edit.seq, last.get(edit.client, 0))
    return Opened(layer, _newest(undo, most), _newest(redo, most), last)


def _newest(groups: list[list[Logged]], most: int) -> list[list[Logged]]:
    kept: list[list[Logged]] = []
    for group in reversed(groups):
        most -= len(group)
        if kept and most < 0:
            break
        kept.append(group)
    return kept[::-1]


def _try_group(connection: Connection, group: list[Sent]) -> str | None:
    """Apply all edits of a group and log them; or none, and say why."""
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
        return str(error)
    return None


def _layer_of(data: Sent) -> tuple[str, str]:
    return data["article"], data["annotator"]


def _apply(
    connection: Connection, article: Article, annotator: str, parsed: Sequence[Edit]
) -> None:
    state = layers.begin(connection, article.id, annotator)
    values = [s.value for edit in parsed for s in (edit.old, edit.new) if isinstance(s, Mark)]
    standing = Standing(layers.near(connection, article, annotator, values), state)
    before = dict(standing.marks)
    for edit in parsed:
        apply(standing, edit)
    stale = [m.value for key, m in before.items() if standing.marks.get(key) != m]
    fresh = [m for key, m in standing.marks.items() if before.get(key) != m]
    layers.erase(connection, article.id, annotator, stale)
    layers.write(connection, article, annotator, fresh)
    if standing.state != state:
        layers.set_state(connection, article.id, annotator, standing.state)


def _known(connection: Connection, client: str, seq: int) -> bool:
    found = select(edits.c.seq).where(edits.c.client == client, edits.c.seq == seq)
    return connection.scalar(found) is not None


def _log(connection: Connection, group: Iterable[Sent], refused: str | None = None) -> None:
    at = texts.now()
    rows = [
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
    connection.execute(insert(edits), rows)


def _logged(connection: Connection, article: str, annotator: str | None) -> Iterator[Logged]:
    query = select(edits).where(edits.c.article == article).order_by(edits.c.position)
    if annotator is not None:
        query = query.where(edits.c.annotator == annotator)
    for row in connection.execute(query).mappings():
        yield Logged(**{name: row[name] for name in Logged.__dataclass_fields__})


def _last(connection: Connection, clients: set[str]) -> dict[str, int]:
    rows = connection.execute(
        select(edits.c.client, func.max(edits.c.seq))
        .where(edits.c.client.in_(clients))
        .group_by(edits.c.client)
    )
    return {row[0]: row[1] for row in rows}


def _refusals(connection: Connection, heads: list[tuple[str, int, str, str, str]]) -> list[Refusal]:
    sent = {head[:2] for head in heads}
    rows = connection.execute(
        select(edits.c.client, edits.c.seq, edits.c.article, edits.c.refused).where(
            edits.c.client.in_({client for client, _ in sent}), edits.c.refused.is_not(None)
        )
    )
    return [Refusal(*row) for row in rows if (row.client, row.seq) in sent]


def _whole(seq: Any) -> int:
    return seq if type(seq) is int else 0
