"""Titles of works in quotation marks, and the designations of things that are made."""

from __future__ import annotations

import re

from annotator.annotation import Entity, Span
from annotator.pipelines.finding import Found

WORK_CUE = re.compile(
    r"\b(?:book|novel|memoir|film|movie|song|album|single|series|show|play|musical|opera"
    r"|documentary"
    r"|painting|poem|essay|podcast|ballad|sitcom|drama|sculpture|comedy|thriller|titled|entitled"
    r"|hit|bestseller|game|track|anthem),? $"
)
MARKED = re.compile(r"[“‘\"'](?P<title>[^“”‘\"\n]{2,60}?)[,.]?[”’\"'](?!\w)")
DESIGNATION = re.compile(
    r"\b(?:Boeing|Airbus|Tesla Model|iPhone|Galaxy|Toyota|Windows|Model|Xbox|PlayStation|Leopard"
    r"|Type)"
    r" [A-Z]?\d{1,4}(?:-\d{1,3})?[A-Z]?\b|\b(?:F|B|MiG|Su|AK|T|C|A|GPT)-\d{1,3}[A-Z]?\b"
)


def works(plain: str) -> list[Found]:
    """A title in quotation marks behind a word for a work."""
    return [
        Found(Entity(Span(m.start("title"), m.end("title")), "WORK_OF_ART"), 0.8)
        for m in MARKED.finditer(plain)
        if WORK_CUE.search(plain, max(0, m.start() - 24), m.start())
        and m.group("title")[0].isupper()
        and m.group("title")[-1].isalnum()
    ]


def designations(plain: str) -> list[Found]:
    return [Found(Entity(Span(*m.span()), "PRODUCT"), 0.7) for m in DESIGNATION.finditer(plain)]
