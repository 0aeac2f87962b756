"""Corpora as examples: their words, trees and names, and what they are silent about."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.base.schemes import ALL, ANY, COARSE, CROSSNER, GUM, MARKED, RE3D, silent_of
from annotator.base.sources import Example, Tree, columns, every, ewt, gum, spans, treebank

FERRY = """
# newdoc id = ferry
# newpar
# text = I don't sail.
1 I I PRON PRP 4 nsubj _
2-3 don't _ _ _ _ _ _
2 do do AUX VBP 4 aux _
3 n't not PART RB 4 advmod _
4 sail sail VERB VB 0 root SpaceAfter=No
4.1 ships ship NOUN NNS _ _ _
5 . . PUNCT . 4 punct _

1 Ida Ida PROPN NNP 2 nsubj _
2 waits wait VERB VBZ 0 root _

# newpar
1 Yes yes INTJ UH 0 root _

# newdoc id = harbour
1 Bo Bo PROPN NNP 0 root _
"""


def put(path: Path, content: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def conllu(path: Path, source: str) -> Path:
    """Writes rows of number, word, lemma, part, tag, head, relation and notes in ten columns."""
    lines = []
    for line in source.strip().split("\n"):
        row = line.split()
        table = row and row[0] != "#"
        lines.append("\t".join([*row[:5], "_", *row[5:7], "_", row[7]]) if table else line)
    return put(path, "\n".join(lines) + "\n\n")


Names = list[tuple[str, frozenset[str]]]


def told(example: Example) -> Names:
    """The names of an example in words."""
    return [(" ".join(example.words[n.start : n.end]), n.labels) for n in example.named or ()]


def test_a_treebanks_sentences_have_words_trees_and_what_they_open(tmp_path: Path) -> None:
    first, *others = treebank(conllu(tmp_path / "a.conllu", FERRY))
    assert first.words == ("I", "do", "n't", "sail", ".")
    assert [tree.head for tree in first.trees] == [3, 3, 3, -1, 3]
    assert first.trees[2] == Tree("RB", "PART", "not", 3, "advmod")
    assert [one.opens for one in (first, *others)] == ["document", "", "paragraph", "document"]


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ("1 Ida _ _ _ 0 root _\n2 left _ _ _ 1 x SpaceAfter=No\n3 . _ _ _ 1 x _", "Ida left. "),
        ("1-2 can't _ _ _ _ _ _\n1 ca _ _ _ 0 root _\n2 n't _ _ _ 1 x _", "can't "),
        ("1-2 can't _ _ _ _ _ SpaceAfter=No\n1 ca _ _ _ 0 x _\n2 n't _ _ _ 1 x _", "can't"),
        ("1-3 dunno _ _ _ _ _ _\n1 du _ _ _ 0 x _\n2 n _ _ _ 1 x _\n3 no _ _ _ 1 x _", "dunno "),
        ("1 A _ _ _ 0 x _\n1.1 B _ _ _ _ _ SpaceAfter=No\n2 C _ _ _ 1 x _", "A C "),
        ("1-2 it's _ _ _ _ _ _\n1 it _ _ _ 0 x _\n2 's _ _ _ 1 x _\n"
         "3-4 he's _ _ _ _ _ SpaceAfter=No\n3 he _ _ _ 1 x _\n4 's _ _ _ 1 x _\n"
         "5 . _ _ _ 1 x _", "it's he's. "),
    ],
)  # fmt: skip
def test_words_of_one_token_stand_without_a_space(tmp_path: Path, rows: str, text: str) -> None:
    (one,) = treebank(conllu(tmp_path / "a.conllu", rows))
    assert "".join(w + " " * s for w, s in zip(one.words, one.spaces, strict=True)) == text


@pytest.mark.parametrize(
    ("comments", "opens"),
    [
        ("# newpar", "paragraph"),
        ("# newpar\n# newdoc id = a", "document"),
        ("# newpar_block = list (2 s)", "paragraph"),
        ("# text = Ida keeps a newdoc and a newparcel", ""),
    ],
)
def test_comments_say_what_a_sentence_opens(tmp_path: Path, comments: str, opens: str) -> None:
    (one,) = treebank(conllu(tmp_path / "a.conllu", f"{comments}\n1 Yes _ _ _ 0 root _"))
    assert one.opens == opens


def test_the_sentences_of_a_document_are_one_example(tmp_path: Path) -> None:
    conllu(tmp_path / "en_ewt-ud-train.conllu", FERRY)
    first, second = ewt(tmp_path, "train")
    assert first.words == ("I", "do", "n't", "sail", ".", "Ida", "waits", "Yes")
    assert [tree.head for tree in first.trees or ()] == [3, 3, 3, -1, 3, 6, -1, -1]
    assert (first.lines, first.sentences) == ({0, 7}, {0, 5, 7})
    assert (first.named, second.words, second.source) == (None, ("Bo",), "ewt")


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("O O", []),
        ("I-PER I-PER O", [(0, 2, "PER")]),
        ("I-PER B-PER I-PER", [(0, 1, "PER"), (1, 3, "PER")]),
        ("I-PER I-LOC", [(0, 1, "PER"), (1, 2, "LOC")]),
        ("B-PER I-PER O B-PER", [(0, 2, "PER"), (3, 4, "PER")]),
        ("B-PER I-LOC I-LOC", [(0, 1, "PER"), (1, 3, "LOC")]),
        ("B-creative-work I-creative-work", [(0, 2, "creative-work")]),
        ("_ B-PER _", [(1, 2, "PER")]),
    ],
)
def test_tags_of_either_kind_are_spans(tags: str, expected: list[tuple[int, int, str]]) -> None:
    assert spans(tags.split()) == expected


LABEL = st.sampled_from(["", "PER", "LOC", "creative-work"])
STRETCHES = st.lists(st.tuples(st.integers(1, 4), LABEL), max_size=8)


@given(STRETCHES, st.booleans())
def test_what_was_tagged_is_found_again(stretches: list[tuple[int, str]], second: bool) -> None:
    tags: list[str] = []
    wanted = []
    for size, label in stretches:
        start = len(tags)
        if label:
            touches = bool(wanted) and wanted[-1][1:] == (start, label)
            mark = "B" if second or touches else "I"
            wanted.append((start, start + size, label))
            tags += [f"{mark}-{label}", *[f"I-{label}"] * (size - 1)]
        else:
            tags += ["O"] * size
    assert spans(tags) == wanted


@pytest.mark.parametrize(
    ("text", "words", "names"),
    [
        ("Ida I-PER\nMoe I-PER\nleft O\n", "Ida Moe left", [("Ida Moe", COARSE["PER"])]),
        ("Ida\tB-PER\nBo\tB-PER", "Ida Bo", [("Ida", COARSE["PER"]), ("Bo", COARSE["PER"])]),
        ("Ida\t_\tx\tB-PER\n", "Ida", [("Ida", COARSE["PER"])]),
        ("-DOCSTART- O\n\n\n \nSund I-LOC\n", "Sund", [("Sund", COARSE["LOC"])]),
        ("# sent_id = a-1\n# newdoc id = a\n# newpar\n#\tO\nBo\tO\n", "# Bo", []),
        ("Sund\tB-odd\n", "Sund", [("Sund", ANY)]),
        ("Bo\tO\n\tO\n", "Bo", []),
        ("\tO\n\nalone\n", "", []),
    ],
)
def test_columns_are_words_and_names(tmp_path: Path, text: str, words: str, names: Names) -> None:
    found = list(columns(put(tmp_path / "a.conll", text), "wikigold", COARSE))
    assert " ".join(" ".join(one.words) for one in found) == words
    for one in found:
        assert told(one) == names
        assert (one.lines, one.silent, one.trees) == ({0}, silent_of("wikigold"), None)


HARBOUR = (
    "The/DT Nordlys/NNP Line/NNP sued/VBD Ida/NNP Moe/NNP of/IN Port/NNP Sund/NNP "
    "Old/NNP Salt/NNP Fish/NNP Dock/NNP Gate/NNP ./."
)
Mentions = Sequence[tuple[int, int, str, str]]  # from, to, kind, article of Wikipedia


def folder(tmp_path: Path, mentions: Mentions, words: str = "") -> Path:
    """A corpus of one text, with mentions of its words or of others."""
    pairs = [pair.split("/") for pair in HARBOUR.split()]
    rows = [f"{i + 1} {w} _ X {tag} {i} x _" for i, (w, tag) in enumerate(pairs)]
    conllu(tmp_path / "dep" / "GUM_news_sund.conllu", "# newdoc id = sund\n" + "\n".join(rows))
    lines = ["#FORMAT=WebAnno TSV 3.2", "#T_SP=webanno.custom.Referent|entity", "", "", "#Text=The"]
    for i, word in enumerate(words.split() or [word for word, _ in pairs]):
        here = [(n, m) for n, m in enumerate(mentions, 1) if m[0] <= i < m[1]]
        kinds = "|".join(f"{m[2]}[{n}]" for n, m in here) or "_"
        known = "|".join(f"{m[3]}[{n}]" for n, m in here if m[3]) or "_"
        lines.append(f"1-{i + 1}\t0-9\t{word}\t{kinds}\tnew[1]\tnnnnn[1]\t{known}\tcf1[1]\t_\t_\t")
    put(tmp_path / "coref_tsv" / "GUM_news_sund.tsv", "\n".join([*lines, ""]))
    return tmp_path


@pytest.mark.parametrize(
    ("mentions", "names"),
    [
        ([(4, 6, "person", "Ida_Moe")], [("Ida Moe", GUM["person"])]),
        ([(4, 6, "person", "")], []),
        ([(0, 3, "organization", "Nordlys")], [("Nordlys Line", GUM["organization"])]),
        ([(0, 1, "organization", "The_(band)")], []),
        ([(4, 9, "person", "Ida_Moe")], []),
        ([(4, 6, "abstract", "Ida_Moe")], []),
        ([(7, 14, "place", "Gate")], []),
        ([(8, 14, "place", "Gate")], [("Sund Old Salt Fish Dock Gate", GUM["place"])]),
        ([(8, 9, "place", "Sund"), (7, 9, "place", "Port_Sund")], [("Port Sund", GUM["place"])]),
        ([(7, 9, "place", "Port_Sund"), (4, 6, "person", "Ida_Moe")],
         [("Ida Moe", GUM["person"]), ("Port Sund", GUM["place"])]),
    ],
)  # fmt: skip
def test_known_proper_nouns_are_names(tmp_path: Path, mentions: Mentions, names: Names) -> None:
    (one,) = gum(folder(tmp_path, mentions))
    assert told(one) == names
    assert one.silent == ALL and one.source == "gum" and one.trees is not None


def test_mentions_of_other_words_or_of_none_name_nothing(tmp_path: Path) -> None:
    (one,) = gum(folder(tmp_path, [(4, 6, "person", "Ida_Moe")], "The Nordlys Line sued Ida Moe"))
    assert one.named == ()
    (tmp_path / "coref_tsv" / "GUM_news_sund.tsv").unlink()
    assert [again.named for again in gum(tmp_path)] == [()]


def test_every_corpus_of_the_folder_is_read(tmp_path: Path) -> None:
    conllu(tmp_path / "ud-english-ewt" / "en_ewt-ud-train.conllu", FERRY)
    folder(tmp_path / "gum", [])
    put(tmp_path / "wikigold" / "wikigold.conll.txt", "Ida I-PER\n")
    put(tmp_path / "crossner" / "music" / "train.txt", "Fjord\tB-band\n")
    put(tmp_path / "btc" / "a.conll", "Ida\tB-PER\n")
    put(tmp_path / "wnut17" / "LICENSE", "Free to use.\n")
    put(tmp_path / "wnut17" / "test.annotated", "Sund\tB-location\n")
    put(tmp_path / "re3d" / "data" / "conll" / "a.conll", "Sund\tB-Location\n")
    put(tmp_path / "uner-ewt" / "dev.iob2", "# text = Bo\n1\tBo\tB-PER\t-\t-\n")
    read = every(tmp_path)
    found = [(e.source, " ".join(e.words), *(n.labels for n in e.named or ())) for e in read]
    assert found[2:] == [
        ("gum", "The Nordlys Line sued Ida Moe of Port Sund Old Salt Fish Dock Gate ."),
        ("wikigold", "Ida", COARSE["PER"]),
        ("crossner", "Fjord", CROSSNER["band"]),
        ("btc", "Ida", COARSE["PER"]),
        ("wnut17", "Sund", COARSE["location"]),
        ("re3d", "Sund", RE3D["Location"]),
        ("uner-ewt", "Bo", COARSE["PER"]),
    ]
    assert found[1] == ("ewt", "Bo")


@pytest.mark.parametrize("source", MARKED)
def test_what_a_corpus_marks_has_a_label_there(source: str) -> None:
    scheme = {"crossner": CROSSNER, "re3d": RE3D}.get(source, COARSE)
    assert all(labels and labels <= ANY for labels in scheme.values())
    assert MARKED[source] <= frozenset().union(*scheme.values())
    assert MARKED[source] | silent_of(source) == ALL and not MARKED[source] & silent_of(source)
