"""Read an article and correct what is marked in it."""

import streamlit as st

from annotator.store import articles
from annotator.ui import comparing, details, reader, shell
from annotator.ui.plain import plain

shell.guard(__file__)


@st.fragment(key="read")
def read() -> None:
    project, annotator = shell.project(), shell.annotator()
    shown = st.query_params.get("article") or st.session_state.get("reading")
    question = reader.asked(shown)
    if question.article:
        kept = {key: st.query_params[key] for key in ("find",) if key in st.query_params}
        st.query_params.from_dict({"article": question.article, **kept})
    if question.against is not None:
        st.query_params["against"] = question.against
    reader.answered(question.number)
    article = question.article or shown or articles.next_open(project.store, annotator)
    st.session_state["reading"] = article
    find = st.query_params.get("find")
    whose = comparing.whose(project.store, article, st.query_params.get("of"), annotator)
    data = article and reader.snapshot(
        project.store, article, whose, at=st.query_params.get("at"), find=find
    )
    if not data:
        st.info("There is no such article here. The Library shows all, and takes new ones.")
        st.page_link("pages/library.py", label="Open the Library")
        return
    compared = comparing.shown(project.store, data, st.query_params.get("against"))
    # Who has a layer of their own waits for no suggestions.
    new = data["state"]["status"] == "new"
    missing = new and data["pipeline"] is None and not data["blind"]
    problem = project.problem(article) if missing else None
    if missing and not problem:
        project.see_to(article)
    suggesting = missing and not problem
    beside = reader.ahead(project.store, data, annotator, find=find)
    asked = {"suggesting": suggesting, "asked": question.number, "ahead": beside}
    reader.mount({**data, **asked, **compared, "readonly": whose != annotator})
    if problem:
        st.warning(
            f"No suggestions: {plain(problem)}. *Suggest again*, below, tries it all the same."
        )
    details.show(project, data["article"]["id"], annotator)


read()
