"""Names that may be one, with the evidence for it: proposed, never joined before a person says so.

Two are proposed where the words of one stand for the other in articles, or where they differ in
signs and accents alone. That two people share a surname is no evidence.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import and_, case, func, or_, select

from annotator.store import Store
from annotator.store.schema import articles, layers, mentions
from annotator.store.shown import stands

PERSON = "PERSON"

_BETWEEN_INITIALS = re.compile(r"(?<=\b\w)\.\s+(?=\w\.)")
# Letters that are not put together of another and a mark, though they look so.
_LIKE = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"})


@dataclass(frozen=True, slots=True)
class Spelled:
    """How a spelling counts: the name that it is shown under, its labels, how often it stands."""

    name: str
    labels: frozenset[str]
    mentions: int
    articles: int


@dataclass(frozen=True, slots=True)
class Short:
    """Words that stand for another spelling, with what label and in how many articles."""

    surface: str
    spelling: str
    label: str
    articles: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two names that may be one, of which the second would stay; and two of their spellings.

    ``short`` are words that stand for the second in so many ``articles``, while they are a name of
    their own in ``alone``; None where the spellings differ in signs and accents only.
    """

    name: str
    into: str
    spellings: tuple[str, str]
    mentions: tuple[int, int]  # of these spellings
    short: str | None = None
    articles: int = 0
    alone: int = 0


def shorts(store: Store) -> list[Short]:
    """The words, without a leading "the", that stand for other spellings, most articles first."""
    the = func.lower(func.substr(mentions.c.surface, 1, 4)) == "the "
    words = case((the, func.substr(mentions.c.surface, 5)), else_=mentions.c.surface)
    count = func.count(mentions.c.article.distinct())
    of = and_(layers.c.article == mentions.c.article, layers.c.annotator == mentions.c.annotator)
    query = (
        select(words, mentions.c.name, mentions.c.label, count)
        .join(articles, articles.c.id == mentions.c.article)
        .join(layers, of)
        # Of several pipelines, the one whose suggestions are shown.
        .where(or_(~layers.c.machine, layers.c.annotator == articles.c.suggested_by))
        .where(mentions.c.name != mentions.c.surface, words != mentions.c.name, stands(mentions))
        .group_by(words, mentions.c.name, mentions.c.label)
        .order_by(count.desc(), words, mentions.c.name, mentions.c.label)
    )
    with store.reading() as connection:
        return [Short(*row) for row in connection.execute(query)]


def proposals(
    known: Mapping[str, Spelled], short: Iterable[Short], decided: Collection[str]
) -> list[Proposal]:
    """Names that may be one, those with a short form first.

    A short form has one label everywhere, stands for one name, and is no person's. Where people
    have decided about both spellings, nothing is proposed.
    """
    found: dict[frozenset[str], Proposal] = {}
    for one in (*_by_short_form(known, short), *_by_signs(known)):
        if one.name != one.into and not all(s in decided for s in one.spellings):
            found.setdefault(frozenset((one.name, one.into)), one)
    return list(found.values())


def joined(chosen: Iterable[Proposal]) -> dict[str, str]:
    """For all names in these proposals, the one under which each then stands."""
    into: dict[str, str] = {}

    def end(name: str) -> str:
        while into.setdefault(name, name) != name:
            name = into[name]
        return name

    for one in chosen:
        into[end(one.name)] = end(one.into)
    return {name: end(name) for name in into}


@lru_cache(maxsize=100_000)
def bare(words: str) -> str:
    """Words without signs, accents, capitals and a leading "the": "un" of "the U.N."."""
    pieces: list[str] = []
    base = ""
    text = unicodedata.normalize("NFKD", _BETWEEN_INITIALS.sub(".", words).casefold())
    for c, after in zip(text, f"{text[1:]} ", strict=False):
        if unicodedata.combining(c):
            if not "a" <= base <= "z":  # in other scripts such a mark can be a letter
                pieces.append(c)
            continue
        kind = unicodedata.category(c)
        if kind in ("Pd", "Zs") or c.isspace():
            pieces.append(" ")
        elif not kind.startswith("P") or (base.isdigit() and after.isdigit()):
            pieces.append(c)
        base = c
    return " ".join("".join(pieces).translate(_LIKE).split()).removeprefix("the ")


def _by_short_form(known: Mapping[str, Spelled], short: Iterable[Short]) -> Iterator[Proposal]:
    by_surface: dict[str, list[Short]] = defaultdict(list)
    for one in short:
        by_surface[one.surface].append(one)
    for surface, every in by_surface.items():
        here, long = known.get(surface), every[0].spelling
        if here is None or any(one.spelling not in known for one in every):
            continue
        names = {known[one.spelling].name for one in every}
        labels = {one.label for one in every} | here.labels
        if len(names) == 1 and len(labels) == 1 and PERSON not in labels:
            pair = (surface, long)
            stands_for = sum(one.articles for one in every)
            yield _propose(known, pair, surface, stands_for, here.articles)


def _by_signs(known: Mapping[str, Spelled]) -> Iterator[Proposal]:
    alike: dict[str, list[str]] = defaultdict(list)
    # Of two that are as frequent, the one with accents is the better one.
    for spelling in sorted(known, key=lambda one: (-known[one].mentions, one.isascii(), one)):
        earlier = alike[bare(spelling)]
        labels = known[spelling].labels
        most = next((one for one in earlier if known[one].labels & labels), None)
        if most and bare(spelling):
            yield _propose(known, (spelling, most))
        earlier.append(spelling)


def _propose(
    known: Mapping[str, Spelled], pair: tuple[str, str], short: str | None = None, *counts: int
) -> Proposal:
    one, other = known[pair[0]], known[pair[1]]
    return Proposal(one.name, other.name, pair, (one.mentions, other.mentions), short, *counts)
