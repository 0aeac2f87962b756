"""How far two annotators agree, and in what they differ."""

from __future__ import annotations

from annotator.agreement import Agreement, agreement, differences
from annotator.annotation import Annotations
from annotator.evaluation import Counts
from annotator.formats.markup import loads
from annotator.mark import current

FIRST = """
{1 “We close,”} {1s [Ida Moe|PERSON]} {1c said} in [Lund|GPE]. {2s She} {2c said} {2 it was late}.

---
1 direct: Ida Moe
2 indirect: Ida Moe
"""
SECOND = """
{1 “We close,” {1s [Ida Moe|PERSON|Moe]} {1c said}} in Lund. She said it [was|DATE] late.

---
1 mixed: (unknown)
"""


def both() -> tuple[Annotations, Annotations, str]:
    first, second = loads(FIRST), loads(SECOND)
    assert first.article.text == second.article.text
    return current(first.marks), current(second.marks), first.article.text


def test_who_agrees_with_themselves_agrees_wholly() -> None:
    first, _, text = both()
    found = agreement(first, first, text)
    assert found.entities == {"GPE": Counts(tp=1), "PERSON": Counts(tp=1)}
    assert set(found.quotes.values()) == {Counts(tp=2)}
    assert found.parts["kind"] == found.parts["speaker"] == (2, 2)
    assert list(differences(first, first, text)) == []


def test_each_part_is_compared() -> None:
    first, second, text = both()
    found = agreement(first, second, text)
    assert found.entities == {
        "DATE": Counts(fp=1),
        "GPE": Counts(fn=1),
        "PERSON": Counts(tp=1),
    }
    assert found.quotes[0.3] == Counts(tp=1, fn=1)
    assert found.quotes[1.0] == Counts(fp=1, fn=2)
    assert found.parts["entity's name"] == (0, 1)


def test_agreements_of_articles_add_up() -> None:
    first, second, text = both()
    once = agreement(first, second, text)
    twice = Agreement() + once + once
    assert twice.entities["PERSON"] == Counts(tp=2)
    assert twice.quotes[0.3] == Counts(tp=2, fn=2)
    assert twice.parts["entity's name"] == (0, 2)


def test_every_difference_is_a_line() -> None:
    first, second, text = both()
    lines = list(differences(first, second, text))
    assert "name of [Ida Moe|PERSON] said in Lund. She s: 'Ida Moe' against 'Moe'" in " ".join(
        lines
    ) or any(line.startswith("name of ") and "'Moe'" in line for line in lines)
    assert any(line.startswith("only the first: ") and "[Lund|GPE]" in line for line in lines)
    assert any(line.startswith("only the second: ") and "[was|DATE]" in line for line in lines)
    assert any(line.startswith("kind of ") and "'mixed'" in line for line in lines)
    assert "only the first: quote 'it was late' by Ida Moe" in lines
