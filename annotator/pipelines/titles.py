"""What stands before a name or for one: titles, offices and callings."""

from __future__ import annotations

import re

from annotator.pipelines.wordlist import wordset

HE = wordset(
    "mr sir lord king prince duke father brother pope spokesman chairman congressman businessman "
    "emperor actor son husband uncle nephew grandfather grandson widower man boy monk priest abbot "
    "waiter landlord policeman fireman fisherman groom señor monsieur herr dom"
)
SHE = wordset(
    "mrs ms miss dame lady madam queen princess duchess sister mother spokeswoman chairwoman "
    "congresswoman businesswoman empress actress daughter wife aunt niece grandmother "
    "granddaughter widow woman girl nun abbess waitress landlady policewoman bride señora doña "
    "mademoiselle frau headmistress priestess heroine hostess"
)
COURTESY = dict.fromkeys(HE, "he") | dict.fromkeys(SHE, "she")

# Before a name in capitals ("President Ruiz", "Gen. Ruiz") and, most of them, in small letters.
OFFICES = wordset(
    "president vice-president premier chancellor minister secretary senator representative "
    "congressman congresswoman governor mayor councillor councilor councilman councilwoman judge "
    "justice chief general admiral colonel major captain lieutenant sergeant commander marshal "
    "ambassador envoy commissioner director professor doctor dr prof rev reverend bishop "
    "archbishop cardinal pope father sister brother rabbi imam ayatollah sheikh sheikha emir "
    "sultan king queen prince princess duke duchess count countess baron baroness lord lady sir "
    "dame mr mrs ms miss mx madam sen rep gov gen adm col maj capt lt sgt cmdr insp supt "
    "detective inspector superintendent constable officer deputy attorney coach chair chairman "
    "chairwoman chairperson ceo treasurer speaker leader hon saint st principal dean provost "
    "dom abba mãe señor señora doña herr frau monsieur madame mademoiselle"
    "monsignor maulvi mullah mufti taoiseach tánaiste emperor empress msgr pastor"
)
# Only in small letters: in capitals these begin the names of organisations and works.
CALLINGS = wordset(
    "spokesman spokeswoman spokesperson analyst economist lawyer solicitor barrister prosecutor "
    "actor actress singer author writer novelist poet playwright journalist reporter editor "
    "columnist broadcaster historian scientist researcher physicist biologist chemist engineer "
    "farmer teacher nurse surgeon activist campaigner businessman businesswoman entrepreneur "
    "billionaire founder co-founder owner manager striker midfielder defender goalkeeper winger "
    "forward quarterback champion winner player footballer boxer golfer driver jockey artist "
    "painter sculptor architect designer photographer director producer comedian musician "
    "composer conductor rapper guitarist presenter resident neighbour neighbor student candidate "
    "nominee rival adviser advisor aide strategist diplomat lawmaker politician legislator mp "
    "dictator chef curator librarian fisherman baker pilot astronaut hydrologist geologist "
    "epidemiologist virologist climatologist ecologist organiser organizer volunteer victim "
    "survivor witness suspect gunman husband wife son daughter father mother brother sister "
    "partner colleague friend predecessor successor incumbent challenger whistleblower"
)
TITLE_WORDS = OFFICES | CALLINGS

# A noun that can speak without a name. Singular; "s" or "-men" makes more of them.
ROLES = (
    OFFICES
    | CALLINGS
    | wordset(
        "official spokespeople authority government ministry company firm group party union "
        "court police force army military navy expert critic protester protestor supporter "
        "opponent source report statement study survey document letter email memo text note "
        "tweet post message article ruling lawsuit complaint indictment filing petition "
        "editorial newspaper paper magazine website channel broadcaster network embassy "
        "campaign militant rebel insurgent faction militia agency department office council "
        "committee commission team club school university college hospital bank fund charity "
        "organisation organization association federation institute parliament cabinet "
        "administration regime junta palace household family parent relative grandmother "
        "grandfather man woman boy girl person people passenger shopper customer worker "
        "employee executive investor trader banker shareholder landlord tenant voter doctor "
        "patient soldier veteran guard prisoner inmate refugee migrant scholar academic "
        "scientist observer commentator pundit reviewer insider ally counterpart delegate "
        "negotiator mediator lobbyist attorney counsel juror plaintiff defendant pupil "
        "youngster villager islander local tourist visitor fan member operator regulator "
        "watchdog inspector investigator auditor firefighter paramedic rescuer medic rider "
        "cyclist builder developer supplier retailer manufacturer airline carrier publisher "
        "label studio gallery museum trust foundation church diocese mosque bishopric trustee "
        "governor headteacher headmaster headmistress teenager adult boss host guest caller "
        "user author leadership opposition coalition board panel tribunal inquiry jury alliance "
        "bloc"
    )
)
PLURALS = wordset(
    "spokesmen spokeswomen women men people police businessmen authorities ministries companies "
    "parties universities agencies families charities embassies lawmakers churches witnesses "
    "bosses fishermen studies allies councils armies coaches"
)
OF_A_PERSON = TITLE_WORDS | wordset(
    "boss headteacher headmaster man woman executive official expert scholar academic doctor worker"
)
CAPITAL_TITLE = re.compile(
    r"^(?:Vice|Prime|Foreign|Defen[cs]e|Interior|Finance|Home|Health|Deputy|First|Former|Chief|Crown"
    r"|Attorney|Acting|Senior|Police|Fire|Press|Lieutenant|Major|Brigadier|Rear|Supreme|Grand|Lead"
    r"|Head)$"
)


def role_of(word: str) -> str | None:
    """The singular of a word that can speak ("officials" → "official"); None for all others."""
    low = word.lower().rstrip(".")
    if low in ROLES or low in PLURALS:
        return low
    for singular in (low[:-1] if low.endswith("s") else "", low[:-2] if low.endswith("es") else ""):
        if singular in ROLES:
            return singular
    return None


def is_title(word: str) -> bool:
    """True for a word that may stand directly before a person's name."""
    low = word.lower().rstrip(".")
    return low in TITLE_WORDS or low.removeprefix("ex-") in TITLE_WORDS
