"""What a verb of saying reports: the clause, infinitive or noun phrase that hangs on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from annotator.annotation import Span
from annotator.pipelines.speech.trees import (
    ADNOMINAL,
    ADVERBIAL,
    CLAUSE,
    CONJUNCT,
    OBJECT,
    OBLIQUE,
    OPEN_CLAUSE,
    PARATAXIS,
    RELATIVE,
    SUBJECT,
    child,
    children,
    marker,
    subtree,
)
from annotator.pipelines.speech.verbs import (
    ASKING,
    NOUNS,
    OBJECTS,
    PLAIN,
    PREPOSITIONS,
    PROMISING,
    URGING,
)
from annotator.pipelines.wordlist import wordset

if TYPE_CHECKING:
    from spacy.tokens import Token

EDGE = frozenset(",;:.–—- \n\t\u00a0?!")
CASE = frozenset(("case",))
SETTING = wordset(
    "statement interview conference letter post email speech radio television tweet message "
    "briefing reporters court hearing twitter facebook x"
)
DIRECT = frozenset(("obj", "dobj"))
NOUN = 0.6  # how sure it is that a noun behind a verb is what was said
DROPPED = frozenset(("that",))


@dataclass(frozen=True, slots=True)
class Reported:
    """Content in characters, in order, with the token at its head and how sure it is.

    ``preposition`` is one that belongs to the cue: called for.
    """

    content: tuple[Span, ...]
    head: Token
    certainty: float
    preposition: Token | None = None


def reported(verb: Token, lemma: str) -> Reported | None:
    """What the verb reports; None where nothing hangs on it."""
    clauses = [one for one in children(verb, CLAUSE | PARATAXIS) if _is_content(verb, one)]
    if clauses:
        head = clauses[0]
        return _reported(verb, head, clauses, 0.85)
    for one in children(verb, OPEN_CLAUSE):
        to = marker(one) == "to" or any(c.lower_ == "to" for c in one.children)
        if to and lemma in URGING | PROMISING | ASKING:
            return _reported(verb, one, [one], 0.75)
    for one in children(verb, OBJECT | OBLIQUE):  # told the hearing that, said in a letter that
        hanging = next(
            (c for c in children(one, ADNOMINAL) if marker(c) in ("that", "whether")), None
        )
        if hanging is not None and one.i > verb.i and one.lemma_.lower() not in NOUNS:
            return _reported(verb, hanging, [hanging], 0.8)
    if lemma in ASKING:
        asked = next((c for c in children(verb, ADVERBIAL) if marker(c) in ("if", "whether")), None)
        if asked is not None and asked.i > verb.i:
            return _reported(verb, asked, [asked], 0.7)
    before = _around(verb)
    if before is not None:
        return before
    return _noun(verb, lemma)


def of_noun(noun: Token, clause: Token) -> Reported | None:
    """What a noun such as “warning” reports in the clause that hangs on it."""
    return _reported(noun, clause, [clause], 0.6)


def _is_content(verb: Token, clause: Token) -> bool:
    """Whether a clause is what was said, not what else is said about the saying."""
    if clause.dep_ in PARATAXIS:
        # “She said: he would come.” A parenthesis before the verb is none of its content.
        between = verb.doc[verb.i + 1 : clause.left_edge.i]
        return clause.i > verb.i and any(one.text == ":" for one in between)
    return True


def _around(verb: Token) -> Reported | None:
    """“The line, he said, would close”: the verb hangs on its content."""
    if verb.dep_ in PARATAXIS and verb.head.i != verb.i:
        head = verb.head
        return _reported(verb, head, [head], 0.8)
    if verb.dep_ in RELATIVE and _aside(verb):
        return _reported(verb, verb.head, [verb.head], 0.6)
    if verb.dep_ in ADVERBIAL and marker(verb) == "as" and verb.head.i != verb.i:
        return _reported(verb, verb.head, [verb.head], 0.5)
    return None


def _aside(verb: Token) -> bool:
    """“It was the wind, the caretaker claimed”: a clause that only looks like a relative one."""
    edge = verb.left_edge
    comma = any(verb.doc[i].text == "," for i in (edge.i, edge.i - 1) if i >= 0)
    words = {one.lower_ for one in verb.subtree}
    plain = child(verb, SUBJECT) is not None and not words & {"who", "which", "that", "whom"}
    return comma and plain and verb.i + 2 >= verb.right_edge.i and child(verb, OBJECT) is None


def _noun(verb: Token, lemma: str) -> Reported | None:
    prepositions = PREPOSITIONS.get(lemma, "").split()
    if prepositions:
        for one in verb.children:
            case = next((c for c in one.children if c.dep_ in ("case", "mark")), None)
            if (
                one.dep_ in ("obl", "advcl", "ccomp", "xcomp")
                and case is not None
                and case.lower_ in prepositions
            ):
                found = _reported(verb, one, [one], 0.6, skip=case)
                return found and replace(found, preposition=case)
            if one.dep_ == "prep" and one.lower_ in prepositions:  # ClearNLP
                below = next(iter(one.children), None)
                if below is not None:
                    found = _reported(verb, below, [below], 0.6)
                    return found and replace(found, preposition=one)
    if lemma not in OBJECTS:
        return None
    thing = (
        child(verb, DIRECT)
        or child(verb, OBJECT)
        or next((one for one in children(verb, OPEN_CLAUSE) if one.tag_ == "VBG"), None)
    )
    if thing is None or thing.i < verb.i or thing.pos_ == "PRON":
        return None
    more = [
        one
        for one in children(verb, OBLIQUE)
        if one.i > thing.i
        and (one.dep_ == "prep" or child(one, CASE) is not None)
        and not _when_or_where(one)
    ]
    purpose = [
        one
        for one in children(verb, OPEN_CLAUSE | ADVERBIAL)
        if one.i > thing.i and marker(one) == "to" and one.left_edge.i == thing.right_edge.i + 1
    ]
    return _reported(verb, thing, [thing, *more[:1], *purpose], NOUN)


def _when_or_where(oblique: Token) -> bool:
    """Whether an adjunct tells of the saying: on Monday, in a statement, at a press conference."""
    words = {one.lower_ for one in oblique.subtree}
    dated = any(one.ent_type_ in ("DATE", "TIME") for one in oblique.subtree)
    case = oblique if oblique.dep_ == "prep" else child(oblique, CASE)
    return (dated and case is not None and case.lower_ != "for") or bool(words & SETTING)


def _reported(
    verb: Token, head: Token, parts: Iterable[Token], certainty: float, skip: Token | None = None
) -> Reported | None:
    verb_and_own = {verb.i}
    cut = [verb, *([skip] if skip is not None else []), *_joined_cues(head)]
    tokens = [
        one
        for part in parts
        for one in subtree(part, cut)
        if one.i not in verb_and_own and not one.is_space
    ]
    tokens = _to_semicolon(sorted(set(tokens), key=lambda one: one.i), head)
    while tokens and (tokens[0].lower_ in DROPPED or all(c in EDGE for c in tokens[0].text)):
        tokens.pop(0)
    while tokens and all(c in EDGE for c in tokens[-1].text):
        tokens.pop()
    spans = runs(tokens, verb)
    return Reported(spans, head, certainty) if spans else None


def _joined_cues(head: Token) -> list[Token]:
    """“Said it would close and denied that …”: the second verb of saying is none of the content."""
    return [
        one
        for one in children(head, CONJUNCT)
        if one.lemma_.lower() in PLAIN and child(one, SUBJECT) is None and one.tag_ == head.tag_
    ]


def _to_semicolon(tokens: list[Token], head: Token) -> list[Token]:
    """The tokens on the head's side of every semicolon: behind it another clause begins."""
    if not tokens:
        return tokens
    doc = head.doc
    stops = [i for i in range(tokens[0].i, tokens[-1].i) if doc[i].text == ";"]
    low = max((i for i in stops if i < head.i), default=-1)
    high = min((i for i in stops if i > head.i), default=len(doc))
    return [one for one in tokens if low < one.i < high]


def runs(tokens: list[Token], verb: Token) -> tuple[Span, ...]:
    """Runs of tokens as characters; small gaps of punctuation do not part them, the cue does."""
    if not tokens:
        return ()
    doc = verb.doc
    clause = _clause_of(verb)
    found: list[list[int]] = []
    there = {one.i for one in tokens}
    for place in range(tokens[0].i, tokens[-1].i + 1):
        token = doc[place]
        if place in there or (token.is_punct and place not in clause) or token.is_space:
            if found and found[-1][1] == place:
                found[-1][1] = place + 1
            else:
                found.append([place, place + 1])
    spans = []
    for start, end in found:
        while start < end and (doc[start].is_space or doc[start].text in EDGE):
            start += 1
        while end > start and (doc[end - 1].is_space or doc[end - 1].text in EDGE):
            end -= 1
        if start < end:
            spans.append(Span(doc[start].idx, doc[end - 1].idx + len(doc[end - 1])))
    return tuple(spans)


def _clause_of(verb: Token) -> set[int]:
    """The tokens that belong to the saying: the verb, its subject and what is around them."""
    own = {verb.i}
    for one in verb.children:
        if one.dep_ not in CLAUSE | OPEN_CLAUSE | PARATAXIS or one.dep_ in SUBJECT:
            own.update(t.i for t in one.subtree)
    return own
