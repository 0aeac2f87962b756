"""What suggests annotations: pipelines by name, all behind one seam.

``load`` gives a Pipeline, whose ``suggest`` turns a text into marks. spaCy and the lists of places
are imported only then, so that nothing which merely knows about pipelines waits for them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.mark import Mark

if TYPE_CHECKING:
    from spacy.tokens import Doc

PATTERNS = "patterns"
SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A name with its version, under which suggestions are kept, and a way to read a text.

    ``language`` is an ISO 639-1 code, or spaCy's "xx" for a pipeline that reads all of them.
    """

    name: str
    parse: Callable[[str], Doc]
    language: str = "en"

    def suggest(self, text: str) -> tuple[Mark, ...]:
        """The marks this pipeline puts down: valid for the text, unique by key, sorted."""
        from annotator.pipelines.suggesting import suggestions

        # Half of a surrogate pair is no character; spaCy, like every file, refuses it.
        return suggestions(self.parse(SURROGATE.sub("\ufffd", text)))


def available() -> tuple[str, ...]:
    """The names that ``load`` knows: bundled pipelines, the patterns, installed pipelines."""
    from annotator.pipelines.loading import bundled, installed

    return tuple(dict.fromkeys((*bundled(), PATTERNS, *installed())))


def load(name: str = PATTERNS) -> Pipeline:
    """A pipeline by name, or by the path of its directory; raises Invalid listing what there is."""
    from annotator.pipelines import loading

    return loading.patterns() if name == PATTERNS else loading.trained(name, available())
