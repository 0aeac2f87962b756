"""Who gets to speak, by whom they are quoted, and who is spoken of in silence."""

import streamlit as st

from annotator import charts, frames
from annotator.news import entities, estimates, voices
from annotator.news.view import QUOTES
from annotator.ui import counting, figure, passages, shell, viewing

shell.guard(__file__)
project, annotator = shell.project(), shell.annotator()
store = project.store
page = figure.Page("Voices", st.context.theme.type == "dark")

st.title("Voices")
table = counting.table(store).held()
view = viewing.show(project, annotator)
total = voices.totals(table, view)
rests_on = viewing.rests_on(entities.rests_on(table, view, QUOTES))
st.caption(rests_on)
if not total["quotes"]:
    st.info("Nobody is quoted here. Suggestions for new articles are made in the background.")
    st.stop()
speaker = viewing.picked("speaker", "Speaker")
cue = viewing.picked("cue", "By")

for column, (title, value) in zip(
    st.columns(4),
    (
        ("Quotes", f"{total['quotes']:,}"),
        ("Quoted words", f"{total['words']:,}"),
        ("With a named speaker", f"{total['named'] / total['quotes']:.0%}"),
        ("Speakers", f"{total['speakers']:,}"),
    ),
    strict=True,
):
    column.metric(title, value, border=True)

quoted = frames.news("speakers", voices.speakers(table, view))
picking = viewing.pick("speakers", "speaker", speaker="speaker")
page.show("Quoted words by speaker", charts.speakers_chart, quoted, "speakers", picking)
st.caption("A click on a speaker shows the quotes.")

named, few = st.columns(2, gap="large")
outlets = frames.news("outlets", voices.outlets(table, view))
with named:
    page.show("Named sources and others", charts.sourcing_chart, outlets, "sources")
with few:
    heading = "Who speaks most in each outlet"
    page.show(heading, charts.concentration_chart, outlets, "concentration")

silent, verbs = st.columns(2, gap="large")
with silent:
    spoken = frames.news("silent", voices.silent(table, view))
    picking = viewing.pick("silent", "name", speaker="name")
    page.show("Spoken of, and speaking", charts.silence_chart, spoken, "silent", picking)
with verbs:
    counted = frames.news("cues", voices.cues(table, view))
    if counted.empty:
        why = "None of these quotes has a cue and a named speaker."
        page.nothing("Who says, who claims", why)
    else:
        picking = viewing.pick("cues", "cue", speaker="speaker", cue="cue")
        page.show("Who says, who claims", charts.cues_chart, counted, "cues", picking)

unit = st.segmented_control("Each", entities.UNITS, default="month", key="unit") or "month"
over = frames.kinds(voices.kinds(table, view, unit))
if over.empty:
    page.nothing("Direct, indirect and mixed", "None of these articles has an exact date.")
else:
    page.show("Direct, indirect and mixed", charts.kinds_over_time_chart, over, "kinds", unit=unit)

if entities.rests_on(table, viewing.on(view, "gold"), QUOTES):
    corrected = viewing.corrected()
    if corrected.open:
        with corrected:
            shares = frames.news("estimates", estimates.shares(table, view))
            page.show(
                "Shares of quotes", charts.estimates_chart, shares, "shares-estimated", share=True
            )
            st.caption(viewing.ESTIMATED)

kind = st.pills("Kind", ("direct", "indirect", "mixed"), key="kind", bind="query-params")
found = voices.places(table, view, speaker=speaker, cue=cue, kind=kind)
st.subheader(viewing.number(found, "What was said", "quotes"))
columns = {"speaker": "Speaker", "cue": "By", "kind": "Kind"}
passages.show(store, found, f"quotes-{speaker}-{cue}-{kind}", led=False, **columns)
page.report(rests_on, viewing.words(view))
