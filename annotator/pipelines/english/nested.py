"""Names within names: the GPE in "University of Nairobi", the DATE in "2024 Paris Games"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotator.pipelines.english.knowledge import LONGEST, Mention, countries, nations, regions
from annotator.pipelines.gazetteer import AMBIGUOUS, gazetteer
from annotator.pipelines.given import given
from annotator.pipelines.organisations import heads
from annotator.pipelines.wordlist import wordset

if TYPE_CHECKING:
    from spacy.tokens import Doc

GROUP = "nested"  # the name of the span group that holds them
AROUND = frozenset(["ORG", "FAC", "EVENT", "LAW", "PRODUCT", "LOC", "WORK_OF_ART"])
YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
# A firm, a club or a paper that is called like a people or a place is no more than its name.
NORP_WITHIN = frozenset(("ORG", "LAW"))
TOWNS = frozenset(("ORG", "FAC", "EVENT"))
DATED = frozenset(("EVENT", "LAW"))
# Behind these it is another place ("West Africa", "New England"), or a part of a word.
DIRECTIONS = wordset(
    "North South East West Northern Southern Eastern Western Central Latin New Old Little Upper "
    "Lower Great Greater Inter Trans Pan Blue White St San Santa Inter- Resolution No -"
)


def nested(doc: Doc, mentions: Sequence[Mention]) -> list[Mention]:
    """What stands inside the mentions and would be a name by itself."""
    labels = {doc[m.start : m.end].text: m.label for m in mentions if m.label in ("GPE", "LOC")}
    found: list[Mention] = []
    for one in mentions:
        if one.label not in AROUND or one.end - one.start < 2:
            continue
        at = one.start
        while at < one.end:
            size, label = _at(doc, one, at, labels)
            if label:
                found.append(Mention(at, at + size, label))
            at += size
    return found


def _at(doc: Doc, one: Mention, at: int, labels: dict[str, str]) -> tuple[int, str | None]:
    """What begins at a token within a mention, and how many tokens it takes."""
    if not doc[at].text[:1].isupper():
        behind = at > one.start and doc[at - 1].text in DIRECTIONS
        year = not behind and one.label in DATED and YEAR.fullmatch(doc[at].text)
        return 1, "DATE" if year else None
    directed = at > one.start and doc[at - 1].text in DIRECTIONS
    for size in range(min(LONGEST, one.end - at), 0, -1):
        if size == one.end - one.start or directed:
            continue
        surface = doc[at : at + size].text
        if surface in nations():
            return size, "NORP" if one.label in NORP_WITHIN else None
        if surface in countries():
            return size, "GPE"
        if surface in regions():
            return size, "LOC"
        place = gazetteer().get(surface)
        if place is not None and (place.sure or _settled(surface, one)):
            return size, place.label
        if surface in labels:
            return size, labels[surface]
    return 1, None


def _settled(surface: str, one: Mention) -> bool:
    """Whether a small town's name is likely to mean the town in such a mention."""
    word = surface in AMBIGUOUS or surface in heads() or surface in given()
    return one.label in TOWNS and len(surface) > 3 and not word
