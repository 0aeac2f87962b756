"""Who gets to speak: quoted words by speaker and outlet, how they are reported, who is silent."""

from __future__ import annotations

from typing import Any

from annotator.news import entities
from annotator.news.table import Asked, Row
from annotator.news.view import QUOTES, View


def said(view: View) -> tuple[str, list[Any]]:
    """SQL of all quotes that count: article, day, outlet, owner, kind, status, cue, words, speaker.

    ``speaker`` is the name over the corpus, null for who has none.
    """
    counted, values = view.counted(QUOTES)
    sql = f"""
        SELECT c.article, c.day, c.month, c.outlet, c.owner, q.kind, q.status, q.cue, q.words,
            q.start, q.stop, coalesce(p.name, s.name) AS speaker
        FROM ({counted}) c
        JOIN quotes q ON q.article = c.article AND q.owner = c.owner
        LEFT JOIN spellings s ON s.id = q.spelling
        LEFT JOIN splits p ON p.spelling = q.spelling AND p.article = q.article
    """
    return sql, values


def speakers(table: Asked, view: View, *, most: int = 20) -> list[Row]:
    """Quoted words and quotes of the most quoted, by kind: speaker, kind, words, quotes."""
    sql, values = table.keep(*said(view))
    return table.ask(
        f"""
        WITH said AS ({sql}),
        top AS (
            SELECT speaker, sum(words) AS words FROM said WHERE speaker IS NOT NULL
            GROUP BY speaker ORDER BY words DESC, speaker LIMIT ?
        )
        SELECT s.speaker, s.kind, CAST(sum(s.words) AS BIGINT) AS words, count(*) AS quotes
        FROM said s JOIN top t USING (speaker)
        GROUP BY s.speaker, s.kind ORDER BY max(t.words) DESC, s.speaker, s.kind
        """,
        [*values, most],
    )


def totals(table: Asked, view: View) -> dict[str, int]:
    """All quotes, their words, and how many have a named, an unnamed and an unknown speaker."""
    sql, values = table.keep(*said(view))
    (row,) = table.ask(
        f"""
        SELECT count(*) AS quotes, CAST(coalesce(sum(words), 0) AS BIGINT) AS words,
            count(*) FILTER (status = 'named') AS named,
            count(*) FILTER (status = 'unnamed') AS unnamed,
            count(*) FILTER (status = 'unknown') AS unknown,
            count(DISTINCT speaker) AS speakers
        FROM ({sql})
        """,
        values,
    )
    return row


def outlets(table: Asked, view: View, *, most: int = 20) -> list[Row]:
    """How each outlet uses sources: named, unnamed and unknown quotes, and how few speak.

    ``effective`` is the number of speakers that would give the same concentration if all were
    quoted alike, by words: the inverse of the Herfindahl index (Laakso and Taagepera 1979).
    ``top`` is the most quoted speaker, with their share of the words whose speaker is named.
    """
    sql, values = table.keep(*said(view))
    return table.ask(
        f"""
        WITH said AS ({sql}),
        shares AS (
            SELECT outlet, speaker, sum(words) AS words,
                sum(words) / nullif(sum(sum(words)) OVER (PARTITION BY outlet), 0) AS share
            FROM said WHERE speaker IS NOT NULL GROUP BY outlet, speaker
        ),
        spread AS (
            SELECT outlet, 1 / sum(share * share) AS effective,
                arg_max(speaker, (share, speaker)) AS top, max(share) AS top_share
            FROM shares WHERE share > 0 GROUP BY outlet
        )
        SELECT outlet, count(*) FILTER (status = 'named') AS named,
            count(*) FILTER (status = 'unnamed') AS unnamed,
            count(*) FILTER (status = 'unknown') AS unknown,
            any_value(p.effective) AS effective, any_value(p.top) AS top,
            any_value(p.top_share) AS top_share
        FROM said LEFT JOIN spread p USING (outlet)
        GROUP BY outlet ORDER BY count(*) DESC, outlet LIMIT ?
        """,
        [*values, most],
    )


def silent(table: Asked, view: View, *, most: int = 20) -> list[Row]:
    """The most mentioned people and bodies with the words that are quoted of them, maybe none."""
    marked, values = table.keep(*entities.marked(view))
    sql, more = table.keep(*said(view))
    return table.ask(
        f"""
        WITH mentioned AS (
            SELECT name, mode(label) AS label, count(*) AS mentions FROM ({marked})
            WHERE label IN ('PERSON', 'ORG') GROUP BY name
            ORDER BY mentions DESC, name LIMIT ?
        ),
        quoted AS (SELECT speaker, sum(words) AS words FROM ({sql}) GROUP BY speaker)
        SELECT m.name, m.label, m.mentions, CAST(coalesce(q.words, 0) AS BIGINT) AS words
        FROM mentioned m LEFT JOIN quoted q ON q.speaker = m.name ORDER BY m.mentions DESC, m.name
        """,
        [*values, most, *more],
    )


def cues(table: Asked, view: View, *, most: int = 12) -> list[Row]:
    """By which verbs the most quoted are quoted: speaker, cue, quotes, share of the speaker's."""
    sql, values = table.keep(*said(view))
    return table.ask(
        f"""
        WITH said AS (SELECT * FROM ({sql}) WHERE speaker IS NOT NULL AND cue IS NOT NULL),
        top AS (SELECT speaker, count(*) AS n FROM said GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?),
        verbs AS (SELECT cue, count(*) AS n FROM said GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?)
        SELECT s.speaker, s.cue, count(*) AS quotes, count(*) / any_value(t.n) AS share
        FROM said s JOIN top t USING (speaker) JOIN verbs v ON v.cue = s.cue
        GROUP BY 1, 2 ORDER BY max(t.n) DESC, 1, max(v.n) DESC, 2
        """,
        [*values, most, most],
    )


def kinds(table: Asked, view: View, unit: str = "month") -> list[Row]:
    """How quotes are reported over time: period, kind, quotes, and the share of the period's."""
    period = entities.period_of(unit)
    sql, values = table.keep(*said(view))
    return table.ask(
        f"""
        SELECT {period} AS period, kind, count(*) AS quotes,
            count(*) / sum(count(*)) OVER (PARTITION BY {period}) AS share
        FROM ({sql}) WHERE {period} IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2
        """,
        values,
    )


def places(
    table: Asked,
    view: View,
    *,
    speaker: str | None = None,
    cue: str | None = None,
    kind: str | None = None,
    most: int = entities.MOST,
) -> list[Row]:
    """Where quotes stand, of a speaker, with a cue, of a kind: the newest articles first."""
    sql, values = table.keep(*said(view))
    wanted = {"speaker": speaker, "cue": cue, "kind": kind}
    chosen = {column: value for column, value in wanted.items() if value is not None}
    conditions = " AND ".join(["true", *(f"k.{column} = ?" for column in chosen)])
    return table.ask(
        f"""
        SELECT a.key AS article, k.owner, k.kind, k.status, k.cue, k.speaker, k.words, k.start,
            k.stop
        FROM ({sql}) k JOIN articles a ON a.id = k.article WHERE {conditions}
        ORDER BY a.published DESC NULLS LAST, a.id, k.start LIMIT ?
        """,
        [*values, *chosen.values(), most],
    )
