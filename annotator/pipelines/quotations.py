"""What stands in quotation marks: curly, straight, single, doubled, nested, over paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from annotator.annotation import Span

MARK = re.compile(r"``|''|[“”„«»\"‘’‚']")
BEFORE_OPENING = frozenset(" \t\n\r\u00a0\u202f\u2009\u2003\u3000\ufeff([{—–-:/…“‘\"'«,")
ENDS_INSIDE = frozenset(",.!?…;—–")
ELISION = re.compile(
    r"(?:\d\ds?\b|em\b|til\b|tis\b|twas\b|cause\b|cos\b|n[’' ]|round\b|bout\b)", re.I
)
DEEPEST = 8
INK = re.compile(r"[^\s“”„«»\"‘’‚'`.,]")  # what makes a quotation one of something
# What shows that a mark like that of "the boys’" closed nothing: another that does, in the same
# paragraph, before the next opens.
OPENS_OR_CLOSES = re.compile(
    r"(?P<opens>(?:^|(?<=[\s(—]))[‘'](?=\w))|(?<=[,.!?…])[’'](?!\w)|(?<=\w)[’'](?=[.,;:!?)]|$)"
)


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch in quotation marks, with them; several spans where paragraphs re-open it."""

    spans: tuple[Span, ...]
    depth: int = 0

    @property
    def start(self) -> int:
        return self.spans[0].start

    @property
    def end(self) -> int:
        return self.spans[-1].end


def quotations(text: str, paragraphs: Sequence[Span]) -> list[Quotation]:
    """All quotations of a text in order, outer before inner; a mark without partner makes none."""
    found: list[Quotation] = []
    carried: list[Span] = []
    for number, paragraph in enumerate(paragraphs):
        closed, opened = _paired(text, paragraph)
        if carried:
            first = min((c for c in closed if c.depth == 0), key=lambda c: c.start, default=None)
            if opened == paragraph.start:
                carried.append(Span(opened, paragraph.end))
                opened = None
                goes_on = True
            elif first is not None and first.start == paragraph.start:
                closed.remove(first)
                found.append(Quotation((*carried, *first.spans)))
                carried, goes_on = [], False
            else:
                carried, goes_on = [], False
        else:
            goes_on = False
        found += closed
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        reopened = following is not None and text[following.start] in "“\"‘'«»„"
        if goes_on and not reopened:
            # The last paragraph forgot its closing mark; what was opened still was said.
            found.append(Quotation(tuple(carried)))
            carried = []
        elif opened is not None and following is not None:
            again = text[opened] == text[following.start]
            if again and INK.search(text, opened, paragraph.end):
                carried = [Span(opened, paragraph.end)]
    return sorted(found, key=lambda q: (q.start, -q.end))


def _paired(text: str, within: Span) -> tuple[list[Quotation], int | None]:
    """The closed quotations of one paragraph, and where one began that it does not close."""
    stack: list[tuple[str, int]] = []
    pairs: list[Span] = []
    ahead = Ahead(text, within.end)
    last_curly = text.rfind("”", within.start, within.end)
    for match in MARK.finditer(text, within.start, within.end):
        mark, at = match.group(), match.start()
        before = text[at - 1] if at > within.start else " "
        after = text[match.end()] if match.end() < within.end else " "
        family = "single" if mark in "‘’‚'" else "double"
        opens = before in BEFORE_OPENING and not after.isspace()
        if mark == "‚":
            opens, closes = opens and after.isalnum(), False
        elif mark == "‘" and stack and text[stack[-1][1]] == "‚":
            opens, closes = False, True
        elif family == "single":
            opens = opens and mark != "’" and not ELISION.match(text, match.end())
            if mark == "‘" and not before.isalnum() and not after.isspace():
                opens = not ELISION.match(text, match.end())
            if mark == "'" and any(kind == "single" for kind, _ in stack):
                opens = opens and before != " " and False
            closes = mark != "‘" and _closes(text, match, ahead, before, after)
        elif mark in ("“", "«", "``"):
            partner = {"“": "„", "«": "»"}.get(mark)
            closes = bool(stack) and text[stack[-1][1]] == partner
            # French sets a space inside: « oui ».
            opens = not closes and (not after.isspace() or (mark == "«" and after != "\n"))
        elif mark == "„":
            closes = False
        elif mark == '"':
            is_open = any(kind == "double" and text[start] == '"' for kind, start in stack)
            closes = is_open and not (opens and before == " ")
            if not is_open and not opens and any(kind == "double" for kind, _ in stack):
                closes = last_curly < at
            if is_open and not closes and opens:
                # The one before was never closed: this one begins anew.
                stack = [s for s in stack if not (s[0] == "double" and text[s[1]] == '"')]
        else:
            closes = not before.isspace() or not opens
            if not any(kind == "double" for kind, _ in stack):
                closes = False
        if closes:
            for place in range(len(stack) - 1, -1, -1):
                if stack[place][0] == family:
                    start = stack[place][1]
                    del stack[place:]
                    if INK.search(text, start, match.end()):
                        pairs.append(Span(start, match.end()))
                    break
        elif opens and len(stack) < DEEPEST:
            stack.append((family, at))
    left = [start for kind, start in stack if kind == "double" or text[start] == "‘"]
    return _nested(pairs), left[-1] if left else None


def _nested(pairs: list[Span]) -> list[Quotation]:
    found: list[Quotation] = []
    around: list[Span] = []
    for pair in sorted(pairs, key=lambda p: (p.start, -p.end)):
        while around and around[-1].end <= pair.start:
            around.pop()
        found.append(Quotation((pair,), len(around)))
        around.append(pair)
    return found


class Ahead:
    """Looks for the next mark that surely opens or closes; each text is gone through once."""

    def __init__(self, text: str, end: int) -> None:
        self.text, self.end = text, end
        self.found: re.Match[str] | None = None
        self.done = False

    def closes_after(self, at: int) -> bool:
        """True where a closing mark comes before the next opening one."""
        while not self.done and (self.found is None or self.found.start() < at):
            self.found = OPENS_OR_CLOSES.search(self.text, at, self.end)
            self.done = self.found is None
        return self.found is not None and self.found.group("opens") is None


def _closes(text: str, match: re.Match[str], ahead: Ahead, before: str, after: str) -> bool:
    """Whether a single mark closes, or is the apostrophe of "don’t", "the boys’" and "goin’"."""
    if before.isspace() or after.isalnum():
        return False
    if before in ENDS_INSIDE or (not after.isspace() and after not in "’'"):
        return True
    if not text.endswith(("s", "in", "z"), max(0, match.start() - 2), match.start()):
        return True
    return not ahead.closes_after(match.end())
