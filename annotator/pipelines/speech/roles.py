"""What the article calls its people and bodies besides their names: the winger, the company."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from annotator.annotation import Entity
from annotator.pipelines.speech.trees import APPOSITION, SUBJECT, child, children
from annotator.pipelines.wordlist import wordset

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

BEFORE_NAME = frozenset(("compound", "nmod:desc", "flat", "amod"))
AGE = re.compile(r",? \(?(\d{1,3})[,).]")
FIRM = wordset(
    "company firm manufacturer maker operator airline retailer supplier carrier developer lender "
    "insurer publisher label group start-up startup brand chain club team guild union party "
    "association federation society league band network agency charity foundation"
)
DEFINITE = frozenset(("the", "this", "that", "its", "his", "her", "their"))


def roles(doc: Doc, text: str, mentions: Sequence[Entity]) -> Mapping[str, frozenset[str]]:
    """Nouns, in lower case, with the names that the article gives them to; ages likewise."""
    found: dict[str, set[str]] = defaultdict(set)
    for mention in mentions:
        if mention.label not in ("PERSON", "ORG") or not mention.name:
            continue
        span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
        if span is None:
            continue
        for noun in _nouns(span.root):
            found[noun.lemma_.lower()].add(mention.name)
        age = AGE.match(text, mention.end)
        if age and mention.label == "PERSON":
            found[age.group(1)].add(mention.name)
    return {noun: frozenset(names) for noun, names in found.items()}


def _nouns(name: Token) -> list[Token]:
    """The common nouns that stand in apposition to a name, before it, or say what it is."""
    near = [*children(name, APPOSITION)]
    near += [c for c in name.children if c.dep_ in BEFORE_NAME and c.tag_ in ("NN", "NNS")]
    if name.dep_ in APPOSITION | BEFORE_NAME:
        near.append(name.head)
    if name.dep_ in SUBJECT and child(name.head, frozenset(("cop",))) is not None:
        near.append(name.head)
    return [noun for noun in near if noun.tag_ in ("NN", "NNS")]


def bearer(
    who: Token, known: Mapping[str, frozenset[str]], mentions: Sequence[Entity]
) -> str | None:
    """The one name that a definite description can mean, if there is one."""
    determiner = next(
        (c.lower_ for c in who.children if c.dep_ in ("det", "nmod:poss", "poss")), ""
    )
    if determiner not in DEFINITE or who.tag_ != "NN":
        return None
    lemma = who.lemma_.lower()
    age = next((m for t in who.subtree if (m := re.match(r"(\d{1,3})", t.text))), None)
    for key in (age.group(1) if age else "", lemma):
        names = known.get(key, frozenset())
        if len(names) == 1:
            return next(iter(names))
    before = [m for m in mentions if m.label == "ORG" and m.name and m.start < who.idx]
    called = list(dict.fromkeys(m.name for m in before if m.name and lemma in m.name.lower()))
    if len(called) == 1:
        return called[0]
    if lemma in FIRM and before and not called and determiner == "the":
        return before[-1].name
    return None


def plural_subject(doc: Doc, at: int) -> str | None:
    """Whom “they” means: the nearest subject in the plural, in this sentence or the two before."""
    span = doc.char_span(at, at + 1, alignment_mode="expand")
    if span is None:
        return None
    token = span[0]
    low = token.sent.start
    for _ in range(2):
        if low > 0:
            low = doc[low - 1].sent.start
    for one in reversed(doc[low : token.i]):
        if one.dep_ in SUBJECT and one.tag_ == "NNS":
            words = [c.text for c in one.children if c.dep_ == "compound" and c.i < one.i]
            return " ".join([*words, one.text]).lower()
    return None
