"""PDF documents with a text layer: their lines put together to paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from math import hypot
from threading import Lock
from typing import Any

from annotator.annotation import Appearance, Article, Invalid
from annotator.ingest import layout, properties
from annotator.ingest.encodings import WHITE, legible
from annotator.ingest.layout import Line
from annotator.ingest.source import megabytes

MOST = 100_000_000  # bytes
MOST_PAGES = 500
MOST_CHARACTERS = 2_000_000

_LOCK = Lock()  # PDFium is one machine for the whole process
_PASSWORD, _SECURITY = 4, 5  # PDFium's numbers of errors
_HYPHEN = 2  # stands for a hyphen at a line's end, and for that end
_SOFT_HYPHENS = (0xAD, 0x2010)  # the second is what browsers print for the first
_LINE_ENDS = (10, 13, _HYPHEN)
_MADE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?")


def read(data: bytes, name: str) -> Iterator[Article | Invalid]:
    """The article of a .pdf file, or the reason why there is none."""
    try:
        yield _article(data)
    except Invalid as error:
        yield Invalid(f"{name}: {error}")


def _article(data: bytes) -> Article:
    if len(data) > MOST:
        raise Invalid(f"{megabytes(len(data))}, expected a PDF document of {megabytes(MOST)}")
    if b"%PDF-" not in data[:1024]:
        raise Invalid("no PDF document, expected one")
    if b"%%EOF" not in data[-4096:].rstrip(b"\0"):
        raise Invalid("a PDF document that breaks off, expected a whole one")
    with _LOCK:
        lines, facts = _contents(data)
    paragraphs = layout.paragraphs(lines)
    programs = (facts.get("Producer"), facts.get("Creator"))
    title = properties.title(facts.get("Title"), *programs)
    if title and len(paragraphs) > 1 and _key(paragraphs[0]) == _key(title):
        title = paragraphs.pop(0)
    text = "\n\n".join(paragraphs).strip(WHITE)
    if not text:
        raise Invalid("only pictures of text, expected a PDF document with a text layer")
    byline = properties.author(facts.get("Author"), *programs)
    made = _MADE.match(facts.get("CreationDate", ""))
    return Article(
        legible(text),
        title,
        appearances=(Appearance(byline=byline),) if byline else (),
        # The day on which a file was printed or exported is not that of publication
        meta={"created": "-".join(filter(None, made.groups()))} if made else {},
    )


def _contents(data: bytes) -> tuple[list[Line], dict[str, str]]:
    """All lines of a document, and what is noted about it."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (_PASSWORD, _SECURITY):
            raise Invalid("protected by a password, expected a document without one") from None
        raise Invalid("a PDF document that is damaged, expected a whole one") from None
    try:
        count = len(document)
        if count > MOST_PAGES:
            raise Invalid(f"{count:,} pages, expected at most {MOST_PAGES}")
        lines: list[Line] = []
        left = MOST_CHARACTERS
        for number in range(count):
            page = document[number]
            try:
                text = page.get_textpage()
                try:
                    left -= text.count_chars()
                    if left < 0:
                        raise Invalid(
                            f"more than {MOST_CHARACTERS:,} characters, expected an article"
                        )
                    lines += _lines(text, number, page.get_height())
                finally:
                    text.close()
            finally:
                page.close()
        return lines, document.get_metadata_dict(skip_empty=True)
    except pypdfium2.PdfiumError:
        raise Invalid("a PDF document with a damaged page, expected a whole one") from None
    finally:
        document.close()


def _lines(text: Any, page: int, height: float) -> Iterator[Line]:
    """The lines of a page in the order in which it tells them."""
    from pypdfium2 import raw

    codes = [raw.FPDFText_GetUnicode(text.raw, n) for n in range(text.count_chars())]
    start = 0
    ends = [n for n, code in enumerate(codes) if code in _LINE_ENDS]
    for end in [*ends, len(codes)]:
        is_hyphened = end < len(codes) and codes[end] == _HYPHEN
        inked = [n for n in range(start, end) if codes[n] not in (0, 9, 32)]
        while len(inked) > 1 and codes[inked[-1]] in _SOFT_HYPHENS:
            is_hyphened = True
            inked.pop()
        if inked:
            line = _line(text.raw, codes, inked[0], inked[-1], page, height)
            yield replace(line, is_hyphened=True) if is_hyphened else line
        start = end + 1


def _line(handle: Any, codes: list[int], first: int, last: int, page: int, height: float) -> Line:
    """The line from its first to its last letter."""
    from ctypes import byref, c_double

    from pypdfium2 import raw
    from pypdfium2.raw import FS_MATRIX, FS_RECTF

    def box(at: int) -> FS_RECTF:
        found = FS_RECTF()
        raw.FPDFText_GetLooseCharBox(handle, at, byref(found))
        return found

    x, y = c_double(), c_double()
    raw.FPDFText_GetCharOrigin(handle, first, byref(x), byref(y))
    word = next((n for n in range(first, last + 1) if codes[n] in (9, 32)), last + 1) - 1
    matrix = FS_MATRIX()
    raw.FPDFText_GetMatrix(handle, first, byref(matrix))
    scale = hypot(matrix.c, matrix.d) or 1.0
    begin = box(first)
    return Line(
        _string(codes[first : last + 1]),
        page,
        left=begin.left,
        right=box(last).right,
        base=y.value,
        size=max(raw.FPDFText_GetFontSize(handle, first) * scale, 1.0),
        word=box(word).right - begin.left,
        height=height,
    )


def _string(codes: list[int]) -> str:
    """The text of these codes, halves of letters beyond the first plane put together."""
    text = "".join(chr(code) for code in codes if code <= 0x10FFFF)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _key(text: str) -> str:
    return " ".join(text.split())
