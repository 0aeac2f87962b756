"""By which words an organisation, a building, an event or a law is known as one."""

from __future__ import annotations

from functools import cache

from annotator.pipelines.wordlist import wordset

# The last word of a name, or the first before "of" and "for", gives its kind.
HEADS = {
    "ORG": (
        "Ministry University Bank Inc Incorporated Corp Corporation Company Co Ltd Limited LLC "
        "LLP PLC plc GmbH AG SA Group Holdings Council Committee Commission Agency Department "
        "Institute Institution Association Federation Foundation Organization Organisation "
        "Union Party Movement Alliance Coalition Court Police Constabulary Club Society Academy "
        "College School Schools Authority Office Bureau Service Services Board Assembly "
        "Parliament Senate Congress Navy Army Force Forces Guard Corps Command Times Post "
        "Herald Tribune Telegraph Gazette Chronicle Journal News Guardian Mail Observer Press "
        "Radio Television Broadcasting Network Media Airlines Airways Railways Ferries Motors "
        "Industries International Technologies Systems Partners Capital Bancorp Pharma "
        "Pharmaceuticals Energy Electric Petroleum Oil Steel Mining Foods Stores Brothers Trust "
        "Fund Church Diocese Museum Orchestra Philharmonic Ballet Opera Theatre Theater "
        "Hospital Clinic Centre Center Laboratory Laboratories Observatory Watch Front Brigade "
        "Brigades Militia Treasury Embassy Consulate Cabinet Secretariat Directorate "
        "Inspectorate Administration Campaign League United FC AFC City Rovers Wanderers "
        "Athletic Records Pictures Studios Productions Publishing Books Union's Exchange "
        "Reserve Syndicate Cooperative Collective Initiative Project Network Nations Rights "
        "Consortium Conservatives Democrats Greens Teamsters Bar Government Rail "
        "Semiconductors Robotics Software Networks Logistics Airline Insurance Mutual NV AB SpA Plc"
    ),
    "FAC": (
        "Airport Bridge Street Road Avenue Lane Boulevard Square Tower Towers Stadium Arena Palace "
        "Castle Cathedral Basilica Abbey Temple Mosque Synagogue Station Terminal Hall Dam Tunnel "
        "Port Harbour Harbor Pier Motorway Highway Expressway Prison Barracks Base Gardens Park "
        "Plaza Mall Market Hotel Gate Monument Memorial Mansion Lighthouse Reservoir Refinery Quay "
        "Wharf Canal Wall Zoo Building Skyscraper Cemetery Camp Drive Crescent Interchange Bypass "
        "Arms"
    ),
    "LOC": (
        "River Mountains Mountain Sea Ocean Gulf Valley Island Islands Isles Bay Desert "
        "Peninsula Strait Straits Coast Lake Lakes Hills Forest Falls Delta Reef Basin Plateau "
        "Canyon Glacier Cape Beach Volcano Moor Fjord Peak Range Estuary Creek Marsh Wetlands"
    ),
    "EVENT": (
        "War Wars Olympics Paralympics Games Cup Championship Championships Festival Revolution "
        "Summit Uprising Crisis Massacre Earthquake Marathon Open Prix Derby Tournament Trophy "
        "Awards Day Conference Spring Depression Biennale Expo Fair Parade Holocaust Armistice "
        "Regatta Final Jubilee Coronation Rebellion Riots"
    ),
    "LAW": (
        "Act Treaty Amendment Constitution Accord Accords Protocol Charter Directive Declaration "
        "Statute Ordinance Bill Code Pact Convention Doctrine Resolution Regulation Agreement"
    ),
}
# After these a name goes on over "of", "for", "on" and "and".
GOES_ON = wordset(
    "Ministry Department University Bank Council Institute Office Court House Church Board "
    "Bureau Association Federation Organization Organisation Commission Committee Union Academy "
    "School College Museum Centre Center Society Declaration Treaty Battle Gulf Bay Strait Cape "
    "Isle Party Movement Agency Foundation Fund Trust Army Bill Charter Chamber Campaign "
    "Coalition Alliance Conference League Secretariat Archbishop Friends Hospital Network Group "
    "Rights Nations Reserve Convention Siege Tower Temple Port Authority Confederation Congress "
    "Directorate Guild Parliament Palace Sea Statue Faculty Center Campaign Convention Covenant "
    "Act Service"
)
LEADS = {
    "LOC": wordset("Mount Lake River Cape Loch Mt"),
    "FAC": wordset("Fort Camp RAF Port"),
    "EVENT": wordset("Hurricane Storm Typhoon Cyclone Operation Battle Super"),
    "ORG": wordset("Ministry Department University Bank House FC AC Real Inter AS Team Hotel"),
}

# Known to every newspaper; what stands behind the colon is the name that all its spellings share.
KNOWN = {
    "ORG": (
        "United Nations|UN:United Nations|U.N.:United Nations|European Union|EU:European Union|"
        "Nato:NATO|NATO|Congress|Senate|Parliament|Pentagon|White House|Kremlin|Downing Street|"
        "Whitehall|House of Commons|House of Lords|House of Representatives|Supreme Court|"
        "Taliban|Hamas|Hezbollah|al-Qaeda|al-Qaida:al-Qaeda|Al Qaeda:al-Qaeda|Islamic State|"
        "Isis:Islamic State|ISIS:Islamic State|IRA|Boko Haram|BBC|CNN|ITV|NBC|CBS|ABC|NPR|"
        "Reuters|AFP|Associated Press|AP:Associated Press|Guardian|Google|Apple|Microsoft|"
        "Facebook|Meta|Twitter|Instagram|YouTube|TikTok|Netflix|Tesla|SpaceX|OpenAI|Nvidia|"
        "Intel|Samsung|Huawei|Toyota|Volkswagen|Ford|Boeing|Airbus|Walmart|Tesco|Sainsbury's|"
        "Starbucks|McDonald's|Goldman Sachs|JPMorgan|JP Morgan|Barclays|HSBC|Lloyds|"
        "Deutsche Bank|Credit Suisse|Citigroup|Pfizer|AstraZeneca|Moderna|Shell|BP|ExxonMobil|"
        "Gazprom|Aramco|OPEC|Opec:OPEC|Amazon.com|Uber|Airbnb|Telegram|WhatsApp|Reddit|LinkedIn|"
        "Wikipedia|Fifa:FIFA|FIFA|Uefa:UEFA|UEFA|NASA|Nasa:NASA|FBI|CIA|NHS|MI5|MI6|GCHQ|"
        "Interpol|Europol|Unicef:UNICEF|UNICEF|Unesco:UNESCO|UNESCO|WHO|IMF|World Bank|"
        "World Trade Organization|WTO|Oxfam|Greenpeace|Amnesty International|"
        "Amnesty:Amnesty International|Human Rights Watch|Red Cross|Red Crescent|"
        "Médecins Sans Frontières|Doctors Without Borders|Save the Children|Federal Reserve|"
        "Bank of England|Treasury|Home Office|Foreign Office|State Department|Labour|"
        "Labour Party|Tory Party|Conservative Party|Republican Party|Democratic Party|Lib Dems|"
        "Liberal Democrats|Liberal Democrat|Green Party|Sinn Féin|Fatah|Knesset|Bundestag|Duma|"
        "Politburo|Scotland Yard|Met Police|Royal Navy|Royal Air Force|Premier League|"
        "Manchester United|Liverpool FC|Real Madrid|Harvard|Yale|Princeton|Stanford|MIT|Oxfam|"
        "Fed:Federal Reserve|Wall Street|Wall Street Journal|New York Times|Washington Post|"
        "Financial Times|Daily Mail|Fox News|Al Jazeera|Al-Jazeera:Al Jazeera|Sky News|"
        "European Commission|European Parliament|European Central Bank|"
        "International Criminal Court|Security Council|General Assembly|Arab League|"
        "African Union|Commonwealth|Hezb-e-Islami|Wagner|Mossad|Scouts"
    ),
    "LAW": (
        "Magna Carta|Bill of Rights|Paris Agreement|Geneva Convention|Geneva Conventions|"
        "Roe v. Wade|Roe v Wade"
    ),
    "EVENT": (
        "Christmas|Easter|Ramadan|Hanukkah|Diwali|Eid|Thanksgiving|Halloween|New Year|Brexit|"
        "World War I|World War II|World War One|World War Two|First World War|Second World War|"
        "Cold War|Holocaust|World Cup|Olympics|Olympic Games|Super Bowl|Wimbledon|Euro 2024|"
        "Arab Spring|Passover"
    ),
    "PRODUCT": (
        "iPhone|iPad|Android|Windows|ChatGPT|PlayStation|Xbox|Kalashnikov|Concorde|Bitcoin|"
        "Viagra|Ozempic|Land Rover|Alexa|Siri|Photoshop"
    ),
    "WORK_OF_ART": ("Bible|Koran|Quran|Qur'an|Torah|Hamlet|Macbeth"),
}
CONTRACTED = wordset(
    "Guardian Ford Shell Meta Apple Labour Commonwealth Wagner Fed Scouts Treasury"
)

# Capitals that name nothing by themselves.
NO_NAME = wordset(
    "I I’m I'm I’ve I've I’ll I'll I’d I'd TV CEO CFO COO PM MP MPs MEP GDP DNA RNA HIV AIDS "
    "COVID Covid AI IT PR HR UFO USB GPS PhD MBA BA MA DJ VIP NGO NGOs OK Q A AM FM CCTV DVD CV "
    "ID IQ URL PDF Internet Web God Lord Heaven Mr Mrs Ms Dr Sir Madam Monday Tuesday Wednesday "
    "Thursday Friday Saturday Sunday January February March April May June July August September "
    "October November December North South East West Northern Southern Eastern Western Central "
    "Street Road Act II III IV VI VII VIII IX XI XII Ltd Inc Jr Sr St No Part Chapter Photo "
    "Image Getty Read More Share Updated Advertisement Covid-19 COVID-19 PLC LLC BST GMT EST EDT "
    "ET CET PT LGBT LGBTQ LGBTQ+ SUV WiFi Wi-Fi FAQ ICU A&E PPE PCR NFT RIP SOS DIY JPEG HTML "
    "HTTP ASAP PTSD ADHD"
)
OPENERS = wordset(
    "the a an this that these those he she it they we you his her its their our my your who what "
    "when where why how which while if as at by for from in into of on to with without after "
    "before since until during despite although though because but and or nor so yet not no yes "
    "also then there here now however meanwhile moreover furthermore nevertheless still even "
    "just only both either neither each every all any some many most much more less few several "
    "other another such same one two three four five six seven eight nine ten yesterday today "
    "tomorrow tonight last next earlier later recently previously currently finally eventually "
    "instead rather perhaps maybe according asked speaking writing responding following "
    "including under over between among against about around across through near outside inside "
    "behind beyond above below amid former senior once twice again further separately "
    "additionally unlike like let please thank thanks hello dear welcome good great well would "
    "could should will can may might must do does did is are was were be been being have has had "
    "sadly happily unfortunately fortunately clearly obviously indeed certainly surely actually "
    "apparently reportedly allegedly nearly almost too very quite that’s it’s there’s he’s she’s "
    "we’re they’re don’t can’t won’t didn’t isn’t that's it's there's he's she's we're they're "
    "don't can't won't didn't isn't long early late high low young little big small than thus "
    "hence therefore besides whatever whoever whenever wherever whether upon per via minus plus "
    "nobody everybody everyone someone anyone nothing everything something anything me him them "
    "us myself never always often sometimes usually rarely soon ever already back down up out "
    "off away home nationally internationally globally locally"
)

# Nouns that often open a sentence before a name ("Police Chief Ruiz"), yet may belong to one.
NOUN_OPENERS = wordset(
    "officials police critics experts analysts residents witnesses sources supporters scientists "
    "researchers lawyers prosecutors opponents people men women children students teachers doctors "
    "nurses farmers workers soldiers local new old"
)


@cache
def heads() -> dict[str, str]:
    """Last word of a name → its label; where two claim a word, the organisation has it."""
    return {word: label for label in reversed(HEADS) for word in HEADS[label].split()}


@cache
def known() -> dict[str, tuple[str, str]]:
    """Spelling → label and shared name."""
    found: dict[str, tuple[str, str]] = {}
    for label, names in KNOWN.items():
        for entry in names.split("|"):
            spelling, _, name = entry.partition(":")
            found[spelling] = (label, name or spelling)
    return found
