"""Tables as CSV for spreadsheets, in which no text from outside is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

# What begins a formula in a spreadsheet; a text that does so is shown as text.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The lines of a table, without their ends; numbers stay numbers."""
    yield _line(header)
    for row in rows:
        yield _line(row)


def whole(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table as one text."""
    return "".join(f"{line}\n" for line in lines(header, rows))


def _line(cells: Sequence[object]) -> str:
    buffer = io.StringIO()
    texts = [
        f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell for cell in cells
    ]
    csv.writer(buffer, lineterminator="").writerow(texts)
    return buffer.getvalue()
