"""PDF documents: printed lines become the paragraphs that they were."""

from __future__ import annotations

import io
import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pypdfium2
import pytest

from annotator.annotation import Appearance, Article, Invalid
from annotator.ingest import pdf, properties
from annotator.ingest.layout import Line, paragraphs

FILES = Path(__file__).parent / "files"

JAM = [
    "The thieves who emptied an orchard above Llanfechan in September have given part of it back."
    " On Sunday the owner, Gwenllian Prosser-Adeyemi, found forty-one jars of damson jam on her"
    " wall, each with a label in the same neat hand.",
    "“It’s very good jam,” she said. “That is what makes it so hard to be angry. I had to sit down"
    " on the wall and eat some of it before I could telephone the police.”",
    "Dyfed constabulary confirmed that it had taken six jars as evidence, and that five of them"
    " were still unopened.",
    "The labels give neither a name nor an address. They do give a date, a batch number and a"
    " warning: “May contain stones. We are sorry about the ladder.” The ladder, a three-section"
    " aluminium one, was found in a hedge on the road to Pen-y-bont, polished and folded, with a"
    " receipt for a new rung tied to it by a ribbon.",
    "Neighbours doubt that the thieves are strangers. “Nobody from away could find that gate,” said"
    " Huw Bevan, 77, who keeps bees on the far side of the lane. He has noticed, he added, that the"
    " price of sugar in the village shop went up in the same week, and that nobody would say why.",
    "Prosser-Adeyemi has left a note of her own beside the gate. It asks for the recipe, and for"
    " the return of the other nine hundred kilograms.",
]
CLOCK = [
    "Nobody in Ostrava-Vítkov can say who has been winding the station clock. It stopped in 1998,"
    " the railway took away its electric motor, and for twenty-six years it was right twice a day."
    " Since the second week of January it has been right all day.",
    "“I noticed because I missed my train,” said Zdeňka Kovářová-Lindqvist, a piano tuner who lives"
    " opposite. “For half my life I had left the house by that clock and it had never hurried me.”",
    "The railway administration says that it has neither the money nor the instructions for a"
    " mechanical clock of that age. Its spokesman, Radim Hejduk, called the matter “uncomfortable”."
    " An unauthorised person on a tower, he said, was an unauthorised person on a tower, however"
    " punctual.",
    "A search of the tower found a folding chair, a thermos flask and a notebook in which somebody"
    " had written down, in pencil, the deviation of each day. The greatest was eleven seconds."
    " “That is better than our timetable,” Hejduk conceded, and asked that it should not be"
    " understood as a complaint about his colleagues.",
    "The notebook’s handwriting is small and upright. It resembles, according to two former pupils,"
    " that of a mathematics teacher who retired from the grammar school in 2009, and of whom"
    " nothing is known except that he has strong knees. He did not answer the door on Tuesday.",
    "“If it is him, he should be given a key and a medal,” said the mayor, Bohumila Šteflová. “If"
    " it is not him, he should be given a key.”",
    "The town council will discuss on 4 February whether the clock may go on. Until then the door"
    " of the tower is to be locked every evening at nine. On Wednesday evening it was locked at"
    " nine; on Thursday morning the clock was two seconds slow, and by noon it was not.",
    "Kovářová-Lindqvist has bought a wristwatch all the same. She doesn’t trust the clock less than"
    " before, she explained, she only trusts herself less. “It turns out that I was never early,”"
    " she said. “The world was late for me.”",
]


def article(data: bytes) -> Article:
    (found,) = pdf.read(data, "a.pdf")
    assert isinstance(found, Article), found
    return found


def refusal(data: bytes) -> str:
    (found,) = pdf.read(data, "a.pdf")
    assert isinstance(found, Invalid), found
    return str(found)


# Whole documents


def test_a_page_printed_by_a_browser_is_its_paragraphs() -> None:
    found = article((FILES / "chromium.pdf").read_bytes())
    assert found.text.split("\n\n") == JAM
    assert found.title == "Orchard thieves leave jam"
    assert found.appearances == ()
    assert found.meta["created"][:2] == "20"


def test_pages_with_running_heads_and_page_numbers_are_one_text() -> None:
    found = article((FILES / "libreoffice.pdf").read_bytes())
    assert found.text.split("\n\n") == CLOCK
    assert found.title == "The clock that nobody winds"
    assert found.appearances == (Appearance(byline="Pavla Reiter"),)


def test_two_columns_are_read_one_after_the_other() -> None:
    # What PDFium tells is the same for a hyphen that a word has and for one that cuts it
    expected = [p.replace("twenty-six", "twentysix") for p in CLOCK]
    assert article((FILES / "columns.pdf").read_bytes()).text.split("\n\n") == expected


def test_documents_are_read_in_threads_as_well() -> None:
    data = (FILES / "libreoffice.pdf").read_bytes()
    with ThreadPoolExecutor(4) as pool:
        texts = set(pool.map(lambda _: article(data).text, range(12)))
    assert texts == {"\n\n".join(CLOCK)}


# Documents that cannot be read


@pytest.mark.parametrize(
    "name, reason",
    [
        ("scan.pdf", "only pictures of text, expected a PDF document with a text layer"),
        ("locked.pdf", "protected by a password, expected a document without one"),
    ],
)
def test_what_has_no_text_to_give_says_why(name: str, reason: str) -> None:
    assert refusal((FILES / name).read_bytes()) == f"a.pdf: {reason}"


WHOLE = (FILES / "libreoffice.pdf").read_bytes()
NOISE = random.Random(7).randbytes(20_000)


@pytest.mark.parametrize(
    "data, reason",
    [
        (b"", "no PDF document"),
        (b"PK\x03\x04", "no PDF document"),
        (b"%PDF-1.7\n", "breaks off"),
        (WHOLE[: len(WHOLE) // 2], "breaks off"),
        (b"%PDF-1.7\n" + NOISE, "breaks off"),
        (b"%PDF-1.7\n" + NOISE + b"\n%%EOF\n", "damaged"),
        (b"%PDF-1.7\n%%EOF\n", "damaged"),
    ],
    ids=range(7),
)
def test_what_is_no_whole_document_is_refused_in_one_line(data: bytes, reason: str) -> None:
    message = refusal(data)
    assert message.startswith("a.pdf: ")
    assert reason in message
    assert "expected" in message
    assert "\n" not in message


@pytest.mark.parametrize("seed", range(25))
def test_a_document_with_spoilt_bytes_is_an_article_or_an_error(seed: int) -> None:
    chance, data = random.Random(seed), bytearray(WHOLE)
    for _ in range(40):
        data[chance.randrange(len(data))] = chance.randrange(256)
    (found,) = pdf.read(bytes(data), "a.pdf")
    assert isinstance(found, Article) or str(found).startswith("a.pdf: ")


def test_a_document_of_too_many_pages_is_refused() -> None:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pdf.MOST_PAGES + 1):
        document.new_page(100, 100)
    out = io.BytesIO()
    document.save(out)
    document.close()
    assert refusal(out.getvalue()) == "a.pdf: 501 pages, expected at most 500"


def test_a_document_of_too_many_characters_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MOST_CHARACTERS", 1_000)
    assert "more than 1,000 characters" in refusal(WHOLE)


# Lines put together


def lines(
    *texts: str, page: int = 0, base: float = 600, step: float = 12, left: float = 50
) -> list[Line]:
    """Lines of letters that are five wide, ten high and one below the other."""
    return [
        Line(
            text.removesuffix("~"),
            page,
            left=left,
            right=left + 5 * len(text),
            base=base - step * n,
            size=10,
            word=5 * len(text.split()[0]),
            height=800,
            is_hyphened=text.endswith("~"),
        )
        for n, text in enumerate(texts)
    ]


FULL = "A line that is as long as they are"


@pytest.mark.parametrize(
    "given, expected",
    [
        ([], []),
        (lines(FULL, FULL, "end."), [f"{FULL} {FULL} end."]),
        (lines(FULL, "short.", FULL, "end."), [f"{FULL} short.", f"{FULL} end."]),
        (lines(FULL, FULL) + lines(FULL, base=568), [f"{FULL} {FULL}", FULL]),
        (
            lines(FULL) + lines("Indented, and long as any", left=65, base=588),
            [FULL, "Indented, and long as any"],
        ),
        (lines(FULL, "tele~", "phone."), [f"{FULL} telephone."]),
        (lines(FULL, "Prosser~", "Adeyemi."), [f"{FULL} Prosser-Adeyemi."]),
        (lines("well-known", FULL, "well~", "known."), ["well-known", f"{FULL} well-known."]),
        (lines("2019~", "20 was long."), ["2019-20 was long."]),
        (lines("Pen-y~", "bont."), ["Pen-y-bont."]),
        (lines(FULL, "cut~"), [f"{FULL} cut-"]),
        (lines(FULL, "• one", "• two"), [FULL, "one", "two"]),
        (lines("東京で続くと付け加えた", "大臣は述べた"), ["東京で続くと付け加えた大臣は述べた"]),
        (lines(FULL, FULL, base=200) + lines("and on.", page=1), [f"{FULL} {FULL} and on."]),
        (lines(FULL, "End.", base=200) + lines("Begin.", page=1), [f"{FULL} End.", "Begin."]),
        (lines(FULL) + lines("12", base=40), [FULL]),
        (lines(FULL) + lines("Page 1 of 7", base=40), [FULL]),
        (lines(FULL) + lines("In 12", base=40), [FULL, "In 12"]),
    ],
    ids=range(18),
)
def test_lines_become_paragraphs(given: list[Line], expected: list[str]) -> None:
    assert paragraphs(given) == expected


def test_what_stands_at_the_edge_of_several_pages_is_left_out() -> None:
    given = []
    for page in range(3):
        given += lines("The Quay Courier", base=750, page=page)
        given += lines(FULL, f"Page {page} ends.", page=page)
        given += lines(f"Printed in Skarvik · {page + 7}", base=30, page=page)
    assert paragraphs(given) == [f"{FULL} Page {page} ends." for page in range(3)]


def test_what_stands_there_once_stays() -> None:
    given = lines("A headline at the top", base=750) + lines(FULL, "end.")
    assert paragraphs(given) == ["A headline at the top", f"{FULL} end."]


# Properties


@pytest.mark.parametrize(
    "value, title",
    [
        ("The clock that nobody winds", "The clock that nobody winds"),
        ("  It\x00", "It"),
        ("Microsoft Word - clock.docx", ""),
        ("clock.docx", ""),
        ("bread_v3_FINAL", ""),
        ("Untitled", ""),
        ("untitled-1", ""),
        ("Document1", ""),
        ("https://quay.example/a", ""),
        ("Writer", ""),
        ("", ""),
        (None, ""),
        ("x" * 999, ""),
        ("a\ud800b", ""),
    ],
)
def test_a_title_is_one_that_a_person_gave(value: str | None, title: str) -> None:
    assert properties.title(value, "Writer", None) == title


@pytest.mark.parametrize(
    "value, author",
    [("Pavla Reiter", "Pavla Reiter"), ("root", None), ("python-docx", None), (None, None)],
)
def test_an_author_is_a_person(value: str | None, author: str | None) -> None:
    assert properties.author(value) == author
