"""The names of peoples, faiths, parties and tongues, as news writes them."""

from __future__ import annotations

from functools import cache

# No library at hand knows demonyms. Adjective and noun are mostly one word; "s" makes the plural.
NATIONS = (
    "Afghan Albanian Algerian American Andorran Angolan Argentine Argentinian Armenian "
    "Australian Austrian Azerbaijani Azeri Bahamian Bahraini Bangladeshi Barbadian Belarusian "
    "Belgian Belizean Bhutanese Bolivian Bosnian Botswanan Brazilian British Bulgarian Burkinabe "
    "Burmese Burundian Cambodian Cameroonian Canadian Catalan Chadian Chechen Chilean Chinese "
    "Colombian Congolese Corsican Croat Croatian Cuban Cypriot Czech Danish Djiboutian Dominican "
    "Dutch Ecuadorean Ecuadorian Egyptian Emirati English Eritrean Estonian Ethiopian Fijian "
    "Filipino Finnish French Gabonese Gambian Georgian German Ghanaian Greek Grenadian "
    "Guatemalan Guinean Guyanese Haitian Honduran Hungarian Icelandic Indian Indonesian Iranian "
    "Iraqi Irish Israeli Italian Ivorian Jamaican Japanese Jordanian Kazakh Kazakhstani Kenyan "
    "Korean Kosovar Kuwaiti Kyrgyz Laotian Latvian Lebanese Liberian Libyan Lithuanian "
    "Luxembourgish Macedonian Malagasy Malawian Malaysian Maldivian Malian Maltese Mauritanian "
    "Mauritian Mexican Moldovan Monegasque Mongolian Montenegrin Moroccan Mozambican Namibian "
    "Nepalese Nepali Nicaraguan Nigerian Nigerien Norwegian Omani Pakistani Palestinian "
    "Panamanian Paraguayan Peruvian Polish Portuguese Prussian Qatari Romanian Russian Rwandan "
    "Salvadoran Samoan Saudi Scottish Senegalese Serb Serbian Singaporean Slovak Slovakian "
    "Slovene Slovenian Somali Soviet Spanish Sudanese Surinamese Swazi Swedish Swiss Syrian "
    "Taiwanese Tajik Tanzanian Thai Tibetan Togolese Tongan Tunisian Turkish Turkmen Ugandan "
    "Ukrainian Uruguayan Uzbek Venezuelan Vietnamese Welsh Yemeni Zambian Zimbabwean Briton Dane "
    "Finn Pole Scot Spaniard Swede Turk Frenchman Frenchwoman Englishman Englishwoman Irishman "
    "Scotsman Welshman Dutchman Argentinean Cornish Flemish Basque Sicilian Bavarian Californian "
    "Texan Londoner Parisian Quebecer Hawaiian Alaskan Floridian Mancunian Glaswegian"
)
GROUPS = (
    "Arab African Asian European Scandinavian Slavic Hispanic Latino Latina Kurd Kurdish Pashtun "
    "Hazara Uighur Uyghur Rohingya Tamil Sinhalese Hutu Tutsi Zulu Xhosa Yoruba Igbo Hausa Maori "
    "Aboriginal Inuit Roma Cherokee Navajo Sioux Berber Tuareg Druze Yazidi Maasai Mayan Cossack "
    "Native\u00a0American African\u00a0American African-American Latin\u00a0American "
    "South\u00a0Korean North\u00a0Korean South\u00a0African New\u00a0Zealander Sri\u00a0Lankan "
    "Saudi\u00a0Arabian Costa\u00a0Rican Puerto\u00a0Rican Hong\u00a0Konger West\u00a0African "
    "Northern\u00a0Irish South\u00a0Sudanese Central\u00a0Asian Middle\u00a0Eastern Muslim "
    "Islamic Islamist Sunni Shia Shiite Sufi Christian Catholic Protestant Anglican Methodist "
    "Baptist Lutheran Mormon Evangelical Orthodox Jew Jewish Hindu Buddhist Sikh Jain Quaker "
    "Coptic Zionist Jesuit Amish Salafi Republican Democrat Democratic Conservative Tory Tories "
    "Communist Marxist Maoist Nazi Peronist Baathist Houthi Brexiteer Thatcherite Trumpist "
    "Frenchmen Britons"
)
LANGUAGES = (
    "Arabic Urdu Pashto Dari Farsi Persian Mandarin Cantonese Hebrew Yiddish Swahili Latin Hindi "
    "Bengali Punjabi Gujarati Marathi Telugu Kannada Malayalam Tagalog Amharic Sanskrit Gaelic "
    "Esperanto Creole Quechua Afrikaans Icelandic Catalan Basque"
)


@cache
def peoples() -> frozenset[str]:
    """Nationalities, faiths and political groups, in the singular and the plural."""
    words = [word.replace("\u00a0", " ") for word in (NATIONS + " " + GROUPS).split(" ")]
    plural = [w + "s" for w in words if not w.endswith(("ese", "ish", "ch", "Swiss", "ies", "men"))]
    return frozenset(words + plural)


@cache
def tongues() -> frozenset[str]:
    """Languages that are nothing else, and those that are also the name of a people."""
    import pycountry

    spoken = {language.name for language in pycountry.languages if hasattr(language, "alpha_2")}
    return frozenset(LANGUAGES.split()) | {name for name in spoken if name.isalpha()}


@cache
def only_tongues() -> frozenset[str]:
    """Languages whose name is no people's, so that they need no "in" or "speaks" before them."""
    return frozenset(LANGUAGES.split()) - peoples()
