"""What a speaker's phrase is made of: a name in it, or the noun that it is called by."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from annotator.annotation import Entity, Span
from annotator.pipelines.lexicon import Lexicon
from annotator.pipelines.speech.roles import age_in
from annotator.pipelines.speech.trees import APPOSITION, CONJUNCT, POSSESSOR, children
from annotator.pipelines.titles import role_of
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
    "song prayer proverb inscription plaque board register code prospectus plate bedsheet "
    "handbook tournament archdiocese parish guild newsletter calendar timetable menu chapter "
    "verse letterhead questionnaire newscast communique telegram postcard counterpart "
    "festival exhibition system machine robot app bot chatbot algorithm software computer "
    "centre center house federation forum summit conference panel archive library"
)
# A noun with such an end, and most of those below, is a person: goalkeeper, granddaughter.
PERSON = re.compile(
    r"(?:[^t]er|ter|or|ist|man|woman|ian|eur|ess|ee|[^m]ent|ant|father|mother|son|daughter|body|boy"
    r"|girl|hand|mate|smith|wright|herd)$"
)
PEOPLE = wordset(
    "aunt uncle nephew niece cousin twin bride groom nun monk priest abbot friar clerk cook guard "
    "judge scout umpire coach pilot chef nurse king queen prince duke mechanic vet steward child "
    "kid teen youth lad adult elder native guy lady pal friend colleague relative spouse fiancé "
    "fiancée widow ally rival victim voice head chief host expert critic architect monarch mp "
    "captain sailor skipper soldier general saint pope prophet poet bard medic cleric heir thief "
    "culprit hostage hero other insider analyst person"
)
SINGULAR_PEOPLE = re.compile(r"(?:[iecko]an|man|woman)$")  # the Chilean, the Dutchwoman
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
        # The trees miss many: “the cook, Abdoulaye Ndiaye”.
        behind = doc[span.start - 1] if span.start > who.i else who
        adjoins = behind.text == "," or (behind.i == who.i and span.start == who.i + 1)
        if best is None and mention.label == "PERSON" and mention.end == phrase.end and adjoins:
            best = mention
    return best


def noun_of(who: Token) -> str:
    """The noun with what tells it apart: health ministry."""
    if who.tag_.startswith("NNP"):  # a name that is no entity
        flat = [one for one in who.children if one.dep_ in ("flat", "compound", "flat:name")]
        tokens = sorted([*flat, who], key=lambda one: one.i)
        return " ".join(one.text for one in tokens)
    first = [one.text for one in who.children if one.dep_ == "compound" and one.i < who.i]
    return " ".join([*first, who.text]).lower()


def is_body(who: Token, lexicon: Lexicon) -> bool:
    """Whether a noun is of what speaks without being a person: a ministry, a report."""
    lemma = who.lemma_.lower()
    if lemma in lexicon.people:
        return False
    known = {lemma, who.lower_} & (BODIES | lexicon.bodies)
    return bool(known) or not is_person(lemma)


def is_person(lemma: str) -> bool:
    """Whether a noun is of one person, by a list of such nouns or by its end."""
    return lemma in PEOPLE or role_of(lemma) is not None or PERSON.search(lemma) is not None


def has_the(token: Token) -> bool:
    """Whether a noun is told to be known already."""
    return any(one.lower_ in ("the", "this", "that") for one in token.children)


def bare(token: Token) -> bool:
    """“The winner”, “the 15-year-old”: no other words tell one from others."""
    return has_the(token) and (token.n_lefts == 1 or age_in(token) is not None)
