"""From page to page as a person would: library, charts, evaluation, next and previous."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from annotator import releases
from annotator.annotation import Appearance, Entity, Span
from annotator.mark import suggest
from annotator.store import articles, library, suggestions
from tests.browser.conftest import Desk, Server, until

SAMPLES = Path(__file__).parents[2] / "data" / "samples"


def entity(text: str, words: str, label: str):  # type: ignore[no-untyped-def]
    start = text.index(words)
    return suggest(Entity(Span(start, start + len(words)), label, words))


@pytest.fixture
def three(own_desk: Desk) -> Desk:
    for number, town in enumerate(("Oslo", "Bergen", "Voss"), 1):
        text = f"Mira Olsen went to {town}, she said. The {number} of them waited."
        marks = [entity(text, "Mira Olsen", "PERSON"), entity(text, town, "GPE")]
        own_desk.put(text, *marks, title=town, appearances=(Appearance(f"2025-03-0{number}"),))
    return own_desk


def test_done_opens_the_next_article_each_time(three: Desk) -> None:
    page = three.page
    page.goto(three.server.url)
    for town in ("Oslo", "Bergen", "Voss"):
        until(lambda town=town: page.locator("h1").text_content() == town, town)
        page.wait_for_timeout(400)  # closer clicks are taken for one double click
        page.locator("[data-do=done]").click()
    until(lambda: len(list(three.server.gold.glob("*.jsonl"))) == 3, "three gold files")
    page.locator("[data-do=previous]").click()
    until(lambda: page.locator("h1").text_content() == "Bergen", "the article before")
    page.wait_for_url(f"**article={articles.ids(three.store)[1]}*")


def test_a_click_in_the_library_opens_the_article(three: Desk) -> None:
    page = three.page
    page.goto(f"{three.server.url}library")
    table = page.locator("[data-testid=stDataFrame]")
    table.wait_for()
    page.wait_for_timeout(500)
    box = table.bounding_box()
    assert box
    page.mouse.click(box["x"] + 60, box["y"] + 35 * 2 + 15)  # the second row
    until(lambda: page.locator("h1", has_text="Bergen").count(), "the article")


def test_the_library_finds_words_in_the_text(three: Desk) -> None:
    page = three.page
    page.goto(f"{three.server.url}library")
    page.get_by_label("Find").fill("voss")
    page.keyboard.press("Enter")
    page.get_by_text("Articles: 1.").wait_for()
    assert "words=voss" in page.url


def test_pasted_text_becomes_an_article_with_its_date_and_suggestions(own_desk: Desk) -> None:
    page = own_desk.page
    page.goto(f"{own_desk.server.url}library")
    page.get_by_text("Add articles").click()
    pasted = " date 2024-11-07 Spokeswoman Ida Moe met Jon Falk in Oslo."
    page.get_by_label("Text", exact=True).fill(pasted)
    page.get_by_role("button", name="Add this text").click()
    page.get_by_text("Added: 1 new.").wait_for()
    (row,) = library.page(own_desk.store, "ada", library.Filter())
    article = articles.load(own_desk.store, row["id"])
    assert article and article.published == "2024-11-07"
    assert article.text == "Spokeswoman Ida Moe met Jon Falk in Oslo."
    until(lambda: not suggestions.missing(own_desk.store), "suggestions", seconds=20)
    page.goto(own_desk.server.url)
    page.wait_for_selector(".text mark")
    assert page.locator("h1.standin").text_content() == article.text
    assert "Oslo" in page.locator(".text mark").all_text_contents()


def test_an_uploaded_file_in_a_legacy_encoding_is_added_and_a_bad_one_named(
    own_desk: Desk, tmp_path: Path
) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_bytes("“We know Zoë Müller,” she said in Genève.".encode("cp1252"))
    bad.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    page = own_desk.page
    page.goto(f"{own_desk.server.url}library")
    page.get_by_text("Add articles").click()
    page.get_by_role("tab", name="Files").click()
    page.locator("input[type=file]").first.set_input_files([good, bad])
    page.get_by_text("Added: 1 new, 1 unusable.").wait_for()
    assert page.get_by_text(re.compile(r"bad\.txt: ")).count() == 1
    (row,) = library.page(own_desk.store, "ada", library.Filter())
    article = articles.load(own_desk.store, row["id"])
    assert article and article.text == "“We know Zoë Müller,” she said in Genève."


def test_the_fields_of_an_article_can_be_edited_and_it_can_be_deleted(three: Desk) -> None:
    page = three.page
    page.goto(three.server.url)
    page.get_by_text("About this article").click()
    page.get_by_label("Title").fill("A trip to Oslo")
    page.get_by_label("Source").fill("The Fjord Post")
    page.get_by_label("Date").fill("7 November 2024")
    page.get_by_role("button", name="Save", exact=True).last.click()
    until(lambda: page.locator("h1").text_content() == "A trip to Oslo", "the new title")
    assert page.locator(".kicker").text_content() == "The Fjord Post · 7 November 2024"
    first = articles.ids(three.store)[0]
    page.get_by_text("Suggestions, export, deletion").click()
    page.get_by_text("On it hang the labels of nobody").wait_for()
    page.get_by_role("button", name="Delete this article").click()
    until(lambda: first not in articles.ids(three.store), "the deletion")
    until(lambda: page.locator("h1").text_content() == "Bergen", "the next article")


def test_gold_is_evaluated(three: Desk) -> None:
    page = three.page
    page.goto(f"{three.server.url}evaluate")
    page.get_by_text("There is no gold yet").wait_for()
    page.goto(three.server.url)
    page.locator("[data-do=done]").click()
    until(lambda: list(three.server.gold.glob("*.jsonl")), "the gold file")
    page.goto(f"{three.server.url}evaluate")
    page.get_by_text(re.compile(r"^1 annotated article in gold")).wait_for(timeout=20000)
    page.get_by_text("Entities: F1").wait_for()
    for view, shown in (("Confusion", "As a table"), ("Quotes", "cue, speaker, kind"),
                        ("Errors", "A click opens the place"),
                        ("Agreement", "two people are done with")):  # fmt: skip
        page.get_by_role("radio", name=view).click()
        page.get_by_text(shown).first.wait_for()
    form = page.get_by_text("Release this gold")
    until(lambda: form.count() == 1, "the form, once the view before has gone")
    form.click()
    page.get_by_label("Name", exact=True).fill("first")
    page.wait_for_timeout(500)  # a click right behind typing may be lost
    page.get_by_role("button", name="Release", exact=True).click()
    page.get_by_text("1 article released as first.").wait_for()
    page.goto(f"{three.server.url}evaluate?gold=first")
    page.get_by_text(re.compile(r"^1 annotated article in gold")).wait_for(timeout=20000)
    assert releases.names(three.server.gold / releases.FOLDER) == ["first"]


def test_the_first_start_shows_a_highlighted_sample(
    tmp_path: Path,
    new_page,  # type: ignore[no-untyped-def]
) -> None:
    environment = {"GLOSS_SAMPLES": str(SAMPLES), "GLOSS_PIPELINE": ""}  # as it comes
    server = Server(tmp_path, environment=environment)
    server.start()
    page = new_page()
    outside: list[str] = []
    page.on(
        "request",
        lambda r: (
            None if r.url.startswith((server.url, "data:", "blob:")) else outside.append(r.url)
        ),
    )
    try:
        page.goto(server.url)
        page.wait_for_selector(".text mark", timeout=60000)  # the pipeline is loaded meanwhile
        assert page.locator(".place").text_content() == f"1 of {len(list(SAMPLES.glob('*.txt')))}"
        assert outside == []  # nothing is fetched from anywhere else
    finally:
        server.kill()
