"""PolNeAR's attributions (Newell et al. 2018) as quotes: one part of the corpus, read from brat.

A part is a folder with text/*.txt and attributions/*.ann; the end of an .ann file's name, behind
its last underscore, is its annotator. Offsets are code points, half-open, as ours are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from annotator.annotation import Annotations, Invalid, Quote, Span, Spans, check, is_white
from annotator.evaluation.quote_scores import Quotes, kind_of, quoted

LINE = re.compile(r"\n(?=[A-Z#]\d+\t)")  # a surface may run over lines
MARKED = re.compile(r"(T\d+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)\t(.*)", re.DOTALL)
EVENT = re.compile(r"(E\d+)\t(Attribution|Attribution-no-source):T\d+((?: [A-Za-z]+\d*:\w+)*) ?")
THAT = re.compile(r"\b(that)\s+\Z")
ROLES = ("Content", "Cue", "Source")
DISCARD = "Discard"

Marked = tuple[str, Spans]  # a label and where it stands, in the order of the file


def texts(folder: Path, problems: list[str]) -> Iterator[tuple[str, tuple[Quotes, ...]]]:
    """The texts of a part in the order of their names, each with the quotes of each annotator.

    By the scoring of quotes: an article in which an annotator marked Discard is left out, and so
    is an event without content; Attribution-no-source is a quote without speaker; white space at
    edges is trimmed. The kind follows from the quotation marks; speakers have no name.

    What does not fit its text is left out, never moved, and a line about it is added to
    ``problems``: a content takes its event with it, a cue or a source does not.
    """
    files: dict[str, list[Path]] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        files.setdefault(path.stem.rpartition("_")[0], []).append(path)
    for path in sorted((folder / "text").glob("*.txt")):
        text = _contents(path)
        layers = [_read(text, one, problems) for one in files.pop(path.stem, [])]
        if not layers:
            problems.append(f"{path.name}: nobody annotated it")
        elif None not in layers:
            yield text, tuple(layer for layer in layers if layer is not None)
    problems += (f"{path.name}: its text is missing" for left in files.values() for path in left)


def _contents(path: Path) -> str:
    # Line ends stay as they are, since offsets count them.
    return path.read_bytes().decode("utf-8")


def _read(text: str, path: Path, problems: list[str]) -> Quotes | None:
    """The quotes of one annotator, sorted; None where they discarded something."""

    def say(problem: str) -> None:
        problems.append(f"{path.name}: {problem}")

    lines = LINE.split(_contents(path).rstrip("\n"))
    marked = dict(_marked(text, [line for line in lines if line.startswith("T")], say))
    if any(label == DISCARD for label, _ in marked.values()):
        return None
    inside = quoted(text)
    found = []
    for line in lines:
        if not line.startswith("E"):
            continue
        event = EVENT.fullmatch(line)
        if event is None:
            say(f"no event can be read in {line!r}")
            continue
        parts = _parts(event, marked, say)
        content, cue, source = (_trimmed(text, parts[role]) for role in ROLES)
        speaker = () if event[2].endswith("no-source") else source
        if not content:
            continue
        quote = Quote(content, kind_of(content, text, inside), cue, speaker)
        try:
            check(text, quote)
        except Invalid as error:
            say(f"{event[1]}: {error}")
        else:
            found.append(quote)
    return Annotations(quotes=tuple(found)).quotes


def _marked(
    text: str, lines: Sequence[str], say: Callable[[str], None]
) -> Iterator[tuple[str, Marked]]:
    """By their keys, the stretches whose surface is what stands there."""
    for line in lines:
        match = MARKED.fullmatch(line)
        if match is None:
            say(f"no span can be read in {line!r}")
            continue
        key, label, offsets, surface = match.groups()
        bounds = [pair.split() for pair in offsets.split(";")]
        spans = tuple(Span(int(start), int(end)) for start, end in bounds)
        there = " ".join(span.surface(text) for span in spans)
        if there == surface:
            yield key, (label, spans)
        else:
            say(f"{key} is {surface!r}, but {there!r} stands at {offsets}")


def _parts(
    event: re.Match[str], marked: dict[str, Marked], say: Callable[[str], None]
) -> dict[str, Spans]:
    """The spans of an event by role; no content where some of it is missing."""
    parts: dict[str, Spans] = dict.fromkeys(ROLES, ())
    lost = set()
    for pair in event[3].split():
        name, _, key = pair.partition(":")
        role = name.rstrip("0123456789")  # brat numbers what occurs again: Content2
        if role not in ROLES or key not in marked:
            say(f"{event[1]}: its {name} {key} is missing")
            lost.add(role)
            continue
        label, spans = marked[key]
        if label != role:
            say(f"{event[1]}: its {name} {key} is marked {label}")
        parts[role] += spans
    return parts | ({"Content": ()} if "Content" in lost else {})


def _trimmed(text: str, spans: Spans) -> Spans:
    """The spans in order, without white space at their edges; the empty left out."""
    found = []
    for span in sorted(spans):
        start, end = span.start, span.end
        while start < end and is_white(text[start]):
            start += 1
        while start < end and is_white(text[end - 1]):
            end -= 1
        if start < end:
            found.append(Span(start, end))
    return tuple(found)


def as_marked(text: str, quotes: Sequence[Quote]) -> Quotes:
    """Quotes cut as PolNeAR's guideline cuts them, where ours differs; sorted.

    “A,” she said. “B.” is one attribution there and two chained quotes in ours; and "that" stands
    inside the content. Scored so, what is left are errors and no difference of guidelines.
    """
    found: list[Quote] = []
    for quote in sorted(quotes, key=lambda one: one.content):
        content = tuple(_with_that(text, span) for span in quote.content)
        last = found[-1] if found else None
        if last is not None and not quote.cue and not quote.speaker and _goes_on(text, last, quote):
            found[-1] = replace(last, content=last.content + content)
        else:
            found.append(replace(quote, content=content))
    return Annotations(quotes=tuple(found)).quotes


def _goes_on(text: str, last: Quote, quote: Quote) -> bool:
    """Whether a quote stands behind another one in its paragraph, or opens the next one."""
    start, end = last.content[-1].end, quote.content[0].start
    between = text[start:end]
    return start <= end and (not between.strip() or "\n" not in between)


def _with_that(text: str, span: Span) -> Span:
    that = THAT.search(text, max(0, span.start - 8), span.start)
    return Span(that.start(1), span.end) if that else span
