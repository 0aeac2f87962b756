"""Trees written by hand in ClearNLP's labels and in UD's: both give the same quotes.

A row is a word, its tag, its head (counted from 1, 0 at the root) and its label as spaCy's own
English pipelines have them, then head and label in UD where they differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pytest
import spacy
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from annotator.pipelines.speech.part import Quotes, Speakers, quotes_of

CLEAR, UD = "ClearNLP", "UD"
LEMMAS = {
    "is": "be", "was": "be", "had": "have", "has": "have", "said": "say", "told": "tell",
    "urged": "urge", "promised": "promise", "asked": "ask", "called": "call", "heard": "hear",
    "expressed": "express", "denied": "deny", "runs": "run", "added": "add", "met": "meet",
    "warned": "warn", "losing": "lose", "proposed": "propose", "did": "do", "n’t": "not",
    "islands": "island", "ferries": "ferry", "accused": "accuse", "sleeps": "sleep",
}  # fmt: skip
COARSE = {"NNP": "PROPN", "NN": "NOUN", "NNS": "NOUN", "PRP": "PRON", "WP": "PRON", "MD": "AUX"}
COARSE |= dict.fromkeys(("VBD", "VBZ", "VBP", "VB", "VBN", "VBG"), "VERB")
COARSE |= {"IN": "ADP", "DT": "DET", "JJ": "ADJ", "TO": "PART", "POS": "PART", "RB": "ADV"}


@dataclass(frozen=True)
class Said:
    """What a reader finds in a sentence, as surfaces; ``name`` is whom the speaker stands for."""

    content: tuple[str, ...]
    cue: str
    speaker: str
    kind: str
    name: str | None


@dataclass(frozen=True)
class Sentence:
    """A text with its two trees, its entities and its quotes."""

    text: str
    rows: str
    quotes: tuple[Said, ...]
    entities: tuple[tuple[str, str], ...] = (("Ida Moe", "PERSON"),)


IDA_SAID = Said(("the ferry would stop",), "said", "Ida Moe", "indirect", "Ida Moe")

SENTENCES = [
    Sentence(
        "Ida Moe said that the ferry would stop.",
        """
        Ida   NNP 2 compound | 3 nsubj
        Moe   NNP 3 nsubj    | 1 flat
        said  VBD 0 ROOT
        that  IN  8 mark
        the   DT  6 det
        ferry NN  8 nsubj
        would MD  8 aux
        stop  VB  3 ccomp
        .     .   3 punct
        """,
        (IDA_SAID,),
    ),
    Sentence(
        "Ida Moe said the ferry would stop.",
        """
        Ida   NNP 2 compound | 3 nsubj
        Moe   NNP 3 nsubj    | 1 flat
        said  VBD 0 ROOT
        the   DT  5 det
        ferry NN  7 nsubj
        would MD  7 aux
        stop  VB  3 ccomp
        .     .   3 punct
        """,
        (IDA_SAID,),
    ),
    Sentence(
        "Ida Moe said Monday that the ferry would stop.",
        """
        Ida    NNP 2 compound | 3 nsubj
        Moe    NNP 3 nsubj    | 1 flat
        said   VBD 0 ROOT
        Monday NNP 3 npadvmod | 3 obl:unmarked
        that   IN  9 mark
        the    DT  7 det
        ferry  NN  9 nsubj
        would  MD  9 aux
        stop   VB  3 ccomp
        .      .   3 punct
        """,
        (IDA_SAID,),
        (("Ida Moe", "PERSON"), ("Monday", "DATE")),
    ),
    Sentence(
        "“The ferry is late,” said Ida Moe.",
        """
        “     `` 8 punct    | 5 punct
        The   DT 3 det
        ferry NN 4 nsubj    | 5 nsubj
        is    VBZ 8 ccomp   | 5 cop
        late  JJ 4 acomp    | 8 ccomp
        ,     ,  8 punct    | 5 punct
        ”     '' 8 punct    | 5 punct
        said  VBD 0 ROOT
        Ida   NNP 10 compound | 8 nsubj
        Moe   NNP 8 nsubj   | 9 flat
        .     .  8 punct
        """,
        (Said(("“The ferry is late,”",), "said", "Ida Moe", "direct", "Ida Moe"),),
    ),
    Sentence(
        "Ida Moe said: “The ferry is late.”",
        """
        Ida   NNP 2 compound | 3 nsubj
        Moe   NNP 3 nsubj    | 1 flat
        said  VBD 0 ROOT
        :     :  3 punct
        “     `` 3 punct     | 9 punct
        The   DT 7 det
        ferry NN 8 nsubj     | 9 nsubj
        is    VBZ 3 ccomp    | 9 cop
        late  JJ 8 acomp     | 3 ccomp
        .     .  3 punct     | 9 punct
        ”     '' 3 punct     | 9 punct
        """,
        (Said(("“The ferry is late.”",), "said:", "Ida Moe", "direct", "Ida Moe"),),
    ),
    Sentence(
        "The ferry was late, according to Ida Moe.",
        """
        The       DT  2 det
        ferry     NN  3 nsubj  | 4 nsubj
        was       VBD 0 ROOT   | 4 cop
        late      JJ  3 acomp  | 0 ROOT
        ,         ,   3 punct  | 4 punct
        according VBG 3 prep   | 8 case
        to        IN  6 prep   | 6 fixed
        Ida       NNP 9 compound | 4 obl
        Moe       NNP 7 pobj   | 8 flat
        .         .   3 punct  | 4 punct
        """,
        (Said(("The ferry was late",), "according to", "Ida Moe", "indirect", "Ida Moe"),),
    ),
    Sentence(
        "According to Ida Moe, the ferry was late.",
        """
        According VBG 8 prep   | 3 case
        to        IN  1 prep   | 1 fixed
        Ida       NNP 4 compound | 9 obl
        Moe       NNP 2 pobj   | 3 flat
        ,         ,   8 punct  | 9 punct
        the       DT  7 det
        ferry     NN  8 nsubj  | 9 nsubj
        was       VBD 0 ROOT   | 9 cop
        late      JJ  8 acomp  | 0 ROOT
        .         .   8 punct  | 9 punct
        """,
        (Said(("the ferry was late",), "According to", "Ida Moe", "indirect", "Ida Moe"),),
    ),
    Sentence(
        "Ida Moe told the council that the ferry would stop.",
        """
        Ida     NNP 2 compound | 3 nsubj
        Moe     NNP 3 nsubj    | 1 flat
        told    VBD 0 ROOT
        the     DT  5 det
        council NN  3 dobj     | 3 iobj
        that    IN  10 mark
        the     DT  8 det
        ferry   NN  10 nsubj
        would   MD  10 aux
        stop    VB  3 ccomp
        .       .   3 punct
        """,
        (Said(("the ferry would stop",), "told", "Ida Moe", "indirect", "Ida Moe"),),
    ),
    Sentence(
        "Ida Moe urged the council to keep the ferry.",
        """
        Ida     NNP 2 compound | 3 nsubj
        Moe     NNP 3 nsubj    | 1 flat
        urged   VBD 0 ROOT
        the     DT  5 det
        council NN  3 dobj     | 3 obj
        to      TO  7 aux      | 7 mark
        keep    VB  3 xcomp
        the     DT  9 det
        ferry   NN  7 dobj     | 7 obj
        .       .   3 punct
        """,
        (Said(("to keep the ferry",), "urged", "Ida Moe", "indirect", "Ida Moe"),),
    ),
    Sentence(
        "Ida Moe promised to keep the ferry.",
        """
        Ida      NNP 2 compound | 3 nsubj
        Moe      NNP 3 nsubj    | 1 flat
        promised VBD 0 ROOT
        to       TO  5 aux      | 5 mark
        keep     VB  3 xcomp
        the      DT  7 det
        ferry    NN  5 dobj     | 5 obj
        .        .   3 punct
        """,
        (Said(("to keep the ferry",), "promised", "Ida Moe", "indirect", "Ida Moe"),),
    ),
    Sentence(
        "Ida Moe asked whether the ferry would stop.",
        """
        Ida     NNP 2 compound | 3 nsubj
        Moe     NNP 3 nsubj    | 1 flat
        asked   VBD 0 ROOT
        whether IN  8 mark
        the     DT  6 det
        ferry   NN  8 nsubj
        would   MD  8 aux
        stop    VB  3 ccomp
        .       .   3 punct
        """,
        (Said(("whether the ferry would stop",), "asked", "Ida Moe", "indirect", "Ida Moe"),),
    ),
    Sentence(
        "Ida Moe did n’t say that the ferry would stop.",
        """
        Ida   NNP 2 compound | 5 nsubj
        Moe   NNP 5 nsubj    | 1 flat
        did   VBD 5 aux
        n’t   RB  5 neg      | 5 advmod
        say   VB  0 ROOT
        that  IN  10 mark
        the   DT  8 det
        ferry NN  10 nsubj
        would MD  10 aux
        stop  VB  5 ccomp
        .     .   5 punct
        """,
        (),
    ),
    Sentence(
        "The council was told that the ferry would stop.",
        """
        The     DT  2 det
        council NN  4 nsubjpass | 4 nsubj:pass
        was     VBD 4 auxpass   | 4 aux:pass
        told    VBN 0 ROOT
        that    IN  9 mark
        the     DT  7 det
        ferry   NN  9 nsubj
        would   MD  9 aux
        stop    VB  4 ccomp
        .       .   4 punct
        """,
        (Said(("the ferry would stop",), "told", "", "indirect", None),),
        (),
    ),
    Sentence(
        "The council was told by Ida Moe that the ferry would stop.",
        """
        The     DT  2 det
        council NN  4 nsubjpass | 4 nsubj:pass
        was     VBD 4 auxpass   | 4 aux:pass
        told    VBN 0 ROOT
        by      IN  4 agent     | 6 case
        Ida     NNP 7 compound  | 4 obl:agent
        Moe     NNP 5 pobj      | 6 flat
        that    IN  12 mark
        the     DT  10 det
        ferry   NN  12 nsubj
        would   MD  12 aux
        stop    VB  4 ccomp
        .       .   4 punct
        """,
        (Said(("the ferry would stop",), "told", "Ida Moe", "indirect", "Ida Moe"),),
    ),
    Sentence(
        "The ferry was called “a floating shed” by Ida Moe.",
        """
        The      DT  2 det
        ferry    NN  4 nsubjpass | 4 nsubj:pass
        was      VBD 4 auxpass   | 4 aux:pass
        called   VBN 0 ROOT
        “        ``  8 punct
        a        DT  8 det
        floating VBG 8 amod
        shed     NN  4 oprd      | 4 xcomp
        ”        ''  8 punct
        by       IN  4 agent     | 11 case
        Ida      NNP 12 compound | 4 obl:agent
        Moe      NNP 10 pobj     | 11 flat
        .        .   4 punct
        """,
        (Said(("“a floating shed”",), "called", "Ida Moe", "direct", "Ida Moe"),),
    ),
    Sentence(
        "The court heard the ministry’s warning that the ferry would stop.",
        """
        The      DT  2 det
        court    NN  3 nsubj
        heard    VBD 0 ROOT
        the      DT  5 det
        ministry NN  7 poss | 7 nmod:poss
        ’s       POS 5 case
        warning  NN  3 dobj | 3 obj
        that     IN  12 mark
        the      DT  10 det
        ferry    NN  12 nsubj
        would    MD  12 aux
        stop     VB  7 acl
        .        .   3 punct
        """,
        (Said(("the ferry would stop",), "warning", "the ministry", "indirect", "ministry"),),
        (),
    ),
    Sentence(
        "Ida Moe expressed hope that the ferry would stop.",
        """
        Ida       NNP 2 compound | 3 nsubj
        Moe       NNP 3 nsubj    | 1 flat
        expressed VBD 0 ROOT
        hope      NN  3 dobj     | 3 obj
        that      IN  9 mark
        the       DT  7 det
        ferry     NN  9 nsubj
        would     MD  9 aux
        stop      VB  4 acl
        .         .   3 punct
        """,
        (Said(("the ferry would stop",), "expressed hope", "Ida Moe", "indirect", "Ida Moe"),),
    ),
    Sentence(
        "Ida Moe denied sabotage.",
        """
        Ida      NNP 2 compound | 3 nsubj
        Moe      NNP 3 nsubj    | 1 flat
        denied   VBD 0 ROOT
        sabotage NN  3 dobj     | 3 obj
        .        .   3 punct
        """,
        (Said(("sabotage",), "denied", "Ida Moe", "indirect", "Ida Moe"),),
    ),
    Sentence(
        "Ida Moe proposed a ferry to the islands.",
        """
        Ida      NNP 2 compound | 3 nsubj
        Moe      NNP 3 nsubj    | 1 flat
        proposed VBD 0 ROOT
        a        DT  5 det
        ferry    NN  3 dobj     | 3 obj
        to       IN  3 prep     | 8 case
        the      DT  8 det
        islands  NNS 6 pobj     | 3 obl
        .        .   3 punct
        """,
        (Said(("a ferry to the islands",), "proposed", "Ida Moe", "indirect", "Ida Moe"),),
    ),
    Sentence(
        "Ida Moe called for calm on the quay.",
        """
        Ida    NNP 2 compound | 3 nsubj
        Moe    NNP 3 nsubj    | 1 flat
        called VBD 0 ROOT
        for    IN  3 prep     | 5 case
        calm   NN  4 pobj     | 3 obl
        on     IN  5 prep     | 8 case
        the    DT  8 det
        quay   NN  6 pobj     | 5 nmod
        .      .   3 punct
        """,
        (Said(("calm on the quay",), "called for", "Ida Moe", "indirect", "Ida Moe"),),
    ),
    Sentence(
        "Ida Moe warned of losing the ferry.",
        """
        Ida    NNP 2 compound | 3 nsubj
        Moe    NNP 3 nsubj    | 1 flat
        warned VBD 0 ROOT
        of     IN  3 prep     | 5 mark
        losing VBG 4 pcomp    | 3 advcl
        the    DT  7 det
        ferry  NN  5 dobj     | 5 obj
        .      .   3 punct
        """,
        (Said(("losing the ferry",), "warned of", "Ida Moe", "indirect", "Ida Moe"),),
    ),
    Sentence(
        "The ferry, Ida Moe said, would stop.",
        """
        The   DT  2 det
        ferry NN  9 nsubj
        ,     ,   6 punct
        Ida   NNP 5 compound | 6 nsubj
        Moe   NNP 6 nsubj    | 4 flat
        said  VBD 9 parataxis
        ,     ,   6 punct
        would MD  9 aux
        stop  VB  0 ROOT
        .     .   9 punct
        """,
        (Said(("The ferry", "would stop"), "said", "Ida Moe", "indirect", "Ida Moe"),),
    ),
    Sentence(
        "Ida Moe, who runs the kiosk, said the ferry would stop.",
        """
        Ida   NNP 2 compound | 9 nsubj
        Moe   NNP 9 nsubj    | 1 flat
        ,     ,   2 punct    | 5 punct
        who   WP  5 nsubj
        runs  VBZ 2 relcl    | 1 acl:relcl
        the   DT  7 det
        kiosk NN  5 dobj     | 5 obj
        ,     ,   2 punct    | 5 punct
        said  VBD 0 ROOT
        the   DT  11 det
        ferry NN  13 nsubj
        would MD  13 aux
        stop  VB  9 ccomp
        .     .   9 punct
        """,
        (
            Said(
                ("the ferry would stop",),
                "said",
                "Ida Moe, who runs the kiosk",
                "indirect",
                "Ida Moe",
            ),
        ),
    ),
    Sentence(
        "The skipper, Ida Moe, said the ferry would stop.",
        """
        The     DT  2 det
        skipper NN  7 nsubj
        ,       ,   2 punct    | 4 punct
        Ida     NNP 5 compound | 2 appos
        Moe     NNP 2 appos    | 4 flat
        ,       ,   2 punct    | 4 punct
        said    VBD 0 ROOT
        the     DT  9 det
        ferry   NN  11 nsubj
        would   MD  11 aux
        stop    VB  7 ccomp
        .       .   7 punct
        """,
        (Said(("the ferry would stop",), "said", "The skipper, Ida Moe", "indirect", "Ida Moe"),),
    ),
    Sentence(
        "Ida Moe is the skipper. Jon Falk met her. The skipper said the ferry would stop.",
        """
        Ida     NNP 2 compound | 5 nsubj
        Moe     NNP 3 nsubj    | 1 flat
        is      VBZ 0 ROOT     | 5 cop
        the     DT  5 det
        skipper NN  3 attr     | 0 ROOT
        .       .   3 punct    | 5 punct
        Jon     NNP 8 compound | 9 nsubj
        Falk    NNP 9 nsubj    | 7 flat
        met     VBD 0 ROOT
        her     PRP 9 dobj     | 9 obj
        .       .   9 punct
        The     DT  13 det
        skipper NN  14 nsubj
        said    VBD 0 ROOT
        the     DT  16 det
        ferry   NN  18 nsubj
        would   MD  18 aux
        stop    VB  14 ccomp
        .       .   14 punct
        """,
        (Said(("the ferry would stop",), "said", "The skipper", "indirect", "Ida Moe"),),
        (("Ida Moe", "PERSON"), ("Jon Falk", "PERSON")),
    ),
    Sentence(
        "According to Ida Moe, ferries run late.",
        """
        According VBG 7 prep   | 3 case
        to        IN  1 prep   | 1 fixed
        Ida       NNP 4 compound | 7 obl
        Moe       NNP 2 pobj   | 3 flat
        ,         ,   7 punct
        ferries   NNS 7 nsubj
        run       VBP 0 ROOT
        late      RB  7 advmod
        .         .   7 punct
        """,
        (Said(("ferries run late",), "According to", "Ida Moe", "indirect", "Ida Moe"),),
    ),
    Sentence(
        "In the view of Ida Moe, ferries run late.",
        """
        In      IN  9 prep     | 3 case
        the     DT  3 det
        view    NN  1 pobj     | 9 obl
        of      IN  3 prep     | 5 case
        Ida     NNP 6 compound | 3 nmod
        Moe     NNP 4 pobj     | 5 flat
        ,       ,   9 punct
        ferries NNS 9 nsubj
        run     VBP 0 ROOT
        late    RB  9 advmod
        .       .   9 punct
        """,
        (Said(("ferries run late",), "In the view of", "Ida Moe", "indirect", "Ida Moe"),),
    ),
    Sentence(
        "Ida Moe said: the ferry would stop.",
        """
        Ida   NNP 2 compound | 3 nsubj
        Moe   NNP 3 nsubj    | 1 flat
        said  VBD 0 ROOT
        :     :   3 punct
        the   DT  6 det
        ferry NN  8 nsubj
        would MD  8 aux
        stop  VB  3 ccomp    | 3 parataxis
        .     .   3 punct
        """,
        (Said(("the ferry would stop",), "said:", "Ida Moe", "indirect", "Ida Moe"),),
    ),
    Sentence(
        "The ferry would stop, Ida Moe said.",
        """
        The   DT  2 det
        ferry NN  4 nsubj
        would MD  4 aux
        stop  VB  8 ccomp    | 0 ROOT
        ,     ,   8 punct    | 4 punct
        Ida   NNP 7 compound | 8 nsubj
        Moe   NNP 8 nsubj    | 6 flat
        said  VBD 0 ROOT     | 4 parataxis
        .     .   8 punct    | 4 punct
        """,
        (Said(("The ferry would stop",), "said", "Ida Moe", "indirect", "Ida Moe"),),
    ),
    Sentence(
        "A spokesman for Norvik said the ferry would stop.",
        """
        A         DT  2 det
        spokesman NN  5 nsubj
        for       IN  2 prep  | 4 case
        Norvik    NNP 3 pobj  | 2 nmod
        said      VBD 0 ROOT
        the       DT  7 det
        ferry     NN  9 nsubj
        would     MD  9 aux
        stop      VB  5 ccomp
        .         .   5 punct
        """,
        (Said(("the ferry would stop",), "said", "A spokesman for Norvik", "indirect", None),),
        (("Norvik", "ORG"),),
    ),
    Sentence(
        "Ida Moe accused the council of losing the ferry.",
        """
        Ida     NNP 2 compound | 3 nsubj
        Moe     NNP 3 nsubj    | 1 flat
        accused VBD 0 ROOT
        the     DT  5 det
        council NN  3 dobj     | 3 obj
        of      IN  3 prep     | 7 mark
        losing  VBG 6 pcomp    | 3 advcl
        the     DT  9 det
        ferry   NN  7 dobj     | 7 obj
        .       .   3 punct
        """,
        (Said(("losing the ferry",), "accused", "Ida Moe", "indirect", "Ida Moe"),),
    ),
    Sentence(
        "Ida Moe promised the crew a ferry.",
        """
        Ida      NNP 2 compound | 3 nsubj
        Moe      NNP 3 nsubj    | 1 flat
        promised VBD 0 ROOT
        the      DT  5 det
        crew     NN  3 dative   | 3 iobj
        a        DT  7 det
        ferry    NN  3 dobj     | 3 obj
        .        .   3 punct
        """,
        (Said(("a ferry",), "promised", "Ida Moe", "indirect", "Ida Moe"),),
    ),
    Sentence(
        "Ida Moe said the ferry would stop and denied sabotage.",
        """
        Ida      NNP 2 compound | 3 nsubj
        Moe      NNP 3 nsubj    | 1 flat
        said     VBD 0 ROOT
        the      DT  5 det
        ferry    NN  7 nsubj
        would    MD  7 aux
        stop     VB  3 ccomp
        and      CC  3 cc       | 9 cc
        denied   VBD 3 conj
        sabotage NN  9 dobj     | 9 obj
        .        .   3 punct
        """,
        (IDA_SAID, Said(("sabotage",), "denied", "Ida Moe", "indirect", "Ida Moe")),
    ),
    Sentence(
        "A man who rarely sleeps said the ferry would stop.",
        """
        A      DT  2 det
        man    NN  6 nsubj
        who    WP  5 nsubj
        rarely RB  5 advmod
        sleeps VBZ 2 relcl | 2 acl:relcl
        said   VBD 0 ROOT
        the    DT  8 det
        ferry  NN  10 nsubj
        would  MD  10 aux
        stop   VB  6 ccomp
        .      .   6 punct
        """,
        (Said(("the ferry would stop",), "said", "A man who rarely sleeps", "indirect", None),),
        (),
    ),
]


@cache
def vocab() -> Vocab:
    return spacy.blank("en").vocab


def doc_of(sentence: Sentence, labels: str) -> Doc:
    """The sentence as a Doc with the tree in these labels."""
    words, spaces, tags, heads, deps = [], [], [], [], []
    at = 0
    for number, row in enumerate(sentence.rows.strip().splitlines()):
        clear, _, ud = row.partition("|")
        word, tag, *tree = clear.split()
        head, dep = ud.split() if ud and labels == UD else tree
        at = sentence.text.index(word, at) + len(word)
        words.append(word)
        spaces.append(sentence.text[at : at + 1] == " ")
        tags.append(tag)
        heads.append(int(head) - 1 if int(head) else number)
        deps.append(dep)
    doc = Doc(
        vocab(),
        words=words,
        spaces=spaces,
        tags=tags,
        pos=[COARSE.get(tag, "PUNCT") for tag in tags],
        lemmas=[LEMMAS.get(word, word.lower()) for word in words],
        heads=heads,
        deps=deps,
    )
    assert doc.text == sentence.text
    doc.ents = [named(doc, surface, label) for surface, label in sentence.entities]
    return doc


def named(doc: Doc, surface: str, label: str) -> Span:
    start = doc.text.index(surface)
    span = doc.char_span(start, start + len(surface), label)
    assert span is not None
    return span


def found_in(doc: Doc) -> tuple[Said, ...]:
    """The quotes of a Doc as the two parts find them."""
    text = Speakers()(Quotes()(doc)).text

    def surfaces(spans: list[list[int]]) -> tuple[str, ...]:
        return tuple(text[start:end] for start, end in spans)

    return tuple(
        Said(
            surfaces(one["content"]),
            " … ".join(surfaces(one["cue"])),
            " … ".join(surfaces(one["speaker"])),
            one["kind"],
            one["speaker_name"],
        )
        for one in quotes_of(doc)
    )


def cases() -> list[object]:
    found = []
    for sentence in SENTENCES:
        for labels in (CLEAR, UD):
            name = f"{labels}: {sentence.text}"
            found.append(pytest.param(sentence, labels, id=name))
    return found


@pytest.mark.parametrize(("sentence", "labels"), cases())
def test_a_tree_gives_the_same_quotes_in_either_scheme(sentence: Sentence, labels: str) -> None:
    assert found_in(doc_of(sentence, labels)) == sentence.quotes
