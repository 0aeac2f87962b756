"""People, organisations, events, laws and works: by capitals and the words around them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from annotator.annotation import Span
from annotator.pipelines import cues
from annotator.pipelines.capitals import Word, capital_words, found_over, runs
from annotator.pipelines.finding import Found, spaced
from annotator.pipelines.gazetteer import gazetteer
from annotator.pipelines.given import FIRST_NAMES_TOO, SURNAMES_TOO, given
from annotator.pipelines.organisations import (
    CONTRACTED,
    GOES_ON,
    LEADS,
    NO_NAME,
    NOUN_OPENERS,
    OPENERS,
    heads,
    known,
)
from annotator.pipelines.peoples import only_tongues, peoples
from annotator.pipelines.shortforms import short_forms
from annotator.pipelines.titles import CAPITAL_TITLE, is_title
from annotator.pipelines.works import designations, works

WHERE = re.compile(
    r"\b(?:[Ii]n|[Nn]ear|[Oo]utside|[Aa]round|(?:province|city|town|village|state|region|port|capital"
    r"|district|island) of) $"
)
# What a lower-case word in front makes of a name: "the chipmaker Velocity", "the daily Le Monde".
IS_COMPANY = re.compile(
    r"\b(?:company|firm|[a-z]*maker|carrier|airline|bank|retailer|charity|startup|start-up|giant"
    r"|developer|broadcaster|newspaper|daily|weekly|website|agency|bank|supplier|consultancy|brand"
    r"|supermarket|insurer|brokerage|lender|operator|publisher|magazine|union|party|group|band"
    r"|thinktank|think tank|club) $"
)
HAS_SPOKESMAN = re.compile(
    r" (?:spokes(?:man|woman|person)|chief executive|CEO|shares|shareholders|employees|executives"
    r"|boss|workers|customers|headquarters)\b"
)
AGED = re.compile(r", (?:aged )?\d\d,")
ABOUT_PERSON = re.compile(
    r", (?:\d\d\b|(?:who|whose)\b|(?:a|an|the) [a-z]|aged \d|head of|from [A-Z])"
)
PLATFORM = re.compile(r"\b(?:[Oo]n|to) $")
AS_PLATFORM = re.compile(r"[,:.;]| and | (?:that|by|on)\b")
AFFIRMED = re.compile(r" (?:who|whose|himself|herself)\b")


def names(text: str, openings: Collection[int], headlines: Sequence[Span] = ()) -> list[Found]:
    """What capitals and context show to be a name; may overlap what other parts find.

    ``openings`` are the offsets where a capital proves nothing; in ``headlines``, set in capitals
    throughout, only names that stand elsewhere in the text are found.
    """
    plain = spaced(text)
    words = capital_words(plain)
    lower = {w.text for w in words if w.text[0].islower()}
    found = [*works(plain), *designations(plain)]
    for run in runs(plain, words):
        if any(h.start <= run[0].start < h.end for h in headlines):
            continue
        found += _classified(plain, run, openings, lower)
    found += short_forms(plain, words, found, openings, lower)
    return found


def _classified(
    plain: str, run: list[Word], openings: Collection[int], lower: Collection[str]
) -> list[Found]:
    """What a run of capitals is: nothing, one name, or a place or title and then a name."""
    whole = plain[run[0].start : run[-1].end]
    opening = run[0].start in openings
    if opening and run[0].text.lower() in OPENERS:
        run, opening = run[1:], False
        if not run:
            return []
        whole = plain[run[0].start : run[-1].end]
    if whole in known():
        label, name = known()[whole]
        if not (opening and whole in CONTRACTED and whole.lower() in lower):
            return [found_over(run, label, 0.9, name)]
    if whole in gazetteer() or whole in peoples() or whole in only_tongues():
        return []
    if run[0].text == "The":
        return _classified(plain, run[1:], openings, lower) if len(run) > 1 else []
    kind = _kind(run)
    if kind and len(run) == 2 and run[1].text in SURNAMES_TOO and run[0].text in given():
        kind = kind if run[0].text in FIRST_NAMES_TOO else None
    if kind:
        if opening and run[0].text.lower() in NOUN_OPENERS and len(run) > 2:
            run = run[1:]
        return [found_over(run, kind, 0.85 if len(run) > 2 else 0.8)] if len(run) > 1 else []
    split = _after_title(plain, run)
    if split is not None:
        title, rest = split
        return [*_parts(plain, title), *_person(plain, rest, 0.93)]
    for length in range(min(3, len(run) - 1), 0, -1):
        front = plain[run[0].start : run[length - 1].end]
        if length == 1 and len(run) == 2 and front in FIRST_NAMES_TOO:
            continue  # "Jordan Hale", "Paris Moreau"
        if front in known():
            label, name = known()[front]
            organisation = found_over(run[:length], label, 0.85, name)
            return [organisation, *_classified(plain, run[length:], openings, lower)]
        if front in peoples() or _sure_place(front):
            return _classified(plain, run[length:], openings, lower)
    first = run[0].text
    common = first.lower() in NOUN_OPENERS or first.lower() in lower
    if opening and len(run) > 1 and common and first not in given():
        return _classified(plain, run[1:], (), lower)
    if len(run) == 1:
        return _single(plain, run[0], opening, lower)
    return _person(plain, run, 0.0)


def _parts(plain: str, title: list[Word]) -> list[Found]:
    """An organisation in front of a title: "Fed Chair", "Labour leader"."""
    kept = [w for w in title if not is_title(w.text)]
    if not kept:
        return []
    whole = plain[kept[0].start : kept[-1].end]
    if whole in known():
        label, name = known()[whole]
        return [found_over(kept, label, 0.85, name)]
    kind = _kind(kept) if len(kept) > 1 else None
    return [found_over(kept, kind, 0.75)] if kind else []


def _kind(run: list[Word]) -> str | None:
    """The label that the first or last word of a run gives away."""
    if len(run) > 1:
        for label, leads in LEADS.items():
            if run[0].text in leads and not is_title(run[0].text):
                return label
    for word in (run[-1], *run[:-1][::-1]):
        kind = heads().get(word.text)
        if kind and (word is run[-1] or (word.text in GOES_ON and _linked(run, word))):
            return kind
    return None


def _linked(run: list[Word], word: Word) -> bool:
    following = run[run.index(word) + 1]
    return following.start == word.end


def _after_title(plain: str, run: list[Word]) -> tuple[list[Word], list[Word]] | None:
    """The run parted behind its last title, where a name follows one."""
    for at in range(len(run) - 1, -1, -1):
        if is_title(run[at].text) and run[at].text not in given():
            rest = run[at + 1 :]
            if rest and not run[at].possessive:
                return run[: at + 1], rest
            # A title alone, as in "the Prime Minister", names nobody; "Attorney General" neither.
            alone = not rest and (at == 0 or CAPITAL_TITLE.match(run[at - 1].text))
            return (run, []) if alone else None
    before = plain[max(0, run[0].start - 30) : run[0].start]
    title = re.search(r"([\w-]+)\.? $", before)
    if title and is_title(title.group(1)) and not re.search(r"\b(?:a|an) [\w-]+ $", before):
        return [], run
    return None


def _person(plain: str, run: list[Word], certainty: float) -> list[Found]:
    """The run as a person, if its words can be one's names; sure of it by what stands around."""
    if not run or len(run) > 5 or (run[-1].possessive and len(run) > 4):
        return []
    if len(run) == 1 and heads().get(run[0].text) == "ORG":
        return []
    if any(w.text in NO_NAME or w.text.lower() in OPENERS for w in run):
        return []
    if len(run[0].text) < 2 or any(_shouted(w.text) for w in run):
        return []
    if not certainty:
        before = plain[max(0, run[0].start - 20) : run[0].start]
        after = plain[run[-1].end : run[-1].end + 40]
        certainty = 0.55
        if run[0].text.rstrip(".") in given():
            certainty = 0.92
        elif WHERE.search(before):
            return [found_over(run, "GPE", 0.5)]
        elif IS_COMPANY.search(before) or HAS_SPOKESMAN.match(after):
            return [found_over(run, "ORG", 0.7)]
        elif (
            ABOUT_PERSON.match(after)
            or AFFIRMED.match(after)
            or cues.after_name(after)
            or cues.SAID_BEFORE.search(before)
        ):
            certainty = 0.8
    return [found_over(run, "PERSON", certainty)]


def _shouted(text: str) -> bool:
    return len(text) > 3 and text.isupper() and "." not in text


def _sure_place(name: str) -> bool:
    place = gazetteer().get(name)
    return place is not None and place.sure


def _single(plain: str, word: Word, opening: bool, lower: Collection[str]) -> list[Found]:
    """One word with a capital: an acronym, or what the words around it make of it."""
    text = word.text
    before = plain[max(0, word.start - 24) : word.start]
    after = plain[word.end : word.end + 30]
    if text == "X":
        posted = PLATFORM.search(before) and AS_PLATFORM.match(after)
        return [found_over([word], "ORG", 0.85)] if posted else []
    if text in NO_NAME or text.lower() in OPENERS or len(text) < 2:
        return []
    if is_title(text) or CAPITAL_TITLE.match(text):
        return []
    if text.isupper() and text.isalpha():
        acronym = len(text) <= 5 and not re.match(r"-?\d", after)
        return [found_over([word], "ORG", 0.6)] if acronym else []
    if text.lower() not in lower and HAS_SPOKESMAN.match(after):
        return [found_over([word], "ORG", 0.6)]
    if opening or text.lower() in lower or text.lower() in NOUN_OPENERS or after[:1] == "-":
        return []
    if cues.SAID_BEFORE.search(before) or cues.after_name(after) or AFFIRMED.match(after):
        return [found_over([word], "ORG" if text in heads() else "PERSON", 0.5)]
    if AGED.match(after) and before.endswith(", "):
        return [found_over([word], "PERSON", 0.75)]
    if IS_COMPANY.search(before):
        return [found_over([word], "ORG", 0.6)]
    if WHERE.search(before) and text not in heads():
        return [found_over([word], "GPE", 0.45)]
    return []
