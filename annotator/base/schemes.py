"""The labels of the open corpora in those of the scheme: for each, all that it may be."""

from __future__ import annotations

from annotator.labels import LABELS


def either(*labels: str) -> frozenset[str]:
    """What a label of a corpus may be by the scheme."""
    return frozenset(labels)


ENTITY_LABELS = tuple(label.name for label in LABELS)
NUMERIC = either("DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL")
ALL = frozenset(ENTITY_LABELS)
OUTSIDE = "O"  # no name by our scheme
PLACE = either("GPE", "LOC", "FAC")
OTHER = ALL - NUMERIC - either("PERSON", "GPE") | {OUTSIDE}
ANY = ALL | {OUTSIDE}

PERSON, ORG, WORK = either("PERSON"), either("ORG"), either("WORK_OF_ART")
CROSSNER = {
    "person": PERSON,
    "politician": PERSON,
    "writer": PERSON,
    "musicalartist": PERSON,
    "scientist": PERSON,
    "researcher": PERSON,
    "organisation": ORG,
    "band": ORG,
    "university": ORG,
    "academicjournal": ORG,
    "magazine": ORG,
    "politicalparty": either("ORG", "NORP"),
    "country": either("GPE"),
    "location": PLACE,
    "book": WORK,
    "poem": WORK,
    "album": WORK,
    "song": WORK,
    "event": either("EVENT", "ORG"),
    "conference": either("EVENT", "ORG"),
    "product": either("PRODUCT", OUTSIDE),
    "astronomicalobject": either("LOC", OUTSIDE),
    "misc": OTHER,
    "musicgenre": OTHER,
    "literarygenre": OTHER,
    "field": OTHER,
    "task": OTHER,
    "discipline": OTHER,
    "metrics": OTHER,
    "protein": OTHER,
    "enzyme": OTHER,
    "chemicalcompound": OTHER,
    "chemicalelement": OTHER,
    "musicalinstrument": OTHER,
}  # awards, elections, algorithms, theories and programming languages: it may be anything
COARSE = {
    "PER": PERSON,
    "ORG": ORG,
    "LOC": PLACE,
    "MISC": OTHER,
    "person": PERSON,
    "location": PLACE,
    "corporation": ORG,
    "group": ORG,
    "product": either("PRODUCT", "ORG"),
    "creative-work": WORK,
}
RE3D = {  # which marks common nouns as well
    "Person": either("PERSON", OUTSIDE),
    "Organisation": either("ORG", "GPE", "NORP", OUTSIDE),
    "Location": PLACE | {OUTSIDE},
    "Nationality": either("NORP"),
    "Money": either("MONEY"),
    "Temporal": either("DATE", "TIME", OUTSIDE),
}
GUM = {
    "person": either("PERSON", "NORP"),
    "place": PLACE | {"ORG"},
    "organization": either("ORG", "NORP", "GPE"),
    "event": either("EVENT"),
}

FEW = either("PERSON", "ORG", "GPE", "LOC")
MARKED = {
    "btc": FEW,
    "uner-ewt": FEW,
    "wnut17": FEW | WORK,
    "re3d": FEW | {"NORP", "MONEY"},
    "crossner": ALL - NUMERIC - {"NORP", "LANGUAGE", "LAW"},
    "wikigold": ALL - NUMERIC,
}


def silent_of(source: str) -> frozenset[str]:
    """The labels that a corpus of names does not mark where they occur."""
    return ALL - MARKED[source]
