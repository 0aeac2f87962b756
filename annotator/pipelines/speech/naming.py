"""What a speaker's phrase is made of: a name in it, or the noun that it is called by."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from annotator.annotation import Entity, Span
from annotator.pipelines.speech.trees import APPOSITION, CONJUNCT, POSSESSOR, children
from annotator.pipelines.wordlist import wordset

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

DEFINITE = wordset("the this that its his her their our my whose")
# What speaks without being a person, and so is called by its noun.
BODIES = wordset(
    "ministry department government council committee commission agency office board court jury "
    "police army navy force airline company firm manufacturer maker operator bank university "
    "school hospital college team club union association federation society group party campaign "
    "opposition coalition parliament senate congress cabinet administration authority regulator "
    "watchdog tribunal inquiry panel embassy palace church diocese temple mosque museum gallery "
    "studio label publisher newspaper magazine station channel network website service crew staff "
    "family couple public crowd side foundry coastguard hall charity foundation fund trust "
    "institute laboratory observatory organisation organization body management leadership "
    "junta regime militia faction delegation mission bloc alliance chain cooperative collective "
    "bureau secretariat treasury municipality city town state province country neighbourhood "
    "corporation subsidiary lender insurer retailer supplier contractor carrier developer utility "
    "prosecution defence defense squad brigade corps garrison command headquarters league "
    # documents
    "report statement study survey paper document letter email memo note notice sign poster "
    "placard banner leaflet text post tweet message article caption item editorial column headline "
    "bulletin programme program catalogue catalog manual rule rulebook book log logbook "
    "diary minutes record contract lease treaty agreement accord law bill act order ruling "
    "judgment judgement verdict indictment filing petition lawsuit complaint charge sheet draft "
    "communiqué communique release "
    "manifesto plan proposal review audit profile website account advertisement ad label sticker "
    "certificate clause statute charter constitution resolution version handout graph poll data "
    "figures entry file transcript testimony affidavit autopsy analysis index list map image video "
    "voice song prayer proverb inscription plaque board"
)
LINKED = (
    APPOSITION | CONJUNCT | frozenset(("flat", "compound", "nmod:desc", "nsubj", "dep", "list"))
)


def definite(who: Token) -> bool:
    """Whether a noun is one that the article has told of before: the winger, its director."""
    labels = POSSESSOR | {"det"}
    return any(one.lower_ in DEFINITE for one in children(who, labels))


def mention_of(doc: Doc, mentions: Sequence[Entity], who: Token, phrase: Span) -> Entity | None:
    """The name that the phrase is about: its head, or what stands in apposition to it."""
    at = bisect_left(mentions, phrase.start, key=lambda m: m.start)
    inside = takewhile(lambda m: m.end <= phrase.end, islice(mentions, at, None))
    best: Entity | None = None
    for mention in inside:
        span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
        if span is None:
            continue
        root = span.root
        if span.start <= who.i < span.end:
            if mention.label == "PERSON" or best is None:
                best = mention
            continue
        steps = 0
        while root.i != who.i and root.dep_ in LINKED and root.head.i != root.i and steps < 4:
            root = root.head
            steps += 1
        better = best is None or (mention.label == "PERSON" and best.label != "PERSON")
        if root.i == who.i and mention.label in ("PERSON", "ORG") and better:
            best = mention
    return best


def noun_of(who: Token) -> str:
    """The noun with what tells it apart: health ministry."""
    first = [one.text for one in who.children if one.dep_ == "compound" and one.i < who.i]
    return " ".join([*first, who.text]).lower()


def is_body(who: Token) -> bool:
    """Whether a noun is of what speaks without being a person: a ministry, a report."""
    return who.lemma_.lower() in BODIES or who.lower_ in BODIES
