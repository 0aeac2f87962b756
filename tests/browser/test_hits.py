"""The words that were searched for: marked in the text, walked through, put away."""

from __future__ import annotations

import re
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Page

from annotator.annotation import Appearance, Article, Entity, Span
from annotator.mark import suggest
from annotator.store import Store
from tests.browser.conftest import Desk, until
from tests.browser.test_model import play
from tests.browser.test_model import put as put_bare

NUMBERS = count(1)
WORD = "harbour"
TEXT = (
    "The 👨‍👩‍👧‍👦 harbour ferry left Oslo on Friday. 🧑🏽‍🚀 Nobody in the harbour saw it.\n\n"
    "Mira Olsen went home.\n\nShe had been harbour master."
)


def long_text() -> str:
    """Paragraphs of different heights, most of them out of sight; three of them with the word."""
    lines = ["Mira Olsen counted the boats until it was dark. " * (n % 7 + 1) for n in range(80)]
    for n in (40, 41, 79):
        lines[n] += "Then she left the harbour."
    return f"{next(NUMBERS)}. " + "\n\n".join(lines)


def put(desk: Desk, text: str = "", published: str | None = None) -> Article:
    """An article of its own for each test, since all of them share a server."""
    text = text or f"{TEXT} ({next(NUMBERS)})"
    return desk.put(text, title="A ferry", appearances=(Appearance(published),))


def marked(page: Page, current: bool = False) -> list[str]:
    """The words that are painted as hits, in order; all of them or the one that was gone to."""
    names = ["gloss-hit-current"] if current else ["gloss-hit", "gloss-hit-current"]
    found = page.evaluate(
        """(names) => names.flatMap((name) => [...(CSS.highlights.get(name) ?? [])])
            .filter((range) => range.startContainer.isConnected)
            .sort((a, b) => a.compareBoundaryPoints(Range.START_TO_START, b))
            .map((range) => range.toString())""",
        names,
    )
    return list(found)


def place(page: Page) -> tuple[float, float]:
    """Where the hit that was gone to is in the window: top and bottom."""
    top, bottom = page.evaluate(
        """() => {
            const [range] = CSS.highlights.get("gloss-hit-current");
            const { top, bottom } = range.getBoundingClientRect();
            return [top, bottom];
        }"""
    )
    return top, bottom


def in_sight(page: Page) -> bool:
    bar = page.locator(".bar").bounding_box()
    top, bottom = place(page)
    return bool(bar) and bar["y"] + bar["height"] < top and bottom < 900


def chip(page: Page) -> str:
    return " ".join((page.locator(".finds .count").text_content() or "").split())


def turn(page: Page) -> str:
    return page.locator(".finds .turn").text_content() or ""


def press(page: Page, name: str) -> None:
    page.locator(".finds").get_by_role("button", name=name).click()


def test_the_hits_of_a_search_are_marked_counted_and_walked_through(desk: Desk) -> None:
    page = desk.page
    desk.open(put(desk), find=WORD)
    assert marked(page) == [WORD] * 3
    assert chip(page) == "3 hits for “harbour”"
    assert turn(page) == "1 of 3"
    for name, expected in (("Next", 2), ("Next", 3), ("Next", 1), ("Previous", 3), ("Previous", 2)):
        press(page, name)
        assert turn(page) == f"{expected} of 3"
        assert marked(page, current=True) == [WORD]
        assert marked(page) == [WORD] * 3
    next_ = page.locator(".finds").get_by_role("button", name="Next")
    next_.press("Enter")
    assert turn(page) == "3 of 3"
    next_.press("Shift+Enter")
    assert turn(page) == "2 of 3"


def test_without_hits_the_chip_says_so_and_without_a_search_there_is_none(desk: Desk) -> None:
    page = desk.page
    article = put(desk)
    desk.open(article, find="submarine")
    assert chip(page) == "No hit for “submarine” in the text"
    assert marked(page) == []
    assert page.locator(".finds button:visible").count() == 1
    desk.open(article)
    assert page.locator(".finds").is_hidden()


def test_a_long_article_opens_at_its_first_hit_and_goes_to_the_others(desk: Desk) -> None:
    page = desk.page
    desk.open(put(desk, long_text()), find=WORD)
    until(lambda: in_sight(page), "the first hit in sight")
    page.wait_for_timeout(500)  # paragraphs on the way have got their heights
    assert in_sight(page)
    for expected in (2, 3, 1):
        press(page, "Next")
        assert turn(page) == f"{expected} of 3"
        until(lambda: in_sight(page), "the next hit in sight")
    assert page.locator(".finds").is_visible()


def test_an_address_with_a_place_opens_there_and_not_at_a_hit(desk: Desk) -> None:
    page = desk.page
    article = put(desk, long_text())
    start = article.text.index("Mira")
    desk.open(article, find=WORD, at=f"{start}-{start + 4}")
    page.wait_for_timeout(600)
    assert len(marked(page)) == 3
    assert turn(page) == ""
    first = page.locator(".paragraph").first.bounding_box()
    assert first and first["y"] > 0
    press(page, "Next")
    assert turn(page) == "1 of 3"


def test_an_address_with_the_place_of_a_hit_begins_at_that_hit(desk: Desk) -> None:
    article = put(desk, long_text())
    start = [m.start() for m in re.finditer(WORD, article.text)][1]
    desk.open(article, find=WORD, at=f"{start}-{start + len(WORD)}")
    assert turn(desk.page) == "2 of 3"
    until(lambda: in_sight(desk.page), "the hit in sight")


def test_a_hit_in_sight_leaves_the_headline_where_it_is(desk: Desk) -> None:
    desk.open(put(desk), find=WORD)
    desk.page.wait_for_timeout(400)
    box = desk.page.locator("h1").bounding_box()
    bar = desk.page.locator(".bar").bounding_box()
    assert box and bar and box["y"] > bar["y"] + bar["height"]


def test_hits_outlast_new_marks_layers_and_undo(desk: Desk) -> None:
    page = desk.page
    article = put(desk)
    desk.open(article, find=WORD)
    desk.drag("harbour ferry")
    desk.menu("ORG")
    assert marked(page) == [WORD] * 3
    page.locator("[data-toggle=ORG]").click()
    assert marked(page) == [WORD] * 3
    page.locator("[data-toggle=ORG]").click()
    until(lambda: desk.labels(article) == [("harbour ferry", "ORG")], "the entity")
    desk.says("Saved")
    page.wait_for_timeout(300)  # the snapshot that follows
    page.locator("[data-do=undo]").click()
    assert marked(page) == [WORD] * 3
    assert turn(page) == "1 of 3"
    until(lambda: desk.labels(article) == [], "the undone entity")


def lines(page: Page) -> Any:
    return page.locator(".paragraph, h1, .kicker, .byline, .bar").evaluate_all(
        """all => all.map((e) => e.getBoundingClientRect())
            .map(({ x, y, height }) => [x, y, height])"""
    )


@pytest.mark.parametrize("width", [700, 900, 1440])
def test_hits_are_put_away_here_alone_and_no_line_moves(desk: Desk, width: int) -> None:
    page = desk.page
    page.set_viewport_size({"width": width, "height": 900})
    article = put(desk, f"{TEXT} ({next(NUMBERS)}) " + "Nobody saw it. " * 300)
    desk.open(article, find=WORD)
    page.wait_for_timeout(300)
    before = lines(page)
    press(page, "Put the hits away")
    assert page.locator(".finds").is_hidden()
    assert marked(page) == []
    assert lines(page) == before
    desk.drag("Friday")
    desk.menu("DATE")
    until(lambda: desk.labels(article), "the entity")
    assert page.locator(".finds").is_hidden()
    assert marked(page) == []
    desk.says("Saved")
    page.reload()
    until(lambda: marked(page) == [WORD] * 3, "the hits again")


def test_the_next_article_has_its_own_hits_until_they_are_put_away(own_desk: Desk) -> None:
    page = own_desk.page
    first = put(own_desk, "One harbour.", "2025-03-01")
    put(own_desk, "The harbour and the harbour: " + long_text(), "2025-03-02")
    put(own_desk, "No ferry at all.", "2025-03-03")
    own_desk.open(first, find=WORD)
    assert chip(page) == "1 hit for “harbour”"
    page.locator("[data-do=next]").click()
    until(lambda: chip(page) == "5 hits for “harbour”", "the hits of the second")
    assert marked(page) == [WORD] * 5
    page.wait_for_timeout(800)  # the server's answer changes nothing of that
    assert (marked(page), turn(page)) == ([WORD] * 5, "1 of 5")
    page.locator("[data-do=next]").click()
    until(lambda: chip(page) == "No hit for “harbour” in the text", "the third")
    assert marked(page) == []
    page.wait_for_timeout(500)
    page.locator("[data-do=previous]").click()
    until(lambda: marked(page) == [WORD] * 5, "the second again")
    press(page, "Put the hits away")
    page.wait_for_timeout(800)
    page.locator("[data-do=previous]").click()
    until(lambda: page.locator(".place").text_content() == "1 of 3", "the first again")
    page.wait_for_timeout(500)
    assert marked(page) == []
    assert page.locator(".finds").is_hidden()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_hits_are_legible_and_are_not_told_by_colour_alone(
    desk: Desk,
    theme: Any,
    new_page: Any,
) -> None:
    page = new_page(color_scheme=theme)
    desk.open(put(desk), page, find=WORD)
    page_colour = page.locator(".reader").evaluate(
        "e => getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
    )
    assert (luminance(page_colour) < 0.2) == (theme == "dark")
    backgrounds = set()
    for name in ("gloss-hit", "gloss-hit-current"):
        look = page.locator(".paragraph").first.evaluate(
            """(e, name) => {
                const style = getComputedStyle(e, `::highlight(${name})`);
                return [style.color, style.backgroundColor, style.textDecorationLine,
                    style.textDecorationColor, style.textDecorationThickness];
            }""",
            name,
        )
        colour, background, line, line_colour, thickness = look
        assert contrast(colour, background) >= 4.5
        assert contrast(line_colour, background) >= 3
        assert contrast(line_colour, page_colour) >= 3
        assert line == "underline"
        backgrounds.add((background, thickness))
    assert len(backgrounds) == 2


def luminance(colour: str) -> float:
    """Relative luminance of ``rgb(…)`` as WCAG 2 has it."""
    numbers = [float(n) / 255 for n in re.findall(r"[\d.]+", colour)[:3]]
    red, green, blue = (
        n / 12.92 if n <= 0.04045 else ((n + 0.055) / 1.055) ** 2.4 for n in numbers
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_a_browser_without_highlights_still_counts_and_walks(desk: Desk) -> None:
    page = desk.page
    page.add_init_script("Object.defineProperty(CSS, 'highlights', { value: undefined })")
    desk.open(put(desk, long_text()), find=WORD)
    assert chip(page) == "3 hits for “harbour”"
    press(page, "Next")
    assert turn(page) == "2 of 3"


SHOWN = """
const shown = () => [...CSS.highlights.get("gloss-hit"), ...CSS.highlights.get("gloss-hit-current")]
    .map((range) => range.toString()).sort();
const words = (selector) => root.querySelector(`.finds ${selector}`).textContent;
"""


@pytest.mark.parametrize(
    ("find", "hits", "expected", "says"),
    [
        ("🧑🏽‍🚀", ["🧑🏽‍🚀 Nobody"], ["🧑🏽‍🚀 Nobody"], "1 hit for “🧑🏽‍🚀”"),
        ('"it. Mira"', ["it.\n\nMira"], ["Mira", "it."], "1 hit for “it. Mira”"),
        ("left", ["left Oslo", "Oslo on"], ["Oslo on", "left Oslo"], "2 hits for “left”"),
        ("<b>", ["."], ["."], "1 hit for “<b>”"),
        ("x", [], [], "No hit for “x” in the text"),
        (None, [], [], "No hit for “” in the text"),
    ],
)
def test_hits_are_right_to_the_code_point_and_over_the_ends_of_paragraphs(
    gloss: Page, store: Store, find: str | None, hits: list[str], expected: list[str], says: str
) -> None:
    starts = [TEXT.index(words) for words in hits]
    spans = [[s, s + len(words)] for s, words in zip(starts, hits, strict=True)]
    data = {**put_bare(store, TEXT), "find": find, "hits": spans}
    script = f"{SHOWN} return {{ shown: shown(), chip: words('.count') }};"
    assert play(gloss, data, script) == {"shown": expected, "chip": says}


def test_a_later_snapshot_keeps_the_hits_and_another_search_brings_its_own(
    gloss: Page, store: Store
) -> None:
    start = TEXT.index("harbour ferry")
    entity = suggest(Entity(Span(start, start + 13), "ORG"))
    text = f"{TEXT} ({next(NUMBERS)})"
    found = play(
        gloss,
        {**put_bare(store, text, entity), "find": "ferry", "hits": [[start + 8, start + 13]]},
        f"""{SHOWN}
        const all = [shown()];
        g.show(view, {{ ...data, entities: [] }});
        all.push(shown());
        root.querySelector('.finds [aria-label="Put the hits away"]').click();
        all.push(shown());
        g.show(view, data);
        all.push(shown());
        g.show(view, {{ ...data, find: "harbour", hits: [[{start}, {start + 7}]] }});
        all.push(shown(), root.querySelectorAll(".finds[hidden]").length);
        g.show(view, {{ ...data, find: null, hits: [] }});
        all.push(shown(), root.querySelectorAll(".finds[hidden]").length);
        return {{ all }};""",
    )
    assert found["all"] == [["ferry"], ["ferry"], [], [], ["harbour"], 0, [], 1]


def test_five_hundred_hits_among_as_many_marks_are_marked_at_once(
    gloss: Page, store: Store
) -> None:
    text = f"{next(NUMBERS)} " + "harbour Oslo " * 600
    marks = [Span(m.start(), m.end()) for m in re.finditer("Oslo", text)]
    data = put_bare(store, text, *(suggest(Entity(place, "GPE")) for place in marks))
    spans = [[m.start(), m.end()] for m in re.finditer("harbour", text)][:500]
    found = play(
        gloss,
        {**data, "find": "harbour", "hits": spans},
        f"""{SHOWN}
        const start = performance.now();
        delete view.drawn[0].signature;
        g.paint(view);
        const took = performance.now() - start;
        return {{ took, shown: shown(), chip: words(".count") }};""",
    )
    assert found["shown"] == ["harbour"] * 500
    assert found["chip"] == "500 or more hits for “harbour”"
    assert found["took"] < 1500
