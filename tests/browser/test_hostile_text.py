"""Text from outside is shown as text, with the right offsets, whatever stands in it."""

from __future__ import annotations

import pytest

from annotator import gold
from annotator.annotation import Entity, Span
from annotator.mark import SUGGESTIONS, Origin, State, add, suggest
from annotator.store import layers
from tests.browser.conftest import Desk, until

UGLY = (
    "The 👨‍👩‍👧‍👦 family 🇳🇴🇨🇭 met Zoe\u0301 Lund at cafe\u0301 Nord.\r\n\r\n"
    "<script>window.broken = 1</script> &amp; ]]> <img src=x onerror='window.broken=2'>\r\n"
    "شركة النفط\u00a0said\u2028“50\u00a0%\u200b”\tand  that\u2029was 🧑🏽‍🚀 Ida Moe.\n\n\n"
    "$x^2$ :smile: **bold**\n"
)


def shown(desk: Desk) -> str:
    return "".join(
        desk.page.locator(".text .paragraph").evaluate_all("all => all.map(p => p.textContent)")
    )


def test_every_code_point_is_shown_and_nothing_is_executed(desk: Desk) -> None:
    article = desk.put(UGLY, title="<i>Title</i> & {{7*7}}")
    desk.open(article)
    assert shown(desk) == UGLY
    assert desk.page.locator("h1").text_content() == "<i>Title</i> & {{7*7}}"
    assert desk.page.evaluate("window.broken") is None
    assert desk.page.locator(".text script, .text img, .text b").count() == 0


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("Ida Moe", "PERSON"),
        ("Zoe\u0301 Lund", "PERSON"),
        ("cafe\u0301 Nord", "ORG"),
        ("النفط", "ORG"),
    ],
)
def test_a_drag_behind_emoji_and_marks_is_right_to_the_code_point(
    desk: Desk, words: str, label: str
) -> None:
    article = desk.put(UGLY + words)  # a text of its own for each case
    desk.open(article)
    desk.drag(words)
    desk.menu(label)
    until(lambda: desk.labels(article) == [(words, label)], "the entity")
    start = UGLY.index(words)
    assert desk.said(article).entities[0].span == Span(start, start + len(words))


def test_suggestions_behind_emoji_are_drawn_where_they_stand(desk: Desk) -> None:
    start = UGLY.index("Ida Moe")
    article = desk.put(UGLY + "!", suggest(Entity(Span(start, start + 7), "PERSON")))
    desk.open(article)
    assert desk.page.locator(".text mark").all_text_contents() == ["Ida Moe"]


def test_marks_do_not_move_lines(desk: Desk) -> None:
    text = "Mira Olsen and Jon Falk went from Oslo to Bergen by way of Voss and back. " * 12
    article = desk.put(text)
    desk.open(article)
    before = desk.page.locator(".paragraph").first.bounding_box()
    desk.page.locator("[data-arm=PERSON]").click()
    desk.drag("Jon Falk")
    until(lambda: desk.labels(article), "the entity")
    after = desk.page.locator(".paragraph").first.bounding_box()
    assert before and after and before["height"] == after["height"]


HOSTILE = "<img src=x onerror='window.broken=3'> ![x](https://x.test/y) **B**"


def test_names_and_titles_are_text_on_every_page(own_desk: Desk) -> None:
    page, store = own_desk.page, own_desk.store
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    article = own_desk.put("Rain fell on Oslo, she said.", title=f"Title {HOSTILE}")
    oslo = add(Entity(Span(13, 17), "GPE", HOSTILE))
    for name in (f"ann {HOSTILE}", f"ben {HOSTILE}", f"eve {HOSTILE} (review)"):
        reviewed = Origin(reviewed=("a", "b")) if name.endswith("(review)") else SUGGESTIONS
        layers.place(store, article.id, name, State("done"), [oslo], reviewed)
    gold.write(store, [article.id], own_desk.server.gold)
    for path, words in (
        ("", "Title <img"),
        (f"?article={article.id}&of=ann {HOSTILE}&against=ben {HOSTILE}", "Title <img"),
        ("library", "Library"),
        ("entities", "Entities"),
        ("review", "reviewed by"),
        (f"review?article={article.id}", "eve <img"),
        ("evaluate", "Evaluate"),
        ("evaluate?view=Agreement", "Evaluate"),
        ("evaluate?view=Suggestions", "Evaluate"),
        ("evaluate?view=Errors", "Evaluate"),
    ):
        page.goto(own_desk.server.url + path)
        until(lambda words=words: page.get_by_text(words).count(), f"{path} to say {words}", 20)
        page.wait_for_timeout(1000)
        assert page.locator("img[src=x], img[alt=x], strong:text('B')").count() == 0, path
        assert page.evaluate("window.broken") is None, path
    page.goto(f"{own_desk.server.url}review?article={article.id}")
    page.get_by_role("button", name="Begin the review").click()
    page.locator(".state").wait_for()
    page.wait_for_timeout(500)
    assert page.evaluate("window.broken") is None
    assert page.locator("img[src=x]").count() == 0
    assert not [url for url in asked if url.startswith("https://x.test")]
