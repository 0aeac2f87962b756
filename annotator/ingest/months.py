"""The names of months in many languages, and the other words that stand in dates."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
# Twelve for each language, some with two forms of a name.
_NAMES = """
januar februar märz april mai juni juli august september oktober november dezember
jänner feber marts apr maj jun jul aug sept okt nov desember
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
januari februari maart april mei juni juli augustus september oktober november december
januari februari mars april maj juni juli augusti september oktober november december
styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień
stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
leden únor březen duben květen červen červenec srpen září říjen listopad prosinec
ledna února března dubna května června července srpna září října listopadu prosince
ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie
január február március április május június július augusztus szeptember október november december
ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень
січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
ιανουάριος φεβρουάριος μάρτιος απρίλιος μάιος ιούνιος ιούλιος αύγουστος σεπτέμβριος οκτώβριος
νοέμβριος δεκέμβριος
ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου
νοεμβρίου δεκεμβρίου
"""
# What may stand in a date besides its numbers and its month, and says nothing more about it.
_FILLING = """
of the on st nd rd th published posted
de del di la le el les den der am d er º ª o a г года р року z dne
mon tue tues wed thu thur thurs fri sat sun
monday tuesday wednesday thursday friday saturday sunday
mo di mi do fr sa so montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag
lun mar mer jeu ven sam dim lundi mardi mercredi jeudi vendredi samedi dimanche
mié jue vie sáb dom lunes martes miércoles jueves viernes sábado domingo
gio lunedì martedì mercoledì giovedì venerdì sabato domenica
segunda terça quarta quinta sexta feira seg ter qua qui sex
ma wo vr za zo maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
mån tis ons tors fre lör sön måndag tisdag onsdag torsdag fredag lördag söndag
man tir tor mandag tirsdag lørdag søndag
poniedziałek wtorek środa czwartek piątek sobota niedziela pon wt śr czw pt sob niedz
понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс
"""
_YEAR_ONLY = """
spring summer autumn fall winter early late mid circa ca
frühling frühjahr sommer herbst printemps été automne hiver
primavera verano otoño invierno estate autunno inverno verão outono
q1 q2 q3 q4 h1 h2
"""


def folded(text: str) -> str:
    """The text in small letters and without accents."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("ı", "i"))
    return "".join(c for c in letters if not unicodedata.combining(c))


@lru_cache(maxsize=1)
def numbers() -> dict[str, int]:
    """The months by their names and by all their beginnings that say which they are."""
    names = [*MONTHS, *folded(_NAMES).split()]
    whole = {name: number % 12 + 1 for number, name in enumerate(names)}
    found: dict[str, set[int]] = {}
    for name, month in whole.items():
        for length in range(3, len(name)):
            found.setdefault(name[:length], set()).add(month)
    return {start: months.pop() for start, months in found.items() if len(months) == 1} | whole


@lru_cache(maxsize=1)
def filling() -> frozenset[str]:
    """Words that say nothing more about a date: names of days, articles, prepositions; folded."""
    return frozenset(folded(_FILLING).split())


@lru_cache(maxsize=1)
def seasons() -> frozenset[str]:
    """Words beside which only the year is certain; folded."""
    return frozenset(folded(_YEAR_ONLY).split())


@lru_cache(maxsize=4096)
def foreign(text: str) -> tuple[int, ...] | None:
    """A date with the name of its month in one of many languages; None if there is none."""
    numbers = re.findall("[0-9]+", text)
    if sum(len(n) == 4 for n in numbers) != 1 or len(numbers) > 2 or len(text.split()) > 6:
        return None
    if not any(c.isalpha() for c in text):
        return None
    found = _parser().get_date_data(text)
    when = found.date_obj
    # What the text does not say in digits would come from today's date or from a calculation.
    if when is None or found.locale == "en" or str(when.year) not in numbers:
        return None
    if len(numbers) == 1:
        return (when.year, when.month) if found.parts == ("year", "month") else None
    if found.parts != ("year", "month", "day") or when.day not in map(int, numbers):
        return None
    return when.year, when.month, when.day


@lru_cache(maxsize=1)
def _parser() -> Any:
    # Slow to import, and few dates need it.
    from dateparser.date import DateDataParser  # type: ignore[import-untyped]

    # Without the parsers of times since 1970 and of relative dates: those depend on the clock.
    settings = {"PARSERS": ["absolute-time"], "REQUIRE_PARTS": ["year"], "TIMEZONE": "UTC"}
    return DateDataParser(settings=settings, try_previous_locales=False)
