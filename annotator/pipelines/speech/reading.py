"""The quotes that a Doc's trees show, with cue and speaker; its marks are another's task."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.annotation import Span
from annotator.pipelines.lexicon import PLAIN, Lexicon
from annotator.pipelines.speech.clauses import of_noun, reported
from annotator.pipelines.speech.phrases import noun_phrase
from annotator.pipelines.speech.trees import (
    ADNOMINAL,
    ADVERBIAL,
    AGENT,
    AUXILIARY,
    CLAUSE,
    OBJECT,
    OPEN_CLAUSE,
    POSSESSOR,
    SUBJECT,
    child,
    subject,
)
from annotator.pipelines.speech.verbs import (
    EXPRESSING,
    NOUNS,
    OBJECTS,
    PREPOSITIONS,
    PROMISING,
    SAYING,
    SOURCES,
    THINKING,
    URGING,
    WEAK,
)
from annotator.pipelines.wordlist import wordset

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

NEGATED = frozenset(("not", "n't", "n’t", "never"))
REPORTING = SAYING | OBJECTS | frozenset(PREPOSITIONS)
# According to custom: nobody says it.
NO_SOURCE = wordset(
    "custom tradition plan schedule score need taste preference size age rank law rule habit "
    "ability weight height colour color order timetable recipe instruction"
)
TIES = frozenset(("and", "but", "so", "or", "yet", "then"))
HARD_TO_SAY = frozenset(("decline", "refuse"))


@dataclass(frozen=True, slots=True)
class Said:
    """A quote as the tree has it: characters, and the token at the head of its speaker."""

    content: tuple[Span, ...]
    cue: Span
    speaker: Span | None
    who: Token | None
    verb: Token
    certainty: float


def said(doc: Doc, text: str, lexicon: Lexicon = PLAIN) -> Iterator[Said]:
    """Every report of speech that hangs on a verb, a noun or “according to”; ``text`` is the Doc's.

    A Doc puts its text together anew each time that it is asked for it.
    """
    reporting = REPORTING | lexicon.verbs
    for token in doc:
        low = token.lower_
        if low == "according" or low == "in":
            found = _source(token, text)
            if found is not None:
                yield found
        elif token.tag_.startswith("V") and token.lemma_.lower() in reporting:
            one = _by_verb(token, text)
            if one is not None:
                yield one
        elif token.tag_.startswith("N") and token.lemma_.lower() in NOUNS:
            one = _by_noun(token)
            if one is not None:
                yield one


def _by_verb(verb: Token, text: str) -> Said | None:
    lemma = verb.lemma_.lower()
    if _denied(verb) or verb.dep_ in AUXILIARY or _expresses(verb, lemma):
        return None
    what = reported(verb, lemma)
    if what is None:
        return None
    cue = Span(verb.idx, verb.idx + len(verb))
    if what.preposition is not None and what.preposition.i == verb.i + 1:
        cue = Span(verb.idx, what.preposition.idx + len(what.preposition))
    who, passive = _speaker(verb)
    certainty = what.certainty
    infinitive = what.head.dep_ in OPEN_CLAUSE and lemma in PROMISING | URGING
    if lemma in WEAK and what.head.dep_ not in CLAUSE and not infinitive:
        return None
    if lemma in THINKING:
        certainty *= 0.7
    if who is None and not passive and verb.tag_ in ("VB", "VBG"):
        return None  # "it is hard to say that": nobody does
    phrase = noun_phrase(who, verb) if who is not None else None
    content = _with_opening(verb, what.content, phrase, cue, text)
    return Said(content, cue, phrase, who, verb, certainty)


def _expresses(verb: Token, lemma: str) -> bool:
    """“Voiced concern that …”: the noun is what reports."""
    thing = child(verb, OBJECT) if lemma in EXPRESSING else None
    return thing is not None and thing.lemma_.lower() in NOUNS and thing.n_rights > 0


def _with_opening(
    verb: Token, content: tuple[Span, ...], phrase: Span | None, cue: Span, text: str
) -> tuple[Span, ...]:
    """“At one point, she said, she had left”: what stands before belongs to what was said."""
    first = min(cue.start, phrase.start) if phrase is not None else cue.start
    last = max(cue.end, phrase.end) if phrase is not None else cue.end
    if content[0].start < last or text[last : last + 1] != ",":
        return content
    begin = verb.sent.start_char
    lead = text[begin:first].rstrip()
    words = lead.split()
    if not lead.endswith(",") or not 2 <= len(words) <= 12 or words[0].lower() in TIES:
        return content
    return (*_trimmed(text, begin, first), *content)


def _speaker(verb: Token) -> tuple[Token | None, bool]:
    """Who says it, and whether the verb is a passive, whose subject does not speak."""
    passive = any(
        c.dep_ in ("nsubj:pass", "nsubjpass", "aux:pass", "auxpass") for c in verb.children
    )
    opening = verb.dep_ in ADVERBIAL and verb.tag_ == "VBD" and verb.i == verb.left_edge.i
    participle = opening or (
        verb.tag_ == "VBN" and verb.dep_ in ADNOMINAL | {"advcl"} and child(verb, SUBJECT) is None
    )
    if passive or participle:
        agent = child(verb, AGENT)
        if agent is not None and agent.dep_ == "agent":  # ClearNLP: the preposition
            agent = next(iter(agent.children), None)
        return agent, True
    found = subject(verb)
    if found is not None and found.dep_ in ("nsubj:pass", "nsubjpass") and verb.dep_ != "conj":
        return found, False
    return found, False


def _denied(verb: Token) -> bool:
    """“Did not say that”, “declined to say whether”: nothing was said."""
    if any(c.lower_ in NEGATED or c.lower_ == "without" for c in verb.children):
        return True
    heads = [verb.head] if verb.dep_ == "xcomp" else []
    if verb.i > 1 and verb.nbor(-1).lower_ == "to":
        heads.append(verb.nbor(-2))
    return any(head.lemma_.lower() in HARD_TO_SAY for head in heads)


def _by_noun(noun: Token) -> Said | None:
    """“The ministry’s warning that …”, “expressed hope that …”."""
    what = next(
        (
            c
            for c in noun.children
            if c.dep_ in ADNOMINAL | CLAUSE
            and c.i > noun.i
            and any(m.lower_ == "that" and m.dep_ == "mark" for m in c.children)
        ),
        None,
    )
    if what is None:
        return None
    content = of_noun(noun, what)
    if content is None:
        return None
    verb = noun.head
    cue = Span(noun.idx, noun.idx + len(noun))
    who: Token | None = child(noun, POSSESSOR)
    near = noun
    if noun.dep_ in OBJECT and verb.lemma_.lower() in EXPRESSING and not _denied(verb):
        cue = Span(verb.idx, noun.idx + len(noun))
        who, near = who or subject(verb), verb
    if who is None:
        return None
    return Said(content.content, cue, noun_phrase(who, near), who, noun, 0.6)


def _source(token: Token, text: str) -> Said | None:
    """“According to X, …”; “…, according to X”; “in the words of X, …”."""
    doc = token.doc
    words = next(
        (s for s in SOURCES if doc[token.i : token.i + len(s.split())].text.lower() == s), None
    )
    if words is None:
        return None
    end = token.i + len(words.split())
    if end >= len(doc):
        return None
    # ClearNLP: the noun hangs on the preposition. UD: the preposition hangs on its noun.
    who: Token | None = next((c for c in doc[end - 1].children if c.i >= end), None)
    if who is None:
        who = doc[end - 1]
        for _ in range(4):
            who = who.head if who.i < end else who
    if not end <= who.i < end + 25:
        return None
    phrase = noun_phrase(who, doc[end - 1])
    if phrase is None or who.lemma_.lower() in NO_SOURCE:
        return None
    cue = Span(token.idx, doc[end - 1].idx + len(doc[end - 1]))
    content = _rest(text, token, phrase, cue)
    return Said(content, cue, phrase, who, token, 0.85) if content else None


def _rest(text: str, token: Token, phrase: Span, cue: Span) -> tuple[Span, ...]:
    """The clause that a source is given for: what stands before it, or behind it."""
    sentence = token.sent
    first = sentence.start_char
    last = sentence.end_char
    before = Span(first, cue.start)
    if text[before.start : before.end].strip(" ,;:–—-(\n\t“\"‘'"):
        ends = [text.rfind(mark, before.start, before.end) for mark in ("; ", ": ", ". ")]
        start = max([before.start, *(end + 2 for end in ends if end >= 0)])
        first_part = _trimmed(text, start, before.end)
        root = sentence.root
        if root.idx > phrase.end and text[phrase.end : phrase.end + 1] == ",":
            return (*first_part, *_trimmed(text, phrase.end + 1, last))
        return first_part
    comma = text.find(", ", phrase.end, last)
    return _trimmed(text, comma + 2, last) if comma >= 0 else ()


def _trimmed(text: str, start: int, end: int) -> tuple[Span, ...]:
    edge = " ,;:.–—-\n\t\u00a0?!"
    while start < end and text[start] in edge:
        start += 1
    while end > start and text[end - 1] in edge:
        end -= 1
    return (Span(start, end),) if start < end else ()
