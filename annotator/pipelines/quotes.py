"""Quotes with their cues and speakers, found over a text and its entities."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from annotator.annotation import Entity, Quote, Span
from annotator.pipelines.attribution import Attribution, ahead, behind, containing
from annotator.pipelines.content import reach
from annotator.pipelines.layout import Layout, blotted, layout_of
from annotator.pipelines.lexicon import PLAIN, Lexicon
from annotator.pipelines.pronouns import resolved
from annotator.pipelines.quotations import Quotation, quotations
from annotator.pipelines.reports import reports
from annotator.pipelines.scene import Scene, Speaker
from annotator.pipelines.sentences import paragraphs

NO_QUOTE = re.compile(
    r"(?:\b(?:so-called|[Kk]nown as|dubbed|nicknamed|titled|entitled|named|headlined"
    r"|the (?:word|words|term|phrase|name|title|slogan|acronym|book|film|song|novel|album|play"
    r"|series"
    r"|documentary|track|single|poem|painting))(?: of)?,?)\s*$"
)
NAME_BEFORE = re.compile(r"\b[A-Z][\w.’'-]* $")
NAME_BEHIND = re.compile(r" [A-Z]\w")
# From this many words a quotation without any cue is still taken for someone's words.
LONG = 6


@dataclass(slots=True)
class Draft:
    """A quote in the making."""

    passage: Quotation
    content: tuple[Span, ...]
    sentence: Span
    paragraph: int
    found: Attribution | None
    speaker: Speaker | None = None
    kind: str = "direct"
    certainty: float = 0.5


def quotes(
    text: str, entities: Sequence[Entity], lexicon: Lexicon = PLAIN
) -> list[tuple[Quote, float]]:
    """The quotes of a text with how sure each is; spans may still want trimming."""
    scene, layout, drafts, found = prepared(text, entities, lexicon)
    said = [_finished(d) for d in drafts]
    said += nested(scene, found, layout)
    said += reports(scene, layout.sentences, [s for q, _ in said for s in q.content])
    return said


def prepared(
    text: str, entities: Sequence[Entity], lexicon: Lexicon = PLAIN
) -> tuple[Scene, Layout, list[Draft], list[Quotation]]:
    """A text as it is searched, the quotes that its marks show, and all its quotations."""
    parts = paragraphs(text)
    found = quotations(text, parts)
    outer = [q for q in found if q.depth == 0]
    layout = layout_of(text, parts, outer)
    scene = Scene(text, blotted(text, outer), entities, lexicon)
    return scene, layout, _drafts(scene, layout, outer, entities), found


def _drafts(
    scene: Scene, layout: Layout, outer: Sequence[Quotation], entities: Sequence[Entity]
) -> list[Draft]:
    works = sorted(e.span for e in entities if e.label == "WORK_OF_ART")
    where = {s.start: number for number, group in enumerate(layout.pieces) for s in group}
    drafts: list[Draft] = []
    for passage in outer:
        number = where[passage.start]
        if drafts and passage.end <= drafts[-1].content[-1].end:
            continue  # the clause before already holds it
        at = bisect_left(works, passage.start, key=lambda w: w.start)
        near = works[at : at + 2]
        if len(passage.spans) == 1 and any(
            w.end <= passage.end and len(w) >= passage.end - passage.start - 3 for w in near
        ):
            continue
        draft = _draft(scene, layout, passage, number, where[passage.spans[-1].start], drafts)
        if draft is None:
            continue
        if drafts and _interrupted(scene, drafts[-1], draft):
            last = drafts[-1]
            last.content += draft.content
            last.passage = Quotation(last.passage.spans + passage.spans)
            continue
        _name(scene, layout, draft, drafts)
        drafts.append(draft)
    return drafts


def _draft(
    scene: Scene, layout: Layout, passage: Quotation, first: int, last: int, drafts: list[Draft]
) -> Draft | None:
    text = scene.text
    sentence = containing(layout.sentences[first], passage.start) or passage.spans[0]
    closing = containing(layout.sentences[last], passage.end - 1) or passage.spans[-1]
    inner = text[passage.start + 1 : passage.end - 1].strip()
    ends_inside = inner[-1:] in ",?!—–-…"
    pieces = layout.pieces[last]
    behind_it = bisect_left(pieces, passage.end, key=lambda p: p.start)
    following = pieces[behind_it].start if behind_it < len(pieces) else None
    high = layout.parts[last].end if ends_inside and closing.end == passage.end else closing.end
    high = min(high, following) if following is not None else high
    lead = scene.masked[max(sentence.start, passage.start - 80) : passage.start]
    if not ends_inside and NO_QUOTE.search(lead):
        return None
    if (
        NAME_BEFORE.search(lead)
        and NAME_BEHIND.match(scene.masked, passage.end)
        and len(inner) < 25
    ):
        return None
    found = None
    if not lead.rstrip().endswith(":"):
        found = behind(scene, passage.end, high)
        if (
            found
            and not ends_inside
            and found.side == "after"
            and _begins_clause(scene, passage, found)
        ):
            found = None
    found = found or ahead(scene, sentence.start, passage.start)
    draft = Draft(passage, passage.spans, sentence, first, found)
    if found is None:
        return _without_cue(scene, layout, draft, inner, drafts)
    draft.certainty = found.certainty
    if found.side == "before" and found.cue is not None and len(passage.spans) == 1:
        whole = reach(
            scene, sentence, layout.pieces[first], passage.spans[0], found.cue, found.kind
        )
        if whole != passage.spans[0]:
            draft.content, draft.kind = (whole,), "mixed"
    return draft


def _begins_clause(scene: Scene, passage: Quotation, found: Attribution) -> bool:
    """True for `the “smart” meter, Ruiz said`… where the cue reports more than the passage."""
    if found.speaker is None or found.cue is None:
        return False
    between = scene.masked[passage.end : min(found.cue.start, found.speaker.span.start)]
    return not between.strip().startswith((",", "—", "–")) and len(between.split()) > 4


def _without_cue(
    scene: Scene, layout: Layout, draft: Draft, inner: str, drafts: list[Draft]
) -> Draft | None:
    """A quotation that nothing introduces: it goes on from the one before, or stands alone."""
    alone = draft.sentence.start == draft.passage.start
    words = len(inner.split())
    last = drafts[-1] if drafts else None
    spoken = last is not None and (last.speaker is not None or last.found is not None)
    if alone and last and last.paragraph == draft.paragraph and spoken and words > 1:
        # “A,” she said. “B.”
        draft.speaker = last.speaker and replace(
            last.speaker, certainty=min(last.speaker.certainty, 0.7)
        )
        draft.certainty = 0.75
        return draft
    before = layout.parts[draft.paragraph - 1] if draft.paragraph else None
    whole = layout.parts[draft.paragraph]
    fills = whole.start == draft.passage.start and draft.passage.end + 1 >= whole.end
    if fills and last and last.paragraph == draft.paragraph - 1 and last.speaker and words > 1:
        draft.speaker = replace(last.speaker, certainty=min(last.speaker.certainty, 0.6))
        draft.certainty = 0.7
        return draft
    starts_paragraph = layout.parts[draft.paragraph].start == draft.passage.start
    if starts_paragraph and before and scene.text[before.end - 1] == ":":
        group = layout.sentences[draft.paragraph - 1]
        found = ahead(scene, group[-1].start, before.end)
        if found:
            draft.found, draft.certainty = found, 0.75
            return draft
    if words >= LONG and (alone or inner[-1:] in ".!?"):
        draft.certainty = 0.5
        return draft
    return None


def _interrupted(scene: Scene, last: Draft, draft: Draft) -> bool:
    """True where one quote is broken only by its cue: “A,” she said, “B.”"""
    if last.found is None or draft.found is None or last.paragraph != draft.paragraph:
        return False
    between = scene.masked[last.passage.end : draft.passage.start].rstrip()
    return (
        last.found.side == "after"
        and draft.found.side == "before"
        and last.found.cue is not None
        and last.found.cue == draft.found.cue
        and draft.kind == last.kind == "direct"
        and not between.endswith((":", "."))
        and len(between) < 200
        and draft.sentence.start <= last.passage.start
    )


def _name(scene: Scene, layout: Layout, draft: Draft, drafts: list[Draft]) -> None:
    speaker = draft.found.speaker if draft.found and draft.found.speaker else draft.speaker
    if speaker is not None and speaker.label == "PRONOUN" and speaker.status == "unknown":
        last = next((d for d in reversed(drafts) if d.speaker), None)
        near = last is not None and draft.paragraph - last.paragraph <= 1
        before = layout.up_to(draft.paragraph, speaker.span.start)
        speaker = resolved(
            scene,
            speaker,
            layout.parts[draft.paragraph],
            before,
            last.speaker if last and near else None,
        )
        if speaker.status != "unknown":
            # What a pronoun stands for now is whom the next one continues.
            speaker = replace(
                speaker,
                label="PERSON"
                if scene.text[speaker.span.start : speaker.span.end].lower() in ("he", "she")
                else "ORG",
            )
    draft.speaker = speaker


def _finished(draft: Draft) -> tuple[Quote, float]:
    speaker, found = draft.speaker, draft.found
    certainty = (
        draft.certainty * (0.6 + 0.4 * speaker.certainty) if speaker else draft.certainty * 0.8
    )
    quote = Quote(
        draft.content,
        draft.kind,
        (found.cue,) if found and found.cue else (),
        (speaker.span,) if speaker else (),
        speaker.name if speaker else None,
        speaker.status if speaker else "unknown",
    )
    return quote, round(certainty, 2)


def nested(around: Scene, found: Sequence[Quotation], layout: Layout) -> list[tuple[Quote, float]]:
    """Quotations inside quotations, where a cue inside introduces them."""
    inner = [q for q in found if q.depth == 1]
    if not inner:
        return []
    outside = sorted(s.start for q in found if q.depth == 0 for s in q.spans)
    text = around.text
    scene = Scene(text, blotted(text, inner), around.mentions, around.lexicon)
    said = []
    for passage in inner:
        before = bisect_left(outside, passage.start)
        low = outside[before - 1] if before else 0
        stop = max((text.rfind(c, low, passage.start) for c in ".?!"), default=-1)
        attribution = ahead(scene, max(low + 1, stop + 1), passage.start)
        if attribution is None or attribution.cue is None or attribution.kind != "say":
            continue
        between = scene.masked[attribution.cue.end : passage.start]
        if len(between.split()) > 3 and not between.rstrip().endswith((":", ",")):
            continue
        draft = Draft(passage, passage.spans, passage.spans[0], 0, attribution, attribution.speaker)
        draft.certainty = 0.6
        said.append(_finished(draft))
    return said
