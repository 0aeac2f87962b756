"""Surnames, first words and initials of what a text names in full elsewhere."""

from __future__ import annotations

import re
from collections.abc import Collection

from annotator.pipelines.aliases import family
from annotator.pipelines.capitals import Word, found_over
from annotator.pipelines.finding import Found
from annotator.pipelines.gazetteer import gazetteer
from annotator.pipelines.given import given
from annotator.pipelines.peoples import peoples
from annotator.pipelines.titles import is_title
from annotator.pipelines.wordlist import wordset

EXPANDED = re.compile(r" \((?:the )?(?P<short>[A-Z][A-Za-z&]{1,8})\)")
COMPANY = wordset(
    "Inc Inc. Corp Corp. Corporation Company Co Co. Ltd Ltd. Limited LLC PLC plc Group Holdings "
    "Industries International Technologies Systems Partners Motors Airlines Airways Energy Pharma "
    "SA AG GmbH NV AB SpA Plc Semiconductors Robotics Software Networks Logistics Insurance "
    "Pharmaceuticals Foods Stores Brothers Media Records Studios Capital Steel Mining"
)


def short_forms(
    plain: str,
    words: list[Word],
    found: list[Found],
    openings: Collection[int],
    lower: Collection[str],
) -> list[Found]:
    """Surnames of people and first words of organisations that the text names in full elsewhere."""
    surnames, firsts, companies, towns = set[str](), set[str](), set[str](), set[str]()
    expanded: dict[str, str] = {}
    for one in found:
        entity = one.entity
        surface = plain[entity.start : entity.end]
        parts = surface.split()
        if entity.label == "PERSON" and one.certainty >= 0.55:
            surnames.add(family(surface))
            if len(parts) > 1 and parts[0] in given():
                firsts.add(parts[0])
        elif entity.label == "GPE" and len(parts) == 1:
            towns.add(surface)
        elif entity.label == "ORG" and len(parts) > 1:
            first = parts[0]
            other = first in peoples() or first in gazetteer() or is_title(first)
            if len(first) > 3 and parts[-1] in COMPANY and not other:
                companies.add(first)
            short = EXPANDED.match(plain, entity.end)
            if short:
                expanded[short.group("short")] = surface
    more = []
    for word in words:
        if word.text in surnames and not (word.start in openings and word.text.lower() in lower):
            more.append(found_over([word], "PERSON", 0.93))
        elif word.text in expanded:
            more.append(found_over([word], "ORG", 0.92, expanded[word.text]))
        elif word.text in companies:
            more.append(found_over([word], "ORG", 0.85))
        elif word.text in towns and not (word.start in openings and word.text.lower() in lower):
            more.append(found_over([word], "GPE", 0.5))
        elif word.text in firsts:
            more.append(found_over([word], "PERSON", 0.7))
    return more
