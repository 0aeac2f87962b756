"""What stands right behind a quotation: “…,” rejoiced its director; “…,” the 15-year-old said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.annotation import Span
from annotator.pipelines.lexicon import Lexicon
from annotator.pipelines.speech import trees
from annotator.pipelines.speech.phrases import noun_phrase
from annotator.pipelines.speech.verbs import NAMING, SAYING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

FAR = 30  # tokens
STOPS = frozenset((".", ";", ":", "“", '"', "‘"))
FINITE = frozenset(("VBD", "VBZ", "VBP"))
NOMINAL = ("N", "PRP", "CD", "DT", "JJ")


def behind(doc: Doc, text: str, passage: Span, lexicon: Lexicon) -> tuple[Span, Span] | None:
    """The cue and the speaker that follow a quotation; None unless they surely do.

    Any verb may stand between a quotation that ends in a comma, an exclamation or a question mark
    and its subject; behind its subject only one of saying.
    """
    last = doc.char_span(passage.end - 1, passage.end, alignment_mode="expand")
    if last is None:
        return None
    inner = text[passage.start : passage.end].rstrip("”’\"'»")
    stretch: list[Token] = []
    for token in doc[last.end : last.end + FAR]:
        if (token.is_space and "\n" in token.text) or token.text in STOPS:
            break
        if stretch or not (token.is_space or token.is_punct):
            stretch.append(token)
    while stretch and stretch[0].tag_ == "RB" and len(stretch) > 2:
        stretch = stretch[1:]  # “…,” also said
    if not stretch or inner[-1:] not in ",?!—…":
        return None
    first = stretch[0]
    if first.tag_ in FINITE and len(stretch) > 1 and stretch[1].tag_.startswith(NOMINAL):
        who = _under(stretch[1], first)
        phrase = noun_phrase(who, first)
        return (_span(first), phrase) if phrase is not None else None
    for verb in stretch[1:]:
        if verb.tag_ in FINITE and verb.lemma_.lower() in SAYING | lexicon.verbs:
            who = trees.child(verb, trees.SUBJECT) or _under(first, verb)
            phrase = noun_phrase(who, verb)
            if phrase is not None and phrase.start <= first.idx + 1 and who.i < verb.i:
                return _span(verb), phrase
            return None
    return None


def agent(doc: Doc, passage: Span) -> tuple[Span, Span] | None:
    """The cue before and the speaker behind a quotation: was called “…” by Ida Moe."""
    found = doc.char_span(passage.start, passage.end, alignment_mode="expand")
    if found is None or found.end + 1 >= len(doc) or doc[found.end].lower_ != "by":
        return None
    verb = next(
        (
            one
            for one in reversed(doc[max(0, found.start - 4) : found.start])
            if one.tag_ == "VBN" and one.lemma_.lower() in NAMING
        ),
        None,
    )
    if verb is None:
        return None
    by = doc[found.end]
    phrase = noun_phrase(_under(doc[by.i + 1], by), by)
    return (_span(verb), phrase) if phrase is not None else None


def _under(token: Token, verb: Token) -> Token:
    """The head of the phrase that begins with a token, on its side of the verb."""
    before = token.i < verb.i
    while token.head.i != token.i and token.head.i != verb.i and (token.head.i < verb.i) == before:
        if token.head.tag_[:1] == "V":
            break
        token = token.head
    return token


def _span(token: Token) -> Span:
    return Span(token.idx, token.idx + len(token))
