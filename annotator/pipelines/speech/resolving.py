"""Who says each quote: read twice, then “I” and what goes on without a speaker."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.annotation import Entity, Quote, Span
from annotator.pipelines.layout import blotted
from annotator.pipelines.lexicon import PLAIN, Lexicon
from annotator.pipelines.quotations import quotations
from annotator.pipelines.scene import Scene
from annotator.pipelines.sentences import paragraphs
from annotator.pipelines.speech.cast import UNKNOWN, Candidates, Who, said_by
from annotator.pipelines.speech.following import Following
from annotator.pipelines.speech.found import Found, Nearby, inside

if TYPE_CHECKING:
    from spacy.tokens import Doc

FIRST = frozenset(("i", "we", "me", "us"))
FEW = 0.5  # the share of the view from which on somebody is taken to speak whom nothing names


def resolve(
    doc: Doc,
    entities: Sequence[Entity],
    quotes: Sequence[Quote],
    lexicon: Lexicon = PLAIN,
) -> list[tuple[Quote, float, Candidates]]:
    """Quotes in the order of the text with the names of their speakers, as far as they are known.

    With each stands how sure the name is, and the candidates: the names that a pronoun or a
    description can stand for, the likeliest first, with their shares.
    """
    text = doc.text
    parts = paragraphs(text)
    outer = [one for one in quotations(text, parts) if not one.depth]
    scene = Scene(text, blotted(text, outer), entities, lexicon)
    found = [
        Found(
            quote.content,
            quote.cue[0] if quote.cue else None,
            quote.speaker[0] if quote.speaker else None,
            1.0,
        )
        for quote in quotes
    ]
    quoted = [span for one in outer for span in one.spans]
    first = Following(doc, scene, found, quoted)
    first.read()
    # What the first reading learned of "he" and "she" serves the second from the start.
    second = Following(doc, scene, found, quoted)
    for name, character in second.named.items():
        character.votes = first.named[name].votes
    second.read()
    said = [second.said.get(number, UNKNOWN) for number in range(len(found))]
    _first_persons(text, found, said)
    _chained(found, said, parts, second)
    return [
        (
            replace(quote, speaker_name=who.name, speaker_status=who.status),
            who.certainty,
            who.candidates,
        )
        for quote, who in zip(quotes, said, strict=True)
    ]


def _first_persons(text: str, found: Sequence[Found], said: list[Who]) -> None:
    """“I”, inside what somebody says, is who says it."""
    near = Nearby(found)
    places = {id(one): number for number, one in enumerate(found)}
    for number, one in enumerate(found):
        if one.speaker is None or one.speaker.surface(text).lower() not in FIRST:
            continue
        around = next((o for o in near.around(one) if o is not one and inside(one, o)), None)
        if around is not None:
            said[number] = said[places[id(around)]]


def _chained(
    found: Sequence[Found], said: list[Who], paragraphs: Sequence[Span], read: Following
) -> None:
    """What nobody else says goes on from who spoke before, here or a paragraph above."""
    starts = [part.start for part in paragraphs]
    last, last_at = UNKNOWN, -9
    for number, one in enumerate(found):
        paragraph = max(0, bisect_right(starts, one.content[0].start) - 1)
        if one.cue is None and one.speaker is None:
            if last.status != "unknown" and paragraph - last_at <= 1:
                said[number] = replace(last, certainty=min(last.certainty, 0.7))
            else:
                ranked = read.silent.get(number, [])
                if ranked and ranked[0][1] >= FEW:
                    said[number] = said_by(ranked[0][0], 0.35, ranked)
        if said[number].status != "unknown":
            last, last_at = said[number], paragraph
