"""Dates of publication as people and files write them, in ISO 8601: never more than is certain.

A date is YYYY, YYYY-MM or YYYY-MM-DD, always the calendar date as it was written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Literal

from annotator.annotation import Invalid
from annotator.ingest import months
from annotator.ingest.encodings import WHITE
from annotator.ingest.months import MONTHS as MONTHS
from annotator.ingest.months import folded

First = Literal["day", "month"]
Parts = tuple[int, ...]  # a year, perhaps its month, perhaps its day

_MONTH = rf"(?:{'|'.join(MONTHS)}|(?:{'|'.join(m[:3] for m in MONTHS)}|sept)\.?)"
_DAY = r"[0-3]?[0-9](?:st|nd|rd|th)?"
_YEAR = r"[0-9]{4}"
# The longest first; without groups, so that they can stand inside other patterns.
ISO = rf"{_YEAR}-[0-9]{{2}}-[0-9]{{2}}"
WRITTEN = rf"(?:{_DAY}[ \xa0]+)?{_MONTH}[ \xa0]+{_YEAR}|{_MONTH}[ \xa0]+{_DAY},?[ \xa0]+{_YEAR}"
PARTIAL = rf"{_YEAR}-[0-9]{{2}}|{_YEAR}"

EXPECTED = "expected a date such as 2024-11-07, 2024-11, 2024 or 7 November 2024"
EARLIEST = 1600  # the first newspapers are a little younger
LONGEST = 80  # characters; no date has more

_ISO_TIME = re.compile(
    rf"({_YEAR})-([0-9]{{2}})-([0-9]{{2}})"
    r"(?:[Tt ][0-9]{2}(?::[0-9]{2}){0,2}(?:[.,][0-9]+)? ?"
    r"(?:[Zz]|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?)?(?:\[[\w/+-]+\])?)?"
)
_COMPACT = re.compile(
    r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T?[0-9]{4}(?:[0-9]{2})?(?:[.][0-9]+)?Z?)?", re.IGNORECASE
)
_EAST = re.compile(
    r"([0-9]{4}) ?[年년](?: ?([0-9]{1,2}) ?[月월](?: ?([0-9]{1,2}) ?[日일])?)?"
    r"[ ,()（）0-9:：時时点點分秒시분초午上下前後后오전"
    r"일월화수목금토요一二三四五六七日月火水木金土天曜星期周週]*"
)
_YEAR_FIRST = re.compile(
    r"(?<![0-9])([0-9]{4})(?: ?([-./]) ?([0-9]{1,2})(?: ?\2 ?([0-9]{1,2}))?"
    r"| ([0-9]{1,2}) ([0-9]{1,2}))(?![0-9])[.]?"
)
_YEAR_LAST = re.compile(
    r"(?<![0-9])([0-9]{1,2}) ?([-./]) ?([0-9]{1,2}) ?\2 ?([0-9]{4}|[0-9]{2})(?![0-9])[.]?"
)
_MONTH_YEAR = re.compile(r"(?<![0-9])([0-9]{1,2})[-./]([0-9]{4})(?![0-9])")
_WORD = re.compile(r"[QqHh][1-4](?![0-9])|[^\W\d_]+|[0-9]+|[^ ,.;:/()'’|–—-]")
# A time of day and its zone, wherever they stand.
_TIME = re.compile(
    r"(?:^|[,;:|(]|(?<= )[-–—]|T|\b(?:at|um|om|à|às|a las|alle|ore|klo?|в|о)\b[.]?)? *(?<![0-9.])"
    r"(?:[0-9]{1,2}(?::[0-9]{2}){1,2}(?:[.,][0-9]+)?|[0-9]{1,2} ?[hH] ?[0-9]{2}"
    r"|(?:(?<=kl[.] )|(?<=kl )|(?<=klo ))[0-9]{1,2}[.:][0-9]{2}"
    r"|[0-9]{1,2}[.][0-9]{2}(?= ?(?:[Uu]hr|[Hh]rs|[AaPp][.]?[Mm]\b))"
    r"|[0-9]{1,2}(?= ?(?:[AaPp][.]?[Mm]\b|[Uu]hr)))(?![0-9])"
    r"(?: ?(?:[AaPp][.]?[Mm]\b[.]?|[Uu]hr\b|[Hh]rs?\b[.]?))?"
    r"(?: ?\(?(?P<zone>(?:UTC|GMT)? ?[+-][0-9]{1,2}(?::?[0-9]{2})?|Z\b|[A-Z]{2,5}\b)\)?)?"
    r"(?: \([A-Za-z ]+\))?"
)
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


class _Ambiguous(Invalid):
    """A date of which only the year is certain."""

    def __init__(self, typed: str, year: int) -> None:
        super().__init__(f"{typed!r} may be day or month first, {EXPECTED}")
        self.year = year


def published(text: str) -> str | None:
    """The date that a person typed, as exact as it was typed; None for an empty one.

    Raises Invalid for a day that no calendar has, and for one that two countries read differently.
    """
    parts = _parts(text, None, dots_tell=False)
    return _written(parts) if parts else None


def certain(
    value: str | int | float | date | datetime | None, first: First | None = None
) -> str | None:
    """The date found in a file, as exact as it is certain; None for an empty one.

    ``first`` is what stands first where all dates are written as 07/11/2024: without it only the
    year of this one is certain. Between dots the day stands first, as wherever dots are in use.
    Numbers are years, YYYYMMDD, or seconds or milliseconds since 1970 in UTC. Raises Invalid for
    all else, for relative dates and for years before 1600 or after the next one.
    """
    parts: Parts | None
    if isinstance(value, str):
        try:
            parts = _parts(value, first, dots_tell=True)
        except _Ambiguous as error:
            parts = (error.year,)
    elif value is None or value != value:  # neither a NaN nor a NaT is itself
        return None
    elif isinstance(value, date):
        parts = (value.year, value.month, value.day)
    else:
        parts = _number(value)
    if not parts:
        return None
    if not EARLIEST <= parts[0] <= _next_year():
        raise Invalid(f"{_shown(value)} lies before {EARLIEST} or after next year, {EXPECTED}")
    return _written(parts)


def order(values: Iterable[str]) -> First | None:
    """What stands first in dates such as 07/11/2024, judged from all of them; None if unknown.

    One 13/11/2024 decides it, unless there is a 11/13/2024 too.
    """
    found: set[First] = set()
    for value in values:
        match = _YEAR_LAST.search(value)
        if not match or (match[2] == "-" and len(match[4]) == 2):
            continue
        one, two = int(match[1]), int(match[3])
        if one <= 12 < two <= 31:
            found.add("month")
        elif two <= 12 < one <= 31:
            found.add("day")
        if len(found) == 2:
            return None
    return found.pop() if found else None


def _written(parts: Parts) -> str:
    return "-".join([f"{parts[0]:04d}", *(f"{part:02d}" for part in parts[1:])])


def _next_year() -> int:
    return date.today().year + 1


def _parts(text: str, first: First | None, *, dots_tell: bool) -> Parts | None:
    """Year, month and day as far as the text has them; raises Invalid for what is no date."""
    typed = text.strip(WHITE)
    if match := _ISO_TIME.fullmatch(typed):
        return _checked(typed, match.groups())
    plain = " ".join(_INVISIBLE.sub("", typed[: LONGEST + 1]).split())
    if not plain:
        return None
    if len(typed) > LONGEST:
        raise Invalid(f"found {typed[:40]!r}, {EXPECTED}")
    if not plain.isascii():  # Arabic, Indian and full-width digits
        plain = "".join(str(unicodedata.decimal(c, c)) for c in plain)
    if match := re.fullmatch(r"([0-9]{4})(?:[.]0)?", plain):
        return _checked(typed, match.groups())
    if match := re.fullmatch(r"([0-9]{10}|[0-9]{13})(?:[.][0-9]+)?", plain):
        return _number(int(match[1]))
    if match := _COMPACT.fullmatch(plain):
        return _checked(typed, match.groups())
    if match := _EAST.fullmatch(plain):
        return _checked(typed, match.groups())
    plain = _TIME.sub(_without_zone, plain, count=1).strip()
    if (match := _YEAR_FIRST.search(plain)) and _is_all(match, plain):
        return _checked(typed, (match[1], match[3] or match[5], match[4] or match[6]))
    if (match := _YEAR_LAST.search(plain)) and _is_all(match, plain):
        return _numeric(typed, match, first, dots_tell=dots_tell)
    if (match := _MONTH_YEAR.search(plain)) and _is_all(match, plain):
        return _checked(typed, (match[2], match[1]))
    parts = _worded(plain) or months.foreign(plain)
    if not parts:
        raise Invalid(f"found {typed[:40]!r}, {EXPECTED}")
    return _checked(typed, parts)


def _checked(typed: str, parts: Iterable[str | int | None]) -> Parts:
    numbers = tuple(int(part) for part in parts if part is not None)
    try:
        date(*(*numbers, 1, 1)[:3])
    except ValueError:
        raise Invalid(f"{typed!r} is a date that no calendar has, {EXPECTED}") from None
    return numbers


def _number(value: object) -> Parts:
    """What a number says: a year, YYYYMMDD, or seconds or milliseconds since 1970."""
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15:
        whole = int(value)
        digits = str(whole)
        if len(digits) in (9, 10, 13):
            when = datetime.fromtimestamp(whole / 1000 if len(digits) == 13 else whole, UTC)
            return when.year, when.month, when.day
        if value == whole and len(digits) == 4:
            return _checked(digits, (digits,))
        if value == whole and (match := _COMPACT.fullmatch(digits)):
            return _checked(digits, match.groups())
    raise Invalid(f"found {_shown(value)}, {EXPECTED}")


def _shown(value: object) -> str:
    # Python refuses to write out a number of thousands of digits.
    is_endless = isinstance(value, int) and abs(value) > 1e40
    return "an endless number" if is_endless else repr(str(value)[:40])


def _numeric(typed: str, match: re.Match[str], first: First | None, *, dots_tell: bool) -> Parts:
    """A date such as 07/11/2024, where the year is the last of three numbers."""
    one, mark, two, last = match.groups()
    if len(last) == 2 and mark == "-" and not first:
        raise Invalid(f"{typed!r} may begin or end with its year, {EXPECTED}")
    year = _in_full(typed, last)
    if first is None and int(one) <= 12 and int(two) <= 12 and one != two:
        if mark != "." or not dots_tell:
            raise _Ambiguous(typed, year)
        first = "day"
    month_first = first == "month" or (first is None and int(two) > 12)
    return _checked(typed, (year, one, two) if month_first else (year, two, one))


def _in_full(typed: str, year: str) -> int:
    """A year of four digits, from one of two if its century is certain."""
    number = int(year)
    if len(year) == 4:
        return number
    if 2000 + number <= _next_year():
        return 2000 + number
    if number < 69:
        raise Invalid(f"{typed!r} may be of two centuries, {EXPECTED}")
    return 1900 + number


def _without_zone(time: re.Match[str]) -> str:
    """What is left of a time of day: nothing, or a month that only looked like its zone."""
    zone = time["zone"] or ""
    return f" {zone} " if folded(zone) in months.numbers() else " "


def _is_all(match: re.Match[str], text: str) -> bool:
    """True when around a date there is nothing but the name of its day or the like."""
    words = _WORD.findall(f"{text[: match.start()]} {text[match.end() :]}")
    return all(folded(word) in months.filling() for word in words)


def _worded(text: str) -> tuple[str | int, ...] | None:
    """A date with the name of its month, or a year with its season."""
    numbers: list[str] = []
    names: list[str] = []
    for word in _WORD.findall(folded(text)):
        (numbers if word.isdecimal() else names).append(word)
    known = [name for name in names if name in months.numbers()]
    if len(known) > 1:  # "mar" may be a Tuesday
        known = [name for name in known if name not in months.filling()]
    seasons = [name for name in names if name in months.seasons()]
    if any(
        n not in months.numbers() and n not in months.filling() and n not in months.seasons()
        for n in names
    ):
        return None
    found = sorted({months.numbers()[name] for name in known})
    years = [number for number in numbers if len(number) == 4]
    days = [number for number in numbers if len(number) < 3]
    if len(years) + len(days) < len(numbers):
        return None
    if not years and len(found) == 1 and len(days) == 2 and len(days[1]) == 2:
        return _in_full(text, days[1]), found[0], days[0]
    if len(years) != 1 or len(days) > 2:
        return None
    if len(found) == 1:
        # Of the days from the 7th to the 9th only the month is certain.
        return (years[0], found[0], *days) if len(days) < 2 else (years[0], found[0])
    return (years[0],) if len(found) == 2 or (seasons and not days) else None
