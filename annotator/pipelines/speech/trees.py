"""Dependency trees under the names of either scheme: UD's, as ours has them, and ClearNLP's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECT = frozenset(("nsubj", "nsubj:pass", "nsubj:outer", "csubj", "csubj:pass", "nsubjpass"))
CLAUSE = frozenset(("ccomp", "ccomp:outer"))
OPEN_CLAUSE = frozenset(("xcomp",))
PARATAXIS = frozenset(("parataxis",))
OBJECT = frozenset(("obj", "dobj", "iobj", "dative"))
OBLIQUE = frozenset(("obl", "obl:tmod", "obl:npmod", "obl:unmarked", "prep", "npadvmod"))
AGENT = frozenset(("obl:agent", "agent"))
POSSESSOR = frozenset(("nmod:poss", "poss"))
APPOSITION = frozenset(("appos",))
RELATIVE = frozenset(("acl:relcl", "relcl"))
ADNOMINAL = frozenset(("acl", "acl:cleft"))
ADVERBIAL = frozenset(("advcl", "advcl:relcl"))
CONJUNCT = frozenset(("conj",))
MARKER = frozenset(("mark",))
AUXILIARY = frozenset(("aux", "aux:pass", "auxpass", "cop"))
PUNCTUATION = frozenset(("punct",))


def children(token: Token, labels: frozenset[str]) -> Iterator[Token]:
    """The dependents of a token that bear one of these labels, in order."""
    return (child for child in token.children if child.dep_ in labels)


def child(token: Token, labels: frozenset[str]) -> Token | None:
    """The first of them."""
    return next(children(token, labels), None)


def marker(token: Token) -> str:
    """The word that introduces a clause ("that", "whether", "to"), or nothing."""
    found = child(token, MARKER) or child(token, frozenset(("aux",)))
    return found.lower_ if found is not None and found.i < token.i else ""


def subtree(token: Token, without: Iterable[Token] = ()) -> list[Token]:
    """The tokens under a token, in order, but not those under ``without``."""
    cut = {one.i for one in without}
    found: list[Token] = []
    waiting = [token]
    while waiting:
        one = waiting.pop()
        if one.i in cut:
            continue
        found.append(one)
        waiting += one.children
    return sorted(found, key=lambda one: one.i)


def subject(verb: Token) -> Token | None:
    """Who does it: the verb's own subject, or that of the verb it is joined to."""
    seen = 0
    while seen < 4:
        found = list(children(verb, SUBJECT))
        if found:  # of two, the other belongs to what is said: “the bag, she said, held …”
            return min(found, key=lambda one: abs(one.i - verb.i))
        if verb.dep_ in CONJUNCT or verb.dep_ in OPEN_CLAUSE or verb.dep_ in ADVERBIAL:
            verb = verb.head
            seen += 1
            continue
        return None
    return None


def is_subject(token: Token) -> bool:
    """Whether a word is a subject, or stands in apposition to one."""
    for _ in range(3):
        if token.dep_ in SUBJECT:
            return True
        if token.dep_ not in APPOSITION:
            return False
        token = token.head
    return False
