"""Counts over the corpus, corrected for the errors of the suggestions that gold shows.

Of articles with gold both their gold and the suggestions count; of all others the suggestions do.
The method is that of ``evaluation.prediction_powered``, with its assumption: that the articles with
gold are like a random sample of all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from annotator.evaluation.prediction_powered import Estimate, share, total
from annotator.news import entities, voices
from annotator.news.table import Asked, Row, Sql
from annotator.news.view import ENTITIES, QUOTES, View

FEWEST = 10  # articles with gold in which a thing is, before an estimate of it is one

PARTS = {
    "direct": "kind = 'direct'",
    "mixed": "kind = 'mixed'",
    "indirect": "kind = 'indirect'",
    "named speaker": "status = 'named'",
    "unnamed speaker": "status = 'unnamed'",
}


def labels(table: Asked, view: View) -> list[Row]:
    """The mentions of each label over all articles: what, counted, estimate, low, high, seen.

    ``counted`` is what the suggestions say. ``seen`` is in how many articles with gold it was
    marked or suggested; with fewer than ten nothing is estimated.
    """
    return _totals(table, view, "label", None)


def names(table: Asked, view: View, *, most: int = 12) -> list[Row]:
    """The same for the names that the suggestions have most often."""
    top = entities.names(table, replace(view, basis="suggestions", annotators=()), most=most)
    return _totals(table, view, "name", [row["name"] for row in top])


def shares(table: Asked, view: View) -> list[Row]:
    """Which share of quotes is direct, mixed, indirect, and by named and unnamed speakers."""
    gold, suggested = _sides(view)
    both = [_articles(table, side, QUOTES) for side in (gold, suggested)]
    found = []
    for what, condition in PARTS.items():
        sides = [_pairs(table, voices.said(side), condition) for side in (gold, suggested)]
        labelled = sorted(both[0] & both[1])
        others = sorted(both[1] - both[0])
        ours, theirs = ([side.get(a, (0, 0)) for a in labelled] for side in sides)
        rest = [sides[1].get(article, (0, 0)) for article in others]
        seen = sum(bool(one[0] or other[0]) for one, other in zip(ours, theirs, strict=True))
        whole = sum(pair[1] for pair in sides[1].values())
        counted = sum(pair[0] for pair in sides[1].values()) / whole if whole else None
        estimate = share(ours, theirs, rest) if seen >= FEWEST else None
        found.append(_row(what, counted, estimate, seen))
    return found


def _totals(table: Asked, view: View, field: str, only: Sequence[str] | None) -> list[Row]:
    gold, suggested = _sides(view)
    both = [_articles(table, side, ENTITIES) for side in (gold, suggested)]
    labelled, others = sorted(both[0] & both[1]), sorted(both[1] - both[0])
    ours, theirs = (
        _counts(table, entities.marked(side), field, only) for side in (gold, suggested)
    )
    found = []
    for what in only if only is not None else sorted({*ours, *theirs}):
        one, other = ours.get(what, {}), theirs.get(what, {})
        seen = sum(article in one or article in other for article in labelled)
        estimate = None
        if seen >= FEWEST:
            known, guessed = ([side.get(a, 0) for a in labelled] for side in (one, other))
            estimate = total(known, guessed, [other.get(article, 0) for article in others])
        found.append(_row(what, sum(other.values()), estimate, seen))
    return sorted(found, key=lambda row: (-(row["estimate"] or row["counted"] or 0), row["what"]))


def _row(what: str, counted: float | None, estimate: Estimate | None, seen: int) -> Row:
    figures: Row = {"estimate": None, "low": None, "high": None}
    if estimate is not None:
        figures = {"estimate": estimate.value, "low": estimate.low, "high": estimate.high}
    return {"what": what, "counted": counted, **figures, "seen": seen}


def _sides(view: View) -> tuple[View, View]:
    return (
        replace(view, basis="gold", annotators=()),
        replace(view, basis="suggestions", annotators=()),
    )


def _articles(table: Asked, view: View, layer: str) -> set[int]:
    sql, values = table.keep(*view.counted(layer))
    return {row["article"] for row in table.ask(f"SELECT article FROM ({sql})", values)}


def _counts(
    table: Asked, marked: Sql, field: str, only: Sequence[str] | None
) -> dict[str, dict[int, int]]:
    """How often each label or name stands in each article."""
    sql, values = table.keep(*marked)
    wanted = f"WHERE {field} IN (SELECT unnest(?))" if only is not None else ""
    rows = table.ask(
        f"SELECT {field} AS what, article, count(*) AS n FROM ({sql}) {wanted} GROUP BY 1, 2",
        [*values, *([list(only)] if only is not None else [])],
    )
    found: dict[str, dict[int, int]] = {}
    for row in rows:
        found.setdefault(row["what"], {})[row["article"]] = row["n"]
    return found


def _pairs(table: Asked, said: Sql, condition: str) -> dict[int, tuple[int, int]]:
    """Of each article for how many of its quotes the condition holds, and how many it has."""
    sql, values = table.keep(*said)
    rows = table.ask(
        f"""
        SELECT article, count(*) FILTER ({condition}) AS part, count(*) AS whole
        FROM ({sql}) GROUP BY article
        """,
        values,
    )
    return {row["article"]: (row["part"], row["whole"]) for row in rows}
