"""Plain text, from a file or pasted: the article, perhaps with its date before the first sentence.

The form: `` date 2024-11-07 The ministry said …``. The text is always a part of the input.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotator.annotation import Appearance, Article, Invalid
from annotator.ingest import dates
from annotator.ingest.encodings import WHITE, decode, legible

_BLANK = r"[^\S\r\n]*"  # white space that stays on the line
_HEADER = re.compile(
    rf"(?P<word>date\b{_BLANK}(?P<colon>:{_BLANK})?)?"
    rf"(?P<date>(?P<iso>{dates.ISO})|{dates.WRITTEN}|{dates.PARTIAL})"
    rf"[.,;:]?(?:(?P<alone>{_BLANK}(?:[\r\n]|\Z))|\s)",
    re.IGNORECASE,
)


def read(data: bytes, name: str) -> Iterator[Article | Invalid]:
    """The article of a .txt file, or the reason why there is none."""
    try:
        yield article(decode(data), name)
    except Invalid as error:
        yield Invalid(f"{name}: {error}")


def article(text: str, name: str = "") -> Article:
    """The article of a plain text, with the date that stands before it and the file's name.

    Only white space around it and a date in front are left out; a date inside a sentence stays.
    Raises Invalid for a text without a word.
    """
    body = legible(text).strip(WHITE)
    published = None
    if (header := _HEADER.match(body)) and _stands_apart(header, body):
        try:
            published = dates.published(header["date"])
        except Invalid:
            pass  # no date of any calendar, so it is part of the text
        else:
            body = body[header.end() :].strip(WHITE)
    if not body:
        raise Invalid(f"nothing but a date ({published}), expected a text after it")
    return Article(
        body,
        appearances=(Appearance(published),) if published else (),
        meta={"file": name} if name else {},
    )


def _stands_apart(header: re.Match[str], body: str) -> bool:
    """True unless what looks like a header may as well begin a sentence ("2024-11-07 was a …")."""
    if header["word"] and (header["colon"] or header["iso"] or header["alone"]):
        return True
    if not header["word"] and not header["iso"]:
        return False
    if header["alone"]:
        return True
    first = body[header.end() :].lstrip()[:1]
    return first in tuple("“‘\"'«„") or (first.isalpha() and not first.islower())
