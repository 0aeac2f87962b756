"""Indirect speech of the plain kind: "X said that …", "According to X, …" and "…, X said."."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from annotator.annotation import Quote, Span
from annotator.pipelines import cues, speakers
from annotator.pipelines.content import BEFORE_THAT, CLAUSE, CUT, TAKES_CLAUSE
from annotator.pipelines.pronouns import resolved
from annotator.pipelines.scene import BLOT, Scene, Speaker

# "BELMORA (Reuters) - " in front of the first sentence.
DATELINE = re.compile(r"[A-Z][A-Z][^\n—–]{0,50}?(?:\([^()\n]{2,30}\))? ?(?: - |—|–) ?")
EDGE = " .,;:!?…\u00a0\n"
# Fewer words than this are no report: "as she said", "the law says so".
SHORTEST = 4
# So many verbs of one sentence are tried; a sentence with more is no sentence.
MOST = 12


def reports(
    scene: Scene, groups: Sequence[Sequence[Span]], taken: Sequence[Span]
) -> list[tuple[Quote, float]]:
    """Reports of speech in sentences that no quote touches, at most one a sentence."""
    ordered = sorted(taken)
    found = []
    at = 0
    for number, group in enumerate(groups):
        before: list[Span] = [s for g in groups[max(0, number - 1) : number] for s in g]
        for sentence in group:
            before.append(sentence)
            while at < len(ordered) and ordered[at].end <= sentence.start:
                at += 1
            if at < len(ordered) and ordered[at].start < sentence.end:
                continue
            if BLOT in scene.masked[sentence.start : sentence.end]:
                continue
            one = _report(scene, sentence, before)
            if one is not None:
                found.append(one)
    return found


def _report(scene: Scene, sentence: Span, before: Sequence[Span]) -> tuple[Quote, float] | None:
    low, high = sentence.start, sentence.end
    according = cues.ACCORDING.search(scene.masked, low, high)
    if according:
        return _by_source(scene, sentence, according, before)
    for cue in islice(cues.pattern(scene.lexicon.verbs).finditer(scene.masked, low, high), MOST):
        if cues.may_be_noun(cue) or cues.kind_of(cue) != "say":
            continue
        speaker = speakers.before(scene, low, cue.start())
        inverted = speaker is None and scene.masked[low : cue.start()].rstrip().endswith(",")
        if inverted and cue.group() in ("said", "says"):
            speaker = speakers.after(scene, cue.end(), high)
        if speaker is None:
            continue
        rest = scene.masked[cue.end() : high]
        if (
            rest.strip(EDGE) == ""
            or inverted
            or re.match(r"\s*(?:on|in a|in an|at)\b[^,]{0,40}$", rest)
        ):
            end = scene.masked.rfind(",", low, min(speaker.span.start, cue.start()))
            return _quote(scene, Span(low, max(low, end)), Span(*cue.span()), speaker, before)
        content = _clause(scene, cue, high)
        if content is not None:
            return _quote(scene, content, Span(*cue.span()), speaker, before)
    return None


def _clause(scene: Scene, cue: re.Match[str], high: int) -> Span | None:
    """What a verb reports: behind its "that", or the clause that directly follows."""
    rest = scene.masked[cue.end() : high]
    that = BEFORE_THAT.match(rest)
    if that and (len(that.group().split()) == 1 or len(that.group().split()) <= 8):
        start = cue.end() + that.end()
    elif TAKES_CLAUSE.match(cue.group().lower()) and CLAUSE.match(rest.lstrip()):
        start = cue.end() + len(rest) - len(rest.lstrip())
    else:
        return None
    cut = CUT.search(scene.masked, start, high)
    return Span(start, cut.start() if cut else high)


def _by_source(
    scene: Scene, sentence: Span, cue: re.Match[str], before: Sequence[Span]
) -> tuple[Quote, float] | None:
    speaker = speakers.after(scene, cue.end(), sentence.end)
    if speaker is None:
        return None
    if not scene.masked[sentence.start : cue.start()].strip():
        comma = scene.masked.find(", ", speaker.span.end, sentence.end)
        content = Span(comma + 2, sentence.end) if comma >= 0 else None
    else:
        content = Span(sentence.start, cue.start())
    return _quote(scene, content, Span(*cue.span()), speaker, before) if content else None


def _quote(
    scene: Scene, content: Span, cue: Span, speaker: Speaker, before: Sequence[Span]
) -> tuple[Quote, float] | None:
    dateline = DATELINE.match(scene.text, content.start, content.end)
    start, end = dateline.end() if dateline else content.start, content.end
    end = start + len(scene.text[start:end].rstrip(EDGE))
    if len(scene.text[start:end].split()) < SHORTEST:
        return None
    who = resolved(scene, speaker, before[-1], before, None)
    quote = Quote((Span(start, end),), "indirect", (cue,), (who.span,), who.name, who.status)
    return quote, round(0.45 + 0.25 * who.certainty, 2)
