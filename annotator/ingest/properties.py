"""What office programs write into the properties of a document, where people wrote it."""

from __future__ import annotations

import re

from annotator.annotation import LONGEST

_NO_TITLE = re.compile(
    r"microsoft \w+ - .*|(?:untitled|unbenannt|sans titre|sin título|senza titolo|no title"
    r"|document|dokument|documento|word document|about:blank|print|scan)[\s_-]*\d*"
    r"|\S+\.[a-z]{2,5}|\S*_\S*|(?:https?|file):\S+|[\W\d_]*",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(
    r"python-docx|unknown(?: author)?|unbekannt|anonymous|author|autor|auteur|user|users?\s*\d*"
    r"|admin(?:istrator)?|root|owner|guest|windows user|microsoft(?: office)? user|[\W\d_]*",
    re.IGNORECASE,
)


def title(value: str | None, *programs: str | None) -> str:
    """A title that a person gave; empty where it is a file's name or a program's filler."""
    line = _line(value)
    return "" if _NO_TITLE.fullmatch(line) or _is_program(line, programs) else line


def author(value: str | None, *programs: str | None) -> str | None:
    """A name that a person has; None where it is an account's or a program's."""
    line = _line(value)
    return None if _NO_AUTHOR.fullmatch(line) or _is_program(line, programs) else line


def _line(value: str | None) -> str:
    line = " ".join((value or "").split("\n")).strip(" \t\r\0\ufeff")
    # Half a character, or a NUL inside, is what a broken file leaves
    is_bad = len(line) > LONGEST or re.search("[\0\ud800-\udfff]", line)
    return "" if is_bad else line


def _is_program(line: str, programs: tuple[str | None, ...]) -> bool:
    return any(line.casefold() == (program or "").casefold() for program in programs)
