"""Reviewing in the browser: three people's marks of an article become gold that is measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Locator

from annotator import gold, measuring
from annotator.annotation import Annotation, Article, Entity, Invalid, Quote, Span
from annotator.evaluation.report import Report
from annotator.formats.native import Record
from annotator.mark import State, accept, add, current, suggest
from annotator.store import articles, edits, layers, reviews
from tests.browser.conftest import ME, Desk, until

TEXT = (
    "The port of Lerum will close in May, its director said. “We had no choice 🚢,” Ida Holm "
    "said on Friday. Baltic Lines, the last ferry company, leaves for Ystad."
)
ARTICLE = Article(TEXT, "No ferry to Lerum")
REVIEW = reviews.layer_of(ME)


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


LERUM = Entity(span("Lerum"), "GPE", "Lerum")
MAY = Entity(span("May"), "DATE")
IDA = Entity(span("Ida Holm"), "PERSON", "Ida Holm")
FRIDAY = Entity(span("Friday"), "DATE")
LINES = Entity(span("Baltic Lines"), "ORG", "Baltic Lines")
BALTIC = Entity(span("Baltic"), "LOC", "Baltic")
YSTAD = Entity(span("Ystad"), "GPE", "Ystad")
FERRY = replace(YSTAD, label="PRODUCT")
SAID = Span(span("said on").start, span("said on").start + 4)
CHOICE = Quote((span("“We had no choice 🚢,”"),), "direct", (SAID,), IDA.spans, "Ida Holm", "named")
UNNAMED = replace(CHOICE, speaker=(), speaker_name=None, speaker_status="unnamed")
WORK: dict[str, tuple[Annotation, ...]] = {
    ME: (LERUM, MAY, IDA, FRIDAY, LINES, YSTAD, CHOICE),
    "ben": (LERUM, IDA, BALTIC, YSTAD, CHOICE),
    "cleo": (LERUM, MAY, IDA, FRIDAY, LINES, FERRY, UNNAMED),
}


@pytest.fixture
def three(own_desk: Desk) -> Iterator[Desk]:
    articles.add(own_desk.store, [ARTICLE], annotator=ME)
    for name, values in WORK.items():
        layers.place(own_desk.store, ARTICLE.id, name, State("done"), map(add, values))
    gold.write(own_desk.store, [ARTICLE.id], own_desk.server.gold)
    yield own_desk


def begin(desk: Desk) -> None:
    """From the list of what waits to the open review."""
    page = desk.page
    page.goto(f"{desk.server.url}review")
    table = page.locator("[data-testid=stDataFrame]")
    table.wait_for()
    page.wait_for_timeout(700)
    box = table.bounding_box()
    assert box
    page.mouse.click(box["x"] + 60, box["y"] + 35 + 15)
    page.get_by_role("button", name="Begin the review").click()
    page.locator(".differences li").first.wait_for()
    page.wait_for_selector(".chip .name:not(:empty)")


def state(desk: Desk) -> str:
    return desk.page.locator(".state").text_content() or ""


def left(desk: Desk, number: int) -> None:
    until(lambda: f" {number} of 5 differences open" in state(desk), f"{number} open")


def difference(desk: Desk, words: str) -> Locator:
    """Open the menu of a difference by its words in the list."""
    desk.page.locator(".differences li").filter(has_text=words).locator(".said").click()
    return desk.page.locator(".menu .option")


def reviewed(desk: Desk) -> layers.Layer:
    return desk.layer(ARTICLE, REVIEW)


def test_three_peoples_article_is_reviewed_written_as_gold_and_measured(three: Desk) -> None:
    page, store = three.page, three.store
    begin(three)
    left(three, 5)
    # What all have is done at once, and nobody's edit.
    assert {m.value for m in reviewed(three).marks if m.decision == "accepted"} == {LERUM, IDA}
    assert edits.log(store) == []

    # Looked at without committing: what each has, and where that would be.
    options = difference(three, "Baltic")
    assert options.count() == 3
    assert "ada, cleo" in (options.nth(0).text_content() or "")
    assert "ORG Baltic Lines" in (options.nth(0).text_content() or "")
    options.nth(1).hover()
    shown = "[...(CSS.highlights.get('gloss-selected') ?? [])].map((r) => r.toString())"
    until(lambda: page.evaluate(shown) == ["Baltic"], "the words of ben's option")
    page.keyboard.press("Escape")
    assert page.evaluate(shown) == []
    assert edits.log(store) == []

    # Taken from either, and back.
    difference(three, "Baltic").nth(1).click()
    left(three, 4)
    three.says("Saved")
    assert BALTIC in current(reviewed(three).marks).entities
    assert LINES not in current(reviewed(three).marks).entities
    page.locator("[data-do=undo]").click()
    left(three, 5)
    difference(three, "Baltic").nth(0).click()
    left(three, 4)

    # A rule for all that is left of a label: counted first, undone as one.
    page.get_by_label("Of what").select_option("DATE")
    rule = page.locator(".rule")
    until(lambda: rule.text_content() == "Decide 2", "the number that it decides")
    rule.click()
    left(three, 2)
    page.locator("[data-do=undo]").click()
    left(three, 4)
    page.locator("[data-do=redo]").click()
    left(three, 2)

    # Not done before all is decided.
    page.locator("[data-do=done]").click()
    page.locator(".menu .options").wait_for()
    assert "in progress" in state(three)
    page.keyboard.press("Escape")

    # Corrected: what ada and ben have gets another label; what cleo has is rejected.
    three.click_mark("Ystad")
    three.menu("LOC")
    left(three, 2)
    three.click_mark("Ystad")
    page.locator(".menu .option").first.wait_for()
    if page.locator(".menu .label[aria-pressed=true]").get_attribute("data-label") != "PRODUCT":
        page.locator(".menu").get_by_role("button", name="PRODUCT Ystad").last.click()
    three.menu("✕ Not an entity")
    left(three, 1)

    options = difference(three, "We had no choice")
    assert "who: unnamed" in (options.nth(1).text_content() or "")
    options.nth(1).click()
    left(three, 0)
    page.locator("[data-do=done]").click()
    until(lambda: reviewed(three).state.status == "done", "the review to be done")
    three.says("Saved")

    marks = {mark.value: mark for mark in reviewed(three).marks}
    harbour = replace(YSTAD, label="LOC")
    said = current(reviewed(three).marks)
    assert set(said.entities) == {LERUM, MAY, IDA, FRIDAY, LINES, harbour}
    assert said.quotes == (UNNAMED,)
    assert marks[LERUM].by == (ME, "ben", "cleo")
    assert (marks[LINES].by, marks[LINES].decision) == ((ME, "cleo"), "accepted")
    assert (marks[BALTIC].by, marks[BALTIC].decision) == (("ben",), "rejected")
    assert (marks[harbour].by, marks[harbour].decision) == ((ME, "ben"), "corrected")
    assert marks[FERRY].decision == "rejected"
    assert marks[UNNAMED].by == ("cleo",)
    for name, values in WORK.items():  # and what each of the three marked is as it was
        assert {m.value for m in three.layer(ARTICLE, name).marks} == set(values)

    # Gold on disk, with its provenance, and all three measured by it.
    file = three.server.gold / f"{ARTICLE.id}.jsonl"
    until(lambda: '"reviewed"' in file.read_text(encoding="utf-8"), "the gold of the review")
    every = [one for one in gold.read(three.server.gold) if not isinstance(one, Invalid)]
    assert [one.annotator for one in every] == [ME, REVIEW, "ben", "cleo"]
    assert every[1].origin.reviewed == (ME, "ben", "cleo")
    for name in ("ben", "cleo"):
        page.goto(f"{three.server.url}evaluate?{urlencode({'judge': REVIEW, 'system': name})}")
        metric = page.locator("[data-testid=stMetricValue]").first
        f1 = f"{entities_f1(every, name):.2f}"
        until(lambda m=metric, f1=f1: m.text_content() == f1, f"F1 {f1} of {name}", 20)


def entities_f1(every: list[Record], name: str) -> float:
    by_review = [one for one in every if one.annotator == REVIEW]
    found = measuring.measure(by_review, measuring.by_records(every, name), name)
    f1 = measuring.all_entities(Report([one for one in found if one])).f1
    assert f1 is not None
    return f1


def test_a_review_survives_the_server_and_goes_on(three: Desk) -> None:
    begin(three)
    difference(three, "May").nth(0).click()
    three.says("Saved")
    three.server.kill()
    difference(three, "Friday").nth(0).click()
    three.says("Not saved", 20)
    three.server.start()
    three.says("Saved", 30)
    assert {MAY, FRIDAY} <= set(current(reviewed(three).marks).entities)
    three.page.goto(f"{three.server.url}review?article={ARTICLE.id}")
    three.page.locator(".differences li").first.wait_for()
    left(three, 3)
    three.page.locator("[data-do=undo]").click()
    left(three, 4)


def test_what_is_marked_after_the_review_began_can_still_be_decided(three: Desk) -> None:
    begin(three)
    harbour = Entity(span("port"), "FAC")
    edit = {"client": "other", "seq": 1, "group": "o1", "article": ARTICLE.id, "annotator": "ben"}
    new = {"start": 4, "end": 8, "surface": "port", "label": "FAC", "name": None}
    put = {**new, "decision": "added", "suggested": None, "certainty": None}
    assert edits.take(three.store, [{**edit, "old": None, "new": put}]).refused == ()
    three.page.reload()
    until(lambda: "6 of 6" in state(three), "the new difference")
    difference(three, "port").filter(has_text="nothing").click()
    until(lambda: "5 of 6" in state(three), "it to be decided")
    three.says("Saved")
    decided = {mark.value: (mark.decision, mark.by) for mark in reviewed(three).marks}
    assert decided[harbour] == ("rejected", ("ben",))


def test_a_finished_article_is_compared_with_a_model_in_the_text(desk: Desk) -> None:
    """What differs is drawn and listed, the scores follow a correction, and it can be put away."""
    page = desk.page
    text = TEXT.replace("Lerum", "Kivik")
    article = desk.put(text, suggest(replace(LERUM, name="Kivik")), suggest(FERRY), suggest(CHOICE))
    gold_ = [accept(suggest(replace(LERUM, name="Kivik"))), add(LINES), add(YSTAD)]
    layers.place(desk.store, article.id, ME, State("done"), [*gold_, add(UNNAMED)])
    desk.open(article)
    page.get_by_label("Compare with").select_option("test 1")
    scores = page.locator(".scores")
    until(lambda: "Entities0.500.330.40" in (scores.text_content() or ""), "the scores")
    labels = {
        words: page.locator("mark", has_text=words).first.get_attribute("data-label")
        for words in ("Kivik", "Baltic Lines", "Ystad")
    }
    assert labels == {"Kivik": "gpe", "Baltic Lines": "org≠–", "Ystad": "gpe≠prod"}
    notes = page.locator(".note")
    until(lambda: notes.count() == 2, "the speakers that both have")
    said = [note.get_attribute("data-words") for note in notes.all()]
    assert said == ["unnamed source", "≠ Ida Holm"]
    assert page.locator(".differences li").count() == 3
    desk.click_mark("Ystad")
    desk.menu("PRODUCT")
    until(lambda: "Entities1.000.670.80" in (scores.text_content() or ""), "the new scores")
    assert page.locator(".differences li").count() == 2
    page.get_by_label("Compare with").select_option("")
    until(lambda: scores.count() == 0, "the comparison to go")
    assert page.locator("mark", has_text="Ystad").get_attribute("data-label") == "prod"


def test_an_error_of_the_evaluation_is_shown_in_the_text_with_both_sides(three: Desk) -> None:
    page = three.page
    chosen = urlencode({"judge": "ben", "system": "cleo", "view": "Errors"})
    page.goto(f"{three.server.url}evaluate?{chosen}")
    table = page.locator("[data-testid=stDataFrame]")
    table.wait_for(timeout=20_000)
    page.wait_for_timeout(700)
    box = table.bounding_box()
    assert box
    page.mouse.click(box["x"] + 60, box["y"] + 35 + 15)
    page.locator(".scores").wait_for()
    page.wait_for_url("**of=ben**")
    assert page.get_by_label("Compare with").input_value() == "cleo"
    assert "The labels of ben" in (page.locator(".notice").text_content() or "")
    label = page.locator("mark", has_text="Baltic").first.get_attribute("data-label")
    assert label == "loc≠org"
    # They are not mine to change.
    three.click_mark("Lerum", page)
    three.menu("ORG")
    page.wait_for_timeout(300)
    assert LERUM in three.said(ARTICLE).entities
    assert edits.log(three.store) == []
    assert page.locator("[data-do=done]").is_disabled()
