"""Dates, times, sums, shares, measures and other numbers, each by its pattern."""

from __future__ import annotations

import re
from functools import cache

from annotator.annotation import Entity, Span
from annotator.pipelines.finding import Found, settle, spaced

MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
# Alone, "May" and "March" are mostly verbs and "August" may be a name.
SURE_MONTH = r"(?:January|February|April|June|July|September|October|November|December)"
WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
ZONE = r"(?: (?:GMT|UTC|BST|EST|EDT|ET|CET|PT)\b)?"
YEAR = r"(?:1[5-9]\d\d|20\d\d)"
SMALL = (
    r"(?i:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|"
    r"eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:[- ](?:one|two|three|four|five"
    r"|six|seven|eight|nine))?)\b"
)
DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
SCALE = r"(?i:hundred|thousand|million|billion|trillion)\b"
NUMBER = rf"(?:(?:{DIGITS}|(?i:one|a|half a)(?=[ -]{SCALE})|{SMALL})(?:[- ]{SCALE}){{0,2}})"
COUNT = rf"(?:{NUMBER}|(?i:one|an?|several|a few|few|some|many)\b)"
ABOUT = (
    r"(?:(?i:about|around|nearly|almost|more than|less than|at least|up to|roughly"
    r"|approximately|just over|just under) )?"
)
CURRENCY = r"(?:(?:US|A|C|NZ|HK|R)?[$£€¥₹₩₽₺₦฿])"
COIN = (
    r"(?:(?:US|CFA|Hong Kong|New Zealand|[A-Z][a-z]+(?:an|ian|ish|ese|ss|ch|gian|ri|ni)) )?"
    r"(?:dollars?|pounds?(?! of)|euros?|cents?|pence|yen|yuan|rupees?|roubles?|rubles?|francs?"
    r"|pesos?|kron(?:er|or|a|e)|shillings?|zloty|forints?|baht|cedis?|dinars?|reais|lira|won|rand"
    r"|naira|dirhams?|riyals?|shekels?)\b"
)
UNIT = (
    r"(?:(?:square|cubic|nautical|sq) )?(?:kilomet(?:re|er)s?|met(?:re|er)s?|miles?|feet|foot"
    r"|(?:centi|milli)met(?:re|er)s?|inch(?:es)?|yards?|acres?|hectares?|kilograms?|kilos?|grams?"
    r"|tonnes?|tons?|ounces?|pounds?|lit(?:re|er)s?|gallons?|barrels?|degrees?(?: (?:Celsius"
    r"|Fahrenheit|C|F))?|(?:kilo|mega|giga|tera)watts?(?:[- ]hours?)?|km/h|mph|km|cm|mm|kg|mg"
    r"|lbs?|ft|°[ ]?[CF])(?!\w)"
)
PERIOD = r"(?:days?|weeks?|months?|years?|decades?|centur(?:y|ies)|fortnights?|weekends?)\b"
SPAN_OF_TIME = r"(?:seconds?|minutes?|hours?)\b"
TURN = r"(?i:last|next|this|past|coming|previous|following|each|every)"
SEASON = r"(?:spring|summer|autumn|fall|winter)\b"

# Where two patterns meet, the longer match wins, then the earlier in this table.
PATTERNS: tuple[tuple[str, float, str], ...] = (
    ("PERCENT", 0.97, rf"{NUMBER} ?(?:%|(?:per cent|percent|percentage points?)\b)"),
    ("MONEY", 0.97, rf"{CURRENCY} ?{DIGITS}(?:[- ]?(?:{SCALE}|(?:mn?|bn?|tn|k)\b))?"),
    ("MONEY", 0.95, rf"{NUMBER} {COIN}"),
    ("DATE", 0.97, rf"(?:{WEEKDAY},? )?{MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? {YEAR}\b)?"),
    ("DATE", 0.97, rf"(?:{WEEKDAY},? )?\d\d?(?:st|nd|rd|th)?(?: of)? {MONTH}(?:,? {YEAR}\b)?"),
    ("DATE", 0.97, rf"(?:(?i:early|mid|late)[- ])?{MONTH},? {YEAR}\b"),
    ("DATE", 0.95, rf"{YEAR}-\d\d-\d\d\b|\d{{1,2}}/\d{{1,2}}/(?:{YEAR}|\d\d)\b"),
    ("DATE", 0.9, rf"(?:{TURN} |(?i:early|mid|late)[- ])?{SURE_MONTH}\b"),
    ("DATE", 0.85, rf"(?:(?<=\b[Ii]n )|(?<=\b[Bb]y )|(?<=since )|(?<=until )){MONTH}"),
    ("DATE", 0.85, rf"{TURN} (?:March|May|August)\b"),
    ("TIME", 0.9, rf"(?:(?:{WEEKDAY}|(?i:yesterday|tomorrow|this|that)) "
                  r"(?:morning|afternoon|evening|night)|[Tt]onight)\b"),
    ("DATE", 0.92, rf"(?:{TURN} )?{WEEKDAY}s?\b"),
    ("DATE", 0.9, r"(?i:the day (?:before|after) )?(?i:yesterday|today|tomorrow)\b"),
    ("DATE", 0.9, rf"{TURN} (?:{NUMBER} )?(?:{PERIOD}|{SEASON}|quarter\b)"),
    ("DATE", 0.9, rf"[Tt]he (?:last|past|next|coming|previous) (?:{COUNT} )?{PERIOD}"),
    ("DATE", 0.9, rf"{ABOUT}{COUNT} {PERIOD} (?:ago|earlier|later|old)\b"),
    ("DATE", 0.88, rf"{ABOUT}{NUMBER} {PERIOD}"),
    ("DATE", 0.9, rf"{NUMBER}[-‑](?:day|week|month|year|decade)s?(?:[-‑]olds?)?\b"),
    ("DATE", 0.85, r"(?:[Tt]he )?(?:(?:early|mid|late)[- ])?(?:1[5-9]\d|20\d)0s\b|[’‘']\d0s\b"),
    ("DATE", 0.85, r"(?:[Tt]he )?\d{1,2}(?:st|nd|rd|th) (?:century|anniversary)\b"),
    ("DATE", 0.9, rf"{YEAR}(?:[-–/]\d\d(?:\d\d)?)?(?![\d,.]\d|\w|[-‑][a-z])"),
    ("DATE", 0.85, rf"(?:[Tt]he )?{SEASON}(?: of)? {YEAR}\b"),
    ("TIME", 0.93, rf"\d\d?(?:[:.]\d\d)? ?(?:[ap]\.m\.|[ap]m\b){ZONE}"),
    ("TIME", 0.85, rf"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?![\d:]){ZONE}"),
    ("TIME", 0.88, rf"{ABOUT}(?:{NUMBER}|(?i:a few|several))[- ]{SPAN_OF_TIME}"
                   r"(?: (?:ago|later|earlier)\b)?"),
    ("TIME", 0.85, r"(?i:half an hour|an hour|noon|midnight)\b"),
    ("QUANTITY", 0.9, rf"{NUMBER}(?:[- ]|(?=km|cm|mm|kg|mg|mph|ft|°)){UNIT}"),
    ("ORDINAL", 0.85, r"(?i:first|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh"
                      r"|twelfth|twentieth|second(?= (?!ago|later)[a-z])|\d{1,3}(?:st|nd|rd"
                      r"|th))\b"),
    ("CARDINAL", 0.8, rf"{NUMBER}(?![\w%]|[.,:/]\d|[-‑–][a-z])"),
    ("CARDINAL", 0.75, r"(?i:(?:tens|hundreds) of (?:thousands|millions)"
                       r"|(?:dozens|scores|hundreds|thousands|millions|billions)(?= of\b| "
                       r"more\b))"),
    ("CARDINAL", 0.7, r"(?i:(?:one|none)(?= of | in )|half a dozen|a dozen)\b"),
)  # fmt: skip


@cache
def compiled() -> tuple[tuple[str, float, re.Pattern[str]], ...]:
    """The patterns, ready; a number never begins inside a word, a number or a code (F-16)."""
    outset = r"(?<!\w)(?<!\d[.,:/])(?<!\w[-‑])"
    return tuple(
        (label, certainty, re.compile(f"{outset}(?:{p})")) for label, certainty, p in PATTERNS
    )


def numbers(text: str) -> list[Found]:
    """The dates, times and numbers of a text, none overlapping another, in order."""
    plain = spaced(text)
    # Within this part the order of the table decides between matches of one length.
    return settle(
        Found(Entity(Span(m.start(), m.end()), label), certainty - rank / 10_000)
        for rank, (label, certainty, pattern) in enumerate(compiled())
        for m in pattern.finditer(plain)
        if m.end() > m.start()
    )
