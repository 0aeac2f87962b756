"""An article read from its first word to its last, to know at each speaker who can be meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from annotator.annotation import Entity, Span
from annotator.pipelines.scene import Scene
from annotator.pipelines.speech.cast import (
    KINDS,
    OTHER,
    QUOTED,
    SPOKE,
    SUBJECT,
    Character,
    Ranked,
    View,
    Who,
    said_by,
)
from annotator.pipelines.speech.found import Found
from annotator.pipelines.speech.naming import (
    BODIES,
    SINGULAR_PEOPLE,
    bare,
    definite,
    has_the,
    is_body,
    is_person,
    mention_of,
    noun_of,
)
from annotator.pipelines.speech.roles import FIRM, age_in, roles
from annotator.pipelines.speech.trees import SUBJECT as SUBJECTS
from annotator.pipelines.speech.trees import is_subject
from annotator.pipelines.titles import COURTESY, PLURALS, role_of
from annotator.pipelines.wordlist import wordset

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SEXES = dict.fromkeys(("he", "him", "his", "himself"), "he")
SEXES |= dict.fromkeys(("she", "her", "hers", "herself"), "she")
PRONOUNS = wordset("he she him her it they you who this that these i we me us")
# What a pronoun can stand for, with the share of its weight that a mention keeps.
STANDS_FOR = {"it": {"body": 1.0, "place": 1.0}, "they": {"group": 1.0, "body": 0.4}}
UNNAMED = 0.4  # the same, for a person without a name
NOUNS = ("NN", "NNS", "NNP", "NNPS")
SOME = wordset(
    "someone somebody anyone everyone everybody nobody one other some many several few most two "
    "three none all both reporter"
)
SURE = 0.7  # the share of the view from which on a pronoun tells a person's sex
# "A winger": from there on, "the winger" may be somebody without a name.
INTRODUCING = wordset("a an one another two three")


class Following:
    """One way through an article; ``said`` has who says each quote, by its place among them.

    ``quoted`` are the stretches within quotation marks. ``silent`` has who was in view at the
    quotes of which nothing tells a speaker.
    """

    def __init__(
        self,
        doc: Doc,
        scene: Scene,
        found: Sequence[Found],
        quoted: Iterable[Span],
    ) -> None:
        self.said: dict[int, Who] = {}
        self.silent: dict[int, Ranked] = {}
        self.named: dict[str, Character] = {}
        mentions, sexes = scene.mentions, scene.sexes
        self._doc, self._mentions, self._found = doc, mentions, found
        self._lexicon = scene.lexicon
        self._view = View()
        self._unnamed: dict[str, Character] = {}
        self._introduced: set[str] = set()
        for mention in mentions:
            name = mention.name
            if name and name not in self.named:
                self.named[name] = Character(name, KINDS[mention.label], sexes.get(name, ""))
        self._by_noun: dict[str, list[Character]] = {}
        for noun, names in roles(doc, mentions).items():
            self._by_noun[noun] = [self.named[name] for name in sorted(names)]
            for character in self._by_noun[noun]:
                character.sex = character.sex or COURTESY.get(noun, "")
        self._heads: dict[int, list[int]] = defaultdict(list)
        self._alone: dict[int, list[int]] = defaultdict(list)
        for number, one in enumerate(found):
            at = one.speaker or one.content[0]
            span = doc.char_span(at.start, at.end, alignment_mode="expand")
            if span is not None and one.speaker is not None:
                self._heads[span.root.i].append(number)
            elif span is not None and one.cue is None:
                self._alone[span.start].append(number)
        self._starts: dict[int, tuple[Entity, Token]] = {}
        self._within: set[int] = set()
        for mention in mentions:
            span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
            if span is not None:
                self._starts[span.start] = (mention, span.root)
                self._within.update(range(span.start, span.end))
        self._quoted: set[int] = set()
        for stretch in quoted:
            span = doc.char_span(stretch.start, stretch.end, alignment_mode="expand")
            if span is not None:
                self._quoted.update(range(span.start, span.end))

    def read(self) -> None:
        """Go through it."""
        for number, sentence in enumerate(self._doc.sents):
            people: list[Character] = []
            for token in sentence:
                self._token(token, number, people)

    def _token(self, token: Token, sentence: int, people: list[Character]) -> None:
        share = QUOTED if token.i in self._quoted else 1.0
        mention, root = self._starts.get(token.i, (None, None))
        character = self.named.get(mention.name or "") if mention is not None else None
        if character is not None and root is not None:
            weight = SUBJECT if is_subject(root) else OTHER
            self._view.see(sentence, token.idx, weight * share, character)
            if character.kind == "person" and share == 1 and character not in people:
                people.append(character)
        for number in self._alone.get(token.i, ()):
            self.silent[number] = self._view.ranked(sentence, token.idx, _person)
        if token.i in self._heads:
            for number in self._heads[token.i]:
                who = self._speaker(token, number, sentence)
                if who is not None:
                    self._view.see(sentence, token.idx, SPOKE * share, who)
        elif share == 1 and token.i not in self._within:
            self._word(token, sentence, people)

    def _word(self, token: Token, sentence: int, people: list[Character]) -> None:
        """A word that is no name and no speaker: a pronoun, or a noun that others go back to."""
        low = token.lower_
        if low in INTRODUCING and token.head.tag_ in ("NN", "NNS"):
            self._introduced.add(token.head.lemma_.lower())
        if low in SEXES and token.dep_ not in SUBJECTS:
            if len(people) == 1 and people[0].may_be(SEXES[low]):
                people[0].vote(SEXES[low])
        elif token.dep_ in SUBJECTS and (low in SEXES or low in STANDS_FOR):
            ranked = self._pronoun(low, sentence, token.idx, ())
            if ranked:
                first = ranked[0][0]
                self._view.see(sentence, token.idx, SUBJECT if low in SEXES else OTHER, first)
                if first.kind == "person" and first not in people:
                    people.append(first)
        elif token.dep_ in SUBJECTS and token.tag_ in ("NN", "NNS") and self._speaks(token):
            who, _, _ = self._phrase(token, None, sentence, ())
            self._view.see(sentence, token.idx, SUBJECT, who)

    def _speaks(self, token: Token) -> bool:
        more = self._lexicon.people | self._lexicon.bodies | BODIES
        lemma = token.lemma_.lower()
        return role_of(token.text) is not None or lemma in more or is_person(lemma)

    def _pronoun(self, word: str, sentence: int, at: int, own: Sequence[Span]) -> Ranked:
        """Whom a pronoun can stand for; what it tells of a person's sex is kept."""
        sex = SEXES.get(word)
        if sex is None:
            kinds = STANDS_FOR.get(word, {})
            return self._view.ranked(sentence, at, lambda one: kinds.get(one.kind, 0.0), own)

        def fits(one: Character) -> float:
            return one.may_be(sex) * (1.0 if one.name else UNNAMED)

        ranked = self._view.ranked(sentence, at, fits, own)
        if ranked and ranked[0][1] >= SURE:
            ranked[0][0].vote(sex)
        return ranked

    def _speaker(self, token: Token, number: int, sentence: int) -> Character | None:
        one = self._found[number]
        assert one.speaker is not None
        low = token.lower_
        if low in PRONOUNS and len(one.speaker) <= len(token) + 1:
            ranked = self._pronoun(low, sentence, token.idx, one.content)
            if not ranked:
                return None
            who, certainty = ranked[0][0], 0.4 + 0.5 * ranked[0][1]
        else:
            who, certainty, ranked = self._phrase(token, one.speaker, sentence, one.content)
        self.said[number] = said_by(who, certainty, ranked)
        return who

    def _phrase(
        self, token: Token, phrase: Span | None, sentence: int, own: Sequence[Span]
    ) -> tuple[Character, float, Ranked]:
        """Whom a noun phrase stands for, how sure that is, and who else may be meant."""
        if phrase is not None:
            mention = mention_of(self._doc, self._mentions, token, phrase)
            if mention is not None and mention.name and not _one_of(mention, token):
                sure = 0.9 if mention.label in ("PERSON", "ORG") else 0.75
                return self.named[mention.name], sure, []
        lemma = token.lemma_.lower()
        plural = token.tag_ in ("NNS", "NNPS") or lemma in PLURALS
        person = bool(SINGULAR_PEOPLE.search(lemma)) or age_in(token) is not None
        if token.tag_ not in NOUNS or lemma in SOME:
            person, plural = True, False  # one of them, a few, others
        body = plural or (is_body(token, self._lexicon) and not person)
        known = definite(token) and not plural
        if known:
            found = self._known(token, lemma, body, sentence, own)
            if found:
                sure = 0.7 if len(found) == 1 else 0.2 + 0.4 * found[0][1]
                return found[0][0], sure, found
        if body:
            name = noun_of(token)
            if name not in self.named:
                self.named[name] = Character(name, "group" if plural else "body")
            return self.named[name], 0.7, []
        if lemma in self._unnamed and known:
            return self._unnamed[lemma], 0.6, []
        if known and lemma not in self._introduced and bare(token):
            # Nobody was introduced by this noun: it is somebody that the article has named.
            sex = COURTESY.get(lemma, "")

            def named(one: Character) -> float:
                return float(bool(one.name) and (one.may_be(sex) if sex else one.kind == "person"))

            ranked = self._view.ranked(sentence, token.idx, named, own)
            if ranked:
                return ranked[0][0], 0.2 + 0.2 * ranked[0][1], ranked
        self._unnamed[lemma] = Character(None, "person", COURTESY.get(lemma, ""))
        return self._unnamed[lemma], 0.7, []

    def _known(
        self, token: Token, lemma: str, body: bool, sentence: int, own: Sequence[Span]
    ) -> Ranked:
        """Those whom the article gives the noun or the age of a description, or who bear it."""
        bearers = self._by_noun.get(age_in(token) or "") or self._by_noun.get(lemma, [])
        if len(bearers) == 1:
            return [(bearers[0], 1.0)]
        if bearers:
            return self._view.ranked(sentence, token.idx, lambda one: float(one in bearers), own)
        if not body:
            return []

        def fits(one: Character) -> float:
            called = (one.name or "").lower().split()
            return float(one.kind == "body" and one.name != lemma and lemma in called)

        def firm(one: Character) -> float:
            return float(one.kind == "body" and (one.name or "") != (one.name or "").lower())

        ranked = self._view.ranked(sentence, token.idx, fits, own)
        if not ranked and lemma in FIRM:
            ranked = self._view.ranked(sentence, token.idx, firm, own)
        return ranked


def _person(one: Character) -> float:
    return float(one.kind == "person") * (1.0 if one.name else UNNAMED)


def _one_of(mention: Entity, token: Token) -> bool:
    """“The Chilean”: one person by the name of a people."""
    return mention.label == "NORP" and has_the(token) and bool(SINGULAR_PEOPLE.search(token.lower_))
