"""One name, one label: what an article says about a name in one place counts in all others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.pipelines.aliases import SUFFIXES
from annotator.pipelines.english.knowledge import Mention, countries, free, nations, tokens_taken
from annotator.pipelines.titles import is_title

if TYPE_CHECKING:
    from spacy.tokens import Doc

NAMED = frozenset(["PERSON", "ORG", "GPE", "LOC", "FAC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW"])
MOST = 2 / 3  # of the mentions of a name have to agree before the rest follows
FEWEST = 3


def consistent(doc: Doc, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions with surnames, repeated names and abbreviations labelled like their like."""
    agreed = _majority(doc, mentions)
    surnames = _surnames(doc, agreed)
    found = [
        replace(one, label="PERSON") if _is_surname(doc, one, surnames) else one for one in agreed
    ]
    return _repeated(doc, found, surnames)


def _majority(doc: Doc, mentions: Sequence[Mention]) -> list[Mention]:
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for one in mentions:
        if one.label in NAMED:
            votes[doc[one.start : one.end].text][one.label] += 1
    decided = {}
    for surface, labels in votes.items():
        label, count = labels.most_common(1)[0]
        if len(labels) > 1 and labels.total() >= FEWEST and count >= MOST * labels.total():
            decided[surface] = label
    return [
        replace(one, label=decided.get(doc[one.start : one.end].text, one.label))
        if one.label in NAMED
        else one
        for one in mentions
    ]


def _surnames(doc: Doc, mentions: Sequence[Mention]) -> frozenset[str]:
    """The last names of people who stand in the article with more than one word."""
    found = set()
    for one in mentions:
        words = [token.text for token in doc[one.start : one.end]]
        while len(words) > 1 and words[-1] in SUFFIXES:
            words.pop()
        if one.label == "PERSON" and len(words) > 1 and len(words[-1]) > 2:
            found.add(words[-1])
    return frozenset(found) - countries() - nations()


def _is_surname(doc: Doc, one: Mention, surnames: frozenset[str]) -> bool:
    return (
        one.end - one.start == 1
        and doc[one.start].text in surnames
        and one.label in ("ORG", "GPE", "LOC", "FAC", "PRODUCT", "NORP", "EVENT")
    )


def _repeated(doc: Doc, mentions: Sequence[Mention], surnames: frozenset[str]) -> list[Mention]:
    """The mentions and the same names where they were not seen."""
    labels: dict[tuple[str, ...], str] = {(surname,): "PERSON" for surname in surnames}
    for one in mentions:
        words = tuple(token.text for token in doc[one.start : one.end])
        short = len(words) == 1 and len(words[0]) > 2 and words[0].isupper()
        if one.label in NAMED and (short or len(words) > 1) and words[0][:1].isupper():
            labels.setdefault(words, one.label)
    first: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for words in sorted(labels, key=len, reverse=True):
        first[words[0]].append(words)
    taken = tokens_taken(doc, mentions)
    found = list(mentions)
    for token in doc:
        for words in first.get(token.text, ()):
            end = token.i + len(words)
            same = tuple(t.text for t in doc[token.i : end]) == words
            if same and free(taken, token.i, end) and _whole(doc, taken, token.i, end):
                found.append(Mention(token.i, end, labels[words]))
                taken[token.i : end] = [True] * len(words)
                break
    return sorted(found, key=lambda m: m.start)


def _whole(doc: Doc, taken: Sequence[bool], start: int, end: int) -> bool:
    """Whether no capital beside it makes the name longer."""
    after = doc[end] if end < len(doc) else None
    before = doc[start - 1] if start else None
    titled = before is not None and is_title(before.text)
    for beside in (None if titled else before, after):
        if beside is None or not beside.text[:1].isupper():
            continue
        if not (taken[beside.i] or beside.is_sent_start):
            return False
    return True
