"""Plain sentences → who says what, by which cue."""

from __future__ import annotations

import pytest

from annotator.annotation import Quote
from annotator.pipelines import Pipeline, load


@pytest.fixture(scope="module")
def patterns() -> Pipeline:
    return load()


def said(pipeline: Pipeline, text: str) -> list[tuple[str, str, list[str], str, str | None]]:
    """(kind, cue, content, speaker, speaker's name or status) of each quote, in order."""
    values = [m.value for m in pipeline.suggest(text)]
    return [
        (
            q.kind,
            " … ".join(s.surface(text) for s in q.cue),
            [s.surface(text) for s in q.content],
            " … ".join(s.surface(text) for s in q.speaker),
            q.speaker_name or q.speaker_status,
        )
        for q in values
        if isinstance(q, Quote)
    ]


ONE = [
    # American marks, cue behind.
    (
        "“The river rose in an hour,” said Tobias Lindqvist.",
        (
            "direct",
            "said",
            ["“The river rose in an hour,”"],
            "Tobias Lindqvist",
            "Tobias Lindqvist",
        ),
    ),
    (
        "“The river rose in an hour,” Tobias Lindqvist said.",
        (
            "direct",
            "said",
            ["“The river rose in an hour,”"],
            "Tobias Lindqvist",
            "Tobias Lindqvist",
        ),
    ),
    (
        '"We never saw the report," Marisol Quintero told reporters on Tuesday.',
        ("direct", "told", ['"We never saw the report,"'], "Marisol Quintero", "Marisol Quintero"),
    ),
    (
        "“Is that all?” asked Odile Ferrand, a baker from Lyon.",
        ("direct", "asked", ["“Is that all?”"], "Odile Ferrand", "Odile Ferrand"),
    ),
    (
        "“It is over!” Odile Ferrand shouted.",
        ("direct", "shouted", ["“It is over!”"], "Odile Ferrand", "Odile Ferrand"),
    ),
    (
        "“We will appeal,” said a spokesman for the ministry.",
        ("direct", "said", ["“We will appeal,”"], "a spokesman for the ministry", "unnamed"),
    ),
    (
        "“We will appeal,” a ministry spokeswoman said.",
        ("direct", "said", ["“We will appeal,”"], "a ministry spokeswoman", "unnamed"),
    ),
    (
        "“The bridge is safe,” said the engineer Pavel Dvorak, who built it.",
        ("direct", "said", ["“The bridge is safe,”"], "Pavel Dvorak", "Pavel Dvorak"),
    ),
    (
        "“The bridge is safe,” according to Pavel Dvorak, who built it.",
        ("direct", "according to", ["“The bridge is safe,”"], "Pavel Dvorak", "Pavel Dvorak"),
    ),
    (
        "“Nobody asked us,” Ingrid Halvorsen, 58, a fisher from Bergen, said.",
        ("direct", "said", ["“Nobody asked us,”"], "Ingrid Halvorsen", "Ingrid Halvorsen"),
    ),
    # British marks: single, comma outside.
    (
        "‘The tide won’t wait for us’, said Gareth Penhale.",
        ("direct", "said", ["‘The tide won’t wait for us’"], "Gareth Penhale", "Gareth Penhale"),
    ),
    (
        "'The tide won't wait for the boys' boat,' Gareth Penhale said.",
        (
            "direct",
            "said",
            ["'The tide won't wait for the boys' boat,'"],
            "Gareth Penhale",
            "Gareth Penhale",
        ),
    ),
    (
        "‘We lost the players’ trust and our own,’ said Gareth Penhale.",
        (
            "direct",
            "said",
            ["‘We lost the players’ trust and our own,’"],
            "Gareth Penhale",
            "Gareth Penhale",
        ),
    ),
    # Cue in front.
    (
        "Marisol Quintero said: “We never saw the report.”",
        ("direct", "said", ["“We never saw the report.”"], "Marisol Quintero", "Marisol Quintero"),
    ),
    (
        "Marisol Quintero, the mayor of Arvenna, said, “We never saw the report.”",
        ("direct", "said", ["“We never saw the report.”"], "Marisol Quintero", "Marisol Quintero"),
    ),
    (
        "According to Marisol Quintero, “the report was never sent”.",
        (
            "direct",
            "According to",
            ["“the report was never sent”"],
            "Marisol Quintero",
            "Marisol Quintero",
        ),
    ),
    (
        "Farid Nazari, deputy head of the water office in the port of Belmora, later posted on X: "
        "“The pumps are running.”",
        ("direct", "posted on X:", ["“The pumps are running.”"], "Farid Nazari", "Farid Nazari"),
    ),
    (
        "On X, foreign ministry spokeswoman Leila Hamdani wrote: “Talks go on.”",
        ("direct", "wrote", ["“Talks go on.”"], "Leila Hamdani", "Leila Hamdani"),
    ),
    # Interrupted.
    (
        "“We closed,” Marisol Quintero said, “and that is that.”",
        (
            "direct",
            "said",
            ["“We closed,”", "“and that is that.”"],
            "Marisol Quintero",
            "Marisol Quintero",
        ),
    ),
    (
        "‘We closed’, said Gareth Penhale, ‘and that is that.’",
        (
            "direct",
            "said",
            ["‘We closed’", "‘and that is that.’"],
            "Gareth Penhale",
            "Gareth Penhale",
        ),
    ),
    # Partial and mixed.
    (
        "The tax, which the World Bank has called “a burden on the poor”, ends in May.",
        ("direct", "called", ["“a burden on the poor”"], "World Bank", "World Bank"),
    ),
    (
        "Pavel Dvorak described the plan as “a leap in the dark”.",
        ("direct", "described", ["“a leap in the dark”"], "Pavel Dvorak", "Pavel Dvorak"),
    ),
    (
        "Pavel Dvorak said that the new dam “will outlive us all”.",
        (
            "mixed",
            "said",
            ["the new dam “will outlive us all”"],
            "Pavel Dvorak",
            "Pavel Dvorak",
        ),
    ),
    (
        "Spokesman Farid Nazari expressed hope that the next council “will take sensible steps”.",
        (
            "mixed",
            "expressed hope",
            ["the next council “will take sensible steps”"],
            "Farid Nazari",
            "Farid Nazari",
        ),
    ),
    (
        "The plan was described by Pavel Dvorak as “a leap in the dark”.",
        ("direct", "described", ["“a leap in the dark”"], "Pavel Dvorak", "Pavel Dvorak"),
    ),
    # Organisations, places and papers speak.
    (
        "“The road stays shut,” the Ministry of Transport said in a statement.",
        (
            "direct",
            "said",
            ["“The road stays shut,”"],
            "Ministry of Transport",
            "Ministry of Transport",
        ),
    ),
    (
        "Kabul said the border “remains open”.",
        ("mixed", "said", ["the border “remains open”"], "Kabul", "Kabul"),
    ),
    (
        "The report said: “No fault was found.”",
        ("direct", "said", ["“No fault was found.”"], "The report", "unnamed"),
    ),
    (
        "Residents of the valley said the noise was “beyond bearing”.",
        (
            "mixed",
            "said",
            ["the noise was “beyond bearing”"],
            "Residents of the valley",
            "unnamed",
        ),
    ),
    # Indirect.
    (
        "Marisol Quintero said that the town would open two new schools next year.",
        (
            "indirect",
            "said",
            ["the town would open two new schools next year"],
            "Marisol Quintero",
            "Marisol Quintero",
        ),
    ),
    (
        "The town will open two new schools next year, according to Marisol Quintero.",
        (
            "indirect",
            "according to",
            ["The town will open two new schools next year"],
            "Marisol Quintero",
            "Marisol Quintero",
        ),
    ),
    (
        "The town will open two new schools next year, Marisol Quintero said.",
        (
            "indirect",
            "said",
            ["The town will open two new schools next year"],
            "Marisol Quintero",
            "Marisol Quintero",
        ),
    ),
]


@pytest.mark.parametrize(("text", "expected"), ONE)
def test_a_plain_sentence_gives_one_quote(
    patterns: Pipeline, text: str, expected: tuple[str, str, list[str], str, str]
) -> None:
    assert said(patterns, text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "She read “The Long Winter” twice on the train.",
        "The novel “The Long Winter” sold well.",
        "Anthony “Tubby” Marsh won the cup.",
        "The so-called “smart” meters failed again.",
        "The fish is known as “old blue” in the valley.",
        "The boys’ team and the girls’ team don’t share the players’ bus.",
        "It was rock 'n' roll in the '90s, and the boys' club loved 'em.",
        "A lone “ mark stands here and nothing closes it.",
        'A lone " mark stands here and nothing closes it.',
        "The pipe is 5' 10\" long and 6' wide.",
    ],
)
def test_marks_around_titles_names_and_terms_make_no_quote(patterns: Pipeline, text: str) -> None:
    assert said(patterns, text) == []


def test_a_quote_over_paragraphs_is_one(patterns: Pipeline) -> None:
    text = (
        "Marisol Quintero said: “We waited for a year.\n\n“Then the letter came.\n\n"
        "“We opened it together.”\n\nNobody else spoke."
    )
    assert said(patterns, text) == [
        (
            "direct",
            "said",
            ["“We waited for a year.", "“Then the letter came.", "“We opened it together.”"],
            "Marisol Quintero",
            "Marisol Quintero",
        )
    ]


def test_a_quote_goes_on_after_its_cue(patterns: Pipeline) -> None:
    text = "“We closed in May,” Marisol Quintero said. “Nobody came any more.”"
    first, second = said(patterns, text)
    assert first[2] == ["“We closed in May,”"]
    assert second[2] == ["“Nobody came any more.”"]
    assert second[4] == "Marisol Quintero"


def test_a_quote_inside_a_quote_is_its_own(patterns: Pipeline) -> None:
    text = "“My father told me, ‘Never sell the boat,’ and I never did,” said Gareth Penhale."
    outer, inner = said(patterns, text)
    assert outer[2] == ["“My father told me, ‘Never sell the boat,’ and I never did,”"]
    assert outer[4] == "Gareth Penhale"
    assert inner[2] == ["‘Never sell the boat,’"]
    assert inner[1] == "told"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ingrid Halvorsen arrived late. “The boat sank,” she said.", "Ingrid Halvorsen"),
        ("Ingrid Halvorsen met Gareth Penhale. “The boat sank,” he said.", "Gareth Penhale"),
        ("Mr Tamboura was calm. “The boat sank,” he said.", "Tamboura"),
        ("Ingrid Halvorsen met Odile Ferrand there. At noon Odile Ferrand met Ingrid Halvorsen "
         "again by the door. “It sank,” they said.", None),
        ("Finance Minister Odile Ferrand was calm. “It will pass,” the minister said.",
         "Odile Ferrand"),
        ("Odile Ferrand leads Ferrand Foods Ltd. “It will pass,” Ferrand said.", "Odile Ferrand"),
        ("“It will pass,” they said.", None),
        ("“It will pass,” he said.", None),
    ],
)  # fmt: skip
def test_a_mention_is_resolved_or_left_unknown(
    patterns: Pipeline, text: str, name: str | None
) -> None:
    quotes = [m.value for m in patterns.suggest(text) if isinstance(m.value, Quote)]
    assert [q.speaker_name for q in quotes] == [name]
    assert all(q.speaker for q in quotes)
    assert all((q.speaker_status == "named") == (name is not None) for q in quotes)


AMERICAN = """Arvenna Mayor Marisol Quintero on Thursday congratulated Desmond Okafor on winning \
the race for governor, saying she hoped it marked a “fresh start” for the coast.

On X, harbor authority spokesman Tobias Reyes Lindqvist expressed hope that a future Okafor \
administration “will pay for the sea wall and both towns will be able to rest.”

He added that under Okafor’s predecessor, Gov. Lorraine Castellan, the state had signed a deal \
in \
2019 “after which the dredging stopped.”

“We lost two piers and 14 boats,” Quintero said in an interview. “You can’t run a harbor on \
promises.”

Castellan has been criticized for the delay, which the Coastal Workers Union has called “a slow \
flood.”

Imani Castellan-Bright, head of the pilots’ office in the old port of Brackwater, also wrote on \
Facebook: “Nobody here is ready to leave.”
"""

BRITISH = """The leader of Wrenbury Council, Gareth Penhale, has welcomed the closure of the \
Halden Road incinerator, which residents have called ‘a monster’.

‘It’s a great day for the children’s lungs,’ Mr Penhale said on 4 March 2022. ‘But the £3.2 \
million \
bill isn’t ours.’

‘We won’t pay,’ he added, ‘and we won’t be bullied.’

A spokeswoman for Halden Energy plc, Priya Raman, said the firm was ‘surprised and disappointed’.

Ms Raman said that the site’s owners would appeal within 30 days.
"""


def test_an_american_article_comes_out(patterns: Pipeline) -> None:
    quotes = said(patterns, AMERICAN)
    assert [(q[0], q[1], q[4]) for q in quotes] == [
        ("mixed", "saying", "Marisol Quintero"),
        ("mixed", "expressed hope", "Tobias Reyes Lindqvist"),
        ("mixed", "added", "Tobias Reyes Lindqvist"),
        ("direct", "said", "Marisol Quintero"),
        ("direct", "", "Marisol Quintero"),
        ("direct", "called", "Coastal Workers Union"),
        ("direct", "wrote on Facebook:", "Imani Castellan-Bright"),
    ]
    assert quotes[5][2] == ["“a slow flood.”"]


def test_a_british_article_comes_out(patterns: Pipeline) -> None:
    quotes = said(patterns, BRITISH)
    assert [(q[0], q[1], q[2], q[4]) for q in quotes] == [
        ("direct", "called", ["‘a monster’"], "unnamed"),
        ("direct", "said", ["‘It’s a great day for the children’s lungs,’"], "Gareth Penhale"),
        ("direct", "", ["‘But the £3.2 million bill isn’t ours.’"], "Gareth Penhale"),
        ("direct", "added", ["‘We won’t pay,’", "‘and we won’t be bullied.’"], "Gareth Penhale"),
        ("mixed", "said", ["the firm was ‘surprised and disappointed’"], "Priya Raman"),
        ("indirect", "said", ["the site’s owners would appeal within 30 days"], "Priya Raman"),
    ]


WIRE = """BELMORA (Reuters) - Oil workers in the northern province of Kesh walked off the job on \
Wednesday after talks with Petrolanta SA, the state oil company, collapsed, union leaders said.

"We have nothing left to give," Hassan Oyelaran, the general secretary of the National Oil \
Workers Federation, told a crowd of about 2,000 people outside the company's headquarters. "They \
took our pensions, they took our overtime and now they want our weekends."

Petrolanta spokeswoman Clara Wen denied that the company had cut pensions. The firm has offered \
a 4 percent raise, which Wen called "more than fair."

The walkout is the second this year. Prime Minister Aurelio Bastos, who is seeking re-election \
in November, warned on state television that the strike "threatens every family in this country" \
and urged both sides to return to the table.

"I'm not going to take sides," Bastos said. "But I won't sit idle, either."

Analysts at Goldman Sachs said the stoppage could cut output by 120,000 barrels a day. "If it \
lasts more than a week, prices will move," said one trader, who declined to be named because he \
was not authorized to speak to the media.

Opposition leader Teresa Vaz accused Bastos of "hiding behind the police" and said she would \
visit Kesh on Friday.

In a statement posted on Facebook, the federation said: "No oil will leave Kesh until a deal is \
signed."
"""

LOCAL = """Villagers 'heartbroken' as 400-year-old oak felled

By Nell Ashdown

Residents of Thornby, near Market Harborough, have spoken of their shock after contractors \
working for Network Rail cut down an oak thought to be more than 400 years old.

Parish council chairman Colin Dray said the felling, which took place in the early hours of \
Tuesday, was 'an act of vandalism'. 'Nobody told us. Nobody asked us,' he said. 'You can't put \
400 years back.'

His wife, Pauline, 71, said she had wept when she saw the stump. 'I've walked past that tree \
every day since 1978,' she told the Harborough Mail. 'It was like losing a friend.'

Network Rail said in a statement that the tree was 'diseased and posed a risk to passengers'. A \
spokesman added: 'Safety is our first priority.'

But Dr Meera Chandran, a tree specialist at the University of Leicester who examined the stump, \
said there was no sign of disease. 'It would have stood for another century,' she said.

The MP for the area, Sir Alistair Groves, wrote to ministers on Thursday demanding an inquiry. \
He described the decision as 'baffling', adding that he would raise the matter in the Commons.
"""

BUSINESS = """The European Commission on Tuesday fined the chipmaker Velocity Semiconductors \
€1.3 billion for abusing its market position, the bloc’s largest such penalty since 2018.

Competition commissioner Ingeborg Lachlan told reporters in Brussels that the company \
“deliberately starved rivals of parts”.

“This was not an accident,” she said, “and it was not a misunderstanding.”

Velocity, based in San Jose, California, said it “strongly disagrees” with the decision and will \
appeal. Its chief executive, Daniel Park, wrote on X that Europe was “punishing success”.

According to court documents, the company’s lawyers had warned as early as 2016 that the \
contracts were “legally fragile”. The documents, first reported by Le Monde, show that Park \
replied: “Then make them less so.”

Consumer groups welcomed the fine. “For years, families have paid too much,” said Anneke Visser \
of the Dutch consumer association. “Today someone noticed.”

It remains unclear whether the ruling will change anything. “Ask me in ten years,” Lachlan \
quipped.
"""


def test_a_wire_report_comes_out(patterns: Pipeline) -> None:
    quotes = said(patterns, WIRE)
    assert [(q[0], q[1], q[3], q[4]) for q in quotes] == [
        ("indirect", "said", "union leaders", "unnamed"),
        ("direct", "told", "Hassan Oyelaran", "Hassan Oyelaran"),
        ("direct", "", "Hassan Oyelaran", "Hassan Oyelaran"),
        ("indirect", "denied", "Clara Wen", "Clara Wen"),
        ("direct", "called", "Wen", "Clara Wen"),
        ("mixed", "warned", "Aurelio Bastos", "Aurelio Bastos"),
        ("direct", "said", "Bastos", "Aurelio Bastos"),
        ("direct", "", "Bastos", "Aurelio Bastos"),
        ("indirect", "said", "Analysts at Goldman Sachs", "unnamed"),
        ("direct", "said", "one trader", "unnamed"),
        ("direct", "accused", "Teresa Vaz", "Teresa Vaz"),
        ("direct", "said", "the federation", "unnamed"),
    ]
    assert quotes[0][2][0].startswith("Oil workers")


def test_a_local_report_comes_out(patterns: Pipeline) -> None:
    quotes = said(patterns, LOCAL)
    assert [(q[0], q[1], q[3], q[4]) for q in quotes] == [
        ("mixed", "said", "Colin Dray", "Colin Dray"),
        ("direct", "said", "he", "Colin Dray"),
        ("direct", "", "he", "Colin Dray"),
        ("indirect", "said", "Pauline", "Pauline"),
        ("direct", "told", "she", "Pauline"),
        ("direct", "", "she", "Pauline"),
        ("mixed", "said", "Network Rail", "Network Rail"),
        ("direct", "added", "A spokesman", "unnamed"),
        ("indirect", "said", "Meera Chandran", "Meera Chandran"),
        ("direct", "said", "she", "Meera Chandran"),
        ("direct", "described", "He", "Alistair Groves"),
    ]


def test_a_business_report_comes_out(patterns: Pipeline) -> None:
    quotes = said(patterns, BUSINESS)
    assert [(q[0], q[1], q[4]) for q in quotes] == [
        ("mixed", "told", "Ingeborg Lachlan"),
        ("direct", "said", "Ingeborg Lachlan"),
        ("mixed", "said", "Velocity Semiconductors"),
        ("mixed", "wrote on X", "Daniel Park"),
        ("mixed", "warned", "unnamed"),
        ("direct", "replied", "Daniel Park"),
        ("direct", "said", "Anneke Visser"),
        ("direct", "", "Anneke Visser"),
        ("direct", "quipped", "Ingeborg Lachlan"),
    ]


def test_straight_marks_give_the_same_quotes(patterns: Pipeline) -> None:
    plain = str.maketrans("“”‘’", "\"\"''")
    for text in (AMERICAN, BRITISH, WIRE, LOCAL, BUSINESS):
        curly = [(q[0], q[1], q[4]) for q in said(patterns, text)]
        straight = [(q[0], q[1], q[4]) for q in said(patterns, text.translate(plain))]
        assert straight == curly
