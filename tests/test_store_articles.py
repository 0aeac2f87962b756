from __future__ import annotations

from dataclasses import replace

import pytest

from annotator.annotation import Appearance, Article, Entity, Invalid, Span
from annotator.mark import State, accept, add, suggest
from annotator.store import Store, articles, edits, layers, removal, suggestions
from annotator.store.articles import Added, Place
from annotator.store.removal import Attached

DAILY = Appearance("2024-11-07", "Daily", "https://daily.example/1", "Ann Doe")
POST = Appearance("2024-11-08", "Post")
RAIN = Article("Rain fell on Kabul.", "Rain", "en", (DAILY,), {"section": ["World", 3]})
SNOW = Article("Snow fell on Herat.")
HAIL = Article("Hail fell on Ghazni.")


def put(store: Store, *found: Article) -> Added:
    return articles.add(store, found, annotator="Ann")


def test_an_article_loaded_is_the_one_that_was_added(store: Store) -> None:
    put(store, RAIN)
    assert articles.load(store, RAIN.id) == RAIN


@pytest.mark.parametrize(
    "text", ["\ufeffa\r\nb\u2028c\u0000d", "e\u0301 \U0001f468\u200d\U0001f469"]
)
def test_a_text_is_kept_to_the_code_point(store: Store, text: str) -> None:
    article = Article(text)
    put(store, article)
    loaded = articles.load(store, article.id)
    assert loaded is not None
    assert loaded.text == text


def test_an_unknown_article_is_none(store: Store) -> None:
    assert articles.load(store, "0" * 16) is None


def test_the_same_text_again_is_one_more_appearance(store: Store) -> None:
    put(store, RAIN)
    added = put(store, replace(RAIN, appearances=(POST,), title="Elsewhere"))
    assert added == Added((), (RAIN.id,), ())
    loaded = articles.load(store, RAIN.id)
    assert loaded is not None
    assert loaded.appearances == (DAILY, POST)
    assert loaded.title == "Rain"


@pytest.mark.parametrize("again", [RAIN, replace(RAIN, appearances=()), Article(RAIN.text)])
def test_what_says_nothing_new_is_known(store: Store, again: Article) -> None:
    put(store, RAIN)
    assert put(store, again) == Added((), (), (RAIN.id,))
    assert articles.load(store, RAIN.id) == RAIN


def test_a_text_that_stands_twice_among_the_added_is_one_article(store: Store) -> None:
    added = put(store, RAIN, SNOW, replace(RAIN, appearances=(POST,)), SNOW)
    assert added == Added((RAIN.id, SNOW.id), (RAIN.id,), (SNOW.id,))


def test_a_title_that_comes_later_fills_the_gap(store: Store) -> None:
    put(store, SNOW)
    put(store, replace(SNOW, title="Snow"))
    loaded = articles.load(store, SNOW.id)
    assert loaded is not None
    assert loaded.title == "Snow"


def test_articles_are_listed_in_the_order_of_adding(store: Store) -> None:
    put(store, SNOW)
    put(store, HAIL, RAIN)
    assert articles.ids(store) == [SNOW.id, HAIL.id, RAIN.id]


def test_an_article_knows_its_place_and_its_neighbours(store: Store) -> None:
    put(store, SNOW, HAIL, RAIN)
    assert articles.place(store, SNOW.id) == Place(1, 3, None, HAIL.id)
    assert articles.place(store, HAIL.id) == Place(2, 3, SNOW.id, RAIN.id)
    assert articles.place(store, RAIN.id) == Place(3, 3, HAIL.id, None)


def test_places_close_up_after_a_deletion(store: Store) -> None:
    put(store, SNOW, HAIL, RAIN)
    removal.remove(store, [HAIL.id], annotator="Ann")
    assert articles.place(store, RAIN.id) == Place(2, 2, SNOW.id, None)


def test_the_next_article_is_the_first_neither_done_nor_skipped(store: Store) -> None:
    put(store, SNOW, HAIL, RAIN)
    layers.place(store, SNOW.id, "Ann", State("done"), ())
    layers.place(store, HAIL.id, "Ann", State("skipped"), ())
    layers.place(store, RAIN.id, "Ann", State("in progress"), ())
    assert articles.next_open(store, "Ann") == RAIN.id
    assert articles.next_open(store, "Ben") == SNOW.id


def test_once_all_is_done_the_next_article_is_the_first(store: Store) -> None:
    assert articles.next_open(store, "Ann") is None
    put(store, SNOW)
    layers.place(store, SNOW.id, "Ann", State("done"), ())
    assert articles.next_open(store, "Ann") == SNOW.id


def test_what_is_known_about_an_article_is_corrected_and_the_change_is_logged(store: Store) -> None:
    put(store, replace(RAIN, appearances=(DAILY, POST)))
    articles.describe(
        store, RAIN.id, title=" Showers ", language="en", first=Appearance("2024"), annotator="Ben"
    )
    loaded = articles.load(store, RAIN.id)
    assert loaded is not None
    assert (loaded.title, loaded.appearances) == ("Showers", (Appearance("2024"), POST))
    (logged,) = edits.log(store, RAIN.id)
    assert logged.annotator == "Ben"
    assert logged.old is not None
    assert logged.new is not None
    assert logged.old["fields"]["published"] == "2024-11-07"
    assert (logged.new["fields"]["published"], logged.new["fields"]["title"]) == ("2024", "Showers")


def test_an_article_without_appearances_gets_its_first(store: Store) -> None:
    put(store, SNOW)
    articles.describe(store, SNOW.id, title="", language="en", first=POST, annotator="Ben")
    loaded = articles.load(store, SNOW.id)
    assert loaded is not None
    assert loaded.appearances == (POST,)


def test_only_what_is_there_can_be_described(store: Store) -> None:
    with pytest.raises(Invalid, match="there is no article"):
        articles.describe(store, "0" * 16, title="", language="en", first=POST, annotator="Ben")


def test_what_hangs_on_an_article_is_counted(store: Store) -> None:
    put(store, RAIN)
    assert removal.attached(store, [RAIN.id]) == Attached({}, 0, 0)
    kabul = suggest(Entity(Span(13, 18), "GPE"))
    layers.suggest(store, RAIN.id, "test 1", [kabul, suggest(Entity(Span(0, 4), "EVENT"))])
    layers.place(store, RAIN.id, "Ben", State("done"), [accept(kabul)])
    layers.place(store, RAIN.id, "Ann", State("done"), [add(kabul.value)])
    articles.describe(store, RAIN.id, title="Rain!", language="en", first=POST, annotator="Ben")
    assert removal.attached(store, [RAIN.id]) == Attached({"Ann": 1, "Ben": 1}, 2, 1)


def test_a_deleted_article_is_gone_with_its_layers_and_its_log_stays(store: Store) -> None:
    put(store, RAIN, SNOW)
    layers.suggest(store, RAIN.id, "test 1", [suggest(Entity(Span(13, 18), "GPE"))])
    removal.remove(store, [RAIN.id], annotator="Ben")
    assert articles.load(store, RAIN.id) is None
    assert layers.load(store, RAIN.id, "test 1") is None
    assert articles.ids(store) == [SNOW.id]
    (logged,) = edits.log(store, RAIN.id)
    assert (logged.annotator, logged.new) == ("Ben", None)


def test_deleting_what_is_not_there_changes_nothing(store: Store) -> None:
    removal.remove(store, ["0" * 16], annotator="Ben")
    assert edits.log(store, "0" * 16) == []


def test_an_article_added_again_after_its_deletion_begins_anew(store: Store) -> None:
    put(store, RAIN)
    layers.suggest(store, RAIN.id, "test 1", [suggest(Entity(Span(13, 18), "GPE"))])
    removal.remove(store, [RAIN.id], annotator="Ben")
    assert put(store, RAIN).new == (RAIN.id,)
    assert suggestions.by(store, RAIN.id) is None
    layer = layers.load(store, RAIN.id, "test 1")
    assert layer is not None
    assert layer.marks == ()


def test_who_suggested_is_the_pipeline_that_did_so_last(store: Store) -> None:
    put(store, RAIN)
    assert suggestions.by(store, RAIN.id) is None
    layers.suggest(store, RAIN.id, "one 1", ())
    layers.suggest(store, RAIN.id, "two 1", ())
    assert suggestions.by(store, RAIN.id) == "two 1"
