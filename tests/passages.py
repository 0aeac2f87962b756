"""Short passages with the quotes that a reader should find in them: tests/files/quotes.txt.

A line is a passage in the markup of the corpus, `` => ``, and who speaks; ``\\n`` is a paragraph
break and ``-`` says that nobody is quoted:

    # direct before the cue
    {1 “We won,”} {1c said} {1s Ida Moe}. => 1 direct: Ida Moe

Lines with # are the headings of those below them. A line that begins with ~ is not read right yet.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from annotator.annotation import Invalid, Quote
from annotator.formats import markup
from annotator.mark import current

HEADER = "title: t\nlanguage: en\n\n"
ARROW = " => "
NOTHING = "-"
LATER = "~ "


@dataclass(frozen=True, slots=True)
class Passage:
    """One line of the table; ``yet`` is False where the quotes are known not to be found."""

    heading: str
    text: str
    quotes: tuple[Quote, ...]
    yet: bool
    line: int


def passages(path: Path) -> list[Passage]:
    """The lines of a table; raises Invalid where one is wrong."""
    return list(_read(path))


def source(line: str) -> str:
    """The file in the markup that a line stands for."""
    passage, arrow, speakers = line.rpartition(ARROW)
    if not arrow:
        raise Invalid(f"{line[:40]!r}, expected “passage{ARROW}speakers”")
    body = passage.replace("\\n", "\n\n")
    below = "" if speakers == NOTHING else speakers.replace("; ", "\n") + "\n"
    return f"{HEADER}{body}\n" + (f"\n{markup.END}\n{below}" if below else "")


def _read(path: Path) -> Iterator[Passage]:
    heading = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#"):
            heading = line.lstrip("# ")
        elif line.strip():
            name = f"{path.name}, line {number}"
            yet = not line.startswith(LATER)
            record = markup.loads(source(line.removeprefix(LATER)), name)
            quotes = current(record.marks).quotes
            yield Passage(heading, record.article.text, quotes, yet, number)
