"""Spellings of one outlet share a key, and no two outlets do."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import outlets
from annotator.outlets import best, key

# One outlet a line; the spelling to show is the first.
OUTLETS = [
    line.split(" | ")
    for line in """
The Guardian | the guardian | THE GUARDIAN | theguardian.com | https://www.theguardian.com/uk
BBC News | BBC | bbc | bbc.co.uk | bbc.com | https://www.bbc.co.uk/news/world-1 | news.bbc.co.uk
The Times | Times | thetimes.co.uk | www.thetimes.com
The Sunday Times | Sunday Times | thesundaytimes.com
The Times of India | Times of India | timesofindia.com | timesofindia.indiatimes.com
The Economic Times | economictimes.indiatimes.com | Economic Times
The Irish Times | irishtimes.com
The New York Times | New York Times | NYT | nytimes.com | https://www.nytimes.com/x.html?y=z
Los Angeles Times | LA Times | L.A. Times | latimes.com
Financial Times | FT | FT.com | ft.com
The Independent | independent.co.uk | www.independent.co.uk
Irish Independent | independent.ie
independent.com | www.independent.com
Daily Mail | dailymail.co.uk | Mail Online | dailymail.com
The Mail on Sunday | Mail on Sunday
Daily Mirror | mirror.co.uk
The Telegraph | telegraph.co.uk
The Daily Telegraph | Daily Telegraph
dailytelegraph.com.au
The Sun | thesun.co.uk
The Sydney Morning Herald | SMH | smh.com.au
The Herald | Herald
herald.co.zw
guardian.ng
Toronto Star | The Toronto Star | thestar.com | www.thestar.com
The Star | Star
thestar.com.my
The Washington Post | Washington Post | washingtonpost.com
The Wall Street Journal | WSJ | wsj.com
The Associated Press | AP | AP News | Associated Press | apnews.com
Agence France-Presse | AFP | Agence France Presse | afp.com
Reuters | REUTERS | reuters.com | m.reuters.com | uk.reuters.com
Al Jazeera | aljazeera.com | Al-Jazeera | Al Jazeera English
CNN | cnn.com | edition.cnn.com | https://edition.cnn.com/europe
CNN Brasil | cnnbrasil.com.br
NPR | npr.org
Politico | POLITICO | politico.com
politico.eu
El País | El Pais | elpais.com | elpais.es
elpais.com.uy
El Mundo | elmundo.es
Le Monde | lemonde.fr | www.lemonde.fr
Le Monde diplomatique | monde-diplomatique.fr | mondediplo.com
Libération | Liberation | liberation.fr
Der Spiegel | DER SPIEGEL | Spiegel Online | spiegel.de
Süddeutsche Zeitung | Suddeutsche Zeitung | sueddeutsche.de
Frankfurter Allgemeine Zeitung | FAZ | faz.net
Frankfurter Rundschau | frankfurter-rundschau.com
La Repubblica | la Repubblica | repubblica.it
Folha de S.Paulo | Folha de S. Paulo | www1.folha.uol.com.br
U.S. News & World Report | US News and World Report
Canal+ | CANAL+
Canal | canal
朝日新聞 | 朝日新聞
読売新聞
Известия | ИЗВЕСТИЯ
الأهرام
medium.com/@ode | https://medium.com/@ode/a-post-1
medium.com/@roe
ode.substack.com | https://ode.substack.com/p/a
""".strip().splitlines()
]
# Of these a person knows that they belong together, and no rule does.
APART = {"monde-diplomatique.fr", "mondediplo.com", "cnnbrasil.com.br"}


@pytest.mark.parametrize("spellings", OUTLETS, ids=lambda spellings: spellings[0])
def test_spellings_of_one_outlet_share_a_key(spellings: list[str]) -> None:
    keys = {key(spelling) for spelling in spellings if spelling not in APART}
    assert len(keys) == 1


def test_no_two_outlets_share_a_key() -> None:
    for one, other in combinations(OUTLETS, 2):
        shared = set(map(key, one)) & set(map(key, other))
        assert not shared, f"{one[0]} and {other[0]} share {shared}"


@pytest.mark.parametrize("spellings", OUTLETS, ids=lambda spellings: spellings[0])
def test_a_name_is_shown_rather_than_a_domain(spellings: list[str]) -> None:
    counts = dict.fromkeys(spellings, 1) | {spellings[0]: 2}
    assert best(counts) == spellings[0]
    assert best(dict(reversed(counts.items()))) == spellings[0]


@pytest.mark.parametrize(
    "spellings, shown",
    [
        ({"theguardian.com": 90, "the guardian": 1}, "the guardian"),
        ({"The Guardian": 5, "the guardian": 9}, "the guardian"),
        ({"The Guardian": 9, "the guardian": 9, "THE GUARDIAN": 9}, "The Guardian"),
        ({"bbc": 3, "BBC": 3}, "BBC"),
        ({"bbc.co.uk": 3, "bbc.com": 4}, "bbc.com"),
        ({"El Pais": 2, "El País": 2}, "El País"),
        ({"https://x.example/": 1}, "https://x.example/"),
    ],
)
def test_the_best_spelling_is_a_name_then_frequent_then_in_both_cases(
    spellings: dict[str, int], shown: str
) -> None:
    assert best(spellings) == shown


@pytest.mark.parametrize(
    "source",
    [
        "guardian.co.uk",
        "The Guardian (London)",
        "www.theguardian.com",
        "GUARDIAN",
        "  The  Guardian",
    ],
)
def test_the_guardian_is_found_however_it_is_called(source: str) -> None:
    assert key(source) == key("The Guardian")


def test_there_is_no_best_of_none() -> None:
    with pytest.raises(ValueError):
        best({})


@pytest.mark.parametrize(
    "one, other",
    [
        ("が", "か"),  # a voicing mark is no accent
        ("й", "и"),
        ("?", "!"),
        ("A", "A+"),
        ("The Sis", "This"),
        ("x.com/a", "x.com/b"),
        ("The Guardian (Nigeria)", "The Guardian"),
    ],
)
def test_what_looks_alike_may_be_different(one: str, other: str) -> None:
    assert key(one) != key(other)


@given(st.text(min_size=1))
def test_a_key_is_never_empty_and_spaces_do_not_matter(source: str) -> None:
    if source.strip():
        assert key(source)
        assert key(f"  {source}\n") == key(source)
        assert best({source: 1}) == source


@given(st.from_regex(r"[A-Z][a-z]{3,9}( [A-Z][a-z]{3,9}){1,2}", fullmatch=True))
def test_a_name_meets_its_own_domain(name: str) -> None:
    host = name.replace(" ", "").lower() + ".com"
    for spelling in (host, f"www.{host}", f"http://{host}:80/a?b", name.upper(), f"The {name}"):
        assert key(spelling) == key(name)


def test_each_listed_spelling_has_the_key_of_the_first() -> None:
    for line in outlets._SAME.strip().splitlines():
        first, *others = line.split(" | ")
        assert len({key(first), *map(key, others)}) == 1, line
