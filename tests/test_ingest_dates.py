"""Dates found in files: as exact as they are certain, never more."""

from __future__ import annotations

import json
import re
import time
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import format_datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.annotation import Invalid
from annotator.ingest import dates, months
from annotator.ingest.dates import certain, order, published

plausible = st.dates(date(1600, 1, 1), date.today())


@pytest.mark.parametrize(
    "written",
    """
    2024-11-07
    2024-11-07T10:30:00Z
    2024-11-07T23:30:00-05:00
    2024-11-07T00:30:00+02:00
    2024-11-07T10:30:00.123456+0000
    2024-11-07T10:30Z
    2024-11-07T10:30:00-05:00[America/New_York]
    2024-11-07 10:30
    2024-11-07 10:30:00 UTC
    2024-11-07, 10:30
    2024/11/07
    2024.11.07
    2024 11 07
    20241107
    20241107T103000Z
    20241107103000
    202411071030
    1730975400
    1730975400.5
    1730975400000
    Thu, 07 Nov 2024 10:30:00 +0000
    Thu, 7 Nov 2024 10:30
    Thu, 7 Nov 2024 10:30:00 GMT (Coordinated Universal Time)
    Thu Nov 07 2024 23:30:00 GMT+0100 (Central European Standard Time)
    Thu Nov  7 10:30:00 2024
    Thu Nov  7 10:30:00 UTC 2024
    Thu Nov 07 10:30:00 +0000 2024
    07/Nov/2024:10:30:00 +0000
    November 7, 2024 10:30 AM EST
    November 7, 2024, at 10:30 a.m. ET
    November 7, 2024 Thursday 10:30 AM GMT
    Nov. 7, 2024, 10:30\u202fPM
    7 Nov 2024 2pm
    10:30, 7 November 2024
    10:30 NOV 7 2024
    Published 7 November 2024
    7-Nov-2024
    7-Nov-24
    7 November '24
    7.11.2024
    07.11.2024, 10:30 Uhr
    7.11.2024 klo 10.30
    7.11.2024 kl. 10.30
    Donnerstag, 7. November 2024
    7 novembre 2024
    jeudi 7 novembre 2024 à 10h30
    jueves, 7 de noviembre de 2024
    giovedì 7 novembre 2024 alle 10:30
    quinta-feira, 7 de novembro de 2024 às 10:30
    7 november 2024 om 10:30
    czwartek, 7 listopada 2024
    7. listopadu 2024
    2024. november 7.
    7 Kasım 2024
    7 noiembrie 2024
    7 ноября 2024 г.
    Четверг, 7 ноября 2024, 10:30
    7 листопада 2024 року
    7 Νοεμβρίου 2024
    7. marraskuuta 2024
    7 lapkričio 2024
    7 नवंबर 2024
    ٧ نوفمبر ٢٠٢٤
    ٢٠٢٤-١١-٠٧
    ۷ نوامبر ۲۰۲۴
    \u200f7/11\u200f/2024 | day
    ２０２４年１１月７日
    2024年11月7日
    2024年11月7日（木）10時30分
    2024年11月7日 星期四 10:30
    2024년 11월 7일 목요일
    """.strip().splitlines(),
)
def test_each_usual_form_of_a_day_is_read(written: str) -> None:
    text, _, first = written.strip().partition(" | ")
    assert certain(text, "day" if first else None) == "2024-11-07"


@pytest.mark.parametrize(
    "written, found",
    [
        ("", None),
        (" \n", None),
        ("\u200f", None),
        ("2024", "2024"),
        ("2024.0", "2024"),
        ("Fall 2024", "2024"),
        ("printemps 2024", "2024"),
        ("Q3 2024", "2024"),
        ("2024-Q3", "2024"),
        ("mid-2024", "2024"),
        ("30 Nov - 2 Dec 2024", "2024"),
        ("November/December 2024", "2024"),
        ("Nov. 2024", "2024-11"),
        ("2024-11", "2024-11"),
        ("2024/11", "2024-11"),
        ("11/2024", "2024-11"),
        ("late November 2024", "2024-11"),
        ("7-8 November 2024", "2024-11"),
        ("November 7–8, 2024", "2024-11"),
        ("2024年11月", "2024-11"),
        ("marraskuu 2024", "2024-11"),
        ("mar 2024", "2024-03"),
        ("mar 7 nov 2024", "2024-11-07"),
        ("martes 12 de marzo de 2024", "2024-03-12"),
        ("7. März 2024", "2024-03-07"),
        ("7. Ma\u0308rz 2024", "2024-03-07"),
        ("1er mai 2024", "2024-05-01"),
        ("1º de maio de 2024", "2024-05-01"),
        ("1st of May, 2024", "2024-05-01"),
        ("1 AOÛT 2024", "2024-08-01"),
        ("31/12/99", "1999-12-31"),
    ],
)
def test_a_date_is_as_exact_as_it_was_written(written: str, found: str | None) -> None:
    assert certain(written) == found


@pytest.mark.parametrize(
    "written, alone, day_first, month_first",
    [
        ("07/11/2024", "2024", "2024-11-07", "2024-07-11"),
        ("7/11/24", "2024", "2024-11-07", "2024-07-11"),
        ("07-11-2024", "2024", "2024-11-07", "2024-07-11"),
        ("07 / 11 / 2024", "2024", "2024-11-07", "2024-07-11"),
        ("Thu 07/11/2024 10:30", "2024", "2024-11-07", "2024-07-11"),
        ("11/11/2024", "2024-11-11", "2024-11-11", "2024-11-11"),
        ("13/11/2024", "2024-11-13", "2024-11-13", None),
        ("11/13/2024", "2024-11-13", None, "2024-11-13"),
        ("13/11/24", "2024-11-13", "2024-11-13", None),
        ("07-11-24", None, "2024-11-07", "2024-07-11"),
        # Between dots the day stands first, if nobody says otherwise.
        ("7.11.2024", "2024-11-07", "2024-11-07", "2024-07-11"),
        ("11.13.2024", "2024-11-13", None, "2024-11-13"),
    ],
)
def test_day_and_month_are_told_apart_only_where_that_is_certain(
    written: str, alone: str | None, day_first: str | None, month_first: str | None
) -> None:
    for first, found in ((None, alone), ("day", day_first), ("month", month_first)):
        if found is None:
            with pytest.raises(Invalid, match="expected a date such as"):
                certain(written, first)  # type: ignore[arg-type]
        else:
            assert certain(written, first) == found  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "written, reason",
    [
        ("yesterday", "found 'yesterday', expected a date"),
        ("2 hours ago", "found '2 hours ago'"),
        ("vor 2 Stunden", "found"),
        ("gestern", "found"),
        ("hace 3 días", "found"),
        ("today 10:30", "found"),
        ("Thursday", "found"),
        ("in 2024 days", "found"),
        ("2 hours ago 2024", "found"),
        ("7 November", "found"),
        ("Nov-24", "found"),
        ("10:30", "found"),
        ("ten 2024", "found"),
        ("mon 2024", "found"),
        ("7 7 2024", "found"),
        ("45603", "found '45603'"),
        ("12", "found"),
        ("-1", "found"),
        ("2024-312", "found"),
        ("Winter 2023-2024", "found"),
        ("7 November 20241", "found"),
        ("1730975400123456", "found"),
        ("2024-11-07 The vote", "found"),
        ("7 November 2024 in the calendar", "found"),
        ("x" * 100_000, "found 'xxx"),
        ("7 " * 50_000, "found '7 7"),
        ("\0", "found"),
        ("\ud83d 2024", "found"),
        ("2024-13-45", "no calendar"),
        ("2024-02-30", "no calendar"),
        ("0000-00-00", "no calendar"),
        ("20241345", "no calendar"),
        ("31 April 2024", "no calendar"),
        ("31/11/2024", "no calendar"),
        ("2024/25", "no calendar"),
        ("1599-12-31", "before 1600 or after next year"),
        ("7 November 2567", "after next year"),  # of the Buddhist era
        ("9999999999", "after next year"),
        ("2/30/45", "two centuries"),
        ("24-11-07", "begin or end with its year"),
    ],
)
def test_what_is_no_certain_date_is_refused_with_the_reason(written: str, reason: str) -> None:
    with pytest.raises(Invalid, match=f"^{re.escape(reason)}|{re.escape(reason)}.*, expected"):
        certain(written)


def test_the_next_year_is_not_too_late_but_the_one_after_is() -> None:
    year = date.today().year
    assert certain(f"{year + 1}-01-01") == f"{year + 1}-01-01"
    with pytest.raises(Invalid):
        certain(f"{year + 2}-01-01")


@pytest.mark.parametrize(
    "value, found",
    [
        (2024, "2024"),
        (2024.0, "2024"),
        (20241107, "2024-11-07"),
        (20241107103000, "2024-11-07"),
        (1730975400, "2024-11-07"),
        (1730975400.5, "2024-11-07"),
        (1730975400000, "2024-11-07"),
        (1731023999, "2024-11-07"),
        (1731024000, "2024-11-08"),
        (946684800, "2000-01-01"),
        (float("nan"), None),
        (None, None),
        (date(2024, 11, 7), "2024-11-07"),
        (datetime(2024, 11, 7, 23, 30), "2024-11-07"),
        (datetime(2024, 11, 7, 23, 30, tzinfo=timezone(-timedelta(hours=5))), "2024-11-07"),
    ],
)
def test_numbers_and_dates_of_a_program_are_read(value: Any, found: str | None) -> None:
    assert certain(value) == found


@pytest.mark.parametrize(
    "value",
    [
        *(45603, 45603.5, 2024.5, 0, -1, True, 10**10 - 1, 10**400, 10**5000, 12345678901),
        *(float("inf"), float("-inf"), 1e300, date(1599, 1, 1), b"2024", ["2024"], {"a": 1}),
    ],
    ids=lambda value: type(value).__name__,
)
def test_other_values_are_refused(value: Any) -> None:
    with pytest.raises(Invalid, match="expected a date such as"):
        certain(value)


def test_the_missing_time_of_a_table_is_no_date() -> None:
    import pandas

    assert certain(pandas.NaT) is None
    assert certain(pandas.Timestamp("2024-11-07 23:30")) == "2024-11-07"


@given(plausible, st.times(), st.integers(-12, 12))
def test_each_day_is_read_in_whatever_form_and_zone(day: date, time: Any, hours: int) -> None:
    when = datetime.combine(day, time, timezone(timedelta(hours=hours)))
    month = dates.MONTHS[day.month - 1].title()
    for written in (
        when.isoformat(),
        str(when),
        format_datetime(when),
        when.ctime(),
        f"{day:%Y%m%d}",
        f"{day.day}.{day.month}.{day.year}",
        f"{month} {day.day}, {day.year} {when:%I:%M %p} GMT",
        f"{day.day} {month[:3].upper()} {day.year}",
        f"{day.year}年{day.month}月{day.day}日",
        json.loads(json.dumps(when.isoformat())),
    ):
        assert certain(written) == day.isoformat(), written
    assert certain(when) == day.isoformat()


@given(st.dates(date(2002, 1, 1), date.today()))
def test_seconds_and_milliseconds_since_1970_are_in_utc(day: date) -> None:
    seconds = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
    for value in (seconds, seconds * 1000, seconds + 86399, str(seconds), f"{seconds}000"):
        assert certain(value) == day.isoformat()


ALPHABET = [
    *"0123456789./-:, ()T年月日\u200f٧",
    *("2024", "November", "nov", "mar", "Thu", "GMT", "am", "klo", "de", "marraskuuta", "ago"),
]


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(ALPHABET), max_size=12).map("".join) | st.text(max_size=20))
def test_no_text_raises_anything_but_invalid(written: str) -> None:
    for first in (None, "day", "month"):
        try:
            found = certain(written, first)  # type: ignore[arg-type]
        except Invalid as error:
            assert "expected a date such as" in str(error)
            assert "\n" not in str(error)
        else:
            assert found is None or re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", found)
            assert first or certain(found or "") == found


def test_ten_thousand_dates_are_read_at_once() -> None:
    day = date(2020, 1, 1)
    written = [f"{day + timedelta(n % 1500)}T{n % 24:02}:00:00Z" for n in range(10_000)]
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        for one in written:
            certain(one)
        best = min(best, time.perf_counter() - start)
    assert best < 0.5  # seconds; a tenth of it on an idle machine


# What a person types


@pytest.mark.parametrize(
    "typed, found",
    [
        ("13/11/2024", "2024-11-13"),
        ("11/11/2024", "2024-11-11"),
        ("2024-1-7", "2024-01-07"),
        ("20241107", "2024-11-07"),
        ("7 novembre 2024", "2024-11-07"),
        ("Thu, 7 Nov 2024 10:30", "2024-11-07"),
        ("٢٠٢٤", "2024"),
        ("1066-10-14", "1066-10-14"),
        ("Fall 2024", "2024"),
    ],
)
def test_other_forms_may_be_typed_where_they_are_certain(typed: str, found: str) -> None:
    assert published(typed) == found


@pytest.mark.parametrize("typed", ["07/11/2024", "7.11.2024", "Thu 7-11-2024 10:30"])
def test_what_was_typed_in_two_meanings_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match="may be day or month first"):
        published(typed)


# Columns


@pytest.mark.parametrize(
    "values, first",
    [
        ([], None),
        (["", "soon", "2024-11-13"], None),
        (["07/11/2024", "12/12/2024"], None),
        (["07/11/2024", "13/11/2024", "08/11/2024"], "day"),
        (["07/11/2024", "11/13/2024"], "month"),
        (["13/11/2024", "11/13/2024"], None),
        (["Thu 13/11/24 10:30"], "day"),
        (["13.11.2024"], "day"),
        (["24-11-13", "13-11-24"], None),  # the year may stand first there
        (["32/11/2024", "11/32/2024"], None),
    ],
)
def test_a_column_tells_what_stands_first(values: list[str], first: str | None) -> None:
    assert order(values) == first


@given(st.lists(plausible, min_size=1), st.sampled_from(["%d/%m/%Y", "%m/%d/%Y"]))
def test_a_column_is_never_read_wrong(days: list[date], form: str) -> None:
    written = [day.strftime(form).zfill(10) for day in days]
    first = order(written)
    assert first in (None, "day" if form == "%d/%m/%Y" else "month")
    for one, day in zip(written, days, strict=True):
        found = certain(one, first)
        assert found and day.isoformat().startswith(found)
        assert not first or found == day.isoformat()


# Months


def test_each_language_has_twelve_months_and_no_name_two_meanings() -> None:
    names = months.folded(months._NAMES).split()
    assert len(names) % 12 == 0
    for place, name in enumerate(names):
        assert months.numbers()[name] == place % 12 + 1, name


@pytest.mark.parametrize("start, month", [("jun", 6), ("juil", 7), ("sept", 9), ("okt", 10)])
def test_the_beginning_of_a_month_is_enough(start: str, month: int) -> None:
    assert months.numbers()[start] == month


@pytest.mark.parametrize("start", ["ju", "jui", "ma", "m", "cerv"])
def test_a_beginning_of_two_months_is_none(start: str) -> None:
    assert start not in months.numbers()
