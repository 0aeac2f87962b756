"""From a browser's outbox to the disk and back to what the browser needs to know."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from annotator import gold
from annotator.store import SQLAlchemyError, Store, edits, reason


def receive(store: Store, outbox: Any, *, folder: Path) -> dict[str, Any]:
    """Take the edits of an outbox and renew the gold files of the articles they changed.

    Returns ``{"acks": {client: seq}, "refused": [{client, seq, article, why}], "error": text}``.
    Nothing is acknowledged that is not on disk; ``error`` says what kept it from getting there.
    """
    sent = outbox.get("edits") if isinstance(outbox, Mapping) else None
    if not isinstance(sent, list):
        return {"acks": {}, "refused": [], "error": None}
    try:
        taken = edits.take(store, [data for data in sent if isinstance(data, Mapping)])
    except SQLAlchemyError as error:
        return {"acks": {}, "refused": [], "error": reason(error)}
    answer: dict[str, Any] = {
        "acks": dict(taken.acks),
        "refused": [
            {"client": r.client, "seq": r.seq, "article": r.article, "why": r.why}
            for r in taken.refused
        ],
        "error": None,
    }
    try:
        gold.write(store, sorted(taken.changed), folder)
    except (OSError, ValueError) as error:  # ValueError: what no file of the format can hold
        why = getattr(error, "strerror", None) or error
        answer["error"] = f"saved, but the gold file could not be written: {why}"
    return answer
