"""A text as the search for speakers sees it, and a speaker as it finds one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from annotator.annotation import Entity, Span
from annotator.pipelines.given import given
from annotator.pipelines.lexicon import PLAIN, Lexicon
from annotator.pipelines.titles import COURTESY, OF_A_PERSON, role_of

# Stands in for every character of a quotation; private use, so no text has it to say anything.
BLOT = "\uf8ff"
CAN_SPEAK = frozenset(("PERSON", "ORG", "GPE", "NORP"))


@dataclass(frozen=True, slots=True)
class Speaker:
    """A mention that speaks, with whom it stands for; ``name`` is set exactly when "named"."""

    span: Span
    name: str | None = None
    status: str = "unknown"
    certainty: float = 0.6
    label: str = ""


@dataclass(slots=True)
class Scene:
    """A text as the search for speakers sees it: quotations blotted out, mentions by their ends."""

    text: str
    masked: str
    mentions: Sequence[Entity]
    lexicon: Lexicon = PLAIN
    by_end: dict[int, Entity] = field(default_factory=dict)
    by_start: dict[int, Entity] = field(default_factory=dict)
    offsets: list[int] = field(default_factory=list)
    sexes: dict[str, str] = field(default_factory=dict)
    offices: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        self.mentions = sorted(
            (m for m in self.mentions if m.label in CAN_SPEAK), key=lambda m: m.start
        )
        for mention in self.mentions:
            if self.masked[mention.start] == self.text[mention.start]:
                self.by_end[mention.end] = mention
                self.by_start[mention.start] = mention
            if mention.label == "PERSON" and mention.name:
                self._learn(mention, mention.name)
        self.offsets = [m.start for m in self.mentions]

    def _learn(self, mention: Entity, name: str) -> None:
        before = re.findall(r"[\w-]+", self.text[max(0, mention.start - 60) : mention.start])
        between = self.text[max(0, mention.start - 3) : mention.start]
        title = before[-1].lower() if before else ""
        stop = re.search(r"[.,;:!?”\"]\s*$", between)
        if stop and not (stop.group().startswith(".") and title in COURTESY):
            title = ""  # “Mr. Roe”, but “… the king. Roe”
        own = self.text[mention.start : mention.end].split()[0].lower().rstrip(".")
        sex = COURTESY.get(title) or COURTESY.get(own) or given().get(name.split()[0])
        if sex:
            self.sexes.setdefault(name, sex)
        role = self.role_of(title) if title else None
        if role in OF_A_PERSON and title not in ("mr", "mrs", "ms", "miss", "dr", "sir"):
            self.offices[role].add(name)
        described = re.match(
            r", (?:(?:a|an|the|its|his|her|their) )?((?:[\w’'-]+ ){0,5}?[\w-]+)"
            r"(?: (?:of|for|at|from|in|with|who)\b|,|\.)",
            self.text[mention.end : mention.end + 80],
        )
        if described:
            role = self.role_of(described.group(1).split()[-1])
            if role in OF_A_PERSON:
                self.offices[role].add(name)

    def role_of(self, word: str) -> str | None:
        """The singular of a word that can speak; None for all others."""
        low = word.lower().rstrip(".")
        more = self.lexicon.people | self.lexicon.bodies
        return low if low in more else role_of(word)

    def between(self, start: int, end: int) -> list[Entity]:
        """The mentions outside quotations that begin in a stretch of the text."""
        low, high = bisect_left(self.offsets, start), bisect_left(self.offsets, end)
        return [m for m in self.mentions[low:high] if m.start in self.by_start]


def of_mention(mention: Entity, text: str) -> Speaker:
    """A mention as a speaker by its name."""
    name = mention.name or " ".join(text[mention.start : mention.end].split())
    certainty = 0.9 if mention.label in ("PERSON", "ORG") else 0.75
    return Speaker(mention.span, name, "named", certainty, mention.label)
