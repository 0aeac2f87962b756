"""Workbooks: the articles of their sheets, with dates as dates; a hostile one is one line."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.annotation import Appearance, Article, Invalid
from annotator.ingest import sheets, source
from annotator.ingest.columns import Columns, Table, signature

FILES = Path(__file__).parent / "files"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
LONG = "The ferry left the harbour at noon, and nobody had asked why it was late. " * 4


def workbook(
    *tables: list[list[str | float]], more: str = "", doctype: str = "", pad: int = 0
) -> bytes:
    """An .xlsx file with these sheets, as small as a spreadsheet program accepts."""
    strings: list[str] = []
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="xml" '
        'ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    }
    names = ""
    relations = f'<Relationship Id="s" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    for number, table in enumerate(tables, 1):
        rows = ""
        for place, row in enumerate(table, 1):
            cells = ""
            for column, cell in zip("ABCDEFGH", row, strict=False):
                if isinstance(cell, str):
                    cells += f'<c r="{column}{place}" t="s"><v>{len(strings)}</v></c>'
                    strings.append(cell)
                else:
                    cells += f'<c r="{column}{place}"><v>{cell}</v></c>'
            rows += f'<row r="{place}">{cells}</row>'
        names += f'<sheet name="Sheet {number}" sheetId="{number}" r:id="r{number}"/>'
        relations += f'<Relationship Id="r{number}" Type="{OFFICE}/worksheet" '
        relations += f'Target="worksheets/sheet{number}.xml"/>'
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f'<worksheet xmlns="{MAIN}"><sheetData>{rows}{more}</sheetData></worksheet>'
        )
    parts["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{names}</sheets></workbook>'
    )
    parts["xl/_rels/workbook.xml.rels"] = (
        f'<Relationships xmlns="{PACKAGE}">{relations}</Relationships>'
    )
    shared = "".join(
        f'<si><t xml:space="preserve">{text if doctype else escape(text)}</t></si>'
        for text in strings
    )
    parts["xl/sharedStrings.xml"] = f'{doctype}<sst xmlns="{MAIN}">{shared}</sst>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in parts.items():
            archive.writestr(name, '<?xml version="1.0"?>' + xml)
        if pad:
            with archive.open("xl/media/image1.png", "w") as image:
                for _ in range(pad // 1_000_000):
                    image.write(b"\0" * 1_000_000)
    return stream.getvalue()


def read(
    data: bytes, name: str = "a.xlsx", choices: dict[str, Columns] | None = None
) -> list[Table | Article | Invalid]:
    return list(sheets.read(source.from_bytes(data, name), choices or {}))


def problems(data: bytes, name: str = "a.xlsx") -> list[str]:
    return [str(f) for f in read(data, name) if isinstance(f, Invalid)]


@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_a_workbook_that_an_office_program_wrote(ending: str) -> None:
    name = f"table-office.{ending}"
    first, one, two, three, notes = read((FILES / name).read_bytes(), name)
    assert isinstance(first, Table)
    assert isinstance(notes, Table)
    assert (first.name, notes.name) == (f"{name}: Artikel", f"{name}: Notizen")
    assert first.columns == Columns(("Text",), "Titel", "Datum", "Zeitung")
    assert first.sample[1][1] == "2024-11-13"
    assert not notes.clear
    assert isinstance(one, Article)
    assert one.title == "Neue Brücke für Seeburg"
    assert one.appearances == (Appearance("2024-11-07", "Seeburger Bote"),)
    assert one.meta == {"sheet": "Artikel", "row": 2, "Zeichen": "351", "Jahrgang": "2024"}
    assert len(one.text) == 351
    assert one.text.split("\n\n")[1].startswith("Der Stadtrat stimmte mit großer Mehrheit zu.")
    assert [a.published for a in (two, three) if isinstance(a, Article)] == [
        *("2024-11-13", "2024-12-01"),
    ]


def test_numbers_are_as_they_are_shown() -> None:
    _, article = read(workbook([["text", "a", "b", "c"], ["One.", 2024.0, 0.1 + 0.2, 1e20]]))
    assert isinstance(article, Article)
    assert article.meta == {"row": 2, "a": "2024", "b": "0.3", "c": "1e+20"}


def test_a_number_in_a_column_of_dates_is_no_time() -> None:
    _, article = read(workbook([["text", "published"], ["One.", 45603.0]]))
    assert isinstance(article, Article)
    assert (article.published, article.meta) == (None, {"row": 2, "date as found": "45603"})


def test_rows_are_counted_as_the_program_shows_them() -> None:
    table: list[list[str | float]] = [[], [], ["text", "title"], ["One.", "a"], [], [" ", "b"]]
    _, article, problem = read(workbook([*table, ["Two.", "c"]]))[:3]
    assert isinstance(article, Article)
    assert article.meta == {"row": 4}
    assert str(problem) == "a.xlsx, row 6: no text, expected one in column text"


def test_all_sheets_with_a_text_are_read() -> None:
    found = read(workbook([["text"], ["One."]], [["note"], ["x"]], [["body"], ["Two."]]))
    assert [f.name if isinstance(f, Table) else getattr(f, "text", "") for f in found] == [
        *("a.xlsx: Sheet 1", "One.", "a.xlsx: Sheet 2", "a.xlsx: Sheet 3", "Two."),
    ]
    assert [f.meta for f in found if isinstance(f, Article)] == [
        {"sheet": "Sheet 1", "row": 2},
        {"sheet": "Sheet 3", "row": 2},
    ]


def test_a_sheet_that_may_have_texts_is_told_though_another_is_clear() -> None:
    data = workbook([["text"], ["One."]], [["a", "b"], [LONG, LONG]])
    assert problems(data) == [
        "a.xlsx: Sheet 2: which column is the text? found a, b, expected one named text, "
        "or a choice"
    ]
    chosen = {signature(["a", "b"]): Columns(("b",))}
    assert [f.text for f in read(data, choices=chosen) if isinstance(f, Article)] == [
        *("One.", LONG.strip()),
    ]


def test_where_no_sheet_has_a_text_each_is_told() -> None:
    data = workbook([["a"], ["x"]], [["b"], ["y"]])
    assert [p.partition("?")[0] for p in problems(data)] == [
        "a.xlsx: Sheet 1: which column is the text",
        "a.xlsx: Sheet 2: which column is the text",
    ]


def test_a_sheet_without_a_header_has_numbered_columns() -> None:
    table, *found = read(workbook([[LONG, 7.0], [LONG, 8.0]]))
    assert isinstance(table, Table)
    assert table.header == ("column 1", "column 2")
    assert [f.meta for f in found if isinstance(f, Article)] == [
        {"row": 1, "column 2": "7"},
        {"row": 2, "column 2": "8"},
    ]


# Malice


def test_a_workbook_that_claims_billions_of_cells_is_one_line() -> None:
    data = workbook(
        [["text"], ["One."]], more='<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    )
    assert problems(data) == [
        "a.xlsx: a workbook that is too large or damaged, expected rows of articles"
    ]


def test_an_older_workbook_that_claims_billions_of_cells_is_one_line() -> None:
    data = bytearray((FILES / "table-office.xls").read_bytes())
    at = data.find(struct.pack("<HHHH", 0xFD, 10, 3, 3))  # the text in the fourth row
    data[at + 4 : at + 8] = b"\xff" * 4
    assert problems(bytes(data), "a.xls") == [
        "a.xls: a workbook that is too large or damaged, expected rows of articles"
    ]


def test_what_was_read_before_a_workbook_broke_is_kept() -> None:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    good = workbook([["text"], ["One."]], [["text"], ["Two."]])
    bad = workbook([["text"], ["One."]], [["text"], ["Two."]], more=far)
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(good)) as one,
        zipfile.ZipFile(io.BytesIO(bad)) as two,
        zipfile.ZipFile(stream, "w") as mixed,
    ):
        for name in one.namelist():
            mixed.writestr(name, (two if name.endswith("sheet2.xml") else one).read(name))
    found = read(stream.getvalue())
    assert [f.text for f in found if isinstance(f, Article)] == ["One."]
    assert len(problems(stream.getvalue())) == 1


def test_entities_are_not_expanded() -> None:
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    doctype = f'<!DOCTYPE sst [<!ENTITY a0 "ferry ">{levels}]>'
    found = read(workbook([["text"], ["One &a8; two."]], doctype=doctype))
    assert all(not isinstance(f, Article) or len(f.text) < 100 for f in found)
    assert any(isinstance(f, Invalid) for f in found)


def test_a_file_of_the_disk_is_not_read_through_an_entity(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("SECRET")
    doctype = f'<!DOCTYPE sst [<!ENTITY a SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
    assert "SECRET" not in str(read(workbook([["text"], ["One &a; two."]], doctype=doctype)))


def test_what_unpacks_to_too_much_is_refused_whatever_it_claims(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sheets, "UNPACKED", 20_000_000)
    data = workbook([["text"], ["One."]], pad=21_000_000)
    claimed = (21_000_000).to_bytes(4, "little")
    assert data.count(claimed) >= 1
    for given_ in (data, data.replace(claimed, (9).to_bytes(4, "little"))):
        (problem,) = problems(given_)
        assert problem in (
            "a.xlsx: more than 20.0 MB unpacked, expected at most that",
            "a.xlsx: a damaged workbook, expected a whole one",
        )


def test_a_workbook_of_very_many_parts_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(sheets.MOST_PARTS + 1):
            archive.writestr(str(number), "")
    (problem,) = problems(stream.getvalue())
    assert problem == "a.xlsx: a workbook of 10,001 parts, expected at most 10,000"


@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
@pytest.mark.parametrize("length", [0, 1, 600, 5000])
def test_a_workbook_that_breaks_off_is_one_line(ending: str, length: int) -> None:
    data = (FILES / f"table-office.{ending}").read_bytes()[:length]
    (problem,) = problems(data, f"a.{ending}")
    assert problem.startswith(f"a.{ending}: ")
    assert "expected" in problem


def test_a_workbook_without_cells_is_one_line() -> None:
    assert problems(workbook([])) == [
        "a.xlsx: no cell that has text, expected a table with a header"
    ]


def test_a_workbook_with_a_header_alone_is_one_line() -> None:
    assert problems(workbook([["text", "title"]])) == [
        "a.xlsx: a header and no rows, expected one row for each article"
    ]


def test_a_protected_workbook_is_one_line() -> None:
    data = bytearray(workbook([["text"], ["One."]]))
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 1)
    assert problems(bytes(data)) == ["a.xlsx: protected by a password, expected a file without one"]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 8191), st.integers(0, 255)), min_size=1, max_size=9))
def test_no_damage_raises(changes: list[tuple[int, int]]) -> None:
    data = bytearray((FILES / "table-office.xls").read_bytes())
    for place, byte in changes:
        data[place] = byte
    for found in read(bytes(data), "a.xls"):
        assert not isinstance(found, Invalid) or str(found).startswith("a.xls")


def test_a_reader_that_is_let_go_ends_its_program() -> None:
    found = sheets.read(source.from_bytes(workbook([["text"], *[[LONG]] * 9000]), "a.xlsx"), {})
    assert isinstance(next(found), Table)
    found.close()  # type: ignore[attr-defined]  # a program left behind would warn here
