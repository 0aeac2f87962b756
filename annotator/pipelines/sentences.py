"""Where paragraphs and sentences begin and end: by line ends and full stops, in linear time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from annotator.annotation import Span
from annotator.pipelines.wordlist import wordset

OPENING = "“‘„«\"'`‹"
CLOSING = "”’»\"'›"

# Lines this short, several to a block, were broken to fit a page rather than to make paragraphs.
WRAPPED_WIDTH = 100

STOP = re.compile(rf"[.!?…]+(?P<close>[{CLOSING})\]]*)(?=\s|$)")
LAST_WORD = re.compile(r"[^\s(“‘\"'—–-]+$")
NEXT_INK = re.compile(r"\s*(\S)")

ABBREVIATIONS = wordset(
    "mr mrs ms dr prof rev hon fr st sen rep gov gen lt col capt maj sgt cmdr adm pres supt insp "
    "messrs jr sr vs etc no nos vol pp ed inc corp co ltd dept est jan feb mar apr jun jul aug sep "
    "sept oct nov dec mt ft ave blvd u.s u.k u.n u.s.a d.c a.m p.m e.g i.e approx fig"
)
# After these a full stop may well end the sentence, so the capital that follows decides nothing.
ENDING_ABBREVIATIONS = wordset("jr sr etc inc corp co ltd u.s u.k u.n u.s.a d.c a.m p.m")
STARTERS = wordset(
    "the a an in on at he she it they we i but and this that these those his her their its "
    "there when while after before if as for with from by to however meanwhile what who"
)


def paragraphs(text: str) -> list[Span]:
    """The paragraphs of a text, without the white space around them."""
    lines: list[tuple[int, int, bool]] = []
    at, blank_before = 0, True
    for line in text.splitlines(keepends=True):
        body = line.strip()
        if body:
            start = at + line.index(body[0])
            lines.append((start, start + len(body), blank_before))
            blank_before = False
        else:
            # CR LF counts as one line end, so an empty line is a blank line.
            blank_before = True
        at += len(line)
    blocks = sum(1 for line in lines if line[2])
    wrapped = (
        blocks > 0
        and len(lines) > 1.5 * blocks
        and max(end - start for start, end, _ in lines) <= WRAPPED_WIDTH
        and len(lines) > 3
    )
    found: list[Span] = []
    for start, end, after_blank in lines:
        if wrapped and found and not after_blank:
            found[-1] = Span(found[-1].start, end)
        else:
            found.append(Span(start, end))
    return found


def sentences(text: str, within: Span, passages: Sequence[Span] = ()) -> list[Span]:
    """The sentences of a paragraph; a full stop inside one of the passages ends none.

    ``passages`` are the quotations of the paragraph in order, with their marks: a sentence may
    end together with a passage, never in the middle of it.
    """
    found: list[Span] = []
    start = within.start
    waiting = iter(passages)
    passage = next(waiting, None)
    for stop in STOP.finditer(text, within.start, within.end):
        end = stop.end()
        while passage is not None and passage.end < end:
            passage = next(waiting, None)
        if passage is not None and passage.start < end and end != passage.end:
            continue
        following = NEXT_INK.match(text, end, within.end)
        if following is None or start >= end:
            continue
        ink = following.group(1)
        if ink.islower() or (ink in ",;:—–-" and passage is not None):
            continue
        if stop.group().startswith(".") and _abbreviates(text, start, stop.start(), following):
            continue
        found.append(Span(start, end))
        start = following.start(1)
    if start < within.end:
        found.append(Span(start, within.end))
    return found


def starts(text: str, parts: Iterable[Span]) -> set[int]:
    """Where a capital says nothing: at the first letters of sentences and quotations."""
    found: set[int] = set()
    for part in parts:
        at = part.start
        while at < part.end and not text[at].isalnum():
            at += 1
        found.add(at)
    for opened in re.finditer(rf"(?:^|(?<=[\s(—–:]))[{OPENING}]+(?=\w)", text):
        found.add(opened.end())
    for bullet in re.finditer(r"[:•*–—][ \u00a0](?=\w)", text):
        found.add(bullet.end())
    return found


def _abbreviates(text: str, start: int, stop: int, following: re.Match[str]) -> bool:
    word = LAST_WORD.search(text, max(start, stop - 30), stop)
    if word is None:
        return False
    last = word.group().lower()
    if len(last) == 1 and last.isalpha() and word.group().isupper():
        return True
    initials = re.fullmatch(r"(?:[A-Z]\.)+[A-Z]", word.group()) is not None
    if last not in ABBREVIATIONS and not initials:
        return False
    if initials or last in ENDING_ABBREVIATIONS:
        if following.group(1) in OPENING:
            return False
        after = re.match(r"\w+", text[following.start(1) : following.start(1) + 20])
        return after is None or after.group().lower() not in STARTERS
    return True
