"""An edit: one change of one value in one layer, made in a browser and kept for good.

``old`` is what its maker saw, ``new`` what stands there afterwards: (None, x) adds, (x, None)
removes, (x, y) changes. An edit whose ``old`` no longer stands there is refused, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Protocol, TypeVar

from annotator.annotation import Invalid, check_line, check_whole
from annotator.mark import Mark, State, mark_from_json, mark_to_json, state_from_json, state_to_json

Subject = Mark | State

SHORT = 100  # characters of an annotator's name and of what a browser makes up to name things
LAST = 2**53  # the whole numbers that a browser counts exactly end there


class Refused(ValueError):
    """The edit does not fit what stands in the layer now; the message is for its maker."""


@dataclass(frozen=True, slots=True)
class Edit:
    """``client`` and ``seq`` are its identity: the same edit taken twice changes nothing.

    A group is applied and undone as one. ``undoes`` names the group that this one takes back.
    """

    client: str
    seq: int
    group: str
    article: str
    annotator: str
    old: Subject | None
    new: Subject | None
    undoes: str | None = None


@dataclass(slots=True)
class Standing:
    """What an edit is applied to: the marks it touches, by key, and the layer's state."""

    marks: MutableMapping[tuple[Any, ...], Mark]
    state: State


def apply(standing: Standing, edit: Edit) -> None:
    """Change the standing as the edit says; raises Refused and leaves it as it was otherwise.

    The first change of a mark takes a new article into progress.
    """
    old, new = edit.old, edit.new
    if isinstance(old, State) or isinstance(new, State):
        if old != standing.state:
            raise Refused(f"the article was {standing.state.status} by then")
        if not isinstance(new, State):
            raise Refused("a state can be changed, not removed")
        standing.state = new
        return
    if old is None and new is None:
        raise Refused("the edit changes nothing")
    if old is not None and standing.marks.get(old.key) != old:
        raise Refused("it had been changed meanwhile")
    if new is not None and new.key in standing.marks and (old is None or old.key != new.key):
        raise Refused("the same is already there")
    if old is not None:
        del standing.marks[old.key]
    if new is not None:
        standing.marks[new.key] = new
    if standing.state.status == "new":
        standing.state = replace(standing.state, status="in progress")


class Grouped(Protocol):
    """An edit as far as undoing is concerned."""

    @property
    def group(self) -> str: ...
    @property
    def undoes(self) -> str | None: ...


Logged = TypeVar("Logged", bound=Grouped)


def stacks(edits: Iterable[Logged]) -> tuple[list[list[Logged]], list[list[Logged]]]:
    """The groups that can be undone and redone, the next one last, from a layer's log in order."""
    groups: dict[str, list[Logged]] = {}
    for edit in edits:
        groups.setdefault(edit.group, []).append(edit)
    undo: dict[str, list[Logged]] = {}
    redo: dict[str, list[Logged]] = {}
    for name, group in groups.items():
        undoes = group[0].undoes
        if undoes is None:
            undo[name] = group
            redo.clear()
        elif undo.pop(undoes, None):
            redo[name] = group
        else:
            redo.pop(undoes, None)
            undo[name] = group
    return list(undo.values()), list(redo.values())


def invert(group: list[Edit], *, client: str, seq: int, name: str) -> list[Edit]:
    """The edits that take a group back, numbered from ``seq``, as the group ``name``."""
    return [
        Edit(client, seq + i, name, e.article, e.annotator, e.new, e.old, e.group)
        for i, e in enumerate(reversed(group))
    ]


def subject_to_json(text: str, subject: Subject | None) -> dict[str, Any] | None:
    if subject is None:
        return None
    return state_to_json(subject) if isinstance(subject, State) else mark_to_json(text, subject)


def subject_from_json(text: str, data: Any) -> Subject | None:
    """Read a mark or a state; raises Invalid with the reason."""
    if data is None:
        return None
    if isinstance(data, Mapping) and "status" in data:
        return state_from_json(data)
    return mark_from_json(text, data)


def parse(text: str, data: Any) -> Edit:
    """Read an edit that a browser sent and check it against the article's text.

    Raises Invalid with the reason.
    """
    head = header(data)
    found = Edit(
        *head[:5],
        old=subject_from_json(text, data.get("old")),
        new=subject_from_json(text, data.get("new")),
        undoes=head.undoes,
    )
    if isinstance(found.old, State) != isinstance(found.new, State):
        raise Invalid("an edit changes a mark or a state, not one into the other")
    return found


class Header(NamedTuple):
    """All that a sent edit says apart from what it changes."""

    client: str
    seq: int
    group: str
    article: str
    annotator: str
    undoes: str | None


def header(data: Any) -> Header:
    """Read what is around the change of a sent edit; raises Invalid with the reason."""
    if not isinstance(data, Mapping):
        raise Invalid(f"expected an edit as an object, found {data!r}")
    client, seq, annotator = _short(data, "client"), data.get("seq"), data.get("annotator")
    undoes = None if data.get("undoes") is None else _short(data, "undoes", " or null")
    if type(seq) is not int or not 1 <= seq <= LAST:
        raise Invalid(f"seq is a whole number from 1, found {seq!r}")
    if not isinstance(annotator, str) or not annotator.strip():
        raise Invalid("the annotator has no name")
    check_line("annotator", annotator, SHORT)
    group, article = _short(data, "group"), _short(data, "article")
    return Header(client, seq, group, article, annotator, undoes)


def _short(data: Mapping[str, Any], field: str, also: str = "") -> str:
    value = data.get(field)
    if not isinstance(value, str) or not 0 < len(value) <= SHORT:
        raise Invalid(f"{field} is a short text{also}, found {value!r}")
    check_whole(field, value)
    return value
