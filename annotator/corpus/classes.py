"""Which classes a quote is of, told from its spans and words alone, so that they can be counted.

A quote is of several: of one form, of one place of its cue, of one kind of speaker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotator.annotation import Annotations, Quote, Span

FORMS = (
    *("before its cue", "after its cue", "around its cue", "after a colon"),
    *("several paragraphs", "nested", "chained without cue", "mixed"),
    *("indirect with that", "indirect without that", "according to", "infinitive"),
    *("question", "denial", "partial quotation"),
)
SPEAKERS = (
    *("name", "pronoun", "description", "group", "organisation", "government by its capital"),
    *("document", "unnamed source"),
)
PRONOUNS = "i you he she it we they who which him her them his their its one"
DOCUMENTS = """report statement study letter filing document paper memo order ruling judgment bill
    law act review survey notice leaflet release log diary email e-mail audit email contract code
    charter treaty manual plaque sign label minutes transcript summary newsletter bulletin poster
    brochure guide will verdict inquiry indictment petition complaint lawsuit website page
    programme will editorial manifesto declaration agreement communique communiqué"""
GROUPS = """residents officials police workers farmers scientists researchers doctors parents
    students families villagers fans protesters campaigners neighbours neighbors critics lawyers
    prosecutors investigators organisers organizers unions teachers nurses drivers miners
    fishermen passengers witnesses analysts economists experts members players people children
    readers users customers owners traders shopkeepers rescuers firefighters engineers ministers
    councillors councilors senators lawmakers deputies judges survivors relatives friends both
    two three four five several many some most others those locals staff crew crews organisers
    colleagues women men shareholders directors sisters brothers elders leaders rangers"""
DENIALS = re.compile(
    r"\b(den(?:y|ies|ied|ying)|reject\w*|dismiss\w*|refut\w*|disput\w*|contest\w*|disavow\w*)\b",
    re.IGNORECASE,
)
ASKED = re.compile(
    r"\b(ask|asks|asked|asking|wonder\w*|inquir\w*|enquir\w*|quer(?:y|ied|ies))\b", re.I
)
QUESTION_WORD = re.compile(r"(whether|if|who|whom|whose|what|when|where|why|how|which)\b", re.I)
MARKS = "“”‘’\"'«»„"


def classes(text: str, quote: Quote, every: Annotations) -> Iterator[str]:
    """The classes of one quote among all annotations of its article."""
    yield from _forms(text, quote, every)
    yield from _speakers(text, quote, every)


def _forms(text: str, quote: Quote, every: Annotations) -> Iterator[str]:
    content = text[quote.start : quote.end]
    first = quote.content[0].surface(text)
    cue = " ".join(span.surface(text) for span in quote.cue)
    is_direct = quote.kind == "direct"
    begins = min((span.start for span in quote.cue), default=None)
    is_partial = is_direct and _is_partial(text, quote)
    if is_direct and begins is not None and not is_partial:
        if len(quote.content) > 1 and quote.start < begins < quote.end:
            yield "around its cue"
        elif begins < quote.start:
            yield "after its cue"
        else:
            yield "before its cue"
    if begins is not None and begins < quote.start:
        between = text[
            max(span.end for span in quote.cue if span.start < quote.start) - 1 : quote.start
        ]
        if ":" in between:
            yield "after a colon"
    if is_direct and "\n\n" in content:
        yield "several paragraphs"
    if any(
        other is not quote and any(_inside(span, quote) for span in other.content)
        for other in every.quotes
    ):
        yield "nested"
    if is_direct and not quote.cue and not is_partial:
        yield "chained without cue"
    if quote.kind == "mixed":
        yield "mixed"
    if cue.lower().startswith("according to"):
        yield "according to"
    elif quote.kind == "indirect" and begins is not None:
        if re.match("to [a-z]", first):
            yield "infinitive"
        elif re.search(r"\bthat\s*$", text[max(0, quote.start - 6) : quote.start]):
            yield "indirect with that"
        else:
            yield "indirect without that"
    if "?" in content or (ASKED.search(cue) and QUESTION_WORD.match(first)):
        yield "question"
    if DENIALS.search(cue):
        yield "denial"
    if is_partial:
        yield "partial quotation"


def _is_partial(text: str, quote: Quote) -> bool:
    """True for some quoted words inside somebody else's sentence."""
    if len(quote.content) > 1:
        return False
    words = quote.content[0].surface(text).strip(MARKS)
    before = text[: quote.start].rstrip()[-1:]
    is_whole = words[-1:] in tuple(".!?,…") or before in (":", ",")
    return (words[:1].islower() or not is_whole) and len(words.split()) <= 12


def _inside(span: Span, quote: Quote) -> bool:
    return any(span.start <= s.start and s.end <= span.end for s in quote.content)


def _speakers(text: str, quote: Quote, every: Annotations) -> Iterator[str]:
    if quote.speaker_status == "unnamed":
        yield "unnamed source"
    if not quote.speaker:
        return
    spans = quote.speaker
    surface = " ".join(span.surface(text) for span in spans)
    words = re.findall(r"[\w’'-]+", surface.lower())
    labels = {
        entity.label
        for entity in every.entities
        for span in spans
        if span.start <= entity.start and entity.end <= span.end
    }
    if surface.lower() in PRONOUNS.split():
        yield "pronoun"
    elif "PERSON" in labels:
        yield "name"
    elif any(word in DOCUMENTS.split() for word in words):
        yield "document"
    elif any(word in GROUPS.split() for word in words):
        yield "group"
    elif "ORG" in labels:
        yield "organisation"
    elif "GPE" in labels and len(words) <= 3:
        yield "government by its capital"
    else:
        yield "description"
