"""Edits survive a killed server, a cut connection, a second tab and a hurried person."""

from __future__ import annotations

import re

from annotator.annotation import Entity, Span
from annotator.mark import add, suggest
from annotator.store import edits
from tests.browser.conftest import ME, Desk, Wire, until

WORDS = "alpha bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november"
TEXT = f"{WORDS.title()}. " * 4


def all_words() -> list[Entity]:
    return [Entity(Span(*found.span()), "PERSON") for found in re.finditer(r"\w+", TEXT)]


def test_server_killed_right_after_saved_and_started_again(own_desk: Desk) -> None:
    desk, server = own_desk, own_desk.server
    article = desk.put(TEXT)
    desk.open(article)
    desk.page.locator("[data-arm=ORG]").click()
    desk.drag("Alpha")
    until(lambda: desk.labels(article), "the edit on disk")
    desk.says("Saved")
    server.kill()
    assert desk.labels(article) == [("Alpha", "ORG")]
    desk.drag("Bravo")
    desk.says("Not saved", seconds=15)
    assert desk.labels(article) == [("Alpha", "ORG")]
    server.start()
    until(lambda: len(desk.labels(article)) == 2, "the edit made meanwhile", seconds=30)
    desk.says("Saved")


def test_edits_made_while_the_server_is_down_survive_a_closed_tab(own_desk: Desk) -> None:
    desk, server = own_desk, own_desk.server
    article = desk.put(TEXT)
    desk.open(article)
    desk.page.locator("[data-arm=ORG]").click()
    server.kill()
    desk.drag("Charlie")
    desk.page.close(run_before_unload=False)
    server.start()
    page = desk.context.new_page()
    desk.open(article, page)
    until(lambda: desk.labels(article) == [("Charlie", "ORG")], "the edit of the closed tab")
    until(lambda: page.locator(".text mark").all_text_contents() == ["Charlie"], "it to be painted")


def test_connection_cut_and_mended(own_desk: Desk) -> None:
    desk = own_desk
    wire = Wire(desk.server.port)
    article = desk.put(TEXT)
    desk.page.goto(f"http://127.0.0.1:{wire.port}/?article={article.id}")
    desk.page.wait_for_selector(".chip .name:not(:empty)")
    desk.page.wait_for_selector("[data-arm=ORG]")
    desk.page.locator("[data-arm=ORG]").click()
    desk.drag("Alpha")
    desk.says("Saved")
    wire.sever()
    desk.drag("Bravo")
    desk.drag("Charlie")
    desk.says("Not saved", seconds=15)
    assert "2 changes" in (desk.page.locator(".chip .words").text_content() or "")
    assert desk.page.locator(".text mark").all_text_contents() == ["Alpha", "Bravo", "Charlie"]
    wire.mend()
    until(lambda: len(desk.labels(article)) == 3, "all edits on disk", seconds=30)
    desk.says("Saved", seconds=20)
    wire.close()


def test_two_tabs_of_one_annotator_see_each_other(desk: Desk) -> None:
    article = desk.put(TEXT + "two_tabs", *[suggest(e) for e in all_words()[:3]])
    other = desk.context.new_page()
    desk.open(article)
    desk.open(article, other)
    desk.page.bring_to_front()
    desk.page.locator("[data-arm=ORG]").click()
    desk.drag("Delta")
    until(lambda: len(desk.labels(article)) == 4, "the edit of the first tab")
    until(lambda: other.locator(".text mark").count() == 4, "the second tab to show it")
    desk.click_mark("Alpha", other)
    desk.menu("GPE", other)
    until(lambda: ("Alpha", "GPE") in desk.labels(article), "the edit of the second tab")
    until(
        lambda: desk.page.locator("mark[data-label=gpe]").count() == 1, "the first tab to show it"
    )


def test_an_edit_of_what_has_changed_is_refused_and_told(desk: Desk) -> None:
    first, *_ = all_words()
    article = desk.put(TEXT + "an_edit_of_what", suggest(first))
    desk.open(article)
    # Somebody else's hand on the same layer, of which this page hears nothing.
    body = {"start": 0, "end": 5, "surface": "Alpha", "label": "PERSON", "name": None}
    there = {**body, "certainty": None, "decision": None, "suggested": body}
    gone = {**there, "decision": "rejected"}
    sent = {"client": "else", "seq": 1, "group": "g", "article": article.id, "annotator": ME}
    edits.take(desk.store, [{**sent, "old": there, "new": gone}])
    desk.click_mark("Alpha")
    desk.menu("GPE")
    desk.says("Not applied: it had been changed meanwhile")
    assert desk.labels(article) == []
    until(lambda: desk.page.locator(".text mark").count() == 0, "the page to show what stands")
    assert [e.refused for e in edits.log(desk.store, article.id)][-1]


def test_fifty_edits_as_fast_as_the_browser_can_all_arrive_in_order(desk: Desk) -> None:
    words = all_words()[:50]
    article = desk.put(TEXT + "fifty")
    desk.open(article)
    pairs = [
        {"start": e.start, "end": e.end, "surface": TEXT[e.start : e.end], "label": e.label}
        for e in words
    ]
    desk.page.evaluate(
        """async ([article, annotator, pairs]) => {
            for (const value of pairs) {
                const rest = {name: null, certainty: null, decision: "added", suggested: null};
                window.glossOutbox.push(article, annotator, [[null, {...value, ...rest}]]);
                await new Promise((next) => setTimeout(next, 5));
            }
        }""",
        [article.id, ME, pairs],
    )
    desk.says("Saved", seconds=20)
    assert list(desk.said(article).entities) == words
    assert list(desk.layer(article).marks) == [add(e) for e in words]
    assert [e.seq for e in edits.log(desk.store, article.id)] == list(range(1, 51))


def test_leaving_the_page_right_after_an_edit_loses_nothing(desk: Desk) -> None:
    article = desk.put(TEXT + "leaving_the")
    desk.open(article)
    desk.page.locator("[data-arm=ORG]").click()
    desk.drag("Alpha")
    desk.page.get_by_role("link", name="Library").click()
    until(lambda: desk.labels(article) == [("Alpha", "ORG")], "the edit")


def test_an_open_tab_warns_before_leaving_with_unsent_edits(own_desk: Desk) -> None:
    desk = own_desk
    article = desk.put(TEXT)
    desk.open(article)
    desk.page.locator("[data-arm=ORG]").click()
    desk.server.kill()
    desk.drag("Alpha")
    with desk.page.expect_event("dialog") as asked:
        desk.page.close(run_before_unload=True)
    assert asked.value.type == "beforeunload"
    asked.value.accept()


def test_a_deep_link_as_the_very_first_request(own_desk: Desk) -> None:
    desk, server = own_desk, own_desk.server
    first, second = desk.put(TEXT), desk.put(TEXT + "Second.", suggest(all_words()[1]))
    assert first.id != second.id
    server.kill()
    server.start()  # a new process, in which no page has run
    desk.page.goto(f"{server.url}read?article={second.id}&at=6-11")
    desk.page.wait_for_selector(".text mark")
    assert desk.page.locator(".text").text_content() == second.text
    assert desk.page.get_by_role("link", name="Library").is_visible()
    server.kill()
    server.start()
    desk.page.goto(f"{server.url}library")
    desk.page.wait_for_selector("[data-testid=stDataFrame]")
    assert desk.page.get_by_role("link", name="Read").is_visible()


def test_gold_that_cannot_be_written_is_told_and_costs_no_edit(own_desk: Desk) -> None:
    desk = own_desk
    desk.server.gold.write_text("a file where the folder should be")
    article = desk.put(TEXT, suggest(all_words()[0]))
    desk.open(article)
    desk.page.locator("[data-do=done]").click()
    desk.says("saved, but the gold file could not be written")
    assert desk.layer(article).state.status == "done"
