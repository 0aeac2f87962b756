"""Articles shared out: evenly, with an overlap, blind by share, and the same again."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from annotator.sharing import share_out

ARTICLES = [f"{number:016x}" for number in range(200)]


def test_each_article_is_read_once_and_everybody_has_as_many() -> None:
    tasks = share_out(ARTICLES, ["ada", "ben", "eve"])
    assert sorted(task.article for task in tasks) == sorted(ARTICLES)
    load = Counter(task.annotator for task in tasks)
    assert max(load.values()) - min(load.values()) <= 1
    assert not any(task.blind for task in tasks)


def test_an_overlap_gives_articles_to_two_and_to_all_pairs_alike() -> None:
    tasks = share_out(ARTICLES, ["ada", "ben", "eve"], overlap=0.3)
    readers: dict[str, set[str]] = {}
    for task in tasks:
        readers.setdefault(task.article, set()).add(task.annotator)
    assert Counter(map(len, readers.values())) == {1: 140, 2: 60}
    pairs = Counter(tuple(sorted(who)) for who in readers.values() if len(who) == 2)
    assert set(pairs) == set(combinations(["ada", "ben", "eve"], 2))
    assert max(pairs.values()) - min(pairs.values()) <= 2


def test_a_blind_article_is_blind_for_all_its_readers() -> None:
    tasks = share_out(ARTICLES, ["ada", "ben"], overlap=1.0, blind=0.25)
    blind = {task.article for task in tasks if task.blind}
    assert len(blind) == 50
    assert all(task.blind == (task.article in blind) for task in tasks)


def test_the_same_articles_are_shared_out_alike_whatever_their_order() -> None:
    one = share_out(ARTICLES, ["ada", "ben"], 0.2, 0.2)
    assert share_out(reversed(ARTICLES), ["ada", "ben"], 0.2, 0.2) == one


@pytest.mark.parametrize(
    ("people", "overlap", "blind"),
    [([], 0, 0), (["ada", "ada"], 0, 0), (["ada"], 0.1, 0), (["ada"], 0, 1.1), (["a", "b"], -1, 0)],
)
def test_what_cannot_be_shared_out_is_refused(
    people: list[str], overlap: float, blind: float
) -> None:
    with pytest.raises(ValueError, match=r"people|share|overlap"):
        share_out(ARTICLES, people, overlap, blind)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(
    some.integers(0, 60),
    some.integers(2, 6),
    some.floats(0, 1),
    some.floats(0, 1),
)
def test_nobody_has_an_article_twice_and_loads_are_even(
    articles: int, people: int, overlap: float, blind: float
) -> None:
    names = [f"p{number}" for number in range(people)]
    tasks = share_out(ARTICLES[:articles], names, overlap, blind)
    assert len({(task.article, task.annotator) for task in tasks}) == len(tasks)
    assert {task.article for task in tasks} == set(ARTICLES[:articles])
    load = Counter(dict.fromkeys(names, 0) | Counter(task.annotator for task in tasks))
    assert max(load.values()) - min(load.values()) <= 2
