"""The project's own corpus: articles in the markup, read, checked, counted and split.

``data/corpus`` holds it; its README.md is the data card.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from annotator.annotation import Annotations, Invalid
from annotator.formats import markup
from annotator.formats.native import Record
from annotator.mark import current


@dataclass(frozen=True, slots=True)
class Entry:
    """An article of the corpus; ``name`` is that of its file without the ending."""

    name: str
    record: Record

    @property
    def text(self) -> str:
        return self.record.article.text

    @property
    def annotations(self) -> Annotations:
        return current(self.record.marks)

    def field(self, key: str) -> str:
        """What its header says about it, such as genre or region; empty if it says nothing."""
        return str(self.record.article.meta.get(key, ""))


def read(paths: Iterator[Path] | list[Path]) -> Iterator[Entry | Invalid]:
    """The articles of these files; one that is wrong is its error and costs no other.

    An article must stand in its file as ``markup.dumps`` writes it.
    """
    for path in paths:
        try:
            source = path.read_text(encoding="utf-8")
            record = markup.loads(source, path.name)
            again = markup.dumps(record)
        except (Invalid, OSError, UnicodeDecodeError) as error:
            yield Invalid(str(error) if path.name in str(error) else f"{path.name}: {error}")
            continue
        if again != source:
            yield Invalid(f"{path.name}, line {_differs(source, again)}")
            continue
        yield Entry(path.stem, record)


def part(folder: Path, name: str) -> Iterator[Record | Invalid]:
    """The records of one part of the corpus in a folder: train, dev or test."""
    from annotator.corpus import split

    parts = split.load(folder / "split.tsv")
    wanted = [article for article, where in parts.items() if where == name]
    for found in read([folder / "articles" / f"{article}.txt" for article in wanted]):
        yield found if isinstance(found, Invalid) else found.record


def _differs(source: str, again: str) -> str:
    """The first line in which a file is not as the markup is written, and how that would be."""
    lines = zip([*source.split("\n"), ""], [*again.split("\n"), ""], strict=False)
    for number, (found, expected) in enumerate(lines, 1):
        if found != expected:
            at = next(
                (i for i, (a, b) in enumerate(zip(found, expected, strict=False)) if a != b), 0
            )
            near = slice(max(at - 20, 0), at + 40)
            return f"{number}: {found[near]!r}, expected {expected[near]!r}"
    return f"{len(source.split(chr(10)))}: another end, expected one line break"
