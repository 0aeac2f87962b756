"""The parts by the names under which a pipeline's config has them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import Model

from annotator.pipelines.english.entities import Entities
from annotator.pipelines.english.lemmas import Lemmas
from annotator.pipelines.english.mentions import mended
from annotator.pipelines.english.sentences import whole_quotations
from annotator.pipelines.lexicon import lexicon
from annotator.pipelines.speech.part import Quotes, Speakers, names_of, put_quotes, quotes_of

ENTITIES = {
    "@architectures": "gloss.Entities.v1",
    "tok2vec": {"@architectures": "spacy.Tok2VecListener.v1", "width": 384, "upstream": "*"},
}


@Language.factory(
    "gloss_entities",
    assigns=["doc.ents", "token.ent_iob", "token.ent_type"],
    default_config={"model": ENTITIES},
    default_score_weights={"ents_f": 1.0, "ents_p": 0.0, "ents_r": 0.0},
)
def entities(nlp: Language, name: str, model: Model[Any, Any]) -> Entities:
    """Finds entities; it can be trained."""
    return Entities(nlp.vocab, model, name)


@Language.factory("gloss_lemmas", assigns=["token.lemma"], requires=["token.tag"])
def lemmas(nlp: Language, name: str) -> Lemmas:
    """Gives each word its lemma, by its tag."""
    return Lemmas()


@Language.factory("gloss_quotations", assigns=["token.is_sent_start"])
def quotations(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Keeps sentences whole where something is quoted."""
    return whole_quotations


@Language.factory("gloss_names", assigns=["doc.ents", "doc.spans"])
def names(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Puts knowledge over the entities that were found."""
    return mended


@Language.factory(
    "gloss_quotes",
    assigns=["doc.spans", "doc._.quotes"],
    default_config={"verbs": [], "people": [], "bodies": []},
)
def quotes(
    nlp: Language, name: str, verbs: list[str], people: list[str], bodies: list[str]
) -> Quotes:
    """Finds what is quoted, the cue and who speaks: ``doc._.quotes``.

    ``verbs`` are lemmas of more verbs that report speech, ``people`` nouns of more persons who
    speak (vlogger), ``bodies`` of what else does (wiki).
    """
    _extend()
    return Quotes(lexicon(verbs, people, bodies))


@Language.factory(
    "gloss_speakers",
    requires=["doc._.quotes"],
    assigns=["doc._.quotes", "doc._.names"],
    default_config={"people": [], "bodies": []},
)
def speakers(nlp: Language, name: str, people: list[str], bodies: list[str]) -> Speakers:
    """Finds whom the speakers of ``doc._.quotes`` stand for, whoever put them there."""
    _extend()
    return Speakers(lexicon((), people, bodies))


def _extend() -> None:
    Doc.set_extension("quotes", getter=quotes_of, setter=put_quotes, force=True)
    Doc.set_extension("names", getter=names_of, force=True)
