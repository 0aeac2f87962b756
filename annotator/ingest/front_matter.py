"""Front matter: the lines between two ``---`` before a text in Markdown.

A small part of YAML: a key a line, with a word or a list of words behind it, quoted or not.
"""

from __future__ import annotations

import json
import re

Value = str | list[str]

LONGEST = 50_000  # characters
_FENCE = re.compile(
    r"---[ \t]*(?:\r\n|\r|\n)(?P<inside>.*?)(?<=[\r\n])(?:---|[.]{3})[ \t]*(?:[\r\n]+|\Z)", re.S
)
_KEY = re.compile(r"(?P<key>[^\W\d_][\w.-]*(?: [\w.-]+){0,2})[ \t]*:(?:[ \t]+(?P<value>.*))?")
_MEMBER = re.compile(r"[ \t]*-[ \t]+(?P<value>.*)")
_IN_LIST = re.compile(
    r"""[ \t]*("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s,"'\[\]{}][^,\[\]{}]*)[ \t]*(,|\Z)"""
)
# What begins something of YAML that is no plain word.
_SPECIAL = ("{", "}", "[", "]", "|", ">", "&", "*", "!", "%", "@", "`", "#", ",", "- ", "? ")
_NULL = ("", "~", "null", "Null", "NULL")


def front_matter(text: str) -> tuple[list[tuple[str, Value]], int] | None:
    """Keys with their values, and where the text begins behind them; None where there are none.

    A front matter of which a single line is not understood is none.
    """
    match = _FENCE.match(text[:LONGEST])
    if not match:
        return None
    found: dict[str, Value] = {}
    key: str | None = None  # the one whose list may follow
    for line in re.split(r"\r\n|\r|\n", match["inside"]):
        if not line.strip():
            continue
        if key is not None and (member := _MEMBER.fullmatch(line)):
            value = _scalar(member["value"])
            members = found[key]
            if value is None or not isinstance(members, list) or re.match(r"[\w.-]+:\s", value):
                return None
            members.append(value)
            continue
        pair = _KEY.fullmatch(line)
        if not pair or pair["key"] in found:
            return None
        written = (pair["value"] or "").strip()
        known = [] if not written else _list(written) if written[0] == "[" else _scalar(written)
        if known is None:
            return None
        key = None if written else pair["key"]
        found[pair["key"]] = known
    return list(found.items()), match.end()


def _scalar(written: str) -> str | None:
    """The word that a value says; None for what is more than a word."""
    written = written.strip()
    if written[:1] == '"':
        try:
            value = json.loads(written)
        except ValueError:
            return None
        return (
            value if isinstance(value, str) and not re.search("[\0\ud800-\udfff]", value) else None
        )
    if written[:1] == "'":
        inner = written[1:-1].replace("''", "")
        return (
            None
            if len(written) < 2 or written[-1] != "'" or "'" in inner
            else written[1:-1].replace("''", "'")
        )
    if written.startswith(_SPECIAL):
        return None
    return "" if written in _NULL else written


def _list(written: str) -> list[str] | None:
    if not written.endswith("]"):
        return None
    inside, at = written[1:-1].strip(), 0
    found: list[str] = []
    while at < len(inside):
        match = _IN_LIST.match(inside, at)
        value = _scalar(match[1]) if match else None
        if not match or value is None:
            return None
        found.append(value)
        at = match.end()
    return found
