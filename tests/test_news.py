"""Who is in the news and who speaks: figures by hand, by plain Python, and in step with edits."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from annotator.annotation import Appearance, Article, Entity, Quote, Span
from annotator.edit import subject_to_json
from annotator.mark import Mark, Origin, State, accept, add, reject, suggest
from annotator.news import entities, estimates, spelling, voices
from annotator.news.table import Asked, Table, verb_of
from annotator.news.view import View
from annotator.store import Store, articles, edits, layers, library, names, outlets, removal
from annotator.store.library import UNKNOWN
from tests import newsroom

BEST = View()


def article(text: str, published: str | None = None, source: str | None = None) -> Article:
    return Article(text, "", "en", (Appearance(published, source),))


def entity(text: str, words: str, label: str, name: str | None = None, nth: int = 0) -> Entity:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Entity(Span(start, start + len(words)), label, name)


# Three articles by hand: two of one outlet, one without a day.
ONE = article("Ada Berg met Bo. “We go on,” said Berg in Oslo.", "2024-03-04", "The Post")
TWO = article("Oslo waits. “No money,” a clerk said. Ada Berg left Oslo.", "2024-03-20", "The Post")
THREE = article("Bo claimed that Oslo had paid for it.", "2024-04", "Courier")


def by_hand() -> dict[str, tuple[Article, list[Mark]]]:
    one, two, three = ONE.text, TWO.text, THREE.text
    said = entity(one, "said", "X").span
    return {
        "one": (
            ONE,
            [
                suggest(entity(one, "Ada Berg", "PERSON", "Ada Berg")),
                suggest(entity(one, "Bo", "PERSON", "Bo")),
                suggest(entity(one, "Berg", "PERSON", "Ada Berg", nth=1)),
                suggest(entity(one, "Oslo", "GPE")),
                suggest(
                    Quote(
                        (entity(one, "“We go on,”", "X").span,), "direct", (said,),
                        (entity(one, "Berg", "X", nth=1).span,), "Ada Berg", "named",
                    )
                ),
            ],
        ),
        "two": (
            TWO,
            [
                suggest(entity(two, "Oslo", "GPE")),
                suggest(entity(two, "Ada Berg", "PERSON", "Ada Berg")),
                suggest(entity(two, "Oslo", "GPE", nth=1)),
                suggest(
                    Quote(
                        (entity(two, "“No money,”", "X").span,), "direct",
                        (entity(two, "said", "X").span,), (entity(two, "a clerk", "X").span,),
                        None, "unnamed",
                    )
                ),
            ],
        ),
        "three": (
            THREE,
            [
                suggest(entity(three, "Bo", "PERSON", "Bo")),
                suggest(entity(three, "Oslo", "GPE", "OSLO")),
                suggest(
                    Quote(
                        (entity(three, "Oslo had paid for it", "X").span,), "indirect",
                        (entity(three, "claimed", "X").span,), (entity(three, "Bo", "X").span,),
                        "Bo", "named",
                    )
                ),
            ],
        ),
    }  # fmt: skip


@pytest.fixture
def hand(store: Store) -> Store:
    for found, marks in by_hand().values():
        articles.add(store, [found], annotator="ann")
        layers.suggest(store, found.id, "model 1", marks)
    return store


def table_of(store: Store) -> Table:
    table = Table()
    table.follow(store)
    return table


def listed(rows: list[dict[str, Any]], *fields: str) -> list[tuple[Any, ...]]:
    return [tuple(row[field] for field in fields) for row in rows]


def test_names_and_labels_are_those_counted_by_hand(hand: Store) -> None:
    table = table_of(hand)
    assert listed(entities.labels(table, BEST), "label", "mentions") == [("PERSON", 5), ("GPE", 4)]
    # “OSLO” is Oslo in capitals, and so the same name.
    assert listed(entities.names(table, BEST), "name", "label", "mentions", "articles") == [
        ("Oslo", "GPE", 4, 3),
        ("Ada Berg", "PERSON", 3, 2),
        ("Bo", "PERSON", 2, 2),
    ]
    assert entities.rests_on(table, BEST) == {"suggested": 3}


def test_time_is_as_exact_as_the_dates_are(hand: Store) -> None:
    table = table_of(hand)
    months = listed(entities.over_time(table, BEST, "label"), "period", "series", "mentions")
    assert months == [
        (date(2024, 3, 1), "GPE", 3),
        (date(2024, 3, 1), "PERSON", 4),
        (date(2024, 4, 1), "GPE", 1),
        (date(2024, 4, 1), "PERSON", 1),
    ]
    weeks = listed(
        entities.over_time(table, BEST, "name", "week", ["Oslo"]), "period", "series", "mentions"
    )
    assert weeks == [(date(2024, 3, 4), "Oslo", 1), (date(2024, 3, 18), "Oslo", 2)]
    by_outlet = entities.over_time(table, BEST, "outlet", "month")
    assert listed(by_outlet, "series", "mentions") == [("The Post", 7), ("Courier", 2)]
    with pytest.raises(ValueError, match="no periods by year"):
        entities.over_time(table, BEST, "label", "year")
    with pytest.raises(ValueError, match="no series by owner"):
        entities.over_time(table, BEST, "owner")


def test_company_is_counted_in_articles(hand: Store) -> None:
    table = table_of(hand)
    pairs = {
        (row["one"], row["other"]): (row["articles"], row["lift"])
        for row in entities.company(table, BEST)
    }
    # Three articles: Oslo in all, Ada Berg in two, Bo in two, both of them in one.
    assert pairs["Ada Berg", "Bo"] == pairs["Bo", "Ada Berg"] == (1, pytest.approx(3 / 4))
    assert pairs["Oslo", "Bo"] == (2, pytest.approx(1.0))
    assert len(pairs) == 6
    beside = entities.companions(table, BEST, "Bo")
    assert listed(beside, "name", "articles") == [("Oslo", 2), ("Ada Berg", 1)]


def test_rising_and_falling_are_told_by_the_halves_of_the_time(store: Store) -> None:
    for number, (day, words) in enumerate(
        [("2024-01-01", "Ash"), ("2024-01-02", "Ash"), ("2024-01-09", "Elm"), ("2024-01-10", "Ash")]
    ):
        text = f"{words} is {number}. {words} was."
        found = article(text, day)
        articles.add(store, [found], annotator="ann")
        layers.suggest(store, found.id, "m 1", [suggest(entity(text, words, "PERSON"))])
    rows = entities.rising(table_of(store), BEST)
    assert listed(rows, "name", "before", "after", "change") == [("Ash", 1000, 500, -500)]


def test_voices_are_those_counted_by_hand(hand: Store) -> None:
    table = table_of(hand)
    assert listed(voices.speakers(table, BEST), "speaker", "kind", "words", "quotes") == [
        ("Bo", "indirect", 5, 1),
        ("Ada Berg", "direct", 3, 1),
    ]
    assert voices.totals(table, BEST) == {
        "quotes": 3, "words": 10, "named": 2, "unnamed": 1, "unknown": 0, "speakers": 2,
    }  # fmt: skip
    post, courier = voices.outlets(table, BEST)
    assert (post["outlet"], post["named"], post["unnamed"]) == ("The Post", 1, 1)
    assert (post["top"], post["top_share"], post["effective"]) == ("Ada Berg", 1.0, 1.0)
    assert (courier["outlet"], courier["named"]) == ("Courier", 1)
    assert listed(voices.silent(table, BEST), "name", "mentions", "words") == [
        ("Ada Berg", 3, 3),
        ("Bo", 2, 5),
    ]
    assert listed(voices.cues(table, BEST), "speaker", "cue", "quotes", "share") == [
        ("Ada Berg", "say", 1, 1.0),
        ("Bo", "claim", 1, 1.0),
    ]
    assert listed(voices.kinds(table, BEST), "period", "kind", "quotes", "share") == [
        (date(2024, 3, 1), "direct", 2, 1.0),
        (date(2024, 4, 1), "indirect", 1, 1.0),
    ]
    (place,) = voices.places(table, BEST, speaker="Bo")
    assert THREE.text[place["start"] : place["stop"]] == "Oslo had paid for it"
    assert voices.places(table, BEST, speaker="Bo", kind="direct") == []


def test_concentration_is_the_inverse_of_herfindahl(store: Store) -> None:
    """Two speakers with 3 and 1 of 4 words: 1 / (9/16 + 1/16) = 1.6."""
    text = "“One two three,” said Ash. “Four,” said Elm."
    quotes = [
        suggest(
            Quote(
                (entity(text, words, "X").span,), "direct", (), (entity(text, who, "X").span,),
                who, "named",
            )
        )
        for words, who in (("“One two three,”", "Ash"), ("“Four,”", "Elm"))
    ]  # fmt: skip
    articles.add(store, [article(text, None, "The Post")], annotator="ann")
    layers.suggest(store, article(text).id, "m 1", quotes)
    (post,) = voices.outlets(table_of(store), BEST)
    assert post["effective"] == pytest.approx(1.6)
    assert (post["top"], post["top_share"]) == ("Ash", 0.75)


def test_filters_hold_together(hand: Store) -> None:
    table = table_of(hand)

    def mentions(view: View) -> int:
        return sum(row["mentions"] for row in entities.labels(table, view))

    assert mentions(View(since="2024-03-20")) == 3 + 2  # April is not before 20 March
    assert mentions(View(since="2024-04")) == 2
    assert mentions(View(until="2024-03")) == 7
    assert mentions(View(until="2024-03-19")) == 4
    assert mentions(View(outlets=("Courier",))) == 2
    assert mentions(View(labels=("GPE",), outlets=("The Post",))) == 3
    assert mentions(View(articles=(ONE.id,))) == 4
    assert mentions(View(articles=())) == 0
    assert mentions(View(annotators=("ann",))) == 0
    assert mentions(View(annotators=("model 1",))) == 9


def test_an_outlet_that_nobody_knows_is_one_to_filter_by(hand: Store) -> None:
    found = article("Bo left Oslo, and nobody said where this stood.")
    articles.add(hand, [found], annotator="ann")
    layers.suggest(hand, found.id, "model 1", [suggest(entity(found.text, "Bo", "PERSON", "Bo"))])
    table = table_of(hand)
    assert UNKNOWN in library.choices(hand).outlets
    unknown = View(outlets=(UNKNOWN,))
    assert entities.labels(table, unknown) == [{"label": "PERSON", "mentions": 1}]
    assert entities.over_time(table, unknown, "outlet") == []  # without a date, but no error


def test_the_best_layer_of_each_article_counts(hand: Store) -> None:
    oslo, gone = entity(ONE.text, "Oslo", "GPE"), entity(ONE.text, "Oslo", "ORG")
    layers.place(hand, ONE.id, "ben", State("done"), [add(oslo)])
    layers.place(hand, ONE.id, "ann", State("in progress"), [add(gone), add(oslo)])
    layers.place(hand, TWO.id, "ann", State("skipped"), [])
    table = table_of(hand)
    assert entities.rests_on(table, BEST) == {"gold": 1, "suggested": 2}
    assert entities.rests_on(table, View("gold")) == {"gold": 1}
    assert entities.rests_on(table, View("suggestions")) == {"suggested": 3}
    assert entities.labels(table, View("gold")) == [{"label": "GPE", "mentions": 1}]
    review = Origin(reviewed=("ann", "ben"))
    layers.place(hand, ONE.id, "eve (review)", State("done"), [add(gone)], review)
    table.follow(hand)
    assert entities.labels(table, View("gold")) == [{"label": "ORG", "mentions": 1}]
    # What was not fully checked is no gold.
    partly = State("done", None, ("entities",))
    layers.place(hand, THREE.id, "ben", partly, [add(entity(THREE.text, "Bo", "PERSON"))])
    table.follow(hand)
    assert entities.rests_on(table, BEST) == {"gold": 2, "suggested": 1}
    assert entities.rests_on(table, BEST, "quotes") == {"gold": 1, "corrected": 1, "suggested": 1}


def test_names_follow_what_people_decide(hand: Store) -> None:
    table = table_of(hand)

    def counted() -> dict[str, int]:
        return {row["name"]: row["mentions"] for row in entities.names(table, BEST)}

    names.decide(hand, {"Bo": "Bo Dahl"}, annotator="ann")
    names.decide(hand, {"Oslo": "Oslo (Ohio)"}, annotator="ann", articles=[TWO.id])
    table.follow(hand)
    assert counted() == {"Oslo": 2, "Oslo (Ohio)": 2, "Ada Berg": 3, "Bo Dahl": 2}
    assert "Bo Dahl" in {row["speaker"] for row in voices.speakers(table, BEST)}
    layers.suggest(hand, ONE.id, "model 2", by_hand()["one"][1])  # read again: decisions stay
    table.follow(hand)
    assert counted()["Bo Dahl"] == 2
    names.forget(hand, ["Bo"])
    names.forget(hand, ["Oslo"], articles=[TWO.id])
    table.follow(hand)
    assert counted() == {"Oslo": 4, "Ada Berg": 3, "Bo": 2}


def test_a_copy_that_was_interrupted_catches_up(
    hand: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store was locked when only the names were left to read."""
    table = Table()

    def locked(store: Store) -> list[names.Decision]:
        raise OSError("locked")

    with monkeypatch.context() as patched:
        patched.setattr(names, "decisions", locked)
        with pytest.raises(OSError, match="locked"):
            table.follow(hand)
    assert table.follow(hand) == 0
    assert snapshot(table) == snapshot(table_of(hand))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("The Post", "the  post", True),
        ("OSLO", "Oslo", True),
        ("O’Brien", "O'Brien", True),
        ("Berg", "Ada Berg", False),
        ("The", "the", True),
        ("The Who", "Who", True),
        ("Zoë", "Zoe", False),
    ],
)
def test_spellings_of_one_name_share_a_key(one: str, other: str, same: bool) -> None:
    assert (spelling.key(one) == spelling.key(other)) is same


def test_a_name_is_shown_as_it_is_mostly_spelled() -> None:
    counted = {"OSLO": 2, "Oslo": 5, "oslo": 5, "Bergen": 1}
    assert spelling.shown(counted) == {"OSLO": "Oslo", "Oslo": "Oslo", "oslo": "Oslo",
                                       "Bergen": "Bergen"}  # fmt: skip


@pytest.mark.parametrize(
    ("cue", "verb"),
    [
        ("said", "say"), ("later claimed", "claim"), ("has denied", "deny"), ("told", "tell"),
        ("according to", "according to"), ("warning", "warn"), (None, None), ("", None),
    ],
)  # fmt: skip
def test_cues_are_counted_by_their_verb(cue: str | None, verb: str | None) -> None:
    assert verb_of(cue) == verb


def test_figures_are_those_of_plain_python_over_random_articles(store: Store) -> None:
    """Names, company, voices and time, of 120 articles of which some are corrected or gold."""
    source = random.Random(5)
    counted: dict[str, tuple[Article, list[Mark]]] = {}
    for found, marks in newsroom.articles(120, 5, entities=10, quotes=3):
        articles.add(store, [found], annotator="ann")
        layers.suggest(store, found.id, "model 1", marks)
        counted[found.id] = found, marks
        if source.random() < 0.3:
            kept = [accept(mark) for mark in marks if source.random() < 0.7]
            kept += [
                reject(mark) or mark for mark in marks if mark.key not in {k.key for k in kept}
            ]
            layers.place(store, found.id, "ann", State("done"), kept)
            counted[found.id] = found, [m for m in kept if m.decision != "rejected"]
    table = table_of(store)
    mentions: Counter[tuple[str, str]] = Counter()
    within: defaultdict[str, set[str]] = defaultdict(set)
    months: Counter[tuple[date, str]] = Counter()
    words: Counter[str] = Counter()
    statuses: Counter[str] = Counter()
    for key, (found, marks) in counted.items():
        for value in (mark.value for mark in marks):
            if isinstance(value, Entity):
                name = value.name or value.span.surface(found.text)
                mentions[name, value.label] += 1
                within[name].add(key)
                published = date.fromisoformat(str(found.published))
                months[published.replace(day=1), value.label] += 1
            else:
                statuses[value.speaker_status] += 1
                text = " ".join(s.surface(found.text) for s in value.content)
                if value.speaker_name:
                    words[value.speaker_name] += len(text.split())
    everyone = entities.names(table, BEST, most=10_000)
    assert {(r["name"], r["label"]): r["mentions"] for r in everyone} == mentions
    assert {r["name"]: r["articles"] for r in everyone} == {n: len(a) for n, a in within.items()}
    rows = entities.over_time(table, BEST, "label", "month")
    assert {(r["period"], r["series"]): r["mentions"] for r in rows} == months
    for row in entities.company(table, BEST, most=30):
        both = within[row["one"]] & within[row["other"]]
        alone = len(within[row["one"]]) * len(within[row["other"]])
        assert row["articles"] == len(both)
        assert row["lift"] == pytest.approx(len(both) * len(counted) / alone)
    spoken: Counter[str] = Counter()
    for row in voices.speakers(table, BEST, most=10_000):
        spoken[row["speaker"]] += row["words"]
    assert spoken == words
    total = voices.totals(table, BEST)
    assert {s: total[s] for s in statuses} == statuses
    assert sum(r["quotes"] for r in voices.kinds(table, BEST, "day")) == total["quotes"]


@pytest.fixture
def measured(store: Store) -> Store:
    """Forty articles; in the first twenty, gold has Oslo twice where suggestions have it once."""
    text = "Oslo and Oslo met Bo, who said: “No.”"
    for number in range(40):
        found = article(f"{text} {number}", "2024-01-01", "The Post")
        once = entity(found.text, "Oslo", "GPE", "Oslo")
        twice = entity(found.text, "Oslo", "GPE", "Oslo", nth=1)
        bo = entity(found.text, "Bo", "PERSON", "Bo")
        content = (entity(found.text, "“No.”", "X").span,)
        quote = Quote(content, "direct", (), (bo.span,), "Bo", "named")
        indirect = replace(quote, kind="indirect")
        articles.add(store, [found], annotator="ann")
        guessed = [suggest(once), suggest(bo), suggest(indirect if number % 4 == 0 else quote)]
        layers.suggest(store, found.id, "model 1", guessed)
        if number < 20:
            gold = [add(once), add(twice), add(bo), add(quote)]
            layers.place(store, found.id, "ann", State("done"), gold)
    return store


def test_counts_are_corrected_by_what_gold_shows_of_the_suggestions(measured: Store) -> None:
    table = table_of(measured)
    gpe, person = estimates.labels(table, BEST)
    assert (gpe["what"], gpe["counted"], gpe["seen"]) == ("GPE", 40, 20)
    # One missed in each of twenty articles: so it is in the twenty others.
    assert (gpe["estimate"], gpe["low"], gpe["high"]) == pytest.approx((80, 80, 80))
    assert (person["what"], person["counted"]) == ("PERSON", 40)
    assert (person["estimate"], person["low"], person["high"]) == pytest.approx((40, 40, 40))
    oslo, bo = estimates.names(table, BEST)
    assert (oslo["what"], oslo["estimate"]) == ("Oslo", pytest.approx(80))
    assert (bo["what"], bo["estimate"]) == ("Bo", pytest.approx(40))
    direct, mixed, indirect, named, _ = estimates.shares(table, BEST)
    assert direct["counted"] == 0.75
    # Gold has none but direct ones, whatever was suggested.
    assert direct["estimate"] == pytest.approx(1.0)
    # Five articles with gold have an indirect one suggested: too few to tell.
    assert (indirect["counted"], indirect["seen"], indirect["estimate"]) == (0.25, 5, None)
    assert (mixed["seen"], mixed["estimate"]) == (0, None)
    assert named["estimate"] == pytest.approx(1.0)


def test_without_enough_gold_nothing_is_estimated(hand: Store) -> None:
    layers.place(hand, ONE.id, "ben", State("done"), [])
    table = table_of(hand)
    assert {row["estimate"] for row in estimates.labels(table, BEST)} == {None}
    assert {row["estimate"] for row in estimates.shares(table, BEST)} == {None}
    assert estimates.names(table, View(outlets=("nowhere",))) == []


def snapshot(table: Asked) -> list[Any]:
    """All that can be asked of a table, in an order of its own."""
    asked: list[Callable[[Asked, View], Any]] = [
        entities.labels, entities.names, entities.rising, entities.company, entities.rests_on,
        voices.speakers, voices.totals, voices.outlets, voices.silent, voices.cues, voices.kinds,
    ]  # fmt: skip
    views = [BEST, View("gold"), View("suggestions", outlets=("The Oslo Post",))]
    found = [ask(table, view) for ask in asked for view in views]
    more = [entities.over_time(table, BEST, "outlet", "week"), entities.roster(table)]
    return [rounded(one) for one in (*found, *more)]


def rounded(found: Any) -> Any:
    """Sums of floats depend on their order by a hair."""
    if isinstance(found, list):
        return [rounded(one) for one in found]
    return {k: round(v, 9) if isinstance(v, float) else v for k, v in found.items()}


@pytest.mark.parametrize("seed", range(4))
def test_a_table_that_followed_equals_one_that_is_read_anew(store: Store, seed: int) -> None:
    """Whatever people do, in any order, the copy is in step: edits, deletions, fields, names."""
    source = random.Random(seed)
    fresh = list(newsroom.articles(40, seed, entities=6, quotes=2))
    table = Table()
    there: list[tuple[Article, list[Mark]]] = []
    seq = 0

    def arrive() -> None:
        if fresh:
            found, marks = fresh.pop()
            articles.add(store, [found], annotator="ann")
            layers.suggest(store, found.id, "model 1", marks)
            there.append((found, marks))

    def decide() -> None:
        nonlocal seq
        found, marks = source.choice(there)
        mark = source.choice(marks)
        new = source.choice([accept(mark), reject(mark)])
        seq += 1
        told = {"client": "t", "seq": seq, "group": f"g{seq}", "article": found.id}
        both = {side: subject_to_json(found.text, m) for side, m in (("old", mark), ("new", new))}
        edits.take(store, [{**told, "annotator": source.choice(["ann", "ben"]), **both}])

    def finish() -> None:
        found, marks = source.choice(there)
        owner = source.choice(["eve", "ivo"])
        layers.place(store, found.id, owner, State("done"), [accept(m) for m in marks[::2]])

    def read_again() -> None:
        found, marks = source.choice(there)
        layers.suggest(store, found.id, source.choice(["model 1", "model 2"]), marks[1:])

    def delete() -> None:
        found, _ = there.pop(source.randrange(len(there)))
        removal.remove(store, [found.id], annotator="ann")

    def describe() -> None:
        found, _ = source.choice(there)
        day = (date(2024, 1, 1) + timedelta(days=source.randrange(300))).isoformat()
        first = Appearance(day, source.choice(["The Oslo Post", "Herald"]))
        articles.describe(store, found.id, title="T", language="en", first=first, annotator="ann")

    def name() -> None:
        one, other = source.sample(newsroom.PEOPLE[:6], 2)
        within = [source.choice(there)[0].id] if source.random() < 0.5 else []
        names.decide(store, {one: other}, annotator="ann", articles=within)

    def forget() -> None:
        names.forget(store, [source.choice(newsroom.PEOPLE[:6])])

    def outlet() -> None:
        if spelled := [row["source"] for row in outlets.every(store)]:
            outlets.rename(store, {source.choice(spelled): source.choice(["A", "B"])})

    for _ in range(8):
        arrive()
    steps = [arrive, decide, decide, finish, read_again, describe, name, forget, outlet, delete]
    for _ in range(60):
        if len(there) < 3:
            arrive()
            continue
        source.choice(steps)()
        if source.random() < 0.2:
            table.follow(store)
    table.follow(store)
    assert snapshot(table) == snapshot(table_of(store))
    held = table.held()  # what is worked out once is the same for all who ask
    assert snapshot(held) == snapshot(table)
    assert table.follow(store) == 0


def test_an_empty_project_has_figures_of_nothing(store: Store) -> None:
    table = table_of(store)
    assert entities.labels(table, BEST) == entities.rising(table, BEST) == []
    assert entities.company(table, BEST) == voices.speakers(table, BEST) == []
    assert voices.totals(table, BEST)["words"] == 0
    assert replace(BEST, basis="gold").counted("entities")
