"""The paragraphs of an HTML tree, as a browser would show them.

White space is collapsed as HTML collapses it, in ASCII alone: no-break spaces and all other
characters stay. A line break is kept as one, and two of them end a paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from annotator.annotation import Invalid
from annotator.ingest.encodings import WHITE

BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd"),
        *("details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure"),
        *("footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html"),
        *("legend", "li", "main", "menu", "nav", "ol", "p", "pre", "search", "section"),
        *("summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
UNSEEN = frozenset(
    (
        *("audio", "button", "canvas", "datalist", "embed", "head", "iframe", "input", "link"),
        *("map", "meta", "meter", "noframes", "noscript", "object", "progress", "rp", "rt"),
        *("script", "select", "style", "svg", "template", "textarea", "title", "video"),
    )
)
# Besides white space what newsletters fill their preview with: it shows nothing at all
_BLANK = WHITE + "\xad\u034f\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufe0f"
# Entities that a page declares itself, which no browser knows either.
_DECLARED = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<!DOCTYPE[^>\[]*\[.*?\]\s*>", re.I | re.S)
_SPACES = re.compile("[ \t\n\f\r]+")
_UNSEEN_STYLE = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, item or cell.

    ``element`` is the innermost block-level element that it stands in; ``start`` is the element
    whose text (or tail, where the flag is set) its first letter stands in.
    """

    text: str
    element: Any
    start: tuple[Any, bool]

    def inside(self, *tags: str) -> bool:
        """True where one of these elements is around the block, or holds it directly."""
        return self.element.tag in tags or next(self.element.iterancestors(*tags), None) is not None


def parse(page: str) -> Any:
    """The root element of a page; raises Invalid for one without any element or text.

    No entity that the page itself declares is expanded and nothing else is loaded.
    """
    from lxml import etree, html  # type: ignore[import-untyped]

    if declared := _DECLARED.match(page):
        page = page[declared.end() :]
    # Bytes, since a declaration of another encoding inside the page would not be let pass; the
    # whole depth of 2,048, since at 256 the parser would drop the rest without a word.
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True
    )
    try:
        root = html.document_fromstring(page.encode(errors="replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        raise Invalid("an HTML page without text, expected an article") from None
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise Invalid("an HTML page with elements nested too deep, expected an article")
    return root


def blocks(root: Any) -> list[Block]:
    """All blocks of a tree in order, without what a browser does not show."""
    from lxml import etree

    writer, around = _Writer(), [root]
    walk: Any = etree.iterwalk(root, events=("start", "end"))
    skipped = None
    for event, element in walk:
        tag = element.tag
        if event == "start":
            if tag in BLOCKS:
                writer.end(around[-1])
                around.append(element)
            if not _seen(element):
                skipped = element
                walk.skip_subtree()
            elif tag == "br":
                writer.line()
            elif tag == "img" and "emoji" in element.get("class", ""):
                writer.add(element.get("alt", ""), (element, True), False)
            else:
                if tag == "q":
                    writer.add("“", (element, False), True)
                writer.add(element.text, (element, False), _is_set(around))
            continue
        if tag == "q" and skipped is not element:
            writer.add("”", (element, True), True)
        if tag in BLOCKS:
            writer.end(element)
            around.pop()
        if element is not root:
            writer.add(element.tail, (element, True), _is_set(around))
    writer.end(root)
    return writer.blocks


def _seen(element: Any) -> bool:
    tag = str(element.tag)
    if tag == "template":  # a saved page keeps in it what a component shows
        return bool(element.get("shadowmode") or element.get("shadowrootmode"))
    if tag in UNSEEN or element.get("hidden") is not None:
        return False
    style = element.get("style")
    return not _UNSEEN_STYLE.search(style or "")


def _is_set(around: list[Any]) -> bool:
    """True where white space is shown as it is written."""
    return bool(around[-1].tag == "pre")


class _Writer:
    """Puts pieces of text together to lines, and lines to blocks."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._lines: list[str] = []
        self._pieces: list[str] = []
        self._start: tuple[Any, bool] | None = None

    def add(self, text: str | None, place: tuple[Any, bool], is_set: bool) -> None:
        if not text:
            return
        if is_set:
            first, *rest = text.split("\n")
            self._add(first, place)
            for line in rest:
                self.line(place[0])
                self._add(line, place)
            return
        text = _SPACES.sub(" ", text)
        if not self._pieces or self._pieces[-1].endswith(" "):
            text = text.removeprefix(" ")
        self._add(text, place)

    def _add(self, text: str, place: tuple[Any, bool]) -> None:
        if text:
            self._pieces.append(text)
        if self._start is None and text.strip(_BLANK):
            self._start = place

    def line(self, element: Any = None) -> None:
        """End the line; an empty one ends the block."""
        line = "".join(self._pieces).rstrip(" ")
        self._pieces = []
        if line.strip(_BLANK):
            self._lines.append(line)
        elif self._lines:
            self._close(element)

    def end(self, element: Any) -> None:
        """End the block, which stands in this element."""
        self.line(element)
        self._close(element)

    def _close(self, element: Any) -> None:
        if self._lines and self._start:
            if element is None:  # between two line breaks: the innermost block around them
                place, is_tail = self._start
                element = place.getparent() if is_tail else place
                while element.tag not in BLOCKS and element.getparent() is not None:
                    element = element.getparent()
            self.blocks.append(Block("\n".join(self._lines), element, self._start))
        self._lines, self._start = [], None
