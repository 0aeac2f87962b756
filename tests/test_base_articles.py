"""The project's articles as examples, with other names and other quotation marks."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokenizer import Tokenizer

from annotator.annotation import Invalid
from annotator.base.articles import CHANGEABLE, Article, Pools, article, pools, records, substituted
from annotator.base.quotation import DOUBLE, STYLES, requoted
from annotator.base.sources import Example, Named, Tree
from annotator.formats import markup

ONE = frozenset  # of labels


@cache
def tokenizer() -> Tokenizer:
    return spacy.blank("en").tokenizer


def of(body: str) -> Article:
    return article(markup.loads(f"\n{body}\n"), tokenizer())


def surfaces(example: Example) -> list[str]:
    return [" ".join(example.words[n.start : n.end]) for n in example.named or ()]


def outside(example: Example) -> list[str]:
    """The words of an example that are in no name."""
    inside = {i for n in example.named or () for i in range(n.start, n.end)}
    return [word for i, word in enumerate(example.words) if i not in inside]


@pytest.mark.parametrize(
    ("body", "found", "names"),
    [
        ("[Ida Moe|PERSON] left.", ["Ida Moe"], ["Ida Moe"]),
        ("[Moe|PERSON|Ida Moe] left [Sund|GPE].", ["Moe", "Sund"], ["Ida Moe", "Sund"]),
        ("[Moe|PERSON|] left.", ["Moe"], ["Moe"]),
        ("A [Sund|GPE]bound ferry.", ["Sundbound"], ["Sund"]),
        ("The [Sund|GPE][mere|LOC] ferry.", ["Sundmere"], ["Sund"]),
        ("[[Sund|GPE] Ferries|ORG] fell.", ["Sund Ferries"], ["Sund Ferries"]),
        ("[Sund|GPE]’s quay.", ["Sund"], ["Sund"]),
        ("Nobody left.", [], []),
    ],
)
def test_an_entity_takes_whole_tokens(body: str, found: list[str], names: list[str]) -> None:
    read = of(body)
    assert (surfaces(read.example), list(read.names)) == (found, names)


def test_names_within_names_are_kept_apart() -> None:
    read = of("The [[[Old|NORP] Sund|GPE] Ferries|ORG] of [Sund|GPE] fell.")
    assert surfaces(read.example) == ["Old Sund Ferries", "Sund"]


@pytest.mark.parametrize(
    ("body", "words", "lines"),
    [
        ("Ida left.", "Ida left .", {0}),
        ("Ida left.\n\nBo  came.", "Ida left . Bo came .", {0, 3}),
        ("Ida left. \n \n Bo came.", "Ida left . Bo came .", {0, 3}),
    ],
)
def test_lines_begin_at_words(body: str, words: str, lines: set[int]) -> None:
    read = of(body).example
    assert (" ".join(read.words), read.lines) == (words, lines)
    assert read.trees is None and read.sentences is None and not read.silent


def test_training_reads_more_than_the_part_of_that_name(tmp_path: Path) -> None:
    (tmp_path / "split.tsv").write_text("a\ttrain\nb\tdev\n")
    for path, word in (("articles/a", "One"), ("articles/b", "Two"), ("training/c", "Three")):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / f"{path}.txt").write_text(f"\n{word}.\n")

    def read(name: str) -> list[str]:
        return [record.article.text.strip() for record in records(tmp_path, name)]

    assert (read("train"), read("dev"), read("test")) == (["One.", "Three."], ["Two."], [])
    (tmp_path / "training" / "d.txt").write_text("\n[Sund|GPE|Sund]\n")
    assert read("dev") == ["Two."]
    with pytest.raises(Invalid, match=r"d\.txt, line 2"):
        read("train")


GIVEN = {"PERSON": "Bo Lind", "ORG": "Fjord Steel Works", "GPE": "Nyhavn", "NORP": "Lindish"}
NEW = Pools({label: [tuple(name.split())] for label, name in (GIVEN | {"DATE": "May"}).items()})


@pytest.mark.parametrize(
    ("label", "surface", "name", "new"),
    [
        ("PERSON", "Ida Moe", "Ida Moe", "Bo Lind"),
        ("PERSON", "Moe", "Ida Moe", "Lind"),
        ("PERSON", "Ida", "Ida Moe", "Bo"),
        ("PERSON", "INGA MOE", "Inga Moe", "BO LIND"),
        ("PERSON", "Ida", "Ida", "Bo Lind"),
        ("ORG", "Sund Ferries", "Sund Ferries", "Fjord Steel Works"),
        ("ORG", "SF", "Sund Ferries", None),
        ("ORG", "Ferries", "Sund Ferries", "Fjord Steel Works"),
        ("GPE", "SUND", "Sund", "NYHAVN"),
        ("GPE", "SND", "Sund", "Nyhavn"),
        ("NORP", "Sundish", "Sundish", "Lindish"),
        ("NORP", "Old Sundish", "Old Sundish", None),
        ("LAW", "Ferry Act", "Ferry Act", None),
        ("DATE", "June", "June", None),
        ("LOC", "Sund Bay", "Sund Bay", None),
    ],
)
def test_a_new_name_stands_in_the_form_of_the_old(
    label: str, surface: str, name: str, new: str | None
) -> None:
    words = tuple(surface.split())
    named = (Named(0, len(words), ONE([label])),)
    old = Article(Example("gloss", (*words, "left"), ONE((0,)), named=named), (name,))
    found = {surfaces(substituted(old, NEW, random.Random(seed)))[0] for seed in range(40)}
    assert found == ({surface, new} if new else {surface})


WORDS = st.sampled_from(["Ida", "Moe", "IDA", "Sund", "the", "SF", "-", "left", "’s"])
LABEL = st.sampled_from(["", *CHANGEABLE, "DATE"])
PARTS = st.lists(st.tuples(st.lists(WORDS, min_size=1, max_size=3), LABEL), max_size=8)
NAMES = st.sampled_from(["Ida Moe", "Moe", "Sund Ferries Ltd", "Sund"])
PEOPLE = [("Bo",), ("Bo", "Lind"), ("Bo", "van", "Lind"), ("Ada", "Berg")]
CITIES = {"XX": ["Nyhavn", "Gamle Havn"], "YY": ["Steinvik"]}
POOLS = Pools({**NEW.names, "PERSON": PEOPLE, "EVENT": [("Fog", "Fair")]}, CITIES)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    words: list[str] = []
    named = []
    starts = set()
    for surface, label in draw(PARTS):
        if draw(st.booleans()):
            starts.add(len(words))
        if label:
            named.append(Named(len(words), len(words) + len(surface), ONE([label])))
        words += surface
    example = Example("gloss", tuple(words), frozenset(starts), named=tuple(named))
    return Article(example, tuple(draw(NAMES) for _ in named))


@given(articles(), st.integers(0, 10**6))
def test_other_names_leave_all_else_as_it_was(old: Article, seed: int) -> None:
    before, new = old.example, substituted(old, POOLS, random.Random(seed))
    assert before.named is not None and new.named is not None
    assert [n.labels for n in new.named] == [n.labels for n in before.named]
    assert outside(new) == outside(before)
    bounds = [at for n in new.named for at in (n.start, n.end)]
    assert bounds == sorted(bounds) and all(n.start < n.end for n in new.named)
    assert len(new.lines) == len(before.lines)
    for one, other in zip(before.named, new.named, strict=True):
        assert (one.start in before.lines) == (other.start in new.lines)
    same: dict[tuple[str, ...], str] = {}
    mentions = zip(before.named, old.names, surfaces(before), surfaces(new), strict=True)
    for entity, name, was, now in mentions:
        assert same.setdefault((*entity.labels, name, was), now) == now


@pytest.mark.parametrize(
    ("label", "names"),
    [
        ("PERSON", "Bo, Bo Lind, Bo van Lind, Bo Berg, Ada Berg, Ada Lind, Ada van Lind"),
        ("GPE", "Nyhavn, Gamle Havn, Steinvik"),
        ("EVENT", "Fog Fair"),
    ],
)
def test_people_get_the_surnames_of_others(label: str, names: str) -> None:
    drawn = {" ".join(POOLS.draw(label, random.Random(seed))) for seed in range(300)}
    assert drawn == set(names.split(", "))


def test_names_that_are_marked_for_certain_are_put_in() -> None:
    def says(source: str, name: str, *labels: str) -> Example:
        words = tuple(name.split())
        return Example(source, words, ONE((0,)), named=(Named(0, len(words), ONE(labels)),))

    people = [
        says("gloss", name, "PERSON")
        for name in ("Ida Moe", "Ida Moe", "the skipper", "The Skipper", "A B C D E F G H")
    ]
    tweets = [says("btc", "Bo Lind", "PERSON"), says("wnut17", "Bo Lind", "PERSON")]
    peoples = [says("gloss", name, "NORP") for name in ("Sundish", "Old Sundish")]
    places = [says("wikigold", "Sund", "GPE", "LOC"), Example("ewt", ("Yes",), ONE((0,)))]
    found = pools([*people, *tweets, *peoples, *places])
    assert found.names["PERSON"] == [("Ida", "Moe")]
    assert found.names["NORP"] == [("Sundish",)]
    assert ("Norway",) in found.names["GPE"] and ("Sund",) not in found.names["GPE"]
    assert "Oslo" in found.cities["NO"] and all(found.cities.values())


def quoted(words: str, lines: frozenset[int]) -> set[str]:
    example = Example("gloss", tuple(words.split()), lines)
    return {" ".join(requoted(example, random.Random(seed)).words) for seed in range(200)}


@pytest.mark.parametrize(
    ("words", "line", "marks"),
    [
        ("“ No , ” she said . “ No . ”", 0, "{0} No , {1} she said . {0} No . {1}"),
        ('" No , " she said . " No . "', 0, "{0} No , {1} she said . {0} No . {1}"),
        ("`` No , '' she said", 0, "{0} No , {1} she said"),
        ("“ No . “ Yes . ”", 3, "{0} No . {0} Yes . {1}"),
        ('" No . " Yes . "', 3, "{0} No . {0} Yes . {1}"),
        ("‘ No ’", 0, "‘ No ’"),
    ],
)
def test_marks_open_and_close_in_every_style(words: str, line: int, marks: str) -> None:
    assert quoted(words, ONE((0, line))) == {words, *(marks.format(*style) for style in STYLES)}


def test_apostrophes_are_of_one_kind() -> None:
    assert quoted("It 's o'clock '", ONE((0,))) == {"It 's o'clock '", "It ’s o’clock '"}


SIGNS = st.lists(st.sampled_from([*sorted(DOUBLE), "'", "’", "it's", "’s", "No", "."]), max_size=12)


@given(SIGNS, st.frozensets(st.integers(0, 11)), st.integers(0, 10**6))
def test_other_marks_leave_length_trees_and_names(
    words: list[str], lines: frozenset[int], seed: int
) -> None:
    trees = tuple(Tree("NN", "NOUN", word, -1, "root") for word in words)
    named = (Named(0, 1, ONE(["ORG"])),) if words else ()
    old = Example("ewt", tuple(words), lines, trees, ONE((0,)), named, ONE(["LAW"]))
    new = requoted(old, random.Random(seed))
    assert replace(new, words=old.words) == old
    for before, after in zip(old.words, new.words, strict=True):
        if before in DOUBLE:
            assert after in {mark for style in STYLES for mark in style}
        else:
            assert after in (before, before.replace("'", "’"))
