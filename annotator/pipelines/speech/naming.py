"""Who a speaker's phrase stands for: a name in it, a body by its noun, or nobody named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from annotator.annotation import Entity, Span
from annotator.pipelines.phrases import described
from annotator.pipelines.scene import Scene, Speaker, of_mention
from annotator.pipelines.speech.roles import bearer
from annotator.pipelines.speech.trees import APPOSITION, CONJUNCT
from annotator.pipelines.wordlist import wordset

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

PRONOUNS = wordset("he she they it i we you who this that these those himself herself themselves")
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


def speaker(
    doc: Doc, scene: Scene, who: Token, phrase: Span, known: Mapping[str, frozenset[str]]
) -> Speaker:
    """The speaker of a phrase whose head is ``who``; pronouns are left to be resolved.

    ``known`` is what the article calls its people and bodies, from ``roles``.
    """
    if who.lower_ in PRONOUNS and len(phrase) <= len(who) + 1:
        return Speaker(phrase, None, "unknown", 0.5, "PRONOUN")
    mention = _mention(doc, scene, who, phrase)
    if mention is not None:
        found = of_mention(mention, scene.text)
        return Speaker(phrase, found.name, found.status, found.certainty, found.label)
    name = bearer(who, known, scene.mentions)
    if name is not None:
        return Speaker(phrase, name, "named", 0.6, "ROLE")
    lemma = who.lemma_.lower()
    plural = who.tag_ in ("NNS", "NNPS") or lemma in ("police", "staff", "people")
    if plural or lemma in BODIES or who.lower_ in BODIES:
        return Speaker(phrase, _noun(who), "named", 0.7, "BODY")
    office = described(scene, phrase)
    if office.name is not None:
        return Speaker(phrase, office.name, office.status, office.certainty, office.label)
    return Speaker(phrase, None, "unnamed", 0.7, "ROLE")


def _mention(doc: Doc, scene: Scene, who: Token, phrase: Span) -> Entity | None:
    """The name that the phrase is about: its head, or what stands in apposition to it."""
    inside = [m for m in scene.mentions if phrase.start <= m.start and m.end <= phrase.end]
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


def _noun(who: Token) -> str:
    """The noun with what tells it apart: health ministry."""
    words = [
        c.text for c in who.children if c.dep_ in ("compound", "amod") and c.dep_ == "compound"
    ]
    first = [c for c in who.children if c.dep_ == "compound" and c.i < who.i]
    words = [c.text for c in sorted(first, key=lambda c: c.i)] + [who.text]
    return " ".join(words).lower()
