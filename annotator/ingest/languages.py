"""The languages of texts: recognised from the words, and their codes and names (ISO 639)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

# Measured on short news in 29 languages: above it, nothing from 200 characters on was wrong.
SURE = 0.6
FEWEST = 40  # letters; of Chinese and its like a third of them
_SIZE = 500  # characters that are judged
_SKIPPED = 200  # at the beginning, where headlines, places and names stand
# "no language" is a label of the model too; Volapük is mostly mistaken for tables
_NO_LANGUAGE = "zxx"
_MISTAKEN = ("vo",)
_NAMES = {"el": "Greek", "or": "Odia"}  # where the standard's own are less known
_FORMER = {"iw": "he", "in": "id", "ji": "yi", "mo": "ro"}
_NONE = ("und", "mul", "mis", "zxx")


def recognise(text: str) -> str | None:
    """The ISO 639-1 code of the language a text is mostly in; None when that is not sure.

    Five hundred characters are judged, not the whole text.
    """
    start = _SKIPPED if len(text) >= _SKIPPED + _SIZE // 2 else 0
    part = text[start : start + _SIZE]
    if _letters(part) < FEWEST:
        return None
    found, probability = _identifier().classify(part)
    return str(found) if probability >= SURE and found != _NO_LANGUAGE else None


def _letters(text: str) -> int:
    count = sum(map(str.isalpha, text))
    if count >= FEWEST:
        return count
    # A syllable or word of Chinese, Japanese or Korean tells as much as three letters do.
    return sum(3 if c > "\u2e7f" else 1 for c in text if c.isalpha())


def code(value: str) -> str | None:
    """The ISO 639 code of a language given as "en", "en-GB", "eng" or "English"; None if unknown.

    It has two letters if the language has such a code, and three otherwise.
    """
    typed = value.strip().lower()
    if typed == "en":  # by far the most frequent, and the list of all languages is slow to load
        return typed
    return _codes().get(typed) or _codes().get(re.split("[-_]", typed, maxsplit=1)[0])


def name(code: str) -> str:
    """The English name of a language ("French"); the code itself for one that is unknown."""
    if code in _NAMES:
        return _NAMES[code]
    import pycountry

    key = {2: "alpha_2", 3: "alpha_3"}.get(len(code))
    found = pycountry.languages.get(**{key: code}) if key else None
    return re.sub(r" \(.*\)$", "", found.name) if found else code


@lru_cache(maxsize=1)
def _identifier() -> Any:
    # Slow to import and to load, and its model is no pickle.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = [c for c in identifier.labels if len(c) == 2 and c not in _MISTAKEN]
    identifier.set_languages([*known, _NO_LANGUAGE])
    return identifier


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    """The codes by all codes and names, in small letters."""
    import pycountry

    found: dict[str, str] = {}
    shorts: dict[str, str] = {}
    for language in pycountry.languages:
        best = getattr(language, "alpha_2", language.alpha_3)
        codes = (language.alpha_3, getattr(language, "bibliographic", ""), best)
        (shorts if len(best) == 2 else found).update(dict.fromkeys(codes, best))
        names = (language.name, re.sub(r" \(.*\)$", "", language.name))
        for name in names if len(language.name) > 3 else ():  # there is a language called E
            (shorts if len(best) == 2 else found)[name.lower()] = best
    shorts |= {name.lower(): code for code, name in _NAMES.items()}
    known = found | shorts | _FORMER
    return {code: best for code, best in known.items() if code and best not in _NONE}
