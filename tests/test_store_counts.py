from __future__ import annotations

from collections.abc import Iterator

import pytest

from annotator.annotation import Annotation, Appearance, Article, Entity, Quote, Span
from annotator.mark import Mark, State, accept, add, correct, reject, suggest
from annotator.store import Store, articles, counts, edits, layers, library, removal
from tests.test_store_edits import sent

RAIN = Article(
    "Ann Doe said “rain” in Kabul. Kabul was wet, Doe said.",
    "Rain",
    appearances=(Appearance("2024-11-07", "Daily"), Appearance("2025", "Post")),
)
SNOW = Article("Snow fell on Herat. “Snow,” said Ann Doe.", appearances=(Appearance("2024-11"),))
HAIL = Article("Hail " * 60)


def entity(article: Article, surface: str, label: str, name: str | None = None) -> Entity:
    start = article.text.index(surface)
    return Entity(Span(start, start + len(surface)), label, name)


def quote(article: Article, surface: str, speaker: str | None = None) -> Quote:
    span = entity(article, surface, "").span
    return Quote((span,), "direct", (), (), speaker, "named" if speaker else "unknown")


LAST_KABUL = Entity(Span(30, 35), "GPE", "Kabul")
RAIN_MARKS = [
    suggest(entity(RAIN, "Ann Doe", "PERSON", "Ann Doe")),
    suggest(Entity(Span(45, 48), "PERSON", "Ann Doe")),
    suggest(entity(RAIN, "Kabul", "GPE")),
    suggest(LAST_KABUL),
    suggest(quote(RAIN, "“rain”", "Ann Doe")),
]
SNOW_MARKS = [
    suggest(entity(SNOW, "Herat", "GPE")),
    suggest(entity(SNOW, "Ann Doe", "PERSON")),
    suggest(quote(SNOW, "“Snow,”")),
]


@pytest.fixture(autouse=True)
def corpus(store: Store) -> Iterator[None]:
    """Ann has worked on the first article, nobody on the second; the third has no suggestions."""
    articles.add(store, [RAIN, SNOW, HAIL], annotator="Ann")
    layers.suggest(store, RAIN.id, "test 1", RAIN_MARKS)
    layers.suggest(store, SNOW.id, "test 1", SNOW_MARKS)
    doe, _, kabul, last, said = RAIN_MARKS
    rejected = reject(last)
    assert rejected is not None
    moved: Annotation = entity(RAIN, "Kabul", "LOC")
    marks: list[Mark] = [accept(doe), correct(kabul, moved), rejected, accept(said)]
    marks.append(add(entity(RAIN, "wet", "EVENT")))
    layers.place(store, RAIN.id, "Ann", State("done", "Look"), marks)
    yield


def test_labels_are_counted_most_first(store: Store) -> None:
    assert counts.labels(store, "Ben") == [
        {"label": "GPE", "mentions": 3},
        {"label": "PERSON", "mentions": 3},
    ]
    assert counts.labels(store, "Ann") == [
        {"label": "PERSON", "mentions": 2},
        {"label": "EVENT", "mentions": 1},
        {"label": "GPE", "mentions": 1},
        {"label": "LOC", "mentions": 1},
    ]


def test_mentions_of_one_name_are_counted_together(store: Store) -> None:
    assert counts.names(store, "Ben") == [
        {"name": "Ann Doe", "label": "PERSON", "mentions": 3, "articles": 2},
        {"name": "Kabul", "label": "GPE", "mentions": 2, "articles": 1},
        {"name": "Herat", "label": "GPE", "mentions": 1, "articles": 1},
    ]
    assert [row["name"] for row in counts.names(store, "Ben", ["GPE"])] == ["Kabul", "Herat"]
    assert len(counts.names(store, "Ben", most=1)) == 1


def test_mentions_are_counted_by_the_date_of_the_first_appearance(store: Store) -> None:
    assert counts.dates(store, "Ben") == [
        {"published": "2024-11", "label": "GPE", "mentions": 1},
        {"published": "2024-11", "label": "PERSON", "mentions": 1},
        {"published": "2024-11-07", "label": "GPE", "mentions": 2},
        {"published": "2024-11-07", "label": "PERSON", "mentions": 2},
    ]
    assert counts.dates(store, "Ben", ["GPE"], "Kabul") == [
        {"published": "2024-11-07", "label": "GPE", "mentions": 2}
    ]


def test_passages_show_a_name_with_the_text_around_it(store: Store) -> None:
    first, second, third = counts.passages(store, "Ben", "Ann Doe")
    assert first == {
        "article": RAIN.id,
        "headline": "Rain",
        "published": "2024-11-07",
        "source": "Daily",
        "label": "PERSON",
        "surface": "Ann Doe",
        "start": 0,
        "end": 7,
        "before": "",
        "after": RAIN.text[7:67],
    }
    assert (second["surface"], second["before"], second["after"]) == (
        "Doe",
        RAIN.text[:45],
        " said.",
    )
    assert (third["article"], third["source"]) == (SNOW.id, None)
    assert len(counts.passages(store, "Ben", "Ann Doe", most=2)) == 2
    assert counts.passages(store, "Ben", "Kabul", "PERSON") == []
    assert [p["start"] for p in counts.passages(store, "Ben", "Kabul", "GPE")] == [23, 30]


def test_a_passage_in_a_long_text_has_sixty_characters_on_both_sides(store: Store) -> None:
    article = Article("\U0001f600" * 100 + " Kabul " + "\U0001f601" * 100)
    articles.add(store, [article], annotator="Ann")
    layers.suggest(store, article.id, "test 1", [suggest(entity(article, "Kabul", "FAC"))])
    (passage,) = counts.passages(store, "Ben", "Kabul", "FAC")
    assert passage["before"] == "\U0001f600" * 59 + " "
    assert passage["after"] == " " + "\U0001f601" * 59


def test_rejected_quotes_do_not_count(store: Store) -> None:
    rejected = reject(RAIN_MARKS[-1])
    assert rejected is not None
    layers.place(store, RAIN.id, "Cid", State("done"), [rejected])
    assert library.page(store, "Cid", library.Filter())[0]["quotes"] == 0


def test_all_who_ever_did_something_are_annotators(store: Store) -> None:
    edits.take(store, [sent(1, None, None, annotator="Zoë")])
    assert counts.annotators(store) == ["Ann", "Zoë"]


def test_an_empty_store_counts_nothing(store: Store) -> None:
    for article in articles.ids(store):
        removal.remove(store, [article], annotator="Ann")
    for count in (counts.labels, counts.names, counts.dates):
        assert count(store, "Ben") == []
    assert counts.passages(store, "Ben", "Kabul") == []
