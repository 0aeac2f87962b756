"""PolNeAR's files as quotes: a small corpus of invented articles, and what is wrong in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.annotation import Quote, Span
from annotator.base.polnear import texts

FERRY = "“We sail,” Ida Moe said, “at dawn.” The crew hopes for wind.\n\nIt was said to be late."


def article(folder: Path, name: str, text: str, **annotators: str) -> None:
    """An article with what each annotator made of it, lines as brat writes them."""
    for part in ("text", "attributions"):
        (folder / part).mkdir(exist_ok=True)
    (folder / "text" / f"{name}.txt").write_bytes(text.encode())
    for annotator, lines in annotators.items():
        path = folder / "attributions" / f"{name}_{annotator}.ann"
        path.write_bytes(lines.encode())


def span(key: str, label: str, *surfaces: str, text: str = FERRY) -> str:
    """A line for a label at the first places where these surfaces stand."""
    starts = [text.index(surface) for surface in surfaces]
    offsets = ";".join(f"{s} {s + len(x)}" for s, x in zip(starts, surfaces, strict=True))
    return f"{key}\t{label} {offsets}\t{' '.join(surfaces)}\n"


SAID = (
    span("T1", "Content", "“We sail,”", "“at dawn.”")
    + span("T2", "Source", "Ida Moe")
    + span("T3", "Cue", "said")
    + span("T4", "Attribution", "said")
    + "E1\tAttribution:T4 Cue:T3 Source:T2 Content:T1\n"
)


def read(folder: Path) -> tuple[list[tuple[str, tuple[tuple[Quote, ...], ...]]], list[str]]:
    problems: list[str] = []
    return list(texts(folder, problems)), problems


def quotes(folder: Path, lines: str, text: str = FERRY) -> tuple[tuple[Quote, ...], list[str]]:
    """What one annotator's lines come to, and what was wrong."""
    article(folder, "ferry", text, ef2d=lines)
    (((_, (layer,)),), problems) = read(folder)
    return layer, problems


def surfaces(quote: Quote) -> tuple[list[str], list[str], list[str]]:
    content, cue, speaker = (
        [s.surface(FERRY) for s in part] for part in (quote.content, quote.cue, quote.speaker)
    )
    return content, cue, speaker


def test_source_cue_and_content_of_an_event_make_a_quote(tmp_path: Path) -> None:
    content = (Span(0, 10), Span(25, 35))
    quote = Quote(content, "direct", (Span(19, 23),), (Span(11, 18),), None, "unknown")
    assert quotes(tmp_path, SAID) == ((quote,), [])


def test_a_content_in_two_annotations_is_one_content_in_the_order_of_the_text(
    tmp_path: Path,
) -> None:
    lines = (
        span("T1", "Content", "“at dawn.”")
        + span("T2", "Content", "“We sail,”")
        + span("T3", "Attribution", "said")
        + "E1\tAttribution:T3 Content:T1 Content2:T2\n"
    )
    (quote,), problems = quotes(tmp_path, lines)
    assert (surfaces(quote), problems) == ((["“We sail,”", "“at dawn.”"], [], []), [])


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (["“We sail,”", "“at dawn.”"], "direct"),
        (["We sail"], "direct"),
        (["for wind"], "indirect"),
        (["“at dawn.” The crew"], "mixed"),
    ],
)
def test_the_kind_follows_from_the_marks(tmp_path: Path, content: list[str], kind: str) -> None:
    lines = span("T1", "Content", *content) + span("T2", "Attribution", "said")
    (quote,), _ = quotes(tmp_path, lines + "E1\tAttribution:T2 Content:T1\n")
    assert quote.kind == kind


def test_an_attribution_without_source_is_a_quote_without_speaker(tmp_path: Path) -> None:
    lines = SAID.replace("E1\tAttribution:", "E1\tAttribution-no-source:")
    (quote,), problems = quotes(tmp_path, lines)
    assert (quote.speaker, problems) == ((), [])


def test_an_event_without_content_is_left_out_and_one_without_cue_stays(tmp_path: Path) -> None:
    lines = (
        SAID
        + span("T5", "Content", "for wind")
        + "E2\tAttribution-no-source:T4 \n"
        + "E3\tAttribution:T4 Cue:T3\n"
        + "E4\tAttribution:T4 Content:T5\n"
    )
    layer, problems = quotes(tmp_path, lines)
    assert [surfaces(quote)[0] for quote in layer] == [["“We sail,”", "“at dawn.”"], ["for wind"]]
    assert problems == []


def test_white_space_at_edges_is_trimmed_and_parts_of_nothing_else_are_left_out(
    tmp_path: Path,
) -> None:
    lines = (
        span("T1", "Content", " for wind.\n")
        + span("T2", "Cue", " hopes ")
        + span("T3", "Source", "\n\n")
        + "E1\tAttribution:T2 Content:T1 Cue:T2 Source:T3\n"
    )
    (quote,), problems = quotes(tmp_path, lines)
    assert (surfaces(quote), problems) == ((["for wind."], ["hopes"], []), [])


def test_a_surface_may_run_over_lines(tmp_path: Path) -> None:
    lines = span("T1", "Content", "for wind.\n\nIt was") + span("T2", "Attribution", "hopes")
    (quote,), problems = quotes(tmp_path, lines + "E1\tAttribution:T2 Content:T1\n")
    assert (surfaces(quote)[0], problems) == (["for wind.\n\nIt was"], [])


def test_line_ends_count_as_they_stand(tmp_path: Path) -> None:
    lines = "T1\tContent 3 8\tHe is\nT2\tAttribution 0 1\tA\nE1\tAttribution:T2 Content:T1\n"
    assert quotes(tmp_path, lines, "A\r\nHe is") == ((Quote((Span(3, 8),), "indirect"),), [])


def test_offsets_are_code_points(tmp_path: Path) -> None:
    text = "🚢🚢 “Aye,” she said."
    lines = span("T1", "Content", "“Aye,”", text=text) + span("T2", "Cue", "said", text=text)
    layer, problems = quotes(tmp_path, lines + "E1\tAttribution:T2 Content:T1 Cue:T2\n", text)
    assert (layer, problems) == ((Quote((Span(3, 9),), "direct", (Span(14, 18),)),), [])


def test_notes_and_marks_for_discussion_say_nothing(tmp_path: Path) -> None:
    lines = SAID + span("T5", "Discuss", "for wind") + "#1\tAnnotatorNotes T5\tIs it?\n"
    layer, problems = quotes(tmp_path, lines)
    assert (len(layer), problems) == (1, [])


def test_a_content_that_does_not_fit_takes_its_event_with_it(tmp_path: Path) -> None:
    layer, problems = quotes(tmp_path, SAID.replace("25 35\t", "26 36\t"))
    assert layer == ()
    assert problems == [
        "ferry_ef2d.ann: T1 is '“We sail,” “at dawn.”', but '“We sail,” at dawn.” ' stands at "
        "0 10;26 36",
        "ferry_ef2d.ann: E1: its Content T1 is missing",
    ]


def test_a_speaker_that_does_not_fit_is_left_out_of_its_quote(tmp_path: Path) -> None:
    (quote,), problems = quotes(tmp_path, SAID.replace("Source 11 18", "Source 111 118"))
    assert (quote.speaker, quote.cue) == ((), (Span(19, 23),))
    assert problems == [
        "ferry_ef2d.ann: T2 is 'Ida Moe', but '' stands at 111 118",
        "ferry_ef2d.ann: E1: its Source T2 is missing",
    ]


def test_a_part_counts_by_its_role_and_another_label_is_reported(tmp_path: Path) -> None:
    (quote,), problems = quotes(tmp_path, SAID.replace("\tCue ", "\tDiscuss "))
    assert quote.cue == (Span(19, 23),)
    assert problems == ["ferry_ef2d.ann: E1: its Cue T3 is marked Discuss"]


def test_a_quote_that_no_layer_can_bear_is_reported(tmp_path: Path) -> None:
    lines = SAID + span("T5", "Content", "sail,” Ida")
    layer, problems = quotes(tmp_path, lines.replace("Content:T1", "Content:T1 Content2:T5"))
    assert layer == ()
    (problem,) = problems
    assert problem.startswith("ferry_ef2d.ann: E1: the spans of one part")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("T9\tContent 3 x\tWe", "no span can be read in 'T9\\tContent 3 x\\tWe'"),
        ("E9\tAttribution Content:T1", "no event can be read in 'E9\\tAttribution Content:T1'"),
    ],
)
def test_a_line_that_cannot_be_read_is_reported(tmp_path: Path, line: str, problem: str) -> None:
    layer, problems = quotes(tmp_path, f"{SAID}{line}\n")
    assert (len(layer), problems) == (1, [f"ferry_ef2d.ann: {problem}"])


def test_each_annotator_of_a_text_has_a_tuple_of_quotes(tmp_path: Path) -> None:
    article(tmp_path, "b_one", FERRY, ef2d=SAID, d473="")
    article(tmp_path, "a_two", "Nobody spoke.", ef2d="")
    (first, second), problems = read(tmp_path)
    assert first == ("Nobody spoke.", ((),))
    assert [len(layer) for layer in second[1]] == [0, 1]  # d473 stands before ef2d
    assert problems == []


def test_an_article_in_which_something_was_discarded_is_left_out(tmp_path: Path) -> None:
    article(tmp_path, "one", FERRY, ef2d=SAID, d473=SAID + span("T9", "Discard", "It was said"))
    article(tmp_path, "two", FERRY, ef2d=SAID)
    found, problems = read(tmp_path)
    assert (len(found), problems) == (1, [])


def test_a_text_without_annotators_and_annotations_without_text_are_reported(
    tmp_path: Path,
) -> None:
    article(tmp_path, "one", FERRY)
    article(tmp_path, "two", FERRY, ef2d=SAID)
    (tmp_path / "text" / "two.txt").unlink()
    missing = ["one.txt: nobody annotated it", "two_ef2d.ann: its text is missing"]
    assert read(tmp_path) == ([], missing)
