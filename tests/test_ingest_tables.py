"""CSV and its kin: any delimiter, any encoding; a bad row costs only itself."""

from __future__ import annotations

import csv
import io
import tracemalloc
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from annotator.annotation import Article, Invalid
from annotator.ingest import delimited, encodings, source, tables
from annotator.ingest.columns import Always, Choices, Columns, Table, signature

FILES = Path(__file__).parent / "files"
TEXT = "The ferry left the harbour at noon, and nobody asked why; it was late. " * 4
cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


def read(
    data: bytes | str, name: str = "a.csv", choices: Choices | None = None
) -> list[Table | Article | Invalid]:
    encoded = data.encode() if isinstance(data, str) else data
    return list(tables.read(source.from_bytes(encoded, name), choices or {}))


def shown(data: bytes | str) -> list[str]:
    """What is in a file after its table: the text of each article, the words of each error."""
    return [
        f.text if isinstance(f, Article) else str(f) for f in read(data) if not isinstance(f, Table)
    ]


def written(rows: Sequence[Sequence[str]], **form: Any) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, **form).writerows(rows)
    return stream.getvalue()


def articles(data: bytes | str, choices: Choices | None = None) -> list[Article]:
    found = read(data, choices=choices)
    assert all(not isinstance(f, Invalid) for f in found), found
    return [f for f in found if isinstance(f, Article)]


# Cells


# A long note beside a short text would be a question to a person.
CHOSEN = Always(Columns(("text",), title="title"))
FORMS = st.fixed_dictionaries(
    {
        "delimiter": st.sampled_from(delimited.DELIMITERS),
        "lineterminator": st.sampled_from(["\r\n", "\n", "\r"]),
        "quoting": st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    }
)


@settings(deadline=None)
@given(st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=5), FORMS)
@example([("a;b", 'say ""', "x\r\ny\rz\n")], {"delimiter": ",", "lineterminator": "\n"})
@example([('"', ",", '",')], {"delimiter": "\t", "lineterminator": "\r"})
def test_what_is_written_comes_back_cell_by_cell(
    rows: list[tuple[str, str, str]], form: dict[str, Any]
) -> None:
    rows = [(f"A {text}.", note, more) for text, note, more in rows]
    if form["lineterminator"] != "\r\n":
        form = {**form, "quoting": csv.QUOTE_ALL}  # else the writer leaves a lone \r without quotes
    data = written([("text", "title", "note"), *rows], **form).encode()
    with io.TextIOWrapper(io.BytesIO(data), "utf-8", newline="") as stream:
        found_form = delimited.form_of(data.decode(), None, cut=False)
        found = list(delimited.Records(stream, found_form))
    assert found[1:] == [list(row) for row in rows]
    for article, (text, _, note) in zip(articles(data, CHOSEN), rows, strict=True):
        assert article.text == text.strip(encodings.WHITE)
        assert article.meta.get("note", "").strip(encodings.WHITE) == note.strip(encodings.WHITE)


@settings(deadline=None)
@given(st.lists(st.tuples(cells, cells), max_size=4), st.sampled_from(delimited.DELIMITERS))
def test_quotation_marks_behind_backslashes_are_read_where_they_are_plain(
    rows: list[tuple[str, str]], delimiter: str
) -> None:
    rows = [('He said "no" to it.', "x"), *((f"A {text}.", note) for text, note in rows)]
    form = {"doublequote": False, "escapechar": "\\", "quoting": csv.QUOTE_ALL}
    data = written([("text", "title"), *rows], delimiter=delimiter, **form)
    found = [a.text for a in articles(data, CHOSEN)]
    assert found == [text.strip(encodings.WHITE) for text, _ in rows]


def test_line_breaks_inside_a_cell_stay_as_they_are() -> None:
    text = "One.\r\n\r\nTwo.\rThree.\n\n\nFour."
    assert articles(written([["text", "title"], [text, ""]]))[0].text == text


@pytest.mark.parametrize("text", ['"Yes," she said.', 'It said "no" twice.', '"'])
def test_a_table_without_quoting_keeps_its_quotation_marks(text: str) -> None:
    data = f"title\ttext\tdate\n1\tA {text} here\t2024-11-07\n2\t{text} it said\t2024-11-07\n"
    assert [a.text for a in articles(data)] == [f"A {text} here", f"{text} it said"]


def test_a_space_may_stand_before_a_quotation_mark() -> None:
    data = 'title, text, date\n"a, b", "One, ""two"".", 2024-11-07\n"c", "Three.", 2024-11-08\n'
    assert [(a.title, a.text, a.published) for a in articles(data)] == [
        ("a, b", 'One, "two".', "2024-11-07"),
        ("c", "Three.", "2024-11-08"),
    ]


@pytest.mark.parametrize("first", ["sep=;\n", "sep=;\r\n", '"sep=;"\n', "SEP=;\n"])
def test_the_line_that_names_the_delimiter_is_honoured_and_not_counted(first: str) -> None:
    (article,) = articles(first + "text;title\nA, b;c\n")
    assert (article.text, article.title, article.meta) == ("A, b", "c", {"row": 2})


def test_a_column_alone_may_have_all_delimiters() -> None:
    assert shown("text\nOne, two; three\tfour\nFive, six\n") == [
        "One, two; three\tfour",
        "Five, six",
    ]


# Encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_read_with_its_mark_and_without(encoding: str) -> None:
    data = "text,title\n“Été” 👍,É\n".encode(encoding)
    assert [(a.text, a.title) for a in articles(data)] == [("“Été” 👍", "É")]


@pytest.mark.parametrize(
    "text, encoding",
    [
        ("“We closed,” she said – it’s the café’s end.", "cp1252"),
        ("Der Bürgermeister sagte: „Wir müssen größer denken“, und ging.", "cp1252"),
        ("Minister powiedział: „Jesteśmy gotowi”, i dodał, że rozmowy będą w piątek.", "cp1250"),
        ("Министр заявил: «Мы готовы», и добавил, что переговоры продолжатся.", "cp1251"),
        ("部长表示：“我们准备好了”，并补充说谈判将于周五在北京继续进行。", "gb18030"),
    ],
)
@pytest.mark.parametrize("before", [0, 30_000], ids=["early", "late"])
def test_older_encodings_are_recognised_wherever_they_begin(
    text: str, encoding: str, before: int
) -> None:
    data = "title;text\n" + f"plain;{TEXT}\n".replace("; ", " ") * (before // 200)
    data += f"x;{text}\n" * 3
    assert [a.text for a in articles(data.encode(encoding))][-3:] == [text] * 3


def test_a_long_file_of_an_older_encoding_may_have_oddities() -> None:
    text = "Le ministre a déclaré : été comme hiver, l’école de Genève « reste ouverte ». " * 9
    odd = text + "C’est tout.Été compris, dit SébastienÉ."
    data = written([["texte", "titre"], *[[odd, "é"]] * 3000]).encode("cp1252")
    assert {a.text for a in articles(data)} == {odd}


@pytest.mark.parametrize("before", [20, 60_000])
def test_bytes_that_do_not_fit_cost_their_row(before: int) -> None:
    data = ("text,n\n" + "“Été” à la mer,x\n" * before).encode() + b"A\xff,b\n" + "“É”,c\n".encode()
    found = shown(data)
    assert found[before:] == [
        f"a.csv, row {before + 2}: bytes of another encoding in column text, "
        "expected one encoding throughout",
        "“É”",
    ]


@pytest.mark.parametrize(
    "data, reason",
    [
        (b"", "empty, expected a table with a header"),
        (b" \r\n\n", "nothing but white space, expected a table with a header"),
        (b",,,\n,,\n", "no cell that has text, expected a table with a header"),
        (b"text,title\n", "a header and no rows, expected one row for each article"),
        ("text,title\nA,b\n".encode("utf-16-le"), "binary data (it has NUL bytes), expected text"),
        (b"\xff\xfet\0e\0x", "UTF-16 that breaks, expected a whole file"),
        (b'"text,title\nA,b\n', f"the first row has {delimited.UNCLOSED}"),
    ],
)
def test_what_is_no_table_is_one_line(data: bytes, reason: str) -> None:
    assert [str(f) for f in read(data)] == [f"a.csv: {reason}"]


def test_what_stands_before_a_file_breaks_is_kept() -> None:
    data = ("text,n\n" + "Lea left.,1\n" * 90_000).encode("utf-16") + b"x"
    *found, problem = shown(data)
    assert len(found) == 90_000
    assert problem == "a.csv: UTF-16 that breaks, expected a whole file"


# Rows


def test_rows_are_counted_as_spreadsheets_do() -> None:
    data = '\n"text",title\n"One.\n\nMore.",a\n\n;\n,\nTwo.,b\n'
    found = articles(data.replace(";\n", ""))
    assert [a.meta["row"] for a in found] == [3, 6]


def test_a_row_with_the_wrong_number_of_cells_is_told() -> None:
    data = "title,text,date\na,One.,2024\nb,Two.\nc\nd,Four.,2024,,\ne,Five.,2024,x\nf,Six.,2024\n"
    assert shown(data) == [
        *("One.", "Two."),
        "a.csv, row 4: 1 cells, expected 3 as in the header",
        "Four.",
        "a.csv, row 6: 4 cells, expected 3 as in the header",
        "Six.",
    ]


def test_a_bad_row_costs_only_itself() -> None:
    data = (
        b"text,n\nOne.,1\n ,2\nT\0hree.,3\nF\xe2our.,4\nFive. \xe2\x80\x9d,5\n\xe2\x80\x9dSix.,6\n"
    )
    assert shown(data * 1) == [
        "One.",
        "a.csv, row 3: no text, expected one in column text",
        "a.csv, row 4: a NUL character in column text, expected plain text",
        "a.csv, row 5: bytes of another encoding in column text, expected one encoding throughout",
        "Five. ”",
        "”Six.",
    ]


def table(bad: str, after: int = 40) -> str:
    """A table of rows with line breaks and a date in each; one row in it is bad."""
    good = [f'"T{n}",2024-11-07,"One, ""two"".\n\nThe {n}."\n' for n in range(after)]
    return "title,date,text\n" + good[0] + bad + "".join(good[1:])


@pytest.mark.parametrize(
    "bad, passed",
    [
        ('"x",2024-11-07,"It is open\n', 0),
        ('"x",2024-11-07,"He said "no" to it, twice"\n', 0),
        ('"x",2024-11-07,"He said "no"\n\nand, then,\n"yes", he said"\n', 3),
        ('"x",2024-11-07,"It, is\n2024, open, then\n', 1),
    ],
)
def test_a_quotation_mark_that_is_not_closed_costs_its_row(bad: str, passed: int) -> None:
    more = f"; {passed} lines after it were passed over" if passed else ""
    one, problem, *others = shown(table(bad))
    assert problem == f"a.csv, row 3: {delimited.UNCLOSED}{more}"
    assert [one, *others] == [f'One, "two".\n\nThe {n}.' for n in range(40)]


def test_where_no_column_tells_a_row_what_follows_a_bad_one_is_not_read() -> None:
    data = (
        'title,text\n"a","One."\n"b","He said "no" to it."\n"c","Three, he said."\nYes,he said.\n'
    )
    assert shown(data) == [
        "One.",
        f"a.csv, row 3: {delimited.UNCLOSED}; what follows was not read",
    ]


@pytest.mark.parametrize("start", ["title,text\na,One.\n", "date,text\n2024,One.\n"])
def test_where_nothing_follows_a_bad_row_nothing_is_said_of_it(start: str) -> None:
    assert shown(f'{start}2024,"Two.\n') == ["One.", f"a.csv, row 3: {delimited.UNCLOSED}"]


def test_a_quotation_mark_open_to_the_end_takes_no_row_into_its_text() -> None:
    data = 'date,text\n2024-11-07,One.\n2024-11-08,"Two.\n2024-11-09,Three.\n2024-11-10,Four.\n'
    assert shown(data) == ["One.", f"a.csv, row 3: {delimited.UNCLOSED}", "Three.", "Four."]


@pytest.mark.parametrize(
    "form",
    ["delimiter", "quotation marks"],
)
def test_a_row_without_an_end_is_one_line(form: str) -> None:
    long = "A long line.\n" * (delimited.LONGEST // 10)
    long = long.replace("\n", " ") if form == "delimiter" else f'"{long}'
    data = f"date,text\n2024-11-07,One.\n2024-11-08,{long}\n2024-11-09,Three.\n"
    one, problem, *others = shown(data)
    assert (one, others) == ("One.", ["Three."])
    assert problem.startswith(f"a.csv, row 3: {delimited.TOO_LONG}")


def test_quotation_marks_are_not_looked_for_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "AGAIN", 1000)
    found = shown(table('"x",2024-11-07,"It is "open"\n' * 40))
    assert found[0] == 'One, "two".\n\nThe 0.'
    assert found[-1] == f"a.csv, row 3: {delimited.UNCLOSED}; what follows was not read"


def test_a_table_without_a_header_has_numbered_columns() -> None:
    first, *found = read(f"{TEXT},2024-11-07\n{TEXT},2024-11-08\n".replace(TEXT, f'"{TEXT}"'))
    assert isinstance(first, Table)
    assert (first.header, first.columns.text) == (("column 1", "column 2"), ("column 1",))
    assert [f.meta for f in found if isinstance(f, Article)] == [
        {"row": 1, "column 2": "2024-11-07"},
        {"row": 2, "column 2": "2024-11-08"},
    ]


def test_headers_that_stand_twice_are_kept_apart() -> None:
    _, article = read(
        "body,body\nOne.,Two.\n", choices={signature(["body", "body 2"]): Columns(("body 2",))}
    )
    assert isinstance(article, Article)
    assert (article.text, article.meta) == ("Two.", {"row": 2, "body": "One."})


def test_a_table_that_an_office_program_wrote_in_german() -> None:
    found = read((FILES / "table-office.csv").read_bytes(), "table-office.csv")
    table, one, *_ = found
    assert isinstance(table, Table)
    assert isinstance(one, Article)
    assert table.columns == Columns(("Text",), "Titel", "Datum", "Zeitung")
    assert [f.published for f in found if isinstance(f, Article)] == [
        *("2024-11-07", "2024-11-13", "2024-12-01"),
    ]
    assert (one.title, one.meta["Zeichen"]) == ("Neue Brücke für Seeburg", "351")
    assert one.text.count("\n\n") == 1
    assert "„Wir haben zwanzig Jahre darauf gewartet“" in one.text


# Size and malice


def test_a_long_table_is_never_in_memory_as_a_whole() -> None:
    row = f'2024-11-07,"{TEXT * 10}"\n'

    class Long(io.RawIOBase):
        """Sixty megabytes that are made while they are read."""

        def __init__(self) -> None:
            self.left = 60_000_000 // len(row)
            self.rest = b"date,text\n"

        def readable(self) -> bool:
            return True

        def seekable(self) -> bool:
            return True

        def seek(self, offset: int, whence: int = 0) -> int:
            assert (offset, whence) == (0, 0)
            self.__init__()  # type: ignore[misc]
            return 0

        def tell(self) -> int:
            return 0

        def readinto(self, buffer: Any) -> int:
            while self.left and len(self.rest) < len(buffer):
                self.rest += row.encode() * 50
                self.left = max(0, self.left - 50)
            piece, self.rest = self.rest[: len(buffer)], self.rest[len(buffer) :]
            buffer[: len(piece)] = piece
            return len(piece)

    long = source.Source("a.csv", 60_000_000, lambda: io.BufferedReader(Long()))
    found = tables.read(long, {})
    tracemalloc.start()
    try:
        number = sum(isinstance(f, Article) for f in found)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert number > 20_000
    assert peak < 40_000_000


@settings(deadline=None)
@given(st.binary() | cells.map(str.encode) | st.text('",;\n\r\\ atx').map(str.encode))
@example(b'text\n"')
@example(b"\xfftext,title\n\x81")
def test_no_bytes_raise(data: bytes) -> None:
    for start in (b"", b"text,title\nA ferry.,x\n"):
        for found in read(start + data):
            assert not isinstance(found, Invalid) or str(found).startswith("a.csv")


def test_the_limit_of_a_field_is_only_raised() -> None:
    before = csv.field_size_limit()
    read(b"text\nOne.\n")
    assert csv.field_size_limit() == max(before, delimited.LONGEST)


def test_rows_are_given_as_they_are_read() -> None:
    found: Iterator[Any] = tables.read(source.from_bytes(b"text\n" + b"A b.\n" * 9999, "a"), {})
    assert isinstance(next(found), Table)
    assert isinstance(next(found), Article)
