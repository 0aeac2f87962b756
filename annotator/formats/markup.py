"""A readable inline markup: one annotated article in plain text, written and corrected by hand.

Fields of the article stand above its text and the quotes' speakers below it:

    title: Ferry line sold
    date: 2025-03-14

    {1 “We are buying ships,”} {1c said} {1s [Ida Moe|PERSON]} of [Nordlys|ORG|Nordlys Ferries].

    ---
    1 direct: Ida Moe

``[surface|LABEL]`` is an entity whose name is its surface, ``[surface|LABEL|name]`` one with
another, and with none if that is empty. ``{1 …}`` is content of the quote 1, ``{1c …}`` its cue,
``{1s …}`` its speaker; ``{1s+2s …}`` serves two. Marks nest and never cross. A speaker is a name,
``(unnamed)`` or ``(unknown)``. A backslash takes the meaning off the sign behind it: [ ] { } | \\.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from annotator.annotation import (
    Annotation,
    Appearance,
    Article,
    Entity,
    Invalid,
    Quote,
    Span,
    Spans,
    check,
)
from annotator.formats.native import Record
from annotator.mark import State, add

FIELDS = ("title", "date", "source", "url", "byline", "language")
SPECIAL = "[]{}|\\"
STATUSES = {"(unnamed)": "unnamed", "(unknown)": "unknown"}
END = "---"

_FIELD = re.compile(r"([a-z][a-z ]*): ?(.*)")
_ROLES = re.compile(r"([0-9]+[sc]?(?:\+[0-9]+[sc]?)*)[ \n]")
_SPEAKER = re.compile(r"([0-9]+) (direct|indirect|mixed): (.+)")
_PARTS = {"": "content", "s": "speaker", "c": "cue"}


@dataclass(slots=True)
class _Open:
    """A mark that has begun: where, in the text and in the file, and what it is of a quote."""

    start: int
    line: int
    roles: tuple[str, ...] = ()


@dataclass(slots=True)
class _Reading:
    """What has been read so far of a text with marks."""

    name: str
    line: int
    text: str = ""
    entities: list[Entity] = field(default_factory=list)
    parts: dict[int, dict[str, list[Span]]] = field(default_factory=dict)
    stack: list[_Open] = field(default_factory=list)

    def wrong(self, what: str) -> Invalid:
        return Invalid(f"{self.name}, line {self.line}: {what}")


def loads(source: str, name: str = "input", *, annotator: str | None = None) -> Record:
    """The article and the marks of a file; raises Invalid with the line and what was expected."""
    lines = source.split("\n")
    fields, first = _fields(lines, name)
    last = len(lines)
    for number in range(len(lines) - 1, first - 1, -1):
        if lines[number] == END:
            last = number
            break
    body = "\n".join(lines[first:last])
    reading = _Reading(name, first + 1 + len(body) - len(body.lstrip("\n")))
    _read(reading, body.strip("\n"))
    if not reading.text.strip():
        raise Invalid(f"{name}: no text, expected an article")
    values: list[Annotation] = [*reading.entities, *_quotes(reading, lines, last)]
    for value in values:
        try:
            check(reading.text, value)
        except Invalid as error:
            surface = reading.text[value.start : value.end][:40]
            raise Invalid(f"{name}: {surface!r}: {error}") from None
    keys = [value.key for value in values]
    if twice := next((key for key in keys if keys.count(key) > 1), None):
        raise Invalid(f"{name}: the same mark stands there twice: {twice}")
    marks = tuple(add(value) for value in values)
    return Record(_article(reading.text, fields), annotator, State("done"), marks)


def dumps(record: Record) -> str:
    """The file of a record; raises Invalid where marks cross, which the markup cannot say."""
    article = record.article
    values = [mark.value for mark in record.marks if mark.decision != "rejected"]
    quotes = sorted(
        (v for v in values if isinstance(v, Quote)), key=lambda q: (q.start, -q.end, q.content)
    )
    body = _marked(article.text, [v for v in values if isinstance(v, Entity)], quotes)
    head = "".join(f"{key}: {value}\n" for key, value in _known(article) if value)
    speakers = "".join(
        f"{number} {quote.kind}: {quote.speaker_name or f'({quote.speaker_status})'}\n"
        for number, quote in enumerate(quotes, 1)
    )
    return f"{head}\n{body}\n" + (f"\n{END}\n{speakers}" if speakers else "")


# Reading


def _fields(lines: list[str], name: str) -> tuple[dict[str, str], int]:
    """The fields on top, and the number of lines that they and the blank line take."""
    fields: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if not line:
            return fields, number
        found = _FIELD.fullmatch(line)
        if not found:
            raise Invalid(
                f"{name}, line {number}: {line[:40]!r}, expected “field: value” or nothing"
            )
        if found[1] in fields:
            raise Invalid(f"{name}, line {number}: {found[1]!r} a second time, expected it once")
        fields[found[1]] = found[2].strip()
    raise Invalid(f"{name}: fields alone, expected a blank line and a text below them")


def _read(reading: _Reading, body: str) -> None:
    out: list[str] = []
    length = at = 0
    while at < len(body):
        sign = body[at]
        if sign == "\\":
            if body[at + 1 : at + 2] not in tuple(SPECIAL):
                raise reading.wrong(
                    f"a backslash before no sign of {SPECIAL}, expected one of them"
                )
            out.append(body[at + 1])
            length += 1
            at += 2
            continue
        if sign == "[":
            reading.stack.append(_Open(length, reading.line))
            at += 1
        elif sign == "{":
            roles = _ROLES.match(body, at + 1)
            if not roles:
                raise reading.wrong(f"{body[at : at + 12]!r}, expected a quote such as {{1 …}}")
            reading.stack.append(_Open(length, reading.line, tuple(roles[1].split("+"))))
            at = roles.end()
        elif sign == "|":
            opened = _close(reading, "[", "|")
            end = body.find("]", at)
            label, bar, given = body[at + 1 : max(end, at)].partition("|")
            if end < 0 or not re.fullmatch("[A-Z][A-Z_]*", label):
                raise reading.wrong(f"{body[at : at + 20]!r}, expected |LABEL] or |LABEL|name]")
            surface = "".join(out)[opened.start :]
            mention = Entity(Span(opened.start, length), label, given if bar else surface)
            reading.entities.append(mention if mention.name else Entity(mention.span, label))
            at = end + 1
        elif sign == "}":
            opened = _close(reading, "{", "}")
            for role in opened.roles:
                number, part = int(role.rstrip("sc")), _PARTS[role.lstrip("0123456789")]
                spans = reading.parts.setdefault(number, {})
                spans.setdefault(part, []).append(Span(opened.start, length))
            at += 1
        elif sign == "]":
            raise reading.wrong("a ] without a label before it, expected |LABEL]")
        else:
            reading.line += sign == "\n"
            out.append(sign)
            length += 1
            at += 1
    if reading.stack:
        reading.line = reading.stack[-1].line
        raise reading.wrong("a mark that does not end, expected |LABEL] or }")
    reading.text = "".join(out)


def _close(reading: _Reading, opening: str, sign: str) -> _Open:
    """The mark that ends here; marks end in the reverse order of their beginnings."""
    if not reading.stack:
        raise reading.wrong(f"a {sign} with no mark open, expected {opening} before it")
    opened = reading.stack.pop()
    if bool(opened.roles) != (opening == "{"):
        began = "{" if opened.roles else "["
        raise reading.wrong(f"a {sign} while the {began} of line {opened.line} is open: they cross")
    return opened


def _quotes(reading: _Reading, lines: list[str], last: int) -> list[Quote]:
    speakers: dict[int, tuple[str, str]] = {}
    for number, line in enumerate(lines[last + 1 :], last + 2):
        if not line:
            continue
        found = _SPEAKER.fullmatch(line)
        reading.line = number
        if not found:
            raise reading.wrong(f"{line[:40]!r}, expected “1 direct: Name” or (unnamed), (unknown)")
        if int(found[1]) in speakers:
            raise reading.wrong(f"quote {found[1]} a second time, expected it once")
        speakers[int(found[1])] = found[2], found[3].strip()
    if speakers.keys() != reading.parts.keys():
        odd = min(speakers.keys() ^ reading.parts.keys())
        where = "below the text" if odd in reading.parts else "in the text"
        raise Invalid(f"{reading.name}: quote {odd} does not stand {where}, expected it there")
    quotes = []
    for number, parts in sorted(reading.parts.items()):
        if "content" not in parts:
            raise Invalid(f"{reading.name}: quote {number} has no content, expected {{{number} …}}")
        kind, speaker = speakers[number]
        status = STATUSES.get(speaker, "named")
        name = speaker if status == "named" else None
        content, cue, said = (
            _sorted(parts.get(part, [])) for part in ("content", "cue", "speaker")
        )
        quotes.append(Quote(content, kind, cue, said, name, status))
    return quotes


def _sorted(spans: list[Span]) -> Spans:
    return tuple(sorted(spans))


def _article(text: str, fields: Mapping[str, str]) -> Article:
    known = {key: fields.get(key) or None for key in FIELDS}
    appearance = Appearance(known["date"], known["source"], known["url"], known["byline"])
    return Article(
        text,
        known["title"] or "",
        known["language"],
        (appearance,) if appearance != Appearance() else (),
        {key: value for key, value in fields.items() if key not in FIELDS},
    )


# Writing


def _known(article: Article) -> Iterator[tuple[str, str | None]]:
    first = article.appearances[0] if article.appearances else Appearance()
    yield "title", article.title
    yield "date", first.published
    yield "source", first.source
    yield "url", first.url
    yield "byline", first.byline
    yield "language", article.language
    for key, value in article.meta.items():
        yield key, str(value)


def _marked(text: str, entities: list[Entity], quotes: list[Quote]) -> str:
    """The text with its marks, the outer ones first where several have the same span."""
    roles: dict[Span, list[str]] = {}
    for number, quote in enumerate(quotes, 1):
        for sign, spans in (("", quote.content), ("s", quote.speaker), ("c", quote.cue)):
            for span in spans:
                roles.setdefault(span, []).append(f"{number}{sign}")
    opening: list[tuple[int, int, int, str, str]] = []
    for span, which in roles.items():
        opening.append((span.start, -span.end, 0, f"{{{'+'.join(which)} ", "}"))
    for entity in sorted(entities, key=lambda e: e.label):
        surface = entity.span.surface(text)
        name = "" if entity.name == surface else f"|{entity.name or ''}"
        opening.append((entity.start, -entity.end, 1, "[", f"|{entity.label}{name}]"))
    out: list[str] = []
    stack: list[tuple[int, str]] = []
    marks = sorted(opening, key=lambda mark: mark[:3])
    for at in range(len(text) + 1):
        while stack and stack[-1][0] == at:
            out.append(stack.pop()[1])
        while marks and marks[0][0] == at:
            _, end, _, begin, close = marks.pop(0)
            if stack and -end > stack[-1][0]:
                raise Invalid(f"two marks cross at {at}, which the markup cannot say")
            stack.append((-end, close))
            out.append(begin)
        if at < len(text):
            out.append("\\" + text[at] if text[at] in SPECIAL else text[at])
    return "".join(out)
