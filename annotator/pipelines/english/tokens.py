"""spaCy's English tokenizer, with the cuts that the treebank and the entities ask for besides."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokenizer import Tokenizer

# One token for a run of one sign (!!!, ----), as the English Web Treebank has it.
RUNS = [
    r"[!?]{2,}",
    r"\*{2,}",
    r"={2,}",
    r"_{2,}",
    r"~{2,}",
    r"#{2,}",
    r">{2,}",
    r"<{2,}",
    r"\${2,}",
]
HYPHEN = r"(?<=[0-9])[-–](?=[A-Za-z])|(?<=[A-Za-z])[-–](?=[0-9])"  # 34-year-old, Sector-37
FULL_STOP = r"(?<=[0-9½¼¾°][CFKMkmgs½¼¾])\."  # it rose to 24C.


def tokenizer(language: Language) -> Tokenizer:
    """A tokenizer for an English pipeline; it is saved and loaded as spaCy's own."""
    from spacy.tokenizer import Tokenizer
    from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

    defaults = language.Defaults
    exceptions = defaults.tokenizer_exceptions
    return Tokenizer(
        language.vocab,
        rules=exceptions,
        prefix_search=compile_prefix_regex([*RUNS, *(defaults.prefixes or ())]).search,
        suffix_search=compile_suffix_regex([*RUNS, FULL_STOP, *(defaults.suffixes or ())]).search,
        infix_finditer=compile_infix_regex([HYPHEN, *(defaults.infixes or ())]).finditer,
        token_match=defaults.token_match,
        url_match=defaults.url_match,
    )
