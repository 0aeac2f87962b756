"""Bad input of every kind: one clear line each, the good around it kept, and memory bounded."""

from __future__ import annotations

import hashlib
import io
import json
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest

from annotator.annotation import Article, Invalid
from annotator.ingest import Table, from_bytes, read

ROOT = Path(__file__).parents[1]
FILES = ROOT / "tests" / "files"
GOOD = "The ferry to Lund is late again, said Mira Olsen, the mayor, on Monday evening."


def shown(data: bytes, name: str) -> list[str]:
    """What a file holds: the text of each article, the words of each error; tables left out."""
    return [
        one.text if isinstance(one, Article) else str(one)
        for one in from_bytes(data, name)
        if not isinstance(one, Table)
    ]


def packed(**files: bytes | str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def test_an_empty_file() -> None:
    assert shown(b"", "a.txt") == ["a.txt: empty, expected an article"]


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.json", "a"])
@pytest.mark.parametrize(
    "data", [b"\x7fELF\x02\x01\x01" + bytes(50), bytes(range(256)) * 40, b"\xff\xd8\xff\xe0" * 9]
)
def test_binary_data_under_any_name(data: bytes, name: str) -> None:
    (line,) = shown(data, name)
    assert line.startswith(f"{name}") and "expected" in line


@pytest.mark.parametrize("name", ["a.jsonl", "a.txt"])
def test_broken_json_on_line_17(name: str) -> None:
    lines = [json.dumps({"text": f"{GOOD} {number}"}) for number in range(1, 31)]
    lines[16] = lines[16][:-10]
    found = shown("\n".join(lines).encode(), name)
    assert len(found) == 30
    (bad,) = [line for line in found if not line.startswith("The ferry")]
    assert bad.startswith(f"{name}, line 17: ") and "expected" in bad


def test_broken_json_on_line_17_of_one_document() -> None:
    items = [json.dumps({"text": f"{GOOD} {number}"}) for number in range(1, 31)]
    items[15] = items[15].replace('"text"', '"text')
    found = shown(("[\n" + ",\n".join(items) + "\n]").encode(), "a.json")
    (bad,) = [line for line in found if not line.startswith("The ferry")]
    assert bad.startswith("a.json, line 17: ") and len(found) == 30


def test_a_table_without_text() -> None:
    (line,) = shown(b"id,price\n1,2.50\n2,3.10\n", "a.csv")
    assert line.startswith("a.csv: which column is the text? found id, price, expected")


@pytest.mark.parametrize(
    "inside",
    [
        "../../etc/cron.d/x.txt",
        "/etc/x.txt",
        "a/../../x.txt",
        "..\\x.txt",
        "C:\\x.txt",
        "\\\\h\\x.txt",
    ],
)
def test_an_archive_whose_path_climbs_out(
    inside: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = shown(packed(**{"a.txt": GOOD, inside: "Bad."}), "a.zip")
    assert found[-1] == GOOD or found[0] == GOOD
    (bad,) = [line for line in found if line != GOOD]
    assert bad.startswith("a.zip: ") and "outside the archive" in bad
    assert list(tmp_path.iterdir()) == []


def bomb(size: int) -> bytes:
    """An archive with a good file beside one that unpacks to so many zeros."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("good.txt", GOOD)
        with archive.open("zeros.txt", "w", force_zip64=True) as member:
            for _ in range(size // 10_000_000):
                member.write(b"0" * 10_000_000)
    return stream.getvalue()


def test_an_archive_that_unpacks_to_gigabytes() -> None:
    found = shown(bomb(2_000_000_000), "a.zip")
    assert found[0] == GOOD
    assert found[1:] == ["a.zip: zeros.txt unpacks to 2,000.0 MB, expected at most 1,000.0 MB"]


def test_an_archive_that_unpacks_to_a_multiple_that_no_text_has() -> None:
    good, bad = shown(bomb(50_000_000), "a.zip")
    assert good == GOOD
    assert bad.startswith("a.zip: zeros.txt unpacks to 1,0") and "times its size" in bad


def test_an_archive_that_lies_about_its_sizes() -> None:
    data = bomb(50_000_000)
    true = struct.pack("<L", 50_000_000)
    assert data.count(true) >= 1
    found = shown(data.replace(true, struct.pack("<L", 1000)), "a.zip")
    assert found[0] == GOOD
    (bad,) = found[1:]
    assert bad.startswith("a.zip") and "expected" in bad


def test_an_archive_inside_an_archive() -> None:
    good, bad = shown(packed(**{"a.txt": GOOD, "b.zip": packed(c=GOOD)}), "a.zip")
    assert (good, bad) == (GOOD, "a.zip/b.zip: an archive inside an archive, expected files")


def test_an_archive_with_a_password_on_one_file() -> None:
    data = bytearray(packed(**{"a.txt": GOOD, "b.txt": "Bad."}))
    at = data.rindex(b"PK\x01\x02")
    data[at + 8] |= 1
    good, bad = shown(bytes(data), "a.zip")
    assert good == GOOD
    assert bad == "a.zip: b.txt is protected by a password, expected a file without one"


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.csv", "a.jsonl", "a.json", "a.eml"])
def test_one_article_of_50_megabytes(name: str) -> None:
    body = (GOOD + "\n") * 650_000
    data = {
        "a.html": f"<html><body><p>{body}</p></body></html>",
        "a.csv": f'date,text\n2024-11-06,"{GOOD}"\n2024-11-07,"{body}"\n2024-11-08,"{GOOD}"\n',
        "a.jsonl": "\n".join(json.dumps({"text": text}) for text in (body, GOOD)),
        "a.json": json.dumps([{"text": text} for text in (body, GOOD)], indent=1),
        "a.eml": f"From: a@b.example\nMIME-Version: 1.0\nSubject: x\n\n{body}",
    }.get(name, body)
    assert len(data) > 50_000_000
    found = shown(data.encode(), name)
    bad = [line for line in found if line.startswith(name)]
    assert len(bad) == 1 and "expected" in bad[0] and len(bad[0]) < 300, bad
    kept = {"a.csv": 2, "a.jsonl": 1, "a.json": 1}
    assert found.count(GOOD) == len(found) - 1 == kept.get(name, 0)


def test_lone_surrogates() -> None:
    (line,) = shown("One.".encode("utf-16") + b"\x00\xd8" + "Two.".encode("utf-16-le"), "a.txt")
    assert line.startswith("a.txt: ") and "expected" in line
    lines = [json.dumps({"text": GOOD}), '{"text": "half \\ud83d of it, and more of the text"}']
    good, bad = shown("\n".join(lines).encode(), "a.jsonl")
    assert good == GOOD
    assert bad.startswith("a.jsonl, line 2: ") and "half a character" in bad
    good, bad = shown(f'text\n"{GOOD}"\n'.encode() + b"half \xed\xa0\xbd of it\n", "a.csv")
    assert good == GOOD
    assert bad.startswith("a.csv, row 3: ")


def test_nul_bytes() -> None:
    (line,) = shown(b"One\0two.", "a.txt")
    assert line == "a.txt: binary data (it has NUL bytes), expected plain text"
    good, bad = shown(f'title,text\na,"{GOOD}"\nb,One\0two and three\n'.encode(), "a.csv")
    assert good == GOOD and bad.startswith("a.csv, row 3: ") and "NUL" in bad
    good, bad = shown(
        "\n".join(json.dumps({"text": text}) for text in (GOOD, "One\0two")).encode(), "a.jsonl"
    )
    assert good == GOOD and bad.startswith("a.jsonl, line 2: ") and "NUL" in bad


HALVES = ["libreoffice.docx", "libreoffice.pdf", "table-office.xlsx", "table-office.ods"]


@pytest.mark.parametrize("name", HALVES)
@pytest.mark.parametrize("share", [0.02, 0.5, 0.98])
def test_a_half_written_upload(name: str, share: float) -> None:
    data = (FILES / name).read_bytes()
    found = shown(data[: int(len(data) * share)], name)
    problems = [line for line in found if line.startswith(name)]
    if not name.endswith(".pdf"):  # a reader of PDF repairs what it can
        assert len(found) == 1
    assert len(problems) == 1 or (name.endswith(".pdf") and found)
    assert all("expected" in line for line in problems)


def test_a_half_written_text() -> None:
    (line,) = shown("“It is late,” she said. “Ja".encode() + b"\xe2\x80", "a.txt")
    assert line.startswith("a.txt: UTF-8 that breaks at byte")


def test_a_half_written_archive_gives_no_half_articles() -> None:
    data = packed(**{f"{number}.txt": f"{GOOD} {number}" for number in range(50)})
    (line,) = shown(data[: len(data) // 2], "a.zip")
    assert line == "a.zip: a ZIP archive that breaks off or is damaged, expected a whole one"


def test_a_member_that_is_damaged_costs_only_itself() -> None:
    data = bytearray(packed(**{"a.txt": GOOD * 20, "b.txt": "Other. " * 90, "c.txt": GOOD}))
    at = data.index(b"b.txt") + 12
    data[at : at + 8] = bytes(8)
    found = shown(bytes(data), "a.zip")
    assert [line for line in found if line.startswith("The")] == [GOOD * 20, GOOD]
    assert [line for line in found if "a.zip/b.txt" in line] == [
        "a.zip/b.txt: damaged inside its archive, expected a whole file"
    ]


def test_a_password_protected_pdf() -> None:
    (line,) = shown((FILES / "locked.pdf").read_bytes(), "locked.pdf")
    assert line.startswith("locked.pdf: ") and "protected by a password, expected" in line


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
DOCTYPE = f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>'


@pytest.mark.parametrize("name", ["a.xml", "a.html", "a.docx", "a.xlsx"])
def test_xml_with_entity_expansion(name: str) -> None:
    xml = f'<?xml version="1.0"?>{DOCTYPE}'
    office = {
        "a.docx": ("libreoffice.docx", "word/document.xml"),
        "a.xlsx": ("table-office.xlsx", "xl/sharedStrings.xml"),
    }
    if name in office:
        file, part = office[name]
        with zipfile.ZipFile(FILES / file) as archive:
            files = {inner: archive.read(inner) for inner in archive.namelist()}
        text = files[part].decode()
        body = text[text.index("?>") + 2 :]
        opened = body.index(">", body.index("<w:t" if part.startswith("word") else "<t")) + 1
        files[part] = f"{xml}{body[:opened]}&l9;{body[opened:]}".encode()
        data = packed(**files)
    else:
        data = f"{xml}<html><body><p>{GOOD}</p><p>&l9;</p></body></html>".encode()
    found = shown(data, name)
    assert len(found) <= 3
    assert all(len(line) < 20_000 and "haha" not in line for line in found)
    if name == "a.docx":
        assert found[0].startswith("a.docx: ") and "expected" in found[0]
    elif name != "a.xlsx":
        assert found == [f"{GOOD}\n\n&l9;"]  # as a browser shows it


@pytest.mark.parametrize("kind", ["bomb.zip", "long.txt", "long.csv", "laughs.docx", "names.zip"])
def test_memory_is_bounded(kind: str, tmp_path: Path) -> None:
    """Each in a process of its own, whose largest memory the system tells afterwards."""
    path = tmp_path / kind
    if kind == "bomb.zip":
        path.write_bytes(bomb(900_000_000))
    elif kind == "long.txt":
        path.write_bytes((GOOD.encode() + b"\n") * 2_000_000)
    elif kind == "long.csv":
        path.write_bytes(b'title,text\na,"' + b"word " * 40_000_000)
    elif kind == "names.zip":
        end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65535, 65535, 400_000_000, 0, 0)
        path.write_bytes(b"PK\x03\x04" + zlib.compress(b"x") + end)
    else:
        with zipfile.ZipFile(FILES / "libreoffice.docx") as archive:
            files = {inner: archive.read(inner) for inner in archive.namelist()}
        text = files["word/document.xml"].decode()
        at = text.index(">", text.index("<w:t")) + 1
        start = text.index("?>") + 2
        files["word/document.xml"] = (
            f"{text[:start]}{DOCTYPE}{text[start:at]}&l9;{text[at:]}".encode()
        )
        path.write_bytes(packed(**files))
    code = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from annotator.ingest import read, languages\n"
        "languages.recognise('Word after word after word after word after word.')\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "lines = [str(one) for one in read(Path(sys.argv[1]))]\n"
        "print(len(lines), (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1000)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    lines, more = map(int, done.stdout.split())
    assert 1 <= lines <= 2
    assert more < 120, f"{more} MB more than before"


def test_a_folder_with_good_and_bad_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD)
    (tmp_path / "b.bin").write_bytes(bytes(100))
    (tmp_path / ".hidden.txt").write_text("Not this.")
    (tmp_path / "Thumbs.db").write_bytes(bytes(10))
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "c.txt").write_text(f"{GOOD} More.")
    os.mkfifo(tmp_path / "d.txt")
    (tmp_path / "e.txt").symlink_to(tmp_path / "nowhere")
    found = [one.text if isinstance(one, Article) else str(one) for one in read(tmp_path)]
    assert found[0] == GOOD
    assert found[1].startswith("b.bin: ")
    assert found[2] == "d.txt: neither a file nor a folder, expected one of them"
    assert found[3].startswith("e.txt: No such file")
    assert found[4:] == [f"{GOOD} More."]


def test_every_article_knows_its_file_and_the_checksum_of_its_bytes() -> None:
    (article,) = from_bytes(GOOD.encode("utf-16"), "a.txt")
    assert isinstance(article, Article)
    assert article.meta["file"] == "a.txt"
    assert article.meta["file_sha256"] == hashlib.sha256(GOOD.encode("utf-16")).hexdigest()


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (f'text,title\n"{GOOD}",a\n'.encode(), "table.txt", "row"),
        (json.dumps([{"text": GOOD}]).encode(), "list.txt", "item"),
        (f"<!doctype html><html><body><p>{GOOD}</p></body></html>".encode(), "page.txt", ""),
        (packed(**{"x.dat": GOOD}), "archive.txt", ""),
        (GOOD.encode(), "no ending", ""),
        (GOOD.encode(), "misnamed.pdf", ""),
    ],
)
def test_the_content_says_which_kind_a_file_is(data: bytes, name: str, kind: str) -> None:
    found = [one for one in from_bytes(data, name) if not isinstance(one, Table)]
    assert [one.text for one in found if isinstance(one, Article)] == [GOOD]
    assert not [one for one in found if isinstance(one, Invalid)]
    if kind:
        assert isinstance(found[0], Article) and kind in found[0].meta


@pytest.mark.parametrize(
    "text",
    [
        "From: the harbour, with love. To: the mayor.\n\nThat is what the card said.",
        "[Editor’s note: this story was corrected.]\n\nThe ferry is late.",
        "{Correction} The ferry is late, and so is the bus, they said.",
        "The ferry, the bus, the train: all late, said the mayor.\nShe, too, was late, they said.",
        "<3 is what she wrote, and the mayor answered <b> with a sigh.",
        "text, title and source are words in this sentence, which is no table.",
    ],
)
def test_prose_is_never_taken_for_something_else(text: str) -> None:
    assert shown(text.encode(), "a.txt") == [text]
