"""Under which name the mentions of one article belong together: "Trump" → Donald Trump."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from annotator.annotation import Entity
from annotator.pipelines.gazetteer import ALIASES
from annotator.pipelines.given import given
from annotator.pipelines.organisations import known
from annotator.pipelines.titles import COURTESY, is_title
from annotator.pipelines.wordlist import wordset

PROPER = wordset("PERSON ORG GPE LOC NORP FAC EVENT LAW PRODUCT WORK_OF_ART LANGUAGE")
SHORT = re.compile(r"\A\s*\((?:the )?([A-Z][A-Za-z&.]{1,9})\)")
SUFFIXES = ("Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV")


def with_names(text: str, entities: Sequence[Entity]) -> list[Entity]:
    """The entities with the name that their mentions share; numbers and dates have none."""
    people = _full_names(text, entities)
    short = _abbreviations(text, entities)
    companies = _by_first_word(text, entities)
    found = []
    for entity in entities:
        if entity.label not in PROPER:
            found.append(replace(entity, name=None))
            continue
        surface = _plain(text[entity.start : entity.end])
        if entity.label == "PERSON":
            name = _person(surface, people, _title(text, entity))
        else:
            name = entity.name or short.get(surface) or _shared(surface, entity.label)
            if entity.label == "ORG" and name == surface and " " not in surface:
                longer = companies.get(surface, set())
                name = next(iter(longer)) if len(longer) == 1 else surface
        found.append(replace(entity, name=name))
    return found


def _plain(surface: str) -> str:
    return re.sub(r"^[Tt]he (?=\w)", "", " ".join(surface.split()))


def _bare(surface: str) -> str:
    """A person's name without titles before it and a possessive ending."""
    words = re.sub(r"['’]s?$", "", surface).split()
    while len(words) > 1 and is_title(words[0]):
        words = words[1:]
    return " ".join(words)


def _shared(surface: str, label: str) -> str:
    if label in ("GPE", "LOC") and surface in ALIASES:
        return ALIASES[surface]
    if label == "ORG" and surface in known():
        return known()[surface][1]
    return surface


def _full_names(text: str, entities: Iterable[Entity]) -> dict[str, list[str]]:
    """The names of people in more than one word, by each word, in the order of their mentions."""
    names = [_bare(_plain(text[e.start : e.end])) for e in entities if e.label == "PERSON"]
    found: dict[str, list[str]] = defaultdict(list)
    for name in dict.fromkeys(n for n in names if " " in n):
        for word in dict.fromkeys(name.split()):
            found[word].append(name)
    return found


def family(name: str) -> str:
    """The last name, without "Jr" and its like."""
    words = [w for w in name.split() if w not in SUFFIXES]
    return words[-1] if words else name


def _title(text: str, entity: Entity) -> str:
    """The word before a name or at its beginning, if it is a title that tells of a sex."""
    before = re.search(r"([A-Za-z]+)\.?\s+$", text[max(0, entity.start - 20) : entity.start])
    own = text[entity.start : entity.end].split()[0].rstrip(".")
    words = (before[1] if before else "", own)
    return next((COURTESY[w.lower()] for w in words if w.lower() in COURTESY), "")


def _person(surface: str, people: Mapping[str, Sequence[str]], sex: str = "") -> str:
    name = _bare(surface)
    words = name.split()
    if len(words) > 1:
        # "Joe Biden" beside "Joseph Robinette Biden": only the longer spelling with all its words.
        having = people.get(words[0], ())
        longer = [p for p in having if len(p) > len(name) and set(words) <= set(p.split())]
        return longer[0] if len(longer) == 1 else name
    having = people.get(name, ())
    by_family = [p for p in having if family(p) == name or p.split()[-1] == name]
    bearers = by_family or [p for p in having if p.split()[0] == name]
    if sex and len(bearers) > 1:  # “Ms Dale”, of Helen and Peter Dale
        bearers = [p for p in bearers if given().get(p.split()[0]) == sex] or bearers
    # Two of one family: which is meant is for a person to say.
    return bearers[0] if len(set(map(_reduced, bearers))) == 1 else name


def _reduced(name: str) -> tuple[str, str]:
    words = name.split()
    return words[0], family(name)


def _abbreviations(text: str, entities: Sequence[Entity]) -> dict[str, str]:
    """ "World Health Organization (WHO)", or both apart: the short form → the long."""
    found = {}
    for entity in entities:
        if entity.label == "ORG":
            short = SHORT.match(text[entity.end : entity.end + 20])
            if short:
                found[short.group(1)] = _plain(text[entity.start : entity.end])
    names = [_plain(text[e.start : e.end]) for e in entities if e.label == "ORG"]
    for name in names:
        capitals = "".join(re.findall(r"\b[A-Z]", name))
        if len(capitals) > 2 and " " in name and capitals in names:
            found.setdefault(capitals, name)
    return found


def _by_first_word(text: str, entities: Iterable[Entity]) -> dict[str, set[str]]:
    """The names of organisations in more than one word, by their first."""
    found: dict[str, set[str]] = defaultdict(set)
    for entity in entities:
        if entity.label == "ORG":
            first, space, _ = text[entity.start : entity.end].partition(" ")
            if space:
                found[first].add(_plain(text[entity.start : entity.end]))
    return found
