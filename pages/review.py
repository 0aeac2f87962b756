"""Put together what several people marked in an article, and decide where they differ."""

import streamlit as st

from annotator.annotation import Invalid
from annotator.store import articles, layers, reviews
from annotator.ui import reader, shell
from annotator.ui.plain import plain

shell.guard(__file__)


@st.fragment(key="review")
def review() -> None:
    shown = st.query_params.get("article")
    question = reader.asked(shown)
    if question.article:
        st.query_params.from_dict({"article": question.article})
    reader.answered(question.number)
    article = question.article or shown
    project, reviewer = shell.project(), shell.annotator()
    if not article or articles.load(project.store, article) is None:
        listed(project, reviewer)
        return
    layer = layers.load(project.store, article, reviews.layer_of(reviewer))
    if st.button("All reviews", icon=":material/arrow_back:", type="tertiary", key="all"):
        st.query_params.clear()
        st.rerun()
    if layer is None or not layer.origin.reviewed:
        begun(project, reviewer, article)
        return
    data = reader.snapshot(project.store, article, layer.annotator, at=st.query_params.get("at"))
    assert data is not None
    place = reviews.place(project.store, article, reviewer)
    among = {"count": place.count, "before": place.before, "after": place.after}
    still = {"suggesting": False, "asked": question.number, "ahead": []}
    reader.mount({**data, "place": place.number, **among, **still})
    there = [one.name for one in reviews.sources(project.store, article)]
    if more := [name for name in there if name not in layer.origin.reviewed]:
        with st.expander("Take in the work of others", icon=":material/group_add:"):
            chosen = st.multiselect("Whose", more, key=f"more-{article}")
            if st.button("Take in", disabled=not chosen, key=f"take-{article}"):
                reviews.begin(project.store, article, reviewer, chosen)
                st.rerun()
            st.caption("What is decided stays; what they have and nobody else has is then open.")


def listed(project: shell.Project, reviewer: str) -> None:
    """The articles that can be reviewed."""
    st.title("Review")
    one = st.toggle(
        "Also what one person is done with, against the suggestions", key="one", bind="query-params"
    )
    waiting = reviews.waiting(project.store, reviewer, least=1 if one else 2)
    if not waiting:
        st.info(
            "A review puts together what several people marked in one article. No article has "
            "two people yet who are done with it: assign some to a second person in the Library."
        )
        st.page_link("pages/library.py", label="Open the Library")
        return
    over = sum(one.status == "done" for one in waiting)
    st.caption(
        f"{over:,} of {len(waiting):,} reviewed by {plain(reviewer)}. A click opens an article."
    )
    chosen = st.dataframe(
        {
            "article": [one.headline for one in waiting],
            "date": [one.published for one in waiting],
            "done by": [", ".join(one.people) for one in waiting],
            "review": [one.status for one in waiting],
        },
        hide_index=True,
        on_select="rerun",
        selection_mode="single-cell",
        column_config={"article": st.column_config.TextColumn(width="large")},
    )
    if chosen.selection.cells:
        st.query_params.from_dict({"article": waiting[chosen.selection.cells[0][0]].article})
        st.rerun()


def begun(project: shell.Project, reviewer: str, article: str) -> None:
    """Ask whose work is to be put together."""
    found = articles.load(project.store, article)
    st.title(plain(found.headline) if found else "")
    there = reviews.sources(project.store, article)
    done = [one.name for one in there if one.status == "done" and not one.machine]
    machines = [one.name for one in there if one.machine]
    if others := reviews.others(project.store, article, reviewer):
        st.info(
            f"{plain(', '.join(others))} reviewed it or is at it. Yours will stand beside that."
        )
    with st.form(f"begin-{article}", border=False):
        chosen = st.multiselect(
            "Put together the work of",
            [one.name for one in there],
            default=done if len(done) > 1 else [*done, *machines[:1]],
            width=600,
        )
        begin = st.form_submit_button("Begin the review", type="primary")
    st.caption(
        "What all of them have is accepted at once. Where they differ, you take what one of them "
        "has, correct it, or reject it. What they marked stays as it is."
    )
    if begin:
        try:
            reviews.begin(project.store, article, reviewer, chosen)
        except Invalid as error:
            st.error(plain(str(error)))
            return
        st.rerun()


review()
