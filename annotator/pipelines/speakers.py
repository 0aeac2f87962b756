"""Who says it: the mention beside a cue."""

from __future__ import annotations

import re
from dataclasses import replace

from annotator.annotation import Span
from annotator.pipelines import cues
from annotator.pipelines.phrases import LINKS, TOKEN, described, phrase_ending, phrase_with_link
from annotator.pipelines.scene import BLOT, Scene, Speaker, of_mention

PRONOUN = re.compile(r"\b(he|she|they|it|I|we|who|He|She|They|It|We)$")
FILLER = re.compile(rf"(?:\s+{cues.ADVERB})+\s*$")

# A subject this far from its verb is none; it also bounds the time an endless sentence takes.
FAR = 400
HANGING = re.compile(r"\b(?:in|of|at|from|near|to|for|with|by|on) (?:the )?$")
LEADING = re.compile(
    r"^\W*(?:[Ii]n|[Oo]n|[Aa]t|[Aa]fter|[Bb]efore|[Ff]or|[Dd]uring|[Ww]hen|[Ww]hile|[Aa]s"
    r"|[Dd]espite"
    r"|[Ff]ollowing|[Ww]ith|[Ff]rom|[Uu]nder|[Aa]mid|[Aa]lthough|[Ii]f|[Ss]ince"
    r"|[Ee]arlier)\b[^,]*,\s*"
)


def before(scene: Scene, low: int, cue: int) -> Speaker | None:
    """The subject that ends where the cue begins, adverbs aside; None where none does.

    "X, head of Y, also said": what stands between two commas is passed over.
    """
    low, end = max(low, cue - FAR), cue
    stretch = scene.masked[low:end]
    filler = FILLER.search(stretch)
    if filler:
        end = low + filler.start()
    end = low + len(scene.masked[low:end].rstrip())
    if end <= low:
        return None
    if scene.masked[end - 1] == ",":
        return _before_apposition(scene, low, end - 1)
    if scene.masked[end - 1] == ")":
        opened = scene.masked.rfind("(", low, end)
        return (
            _ending_at(scene, low, low + len(scene.masked[low:opened].rstrip()))
            if opened > low
            else None
        )
    return _ending_at(scene, low, end)


def _before_apposition(scene: Scene, low: int, comma: int) -> Speaker | None:
    person = scene.by_end.get(comma)
    if (
        person is not None
        and person.label == "PERSON"
        and scene.masked[low : person.start].endswith(", ")
    ):
        return of_mention(person, scene.text)
    earliest: Speaker | None = None
    at = scene.masked.rfind(",", low, comma)
    while at > low and comma - at <= FAR // 2 and BLOT not in scene.masked[at:comma]:
        found = _ending_at(scene, low, at)
        if found is not None:
            if found.label == "PERSON":
                return found
            # "Velocity, based in San Jose, California, said": what hangs on "in" does not speak.
            if not HANGING.search(scene.masked[low : found.span.start]):
                earliest = found
        at = scene.masked.rfind(",", low, at)
    return earliest


def _ending_at(scene: Scene, low: int, end: int) -> Speaker | None:
    mention = scene.by_end.get(end)
    if mention is None and scene.masked[max(low, end - 2) : end] in ("'s", "’s"):
        return None
    if mention is not None and mention.start < low:
        mention = None
    if mention is not None and mention.label == "PERSON":
        return of_mention(mention, scene.text)
    phrase = phrase_with_link(scene, low, end)
    # "the Ministry of Transport" is a name, "a spokesman for the Ministry" is not.
    if phrase is not None and (mention is None or mention.start > phrase.start + 4):
        return described(scene, phrase)
    if mention is not None:
        return of_mention(mention, scene.text)
    pronoun = PRONOUN.search(scene.masked, max(low, end - 5), end)
    if pronoun and pronoun.end() == end:
        if pronoun.group() == "who":
            at = low + len(scene.masked[low : pronoun.start()].rstrip(" ,"))
            return _ending_at(scene, low, at) or (
                _before_apposition(scene, low, at) if at > low else None
            )
        return Speaker(Span(*pronoun.span()), None, "unknown", 0.5, "PRONOUN")
    relative = re.search(r"\b(?:which|that)$", scene.masked[max(low, end - 6) : end])
    if relative:
        return _ending_at(
            scene, low, low + len(scene.masked[low : end - len(relative.group())].rstrip(" ,"))
        )
    phrase = phrase_ending(scene, low, end)
    return described(scene, phrase) if phrase is not None else None


def after(scene: Scene, cue: int, high: int) -> Speaker | None:
    """The subject that follows the cue: "said Ruiz", "said a spokesman for the ministry"."""
    high = min(high, cue + FAR)
    stretch = scene.masked[cue:high]
    begin = cue + len(stretch) - len(stretch.lstrip())
    stop = re.compile(r"[,;:.(—–\uf8ff]|\b(?:who|that|when|after|as|while|on|during|and)\b").search(
        scene.masked, begin, high
    )
    limit = stop.start() if stop else high
    if (
        stop
        and stop.group() == "."
        and begin < limit
        and scene.masked[limit - 2 : limit] in ("Mr", "Dr")
    ):
        limit = high
    near = [
        m
        for m in scene.between(begin, min(high, limit + 60))
        if m.start < limit or m.start - limit < 2
    ]
    person = next((m for m in near if m.label == "PERSON"), None)
    if person is not None:
        lead = scene.masked[begin : person.start]
        if not re.search(rf"\b(?:{LINKS})\b", lead) and len(lead) < 90:
            return of_mention(person, scene.text)
    pronoun = re.match(r"(?:he|she|they|it|we|I)\b", scene.masked[begin : begin + 5])
    if pronoun:
        return Speaker(Span(begin, begin + pronoun.end()), None, "unknown", 0.5, "PRONOUN")
    # A description up to its own end: "a ministry spokesman", "one of the residents".
    for token in list(TOKEN.finditer(scene.masked, begin, limit))[:9]:
        if scene.role_of(token.group()):
            following = scene.by_start.get(token.end() + 1)
            if following is not None and following.label == "PERSON":
                return of_mention(following, scene.text)
            phrase = phrase_ending(scene, begin, token.end())
            if phrase is None or phrase.start > begin + 1:
                continue
            nxt = re.match(r"\s+[a-z]+", scene.masked[token.end() : limit])
            if nxt and scene.role_of(nxt.group().strip()):
                continue
            linked = re.match(
                rf" (?:{LINKS}) [^,;:.—\uf8ff]{{2,80}}", scene.masked[token.end() : limit]
            )
            end = token.end() + (len(linked.group().rstrip()) if linked else 0)
            return described(scene, Span(phrase.start, end))
    first = next((m for m in near if m.start - begin <= 4), None)
    return of_mention(first, scene.text) if first is not None else None


def first_of(scene: Scene, low: int, end: int) -> Speaker | None:
    """The first mention of a stretch that can be its subject, past "On X," and the like."""
    end = min(end, low + FAR)
    lead = LEADING.match(scene.masked[low:end])
    start = low + (lead.end() if lead else 0)
    found = [of_mention(m, scene.text) for m in scene.between(start, end)[:1]]
    pronoun = re.compile(r"\b(?:[Hh]e|[Ss]he|[Tt]hey|It|We)\b").search(scene.masked, start, end)
    if pronoun:
        found.append(Speaker(Span(*pronoun.span()), None, "unknown", 0.5, "PRONOUN"))
    for token in TOKEN.finditer(scene.masked, start, min(end, start + 80)):
        if scene.role_of(token.group()):
            following = scene.by_start.get(token.end() + 1)
            if following is not None and following.label == "PERSON":
                found.append(of_mention(following, scene.text))
            else:
                phrase = phrase_ending(scene, start, token.end())
                if phrase is not None:
                    found.append(described(scene, phrase))
            break
    people = [f for f in found if f.label == "PERSON"]
    first = min(found, key=lambda s: s.span.start, default=None)
    if first is not None and first.label in ("NORP", "GPE", "ORG") and people:
        # "Arvenna Mayor Ruiz": what a person belongs to stands in front of the name.
        between = scene.masked[first.span.end : people[0].span.start]
        if len(between) < 40 and "," not in between:
            first = people[0]
    return replace(first, certainty=min(first.certainty, 0.65)) if first else None
