"""Places, peoples and languages, found by name and kept where the words around them allow it."""

from __future__ import annotations

import re
from functools import cache

from annotator.annotation import Entity, Span
from annotator.pipelines.finding import Found, spaced
from annotator.pipelines.gazetteer import Place, gazetteer
from annotator.pipelines.peoples import only_tongues, peoples, tongues

LONGEST = 5
WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}|[^\W\d_][\w\u0300-\u036f]*(?:['’-][^\W\d_][\w\u0300-\u036f]*)*\.?"
)
POSSESSIVE = re.compile(r"['’]s?$")
WHERE = re.compile(
    r"\b(?:in|near|outside|around|at|from|to|across|between|through|via|inside|of|over|into"
    r"|throughout|leave|left|visit(?:ed|ing)?|reach(?:ed)?|towards?|toward|and around) (?:the )?$"
)
# "BELMORA (Reuters) - " and "BELMORA, Kesh — " at the head of a report.
DATELINE = re.compile(
    r"^(?P<place>[A-Z][A-Z]+(?:[ -][A-Z]+){0,3})(?:, [^,(\n—–-]{2,30})?"
    r"(?: \([^()\n]{2,30}\))? ?(?:-|—|–) ",
    re.M,
)
SPOKEN = re.compile(
    r"\b(?:in|into|speaks?|speaking|spoke|spoken|fluent in|learn(?:ing|s|ed)?|from|teach(?:es)?"
    r"|taught|understands?) $"
)


@cache
def first_words() -> frozenset[str]:
    """The words that some name of a place begins with: a quick no for all others."""
    return frozenset(re.split(r"[\s,]", name, maxsplit=1)[0] for name in gazetteer())


def places(text: str) -> list[Found]:
    """GPE, LOC, NORP and LANGUAGE, each with its certainty, in order."""
    plain = spaced(text)
    words = list(WORD.finditer(plain))
    found: list[Found] = []
    at = 0
    while at < len(words):
        step = 1
        first = words[at].group()
        if first[0].isupper() or first == "sub-Saharan":
            for one in _at(plain, words, at):
                found.append(one[0])
                step = one[1]
        at += step
    for dateline in DATELINE.finditer(plain):
        span = Span(*dateline.span("place"))
        found.append(Found(Entity(span, "GPE", dateline.group("place").title()), 0.8))
    return found


def _at(plain: str, words: list[re.Match[str]], at: int) -> list[tuple[Found, int]]:
    """What begins at this word: the longest name, with the number of words it takes."""
    start = words[at].start()
    head = POSSESSIVE.sub("", words[at].group().rstrip("."))
    two = words[at].group()
    if two in gazetteer():
        head = two
    may_be_place = head in first_words() or head.split("-")[0] in first_words()
    for count in range(min(LONGEST, len(words) - at), 0, -1):
        last = words[at + count - 1]
        if "\n" in plain[start : last.end()] or last.end() - start > 60:
            continue
        if not may_be_place and count > 2:
            continue
        raw = plain[start : last.end()]
        for surface in dict.fromkeys(
            (raw, POSSESSIVE.sub("", raw), raw.rstrip("."), head if count == 1 else raw)
        ):
            end = start + len(surface)
            if surface in peoples() or surface in only_tongues():
                return [(_people(plain, surface, start, end), count)]
            place = gazetteer().get(surface) if may_be_place else None
            if place is None:
                continue
            certainty = _certainty(plain, place, surface, start, end)
            if certainty:
                return [
                    (Found(Entity(Span(start, end), place.label, place.name), certainty), count)
                ]
    return _compound(plain, words[at])


def _people(plain: str, surface: str, start: int, end: int) -> Found:
    language = surface in only_tongues() or (
        surface in tongues()
        and bool(SPOKEN.search(plain[max(0, start - 20) : start]))
        and not re.match(r" [a-zA-Z]", plain[end : end + 2])
    )
    if language or plain.startswith(("-language", "-speaking"), end):
        return Found(Entity(Span(start, end), "LANGUAGE", surface), 0.8)
    return Found(Entity(Span(start, end), "NORP", surface), 0.92)


def _certainty(plain: str, place: Place, surface: str, start: int, end: int) -> float:
    """How sure it is that a known name stands for the place here; 0 where nothing says so."""
    before = plain[max(0, start - 24) : start]
    in_place = bool(WHERE.search(before))
    # "Reading, England" names itself; "London, Paris" is no more than two places.
    region = re.match(r", ([A-Z][a-z]+(?: [A-Z][a-z]+)?)", plain[end : end + 40])
    if region and any(r in gazetteer() for r in (region.group(1), region.group(1).split()[0])):
        return 0.85
    if place.sure:
        return 0.95 if place.name != surface or in_place else 0.9
    return 0.75 if in_place else 0.0


def _compound(plain: str, word: re.Match[str]) -> list[tuple[Found, int]]:
    """The place or people before a hyphen: "US-led", "Kabul-based", "British-born"."""
    head, hyphen, _ = word.group().partition("-")
    if not hyphen or len(head) < 2:
        return []
    span = Span(word.start(), word.start() + len(head))
    if head in peoples():
        return [(Found(Entity(span, "NORP", head), 0.85), 1)]
    place = gazetteer().get(head)
    if place is not None and place.sure:
        return [(Found(Entity(span, place.label, place.name), 0.85), 1)]
    return []
