"""How good the suggestions are, measured against gold."""

import streamlit as st

from annotator import batch, charts, frames, gold, pipelines
from annotator.annotation import Invalid
from annotator.ui import shell

shell.guard(__file__)
project = shell.project()
folder = project.config.gold


@st.cache_data(show_spinner="Reading the gold articles with the pipeline…", max_entries=20)
def scores(pipeline: str, files: tuple[tuple[str, int], ...]) -> tuple[batch.Scores, list[str]]:
    """Computed anew when a gold file changes, which its time of change shows."""
    found = list(gold.read(folder))
    records = [one for one in found if not isinstance(one, Invalid)]
    problems = [str(one) for one in found if isinstance(one, Invalid)]
    return batch.score(records, pipelines.load(pipeline)), problems


st.title("Evaluate")
files = tuple((path.name, path.stat().st_mtime_ns) for path in sorted(folder.glob("*.jsonl")))
if not files:
    st.info(
        "There is no gold yet. An article becomes gold when you mark it as done on the Read page; "
        "then its suggestions can be measured here."
    )
    st.page_link("pages/read.py", label="Read and correct an article")
    st.stop()

choice, _ = st.columns([1, 2])
pipeline = choice.selectbox("Suggestions by", pipelines.available(), key="pipeline")
scored, problems = scores(pipeline, files)
for problem in problems:
    st.error(problem)

table = frames.scores(scored.entities)
st.caption(
    f"Articles in gold: {scored.articles}. "
    "Exact: the same span and the same label; a leading “the” does not matter."
)
entities, quotes = batch.total(scored.entities), scored.quotes
for column, name, value, of in zip(
    st.columns(4),
    ("Entities: F1", "Precision", "Recall", "Quotes found"),
    (entities.f1, entities.precision, entities.recall, quotes.recall),
    (
        f"{entities.gold} in gold",
        f"{entities.tp} of {entities.predicted} right",
        f"{entities.tp} of {entities.gold} found",
        f"{quotes.tp} of {quotes.gold}; {quotes.fp} suggested wrongly",
    ),
    strict=True,
):
    column.metric(name, "–" if value is None else f"{value:.2f}", border=True)
    column.caption(of)

st.subheader("By label")
if table.empty:
    st.info("Neither gold nor suggestions have any entity.")
else:
    st.altair_chart(charts.scores_chart(table, dark=st.context.theme.type == "dark"))
    with st.expander("As a table"):
        st.dataframe(table, hide_index=True)
st.caption(
    "Quotes count as found when their content overlaps by half or more. People who correct "
    "suggestions tend to leave them: read these scores as an upper bound."
)
