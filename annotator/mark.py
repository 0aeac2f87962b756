"""A mark: an annotation together with the decision about it and the suggestion it began as.

Laws: *added* has no suggestion; a new suggestion, an accepted and a rejected one equal theirs;
*corrected* differs from it. The JSON forms are those of the native format and of the browser.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from annotator.annotation import (
    LAYERS,
    Annotation,
    Annotations,
    Entity,
    Invalid,
    Quote,
    Span,
    Spans,
    check,
    check_line,
    check_whole,
)

DECISIONS = (None, "accepted", "corrected", "rejected", "added")
STATUSES = ("new", "in progress", "done", "skipped")

JSON = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Mark:
    """An annotation in a layer; ``certainty`` is the pipeline's own, between 0 and 1.

    ``by`` is who marked it, where a review puts together what several did.
    """

    value: Annotation
    decision: str | None = None
    suggested: Annotation | None = None
    certainty: float | None = None
    by: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[Any, ...]:
        return self.value.key


@dataclass(frozen=True, slots=True)
class State:
    """How far an annotator is with an article; ``flag`` is a note, empty if flagged without one.

    ``checked`` is what is fully checked once the article is done: only that is ever measured.
    """

    status: str = "new"
    flag: str | None = None
    checked: tuple[str, ...] = LAYERS


NEW = State()


@dataclass(frozen=True, slots=True)
class Origin:
    """What a layer began as: suggestions, nothing (read blind), or the work of others."""

    blind: bool = False
    reviewed: tuple[str, ...] = ()


SUGGESTIONS = Origin()


def suggest(value: Annotation, certainty: float | None = None) -> Mark:
    """What a pipeline puts down, before a person decides."""
    return Mark(value, None, value, certainty)


def add(value: Annotation) -> Mark:
    """What a person puts down where nothing was suggested."""
    return Mark(value, "added")


def accept(mark: Mark) -> Mark:
    """The mark as it stands, confirmed."""
    if mark.suggested is None:
        return replace(mark, decision="added")
    return replace(mark, decision="accepted" if mark.value == mark.suggested else "corrected")


def correct(mark: Mark, value: Annotation) -> Mark:
    """The mark with another value; going back to what was suggested counts as accepting it."""
    return accept(replace(mark, value=value))


def reject(mark: Mark) -> Mark | None:
    """The suggestion, known to be wrong; None for what a person had added."""
    if mark.suggested is None:
        return None
    return replace(mark, value=mark.suggested, decision="rejected")


def current(marks: Iterable[Mark]) -> Annotations:
    """What a layer says: everything but the rejected."""
    values = [m.value for m in marks if m.decision != "rejected"]
    return Annotations(
        tuple(v for v in values if isinstance(v, Entity)),
        tuple(v for v in values if isinstance(v, Quote)),
    )


def check_mark(text: str, mark: Mark) -> None:
    """Raise Invalid with the reason unless the mark fits the text and its decision is coherent."""
    check(text, mark.value)
    if mark.decision not in DECISIONS:
        raise Invalid(f"decision {mark.decision!r} is unknown")
    value, suggested = mark.value, mark.suggested
    same = suggested is value or suggested == value
    if suggested is not None and not same:
        check(text, suggested)
        if type(suggested) is not type(value):
            raise Invalid("an entity cannot be corrected to a quote, nor a quote to an entity")
    if mark.decision == "corrected":
        coherent = suggested is not None and not same
    elif mark.decision == "added":
        coherent = suggested is None
    else:
        coherent = same
    if not coherent:
        raise Invalid(f"decision {mark.decision!r} does not fit the suggestion it was made on")
    if mark.certainty is not None and not 0 <= mark.certainty <= 1:
        raise Invalid(f"certainty {mark.certainty!r} is not between 0 and 1")
    for name in mark.by:
        check_line("annotator", name)


def value_to_json(text: str, value: Annotation) -> dict[str, Any]:
    """The annotation with the surface of each span."""
    if isinstance(value, Entity):
        return {**_span_to_json(text, value.span), "label": value.label, "name": value.name}
    return {
        "content": [_span_to_json(text, s) for s in value.content],
        "kind": value.kind,
        "cue": [_span_to_json(text, s) for s in value.cue],
        "speaker": [_span_to_json(text, s) for s in value.speaker],
        "speaker_name": value.speaker_name,
        "speaker_status": value.speaker_status,
    }


def mark_to_json(text: str, mark: Mark) -> dict[str, Any]:
    """The form E or Q of the native format."""
    value = value_to_json(text, mark.value)
    if mark.suggested is None:
        suggested = None
    elif mark.suggested == mark.value:
        suggested = dict(value)
    else:
        suggested = value_to_json(text, mark.suggested)
    data = {
        **value,
        "certainty": mark.certainty,
        "decision": mark.decision,
        "suggested": suggested,
    }
    return {**data, "by": list(mark.by)} if mark.by else data


def value_from_json(text: str, data: Any) -> Annotation:
    """Read an entity or a quote; raises Invalid where a surface differs from the text."""
    if not isinstance(data, Mapping):
        raise Invalid(f"expected an object with start or content, found {data!r}")
    if "content" not in data:
        span = _span_from_json(text, data)
        return Entity(span, _string(data, "label", ""), _text(data, "name"))
    return Quote(
        _spans_from_json(text, data, "content"),
        _string(data, "kind", "direct"),
        _spans_from_json(text, data, "cue"),
        _spans_from_json(text, data, "speaker"),
        _text(data, "speaker_name"),
        _string(data, "speaker_status", "unknown"),
    )


def mark_from_json(text: str, data: Any) -> Mark:
    """Read and check a mark; raises Invalid with the reason."""
    value = value_from_json(text, data)
    certainty = data.get("certainty")
    if certainty is not None and (
        isinstance(certainty, bool) or not isinstance(certainty, int | float)
    ):
        raise Invalid(f"certainty is a number between 0 and 1, found {certainty!r}")
    suggested = data.get("suggested")
    mark = Mark(
        value,
        _text(data, "decision"),
        None if suggested is None else value_from_json(text, suggested),
        certainty,
        names_from_json(data, "by"),
    )
    check_mark(text, mark)
    return mark


def state_to_json(state: State) -> dict[str, Any]:
    return {"status": state.status, "flag": state.flag, "checked": list(state.checked)}


def state_from_json(data: JSON) -> State:
    """Read a layer's state; raises Invalid for an unknown status."""
    status, flag = data.get("status"), data.get("flag")
    if status not in STATUSES:
        raise Invalid(f"status {status!r} is none of {', '.join(STATUSES)}")
    if flag is not None and not isinstance(flag, str):
        raise Invalid(f"flag is a note or null, found {flag!r}")
    check_whole("flag", flag or "")
    checked = data.get("checked")
    if checked is None:
        return State(status, flag)
    if not isinstance(checked, list) or any(one not in LAYERS for one in checked):
        raise Invalid(f"checked is a list out of {', '.join(LAYERS)}, found {checked!r}")
    return State(status, flag, tuple(one for one in LAYERS if one in checked))


def names_from_json(data: JSON, field: str) -> tuple[str, ...]:
    """Read the names of annotators, none where the field is missing; raises Invalid."""
    found = data.get(field)
    if found is None:
        return ()
    if not isinstance(found, list) or not all(isinstance(name, str) for name in found):
        raise Invalid(f"{field} is a list of names, found {found!r}")
    for name in found:
        check_line("annotator", name)
    return tuple(found)


def _span_to_json(text: str, span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "surface": text[span.start : span.end]}


def _span_from_json(text: str, data: Any) -> Span:
    if not isinstance(data, Mapping):
        raise Invalid(f"expected a span with start, end and surface, found {data!r}")
    start, end, surface = data.get("start"), data.get("end"), data.get("surface")
    if type(start) is not int or type(end) is not int:
        raise Invalid(f"start and end are whole numbers, found {start!r} and {end!r}")
    found = text[start:end] if 0 <= start <= end else ""
    if surface != found:
        raise Invalid(f"the text at {start}–{end} reads {found!r}, not {surface!r}")
    return Span(start, end)


def _spans_from_json(text: str, data: JSON, part: str) -> Spans:
    spans = data.get(part) or []
    if not isinstance(spans, list):
        raise Invalid(f"{part} is a list of spans, found {spans!r}")
    return tuple(_span_from_json(text, s) for s in spans)


def _string(data: JSON, field: str, default: str) -> str:
    found = _text(data, field)
    return default if found is None else found


def _text(data: JSON, field: str) -> str | None:
    found = data.get(field)
    if found is not None and not isinstance(found, str):
        raise Invalid(f"{field} is text or null, found {found!r}")
    return found
