"""Names on their page: ticked and merged, split in an article, and all of it taken back."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from playwright.sync_api import Page

from annotator.annotation import Entity, Span
from annotator.mark import suggest
from annotator.store import names
from tests.browser.conftest import ME, Desk, still, until

UGLY = "<img src=x onerror='window.broken=1'> **B** ![x](https://x.test/y)"


@pytest.fixture
def roll(own_desk: Desk) -> Desk:
    """UN four times and U.N. three times, both ORG; two people called Jon Falk; an ugly name."""
    for number, words in enumerate(("UN", "UN", "UN", "UN", "U.N.", "U.N.", "U.N.")):
        text = f"{words} met for the {number}. time."
        mark = suggest(Entity(Span(0, len(words)), "ORG", words))
        own_desk.put(text, mark, title=f"Meeting {number}")
    for headline in ("Falk scores", "Falk resigns"):
        mark = suggest(Entity(Span(0, 8), "PERSON", "Jon Falk"))
        own_desk.put(f"Jon Falk: {headline}.", mark, title=headline)
    own_desk.put("It rained.", suggest(Entity(Span(0, 2), "ORG", UGLY)), title=UGLY)
    return own_desk


def tick(page: Page, *rows: int, table: int = 0) -> None:
    """Tick rows of a table, counted from 1."""
    shown = page.locator("[data-testid=stDataFrame]").nth(table)
    shown.wait_for()
    still(page)
    shown.scroll_into_view_if_needed()
    page.wait_for_timeout(700)
    for row in rows:
        box = shown.bounding_box()
        assert box
        page.mouse.click(box["x"] + 18, box["y"] + 35 * row + 16)
        page.wait_for_timeout(300)


def says(page: Page, words: str) -> None:
    page.get_by_text(words).first.wait_for()


def decided(desk: Desk) -> Sequence[tuple[str, str]]:
    return [(one.spelling, one.name) for one in names.decisions(desk.store)]


def test_two_are_ticked_and_merged_and_that_is_undone(roll: Desk) -> None:
    page = roll.page
    page.goto(f"{roll.server.url}names")
    says(page, "4 names.")
    tick(page, 1, 2)
    page.get_by_role("button", name="Merge 2").click()
    says(page, "3 names.")
    assert decided(roll) == [("U.N.", "UN"), ("UN", "UN")]
    assert {one.decided_by for one in names.decisions(roll.store)} == {ME}
    says(page, "“U.N.”: now “UN”")
    # Its spellings are listed, and one is set apart.
    tick(page, 1)
    tick(page, 2, table=1)
    page.get_by_role("button", name="Set apart").click()
    says(page, "4 names.")
    assert decided(roll) == [("U.N.", "U.N."), ("UN", "UN")]
    page.get_by_role("button", name="Undo").click()
    says(page, "3 names.")
    assert decided(roll) == [("U.N.", "UN"), ("UN", "UN")]


def test_a_name_is_renamed_split_in_an_article_and_taken_back(roll: Desk) -> None:
    page = roll.page
    page.goto(f"{roll.server.url}names?find=falk")
    says(page, "1 name.")
    tick(page, 1)
    tick(page, 1, table=1)
    name = page.get_by_role("textbox", name="The name in 1 article")
    name.fill("Jon Falk (minister)")
    name.press("Tab")
    page.get_by_role("button", name="Split off").click()
    says(page, "2 names.")
    (one,) = names.decisions(roll.store)
    assert (one.spelling, one.name) == ("Jon Falk", "Jon Falk (minister)")
    assert one.article

    page.get_by_text("Decisions", exact=True).click()
    says(page, "1 decision")
    tick(page, 1)
    page.get_by_role("button", name="Take back 1").click()
    until(lambda: not names.decisions(roll.store), "no decision")
    says(page, "Nothing is decided yet.")

    page.goto(f"{roll.server.url}names?find=falk")
    says(page, "1 name.")
    tick(page, 1)
    name = page.get_by_role("textbox", name="New name")
    until(lambda: name.is_enabled() and name.input_value() == "Jon Falk", "the name")
    name.fill("John Falk")
    name.press("Tab")
    page.get_by_role("button", name="Rename").click()
    until(lambda: decided(roll) == [("Jon Falk", "John Falk")], "the new name")


def test_proposals_are_accepted_at_once(roll: Desk) -> None:
    page = roll.page
    page.goto(f"{roll.server.url}names?view=Proposals")
    says(page, "1 pair of names")
    page.get_by_role("button", name="Merge all 1").click()
    says(page, "No two names look like one")
    assert decided(roll) == [("U.N.", "UN"), ("UN", "UN")]


def test_names_are_text(roll: Desk) -> None:
    page = roll.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{roll.server.url}names?find=img")
    says(page, "1 name.")
    tick(page, 1)
    page.get_by_role("heading", name="<img src=x").wait_for()
    new = page.get_by_role("textbox", name="New name")
    new.fill(f"{UGLY}!")
    new.press("Tab")
    page.get_by_role("button", name="Rename").click()
    says(page, "now “<img src=x")
    page.get_by_role("textbox", name="Find").fill("")
    page.get_by_role("textbox", name="Find").press("Enter")
    says(page, "4 names.")
    tick(page, 1, 4)
    page.locator("[data-testid=stSelectbox]").click()
    page.get_by_role("option").nth(1).click()
    page.get_by_role("button", name="Merge 2").click()
    says(page, "3 names.")
    page.get_by_text("Decisions", exact=True).click()
    says(page, "2 decisions")
    assert page.evaluate("window.broken") is None
    assert page.locator("img[src=x], img[alt=x], strong:text('B')").count() == 0
    assert not [url for url in asked if url.startswith("https://x.test")]
