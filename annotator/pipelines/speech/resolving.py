"""Whom pronouns mean, and who goes on speaking where nothing says who does."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.pipelines.layout import Layout
from annotator.pipelines.pronouns import resolved
from annotator.pipelines.scene import Scene, Speaker
from annotator.pipelines.speech.found import Found, Nearby, inside
from annotator.pipelines.speech.roles import plural_subject

if TYPE_CHECKING:
    from spacy.tokens import Doc


def resolve(doc: Doc, scene: Scene, layout: Layout, found: Sequence[Found]) -> None:
    """Give pronouns the name they stand for, and chained quotes that of the one before."""
    starts = [part.start for part in layout.parts]
    near_by = Nearby(found)
    last: Speaker | None = None
    last_at = -9
    for one in found:
        paragraph = max(0, bisect_right(starts, one.content[0].start) - 1)
        who = one.speaker
        alone = one.cue is None and who is None
        if alone and last is not None and last.name and paragraph - last_at <= 1:
            one.inherited = True  # what nobody else says goes on from who spoke before
        if one.inherited and last is not None:
            one.speaker = who = last
        elif who is not None and who.label == "PRONOUN" and who.status == "unknown":
            near = last if paragraph - last_at <= 1 else None
            before = layout.up_to(paragraph, who.span.start)
            word = scene.text[who.span.start : who.span.end].lower()
            around = next((o for o in near_by.around(one) if o is not one and inside(one, o)), None)
            if around is not None and word in ("i", "we", "me") and around.speaker is not None:
                who = replace(who, name=around.speaker.name, status=around.speaker.status)
            elif word == "they" and (last is None or last.label != "BODY"):
                group = plural_subject(doc, who.span.start)
                if group is not None:
                    who = replace(who, name=group, status="named", certainty=0.55, label="BODY")
            elif word == "they" and last is not None:
                who = replace(who, name=last.name, status=last.status, label="BODY")
            if who.status == "unknown":
                who = resolved(scene, who, layout.parts[paragraph], before, near)
            if who.status != "unknown" and who.label == "PRONOUN":
                who = replace(who, label="PERSON" if word in ("he", "she") else "ORG")
            one.speaker = who
        if who is not None:
            last, last_at = who, paragraph
