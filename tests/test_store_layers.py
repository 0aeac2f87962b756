from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import text as sql

from annotator.annotation import Article, Entity, Invalid, Quote, Span
from annotator.mark import (
    NEW,
    SUGGESTIONS,
    Mark,
    Origin,
    State,
    accept,
    add,
    correct,
    reject,
    state_to_json,
    suggest,
)
from annotator.sharing import Task
from annotator.store import Store, articles, doctor, edits, layers, library

TEXT = "“Rain fell,” the ministry said in Kabul on Monday."
ARTICLE = Article(TEXT)
KABUL = suggest(Entity(Span(34, 39), "GPE", "Kabul"), 0.5)
MONDAY = suggest(Entity(Span(43, 49), "DATE"))
QUOTE = suggest(Quote((Span(0, 12),), "direct", (Span(26, 30),), (Span(13, 25),)), 0.25)
TWO = suggest(Quote((Span(0, 5), Span(6, 12)), "mixed", (), (), "Ann", "named"))
MARKS = (QUOTE, TWO, KABUL, MONDAY)


@pytest.fixture
def article(store: Store) -> Iterator[Article]:
    articles.add(store, [ARTICLE], annotator="Ann")
    layers.suggest(store, ARTICLE.id, "test 1", MARKS)
    yield ARTICLE


def of(store: Store, annotator: str) -> layers.Layer:
    layer = layers.load(store, ARTICLE.id, annotator)
    assert layer is not None
    return layer


@pytest.mark.parametrize("annotator", ["Ann", "test 1"])
@pytest.mark.usefixtures("article")
def test_suggestions_are_shown_to_who_has_not_begun(store: Store, annotator: str) -> None:
    layer = of(store, annotator)
    assert (layer.article, layer.annotator) == (ARTICLE, annotator)
    assert (layer.state, layer.problems) == (NEW, ())
    assert set(layer.marks) == set(MARKS)


@pytest.mark.usefixtures("article")
def test_looking_at_suggestions_makes_no_layer(store: Store) -> None:
    of(store, "Ann")
    assert list(layers.all_of(store)) == []


def test_an_article_without_suggestions_is_an_empty_layer(store: Store) -> None:
    articles.add(store, [ARTICLE], annotator="Ann")
    assert of(store, "Ann") == layers.Layer(ARTICLE, "Ann", NEW, ())


def test_there_is_no_layer_without_an_article(store: Store) -> None:
    assert layers.load(store, "0" * 16, "Ann") is None
    with pytest.raises(Invalid, match="there is no article"):
        layers.suggest(store, "0" * 16, "test 1", ())
    with pytest.raises(Invalid, match="there is no article"):
        layers.place(store, "0" * 16, "Ann", NEW, ())


@pytest.mark.usefixtures("article")
def test_marks_are_in_the_order_of_the_text_whatever_order_they_came_in(store: Store) -> None:
    layers.suggest(store, ARTICLE.id, "test 2", MARKS[::-1])
    assert of(store, "test 2").marks == of(store, "test 1").marks
    assert [m.value.start for m in of(store, "test 2").marks] == [0, 0, 34, 43]


REJECTED = reject(KABUL)
assert REJECTED is not None


@pytest.mark.parametrize(
    "mark",
    [
        accept(KABUL),
        REJECTED,
        correct(KABUL, Entity(Span(34, 39), "PERSON")),
        correct(KABUL, Entity(Span(31, 39), "GPE", "Kabul")),
        add(Entity(Span(34, 39), "GPE", "Kabul \U0001f600")),
        correct(QUOTE, Quote((Span(0, 5), Span(6, 12)), "indirect", (), (), "Ann", "named")),
        add(TWO.value),
        accept(TWO),
    ],
)
def test_a_mark_read_back_is_the_one_that_was_kept(store: Store, mark: Mark) -> None:
    articles.add(store, [ARTICLE], annotator="Ann")
    state = State("skipped", "why\nnot")
    assert layers.place(store, ARTICLE.id, "Ben", state, [mark])
    layer = of(store, "Ben")
    assert (layer.marks, layer.state, layer.problems) == ((mark,), state, ())


def test_what_a_layer_began_as_and_what_is_checked_is_kept(store: Store) -> None:
    articles.add(store, [ARTICLE], annotator="Ann")
    state, origin = State("done", None, ("quotes",)), Origin(blind=True, reviewed=("Bo", "Cy"))
    shared = replace(KABUL, by=("Bo", "Cy"))
    layers.place(store, ARTICLE.id, "Ann", state, [shared, QUOTE], origin)
    layer = of(store, "Ann")
    assert (layer.state, layer.origin) == (state, origin)
    assert set(layer.marks) == {shared, QUOTE}


@pytest.mark.usefixtures("article")
@pytest.mark.parametrize("blind", [False, True])
def test_a_layer_remembers_whether_it_was_begun_blind(store: Store, blind: bool) -> None:
    library.assign(store, [Task(ARTICLE.id, "Ann", blind)], annotator="Bo")
    assert of(store, "Ann").origin == Origin(blind=blind)
    edit = {"client": "tab", "seq": 1, "group": "g", "article": ARTICLE.id, "annotator": "Ann"}
    states = {"old": state_to_json(NEW), "new": state_to_json(State("in progress"))}
    assert edits.take(store, [{**edit, **states}]).refused == ()
    library.unassign(store, [ARTICLE.id], "Ann")
    assert of(store, "Ann").origin == Origin(blind=blind)
    assert of(store, "Bo").origin == SUGGESTIONS


@pytest.mark.usefixtures("article")
def test_a_layer_is_not_placed_over_one_that_is_there(store: Store) -> None:
    assert layers.place(store, ARTICLE.id, "Ben", State("done"), [add(KABUL.value)])
    assert not layers.place(store, ARTICLE.id, "Ben", State("skipped"), ())
    assert of(store, "Ben").state == State("done")


@pytest.mark.parametrize(
    "bad",
    [
        suggest(Entity(Span(90, 95), "GPE")),
        suggest(Entity(Span(34, 39), "")),
        Mark(KABUL.value, "accepted"),
        suggest(Quote(())),
    ],
)
@pytest.mark.usefixtures("article")
def test_a_mark_that_does_not_fit_leaves_the_store_as_it_was(store: Store, bad: Mark) -> None:
    with pytest.raises(Invalid):
        layers.suggest(store, ARTICLE.id, "test 1", [KABUL, bad])
    with pytest.raises(Invalid):
        layers.place(store, ARTICLE.id, "Ben", State("done"), [accept(KABUL), bad])
    assert set(of(store, "test 1").marks) == set(MARKS)
    assert list(layers.all_of(store)) == []


@pytest.mark.usefixtures("article")
def test_suggestions_made_again_replace_the_earlier_ones(store: Store) -> None:
    layers.suggest(store, ARTICLE.id, "test 1", [MONDAY])
    assert of(store, "Ann").marks == (MONDAY,)


@pytest.mark.usefixtures("article")
def test_suggestions_made_again_leave_what_people_began(store: Store) -> None:
    layers.place(store, ARTICLE.id, "Ben", State("done"), [accept(KABUL)])
    layers.suggest(store, ARTICLE.id, "test 1", [MONDAY])
    assert of(store, "Ben").marks == (accept(KABUL),)


@pytest.mark.usefixtures("article")
def test_a_pipeline_with_a_persons_name_does_not_replace_their_work(store: Store) -> None:
    layers.place(store, ARTICLE.id, "Ben", State("done"), [accept(KABUL)])
    with pytest.raises(Invalid, match="Ben is a person"):
        layers.suggest(store, ARTICLE.id, "Ben", [MONDAY])
    assert of(store, "Ben").marks == (accept(KABUL),)


@pytest.mark.usefixtures("article")
def test_the_layers_of_who_is_done_are_found_by_name(store: Store) -> None:
    for annotator, status in (("Cid", "done"), ("Ben", "done"), ("Ann", "skipped")):
        layers.place(store, ARTICLE.id, annotator, State(status), [accept(KABUL)])
    assert [layer.annotator for layer in layers.done(store, ARTICLE.id)] == ["Ben", "Cid"]
    assert layers.done(store, "0" * 16) == []


def test_all_layers_come_article_by_article(store: Store) -> None:
    first, second = Article("Snow fell."), Article("Hail fell.")
    articles.add(store, [first, second], annotator="Ann")
    for article, annotator, status in (
        (second, "Ann", "done"),
        (first, "Ben", "done"),
        (first, "Ann", "skipped"),
    ):
        layers.place(store, article.id, annotator, State(status), ())
    layers.suggest(store, first.id, "test 1", ())

    def found(**chosen: str) -> list[tuple[str, str]]:
        return [(la.article.id, la.annotator) for la in layers.all_of(store, **chosen)]

    assert found() == [(first.id, "Ann"), (first.id, "Ben"), (second.id, "Ann")]
    assert found(annotator="Ann") == [(first.id, "Ann"), (second.id, "Ann")]
    assert found(status="done") == [(first.id, "Ben"), (second.id, "Ann")]
    assert found(annotator="Ann", status="done") == [(second.id, "Ann")]
    assert found(annotator="test 1") == [(first.id, "test 1")]


DAMAGE = {
    "another surface": ("mentions", "surface = 'Herat'", "is not 'Herat'"),
    "another start": ("mentions", "start = start + 1", "is not 'Kabul'"),
    "an end before the start": ("mentions", '"end" = 2', "does not lie"),
    "an end beyond the text": ("mentions", '"end" = 9000', "does not lie"),
    "a start that is no number": ("mentions", "start = 'here'", ""),
    "a label that is empty": ("mentions", "label = ''", "label ''"),
    "a decision that is unknown": ("mentions", "decision = 'maybe'", "decision 'maybe'"),
    "a decision without its suggestion": ("mentions", "suggested = NULL", "does not fit"),
    "a suggestion elsewhere": (
        "mentions",
        """suggested = '{"start": 0, "end": 3, "surface": "Kab", "label": "GPE"}'""",
        "not 'Kab'",
    ),
    "a suggestion that is no JSON": ("mentions", "suggested = '{'", "expected an object"),
    "a certainty beyond 1": ("mentions", "certainty = 2", "certainty 2"),
    "a certainty that is a word": ("mentions", "certainty = 'high'", ""),
    "a quote's surface": ("quotes", "surface = 'Snow'", "is not 'Snow'"),
    "a quote's content": ("quotes", "content = '[[0, 12]]'", "is not"),
    "a quote's content that is no JSON": ("quotes", "content = '[[0, 5'", ""),
    "a quote's content of one number": ("quotes", "content = '[[0]]'", ""),
    "a quote's place": ("quotes", '"end" = 11', "does not stand at 0–11"),
    "a quote's kind": ("quotes", "kind = 'loud'", "kind 'loud'"),
    "a quote's cue beyond the text": ("quotes", "cue = '[[90, 95]]'", "does not lie"),
}


@pytest.mark.parametrize(("table", "change", "reason"), DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_row_is_named_and_the_others_are_shown(
    store: Store, article: Article, table: str, change: str, reason: str
) -> None:
    which = "label = 'GPE'" if table == "mentions" else "kind = 'mixed'"
    with store.writing() as connection:
        changed = connection.execute(sql(f"UPDATE {table} SET {change} WHERE {which}"))
        assert changed.rowcount == 1
    layer = of(store, "Ann")
    damaged = KABUL if table == "mentions" else TWO
    assert set(layer.marks) == set(MARKS) - {damaged}
    (problem,) = layer.problems
    assert problem.startswith(f"article {article.id}, test 1, row ")
    assert reason in problem
    assert list(doctor.problems(store)) == [problem]


@pytest.mark.usefixtures("article")
def test_a_quote_that_stands_twice_is_named(store: Store) -> None:
    columns = 'article, annotator, start, "end", surface, kind, content, cue, speaker, '
    columns += "speaker_name, speaker_status, certainty, decision, suggested"
    with store.writing() as connection:
        connection.execute(
            sql(f"INSERT INTO quotes ({columns}) SELECT {columns} FROM quotes WHERE kind = 'mixed'")
        )
    layer = of(store, "Ann")
    assert set(layer.marks) == set(MARKS)
    assert "stands there twice" in layer.problems[0]


@pytest.mark.usefixtures("article")
def test_a_text_that_changed_is_refused_and_named(store: Store) -> None:
    with store.writing() as connection:
        connection.execute(sql("UPDATE articles SET text = replace(text, 'Kabul', 'Herat')"))
    with pytest.raises(Invalid, match="has changed since it was added"):
        layers.load(store, ARTICLE.id, "Ann")
    assert list(doctor.problems(store)) == [
        f"the text of article {ARTICLE.id} has changed since it was added"
    ]


@pytest.mark.usefixtures("article")
def test_fields_that_cannot_be_read_are_named(store: Store) -> None:
    with store.writing() as connection:
        connection.execute(sql("UPDATE articles SET meta = '{'"))
    (problem,) = doctor.problems(store)
    assert "cannot be read" in problem


@pytest.mark.usefixtures("article")
def test_a_row_without_its_layer_is_named(store: Store) -> None:
    with store.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql("DELETE FROM layers")
        connection.exec_driver_sql("PRAGMA foreign_keys = ON")
        connection.exec_driver_sql("BEGIN")
    problems = list(doctor.problems(store))
    assert len(problems) == len(MARKS)
    assert all("refers to a missing row of layers" in problem for problem in problems)


def test_a_sound_store_has_no_problems(store: Store, article: Article) -> None:
    layers.place(store, article.id, "Ben", State("done", ""), [accept(KABUL), add(TWO.value)])
    assert list(doctor.problems(store)) == []
