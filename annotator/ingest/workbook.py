"""The cells of a workbook, from standard input, as lines of JSON on standard output.

A program of its own: a workbook of two cells that claims to have billions ends the program that
opens it, and must not end the one that people work in. It is run by the path of this file, and
so imports nothing of this package.

The first line lists the names of the sheets. A line with an object begins a sheet, or it says
what is wrong with the sheet or with the file. A line with a list is a row, from the first one on:
texts, numbers as they are shown, ``{"date": ISO 8601}``; it is null for a row that is too long.
"""

from __future__ import annotations

import io
import json
import sys
from contextlib import suppress
from datetime import date, datetime
from typing import Any

MEMORY = 2 << 30  # bytes
SECONDS = 120  # of computing
LONGEST = 5_000_000  # characters of a row


def main() -> int:
    """Write what the workbook has; the exit code is 0 unless it broke the limits."""
    _limit()
    from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    except PasswordError:
        _say({"problem": "protected by a password, expected a file without one"})
        return 0
    except BaseException:  # a panic of the library is no Exception
        _say({"problem": "a damaged workbook, expected one that a spreadsheet program opens"})
        return 0
    names = [s.name for s in workbook.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
    _say(names)
    for name in names:
        try:
            sys.stdout.buffer.flush()  # what comes next may end the program
            sheet = workbook.get_sheet_by_name(name)
            _say({"sheet": name})
            for row in sheet.iter_rows():
                long = sum(len(cell) for cell in row if isinstance(cell, str)) > LONGEST
                _say(None if long else [_cell(cell) for cell in row])
        except BrokenPipeError:
            return 1
        except BaseException:
            _say({"sheet": name, "problem": "damaged, expected rows and columns"})
    return 0


def _limit() -> None:
    """Set the limits where the system has them."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def _say(message: Any) -> None:
    line = json.dumps(message, ensure_ascii=False, allow_nan=False)
    sys.stdout.buffer.write(line.encode() + b"\n")


def _cell(value: Any) -> Any:
    """A cell as people see it: 2024 rather than 2024.0."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) < 1e15
        return str(int(value)) if whole else f"{value:.15g}"
    if isinstance(value, date | datetime):
        return {"date": value.isoformat()}
    return str(value)


if __name__ == "__main__":
    sys.exit(main())
