"""The noun phrase of a speaker, whole: with title, apposition, age and relative clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.annotation import Span
from annotator.pipelines.speech.trees import (
    ADVERBIAL,
    PARATAXIS,
    PUNCTUATION,
    RELATIVE,
    children,
    subtree,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

CASE = frozenset(("case",))
LOOSE = ADVERBIAL | PARATAXIS | frozenset(("discourse", "vocative", "dep", "advmod", "cc:preconj"))
# Behind a comma these tell of the saying: in a letter, speaking on Monday.
HANGING = ("acl", "nmod", "obl", "prep")
EDGE = frozenset(",;:.–—-()\"“”‘’'")


def noun_phrase(head: Token, away_from: Token) -> Span | None:
    """The characters of the phrase around ``head``, on its side of the cue ``away_from``."""
    cut = [away_from]
    for one in head.subtree:
        if (one.dep_ in LOOSE and one.i > head.i and one.head.i == head.i) or (
            one.i > head.i
            and one.dep_ not in RELATIVE
            and one.dep_.startswith(HANGING)
            and _comma_before(one)
        ):
            cut.append(one)
    for possessive in children(head, CASE):
        if possessive.lower_ in ("'s", "’s", "'", "’"):
            cut.append(possessive)
    tokens = [one for one in subtree(head, cut) if not one.is_space]
    before = away_from.i > head.i
    tokens = [one for one in tokens if (one.i < away_from.i) == before]
    if head not in tokens:
        return None
    tokens = _together(tokens, head)
    while tokens and (tokens[-1].text in EDGE or tokens[-1].dep_ in ("cc",)):
        tokens.pop()
    while tokens and (tokens[0].text in EDGE or tokens[0].dep_ in ("cc", "mark", "case")):
        tokens.pop(0)
    if not tokens:
        return None
    last = _with_age(tokens[-1])
    return Span(tokens[0].idx, last.idx + len(last))


def _comma_before(token: Token) -> bool:
    first = min(one.i for one in token.subtree)
    return any(token.doc[i].text in (",", "–", "—") for i in (first, first - 1) if i >= 0)


def _together(tokens: list[Token], head: Token) -> list[Token]:
    """The run of tokens around the head that nothing but punctuation interrupts."""
    there = {one.i for one in tokens}
    doc = head.doc
    first = last = head.i

    def passes(place: int) -> bool:
        return place in there or doc[place].dep_ in PUNCTUATION or doc[place].is_space

    while first - 1 >= 0 and first - 1 >= min(there) and passes(first - 1):
        first -= 1
    while last + 1 < len(doc) and last + 1 <= max(there) and passes(last + 1):
        last += 1
    return [doc[place] for place in range(first, last + 1) if not doc[place].is_space]


def _with_age(last: Token) -> Token:
    """The token at which a phrase ends if the age behind it belongs to it: Ida Moe, 54."""
    after = [token.text for token in last.doc[last.i + 1 : last.i + 4]]
    if len(after) == 3 and after[1].isdigit() and len(after[1]) < 4:
        if after[0] == "," and after[2] in (",", ".", ";"):
            return last.nbor(2)
        if after[0] == "(" and after[2] == ")":
            return last.nbor(3)
    return last
