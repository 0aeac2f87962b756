"""How far annotators agree, in pairs and beyond chance: on mentions, tokens, spans and speakers.

Mentions may nest and overlap, their order is of no weight, and white space counts for nothing. A
figure that is undefined has no value and says why.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from annotator.annotation import Annotations
from annotator.evaluation import Counts, entity_counts, over_articles, quote_counts, total
from annotator.evaluation.coefficients import Coefficient, alpha_of, kappa
from annotator.evaluation.entities import Outcome, align, outcomes
from annotator.evaluation.quote_scores import same_speaker
from annotator.evaluation.quotes import match_quotes
from annotator.evaluation.unitizing import Continuum, Units, as_units, ruler

TOKEN = re.compile(r"\w+|[^\w\s]")
OVERLAP = 0.5  # from which on two quotes are the same

Work = Mapping[str, Annotations]  # of one article: by annotator


@dataclass(slots=True)
class Pair:
    """Two annotators on the articles that both have done; the first counts as gold."""

    articles: int = 0
    entities: dict[str, Counts] = field(default_factory=dict)
    partial: Outcome = field(default_factory=Outcome)
    tokens: Counter[tuple[str, str]] = field(default_factory=Counter)
    quotes: Counts = field(default_factory=Counts)
    speakers: tuple[int, int] = (0, 0)  # alike, of the quotes that both have
    mentions: Continuum = field(default_factory=Continuum)
    quoted: Continuum = field(default_factory=Continuum)

    @property
    def strict(self) -> float | None:
        """F1 of mentions with the same span and label: the same whoever counts as gold."""
        return total(self.entities).f1

    @property
    def kappa(self) -> Coefficient:
        """Cohen's κ on tokens, each with all labels that it bears."""
        return kappa(self.tokens)

    @property
    def span_alpha(self) -> Coefficient:
        """Krippendorff's α for unitizing, on mentions of all labels."""
        return self.mentions.alpha

    @property
    def quote_alpha(self) -> Coefficient:
        """The same on quotes, of which each span of the content is a unit."""
        return self.quoted.alpha

    @property
    def same_speaker(self) -> float | None:
        """The share of quotes that both have to which both give the same speaker."""
        alike, of = self.speakers
        return alike / of if of else None


@dataclass(slots=True)
class Reliability:
    """Pairs of annotators by name, how often tokens bear which values, and all that was marked."""

    pairs: dict[tuple[str, str], Pair] = field(default_factory=dict)
    tokens: Counter[tuple[str, ...]] = field(default_factory=Counter)
    by_label: dict[str, Counter[tuple[str, ...]]] = field(default_factory=dict)
    mentions: Continuum = field(default_factory=Continuum)
    quoted: Continuum = field(default_factory=Continuum)

    @property
    def alpha(self) -> Coefficient:
        """Krippendorff's α on tokens, of all annotators, each token with all its labels."""
        return alpha_of(self.tokens)

    def alphas(self) -> dict[str, Coefficient]:
        """The same for each label alone: is the token in such a mention or not."""
        return {label: alpha_of(units) for label, units in sorted(self.by_label.items())}

    @property
    def span_alpha(self) -> Coefficient:
        """Krippendorff's α for unitizing, of all annotators, on mentions of all labels."""
        return self.mentions.alpha

    def span_alphas(self) -> dict[str, Coefficient]:
        """The same for each label alone."""
        return self.mentions.alphas()

    @property
    def quote_alpha(self) -> Coefficient:
        """The same on quotes, of which each span of the content is a unit."""
        return self.quoted.alpha


def reliability(articles: Iterable[tuple[str, Work]]) -> Reliability:
    """The agreement over texts, each with what its annotators marked; one alone counts nothing."""
    found = Reliability()
    units: Counter[tuple[frozenset[str], ...]] = Counter()  # of tokens, what each annotator says
    for text, work in articles:
        if len(work) < 2:
            continue
        values = {name: _labels(text, done) for name, done in sorted(work.items())}
        units.update(zip(*values.values(), strict=True))
        for one, other in combinations(sorted(work), 2):
            pair = found.pairs.setdefault((one, other), Pair())
            _compare(pair, text, work[one], work[other], values[one], values[other])
        _lay_out(found, text, work)
    for unit, number in units.items():
        found.tokens[tuple(sorted(map(_joined, unit)))] += number
    for label in sorted({label for unit in units for labels in unit for label in labels}):
        counted: Counter[tuple[str, ...]] = Counter()
        for unit, number in units.items():
            counted[tuple(sorted("in" if label in labels else "out" for labels in unit))] += number
        found.by_label[label] = counted
    return found


def _compare(
    pair: Pair,
    text: str,
    one: Annotations,
    other: Annotations,
    ours: list[frozenset[str]],
    theirs: list[frozenset[str]],
) -> None:
    pair.articles += 1
    pair.entities = over_articles([pair.entities, entity_counts(one, other, text)])
    pair.partial += outcomes(align(one, other, text))["partial"]
    pair.tokens.update(zip(map(_joined, ours), map(_joined, theirs), strict=True))
    pair.quotes += quote_counts(one, other, text, OVERLAP)
    alike, of = pair.speakers
    for match in match_quotes(one, other, text, OVERLAP):
        alike += same_speaker(match.gold, match.predicted)
        of += 1
    pair.speakers = alike, of


def _lay_out(found: Reliability, text: str, work: Work) -> None:
    """Add the text to the continuum of all annotators and to that of each pair."""
    ink = ruler(text)
    length = ink(len(text))
    mentions: dict[str, Units] = {}
    quoted: dict[str, Units] = {}
    for name, done in work.items():
        mentions[name] = as_units(((entity.label, entity.span) for entity in done.entities), ink)
        contents = (span for quote in done.quotes for span in quote.content)
        quoted[name] = as_units((("quote", span) for span in contents), ink)
    found.mentions.add(length, list(mentions.values()))
    found.quoted.add(length, list(quoted.values()))
    for one, other in combinations(sorted(work), 2):
        pair = found.pairs[one, other]
        pair.mentions.add(length, (mentions[one], mentions[other]))
        pair.quoted.add(length, (quoted[one], quoted[other]))


def _labels(text: str, annotations: Annotations) -> list[frozenset[str]]:
    """The labels of all mentions that each token stands in."""
    tokens = [match.span() for match in TOKEN.finditer(text)]
    found: list[set[str]] = [set() for _ in tokens]
    for entity in annotations.entities:
        first = bisect_right(tokens, entity.start, key=lambda token: token[1])
        for number in range(first, len(tokens)):
            if tokens[number][0] >= entity.end:
                break
            found[number].add(entity.label)
    return [frozenset(labels) for labels in found]


def _joined(labels: frozenset[str]) -> str:
    return " ".join(sorted(labels))


def in_words(found: Reliability) -> str:
    """The figures as tables for the command line: by pair, then by label."""
    rows = [["", "articles", "F1 strict", "partial", "κ tokens", "α spans"]]
    rows[0] += ["F1 quotes", "α quotes", "same speaker"]
    for (one, other), pair in found.pairs.items():
        figures = (pair.strict, pair.partial.f1, pair.kappa.value, pair.span_alpha.value)
        of_quotes = (pair.quotes.f1, pair.quote_alpha.value, pair.same_speaker)
        shares = map(_share, (*figures, *of_quotes))
        rows.append([f"{one} and {other}", str(pair.articles), *shares])
    return "\n\n".join(
        [
            _aligned(rows),
            _by_label("α on tokens, all labels", found.alpha, found.alphas()),
            _by_label("α on spans, all labels", found.span_alpha, found.span_alphas()),
            f"α on spans, quotes: {shown(found.quote_alpha)}",
        ]
    )


def _by_label(title: str, together: Coefficient, alone: Mapping[str, Coefficient]) -> str:
    lines = (f"  {label:<14}{shown(value)}" for label, value in alone.items())
    return "\n".join([f"{title}: {shown(together)}", *lines])


def shown(coefficient: Coefficient) -> str:
    """The value with three digits, or why there is none."""
    return (
        f"undefined: {coefficient.why}" if coefficient.value is None else f"{coefficient.value:.3f}"
    )


def _share(figure: float | None) -> str:
    return "–" if figure is None else f"{figure:.3f}"


def _aligned(rows: list[list[str]]) -> str:
    first, *others = (max(map(len, column)) for column in zip(*rows, strict=True))
    return "\n".join(
        "  ".join([row[0].ljust(first), *map(str.rjust, row[1:], others)]).rstrip() for row in rows
    )
