"""Rows of a table as articles, each by what the columns of the table are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import lru_cache
from itertools import chain
from typing import Any

from annotator.annotation import Appearance, Article, Invalid
from annotator.ingest import dates
from annotator.ingest.columns import (
    FIELDS,
    LONGEST_LINE,
    Choices,
    Columns,
    Table,
    guess,
    signature,
)
from annotator.ingest.encodings import WHITE, check_length

FIRST_ROWS = 2_000  # from which the columns and the order of day and month are judged
FIRST_CHARACTERS = 8_000_000  # or fewer rows, where they are long
MOST_COLUMNS = 1_000  # that a person can choose from
# What a member of a list is called that has a paragraph, or somebody's name, among other things.
PARTS = ("text", "content", "value", "paragraph", "p", "body", "name")

AS_FOUND = "date as found"  # in the meta of an article whose date is not certain
SHOWN = 200  # characters of a cell in the sample of a table

_OWN = frozenset({"file", "file_sha256", "sheet", "row", "line", "item"})
_CODE = re.compile("([A-Za-z]{2})(?:[-_][A-Za-z0-9-]+)?")
_CLOCK = re.compile("[0-9]:[0-9]")
_HALF = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Row:
    """A row by its columns; ``lacking`` says which cells are missing, should the text be one."""

    number: int
    cells: Mapping[str, Any]
    lacking: str = ""


def read(
    name: str,
    header: Sequence[str] | None,
    rows: Iterable[Row | Invalid],
    choices: Choices,
    *,
    unit: str = "row",
    place: str = "",
    meta: Mapping[str, Any] | None = None,
) -> Iterator[Table | Article | Invalid]:
    """The table of that name, then the article of each of its rows, or why there is none.

    Without a header the columns are those that the first rows have. ``unit`` is what a row is
    called, ``place`` where it stands if that is not the name, ``meta`` what all rows share.
    """
    rows = _told(rows, place or name)
    head = list(_first(rows))
    first = [row for row in head if isinstance(row, Row)]
    if not first:
        yield from (found for found in head if isinstance(found, Invalid))
        if len(head) == FIRST_ROWS:
            yield Invalid(f"{name}: nothing that can be read so far; the rest was not read")
        elif not head:
            found = "a header and no rows" if header else f"no {unit}s"
            yield Invalid(f"{name}: {found}, expected one {unit} for each article")
        return
    if header is None:
        header = list(dict.fromkeys(chain.from_iterable(row.cells for row in first)))
        del header[MOST_COLUMNS:]
    sample = [tuple(as_text(row.cells.get(column)) for column in header) for row in first[:200]]
    choice = choices.get(signature(header))
    columns = guess(header, sample) if choice is None else _present(choice, header)
    shown = tuple(tuple(_shown(cell) for cell in row) for row in sample[:5])
    yield Table(name, tuple(header), shown, columns, guessed=choice is None)
    if not columns.text:
        names = ", ".join(header[:20]) + (" …" if len(header) > 20 else "")
        reason = f"found {names}, expected one named text, or a choice"
        yield Invalid(f"{name}: which column is the text? {reason}")
        return
    dated = (row.cells.get(columns.date) for row in first if columns.date)
    order = dates.order(value for value in dated if isinstance(value, str))
    del first, sample
    for row in chain(_spent(head), rows):
        if isinstance(row, Invalid):
            yield row
            continue
        try:
            yield _article(row, columns, order, {**(meta or {}), unit: row.number})
        except Invalid as error:
            yield Invalid(f"{place or name}, {unit} {row.number}: {error}")


def as_text(value: Any) -> str:
    """What a cell says; of a list, each member as a paragraph of its own."""
    if isinstance(value, str):
        return value
    return "\n\n".join(_parts(value))


def as_line(value: Any) -> str:
    """What a cell says, in one line; the members of a list have commas between them."""
    line = (value if isinstance(value, str) else ", ".join(_parts(value))).strip(WHITE)
    # Only a line end is replaced, with the white space around it.
    return re.sub(r"\s*[\r\n]\s*", " ", line) if "\n" in line or "\r" in line else line


def _parts(value: Any) -> list[str]:
    """The texts of a cell that is none itself; nothing for an object without one."""
    if isinstance(value, list):
        return [part for member in value for part in _parts(member)]
    if isinstance(value, Mapping):
        known = (value[name] for name in PARTS if isinstance(value.get(name), str))
        value = next(known, None)
    if isinstance(value, str):
        return [value.strip(WHITE)] if value.strip(WHITE) else []
    return [] if value is None else [str(_plain(value))]


def _plain(value: Any) -> Any:
    """The value as JSON has it: dates as ISO 8601 writes them, midnights without their time."""
    if isinstance(value, datetime):
        return value.isoformat(" ") if value.time() != time.min else value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _article(
    row: Row, columns: Columns, order: dates.First | None, meta: dict[str, Any]
) -> Article:
    cells = dict(row.cells)
    for column, cell in cells.items():
        _check_whole(column, cell)
    texts = (as_text(cells.pop(column, None)).strip(WHITE) for column in columns.text)
    text = "\n\n".join(text for text in texts if text)
    if not text:
        names = " or ".join(columns.text)
        raise Invalid(row.lacking or f"no text, expected one in column {names}")
    check_length(text)
    known: dict[str, str | None] = {}
    for what in ("title", "source", "url", "byline", "language"):
        column = getattr(columns, what)
        line = as_line(cells.get(column)) if column else ""
        known[what] = _accepted(what, line)
        # What is not taken as it stands is kept under its own name.
        if column and known[what] == line and (what != "language" or len(line) == 2):
            cells.pop(column, None)
    published = None
    if columns.date and (when := cells.pop(columns.date, None)) not in (None, ""):
        published, lost = _published(when, order)
        if lost:
            cells[columns.date if lost == "time" else AS_FOUND] = when
    for name, cell in cells.items():
        value = _plain(cell)
        if value not in (None, "", [], {}) and not (isinstance(value, str) and value.isspace()):
            meta[f"column {name}" if name in _OWN else name] = value
    appearance = Appearance(published, known["source"], known["url"], known["byline"])
    appearances = (appearance,) if appearance != Appearance() else ()
    return Article(text, known["title"] or "", known["language"], appearances, meta)


def _accepted(what: str, line: str) -> str | None:
    """What an article can have of a cell; None where it is no address, or too long."""
    if not line or len(line) > LONGEST_LINE:
        return None
    if what == "url":
        return line if re.match("https?://[^ ]+$", line) else None
    if what == "language":
        code = _CODE.fullmatch(line)
        return code[1].lower() if code else line[:40]
    return line


def _published(when: Any, order: dates.First | None) -> tuple[str | None, str]:
    """The date of a cell, and what of the cell it does not say: nothing, its time, or its date."""
    if isinstance(when, datetime):
        return _dated(when.date().isoformat(), order)[0], "time" if when.time() != time.min else ""
    if isinstance(when, date):
        return _dated(when.isoformat(), order)
    if isinstance(when, str | int | float):
        return _dated(when, order)
    return None, "date"


@lru_cache(maxsize=4096, typed=True)  # a file has far fewer dates than rows
def _dated(when: str | int | float, order: dates.First | None) -> tuple[str | None, str]:
    try:
        published = dates.certain(when, order)
    except Invalid:
        return None, "date"
    typed = str(when).strip(WHITE)
    if published is None:
        return None, "date" if typed else ""
    if len(published) < len("2024-11-07"):
        return published, "date" if published != typed else ""
    return published, "time" if not isinstance(when, str) or _CLOCK.search(when) else ""


def _check_whole(column: str, value: Any) -> None:
    """Raise Invalid where a cell has characters that are none."""
    if isinstance(value, str):
        if "\0" in value:
            raise Invalid(f"a NUL character in column {column}, expected plain text")
        # Quicker than to look for it in each text.
        if not value.isascii() and _HALF.search(value):
            raise Invalid(_half(column, value))
    elif isinstance(value, list):
        for member in value:
            _check_whole(column, member)
    elif isinstance(value, Mapping):
        for name, member in value.items():
            _check_whole(column, name)
            _check_whole(column, member)


def _half(column: str, value: str) -> str:
    if any("\udc80" <= c <= "\udcff" for c in value):  # so are bytes read that do not fit
        return f"bytes of another encoding in column {column}, expected one encoding throughout"
    return f"half a character (a lone surrogate) in column {column}, expected plain text"


def _present(choice: Columns, header: Sequence[str]) -> Columns:
    """A choice without the columns that the table does not have."""
    known = set(header)
    lost = {what: None for what in FIELDS[1:] if getattr(choice, what) not in known}
    return replace(choice, text=tuple(name for name in choice.text if name in known), **lost)


def _told(rows: Iterable[Row | Invalid], name: str) -> Iterator[Row | Invalid]:
    """The rows; where the file breaks, why it does, so that those before it are kept."""
    try:
        yield from rows
    except Invalid as error:
        yield Invalid(f"{name}: {error}")
    except UnicodeDecodeError as error:
        encoding = error.encoding[:6].upper()
        yield Invalid(f"{name}: {encoding} that breaks, expected a whole file")


def _first(rows: Iterator[Row | Invalid]) -> Iterator[Row | Invalid]:
    """The first rows, so few that they fit into memory."""
    size = 0
    for number, row in enumerate(rows, 1):
        yield row
        if isinstance(row, Row):
            size += sum(len(cell) for cell in row.cells.values() if isinstance(cell, str))
        if number == FIRST_ROWS or size >= FIRST_CHARACTERS:
            return


def _spent(rows: list[Row | Invalid]) -> Iterator[Row | Invalid]:
    """The rows in order, each let go of once it is read."""
    rows.reverse()
    while rows:
        yield rows.pop()


def _shown(cell: str) -> str:
    return cell[:SHOWN].replace("\0", "").encode("utf-8", "replace").decode()
