"""Printed lines put together to paragraphs, by what a compositor does to show where one begins.

A paragraph begins after a wider gap, with an indent, in another size, or after a line that had
room for its first word. What stands at the edge of several pages, and page numbers, are left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

_EDGE = 0.13  # of the height of a page: where running heads and page numbers stand
_PAGE_NUMBER = re.compile(
    r"(?:(?:https?|file)://\S+ +)?(?:page|seite|p\.|s\.)? *[-–—]? *\d{1,4}"
    r" *(?:(?:/|of|von|de|sur|di) *\d{1,4})? *[-–—]?",
    re.IGNORECASE,
)
_BULLET = re.compile("[•◦▪▫‣●○■□\uf0b7\uf0a7] *")
_ITEM = re.compile(rf"(?:{_BULLET.pattern}|[-–—*] |\d{{1,2}}[.)] |[a-z][.)] )")
_WIDE = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"  # no space between words


@dataclass(frozen=True, slots=True)
class Line:
    """A line: ``base`` is the height of its letters' feet above the lower edge of its page.

    ``size`` is that of its first letter's font, ``word`` the width of its first word and
    ``height`` that of the page, all in the same unit. A hyphen that ends a line is no part of
    the text but told by ``is_hyphened``.
    """

    text: str
    page: int
    left: float
    right: float
    base: float
    size: float
    word: float
    height: float
    is_hyphened: bool = False


def paragraphs(lines: Iterable[Line]) -> list[str]:
    """The paragraphs of a document whose lines stand in reading order."""
    body = _without_edges(_merged(lines))
    if not body:
        return []
    setting = _Setting(body)
    groups: list[list[Line]] = [[body[0]]]
    for line in body[1:]:
        if setting.goes_on(groups[-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    words = Counter(word for line in body for word in re.findall(r"[\w’'-]+", line.text))
    return [_BULLET.sub("", _joined(group, words), count=1) for group in groups]


class _Setting:
    """How a document is set: its usual size and leading, and the margins of its columns."""

    def __init__(self, lines: list[Line]) -> None:
        sizes: Counter[float] = Counter()
        for line in lines:
            sizes[round(line.size, 1)] += len(line.text)
        self.size = sizes.most_common(1)[0][0]
        steps = sorted(
            step
            for a, b in pairwise(lines)
            if a.page == b.page and 0.7 < (step := (a.base - b.base) / a.size) < 4
        )
        self.leading = steps[len(steps) // 10] if steps else 1.2
        self._pages: dict[int, list[Line]] = {}
        for line in lines:
            self._pages.setdefault(line.page, []).append(line)

    def goes_on(self, group: list[Line], line: Line) -> bool:
        """True where the line belongs to the paragraph that these lines began."""
        last = group[-1]
        if abs(last.size - line.size) > 0.1 * last.size or _BULLET.match(line.text):
            return False
        if last.is_hyphened:
            return True
        is_small = line.text[:1].islower()
        if line.page != last.page or not _is_below(last, line):
            return is_small or (self._is_full(last, line) and not self._is_indented(line))
        gap = (last.base - line.base) / last.size / self.leading
        if gap > (1.35 if is_small else 1.12):
            return False
        shift = (line.left - last.left) / last.size
        if abs(shift) > 0.6:
            hangs = _ITEM.match(group[0].text) if shift > 0 else True
            return bool(hangs and len(group) == 1)
        return abs(last.size - self.size) > 0.1 * self.size or self._is_full(last, line)

    def _is_full(self, last: Line, line: Line) -> bool:
        """True where the first word of the next line did not fit behind the last line."""
        column = (
            other.right
            for other in self._pages[last.page]
            if other.left < last.right and other.right > last.left
        )
        margin = max(column, default=last.right)
        return last.right + 0.2 * last.size + line.word > margin - 0.05 * last.size

    def _is_indented(self, line: Line) -> bool:
        below = (o for o in self._pages[line.page] if o is not line and _is_below(line, o))
        left = min((o.left for o in below), default=line.left)
        return 0.6 < (line.left - left) / line.size < 4


def _is_below(line: Line, other: Line) -> bool:
    """True where the other stands below it in the same column."""
    overlap = min(line.right, other.right) > max(line.left, other.left)
    return overlap and other.base < line.base


def _merged(lines: Iterable[Line]) -> list[Line]:
    """The lines, those that stand side by side as one."""
    merged: list[Line] = []
    for line in lines:
        last = merged[-1] if merged else None
        if (
            last
            and last.page == line.page
            and not last.is_hyphened
            and abs(last.base - line.base) < 0.3 * last.size
            and -0.1 < (line.left - last.right) / last.size < 2
        ):
            text = f"{last.text} {line.text}"
            is_hyphened = line.is_hyphened
            merged[-1] = replace(last, text=text, right=line.right, is_hyphened=is_hyphened)
        else:
            merged.append(line)
    return merged


def _without_edges(lines: list[Line]) -> list[Line]:
    """The lines without running heads and feet, and without page numbers."""
    edges: dict[int, tuple[str, int]] = {}
    pages: dict[tuple[str, int], set[int]] = {}
    for number, line in enumerate(lines):
        if not _EDGE < line.base / line.height < 1 - _EDGE:
            key = re.sub(r"\d+", "#", line.text), round(line.size)
            edges[number] = key
            pages.setdefault(key, set()).add(line.page)

    def stays(number: int) -> bool:
        if number not in edges:
            return True
        is_number = _PAGE_NUMBER.fullmatch(lines[number].text.strip())
        return len(pages[edges[number]]) == 1 and not is_number

    return [line for number, line in enumerate(lines) if stays(number)]


def _joined(group: list[Line], words: Counter[str]) -> str:
    return "".join(_pieces(group, words))


def _pieces(group: list[Line], words: Counter[str]) -> Iterator[str]:
    for line, after in pairwise(group):
        text = line.text if line.is_hyphened else line.text.rstrip(" ")
        yield text
        if line.is_hyphened:
            yield _hyphen(text, after.text, words)
        elif not (re.search(f"{_WIDE}$", text) and re.match(_WIDE, after.text)):
            yield " "
    yield group[-1].text.rstrip(" ") + ("-" if group[-1].is_hyphened else "")


def _hyphen(before: str, after: str, words: Counter[str]) -> str:
    """The hyphen at a line's end where it is the word's own: the rest of the document tells."""
    head = re.search(r"[\w’'-]*$", before)
    tail = re.match(r"[\w’'-]*", after)
    first, second = head[0] if head else "", tail[0] if tail else ""
    whole, parted = words[first + second], words[f"{first}-{second}"]
    is_own = second[:1].isupper() or second[:1].isdigit() or "-" in first or not first
    return "-" if parted > whole or (is_own and not whole) else ""
