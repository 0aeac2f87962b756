"""The part ``gloss_lemmas``: lemmas by tag, from a table of what treebanks have and from rules.

A word of a treebank has the lemma that it mostly has there under its tag. Any other loses the
ending that its tag asks for, in the way that leads to a word that is known, if one does.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import srsly
from spacy.tokens import Doc

VERBS = frozenset(("VB", "VBP", "VBZ", "VBD", "VBN", "VBG"))
AS_IT_STANDS = frozenset(("NNP", "ADD", "FW", "LS", "SYM", "_SP", "GW"))
VOWELS = frozenset("aeiou")
# Irregular verbs that a treebank may lack; base: past, participle.
IRREGULAR = (
    "bleed:bled,bled bind:bound,bound breed:bred,bred cling:clung,clung creep:crept,crept "
    "dive:dove,dived flee:fled,fled fling:flung,flung forbid:forbade,forbidden "
    "foresee:foresaw,foreseen forsake:forsook,forsaken freeze:froze,frozen grind:ground,ground "
    "kneel:knelt,knelt lend:lent,lent mistake:mistook,mistaken overthrow:overthrew,overthrown "
    "plead:pled,pled ring:rang,rung seek:sought,sought shrink:shrank,shrunk sing:sang,sung "
    "sink:sank,sunk slay:slew,slain slide:slid,slid sling:slung,slung spit:spat,spat "
    "spring:sprang,sprung steal:stole,stolen stick:stuck,stuck sting:stung,stung "
    "stride:strode,stridden strike:struck,struck strive:strove,striven swear:swore,sworn "
    "sweep:swept,swept swim:swam,swum swing:swung,swung tear:tore,torn tread:trod,trodden "
    "undergo:underwent,undergone undertake:undertook,undertaken uphold:upheld,upheld "
    "weave:wove,woven weep:wept,wept withdraw:withdrew,withdrawn withhold:withheld,withheld "
    "withstand:withstood,withstood wring:wrung,wrung"
)
PAST = {
    form: base
    for base, _, forms in (entry.partition(":") for entry in IRREGULAR.split(" "))
    for form in forms.split(",")
}


class Lemmas:
    """A table of exceptions by tag and form, and the base forms that are known by kind of word."""

    def __init__(
        self,
        table: dict[str, dict[str, str]] | None = None,
        known: dict[str, list[str]] | None = None,
    ) -> None:
        self.table = table or {}
        self.known = {kind: frozenset(words) for kind, words in (known or {}).items()}

    def __call__(self, doc: Doc) -> Doc:
        """The Doc with a lemma for each token that has a tag."""
        for token in doc:
            token.lemma_ = self.lemma(token.text, token.tag_)
        return doc

    def lemma(self, form: str, tag: str) -> str:
        """The lemma of a form that bears a Penn tag."""
        listed = self.table.get(tag, {})
        return listed.get(form) or listed.get(form.lower()) or self.by_rule(form, tag)

    def by_rule(self, form: str, tag: str) -> str:
        """The lemma that the rules give, without the table."""
        if tag in AS_IT_STANDS:
            return form
        if tag == "NNPS":
            return self._first(form, plurals(form), "")
        low = form.lower()
        if tag == "NNS":
            return self._first(low, plurals(low), "noun")
        if tag == "VBZ":
            return self._first(low, plurals(low), "verb")
        if tag in ("VBD", "VBN"):
            if low in PAST:
                return PAST[low]
            return self._first(low, endings(low, "ed"), "verb")
        if tag == "VBG":
            return self._first(low, endings(low, "ing"), "verb")
        if tag in ("JJR", "RBR"):
            return self._first(low, endings(low, "er"), "adjective")
        if tag in ("JJS", "RBS"):
            return self._first(low, endings(low, "est"), "adjective")
        return low

    def _first(self, form: str, candidates: Iterable[str], kind: str) -> str:
        """The first candidate that is known, else the first one, else the form."""
        listed = [candidate for candidate in candidates if candidate]
        known = self.known.get(kind, frozenset())
        return next((c for c in listed if c in known), listed[0] if listed else form)

    def learn(self, words: Iterable[tuple[str, str, str]]) -> None:
        """Take the table from words of a treebank: form, tag, lemma."""
        seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        known: dict[str, set[str]] = defaultdict(set)
        for form, tag, lemma in words:
            if lemma == "_":
                continue
            seen[tag, form if tag in ("NNP", "NNPS", "PRP", "GW") else form.lower()][lemma] += 1
            if kind := kind_of(tag):
                known[kind].add(lemma)
        self.known = {kind: frozenset(found) for kind, found in known.items()}
        self.table = {}
        for (tag, form), lemmas in sorted(seen.items()):
            lemma, _ = lemmas.most_common(1)[0]
            if lemma != self.by_rule(form, tag):
                self.table.setdefault(tag, {})[form] = lemma

    def to_bytes(self, *, exclude: Any = ()) -> bytes:
        """Table and known words, as msgpack."""
        known = {kind: sorted(words) for kind, words in sorted(self.known.items())}
        packed: bytes = srsly.msgpack_dumps({"table": self.table, "known": known})
        return packed

    def from_bytes(self, data: bytes, *, exclude: Any = ()) -> Lemmas:
        """Take over what ``to_bytes`` gave."""
        packed = srsly.msgpack_loads(data)
        Lemmas.__init__(self, packed["table"], packed["known"])
        return self

    def to_disk(self, path: str | Path, *, exclude: Any = ()) -> None:
        """As one file."""
        Path(path).write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, *, exclude: Any = ()) -> Lemmas:
        """Take over what ``to_disk`` wrote."""
        return self.from_bytes(Path(path).read_bytes())


def kind_of(tag: str) -> str:
    """Noun, verb or adjective, whose base forms are worth knowing; nothing for all others."""
    if tag in ("NN", "NNS"):
        return "noun"
    return "verb" if tag in VERBS else "adjective" if tag[:2] in ("JJ", "RB") else ""


def plurals(form: str) -> Iterator[str]:
    """What a form in -s may come from, the likeliest first."""
    if form.endswith("ies") and len(form) > 4:
        yield form[:-3] + "y"
        yield form[:-1]
    elif form.endswith(("sses", "shes", "ches", "xes", "zes")):
        yield form[:-2]
        yield form[:-1]
    elif form.endswith("ves") and len(form) > 4:
        yield form[:-1]
        yield form[:-3] + "f"
        yield form[:-3] + "fe"
    elif form.endswith("oes"):
        yield form[:-2]
        yield form[:-1]
    elif form.endswith("men"):
        yield form[:-2] + "an"
    elif form.endswith("s") and not form.endswith(("ss", "us", "is")):
        yield form[:-1]
        yield form[:-2]
    elif form.endswith("s") and len(form) > 3:
        yield form
        yield form[:-1]


def endings(form: str, ending: str) -> Iterator[str]:
    """What a form with an ending that may take an e, a y or a second consonant comes from."""
    if not form.endswith(ending) or len(form) < len(ending) + 2:
        return
    stem = form[: -len(ending)]
    if ending != "ing" and stem.endswith("i"):
        yield stem[:-1] + "y"
    doubled = len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in "lsz"
    soft = stem.endswith(("c", "v", "u", "dg", "rg", "ng", "s", "z", "at", "iz", "ir", "ur", "id"))
    alone = (
        len(stem) > 2
        and stem[-1] not in VOWELS | {"w", "x", "y"}
        and stem[-2] in VOWELS
        and sum(letter in VOWELS for letter in stem) == 1
    )
    if doubled:
        yield stem[:-1]
    if (soft and not stem.endswith(("ss", "ous"))) or alone:
        yield stem + "e"
        yield stem
    else:
        yield stem
        yield stem + "e"
    if not doubled and len(stem) > 2 and stem[-1] == stem[-2]:
        yield stem[:-1]
