"""Arabic and Hebrew read from the right, with their letters joined, and are marked as exactly."""

from __future__ import annotations

import re
from io import BytesIO
from itertools import count

import pytest
from PIL import Image
from playwright.sync_api import Page

from annotator.annotation import Appearance, Article, Entity, Quote, Span
from annotator.mark import Mark, suggest
from tests.browser.conftest import Desk, until, where

NUMBERS = count(1)
ARABIC = (
    "افتتحت شركة النفط ميناءً جديدًا بالقاهرة، وقالت المهندسة نادية كريم إنه كلّف $50 مليون.\n\n"
    "NATO لم تعلّق على الخبر، وقوارب Harbour Ferry لن تجد مكانًا هناك.\n\n"
    "«لقد أنهينا العمل قبل موعده»، قالت كريم.\n\n"
    "The company sent no comment.\n\n* * *"
)
HEBREW = (
    'חברת הנמל פתחה אתמול רציף חדש בתל אביב, ודוברת בצה"ל אמרה: "סיימנו לפני הזמן".\n\n'
    "Harbour Ferry סירבה להגיב."
)
MIXED = (
    "The ferry was late. “القاهرة ليست بعيدة”, wrote Nadia Karim (نادية كريم) on a card for us.\n\n"
    "«لقد أنهينا العمل قبل موعده»، قالت كريم.\n\n"
    "بالقاهرة is how the card ended, and the crew read it aloud."
)
RIGHT, LEFT = "rtl", "ltr"


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def entity(text: str, words: str, label: str) -> Mark:
    return suggest(Entity(span(text, words), label, words))


def quote(text: str, words: str, name: str) -> Mark:
    return suggest(Quote((span(text, words),), "direct", (), (), name, "named"))


def put(desk: Desk, text: str, *marks: Mark, title: str = "") -> Article:
    """An article of its own for each test, since all of them share a server."""
    source = Appearance("2025-03-04", "نجمة الميناء", None, "ليلى منصور")
    text = f"{text}\n\n({next(NUMBERS)})"
    return desk.put(text, *marks, title=title, appearances=(source,))


@pytest.mark.parametrize(
    ("words", "around", "expected"),
    [
        ("Mira Olsen", 0, LEFT),
        ("نادية كريم", 0, RIGHT),
        ("רות כרמי", -1, RIGHT),
        ("NATO لم تعلّق على الخبر", 1, RIGHT),
        ("NATO لم تعلّق على الخبر", -1, LEFT),
        ("بالقاهرة is how it ended", -1, LEFT),
        ("شركة International Business Machines", 1, RIGHT),
        ("The company sent no comment", 1, LEFT),
        ("Harbour Ferry סירבה להגיב", 1, RIGHT),
        ("“We will be on time”, قالت كريم", 1, RIGHT),
        ("«لقد أنهينا العمل», she wrote", -1, LEFT),
        ("Nadia كريم said no more about it", 1, LEFT),
        ("* * * 12 %", 1, RIGHT),
        ("* * * 12 %", -1, LEFT),
        ("", 0, LEFT),
        ("\u200f12", 0, RIGHT),
        ("\u200e12", 1, LEFT),
        ("ab אב", 1, RIGHT),
        ("אב ab", -1, LEFT),
        ("🧑🏽‍🚀 ܫܠܡܐ", 0, RIGHT),
        ("𞤀𞤣𞤤𞤢𞤥", 0, RIGHT),
        ("日本 नमस्ते", 0, LEFT),
    ],
)
def test_words_run_as_those_around_them_unless_most_run_the_other_way(
    gloss: Page, words: str, around: int, expected: str
) -> None:
    assert gloss.evaluate("(given) => gloss.directionOf(...given)", [words, around]) == expected


def test_a_long_text_is_judged_at_once(gloss: Page) -> None:
    script = "() => { const t = performance.now(); gloss.leaning('كريم Ann '.repeat(2e4)); "
    assert gloss.evaluate(f"{script} return performance.now() - t; }}") < 1000


@pytest.mark.parametrize(
    ("text", "directions"),
    [
        (ARABIC, [RIGHT, RIGHT, RIGHT, LEFT, RIGHT, RIGHT]),
        (HEBREW, [RIGHT, RIGHT, RIGHT]),
        (MIXED, [LEFT, RIGHT, LEFT, LEFT]),
    ],
)
def test_each_paragraph_begins_where_its_text_does(
    desk: Desk, text: str, directions: list[str]
) -> None:
    desk.open(put(desk, text))
    found = desk.page.locator(".paragraph").evaluate_all(
        """all => all.map((p) => {
            const column = p.getBoundingClientRect(), style = getComputedStyle(p);
            const right = column.right - parseFloat(style.paddingRight);
            const range = new Range();
            range.selectNodeContents(p);
            const lines = [...range.getClientRects()];
            const lead = style.direction === "rtl"
                ? right - Math.max(...lines.map((line) => line.right))
                : Math.min(...lines.map((line) => line.left)) - column.left;
            return [style.direction, Math.abs(lead) < 1];
        })"""
    )
    assert found == [[direction, True] for direction in directions]


def test_headline_lists_and_notes_of_an_arabic_article_begin_at_the_right(desk: Desk) -> None:
    page = desk.page
    marks = [
        entity(ARABIC, "نادية كريم", "PERSON"),
        quote(ARABIC, "«لقد أنهينا العمل قبل موعده»", "نادية كريم"),
    ]
    desk.open(put(desk, ARABIC, *marks, title="NATO لم تعلّق على الخبر"))
    for place in (
        "h1",
        ".kicker",
        ".byline",
        "aside ul",
        "aside ol li",
        ".text .paragraph >> nth=0",
    ):
        assert page.locator(place).evaluate("e => getComputedStyle(e).direction") == RIGHT, place
    assert page.locator(".kicker").text_content() == "نجمة الميناء · 4 March 2025"
    assert page.locator("h1").evaluate("e => getComputedStyle(e).letterSpacing") == "normal"
    name, share = (
        page.locator(f"aside ul {part}").bounding_box() for part in (".who bdi", ".share")
    )
    assert name and share and name["x"] > share["x"] + share["width"]
    # The note of a speaker stands beside the text, and begins on its side of the margin.
    note = page.locator(".note").bounding_box()
    said = where(page, "«لقد أنهينا")
    assert note and 0 < note["x"] - (said["x"] + said["width"]) < 60
    assert note["y"] < said["y"] + said["height"] and said["y"] < note["y"] + note["height"]


def test_names_of_either_script_keep_their_own_direction_in_an_english_article(desk: Desk) -> None:
    page = desk.page
    marks = [entity(MIXED, "Nadia Karim", "PERSON"), entity(MIXED, "نادية كريم", "PERSON")]
    both = quote(MIXED, "“القاهرة ليست بعيدة”", "نادية كريم")
    desk.open(put(desk, MIXED, *marks, both))
    assert page.locator("aside ul").evaluate("e => getComputedStyle(e).direction") == LEFT
    lefts = page.locator("aside ul .who bdi").evaluate_all(
        "all => all.map(e => [getComputedStyle(e).direction, e.getBoundingClientRect().left])"
    )
    assert sorted(direction for direction, _ in lefts) == [LEFT, RIGHT]
    assert len({left for _, left in lefts}) == 1
    desk.click_mark("نادية كريم")
    assert page.locator(".menu .surface").evaluate("e => e.matches(':dir(rtl)')")
    assert page.locator(".menu input").evaluate("e => e.matches(':dir(rtl)')")
    page.locator(".menu input").fill("Nadia")
    assert page.locator(".menu input").evaluate("e => e.matches(':dir(ltr)')")


@pytest.mark.parametrize(
    ("text", "words", "exact"),
    [
        (ARABIC, "نادية كريم", False),
        (ARABIC, "شركة النفط", False),
        (ARABIC, "القاهرة", True),  # within a word, whose first letter is a preposition
        (ARABIC, "Harbour Ferry", False),
        (ARABIC, "وقوارب Harbour Ferry لن", False),
        (ARABIC, "50", True),
        (HEBREW, "תל אביב", True),
        (HEBREW, 'בצה"ל', False),
        (MIXED, "نادية كريم", False),
        (MIXED, "القاهرة", False),
    ],
)
@pytest.mark.parametrize("backwards", [False, True])
def test_a_drag_takes_the_words_it_goes_over(
    desk: Desk, text: str, words: str, exact: bool, backwards: bool
) -> None:
    page = desk.page
    article = put(desk, text)
    desk.open(article)
    ends = edges(page, words)
    first, last = reversed(ends) if backwards else ends
    if exact:
        page.keyboard.down("Alt")
    page.mouse.move(*first)
    page.mouse.down()
    page.mouse.move((first[0] + last[0]) / 2, first[1], steps=2)
    page.mouse.move(*last, steps=2)
    page.mouse.up()
    page.keyboard.up("Alt")
    desk.menu("ORG")
    until(lambda: desk.labels(article), "the entity")
    assert desk.said(article).entities[0].span == span(text, words)


def edges(page: Page, words: str) -> list[tuple[float, float]]:
    """Where the first character begins and the last one ends, a pixel within them."""
    where(page, words)  # scrolls there
    found = page.evaluate(
        """(words) => {
            const all = [...document.querySelectorAll("*")];
            const host = all.find((e) => e.shadowRoot?.querySelector(".text"));
            const text = host.shadowRoot.querySelector(".text");
            const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const { currentNode: node } = walker, at = node.data.indexOf(words);
                if (at < 0) continue;
                return [at, at + words.length - 1].map((place, last) => {
                    const range = new Range();
                    range.setStart(node, place);
                    range.setEnd(node, place + 1);
                    const { left, right, top, height } = range.getBoundingClientRect();
                    const rtl = /[\\u0590-\\u06ff]/.test(node.data[place]);
                    const x = rtl !== Boolean(last) ? right - 1 : left + 1;
                    return [Math.round(x), Math.round(top + height / 2)];
                });
            }
        }""",
        words,
    )
    return [(x, y) for x, y in found]


# Where each character stands, the line it is on, and so how broad it is: a letter that is joined is
# seldom as broad as the same one alone.
CHARACTERS = """
const all = [...document.querySelectorAll("*")];
const root = all.find((e) => e.shadowRoot?.querySelector(".text")).shadowRoot;
const walker = document.createTreeWalker(root.querySelector(".text"), NodeFilter.SHOW_TEXT);
const found = [];
while (walker.nextNode()) {
    const { currentNode: node } = walker;
    for (let at = 0; at < node.data.length; at++) {
        const range = new Range();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const { left, right, top } = range.getBoundingClientRect();
        found.push([node.data[at], left, right, top]);
    }
}
return found;
"""


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        (
            ARABIC,
            [
                entity(ARABIC, "القاهرة", "GPE"),
                entity(ARABIC, "ركة النف", "ORG"),  # begins and ends where letters are joined
                entity(ARABIC, "فط ميناءً", "ORG"),
                entity(ARABIC, "50", "MONEY"),
                entity(ARABIC, "Ferry لن", "ORG"),
                quote(ARABIC, "هندسة نادية ك", "نادية"),
                entity(ARABIC, "لم ت", "PERSON"),
            ],
        ),
        (
            MIXED,
            [
                entity(MIXED, "القاهرة ليس", "GPE"),
                entity(MIXED, "قاهر", "ORG"),
                quote(MIXED, "Karim (نادية كر", "نادية"),
            ],
        ),
        (HEBREW, [entity(HEBREW, "תל אביב", "GPE"), quote(HEBREW, '"סיימנו לפני הזמן"', "דוברת")]),
    ],
)
def test_marks_change_no_letter_and_no_order(desk: Desk, text: str, marks: list[Mark]) -> None:
    page = desk.page
    desk.open(put(desk, text, *marks))
    marked = page.evaluate(f"() => {{ {CHARACTERS} }}")
    assert page.locator(".text mark").count() >= len(marks)
    for label in page.locator("[data-toggle]").all():
        label.click()
    assert page.locator(".text mark").count() == 0
    assert "".join(c[0] for c in marked).startswith(text)
    bare = page.evaluate(f"() => {{ {CHARACTERS} }}")
    for there, here in zip(marked, bare, strict=True):
        assert there == [here[0], *(pytest.approx(place, abs=0.5) for place in here[1:])]


def test_marked_words_stand_on_the_line_of_the_others(desk: Desk) -> None:
    page = desk.page
    words = "harbour harbour harbour"
    text = "\n\n".join(f"{words} {n}" for n in range(12))
    places = [Span(m.start() + 8, m.start() + 15) for m in re.finditer(words, text)]
    desk.open(desk.put(text, *(suggest(Entity(place, "ORG")) for place in places)))
    style(page, "mark { background: none !important; } mark::before { visibility: hidden; }")
    for mark in page.locator(".text mark").all():
        box = mark.bounding_box()
        assert box
        clips = [{**box, "x": box["x"] - (box["width"] + 5) * n} for n in (0, 1)]
        marked, plain = (ink(page.screenshot(clip=clip)) for clip in clips)  # type: ignore[arg-type]
        assert marked == plain


def ink(picture: bytes) -> tuple[int, int]:
    """The highest and the lowest row of a picture with something dark in it."""
    grey = Image.open(BytesIO(picture)).convert("L").point(lambda v: 255 if v < 128 else 0)
    box = grey.getbbox()
    assert box
    return box[1], box[3]


def style(page: Page, css: str) -> None:
    page.evaluate(
        """(css) => {
            const all = [...document.querySelectorAll("*")];
            const root = all.find((e) => e.shadowRoot?.querySelector(".text")).shadowRoot;
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(css);
            root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
        }""",
        css,
    )


@pytest.mark.parametrize("width", [900, 1440])
def test_the_menu_of_a_mark_opens_in_sight(desk: Desk, width: int) -> None:
    page = desk.page
    page.set_viewport_size({"width": width, "height": 900})
    places = ["NATO", "النفط", "مليون", "هناك"]
    desk.open(put(desk, ARABIC, *(entity(ARABIC, words, "ORG") for words in places)))
    for words in places:
        desk.click_mark(words)
        box = page.locator(".menu").bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= width
        assert box["y"] >= 0 and box["y"] + box["height"] <= 900
        page.keyboard.press("Escape")


def test_the_text_tells_its_language(desk: Desk) -> None:
    page = desk.page
    english = desk.put("Nobody said which language.", title="Untold")
    arabic = desk.put(ARABIC, language="ar", title="نادية كريم")
    desk.open(arabic)
    for place in (".text", "h1"):
        assert page.locator(place).get_attribute("lang") == "ar"
    assert page.locator(".byline").evaluate("e => e.closest('[lang]')") is None
    desk.open(english)
    for place in (".text", "h1"):
        assert page.locator(place).get_attribute("lang") is None
