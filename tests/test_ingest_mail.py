"""Mails and pages saved as one file."""

from __future__ import annotations

import base64
import quopri
import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.annotation import Appearance, Article, Invalid
from annotator.ingest import html, mail
from tests.test_ingest_html import FOGHORN

FILES = Path(__file__).parent / "files"

FERRY = [
    "The captain of the night ferry to Hvalsey has married two passengers who boarded it in order"
    " to get away from each other.",
    "“It was raining, and there was only one table,” Captain Rósa Whitcombe-Núñez said on Friday."
    " “I’m allowed to do it beyond the twelve\u2011mile line. Usually nobody asks.” 😊",
    "> “We haven’t stopped arguing,” wrote the bride, Ama Thorne, to the paper. “But now there’s a"
    " witness.”",
    "The crossing took 4 hours and cost €38 each.",
]


def article(data: bytes) -> Article:
    (found,) = mail.read(data, "a.eml")
    assert isinstance(found, Article), found
    return found


def refusal(data: bytes) -> str:
    (found,) = mail.read(data, "a.eml")
    assert isinstance(found, Invalid), found
    return str(found)


def letter(body: bytes | str, kind: str = "text/plain; charset=utf-8", *headers: str) -> bytes:
    start = "\r\n".join(["Subject: Fog", *headers, f"Content-Type: {kind}", "", ""])
    return start.encode() + (body.encode() if isinstance(body, str) else body)


def multipart(kind: str, *parts: bytes) -> bytes:
    inner = b"".join(b"--=_b\r\n" + part + b"\r\n" for part in parts)
    return letter(inner + b"--=_b--\r\n", f'multipart/{kind}; boundary="=_b"')


def part(body: str, kind: str, *headers: str) -> bytes:
    return "\r\n".join([f"Content-Type: {kind}; charset=utf-8", *headers, "", body]).encode()


# Whole mails


def test_a_newsletter_is_its_text() -> None:
    found = article((FILES / "newsletter.eml").read_bytes())
    assert found.text.split("\n\n") == FERRY
    assert found.title == "Ferry captain marries both halves of a quarrel – “it was raining”"
    assert found.appearances == (
        Appearance("2026-02-27", "tideletter.example", None, "Böðvar’s Tide Letter"),
    )
    assert (found.meta, found.language) == ({"attachments": ["Tafla – mars.pdf"]}, None)


def test_its_html_is_read_where_the_text_only_points_to_it() -> None:
    data = (FILES / "newsletter.eml").read_bytes()
    start = data.index(b"Content-Transfer-Encoding: quoted-printable")
    end = data.index(b"\r\n--=", start)
    stub = b"Content-Transfer-Encoding: 7bit\r\n\r\nView this letter in your browser.\r\n"
    found = article(data[:start] + stub + data[end:])
    expected = [p.removeprefix("> ").replace("4 hours", "4\xa0hours") for p in FERRY]
    assert [p for p in found.text.split("\n\n") if p in expected] == expected
    assert found.title not in found.text


def test_a_page_saved_as_one_file_is_the_article() -> None:
    found = article((FILES / "chromium.mhtml").read_bytes())
    assert found.text.split("\n\n") == FOGHORN
    assert found.title == "Skarvik’s foghorn will sound again, “but only\xa0politely”"
    assert found.appearances == (
        Appearance(
            "2026-03-19",
            "The Quay Courier",
            "https://www.quaycourier.example/2026/03/19/foghorn-returns?ref=a&b=1",
            "Ida Brandvold; Tomás Ó Dálaigh",
        ),
    )


def test_a_saved_page_is_from_where_it_was_saved() -> None:
    page = part("<html><body><p>The fog is back.</p></body></html>", "text/html")
    head = b"Snapshot-Content-Location: https://www.quay.example/fog\r\n"
    found = article(head + multipart("related", page))
    assert found.text == "The fog is back."
    assert found.appearances == (
        Appearance(None, "quay.example", "https://www.quay.example/fog", None),
    )


# Bodies


@pytest.mark.parametrize(
    "sent, text",
    [
        ("One.\r\n\r\nTwo.\r\n", "One.\n\nTwo."),
        ("One.\n\nTwo.", "One.\n\nTwo."),
        ("Hard \r\nwrapped.", "Hard \nwrapped."),
        ("e\u0301\xa0“👩\u200d🚒”\u2028x", "e\u0301\xa0“👩\u200d🚒”\u2028x"),
        ("Text.\r\n-- \r\nA signature", "Text."),
        ("Text.\r\n--\r\nNo signature", "Text.\n--\nNo signature"),
    ],
)
def test_a_plain_text_is_as_it_was_written(sent: str, text: str) -> None:
    assert article(letter(sent)).text == text


@pytest.mark.parametrize(
    "sent, text",
    [
        ("One \r\nline.\r\nAnother.", "One line.\nAnother."),
        ("One \r\nline.\r\n\r\nAnother \r\none.", "One line.\n\nAnother one."),
        ("a\r\n stuffed\r\n >no quotation", "a\nstuffed\n>no quotation"),
        ("> One \r\n> quotation.\r\n>> Of \r\n>> another.", "> One quotation.\n>> Of another."),
        ("> One \r\nand a reply.", "> One \nand a reply."),
        ("Text. \r\n-- \r\nA signature", "Text."),
    ],
)
def test_flowed_lines_are_one(sent: str, text: str) -> None:
    assert article(letter(sent, "text/plain; charset=utf-8; format=flowed")).text == text


def test_flowed_lines_may_be_parted_inside_a_word() -> None:
    kind = 'text/plain; charset="utf-8"; format=flowed; delsp=yes'
    assert (
        article(letter("大臣は \r\n述べた。Two  \r\nwords.", kind)).text
        == "大臣は述べた。Two words."
    )


@pytest.mark.parametrize(
    "charset, encoding",
    [
        ("utf-8", "utf-8"),
        ("windows-1252", "cp1252"),
        ("iso-8859-1", "cp1252"),
        ("x-unknown", "cp1252"),
        ("us-ascii", "utf-8"),
        ("utf-8", "cp1252"),
    ],
)
@pytest.mark.parametrize("transfer", ["8bit", "base64", "quoted-printable"])
def test_text_is_decoded_whatever_it_went_through(
    charset: str, encoding: str, transfer: str
) -> None:
    text = "“We closed,” said the café’s owner."
    data = text.encode(encoding)
    sent = {"8bit": bytes, "base64": base64.encodebytes, "quoted-printable": quopri.encodestring}
    body = sent[transfer](data)
    kind = f"text/plain; charset={charset}"
    found = article(letter(body, kind, f"Content-Transfer-Encoding: {transfer}"))
    assert found.text == text


PLAIN = part("The plain text of it.", "text/plain")
PAGE = part("<html><body><p>The page.</p><p>It says more than that.</p></body>", "text/html")


@pytest.mark.parametrize(
    "data, text",
    [
        (multipart("alternative", PLAIN, PAGE), "The plain text of it."),
        (multipart("alternative", part(" ", "text/plain"), PAGE), None),
        (multipart("mixed", PAGE), None),
        (multipart("mixed", PLAIN, part("More.", "text/plain")), "The plain text of it.\n\nMore."),
        (letter("<p>The page.</p><p>It says more than that.</p>", "text/html"), None),
        (letter("Text.", "text/weird") + PLAIN, "refused"),
        (letter("Text.", "nonsense"), "Text."),
    ],
    ids=range(7),
)
def test_plain_text_is_preferred_to_html(data: bytes, text: str | None) -> None:
    if text == "refused":
        assert "without text" in refusal(data)
    else:
        assert article(data).text == (text or "The page.\n\nIt says more than that.")


def test_what_is_attached_is_named_and_not_read() -> None:
    def attached(name: str) -> bytes:
        return part("Hidden.", "text/plain", f'Content-Disposition: attachment; filename="{name}"')

    inner = part("Subject: Inner\r\n\r\nHidden.", "message/rfc822")
    names = ["a.txt", "../../b.DOCX", "c.png", "d.eml"]
    found = article(multipart("mixed", PLAIN, *map(attached, names), inner))
    assert found.text == "The plain text of it."
    assert found.meta == {"attachments": ["a.txt", "../../b.DOCX", "d.eml", "message.eml"]}


# Headers


@pytest.mark.parametrize(
    "header, title",
    [
        ("Fog", "Fog"),
        ("=?utf-8?q?=E2=80=9CFog=E2=80=9D?=", "“Fog”"),
        ("=?utf-8?b?4oCcRm9n?=\r\n =?utf-8?b?4oCd?=", "“Fog”"),
        ("The fog\r\n returns", "The fog returns"),
        ("=?windows-1252?q?=93Fog=94?=", "“Fog”"),
        ("=?no-such?q?Fog?=", "Fog"),
        ("=?utf-8?b?!!!?=", ""),
        ("x" * 20_000, ""),
        ("=?utf-8?q?a=00b?=", ""),
    ],
    ids=range(9),
)
def test_the_subject_is_the_title(header: str, title: str) -> None:
    data = f"Subject: {header}\r\nFrom: a@b.example\r\n\r\nText.".encode()
    assert article(data).title == title


def test_a_subject_in_bytes_that_no_header_should_have_is_recognised() -> None:
    assert article("Subject: “Fög”\r\n\r\nText.".encode()).title == "“Fög”"
    older = "“We closed,” says the café’s owner"
    assert article(f"Subject: {older}\r\n\r\nText.".encode("cp1252")).title == older


@pytest.mark.parametrize(
    "header, published",
    [
        ("Thu, 19 Mar 2026 22:40:00 -0500", "2026-03-19"),
        ("19 Mar 2026 22:40 GMT", "2026-03-19"),
        ("Thu, 31 Feb 2026 22:40:00 +0000", None),
        ("soon", None),
        ("", None),
    ],
)
def test_the_date_is_the_day_where_it_was_sent(header: str, published: str | None) -> None:
    data = letter("Text.", "text/plain", f"Date: {header}")
    assert article(data).published == published


@pytest.mark.parametrize(
    "header, byline, source",
    [
        ("Ida Brandvold <ida@Quay.example>", "Ida Brandvold", "quay.example"),
        ('"Brandvold, Ida" <ida@quay.example>', "Brandvold, Ida", "quay.example"),
        ("=?utf-8?q?B=C3=B6?= <b@quay.example>", "Bö", "quay.example"),
        ("ida@quay.example", None, "quay.example"),
        ("ida@quay.example <ida@quay.example>", None, "quay.example"),
        ("Ida", None, None),
        ("<>", None, None),
        ("a@b@c.example, <<", None, None),
    ],
)
def test_the_sender_is_byline_and_source(
    header: str, byline: str | None, source: str | None
) -> None:
    found = article(letter("Text.", "text/plain", f"From: {header}")).appearances
    appearance = found[0] if found else Appearance()
    assert (appearance.byline, appearance.source) == (byline, source)


# What cannot be read

NEWSLETTER = (FILES / "newsletter.eml").read_bytes()
SNAPSHOT = (FILES / "chromium.mhtml").read_bytes()


@pytest.mark.parametrize(
    "data, reason",
    [
        (b"", "empty"),
        (b" \r\n", "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0", "no mail"),
        (b"no header\r\n", "no mail"),
        (b"Subject: \0\r\n\r\n" + random.Random(1).randbytes(999), "no mail"),
        (b"Subject: Fog\r\n\r\n", "without text"),
        (letter("\xa0\r\n"), "without text"),
        (letter("<script>a</script>", "text/html"), "without text"),
        (letter("x", "application/pkcs7-mime"), "encrypted"),
        (multipart("encrypted", part("x", "application/pgp-encrypted")), "encrypted"),
        (letter("-----BEGIN PGP MESSAGE-----\r\nhQEM"), "encrypted"),
        (NEWSLETTER[: len(NEWSLETTER) // 2], "breaks off"),
        (SNAPSHOT[: len(SNAPSHOT) // 2], "breaks off"),
        (letter(b"VGhlIGZ", "text/plain", "Content-Transfer-Encoding: base64"), "breaks off"),
        (letter(b"\x01\x02\xff\x07" * 99), "control characters"),
        (multipart("mixed", part("x", "image/gif")), "without text"),
        (b"From: <Saved by Blink>\r\n" + multipart("related", part("x", "image/gif")), "HTML"),
        (letter(b"x" * (html.MOST + 1)), "10.0 MB of text"),
        (b"Subject: x\r\n" + b"x" * mail.MOST, "50.0 MB, expected"),
    ],
    ids=range(19),
)
def test_what_is_no_mail_with_text_is_refused_in_one_line(data: bytes, reason: str) -> None:
    message = refusal(data)
    assert message.startswith("a.eml: ")
    assert reason in message
    assert "expected" in message
    assert "\n" not in message


@pytest.mark.parametrize("depth", [50, 2_000])
def test_parts_inside_parts_without_end_are_refused_or_read(depth: int) -> None:
    start = "".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(depth)
    )
    end = "".join(f"\r\n--b{n}--\r\n" for n in reversed(range(depth)))
    data = f"{start}Content-Type: text/plain\r\n\r\nDeep.{end}".encode()
    (found,) = mail.read(data, "a.eml")
    if depth == 50:
        assert isinstance(found, Article)
        assert found.text == "Deep."
    else:
        assert str(found) == "a.eml: a mail with parts nested too deep, expected an article"


@pytest.mark.parametrize(
    "data",
    [
        b"Subject: a\r\n" + b"X: y\r\n" * 200_000 + b"\r\nText.",
        b"Subject: a\r\nFrom: " + b"(" * 9_000 + b"\r\n\r\nText.",
        b"Subject: " + b"=?utf-8?q?" * 900 + b"\r\n\r\nText.",
        letter(("> " * 400 + "a \r\n") * 4_000, "text/plain; format=flowed"),
        letter("a \r\n" * 1_000_000, "text/plain; format=flowed"),
        multipart("mixed", *[PLAIN] * 20_000),
    ],
    ids=range(6),
)
def test_a_mail_made_to_be_slow_is_read_in_bounded_time(data: bytes) -> None:
    before = time.perf_counter()
    assert article(data).text
    assert time.perf_counter() - before < 20


@given(st.binary(max_size=200), st.sampled_from([b"", b"Subject: a\r\n", NEWSLETTER[:700]]))
@settings(max_examples=60, deadline=None)
def test_no_bytes_raise(data: bytes, start: bytes) -> None:
    (found,) = mail.read(start + data, "a.eml")
    assert isinstance(found, Article) or str(found).startswith("a.eml: ")


@pytest.mark.parametrize("seed", range(25))
def test_a_mail_with_spoilt_bytes_is_an_article_or_an_error(seed: int) -> None:
    chance, data = random.Random(seed), bytearray(NEWSLETTER)
    for _ in range(30):
        data[chance.randrange(len(data))] = chance.randrange(256)
    (found,) = mail.read(bytes(data), "a.eml")
    assert isinstance(found, Article) or str(found).startswith("a.eml: ")
