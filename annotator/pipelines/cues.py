"""The words that introduce what someone says: verbs in all their forms, and phrases."""

from __future__ import annotations

import re
from functools import cache

from annotator.pipelines.lexicon import Words
from annotator.pipelines.wordlist import wordset

# Verbs that take what was said: "said that", "told her:", "warned: “…”".
SAYING = (
    "acknowledge add admit advise affirm agree allege announce answer argue ask assert assure "
    "boast caution claim comment complain concede conclude confess confirm contend continue "
    "counter cry declare demand deny disclose elaborate emphasise emphasize exclaim explain "
    "hint insist joke lament maintain mention muse mutter note object observe opine plead "
    "pledge post predict proclaim promise propose protest quip reassure recall recount "
    "reiterate remark remind repeat reply report request respond retort reveal scream shout "
    "snap specify state stress suggest testify threaten tweet underline underscore urge vow "
    "warn whisper yell concur chide scoff marvel enthuse sigh laugh grumble implore interject "
    "intone stipulate summarise summarize"
)
IRREGULAR = (
    "say|says|said|saying|tell|tells|told|telling|write|writes|wrote|written|writing|speak|speaks|"
    "spoke|spoken|speaking|swears|swore|swearing|read|reads|reading|goes on|went on|going on|"
    "point out|points out|pointed out|pointing out|make clear|made clear|making clear|put it|"
    "summed up|sums up"
)
BASES = {
    form: forms.split()[0]
    for forms in (
        "say says said saying",
        "tell tells told telling",
        "write writes wrote written writing",
        "speak speaks spoke spoken speaking",
        "swear swears swore swearing",
        "read reads reading",
    )
    for form in forms.split()
}
# Verbs that name their object: "called it “…”", "described him as “…”".
NAMING = (
    "accuse blast brand call characterise characterize condemn criticise criticize decry denounce "
    "deride describe dismiss hail label laud liken mock praise portray rebuke slam ridicule refer"
)
# Verbs of the mind; they speak where nothing else in the sentence does.
THINKING = (
    "believe consider doubt estimate expect fear hope imagine regard suspect think_thought "
    "understand_understood feel_felt consider conclude worry"
)
DOUBLED = {"admit", "quip", "snap", "plan", "concur", "refer", "slam"}
# Present forms that are nouns, or "state"s: a verb only behind a person.
NOUNS = wordset(
    "answer answers ask boast boasts call calls caution claim claims comment comments counter "
    "cry demand demands hint hints joke jokes note notes object objects pledge pledges plead "
    "post posts promise promises protest protests quip quips remark remarks reply replies "
    "report reports request requests scream screams shout shouts sigh sighs snap snaps state "
    "states stress threaten tweet tweets urge vow vows whisper whispers yell yells label labels "
    "brand brands blast blasts praise fear fears hope hopes doubt doubts estimate estimates "
    "repeat laugh laughs mock read reads add continue object posting reporting reading stated "
    "label worry worries warning feeling"
)
ADVERB = (
    r"(?:also|later|then|again|still|now|once|even|just|only|never|always|repeatedly|reportedly"
    r"|previously|recently|earlier|further|both|all|has|have|had|would|will|could|may|might|must"
    r"|is|was|are|were|been|be|did|not|immediately|simply|[a-z]+ly)"
)
PHRASES = (
    r"express(?:es|ed|ing)? (?:[a-z]+ )?(?:hopes?|concerns?|fears?|regrets?|confidence|optimism"
    r"|doubts?"
    r"|alarm|outrage|anger|surprise|support|sympathy|gratitude|disappointment|relief|belief)"
    r"|voic(?:es?|ed|ing) (?:hopes?|concerns?|fears?|doubts?|anger|support|alarm)"
    r"|(?:posted|wrote|tweeted|said|writing|posting|announced|declared|replied|shared) "
    r"(?:on|via) (?:X|Twitter|Facebook|Instagram|Telegram|Truth Social|TikTok|LinkedIn|Bluesky"
    r"|Mastodon|Threads|Weibo|social media|his blog|her blog|YouTube|Snapchat)"
    r"|(?:took|taking|takes) to (?:X|Twitter|Facebook|Instagram|Telegram|Truth Social|TikTok"
    r"|LinkedIn|Bluesky|social media)(?: to [a-z]+)?"
    r"|(?:was|were|is|are|been) quoted as saying"
)
ACCORDING = re.compile(
    r"\b(?:[Aa]ccording to|[Ii]n the words of|[Aa]s told to|[Ii]n the view of|[Ii]n the opinion "
    r"of)\b"
)


@cache
def verbs() -> dict[str, str]:
    """Every form of every verb → "say", "name" or "think"."""
    found: dict[str, str] = {}
    for kind, listed in (("think", THINKING), ("name", NAMING), ("say", SAYING)):
        for word in listed.split():
            found.update(dict.fromkeys(_forms(word), kind))
    found.update(dict.fromkeys(IRREGULAR.split("|"), "say"))
    return found


@cache
def bases() -> dict[str, str]:
    """Every form of every verb that ``verbs`` has → its first form: said → say."""
    found: dict[str, str] = {}
    for word in f"{THINKING} {NAMING} {SAYING}".split():
        found.update(dict.fromkeys(_forms(word), word.partition("_")[0]))
    return {**found, **BASES}


def _forms(word: str) -> list[str]:
    base, _, past = word.partition("_")
    if past:
        return [base, base + "s", past, base + "ing"]
    if base.endswith("e"):
        return [base, base + "s", base + "d", base[:-1] + "ing"]
    if base.endswith("y") and base[-2] not in "aeiou":
        return [base, base[:-1] + "ies", base[:-1] + "ied", base + "ing"]
    stem = base + base[-1] if base in DOUBLED else base
    s = "es" if base.endswith(("s", "sh", "ch", "x")) else "s"
    return [base, base + s, stem + "ed", stem + "ing"]


@cache
def pattern(more: Words = frozenset()) -> re.Pattern[str]:
    """Any cue in running text; group ``phrase`` or ``verb`` tells which.

    ``more`` are lemmas of regular verbs beside those above.
    """
    known = {*verbs(), *(form for word in more for form in _forms(word))}
    forms = "|".join(sorted(map(re.escape, known), key=len, reverse=True))
    return re.compile(rf"\b(?:(?P<phrase>{PHRASES})|(?P<verb>{forms}))\b(?![-’'])")


def kind_of(match: re.Match[str]) -> str:
    """Which sort of cue a match of ``pattern`` is: say, name or think."""
    return verbs().get(match.group("verb") or "", "say")


def may_be_noun(match: re.Match[str]) -> bool:
    """True for a form that is as often no verb: it needs a person directly before it."""
    return match.group("verb") in NOUNS


SAID_BEFORE = re.compile(
    r"(?:[”\"’',] (?:said|says|added|adds|explained|argued|asked|wrote)|[Aa]ccording to) $"
)
AFTER_NAME = re.compile(
    rf" (?:{ADVERB} )?(?:said|says|told|tells|added|adds|warned|argued|insisted|claimed|explained"
    r"|wrote|tweeted|posted|replied|admitted|denied|recalled|declared|confirmed|announced"
    r"|acknowledged"
    r"|believes|thinks|expressed|stressed|conceded|testified|joked|remarked)\b"
)


def after_name(after: str) -> bool:
    """True where the text behind a name makes its bearer speak."""
    return AFTER_NAME.match(after) is not None
