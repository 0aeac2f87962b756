"""Decisions about names outlive new suggestions, and what is proposed has evidence."""

from __future__ import annotations

import csv
from collections.abc import Iterable

import pytest

from annotator.annotation import Article, Entity, Invalid, Span
from annotator.mark import State, reject, suggest
from annotator.news import entities
from annotator.news.table import Table
from annotator.store import Store, articles, layers, names, proposals
from annotator.store.names import EVERYWHERE, decisions
from annotator.store.proposals import Proposal, Short, Spelled, bare
from annotator.ui import naming

Part = tuple[str, str, str]  # words, label, name


def put(store: Store, title: str, *parts: Part) -> str:
    """An article that is nothing but mentions, as a pipeline suggests them."""
    article = Article(" ".join((*(words for words, _, _ in parts), title)), title)
    articles.add(store, [article], annotator="ada")
    suggested(store, article, *parts)
    return article.id


def suggested(store: Store, article: Article, *parts: Part, pipeline: str = "test 1") -> None:
    marks = []
    for words, label, name in parts:
        start = article.text.index(words, marks[-1].value.end if marks else 0)
        marks.append(suggest(Entity(Span(start, start + len(words)), label, name)))
    layers.suggest(store, article.id, pipeline, marks)


def names_of(store: Store, table: Table) -> dict[tuple[str, str], int]:
    """How often each name stands with each label, as the charts have it."""
    table.follow(store)
    return {(row["name"], row["label"]): row["mentions"] for row in naming.roster(table)}


@pytest.fixture
def table() -> Table:
    return Table()


UN = ("UN", "ORG", "UN")
DOTTED = ("U.N.", "ORG", "U.N.")
LONG = ("United Nations", "ORG", "United Nations")
SMITH = ("John Smith", "PERSON", "John Smith")


def test_names_are_merged_and_a_merged_name_is_merged_again(store: Store, table: Table) -> None:
    put(store, "a", UN, UN, DOTTED)
    put(store, "b", LONG, ("the UN", "ORG", "the UN"))
    assert names_of(store, table) == {("UN", "ORG"): 3, ("U.N.", "ORG"): 1, LONG[1:][::-1]: 1}
    naming.under(store, table, {"UN": "UN", "U.N.": "UN"}, "ada")
    assert names_of(store, table) == {("UN", "ORG"): 4, LONG[1:][::-1]: 1}
    naming.under(store, table, dict.fromkeys(("UN", "United Nations"), "The Nations"), "ben")
    assert names_of(store, table) == {("The Nations", "ORG"): 5}
    (row,) = naming.roster(table)
    assert row["spellings"] == ["U.N.", "UN", "United Nations", "the UN"]
    assert {one.decided_by for one in decisions(store)} == {"ben"}


def test_a_merge_that_is_undone_leaves_what_was_decided_before(store: Store, table: Table) -> None:
    put(store, "a", UN, DOTTED, LONG)
    names_of(store, table)
    naming.under(store, table, {"UN": "UN", "U.N.": "UN"}, "ada")
    before, shown = decisions(store), names_of(store, table)
    change = naming.under(store, table, dict.fromkeys(("UN", "United Nations"), "X"), "ben")
    names.undo(store, change)
    assert decisions(store) == before
    assert names_of(store, table) == shown
    # What somebody else has decided since stays.
    change = naming.under(store, table, {"UN": "Y"}, "ben")
    names.decide(store, {"UN": "Z"}, annotator="cleo")
    names.undo(store, change)
    assert {one.spelling: one.name for one in decisions(store)} == {"UN": "Z", "U.N.": "UN"}
    change = names.take_back(store, [("UN", EVERYWHERE)])
    names.undo(store, change)
    assert decisions(store)[1].decided_by == "cleo"


def test_decisions_outlive_new_suggestions(store: Store, table: Table) -> None:
    one = put(store, "a", UN, SMITH)
    put(store, "b", LONG, SMITH)
    names_of(store, table)
    naming.under(store, table, dict.fromkeys(("UN", "United Nations"), "United Nations"), "ada")
    naming.within(store, table, "John Smith", [one], "John Smith (footballer)", "ada")
    expected = {
        ("United Nations", "ORG"): 2,
        ("John Smith", "PERSON"): 1,
        ("John Smith (footballer)", "PERSON"): 1,
    }
    assert names_of(store, table) == expected
    article = articles.load(store, one)
    assert article
    suggested(store, article, pipeline="test 2")
    assert names_of(store, table)["United Nations", "ORG"] == 1
    # Renamed while no article has the spelling: it follows when it is back.
    naming.under(store, table, {"United Nations": "The Nations"}, "ada")
    suggested(store, article, UN, SMITH, pipeline="test 3")
    renamed = {
        ("The Nations" if name == "United Nations" else name, label): count
        for (name, label), count in expected.items()
    }
    assert names_of(store, table) == renamed
    assert names_of(store, Table()) == renamed  # another server


def test_a_name_is_split_by_article_and_its_parts_are_merged_again(
    store: Store, table: Table
) -> None:
    one, two, three = (put(store, title, SMITH) for title in "abc")
    names_of(store, table)
    naming.within(store, table, "John Smith", [one, two], "Smith II", "ada")
    assert names_of(store, table) == {("John Smith", "PERSON"): 1, ("Smith II", "PERSON"): 2}
    assert [p.article for p in naming.places(store, table, "John Smith", 9)] == [three]
    places = naming.places(store, table, "Smith II", 9)
    assert [(p.article, p.passage.surface) for p in places] == [
        (one, "John Smith"),
        (two, "John Smith"),
    ]
    # The rest is renamed without the part, the part without the rest.
    naming.under(store, table, {"John Smith": "Smith I"}, "ada")
    naming.under(store, table, {"Smith II": "Smith III"}, "ada")
    assert names_of(store, table) == {("Smith I", "PERSON"): 1, ("Smith III", "PERSON"): 2}
    # Split again, and all merged into one.
    naming.within(store, table, "Smith III", [two], "Smith IV", "ada")
    every = ("Smith I", "Smith III", "Smith IV")
    naming.under(store, table, dict.fromkeys(every, "Smith"), "ada")
    assert names_of(store, table) == {("Smith", "PERSON"): 3}
    names.take_back(store, [one.where for one in decisions(store)])
    assert names_of(store, table) == {("John Smith", "PERSON"): 3}


def test_a_spelling_is_set_apart_and_not_proposed_again(store: Store, table: Table) -> None:
    put(store, "a", UN, UN, ("Un", "ORG", "Un"), LONG)
    assert names_of(store, table) == {("UN", "ORG"): 3, ("United Nations", "ORG"): 1}
    rows = naming.spellings(table, "UN")
    assert [(row["spelling"], row["mentions"]) for row in rows] == [("UN", 2), ("Un", 1)]
    naming.apart(store, table, "UN", ["Un"], "ada")
    assert names_of(store, table)["Un", "ORG"] == 1
    assert naming.propose(store, table) == []
    names.forget(store, ["Un", "UN"])
    assert names_of(store, table)["UN", "ORG"] == 3


def test_what_is_set_apart_of_a_split_part_is_itself_again(store: Store, table: Table) -> None:
    one = put(store, "a", SMITH)
    put(store, "b", SMITH)
    names_of(store, table)
    naming.within(store, table, "John Smith", [one], "Smith II", "ada")
    names_of(store, table)
    naming.apart(store, table, "Smith II", ["John Smith"], "ada")
    assert names_of(store, table) == {("John Smith", "PERSON"): 2}


def test_two_labels_with_one_name_are_renamed_together(store: Store, table: Table) -> None:
    put(store, "a", ("Lund", "GPE", "Lund"), ("Lund", "PERSON", "Lund"), ("May", "DATE", "May"))
    assert names_of(store, table) == {("Lund", "GPE"): 1, ("Lund", "PERSON"): 1}
    naming.under(store, table, {"Lund": "Lund, Sweden"}, "ada")
    assert names_of(store, table) == {("Lund, Sweden", "GPE"): 1, ("Lund, Sweden", "PERSON"): 1}


def test_no_name_is_refused_and_nothing_is_changed(store: Store, table: Table) -> None:
    put(store, "a", UN)
    names_of(store, table)
    for name in ("", " UN", "U\nN", "x" * 301):
        with pytest.raises(Invalid):
            naming.under(store, table, {"UN": name}, "ada")
    assert decisions(store) == []


def test_words_that_stand_for_other_spellings_are_counted_in_articles(store: Store) -> None:
    short = ("UN", "ORG", "United Nations")
    put(store, "a", LONG, short, short)
    two = put(store, "b", LONG, ("the UN", "ORG", "United Nations"))
    put(store, "c", UN)
    assert proposals.shorts(store) == [Short("UN", "United Nations", "ORG", 2)]
    # Rejected marks never count, nor what another pipeline suggested.
    article = articles.load(store, two)
    assert article
    suggested(store, article, LONG, pipeline="test 2")
    assert proposals.shorts(store) == [Short("UN", "United Nations", "ORG", 1)]
    layer = layers.load(store, two, "test 1")
    assert layer
    marks = [reject(mark) for mark in layer.marks]
    layers.place(store, two, "ada", State("done"), marks)
    assert proposals.shorts(store) == [Short("UN", "United Nations", "ORG", 1)]


def known(*rows: tuple[str, str, int]) -> dict[str, Spelled]:
    return {one: Spelled(one, frozenset(label.split()), n, n) for one, label, n in rows}


def pairs(found: Iterable[Proposal]) -> list[tuple[str, str]]:
    return [(one.name, one.into) for one in found]


BODIES = known(("UN", "ORG", 5), ("United Nations", "ORG", 9), ("Union of Nurses", "ORG", 2))
SHORT = Short("UN", "United Nations", "ORG", 3)


def test_a_short_form_is_proposed_with_its_evidence() -> None:
    (one,) = proposals.proposals(BODIES, [SHORT], ())
    assert (one.name, one.into, one.short, one.articles, one.alone) == (
        *("UN", "United Nations", "UN", 3, 5),
    )
    assert naming.because(one) == "“UN” is United Nations in 3 articles, a name of its own in 5"


@pytest.mark.parametrize(
    ("every", "short"),
    [
        (BODIES, [SHORT, Short("UN", "Union of Nurses", "ORG", 1)]),  # which of the two?
        (BODIES, [Short("WHO", "United Nations", "ORG", 1)]),  # is no name of its own
        (BODIES | known(("UN", "ORG GPE", 5)), [SHORT]),  # is a place as well
        (BODIES, [SHORT, Short("UN", "United Nations", "PERSON", 1)]),
        (
            known(("Holm", "PERSON", 4), ("Ida Holm", "PERSON", 3), ("Jon Holm", "PERSON", 3)),
            [Short("Holm", "Ida Holm", "PERSON", 3)],
        ),
        (
            known(("Lund", "PERSON", 4), ("Lund Bank", "ORG", 3)),
            [Short("Lund", "Lund Bank", "ORG", 3)],
        ),
    ],
    ids=["two", "none", "labels", "a person's", "a surname", "a surname and a bank"],
)
def test_a_short_form_that_is_not_clear_is_not_proposed(
    every: dict[str, Spelled], short: list[Short]
) -> None:
    assert proposals.proposals(every, short, ()) == []


def test_spellings_that_differ_in_signs_and_accents_are_proposed() -> None:
    every = known(
        ("Zoe Lund", "PERSON", 9), ("Zoë Lund", "PERSON", 2), ("Ida Lund", "PERSON", 3),
        ("Lund", "PERSON", 9), ("U.N.", "ORG", 2), ("UN", "ORG", 3), ("J. K. Moe", "PERSON", 1),
        ("J.K. Moe", "PERSON", 2), ("Rolls-Royce", "ORG", 4), ("Rolls Royce", "ORG", 2),
        ("Malmö", "GPE", 3), ("Malmo", "GPE", 3), ("Malmø", "ORG", 3), ("S/2", "ORG", 1),
        ("3.1", "PRODUCT", 1), ("31", "PRODUCT", 1), ("…", "ORG", 1), ("—", "ORG", 1),
    )  # fmt: skip
    assert set(pairs(proposals.proposals(every, (), ()))) == {
        ("Zoë Lund", "Zoe Lund"),
        ("U.N.", "UN"),
        ("J. K. Moe", "J.K. Moe"),
        ("Rolls Royce", "Rolls-Royce"),
        ("Malmo", "Malmö"),
    }
    # The names under which they are shown, not the spellings; what people decided is theirs.
    shown = {**every, "UN": Spelled("United Nations", frozenset({"ORG"}), 3, 3)}
    assert ("U.N.", "United Nations") in pairs(proposals.proposals(shown, (), {"UN"}))
    left = pairs(proposals.proposals(every, (), {"UN", "U.N.", "Malmo"}))
    assert ("U.N.", "UN") not in left and ("Malmo", "Malmö") in left


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("the U.N.", "un"),
        ("Zoë", "zoe"),
        ("Łódź", "lodz"),
        ("O’Neil", "oneil"),
        ("Straße", "strasse"),
        ("हिन्दी", "हिन्दी"),
        ("Хай-тек", "хай тек".replace("й", "и\u0306")),
        ("🎉", "🎉"),
        ("…", ""),
        ("", ""),
    ],
)
def test_words_without_signs_and_accents(words: str, expected: str) -> None:
    assert bare(words) == expected


def test_proposals_are_accepted_all_at_once_also_in_a_chain(store: Store, table: Table) -> None:
    put(store, "a", LONG, ("UN", "ORG", "United Nations"))
    put(store, "b", UN, UN, DOTTED, ("Zoë Lund", "PERSON", "Zoë Lund"))
    put(store, "c", ("Zoe Lund", "PERSON", "Zoe Lund"), ("Ida Lund", "PERSON", "Ida Lund"))
    names_of(store, table)
    found = naming.propose(store, table)
    assert pairs(found) == [("UN", "United Nations"), ("U.N.", "UN"), ("Zoe Lund", "Zoë Lund")]
    naming.refuse(store, table, found[2:], "ada")
    table.follow(store)
    assert naming.propose(store, table) == found[:2]
    naming.accept(store, table, found[:2], "ada")
    assert names_of(store, table) == {
        ("United Nations", "ORG"): 5,
        ("Zoë Lund", "PERSON"): 1,
        ("Zoe Lund", "PERSON"): 1,
        ("Ida Lund", "PERSON"): 1,
    }
    assert naming.propose(store, table) == []


def test_a_ring_of_proposals_ends() -> None:
    ring = [Proposal(a, b, (a, b), (1, 1)) for a, b in ("xy", "yz", "zx")]
    assert len(set(proposals.joined(ring).values())) == 1


def test_the_search_finds_spellings_whatever_their_accents(store: Store, table: Table) -> None:
    put(store, "a", UN, ("Zoë", "PERSON", "Zoë"), ("**", "ORG", "**"), ("<b>", "ORG", "<b>"))
    names_of(store, table)
    naming.under(store, table, {"UN": "Nations"}, "ada")
    table.follow(store)
    rows = naming.roster(table)
    for words, expected in (
        *(("zoe", ["Zoë"]), ("u.n.", ["Nations"]), ("**", ["**"]), ("<B", ["<b>"])),
        ("absent", []),
    ):
        assert [row["name"] for row in naming.found(rows, words, ())] == expected
    assert len(naming.found(rows, "", ())) == 4
    assert [row["name"] for row in naming.found(rows, "", ["PERSON"])] == ["Zoë"]


def test_nothing_in_the_csv_is_a_formula(store: Store, table: Table) -> None:
    ugly = ('=HYPERLINK("x")', "+47, Group", "@a")
    put(store, "a", *((words, "ORG", words) for words in ugly), UN)
    names_of(store, table)
    naming.under(store, table, {"@a": "UN", "UN": "UN"}, "ada")
    table.follow(store)
    lines = list(csv.reader(naming.csv_lines(naming.roster(table))))
    assert lines == [
        ["name", "label", "spellings", "mentions", "articles"],
        ["UN", "ORG", "'@a | UN", "2", "1"],
        ["'+47, Group", "ORG", "'+47, Group", "1", "1"],
        ['\'=HYPERLINK("x")', "ORG", '\'=HYPERLINK("x")', "1", "1"],
    ]


def test_decisions_are_listed_with_the_headline_of_their_article(
    store: Store, table: Table
) -> None:
    one = put(store, "Smith scores", SMITH)
    names_of(store, table)
    naming.within(store, table, "John Smith", [one], "Smith II", "ada")
    names.decide(store, {"Gone": "Lost"}, annotator="ben", articles=["nowhere"])
    assert [(d.name, headline) for d, headline in naming.decided(store)] == [
        ("Lost", "an article that is no longer here"),
        ("Smith II", "Smith scores"),
    ]
    assert entities.roster(table)
