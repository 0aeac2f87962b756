"""The verbs that report speech, by what they take. Lemmas; irregular forms are the tagger's task.

Collected by reading the train part of the project's corpus and PolNeAR's train part (Newell et al.
2018), and from Levin's classes 37.1 to 37.9 (English Verb Classes and Alternations, 1993).
"""

from __future__ import annotations

from annotator.pipelines.wordlist import wordset

# "said that …", "…," said X, said: “…”
SAYING = wordset(
    "say tell write state report add note explain announce declare claim argue insist maintain "
    "contend assert allege affirm confirm admit acknowledge concede confess reveal disclose "
    "mention remark comment observe reply respond answer retort counter object protest complain "
    "grumble warn caution predict forecast promise vow swear pledge threaten recall recount "
    "reiterate repeat stress emphasize emphasise underscore underline highlight suggest "
    "hint imply joke quip tweet post text email boast brag lament muse read stipulate testify "
    "conclude find rule hold determine estimate calculate agree "
    "disagree advise assure reassure remind inform notify instruct convince persuade guarantee "
    "shout cry scream yell whisper mutter murmur exclaim laugh sigh smile shrug snap sneer scoff "
    "gasp groan moan plead beg implore urge ask demand request propose recommend decree order "
    "proclaim specify clarify elaborate continue begin interject intone chime joke tease chide "
    "scold signal indicate show teach preach advocate deny dispute question wonder inquire "
    "enquire opine reckon relate describe summarize summarise certify attest concur marvel gush "
    "enthuse offer speculate surmise posit theorize theorise rumor rumour tout "
    "charge accuse explain voice caution point chant"
)
# Of the mind: they report where a person is their subject, and are less sure.
THINKING = wordset(
    "wonder reckon find determine conclude estimate calculate agree disagree show teach hold"
)
# Reports only as "X said so" with a clause; as a plain verb they mean something else.
WEAK = THINKING | wordset(
    "add begin continue read write post text laugh sigh smile shrug snap gasp groan moan show hold "
    "find rule order charge begin signal indicate relate order offer tout remember highlight "
    "describe observe note counter point chant"
)
# These alone are surely a cue where they are joined to another.
PLAIN = wordset(
    "say tell add deny claim argue insist warn promise announce explain declare admit complain "
    "protest threaten urge demand propose vow pledge predict"
)
# “urged ministers to wait”, "asked whether", "promised to come"
URGING = wordset(
    "urge ask beg tell order instruct advise warn remind invite implore plead request encourage "
    "persuade press call appeal command direct forbid exhort entreat challenge caution demand"
)
PROMISING = wordset(
    "promise vow pledge swear threaten offer agree propose claim request demand ask "
    "volunteer undertake beg profess"
)
ASKING = wordset("ask wonder inquire enquire question demand request")
# With a noun for what was said: "denied sabotage". In PolNeAR's train part at least half of the
# objects of those in the second group are said.
OBJECTS = wordset(
    "deny dispute reject demand propose predict promise announce contest recommend suggest pledge "
    "forecast confirm request welcome condemn deplore threaten concede admit acknowledge offer "
    "question criticize criticise oppose urge dismiss defend protest "
    "cite note report recall tout mention list detail reveal disclose emphasize emphasise stress "
    "lament decry applaud praise blast slam denounce mock hail invoke reiterate outline blame "
    "declare quote echo underscore underline assail rebuke rebut disavow describe"
)
# Or behind a preposition: "called for calm".
PREPOSITIONS = {
    "call": "for", "warn": "of about", "insist": "on", "appeal": "for", "ask": "for about",
    "complain": "about of", "speak": "of about", "push": "for", "plead": "for",
    "apologise": "for", "apologize": "for", "argue": "for against", "boast": "of about",
    "accuse": "of", "talk": "of about", "object": "to", "press": "for", "rule": "out",
    "agree": "to", "hint": "at", "beg": "for", "campaign": "for against", "refer": "to",
    "point": "to", "rail": "against", "comment": "on", "advocate": "for", "allude": "to",
}  # fmt: skip
# "called it “…”": only what stands in marks is somebody's
NAMING = wordset(
    "call describe dismiss label brand characterize characterise denounce condemn hail praise dub "
    "criticize criticise slam blast deride decry portray term mock ridicule rebuke laud deem "
    "refer blame thank celebrate depict style"
)
# Nouns that report: "the ministry’s warning that …"
NOUNS = wordset(
    "statement claim warning announcement assertion allegation accusation suggestion argument "
    "promise pledge vow threat demand denial admission complaint prediction forecast report "
    "hope fear belief concern view opinion word assurance proposal recommendation conclusion "
    "finding ruling rumor rumour news confession revelation insistence contention message idea "
    "doubt confidence optimism regret surprise"
)
EXPRESSING = wordset("express voice issue make give have repeat share deliver release raise")
SOURCES = ("according to", "in the words of", "in the view of", "in the opinion of")
