"""The labels of the scheme: what each means, how it is drawn, which key sets it.

Names are those of OntoNotes 5.0 (Weischedel et al. 2013), because spaCy's pipelines speak them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Label:
    """One entity label: ``hue`` in degrees of the colour circle, ``short`` for tight places."""

    name: str
    short: str
    meaning: str
    hue: int
    key: str


LABELS: tuple[Label, ...] = (
    Label("PERSON", "pers", "People, including fictional ones", 262, "1"),
    Label("ORG", "org", "Companies, agencies, institutions, parties, teams", 28, "2"),
    Label("GPE", "gpe", "Countries, cities, states", 155, "3"),
    Label("NORP", "norp", "Nationalities, religious and political groups", 325, "4"),
    Label("LOC", "loc", "Mountains, seas, regions that are no states", 185, "5"),
    Label("FAC", "fac", "Buildings, airports, roads, bridges", 75, "6"),
    Label("EVENT", "event", "Named wars, storms, elections, sports events", 5, "7"),
    Label("LAW", "law", "Named laws, treaties, rulings", 235, "8"),
    Label("DATE", "date", "Absolute or relative dates and periods", 215, "9"),
    Label("MONEY", "money", "Sums of money, with their unit", 120, "0"),
    Label("PRODUCT", "prod", "Vehicles, devices, foods; not services", 48, "Shift+1"),
    Label("WORK_OF_ART", "work", "Titles of books, songs, films, paintings", 295, "Shift+2"),
    Label("LANGUAGE", "lang", "Named languages", 345, "Shift+3"),
    Label("TIME", "time", "Times shorter than a day", 200, "Shift+4"),
    Label("PERCENT", "pct", "Percentages, with their sign or word", 100, "Shift+5"),
    Label("QUANTITY", "qty", "Measures of weight, distance and the like", 140, "Shift+6"),
    Label("ORDINAL", "ord", "First, second, 3rd", 60, "Shift+7"),
    Label("CARDINAL", "card", "Numbers of no other kind", 90, "Shift+8"),
)

NAMED = ("PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "EVENT", "LAW", "PRODUCT", "WORK_OF_ART")
"""The labels of things that have a name, as against dates and numbers."""

BY_NAME = {label.name: label for label in LABELS}
