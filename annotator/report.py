"""A view of charts as one file of HTML that needs nothing else, to be read, printed and sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

MOST = 200  # rows of a table; all are in its CSV

STYLE = """
body { max-width: 56rem; margin: 3rem auto; padding: 0 1.5rem; color: #1d1b18; background: #fff;
  font: 1rem/1.5 Georgia, "Noto Serif", "DejaVu Serif", serif; }
h1 { font-size: 2rem; margin: 0 0 0.3rem; } h2 { font-size: 1.25rem; margin: 2.5rem 0 0.5rem; }
p.quiet, caption, summary { color: #5c5850; font-size: 0.9rem; }
svg { max-width: 100%; height: auto; }
table { border-collapse: collapse; font-size: 0.85rem; margin-top: 0.5rem; }
th, td { text-align: left; padding: 0.15rem 0.9rem 0.15rem 0; border-bottom: 1px solid #e4e0d8; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
@media print { details { display: none; } h2 { break-after: avoid; } svg { break-inside: avoid; } }
"""


@dataclass(frozen=True, slots=True)
class Part:
    """One chart: its heading, the SVG document, and the table that it draws."""

    heading: str
    svg: str
    header: Sequence[str]
    rows: Sequence[Sequence[object]]


def html(title: str, lines: Iterable[str], parts: Iterable[Part]) -> str:
    """The report: a title, lines that say what is shown and on what it rests, and its charts.

    All text is escaped; the SVG documents are put in as they are.
    """
    told = "".join(f'<p class="quiet">{escape(line)}</p>\n' for line in lines if line)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{escape(title)}</h1>\n{told}{''.join(map(_part, parts))}</body>\n</html>\n"
    )


def _part(part: Part) -> str:
    head = "".join(f'<th scope="col">{escape(str(cell))}</th>' for cell in part.header)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>\n" for row in list(part.rows)[:MOST])
    more = f"<caption>The first {MOST:,} rows</caption>" if len(part.rows) > MOST else ""
    return (
        f"<h2>{escape(part.heading)}</h2>\n<figure>{part.svg}</figure>\n"
        f"<details><summary>As a table</summary><table>{more}<thead><tr>{head}</tr></thead>\n"
        f"<tbody>{body}</tbody></table></details>\n"
    )


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f'<td class="number">{value:,.3f}</td>' if value == value else "<td>–</td>"
    if isinstance(value, int):
        return f'<td class="number">{value:,}</td>'
    return f"<td>{escape(str(value))}</td>"
