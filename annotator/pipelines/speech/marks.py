"""The quotation marks of a text, and how contents stand to them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from annotator.annotation import Span
from annotator.pipelines.quotations import Quotation

INK = re.compile(r"[^\s.,;:!?…“”\"‘’'«»„`]")


class Marks:
    """The stretches in quotation marks, found by where they stand."""

    def __init__(self, quotations: Iterable[Quotation]) -> None:
        self.parts = sorted(part for one in quotations for part in one.spans)
        self._starts = [part.start for part in self.parts]
        self._longest = max((part.end - part.start for part in self.parts), default=0)

    def touching(self, start: int, end: int) -> Iterator[Span]:
        """The stretches that share a character with ``start`` to ``end``, in order."""
        at = bisect_left(self._starts, start - self._longest)
        while at < len(self.parts) and self._starts[at] < end:
            if self.parts[at].end > start:
                yield self.parts[at]
            at += 1


def titles(passages: Iterable[Quotation], works: Sequence[Span]) -> set[Quotation]:
    """The quotations that are the title of a work and nothing else."""
    ordered = sorted(works)
    starts = [work.start for work in ordered]
    found = set()
    for passage in passages:
        at = bisect_left(starts, passage.start)
        for work in ordered[at : at + 2]:
            whole = passage.start <= work.start and work.end <= passage.end
            if whole and len(work) >= passage.end - passage.start - 3:
                found.add(passage)
    return found


def widened(content: tuple[Span, ...], marks: Marks) -> tuple[Span, ...]:
    """The content with every quotation whole that it touches with more than its edge."""
    spans: list[Span] = []
    for span in content:
        start, end = span.start, span.end
        for part in marks.touching(start, end):
            inside = min(end, part.end) - max(start, part.start)
            if inside > 1 or part.end - part.start < 3:
                start, end = min(start, part.start), max(end, part.end)
        if spans and start <= spans[-1].end:
            spans[-1] = Span(spans[-1].start, max(end, spans[-1].end))
        else:
            spans.append(Span(start, end))
    return tuple(spans)


def kind(text: str, content: Sequence[Span], marks: Marks) -> str:
    """Direct, indirect or mixed, by how much of the content stands in quotation marks."""
    inside = outside = False
    for span in content:
        at = span.start
        for part in marks.touching(span.start, span.end):
            if part.start < span.start - 1 and part.end > span.end + 1:
                continue  # all of it stands inside another quotation
            outside = outside or bool(INK.search(text, at, max(at, part.start)))
            inside = True
            at = max(at, min(span.end, part.end))
        outside = outside or bool(INK.search(text, at, span.end))
    return "mixed" if inside and outside else "direct" if inside else "indirect"
