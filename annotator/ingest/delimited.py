"""Records of cells with a delimiter between them, as CSV and its kin have them."""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from annotator.annotation import Invalid
from annotator.ingest.columns import names_known

DELIMITERS = ",;\t|"
LONGEST = 5_000_000  # characters of a record
AGAIN = 20 * LONGEST  # characters that are read again, after quotation marks that do not close
UNCLOSED = 'a quotation mark that is not closed or not doubled, expected "" for each inside a cell'
TOO_LONG = f"more than {LONGEST:,} characters, expected an article"


@dataclass(frozen=True, slots=True)
class Form:
    """How the cells are kept apart; ``escape`` stands before a quotation mark inside a cell.

    ``spaced`` where a space stands between the delimiter and a quotation mark.
    """

    delimiter: str
    escape: str | None = None
    quoting: bool = True
    spaced: bool = False

    def reader(self, lines: Iterable[str]) -> Iterator[list[str]]:
        # The limit is one for all threads of the program, so it is only ever raised; what bounds
        # the memory is the length of a record.
        if csv.field_size_limit() < LONGEST:
            csv.field_size_limit(LONGEST)
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            escapechar=self.escape,
            doublequote=self.escape is None,
            quoting=csv.QUOTE_MINIMAL if self.quoting else csv.QUOTE_NONE,
            skipinitialspace=self.spaced,
            strict=True,
        )


class Records:
    """The records of a stream; one that is bad raises Invalid, and the next call goes on.

    After a quotation mark that does not close, the lines that it swallowed are read again, each
    from its beginning, so that the records among them are found.
    """

    def __init__(self, stream: io.TextIOBase, form: Form) -> None:
        self.number = 0  # of the last record
        self._lines = _Lines(stream)
        self._reader = form.reader(self._lines)

    @property
    def is_given_up(self) -> bool:
        """True where more was read again than makes sense: then this is the end."""
        return self._lines.left < 0

    def __iter__(self) -> Iterator[list[str]]:
        return self

    def __next__(self) -> list[str]:
        self._lines.begin()
        self.number += 1
        try:
            return next(self._reader)
        except csv.Error:
            self._lines.back()
            raise Invalid(UNCLOSED) from None
        except _TooLong:
            self._lines.back()
            raise Invalid(TOO_LONG) from None


class _TooLong(Exception):
    """A record that has more than LONGEST characters."""


class _Lines:
    """The lines of a stream, those of the last record kept so that they can be read again."""

    def __init__(self, stream: io.TextIOBase) -> None:
        self._stream = stream
        self._again: deque[str] = deque()
        self._record: list[str] = []
        self._size = 0
        self.left = AGAIN

    def begin(self) -> None:
        self._record.clear()
        self._size = 0

    def back(self) -> None:
        """Give all lines of the record but its first once more; none if that was done too often."""
        self.left -= self._size
        self._again.extendleft(reversed(self._record[1:]))

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.left < 0:
            raise StopIteration
        line = self._again.popleft() if self._again else self._stream.readline(LONGEST + 1)
        if not line:
            raise StopIteration
        if len(line) > LONGEST:
            while not line.endswith(("\n", "\r")) and line:
                line = self._stream.readline(LONGEST)
            raise _TooLong
        self._record.append(line)
        self._size += len(line)
        if self._size > LONGEST:
            raise _TooLong
        return line


def form_of(sample: str, delimiter: str | None, *, cut: bool) -> Form:
    """How the cells of a sample are most probably kept apart; ``cut`` where it ends in a record."""
    plain = [Form(d) for d in delimiter or DELIMITERS]
    # Where quotation marks are but a part of the text, nothing could keep a comma apart.
    forms = [*plain, *(Form(d, quoting=False) for d in delimiter or "\t|" if d in "\t|")]
    forms += [Form(d, spaced=True) for d in delimiter or DELIMITERS if f'{d} "' in sample]
    if '\\"' in sample:
        forms += [Form(form.delimiter, escape="\\") for form in plain]
    return max(forms, key=lambda form: _rating(form, sampled(sample, form, cut=cut)))


def sampled(sample: str, form: Form, *, cut: bool) -> list[list[str] | None]:
    """The first hundred records of a sample without the empty ones, None for each bad one."""
    found: list[list[str] | None] = []
    reader = form.reader(io.StringIO(sample, newline=""))
    while len(found) < 100:
        try:
            if any(record := next(reader)):
                found.append(record)
        except StopIteration:
            return found[:-1] if cut and len(found) > 1 else found
        except csv.Error:
            found.append(None)
    return found


def _rating(form: Form, records: Sequence[list[str] | None]) -> tuple[int, bool, float, int]:
    """What speaks for a form: names of columns that are known, and records of the same length."""
    first = records[0] if records else None
    if not first or not (form.quoting or _is_without_quoting(first, records)):
        return 0, False, 0.0, 0
    same = sum(record is not None and len(record) == len(first) for record in records)
    even = same / len(records)
    return names_known(first), len(first) > 1 and even >= 0.5, even, len(first)


def _is_without_quoting(first: list[str], records: Sequence[list[str] | None]) -> bool:
    """True unless most cells that begin with a quotation mark end with one as well."""
    begun = [cell for record in records if record for cell in record if cell.startswith('"')]
    ended = sum(len(cell) > 1 and cell.endswith('"') for cell in begun)
    return len(first) > 1 and ended <= len(begun) / 2
