"""The parts ``gloss_quotes`` and ``gloss_speakers`` in a spaCy pipeline: words, config, saving."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from annotator.pipelines.english import register
from annotator.pipelines.loading import FOLDER
from annotator.pipelines.speech.part import Quotes, Speakers, names_of, quotes_of

OURS = ["gloss_quotes", "gloss_speakers"]
MEETING = "Maria Lopez met Anna Berg in Oslo. “The bridge is old,” she said. Lopez left at noon."
CONTENT, CUE, SPEAKER = [35, 55], [60, 64], [56, 59]


@cache
def news() -> Language:
    register()
    return spacy.load(FOLDER / "en_news")


def blank(**words: list[str]) -> Language:
    """A pipeline without a parser that knows one name."""
    register()
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "Ida Moe"}])  # type: ignore[attr-defined]
    nlp.add_pipe("gloss_quotes", config=words)
    nlp.add_pipe("gloss_speakers", config={k: v for k, v in words.items() if k != "verbs"})
    return nlp


def read(text: str, **words: list[str]) -> Doc:
    """A text as the bundled pipeline reads it, with these words added to both parts."""
    nlp = news()
    more = {key: value for key, value in words.items() if key != "verbs"}
    with nlp.select_pipes(disable=OURS):
        nlp.add_pipe("gloss_quotes", "quotes with more", config=words)
        nlp.add_pipe("gloss_speakers", "speakers with more", config=more)
        try:
            return nlp(text)
        finally:
            nlp.remove_pipe("quotes with more")
            nlp.remove_pipe("speakers with more")


def cues(doc: Doc) -> list[str]:
    return [doc.text[start:end] for one in doc._.quotes for start, end in one["cue"]]


def speakers(doc: Doc) -> list[tuple[str | None, str]]:
    return [(one["speaker_name"], one["speaker_status"]) for one in doc._.quotes]


def by_hand(**parts: Any) -> dict[str, Any]:
    """A quote of MEETING as it may come from elsewhere; a part that is None is left out."""
    quote = {"content": [CONTENT], "cue": [CUE], "speaker": [SPEAKER], "kind": "direct", **parts}
    return {key: value for key, value in quote.items() if value is not None}


def given(*quotes: Any) -> Doc:
    """MEETING with quotes put in by hand, read by all parts but the one that finds quotes."""
    nlp = news()
    doc = nlp.make_doc(MEETING)
    doc._.quotes = quotes
    with nlp.select_pipes(disable="gloss_quotes"):
        return nlp(doc)


def test_the_bundled_pipeline_has_both_parts_at_its_end() -> None:
    assert news().pipe_names == [
        "encoder",
        "senter",
        "gloss_quotations",
        "tagger",
        "morphologizer",
        "parser",
        "gloss_lemmas",
        "ner",
        "gloss_names",
        "gloss_quotes",
        "gloss_speakers",
    ]
    assert news()("“It rained,” said Ida Moe.")._.quotes[0]["speaker_name"] == "Ida Moe"


def test_a_verb_added_becomes_a_cue_in_trees() -> None:
    text = "Ida Moe tooted that the ferry would stop."
    assert cues(news()(text)) == []
    doc = read(text, verbs=["toot"])
    assert cues(doc) == ["tooted"]
    assert speakers(doc) == [("Ida Moe", "named")]


def test_a_verb_added_becomes_a_cue_in_patterns() -> None:
    text = "“It rained,” tooted Ida Moe."
    assert cues(blank()(text)) == []
    doc = blank(verbs=["toot"])(text)
    assert cues(doc) == ["tooted"]
    assert speakers(doc) == [("Ida Moe", "named")]


def test_a_word_added_may_be_in_capitals() -> None:
    assert cues(read("Ida Moe tooted that it rained.", verbs=["TOOT"])) == ["tooted"]


def test_words_added_to_one_part_do_not_reach_another() -> None:
    text = "Ida Moe tooted that the ferry would stop."
    assert cues(read(text, verbs=["toot"])) == ["tooted"]
    assert cues(read(text)) == []


@pytest.mark.parametrize(
    ("text", "words", "before", "after"),
    [
        ("The wiki said that it rained.", {"people": ["wiki"]}, "wiki", None),
        ("The wiki said that it rained.", {"bodies": ["wiki"]}, "wiki", "wiki"),
        ("The minder said that it rained.", {"bodies": ["minder"]}, None, "minder"),
        ("The minder said that it rained.", {"people": ["minder"]}, None, None),
    ],
)
def test_a_noun_added_decides_whether_a_speaker_has_a_name(
    text: str, words: dict[str, list[str]], before: str | None, after: str | None
) -> None:
    def expected(name: str | None) -> list[tuple[str | None, str]]:
        return [(name, "named" if name else "unnamed")]

    assert speakers(news()(text)) == expected(before)
    assert speakers(read(text, **words)) == expected(after)


@pytest.mark.parametrize("words", [{"people": ["vlogger"]}, {"bodies": ["vlogger"]}])
def test_a_noun_added_can_speak_without_a_parser(words: dict[str, list[str]]) -> None:
    text = "“It rained,” said the vlogger."
    assert speakers(blank()(text)) == [(None, "unknown")]
    assert speakers(blank(**words)(text)) == [(None, "unnamed")]


@pytest.mark.parametrize("word", ["give up", "", " ", "toot!", "toot.", "to\not", "🙂"])
@pytest.mark.parametrize("key", ["verbs", "people", "bodies"])
def test_what_is_no_word_is_refused(key: str, word: str) -> None:
    register()
    nlp = spacy.blank("en")
    with pytest.raises(ValueError, match="is not one word; expected a lemma") as caught:
        nlp.add_pipe("gloss_quotes", config={key: ["toot", word]})
    assert repr(word) in str(caught.value)


def test_the_second_part_refuses_what_is_no_word_too() -> None:
    register()
    with pytest.raises(ValueError, match="'give up' is not one word"):
        spacy.blank("en").add_pipe("gloss_speakers", config={"people": ["give up"]})


@pytest.mark.parametrize("word", ["re-toot", "o’toot", "o'toot", "étoot", "2toot"])
def test_a_word_may_have_hyphens_apostrophes_and_accents(word: str) -> None:
    register()
    nlp = spacy.blank("en")
    nlp.add_pipe("gloss_quotes", config={"verbs": [word]})
    assert nlp.pipe_names == ["gloss_quotes"]


@pytest.mark.parametrize("config", [{"verbs": "toot"}, {"verbs": [7]}, {"verb": ["toot"]}])
def test_a_config_of_another_shape_is_refused(config: dict[str, Any]) -> None:
    register()
    with pytest.raises(ValueError, match="Config error for 'gloss_quotes'"):
        spacy.blank("en").add_pipe("gloss_quotes", config=config)


def test_a_pipeline_saved_and_loaded_keeps_its_words(tmp_path: Path) -> None:
    words = {"verbs": ["toot"], "people": ["vlogger"], "bodies": ["wiki"]}
    blank(**words).to_disk(tmp_path / "ours")
    again = spacy.load(tmp_path / "ours")
    assert again.pipe_names == ["entity_ruler", *OURS]
    config = again.config["components"]
    assert {key: config["gloss_quotes"][key] for key in words} == words
    assert config["gloss_speakers"]["people"] == ["vlogger"]
    assert cues(again("“It rained,” tooted the vlogger.")) == ["tooted"]


def test_quotes_from_elsewhere_get_their_speakers() -> None:
    (quote,) = given(by_hand())._.quotes
    assert quote["speaker_status"] == "named"
    assert {name for name, _ in quote["candidates"]} == {"Maria Lopez", "Anna Berg"}
    assert quote["speaker_name"] == quote["candidates"][0][0]
    assert quote["certainty"] == 1
    assert 0 < quote["speaker_certainty"] < 1
    parts = {key: quote[key] for key in ("content", "cue", "speaker", "kind")}
    assert parts == by_hand()


def test_quotes_from_elsewhere_get_the_same_speakers_as_those_found() -> None:
    found = news()(MEETING)._.quotes
    assert [one["content"] for one in found] == [[CONTENT]]
    (quote,) = given(by_hand())._.quotes
    assert quote["speaker_name"] == found[0]["speaker_name"]
    assert quote["candidates"] == found[0]["candidates"]


def test_quotes_from_elsewhere_are_shown_as_spans() -> None:
    nlp = news()
    doc = nlp.make_doc(MEETING)
    doc._.quotes = [by_hand(), by_hand(content=[[66, 71]], cue=[], speaker=[])]
    assert [(span.text, span.label_, span.id_) for span in doc.spans["quotes"]] == [
        ("“The bridge is old,”", "CONTENT", "0"),
        ("said", "CUE", "0"),
        ("she", "SPEAKER", "0"),
        ("Lopez", "CONTENT", "1"),
    ]


def test_a_quote_from_elsewhere_needs_nothing_but_content() -> None:
    (quote,) = given({"content": [CONTENT]})._.quotes
    assert quote["content"] == [CONTENT]
    assert (quote["cue"], quote["speaker"], quote["kind"]) == ([], [], "direct")


MALFORMED = [
    pytest.param(by_hand(content=[]), id="no content"),
    pytest.param(by_hand(certainty="high"), id="a certainty that is no number"),
    pytest.param(by_hand(content=None), id="content left out"),
    pytest.param(by_hand(content=[[35]]), id="a span of one number"),
    pytest.param(by_hand(content=[[35, 36, 37]]), id="a span of three numbers"),
    pytest.param(by_hand(content=CONTENT), id="numbers for spans"),
    pytest.param(by_hand(content=[["35", "55"]]), id="a span of strings"),
    pytest.param(by_hand(content=[[55, 35]]), id="a span that ends first"),
    pytest.param("The bridge is old", id="a string"),
    pytest.param(7, id="a number"),
    pytest.param(by_hand(content=[[35, 35]]), id="a span of nothing"),
    pytest.param(by_hand(content=[[35, 5500]]), id="content beyond the text"),
    pytest.param(by_hand(speaker=[[5500, 5600]]), id="a speaker beyond the text"),
    pytest.param(by_hand(content=[[-9, 12]]), id="content before the text"),
    pytest.param(by_hand(content=[[40, 55], [35, 39]]), id="spans out of order"),
    pytest.param(by_hand(content=[[35, 45], [40, 55]]), id="spans that overlap"),
    pytest.param(by_hand(kind="sung"), id="a kind that is none"),
    pytest.param(by_hand(certainty=7), id="a certainty above 1"),
]


@pytest.mark.parametrize("quote", MALFORMED)
def test_what_is_no_quote_is_refused_in_clear_words(quote: Any) -> None:
    with pytest.raises(ValueError, match=r"doc\._\.quotes has .*, which is no quote: "):
        given(quote)


def test_mentions_have_the_names_they_share() -> None:
    doc = news()(MEETING)
    named = [
        (doc.text[one["start"] : one["end"]], one["label"], one["name"]) for one in doc._.names
    ]
    assert named == [
        ("Maria Lopez", "PERSON", "Maria Lopez"),
        ("Anna Berg", "PERSON", "Anna Berg"),
        ("Oslo", "GPE", "Oslo"),
        ("Lopez", "PERSON", "Maria Lopez"),
    ]


def test_candidates_are_ranked_and_have_shares() -> None:
    text = (
        "Maria Lopez met Anna Berg, Clara Wirth and Tom Hale in Oslo. Berg laughed. “It is old,” "
        "she said. “It leaks,” he said. “It creaks,” they said. “It stands,” said Hale."
    )
    quotes = news()(text)._.quotes
    assert [bool(one["candidates"]) for one in quotes] == [True, True, False, False]
    assert len(quotes[0]["candidates"]) == 3
    for one in quotes[:2]:
        shares = [share for _, share in one["candidates"]]
        assert all(0 < share <= 1 for share in shares)
        assert all(left >= right for left, right in pairwise(shares))
        assert sum(shares) == pytest.approx(1, abs=0.02)
        assert one["speaker_name"] == one["candidates"][0][0]


def by_bytes(doc: Doc) -> Doc:
    return Doc(doc.vocab).from_bytes(doc.to_bytes())


def by_bin(doc: Doc) -> Doc:
    stored = DocBin(docs=[doc], store_user_data=True).to_bytes()
    (again,) = DocBin(store_user_data=True).from_bytes(stored).get_docs(doc.vocab)
    return again


@pytest.mark.parametrize("saved", [by_bytes, by_bin])
def test_quotes_and_names_are_saved_with_the_doc(saved: Any) -> None:
    doc = news()(MEETING)
    again = saved(doc)
    assert len(doc._.quotes) == 1
    assert again._.quotes == doc._.quotes
    assert again._.names == doc._.names
    shown = [(span.text, span.label_, span.id_) for span in again.spans["quotes"]]
    assert shown == [(span.text, span.label_, span.id_) for span in doc.spans["quotes"]]


@pytest.mark.parametrize("saved", [by_bytes, by_bin])
def test_speakers_can_be_found_for_quotes_that_were_saved(saved: Any) -> None:
    nlp = news()
    with nlp.select_pipes(disable="gloss_speakers"):
        again = saved(nlp(MEETING))
    assert again._.quotes[0]["speaker_name"] is None
    assert Speakers()(again)._.quotes == nlp(MEETING)._.quotes


def test_the_first_part_alone_gives_nobody_a_name() -> None:
    nlp = news()
    with nlp.select_pipes(disable="gloss_speakers"):
        doc = nlp(MEETING)
    (quote,) = doc._.quotes
    assert (quote["content"], quote["cue"], quote["speaker"]) == ([CONTENT], [CUE], [SPEAKER])
    assert (quote["speaker_name"], quote["speaker_status"]) == (None, "unknown")
    assert quote["candidates"] == []
    assert doc._.names == ()


def test_the_first_part_alone_gives_names_without_a_parser() -> None:
    nlp = blank()
    nlp.remove_pipe("gloss_speakers")
    assert speakers(nlp("“It rained,” said Ida Moe.")) == [("Ida Moe", "named")]


@pytest.mark.parametrize("nlp", [news, blank])
def test_the_second_part_alone_finds_no_quotes_but_names(nlp: Any) -> None:
    language = nlp()
    with language.select_pipes(disable="gloss_quotes"):
        doc = language("“It rained,” said Ida Moe.")
    assert doc._.quotes == ()
    assert [one["name"] for one in doc._.names] == ["Ida Moe"]
    assert "quotes" not in doc.spans or not doc.spans["quotes"]


def test_without_a_parser_the_second_part_leaves_quotes_as_they_are() -> None:
    text = "Ida Moe laughed. “It rained,” she said."
    both = blank()
    with both.select_pipes(disable="gloss_speakers"):
        alone = both(text)._.quotes
    assert len(alone) == 1
    assert both(text)._.quotes == alone


@pytest.mark.parametrize("nlp", [news, blank])
@pytest.mark.parametrize("text", ["", " ", "\n\n"])
def test_a_doc_without_words_has_no_quotes(nlp: Any, text: str) -> None:
    doc = nlp()(text)
    assert (doc._.quotes, doc._.names) == ((), ())
    assert list(doc.spans["quotes"]) == []


def test_a_doc_that_no_part_has_read_has_no_quotes() -> None:
    doc = news().make_doc(MEETING)
    assert (doc._.quotes, doc._.names) == ((), ())
    empty = Speakers()(Quotes()(Doc(news().vocab)))
    assert (quotes_of(empty), names_of(empty)) == ((), ())


def test_a_text_has_the_same_quotes_alone_and_among_others() -> None:
    texts = [MEETING, "", "“It rained,” said Ida Moe.", "Nobody spoke."]
    together = [doc._.quotes for doc in news().pipe(texts, batch_size=2)]
    assert together == [news()(text)._.quotes for text in texts]
    assert [len(quotes) for quotes in together] == [1, 0, 1, 0]
