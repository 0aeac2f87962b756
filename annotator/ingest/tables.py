"""Tables as text: CSV and its kin, read row by row, whatever their delimiter and encoding."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence

from annotator.annotation import Article, Invalid
from annotator.ingest import rows
from annotator.ingest.columns import Choices, Table, distinct, headed, is_number
from annotator.ingest.delimited import DELIMITERS, Records, form_of, sampled
from annotator.ingest.encodings import WHITE
from annotator.ingest.rows import Row
from annotator.ingest.source import Source
from annotator.ingest.streams import opened

SAMPLE = 250_000  # characters from which the delimiter is judged

_SEPARATOR = re.compile('"?sep=(.)"?(\r\n|\r|\n)', re.IGNORECASE)


def read(source: Source, choices: Choices) -> Iterator[Table | Article | Invalid]:
    """The table of a file and the article of each of its rows; a bad row costs only itself.

    Rows are counted as spreadsheet programs do: the header is the first, an empty line is one too.
    """
    try:
        with opened(source) as stream:
            yield from _read(stream, source.name, choices)
    except Invalid as error:
        yield Invalid(f"{source.name}: {error}")


def _read(
    stream: io.TextIOWrapper, name: str, choices: Choices
) -> Iterator[Table | Article | Invalid]:
    sample = stream.read(SAMPLE)
    if not sample.strip(WHITE):
        found = "nothing but white space" if sample else "empty"
        raise Invalid(f"{found}, expected a table with a header")
    if not sample.strip(WHITE + DELIMITERS):
        raise Invalid("no cell that has text, expected a table with a header")
    cut = len(sample) == SAMPLE
    stream.seek(0)
    separator = _SEPARATOR.match(sample)
    if separator:  # a line for spreadsheet programs, which they do not count
        stream.readline()
        sample = sample[separator.end() :]
    form = form_of(sample, separator[1] if separator else None, cut=cut)
    known = [record for record in sampled(sample, form, cut=cut) if record]
    records = Records(stream, form)
    first: list[str] = []
    try:
        while not any(first):
            first = next(records)
    except StopIteration:
        raise Invalid("no cell that has text, expected a table with a header") from None
    except Invalid as error:
        raise Invalid(f"the first row has {error}") from None
    if headed(first):
        header = distinct(first)
        below = _rows(name, records, header, known[1:])
    else:
        header = distinct("" for _ in first)
        below = _rows(name, records, header, known, first)
    yield from rows.read(name, header, below, choices)


def _rows(
    name: str,
    records: Records,
    header: Sequence[str],
    known: Sequence[Sequence[str]],
    first: Sequence[str] | None = None,
) -> Iterator[Row | Invalid]:
    """The rows below a header, or from the first one on where there is none.

    After a bad quotation mark, what looks like a row may be a line of an article: the next row is
    one that has dates, numbers or addresses in the columns where the others have them. Where no
    column has, there is no next one.
    """
    if first:
        yield Row(records.number, dict(zip(header, first, strict=True)))
    model = "the header" if first is None else "the first row"
    telling = _telling([record for record in known if len(record) == len(header)])
    lost: str = ""
    passed = 0
    while True:
        number = records.number
        try:
            cells = next(records)
        except StopIteration:
            break
        except Invalid as error:
            if not lost:
                lost, passed = f"{name}, row {number + 1}: {error}", 0
                continue
            cells = []
        if lost:
            if not _is_told(cells, telling, len(header)):
                records.number = number
                passed += 1
                continue
            yield Invalid(lost + (f"; {passed} lines after it were passed over" if passed else ""))
            lost = ""
        if not any(map(str.strip, cells)):
            continue
        while len(cells) > len(header) and not cells[-1]:
            cells.pop()
        wrong = f"{len(cells)} cells, expected {len(header)} as in {model}"
        if len(cells) > len(header):
            yield Invalid(f"{name}, row {records.number}: {wrong}")
            continue
        lacking = wrong if len(cells) < len(header) else ""
        yield Row(records.number, dict(zip(header, cells, strict=False)), lacking)
    if lost:
        follows = passed or records.is_given_up
        yield Invalid(f"{lost}; what follows was not read" if follows else lost)


def _telling(records: Sequence[Sequence[str]]) -> list[int]:
    """The columns that have hardly anything but numbers, dates and addresses."""
    found = []
    for place, cells in enumerate(zip(*records, strict=True)):
        filled = [cell for cell in cells if cell]
        if filled and sum(map(is_number, filled)) >= 0.8 * len(filled):
            found.append(place)
    return found


def _is_told(cells: Sequence[str], telling: Sequence[int], width: int) -> bool:
    filled = [cells[place] for place in telling if len(cells) == width and cells[place]]
    return bool(filled) and all(map(is_number, filled))
