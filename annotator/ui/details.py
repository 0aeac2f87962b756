"""What is known about an article, to be corrected; its suggestions; its deletion."""

from __future__ import annotations

import streamlit as st

from annotator import batch, gold, pipelines
from annotator.annotation import Appearance, Invalid
from annotator.formats import native
from annotator.ingest import languages
from annotator.ingest.dates import published as parse_date
from annotator.store import articles, layers, removal
from annotator.ui import choosing
from annotator.ui.plain import plain
from annotator.ui.shell import Project


def show(project: Project, article: str, annotator: str) -> None:
    """The expanders below an article."""
    # Filled only when opened: turning to an article should not wait for its forms.
    about = st.expander(
        "About this article", icon=":material/edit_note:", key="about", on_change="rerun"
    )
    if about.open:
        with about:
            _fields(project, article, annotator)
    more = st.expander(
        "Suggestions, export, deletion", icon=":material/tune:", key="more", on_change="rerun"
    )
    if more.open:
        again, export, delete = more.columns(3)
        with again:
            _suggest_again(project, article)
        with export:
            _export(project, article, annotator)
        with delete:
            _delete(project, article, annotator)


def _fields(project: Project, article: str, annotator: str) -> None:
    found = articles.load(project.store, article)
    if found is None:
        return
    for also in found.appearances[1:]:
        parts = (also.published, also.source, also.url, also.byline)
        st.caption("Also: " + plain(", ".join(filter(None, parts))))
    first = found.appearances[0] if found.appearances else Appearance()
    with st.form(f"fields-{article}", border=False):
        title = st.text_input("Title", found.title, placeholder=found.headline)
        date, source, byline = st.columns(3)
        published = date.text_input("Date", first.published or "", placeholder="2024-11-07")
        outlet = source.text_input("Source", first.source or "")
        writer = byline.text_input("Byline", first.byline or "")
        where, spoken = st.columns([2, 1])
        url = where.text_input("URL", first.url or "")
        language = spoken.text_input(
            "Language", found.language or "", placeholder="en", help="A code, or its English name."
        )
        if not st.form_submit_button("Save"):
            return
    try:
        when = parse_date(published)
        code = languages.code(language) if language.strip() else None
        if language.strip() and not code:
            raise Invalid(
                f"{language.strip()!r} is no language, expected one such as en or English"
            )
    except Invalid as error:
        st.error(plain(str(error)))
        return
    appearance = Appearance(
        when, outlet.strip() or None, url.strip() or None, writer.strip() or None
    )
    articles.describe(
        project.store, article, title=title, language=code, first=appearance, annotator=annotator
    )
    st.rerun()


def _suggest_again(project: Project, article: str) -> None:
    choice = choosing.pipeline(project.config.pipeline, key=f"pipeline-{article}")
    if st.button("Suggest again", key=f"again-{article}"):
        with st.spinner("Suggesting…"):
            batch.suggest(project.store, article, pipelines.load(choice))
        st.rerun()
    st.caption("What somebody has begun to correct stays as it is.")


def _export(project: Project, article: str, annotator: str) -> None:
    layer = layers.load(project.store, article, annotator)
    if layer:
        st.download_button(
            "Download this article",
            native.dumps(gold.record(layer)) + "\n",
            f"{article}.jsonl",
            "application/jsonl",
            on_click="ignore",
            key=f"export-{article}",
        )
        st.caption("Your labels in the native format, one JSON object.")


def _delete(project: Project, article: str, annotator: str) -> None:
    hangs = removal.attached(project.store, [article])
    people = ", ".join(hangs.annotators) or "nobody"
    if st.button("Delete this article", key=f"delete-{article}"):
        removal.remove(project.store, [article], annotator=annotator)
        gold.write(project.store, [article], project.config.gold)
        st.query_params.clear()
        del st.session_state["reading"]
        st.rerun()
    st.caption(
        f"On it hang the labels of {plain(people)}, {hangs.decided} decisions among them. "
        f"The log of its {hangs.edits} edits stays."
    )
