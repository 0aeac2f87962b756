"""Another's marks, a pipeline's or a person's, against those of a layer, for the reader to draw."""

from __future__ import annotations

from threading import Lock
from typing import Any

import streamlit as st

from annotator import measuring, pipelines
from annotator.annotation import Annotations, Quote
from annotator.evaluation.quote_scores import MATCHED
from annotator.evaluation.report import Report, compare, wrongs
from annotator.mark import current, value_to_json
from annotator.store import Store, layers

_reading = Lock()  # a pipeline reads one text at a time


def whose(store: Store, article: str | None, name: str | None, annotator: str) -> str:
    """Whose layer an address asks for: that of ``name`` if there is one, else the annotator's."""
    if article and name and any(one.name == name for one in layers.owners(store, article)):
        return name
    return annotator


def shown(store: Store, data: dict[str, Any], system: str | None) -> dict[str, Any]:
    """What a snapshot is shown with: whom it can be compared with, and one of them if asked for.

    Nobody before the layer is finished: what others marked is no help to be had.
    """
    if data["state"]["status"] != "done":
        return {"systems": [], "against": None}
    layer = layers.load(store, data["article"]["id"], data["annotator"])
    assert layer is not None
    there = [one for one in layers.owners(store, layer.article.id) if one.name != layer.annotator]
    machines = [one.name for one in there if one.machine]
    unread = [name for name in pipelines.available() if not _stored(name, machines)]
    done = [one.name for one in there if one.status == "done"]
    every = [*machines, *unread, *done]
    named = system and (system if system in every else _stored(system, machines))
    if not named:
        return {"systems": every, "against": None}
    if named in unread:
        with _reading:
            predicted = current(_loaded(named).suggest(layer.article.text))
    else:
        stored = layers.load(store, layer.article.id, named)
        predicted = current(stored.marks) if stored else Annotations()
    return {"systems": every, "against": against(layer, predicted, named)}


def against(layer: layers.Layer, predicted: Annotations, name: str) -> dict[str, Any]:
    """What another has where the layer has something else, with its scores; the layer is gold.

    Errors are those of the Evaluate page.
    """
    article, gold = layer.article, current(layer.marks)
    text, checked = article.text, layer.state.checked
    report = Report([compare(article.id, text, gold, predicted, checked)])
    counts, quotes = measuring.all_entities(report), report.quotes["all", MATCHED]
    found_wrong = wrongs(article.id, text, gold, predicted, checked)
    ghosts = {one.predicted: None for one in found_wrong if one.predicted is not None}
    missed = {one.gold: None for one in found_wrong if one.gold is not None}
    return {
        "by": name,
        "scores": [
            [what, one.precision, one.recall, one.f1]
            for what, one in (("Entities", counts), ("Quotes", quotes))
            if one.gold or one.predicted
        ],
        "errors": [
            {
                "error": one.error.error,
                "start": one.error.span.start,
                "end": one.error.span.end,
                "surface": one.error.surface,
                "gold": one.error.gold,
                "predicted": one.error.predicted,
                "quote": isinstance(one.gold or one.predicted, Quote),
            }
            for one in found_wrong
        ],
        "ghosts": [value_to_json(text, value) for value in ghosts],
        "wrong": [value_to_json(text, value) for value in missed],
    }


@st.cache_resource(show_spinner=False, max_entries=2)
def _loaded(name: str) -> pipelines.Pipeline:
    return pipelines.load(name)


def _stored(name: str, machines: list[str]) -> str | None:
    """The last by name of the suggestions that bear a pipeline's name and a version."""
    return next((one for one in reversed(machines) if one.startswith(f"{name} ")), None)
