"""Lines of the native format: articles with what was marked in them."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.annotation import Invalid
from annotator.formats.native import Record, loads
from annotator.ingest.encodings import decode, has_mark


def read(data: bytes, name: str) -> Iterator[Record | Invalid]:
    """The records of a .jsonl file; a bad line, or one that is not UTF-8, costs only itself."""
    try:
        if has_mark(data) or not data.strip():
            data = decode(data).encode()
    except Invalid as error:
        yield Invalid(f"{name}: {error}")
        return
    unread: list[Invalid] = []

    def lines() -> Iterator[str]:
        # JSON ends lines with LF alone; U+2028 and its like may stand inside a text
        for number, line in enumerate(data.split(b"\n"), 1):
            try:
                yield line.decode()
            except UnicodeDecodeError as error:
                reason = f"byte {error.start + 1} is not UTF-8, expected UTF-8 throughout"
                unread.append(Invalid(f"{name}, line {number}: {reason}"))
                yield ""

    for found in loads(lines(), name):
        yield from unread
        unread.clear()
        yield found
    yield from unread
