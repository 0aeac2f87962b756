"""Charts as files: pictures, tables in which nothing is a formula, and a report of a view."""

from __future__ import annotations

import csv
from html.parser import HTMLParser
from io import StringIO

import pytest

from annotator import charts, frames, report, spreadsheet
from annotator.charts import export

UGLY = "<b>Ida</b> & “Bo” 🚢 شركة =1+1"
NAMES = frames.name_counts(
    [
        {"name": UGLY, "label": "PERSON", "mentions": 3, "articles": 2},
        {"name": "Oslo", "label": "GPE", "mentions": 1, "articles": 1},
    ]
)


class Reader(HTMLParser):
    """The tags of a page, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not [name for name, _ in attrs if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.words += data


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


def test_a_chart_is_an_svg_in_which_names_are_text() -> None:
    found = export.svg(charts.names_chart(NAMES))
    assert found.startswith("<svg")
    reader = read(found)
    assert "b" not in reader.tags
    assert "script" not in reader.tags
    assert "<b>Ida</b> & “Bo”" in reader.words
    assert "3  pers" in reader.words.replace("\u00a0", " ") or "3" in reader.words


@pytest.mark.parametrize("rows", [NAMES, NAMES.head(1), NAMES.head(0)], ids=["two", "one", "none"])
def test_a_chart_is_a_png_of_its_width(rows: object) -> None:
    found = export.png(charts.names_chart(rows))  # type: ignore[arg-type]
    assert found.startswith(b"\x89PNG\r\n\x1a\n")
    width = int.from_bytes(found[16:20], "big")
    assert width >= export.WIDTH * export.SCALE


def test_a_report_holds_all_charts_and_tables_and_nothing_runs() -> None:
    rows = [list(row) for row in NAMES.itertuples(index=False)]
    part = report.Part(f"Names of {UGLY}", export.svg(charts.names_chart(NAMES)), list(NAMES), rows)
    page = report.html(f"View of {UGLY}", [f"Only: {UGLY}", ""], [part, part])
    reader = read(page)
    assert reader.tags.count("svg") >= 2
    assert reader.tags.count("table") == 2
    assert reader.tags.count("h2") == 2
    assert reader.tags.count("p") == 1
    assert not {"b", "script", "img", "link", "iframe"} & set(reader.tags)
    assert f"View of {UGLY}" in reader.words
    assert "http" not in page.replace("http://www.w3.org/", "")


def test_long_tables_are_cut_and_say_so() -> None:
    part = report.Part("Many", "<svg></svg>", ["n", "share"], [[n, n / 7] for n in range(1000)])
    reader = read(report.html("T", [], [part]))
    assert reader.tags.count("tr") == report.MOST + 1
    assert "The first 200 rows" in reader.words
    assert "0.143" in reader.words
    nothing = report.Part("None", "<svg></svg>", ["x"], [[float("nan")], [None]])
    assert "–" in read(report.html("T", [], [nothing])).words


def test_nothing_in_a_csv_is_a_formula_and_numbers_stay_numbers() -> None:
    rows = [["=1+1", -5], ["@x", 0.5], ["+a", None], ["-b", 1], ["fine, “so”", 2], ["\tt", 3]]
    found = list(csv.reader(StringIO(spreadsheet.whole(["-what", "n"], rows))))
    assert found == [
        ["'-what", "n"], ["'=1+1", "-5"], ["'@x", "0.5"], ["'+a", ""], ["'-b", "1"],
        ["fine, “so”", "2"], ["'\tt", "3"],
    ]  # fmt: skip
