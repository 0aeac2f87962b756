"""A newsroom's articles as chance has them, the same for the same seed: names, quotes, outlets.

Texts are put together from a few sentences; names follow Zipf's law, as in the news.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate

from annotator.annotation import Appearance, Article, Entity, Quote, Span
from annotator.mark import Mark, suggest

FIRST = [
    "Ada",
    "Bo",
    "Cleo",
    "Dan",
    "Eva",
    "Finn",
    "Gro",
    "Hal",
    "Ida",
    "Jon",
    "Kai",
    "Lea",
    "Mia",
    "Nils",
    "Ola",
    "Pia",
    "Roy",
    "Siv",
    "Tor",
    "Una",
]
LAST = [
    "Aas",
    "Berg",
    "Dahl",
    "Eide",
    "Falk",
    "Gran",
    "Holm",
    "Iden",
    "Juul",
    "Krog",
    "Lund",
    "Moe",
    "Nord",
    "Olsen",
    "Paus",
    "Rud",
    "Sand",
]
TOWNS = [
    "Bergen",
    "Drammen",
    "Hamar",
    "Kivik",
    "Lund",
    "Malmo",
    "Narvik",
    "Oslo",
    "Porvoo",
    "Roros",
    "Skagen",
    "Turku",
    "Voss",
]
KINDS = [
    "Council",
    "Bank",
    "Shipping",
    "Union",
    "Institute",
    "Press",
    "Ministry",
    "Museum",
    "Railway",
    "University",
]
OUTLETS = [f"The {town} {kind}" for kind in ("Post", "Courier") for town in TOWNS[:10]]
CUES = [
    "said",
    "claimed",
    "explained",
    "warned",
    "added",
    "argued",
    "announced",
    "denied",
    "insisted",
    "told",
    "reporters",
]
WORDS = [
    "the",
    "ferry",
    "council",
    "money",
    "harbour",
    "winter",
    "school",
    "plan",
    "road",
    "budget",
    "vote",
    "price",
    "storm",
    "water",
    "people",
    "market",
    "street",
    "bridge",
    "report",
    "summer",
    "island",
    "engine",
    "garden",
    "letter",
    "window",
    "number",
    "morning",
]
DAYS = 730
BEGIN = date(2024, 1, 1)


def _many(stems: list[str], number: int) -> list[str]:
    return [f"{stem}{'' if n == 0 else f' {n + 1}'}" for n in range(number) for stem in stems]


PEOPLE = [
    f"{first} {last}{end}"
    for end in ("", "sen", "vik", "gaard")
    for first in FIRST
    for last in LAST
]
PLACES = _many(TOWNS, 20)
BODIES = [f"{town} {kind}" for kind in KINDS for town in TOWNS]
STOCKS = {"PERSON": PEOPLE, "GPE": PLACES, "ORG": BODIES}
WEIGHTS = {
    label: list(accumulate(1 / rank for rank in range(1, len(stock) + 1)))
    for label, stock in STOCKS.items()
}


def articles(
    count: int, seed: int = 0, *, entities: int = 25, quotes: int = 4
) -> Iterator[tuple[Article, list[Mark]]]:
    """So many articles with the marks of a pipeline; some 400 words each."""
    for number in range(count):
        yield article(number, random.Random(f"{seed} {number}"), entities, quotes)


def article(
    number: int, source: random.Random, entities: int, quotes: int
) -> tuple[Article, list[Mark]]:
    """One article; its title bears its number, so that no two texts are alike."""
    parts: list[str] = [f"Report {number}."]
    length = len(parts[0])
    marks: list[Mark] = []
    cast = source.choices(PEOPLE, cum_weights=WEIGHTS["PERSON"], k=4)

    def put(words: str, gap: str = " ") -> Span:
        nonlocal length
        parts.append(gap + words)
        start = length + len(gap)
        length = start + len(words)
        return Span(start, length)

    def name(label: str, words: str | None = None, gap: str = " ") -> Span:
        chosen = words or source.choices(STOCKS[label], cum_weights=WEIGHTS[label])[0]
        span = put(chosen, gap)
        marks.append(suggest(Entity(span, label, chosen), round(source.random(), 3)))
        return span

    left = entities - quotes
    while left > 0:
        put(" ".join(source.choices(WORDS, k=7)).capitalize())
        name("PERSON", source.choice(cast))
        put("of")
        name("ORG")
        put("in")
        name("GPE")
        put(" ".join(source.choices(WORDS, k=8)) + ".", " ")
        left -= 3
        if left % 6 == 0:
            put(" ".join(source.choices(WORDS, k=18)).capitalize() + ".", "\n\n")
    for _ in range(quotes):
        content = put(
            f"“We saw the {' '.join(source.choices(WORDS, k=source.randint(4, 14)))},”", "\n\n"
        )
        cue = put(source.choice(CUES))
        who = source.choice(cast)
        speaker = name("PERSON", who)
        put(".", "")
        kind = source.choices(("direct", "mixed", "indirect"), (6, 2, 2))[0]
        named = source.random() < 0.85
        marks.append(
            suggest(
                Quote(
                    (content,), kind, (cue,), (speaker,),
                    who if named else None, "named" if named else "unnamed",
                ),
                round(source.random(), 3),
            )
        )  # fmt: skip
    published = (BEGIN + timedelta(days=source.randrange(DAYS))).isoformat()
    appearance = Appearance(published, source.choice(OUTLETS), None, source.choice(PEOPLE))
    return Article("".join(parts), f"Report {number}", "en", (appearance,)), marks
