"""Entities as tags: which are open to a word, and the best path through them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.base.schemes import ALL, ENTITY_LABELS, OUTSIDE
from annotator.base.sources import Example, Named, spans
from annotator.base.tags import BIO, Table, allowed_tags, named, viterbi

HARBOUR = ("Ida", "Moe", "left", "Sund")
SIZE = len(BIO)
LOW = -1e6  # what a tag scores that is not open


def numbers(tags: str) -> list[int]:
    return [BIO.index(tag) for tag in tags.split()]


def follows(before: str, tag: str) -> bool:
    """Whether a tag may stand behind another."""
    return tag[0] != "I" or before in (f"B-{tag[2:]}", tag)


def example(*said: Named, silent: frozenset[str] = frozenset()) -> Example:
    return Example("gloss", HARBOUR, frozenset((0,)), named=said, silent=silent)


def a(start: int, end: int, *labels: str) -> Named:
    return Named(start, end, frozenset(labels))


def marked(*labels: str) -> str:
    return " ".join(f"B-{label} I-{label}" for label in labels)


@pytest.mark.parametrize(
    ("given_", "silent", "open_"),
    [
        ((), (), ["O", "O", "O", "O"]),
        ((a(0, 2, "PERSON"),), (), ["B-PERSON", "I-PERSON", "O", "O"]),
        ((a(3, 4, "GPE", "LOC"),), (), ["O", "O", "O", "B-GPE B-LOC"]),
        ((a(0, 2, "ORG", "EVENT"),), (), ["B-ORG B-EVENT", "I-ORG I-EVENT", "O", "O"]),
        ((a(0, 2, "ORG", OUTSIDE),), (), ["O B-ORG", "O I-ORG", "O", "O"]),
        ((), ("DATE",), [f"O {marked('DATE')}"] * 4),
        ((a(0, 1, "PERSON"), a(3, 4, "GPE")), ("DATE",),
         ["B-PERSON", *[f"O {marked('DATE')}"] * 2, "B-GPE"]),
        ((a(2, 4, "ORG", OUTSIDE),), ("LAW",),
         [*[f"O {marked('LAW')}"] * 2, f"O B-ORG {marked('LAW')}", f"O I-ORG {marked('LAW')}"]),
        ((a(0, 2, "LAW"),), ("LAW",), ["B-LAW", "I-LAW", "O B-LAW", f"O {marked('LAW')}"]),
        ((a(0, 1, "LAW"), a(1, 2, "ORG", OUTSIDE)), ("LAW",),
         ["B-LAW", "O B-ORG B-LAW", *[f"O {marked('LAW')}"] * 2]),
    ],
)  # fmt: skip
def test_what_a_source_says_and_does_not_say_leaves_tags_open(
    given_: tuple[Named, ...], silent: tuple[str, ...], open_: list[str]
) -> None:
    table = allowed_tags(example(*given_, silent=frozenset(silent)))
    assert table is not None
    found = [{BIO[i] for i in np.flatnonzero(row)} for row in table]
    assert found == [set(tags.split()) for tags in open_]


def test_a_source_without_entities_says_nothing_of_them() -> None:
    assert allowed_tags(Example("ewt", HARBOUR, frozenset())) is None


def test_a_source_that_is_silent_on_all_leaves_all_open() -> None:
    table = allowed_tags(example(silent=ALL))
    assert table is not None and table.all()


def test_there_is_a_beginning_and_an_inside_for_each_label() -> None:
    assert len(set(BIO)) == SIZE == 1 + 2 * len(ENTITY_LABELS)


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("", []),
        ("O O", []),
        ("B-PERSON I-PERSON O B-GPE", [a(0, 2, "PERSON"), a(3, 4, "GPE")]),
        ("B-GPE B-GPE I-GPE", [a(0, 1, "GPE"), a(1, 3, "GPE")]),
        ("B-WORK_OF_ART I-WORK_OF_ART", [a(0, 2, "WORK_OF_ART")]),
    ],
)
def test_a_path_of_tags_is_entities(tags: str, expected: list[Named]) -> None:
    assert named(numbers(tags)) == expected


@pytest.mark.parametrize(
    ("scores", "tags"),
    [
        ([], ""),
        ([{}], "O"),
        ([{"I-ORG": 9, "B-ORG": 1}], "B-ORG"),
        ([{"I-ORG": 9}], "O"),
        ([{"O": 3, "B-ORG": 1}, {"I-ORG": 5}], "B-ORG I-ORG"),
        ([{"O": 3, "B-ORG": 1}, {"I-ORG": 1}], "O O"),
        ([{"B-ORG": 9}, {"I-GPE": 5, "I-ORG": 2}], "B-ORG I-ORG"),
        ([{"B-ORG": 5}, {"B-ORG": 3, "I-ORG": 2}, {"I-ORG": 2}], "B-ORG B-ORG I-ORG"),
        ([{"O": 4, "B-ORG": 2}, {"O": 1}, {"I-ORG": 4}], "O B-ORG I-ORG"),
        ([{"O": 4, "B-ORG": 3}, {"O": 1, "I-ORG": 1}, {"I-ORG": 7}], "O B-ORG I-ORG"),
    ],
)
def test_the_best_path_keeps_the_order_of_tags(scores: list[dict[str, float]], tags: str) -> None:
    assert viterbi(table_of(scores)) == numbers(tags)


def table_of(scores: list[dict[str, float]]) -> Table:
    table = np.zeros((len(scores), SIZE))
    for place, row in enumerate(scores):
        for tag, value in row.items():
            table[place, BIO.index(tag)] = value
    return table


ROWS = st.dictionaries(st.sampled_from(BIO), st.integers(-9, 9), max_size=6)


@given(st.lists(ROWS, max_size=9))
def test_no_inside_stands_without_what_it_continues(scores: list[dict[str, float]]) -> None:
    path = [BIO[tag] for tag in viterbi(table_of(scores))]
    assert len(path) == len(scores)
    assert all(follows(before, tag) for before, tag in pairwise(["O", *path]))


LEGAL = np.array([[0.0 if follows(one, two) else -np.inf for two in BIO] for one in BIO])


@given(st.lists(ROWS, min_size=1, max_size=3))
def test_no_path_is_better_than_the_one_found(scores: list[dict[str, float]]) -> None:
    table = table_of(scores)
    every = LEGAL[0] + table[0]  # of all paths, one axis a word; before the first stands O
    for row in table[1:]:
        every = every[..., None] + LEGAL + row
    path = viterbi(table)
    assert every[tuple(path)] == every.max()
    assert sum(table[place, tag] for place, tag in enumerate(path)) == every.max()


@st.composite
def sure(draw: st.DrawFn) -> Example:
    """An example of which all is told for certain."""
    label = st.sampled_from(["", *ENTITY_LABELS[:3]])
    parts = draw(st.lists(st.tuples(st.integers(1, 3), label), max_size=6))
    found, at = [], 0
    for size, label in parts:
        if label:
            found.append(a(at, at + size, label))
        at += size
    return Example("gloss", ("Sund",) * at, frozenset(), named=tuple(found))


@given(sure(), st.lists(ROWS, min_size=18, max_size=18))
def test_what_is_told_for_certain_is_the_best_path(
    told: Example, scores: list[dict[str, float]]
) -> None:
    open_ = allowed_tags(told)
    assert open_ is not None
    path = viterbi(np.where(open_, table_of(scores)[: len(open_)], LOW))
    assert tuple(named(path)) == told.named
    assert [(*found[:2], frozenset((found[2],))) for found in spans([BIO[i] for i in path])] == [
        (one.start, one.end, one.labels) for one in told.named or ()
    ]


@given(sure(), st.lists(ROWS, min_size=18, max_size=18))
def test_names_that_are_told_stay_where_the_source_is_silent(
    told: Example, scores: list[dict[str, float]]
) -> None:
    silent = Example("gum", told.words, told.lines, named=told.named, silent=ALL)
    open_ = allowed_tags(silent)
    assert open_ is not None
    found = named(viterbi(np.where(open_, table_of(scores)[: len(open_)], LOW)))
    assert set(told.named or ()) <= set(found)
