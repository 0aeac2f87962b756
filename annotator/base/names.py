"""How well a pipeline finds names in corpora that it was not trained on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.base.sources import spans
from annotator.evaluation import Counts

if TYPE_CHECKING:
    from spacy.tokens import Doc

CLASSES = ("PERSON", "ORG", "PLACE")
OURS = {"PERSON": "PERSON", "ORG": "ORG", "GPE": "PLACE", "LOC": "PLACE", "FAC": "PLACE"}
WORLDWIDE = {"Person": "PERSON", "Organization": "ORG", "Location": "PLACE", "Facility": "PLACE"}
EUROPARL = {"PER": "PERSON", "ORG": "ORG", "LOC": "PLACE"}

NO_SPACE_BEFORE = re.compile(r"[.,;:!?%)\]}”’…]+|['’](?:s|re|ve|ll|d|m|t)|n['’]t|''", re.I)
NO_SPACE_BEHIND = re.compile(r"[(\[{“‘$£€#@]|``")
APOSTROPHES = frozenset("'’")
ENDINGS = frozenset(["s", "re", "ve", "ll", "d", "m", "t"])
ARTICLE = re.compile(r"(?:the|an?)\s+(?=\S)", re.I)

Name = tuple[int, int, str]  # code points, half-open, and a class


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its names."""

    text: str
    names: frozenset[Name]


def worldwide(folder: Path) -> Iterator[Text]:
    """The articles of the Worldwide English Newswire (Shan et al. 2023)."""
    for path in sorted((folder / "articles").iterdir()):
        yield _text(path, WORLDWIDE)


def europarl(folder: Path) -> Iterator[Text]:
    """The sentences of the Europarl names (Agerri et al. 2018), as one text."""
    yield _text(next(folder.glob("en-*.conll02")), EUROPARL)


def _text(path: Path, classes: dict[str, str]) -> Text:
    text = ""
    names: set[Name] = set()
    lines = path.read_text(encoding="utf-8").split("\n")
    for full, block in groupby(lines, key=lambda line: bool(line.strip())):
        rows = [line.split("\t") for line in block if full and "\t" in line]
        if not rows:
            continue
        part, bounds = joined([row[0] for row in rows])
        text += "\n\n" * bool(text)
        for start, end, label in spans([row[1] for row in rows]):
            if label in classes:
                at = len(text) + bounds[start][0], len(text) + bounds[end - 1][1]
                names.add((*at, classes[label]))
        text += part
    return Text(text, frozenset(_bare(text, n) for n in names))


def joined(words: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """The words as running text, with where each of them stands."""
    text = ""
    bounds: list[tuple[int, int]] = []
    opened = False
    glue = True
    for word, after in zip(words, [*words[1:], ""], strict=False):
        apostrophe = word in APOSTROPHES and after.lower() in ENDINGS
        hyphen = word == "-" and after[:1].islower()
        closing = word == '"' and opened
        if not (glue or closing or apostrophe or hyphen or NO_SPACE_BEFORE.fullmatch(word)):
            text += " "
        bounds.append((len(text), len(text) + len(word)))
        text += word
        opening = word == '"' and not opened
        opened = opened != (word == '"')
        glue = opening or apostrophe or hyphen or NO_SPACE_BEHIND.fullmatch(word) is not None
    return text, bounds


def _bare(text: str, name: Name) -> Name:
    article = ARTICLE.match(text, name[0], name[1])
    return (article.end() if article else name[0], *name[1:])


def found(doc: Doc) -> frozenset[Name]:
    """The names that a pipeline found, by class, without leading articles."""
    text = doc.text
    return frozenset(
        _bare(text, (e.start_char, e.end_char, OURS[e.label_]))
        for e in doc.ents
        if e.label_ in OURS
    )


def score(read: Callable[[str], Doc], texts: Iterable[Text]) -> dict[str, Counts]:
    """Exact matches by class."""
    counts = dict.fromkeys(CLASSES, Counts())
    for one in texts:
        given = found(read(one.text))
        for label in CLASSES:
            true = {n for n in one.names if n[2] == label}
            mine = {n for n in given if n[2] == label}
            tp = len(true & mine)
            counts[label] += Counts(tp, len(mine) - tp, len(true) - tp)
    return counts
