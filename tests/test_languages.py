"""The languages of texts are recognised where that is sure, English above all."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.ingest.languages import FEWEST, code, name, recognise
from annotator.ingest.text import article

SAMPLES = Path(__file__).parents[1] / "data" / "samples"

TEXTS = {
    "de": (
        "Der Stadtrat hat am Dienstag beschlossen, die alte Brücke wegen "
        "Reparaturen zu sperren. Die Bürgermeisterin sagte, die Arbeiten "
        "würden bis zum Frühjahr dauern. Die Händler am Ufer fürchten, dass "
        "sie die meisten Kunden verlieren, und zwei von ihnen sind vor Gericht "
        "gezogen."
    ),
    "fr": (
        "Le conseil municipal a décidé mardi de fermer le vieux pont pour des "
        "travaux, et la maire a déclaré que le chantier durerait jusqu'au "
        "printemps. Les commerçants du quai craignent de perdre la plupart de "
        "leurs clients, et deux d'entre eux ont saisi la justice."
    ),
    "es": (
        "El ayuntamiento decidió el martes cerrar el viejo puente por obras, y "
        "la alcaldesa dijo que los trabajos durarán hasta la primavera. Los "
        "comerciantes de la orilla temen perder a la mayoría de sus clientes, "
        "y dos de ellos han acudido a los tribunales."
    ),
    "it": (
        "Il consiglio comunale ha deciso martedì di chiudere il vecchio ponte "
        "per lavori, e la sindaca ha detto che il cantiere durerà fino alla "
        "primavera. I commercianti del lungofiume temono di perdere gran parte "
        "dei clienti, e due di loro si sono rivolti al tribunale."
    ),
    "pt": (
        "A câmara decidiu na terça-feira fechar a velha ponte para obras, e a "
        "presidente disse que os trabalhos vão durar até à primavera. Os "
        "comerciantes da margem receiam perder a maior parte dos clientes, e "
        "dois deles recorreram ao tribunal."
    ),
    "nl": (
        "De gemeenteraad heeft dinsdag besloten de oude brug te sluiten voor "
        "herstel, en de burgemeester zei dat het werk tot het voorjaar zal "
        "duren. Winkeliers aan de kade vrezen dat zij het grootste deel van "
        "hun klanten verliezen, en twee van hen zijn naar de rechter gestapt."
    ),
    "pl": (
        "Rada miasta zdecydowała we wtorek o zamknięciu starego mostu z powodu "
        "remontu, a burmistrz powiedziała, że prace potrwają do wiosny. "
        "Sklepikarze znad rzeki obawiają się utraty większości klientów, a "
        "dwóch z nich poszło do sądu."
    ),
    "sv": (
        "Kommunfullmäktige beslutade i tisdags att stänga den gamla bron för "
        "reparation, och borgmästaren sade att arbetet kommer att pågå till "
        "våren. Handlarna vid kajen är rädda att förlora de flesta av sina "
        "kunder, och två av dem har vänt sig till domstol."
    ),
    "da": (
        "Byrådet besluttede tirsdag at lukke den gamle bro på grund af "
        "reparationer, og borgmesteren sagde, at arbejdet vil vare til "
        "foråret. De handlende ved kajen frygter at miste de fleste af deres "
        "kunder, og to af dem er gået til domstolen."
    ),
    "fi": (
        "Kaupunginvaltuusto päätti tiistaina sulkea vanhan sillan korjausten "
        "vuoksi, ja pormestari sanoi, että työt kestävät kevääseen. Rannan "
        "kauppiaat pelkäävät menettävänsä suurimman osan asiakkaistaan, ja "
        "kaksi heistä on vienyt asian oikeuteen."
    ),
    "cs": (
        "Městská rada v úterý rozhodla, že starý most bude kvůli opravám "
        "uzavřen, a starostka řekla, že práce potrvají do jara. Obchodníci u "
        "řeky se obávají, že ztratí většinu zákazníků, a dva z nich se "
        "obrátili na soud."
    ),
    "hu": (
        "A városi tanács kedden úgy döntött, hogy a régi hidat javítás miatt "
        "lezárja, és a polgármester azt mondta, hogy a munka tavaszig tart. A "
        "parti kereskedők attól félnek, hogy elveszítik vevőik többségét, és "
        "ketten bírósághoz fordultak."
    ),
    "tr": (
        "Belediye meclisi salı günü eski köprünün onarım için kapatılmasına "
        "karar verdi ve belediye başkanı çalışmaların ilkbahara kadar "
        "süreceğini söyledi. Kıyıdaki esnaf müşterilerinin çoğunu kaybetmekten "
        "korkuyor ve ikisi mahkemeye başvurdu."
    ),
    "ru": (
        "Городской совет во вторник решил закрыть старый мост на ремонт, и мэр "
        "сказала, что работы продлятся до весны. Торговцы на набережной "
        "опасаются потерять большую часть покупателей, и двое из них "
        "обратились в суд."
    ),
    "uk": (
        "Міська рада у вівторок вирішила закрити старий міст на ремонт, і "
        "мерка сказала, що роботи триватимуть до весни. Торговці на набережній "
        "побоюються втратити більшість покупців, і двоє з них звернулися до "
        "суду."
    ),
    "el": (
        "Το δημοτικό συμβούλιο αποφάσισε την Τρίτη να κλείσει την παλιά γέφυρα "
        "για επισκευές, και η δήμαρχος είπε ότι οι εργασίες θα διαρκέσουν ως "
        "την άνοιξη. Οι καταστηματάρχες φοβούνται ότι θα χάσουν τους "
        "περισσότερους πελάτες."
    ),
    "ar": (
        "قرر مجلس المدينة يوم الثلاثاء إغلاق الجسر القديم لإجراء إصلاحات، "
        "وقالت رئيسة البلدية إن الأعمال ستستمر حتى الربيع. ويخشى أصحاب المتاجر "
        "على ضفة النهر أن يفقدوا معظم زبائنهم، ولجأ اثنان منهم إلى المحكمة."
    ),
    "he": (
        "מועצת העיר החליטה ביום שלישי לסגור את הגשר הישן לצורך תיקונים, וראשת "
        "העיר אמרה שהעבודות יימשכו עד האביב. בעלי החנויות על גדת הנהר חוששים "
        "שיאבדו את רוב הלקוחות שלהם, ושניים מהם פנו לבית המשפט."
    ),
    "hi": (
        "नगर परिषद ने मंगलवार को मरम्मत के लिए पुराने पुल को बंद करने का फैसला "
        "किया, और महापौर ने कहा कि काम वसंत तक चलेगा। नदी किनारे के दुकानदारों "
        "को डर है कि वे अपने अधिकांश ग्राहक खो देंगे।"
    ),
    "zh": (
        "市议会星期二决定关闭旧桥进行维修，市长表示工程将持续到春天。河边的店主担"
        "心他们会失去大部分顾客，其中两人已经向法院提出申请，要求停止施工。部长们"
        "经过三天闭门会谈后没有达成协议就离开了。"
    ),
    "ja": (
        "市議会は火曜日、修理のために古い橋を閉鎖することを決め、市長は工事が春ま"
        "で続くと述べた。川沿いの商店主らは客の大半を失うことを恐れており、そのう"
        "ち二人は工事の差し止めを裁判所に求めた。"
    ),
    "ko": (
        "시의회는 화요일 수리를 위해 오래된 다리를 폐쇄하기로 결정했으며 "
        "시장은 공사가 봄까지 계속될 것이라고 말했다. 강변 상인들은 "
        "손님 대부분을 잃을까 걱정하고 있으며 그중 두 명은 법원에 "
        "소송을 냈다."
    ),
    "id": (
        "Dewan kota pada hari Selasa memutuskan untuk menutup jembatan lama "
        "karena perbaikan, dan wali kota mengatakan bahwa pekerjaan itu akan "
        "berlangsung hingga musim semi. Para pedagang di tepi sungai khawatir "
        "kehilangan sebagian besar pelanggan mereka."
    ),
    "vi": (
        "Hội đồng thành phố hôm thứ Ba đã quyết định đóng cửa cây cầu cũ để "
        "sửa chữa, và thị trưởng nói rằng công việc sẽ kéo dài đến mùa xuân. "
        "Các chủ cửa hàng bên sông lo sợ sẽ mất phần lớn khách hàng của họ."
    ),
    "ro": (
        "Consiliul local a hotărât marți să închidă vechiul pod pentru "
        "reparații, iar primărița a spus că lucrările vor dura până în "
        "primăvară. Negustorii de pe malul râului se tem că își vor pierde cea "
        "mai mare parte a clienților."
    ),
    "no": (
        "Bystyret vedtok tirsdag å stenge den gamle broen på grunn av "
        "reparasjoner, og ordføreren sa at arbeidet vil vare til våren. "
        "Butikkeierne ved kaien frykter at de vil miste de fleste kundene "
        "sine, og to av dem har gått til retten."
    ),
    "ca": (
        "L'ajuntament va decidir dimarts tancar el pont vell per obres, i "
        "l'alcaldessa va dir que els treballs duraran fins a la primavera. Els "
        "botiguers de la riba temen perdre la majoria dels seus clients, i dos "
        "d'ells han anat als tribunals."
    ),
    "fa": (
        "شورای شهر روز سه\u200cشنبه تصمیم گرفت پل قدیمی را برای تعمیر ببندد و "
        "شهردار گفت که کار تا بهار ادامه خواهد داشت. مغازه\u200cداران کنار رودخانه "
        "می\u200cترسند که بیشتر مشتریان خود را از دست بدهند."
    ),
}

# English, though there is much in it that is not.
ENGLISH = [
    "“Nous n'avons rien à cacher, et nous le dirons devant le juge,” the minister said in French, "
    "before adding in English that the vote would go ahead. “Rien de rien,” an aide repeated.",
    "“Wir haben nichts zu verbergen”, the chancellor told reporters. “Das ist alles.” She left "
    "without taking questions.",
    "The banner read 「自由を」 and below it, in smaller letters, Свобода; the police took both "
    "down by noon.",
    "PRESIDENT SIGNS TRADE BILL AFTER LONG NIGHT OF TALKS; OPPOSITION VOWS TO FIGHT IT IN COURT",
    "The quick vote: 12 for, 11 against, 3 abstained, 1 absent, 0 spoiled; turnout 98.4%, up 3.1 "
    "from 95.3 in 2019.",
    "Sir Peregrine Holloway-Smythe, the judge, is dead. He was 91.",
    "Rafael Ibáñez Quintana and Kjell-Åke Lindström, who have met eleven times, will meet again "
    "in the final of the Copa del Río after Tomasz Wróblewski was beaten in Montevideo.",
    "date 2024-11-07 LIMA, 7 November 2024 (Andina) — The ministry said that the old bridge "
    "would be closed.",
]
UNSURE = {
    "nothing": "",
    "few letters": "The vote is over.",
    "a table": "1,204 3.4% 2,015 5.5% 3,118 7.9%\n" * 20,
    "rates": "USD 1.08 EUR 0.92 GBP 0.79 JPY 151.2 CHF 0.88 AUD 1.53\n" * 10,
    "results": "FC Kölnberg 2:1 SV Altmark\nAC Rivarola 0:0 CD Monteverde\nIF Nordhavn 3:2 BK Sol",
    "emoji": "👍🔥🎉" * 100,
    "an alphabet": "a b c d e f g h i j k l m n o p q r s t u v w x y z " * 3,
    "no words": "qwrtzp fghjkl vbnmxy " * 6,
    "white space": " \n" * 1000,
    "names": "Ngozi Adeyemi-Okafor, Tomasz Wróblewski, Léopold Nkurunziza, Tariq al-Mansoori",
    "control characters": "\x01\x02\x03" * 100,
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_text_is_recognised(language: str) -> None:
    assert recognise(TEXTS[language]) == language


@pytest.mark.parametrize("language", [k for k in TEXTS if k not in ("zh", "ja", "ko")])
def test_the_beginning_of_a_text_is_recognised_or_nothing_is(language: str) -> None:
    assert recognise(TEXTS[language][:100]) in (language, None)


@pytest.mark.parametrize("language", ["de", "fr", "es", "pl", "ru", "tr"])
def test_capitals_are_recognised(language: str) -> None:
    assert recognise(TEXTS[language].upper()) == language


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.txt")), ids=lambda path: path.name)
@pytest.mark.parametrize("size", [100, 200, 1000, 10_000])
def test_a_sample_is_english_however_short(path: Path, size: int) -> None:
    assert recognise(article(path.read_text(encoding="utf-8")).text[:size]) == "en"


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_not_missed(text: str) -> None:
    assert recognise(text) == "en"
    assert recognise(text * 20) == "en"


@pytest.mark.parametrize("what", UNSURE)
def test_what_is_not_sure_is_no_language(what: str) -> None:
    assert recognise(UNSURE[what]) is None


def test_a_headline_in_another_language_does_not_decide() -> None:
    text = TEXTS["de"][:150] + "\n\n" + "The council said that it would close the bridge. " * 20
    assert recognise(text) == "en"


def test_a_few_chinese_letters_are_enough_and_a_few_latin_ones_are_not() -> None:
    assert recognise(TEXTS["zh"][:30]) == "zh"
    assert recognise("a" * (FEWEST - 1)) is None


def test_a_huge_text_costs_no_more_than_its_beginning() -> None:
    assert recognise("The council said that it would close the bridge. " * 200_000) == "en"


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=[])))
def test_no_text_raises(text: str) -> None:
    found = recognise(text * 10)
    assert found is None or len(found) == 2


@pytest.mark.parametrize(
    "given_as, found",
    [
        ("en", "en"),
        (" EN ", "en"),
        ("en-GB", "en"),
        ("zh_Hans_CN", "zh"),
        ("eng", "en"),
        ("ger", "de"),
        ("deu", "de"),
        ("English", "en"),
        ("GREEK", "el"),
        ("swahili", "sw"),
        ("iw", "he"),
        ("haw", "haw"),
        ("Hawaiian", "haw"),
        ("nb", "nb"),
        ("", None),
        ("e", None),
        ("xx", None),
        ("und", None),
        ("mul", None),
        ("zxx", None),
        ("Klingonic", None),
        ("n/a", None),
        ("\ud83d", None),
        ("x" * 100_000, None),
    ],
)
def test_a_code_is_found_however_the_language_is_given(given_as: str, found: str | None) -> None:
    assert code(given_as) == found


@pytest.mark.parametrize(
    "given_as, found",
    [
        ("fr", "French"),
        ("el", "Greek"),
        ("sw", "Swahili"),
        ("haw", "Hawaiian"),
        ("no", "Norwegian"),
        ("xx", "xx"),
        ("", ""),
        ("unknown", "unknown"),
    ],
)
def test_a_language_has_a_name(given_as: str, found: str) -> None:
    assert name(given_as) == found


@pytest.mark.parametrize("language", TEXTS)
def test_a_name_is_that_of_its_code(language: str) -> None:
    assert code(name(language)) == language
