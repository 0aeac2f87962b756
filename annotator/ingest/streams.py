"""Files of text as streams of text: as long as they may be, only a part of one is in memory."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager

from annotator.annotation import Invalid
from annotator.ingest import encodings
from annotator.ingest.source import CHUNK, Source

ENOUGH = 64 * 1024  # bytes from which an older encoding is told


@contextmanager
def opened(source: Source, newline: str = "") -> Iterator[io.TextIOWrapper]:
    """The text of a file as it stands; bytes that do not fit become lone surrogates.

    Lines end as ``io.open`` says for ``newline``, and keep their ends. Raises Invalid for binary
    data, where the encoding is unknown, and where UTF-16 breaks.
    """
    encoding = _encoding(source)
    # UTF-16 has no bytes that could be escaped, but lone surrogates of its own.
    errors = "surrogatepass" if encoding.startswith(("utf-16", "utf-32")) else "surrogateescape"
    try:
        with io.TextIOWrapper(source.open(), encoding, errors, newline) as stream:
            yield stream
    except UnicodeDecodeError:
        raise Invalid(f"{encoding.upper()} that breaks, expected a whole file") from None


def _encoding(source: Source) -> str:
    head = source.head()
    for mark, name in encodings.MARKS:
        if head.startswith(mark):
            return "utf-8-sig" if name == "UTF-8" else name[:6].lower()
    if head.count(b"\0") > len(head) / 10:
        raise Invalid("binary data (it has NUL bytes), expected text")
    decoder = codecs.getincrementaldecoder("utf-8")()
    others = 0  # about the number of characters that are not ASCII
    with source.open() as stream:
        while chunk := stream.read(CHUNK):
            try:
                others += len(chunk) - len(decoder.decode(chunk))
            except UnicodeDecodeError:
                if others > 9:  # no older encoding has so many sequences of UTF-8 by chance
                    return "utf-8"
                return encodings.encoding(_telling(chunk + stream.readline(CHUNK)))
    return "utf-8"


def _telling(data: bytes) -> bytes:
    """The first lines that are not ASCII: the others say nothing about the encoding."""
    found = bytearray()
    for line in data.splitlines(keepends=True):
        if not line.isascii():
            found += line
        if len(found) > ENOUGH:
            break
    return bytes(found)
