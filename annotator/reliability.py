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
from annotator.evaluation.unitizing import Continuum, as_units, ruler

TOKEN = re.compile(r"\w+|[^\w\s]")
OVERLAP = 0.5  # from which on two quotes are the same

Work = dict[str, Annotations]  # of one article: by annotator


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with what those marked who checked its entities fully, and those its quotes."""

    text: str
    entities: Work
    quotes: Work


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


def reliability(articles: Iterable[Reading]) -> Reliability:
    """The agreement over articles; what one annotator alone has done counts nothing."""
    found = Reliability()
    units: Counter[tuple[frozenset[str], ...]] = Counter()  # of tokens, what each annotator says
    for article in articles:
        values = {
            name: _labels(article.text, done) for name, done in sorted(article.entities.items())
        }
        if len(values) > 1:
            units.update(zip(*values.values(), strict=True))
        for one, other in combinations(sorted({*article.entities, *article.quotes}), 2):
            by_mentions = one in values and other in values
            by_quotes = one in article.quotes and other in article.quotes
            if not by_mentions and not by_quotes:
                continue
            pair = found.pairs.setdefault((one, other), Pair())
            pair.articles += 1
            if by_mentions:
                _compare_mentions(pair, article, one, other)
                said = zip(values[one], values[other], strict=True)
                pair.tokens.update((_joined(ours), _joined(theirs)) for ours, theirs in said)
            if by_quotes:
                _compare_quotes(pair, article, one, other)
        _lay_out(found, article)
    for unit, number in units.items():
        found.tokens[tuple(sorted(map(_joined, unit)))] += number
    for label in sorted({label for unit in units for labels in unit for label in labels}):
        counted: Counter[tuple[str, ...]] = Counter()
        for unit, number in units.items():
            counted[tuple(sorted("in" if label in labels else "out" for labels in unit))] += number
        found.by_label[label] = counted
    return found


def _compare_mentions(pair: Pair, article: Reading, one: str, other: str) -> None:
    ours, theirs = article.entities[one], article.entities[other]
    pair.entities = over_articles([pair.entities, entity_counts(ours, theirs, article.text)])
    pair.partial += outcomes(align(ours, theirs, article.text))["partial"]


def _compare_quotes(pair: Pair, article: Reading, one: str, other: str) -> None:
    ours, theirs = article.quotes[one], article.quotes[other]
    pair.quotes += quote_counts(ours, theirs, article.text, OVERLAP)
    alike, of = pair.speakers
    for match in match_quotes(ours, theirs, article.text, OVERLAP):
        alike += same_speaker(match.gold, match.predicted)
        of += 1
    pair.speakers = alike, of


def _lay_out(found: Reliability, article: Reading) -> None:
    """Add the text to the continuum of all annotators and to that of each pair."""
    ink = ruler(article.text)
    length = ink(len(article.text))
    mentions = {
        name: as_units(((entity.label, entity.span) for entity in done.entities), ink)
        for name, done in article.entities.items()
    }
    quoted = {
        name: as_units((("quote", s) for quote in done.quotes for s in quote.content), ink)
        for name, done in article.quotes.items()
    }
    for units, continuum in ((mentions, found.mentions), (quoted, found.quoted)):
        if len(units) > 1:
            continuum.add(length, list(units.values()))
    for pair_of in combinations(sorted(mentions), 2):
        found.pairs[pair_of].mentions.add(length, [mentions[name] for name in pair_of])
    for pair_of in combinations(sorted(quoted), 2):
        found.pairs[pair_of].quoted.add(length, [quoted[name] for name in pair_of])


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
