"""Whom the labels of an article can be compared with, and what is drawn of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotator.annotation import Article, Entity, Quote, Span
from annotator.mark import State, accept, add, suggest
from annotator.pipelines import available
from annotator.store import Store, articles, layers
from annotator.ui import comparing, reader

TEXT = "“Rain fell,” said Ann Doe of the Bank of Oslo on Monday."
ARTICLE = Article(TEXT)
ANN = Entity(Span(18, 25), "PERSON", "Ann Doe")
BANK = Entity(Span(33, 45), "ORG", "Bank of Oslo")
OSLO = Entity(Span(41, 45), "GPE", "Oslo")
MONDAY = Entity(Span(49, 55), "DATE")
RAIN = Quote((Span(0, 12),), "direct", (Span(13, 17),), (Span(18, 25),), "Ann Doe", "named")
DONE = State("done")


@pytest.fixture
def store_of_two(store: Store) -> Store:
    articles.add(store, [ARTICLE], annotator="ada")
    nobody = replace(RAIN, speaker_name=None, speaker_status="unknown")
    for version in ("test 1", "test 2"):
        layers.suggest(store, ARTICLE.id, version, [suggest(ANN), suggest(OSLO), suggest(nobody)])
    gold = [accept(suggest(ANN)), add(BANK), add(MONDAY), add(RAIN)]
    layers.place(store, ARTICLE.id, "ada", DONE, gold)
    layers.place(store, ARTICLE.id, "ben", State("in progress"), [add(ANN)])
    layers.place(store, ARTICLE.id, "eve", DONE, [add(ANN)])
    return store


def shown(store: Store, annotator: str, system: str | None) -> dict[str, object]:
    data = reader.snapshot(store, ARTICLE.id, annotator)
    assert data is not None
    return comparing.shown(store, data, system)


def test_who_is_done_can_be_compared_with_pipelines_and_others_who_are(store_of_two: Store) -> None:
    names = ["test 1", "test 2", *available(), "eve"]
    assert shown(store_of_two, "ada", None) == {"systems": names, "against": None}
    for annotator in ("ben", "nobody"):  # what others marked is no help to be had
        assert shown(store_of_two, annotator, "eve") == {"systems": [], "against": None}


def test_what_differs_is_told_with_the_scores(store_of_two: Store) -> None:
    found = shown(store_of_two, "ada", "test")["against"]
    assert isinstance(found, dict)
    assert found["by"] == "test 2"  # the newest of that pipeline
    assert found["scores"] == [
        ["Entities", pytest.approx(1 / 2), pytest.approx(1 / 3), pytest.approx(2 / 5)],
        ["Quotes", 1.0, 1.0, 1.0],
    ]
    errors = [(e["error"], e["surface"], e["gold"], e["predicted"]) for e in found["errors"]]
    assert errors == [
        ("speaker's name", "“Rain fell,”", "Ann Doe", "(unknown)"),
        ("label and boundary", "Bank of Oslo", "ORG Bank of Oslo", "GPE Oslo"),
        ("missed", "Monday", "DATE Monday", ""),
    ]
    assert [ghost.get("label", "QUOTE") for ghost in found["ghosts"]] == ["QUOTE", "GPE"]
    assert [wrong.get("label", "QUOTE") for wrong in found["wrong"]] == ["QUOTE", "ORG", "DATE"]


def test_what_was_not_checked_is_not_compared(store_of_two: Store) -> None:
    layers.place(store_of_two, ARTICLE.id, "ivo", State("done", None, ("quotes",)), [add(RAIN)])
    found = shown(store_of_two, "ivo", "test 1")["against"]
    assert isinstance(found, dict)
    assert [one[0] for one in found["scores"]] == ["Quotes"]
    assert [error["error"] for error in found["errors"]] == ["speaker's name"]


def test_a_pipeline_that_has_not_read_the_article_reads_it_and_leaves_no_trace(
    store_of_two: Store,
) -> None:
    before = layers.owners(store_of_two, ARTICLE.id)
    found = shown(store_of_two, "ada", "patterns")["against"]
    assert isinstance(found, dict)
    assert found["by"] == "patterns"
    assert layers.owners(store_of_two, ARTICLE.id) == before


def test_a_name_that_begins_a_persons_is_nobody(store_of_two: Store) -> None:
    layers.place(store_of_two, ARTICLE.id, "ida moe", DONE, [add(ANN)])
    assert shown(store_of_two, "ada", "ida moe")["against"] is not None
    assert shown(store_of_two, "ada", "ida")["against"] is None


@pytest.mark.parametrize("name", ["/tmp", "../data/pipelines/en_news", "", "nobody", "ben", "ada"])
def test_an_address_that_names_nobody_compares_with_nobody(store_of_two: Store, name: str) -> None:
    assert shown(store_of_two, "ada", name)["against"] is None
    whose = comparing.whose(store_of_two, ARTICLE.id, name, "ada")
    assert whose == ("ben" if name == "ben" else "ada")
