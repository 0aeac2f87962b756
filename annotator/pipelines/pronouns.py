"""Whom "he", "she", "it" and "they" stand for, where only one can be meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from annotator.annotation import Span
from annotator.pipelines.scene import Scene, Speaker
from annotator.pipelines.speakers import first_of
from annotator.pipelines.titles import COURTESY

MEANT = {
    "he": ("PERSON",),
    "she": ("PERSON",),
    "it": ("ORG", "NORP", "GPE"),
    "they": ("ORG", "NORP"),
}


def resolved(
    scene: Scene,
    speaker: Speaker,
    paragraph: Span,
    sentences: Sequence[Span],
    latest: Speaker | None,
) -> Speaker:
    """The speaker with the name a pronoun stands for; unknown where two could be meant.

    Who spoke last in this ``paragraph`` comes first, then the one person it names, then
    ``latest``, who spoke last before it, then the ``sentences`` before, up to the pronoun's own.
    """
    if speaker.label != "PRONOUN":
        return speaker
    word = scene.text[speaker.span.start : speaker.span.end].lower()
    if word not in MEANT:
        return speaker

    def fits(label: str, name: str | None) -> bool:
        sex = scene.sexes.get(name or "", "")
        return label in MEANT[word] and (label != "PERSON" or sex in (word, ""))

    spoke = latest is not None and (
        fits(latest.label, latest.name) if latest.name else _fits_phrase(scene, latest, word)
    )
    if latest is not None and spoke and latest.span.start >= paragraph.start:
        return _as(speaker, latest)
    here = [
        m.name
        for m in scene.between(paragraph.start, speaker.span.start)
        if fits(m.label, m.name) and m.name
    ]
    if len(set(here)) == 1:
        return replace(speaker, name=here[0], status="named", certainty=0.75)
    if latest is not None and spoke:
        return _as(speaker, latest)
    for back, sentence in enumerate(reversed(sentences[-4:])):
        end = speaker.span.start if back == 0 else sentence.end
        near = [m for m in scene.between(sentence.start, end) if fits(m.label, m.name)]
        names = list(dict.fromkeys(m.name for m in near if m.name))
        if len(names) == 1:
            return replace(speaker, name=names[0], status="named", certainty=0.7 - 0.08 * back)
        if names:
            subject = first_of(scene, sentence.start, end)
            if subject is not None and subject.name == names[0]:
                return replace(speaker, name=names[0], status="named", certainty=0.5)
            return speaker
    return speaker


def _as(speaker: Speaker, other: Speaker) -> Speaker:
    certainty = 0.75 if other.name else 0.55
    return replace(speaker, name=other.name, status=other.status, certainty=certainty)


def _fits_phrase(scene: Scene, speaker: Speaker, word: str) -> bool:
    """True where an unnamed speaker can be meant: "a spokesman" is no "she"."""
    if speaker.status != "unnamed" or word == "it":
        return False
    described = scene.text[speaker.span.start : speaker.span.end].lower().split()
    sexes = {COURTESY[w] for w in described if w in COURTESY}
    return word == "they" or not sexes or word in sexes
