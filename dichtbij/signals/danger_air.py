"""Rules for what is in the air: carbon monoxide and gas. See `Rule` in danger_words for their form."""

from __future__ import annotations

from dichtbij.signals.danger_words import (
    APPLIANCE,
    CLOSE,
    CO_ALARM,
    CO_WORD,
    GAS,
    GOES_OFF,
    ILL,
    MONEY,
    NEAR,
    SMELL_NOUN,
    SMELL_VERB,
    SMELT,
    Rule,
)

_ILL_LETTERS = (
    "hoofd kop duizel draaier misselijk flauw bewust onwel overg braken kots suf slaper licht headache dizz nause "
    "unconsc benauwd kortadem"
)

CARBON_MONOXIDE: tuple[Rule, ...] = (
    (
        "koolmonoxide",
        "co c.o",
        r"\b(?:co|co2|c\.o\.?)[ -]?(?:vergif\w+|intoxicatie|poisoning|damp\w*|gas\b|gehalte|concentratie)",
    ),
    (
        "koolmonoxide",
        "melder meler alarm detec meter sensor verklik waarschuw kastje ding apparaat",
        rf"\b(?!rook|brand|smoke|fire){CO_ALARM}\b{NEAR}{GOES_OFF}",
    ),
    (
        "koolmonoxide",
        "melder meler alarm detec meter sensor verklik waarschuw kastje ding apparaat",
        rf"\b{GOES_OFF}{NEAR}(?!rook|brand|smoke|fire){CO_ALARM}\b",
    ),
    ("koolmonoxide", "alarm", r"\b(?:co|co2|gas)[ -]?alarm\b(?! (?:kopen|plaatsen|bestellen|verplicht))"),
    ("koolmonoxide", "mono kool kolen", rf"{CO_WORD}\b(?!\w*(?:melder|alarm|detector)\w* (?:kopen|nodig|verplicht))"),
    ("koolmonoxide", "co", rf"\bco\b{CLOSE}(?:in huis|binnen|gemeten|vrijgekomen|vrij ?komt|lek\w*|vergif\w*)\b"),
    ("koolmonoxide", "co", rf"\b(?:gemeten|lekt|komt|ruik|vrijgekomen|last van){CLOSE}co\b(?!-| ?2)"),
    (
        "koolmonoxide",
        _ILL_LETTERS,
        rf"\b{ILL}(?!{NEAR}{MONEY}){NEAR}(?:gas|gasketel|gaskachel|cv|cv-ketel|ketel|geiser|kachel|haard|"
        r"verwarming|stoken|afvoer|melder|badkamer|douchen)\b",
    ),
    (
        "koolmonoxide",
        _ILL_LETTERS,
        r"\b(?:gasketel|gaskachel|cv|cv-ketel|ketel|geiser|kachel|haard|verwarming|stoken|"
        rf"melder)\b{NEAR}{ILL}(?!{NEAR}{MONEY})",
    ),
    (
        "koolmonoxide",
        _ILL_LETTERS,
        rf"\b{ILL}(?:[^\w.!?;\n]+(?:en|ook|allebei|allemaal|erg|heel|,|and|of|wij|we|ik|mijn|zijn|is|ben|de|het|"
        r"man|vrouw|kinderen|kind|zoon|dochter|moeder|hond|kat|steeds|al|"
        rf"de hele dag)){{0,6}}[^\w.!?;\n]+{ILL}(?!{NEAR}{MONEY})",
    ),
    (
        "koolmonoxide",
        "bewust buiten flauw",
        r"\b(?:is|zijn|ligt|raakt|raakte|lag|ben) (?:\w+ )?(?:bewusteloos|buiten bewustzijn|buiten westen|"
        r"flauwgevallen)\b",
    ),
    ("koolmonoxide", "vlam flame", rf"\b(?:gele|geel|oranje|rode|yellow|orange)\b{CLOSE}(?:vlam\w*|flames?)\b"),
    ("koolmonoxide", "vlam flame", rf"\b(?:vlam\w*|flames?)\b{NEAR}(?:geel|gele|oranje|yellow|orange)\b"),
    ("koolmonoxide", "co", r"^\W*(?:co|c\.o\.)\W*$"),
    (
        "koolmonoxide",
        "co",
        rf"\b(?:piep\w*|ketel|geiser|kachel|kastje)\b{NEAR}co\b(?![-\w])|\bco\b(?![-\w]){NEAR}(?:piep\w*|ketel|"
        r"geiser|kachel)\b",
    ),
    ("koolmonoxide", "melder", rf"\bmelder\b{CLOSE}{GOES_OFF}|\b(?:piepende|loeiende) melder\b"),
)

GAS_SMELL: tuple[Rule, ...] = (
    (
        "gas",
        "gas",
        rf"\b(?:komt|stroomt|komen|loopt|spuit|kwam)\b{CLOSE}gas (?:er )?(?:uit|vrij)\b|\bgas (?:\w+ )?(?:komt|"
        r"komen|stroomt|loopt|spuit|kwam) (?:er )?(?:uit|vrij)\b|\bgas (?:staat|stond) (?:\w+ )?aan (?:zonder|"
        r"maar geen|en geen) (?:vlam|vuur)",
    ),
    (
        "gas",
        "gas kas",
        r"\b(?:aard)?[gk]as+[ -]?(?:lu(?:ch|g|c|h|hc)[thd]*j?e?|geur\w*|reuk\w*|stank|walm\w*|smell?\w*|odou?r|"
        r"ruik\w*|ruik|riek\w*|lek+\w{0,7}|leck\w*|lecka\w*|leak\w*|explo\w*|ontplof\w*)\b(?<!lekker)",
    ),
    ("gas", "gaz", r"\bgaz ?l(?:uch|ug|ek)\w*"),
    ("gas", "gas gaz ges gaas gaes gees propaan butaan", rf"\b{SMELL_VERB}{NEAR}{GAS}"),
    (
        "gas",
        "gas gaz ges gaas gaes gees propaan butaan",
        rf"\b(?:{SMELL_NOUN}|{SMELT})(?!{NEAR}{MONEY}){NEAR}{GAS}(?!{CLOSE}{MONEY})",
    ),
    ("gas", "gas gaz ges gaas gaes gees propaan butaan", rf"\b{GAS}{NEAR}{SMELL_VERB}"),
    (
        "gas",
        "gas gaz ges gaas gaes gees propaan butaan",
        rf"\b{GAS}(?!{NEAR}{MONEY}){CLOSE}(?:stinkt?|stonk|stank|rook ik|rook het|rook je|geur|geurtje|"
        rf"luchtje|smell|lucht|meurt?)\b(?!{CLOSE}{MONEY})",
    ),
    (
        "gas",
        "eier egg zwavel sulfer mercaptaan rot",
        r"\b(?:rotte?|rottende?|verrotte?|bedorven|rotten) ?eier\w*|\brotten eggs?\b|\brotte ei\b|\b(?:zwavel|"
        r"sulfer|mercaptaan)[ -]?(?:lucht|geur|stank)\w*|\b(?:naar|van) (?:zwavel|rot ei)\b",
    ),
    (
        "gas",
        "gas gaz propaan butaan",
        r"\b(?:lekt|lek|lekken|lekkage|lekkages|gelekt|lekkende?|leck|lecks|leak\w*|ontsnap\w*|vrijgekomen|"
        rf"vrijkom\w*|sis\w*|gesis|blaast|spuit\w*)\b{CLOSE}(?:{GAS}|gas(?:leiding|kraan|meter|buis|slang|"
        r"aansluiting|fornuis|kachel|ketel|fles|pijp|haard)\w*)",
    ),
    (
        "gas",
        "gas gaz propaan butaan",
        rf"\b(?:{GAS}|gas(?:leiding|kraan|meter|buis|slang|aansluiting|fornuis|kachel|ketel|fles|pijp|"
        rf"haard)\w*){NEAR}(?:lekt|lek|lekken|lekkage|lekkages|gelekt|leaking|leaks|ontsnap\w*|sis(?:t|sen|"
        r"send)|gesis|stroomt eruit|komt eruit|spuit\w*|doorgeboord|geboord|geraakt|doormidden|doorgezaagd|"
        r"gesprongen|gescheurd|gebarsten|gebroken|afgebroken|kapot ?getrokken|beschadigd|open ?(?:laten|gelaten|"
        r"gestaan|staan)|staat(?: nog)?(?: steeds)? open|stond(?: nog)? open|niet dicht)\b",
    ),
    (
        "gas",
        "gas",
        rf"\b(?:geboord|boorde|gezaagd|geraakt|geraak|beschadigd|doorgehakt|gegraven)\b{NEAR}gas(?:leiding|buis|"
        r"pijp|kabel)\w*|\bgas(?:leiding|buis|pijp)\w* geraakt\b",
    ),
    ("gas", "sis fluit hiss", rf"\b(?:sis\w*|gesis|fluit\w*|hissing)\b{NEAR}(?:gas\w*|ketel|leiding)\b"),
    (
        "gas",
        "iets raar rare vreemd gek chemi vies viez scherp sterk stink branderig enge weird strange funny",
        r"\b(?:iets|raars?|rare|vreemde?|vreemds|gek|gekke?|geks|chemisch\w*|vies|vieze|viezigs|scherpe?|"
        rf"sterke?|stinkt|branderige?|enge|weird|strange|funny)\b{CLOSE}(?:{SMELL_VERB}|"
        rf"{SMELL_NOUN}){NEAR}{APPLIANCE}(?!{CLOSE}{MONEY})",
    ),
    (
        "gas",
        "gas cv ketel geiser kookplaat fornuis",
        rf"\b(?:{SMELL_VERB}|rook (?:ik|het|je|we|wij)|(?:ik|we|wij|je) rook|stinkt|stonk|meurt|luchtje|stank|"
        rf"geur)\b(?!{NEAR}{MONEY}){NEAR}(?:gas(?:fornuis|kachel|meter|kraan|leiding|ketel|fles|pit|haard|"
        r"aansluiting|buis)\w*|cv|cv-\w+|cv ?ketel|ketel|geiser|kookplaat|fornuis)\b",
    ),
    (
        "gas",
        "gas cv ketel geiser fornuis",
        r"\b(?:gas(?:fornuis|kachel|meter|kraan|leiding|ketel|fles|pit|haard)\w*|cv|cv-\w+|cv ?ketel|ketel|"
        rf"geiser|fornuis)\b(?!{NEAR}{MONEY}){NEAR}(?:ruikt|stinkt|stonk|meurt|stank)\b",
    ),
    (
        "gas",
        "",
        r"\bodeur de gaz\b|\b(?:fuite|sens|sent) (?:\w+ ){0,3}gaz\b|\bgasgeruch\b|\briecht (?:\w+ ){0,3}gas\b|"
        r"\bgaz kok\w+|\bgaz (?:kacag[iı]|s[iı]z[iı]nt\w*)\b|\bzapach gazu\b|\bczu[cj]\w* gaz\b|"
        r"\bulatnia\w* (?:sie )?gaz|\bolor a gas\b|\bfuga de gas\b|\bhuele a gas\b|\bmiros de gaz\b|"
        r"\bpuzza di gas\b|\bodore di gas\b|\bcheiro (?:a|de) gas\b|\bريحة غاز|را[يئ]ح[ةه] (?:ال)?غاز|"
        r"تسرب (?:ال)?غاز|запах газа|пахнет газом|запах газу|пахне газом|утечка газа|煤气|瓦斯|가스",
    ),
)
