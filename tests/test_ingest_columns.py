"""Which column is what: told by names and by the first rows, never guessed silently."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.annotation import Appearance, Article, Invalid
from annotator.ingest import rows
from annotator.ingest.columns import (
    Columns,
    Table,
    distinct,
    guess,
    headed,
    is_header,
    signature,
)
from annotator.ingest.encodings import LONGEST_TEXT
from annotator.ingest.rows import Row

LONG = "The ferry left the harbour at noon, and nobody had asked why it was late. " * 12
SHORT = "The ferry was late again on Monday."
FILLING = {"long": LONG, "short": SHORT, "word": "ferry", "date": "2024-11-07", "number": "12"}
FILLING |= {"url": "https://example.org/a", "html": f"<p>{LONG}</p>", "": ""}


def guessed(columns: dict[str, str], rows: int = 3) -> Columns:
    """What is guessed of a table with these columns, each filled with the same cell."""
    return guess(list(columns), [[FILLING[cell] for cell in columns.values()]] * rows)


def read(
    rows_: Sequence[dict[str, Any]], choices: dict[str, Columns] | None = None
) -> list[Table | Article | Invalid]:
    found = [Row(number, cells) for number, cells in enumerate(rows_, 2)]
    return list(rows.read("a.csv", None, found, choices or {}))


def only(cells: dict[str, Any]) -> Article:
    """The article of a table of one row."""
    _, article = read([cells])
    assert isinstance(article, Article), article
    return article


# Names


@pytest.mark.parametrize(
    "name",
    [
        *("text", "Text", "body", "content", "article", "story", "full_text", "fulltext"),
        *("article_text", "Article Text", "article-text", "maintext", "Volltext", "Inhalt"),
        *("contenu", "texte", "cuerpo", "texto", "conteúdo", "testo", "tekst", "fields.bodyText"),
        *("content.body.text", "ARTÍCULO"),
    ],
)
def test_a_column_that_is_named_text_is_the_text(name: str) -> None:
    assert guessed({"id": "number", name: "short", "note": "short"}).text == (name,)


@pytest.mark.parametrize(
    "field, name, cell",
    [
        *(("title", n, "short") for n in ("headline", "Title", "heading", "Überschrift", "título")),
        *(("title", n, "short") for n in ("headline.main", "webTitle", "titre", "kop", "titolo")),
        *(("date", n, "date") for n in ("date", "published", "pubdate", "published_at", "fecha")),
        *(("date", n, "date") for n in ("publication_date", "created_at", "Datum", "data")),
        *(("source", n, "word") for n in ("source", "outlet", "publisher", "domain", "Zeitung")),
        *(("source", n, "word") for n in ("newspaper", "site", "source.name", "giornale")),
        *(("url", n, "url") for n in ("url", "URL", "link", "web_url")),
        *(("byline", n, "word") for n in ("author", "byline", "by", "Autor", "byline.original")),
        *(("language", n, "word") for n in ("lang", "language", "Sprache")),
    ],
)
def test_the_other_columns_are_known_by_their_names(field: str, name: str, cell: str) -> None:
    found = guessed({"n": "number", "text": "long", name: cell})
    assert getattr(found, field) == name
    assert found.text == ("text",)


@pytest.mark.parametrize(
    "columns, best",
    [
        (["created", "published"], "published"),
        (["updated", "created_at", "pub_date"], "pub_date"),
        (["date_download", "date_modify", "date_publish"], "date_publish"),
        (["created_at", "date"], "date"),
        (["modified", "scraped", "updated_at"], None),
        (["thread.published", "published"], "published"),
    ],
)
def test_of_several_dates_that_of_publication_is_taken(columns: list[str], best: str) -> None:
    assert guessed({"text": "long", **dict.fromkeys(columns, "date")}).date == best


def test_a_column_that_has_no_dates_is_no_date() -> None:
    assert guessed({"text": "long", "data": "short"}).date is None


@pytest.mark.parametrize("name", ["author.url", "image.url", "source.title", "publisher.link"])
def test_what_belongs_to_something_else_is_not_the_article_s(name: str) -> None:
    found = guessed({"text": "long", name: "url"})
    assert (found.url, found.title) == (None, None)


# The text


@pytest.mark.parametrize(
    "columns, text",
    [
        ({"body": "long", "summary": "short"}, "body"),
        ({"content": "long", "description": "short", "title": "short"}, "content"),
        ({"maintext": "long", "description": "short", "title_page": "short"}, "maintext"),
        ({"article": "url", "body": "short"}, "body"),
        ({"x": "long", "y": "short"}, "x"),
        ({"column 1": "long"}, "column 1"),
        ({"text": "", "note": "word"}, "text"),
    ],
)
def test_the_text_is_clear(columns: dict[str, str], text: str) -> None:
    assert guessed(columns).text == (text,)


@pytest.mark.parametrize(
    "columns",
    [
        {"text": "short", "summary": "short"},
        {"text": "long", "summary": "long"},
        {"body": "long", "content": "long"},
        {"x": "long", "y": "long"},
        {"x": "short", "y": "word"},
        {"text": "number", "y": "word"},
        {"text": "short", "beschrieb": "long"},
        {"text": "html"},
        {"description": "short"},
        {"headline.text": "short"},
        {"title": "long"},
        {"x": "url", "y": "date"},
    ],
    ids=str,
)
def test_the_text_is_not_clear(columns: dict[str, str]) -> None:
    assert guessed({**columns, "id": "number"}).text == ()


def test_where_the_text_is_not_clear_no_row_is_read() -> None:
    table, problem = read([{"a": SHORT, "b": "x"}] * 3)
    assert isinstance(table, Table)
    assert not table.clear
    assert str(problem) == (
        "a.csv: which column is the text? found a, b, expected one named text, or a choice"
    )


# Choices


def test_a_choice_is_found_by_the_names_of_the_columns() -> None:
    chosen = Columns(text=("lead", "b"), title="a")
    cells = {"a": "One", "lead": " Two. ", "b": "Three.\n", "c": 4}
    table, article = read([cells], {signature(["c", "b", "a", "lead"]): chosen})
    assert isinstance(table, Table)
    assert isinstance(article, Article)
    assert (table.columns, table.guessed, table.clear) == (chosen, False, True)
    assert (article.text, article.title, article.meta) == (
        "Two.\n\nThree.",
        "One",
        {"row": 2, "c": 4},
    )


def test_a_choice_of_columns_that_are_not_there_is_left_out() -> None:
    table, problem = read(
        [{"a": LONG}], {signature(["a"]): Columns(text=("gone",), title="gone", date="a")}
    )
    assert isinstance(table, Table)
    assert table.columns == Columns(date="a")
    assert isinstance(problem, Invalid)


def test_a_table_shows_the_first_five_rows_cut_short() -> None:
    table = read([{"text": LONG, "n": n, "half": "a\0\ud800"} for n in range(9)])[0]
    assert isinstance(table, Table)
    assert table.sample == tuple((LONG[:200], str(n), "a?") for n in range(5))


@settings(deadline=None)
@given(st.lists(st.text(), max_size=6))
def test_names_of_columns_differ(names: list[str]) -> None:
    found = distinct(names)
    assert len(set(found)) == len(names)
    assert all(name.encode() for name in found)


def test_names_that_stand_twice_or_not_at_all_get_a_number() -> None:
    assert distinct(["body", "body", "", " body ", "body 2", "a\nb"]) == (
        *("body", "body 2", "column 3", "body 3", "body 2 2", "a b"),
    )


# Headers


@pytest.mark.parametrize("cells", [["text", "2024"], ["a", "b"], ["", "title"], ["id", "n"]])
def test_a_header_is_recognised(cells: list[str]) -> None:
    assert headed(cells)


@pytest.mark.parametrize(
    "cells", [["a", LONG], ["a", "2024-11-07"], ["12", "x"], ["x", date(2024, 11, 7)], ["x", "1.5"]]
)
def test_a_first_row_with_data_is_no_header(cells: list[Any]) -> None:
    assert not headed(cells)


def test_a_line_of_names_is_told_from_a_sentence() -> None:
    assert is_header(["Title", ' "Body"', "x"])
    assert not is_header(["The text", " she said", "was short."])
    assert not is_header(["text"])


# Rows


def test_a_row_becomes_an_article() -> None:
    cells = {
        "Headline": " A\nferry ",
        "text": f" {LONG}",
        "date": "7 Nov. 2024",
        "outlet": "Bay News",
    }
    cells |= {
        "url": "https://example.org/1",
        "author": "Ann Lee",
        "lang": "en",
        "page": "4",
        "x": " ",
    }
    assert only(cells) == Article(
        LONG.strip(),
        "A ferry",
        "en",
        (Appearance("2024-11-07", "Bay News", "https://example.org/1", "Ann Lee"),),
        {"row": 2, "page": "4"},
    )


@pytest.mark.parametrize("text", ["One.\r\n\r\n Two,\xa0too.", "e\u0301 👩‍🚀 “x”\u2028y", "a\tb"])
def test_inside_a_text_nothing_is_changed(text: str) -> None:
    assert only({"text": f"\ufeff {text}\n"}).text == text


@pytest.mark.parametrize(
    "when, published, kept",
    [
        ("2024-11-07", "2024-11-07", {}),
        (date(2024, 11, 7), "2024-11-07", {}),
        (datetime(2024, 11, 7), "2024-11-07", {}),
        ("2024-11", "2024-11", {}),
        ("", None, {}),
        (None, None, {}),
        ("07/11/2024", "2024", {"date as found": "07/11/2024"}),
        ("November 2024", "2024-11", {"date as found": "November 2024"}),
        ("the 5th", None, {"date as found": "the 5th"}),
        (["2024", "2025"], None, {"date as found": ["2024", "2025"]}),
        (True, None, {"date as found": True}),
        ("2024-11-07T10:30:00Z", "2024-11-07", {"date": "2024-11-07T10:30:00Z"}),
        (datetime(2024, 11, 7, 10, 30), "2024-11-07", {"date": "2024-11-07 10:30:00"}),
        (1730975400, "2024-11-07", {"date": 1730975400}),
        (1730975400000, "2024-11-07", {"date": 1730975400000}),
        (date(1066, 10, 14), None, {"date as found": "1066-10-14"}),
    ],
)
def test_a_date_is_as_exact_as_it_is_certain(
    when: Any, published: str, kept: dict[str, Any]
) -> None:
    found = rows.read("a", None, [Row(2, {"text": "One.", "date": when})], CHOICE)
    _, article = found
    assert isinstance(article, Article)
    assert (article.published, article.meta) == (published, {"row": 2, **kept})


CHOICE = {signature(["text", "date"]): Columns(("text",), date="date")}


@pytest.mark.parametrize(
    "dates, published",
    [
        (["07/11/2024", "13/11/2024"], ["2024-11-07", "2024-11-13"]),
        (["07/11/2024", "11/13/2024"], ["2024-07-11", "2024-11-13"]),
        (["07/11/2024", "08/11/2024"], ["2024", "2024"]),
    ],
)
def test_the_order_of_day_and_month_is_that_of_the_column(
    dates: list[str], published: list[str]
) -> None:
    found = read([{"text": f"Day {n}.", "date": when} for n, when in enumerate(dates)])
    assert [f.published for f in found if isinstance(f, Article)] == published


@pytest.mark.parametrize(
    "name, cell, article",
    [
        (
            "url",
            "javascript:alert(1)",
            Article("One.", meta={"row": 2, "url": "javascript:alert(1)"}),
        ),
        ("lang", "en-GB", Article("One.", language="en", meta={"row": 2, "lang": "en-GB"})),
        (
            "lang",
            "English",
            Article("One.", language="English", meta={"row": 2, "lang": "English"}),
        ),
        ("title", "x" * 1001, Article("One.", meta={"row": 2, "title": "x" * 1001})),
        ("file", "b.csv", Article("One.", meta={"row": 2, "column file": "b.csv"})),
        ("row", 9, Article("One.", meta={"row": 2, "column row": 9})),
        ("tags", ["a", "b"], Article("One.", meta={"row": 2, "tags": ["a", "b"]})),
        ("author", ["A", "B"], Article("One.", "", None, (Appearance(byline="A, B"),), {"row": 2})),
        ("n", 0, Article("One.", meta={"row": 2, "n": 0})),
        ("n", False, Article("One.", meta={"row": 2, "n": False})),
    ],
)
def test_a_cell_that_is_no_such_thing_is_kept_under_its_name(
    name: str, cell: Any, article: Article
) -> None:
    columns = {"url": "url", "lang": "language", "title": "title", "author": "byline"}
    choice = Columns(("text",), **({columns[name]: name} if name in columns else {}))
    _, found = read([{"text": "One.", name: cell}], {signature(["text", name]): choice})
    assert found == article


@pytest.mark.parametrize(
    "cells, reason",
    [
        ({"text": " \n"}, "no text, expected one in column text"),
        ({"text": "a\0b"}, "a NUL character in column text, expected plain text"),
        ({"text": "a", "n": "\0"}, "a NUL character in column n, expected plain text"),
        ({"text": "a\ud83d"}, "half a character (a lone surrogate) in column text"),
        ({"text": "a\udcff"}, "bytes of another encoding in column text, expected one encoding"),
        (
            {"text": "a", "n": [{"m": ["\ud800"]}]},
            "half a character (a lone surrogate) in column n",
        ),
        ({"text": "a" * (LONGEST_TEXT + 1)}, "2,000,001 characters, expected at most 2 million"),
    ],
)
def test_a_bad_row_is_one_line_and_costs_only_itself(cells: dict[str, Any], reason: str) -> None:
    found = read([{"text": "One."}, cells, {"text": "Three."}])[1:]
    assert [getattr(f, "text", "") for f in found] == ["One.", "", "Three."]
    assert str(found[1]).startswith(f"a.csv, row 3: {reason}")


def test_a_table_without_rows_is_one_line() -> None:
    (found,) = rows.read("a.csv", ["text", "title"], [], {})
    assert str(found) == "a.csv: a header and no rows, expected one row for each article"


def test_only_the_first_of_very_many_columns_can_be_chosen() -> None:
    table, article = read([{"text": LONG, **{f"n{n}": n for n in range(2000)}}])
    assert isinstance(table, Table)
    assert isinstance(article, Article)
    assert (len(table.header), len(article.meta)) == (1000, 2001)
