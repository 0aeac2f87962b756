"""The table of all articles: filters, orders, pages, and what is done to many at once."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from annotator.annotation import Appearance, Article, Entity, Span
from annotator.mark import State, suggest
from annotator.sharing import Task
from annotator.store import Store, articles, layers, library, outlets, suggestions
from annotator.store.library import Filter
from tests.test_store_counts import HAIL, RAIN, SNOW
from tests.test_store_counts import corpus as corpus


def found(store: Store, annotator: str = "Ann", **only: object) -> list[str]:
    only_these = Filter(**only)  # type: ignore[arg-type]
    ids = [row["id"] for row in library.page(store, annotator, only_these)]
    assert ids == library.ids(store, annotator, only_these)
    assert len(ids) == library.count(store, annotator, only_these)
    return [{RAIN.id: "rain", SNOW.id: "snow", HAIL.id: "hail"}.get(i, i) for i in ids]


def test_a_row_says_what_there_is_to_know(store: Store) -> None:
    rows = library.page(store, "Ann", Filter())
    assert [row["id"] for row in rows] == [RAIN.id, SNOW.id, HAIL.id]
    added = {row.pop("added") for row in rows}
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT.*\+00:00", moment) for moment in added)
    assert rows[0] == {
        "id": RAIN.id,
        "headline": "Rain",
        "language": None,
        "words": 11,
        "suggested_by": "test 1",
        "problem": None,
        "published": "2024-11-07",
        "source": "Daily",
        "status": "done",
        "flag": "Look",
        "mentions": 3,
        "quotes": 1,
    }
    assert rows[1]["headline"] == "Snow fell on Herat. “Snow,” said Ann Doe."
    assert rows[1]["published"] == "2024-11"
    assert (rows[1]["status"], rows[1]["mentions"], rows[1]["quotes"]) == ("new", 2, 1)
    assert (rows[2]["suggested_by"], rows[2]["mentions"], rows[2]["quotes"]) == (None, 0, 0)
    assert rows[2]["headline"].endswith("Hail…")


def test_suggestions_count_for_who_has_not_begun(store: Store) -> None:
    rows = library.page(store, "Ben", Filter())
    assert [row["status"] for row in rows] == ["new", "new", "new"]
    assert [(row["mentions"], row["quotes"]) for row in rows] == [(4, 1), (2, 1), (0, 0)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("kabul", ["rain"]),
        ("RAIN", ["rain"]),
        ("ann doe", ["rain", "snow"]),
        ("doe kab", ["rain"]),
        ("%", []),
        ("_", []),
        ('"', []),
        ("kabul %", ["rain"]),
        ("  ", ["rain", "snow", "hail"]),
    ],
)
def test_articles_that_hold_all_words_are_found(
    store: Store, words: str, expected: list[str]
) -> None:
    assert found(store, words=words) == expected


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2024", "", ["rain", "snow"]),
        ("", "2024", ["rain", "snow"]),
        ("2024-11-07", "", ["rain", "snow"]),
        ("2024-11-08", "", ["snow"]),
        ("2024-12", "", []),
        ("", "2024-11-06", ["snow"]),
        ("2024-11-07", "2024-11-07", ["rain", "snow"]),
        ("2025", "", []),
    ],
)
def test_dates_let_through_what_may_lie_between_them(
    store: Store, since: str, until: str, expected: list[str]
) -> None:
    assert found(store, since=since, until=until) == expected


def test_each_filter_lets_through_what_it_names(store: Store) -> None:
    assert found(store, outlets=("Daily",)) == ["rain"]
    assert found(store, outlets=(library.UNKNOWN,)) == ["snow", "hail"]
    assert found(store, statuses=("done",)) == ["rain"]
    assert found(store, statuses=("new",)) == ["snow", "hail"]
    assert found(store, "Ben", statuses=("done",)) == []
    assert found(store, statuses=("flagged",)) == ["rain"]
    assert found(store, labels=("LOC",)) == ["rain"]
    assert found(store, "Ben", labels=("LOC",)) == []
    assert found(store, labels=("GPE", "EVENT")) == ["rain", "snow"]
    assert found(store, languages=("unknown",)) == ["rain", "snow", "hail"]
    assert found(store, languages=("fr",)) == []
    assert found(store, annotators=("Ann",)) == ["rain"]
    assert found(store, "Ben", annotators=("Ann",), labels=("GPE",), words="wet") == ["rain"]


def test_rejected_marks_bear_no_label(store: Store) -> None:
    layers.place(store, SNOW.id, "Ben", State("done"), [])
    assert found(store, "Ben", labels=("GPE",)) == ["rain"]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("added first", [RAIN, SNOW, HAIL]),
        ("added last", [HAIL, SNOW, RAIN]),
        ("newest", [RAIN, SNOW, HAIL]),
        ("oldest", [SNOW, RAIN, HAIL]),
        ("longest", [HAIL, RAIN, SNOW]),
        ("title", [HAIL, RAIN, SNOW]),
    ],
)
def test_articles_come_in_every_order_with_undated_ones_last(
    store: Store, order: str, expected: list[Article]
) -> None:
    rows = library.page(store, "Ann", Filter(), order=order)
    assert [row["id"] for row in rows] == [article.id for article in expected]


def test_a_page_is_a_part_of_the_whole(store: Store) -> None:
    assert [r["id"] for r in library.page(store, "Ann", Filter(), start=1, most=1)] == [SNOW.id]
    assert library.page(store, "Ann", Filter(), start=3) == []


def test_what_there_is_to_filter_by_is_counted(store: Store) -> None:
    articles.add(
        store,
        [Article("La pluie.", language="fr", appearances=(Appearance(source="Daily"),))],
        annotator="Ann",
    )
    there = library.choices(store)
    assert there.outlets == {"Daily": 2, "unknown": 1}
    assert there.languages == {"unknown": 3, "fr": 1}
    assert there.annotators == ("Ann",)


def tasks(*wanted: str, blind: bool = False) -> list[Task]:
    return [Task(article, "Cid", blind) for article in wanted]


def test_who_reads_blind_sees_no_suggestions_and_begins_with_none(store: Store) -> None:
    suggested = suggest(Entity(Span(0, 3), "EVENT"))
    articles.add(store, [RAIN, SNOW], annotator="Ann")
    for article in (RAIN, SNOW):
        layers.suggest(store, article.id, "pipeline 1", [suggested])
    assert library.assign(store, tasks(RAIN.id, blind=True), annotator="Ann") == 1
    assert library.assign(store, tasks(SNOW.id), annotator="Ann") == 1
    seen = {article.id: layers.load(store, article.id, "Cid") for article in (RAIN, SNOW)}
    assert [len(layer.marks) for layer in seen.values() if layer] == [0, 1]
    of_another = layers.load(store, RAIN.id, "Zoe")
    assert of_another is not None
    assert len(of_another.marks) == 1
    with store.writing() as connection:
        layers.begin(connection, RAIN.id, "Cid")
    begun = layers.load(store, RAIN.id, "Cid")
    assert begun is not None
    assert begun.marks == ()


def test_who_has_begun_is_not_blind_any_more(store: Store) -> None:
    articles.add(store, [RAIN], annotator="Ann")
    layers.suggest(store, RAIN.id, "pipeline 1", [suggest(Entity(Span(0, 3), "EVENT"))])
    with store.writing() as connection:
        layers.begin(connection, RAIN.id, "Cid")
    library.assign(store, tasks(RAIN.id, blind=True), annotator="Ann")
    with store.reading() as connection:
        assert not layers.is_blind(connection, RAIN.id, "Cid")
    layer = layers.load(store, RAIN.id, "Cid")
    assert layer is not None
    assert len(layer.marks) == 1


def test_an_article_is_assigned_once_and_taken_off_again(store: Store) -> None:
    assert library.assign(store, tasks(RAIN.id, SNOW.id, "0" * 16), annotator="Ann") == 2
    assert library.assign(store, tasks(SNOW.id, HAIL.id), annotator="Ann") == 1
    assert found(store, annotators=("Cid",)) == ["rain", "snow", "hail"]
    assert library.choices(store).annotators == ("Ann", "Cid")
    library.unassign(store, [SNOW.id, RAIN.id], "Cid")
    assert found(store, annotators=("Cid",)) == ["hail"]


def test_who_has_articles_assigned_reads_those_first(store: Store) -> None:
    assert articles.next_open(store, "Cid") == RAIN.id
    library.assign(store, tasks(HAIL.id, SNOW.id), annotator="Ann")
    assert articles.next_open(store, "Cid") == SNOW.id
    layers.place(store, SNOW.id, "Cid", State("done"), [])
    assert articles.next_open(store, "Cid") == HAIL.id
    layers.place(store, HAIL.id, "Cid", State("skipped"), [])
    assert articles.next_open(store, "Cid") == RAIN.id


# Outlets


def outlet(store: Store, text: str, source: str) -> None:
    article = Article(text, appearances=(Appearance(source=source),))
    articles.add(store, [article], annotator="Ann")


def test_spellings_of_one_outlet_are_one_in_filters_and_tables(store: Store) -> None:
    outlet(store, "One.", "theguardian.com")
    outlet(store, "Two.", "The Guardian")
    assert library.choices(store).outlets["The Guardian"] == 2
    assert library.count(store, "Ann", Filter(outlets=("The Guardian",))) == 2
    loaded = articles.load(store, Article("One.").id)
    assert loaded is not None
    assert loaded.appearances[0].source == "theguardian.com"


def test_an_outlet_renamed_by_a_person_keeps_its_name_when_kin_arrive(store: Store) -> None:
    outlet(store, "One.", "The Guardian")
    outlets.rename(store, {"The Guardian": "Guardian (UK)"})
    outlet(store, "Two.", "www.theguardian.com")
    assert library.choices(store).outlets["Guardian (UK)"] == 2
    named = {row["source"]: row["name"] for row in outlets.every(store)}
    assert named["www.theguardian.com"] == "Guardian (UK)"


def test_outlets_are_joined_and_parted_by_their_names(store: Store) -> None:
    outlet(store, "One.", "Lund Post")
    outlets.rename(store, {"Lund Post": "Daily"})
    assert library.count(store, "Ann", Filter(outlets=("Daily",))) == 2
    outlets.rename(store, {"Lund Post": "Lund Post"})
    assert library.count(store, "Ann", Filter(outlets=("Daily",))) == 1


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "x" * 400])
def test_a_name_that_is_none_is_refused(store: Store, name: str) -> None:
    with pytest.raises(ValueError, match="name of an outlet"):
        outlets.rename(store, {"Daily": name})


def test_a_spelling_that_no_article_has_cannot_be_renamed(store: Store) -> None:
    with pytest.raises(ValueError, match="no article came from"):
        outlets.rename(store, {"Nowhere": "Somewhere"})


# What waits for suggestions


def test_articles_without_suggestions_wait_in_order(store: Store) -> None:
    more = replace(HAIL, text="More hail.")
    articles.add(store, [more], annotator="Ann")
    assert suggestions.missing(store) == [HAIL.id, more.id]
    assert suggestions.count_missing(store) == 2
    suggestions.want(store, more.id)
    assert suggestions.next_wanted(store) == more.id
    assert suggestions.missing(store) == [more.id, HAIL.id]
    suggestions.want(store, HAIL.id)
    assert suggestions.missing(store) == [HAIL.id, more.id]
    layers.suggest(store, HAIL.id, "test 1", ())
    assert suggestions.missing(store, 5) == [more.id]


def test_what_was_given_up_waits_no_more_and_says_why(store: Store) -> None:
    suggestions.want(store, HAIL.id)
    suggestions.give_up(store, HAIL.id, "too cold")
    assert suggestions.missing(store) == []
    assert suggestions.next_wanted(store) is None
    assert suggestions.problem(store, HAIL.id) == "too cold"
    layers.suggest(store, HAIL.id, "test 1", ())
    assert suggestions.problem(store, HAIL.id) is None


def test_another_language_gives_suggestions_a_second_chance(store: Store) -> None:
    suggestions.give_up(store, HAIL.id, "French")
    articles.describe(store, HAIL.id, title="", language="en", first=Appearance(), annotator="Ann")
    assert suggestions.missing(store) == [HAIL.id]


def test_a_broken_pipeline_is_remembered_until_it_works(store: Store) -> None:
    suggestions.note_broken(store, "odd", "no such pipeline")
    assert suggestions.broken(store, "odd") == "no such pipeline"
    assert suggestions.broken(store, "patterns") is None
    suggestions.note_broken(store, "odd", None)
    assert suggestions.broken(store, "odd") is None
