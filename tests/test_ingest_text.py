"""Header lines, front matter and datelines of plain texts: known, or left where they were."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.annotation import Appearance, Article, Invalid
from annotator.ingest.encodings import LONGEST_TEXT, WHITE
from annotator.ingest.front_matter import front_matter
from annotator.ingest.headers import header_lines
from annotator.ingest.text import article, read

SAMPLES = Path(__file__).parents[1] / "data" / "samples"
BODY = "The mayor of Harrowdale left on Tuesday.\n\n“I am tired,” she said."


def fields(found: Article) -> dict[str, Any]:
    """All that is known of an article, without what is not."""
    first = found.appearances[0] if found.appearances else Appearance()
    known = {
        "title": found.title,
        "published": first.published,
        "source": first.source,
        "url": first.url,
        "byline": first.byline,
        "language": found.language,
        **found.meta,
    }
    return {name: value for name, value in known.items() if value}


HEADER = """Title: Mayor of Harrowdale resigns
Date: 7 November 2024
Source: The Lake Post
By Jane Roe and John Doe
URL: https://lakepost.example/a?b=1#c
Language: English
Section: World
Word count: 512"""
KNOWN = {
    "title": "Mayor of Harrowdale resigns",
    "published": "2024-11-07",
    "source": "The Lake Post",
    "byline": "Jane Roe and John Doe",
    "url": "https://lakepost.example/a?b=1#c",
    "language": "en",
    "Section": "World",
    "Word count": "512",
}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff", "\ufeff\n\n", " "])
def test_header_lines_become_fields(mark: str, end: str) -> None:
    text = BODY.replace("\n", end)
    found = article(mark + HEADER.replace("\n", end) + end * 2 + text)
    assert fields(found) == KNOWN
    assert found.text == text


@given(st.permutations(HEADER.splitlines()), st.sampled_from([str, str.upper, str.lower]))
def test_their_order_and_their_capitals_do_not_matter(lines: list[str], case: Any) -> None:
    named = [":".join([case(n), v]) if v else n for n, _, v in (x.partition(":") for x in lines)]
    found = article("\n".join(named) + "\n\n" + BODY)
    assert {n.lower(): v for n, v in fields(found).items()} == {
        n.lower(): v for n, v in KNOWN.items()
    }
    assert found.text == BODY


@pytest.mark.parametrize(
    "header, known",
    [
        ("Headline: A\nPublished: 2024-11-07\n", {"title": "A", "published": "2024-11-07"}),
        ("Title: A\nPublication date: Nov. 2024\n", {"title": "A"}),
        ("Title: Mayor resigns\n\n", {"title": "Mayor resigns"}),
        ("Title: A\n\nDate: 2024\n\nBy Ann Ode\n\n", {"published": "2024", "byline": "Ann Ode"}),
        ("Date: 7 November 2024\n\n", {"published": "2024-11-07"}),
        ("2024-11-07\nTitle: A\nBy Ann Ode\n\n", {"published": "2024-11-07", "title": "A"}),
        ("By Jane Roe\n\n", {"byline": "Jane Roe"}),
        ("BY JANE ROE\n\n", {"byline": "JANE ROE"}),
        ("Byline: By Jane Roe, Political Correspondent\nTitle: A\n\n", {"title": "A"}),
        ("Author: our correspondent in Lima\n\n", {"byline": "our correspondent in Lima"}),
        ("Link: https://a.example/b\n\n", {"url": "https://a.example/b"}),
        ("Newspaper: The Lake Post\n\n", {"source": "The Lake Post"}),
        ("Outlet:The Lake Post\nDate:2024\n\n", {"source": "The Lake Post", "published": "2024"}),
        ("Titel: A\nDatum: 7.11.2024\nQuelle: B\n", {"published": "2024-11-07", "source": "B"}),
        ("Headline：見出し\nDate：2024年11月7日\n", {"title": "見出し", "published": "2024-11-07"}),
        (
            "\u200fTitle: عنوان\n\u200fDate: ٧ نوفمبر ٢٠٢٤\n\n",
            {"title": "عنوان", "published": "2024-11-07"},
        ),
        ("Title: 👍🏽 yes\nSource: 🗞️\n\n", {"title": "👍🏽 yes", "source": "🗞️"}),
        (
            "BYLINE: JANE ROE\nSECTION: Pg. 3\nLENGTH: 450 words\nLOAD-DATE: November 8, 2024\n\n",
            {"byline": "JANE ROE", "LENGTH": "450 words", "LOAD-DATE": "November 8, 2024"},
        ),
        (
            "Title: A\nCopyright: 2024 Lake Post. All rights reserved.\nDate: 2024\n\n",
            {"Copyright": "2024 Lake Post. All rights reserved.", "published": "2024"},
        ),
    ],
)
def test_other_headers_are_known_too(header: str, known: dict[str, str]) -> None:
    found = article(header + BODY)
    assert found.text == BODY
    assert fields(found).items() >= known.items()


@pytest.mark.parametrize(
    "header, known",
    [
        ("Title: A\nDate: soon\n", {"title": "A", "date as found": "soon"}),
        ("Title: A\nDate: 07/11/2024\n", {"published": "2024", "date as found": "07/11/2024"}),
        ("Date: 07/11/2024\n\n", {"published": "2024", "date as found": "07/11/2024"}),
        ("Title: A\nDate: 31 April 2024\n", {"date as found": "31 April 2024"}),
        (
            "Date: 7 November 2024 10:30 GMT\n\n",
            {"published": "2024-11-07", "Date": "7 November 2024 10:30 GMT"},
        ),
        ("Title: A\nURL: n/a\n", {"URL": "n/a"}),
        ("Title: A\nLanguage: Klingonic\n", {"Language": "Klingonic"}),
        ("Title: A\nLanguage: en-GB\n", {"language": "en", "Language": "en-GB"}),
        ("Source: A\nOutlet: B\nDate: 2024\n", {"source": "A", "Outlet": "B"}),
        ("Date: 2024\nDate: 2023\nDate: 2022\n\n", {"published": "2024", "Date": ["2023", "2022"]}),
        ("Title: A\nfile: b.doc\nrow: 3\n\n", {"header file": "b.doc", "header row": "3"}),
    ],
)
def test_what_is_not_understood_is_kept(header: str, known: dict[str, Any]) -> None:
    gap = "" if header.endswith("\n\n") else "\n"
    found = article(header + gap + BODY)
    assert found.text == BODY
    assert fields(found).items() >= known.items()


@pytest.mark.parametrize(
    "text",
    [
        "Title: the word that opens every door in Harrowdale.\n\nThe rest is silence.",
        "Title: The word opens every door in Harrowdale.\n\nThe rest is silence.",
        "Title: Mayor resigns\nThe mayor left on Tuesday.",
        "Title: a word.\nDate: another word, and a longer one than that.\n\nBoth are old.",
        "Source: “We never\nknew,” he said.\n\nThe end.",
        "Author: I wrote it in one week, alone.\nEditor: It shows, I must say.\n\nThey left.",
        "Smith: I think so.\nJones: No.\n\nThey left.",
        "Warning: flood in the valley\n\nThe river rose.",
        "Lima: 10:30 in the morning\n\nThe river rose.",
        "Date: soon\n\nThe river rose.",
        "Date palms grow here.\n\nThey do.",
        "By Tuesday the river had risen.\n\nIt fell again.",
        "By Tuesday\n\nThe river had risen.",
        "By Dawn's Early Light\n\nThe river had risen.",
        "By then\n\nThe river had risen.",
        "By the river\n\nNobody sat.",
        "https://a.example/b\n\nThe river rose.",
        "Mayor resigns\nTitle: A\nDate: 2024\n\nThe river rose.",
        "The river rose.\n\nTitle: A\nDate: 2024\nSource: B",
        "Dear editor: I write to you.\nYours: A. N. Ode\n\nThe end.",
        "10:30 The vote begins.\n11:00 The vote ends.\n\nThe end.",
        "A" * 400 + ": b\n\nc",
        "Title: " + "a b " * 100 + "\n\nc",
    ],
)
def test_what_may_be_prose_stays(text: str) -> None:
    found = article(text)
    assert (found.text, fields(found)) == (text, {})


def test_a_first_sentence_like_a_header_stays_below_a_header() -> None:
    for sentence in ("Lima: The ministry said it.", "Lima: open again", "Breaking: 12 dead"):
        text = sentence + "\nMore."
        found = article(f"Title: A\nDate: 2024-11-07\n{text}")
        assert (found.text, found.title, found.meta) == (text, "A", {})


def test_a_date_with_the_text_on_its_line_is_no_header_line() -> None:
    found = article("date: 2024-11-07 The vote.\nSource: X\n\nMore.")
    assert (found.text, found.published) == ("The vote.\nSource: X\n\nMore.", "2024-11-07")


@pytest.mark.parametrize(
    "text",
    [
        "Mayor resigns\nBy Jane Roe\n\nLIMA — The mayor left.",
        "Mayor resigns\n\nBY JANE ROE\n\nLIMA — The mayor left.",
        "Mayor resigns\r\n\r\nBy Jane Roe\r\n\r\nLIMA — The mayor left.",
    ],
)
def test_a_byline_below_a_headline_is_known_and_stays(text: str) -> None:
    found = article(text)
    assert found.appearances[0].byline in ("Jane Roe", "JANE ROE")
    assert (found.text, found.title) == (text, "")


@pytest.mark.parametrize(
    "text",
    [
        "It was over.\nBy Jane Roe\n\nThe mayor left.",
        "Mayor resigns\nBy Jane Roe\nThe mayor left.",
        "Mayor resigns\nBy nine the square was empty\n\nThe mayor left.",
        "Mayor resigns\n\n\nBy Jane Roe\n\nThe mayor left.",
        "Mayor resigns\nBy Jane Roe",
    ],
)
def test_other_lines_with_by_are_none(text: str) -> None:
    assert article(text).appearances == ()


# Datelines


@pytest.mark.parametrize(
    "line, published",
    [
        ("LIMA, 7 November 2024 (Andina) —", "2024-11-07"),
        ("LIMA, 7 November 2024 (Andina) -", "2024-11-07"),
        ("LIMA, November 7, 2024 —", "2024-11-07"),
        ("LIMA, 7 nov. 2024 (Andina).-", "2024-11-07"),
        ("DHAKA (7 November 2024) –", "2024-11-07"),
        ("NAIROBI, Kenya, Nov. 7, 2024 (AP) —", "2024-11-07"),
        ("PORT-AU-PRINCE, 2024-11-07 --", "2024-11-07"),
        ("GENEVA/NEW YORK, 7 November 2024—", "2024-11-07"),
        ("МОСКВА, 7 ноября 2024 —", "2024-11-07"),
        ("PARIS, Nov 7 —", None),
        ("PARIS, November 2024 —", None),
        ("WASHINGTON —", None),
        ("SÃO PAULO, 07/11/2024 —", None),
        ("ANN ODE, 13 August 1926 – 25 November 2016", None),
        ("ANN ODE, 13 August 1926 – 25 November 2016 —", None),
        ("Ann Ode, 13 August 1926 —", None),
        ("Born in Lima on 7 November 1950 —", None),
        ("LIMA, 31 April 2024 —", None),
        ("LIMA, 7 November 2024. The", None),
        ("7 November 2024 —", None),
    ],
)
def test_a_dateline_tells_the_day_and_stays(line: str, published: str | None) -> None:
    text = f"{line} The ministry said it.\n\nMore."
    found = article(text)
    assert (found.text, found.published) == (text, published)


def test_another_date_comes_before_that_of_the_dateline() -> None:
    found = article("Title: A\nDate: 2024-11-08\n\nLIMA, 7 November 2024 — The vote.")
    assert found.published == "2024-11-08"
    assert found.text == "LIMA, 7 November 2024 — The vote."


# Front matter

FRONT = """---
title: "Mayor: \\"I quit\\" \\u2013 for good"
date: 2024-11-07
authors:
  - Jane Roe
  - 'John O''Doe'
source: The Lake Post
url: https://lakepost.example/a
lang: en
tags: [rivers, "mayors, and councils", 'it''s']
categories:
- one
draft: false
empty:
nothing: ~
---
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("gap", ["", "\n", "\n\n"])
def test_front_matter_becomes_fields(gap: str, end: str) -> None:
    found = article((FRONT + gap + BODY).replace("\n", end))
    assert fields(found) == {
        "title": 'Mayor: "I quit" – for good',
        "published": "2024-11-07",
        "byline": "Jane Roe; John O'Doe",
        "source": "The Lake Post",
        "url": "https://lakepost.example/a",
        "language": "en",
        "tags": ["rivers", "mayors, and councils", "it's"],
        "categories": ["one"],
        "draft": "false",
    }
    assert found.text == BODY.replace("\n", end)


@pytest.mark.parametrize(
    "front, title, text",
    [
        ("---\ndate: 2024\n---\n\n# Mayor quits\n\nText.", "Mayor quits", "Text."),
        ("---\ndate: 2024\n---\n# C# and other keys ##\nText.", "C# and other keys", "Text."),
        ("---\ntitle: A\n---\n# Mayor quits\n\nText.", "A", "# Mayor quits\n\nText."),
        ("---\ndate: 2024\n---\n## Below\n\nText.", "", "## Below\n\nText."),
        ("# Mayor quits\n\nText.", "", "# Mayor quits\n\nText."),
        ("---\n---\nText.", "", "Text."),
        ("---\n\n---\n\nText.", "", "Text."),
        ("---\ntitle: A\n...\nText.", "A", "Text."),
    ],
)
def test_a_heading_is_the_title_only_where_front_matter_lacks_one(
    front: str, title: str, text: str
) -> None:
    found = article(front)
    assert (found.title, found.text) == (title, text)


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: A\nText without an end.",
        "---\ntitle: A\n--- \ttext",
        "---",
        "---\n",
        "----\ntitle: A\n----\nText.",
        "---\ntitle: A\nplace: {town: Lima}\n---\nText.",
        "---\ntitle: A\nplace:\n  town: Lima\n---\nText.",
        "---\ntitle: A\nauthors:\n  - name: Jane Roe\n---\nText.",
        "---\ntitle: >\n  A long one\n---\nText.",
        "---\ntitle: &x A\n---\nText.",
        "---\ntitle: *x\n---\nText.",
        "---\ntitle: !!python/object:os.system A\n---\nText.",
        '---\ntitle: "A\n---\nText.',
        '---\ntitle: "\\ud83d"\n---\nText.',
        '---\ntitle: "\\u0000"\n---\nText.',
        "---\ntitle: 'it's'\n---\nText.",
        "---\ntitle: '\n---\nText.",
        "---\ntitle: [a, [b]]\n---\nText.",
        "---\ntitle: [a\n---\nText.",
        "---\ntitle: A\ntitle: B\n---\nText.",
        "---\ntitle: A\n# a comment\n---\nText.",
        "---\n- a\n- b\n---\nText.",
        "---\n\nSo: a paragraph between rules\n\n---\n\nText.",
        "---\nThe river rose.\n---\nText.",
    ],
)
def test_front_matter_that_is_not_understood_stays(text: str) -> None:
    found = article(text)
    assert (found.text, fields(found)) == (text.strip(), {})


@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{1,8}", fullmatch=True),
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20),
        max_size=5,
    )
)
def test_quoted_values_come_back_as_they_were(values: dict[str, str]) -> None:
    lines = [
        f"{name}: " + ("'{}'".format(value.replace("'", "''"))) for name, value in values.items()
    ]
    if any(re.search("[\x85\u2028\u2029]", value) for value in values.values()):
        return
    front = front_matter("\n".join(["---", *lines, "---", "Text."]))
    assert front is not None
    assert dict(front[0]) == values


# Whatever comes


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.txt")), ids=lambda path: path.name)
def test_a_sample_loses_only_its_header(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = article(text)
    (appearance,) = found.appearances
    header = f"Title: {found.title}\nDate: {found.published}\nSource: {appearance.source}\n"
    assert text == f"{header}Language: en\n\n{found.text}\n"
    assert (found.language, found.meta) == ("en", {})


def test_the_seed_of_this_form_always_works() -> None:
    found = article(" date 2024-11-07 The ministry said that the bridge is open.")
    assert found == Article(
        "The ministry said that the bridge is open.", appearances=(Appearance("2024-11-07"),)
    )


@pytest.mark.parametrize(
    "text, reason",
    [
        ("Title: A\nDate: 2024-11-07\n\n \n", r"nothing but header lines \(Title, Date\)"),
        ("Title: A", r"nothing but header lines \(Title\)"),
        ("---\ntitle: A\n---\n", r"nothing but header lines \(title\)"),
        ("---\n---\n", "nothing but header lines"),
        ("date 2024-11-07\n", r"nothing but a date \(2024-11-07\)"),
        ("Date: 2024-11-07", r"nothing but a date \(2024-11-07\)"),
        ("Title: A\n\nText \0", "a NUL character"),
        ("Title: A\ud83d\n\nText", "half a character"),
        ("---\ntitle: \udc80\n---\nText", "half a character"),
        (" \r\n\ufeff", "nothing but white space"),
    ],
)
def test_what_has_no_text_is_refused_in_one_line(text: str, reason: str) -> None:
    with pytest.raises(Invalid, match=f"^{reason}.*expected .*text") as caught:
        article(text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("character, size", [("a ", 1), ("\n", 1), ("Title: a\n", 1), ("é ", 2)])
def test_fifty_megabytes_are_refused_at_once(character: str, size: int) -> None:
    data = ("x" + character * (50_000_000 // len(character)) + "x").encode()
    start = time.perf_counter()
    (found,) = read(data, "a.txt")
    assert time.perf_counter() - start < 20
    assert isinstance(found, Invalid)
    expected = "a.txt: 50.0 million characters, expected at most 2 million in one article"
    assert str(found) == expected


def test_the_longest_text_is_still_an_article() -> None:
    assert len(article("a" * LONGEST_TEXT).text) == LONGEST_TEXT
    with pytest.raises(Invalid, match=r"^2,000,001 characters, expected at most 2 million"):
        article("a" * (LONGEST_TEXT + 1))


PIECES = [
    *("Title: A", "Date: 2024-11-07", "Date: soon", "By Jane Roe", "by", "Lima: yes", "---", "..."),
    *("title: 'a'", "- b", "tags: [a, b]", "# Head", "LIMA, 7 November 2024 —", "The end.", ":"),
    *("\n", "\n\n", "\r\n", "\r", " ", "\u2028", "\ufeff", "👍", "عنوان", "\xa0", "URL: x"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=15).map("".join))
def test_nothing_is_lost_and_the_text_is_one_piece_of_the_input(text: str) -> None:
    try:
        found = article(text)
    except Invalid as error:
        assert "\n" not in str(error)
        return
    assert found.text == found.text.strip(WHITE) != ""
    assert text.strip(WHITE).endswith(found.text)
    taken = text.strip(WHITE)[: -len(found.text)]
    kept = str(fields(found))
    for word in ("soon", "Jane Roe", "yes", "'a'", "2024", "Head", "The end", "👍", "عنوان"):
        assert word not in taken or word.strip("'") in kept


@given(st.text())
def test_header_lines_end_within_the_text(text: str) -> None:
    pairs, end = header_lines(text)
    assert 0 <= end <= len(text)
    assert bool(pairs) == (end > 0)
