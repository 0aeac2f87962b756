"""Words with capitals, and the runs of them that may be a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from annotator.annotation import Entity, Span
from annotator.pipelines.finding import Found
from annotator.pipelines.gazetteer import gazetteer
from annotator.pipelines.organisations import GOES_ON, NO_NAME, OPENERS, heads
from annotator.pipelines.wordlist import wordset

LETTER = r"[^\W\d_][\w\u0300-\u036f]*"
WORD = re.compile(
    rf"(?:[^\W\d_]\.){{2,}}|(?:[^\W\d_]\.(?=[ A-Z]))|{LETTER}(?:['’‘-]{LETTER})*(?:\.(?=[ ,]))?"
)
POSSESSIVE = re.compile(r"['’]s$|['’]$")
PARTICLE = re.compile(
    r"^(?:de|da|di|del|della|der|den|van|von|bin|bint|ibn|al|el|la|le|du|dos|das|ten|ter|af|zu|y)$"
)
KEPT_STOP = re.compile(r"^(?:[^\W\d_]\.|St\.|Jr\.|Sr\.|Mt\.)$")
DROPPED_STOP = re.compile(
    r"^(?:Mr|Mrs|Ms|Dr|Prof|Rev|Sen|Rep|Gov|Gen|Lt|Col|Capt|Maj|Sgt|Adm|Cmdr)\.$"
)
JOINS = re.compile(r" (?:of|for|on|in)(?: the)? $| (?:and|&) $")

# These list what they are for: "Ministry of Health and Welfare".
LISTS = wordset("Ministry Department Committee Commission Agency Bureau Institute Council")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text without its possessive ending or the stop that ends its sentence."""

    start: int
    end: int
    text: str
    possessive: bool


def found_over(run: Sequence[Word], label: str, certainty: float, name: str | None = None) -> Found:
    """The entity that a run of words makes."""
    return Found(Entity(Span(run[0].start, run[-1].end), label, name), certainty)


def capital_words(plain: str) -> list[Word]:
    """All words of a text, those in small letters too."""
    found = []
    for match in WORD.finditer(plain):
        raw = match.group()
        if raw.endswith(".") and not (
            KEPT_STOP.match(raw) or DROPPED_STOP.match(raw) or "." in raw[:-1]
        ):
            raw = raw[:-1]
        bare = POSSESSIVE.sub("", raw)
        if bare:
            found.append(Word(match.start(), match.start() + len(bare), bare, bare != raw))
    return found


def is_capital(word: Word) -> bool:
    """True for "Ruiz", and for "d’Arc" and "al-Amin"."""
    text = word.text
    return text[0].isupper() or (text[:2] in ("d'", "d’", "al") and text[3:4].isupper())


def runs(plain: str, words: Sequence[Word]) -> list[list[Word]]:
    """Words with capitals in a row, over particles, and over "of" where a head asks for it."""
    found: list[list[Word]] = []
    at = 0
    while at < len(words):
        if not is_capital(words[at]):
            at += 1
            continue
        run = [words[at]]
        at += 1
        joined = False
        while at < len(words):
            if _continues(plain, run, words[at]):
                run.append(words[at])
                at += 1
                continue
            if run[-1].possessive:
                break
            behind = _behind_particles(plain, words, at, run)
            if behind:
                run += words[at : behind + 1]
                at = behind + 1
                continue
            ahead = _behind_link(plain, words, at, run, joined)
            if ahead is None:
                break
            # The link counts as part of the word it leads to, so that the run has no gap there.
            far = words[ahead]
            run.append(Word(run[-1].end, far.end, far.text, far.possessive))
            joined = True
            at = ahead + 1
        found.append(run)
    return found


def _continues(plain: str, run: Sequence[Word], word: Word) -> bool:
    """True for a capital right behind; behind "St Mary’s" only for what it has: a hospital."""
    if not is_capital(word) or word.text in ("I", "I'm", "I’m"):
        return False
    gap = plain[run[-1].end : word.start]
    if run[-1].possessive:
        return gap.lstrip("'’s") == " " and word.text in heads()
    if len(run) == 1 and run[0].text.lower() in OPENERS:
        return False
    return gap in (" ", " & ", "")


def _behind_particles(
    plain: str, words: Sequence[Word], at: int, run: Sequence[Word]
) -> int | None:
    """Where a name goes on behind "de", "van der" and their like."""
    if run[-1].text in heads() or plain[run[-1].end : words[at].start] != " ":
        return None
    for ahead in range(at, min(at + 3, len(words) - 1)):
        gap = plain[words[ahead].end : words[ahead + 1].start]
        if not PARTICLE.match(words[ahead].text) or gap != " ":
            return None
        if is_capital(words[ahead + 1]):
            return ahead + 1
    return None


def _behind_link(
    plain: str, words: Sequence[Word], at: int, run: Sequence[Word], joined: bool
) -> int | None:
    """Where a name goes on behind "of", "for the" or, in a list, "and"."""
    ahead = next((n for n in range(at, min(at + 3, len(words))) if is_capital(words[n])), None)
    if ahead is None:
        return None
    link = plain[run[-1].end : words[ahead].start]
    if words[ahead].text in NO_NAME:  # "the Commission on Tuesday"
        return None
    if len(link) > 9 or not JOINS.search(link):
        return None
    if " and " in link:
        listed = joined and run[0].text in LISTS and words[ahead].text not in gazetteer()
        return ahead if listed else None
    return ahead if run[-1].text in GOES_ON else None
