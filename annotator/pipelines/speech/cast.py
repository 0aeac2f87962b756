"""The cast of an article: who and what is in it, and who is in view at a place.

A character is in view by where it was mentioned: as a subject more than as anything else, most as
who spoke, and less with each sentence that passes, as in Lappin and Leass (1994).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from annotator.annotation import Span

KINDS = {"PERSON": "person", "ORG": "body", "GPE": "place", "NORP": "group"}
SPOKE, SUBJECT, OTHER = 3.5, 3.0, 1.2
QUOTED = 0.3  # of the weight, for what stands within quotation marks
FADE = 0.45  # of the weight stays with each sentence
LONGEST = 12  # sentences that anybody stays in view


@dataclass(eq=False, slots=True)
class Character:
    """A person, body, group or place of an article; without a name, known by nouns alone."""

    name: str | None
    kind: str
    sex: str = ""  # "he", "she", or what is not known
    nouns: set[str] = field(default_factory=set)
    votes: int = 0  # for "he" above, for "she" below nothing

    def may_be(self, sex: str) -> bool:
        """Whether "he" or "she" can stand for it, by what is known of it."""
        voted = "he" if self.votes > 0 else "she" if self.votes < 0 else ""
        return self.kind == "person" and (self.sex or voted or sex) == sex

    def vote(self, sex: str) -> None:
        """Count a pronoun that seems to stand for it."""
        self.votes += 1 if sex == "he" else -1


Ranked = list[tuple[Character, float]]  # with shares that add up to 1


Candidates = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Who:
    """Whom a quote is by, how sure that is, and who else might be meant, the likeliest first."""

    name: str | None = None
    status: str = "unknown"
    certainty: float = 0.3
    candidates: Candidates = ()


UNKNOWN = Who()


def said_by(character: Character, certainty: float, ranked: Ranked) -> Who:
    """A character as whom a quote is by."""
    candidates = tuple((one.name, round(share, 2)) for one, share in ranked[:9] if one.name)
    status = "named" if character.name else "unnamed"
    return Who(character.name, status, round(certainty, 2), candidates)


class View:
    """Who is in view, going through a text from its first sentence to its last."""

    def __init__(self) -> None:
        self._seen: deque[tuple[int, int, float, Character]] = deque()

    def see(self, sentence: int, at: int, weight: float, who: Character) -> None:
        """Note a mention: the number of its sentence, and where it begins."""
        self._seen.append((sentence, at, weight, who))

    def ranked(
        self,
        sentence: int,
        at: int,
        fits: Callable[[Character], float],
        without: Iterable[Span] = (),
    ) -> Ranked:
        """Those who fit, most in view first; mentions within ``without`` do not count.

        ``fits`` gives the share of its weight that a mention keeps, none where it does not fit.
        """
        while self._seen and self._seen[0][0] < sentence - LONGEST:
            self._seen.popleft()
        skipped = tuple(without)
        weights: dict[int, tuple[Character, float]] = {}
        for number, place, weight, who in self._seen:
            if place >= at or any(s.start <= place < s.end for s in skipped):
                continue
            weight *= fits(who)
            if not weight:
                continue
            before = weights.get(id(who), (who, 0.0))[1]
            weights[id(who)] = (who, before + weight * FADE ** (sentence - number))
        total = sum(weight for _, weight in weights.values())
        ordered = sorted(weights.values(), key=lambda pair: -pair[1])
        return [(who, weight / total) for who, weight in ordered]
