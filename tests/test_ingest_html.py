"""Saved pages: the article and nothing around it, its text as the page shows it."""

from __future__ import annotations

import socket
import time
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.annotation import Appearance, Article, Invalid
from annotator.ingest import html, metadata
from annotator.ingest.blocks import blocks, parse
from annotator.ingest.encodings import WHITE

FILES = Path(__file__).parent / "files"

FOGHORN = [
    "Skarvik, a fishing town of 4,200 people, will switch its foghorn back on after nine years of"
    " silence, the harbour board decided on Thursday by five votes to\xa0four.",
    "“People say they want quiet,” said the board’s chair, Marit Solheim-Okafor, 61. “Then the fog"
    " comes, and what they want is company.”",
    "‘A very large ornament’",
    "The horn, which can be heard 12\xa0km away, was turned off in 2017, when satellite receivers"
    " had made it “a very large ornament”, as the cafe\u0301 owner Renée Aalto\xadnen put it. It"
    " still cost €8,400 a year to paint.",
    "“I was born under that horn. My mother said that I answered it.”",
    "Einar Vik, a retired pilot",
    "Not everyone is pleased. Asked whether he would vote for it again, the board’s treasurer, Piet"
    " Halloran, took some time.",
    "“No,” he said.",
    "They are bringing the foghorn back 🎉👩\u200d🚒 and my dog has already filed an objection.",
    "— Jonna Reve (@jonnareve) 19 March 2026",
    "Under the decision:",
    "the horn will sound at most 40 times a day, and never between 23:00 and 05:00;",
    "a committee of three will decide what counts as fog.",
    "The line above its door, painted over in 2018, is to be restored:\n“We are here.\nWhere are"
    " you?”",
    "The first blast is planned for 1 April. The board insists that this is a coincidence.",
]


def article(page: str | bytes) -> Article:
    (found,) = html.read(page.encode() if isinstance(page, str) else page, "a.html")
    assert isinstance(found, Article), found
    return found


def refusal(page: bytes) -> str:
    (found,) = html.read(page, "a.html")
    assert isinstance(found, Invalid), found
    return str(found)


def texts(page: str) -> list[str]:
    return [block.text for block in blocks(parse(page))]


LONG = " ".join(
    f"On day {n} the harbour board met again, and again it decided, “with regret”, to meet."
    for n in range(1, 5)
)


# A whole page


def test_a_page_is_its_article_with_what_is_known_about_it() -> None:
    found = article((FILES / "page.html").read_bytes())
    assert found.text.split("\n\n") == FOGHORN
    assert found.title == "Skarvik’s foghorn will sound again, “but only\xa0politely”"
    assert found.language == "en"
    assert found.appearances == (
        Appearance(
            "2026-03-19",
            "The Quay Courier",
            "https://www.quaycourier.example/2026/03/19/foghorn-returns?ref=a&b=1",
            "Ida Brandvold; Tomás Ó Dálaigh",
        ),
    )
    assert found.meta == {}


def test_a_date_far_ahead_is_read_like_any_other() -> None:
    page = f"<html><body><article><h1>Fog</h1><p class=date>2091-05-09</p><p>{LONG}</p></article>"
    assert article(page).published == "2091-05-09"


def test_nothing_is_asked_of_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    start = '<!DOCTYPE html SYSTEM "https://quay.example/a.dtd">'
    page = f"{start}<base href=https://quay.example/><img src=a.png><p>{LONG}</p>"
    assert article(page).text == LONG


@pytest.mark.parametrize("holder", ["div", "section", "article", "main"])
def test_paragraphs_are_found_in_any_container(holder: str) -> None:
    paragraphs = [f"{LONG} Part {n}." for n in range(3)]
    inner = "".join(f"<p>{p}</p>" for p in paragraphs)
    menu = "<nav><ul><li><a href=/a>News</a><li><a href=/b>Sea</a></ul></nav>"
    page = f"<html><body>{menu}<{holder}>{inner}</{holder}><footer>© 2026 Quay</footer>"
    assert article(page).text.split("\n\n") == paragraphs


def test_paragraphs_made_of_line_breaks_are_paragraphs() -> None:
    page = f"<html><body><div class=story>{LONG}<br><br>{LONG} Two.<br>\n<br>{LONG} Three.</div>"
    assert article(page).text.split("\n\n") == [LONG, f"{LONG} Two.", f"{LONG} Three."]


@pytest.mark.parametrize(
    "line",
    [
        "<p>Read more: <a href=/x>Ten harbours that hum</a></p>",
        "<p><strong>Lesen Sie auch: <a href=/x>Zehn Häfen</a></strong></p>",
        "<p>À lire aussi – <a href=/x>Dix ports</a></p>",
    ],
)
def test_what_leads_away_is_left_out(line: str) -> None:
    page = f"<html><body><article><p>{LONG}</p>{line}<p>{LONG} End.</p></article>"
    assert article(page).text.split("\n\n") == [LONG, f"{LONG} End."]


@pytest.mark.parametrize(
    "line",
    [
        "Read more <a href=/x>slowly</a>, the board was told.",
        "Related: it said.",
        "“Read <a href=/x>this</a>,” she said.",
    ],
)
def test_a_sentence_that_begins_alike_stays(line: str) -> None:
    page = f"<html><body><article><p>{LONG}</p><p>{line}</p><p>{LONG} End.</p></article>"
    assert len(article(page).text.split("\n\n")) == 3


@pytest.mark.parametrize("short", ["“No.”", "Facebook", "He paid.", "“…”"])
def test_a_short_paragraph_between_others_stays(short: str) -> None:
    page = f"<html><body><article><p>{LONG}</p><p>{short}</p><p>{LONG} End.</p></article>"
    assert article(page).text.split("\n\n")[1] == short


def test_a_paragraph_that_says_the_same_again_stays() -> None:
    page = f"<html><body><article><p>{LONG}</p><p>{LONG}</p><p>{LONG}</p></article>"
    assert article(page).text.split("\n\n") == [LONG] * 3


@pytest.mark.parametrize(
    "page, text",
    [
        ("<p>Only this.</p>", "Only this."),
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("One.<br><br>Two.", "One.\n\nTwo."),
        ("<pre>One.\nStill  one.\n\nTwo.</pre>", "One.\nStill  one.\n\nTwo."),
        ("just text", "just text"),
        ("<nav>Only navigation.</nav>", "Only navigation."),
        ("<body><nav>News</nav><p>One.</p></body>", "One."),
        ("<h2>A heading</h2><p>One.</p>", "A heading\n\nOne."),
    ],
)
def test_a_bare_page_is_read_too(page: str, text: str) -> None:
    assert article(page).text == text


# Text as it is shown


@pytest.mark.parametrize(
    "markup, text",
    [
        ("a  b\n\tc", "a b c"),
        ("a&nbsp;&nbsp;b", "a\xa0\xa0b"),
        ("&nbsp;a", "\xa0a"),
        ("a <b> b</b> c", "a b c"),
        ("pop<b>u</b>lar", "popular"),
        ("soft&shy;hyphen", "soft\xadhyphen"),
        ("e&#x301;", "e\u0301"),
        ("👩&zwj;🚒", "👩\u200d🚒"),
        ("a&thinsp;b", "a\u2009b"),
        ("a<wbr>b", "ab"),
        ("a<br>b", "a\nb"),
        ("a <br> b", "a\nb"),
        ("x<sup>2</sup>", "x2"),
        ("漢<ruby>字<rp>(</rp><rt>じ</rt><rp>)</rp></ruby>", "漢字"),
        ("She said <q>yes</q>.", "She said “yes”."),
        ("so<script>x</script><style>y</style>n", "son"),
        ("so<span hidden>x</span>n", "son"),
        ("so<span style='color:red; DISPLAY : none'>x</span>n", "son"),
        ("so<span style='display:inline'>me</span>", "some"),
        ('Yes <img class="wp-emoji" alt="🎉">!', "Yes 🎉!"),
        ("a<img alt='no'>b", "ab"),
        ("a<!-- b -->c", "ac"),
        ("&lt;b&gt; &amp;amp;", "<b> &amp;"),
        ("a\u2028b", "a\u2028b"),
        ("&#xD83D;", "\ufffd"),
        ("&#0;a", "\ufffda"),
    ],
)
def test_a_paragraph_reads_as_a_browser_shows_it(markup: str, text: str) -> None:
    assert texts(f"<p>{markup}</p>") == [text]
    assert article(f"<p>{markup}</p>").text == text.strip(WHITE)


@pytest.mark.parametrize(
    "markup, expected",
    [
        ("<div>a<p>b</p>c</div>", ["a", "b", "c"]),
        ("<ul><li>a<li>b</ul>", ["a", "b"]),
        ("<table><tr><td>a<td>b<tr><td>c</table>", ["a", "b", "c"]),
        ("<dl><dt>a<dd>b</dl>", ["a", "b"]),
        ("<p>a</p>\n \n<p> </p><p>&nbsp;</p><p>&zwnj;&nbsp;&#847;</p><p>b</p>", ["a", "b"]),
        ("<p>a<br>&nbsp;<br>b</p>", ["a", "b"]),
        ("a<hr>b", ["a", "b"]),
        ("<blockquote>a<footer>b</footer></blockquote>", ["a", "b"]),
        ('<div><template shadowrootmode="open"><p>a</p></template></div>', ["a"]),
        ("<template><p>a</p></template>b", ["b"]),
        ("<pre> a\n  b</pre>", [" a\n  b"]),
    ],
)
def test_block_elements_begin_paragraphs(markup: str, expected: list[str]) -> None:
    assert texts(markup) == expected


words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Zs", "Cf", "Mn"]), min_size=1
)


@given(st.lists(words, min_size=1, max_size=4))
@settings(max_examples=30, deadline=None)
def test_whatever_a_text_says_it_is_read_back(paragraphs: list[str]) -> None:
    marks = str.maketrans({"<": "&lt;", "&": "&amp;"})
    body = "".join(f"<p>{p.translate(marks)}</p>" for p in paragraphs)
    inked = [p for p in paragraphs if p.strip(WHITE)]
    found = list(html.read(f"<body>{body}".encode(), "a.html"))
    if inked:
        assert isinstance(found[0], Article)
        assert found[0].text == "\n\n".join(inked).strip(WHITE)
    else:
        assert isinstance(found[0], Invalid)


# Titles, dates, outlets


@pytest.mark.parametrize(
    "head, body, title",
    [
        ("<title>Fog returns</title>", "", "Fog returns"),
        ("<title>Fog returns – for now</title>", "", "Fog returns – for now"),
        (
            "<title>Fog returns | The Quay</title><meta property=og:site_name content='The Quay'>",
            "",
            "Fog returns",
        ),
        ("<meta property=og:title content='Fog returns'>", "<h1>Fog\n returns</h1>", "Fog returns"),
        ("<meta property=og:title content='Fog'>", "<h1>Fog: it returns</h1>", "Fog: it returns"),
        ("<title>The Quay: Fog</title>", "<h1>The Quay</h1><h1>Fog</h1>", "The Quay"),
        (
            "<meta property=og:site_name content='The Quay'><title>Fog</title>",
            "<h1>The Quay</h1><h1>Fog</h1>",
            "Fog",
        ),
        ("", "<h1>Fog<br>returns</h1>", "Fog returns"),
        ("", "", ""),
    ],
)
def test_the_title_is_the_headline_and_no_part_of_the_text(
    head: str, body: str, title: str
) -> None:
    found = article(f"<html><head>{head}</head><body><article>{body}<p>{LONG}</p></article>")
    assert found.title == title
    assert found.text == LONG


LD = '<script type="application/ld+json">{"@type":"NewsArticle",%s}</script>'


@pytest.mark.parametrize(
    "head, published",
    [
        (LD % '"datePublished":"2024-11-07T23:30:00-05:00"', "2024-11-07"),
        (LD % '"datePublished":"2024-11"', "2024-11"),
        (LD % '"datePublished":"2024"', "2024"),
        (LD % '"datePublished":"2024-02-31"', None),
        (LD % '"dateModified":"2024-11-07"', None),
        (LD % '"datePublished":20241107', "2024-11-07"),
        ("<meta property=article:published_time content=2024-11-07T01:00:00Z>", "2024-11-07"),
        ("<meta name=dc.date content='Thu, 07 Nov 2024 23:00:00 GMT'>", "2024-11-07"),
        ("<meta name=date content='7 November 2024'>", "2024-11-07"),
        ("<link rel=canonical href=https://quay.example/2024/11/07/fog>", "2024-11-07"),
        ("<link rel=canonical href=https://quay.example/2024/11/fog>", None),
        ("", None),
    ],
)
def test_the_date_is_the_stated_one_as_exact_as_it_is(head: str, published: str | None) -> None:
    assert article(f"<html><head>{head}</head><body><p>{LONG}</p>").published == published


@pytest.mark.parametrize(
    "body, published",
    [
        ("<time itemprop=datePublished datetime=2024-11-07T08:00>today</time>", "2024-11-07"),
        ("<span class=date>7 November 2024</span>", "2024-11-07"),
        ("<span class=date>13/11/2024</span>", "2024-11-13"),
        ("<span class=date>07/11/2024</span>", None),
        ("<span class=date>November 2024</span>", None),
        ("<footer>© 2024 Quay</footer>", None),
    ],
)
def test_a_date_on_the_page_counts_where_it_is_clear(body: str, published: str | None) -> None:
    page = f"<html><body><article>{body}<p>{LONG}</p></article>"
    assert article(page).published == published


@pytest.mark.parametrize(
    "head, outlet, url",
    [
        ("<link rel=canonical href=https://www.quay.example/a>", "quay.example", "quay.example/a"),
        ("<link rel=canonical href=javascript:alert(1)>", None, None),
        ("<link rel=canonical href=/a>", None, None),
        ("<meta property=og:url content=https://quay.example/b>", "quay.example", "quay.example/b"),
        (LD % '"publisher":{"name":"The Quay &amp; Sons"}', "The Quay & Sons", None),
        (LD % '"publisher":"The Quay"', "The Quay", None),
        ("<meta property=og:site_name content='the quay'>", "the quay", None),
        ("<meta name=twitter:site content=@quay>", None, None),
        ('<script type="application/ld+json">{"publisher": </script>', None, None),
        ('<script type="application/ld+json">[1,null,{"@type":7}]</script>', None, None),
    ],
)
def test_outlet_and_address_are_those_that_are_stated(
    head: str, outlet: str | None, url: str | None
) -> None:
    found = article(f"<html><head>{head}</head><body><p>{LONG}</p>").appearances
    appearance = found[0] if found else Appearance()
    address = (appearance.url or "").removeprefix("https://").removeprefix("www.")
    assert (appearance.source, address or None) == (outlet, url)


def test_a_saved_page_says_where_it_is_from() -> None:
    page = f"<!-- saved from url=(0025)https://www.quay.example/ -->\n<html><body><p>{LONG}</p>"
    (appearance,) = article(page).appearances
    assert (appearance.url, appearance.source) == ("https://www.quay.example/", "quay.example")


@pytest.mark.parametrize(
    "where, byline",
    [
        (LD % '"author":[{"name":"Ida B."},{"name":"Ida B."},"bell h."]', "Ida B.; bell h."),
        (LD % '"author":{"name":"https://quay.example/ida"}', None),
        ("<meta name=author content='Ida Brandvold'>", "Ida Brandvold"),
        ("<meta property=article:author content='https://social.example/ida'>", None),
        ("<p class=byline>By Ida Brandvold</p>", "Ida Brandvold"),
        ("<p class=byline>By Ida, 4 May 2024</p>", None),
        (
            "<p><a rel=author>Ida</a> and <a rel=author>Tom</a></p><a rel=author>Else</a>",
            "Ida; Tom",
        ),
    ],
)
def test_the_byline_is_who_is_stated_as_the_author(where: str, byline: str | None) -> None:
    found = article(f"<html><head></head><body>{where}<p>{LONG}</p>").appearances
    assert (found[0].byline if found else None) == byline


@pytest.mark.parametrize(
    "start, language",
    [
        ("<html lang=de-AT>", "de"),
        ("<html lang=''>", None),
        ("<html lang=english>", None),
        ("<html><meta property=og:locale content=fr_CA>", "fr"),
        ("<html>" + LD % '"inLanguage":"PT"', "pt"),
    ],
)
def test_the_language_is_the_stated_one(start: str, language: str | None) -> None:
    assert article(f"{start}<body><p>{LONG}</p>").language == language


@pytest.mark.parametrize("value", [None, 7, [], {}, "", "soon", "2024-13", "0000", "x" * 9999])
def test_a_date_that_is_none_is_none(value: object) -> None:
    assert metadata.stated(value) is None


# Encodings


@pytest.mark.parametrize(
    "encoding, charset",
    [
        ("utf-8", "UTF-8"),
        ("cp1252", "windows-1252"),
        ("cp1252", "ISO-8859-1"),
        ("cp1250", "windows-1250"),
        ("cp1252", "utf-8"),
        ("cp1252", "no-such-charset"),
        ("cp1252", "utf-7"),
        ("cp1252", "rot13"),
        ("utf-16", "utf-8"),
        ("utf-8-sig", "iso-8859-1"),
    ],
)
@pytest.mark.parametrize("form", ["<meta charset='{}'>", "<meta content='text/html;charset={}'>"])
def test_the_charset_counts_unless_it_cannot_be(encoding: str, charset: str, form: str) -> None:
    page = f"{form.format(charset)}<p>“We closed,” said the café’s owner, Zoë Müller.</p>"
    assert article(page.encode(encoding)).text == "“We closed,” said the café’s owner, Zoë Müller."


@pytest.mark.parametrize("encoding, charset", [("gb18030", "gb2312"), ("cp932", "Shift_JIS")])
def test_a_charset_is_read_as_browsers_read_it(encoding: str, charset: str) -> None:
    page = f"<meta charset={charset}><p>“準備”</p>"
    assert article(page.encode(encoding)).text == "“準備”"


# Bad input


@pytest.mark.parametrize(
    "page, reason",
    [
        (b"", "empty"),
        (b" \n", "white space"),
        (b"<", None),
        (b"<html></html>", "without text"),
        (b"<!-- a -->", "without text"),
        (b"<script>var a</script>", "without text"),
        (b"<p>&nbsp;&zwnj;</p>", "without text"),
        (b"<p>a\0b</p>", "NUL"),
        (b"%PDF-1.7\n", "PDF document"),
        (b"\x89PNG\r\n\x1a\n", "PNG image"),
        (b"<html>\x01\x02\xe9\x07" * 9, "control characters"),
        ("<p>“Yes”, “no”, “per".encode() + b"\xe2\x80", "UTF-8 that breaks"),
        (b"<div>" * 10_000 + b"<p>deep</p>", "too deep"),
        (b"<p>" + b"x" * html.MOST, "10.0 MB, expected an HTML page of 10.0 MB"),
    ],
    ids=range(14),
)
def test_what_is_no_page_is_refused_in_one_line(page: bytes, reason: str | None) -> None:
    if reason is None:
        assert article(page).text == "<"
        return
    message = refusal(page)
    assert message.startswith("a.html: ")
    assert reason in message
    assert "expected" in message
    assert "\n" not in message


def test_a_page_that_is_cut_off_is_read_as_far_as_it_goes() -> None:
    whole = (FILES / "page.html").read_text(encoding="utf-8")
    cut = whole[: whole.index("“No,” he said")]
    assert article(cut).text.split("\n\n") == FOGHORN[:7]


@pytest.mark.parametrize("depth", [200, 300, 1_000])
def test_nothing_is_lost_in_the_depth(depth: int) -> None:
    page = f"{'<div>' * depth}<p>Deep.</p>{'</div>' * depth}<p>After.</p>"
    assert article(page).text == "Deep.\n\nAfter."


@pytest.mark.parametrize("before", ["", '<?xml version="1.0" encoding="UTF-8"?>'])
def test_no_entity_of_a_page_is_expanded(before: str) -> None:
    lines = "".join(f'<!ENTITY e{n + 1} "&e{n};&e{n};&e{n};&e{n};">' for n in range(9))
    secret = f'<!ENTITY s SYSTEM "{(FILES / "page.html").as_uri()}">'
    page = f'{before}<!DOCTYPE html [<!ENTITY e0 "lol">{lines}{secret}]><body><p>&e9;, &s;!</p>'
    text = article(page).text
    assert len(text) < 40
    assert "&e9;, &s;!" in text


@pytest.mark.parametrize(
    "page",
    [
        "<b>a</b>" * 400_000,
        "<p>word and word</p>" * 100_000,
        "word and word<br>" * 100_000,
        (LD % '"a":1' + "<p>x</p>") * 20_000,
        '<script type="application/ld+json">' + "[" * 100_000 + "</script><p>x</p>",
        "<blockquote>a " * 2_000,
    ],
    ids=["tags", "paragraphs", "breaks", "json", "nested json", "nested quotes"],
)
def test_a_page_made_to_be_slow_is_read_in_bounded_time(page: str) -> None:
    before = time.perf_counter()
    assert article(page).text
    assert time.perf_counter() - before < 20


@given(st.binary(max_size=300))
@settings(max_examples=60, deadline=None)
def test_no_bytes_raise(data: bytes) -> None:
    (found,) = html.read(data, "a.html")
    assert isinstance(found, Article) or str(found).startswith("a.html: ")


PIECES = ["<p>", "</p>", "<table>", "<td>", "<q>", "</q>", "<br>", "<pre>", "a ", "<li>", "<h1>"]


@pytest.mark.parametrize("pieces", list(product(PIECES, repeat=2)), ids="".join)
def test_no_markup_raises(pieces: tuple[str, str]) -> None:
    (found,) = html.read(("x" + "".join(pieces * 3)).encode(), "a.html")
    assert isinstance(found, Article | Invalid)
