"""Entities as one tag a word, and which tags are open to a word of which not all is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from annotator.base.schemes import ENTITY_LABELS
from annotator.base.sources import Example, Named

BIO = ("O", *(f"{mark}-{label}" for label in ENTITY_LABELS for mark in "BI"))

Table = np.ndarray[Any, np.dtype[Any]]  # words × BIO


def allowed_tags(example: Example) -> Table | None:
    """words × BIO: the tags that what the source says, and does not say, leaves open."""
    if example.named is None:
        return None
    outside = np.zeros(len(BIO), dtype=bool)
    outside[0] = True
    for label in example.silent:
        outside[BIO.index(f"B-{label}")] = outside[BIO.index(f"I-{label}")] = True
    table = np.tile(outside, (len(example.words), 1))
    for one in example.named:
        table[one.start : one.end] = outside if "O" in one.labels else False
        for label in one.labels - {"O"}:
            table[one.start, BIO.index(f"B-{label}")] = True
            table[one.start + 1 : one.end, BIO.index(f"I-{label}")] = True
    for one in example.named:  # it goes on no further than the source says
        for label in one.labels - {"O"}:
            table[one.end : one.end + 1, BIO.index(f"I-{label}")] = False
    return table


STEPS = np.zeros((len(BIO), len(BIO)))  # what may follow what
for before, first in enumerate(BIO):
    for after, second in enumerate(BIO):
        if second[0] == "I" and first not in (f"B-{second[2:]}", second):
            STEPS[before, after] = -1e9


def viterbi(scores: Table) -> list[int]:
    """The best path of tags through scores, words × BIO, by Viterbi's algorithm."""
    if not len(scores):
        return []
    best = np.where([name[0] == "I" for name in BIO], -1e9, 0.0) + scores[0]
    back = []
    for row in scores[1:]:
        ways = best[:, None] + STEPS
        back.append(ways.argmax(0))
        best = ways.max(0) + row
    path = [int(best.argmax())]
    for step in reversed(back):
        path.append(int(step[path[-1]]))
    return path[::-1]


def named(path: Sequence[int]) -> list[Named]:
    """The entities of a path of tags in which each I follows a B or I of its label."""
    found: list[Named] = []
    for place, tag in enumerate(path):
        if BIO[tag][0] == "B":
            found.append(Named(place, place + 1, frozenset((BIO[tag][2:],))))
        elif BIO[tag][0] == "I":
            found[-1] = replace(found[-1], end=place + 1)
    return found
