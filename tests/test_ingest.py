"""Files that are articles, whatever their encoding; a bad one costs only itself."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.annotation import Article, Entity, Invalid, Span
from annotator.formats.native import Record, dumps
from annotator.ingest import dates, from_bytes, read
from annotator.ingest.encodings import WHITE, decode
from annotator.ingest.text import article
from annotator.mark import add

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")).filter(
    lambda text: text.strip(WHITE) and not text.startswith("\ufeff")
)


# Encodings


@given(texts, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_decoding_gives_back_what_was_encoded(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("mark, encoding", [("fffe", "utf-16-le"), ("feff", "utf-16-be")])
def test_utf_16_is_read_in_both_byte_orders(mark: str, encoding: str) -> None:
    assert decode(bytes.fromhex(mark) + "“Ja”, 👍".encode(encoding)) == "“Ja”, 👍"


@pytest.mark.parametrize(
    "text",
    ["One.\r\nTwo.\r\n", "One.\rTwo.", "5\xa0km", "e\u0301", "a\u2028b", " \t x \n\n", "a\ufeffb"],
)
def test_nothing_is_normalised(text: str) -> None:
    assert decode(text.encode()) == text


ENGLISH = "“We closed,” she said. It’s late – the café owner, José Núñez, paid £5…"
GERMAN = "Der Bürgermeister sagte: „Wir müssen größer denken“, und ging über die Straße."
FRENCH = "Le ministre a déclaré : « C’est l’été », et la conférence se poursuit à Genève."
POLISH = "Minister powiedział: „Jesteśmy gotowi”, i dodał, że rozmowy będą w piątek."
RUSSIAN = "Министр заявил: «Мы готовы», и добавил, что переговоры продолжатся в пятницу."


@pytest.mark.parametrize(
    "text, encoding",
    [
        ("“We closed,” she said.", "cp1252"),
        ("‘It’s over,’ he said.", "cp1252"),
        ("date 2024-11-07 He called it a “small start”.", "cp1252"),
        ("The dam holds 3 km³ — 40% less than in May.", "cp1252"),
        (ENGLISH, "cp1252"),
        (GERMAN, "cp1252"),
        (FRENCH, "cp1252"),
        ("“So,” said Pádraig Ó Riain.", "cp1252"),
        ("“So,” said Pádraig Ó Riain – once.", "mac_roman"),
        ("José pagó la cuenta del café.", "latin-1"),
        ("“We closed,” she said.", "mac_roman"),
        (ENGLISH, "mac_roman"),
        (GERMAN, "mac_roman"),
        (POLISH, "cp1250"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN.translate({171: '"', 187: '"'}), "koi8_r"),
        ("Ο υπουργός είπε: «Είμαστε έτοιμοι» και πρόσθεσε ότι συνεχίζουν.", "cp1253"),
        ("大臣は「準備はできている」と述べ、協議は金曜日に東京で続くと付け加えた。", "cp932"),
        ("部长表示：“我们准备好了”，并补充说谈判将于周五在北京继续进行。", "gb18030"),
    ],
)
def test_older_encodings_are_recognised(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    "data, reason",
    [
        (b"", "empty"),
        (b" \r\n\t", "white space"),
        ("\ufeff\xa0".encode(), "white space"),
        (b"\x89PNG\r\n\x1a\n\0\0", "PNG image"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG image"),
        (b"%PDF-1.7", "PDF document"),
        (b"PK\x03\x04\x14\0", "ZIP archive"),
        (b"{\\rtf1 text}", "RTF document"),
        (b"a\0b", "NUL"),
        ("a\0b".encode("utf-16"), "NUL"),
        ("plain".encode("utf-16-le"), "NUL"),
        (b"\x01\x02\xe9\x07", "control characters"),
        (b"\xff\xfea", "UTF-16-LE that breaks"),
        (b"\xff\xfe\x00\xd8a\x00", "UTF-16-LE that breaks at byte 3"),
        ("\ufeff“Yes”".encode() + b"\xff", "UTF-8 that breaks at byte 13"),
        ("“Yes”, “no”, “per".encode() + b"\xe2\x80", "UTF-8 that breaks"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(Invalid, match=reason):
        decode(data)


# Articles


@pytest.mark.parametrize(
    "text, published, body",
    [
        (" date 2024-11-07 The vote is over.", "2024-11-07", "The vote is over."),
        ("date: 2024-11-07 The vote is over.", "2024-11-07", "The vote is over."),
        ("DATE 2024-11-07 The vote.", "2024-11-07", "The vote."),
        ("Date 7 November 2024 The vote.", "2024-11-07", "The vote."),
        ("Date: November 7, 2024 “No,” he said.", "2024-11-07", "“No,” he said."),
        ("date: 7 Nov 2024\r\n\r\nThe vote.", "2024-11-07", "The vote."),
        ("\n\n date 2024-11-07\n\nthe vote", "2024-11-07", "the vote"),
        ("date 2024-11-07 iPhone sales fell.", "2024-11-07", "iPhone sales fell."),
        ("date\xa02024-11-07\xa0The vote.", "2024-11-07", "The vote."),
        ("date: 2024-11-07, The vote.", "2024-11-07", "The vote."),
        ("2024-11-07 The vote.", "2024-11-07", "The vote."),
        ("2024-11-07 ‘No,’ he said.", "2024-11-07", "‘No,’ he said."),
        ("2024-11-07\n12 people voted.", "2024-11-07", "12 people voted."),
        ("date 2024-11 The vote.", "2024-11", "The vote."),
        ("date 2024 The vote.", "2024", "The vote."),
        ("Date: November 2024 The vote.", "2024-11", "The vote."),
    ],
)
def test_a_date_in_front_is_taken(text: str, published: str, body: str) -> None:
    found = article(text)
    assert (found.published, found.text) == (published, body)


@pytest.mark.parametrize(
    "text",
    [
        "The vote of 2024-11-07 is over.",
        "date 2024-13-45 The vote.",
        "Date: 31 February 2024 The vote.",
        "2024-02-30 The vote.",
        "2024-11-07 was a long day.",
        "2024-11-07 – 2024-11-09 were long days.",
        "2024-11 The vote.",
        "2024 The vote.",
        "2024 was a leap year.",
        "7 November 2024 The vote.",
        "May 2024 bring peace.",
        "date 07/11/2024 The vote.",
        "Date 7 November 2024 in the calendar.",
        "Date 2024 wines early.",
        "Dated 2024-11-07 The letter.",
        "dates 2024-11-07 The vote.",
        "date 2024-11-071 The vote.",
        "date 2024-11-07T10:30 The vote.",
        "No date 2024-11-07 The vote.",
        "Date palms grow here.",
        "Nothing here is a date.\ndate 2024-11-07",
    ],
)
def test_what_may_be_running_prose_stays_in_the_text(text: str) -> None:
    found = article(text)
    assert (found.published, found.text) == (None, text)


def test_inner_white_space_is_kept_and_outer_is_trimmed() -> None:
    assert article("\ufeff \n One.\r\n\r\n  Two,\xa0too. \n").text == "One.\r\n\r\n  Two,\xa0too."


def test_no_title_is_guessed() -> None:
    found = article(" date 2024-11-07 The vote is over.\n\nAll went home.")
    assert (found.title, found.headline) == ("", "The vote is over. All went home.")


@pytest.mark.parametrize("name, meta", [("", {}), ("a.txt", {"file": "a.txt"})])
def test_the_name_of_the_file_is_kept(name: str, meta: dict[str, str]) -> None:
    assert article("The vote.", name).meta == meta


@pytest.mark.parametrize(
    "text", ["", "  ", "\ufeff", " \ufeff ", "date 2024-11-07\n", "a\0", "\ud83d"]
)
def test_a_text_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match=r"expected (a )?(plain )?text"):
        article(text)


@given(st.sampled_from(["", " date 2024-11-07 ", "date: 2024\n", "2024-11-07 ", "date "]), texts)
def test_the_text_is_a_part_of_the_input(front: str, text: str) -> None:
    found = article(front + "A " + text)
    assert found.text in front + "A " + text
    assert found.text == found.text.strip()


# Dates


@pytest.mark.parametrize(
    "typed, published",
    [
        ("", None),
        (" \n", None),
        ("2024", "2024"),
        ("2024-11", "2024-11"),
        ("2024-11-07", "2024-11-07"),
        (" 2024-02-29 ", "2024-02-29"),
        ("0987-01-01", "0987-01-01"),
        ("7 November 2024", "2024-11-07"),
        ("07 NOVEMBER 2024", "2024-11-07"),
        ("November 7, 2024", "2024-11-07"),
        ("November 7 2024", "2024-11-07"),
        ("7 Nov 2024", "2024-11-07"),
        ("Nov. 7, 2024", "2024-11-07"),
        ("Sept. 1, 2024", "2024-09-01"),
        ("1st May 2024", "2024-05-01"),
        ("22nd\xa0June\xa02024", "2024-06-22"),
        ("March 2024", "2024-03"),
    ],
)
def test_a_typed_date_is_written_as_iso(typed: str, published: str | None) -> None:
    assert dates.published(typed) == published


@given(st.dates())
def test_each_day_of_the_calendar_is_a_date(day: date) -> None:
    month = dates.MONTHS[day.month - 1]
    for typed in (
        day.isoformat(),
        f"{day.day} {month.title()} {day.year:04d}",
        f"{month[:3]} {day.day}, {day.year:04d}",
    ):
        assert dates.published(typed) == day.isoformat()


@pytest.mark.parametrize(
    "typed, reason",
    [
        ("07/11/2024", "day or month first"),
        ("7.11.24", "day or month first"),
        ("2024-13-45", "no calendar"),
        ("2023-02-29", "no calendar"),
        ("2024-00", "no calendar"),
        ("0000", "no calendar"),
        ("31 April 2024", "no calendar"),
        ("2024-1-32", "no calendar"),
        ("241107", "expected a date such as 2024-11-07"),
        ("٢٠٢", "expected a date"),
        ("yesterday", "found 'yesterday'"),
        ("2024-11-07 The vote", "expected a date"),
    ],
)
def test_other_dates_are_refused_with_the_reason(typed: str, reason: str) -> None:
    with pytest.raises(Invalid, match=re.escape(reason)):
        dates.published(typed)


# Files and folders


def shown(found: Iterable[Article | Record | Invalid]) -> list[str]:
    """What was found, each as the text of an article or the words of an error."""
    return [
        str(f) if isinstance(f, Invalid) else (f.article if isinstance(f, Record) else f).text
        for f in found
    ]


def line(text: str) -> bytes:
    return dumps(Record(Article(text))).encode()


def test_a_text_file_gives_its_article(tmp_path: Path) -> None:
    data = " date 2024-11-07 “Yes,” he said.".encode("cp1252")
    (tmp_path / "a.txt").write_bytes(data)
    (found,) = read(tmp_path / "a.txt")
    assert isinstance(found, Article)
    assert (found.text, found.published, found.meta) == (
        "“Yes,” he said.",
        "2024-11-07",
        {"file": "a.txt", "file_sha256": hashlib.sha256(data).hexdigest()},
    )


def test_a_folder_is_read_in_order_without_what_is_hidden(tmp_path: Path) -> None:
    for name in ("b.txt", "a/2.TXT", "a/1.txt", ".hidden.txt", ".git/c.txt", "a/.x/d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"Text of {name}")
    found = list(read(tmp_path))
    assert [f.meta["file"] for f in found if isinstance(f, Article)] == [
        "a/1.txt",
        "a/2.TXT",
        "b.txt",
    ]


def test_a_bad_file_costs_only_itself(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_text("One.")
    (tmp_path / "2.txt").write_bytes(b"")
    (tmp_path / "3.png").write_bytes(b"\x89PNG")
    (tmp_path / "4.txt").write_text("Four.")
    (tmp_path / "5").write_text("Five.")
    assert shown(read(tmp_path)) == [
        "One.",
        "2.txt: empty, expected an article",
        "3.png: a PNG image, expected an article",
        "Four.",
        "Five.",
    ]


def test_what_is_not_there_is_an_error_that_names_it(tmp_path: Path) -> None:
    assert shown(read(tmp_path / "gone.txt")) == [
        "gone.txt: No such file or directory, expected a file or folder to read"
    ]


def test_a_name_that_is_no_unicode_is_told_in_unicode() -> None:
    (found,) = from_bytes(b"One.", os.fsdecode(b"caf\xe9.txt"))
    assert isinstance(found, Article)
    assert found.meta["file"] == "caf?.txt"


def test_an_empty_folder_gives_nothing(tmp_path: Path) -> None:
    assert list(read(tmp_path)) == []


def test_records_keep_their_marks() -> None:
    record = Record(Article("Ann left."), "ann", marks=(add(Entity(Span(0, 3), "PERSON")),))
    assert list(from_bytes(dumps(record).encode(), "a.jsonl")) == [record]


def test_a_bad_line_costs_only_itself() -> None:
    data = b"\n".join([line("One."), b"{", b'{"format": 1, "text": "\xff"}', b"", line("Five.")])
    one, two, three, five = shown(from_bytes(data, "a.jsonl"))
    assert (one, five) == ("One.", "Five.")
    assert two.startswith("a.jsonl, line 2: ")
    assert three == "a.jsonl, line 3: byte 24 is not UTF-8, expected UTF-8 throughout"


def test_a_line_that_is_not_utf_8_at_the_end_is_told() -> None:
    assert len(shown(from_bytes(line("One.") + b"\n\xff", "a.jsonl"))) == 2


@pytest.mark.parametrize("text", ["One.\u2028Two.", "One.\x85Two.", "One.\r\nTwo."])
def test_a_line_ends_at_lf_alone(text: str) -> None:
    assert shown(from_bytes(line(text) + b"\r\n" + line("Three."), "a.jsonl")) == [text, "Three."]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_records_may_begin_with_a_mark(encoding: str) -> None:
    data = line("“Été”").decode().encode(encoding)
    assert shown(from_bytes(data, "a.jsonl")) == ["“Été”"]


@pytest.mark.parametrize(
    "data, reason",
    [(b"\n", "nothing in it, expected JSON"), (b"", "empty, expected an article")],
)
def test_a_file_without_records_is_an_error(data: bytes, reason: str) -> None:
    assert shown(from_bytes(data, "a.jsonl")) == [f"a.jsonl: {reason}"]


@given(st.binary(), st.sampled_from(["a.txt", "a.jsonl", "a.bin", ""]))
def test_no_bytes_raise(data: bytes, name: str) -> None:
    for found in from_bytes(data, name):
        assert not isinstance(found, Invalid) or str(found).startswith(name)
