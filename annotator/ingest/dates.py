"""The dates of publication that a person types: checked, and written as ISO 8601 writes them."""

from __future__ import annotations

import re
from datetime import date

from annotator.annotation import Invalid

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH = rf"(?:{'|'.join(MONTHS)}|(?:{'|'.join(m[:3] for m in MONTHS)}|sept)\.?)"
_DAY = r"[0-3]?[0-9](?:st|nd|rd|th)?"
_YEAR = r"[0-9]{4}"
# The longest first; without groups, so that they can stand inside other patterns.
ISO = rf"{_YEAR}-[0-9]{{2}}-[0-9]{{2}}"
WRITTEN = rf"(?:{_DAY}[ \xa0]+)?{_MONTH}[ \xa0]+{_YEAR}|{_MONTH}[ \xa0]+{_DAY},?[ \xa0]+{_YEAR}"
PARTIAL = rf"{_YEAR}-[0-9]{{2}}|{_YEAR}"

EXPECTED = "expected a date such as 2024-11-07, 2024-11, 2024 or 7 November 2024"


def published(text: str) -> str | None:
    """The date as YYYY, YYYY-MM or YYYY-MM-DD, as exact as it was typed; None for an empty one.

    Raises Invalid for a day that no calendar has, and for one that two countries read differently.
    """
    typed = text.strip()
    if not typed:
        return None
    if re.fullmatch(rf"{ISO}|{PARTIAL}", typed):
        parts = [int(part) for part in typed.split("-")]
    elif re.fullmatch(WRITTEN, typed, re.IGNORECASE):
        parts = _written(typed)
    elif re.fullmatch(r"[0-9]{1,2}([./-])[0-9]{1,2}\1[0-9]{2,4}", typed):
        raise Invalid(f"{typed!r} may be day or month first, {EXPECTED}")
    else:
        raise Invalid(f"found {typed[:40]!r}, {EXPECTED}")
    year, month, day = (*parts, 1, 1)[:3]
    try:
        date(year, month, day)
    except ValueError:
        raise Invalid(f"{typed!r} is a date that no calendar has, {EXPECTED}") from None
    return "-".join([f"{year:04d}", *(f"{part:02d}" for part in parts[1:])])


def _written(typed: str) -> list[int]:
    """Year, month and perhaps day of a date with the name of its month."""
    month = next(
        number
        for number, name in enumerate(MONTHS, 1)
        if re.search(rf"\b{name[:3]}", typed, re.IGNORECASE)
    )
    numbers = [int(n) for n in re.findall("[0-9]+", typed)]
    return [numbers[-1], month, *numbers[:-1]]
