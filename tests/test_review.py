"""What several people marked put together: values, layers of the store, gold with its origin."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from annotator import gold, measuring, releases, review
from annotator.annotation import Annotation, Article, Entity, Invalid, Quote, Span
from annotator.edit import subject_to_json
from annotator.evaluation.report import Report
from annotator.mark import Mark, State, accept, add, current, reject, suggest
from annotator.review import Difference, Option
from annotator.store import Store, articles, counts, edits, layers, reviews

TEXT = "“Rain fell,” said Ann Doe of the Bank of Oslo on Monday."
ANN = Entity(Span(18, 25), "PERSON", "Ann Doe")
BANK = Entity(Span(33, 45), "ORG", "Bank of Oslo")
OSLO = Entity(Span(41, 45), "GPE", "Oslo")
WRONG = Entity(Span(41, 45), "ORG", "Oslo")
MONDAY = Entity(Span(49, 55), "DATE")
DAY = Entity(Span(46, 55), "DATE")
RAIN = Quote((Span(0, 12),), "direct", (Span(13, 17),), (Span(18, 25),), "Ann Doe", "named")
NOBODY = replace(RAIN, speaker=(), speaker_name=None, speaker_status="unknown")
DONE = State("done")
ARTICLE = Article(TEXT)


def by(mark: Mark, *names: str) -> Mark:
    return replace(mark, by=names)


def test_what_all_have_is_agreed_and_the_rest_lies_in_the_differences() -> None:
    work = {"ada": (ANN, BANK, MONDAY), "ben": (ANN, OSLO), "eve": (ANN, BANK, MONDAY)}
    assert review.agreed(work) == [ANN]
    assert review.differences(work) == [
        Difference(33, 45, (Option(("ada", "eve"), (BANK,)), Option(("ben",), (OSLO,)))),
        Difference(49, 55, (Option(("ada", "eve"), (MONDAY,)), Option(("ben",), ()))),
    ]
    assert set(review.marks(work)) == {
        by(accept(suggest(ANN)), "ada", "ben", "eve"),
        by(suggest(BANK), "ada", "eve"),
        by(suggest(OSLO), "ben"),
        by(suggest(MONDAY), "ada", "eve"),
    }


def test_a_nested_mention_that_all_have_stays_agreed_inside_one_that_is_disputed() -> None:
    work = {"ada": (BANK, OSLO), "ben": (OSLO,)}
    assert review.agreed(work) == [OSLO]
    (difference,) = review.differences(work)
    assert [option.values for option in difference.options] == [(BANK,), ()]


def test_values_that_cannot_stand_side_by_side_are_one_mark_and_two_options() -> None:
    work = {"ada": (NOBODY,), "ben": (RAIN,), "eve": (RAIN,)}
    (difference,) = review.differences(work)
    assert difference.options == (Option(("ben", "eve"), (RAIN,)), Option(("ada",), (NOBODY,)))
    assert review.marks(work) == [by(suggest(RAIN), "ben", "eve")]


def test_who_alone_has_read_it_is_taken_at_their_word_and_nobody_says_nothing() -> None:
    assert review.marks({"ada": (ANN,)}) == [by(accept(suggest(ANN)), "ada")]
    assert review.marks({}) == review.agreed({}) == review.differences({}) == []
    assert [o.values for o in review.differences({"ada": (ANN,), "ben": ()})[0].options] == [
        (ANN,),
        (),
    ]


VALUES: list[Annotation] = [ANN, BANK, OSLO, WRONG, MONDAY, DAY]
WORK = some.dictionaries(
    some.sampled_from(["ada", "ben", "eve"]), some.lists(some.sampled_from(VALUES), unique=True)
)


@given(WORK)
def test_whatever_is_marked_is_agreed_or_in_one_difference(work: review.Work) -> None:
    agreed, different = review.agreed(work), review.differences(work)
    for name, values in work.items():
        options = [o for d in different for o in d.options if name in o.by]
        assert len(options) == len(different)  # one of each difference
        assert sorted(map(repr, agreed + [v for o in options for v in o.values])) == sorted(
            map(repr, values)
        )
    for difference in different:
        assert len(difference.options) > 1
    for one, other in pairwise(different):
        assert one.end <= other.start
    marks = review.marks(work)
    assert len({mark.key for mark in marks}) == len(marks)
    assert {m.key for m in marks} == {v.key for values in work.values() for v in values}
    assert {m.value for m in marks if m.decision == "accepted"} == set(agreed)


@given(WORK, some.randoms())
def test_the_order_of_marks_is_of_no_weight(work: review.Work, random: object) -> None:
    turned = {name: list(reversed(values)) for name, values in work.items()}
    assert review.differences(turned) == review.differences(work)
    assert set(review.marks(turned)) == set(review.marks(work))


@pytest.fixture
def three(store: Store) -> Store:
    """An article with which three are done, and what a pipeline had suggested."""
    articles.add(store, [ARTICLE], annotator="ada")
    layers.suggest(store, ARTICLE.id, "test 1", [suggest(ANN), suggest(WRONG)])
    work: dict[str, tuple[Annotation, ...]] = {
        "ada": (ANN, BANK, MONDAY, RAIN),
        "ben": (ANN, OSLO, RAIN),
        "eve": (ANN, BANK, NOBODY),
    }
    for name, values in work.items():
        layers.place(store, ARTICLE.id, name, DONE, map(add, values))
    return store


def of(store: Store, name: str) -> layers.Layer:
    layer = layers.load(store, ARTICLE.id, name)
    assert layer is not None
    assert layer.problems == ()
    return layer


def test_a_review_puts_together_what_people_are_done_with(three: Store) -> None:
    (waiting,) = reviews.waiting(three, "eve")
    assert (waiting.people, waiting.status) == (("ada", "ben", "eve"), "new")
    names = [(source.name, source.machine) for source in reviews.sources(three, ARTICLE.id)]
    assert names == [("ada", False), ("ben", False), ("eve", False), ("test 1", True)]
    reviews.begin(three, ARTICLE.id, "eve", ["ada", "ben", "eve"])
    layer = of(three, reviews.layer_of("eve"))
    assert layer.origin.reviewed == ("ada", "ben", "eve")
    assert layer.state == State("in progress")
    assert {mark.value: (mark.decision, mark.by) for mark in layer.marks} == {
        ANN: ("accepted", ("ada", "ben", "eve")),
        BANK: (None, ("ada", "eve")),
        OSLO: (None, ("ben",)),
        MONDAY: (None, ("ada",)),
        RAIN: (None, ("ada", "ben")),
    }
    assert [d.start for d in reviews.differences(three, layer)] == [0, 33, 49]
    assert of(three, "eve").marks  # what they marked themselves is as it was
    assert reviews.waiting(three, "eve")[0].status == "in progress"
    assert reviews.waiting(three, "ada")[0].status == "new"
    assert reviews.others(three, ARTICLE.id, "ada") == ["eve"]
    assert counts.annotators(three) == ["ada", "ben", "eve"]
    assert "eve (review)" not in {s.name for s in reviews.sources(three, ARTICLE.id)}


def test_a_model_can_be_one_of_those_whose_work_is_reviewed(three: Store) -> None:
    reviews.begin(three, ARTICLE.id, "ada", ["ben", "test 1"])
    layer = of(three, reviews.layer_of("ada"))
    assert [(d.start, len(d.options)) for d in reviews.differences(three, layer)] == [
        (0, 2),
        (41, 2),
    ]
    assert of(three, "test 1").marks == (suggest(ANN), suggest(WRONG))


def test_work_that_comes_later_is_taken_in_and_leaves_what_is_decided(three: Store) -> None:
    name = reviews.layer_of("ada")
    reviews.begin(three, ARTICLE.id, "ada", ["ada", "ben"])
    bank = next(mark for mark in of(three, name).marks if mark.value == BANK)
    took = edits.take(three, [edit(name, 1, bank, reject(bank))])
    assert took.refused == ()
    reviews.begin(three, ARTICLE.id, "ada", ["eve", "test 1"])
    layer = of(three, name)
    assert layer.origin.reviewed == ("ada", "ben", "eve", "test 1")
    decisions = {mark.value: mark.decision for mark in layer.marks}
    assert decisions[BANK] == "rejected"
    assert decisions[WRONG] is None
    assert decisions[ANN] == "accepted"


def test_what_somebody_did_not_check_is_no_difference(three: Store) -> None:
    layers.place(three, ARTICLE.id, "ivo", State("done", None, ("quotes",)), [add(RAIN)])
    reviews.begin(three, ARTICLE.id, "ada", ["ben", "ivo"])
    layer = of(three, reviews.layer_of("ada"))
    assert reviews.differences(three, layer) == []
    assert {mark.value: mark.by for mark in layer.marks} == {
        ANN: ("ben",),
        OSLO: ("ben",),
        RAIN: ("ben", "ivo"),
    }


@pytest.mark.parametrize(
    ("article", "names", "why"),
    [
        (ARTICLE.id, ["ada"], "two annotators or more"),
        (ARTICLE.id, ["ada", "ada"], "two annotators or more"),
        (ARTICLE.id, ["ada", "ivo"], "ivo has marked nothing in article"),
        ("0" * 16, ["ada", "ben"], "there is no article"),
    ],
)
def test_a_review_of_nothing_is_refused(
    three: Store, article: str, names: list[str], why: str
) -> None:
    with pytest.raises(Invalid, match=why):
        reviews.begin(three, article, "ada", names)
    assert reviews.others(three, ARTICLE.id, "nobody") == []


def test_a_person_of_that_name_keeps_their_labels(three: Store) -> None:
    layers.place(three, ARTICLE.id, "ada (review)", DONE, [add(MONDAY)])
    with pytest.raises(Invalid, match="labels of their own"):
        reviews.begin(three, ARTICLE.id, "ada", ["ada", "ben"])
    assert of(three, "ada (review)").marks == (add(MONDAY),)


def edit(annotator: str, seq: int, old: object, new: object) -> dict[str, object]:
    told = {"client": "tab", "seq": seq, "group": f"g{seq}", "annotator": annotator}
    subjects = {"old": subject_to_json(TEXT, old), "new": subject_to_json(TEXT, new)}  # type: ignore[arg-type]
    return {**told, "article": ARTICLE.id, **subjects}


def test_the_result_is_gold_with_its_provenance_and_is_measured(
    three: Store, tmp_path: Path
) -> None:
    """Before the review nothing can be released; after it, that is gold, and people are systems."""
    with pytest.raises(Invalid, match="nobody is done with any article that can be released"):
        releases.make(three, tmp_path, "early")
    reviews.begin(three, ARTICLE.id, "ivo", ["ada", "ben", "eve"])
    name = reviews.layer_of("ivo")
    open_ = {m.value: m for m in of(three, name).marks if m.decision is None}
    sent = [
        edit(name, 1, open_[BANK], accept(open_[BANK])),
        edit(name, 2, open_[OSLO], accept(open_[OSLO])),
        edit(name, 3, open_[MONDAY], reject(open_[MONDAY])),
        edit(name, 4, open_[RAIN], accept(open_[RAIN])),
        edit(name, 5, State("in progress"), DONE),
    ]
    assert edits.take(three, sent).refused == ()
    made = releases.make(three, tmp_path, "first")
    (article,) = made.manifest["articles"]
    assert (article["annotator"], article["reviewed"]) == ("ivo (review)", ["ada", "ben", "eve"])
    assert (article["entities"], article["quotes"]) == (3, 1)
    (record,) = releases.load(tmp_path / "first")
    assert current(record.marks).entities == (ANN, BANK, OSLO)
    assert {mark.value: mark.by for mark in record.marks}[OSLO] == ("ben",)

    gold.write(three, [ARTICLE.id], tmp_path / "gold")
    every = [one for one in gold.read(tmp_path / "gold") if not isinstance(one, Invalid)]
    assert [one.annotator for one in every] == ["ada", "ben", "eve", "ivo (review)"]
    reviewed = [one for one in every if one.annotator == name]
    found = list(measuring.measure(reviewed, measuring.by_records(every, "ben"), "ben"))
    counted = measuring.all_entities(Report([one for one in found if one]))
    assert (counted.tp, counted.gold, counted.predicted) == (2, 3, 2)
