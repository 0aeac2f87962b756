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
AGE = re.compile(r"\s*,?\s*\(?(\d{1,3})[,).]")
FIRM = wordset(
    "company firm manufacturer maker operator airline retailer supplier carrier developer lender "
    "insurer publisher label group start-up startup brand chain club team guild union party "
    "association federation society league band network agency charity foundation"
)
YEARS = re.compile(r"(\d{1,3})-year-old")


def roles(doc: Doc, mentions: Sequence[Entity]) -> Mapping[str, frozenset[str]]:
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
        age = AGE.match(doc[span.end : span.end + 4].text)
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
    if name.dep_ in SUBJECT:  # ClearNLP: the verb is the head, and the noun hangs on it
        near += children(name.head, frozenset(("attr",)))
    return [noun for noun in near if noun.tag_ in ("NN", "NNS")]


def age_in(who: Token) -> str | None:
    """The age that a description is made of: the 26-year-old nurse."""
    for one in who.subtree:
        found = YEARS.match(one.doc[one.i : one.i + 5].text)
        if found:
            return found[1]
    return None
