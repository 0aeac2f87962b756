"""Which articles and which layers count: what filters, selections and the switch on a page say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from annotator.annotation import LAYERS
from annotator.store import following

ENTITIES, QUOTES = LAYERS
# What a layer's rank says of what rests on it.
GOLD, CORRECTED, SUGGESTED = "gold", "corrected", "suggested"
STATES = {
    following.REVIEWED: GOLD,
    following.DONE: GOLD,
    following.BEGUN: CORRECTED,
    following.SUGGESTED: SUGGESTED,
}
# On what numbers rest: the best layer of each article, gold alone, or suggestions alone.
RANKS = {
    "best": tuple(STATES),
    "gold": (following.REVIEWED, following.DONE),
    "suggestions": (following.SUGGESTED,),
}
BASES = tuple(RANKS)


@dataclass(frozen=True, slots=True)
class View:
    """Conditions on articles, all of which hold; an empty one holds for all.

    Dates are ISO 8601, as exact as they are known, and inclusive. ``annotators`` are those whose
    layers may count, ``articles`` those that a search found. ``labels`` are of mentions.
    """

    basis: str = "best"
    since: str | None = None
    until: str | None = None
    outlets: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    annotators: tuple[str, ...] = ()
    articles: tuple[str, ...] | None = None

    def counted(self, layer: str) -> tuple[str, list[Any]]:
        """SQL of the articles that count, with the owner of the layer that does, and its values.

        Columns: article, owner, outlet, day, month, state (gold, corrected or suggested). Of each
        article one layer counts: a review before other gold, gold before work in progress, that
        before suggestions; of several equal ones the first by name.
        """
        rank = f"l.{layer}"
        ranks = ", ".join(map(str, RANKS[self.basis]))
        states = " ".join(f"WHEN {number} THEN '{state}'" for number, state in STATES.items())
        conditions, values = [f"{rank} IN ({ranks})"], list[Any]()
        if self.annotators:
            conditions.append("l.owner IN (SELECT unnest(?))")
            values.append(list(self.annotators))
        if self.since:
            conditions.append("a.published >= left(?, length(a.published))")
            values.append(self.since)
        if self.until:
            conditions.append("left(a.published, length(?)) <= ?")
            values += [self.until, self.until]
        if self.outlets:
            conditions.append("a.outlet IN (SELECT unnest(?))")
            values.append(list(self.outlets))
        if self.articles is not None:
            conditions.append("a.key IN (SELECT unnest(?))")
            values.append(list(self.articles))
        sql = f"""
            SELECT l.article, l.owner, a.outlet, a.day, a.month,
                CASE {rank} {states} END AS state
            FROM layers l JOIN articles a ON a.id = l.article
            WHERE {" AND ".join(conditions)}
            QUALIFY row_number() OVER (PARTITION BY l.article ORDER BY {rank}, l.owner) = 1
        """
        return sql, values
