"""Systems measured against gold, with a progress bar, and kept until the gold changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from annotator import measuring, pipelines
from annotator.evaluation.intervals import Difference
from annotator.evaluation.report import Compared
from annotator.formats.native import Record
from annotator.store import Store

Files = tuple[tuple[str, int], ...]  # names with their times of change
Kept = dict[tuple[str, str, Files], list[Compared | None]]

MOST = 6  # evaluations that are kept, over all sessions


def compared(
    store: Store, system: str, judge: str, every: Sequence[Record], files: Files
) -> list[Compared | None]:
    """How a pipeline or a person does by the gold of ``judge``; None where they say nothing.

    The page stays usable meanwhile: whoever goes elsewhere stops it. Raises Invalid for a pipeline
    that cannot be loaded.
    """
    kept = _kept()
    key = (system, judge, files)
    if key in kept:
        return kept[key]
    records = [record for record in every if (record.annotator or "") == judge]
    predict = (
        measuring.by_records(every, system)
        if system in {record.annotator for record in every}
        else measuring.by_suggestions(store, pipelines.load(system))
    )
    bar = st.progress(0.0, text=f"Reading the gold articles: {system}")
    found = []
    for number, one in enumerate(measuring.measure(records, predict), 1):
        found.append(one)
        bar.progress(
            number / len(records), text=f"{system}: {number:,} of {len(records):,} gold articles"
        )
    bar.empty()
    while len(kept) >= MOST:
        kept.pop(next(iter(kept)), None)
    kept[key] = found
    return found


def tell(differences: Mapping[str, Difference | None], what: str) -> None:
    """Say of each layer how big a difference of F1 is, and how sure."""
    for layer, difference in differences.items():
        if difference is None:
            st.markdown(f"**{layer.capitalize()}**: no difference can be told")
            continue
        sure = "more than chance" if difference.p < 0.05 else "may be chance"
        st.markdown(
            f"**{layer.capitalize()}**: {what}: F1 {difference.f1:+.3f} "
            f"({difference.interval.low:+.3f} to {difference.interval.high:+.3f}), "
            f"p = {difference.p:.4f}: {sure}."
        )


@st.cache_resource(show_spinner=False)
def _kept() -> Kept:
    return {}
