"""Who gets to speak, by whom they are quoted, and who is spoken of in silence."""

import streamlit as st

from annotator import charts, frames
from annotator.news import entities, estimates, voices
from annotator.news.view import QUOTES
from annotator.ui import counting, figure, passages, shell, viewing

shell.guard(__file__)
project, annotator = shell.project(), shell.annotator()
store, dark = project.store, st.context.theme.type == "dark"

st.title("Voices")
table = counting.table(store).held()
view = viewing.show(project, annotator)
total = voices.totals(table, view)
st.caption(viewing.rests_on(entities.rests_on(table, view, QUOTES)))
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

st.subheader("Quoted words by speaker")
quoted = frames.news("speakers", voices.speakers(table, view))
picking = viewing.pick("speakers", "speaker", speaker="speaker")
figure.show(charts.speakers_chart(quoted, dark=dark), quoted, "speakers", picking)
st.caption("A click on a speaker shows the quotes.")

named, few = st.columns(2, gap="large")
outlets = frames.news("outlets", voices.outlets(table, view))
with named:
    st.subheader("Named sources and others")
    figure.show(charts.sourcing_chart(outlets, dark=dark), outlets, "sources")
with few:
    st.subheader("Who speaks most in each outlet")
    figure.show(charts.concentration_chart(outlets, dark=dark), outlets, "concentration")

silent, verbs = st.columns(2, gap="large")
with silent:
    st.subheader("Spoken of, and speaking")
    spoken = frames.news("silent", voices.silent(table, view))
    picking = viewing.pick("silent", "name", speaker="name")
    figure.show(charts.silence_chart(spoken, dark=dark), spoken, "silent", picking)
with verbs:
    st.subheader("Who says, who claims")
    counted = frames.news("cues", voices.cues(table, view))
    if counted.empty:
        st.info("None of these quotes has a cue and a named speaker.")
    else:
        picking = viewing.pick("cues", "cue", speaker="speaker", cue="cue")
        figure.show(charts.cues_chart(counted, dark=dark), counted, "cues", picking)

st.subheader("Direct, indirect and mixed")
unit = st.segmented_control("Each", entities.UNITS, default="month", key="unit") or "month"
over = frames.kinds(voices.kinds(table, view, unit))
if over.empty:
    st.info("None of these articles has an exact date.")
else:
    figure.show(charts.kinds_over_time_chart(over, unit=unit, dark=dark), over, "kinds")

if entities.rests_on(table, viewing.on(view, "gold"), QUOTES):
    corrected = viewing.corrected()
    if corrected.open:
        with corrected:
            shares = frames.news("estimates", estimates.shares(table, view))
            drawn = charts.estimates_chart(shares, share=True, dark=dark)
            figure.show(drawn, shares, "shares-estimated")
            st.caption(viewing.ESTIMATED)

kind = st.pills("Kind", ("direct", "indirect", "mixed"), key="kind", bind="query-params")
found = voices.places(table, view, speaker=speaker, cue=cue, kind=kind)
st.subheader(viewing.number(found, "What was said", "quotes"))
columns = {"speaker": "Speaker", "cue": "By", "kind": "Kind"}
passages.show(store, found, f"quotes-{speaker}-{cue}-{kind}", led=False, **columns)
