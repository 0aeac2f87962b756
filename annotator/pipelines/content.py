"""How far what is said reaches: the marked passage alone, or the clause around it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from annotator.annotation import Span
from annotator.pipelines import cues
from annotator.pipelines.scene import BLOT, Scene

# What may stand between a verb and its "that": whom it was told, when and where.
BEFORE_THAT = re.compile(r"^(?:[^,;:\uf8ff]|, (?=[^,\uf8ff]{1,40},)){0,90}?\bthat\b\s*")
CLAUSE = re.compile(
    r"^(?:he|she|it|they|we|I|you|there|this|the|a|an|his|her|its|their|our|my|these|those|some"
    r"|many"
    r"|such|no|any|all|most|[A-Z][\w’'-]*|\d[\d,.]*)\s+\S"
)
TAKES_CLAUSE = re.compile(
    r"^(?:sa(?:id|ys|ying)|add(?:ed|s|ing)|believ\w+|insist\w+|claim\w*|argu\w+|warn\w+|hop\w+"
    r"|think\w*|thought"
    r"|fear\w+|admit\w+|conced\w+|confirm\w+|den(?:ied|ies|ying)|alleg\w+|predict\w+|vow\w+"
    r"|promis\w+|suggest\w+"
    r"|acknowledg\w+|maintain\w+|contend\w+|assert\w+|announc\w+|stress\w+|complain\w+|was "
    r"quoted as saying"
    r"|underscor\w+|not(?:ed|es|ing)|explain\w+|recall\w*|estimat\w+|expect\w*|declar\w+"
    r"|reveal\w+)$"
)
CUT = re.compile(
    r",? (?:but|while|although|though|according to|whereas|even as)\b|, (?:and|as|which|who"
    r"|adding|saying"
    r"|after|before|when|amid|despite|in a|in an|during|citing|referring|calling|noting)\b|;| "
    r"[—–] |—"
)


def reach(
    scene: Scene, sentence: Span, passages: Sequence[Span], passage: Span, cue: Span, kind: str
) -> Span:
    """The content that a cue before a passage introduces; the passage alone where unsure."""
    start = _beginning(scene, passage, cue, kind)
    if start is None:
        return passage
    end = passage.end
    for following in passages[bisect_left(passages, passage.end, key=lambda p: p.start) :]:
        if following.end > sentence.end:
            break
        between = scene.masked[end : following.start]
        if CUT.search(between) or cues.pattern(scene.lexicon.verbs).search(between):
            break
        end = following.end
    return Span(start, _ending(scene, end, sentence.end))


def _beginning(scene: Scene, passage: Span, cue: Span, kind: str) -> int | None:
    between = scene.masked[cue.end : passage.start]
    if BLOT in between or kind == "name" or between.strip(" ,:\u00a0") == "":
        return None
    if between.rstrip()[-1:] in (":", ","):
        return None
    that = BEFORE_THAT.match(between)
    if that:
        return cue.end + that.end()
    verb = scene.text[cue.start : cue.end].lower()
    bare = between.lstrip()
    if TAKES_CLAUSE.match(verb) and bare.strip() in ("he", "she", "it", "they", "we", "I"):
        return cue.end + len(between) - len(bare)
    if TAKES_CLAUSE.match(verb) and CLAUSE.match(bare) and len(bare.split()) >= 2:
        return cue.end + len(between) - len(bare)
    return None


def _ending(scene: Scene, at: int, high: int) -> int:
    """Where a clause that holds a passage ends: before the next clause or the stop."""
    tail = scene.masked[at:high]
    cut = CUT.search(tail)
    end = at + cut.start() if cut else high
    cue = cues.pattern(scene.lexicon.verbs).search(scene.masked, at, end)
    if cue and cues.kind_of(cue) != "think" and not cues.may_be_noun(cue):
        return at
    return at + len(scene.text[at:end].rstrip(" .,;:!?…\u00a0\n")) if end > at else at
