"""Word documents: the paragraphs of the body with all changes accepted."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from annotator.annotation import Appearance, Article, Invalid
from annotator.ingest import word

FILES = Path(__file__).parent / "files"

BREAD = [
    "The bakers of Sint-Odrada no longer throw bread away, and have quietly stopped apologising"
    " for it.",
    "“Old” is a price",
    "“Old isn’t a flaw, it’s a price,” said Lotte Vermeiren-Asante, who runs the shop by the"
    " bridge. She charges 40\xa0cents.",
    "White loaves are sold until noon.",
    "Rye is sold until it is gone.",
    "Loaves saved in April",
    "1,912",
    "Customers queue for it. “My toast has never been 😀 happier,” one of them, Bram De Wolf,"
    " said.",
]
LIGHT = [
    "A pole, three lamps, no cars",
    "Källholmen, population 212, has offered its traffic light to anyone who “will give it"
    " something to do”.",
    "“It has been green since 2019,” said the head of the parish, Yusuf Ekdahl. “It’s not even"
    " lonely. We are.”",
    "Offers came from a zoo, a discotheque and a convent.",
    "14 August is the last day; the light weighs 92\xa0kg.\nTransport is not included.",
    "It must not be repainted.",
    "It must be visited once a year.",
    "“We’d teach it amber,” wrote Sister Mechthild.",
    "Asking price",
    "1 krona",
]


def article(data: bytes) -> Article:
    (found,) = word.read(data, "a.docx")
    assert isinstance(found, Article), found
    return found


def refusal(data: bytes) -> str:
    (found,) = word.read(data, "a.docx")
    assert isinstance(found, Invalid), found
    return str(found)


def written(*texts: str, title: str = "", author: str = "") -> bytes:
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    document.core_properties.title = title
    document.core_properties.author = author
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def changed(data: bytes, name: str, change: Callable[[bytes], bytes | None]) -> bytes:
    """The same document with a part that is changed, or left out where nothing comes back."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for part in old.infolist():
            content = old.read(part)
            result = change(content) if part.filename == name else content
            if result is not None:
                new.writestr(part, result)
    return out.getvalue()


BODY = "word/document.xml"


def with_body(xml: str) -> bytes:
    """A document whose only paragraph holds this."""
    new = f"<w:body><w:p>{xml}</w:p></w:body>".encode()
    return changed(
        written("x"),
        BODY,
        lambda old: re.sub(rb"<w:body>.*</w:body>", lambda _: new, old, flags=re.S),
    )


# Whole documents


def test_a_document_of_libreoffice_is_its_body() -> None:
    found = article((FILES / "libreoffice.docx").read_bytes())
    assert found.text.split("\n\n") == BREAD
    assert found.title == "A bakery sells yesterday’s bread to tomorrow’s toast"
    assert found.appearances == (Appearance(byline="Saskia Maes"),)
    assert (found.meta, found.language) == ({"created": "2025-05-01"}, None)


def test_a_document_as_word_writes_it_is_its_body() -> None:
    found = article((FILES / "word.docx").read_bytes())
    assert found.text.split("\n\n") == LIGHT
    assert found.title == "Village puts its only traffic light up for adoption"
    assert found.appearances == (Appearance(byline="Nneka Dahlgren"),)
    assert found.meta == {"created": "2025-08-14"}


def test_a_document_without_a_title_style_has_that_of_its_properties() -> None:
    found = article(written("The light is gone.", "So is the pole.", title="The light, gone"))
    assert (found.title, found.text) == ("The light, gone", "The light is gone.\n\nSo is the pole.")


@pytest.mark.parametrize("author", ["", "python-docx", "Microsoft Office User"])
def test_a_program_is_no_author(author: str) -> None:
    assert article(written("The light.", author=author)).appearances == ()


def test_a_document_without_properties_is_read_and_none_are_made_up() -> None:
    data = changed(written("The light."), "docProps/core.xml", lambda _: None)
    relations = re.compile(rb"<Relationship [^>]*core-properties[^>]*/>")
    found = article(changed(data, "_rels/.rels", lambda old: relations.sub(b"", old)))
    assert (found.text, found.title, found.appearances, found.meta) == ("The light.", "", (), {})


SPACE = '<w:t xml:space="preserve"> </w:t>'
ROCKET = "e\u0301\u2028\U0001f468\u200d\U0001f680"


def run(inner: str) -> str:
    return f"<w:r>{inner}</w:r>"


@pytest.mark.parametrize(
    "xml, text",
    [
        (run("<w:t>a </w:t>") + run("<w:t> b</w:t>"), "a  b"),
        (run(f"<w:t>a</w:t>{SPACE}<w:t>b</w:t>"), "a b"),
        (run("<w:t>a</w:t>") + run(SPACE) + run("<w:t>b</w:t>"), "a b"),
        (run("<w:t>a</w:t><w:tab/><w:t>b</w:t>"), "a\tb"),
        (run("<w:t>a</w:t><w:br/><w:t>b</w:t>"), "a\nb"),
        (run('<w:t>a</w:t><w:br w:type="page"/><w:t>b</w:t>'), "ab"),
        (run("<w:t>a</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>b</w:t>"), "a\u2011\xadb"),
        (run(f"<w:t>{ROCKET}</w:t>"), ROCKET),
        (f"<w:moveTo>{run('<w:t>a</w:t>')}</w:moveTo>", "a"),
        (f"<w:moveFrom>{run('<w:t>b</w:t>')}</w:moveFrom>{run('<w:t>a</w:t>')}", "a"),
        (run("<w:t>a</w:t>") + run("<w:rPr><w:vanish/></w:rPr><w:t>b</w:t>"), "a"),
        (run('<w:rPr><w:vanish w:val="0"/></w:rPr><w:t>a</w:t>'), "a"),
        (f"<w:fldSimple>{run('<w:t>a</w:t>')}</w:fldSimple>", "a"),
    ],
    ids=range(13),
)
def test_a_run_reads_as_word_shows_it(xml: str, text: str) -> None:
    assert article(with_body(xml)).text == text


# Documents that cannot be read

LIGHT_DATA = (FILES / "word.docx").read_bytes()
NOISE = random.Random(3).randbytes(9_000)


@pytest.mark.parametrize(
    "data, reason",
    [
        (b"", "no Word document"),
        (b"%PDF-1.7", "no Word document"),
        (b"PK\x03\x04" + NOISE, "damaged or breaks off"),
        (LIGHT_DATA[: len(LIGHT_DATA) // 2], "damaged or breaks off"),
        (LIGHT_DATA[:-1_000], "damaged or breaks off"),
        (b"\xd0\xcf\x11\xe0" + NOISE, "of an old kind"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (written(), "without text"),
        (written(" ", "\xa0"), "without text"),
        (changed(LIGHT_DATA, BODY, lambda _: None), "damaged"),
        (changed(LIGHT_DATA, BODY, lambda old: old[:-20]), "damaged"),
        (changed(LIGHT_DATA, BODY, lambda _: b"<a/>"), "damaged"),
        (changed(LIGHT_DATA, BODY, lambda _: b""), "damaged"),
        (changed(LIGHT_DATA, "[Content_Types].xml", lambda _: None), "no Word document"),
        (changed(LIGHT_DATA, "[Content_Types].xml", lambda _: b"<a>"), "damaged"),
        ((FILES / "table-office.xlsx").read_bytes(), "expected"),
    ],
    ids=range(16),
)
def test_what_is_no_whole_document_is_refused_in_one_line(data: bytes, reason: str) -> None:
    message = refusal(data)
    assert message.startswith("a.docx: ")
    assert reason in message
    assert "expected" in message
    assert "\n" not in message


def with_type(declared: str, used: str, encoding: str = "utf-8") -> bytes:
    def change(old: bytes) -> bytes:
        text = old.decode().partition("?>")[2].replace("Offers", f"Offers {used}")
        start = f'<?xml version="1.0" encoding="{encoding}"?>'
        return f"{start}<!DOCTYPE w:document [{declared}]>{text}".encode(encoding)

    return changed(LIGHT_DATA, BODY, change)


LAUGHS = '<!ENTITY a0 "ha">' + "".join(
    f'<!ENTITY a{n + 1} "&a{n};&a{n};&a{n};&a{n};&a{n};&a{n};&a{n};&a{n};">' for n in range(12)
)


@pytest.mark.parametrize(
    "data",
    [
        with_type(LAUGHS, "&a12;"),
        with_type(LAUGHS, "&a12;", "utf-16"),
        with_type(f'<!ENTITY q "{"q" * 100_000}">', "&q;" * 10_000),
        with_type(f'<!ENTITY f SYSTEM "{(FILES / "word.docx").as_uri()}">', "&f;"),
        with_type("", ""),
    ],
    ids=["billion laughs", "in UTF-16", "quadratic", "a file", "none"],
)
def test_a_document_that_declares_entities_is_refused(data: bytes) -> None:
    expected = "a.docx: a Word document that declares entities, expected one without"
    assert refusal(data) == expected


def test_what_unpacks_to_too_much_is_refused_before_it_is_opened() -> None:
    data = changed(LIGHT_DATA, BODY, lambda old: old + b" " * word.MOST_XML)
    assert len(data) < 100_000
    assert "unpacks to more than 30.0 MB" in refusal(data)
    many = io.BytesIO()
    with zipfile.ZipFile(many, "w", 8) as archive:
        archive.writestr("[Content_Types].xml", b"<a/>")
        for n in range(5):
            archive.writestr(f"word/media/{n}.bin", bytes(word.MOST // 4))
    assert "unpacks to 250.0 MB, expected at most 200.0 MB" in refusal(many.getvalue())


def test_a_size_that_is_a_lie_does_not_help() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", 8) as archive:
        archive.writestr("[Content_Types].xml", b"<a/>")
        archive.writestr("word/media/a.bin", bytes(word.MOST + 1_000))
    data, size = out.getvalue(), word.MOST + 1_000
    small = data.replace(size.to_bytes(4, "little"), (1_000).to_bytes(4, "little"))
    assert small != data
    assert refusal(small).endswith("expected a whole one")


@pytest.mark.parametrize("seed", range(25))
def test_a_document_with_spoilt_bytes_is_an_article_or_an_error(seed: int) -> None:
    chance, data = random.Random(seed), bytearray((FILES / "libreoffice.docx").read_bytes())
    for _ in range(3):
        data[chance.randrange(len(data))] = chance.randrange(256)
    (found,) = word.read(bytes(data), "a.docx")
    assert isinstance(found, Article) or str(found).startswith("a.docx: ")
