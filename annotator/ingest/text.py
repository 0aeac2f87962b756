"""Plain text, from a file or pasted: the article, and what stands before it in so many words.

That may be header lines, front matter, or a date: `` date 2024-11-07 The ministry said …``. The
text is always a part of the input.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from annotator.annotation import Appearance, Article, Invalid
from annotator.ingest import dates, headers
from annotator.ingest.encodings import WHITE, check_length, decode, legible
from annotator.ingest.front_matter import front_matter
from annotator.ingest.headers import Value

_BLANK = r"[^\S\r\n]*"  # white space that stays on the line
_HEADER = re.compile(
    rf"(?P<word>date\b{_BLANK}(?P<colon>:{_BLANK})?)?"
    rf"(?P<date>(?P<iso>{dates.ISO})|{dates.WRITTEN}|{dates.PARTIAL})"
    rf"[.,;:]?(?:(?P<alone>{_BLANK}(?:[\r\n]|\Z))|\s)",
    re.IGNORECASE,
)

_TITLE = re.compile(r"#[ \t]+(?P<title>[^\r\n]*[^\r\n#\s])[ \t]*#*[ \t]*(?:[\r\n]+|\Z)")
# What ends a dateline, and what may stand before its date or behind it.
_DASH = re.compile(r"(?: ?[—–]| --?(?= )|[.]-)(?! ?[0-9])")
_BEFORE_DATE = re.compile(r", ?| ?\(| (?=[0-9])")
_AGENCY = re.compile(r"\([^()0-9]{1,40}\)$")


def read(data: bytes, name: str) -> Iterator[Article | Invalid]:
    """The article of a .txt file, or the reason why there is none."""
    try:
        yield article(decode(data), name)
    except Invalid as error:
        yield Invalid(f"{name}: {error}")


def article(text: str, name: str = "") -> Article:
    """The article of a plain text, with what stands before it and the file's name.

    Only white space around it, header lines, front matter and a date in front are left out; what
    they say and no field can have is in ``meta``. A date inside a sentence stays, and so does a
    dateline. Raises Invalid for a text without a word, and for one that is too long.
    """
    body = legible(text).strip(WHITE)
    check_length(body)
    pairs, body = _front(body)
    if not headers.known(pairs).published and (dated := _date_in_front(body)):
        written, is_alone, body = dated
        more: list[tuple[str, Value]] = []
        if is_alone and not pairs:
            more, body = _front(body)
        pairs = [("date", written), *pairs, *more]
    found = headers.known(pairs)
    if not body:
        if len(pairs) == 1 and found.published:
            raise Invalid(f"nothing but a date ({found.published}), expected a text after it")
        names = f" ({', '.join(name for name, _ in pairs)})" if pairs else ""
        raise Invalid(f"nothing but header lines{names}, expected a text after them")
    published = found.published or _dateline(body)
    byline = found.byline or headers.byline_below(body)
    appearance = Appearance(published, found.source, found.url, byline)
    return Article(
        body,
        found.title,
        found.language,
        (appearance,) if appearance != Appearance() else (),
        {**found.meta, **({"file": name} if name else {})},
    )


def _front(body: str) -> tuple[list[tuple[str, Value]], str]:
    """Front matter or header lines, and the text without them."""
    front = front_matter(body)
    if not front or (front[0] and not any(headers.field_of(name) for name, _ in front[0])):
        lines, end = headers.header_lines(body)
        return [*lines], body[end:]
    pairs, end = front
    body = body[end:].lstrip(WHITE)
    has_title = any(value and headers.field_of(name) == "title" for name, value in pairs)
    if not has_title and (title := _TITLE.match(body)):
        pairs.append(("title", title["title"]))
        body = body[title.end() :].lstrip(WHITE)
    return pairs, body


def _date_in_front(body: str) -> tuple[str, bool, str] | None:
    """A date before the first sentence, whether it has a line of its own, and the text after it."""
    header = _HEADER.match(body)
    if not header or not _stands_apart(header, body):
        return None
    try:
        dates.certain(header["date"])
    except Invalid:
        return None  # no date of any calendar, so it is part of the text
    return header["date"], header["alone"] is not None, body[header.end() :].strip(WHITE)


def _dateline(body: str) -> str | None:
    """The day in a dateline such as "LIMA, 7 November 2024 (Andina) —", if it is named in full."""
    line = body[:150].splitlines()[0]
    dash = _DASH.search(line)
    if not dash:
        return None
    head = _AGENCY.sub("", line[: dash.start()].rstrip()).rstrip(" ,.")
    for before in reversed(list(_BEFORE_DATE.finditer(head))):
        place, written = head[: before.start()], head[before.end() :].strip("() ")
        town = place.partition(",")[0]
        if not town.isupper() or len(town) > 40 or re.search("[0-9]", place):
            continue
        with suppress(Invalid):
            published = dates.published(written) or ""
            if len(published) == len("2024-11-07"):
                return dates.certain(published)
    return None


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
