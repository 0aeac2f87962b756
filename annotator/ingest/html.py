"""Saved web pages: the article alone, its text exactly as the page shows it.

Which paragraphs are the article is for trafilatura to say; what they read is for the page.
"""

from __future__ import annotations

import codecs
import logging
import re
from collections.abc import Iterator
from typing import Any

from annotator.annotation import Appearance, Article, Invalid
from annotator.ingest import metadata
from annotator.ingest.blocks import Block, blocks, parse
from annotator.ingest.encodings import WHITE, decode, has_mark, legible
from annotator.ingest.source import megabytes

MOST = 10_000_000  # bytes of a page, its pictures not counted
# Above these choosing may take minutes, and no article has as many
MOST_BLOCKS = 20_000
MOST_ELEMENTS = 50_000

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_SAVED = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->")
_ENCODING = re.compile(
    r"utf-8|cp\d+|iso8859-\d+|koi8-[ru]|mac-\w+|gb18030|gbk|gb2312|big5(hkscs)?"
    r"|euc_jp|euc_kr|shift_jis|johab"
)
# As browsers read them: pages with the left name were written in the right encoding.
_READ_AS = {
    **dict.fromkeys(("ascii", "iso8859-1"), "cp1252"),
    **dict.fromkeys(("gb2312", "gbk"), "gb18030"),
    **{"iso8859-9": "cp1254", "shift_jis": "cp932", "euc_kr": "cp949"},
}
# A line that leads away from the article: these words and a link, and nothing else.
_LURE = re.compile(
    r"(?:read (?:more|also|next|on)|also read|see also|more on this(?: story)?|related|watch|listen"
    r"|lees (?:ook|meer)|lesen sie (?:auch|mehr)|mehr zum thema|(?:à )?lire aussi|leer más"
    r"|lea también|leggi anche|läs (?:mer|också)|les (?:mer|også)|læs også)\W*",
    re.IGNORECASE,
)
_ASIDE = ("aside", "nav", "footer", "form", "menu", "dialog")
# Two selectors of variants, which stand side by side in no writing, are the number of a block.
_DIGITS = [chr(point) for point in range(0xE0100, 0xE01F0)]
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")  # read from a tree, but not let into it
_MARK = re.compile(f"([{_DIGITS[0]}-{_DIGITS[-1]}])([{_DIGITS[0]}-{_DIGITS[-1]}])")


def read(data: bytes, name: str) -> Iterator[Article | Invalid]:
    """The article of an .html file, or the reason why there is none."""
    try:
        if len(data) > MOST:
            raise Invalid(f"{megabytes(len(data))}, expected an HTML page of {megabytes(MOST)}")
        yield article(decode_page(data))
    except Invalid as error:
        yield Invalid(f"{name}: {error}")


def decode_page(data: bytes, charset: str | None = None) -> str:
    """The text of a page: by its byte-order mark, the charset that is given or stands in it.

    Raises Invalid where it has none of them and is in no encoding that is recognised.
    """
    if match := _CHARSET.search(data[:4096]):
        charset = charset or match[1].decode("ascii", "replace")
    return decode_as(data, charset)


def decode_as(data: bytes, charset: str | None) -> str:
    """The text in the encoding that its sender names, or else in the one that is recognised."""
    encoding = _encoding(charset) if charset and not has_mark(data) else None
    if encoding and b"\0" not in data:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            pass  # many a text is not in the encoding that it is said to be in
    return decode(data)


def article(page: str, url: str | None = None) -> Article:
    """The article of a page, with what the page says about it; raises Invalid where it has none.

    Its title is the headline, which is then no part of the text.
    """
    root = parse(page)
    if not url and (saved := _SAVED.search(page[:4096])):
        url = saved[1]
    found = blocks(root)
    known = metadata.page(root, page, url)
    headline = _headline(found, known)
    kept = [b for b in choose(root, found) if b.element.tag != "h1"]
    title = _one_line(headline.text) if headline else next(iter(known.titles), "")
    text = "\n\n".join(block.text for block in kept).strip(WHITE)
    if not text:
        raise Invalid("an HTML page without text, expected an article")
    appearance = Appearance(known.published, known.outlet, known.url, known.byline)
    return Article(
        legible(text),
        title,
        known.language,
        (appearance,) if appearance != Appearance() else (),
    )


def choose(root: Any, found: list[Block]) -> list[Block]:
    """The blocks that are the article; where none stands out, all but navigation and its like.

    The tree is used up by it.
    """
    is_large = len(found) > MOST_BLOCKS or sum(1 for _ in root.iter()) > MOST_ELEMENTS
    if kept := set() if is_large else _standing_out(root, found):
        chosen = [found[n] for n in sorted(_filled(found, kept))]
        chosen = [b for b in chosen if not b.inside("nav", "footer") or b.inside("blockquote")]
        if chosen:
            return [block for block in chosen if not _leads_away(block)]
    body = [b for b in found if not b.inside(*_ASIDE, "figcaption", "caption")]
    return body or found


def _standing_out(root: Any, found: list[Block]) -> set[int]:
    """The numbers of the blocks that trafilatura takes for the article."""
    from trafilatura import bare_extraction
    from trafilatura.settings import Extractor

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    for number, block in enumerate(found):
        element, is_tail = block.start
        mark = _DIGITS[number // len(_DIGITS)] + _DIGITS[number % len(_DIGITS)]
        if is_tail:
            element.tail = mark + _CONTROL.sub(" ", element.tail or "")
        else:
            element.text = mark + _CONTROL.sub(" ", element.text or "")
    options = Extractor(output_format="python", comments=False)
    try:
        document = bare_extraction(root, options=options)
    except Exception:  # whatever a page does to it: its text can still be read
        return set()
    if document is None or isinstance(document, dict):
        return set()
    size = len(_DIGITS)
    text = "".join(document.body.itertext())
    numbers = {_DIGITS.index(a) * size + _DIGITS.index(b) for a, b in _MARK.findall(text)}
    return {number for number in numbers if number < len(found)}


def _filled(found: list[Block], kept: set[int]) -> set[int]:
    """The kept ones, and between them what was dropped for its form and not for what it is.

    That are quotations, embedded posts among them, and paragraphs without links that are marked
    up just as a kept one beside them.
    """
    alike = {_form(found[n]) for n in kept if found[n].element.tag == "p"}
    more = set()
    for n in range(min(kept), max(kept)):
        block = found[n]
        is_quotation = block.inside("blockquote") and not block.inside(*_ASIDE)
        is_alike = _form(block) in alike and next(block.element.iter("a"), None) is None
        if is_quotation or is_alike:
            more.add(n)
    return kept | more


def _leads_away(block: Block) -> bool:
    """True for "Read more:" and a link."""
    links = [_key(link.text_content()) for link in block.element.iter("a")]
    match = _LURE.match(block.text)
    if not match or not any(links):
        return False
    return _key(block.text[match.end() :]) in ("", "".join(links))


def _form(block: Block) -> tuple[Any, ...]:
    return block.element.getparent(), block.element.tag, block.element.get("class")


def _headline(found: list[Block], known: metadata.Page) -> Block | None:
    """The h1 that one of the stated titles agrees with, or else the only one of the page."""
    headings = [b for b in found if b.element.tag == "h1" and _key(b.text) != _key(known.outlet)]
    for title in known.titles:
        for heading in headings:
            if _key(heading.text) in _key(title) or _key(title) in _key(heading.text):
                return heading
    return headings[0] if len(headings) == 1 else None


def _key(text: str | None) -> str:
    return "".join(c for c in (text or "").casefold() if c.isalnum())


def _one_line(text: str) -> str:
    return " ".join(text.split("\n")).strip(WHITE)


def _encoding(charset: str) -> str | None:
    """The codec of a charset that a page may name; None for others, such as UTF-7."""
    try:
        name = codecs.lookup(charset).name
    except (LookupError, ValueError):
        return None
    name = _READ_AS.get(name, name)
    return name if _ENCODING.fullmatch(name) else None
