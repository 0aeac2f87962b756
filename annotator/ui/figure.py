"""Charts of a page with what goes with them: the table each draws, files of both, and a report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import streamlit as st

from annotator import report, spreadsheet


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart that can be drawn for the page, and again for a picture: on white, for print."""

    heading: str
    draw: Callable[..., Any]
    frame: Any
    options: dict[str, Any]

    def chart(self, *, dark: bool = False) -> Any:
        return self.draw(self.frame, dark=dark, **self.options)

    def rows(self) -> list[list[Any]]:
        return [list(row) for row in self.frame.itertuples(index=False)]

    def csv(self) -> str:
        return spreadsheet.whole(list(self.frame.columns), self.rows())

    def svg(self) -> str:
        # Here, since its engine is large, and most views are never downloaded.
        from annotator.charts import export

        return export.svg(self.chart())

    def png(self) -> bytes:
        from annotator.charts import export

        return export.png(self.chart())


@dataclass(slots=True)
class Page:
    """The figures that a page has shown in this run."""

    title: str
    dark: bool
    figures: list[Figure] = field(default_factory=list)

    def show(
        self,
        heading: str,
        draw: Callable[..., Any],
        frame: Any,
        name: str,
        on_select: Callable[[], None] | None = None,
        **options: Any,
    ) -> None:
        """The chart under its heading, its table, and files; ``on_select`` hears what is picked."""
        found = Figure(heading, draw, frame, options)
        self.figures.append(found)
        st.subheader(heading)
        # Not by altair_chart, which checks each against the schema again: half of its time.
        spec = found.chart(dark=self.dark).to_dict(validate=False)
        if on_select is None:
            st.vega_lite_chart(spec, key=name)
        else:
            st.vega_lite_chart(spec, key=name, on_select=on_select)
        _files(found, name)

    def nothing(self, heading: str, why: str) -> None:
        """Why there is no chart under this heading."""
        st.subheader(heading)
        st.info(why)

    def report(self, *lines: str) -> None:
        """A button for all of it in one file, with what it shows and on what that rests."""

        def made() -> str:
            parts = [
                report.Part(f.heading, f.svg(), list(f.frame.columns), f.rows())
                for f in self.figures
            ]
            day = date.today().isoformat()
            return report.html(self.title, [*lines, f"Gloss, {day}."], parts)

        st.download_button(
            "Report of this view",
            made,
            f"{self.title.lower()}.html",
            "text/html",
            icon=":material/description:",
            on_click="ignore",
            key="report",
        )


@st.fragment
def _files(figure: Figure, name: str) -> None:
    """The table and the files of a figure, made only while somebody looks at them."""
    beside = st.popover(
        "Table and files",
        type="tertiary",
        icon=":material/table:",
        key=f"files-{name}",
        on_change="rerun",
    )
    if not beside.open:
        return
    files: list[tuple[str, Callable[[], str | bytes], str]] = [
        ("CSV", figure.csv, "text/csv"),
        ("SVG", figure.svg, "image/svg+xml"),
        ("PNG", figure.png, "image/png"),
    ]
    with beside:
        st.dataframe(figure.frame, hide_index=True)
        for column, (kind, data, mime) in zip(st.columns(3), files, strict=True):
            column.download_button(
                kind,
                data,
                f"{name}.{kind.lower()}",
                mime,
                icon=":material/download:",
                on_click="ignore",
                key=f"{kind}-{name}",
                width="stretch",
            )
