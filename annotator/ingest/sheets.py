"""Workbooks of spreadsheet programs (.xlsx, .xls, .ods): the articles of their sheets."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import deque
from collections.abc import Generator, Iterator
from contextlib import closing, suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

from annotator.annotation import Article, Invalid
from annotator.ingest import archive, rows
from annotator.ingest.columns import LONG, Choices, Table, distinct, headed
from annotator.ingest.rows import Row
from annotator.ingest.source import CHUNK, Source, megabytes

LARGEST = 200_000_000  # bytes of a file
UNPACKED = 500_000_000  # bytes of all that is in it
MOST_PARTS = 10_000
PROGRAM = Path(__file__).with_name("workbook.py")

Found = Table | Article | Invalid


def read(source: Source, choices: Choices) -> Iterator[Found]:
    """Each sheet's table and the articles of its rows.

    Of a workbook with articles, a sheet that has no long text is passed over after its table.
    """
    try:
        if source.size > LARGEST:
            found, most = megabytes(source.size), megabytes(LARGEST)
            raise Invalid(f"{found}, expected at most {most} in one workbook")
        if source.head(2) == b"PK":
            _check_parts(source)
        yield from _read(source, choices)
    except Invalid as error:
        yield Invalid(f"{source.name}: {error}")


def _check_parts(source: Source) -> None:
    """Raise Invalid for what unpacks to more than it may; what a file claims is not trusted."""
    size = 0
    with source.open() as stream, archive.opened(stream) as parts:
        infos = parts.infolist()
        if len(infos) > MOST_PARTS:
            raise Invalid(f"a workbook of {len(infos):,} parts, expected at most {MOST_PARTS:,}")
        for info in infos:
            if info.flag_bits & 1:
                raise Invalid("protected by a password, expected a file without one")
            try:
                with parts.open(info) as part:
                    while chunk := part.read(CHUNK):
                        size += len(chunk)
                        if size > UNPACKED:
                            most = megabytes(UNPACKED)
                            raise Invalid(f"more than {most} unpacked, expected at most that")
            except archive.BROKEN:
                raise Invalid("a damaged workbook, expected a whole one") from None


def _read(source: Source, choices: Choices) -> Iterator[Found]:
    with closing(_lines(source)) as lines:
        names = next(lines)
        unclear: list[Article | Invalid] = []
        clear = filled = False
        begins = next(lines, None)
        while begins:
            ends: list[dict[str, Any]] = []
            several = len(names) > 1
            name = f"{source.name}: {begins['sheet']}" if several else source.name
            meta = {"sheet": begins["sheet"]} if several else {}
            table: Table | None = None
            cells = _cells(lines, ends)
            for found in _sheet(name, begins, cells, choices, meta):
                filled = True
                if isinstance(found, Table):
                    table = found
                    clear = clear or table.clear
                    yield table
                elif table and not table.clear and not _has_text(table):
                    unclear.append(found)  # notes that stand beside articles are no mistake
                else:
                    yield found
            deque(cells, maxlen=0)  # what was not read of a sheet without a text
            begins = ends[0] if ends else None
        if not clear:
            yield from unclear
        if not filled:
            raise Invalid("no cell that has text, expected a table with a header")


def _has_text(table: Table) -> bool:
    return any(len(cell) >= LONG for row in table.sample for cell in row)


def _sheet(
    name: str, begins: dict[str, Any], cells: Iterator[Any], choices: Choices, meta: dict[str, Any]
) -> Iterator[Found]:
    if problem := begins.get("problem"):
        yield Invalid(f"{name}: {problem}")
        return
    numbered = ((n, row) for n, row in enumerate(cells, 1) if row is None or _ink(row))
    number, first = next(numbered, (0, []))
    if not first:
        if number:
            yield Invalid(f"{name}: the first row is too long, expected names of columns")
        return
    has_header = headed(first)
    header = distinct(first if has_header else ("" for _ in first))

    def below() -> Iterator[Row | Invalid]:
        if not has_header:
            yield Row(number, dict(zip(header, first, strict=False)))
        for place, row in numbered:
            if row is None:
                found = "a row that is too long, expected one article"
                yield Invalid(f"{name}, row {place}: {found}")
            else:
                yield Row(place, dict(zip(header, row, strict=False)))

    yield from rows.read(name, header, below(), choices, meta=meta)


def _ink(row: list[Any]) -> bool:
    return any(isinstance(cell, date) or cell.strip() for cell in row)


def _cells(lines: Iterator[Any], following: list[dict[str, Any]]) -> Iterator[Any]:
    """The rows of a sheet; the object that begins the sheet after it is put into ``following``."""
    for line in lines:
        if isinstance(line, dict):
            following.append(line)
            return
        yield line and [_dated(cell) if isinstance(cell, dict) else cell for cell in line]


def _dated(cell: dict[str, str]) -> date:
    written = cell["date"]
    return datetime.fromisoformat(written) if "T" in written else date.fromisoformat(written)


def _lines(source: Source) -> Generator[Any, None, None]:
    """What the program that opens workbooks says; raises Invalid where it does not come to an end.

    It ends with this iterator.
    """
    command = [sys.executable, "-P", str(PROGRAM)]
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nowhere) as process:
        assert process.stdin and process.stdout
        try:
            with suppress(BrokenPipeError), process.stdin as given, source.open() as stream:
                while chunk := stream.read(CHUNK):
                    given.write(chunk)
            for line in process.stdout:
                if not line.endswith(b"\n"):
                    break  # it ended in the middle of a row
                message = json.loads(line)
                if isinstance(message, dict) and "sheet" not in message:
                    raise Invalid(message["problem"])
                yield message
            if process.wait():
                raise Invalid("a workbook that is too large or damaged, expected rows of articles")
        finally:
            process.kill()
