"""Which cue and which speaker belong to a quotation: the words behind it, then those before it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from annotator.annotation import Span
from annotator.pipelines import cues, speakers
from annotator.pipelines.scene import BLOT, Scene, Speaker

JOINING = re.compile(
    r"\b(?:and|but|or|nor|which|who|that|when|while|because|in|to|of|for|as|after|before|is|was"
    r"|were"
    r"|are|will|would|has|have|had|with|by|than)\b",
    re.I,
)
PASSIVE = re.compile(r"\b(?:is|was|were|are|been|being|be|get|got|so|often|widely|also|then)\s+$")
IMPLICIT = re.compile(
    r"(?:,|\band|\bbut|\bby|\bto|\bthen|\bbefore|\bafter|\bin|\bwhile|;|—|–|\bof)\s*$"
)
FAR = 260


@dataclass(frozen=True, slots=True)
class Attribution:
    """A cue, who speaks, and on which side of the quotation they stand."""

    cue: Span | None
    speaker: Speaker | None
    side: str
    kind: str
    certainty: float


def behind(scene: Scene, at: int, high: int) -> Attribution | None:
    """What follows a quotation that ends at ``at``: “…,” said X; “…,” X said; according to X."""
    high = min(high, at + 2 * FAR)
    stretch = scene.masked[at:high]
    according = re.match(r"[\s,—–-]*", stretch)
    lead = at + (according.end() if according else 0)
    match = cues.ACCORDING.match(scene.masked, lead, high)
    if match:
        return Attribution(
            Span(*match.span()), speakers.after(scene, match.end(), high), "after", "say", 0.9
        )
    for cue in cues.pattern(scene.lexicon.verbs).finditer(scene.masked, at, min(high, at + FAR)):
        between = scene.masked[at : cue.start()]
        if BLOT in between or ";" in between or ":" in between:
            return None
        kind = cues.kind_of(cue)
        bare = between.strip(" ,—–-\u00a0\n")
        if bare == "" or re.fullmatch(cues.ADVERB, bare):
            if kind != "say" or cues.may_be_noun(cue):
                return None
            speaker = speakers.after(scene, cue.end(), high)
            if speaker is None and cue.group().endswith("ing"):
                return None
            return Attribution(_whole(scene, cue), speaker, "after", kind, 0.93)
        speaker = speakers.before(scene, at, cue.start())
        if speaker is None:
            if len(between) > 60:
                return None
            continue
        if cues.may_be_noun(cue) and speaker.label not in ("PERSON", "PRONOUN"):
            continue
        if JOINING.search(scene.masked[at : speaker.span.start]):
            return None
        return Attribution(_whole(scene, cue), speaker, "after", kind, 0.93)
    return None


def ahead(scene: Scene, low: int, at: int) -> Attribution | None:
    """What precedes a quotation that begins at ``at``, back to the start of its sentence."""
    low = max(low, at - 2 * FAR)
    stretch = scene.masked[low:at]
    found: list[tuple[int, re.Match[str]]] = []
    for cue in cues.pattern(scene.lexicon.verbs).finditer(scene.masked, max(low, at - FAR), at):
        if cue.group("verb") in ("read", "reads", "reading") and scene.masked[cue.end()] != ":":
            continue
        if cues.may_be_noun(cue):
            speaker = speakers.before(scene, low, cue.start())
            adjoining = scene.masked[cue.end() : at].strip(" \u00a0") in (":", ",", "")
            if not adjoining and (speaker is None or speaker.label not in ("PERSON", "PRONOUN")):
                continue
            if adjoining and speaker is None:
                continue
        found.append((1 if cues.kind_of(cue) == "think" else 0, cue))
    according = list(cues.ACCORDING.finditer(scene.masked, max(low, at - FAR), at))
    if according and (not found or according[-1].start() > found[-1][1].start()):
        match = according[-1]
        return Attribution(
            Span(*match.span()), speakers.after(scene, match.end(), at), "before", "say", 0.8
        )
    colon = stretch.rstrip().endswith(":")
    if not found:
        if not colon:
            return None
        end = low + len(stretch.rstrip()) - 1
        speaker = speakers.before(scene, low, end) or speakers.first_of(scene, low, end)
        return Attribution(None, speaker, "before", "say", 0.55) if speaker else None
    # The nearest verb of speech, whatever is only thought in between: "saying they hoped it …".
    rank = min(r for r, _ in found)
    cue = [c for r, c in found if r == rank][-1]
    return _governed(scene, low, at, cue, 0.9 if colon else 0.75)


def _governed(
    scene: Scene, low: int, at: int, cue: re.Match[str], certainty: float
) -> Attribution | None:
    kind = cues.kind_of(cue)
    lead = scene.masked[low : cue.start()]
    passive = kind == "name" and PASSIVE.search(lead) and cue.group().endswith("ed")
    if passive:
        by = re.compile(r"\bby\b").search(scene.masked, cue.end(), at)
        if by is None:
            if cue.group().lower() in ("called", "branded", "labelled", "labeled", "referred"):
                return None
            return Attribution(_whole(scene, cue), None, "before", kind, 0.4)
        return Attribution(
            _whole(scene, cue), speakers.after(scene, by.end(), at), "before", kind, 0.7
        )
    quoted = re.search(r"\bquot(?:ed|es|ing) ([^,;:]{2,60}?) as $", lead)
    if quoted:
        start = low + quoted.start(1)
        speaker = speakers.after(scene, start, low + quoted.end(1))
        return Attribution(_whole(scene, cue), speaker, "before", kind, 0.8)
    speaker = speakers.before(scene, low, cue.start())
    if speaker is None and (cue.group().endswith("ing") or IMPLICIT.search(_bare(lead))):
        speaker = speakers.first_of(scene, low, cue.start())
        certainty -= 0.05
    if speaker is None:
        inverted = re.match(r"[A-Z]", scene.masked[cue.end() + 1 : cue.end() + 2])
        if inverted and lead.strip(" ,") == "":
            speaker = speakers.after(scene, cue.end(), at)
    if speaker is None and kind != "say":
        return None
    return Attribution(
        _whole(scene, cue), speaker, "before", kind, certainty if speaker else certainty - 0.3
    )


def _bare(lead: str) -> str:
    filler = speakers.FILLER.search(lead)
    return lead[: filler.start()] if filler else lead


def _whole(scene: Scene, cue: re.Match[str]) -> Span:
    """The cue; a post keeps its colon ("posted on X:"), which tells the platform from a name."""
    end = cue.end()
    if cue.group("phrase") and scene.masked[end : end + 1] == ":":
        end += 1
    return Span(cue.start(), end)


def containing(parts: Sequence[Span], at: int) -> Span | None:
    """The part in which an offset lies; the parts are in order."""
    place = bisect_right(parts, at, key=lambda p: p.start) - 1
    return parts[place] if place >= 0 and at < parts[place].end else None
