"""The corpora as examples: each says what it knows about its words, and is silent on the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from annotator.base.schemes import ALL, ANY, COARSE, CROSSNER, GUM, OUTSIDE, RE3D, silent_of


@dataclass(frozen=True, slots=True)
class Named:
    """What a corpus says of the words from ``start`` to ``end``: a name with one of ``labels``.

    OUTSIDE among the labels means that it may be no name by our scheme.
    """

    start: int
    end: int
    labels: frozenset[str]


@dataclass(frozen=True, slots=True)
class Tree:
    """A treebank's word: its tags, lemma, relation, and the place of its head, -1 for none."""

    tag: str  # of the Penn Treebank
    part: str  # of speech, universal
    lemma: str
    head: int
    relation: str


@dataclass(frozen=True, slots=True)
class Example:
    """Some consecutive words of one text.

    ``named`` is None where the source has no entities; else a word outside of all of them bears
    none, or one of ``silent``, the labels that the source does not mark.
    """

    source: str
    words: tuple[str, ...]
    lines: frozenset[int]  # where a line begins
    trees: tuple[Tree, ...] | None = None
    sentences: frozenset[int] | None = None  # where a sentence begins
    named: tuple[Named, ...] | None = None
    silent: frozenset[str] = frozenset()


def every(corpora: Path) -> Iterator[Example]:
    """All the examples of the training corpora in a folder, one a stretch of text."""
    yield from ewt(corpora / "ud-english-ewt", "train")
    yield from gum(corpora / "gum")
    yield from columns(corpora / "wikigold" / "wikigold.conll.txt", "wikigold", COARSE)
    for domain in ("politics", "literature", "science", "music", "ai"):
        for path in sorted((corpora / "crossner" / domain).glob("*.txt")):
            yield from columns(path, "crossner", CROSSNER)
    for path in sorted((corpora / "btc").glob("*.conll")):
        yield from columns(path, "btc", COARSE)
    for path in sorted((corpora / "wnut17").iterdir()):
        if path.name != "LICENSE":
            yield from columns(path, "wnut17", COARSE)
    for path in sorted((corpora / "re3d").rglob("*.conll")):
        yield from columns(path, "re3d", RE3D)
    for path in sorted((corpora / "uner-ewt").glob("*.iob2")):
        yield from columns(path, "uner-ewt", COARSE, word=1, tag=2)


def columns(
    path: Path, source: str, labels: dict[str, frozenset[str]], word: int = 0, tag: int = -1
) -> Iterator[Example]:
    """The sentences of a file of words and tags, IOB1 or IOB2, one word a line."""
    for lines in _blocks(path):
        rows = [line.split("\t") if "\t" in line else line.split() for line in lines]
        rows = [row for row in rows if len(row) > 1 and row[word] not in ("", "-DOCSTART-")]
        if not rows:
            continue
        tags = [row[tag] for row in rows]
        named = tuple(
            Named(start, end, labels.get(label, ANY)) for start, end, label in spans(tags)
        )
        words = tuple(row[word] for row in rows)
        yield Example(source, words, frozenset((0,)), named=named, silent=silent_of(source))


def spans(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """The spans of IOB1 or IOB2 tags: start, end, label."""
    found: list[tuple[int, int, str]] = []
    before = OUTSIDE
    for place, tag in enumerate(tags):
        kind, _, label = tag.partition("-")
        if kind == OUTSIDE or not label:
            before = OUTSIDE
            continue
        if kind == "B" or label != before:
            found.append((place, place + 1, label))
        else:
            found[-1] = (found[-1][0], place + 1, label)
        before = label
    return found


def _blocks(path: Path) -> Iterator[list[str]]:
    """The stretches of lines between empty ones, without comments of treebanks."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    for full, block in groupby(lines, key=lambda line: bool(line.strip())):
        if full:
            yield [line for line in block if not re.match(r"# \w[\w: ]* = |# newpar", line)]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a treebank, with whether it opens a paragraph and a document."""

    words: tuple[str, ...]
    trees: tuple[Tree, ...]
    spaces: tuple[bool, ...]  # whether white space follows each word
    opens: str  # "document", "paragraph" or nothing


def treebank(path: Path) -> Iterator[Sentence]:
    """The sentences of a CoNLL-U file.

    Words of a multiword token stand without a space between; empty nodes are left out.
    """
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8")):
        opens = ""
        words: list[str] = []
        trees: list[Tree] = []
        spaces: list[bool] = []
        joined: dict[int, bool] = {}  # the last word of a multiword token: whether a space follows
        inside = 0
        for line in block.splitlines():
            if line.startswith("#"):
                if line.startswith("# newdoc"):
                    opens = "document"
                elif line.startswith("# newpar"):
                    opens = opens or "paragraph"
                continue
            row = line.split("\t")
            spaced = "SpaceAfter=No" not in row[9]
            if "-" in row[0]:
                inside = int(row[0].split("-")[1])
                joined[inside] = spaced
            elif "." not in row[0]:
                number = int(row[0])
                words.append(row[1])
                trees.append(Tree(row[4], row[3], row[2], int(row[6]) - 1, row[7]))
                spaces.append(joined.get(number, spaced) if number >= inside else False)
        if words:
            yield Sentence(tuple(words), tuple(trees), tuple(spaces), opens)


def texts(sentences: Iterable[Sentence], source: str) -> Iterator[Example]:
    """The sentences of each document as one example."""
    held: list[Sentence] = []
    for sentence in sentences:
        if sentence.opens == "document" and held:
            yield _joined(held, source)
            held = []
        held.append(sentence)
    if held:
        yield _joined(held, source)


def _joined(sentences: Sequence[Sentence], source: str) -> Example:
    words: list[str] = []
    trees: list[Tree] = []
    lines: set[int] = set()
    begins: set[int] = set()
    for sentence in sentences:
        at = len(words)
        begins.add(at)
        if sentence.opens:
            lines.add(at)
        words += sentence.words
        trees += (
            replace(tree, head=tree.head + at if tree.head >= 0 else -1) for tree in sentence.trees
        )
    return Example(source, tuple(words), frozenset(lines), tuple(trees), frozenset(begins))


def ewt(folder: Path, part: str) -> Iterator[Example]:
    """One part of the English Web Treebank."""
    yield from texts(treebank(next(folder.glob(f"*{part}*.conllu"))), "ewt")


def gum(folder: Path) -> Iterator[Example]:
    """GUM's trees, with the names among its mentions; its other words may be anything."""
    for path in sorted((folder / "dep").glob("*.conllu")):
        for example in texts(treebank(path), "gum"):
            mentions = _mentions(folder / "coref_tsv" / f"{path.stem}.tsv", example)
            yield replace(example, named=mentions, silent=ALL)


def _mentions(path: Path, example: Example) -> tuple[Named, ...]:
    """The mentions that name an article of Wikipedia and consist of proper nouns alone."""
    if not path.exists():
        return ()
    rows = [
        line.split("\t")
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.match(r"\d+-\d+\t", line)
    ]
    if [row[2] for row in rows] != list(example.words) or example.trees is None:
        return ()
    open_: dict[str, tuple[str, list[int]]] = {}
    for place, row in enumerate(rows):
        known = set(re.findall(r"\[(\d+)\]", row[6]))
        for kind, number in re.findall(r"(\w+)(?:\[(\d+)\])?", row[3]):
            if number in known:
                open_.setdefault(number, (kind, []))[1].append(place)
    found: list[Named] = []
    for kind, places in open_.values():
        start, end = places[0], places[-1] + 1
        if example.words[start].lower() == "the":
            start += 1
        proper = all(example.trees[i].tag in ("NNP", "NNPS") for i in range(start, end))
        if kind in GUM and start < end and end - start <= 6 and proper:
            found.append(Named(start, end, GUM[kind]))
    taken: set[int] = set()
    kept = []
    for one in sorted(found, key=lambda n: n.start - n.end):
        if not taken & set(range(one.start, one.end)):
            taken.update(range(one.start, one.end))
            kept.append(one)
    return tuple(sorted(kept, key=lambda n: n.start))
