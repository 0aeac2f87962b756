"""Speakers without a name: "two local officials", "a spokesman for the ministry"."""

from __future__ import annotations

import re

from annotator.annotation import Span
from annotator.pipelines import cues
from annotator.pipelines.organisations import OPENERS
from annotator.pipelines.scene import Scene, Speaker
from annotator.pipelines.titles import PLURALS
from annotator.pipelines.wordlist import wordset

TOKEN = re.compile(r"[^\W_][\w\u0300-\u036f]*(?:['’-]\w+)*\.?|[,;:—–()]")
DETERMINERS = wordset(
    "the a an one another his her their its our my some many several two three four five most both "
    "other no each every this that these those all any few dozens hundreds local"
)
LINKS = "for|of|at|from|with|in|to|on|close to|familiar with|behind"
NOT_IN_PHRASE = (
    OPENERS
    - DETERMINERS
    - {"former", "senior", "new", "old", "young", "big", "high", "little", "great"}
)


def phrase_ending(scene: Scene, low: int, end: int) -> Span | None:
    """The noun phrase that ends here, if its noun can speak ("two local officials")."""
    tokens = list(TOKEN.finditer(scene.masked, max(low, end - 90), end))
    if not tokens or tokens[-1].end() != end or scene.role_of(tokens[-1].group()) is None:
        return None
    start = tokens[-1].start()
    for token in tokens[-2:-8:-1]:
        word = token.group()
        low_word = word.lower()
        if (
            scene.masked[token.end() : start].strip(" ")
            or not word[0].isalnum()
            or low_word in NOT_IN_PHRASE
            or (low_word in cues.verbs() and low_word not in cues.NOUNS)
        ):
            break
        start = token.start()
        if low_word in DETERMINERS:
            break
    return Span(start, end)


def phrase_with_link(scene: Scene, low: int, end: int) -> Span | None:
    """ "a spokesman for the ministry": a phrase, a preposition and what hangs on it."""
    stretch = scene.masked[max(low, end - 110) : end]
    for link in re.finditer(rf" (?:{LINKS}) (?=[^,;:.—]{{2,90}}$)", stretch):
        at = max(low, end - 110) + link.start()
        hanging = stretch[link.end() :]
        if any(w in cues.verbs() and w not in cues.NOUNS for w in hanging.lower().split()):
            continue
        if re.search(r"\b(?:that|who|which|and|but|was|were|is|are|has|have|had)\b", hanging):
            continue
        phrase = phrase_ending(scene, low, at)
        if phrase is not None:
            return Span(phrase.start, end)
    return None


def described(scene: Scene, phrase: Span) -> Speaker:
    """A description as a speaker: whoever alone bears it in the article, or unnamed."""
    words = scene.text[phrase.start : phrase.end].split()
    head = next((r for r in map(scene.role_of, words) if r), None)
    last = scene.role_of(words[-1]) if words else None
    role = last or head
    definite = words[0].lower() in ("the", "his", "her", "their")
    plural = role in PLURALS or (words[-1].lower() != role and words[-1].lower().endswith("s"))
    bearers = scene.offices.get(role or "", set())
    if definite and not plural and last and len(bearers) == 1 and len(words) <= 3:
        return Speaker(phrase, next(iter(bearers)), "named", 0.6, "ROLE")
    return Speaker(phrase, None, "unnamed", 0.75, "ROLE")
