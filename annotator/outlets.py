"""Which spellings of an outlet's name mean the same outlet: "The Guardian", "theguardian.com".

Two outlets are never joined by likeness: a name meets a domain only where the domain spells the
name, and a country's domain (guardian.ng) only where it is listed here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

# Other spellings of one outlet, one outlet a line. What can be derived is not repeated:
# capitals, accents, punctuation, a leading "The", and the name with .com behind it.
_SAME = """
The Guardian | guardian.co.uk | The Guardian (London) | Guardian Online
BBC | BBC News | BBC News Online | BBC Online | bbc.co.uk | news.bbc.co.uk
The Times | thetimes.co.uk | timesonline.co.uk | The Times (London)
The Sunday Times | The Sunday Times (London)
The Independent | independent.co.uk | the-independent.com | The Independent (London)
The Telegraph | telegraph.co.uk
Daily Mail | dailymail.co.uk | Mail Online | Daily Mail Online
The Mail on Sunday | mailonsunday.co.uk
Daily Mirror | mirror.co.uk
Daily Express | express.co.uk
The Sun | thesun.co.uk
Evening Standard | London Evening Standard | standard.co.uk
Financial Times | FT | ft.com | Financial Times (London)
Sky News | news.sky.com
The Irish Times | irishtimes.com
Irish Independent | independent.ie
RTÉ | RTÉ News | rte.ie
The New York Times | NYT | NY Times | nytimes.com
The Wall Street Journal | WSJ | wsj.com
Los Angeles Times | LA Times | latimes.com
The Associated Press | AP | AP News | apnews.com | ap.org
Reuters | Reuters News | uk.reuters.com | in.reuters.com
Agence France-Presse | AFP | afp.com
Bloomberg | Bloomberg News
NPR | National Public Radio
Toronto Star | The Toronto Star | thestar.com
The Sydney Morning Herald | SMH | smh.com.au
The Age | theage.com.au
South China Morning Post | SCMP | scmp.com
The Times of India | timesofindia.indiatimes.com
The Economic Times | economictimes.indiatimes.com
The Asahi Shimbun | Asahi Shimbun | asahi.com
Al Jazeera | Al Jazeera English
Xinhua | Xinhua News Agency | xinhuanet.com | news.cn
TASS | ITAR-TASS | tass.ru
Le Monde | lemonde.fr
Le Figaro | lefigaro.fr
Le Parisien | leparisien.fr
Libération | liberation.fr
Der Spiegel | Spiegel | Spiegel Online | spiegel.de
Süddeutsche Zeitung | sueddeutsche.de | sz.de
Frankfurter Allgemeine Zeitung | Frankfurter Allgemeine | FAZ | faz.net
Die Zeit | Zeit Online | zeit.de
Die Welt | welt.de
Bild | bild.de
taz | die tageszeitung | taz.de
Deutsche Welle | DW | dw.com
Neue Zürcher Zeitung | NZZ | nzz.ch
Der Standard | derstandard.at
El País | elpais.es
El Mundo | elmundo.es
EFE | Agencia EFE
Corriere della Sera | corriere.it
La Repubblica | repubblica.it
La Stampa | lastampa.it
ANSA | ansa.it
Folha de S.Paulo | folha.uol.com.br | www1.folha.uol.com.br
O Globo | oglobo.globo.com
Dagens Nyheter | dn.se
Aftonbladet | aftonbladet.se
Aftenposten | aftenposten.no
De Volkskrant | volkskrant.nl
NRC | NRC Handelsblad | nrc.nl
Gazeta Wyborcza | wyborcza.pl
"""
# Beginnings of a host that do not make it another outlet.
_EDITIONS = ("www.", "m.", "mobile.", "amp.", "edition.", "rss.", "feeds.")
_ANYWHERE = ("com", "org", "net", "info", "news", "tv", "fm", "press", "media", "online", "int")
# Words that are the names of many papers: independent.com is not The Independent.
_MANY = (
    *("age", "argus", "chronicle", "citizen", "courier", "echo", "examiner", "express", "gazette"),
    *("globe", "guardian", "herald", "independent", "journal", "leader", "mail", "metro", "mirror"),
    *("monitor", "nation", "news", "observer", "people", "post", "press", "record", "standard"),
    *("star", "sun", "telegraph", "times", "today", "tribune", "voice", "world"),
)
# Where each page is somebody else's.
_PLATFORMS = (
    *("facebook.com", "instagram.com", "medium.com", "reddit.com", "t.me", "telegram.me"),
    *("tiktok.com", "twitter.com", "x.com", "youtube.com"),
)
_ADDRESS = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+.-]*://)?(?:[^\s/@]*@)?(?P<host>[\w-]+(?:\.[\w-]+)*)\.?(?::[0-9]+)?"
    r"(?:/+(?P<page>[^/?#\s]*))?(?:[/?#]\S*)?",
    re.IGNORECASE,
)
_LATIN = re.compile("[a-zªºß-ɏḀ-ỿ]")


def key(source: str) -> str:
    """What the spellings of one outlet share; never empty for a source that is not empty."""
    text = " ".join(source.split())
    if address := _address(text):
        host, page = address
        if host in _PLATFORMS:
            return f"{host}/{page}"
        plain = _same().get(host) or _of_domain(host)
    else:
        plain = _of_name(text)
    return _same().get(plain, plain)


def best(spellings: Mapping[str, int]) -> str:
    """The spelling to show among those with one key, each with how often it occurs.

    A name comes before a domain; then counts how often it occurs, then small and capital letters
    together before either alone, and accents before none. Raises ValueError for none.
    """

    def rank(spelling: str) -> tuple[bool, int, bool, bool, bool, int, str]:
        is_mixed = spelling != spelling.lower() and spelling != spelling.upper()
        has_capitals = spelling != spelling.lower()
        is_domain = _address(spelling) is not None
        return (
            *(is_domain, -spellings[spelling], not is_mixed, not has_capitals),
            *(spelling.isascii(), len(spelling), spelling),
        )

    return min(spellings, key=rank)


@lru_cache(maxsize=1)
def _same() -> dict[str, str]:
    """The keys of other names and of the hosts listed above."""
    found: dict[str, str] = {}
    for line in _SAME.strip().splitlines():
        first, *others = line.split(" | ")
        for other in others:
            address = _address(other)
            found[address[0] if address else _of_name(other)] = _of_name(first)
    return found


def _of_name(text: str) -> str:
    """The letters and digits of a name."""
    return _without_the(_letters(text)) or text.casefold()


def _of_domain(host: str) -> str:
    """The name in a host; the host itself where it may be another outlet than that of the name."""
    label, _, ending = host.partition(".")
    name = _letters(label)
    return host if ending not in _ANYWHERE or not name or name in _MANY else _without_the(name)


def _without_the(letters: str) -> str:
    """Without a leading "the", even that of "Theatre": a domain does not show where words end."""
    return letters[3:] if letters.startswith("the") and len(letters) > 5 else letters


def _letters(text: str) -> str:
    """The text in small letters, without white space, punctuation and the accents of Latin."""
    found: list[str] = []
    base = ""
    for char in unicodedata.normalize("NFKD", text.casefold().replace("&", " and ")):
        if unicodedata.combining(char):
            if _LATIN.match(base):
                continue
        else:
            base = char
        if unicodedata.category(char)[0] not in "PZC":
            found.append(char)
    return unicodedata.normalize("NFC", "".join(found))


def _address(text: str) -> tuple[str, str] | None:
    """The host of an address on the web and the first part of its path; None for a name."""
    match = _ADDRESS.fullmatch(text)
    if not match:
        return None
    host = match["host"].lower()
    last = host.rpartition(".")[2]
    is_known = last in _ANYWHERE or (len(last) == 2 and last.isascii() and last.isalpha())
    if not match["scheme"] and not ("." in host and is_known):
        return None
    while start := next((e for e in _EDITIONS if host.startswith(e)), ""):
        if "." not in host.removeprefix(start):
            break
        host = host.removeprefix(start)
    return host, match["page"] or ""
