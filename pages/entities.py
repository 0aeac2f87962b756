"""Who and what is in the news, and where."""

import streamlit as st

from annotator import charts, frames
from annotator.labels import NAMED
from annotator.store import counts
from annotator.ui import shell

shell.guard(__file__)
project, annotator = shell.project(), shell.annotator()
dark = st.context.theme.type == "dark"

st.title("Entities")
st.caption(
    "Of each article your own labels count once you have begun with it, the suggestions before."
)
every = counts.labels(project.store, annotator)
if not every:
    st.info("Nothing is marked yet. Suggestions for new articles are made in the background.")
    st.stop()

labels = st.pills(
    "Labels",
    [row["label"] for row in every],
    selection_mode="multi",
    format_func=lambda label: label.replace("_", " "),
    key="labels",
    bind="query-params",
)
by_label, by_name = st.columns([2, 3], gap="large")
with by_label:
    st.subheader("Mentions by label")
    shown = [row for row in every if not labels or row["label"] in labels]
    st.altair_chart(charts.labels_chart(frames.label_counts(shown), dark=dark))
with by_name:
    st.subheader("Most frequent names")
    names = counts.names(project.store, annotator, labels or NAMED)
    event = st.altair_chart(
        charts.names_chart(frames.name_counts(names), dark=dark), on_select="rerun", key="names"
    )
    st.caption("A click on a name shows where it stands.")

picked = next(iter(event.selection.get("name") or []), None)
name, label = (picked["name"], picked["label"]) if picked else (None, None)

st.subheader(f"{name}, by date" if name else "By date of publication")
dated = frames.date_counts(
    counts.dates(project.store, annotator, [label] if label else labels, name)
)
if dated.empty:
    st.info("None of these articles has a date.")
else:
    st.altair_chart(charts.dates_chart(dated, dark=dark))

if name:
    passages = counts.passages(project.store, annotator, name, label)
    st.subheader(f"{name}: {len(passages)} passages")
    st.caption("A click opens the place in its article.")
    chosen = st.dataframe(
        {
            "Passage": [f"…{p['before']}{p['surface']}{p['after']}…" for p in passages],
            "Article": [p["headline"] for p in passages],
            "Date": [p["published"] for p in passages],
            "Source": [p["source"] for p in passages],
        },
        column_config={"Passage": st.column_config.TextColumn(width="large")},
        on_select="rerun",
        selection_mode="single-cell",
        key=f"passages-{name}-{label}",
    )
    if chosen.selection.cells:
        passage = passages[chosen.selection.cells[0][0]]
        at = f"{passage['start']}-{passage['end']}"
        st.switch_page("pages/read.py", query_params={"article": passage["article"], "at": at})
