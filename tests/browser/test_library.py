"""The library: files in, thousands shown first, searched, filtered, and acted on at once."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import spacy
from playwright.sync_api import Page

from annotator.annotation import Appearance, Article
from annotator.store import Store, articles, jobs, library, outlets, suggestions
from annotator.store.library import Filter
from tests.browser.conftest import Desk, still, until

SENTENCE = "The council of Norden met on Monday and talked about the ferry, said Mira Olsen"


def table(rows: int) -> str:
    lines = (
        f'Ferry {n},{n % 28 + 1} May 2024,"{SENTENCE}, for the {n}. time."' for n in range(rows)
    )
    return "\n".join(["headline,date,body", *lines])


def upload(page: Page, *paths: Path, folder: bool = False) -> None:
    page.get_by_text("Add articles").click()
    page.get_by_role("tab", name="Folder" if folder else "Files").click()
    given = [str(path) for path in paths]
    page.locator("input[type=file]").nth(int(folder)).set_input_files(given[0] if folder else given)


def row(page: Page, number: int, x: int = 120) -> None:
    """A click into a row of the table, counted from 1."""
    shown = page.locator("[data-testid=stDataFrame]").last
    still(page)
    shown.scroll_into_view_if_needed()
    page.wait_for_timeout(600)
    box = shown.bounding_box()
    assert box
    page.mouse.click(box["x"] + x, box["y"] + 35 * number + 16)


@pytest.fixture
def shelf(own_desk: Desk) -> Desk:
    """Three English articles of two outlets and a French one, without suggestions of their own."""
    found = [
        ("One ferry to Lund, said Mira Olsen.", "en", "2024-11-07", "The Guardian"),
        ("Two ferries to Voss, said Jon Falk.", "en", "2024-12", "theguardian.com"),
        ("No boat goes to Oslo.", "en", None, "Le Monde"),
        ("Le bateau ne part plus.", "fr", "2025-01-02", "Le Monde"),
    ]
    articles.add(
        own_desk.store,
        [
            Article(text, language=language, appearances=(Appearance(date, source),))
            for text, language, date, source in found
        ],
        annotator="ada",
    )
    return own_desk


def headlines(store: Store) -> set[str]:
    return {row["headline"] for row in library.page(store, "ada", Filter())}


def test_a_large_import_is_shown_first_and_then_made(own_desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "ferries.csv"
    path.write_text(table(700) + "\nFerry x,,\n")
    page = own_desk.page
    page.goto(f"{own_desk.server.url}library")
    upload(page, path)
    page.get_by_text("ferries.csv: 700 new, 1 unusable. Nothing is added yet.").wait_for()
    assert articles.ids(own_desk.store) == []
    page.get_by_text("Without a date: 0. Languages: English 700.").wait_for()
    page.get_by_text(re.compile(r"ferries\.csv, row 702: no text")).wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the list").click()
    listed = Path(download.value.path()).read_text()
    assert re.fullmatch(r"ferries\.csv, row 702: no text, expected .*\n", listed)
    page.get_by_role("button", name="Add 700 articles").click()
    page.get_by_text("Added: 700 new, 1 unusable.").wait_for(timeout=20000)
    page.get_by_text("Articles: 700.").wait_for()
    assert len(articles.ids(own_desk.store)) == 700
    page.get_by_role("button", name="Close").click()
    until(lambda: jobs.every(own_desk.store) == [], "the list to be empty")
    assert list((own_desk.server.folder / "imports").iterdir()) == []


def test_what_is_in_preview_can_be_forgotten(own_desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "ferries.csv"
    path.write_text(table(60))
    page = own_desk.page
    page.goto(f"{own_desk.server.url}library")
    upload(page, path)
    page.get_by_role("button", name="Forget").click()
    until(lambda: jobs.every(own_desk.store) == [], "the list to be empty")
    assert articles.ids(own_desk.store) == []


def test_columns_that_are_unclear_are_chosen_once(own_desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text(f'a,b\n"{SENTENCE}.","{SENTENCE}, and more."\n')
    page = own_desk.page
    page.goto(f"{own_desk.server.url}library")
    upload(page, path)
    page.get_by_text("odd.csv: which column is the text?").first.wait_for()
    page.locator("[data-testid=stForm] [data-testid=stMultiSelect] input").click()
    page.get_by_role("option", name="b", exact=True).click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Use these columns").click()
    page.get_by_text("Added: 1 new.").wait_for(timeout=20000)
    (article,) = articles.ids(own_desk.store)
    loaded = articles.load(own_desk.store, article)
    assert loaded and loaded.text == f"{SENTENCE}, and more."
    again = tmp_path / "again.csv"
    again.write_text(f'a,b\nx,"{SENTENCE}, once more."\n')
    page.reload()
    upload(page, again)
    until(lambda: len(articles.ids(own_desk.store)) == 2, "the second article", seconds=20)


def test_a_folder_and_an_archive_give_all_their_files(own_desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    (folder / "deeper").mkdir(parents=True)
    (folder / "a.txt").write_text(f"{SENTENCE}.")
    (folder / "deeper" / "b.txt").write_text(f"{SENTENCE} again.")
    (folder / "deeper" / "c.bin").write_bytes(bytes(20))
    page = own_desk.page
    page.goto(f"{own_desk.server.url}library")
    upload(page, folder, folder=True)
    page.get_by_text("Added: 2 new, 1 unusable.").wait_for(timeout=20000)
    page.get_by_text("texts/deeper/c.bin: ").wait_for()
    packed = tmp_path / "more.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("d.txt", f"{SENTENCE} a third time.")
        archive.writestr("../e.txt", "Outside.")
    page.reload()
    upload(page, packed)
    page.get_by_text("Added: 1 new, 1 unusable.").wait_for(timeout=20000)
    assert len(articles.ids(own_desk.store)) == 3


def test_a_name_of_a_file_is_text_and_nothing_else(own_desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "**bold** <img src=x onerror=alert(1)> $x$ [a](b).txt"
    path.write_bytes(b"")
    page = own_desk.page
    page.goto(f"{own_desk.server.url}library")
    upload(page, path)
    page.get_by_text(f"{path.name}: empty, expected an article").wait_for(timeout=20000)


def test_the_filter_stands_in_the_address_and_is_read_from_it(shelf: Desk) -> None:
    page = shelf.page
    page.goto(f"{shelf.server.url}library")
    page.get_by_text("Articles: 4.").wait_for()
    page.get_by_role("button", name="Filters").click()
    page.get_by_label("From").fill("2024-11")
    page.keyboard.press("Enter")
    page.get_by_text("Articles: 3.").wait_for()
    page.locator("[data-testid=stMultiSelect]").filter(has_text="Outlet").locator("input").click()
    page.get_by_role("option", name="The Guardian", exact=True).click()
    page.get_by_text("Articles: 2.").wait_for()
    page.keyboard.press("Escape")
    page.get_by_label("Find").fill("voss")
    page.keyboard.press("Enter")
    page.get_by_text("Articles: 1.").wait_for()
    asked = parse_qs(urlsplit(page.url).query)
    assert asked == {"since": ["2024-11"], "outlet": ["The Guardian"], "words": ["voss"]}
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    page.get_by_text("Articles: 1.").wait_for()
    page.get_by_text("Only: from 2024-11, The Guardian").wait_for()
    page.get_by_role("button", name="Show all").click()
    page.get_by_text("Articles: 4.").wait_for()
    assert urlsplit(page.url).query == ""


def test_a_date_that_is_none_is_told_and_filters_nothing(shelf: Desk) -> None:
    page = shelf.page
    page.goto(f"{shelf.server.url}library?since=soon&language=French")
    page.get_by_text("found 'soon', expected a date").wait_for()
    page.get_by_text("Articles: 1.").wait_for()


def test_the_words_that_were_searched_for_are_marked_in_the_article(shelf: Desk) -> None:
    page = shelf.page
    page.goto(f"{shelf.server.url}library?words=ferr")
    page.get_by_text("Articles: 2.").wait_for()
    row(page, 2)
    page.get_by_text("1 hit for “ferr”").wait_for()
    assert parse_qs(urlsplit(page.url).query)["find"] == ["ferr"]
    assert page.locator(".text").text_content() == "Two ferries to Voss, said Jon Falk."


def test_ticked_articles_are_deleted_after_their_labels_were_named(shelf: Desk) -> None:
    shelf.page.goto(f"{shelf.server.url}?article={articles.ids(shelf.store)[1]}")
    shelf.page.wait_for_selector(".text mark")
    shelf.page.locator("[data-do=skip]").click()
    until(lambda: library.page(shelf.store, "ada", Filter(statuses=("skipped",))), "the skip")
    page = shelf.page
    page.goto(f"{shelf.server.url}library")
    page.get_by_text("Articles: 4.").wait_for()
    assert page.get_by_role("button", name="Delete").is_disabled()
    row(page, 1, x=17)
    page.get_by_text("1 chosen").wait_for()
    row(page, 2, x=17)
    page.get_by_text("2 chosen").wait_for()
    page.get_by_role("button", name="Delete").click()
    page.get_by_text("On these 2 articles hang the layers of ada (1)").wait_for()
    page.get_by_role("button", name="Delete 2 articles").click()
    page.get_by_text("Articles: 2.").wait_for()
    assert headlines(shelf.store) == {"No boat goes to Oslo.", "Le bateau ne part plus."}
    # No tick passes to another article; what the page showed before goes a moment later.
    page.get_by_text(re.compile(r"^\d+ chosen$")).wait_for(state="detached")


def test_all_that_fit_are_assigned_and_come_first_for_their_annotator(shelf: Desk) -> None:
    page = shelf.page
    page.goto(f"{shelf.server.url}library?words=boat")
    page.get_by_text("Articles: 1.").wait_for()
    page.locator("[data-testid=stCheckbox]").click()
    page.get_by_text("1 chosen").wait_for()
    page.get_by_role("button", name="Assign").click()
    page.get_by_label("Annotator").last.fill("ben")
    page.keyboard.press("Enter")
    page.wait_for_timeout(500)  # a click behind what was typed may be lost
    page.get_by_role("button", name="Assign", exact=True).last.click()
    oslo = articles.ids(shelf.store)[2]
    until(lambda: articles.next_open(shelf.store, "ben") == oslo, "the assignment")
    page.goto(f"{shelf.server.url}library?annotator=ben")
    page.get_by_text("Articles: 1.").wait_for()


def test_an_english_pipeline_reads_a_french_text_only_when_it_is_asked(shelf: Desk) -> None:
    page = shelf.page
    french = articles.ids(shelf.store)[3]
    page.goto(f"{shelf.server.url}?article={french}")
    page.get_by_text("the text is French, and the pipeline patterns 1 reads English").wait_for()
    assert suggestions.by(shelf.store, french) is None
    page.goto(f"{shelf.server.url}library?language=French")
    page.get_by_text("Articles: 1.").wait_for()
    row(page, 1, x=17)
    page.get_by_role("button", name="Suggest again").click()
    page.get_by_role("button", name="Suggest for 1").click()
    page.get_by_text("patterns: 1 suggested.").wait_for(timeout=20000)
    assert suggestions.by(shelf.store, french) == "patterns 1"


def test_the_folder_of_any_pipeline_may_be_typed_in(shelf: Desk) -> None:
    folder = shelf.server.folder / "tiny"
    spacy.blank("en", meta={"name": "tiny", "version": "1.2.3"}).to_disk(folder)
    page = shelf.page
    page.goto(f"{shelf.server.url}library?words=Oslo")
    page.get_by_text("Articles: 1.").wait_for()
    row(page, 1, x=17)
    page.get_by_role("button", name="Suggest again").click()
    page.get_by_label("Pipeline").last.fill(str(folder))
    page.keyboard.press("Enter")
    page.wait_for_timeout(500)  # a click behind what was typed may be lost
    page.get_by_role("button", name="Suggest for 1").click()
    oslo = articles.ids(shelf.store)[2]
    until(lambda: suggestions.by(shelf.store, oslo) == "en_tiny 1.2.3", "the suggestion")


def test_spellings_of_an_outlet_are_edited(shelf: Desk) -> None:
    page = shelf.page
    page.goto(f"{shelf.server.url}library")
    page.get_by_text("Articles: 4.").wait_for()
    page.get_by_text("Outlets").click()
    page.get_by_text("count as one outlet").wait_for()
    page.mouse.wheel(0, 900)
    editor = page.locator("[data-testid=stDataFrame]").last
    page.wait_for_timeout(800)
    box = editor.bounding_box()
    assert box
    page.mouse.dblclick(box["x"] + box["width"] / 2, box["y"] + 35 + 16)
    page.locator("#portal textarea, #portal input").first.fill("Le Monde (Paris)")
    page.keyboard.press("Enter")
    until(
        lambda: (
            {"Le Monde (Paris)", "The Guardian"} == {r["name"] for r in outlets.every(shelf.store)}
        ),
        "the new name",
    )


def test_what_somebody_opens_is_suggested_before_all_others(own_desk: Desk) -> None:
    own_desk.page.goto(own_desk.server.url)
    many = [Article(f"{SENTENCE}, for the {n}. time in {2000 + n}.") for n in range(1500)]
    articles.add(own_desk.store, many, annotator="ada")
    last = many[-1].id
    own_desk.page.goto(f"{own_desk.server.url}?article={last}")
    own_desk.page.wait_for_selector(".text mark", timeout=20000)
    assert suggestions.count_missing(own_desk.store) > 100
    own_desk.page.goto(f"{own_desk.server.url}library")
    own_desk.page.get_by_text("Suggestions are on their way for").wait_for()
    until(lambda: not suggestions.missing(own_desk.store), "all of them", seconds=120)


def test_an_import_is_cancelled_and_goes_on_later(own_desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "ferries.csv"
    path.write_text(table(12_000))
    page = own_desk.page
    page.goto(f"{own_desk.server.url}library")
    upload(page, path)
    page.get_by_role("button", name="Add 12,000 articles").click(timeout=30000)
    page.get_by_role("button", name="Cancel").click()
    page.get_by_text("was cancelled").wait_for()
    (job,) = jobs.every(own_desk.store)
    kept = len(articles.ids(own_desk.store))
    assert job.state == "cancelled" and job.done == kept < 12_000
    page.wait_for_timeout(1500)
    assert len(articles.ids(own_desk.store)) == kept
    page.get_by_role("button", name="Go on").click()
    page.get_by_text("Added: 12,000 new.").wait_for(timeout=40000)
    assert len(articles.ids(own_desk.store)) == 12_000
