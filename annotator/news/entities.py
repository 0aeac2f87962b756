"""Who and what is in the news: how often, when, beside whom, and where in the text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from annotator.news.table import Asked, Row
from annotator.news.view import ENTITIES, View

UNITS = ("day", "week", "month")
MOST = 200  # places that are shown
FEWEST = 3  # articles that a name is in before it is said to rise or fall, or to keep company


def marked(view: View) -> tuple[str, list[Any]]:
    """SQL of all mentions that count, with day, month, outlet, owner, label, spelling and name."""
    counted, values = view.counted(ENTITIES)
    labelled = ""
    if view.labels:
        labelled = "WHERE m.label IN (SELECT unnest(?))"
        values.append(list(view.labels))
    sql = f"""
        SELECT c.article, c.day, c.month, c.outlet, c.owner, m.label, m.start, m.stop,
            s.spelling, coalesce(p.name, s.name) AS name
        FROM ({counted}) c
        JOIN mentions m ON m.article = c.article AND m.owner = c.owner
        JOIN spellings s ON s.id = m.spelling
        LEFT JOIN splits p ON p.spelling = m.spelling AND p.article = m.article
        {labelled}
    """
    return sql, values


def period_of(unit: str) -> str:
    """SQL of the first day of an article's day, week or month; null where that is not known.

    Raises ValueError for anything else.
    """
    if unit not in UNITS:
        raise ValueError(f"no periods by {unit}")
    return "month" if unit == "month" else f"CAST(date_trunc('{unit}', day) AS DATE)"


def labels(table: Asked, view: View) -> list[Row]:
    """How many mentions each label has, most first."""
    sql, values = table.keep(*marked(view))
    return table.ask(
        f"SELECT label, count(*) AS mentions FROM ({sql}) GROUP BY label ORDER BY 2 DESC, 1", values
    )


def names(table: Asked, view: View, *, most: int = 20) -> list[Row]:
    """The most frequent names: name, label, mentions, articles."""
    sql, values = table.keep(*marked(view))
    return table.ask(
        f"""
        SELECT name, label, count(*) AS mentions, count(DISTINCT article) AS articles
        FROM ({sql}) GROUP BY name, label ORDER BY mentions DESC, name, label LIMIT ?
        """,
        [*values, most],
    )


def over_time(
    table: Asked, view: View, series: str, unit: str = "month", only: Sequence[str] = ()
) -> list[Row]:
    """Mentions by the day, week or month of their article, in series by label, name or outlet.

    Rows are period (a date, the first of its days), series and mentions. Articles whose day is not
    known so well are left out. ``only`` are the series that are wanted; all if none.
    """
    if series not in ("label", "name", "outlet"):
        raise ValueError(f"no series by {series}")
    sql, values = table.keep(*marked(view))
    period = period_of(unit)
    wanted = f"AND {series} IN (SELECT unnest(?))" if only else ""
    return table.ask(
        f"""
        SELECT {period} AS period, {series} AS series, count(*) AS mentions
        FROM ({sql}) WHERE {period} IS NOT NULL {wanted} GROUP BY 1, 2 ORDER BY 1, 2
        """,
        [*values, *([list(only)] if only else [])],
    )


def rising(table: Asked, view: View, *, most: int = 20) -> list[Row]:
    """Names that changed most from the first half of the time to the second.

    Rows are name, label, before and after (mentions per 1,000 articles of that half) and change.
    The halves have as many days; names in fewer than three articles are left out.
    """
    sql, values = table.keep(*marked(view))
    counted, more = table.keep(*view.counted(ENTITIES))
    return table.ask(
        f"""
        WITH marked AS ({sql}), counted AS ({counted}),
        middle AS (
            SELECT min(day) + CAST((max(day) - min(day)) // 2 AS INTEGER) AS day FROM counted
        ),
        halves AS (
            SELECT count(*) FILTER (c.day <= m.day) AS before,
                count(*) FILTER (c.day > m.day) AS after
            FROM counted c, middle m WHERE c.day IS NOT NULL
        )
        SELECT name, label,
            1000.0 * count(*) FILTER (k.day <= m.day) / any_value(h.before) AS before,
            1000.0 * count(*) FILTER (k.day > m.day) / any_value(h.after) AS after,
            1000.0 * count(*) FILTER (k.day > m.day) / any_value(h.after)
                - 1000.0 * count(*) FILTER (k.day <= m.day) / any_value(h.before) AS change
        FROM marked k, middle m, halves h
        WHERE k.day IS NOT NULL AND h.before > 0 AND h.after > 0
        GROUP BY name, label HAVING count(DISTINCT article) >= {FEWEST}
        ORDER BY abs(change) DESC, name, label LIMIT ?
        """,
        [*values, *more, most],
    )


def company(table: Asked, view: View, *, most: int = 15) -> list[Row]:
    """In how many articles the most frequent names stand together, each pair in both directions.

    Rows are one, other, articles and lift: how many times more than if names were independent.
    """
    sql, values = table.keep(*marked(view))
    counted, more = table.keep(*view.counted(ENTITIES))
    return table.ask(
        f"""
        WITH marked AS (SELECT DISTINCT article, name FROM ({sql})),
        every AS (SELECT count(*) AS n FROM ({counted})),
        top AS (
            SELECT name, count(*) AS articles FROM marked GROUP BY name
            ORDER BY articles DESC, name LIMIT ?
        ),
        kept AS (SELECT article, name FROM marked SEMI JOIN top USING (name))
        SELECT a.name AS one, b.name AS other, count(*) AS articles,
            count(*) * any_value(e.n)::DOUBLE
                / (any_value(x.articles) * any_value(y.articles)) AS lift
        FROM kept a JOIN kept b ON a.article = b.article AND a.name <> b.name
        JOIN top x ON x.name = a.name JOIN top y ON y.name = b.name, every e
        GROUP BY 1, 2 ORDER BY max(x.articles) DESC, 1, max(y.articles) DESC, 2
        """,
        [*values, *more, most],
    )


def companions(table: Asked, view: View, name: str, *, most: int = 12) -> list[Row]:
    """With whom a name shares most articles: name, label, articles, lift."""
    sql, values = table.keep(*marked(view))
    counted, more = table.keep(*view.counted(ENTITIES))
    return table.ask(
        f"""
        WITH marked AS (SELECT DISTINCT article, name, label FROM ({sql})),
        its AS (SELECT DISTINCT article FROM marked WHERE name = ?),
        sizes AS (SELECT (SELECT count(*) FROM its) AS its, (SELECT count(*) FROM ({counted})) AS n)
        SELECT m.name, m.label, count(i.article) AS articles,
            count(i.article) * any_value(s.n)::DOUBLE / (count(*) * any_value(s.its)) AS lift
        FROM marked m LEFT JOIN its i USING (article), sizes s WHERE m.name <> ?
        GROUP BY m.name, m.label HAVING count(i.article) > 0
        ORDER BY articles DESC, lift DESC, m.name LIMIT ?
        """,
        [*values, name, *more, name, most],
    )


def places(table: Asked, view: View, name: str, *, most: int = MOST) -> list[Row]:
    """Where a name stands: the article's key and owner, label, start and stop in code points."""
    sql, values = table.keep(*marked(view))
    return table.ask(
        f"""
        SELECT a.key AS article, k.owner, k.label, k.start, k.stop
        FROM ({sql}) k JOIN articles a ON a.id = k.article WHERE k.name = ?
        ORDER BY a.published DESC NULLS LAST, a.id, k.start LIMIT ?
        """,
        [*values, name, most],
    )


def rests_on(table: Asked, view: View, layer: str = ENTITIES) -> dict[str, int]:
    """How many articles count by their gold, corrections in progress and suggestions."""
    sql, values = table.keep(*view.counted(layer))
    rows = table.ask(f"SELECT state, count(*) AS n FROM ({sql}) GROUP BY state", values)
    return {row["state"]: row["n"] for row in rows}


def roster(table: Asked) -> list[Row]:
    """Every name with its label, spellings, mentions and articles, most first."""
    sql, values = marked(View())
    return table.ask(
        f"""
        SELECT name, label, list(DISTINCT spelling ORDER BY spelling) AS spellings,
            count(*) AS mentions, count(DISTINCT article) AS articles
        FROM ({sql}) GROUP BY name, label ORDER BY mentions DESC, name, label
        """,
        values,
    )
