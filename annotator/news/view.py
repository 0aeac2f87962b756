"""Which articles and which layers count: what filters, selections and the switch on a page say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

ENTITIES, QUOTES = "entities", "quotes"
# On what numbers rest: the best layer of each article, gold alone, or suggestions alone.
BASES = ("best", "gold", "suggestions")
GOLD, CORRECTED, SUGGESTED = "gold", "corrected", "suggested"


@dataclass(frozen=True, slots=True)
class View:
    """Conditions on articles, all of which hold; an empty one holds for all.

    Dates are ISO 8601, as exact as they are known, and inclusive. ``articles`` are those that a
    search found. ``name`` and ``other`` have to be mentioned in an article, ``speaker`` to be
    quoted in it.
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
        ranks = {"best": "0, 1, 2, 3", "gold": "0, 1", "suggestions": "3"}[self.basis]
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
                CASE WHEN {rank} < 2 THEN 'gold' WHEN {rank} = 2 THEN 'corrected'
                     ELSE 'suggested' END AS state
            FROM layers l JOIN articles a ON a.id = l.article
            WHERE {" AND ".join(conditions)}
            QUALIFY row_number() OVER (PARTITION BY l.article ORDER BY {rank}, l.owner) = 1
        """
        return sql, values
