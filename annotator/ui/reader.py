"""The reader: an article with its marks, sent to the browser as one snapshot."""

from __future__ import annotations

import re
from calendar import month_name
from dataclasses import asdict, dataclass
from typing import Any

import streamlit as st

from annotator.annotation import Appearance, Quote
from annotator.labels import LABELS, Label
from annotator.mark import mark_to_json, state_to_json, value_to_json
from annotator.store import Store, articles, edits, layers, outlets, reviews, search, suggestions
from annotator.store.edits import Logged
from annotator.ui import components

AHEAD = 20_000  # characters


def snapshot(
    store: Store, article: str, annotator: str, *, at: str | None = None, find: str | None = None
) -> dict[str, Any] | None:
    """All that the browser needs to show one article; None without it. JSON data only."""
    opened = edits.open_layer(store, article, annotator)
    if opened is None:
        return None
    layer, found = opened.layer, opened.layer.article
    text, place = found.text, articles.place(store, article)
    first = found.appearances[0] if found.appearances else Appearance()
    marks = [(m, mark_to_json(text, m)) for m in layer.marks]
    labels = {m.value.label for m in layer.marks if not isinstance(m.value, Quote)}
    return {
        "article": {
            "id": article,
            "text": text,
            "title": found.title,
            "headline": found.headline,
            "words": len(text.split()),
            "language": found.language,
            "source": outlets.shown(store, first.source),
            "byline": first.byline,
            "date_words": date_words(first.published),
        },
        "annotator": annotator,
        "entities": [data for m, data in marks if not isinstance(m.value, Quote)],
        "quotes": [data for m, data in marks if isinstance(m.value, Quote)],
        "state": state_to_json(layer.state),
        "undo": [_group(g) for g in opened.undo],
        "redo": [_group(g) for g in opened.redo],
        "acks": dict(opened.acks),
        "labels": [asdict(label) for label in (*LABELS, *_foreign(labels))],
        "place": place.number,
        "count": place.count,
        "before": place.before,
        "after": place.after,
        "pipeline": suggestions.by(store, article),
        "blind": layer.origin.blind,
        "review": _review(store, layer),
        "problems": list(layer.problems),
        "focus": focus(at),
        "find": find or None,
        "hits": [[h.start, h.end] for h in search.hits(store, article, find or "")],
    }


def _review(store: Store, layer: layers.Layer) -> dict[str, Any] | None:
    """Whose work a layer puts together and where they differ; None for one that is no review."""
    if not layer.origin.reviewed:
        return None
    text = layer.article.text
    return {
        "of": list(layer.origin.reviewed),
        "differences": [
            {
                "start": difference.start,
                "end": difference.end,
                "options": [
                    {
                        "by": list(option.by),
                        "values": [value_to_json(text, value) for value in option.values],
                    }
                    for option in difference.options
                ],
            }
            for difference in reviews.differences(store, layer)
        ],
    }


def ahead(
    store: Store, data: dict[str, Any], annotator: str, *, find: str | None = None
) -> list[dict[str, Any]]:
    """The snapshots of the articles beside this one, so that turning to them needs no waiting.

    Long articles are left out: what is gained would be lost in sending them each time.
    """
    beside = (
        snapshot(store, data[way], annotator, find=find) for way in ("after", "before") if data[way]
    )
    return [one for one in beside if one and len(one["article"]["text"]) <= AHEAD]


def _foreign(labels: set[str]) -> list[Label]:
    """Labels that another pipeline brought, drawn in grey at the end."""
    unknown = sorted(labels - {label.name for label in LABELS})
    return [
        Label(name, name.lower()[:5], "A label of the chosen pipeline", 0, "") for name in unknown
    ]


def _group(group: list[Logged]) -> dict[str, Any]:
    return {"group": group[0].group, "pairs": [[e.old, e.new] for e in group]}


def focus(at: str | None) -> dict[str, int] | None:
    """The span that an address points to, as ``at=120-128``; None if it points to none."""
    found = re.fullmatch(r"(\d{1,9})-(\d{1,9})", at or "")
    return {"start": int(found[1]), "end": int(found[2])} if found else None


def date_words(published: str | None) -> str | None:
    """A date as a reader would say it: 7 November 2024, November 2024, 2024."""
    if not published or not re.fullmatch(r"\d{4}(-\d\d){0,2}", published):
        return published
    year, *rest = published.split("-")
    words = [str(int(day)) for day in rest[1:]] + [month_name[int(month)] for month in rest[:1]]
    return " ".join([*words, year])


def mount(data: dict[str, Any]) -> None:
    """Show a snapshot."""
    components.mount("reader", data, on_ask_change=lambda: None)


@dataclass(frozen=True, slots=True)
class Question:
    """What the browser asks for: the article to open if it is another, and whom to compare with.

    ``against`` is a name, empty for nobody; None leaves it as it is.
    """

    number: int
    article: str | None
    against: str | None


def asked(shown: str | None) -> Question:
    """What the browser asks for.

    The browser repeats its last question with everything it sends, so a question counts once:
    until ``answered`` is called with its number.
    """
    ask = (st.session_state.get("reader") or {}).get("ask") or {}
    number = int(ask.get("n") or 0)
    last = st.session_state.get("asked")
    # A new session knows no last question: there it counts only if asked from what is shown.
    fresh = ask.get("from") == shown if last is None else number > last
    if not fresh:
        return Question(number, None, None)
    return Question(number, ask.get("article"), ask.get("against"))


def answered(number: int) -> None:
    """Call it when what was asked is done; earlier, an interrupted run would lose the question."""
    st.session_state["asked"] = number
