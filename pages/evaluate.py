"""How good the suggestions are, measured against gold."""

import streamlit as st

from annotator import charts, frames, measuring, pipelines, releases
from annotator.annotation import Invalid
from annotator.evaluation import quote_scores
from annotator.evaluation.figures import figures
from annotator.evaluation.intervals import intervals
from annotator.evaluation.report import LAYERS, Report
from annotator.reliability import reliability, shown
from annotator.store import progress
from annotator.ui import measured, releasing, shell
from annotator.ui.plain import plain

shell.guard(__file__)
project = shell.project()
folder = project.config.gold
dark = st.context.theme.type == "dark"
NOBODY = "nobody"
VIEWS = ("Figures", "Confusion", "Quotes", "Errors", "Suggestions", "Agreement", "Progress")
DIGITS = {
    name: st.column_config.NumberColumn(format="%.3f")
    for name in (
        *("precision", "recall", "f1", "low", "high", "share", "F1 strict", "F1 partial"),
        *("κ on tokens", "α on spans", "F1 of quotes", "α on quotes", "same speaker"),
    )
}
MOST = 2_000  # errors that are shown


st.title("Evaluate")
sources = [releasing.NOW, *releases.names(folder / releases.FOLDER)]
source = st.selectbox("Gold", sources, key="gold", bind="query-params", width=300)
files = releasing.files_of(folder, source)
if not files:
    st.info(
        "There is no gold yet. An article becomes gold when you mark it as done on the Read page; "
        "then its suggestions can be measured here."
    )
    st.page_link("pages/read.py", label="Read and correct an article")
    st.stop()

every, problems = releasing.read(folder, source, files)
for problem in problems:
    st.error(plain(problem))
if not every:
    st.stop()
reviewed = {record.annotator for record in every if record.origin.reviewed}
people = sorted({r.annotator or "" for r in every}, key=lambda name: (name not in reviewed, name))
one, two, three = st.columns(3)
judge = people[0]
if len(people) > 1:
    judge = three.selectbox("By the gold of", people, key="judge", bind="query-params")
known = [*pipelines.available(), *(name for name in people if name != judge)]
system = one.selectbox("How good is", known, key="system", bind="query-params")
other = two.selectbox("Beside", [NOBODY, *(name for name in known if name != system)], key="beside")

systems = [system] if other == NOBODY else [other, system]
try:
    found = {name: measured.compared(project.store, name, judge, every, files) for name in systems}
except Invalid as error:
    st.error(plain(str(error)))
    st.stop()
reports = {name: Report([c for c in done if c]) for name, done in found.items()}
silent = {name: sum(c is None for c in done) for name, done in found.items()}
if len(systems) > 1 and len({len(done) for done in found.values()}) == 1:
    reports = dict(zip(systems, measuring.paired(*found.values()), strict=True))
report = reports[system]
for name, articles in silent.items():
    if articles:
        st.warning(f"{articles:,} gold articles are left out: {plain(name)} says nothing of them.")

number = len(report.articles)
st.caption(
    f"{number:,} annotated article{'' if number == 1 else 's'} in gold. Exact: the same span and "
    "the same label; a leading “the” does not matter. Quotes: half of their words or more are the "
    "same. Intervals: 95 %, by bootstrap over articles."
)
quotes, entities = report.quotes, measuring.all_entities(report)
named = quotes["name", quote_scores.MATCHED]
content = quotes["all", quote_scores.MATCHED]
cards = (
    ("Entities: F1", entities.f1, report.triples(), f"{entities.gold:,} in gold"),
    (
        "Quotes: F1",
        content.f1,
        report.quote_triples("all", quote_scores.MATCHED),
        f"{content.gold:,.0f} in gold, {content.predicted:,.0f} suggested",
    ),
    (
        "Who said it",
        named.recall,
        report.quote_triples("name", quote_scores.MATCHED),
        f"of {named.gold:,.0f} named speakers of found quotes",
    ),
)
for column, (title, figure, triples, of) in zip(st.columns(3), cards, strict=True):
    column.metric(title, "–" if figure is None else f"{figure:.2f}", border=True)
    interval = intervals(triples)["f1"]
    spread = f"{interval.low:.2f} to {interval.high:.2f}; " if interval else ""
    column.caption(spread + of)
if len(reports) > 1:
    measured.tell(measuring.differences(*reports.values()), f"{plain(system)} less {plain(other)}")

view = st.segmented_control(
    "View", VIEWS, default=VIEWS[0], key="view", bind="query-params", label_visibility="collapsed"
)
if view == "Agreement":
    together = reliability(measuring.side_by_side(every))
    if not together.pairs:
        st.info(
            "Agreement needs articles that two people are done with. Assign some to a second "
            "person in the Library."
        )
    else:
        table = frames.agreement(together.pairs)
        if len(table) > 1:
            st.altair_chart(charts.agreement_chart(table, dark=dark))
        st.dataframe(table, hide_index=True, column_config=DIGITS)
        tokens, spans = together.alphas(), together.span_alphas()
        every_label = ("all labels", together.alpha, together.span_alpha)
        by_label = [(name, tokens.get(name), spans.get(name)) for name in sorted({*tokens, *spans})]
        quoted = ("quotes", None, together.quote_alpha)
        st.dataframe(
            {
                title: [
                    cell if isinstance(cell, str) else shown(cell) if cell else "–"
                    for cell in column
                ]
                for title, column in zip(
                    ("Krippendorff’s α of", "on tokens", "on spans"),
                    zip(every_label, *by_label, quoted, strict=True),
                    strict=True,
                )
            },
            hide_index=True,
            height="content",
        )
        st.caption(
            "F1 counts mentions with the same span and label; partial ones by half. κ and α "
            "compare with what chance would give: on tokens, the labels that each has; on spans, "
            "where they begin and end, by the square of what differs, so that a missed long one "
            "weighs most (Krippendorff 2004). Quotes are the same where half of their words or "
            "more are."
        )
elif view == "Suggestions":
    bias = measuring.bias([r for r in every if (r.annotator or "") == judge], found[system])
    blind, suggested = len(bias.blind.articles), len(bias.suggested.articles)
    if not blind or not suggested:
        st.info(
            "What suggestions do to those who correct them shows where some articles are read "
            "blind: assign a share of them without suggestions in the Library. "
            f"Of this gold {blind:,} articles were read blind and {suggested:,} with suggestions."
        )
    else:
        sides = {
            f"read blind ({blind:,})": bias.blind,
            f"corrected ({suggested:,})": bias.suggested,
        }
        table = frames.figures({name: figures(one) for name, one in sides.items()})
        measured.tell(bias.differences(), "corrected less blind")
        st.altair_chart(charts.figures_chart(table, dark=dark))
        with st.expander("As a table"):
            st.dataframe(table, hide_index=True, column_config=DIGITS)
        st.caption(
            f"{plain(system)} by gold that began as suggestions, and by gold made without. "
            "What it does better by the former is what suggestions did, as far as chance chose "
            "which articles were blind. Where the gold began as its own suggestions, that tells "
            "how much too high its scores are."
        )
elif view == "Progress":
    reached = progress.statuses(project.store)
    table = frames.progress(progress.finished(project.store))
    if not table.empty:  # gold may stand in files of which the store knows nothing
        st.altair_chart(charts.progress_chart(table, dark=dark))
        with st.expander("As a table"):
            st.dataframe(table, hide_index=True)
    st.caption(
        f"{reached.articles:,} articles: {reached.done:,} done by somebody, "
        f"{reached.in_progress:,} in progress, {reached.skipped:,} skipped, {reached.new:,} new."
    )
elif view == "Confusion":
    table = frames.confusion(report.confused)
    if table.empty:
        st.info("Neither gold nor predictions have any entity.")
    else:
        st.altair_chart(charts.confusion_chart(table, dark=dark))
        with st.expander("As a table"):
            st.dataframe(table, hide_index=True, column_config=DIGITS)
elif view == "Quotes":
    st.dataframe(frames.tallies(quotes), hide_index=True, column_config=DIGITS, height="content")
    st.caption(
        "Content by overlap, for all quotes, those of speech, and those with quotation marks; "
        "cue, speaker, kind and name of the quotes whose content was found."
    )
elif view == "Errors":
    errors = list(report.errors())
    layers = st.pills("Of", LAYERS, selection_mode="multi", key="layers")
    kinds = sorted({e.error for e in errors if not layers or e.layer in layers})
    wanted = st.pills("Class", kinds, selection_mode="multi", key="kinds")
    listed = [
        e for e in errors if (not layers or e.layer in layers) and (not wanted or e.error in wanted)
    ]
    more = f"; the first {MOST:,} are shown" if len(listed) > MOST else ""
    st.caption(f"{len(listed):,} errors{more}. A click opens the place in its article.")
    chosen = st.dataframe(
        frames.errors(listed[:MOST], {r.article.id: r.article.headline for r in every}),
        hide_index=True,
        column_order=("error", "surface", "gold", "predicted", "title", "layer"),
        column_config={"surface": st.column_config.TextColumn("where", width="medium")},
        on_select="rerun",
        selection_mode="single-cell",
        key=f"errors-{layers}-{wanted}-{system}",
    )
    st.download_button(
        "All as CSV",
        lambda: "\n".join(measuring.errors_csv(listed)),
        file_name="errors.csv",
        mime="text/csv",
    )
    if chosen.selection.cells:
        error = listed[chosen.selection.cells[0][0]]
        at = f"{error.span.start}-{error.span.end}"
        place = {"article": error.article, "at": at, "against": system}
        whose = {} if judge == shell.annotator() else {"of": judge}
        st.switch_page("pages/read.py", query_params={**place, **whose})
else:
    table = frames.figures({name: figures(one) for name, one in reports.items()})
    if table.empty:
        st.info("Neither gold nor predictions have anything to compare.")
    else:
        st.altair_chart(charts.figures_chart(table, dark=dark))
        with st.expander("As a table"):
            st.dataframe(table, hide_index=True, column_config=DIGITS)
        if report.macro_f1 is not None:
            table = frames.schemes(report.schemes)
            st.dataframe(table, hide_index=True, column_config=DIGITS)
            st.caption(
                "Strict, exact, partial and type: the schemes of SemEval 2013, over all mentions. "
                f"The mean F1 of the labels, whatever their number (macro): {report.macro_f1:.3f}."
            )
st.caption(
    "People who correct suggestions tend to leave them: read scores on such gold as an upper "
    "bound. *Suggestions* measures by how much."
)
if source == releasing.NOW:
    releasing.offer(project, people)
