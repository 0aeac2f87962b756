"""Quotes by their marks and quotes by their trees, made one list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotator.annotation import Entity, Quote, Span
from annotator.pipelines.lexicon import PLAIN, Lexicon
from annotator.pipelines.quotes import Draft, nested, prepared
from annotator.pipelines.scene import Scene, Speaker
from annotator.pipelines.speech.beside import agent, behind
from annotator.pipelines.speech.clauses import NOUN
from annotator.pipelines.speech.found import Found, Nearby, inside, same
from annotator.pipelines.speech.marks import Marks, kind, titles, widened
from annotator.pipelines.speech.phrases import noun_phrase
from annotator.pipelines.speech.reading import Said, said
from annotator.pipelines.speech.trees import POSSESSOR
from annotator.pipelines.speech.verbs import NAMING, SOURCES

if TYPE_CHECKING:
    from spacy.tokens import Doc

NAME_PARTS = frozenset(("flat", "compound", "appos", "nmod:desc", "flat:name"))
# “, who runs the kiosk”, “, 71, a fisherman from Elmina”
TOLD = re.compile(
    r"(?:, \d{1,3})?, (?:who|whose|(?:an?|the|its|his|her|their) "
    r"(?!day|week|month|year|hour|minute|few|same|first|second|last|next))"
    r"[^,;:.!?“”\"‘—–()\n\uf8ff]{2,90}(?=[,.;])"
)


def quotes(
    doc: Doc, entities: Sequence[Entity], lexicon: Lexicon = PLAIN
) -> list[tuple[Quote, float]]:
    """The quotes of a parsed Doc in order, with cue and speaker and how sure each is.

    Whom their speakers stand for is another's task: nobody has a name yet.
    """
    text = doc.text
    scene, layout, drafts, passages = prepared(text, entities, lexicon)
    trees = {one.cue.start: one for one in said(doc, text, lexicon)}
    outer = Marks(q for q in passages if not q.depth)
    works = [e.span for e in entities if e.label == "WORK_OF_ART"]
    named = titles(passages, works)
    marked = Marks(q for q in passages if q not in named)
    inner = Marks(q for q in passages if q.depth and q not in named)
    found = _joined([_by_marks(doc, scene, draft, trees, marked) for draft in drafts])
    near = Nearby(found)
    for passage in passages:  # too short to be taken for words, but somebody says them
        if not passage.depth and passage not in named:
            one = Found(passage.spans, None, None, 0.8)
            if not any(same(one, o) or inside(one, o) for o in near.around(one)):
                last = passage.spans[-1]
                following = behind(doc, text, last, lexicon) or agent(doc, last)
                if following is not None:
                    one.cue, one.speaker = following
                    near.add(one)
    found = near.found
    taken = {one.cue.start for one in found if one.cue is not None}
    for tree in trees.values():
        if tree.cue.start in taken:
            continue
        by_tree = _by_tree(doc, scene, tree, (marked, inner, outer))
        if by_tree is not None and not any(same(by_tree, o) for o in near.around(by_tree)):
            near.add(by_tree)
    found = near.found
    found.sort(key=lambda one: (one.content[0].start, -one.content[-1].end))
    for one in found:
        if one.speaker is not None:
            one.speaker = _with_more(scene, _with_name(scene, one.speaker), one.cue)
    found += _more(nested(scene, passages, layout), found)
    found.sort(key=lambda one: (one.content[0].start, -one.content[-1].end))
    return [_finished(text, one, marked) for one in found]


def _joined(given: Sequence[Found]) -> list[Found]:
    """Marked words that one cue introduces, as parts of one quote: called it “a” and that “b”."""
    found: list[Found] = []
    for one in given:
        last = found[-1] if found else None
        if last is not None and _start(last) == _start(one) is not None:
            last.content = _united((*last.content, *one.content))
        else:
            found.append(one)
    return found


def _start(one: Found) -> int | None:
    return one.cue.start if one.cue is not None else None


def _united(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans in order, those that overlap as one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start < found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


def _by_marks(
    doc: Doc,
    scene: Scene,
    draft: Draft,
    trees: dict[int, Said],
    marked: Marks,
) -> Found:
    cue = draft.found.cue if draft.found else None
    who = draft.found.speaker if draft.found and draft.found.speaker else None
    content = draft.content
    tree = trees.get(cue.start) if cue is not None else None
    # A clause around the passage; where the cue stands behind, the passage is all that was said.
    before = draft.found is not None and draft.found.side == "before"
    opening = scene.text[draft.passage.start + 1 : draft.passage.start + 2]
    whole = before or opening.islower()  # X needs leaders “who listen,” she said
    colon = ":" in scene.masked[cue.end : draft.passage.start] if cue is not None else False
    whole = whole and not colon
    naming = tree is not None and tree.verb.lemma_.lower() in NAMING
    if tree is not None and whole and not naming and _covers(tree.content, draft.passage.spans):
        content = widened(tree.content, marked)
    named = tree is not None and tree.speaker is not None and not _within(tree.speaker, content)
    speaker = who.span if who is not None else None
    if named and tree is not None:
        speaker = tree.speaker
    elif who is not None and cue is not None:
        speaker = _whole(doc, who, cue)
    elif cue is None or not before:
        last = draft.passage.spans[-1]
        following = behind(doc, scene.text, last, scene.lexicon) or agent(doc, last)
        if following is not None and (cue is None or cue == following[0]):
            cue, speaker = following
    cue = to_colon(doc, scene.text, cue, speaker, content[0].start)
    return Found(content, cue, speaker, draft.certainty)


def _within(span: Span, content: Sequence[Span]) -> bool:
    return any(part.start <= span.start < part.end for part in content)


def to_colon(doc: Doc, text: str, cue: Span | None, who: Span | None, start: int) -> Span | None:
    """The cue up to the colon that introduces what begins at ``start``, if one does."""
    colon = start - 1
    while colon >= 0 and text[colon].isspace():
        colon -= 1
    if colon < 0 or text[colon] != ":":
        return cue
    if cue is not None:
        near = cue.end <= colon and colon - cue.end < 120 and "\n" not in text[cue.end : colon]
        return Span(cue.start, colon + 1) if near else cue
    token = doc.char_span(colon, colon + 1, alignment_mode="expand")
    if token is None or who is None:
        return cue
    verbs = [t for t in token.sent if t.tag_.startswith("V") and t.dep_ == "ROOT" and t.idx < colon]
    return Span(verbs[0].idx if verbs else colon, colon + 1)


def _whole(doc: Doc, who: Speaker, cue: Span) -> Span:
    """A speaker found beside the cue, with the phrase around it."""
    span = doc.char_span(who.span.start, who.span.end, alignment_mode="expand")
    verb = doc.char_span(cue.start, cue.end, alignment_mode="expand")
    if span is None or verb is None:
        return who.span
    root = span.root
    while (
        root.dep_ in NAME_PARTS | POSSESSOR
        and root.head.i != root.i
        and root.head.sent == root.sent
    ):
        if root.dep_ == "appos" and root.head.i > root.i:
            break
        root = root.head
    phrase = noun_phrase(root, verb.root)
    if phrase is None:
        return who.span
    if who.label == "ROLE" or not span.start <= root.i < span.end:
        return phrase
    if not (phrase.start <= who.span.start and who.span.end <= phrase.end):
        return who.span
    if any(phrase.start < at < phrase.end for at in (cue.start, cue.end)):
        return who.span
    return phrase


def _with_name(scene: Scene, phrase: Span) -> Span:
    """A description with the name behind it: “the meteorologist Lulwa Bafaqih”, “his son, Tom”."""
    if any(m.label == "PERSON" for m in scene.between(phrase.start, phrase.end)):
        return phrase
    last = scene.text[phrase.start : phrase.end].split()[-1].rstrip("s")
    for gap in (" ", ", "):
        at = phrase.end + len(gap)
        name = scene.by_start.get(at)
        adjoins = name is not None and scene.text[phrase.end : at] == gap
        if not adjoins or name is None or name.label != "PERSON" or not last.islower():
            continue
        if gap == " " or scene.text[name.end : name.end + 1] in (",", ".", ":", ";"):
            return Span(phrase.start, name.end)
    return phrase


def _with_more(scene: Scene, phrase: Span, cue: Span | None) -> Span:
    """A name with what is told of its bearer between commas, where the trees have missed it."""
    if cue is None or (phrase.end not in scene.by_end and phrase.start not in scene.by_start):
        return phrase
    if scene.text[cue.start : cue.end].lower() in SOURCES:
        return phrase  # behind “according to X, ” stands what was said
    high = phrase.end + 120 if phrase.start > cue.start else cue.start
    told = TOLD.match(scene.masked, phrase.end, high)
    if told is None or (phrase.start < cue.start and told.end() + 2 != cue.start):
        return phrase
    return Span(phrase.start, told.end())


def _by_tree(
    doc: Doc,
    scene: Scene,
    tree: Said,
    marks: tuple[Marks, Marks, Marks],  # all, those in others, those in no other
) -> Found | None:
    marked, inner, outer = marks
    at = tree.cue.start
    around = next((part for part in outer.touching(at, at + 1) if part.start < at), None)
    content = tree.content
    if around is not None:  # inside a quotation: nothing of it may stand outside
        low, high = around.start, around.end
        if any(span.start < low or span.end > high for span in content):
            return None
        if tree.certainty <= NOUN:
            return None  # who speaks tells of doing more than of saying: “we reject him”
        content = widened(content, inner)
        first = next(iter(inner.touching(content[0].start, content[0].start + 1)), None)
        if first is not None and first.start == content[0].start:
            content = (first,)  # said ‘enough’ and left: what is in marks is all of it
    else:
        content = widened(content, marked)
    if any(span.start <= tree.cue.start < span.end for span in content):
        return None
    if tree.speaker is not None and _within(tree.speaker, content):
        return None
    inside = [p for c in content for p in marked.touching(c.start, c.end) if _within(p, content)]
    if tree.verb.lemma_.lower() in NAMING and inside and around is None:
        content = tuple(sorted(set(inside)))  # called it “…”: only the marked words are theirs
    words = sum(len(scene.text[s.start : s.end].split()) for s in content)
    if words < 2 and not inside and tree.certainty > 0.7:
        return None
    cue = to_colon(doc, scene.text, tree.cue, tree.speaker, content[0].start)
    return Found(content, cue, tree.speaker, tree.certainty * 0.9)


def _covers(content: Sequence[Span], passages: Sequence[Span]) -> bool:
    """Whether all the passages stand in the content, their marks aside."""
    return all(
        any(c.start <= p.start + 1 and p.end - 2 <= c.end for c in content) for p in passages
    )


def _finished(text: str, one: Found, marked: Marks) -> tuple[Quote, float]:
    quote = Quote(
        one.content,
        kind(text, one.content, marked),
        (one.cue,) if one.cue else (),
        (one.speaker,) if one.speaker else (),
    )
    return quote, round(one.certainty, 2)


def _more(given: Sequence[tuple[Quote, float]], found: Sequence[Found]) -> list[Found]:
    """The nested quotes that no tree has shown already."""
    near = Nearby([one for one in found if one.cue])
    more = []
    for quote, certainty in given:
        cue = quote.cue[0] if quote.cue else None
        one = Found(quote.content, cue, quote.speaker[0] if quote.speaker else None, certainty)
        if not any(same(one, other) for other in near.around(one)):
            more.append(one)
    return more
