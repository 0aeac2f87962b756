"""How well a pipeline finds quotes: content by overlap, and who said it with which words.

The definitions are those of the project's scoring of quotes; offsets are code points, half-open.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import product

from annotator.annotation import Annotations, Quote, Spans
from annotator.evaluation.quotes import Pair, match_quotes, overlap
from annotator.pipelines.quotations import quotations
from annotator.pipelines.sentences import paragraphs
from annotator.pipelines.titles import CAPITAL_TITLE, is_title, role_of
from annotator.pipelines.wordlist import wordset

SUBSETS = ("all", "speech", "with marks")
OVERLAPS = (0.3, 0.5, 0.8, 1.0)
PARTS = ("cue", "speaker", "kind", "name")
MATCHED = 0.5  # from which on parts are compared
SAME_SPEAKER = 0.3

# Whoever changes these lists changes the version of the benchmark.
LEMMAS = wordset(
    "accept agree aim anticipate appear assume believe calculate care choose conclude consider "
    "contemplate convince count decide desire determine disagree discover dislike doubt dream "
    "enjoy envision estimate expect favor fear feel figure find forget guess hate hear hope "
    "imagine intend know learn like love mean need notice oppose perceive plan prefer realize "
    "recognize regard remember see seek sense suppose support suspect think understand view want "
    "watch wish wonder worry"
)
FAMILY = wordset("belief beliefs intention intentions aware confident convinced sure worried")
IRREGULAR = (
    "choose chose chosen|dream dreamed dreamt|feel felt|find found|forget forgot forgotten|"
    "hear heard|know knew known|learn learned learnt|mean meant|see saw seen|seek sought|"
    "think thought|understand understood"
)
DOUBLED = ("forget", "plan", "prefer")

Quotes = tuple[Quote, ...]

# What follows the head noun of a description: "an official in Kabul who spoke to us".
BEHIND = r",| (?:of|for|from|in|at|on|to|with|within|near|by|close|familiar|who|whose|which|that)\b"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many are right, of those predicted and of those in gold; adds with ``+``.

    They are no whole numbers where annotators are averaged. A figure is None where there is
    nothing to divide by.
    """

    right: float = 0.0
    predicted: float = 0.0
    gold: float = 0.0

    def __add__(self, other: Tally) -> Tally:
        right, predicted = self.right + other.right, self.predicted + other.predicted
        return Tally(right, predicted, self.gold + other.gold)

    def __truediv__(self, by: float) -> Tally:
        return Tally(self.right / by, self.predicted / by, self.gold / by)

    @property
    def precision(self) -> float | None:
        return self.right / self.predicted if self.predicted else None

    @property
    def recall(self) -> float | None:
        return self.right / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        either = self.predicted + self.gold
        return 2 * self.right / either if either else None


@dataclass(frozen=True, slots=True)
class Scores:
    """Tallies by subset and overlap, and by part at the overlap of 0.5; they add with ``+``.

    Of a part, ``gold`` and ``predicted`` both count the matched pairs in which it was compared.
    """

    tallies: Mapping[tuple[str, float], Tally] = field(default_factory=dict)

    def __getitem__(self, key: tuple[str, float]) -> Tally:
        return self.tallies.get(key, Tally())

    def __add__(self, other: Scores) -> Scores:
        keys = dict.fromkeys((*self.tallies, *other.tallies))
        return Scores({key: self[key] + other[key] for key in keys})

    def __truediv__(self, by: float) -> Scores:
        return Scores({key: tally / by for key, tally in self.tallies.items()})


def score(
    texts: Iterable[tuple[str, Sequence[Quotes]]], read: Callable[[str], Sequence[Quote]]
) -> Scores:
    """What ``read`` finds against the quotes that each annotator of a text marked in it.

    Where a text has several annotators, the counts are the means over them, gold's too; a text
    without any counts nothing.
    """
    scores = Scores()
    for text, annotators in texts:
        if annotators:
            predicted = tuple(read(text))
            each = (compared(text, gold, predicted) for gold in annotators)
            scores += sum(each, Scores()) / len(annotators)
    return scores


def compared(text: str, gold: Quotes, predicted: Quotes) -> Scores:
    """The predicted quotes of a text against those of one annotator.

    The subset of *speech* has no gold quote whose cue is of belief. A prediction that matches such
    a quote by an overlap of 0.5, or whose own cue is of belief, is dropped with it, so that beliefs
    count neither way. In the subset *with marks* gold and predictions pass the same test.
    """
    inside = quoted(text)
    pairs = _pairs(gold, predicted, text, MATCHED)
    beliefs = {id(pair.predicted) for pair in pairs if is_belief(pair.gold.cue, text)}
    others = tuple(quote for quote in predicted if id(quote) not in beliefs)
    subsets = {
        "all": (gold, predicted),
        "speech": [tuple(q for q in of if not is_belief(q.cue, text)) for of in (gold, others)],
        "with marks": [
            tuple(q for q in of if kind_of(q.content, text, inside) != "indirect")
            for of in (gold, predicted)
        ],
    }
    tallies = _parts(pairs)
    for subset, (wanted, found) in subsets.items():
        matched = _pairs(wanted, found, text, min(OVERLAPS))
        for least in OVERLAPS:  # the greatest overlaps match first, whatever the least may be
            right = sum(pair.overlap >= least for pair in matched)
            tallies[subset, least] = Tally(right, len(found), len(wanted))
    return Scores(tallies)


def _pairs(gold: Quotes, predicted: Quotes, text: str, least: float) -> list[Pair]:
    return match_quotes(Annotations(quotes=gold), Annotations(quotes=predicted), text, least)


def _parts(pairs: Iterable[Pair]) -> dict[tuple[str, float], Tally]:
    parts = {(part, MATCHED): Tally() for part in PARTS}
    for pair in pairs:
        ours, theirs = pair.gold, pair.predicted
        judged = {"kind": ours.kind == theirs.kind}
        if ours.cue:
            judged["cue"] = overlap(ours.cue, theirs.cue) > 0
        if ours.speaker:
            judged["speaker"] = overlap(ours.speaker, theirs.speaker) >= SAME_SPEAKER
        if ours.speaker_name:
            judged["name"] = same_name(ours.speaker_name, theirs.speaker_name or "")
        for part, right in judged.items():
            parts[part, MATCHED] += Tally(right, 1, 1)
    return parts


def quoted(text: str) -> frozenset[int]:
    """Where in a text quotation marks are around: the offsets of what they hold, and their own."""
    spans = (span for found in quotations(text, paragraphs(text)) for span in found.spans)
    return frozenset(at for span in spans for at in range(span.start, span.end))


def kind_of(content: Spans, text: str, inside: frozenset[int]) -> str:
    """The kind of a quote, by which of its letters and digits stand in quotation marks.

    direct where all do, indirect where none does, else mixed; ``inside`` is as ``quoted`` gives it.
    """
    offsets = (at for span in content for at in range(span.start, span.end))
    sides = {at in inside for at in offsets if text[at].isalnum()}
    return "mixed" if len(sides) == 2 else "direct" if True in sides else "indirect"


def is_belief(cue: Spans, text: str) -> bool:
    """True for a cue of thinking, wanting and intending; all others are of speech.

    Nothing is parsed: the head is taken to be the first word of the cue that is a form of a listed
    lemma, by a table of irregular forms and rules for endings, or a noun or adjective of the
    family. So "told them what he hopes" is of belief, and "like" is always a verb.
    """
    words = re.findall(r"[^\W\d_]+", " ".join(span.surface(text) for span in cue).casefold())
    return not _forms().isdisjoint(words)


@cache
def _forms() -> frozenset[str]:
    found = set(FAMILY)
    past = {forms.split()[0]: forms.split()[1:] for forms in IRREGULAR.split("|")}
    for lemma in LEMMAS:
        stem = lemma + lemma[-1] if lemma in DOUBLED else lemma
        soft = re.sub("(?<![aeiou])y$", "i", stem)  # worry, but enjoy
        hisses = soft != stem or lemma.endswith(("s", "sh", "ch"))
        ing = re.sub("(?<!e)e$", "", stem) + "ing"  # hope, but see
        found |= {lemma, soft + "es" if hisses else lemma + "s", ing}
        found.update(past.get(lemma, [soft.removesuffix("e") + "ed"]))
    return frozenset(found)


def same_speaker(one: Quote, other: Quote) -> bool:
    """Whether two quotes are by the same: of one name, or both unnamed, or both unknown."""
    if one.speaker_name:
        return same_name(one.speaker_name, other.speaker_name or "")
    return one.speaker_status == other.speaker_status


def same_name(one: str, other: str) -> bool:
    """Whether two names of speakers are one: case, articles and titles before them aside.

    A description, whose head noun has a small letter ("a spokesman for the army"), is the same as
    another with that head noun, in singular or plural.
    """
    return bool(other) and _reduced(one) == _reduced(other)


def _reduced(name: str) -> tuple[bool, str]:
    bare = re.sub(r"^(?:[Tt]he|[Aa]n?) (?=\S)", "", " ".join(name.split()))
    *_, head = re.split(BEHIND, bare)[0].split() or [bare]
    if head[:1].islower():
        return True, role_of(head) or head.casefold()
    words, titles = bare.split(), 0
    for place, word in enumerate(words[:-1]):
        if is_title(word):
            titles = place + 1
        elif not CAPITAL_TITLE.match(word.capitalize()):
            break
    return False, " ".join(words[titles:]).casefold()


def table(scores: Scores) -> str:
    """The figures as Markdown: of content by subset and overlap, and of each part one line."""
    lines = ["| quotes | overlap | precision | recall | F1 | predicted | gold |"]
    lines.append("| --- " + "| ---: " * 6 + "|")
    for subset, least in product(SUBSETS, OVERLAPS):
        tally = scores[subset, least]
        shares = " | ".join(map(_share, (tally.precision, tally.recall, tally.f1)))
        numbers = f"{tally.predicted:,.1f} | {tally.gold:,.1f}"
        lines.append(f"| {subset} | {least:.1f} | {shares} | {numbers} |")
    lines += ["", "| part | right | compared |", "| --- | ---: | ---: |"]
    for part in PARTS:
        tally = scores[part, MATCHED]
        lines.append(f"| {part} | {_share(tally.recall)} | {tally.gold:,.1f} |")
    return "\n".join(lines)


def _share(figure: float | None) -> str:
    return "–" if figure is None else f"{figure:.3f}"
