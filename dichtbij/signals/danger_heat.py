"""Rules for sparks, shocks, burning cables, smoke and fire. See `Rule` in danger_words for their form."""

from __future__ import annotations

from dichtbij.signals.danger_words import CLOSE, ELECTRIC, GOES_OFF, MONEY, NEAR, PLACE, Rule

SPARKS: tuple[Rule, ...] = (
    (
        "vonken",
        "vonk spark steekvlam arcing",
        r"\b(?:vonken|vonkt|vonkte|vonkjes?|gevonkt|vonkende?|vonkenregen|vonkt'ie|vonkies|sparks?|sparking|"
        r"steekvlam\w*|arcing|kortsluitvonk\w*)\b(?! (?:liefde|joy|nieuwe))",
    ),
    (
        "vonken",
        "vonk",
        rf"\bvonk\b{NEAR}{ELECTRIC}|\b{ELECTRIC}{NEAR}vonk\b|\b(?:een|grote|blauwe|zag|zie|kwam|"
        r"komt) (?:\w+ )?vonk\b",
    ),
    (
        "vonken",
        "schok shock tik elect elektr",
        r"\b(?:elektri\w+|electri\w+|stroom) ?-?(?:schok\w*|shocks?|tik\b)|\bgeelectr\w+|\bgeelektrocuteerd\b|"
        r"\belektrocut\w+|\belectrocut\w+",
    ),
    (
        "vonken",
        "schok shock opdonder optater oplawaai tik stoot",
        rf"\b(?:schok|schokken|shock|opdonder|optater|oplawaai|tik|stoot)\b{NEAR}(?:{ELECTRIC}|kraan|douche|"
        rf"stroom)(?!{CLOSE}{MONEY})|\b(?:{ELECTRIC}|kraan|douche|stroom){NEAR}(?:schok|schokken|shock|"
        rf"opdonder|optater|oplawaai)\b(?!{NEAR}{MONEY})",
    ),
    ("vonken", "onder", r"\b(?:staat|staan|stond|kwam|komt|zit|sta) (?:\w+ ){0,3}onder (?:stroom|spanning)\b"),
    (
        "vonken",
        "draad draden kabel bedrading",
        r"\b(?:blote|losse|loshangende?|bloot ?liggende?|open|kale|afgebroken|doorgesneden|gebroken|"
        r"geknapte) (?:stroom|elektri\w+|electri\w+|hoogspannings)? ?-?(?:draad|draden|draadjes|kabels?|"
        r"bedrading)\b|\b(?:draad|draden|kabels?)\b(?:[^\w.!?;\n]+[\w'-]+){0,3}?[^\w.!?;\n]+(?:bloot|"
        r"blootligg\w*|geknapt|doorgesneden|geraakt|doorgeknipt)\b|\b(?:stroom|"
        r"elektriciteits)kabel(?:[^\w.!?;\n]+[\w'-]+){0,4}[^\w.!?;\n]+(?:geraakt|kapot|stuk|doorgehakt)\b|"
        r"\b(?:kabel|stroomkabel) geraakt\b",
    ),
    (
        "vonken",
        "knett knisp gloei smelt smolt geblaker verbrand schroei bloedheet kokend smeul crackl melt verkool",
        r"\b(?:knetter\w*|knisper\w*|gloei\w*|smelt\w*|gesmolten|smolt|geblakerd\w*|zwartgeblakerd\w*|"
        r"verbrand\w*|geschroeid\w*|bloedheet|gloeiend|kokend ?heet|smeul\w*|crackl\w*|melting|melted|"
        rf"schroei\w*|verkool\w*)\b{NEAR}{ELECTRIC}",
    ),
    (
        "vonken",
        "knett knisp gloei smelt smolt geblaker verbrand schroei heet kokend smeul melt verkool zwart",
        rf"\b{ELECTRIC}{NEAR}(?:knetter\w*|knisper\w*|gloeit|gloeiend\w*|smelt|gesmolten|smolt|geblakerd|"
        r"zwartgeblakerd|verbrand\w*|geschroeid|bloedheet|gloeiendheet|kokend|smeul\w*|melting|melted|verkoold|"
        r"zwart uitgeslagen)\b",
    ),
    (
        "vonken",
        "brand schroei burn smell",
        r"\b(?:brand|schroei|schroeierige?|branderige?|verbrande?|aangebrande?|burning|burnt|"
        r"burned)[ -]?(?:lucht\w*|lugt|geur\w*|reuk|stank|smell|plastic|rubber|kabel\w*|draad|odou?r)\b|"
        r"\bsmell (?:\w+ ){0,2}(?:burning|smoke|burnt)\b|\bbrandlugt\b",
    ),
    (
        "vonken",
        "ruik rook stink riek roken meur",
        r"\b(?:ruik\w*|rook|stinkt|riekt|geroken|meurt|"
        r"ruikt)\b(?:[^\w.!?;\n]+[\w'-]+){0,4}?[^\w.!?;\n]+(?:verbrand\w*|brand\w*|geschroeid\w*|smeltend\w*|"
        r"gesmolten|rook|schroei\w*|branderig\w*|fik)\b",
    ),
    (
        "vonken",
        "heet",
        r"\b(?:stop ?contact\w*|meterkast\w*|groepenkast\w*|stoppenkast\w*|zekering\w*|stekker\w*|schakelaar\w*|"
        r"kabels?|snoer\w*|draden|draad|accu|batterij|laadpaal|"
        r"omvormer)\b(?:[^\w.!?;\n]+[\w'-]+){0,4}?[^\w.!?;\n]+(?:gloeiend|kokend|bloed|snik)?heet\b",
    ),
    (
        "vonken",
        "stroom spanning tintel",
        r"\b(?:stroom|spanning|tintel\w*)\b(?:[^\w.!?;\n]+[\w'-]+){0,2}?[^\w.!?;\n]+van (?:de|het|mijn|"
        r"onze) (?:kraan|douche\w*|wasmachine|droger|koelkast|frigo|kast|lamp|schakelaar|stopcontact|meterkast|"
        r"hek|radiator|vaatwasser|deurklink)\b|\baanra\w+\b(?:[^\w.!?;\n]+[\w'-]+){0,6}?[^\w.!?;\n]+(?:stroom|"
        r"spanning|tintel\w*|schok)\b|\b(?:stroom|spanning|tintel\w*|"
        r"schok)\b(?:[^\w.!?;\n]+[\w'-]+){0,6}?[^\w.!?;\n]+aanra\w+",
    ),
    (
        "vonken",
        "los",
        r"\b(?:draad|draden|kabels?|bedrading)\b(?:[^\w.!?;\n]+[\w'-]+){0,2}?[^\w.!?;\n]+(?:hangt los|"
        r"hangen los|los hangt|los hangen)\b",
    ),
)

FIRE: tuple[Rule, ...] = (
    (
        "brand",
        "brandt brandde fikt",
        r"\b(?:iets|brandt er iets|brandt iets)(?: \w+)? (?:brandt|fikt|brandde|in brand)\b(?! (?:rood|groen|"
        r"geel|op))|\bbrandt (?:er |daar )?iets\b(?! (?:rood|groen|geel|op))",
    ),
    (
        "brand",
        "ontplof explo",
        r"\b(?:ontploffings|explosie)gevaar\b|\b(?:er is|is er|iets) (?:\w+ ){0,2}(?:ontploft|geexplodeerd)\b",
    ),
    ("brand", "rook", r"\brook(?:pluim|wolk|ontwikkeling)\w*"),
    (
        "brand",
        "melder alarm detec",
        rf"\b(?:rook|brand|smoke|fire)[ -]?(?:melder|alarm|detect\w+)(?:s|en)?\b{NEAR}{GOES_OFF}|"
        rf"\b{GOES_OFF}{NEAR}(?:rook|brand|smoke|fire)[ -]?(?:melder|alarm|detect\w+)",
    ),
    (
        "brand",
        "brand fik hens laaie vlam fire flame",
        r"\b(?:in|on) (?:de |lichter ?)?(?:brand|fik|hens|laaie|vlammen|fire|flames)\b(?! (?:geholpen|gelaten))",
    ),
    (
        "brand",
        "brand",
        r"\b(?:woning|keuken|huis|meterkast|schoorsteen|zolder|kelder|kabel|pan|oven|batterij|accu|auto|dak|"
        r"kortsluit)[ -]?brand(?:je)?\b",
    ),
    (
        "brand",
        "brand vuur fire",
        r"(?:^|[.!?\n]\s*)(?:help\W{1,3})?(?:brand|vuur|fire|brandt?!)(?=\W*(?:$|[!\n]|help))",
    ),
    (
        "brand",
        "brand vuur fire vlam flame",
        r"\b(?:er is|er was|is er|er staat|we hebben|wij hebben|ik heb|hier is|hebben|krijgen|er breekt|er brak|"
        r"het is|there is|there's|there was|zie|zien|zag|klein|kleine|grote|begin van|begin van een|beginnende|"
        r"door) (?:\w+ ){0,3}?(?:brand|brandje|vuur|vuurtje|fire|vlammen|vlammetjes?|flames)\b",
    ),
    (
        "brand",
        "brand brandt fik",
        r"\b(?:het|alles|huis|keuken|dak|schuur|meterkast|stopcontact|kast|gordijn\w*|meter|omvormer|oven|"
        r"frituur\w*|pan|stekker|kabel|batterij|accu|laadpaal|auto|zonnepaneel|zonnepanelen|wasmachine|droger|"
        r"boiler|'t) (?:\w+ ){0,2}?(?:brandt|fikt|brandde|fikte|heeft gebrand|afgebrand|in de fik)\b(?! (?:rood|"
        r"groen|geel|niet|steeds een|een lampje|wel|blauw|oranje))",
    ),
    (
        "brand",
        "vlam vuur brand fire flame fik",
        r"\b(?:vlam(?:men|metjes?)?|vuur|brand|fire|flames|brandje|"
        r"fik)\b(?:[^\w.!?;\n]+[\w'-]+){0,2}?[^\w.!?;\n]+(?:uit|in|bij|boven|achter|op|onder|naast|at|from|"
        rf"coming)\b(?:[^\w.!?;\n]+[\w'-]+){{0,2}}?[^\w.!?;\n]+(?:{ELECTRIC}|{PLACE})",
    ),
    (
        "brand",
        "rook walm smo qualm",
        r"\b(?:rook|walm|smoke|rookpluim\w*|rookwolk\w*|rookontwikkeling|qualm|"
        r"smook)\b(?:[^\w.!?;\n]+[\w'-]+){0,3}?[^\w.!?;\n]+(?:uit|in|bij|boven|achter|vanuit|onder|door|"
        rf"coming|from|out|op|van)\b(?:[^\w.!?;\n]+[\w'-]+){{0,2}}?[^\w.!?;\n]+(?:{ELECTRIC}|{PLACE})",
    ),
    (
        "brand",
        "rook roken walm smeul smo",
        rf"\b(?:{ELECTRIC}|{PLACE})(?:[^\w.!?;\n]+[\w'-]+){{0,4}}?[^\w.!?;\n]+(?:rookt|rookte|walmt|smeult|"
        r"smeulde|smokes|smoking|te roken|aan het roken|vol rook|vol met rook|rook uit|rook van(?:af| af)?|"
        r"smoke)\b",
    ),
    (
        "brand",
        "rook roken smo walm",
        r"\b(?:er komt|komt er|ik zie|zie ik|zie|zien|er is|is er|veel|zwarte|witte|grijze|dikke|blauwe|"
        r"allemaal|vol|komt|hangt|staat|kwam|kwam er|there is|see|black) (?:\w+ ){0,2}?(?:rook|smoke|"
        r"rookwolk\w*|walm|smook)\b(?! (?:ik|niet))",
    ),
    (
        "brand",
        "brandweer 112 911",
        r"\bbrandweer\b(?:[^\w.!?;\n]+[\w'-]+){0,3}?[^\w.!?;\n]+(?:bellen|gebeld|bel|komt|onderweg|is er|staat|"
        r"sturen|nodig)\b|\b(?:bel|belt|gebeld|bellen|komt|moet|haal|staat)(?: \w+){0,3} (?:de )?brandweer\b|"
        r"\b(?:112|911) (?:bellen|gebeld)\b|\b(?:bel|moet ik) (?:\w+ )?112\b",
    ),
    (
        "brand",
        "ontplof explo steekvlam knal klap",
        r"\b(?:ontploft|ontplofte|ontploffing\w*|ontploffen|ontploffingsgevaar|explosie\w*|explodeert|"
        r"explodeerde|geexplodeerd|exploded|explosion|explosiegevaar|steekvlam|knal|"
        rf"klap)\b(?:{NEAR}(?:{ELECTRIC}|{PLACE}|gas\w*|vuur|brand))|\b(?:{ELECTRIC}|"
        r"gas\w*)(?:[^\w.!?;\n]+[\w'-]+){0,3}?[^\w.!?;\n]+(?:ontploft|ontplofte|ontploffing|ontploffen|"
        r"explosie|explodeert|geexplodeerd|exploded|knalt|geknald)\b|\b(?:er is|was er|er was|hoorde?|"
        r"bang voor) (?:een )?(?:explosie|ontploffing)\b",
    ),
    (
        "brand",
        "",
        r"\b(?:es brennt|au feu|il y a le feu|incendie|yang[iı]n var|pozar|pali sie|fuego|incendio|duman (?:var|"
        r"cikiyor)|حريق|пожар|горит|пожежа)\b",
    ),
)
