"""Who and what is in the news, when, beside whom, and where in the text."""

import streamlit as st

from annotator import charts, frames
from annotator.labels import NAMED
from annotator.news import entities, estimates, voices
from annotator.ui import counting, figure, passages, shell, viewing
from annotator.ui.plain import plain

shell.guard(__file__)
project, annotator = shell.project(), shell.annotator()
store = project.store
page = figure.Page("Entities", st.context.theme.type == "dark")

st.title("Entities")
table = counting.table(store).held()
view = viewing.show(project, annotator)
every = entities.labels(table, view)
rests_on = viewing.rests_on(entities.rests_on(table, view))
st.caption(rests_on)
if not every:
    st.info("Nothing is marked here. Suggestions for new articles are made in the background.")
    st.stop()
name = viewing.picked("name", "Name")
named = view if view.labels else viewing.labelled(view, NAMED)

by_label, by_name = st.columns([2, 3], gap="large")
with by_label:
    page.show("Mentions by label", charts.labels_chart, frames.label_counts(every), "labels")
with by_name:
    most = frames.name_counts(entities.names(table, named))
    picking = viewing.pick("names", "name", name="name")
    page.show("Most frequent names", charts.names_chart, most, "names", picking)
    st.caption("A click on a name shows where it stands.")

one, two = st.columns(2)
by = one.segmented_control("By", ("label", "name", "outlet"), default="label", key="by")
unit = two.segmented_control("Each", entities.UNITS, default="month", key="unit")
by, unit = by or "label", unit or "month"
if name:
    counted = entities.over_time(table, view, "name", unit, [name])
elif by == "name":
    top = [row["name"] for row in entities.names(table, named, most=6)]
    counted = entities.over_time(table, view, by, unit, top)
else:
    counted = entities.over_time(table, view, by, unit)
timed = frames.series(counted, unit)
if timed.empty:
    page.nothing("Over time", "None of these articles has an exact date.")
else:
    brushing = viewing.brushed("time")
    page.show("Over time", charts.time_chart, timed, "time", brushing, unit=unit)
    st.caption("Drag over a stretch of time to see that alone.")

if name:
    said = voices.places(table, view, speaker=name)
    st.header(plain(name))
    places = entities.places(table, view, name)
    beside, quoted = st.columns([2, 3], gap="large")
    with beside:
        st.subheader("In articles with")
        rows = entities.companions(table, named, name)
        st.dataframe(
            frames.news("companions", rows),
            hide_index=True,
            column_config={
                "lift": st.column_config.NumberColumn(
                    format="%.1f×", help="How much more often than by chance"
                )
            },
        )
    with quoted:
        st.subheader(viewing.number(said, "What it said", "quotes"))
        if said:
            passages.show(store, said, f"said-{name}", led=False, cue="By", kind="Kind")
        else:
            st.caption("Nothing is quoted of this name here.")
    st.subheader(viewing.number(places, "What is said of it", "passages"))
    passages.show(store, places, f"places-{name}", label="Label")
else:
    rising, beside = st.columns(2, gap="large")
    with rising:
        rows = entities.rising(table, named)
        if rows:
            moved = frames.news("rising", rows)
            picking = viewing.pick("rising", "name", name="name")
            page.show("Rising and falling", charts.rising_chart, moved, "rising", picking)
            st.caption("Mentions per 1,000 articles, the first half of the time and the second.")
        else:
            why = "It takes articles of two days to see what rises."
            page.nothing("Rising and falling", why)
    with beside:
        rows = entities.company(table, named)
        if rows:
            together = frames.news("company", rows)
            picking = viewing.pick("company", "pair", name="one")
            page.show("Together in articles", charts.company_chart, together, "company", picking)
        else:
            page.nothing("Together in articles", "No two of these names stand in one article.")

if entities.rests_on(table, viewing.on(view, "gold")):
    corrected = viewing.corrected()
    if corrected.open:
        with corrected:
            guessed, known = st.columns(2, gap="large")
            for column, heading, what, rows in (
                (guessed, "Labels", "labels-estimated", estimates.labels(table, view)),
                (known, "Names", "names-estimated", estimates.names(table, named)),
            ):
                with column:
                    corrections = frames.news("estimates", rows)
                    page.show(heading, charts.estimates_chart, corrections, what)
            st.caption(viewing.ESTIMATED)

page.report(rests_on, viewing.words(view))
