"""What a person does with the mouse, and what the store holds afterwards."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

from annotator.annotation import Article, Entity, Quote, Span
from annotator.mark import Mark, suggest
from annotator.sharing import Task
from annotator.store import library
from tests.browser.conftest import ME, Desk, until

NUMBERS = count(1)
TEXT = (
    "Mira Olsen met Jon Falk in Oslo on Friday. “We will build it,” she said, “and soon.”\n\n"
    "The ministry had no comment."
)


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def entity(words: str, label: str, name: str | None = None) -> Mark:
    return suggest(Entity(span(words), label, name))


MIRA = entity("Mira Olsen", "PERSON", "Mira Olsen")
JON = entity("Jon Falk", "ORG")
QUOTE = suggest(
    Quote(
        (span("“We will build it,”"), span("“and soon.”")),
        "direct",
        (span("said"),),
        (span("she"),),
    )
)


def put(desk: Desk, *marks: Mark) -> Article:
    """An article of its own for each test, since all of them share a server."""
    return desk.put(f"{TEXT} ({next(NUMBERS)})", *(marks or (MIRA, JON, QUOTE)))


def test_looking_never_commits(desk: Desk) -> None:
    article = put(desk)
    desk.open(article)
    desk.click_mark("Jon Falk")
    desk.page.keyboard.press("Escape")
    desk.page.wait_for_timeout(300)
    assert desk.layer(article).state.status == "new"


def test_a_speaker_who_is_only_guessed_bears_a_question_mark_until_somebody_decides(
    desk: Desk,
) -> None:
    guess = replace(QUOTE.value, speaker_name="Mira Olsen", speaker_status="named")
    article = put(desk, MIRA, JON, suggest(guess, 0.4))
    desk.open(article)
    note = desk.page.locator(".note")
    assert note.get_attribute("data-words") == "Mira Olsen ?"
    assert (note.get_attribute("aria-label") or "").endswith("Mira Olsen ?")
    note.click()
    desk.menu("✓ Accept")
    desk.page.locator(".note[data-words='Mira Olsen']").wait_for()


def test_who_reads_blind_sees_no_suggestions_and_is_told_so(desk: Desk) -> None:
    article = put(desk)
    library.assign(desk.store, [Task(article.id, ME, blind=True)], annotator="Zoe")
    desk.open(article)
    desk.page.get_by_text("read without suggestions").wait_for()
    assert desk.page.locator(".text mark").count() == 0
    desk.drag("Oslo")
    desk.menu("GPE")
    until(lambda: desk.labels(article) == [("Oslo", "GPE")], "the only label")


def test_correct_with_the_mouse_and_find_it_in_the_store(desk: Desk) -> None:
    page = desk.page
    article = put(desk)
    desk.open(article)

    desk.click_mark("Jon Falk")
    desk.menu("PERSON")
    until(lambda: ("Jon Falk", "PERSON") in desk.labels(article), "the relabelled entity")
    relabelled = next(m for m in desk.layer(article).marks if m.value.start == span("Jon").start)
    assert relabelled.decision == "corrected"
    assert relabelled.suggested == JON.value

    desk.drag("Oslo")
    desk.menu("GPE")
    until(lambda: ("Oslo", "GPE") in desk.labels(article), "the added entity")

    page.locator("[data-arm='DATE']").click()
    desk.drag("Friday")
    until(lambda: ("Friday", "DATE") in desk.labels(article), "the entity of the armed label")
    page.keyboard.press("Escape")

    desk.click_mark("Mira Olsen")
    desk.menu("✕ Not an entity")
    until(lambda: ("Mira Olsen", "PERSON") not in desk.labels(article), "the removal")
    assert desk.layer(article).marks[0].decision == "rejected"

    page.locator("[data-do=undo]").click()
    until(lambda: ("Mira Olsen", "PERSON") in desk.labels(article), "the undone removal")
    page.locator("[data-do=redo]").click()
    until(lambda: ("Mira Olsen", "PERSON") not in desk.labels(article), "the removal again")
    page.locator("[data-do=undo]").click()

    page.locator(".note").first.click()
    desk.menu("Mira Olsen")
    quote = until(lambda: [q for q in desk.said(article).quotes if q.speaker_name], "the speaker")[
        0
    ]
    assert (quote.speaker_name, quote.speaker_status) == ("Mira Olsen", "named")
    assert quote.speaker == (span("she"),)  # the pronoun stays the mention in the text
    assert quote.content == QUOTE.value.content  # type: ignore[union-attr]

    desk.says("Saved")
    page.reload()
    page.wait_for_selector(".text mark")
    assert page.locator("mark[data-label=date]").text_content() == "Friday"
    assert page.locator(".note").first.get_attribute("data-words") == "Mira Olsen"
    page.locator("[data-do=undo]").click()  # undo works over reloads
    until(lambda: not desk.said(article).quotes[0].speaker_name, "the undone speaker")


def test_a_new_quote_with_cue_speaker_and_kind(desk: Desk) -> None:
    page = desk.page
    article = put(desk, MIRA)
    desk.open(article)
    desk.drag("We will build it,")
    desk.menu("Quote")
    until(lambda: desk.said(article).quotes, "the quote")
    assert desk.said(article).quotes[0].content == (span("“We will build it,”"),)

    desk.drag("and soon.")
    desk.menu("content")
    until(lambda: len(desk.said(article).quotes[0].content) == 2, "the second content span")

    page.locator(".note").first.click()
    desk.menu("cue")
    desk.drag("said")
    until(lambda: desk.said(article).quotes[0].cue == (span("said"),), "the cue")

    page.locator(".note").first.click()
    desk.menu("speaker")
    desk.click_mark("Mira Olsen")
    until(lambda: desk.said(article).quotes[0].speaker == (span("Mira Olsen"),), "the speaker")
    assert desk.said(article).quotes[0].speaker_name == "Mira Olsen"

    page.locator(".note").first.click()
    desk.menu("mixed")
    until(lambda: desk.said(article).quotes[0].kind == "mixed", "the kind")


def test_accept_all_is_undone_as_one_and_done_writes_gold(desk: Desk) -> None:
    page = desk.page
    article = put(desk)
    desk.open(article)
    page.locator("[data-do=acceptAll]").click()
    until(lambda: {m.decision for m in desk.layer(article).marks} == {"accepted"}, "all accepted")
    page.locator("[data-do=undo]").click()
    until(lambda: {m.decision for m in desk.layer(article).marks} == {None}, "all open again")
    page.locator("[data-do=done]").click()
    gold = desk.server.gold / f"{article.id}.jsonl"
    until(gold.exists, "the gold file")
    assert f'"annotator": "{ME}", "status": "done"' in gold.read_text()
    assert desk.layer(article).state.status == "done"
    page.locator("[data-do=undo]").click()
    until(lambda: not gold.exists(), "the gold of an article that is no longer done to go")


def test_flag_with_a_note_rename_and_skip(desk: Desk) -> None:
    page = desk.page
    article = put(desk)
    desk.open(article)
    page.locator("[data-do=flag]").click()
    page.locator(".menu input").fill("Is this satire?")
    page.keyboard.press("Enter")
    until(lambda: desk.layer(article).state.flag == "Is this satire?", "the flag")
    desk.click_mark("Jon Falk")
    page.locator(".menu input").fill("Jon Håkon Falk")
    page.keyboard.press("Enter")
    until(lambda: desk.said(article).entities[1].name == "Jon Håkon Falk", "the name")
    page.locator("[data-do=skip]").click()
    until(lambda: desk.layer(article).state.status == "skipped", "the skipped state")


def test_nested_spans_can_each_be_reached(desk: Desk) -> None:
    inner = suggest(Entity(span("Olsen"), "ORG"))
    article = put(desk, MIRA, inner)
    desk.open(article)
    desk.click_mark("Olsen")
    desk.menu("PERSON Mira Olsen")
    desk.menu("✕ Not an entity")
    until(lambda: desk.labels(article) == [("Olsen", "ORG")], "only the inner one")


def test_the_chosen_name_is_remembered_and_stands_on_the_edits(desk: Desk) -> None:
    page = desk.page
    article = put(desk)
    desk.open(article)
    page.locator(".who summary").click()
    page.locator(".who input").fill("Søren & Ann")
    page.keyboard.press("Enter")
    until(lambda: page.locator(".chip .name").text_content() == "Søren & Ann", "the name")
    page.wait_for_timeout(300)
    page.reload()
    page.wait_for_selector(".text mark")
    until(lambda: page.locator(".chip .name").text_content() == "Søren & Ann", "the name again")
    page.locator("[data-do=acceptAll]").click()
    until(lambda: desk.layer(article, "Søren & Ann").marks[0].decision == "accepted", "the edit")
    assert desk.layer(article).state.status == "new"


def test_the_cue_of_a_post_keeps_its_colon_and_single_keys_stay_in_the_reader(desk: Desk) -> None:
    page = desk.page
    text = f"Ida Moe posted on X: “Rain today.” ({next(NUMBERS)})"
    article = desk.put(text)
    desk.open(article)
    desk.drag("“Rain today.”")
    desk.menu("Quote")
    page.locator(".note").first.click()
    page.keyboard.press("Tab")
    page.keyboard.press("c")  # Streamlit would offer to clear its caches
    desk.menu("cue")
    desk.drag("posted on X:")
    until(lambda: desk.said(article).quotes[0].cue, "the cue")
    assert desk.said(article).quotes[0].cue[0].surface(text) == "posted on X:"
    assert page.get_by_role("dialog").count() == 0
