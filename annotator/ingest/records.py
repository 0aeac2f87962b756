"""Lines of the native format: articles with what was marked in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from annotator.annotation import Invalid
from annotator.formats.native import Record, loads
from annotator.ingest.encodings import decode, has_mark
from annotator.ingest.source import Source

LONGEST_LINE = 100_000_000  # bytes
LARGEST = 100_000_000  # bytes of a file that must be decoded as a whole


def read(source: Source) -> Iterator[Record | Invalid]:
    """The records of a file; a bad line, or one that is not UTF-8, costs only itself."""
    name = source.name
    nothing = True
    unread: list[Invalid] = []

    def lines(stream: BinaryIO) -> Iterator[str]:
        # JSON ends lines with LF alone; U+2028 and its like may stand inside a text
        number = 0
        while line := stream.readline(LONGEST_LINE):
            number += 1
            try:
                yield line.decode()
            except UnicodeDecodeError as error:
                reason = f"byte {error.start + 1} is not UTF-8, expected UTF-8 throughout"
                unread.append(Invalid(f"{name}, line {number}: {reason}"))
                yield ""

    if has_mark(source.head(4)):
        every: Iterator[str] = iter(decode(source.whole(LARGEST)).split("\n"))
        yield from loads(every, name)
        return
    with source.open() as stream:
        for found in loads(lines(stream), name):
            yield from unread
            unread.clear()
            nothing = False
            yield found
    yield from unread
    if nothing and not unread:
        yield Invalid(f"{name}: empty, expected one JSON object a line")
