"""From charts to the sentence: what is picked filters the rest, and leads to its place."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator

from annotator.annotation import Appearance, Article, Entity, Quote, Span
from annotator.mark import suggest
from annotator.store import articles, layers
from tests import newsroom
from tests.browser.conftest import ME, Desk, still, until


@pytest.fixture
def room(own_desk: Desk) -> Iterator[Desk]:
    """Sixty articles over two years, of twenty outlets."""
    with own_desk.store.writing() as connection:
        for found, marks in newsroom.articles(60, 3, entities=8, quotes=2):
            articles.add_within(connection, [found], annotator=ME)
            layers.suggest_within(connection, found, "model 1", marks)
    yield own_desk


def chart(desk: Desk, heading: str) -> Locator:
    """The first chart behind a heading, drawn."""
    page = desk.page
    page.get_by_role("heading", name=heading, exact=True).wait_for(timeout=20_000)
    found = page.locator(
        f"xpath=//*[self::h2 or self::h3][normalize-space()='{heading}']"
        "/following::*[@data-testid='stVegaLiteChart'][1]"
    )
    found.locator("canvas, svg").first.wait_for()
    still(page)
    found.scroll_into_view_if_needed()
    page.wait_for_timeout(800)
    return found


def click(desk: Desk, found: Locator, x: float, y: float) -> None:
    """Click at a share of the width and so many pixels below the top."""
    box = found.bounding_box()
    assert box
    desk.page.mouse.click(box["x"] + box["width"] * x, box["y"] + y)


def asked(desk: Desk) -> dict[str, list[str]]:
    # Asked of the page itself: what the test knows of it stands still while it sleeps.
    return parse_qs(urlsplit(desk.page.evaluate("location.href")).query)


def open_row(desk: Desk, heading: str, row: int) -> None:
    """Click the first cell of a row of the table behind a heading."""
    page = desk.page
    page.get_by_role("heading", name=heading).wait_for()
    still(page)
    table = page.locator(
        f"xpath=//*[self::h2 or self::h3][starts-with(normalize-space(), '{heading}')]"
        "/following::*[@data-testid='stDataFrame'][1]"
    )
    table.scroll_into_view_if_needed()
    page.wait_for_timeout(700)
    box = table.bounding_box()
    assert box
    page.mouse.click(box["x"] + 60, box["y"] + 35 * row + 15)


def lit(desk: Desk) -> str:
    """The words that the reader lights up, once it does."""
    desk.page.locator(".text mark.lit").first.wait_for()
    return "".join(desk.page.locator(".text mark.lit").all_text_contents())


def test_a_name_picked_on_a_chart_leads_to_its_sentence_and_back(room: Desk) -> None:
    page = room.page
    page.goto(f"{room.server.url}entities")
    click(room, chart(room, "Most frequent names"), 0.4, 45)  # the longest bar
    until(lambda: "name" in asked(room), "the name in the address")
    (name,) = asked(room)["name"]
    page.get_by_role("heading", name=name, exact=True).wait_for()
    open_row(room, "What is said of it", 1)
    page.wait_for_url("**at=*")
    assert lit(room) == name
    page.go_back()
    page.get_by_role("heading", name=name, exact=True).wait_for()
    page.get_by_role("button", name=f"Name: {name}").click()
    page.get_by_role("heading", name="Rising and falling").wait_for()
    assert "name" not in asked(room)


def test_a_stretch_of_time_filters_all_that_is_counted(room: Desk) -> None:
    page = room.page
    page.goto(f"{room.server.url}entities")
    page.get_by_text("60 articles: 60 only suggested").wait_for(timeout=20_000)
    time = chart(room, "Over time")
    box = time.bounding_box()
    assert box
    y = box["y"] + box["height"] * 0.4
    page.mouse.move(box["x"] + box["width"] * 0.3, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.4, y, steps=4)
    page.mouse.move(box["x"] + box["width"] * 0.5, y, steps=4)
    page.mouse.up()
    until(lambda: {"since", "until"} <= set(asked(room)), "the dates in the address")
    (since,), (end,) = asked(room)["since"], asked(room)["until"]
    assert "2024-01-01" < since < end < "2026-01-01"
    inside = [
        found
        for found, _ in newsroom.articles(60, 3, entities=8, quotes=2)
        if since <= str(found.published) <= end
    ]
    assert 0 < len(inside) < 60
    page.get_by_text(f"{len(inside)} articles: {len(inside)} only suggested").wait_for()
    page.get_by_role("button", name="Show all").click()
    page.get_by_text("60 articles: 60 only suggested").wait_for()


def test_a_speaker_picked_on_a_chart_leads_to_a_quote_in_its_article(room: Desk) -> None:
    page = room.page
    page.goto(f"{room.server.url}voices")
    click(room, chart(room, "Quoted words by speaker"), 0.3, 45)
    until(lambda: "speaker" in asked(room), "the speaker in the address")
    (speaker,) = asked(room)["speaker"]
    page.get_by_role("button", name=f"Speaker: {speaker}").wait_for()
    open_row(room, "What was said", 1)
    page.wait_for_url("**at=*")
    assert lit(room).startswith("“We saw the ")
    (at,) = asked(room)["at"]
    (key,) = asked(room)["article"]
    start = int(at.split("-")[0])
    quotes = {
        mark.value.start: mark.value
        for found, marks in newsroom.articles(60, 3, entities=8, quotes=2)
        for mark in marks
        if found.id == key and isinstance(mark.value, Quote)
    }
    assert quotes[start].speaker_name == speaker


def test_a_view_can_be_sent_as_an_address(room: Desk) -> None:
    page = room.page
    wanted = [
        found
        for found, _ in newsroom.articles(60, 3, entities=8, quotes=2)
        if str(found.published) >= "2025" and found.appearances[0].source == "The Oslo Post"
    ]
    assert wanted
    page.goto(f"{room.server.url}voices?since=2025&outlet=The+Oslo+Post&on=best")
    number = f"{len(wanted)} article{'s' if len(wanted) > 1 else ''}: "
    page.get_by_text(number).wait_for(timeout=20_000)
    page.get_by_text("Only: from 2025, The Oslo Post").wait_for()
    page.goto(f"{room.server.url}entities?on=gold")
    page.get_by_text("No article counts here.").wait_for(timeout=20_000)


def test_one_article_of_one_day_looks_right_too(own_desk: Desk) -> None:
    page = own_desk.page
    text = "Ida Moe <b>said</b> that $5 was ‮all‬ 🚢. “No 100 %,” Ida Moe said."
    first = suggest(Entity(Span(0, 7), "PERSON", "Ida Moe"))
    start = text.index("“")
    span = Span(start, text.index("”") + 1)
    quote = suggest(Quote((span,), "direct", (), (), "Ida Moe", "named"))
    shown = (Appearance("2025-03-01", "The <i>Post</i> *x*"),)
    own_desk.put(text, first, quote, appearances=shown)
    for path, heading in (("entities", "Together in articles"), ("voices", "Who says, who claims")):
        page.goto(own_desk.server.url + path)
        page.get_by_role("heading", name=heading).wait_for(timeout=20_000)
        page.wait_for_timeout(800)
        page.get_by_text("1 article: 1 only suggested.").wait_for()
        assert page.locator("[data-testid=stException], vega-embed .error").count() == 0
        assert page.locator("i:text-is('Post')").count() == 0


def test_what_is_corrected_counts_at_once(own_desk: Desk) -> None:
    page = own_desk.page
    text = "Ida Moe left Oslo."
    article: Article = own_desk.put(text, suggest(Entity(Span(0, 7), "ORG", "Ida Moe")))
    page.goto(f"{own_desk.server.url}entities?name=Ida+Moe")
    page.get_by_text("1 article: 1 only suggested.").wait_for(timeout=20_000)
    own_desk.open(article)
    own_desk.click_mark("Ida Moe")
    own_desk.menu("PERSON")
    page.locator("[data-do=done]").click()
    until(lambda: own_desk.layer(article).state.status == "done", "it to be done")
    page.goto(f"{own_desk.server.url}entities?name=Ida+Moe&on=gold")
    page.get_by_text("1 article: 1 in gold.").wait_for(timeout=20_000)
    page.get_by_role("heading", name="What is said of it: 1 passages").wait_for()


def test_a_chart_and_a_view_are_downloaded_as_files(room: Desk) -> None:
    page = room.page
    page.goto(f"{room.server.url}voices?since=2025")
    found = chart(room, "Quoted words by speaker")
    found.locator("xpath=following::button[contains(., 'Table and files')][1]").click()
    for kind, begins in (("CSV", b"speaker,kind,words"), ("SVG", b"<svg"), ("PNG", b"\x89PNG")):
        with page.expect_download() as got:
            page.get_by_role("button", name=kind, exact=True).click()
        content = got.value.path().read_bytes()
        assert content.startswith(begins)
        assert got.value.suggested_filename == f"speakers.{kind.lower()}"
    page.keyboard.press("Escape")
    page.wait_for_timeout(500)
    with page.expect_download(timeout=60_000) as got:
        page.get_by_role("button", name="Report of this view").click()
    text = got.value.path().read_text(encoding="utf-8")
    assert text.count("<figure><svg") >= 6
    assert "Only: from 2025" in text
    assert "only suggested" in text
