"""Danger in a message: gas, carbon monoxide, sparks and shocks, fire.

Leans to safety: what was smelled last week, what is only feared or asked about counts as well. First the harmless
phrases that share a word with danger are wiped out ("lampje brandt rood", "uit de brand geholpen", "ik ruik geen gas"),
then the rules are tried in order. `_NEAR` joins two words that stand a few words apart within a sentence.
"""

from __future__ import annotations

import re

from dichtbij.signals.model import Danger, DangerKind
from dichtbij.signals.text import Message

_NEAR = r"(?:[^\w.!?;\n]+[\w'-]+){0,6}?[^\w.!?;\n]+"
_CLOSE = r"(?:[^\w.!?;\n]+[\w'-]+){0,3}?[^\w.!?;\n]+"

_GAS = r"(?:(?:aard|stads|bio)?g[ae]+[sz]{1,2}(?:je)?|propaan|butaan|gasflessen|gasfles)\b"
_SMELL_VERB = (
    r"(?:ge)?(?:ru+i+[ckgq]+[kdt]*(?:en|e)?|ruikie|riuk+t?|ruki?t?|rujkt?|ruijkt?|ruykt?|rieken|riekt?|reukt?|"
    r"ruuk[tn]?|"
    r"roken|ruikend|gerook|smel+s?|smelled|smelling|smelt like|snuif|snuiven|proef|proeft)\b"
)
_SMELL_NOUN = (
    r"(?:stin[ck]+t?(?:en)?|stonk(?:en)?|gestonken|stank|meurt?|meuren|walmt?|geurt?(?:je|tje)?|geuren|"
    r"luchtje|reuk(?:je)?|"
    r"odou?r|lucht|lugt|stinkie|stinks|stinky)\b"
)
_SMELT = r"(?:rook|rookt|rieken|stonk)\b"
_APPLIANCE = (
    r"(?:gas\w*|cv\w*|cv-\w+|ketel\w*|c\.v\.|geisers?|kachel\w*|fornuis|kookplaat|gaspit|boiler\w*|haard|"
    r"openhaard|verwarming|radiator"
    r"|afvoer|schoorsteen|kruipruimte)\b"
)
_ELECTRIC = (
    r"(?:meter ?kast\w*|electri\w*kast|zekering(?:en|s)?\w*|groepen ?kast\w*|stoppenkast\w*|kast(?:je)?|"
    r"stop ?contact\w*|contactdoos|stekker\w*"
    r"|stekkerdoos|schakelaar\w*|meters?|(?:stroom|elektr\w*|slimme|gas)-?meters?|teller|omvormer\w*|"
    r"laadpaa?l\w*|accu\w*|(?:thuis)?batterij\w*"
    r"|zonnepane\w*|panelen|kabels?|draad|draden|leiding|leidingen|snoer\w*|lamp(?:en)?|lichtknop|"
    r"differentieel|transformator\w*|trafo\w*"
    r"|elektra|elektriciteit\w*|fuse ?box|meter cupboard|meter box|socket|outlet|boiler\w*|ketel\w*|cv\w*|"
    r"geiser|kachel\w*|oven|fornuis|wasmachine"
    r"|wasmasj?ien|droger|wasdroger|koelkast|frigo|vaatwasser)\b"
)
_PLACE = (
    r"(?:keuken|kelder|huis|gang|hal|zolder|garage|badkamer|woonkamer|living|slaapkamer|kamer|schuur|flat|"
    r"trappenhuis|berging|muur|plafond|dak"
    r"|woning|appartement|kitchen|house|basement|buren|overkant|straat|portiek|wc|toilet|kruipruimte|gebouw|"
    r"bijkeuken|boven|beneden|buiten)\b"
)
_MONEY = (
    r"(?:\w*prij[sz]\w*|\w*prijzen|duur|dure|duurder|\w*tarief|\w*tarieven|\w*rekening\w*|\w*factu\w+|"
    r"\w*kosten|euro|geld|contract\w*|aanbieding\w*"
    r"|korting|betalen|betaal|afrekening|\w*bedrag\w*|cijfers|uitleg|naheffing|termijn\w*|administratie|"
    r"wachttijd|wachten|bot|chatbot|website|gedoe"
    r"|voorwaarden|besparen|verbruik\w*|opzeg\w*)\b"
)
_CO_WORD = (
    r"(?:kool ?-?(?:stof ?)?-?mono+ ?-?[xk]s?[iy]e?de?\w*|kolen ?-?(?:mono+ ?[xk]s?[iy]de?\w*|damp\w*)|"
    r"mono+ ?[xk]s?[iy]de?\w*|carbon ?mono+xide|monossido"
    r"|koolmon\w+|kool ?damp|koolmo[xn]\w+)"
)
_CO_ALARM = (
    r"(?:(?:c\.?o\.?2?|ceeoo?|see ?oo|koolmon\w+|kolen ?mono\w+|kool ?mono\w+|monoxide|carbon monoxide|gas|"
    r"rook|brand|smoke|fire|kooldamp)[ -]?"
    r"(?:melder|melers?|alarm|detect\w+|meter|sensor|verklikker|waarschuwer|ding|kastje|apparaat|meldertje|"
    r"alarmpje)(?:s|en)?)"
)
_GOES_OFF = (
    r"(?:piep\w*|gepiep|peept?|gaat?(?: \w+){0,3} (?:af|te ?keer|tekeer|uit zijn dak)|ging(?: \w+){0,2} af|"
    r"afgaat|afging|afgegaan|af te gaan|gaat maar door|gaat (?:al |nu |steeds |continu |de hele )|loei\w*|"
    r"krijs\w*"
    r"|gil\w*|toeter\w*|tuut\w*|jank\w*|bliep\w*|rood|slaat(?: \w+){0,2} (?:aan|alarm|uit|door)|alarm|geluid|"
    r"lawaai|herrie|knipper\w*|signaal|signalen|waarde\w*|reageert|beep\w*"
    r"|going (?:off|crazy)|goes off|went off|gaan af|maakt|schreeuw\w*|beepen|afgaan|uitslag|ppm|meldt|"
    r"waarschuwt|geeft(?: \w+){0,2} aan|\d{2,3} aan)\b"
)
_ILL = (
    r"(?:hoofd ?pijn|koppijn|duizel\w*|draaierig\w*|misselijk\w*|flauw ?gevallen|flauwval\w*|bewuste?loos|"
    r"onwel|overge(?:ven|geven)|braken|kots\w*|suf|slaperig"
    r"|licht in (?:het|mijn|zijn|haar) hoofd|headaches?|dizzy|nausea|nauseous|unconscious|benauwd|kortademig)\b"
)
_FIRE = r"(?:brand|brandt|vuur|vlam(?:men|metjes?)?|fik|hens|fire|flames?|brandje|vuurtje)\b"

_HARMLESS = re.compile(
    "|".join(
        (
            # gas as energy, and plain denial; "geen gas meer" was smelled before
            r"(?:\b(?:ruiken?|ruikt|rook|stinkt?|geroken|riekt?|smell)\b(?:[^\w.!?;\n]+(?!maar\b|"
            r"wel\b)[\w'-]+){0,4}?[^\w.!?;\n]+(?:geen|nergens|niet naar) gas(?:lucht|geur)?\b(?! meer))",
            r"\bgeen (?:gas(?:lucht|geur|lek|reuk)?|koolmonoxide|brand|brandlucht|vonken|"
            r"rook) (?:te )?(?:ruik\w*|geroken|geur|gezien|zie|hoor)\b(?! meer)",
            r"\b(?:er is|is er|dat is|het is|ik heb|we hebben) (?:gelukkig |hier )?geen (?:gaslucht|gaslek|"
            r"gas lek|brand|brandlucht|vonken|koolmonoxide|rook)\b",
            r"\bno (?:gas smell|smell of gas|fire|smoke|carbon monoxide)\b",
            r"\bgeen gas\b(?! meer)",
            r"\b(?:gas|stroom|energie)[ -](?:prijs|rekening|tarief|contract|verbruik)\w*",
            r"\bgas[ -]lucht ?-?(?:water|warmtepomp)\w*",
            r"\blucht[ -](?:water|lucht)\w*(?:[ -]warmtepomp\w*)?",
            r"\b(?:geur|lucht|reuk|ruikt|rook|stank|stinkt)(?: \w+){0,3} (?:wierook|parfum|bloemen|koffie|"
            r"bier|hond|kat|sokken|vis|knoflook|verf|riool|barbecue|bbq)\b",
            # figures of speech
            r"\b(?:uit|van) de brand (?:geholpen|helpen|ben|is|zijn|te helpen)\b",
            r"\bhelp\w*(?: \w+){0,3} uit de brand\b",
            r"\buit de brand\b",
            r"\bbrand(?:t)? (?:maar|gerust|eens|er maar)? ?los\b",
            r"\bbrandjes? (?:te )?blussen\b",
            r"\bbrand\w* van nieuwsgierigheid\b",
            r"\b(?:vuur|vuurt|vuren)(?: \w+){0,4} (?:vraag|vragen|opmerking\w*)(?: \w+)? (?:af|op)?\b",
            r"\bonder vuur\b",
            r"\bvuur (?:maar|gerust|me)\b",
            r"\b(?:hand|handen) (?:\w+ )?(?:in|voor)(?: \w+){0,4} (?:het )?vuur\b",
            r"\bin het vuur\b",
            r"\b(?:te|met) vuur (?:en|spelen|gespeeld|speelt)\b",
            r"\blopend vuurtje\b",
            r"\bvuur (?:en vlam|aan (?:de|je) schenen)\b",
            r"\bvuur en vlam\b",
            r"\bvuur aan (?:de|je|jullie) schenen\b",
            r"\ball? fired? up\b",
            r"\bolie op het vuur\b",
            r"\bhet vuur uit\b",
            r"\bvuur uit (?:mijn|de) sloffen\b",
            r"\b(?:fire|ontsla)(?:d|t)? (?:de|die|this|the|that|your|je|deze) (?:bot|chatbot|robot|developer|"
            r"medewerker|baas|team)\b",
            r"\bfire ?(?:tv|stick|fox|wall)\w*",
            r"\b(?:you'?re|ur|jij bent|je bent|jullie zijn) (?:on )?(?:fire|fired)\b",
            r"\b(?:vonk|vonken) (?:over|ervan af|eraf|er van af|sloeg|slaat|springt|oversloeg|"
            r"overslaat)(?: over)?\b",
            r"\bvlam in de pan\b",
            r"\boude vlam\b",
            r"\bnieuwe vlam\b",
            r"\b(?:mevrouw|meneer|mijnheer|familie|fam\.?|dhr\.?|mevr\.?|mw\.?|heer|naam is|heet|"
            r"achternaam(?: is)?|heet ik|ik ben|van den?|van der) (?:van den? |van der )?(?:vonk|vonken|brand|"
            r"brandt|vuur|vlam|rook|branden|fire)\b",
            r"\b(?:rookt|roken|rook) (?:als een (?:ketter|schoorsteen))\b",
            r"\bwaar rook is\b(?:[^.!?]{0,20}\bvuur\b)?",
            r"\bin rook op(?:gaan|gegaan|gaat)?\b",
            r"\bop(?:gaan|gegaan|gaat)? in rook\b",
            r"\b(?:ging|gaat|gaan|gegaan)(?: \w+){0,4} in rook op\b",
            # lamps, pilot lights and candles that burn as they should
            r"\b(?:lamp(?:je|jes|en)?|led(?:je|jes)?|licht(?:je|jes|en)?|kaars(?:en|jes)?|waakvlam\w*|ketel|"
            r"kachel|cv|geiser|verwarming|display|symbool|icoontje|kerstverlichting|verlichting|tv|scherm|"
            r"fakkel|buitenlamp)(?: \w+){0,6}? (?:brandt?|branden|gebrand)\b(?! af)",
            r"\b(?:brandt?|branden|gebrand)(?: \w+){0,6}? (?:lamp(?:je|jes|en)?|led(?:je|jes)?|lichtje|licht|"
            r"lichten|kaars\w*|waakvlam\w*|ketel|kachel|cv|geiser|verwarming|pitje|kerstverlichting|display|"
            r"symbool|icoontje|buitenlamp|verlichting)\b",
            r"\b(?:vlam(?:metje)?|waakvlam|brander)(?: \w+){0,4} (?:(?:gaat|is|valt|slaat|ging|"
            r"blijft)(?: \w+){0,2} uit(?! de| het| mijn)|uit(?=\W*$)|niet|dooft|gedoofd|aansteken|stand)\b",
            r"\bvlam ?storing\b",
            r"\bgeen vlam\w*",
            r"\bvlam-?symbool\w*",
            r"\bvlammetje (?:op|in) (?:het|de|mijn) (?:display|scherm|thermostaat|app)\b",
            r"\bbrand(?:ende)? (?:vraag|verzekering\w*|stof\w*|ramen)\b",
            r"\bbrandende (?:vraag|kwestie|maag\w*|ambitie)\b",
            r"\bbrandt? (?:op mijn|me op de) (?:lippen|tong)\b",
            r"\b(?:geld|vraag)(?: \w+){0,4} brandt\b",
            r"\b(?:hand|vingers|tong|gat|kont|billen)(?: \w+){0,3} (?:brand\w*|verbrand\w*)\b",
            r"\bbrand(?:t|en)? (?:mijn|je|zijn) (?:vingers|handen|tong|billen)\b",
            # smoking people
            r"\b(?:ik|wij|we) (?:rook|roken|rookte) (?:niet|nooit|zelf|een|graag|wel|alleen|veel|weinig|"
            r"buiten|al|mijn|nog|per|twee|drie|tien|sigaret\w*)\b",
            r"\b(?:rook|roken|rookt) (?:ik|hij|zij|ze|we|wij) (?:niet|nooit|graag|wel|een)\b",
            r"\b(?:rook|rookt|roken|gerookt)(?: \w+){0,4} (?:sigaret\w*|sigaar|sigaren|peuk\w*|sjek|shag|pijp|"
            r"joint\w*|wiet|pakje\w*)\b",
            r"\b(?:stoppen|gestopt|gestop) met roken\b",
            r"\broken (?:is|kost|mag|verboden)\b",
            r"\b(?:man|vrouw|vader|moeder|zoon|dochter|buurman|buurvrouw|hij|zij|ze|opa|oma|"
            r"huisgenoot) (?:rookt|rookte)\b",
            r"\brook(?:worst|vlees|zalm|kanaal|glas|oven|vrij)\w*",
            r"\bkerst\w*",
            r"\bvuurwerk\w*",
            r"\bvuurkorf\w*",
            r"\bvuurplaats\w*",
            # shocks that are not electric
            r"\bschok\w*(?: \w+){0,6} (?:rekening\w*|bedrag|prijs|prijzen|factuur|afrekening|nota|brief|"
            r"kosten|nieuws)\b",
            # buying and hanging up detectors
            r"\b(?:kopen|koop|koopt|bestellen|bestel|verkopen|verkoopt|verkoop|aanraden|raden|adviseren|"
            r"verplicht|verplichting|ophangen|hang|plaatsen|aanschaffen|merk|nodig hebben|korting op|gratis|"
            rf"waar hang)\b[^.!?\n]{{0,40}}{_CO_ALARM}(?![^.!?\n]*\b(?:piep|af\b|alarm slaat|loei|rood))",
            rf"{_CO_ALARM}(?![^.!?\n]{{0,40}}\b(?:piep|gaat|loei|rood))[^.!?\n]{{0,40}}\b(?:kopen|koop|"
            r"bestellen|verkopen|verplicht|ophangen|hangen|plaatsen|aanschaffen|aanraden|leveren|meeleveren|"
            r"cadeau|gekocht|besteld)\b(?![^.!?\n]*\b(?:piep|gaat|ging|loei|rood))",
            r"\bco2?[ -]?(?:uitstoot|neutra\w+|compensat\w+|heffing|belasting|voetafdruk|reductie|besparing|"
            r"arm|vrij|prijs|rechten)\w*",
            r"\bco2\b(?! ?-?(?:melder|alarm|detector|meter|vergift\w*))",
            # explosions of prices and of tempers
            r"\b(?:prijs|kosten|rekening|tarief|tarieven|prijzen|facturen|bedrag|verbruik|energiekosten|"
            r"woede)\w*(?: \w+){0,4} (?:ontploft?\w*|explo\w+|geexplodeerd|pan uit|uit de klauwen)\b",
            r"\b(?:ontploft?\w*|ontploffing|explo\w+)(?: \w+){0,4} (?:prijs|kosten|rekening|tarief|tarieven|"
            r"prijzen|woede|bedrag|energiekosten|gasprijs\w*|energieprijz\w*)\b",
            r"\bik (?:ontplof|explodeer)\b(?: \w+)?",
            r"\b(?:hoofd|inbox|mailbox|telefoon)(?: \w+){0,3} (?:ontploft|explodeert)\b",
            r"\bbom (?:geld|duiten)\b",
            # leaks of other things
            r"\b(?:data|water|dak|kraan|wc|toilet|douche|riool|privacy)[ -]?lek\w*",
            r"\blekker\w*",
            r"\blek (?:gestoken|band)\b",
            r"\b(?:gas|volgas|vol gas|plankgas) (?:geven|gegeven|terug)\b",
            r"\bgas terug\w*",
            r"\bop de gas\b",
            r"\b(?:geef|geven|gaf) (?:\w+ )?gas\b",
            # sitting on hot things
            r"\bhete kolen\b",
            r"\bonder stroom(?: zetten| komen)? (?:van|door) (?:zon|wind)\w*",
            r"\b(?:toe|uit)?stoot\b",
        )
    )
)

_TRIGGER = re.compile(
    r"g[ae]+[sz]|kas ?l|mono|kool|kolen|\bc\.?o\b|co2|comel|ceeo|see ?oo|melder|alarm|detector|piep|vonk|"
    r"sp[ae]?rk|spark|steekvl|brand|burn|fik|\bhens|vuur|vlam|fire|flame|rook|rok|smoke|smok|walm|smeul"
    r"|rui|riu|riek|reuk|ruk|stin|stank|geur|lucht|lugt|lek|schok|shock|stroom|elektr|electr|knal|ontplof|"
    r"explo|hoofd|kop|duizel|misselijk|flauw|bewust|onwel|eieren|egg|heet|hete|smelt|smolt|knetter|draad|"
    r"draden|kabel"
    r"|odeur|odor|olor|zapach|kokus|koku|gaz|zwavel|schroei|sis|optater|opdonder|oplawaai|tintel|suf|draaier|"
    r"slaper|explos|explod|\bgas\b|snuif|smel|proef|meur|kokhals|geblakerd|blote|ontsnap|brandweer|headache|"
    r"dizz|unconsc|[^\x00-\x7f]"
)

# Each rule: kind, letters of which at least one must stand in the text (keeps reading fast; empty: always look), pattern.
_RULES: tuple[tuple[DangerKind, str, str], ...] = (
    # --- carbon monoxide, before gas: "gasmelder" and "koolmonoxide" name it
    (
        "koolmonoxide",
        "co c.o",
        r"\b(?:co|co2|c\.o\.?)[ -]?(?:vergif\w+|intoxicatie|poisoning|damp\w*|gas\b|gehalte|concentratie)",
    ),
    (
        "koolmonoxide",
        "melder meler alarm detec meter sensor verklik waarschuw kastje ding apparaat",
        rf"\b(?!rook|brand|smoke|fire){_CO_ALARM}\b{_NEAR}{_GOES_OFF}",
    ),
    (
        "koolmonoxide",
        "melder meler alarm detec meter sensor verklik waarschuw kastje ding apparaat",
        rf"\b{_GOES_OFF}{_NEAR}(?!rook|brand|smoke|fire){_CO_ALARM}\b",
    ),
    ("koolmonoxide", "alarm", r"\b(?:co|co2|gas)[ -]?alarm\b(?! (?:kopen|plaatsen|bestellen|verplicht))"),
    ("koolmonoxide", "mono kool kolen", rf"{_CO_WORD}\b(?!\w*(?:melder|alarm|detector)\w* (?:kopen|nodig|verplicht))"),
    ("koolmonoxide", "co", rf"\bco\b{_CLOSE}(?:in huis|binnen|gemeten|vrijgekomen|vrij ?komt|lek\w*|vergif\w*)\b"),
    ("koolmonoxide", "co", rf"\b(?:gemeten|lekt|komt|ruik|vrijgekomen|last van){_CLOSE}co\b(?!-| ?2)"),
    (
        "koolmonoxide",
        "hoofd kop duizel draaier misselijk flauw bewust onwel overg braken kots suf slaper licht headache dizz nause unconsc benauwd kortadem",
        rf"\b{_ILL}(?!{_NEAR}{_MONEY}){_NEAR}(?:gas|gasketel|gaskachel|cv|cv-ketel|ketel|geiser|kachel|haard|"
        r"verwarming|stoken|afvoer|melder|badkamer|douchen)\b",
    ),
    (
        "koolmonoxide",
        "hoofd kop duizel draaier misselijk flauw bewust onwel overg braken kots suf slaper licht headache dizz nause unconsc benauwd kortadem",
        r"\b(?:gasketel|gaskachel|cv|cv-ketel|ketel|geiser|kachel|haard|verwarming|stoken|"
        rf"melder)\b{_NEAR}{_ILL}(?!{_NEAR}{_MONEY})",
    ),
    (
        "koolmonoxide",
        "hoofd kop duizel draaier misselijk flauw bewust onwel overg braken kots suf slaper licht headache dizz nause unconsc benauwd kortadem",
        rf"\b{_ILL}(?:[^\w.!?;\n]+(?:en|ook|allebei|allemaal|erg|heel|,|and|of|wij|we|ik|mijn|zijn|is|ben|de|het|"
        r"man|vrouw|kinderen|kind|zoon|dochter|moeder|hond|kat|steeds|al|"
        rf"de hele dag)){{0,6}}[^\w.!?;\n]+{_ILL}(?!{_NEAR}{_MONEY})",
    ),
    (
        "koolmonoxide",
        "bewust buiten flauw",
        r"\b(?:is|zijn|ligt|raakt|raakte|lag|ben) (?:\w+ )?(?:bewusteloos|buiten bewustzijn|buiten westen|"
        r"flauwgevallen)\b",
    ),
    ("koolmonoxide", "vlam flame", rf"\b(?:gele|geel|oranje|rode|yellow|orange)\b{_CLOSE}(?:vlam\w*|flames?)\b"),
    ("koolmonoxide", "vlam flame", rf"\b(?:vlam\w*|flames?)\b{_NEAR}(?:geel|gele|oranje|yellow|orange)\b"),
    ("koolmonoxide", "co", r"^\W*(?:co|c\.o\.)\W*$"),
    (
        "koolmonoxide",
        "co",
        rf"\b(?:piep\w*|ketel|geiser|kachel|kastje)\b{_NEAR}co\b(?![-\w])|\bco\b(?![-\w]){_NEAR}(?:piep\w*|ketel|"
        r"geiser|kachel)\b",
    ),
    ("koolmonoxide", "melder", rf"\bmelder\b{_CLOSE}{_GOES_OFF}|\b(?:piepende|loeiende) melder\b"),
    # --- gas
    (
        "gas",
        "gas",
        rf"\b(?:komt|stroomt|komen|loopt|spuit|kwam)\b{_CLOSE}gas (?:er )?(?:uit|vrij)\b|\bgas (?:\w+ )?(?:komt|"
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
    ("gas", "gas gaz ges gaas gaes gees propaan butaan", rf"\b{_SMELL_VERB}{_NEAR}{_GAS}"),
    (
        "gas",
        "gas gaz ges gaas gaes gees propaan butaan",
        rf"\b(?:{_SMELL_NOUN}|{_SMELT})(?!{_NEAR}{_MONEY}){_NEAR}{_GAS}(?!{_CLOSE}{_MONEY})",
    ),
    ("gas", "gas gaz ges gaas gaes gees propaan butaan", rf"\b{_GAS}{_NEAR}{_SMELL_VERB}"),
    (
        "gas",
        "gas gaz ges gaas gaes gees propaan butaan",
        rf"\b{_GAS}(?!{_NEAR}{_MONEY}){_CLOSE}(?:stinkt?|stonk|stank|rook ik|rook het|rook je|geur|geurtje|luchtje|"
        rf"smell|lucht|meurt?)\b(?!{_CLOSE}{_MONEY})",
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
        rf"vrijkom\w*|sis\w*|gesis|blaast|spuit\w*)\b{_CLOSE}(?:{_GAS}|gas(?:leiding|kraan|meter|buis|slang|"
        r"aansluiting|fornuis|kachel|ketel|fles|pijp|haard)\w*)",
    ),
    (
        "gas",
        "gas gaz propaan butaan",
        rf"\b(?:{_GAS}|gas(?:leiding|kraan|meter|buis|slang|aansluiting|fornuis|kachel|ketel|fles|pijp|"
        rf"haard)\w*){_NEAR}(?:lekt|lek|lekken|lekkage|lekkages|gelekt|leaking|leaks|ontsnap\w*|sis(?:t|sen|send)|"
        r"gesis|stroomt eruit|komt eruit|spuit\w*|doorgeboord|geboord|geraakt|doormidden|doorgezaagd|gesprongen|"
        r"gescheurd|gebarsten|gebroken|afgebroken|kapot ?getrokken|beschadigd|open ?(?:laten|gelaten|gestaan|"
        r"staan)|staat(?: nog)?(?: steeds)? open|stond(?: nog)? open|niet dicht)\b",
    ),
    (
        "gas",
        "gas",
        rf"\b(?:geboord|boorde|gezaagd|geraakt|geraak|beschadigd|doorgehakt|gegraven)\b{_NEAR}gas(?:leiding|buis|"
        r"pijp|kabel)\w*|\bgas(?:leiding|buis|pijp)\w* geraakt\b",
    ),
    ("gas", "sis fluit hiss", rf"\b(?:sis\w*|gesis|fluit\w*|hissing)\b{_NEAR}(?:gas\w*|ketel|leiding)\b"),
    (
        "gas",
        "iets raar rare vreemd gek chemi vies viez scherp sterk stink branderig enge weird strange funny",
        r"\b(?:iets|raars?|rare|vreemde?|vreemds|gek|gekke?|geks|chemisch\w*|vies|vieze|viezigs|scherpe?|sterke?|"
        rf"stinkt|branderige?|enge|weird|strange|funny)\b{_CLOSE}(?:{_SMELL_VERB}|"
        rf"{_SMELL_NOUN}){_NEAR}{_APPLIANCE}(?!{_CLOSE}{_MONEY})",
    ),
    (
        "gas",
        "gas cv ketel geiser kookplaat fornuis",
        rf"\b(?:{_SMELL_VERB}|rook (?:ik|het|je|we|wij)|(?:ik|we|wij|je) rook|stinkt|stonk|meurt|luchtje|stank|"
        rf"geur)\b(?!{_NEAR}{_MONEY}){_NEAR}(?:gas(?:fornuis|kachel|meter|kraan|leiding|ketel|fles|pit|haard|"
        r"aansluiting|buis)\w*|cv|cv-\w+|cv ?ketel|ketel|geiser|kookplaat|fornuis)\b",
    ),
    (
        "gas",
        "gas cv ketel geiser fornuis",
        r"\b(?:gas(?:fornuis|kachel|meter|kraan|leiding|ketel|fles|pit|haard)\w*|cv|cv-\w+|cv ?ketel|ketel|geiser|"
        rf"fornuis)\b(?!{_NEAR}{_MONEY}){_NEAR}(?:ruikt|stinkt|stonk|meurt|stank)\b",
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
    # --- sparks, shocks, burning cables
    (
        "vonken",
        "vonk spark steekvlam arcing",
        r"\b(?:vonken|vonkt|vonkte|vonkjes?|gevonkt|vonkende?|vonkenregen|vonkt'ie|vonkies|sparks?|sparking|"
        r"steekvlam\w*|arcing|kortsluitvonk\w*)\b(?! (?:liefde|joy|nieuwe))",
    ),
    (
        "vonken",
        "vonk",
        rf"\bvonk\b{_NEAR}{_ELECTRIC}|\b{_ELECTRIC}{_NEAR}vonk\b|\b(?:een|grote|blauwe|zag|zie|kwam|"
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
        rf"\b(?:schok|schokken|shock|opdonder|optater|oplawaai|tik|stoot)\b{_NEAR}(?:{_ELECTRIC}|kraan|douche|"
        rf"stroom)(?!{_CLOSE}{_MONEY})|\b(?:{_ELECTRIC}|kraan|douche|stroom){_NEAR}(?:schok|schokken|shock|"
        rf"opdonder|optater|oplawaai)\b(?!{_NEAR}{_MONEY})",
    ),
    ("vonken", "onder", r"\b(?:staat|staan|stond|kwam|komt|zit|sta) (?:\w+ ){0,3}onder (?:stroom|spanning)\b"),
    (
        "vonken",
        "draad draden kabel bedrading",
        r"\b(?:blote|losse|loshangende?|bloot ?liggende?|open|kale|afgebroken|doorgesneden|gebroken|"
        r"geknapte) (?:stroom|elektri\w+|electri\w+|hoogspannings)? ?-?(?:draad|draden|draadjes|kabels?|"
        r"bedrading)\b|\b(?:draad|draden|kabels?)\b(?:[^\w.!?;\n]+[\w'-]+){0,3}?[^\w.!?;\n]+(?:bloot|blootligg\w*|"
        r"geknapt|doorgesneden|geraakt|doorgeknipt)\b|\b(?:stroom|"
        r"elektriciteits)kabel(?:[^\w.!?;\n]+[\w'-]+){0,4}[^\w.!?;\n]+(?:geraakt|kapot|stuk|doorgehakt)\b|"
        r"\b(?:kabel|stroomkabel) geraakt\b",
    ),
    (
        "vonken",
        "knett knisp gloei smelt smolt geblaker verbrand schroei bloedheet kokend smeul crackl melt verkool",
        r"\b(?:knetter\w*|knisper\w*|gloei\w*|smelt\w*|gesmolten|smolt|geblakerd\w*|zwartgeblakerd\w*|verbrand\w*|"
        r"geschroeid\w*|bloedheet|gloeiend|kokend ?heet|smeul\w*|crackl\w*|melting|melted|schroei\w*|"
        rf"verkool\w*)\b{_NEAR}{_ELECTRIC}",
    ),
    (
        "vonken",
        "knett knisp gloei smelt smolt geblaker verbrand schroei heet kokend smeul melt verkool zwart",
        rf"\b{_ELECTRIC}{_NEAR}(?:knetter\w*|knisper\w*|gloeit|gloeiend\w*|smelt|gesmolten|smolt|geblakerd|"
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
        r"\b(?:draad|draden|kabels?|bedrading)\b(?:[^\w.!?;\n]+[\w'-]+){0,2}?[^\w.!?;\n]+(?:hangt los|hangen los|"
        r"los hangt|los hangen)\b",
    ),
    # --- fire and smoke
    (
        "brand",
        "brandt brandde fikt",
        r"\b(?:iets|brandt er iets|brandt iets)(?: \w+)? (?:brandt|fikt|brandde|in brand)\b(?! (?:rood|groen|geel|"
        r"op))|\bbrandt (?:er |daar )?iets\b(?! (?:rood|groen|geel|op))",
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
        rf"\b(?:rook|brand|smoke|fire)[ -]?(?:melder|alarm|detect\w+)(?:s|en)?\b{_NEAR}{_GOES_OFF}|"
        rf"\b{_GOES_OFF}{_NEAR}(?:rook|brand|smoke|fire)[ -]?(?:melder|alarm|detect\w+)",
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
        rf"coming)\b(?:[^\w.!?;\n]+[\w'-]+){{0,2}}?[^\w.!?;\n]+(?:{_ELECTRIC}|{_PLACE})",
    ),
    (
        "brand",
        "rook walm smo qualm",
        r"\b(?:rook|walm|smoke|rookpluim\w*|rookwolk\w*|rookontwikkeling|qualm|"
        r"smook)\b(?:[^\w.!?;\n]+[\w'-]+){0,3}?[^\w.!?;\n]+(?:uit|in|bij|boven|achter|vanuit|onder|door|coming|"
        rf"from|out|op|van)\b(?:[^\w.!?;\n]+[\w'-]+){{0,2}}?[^\w.!?;\n]+(?:{_ELECTRIC}|{_PLACE})",
    ),
    (
        "brand",
        "rook roken walm smeul smo",
        rf"\b(?:{_ELECTRIC}|{_PLACE})(?:[^\w.!?;\n]+[\w'-]+){{0,4}}?[^\w.!?;\n]+(?:rookt|rookte|walmt|smeult|"
        r"smeulde|smokes|smoking|te roken|aan het roken|vol rook|vol met rook|rook uit|rook van(?:af| af)?|"
        r"smoke)\b",
    ),
    (
        "brand",
        "rook roken smo walm",
        r"\b(?:er komt|komt er|ik zie|zie ik|zie|zien|er is|is er|veel|zwarte|witte|grijze|dikke|blauwe|allemaal|"
        r"vol|komt|hangt|staat|kwam|kwam er|there is|see|black) (?:\w+ ){0,2}?(?:rook|smoke|rookwolk\w*|walm|"
        r"smook)\b(?! (?:ik|niet))",
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
        r"\b(?:ontploft|ontplofte|ontploffing\w*|ontploffen|ontploffingsgevaar|explosie\w*|explodeert|explodeerde|"
        rf"geexplodeerd|exploded|explosion|explosiegevaar|steekvlam|knal|klap)\b(?:{_NEAR}(?:{_ELECTRIC}|{_PLACE}|"
        rf"gas\w*|vuur|brand))|\b(?:{_ELECTRIC}|gas\w*)(?:[^\w.!?;\n]+[\w'-]+){{0,3}}?[^\w.!?;\n]+(?:ontploft|"
        r"ontplofte|ontploffing|ontploffen|explosie|explodeert|geexplodeerd|exploded|knalt|geknald)\b|\b(?:er is|"
        r"was er|er was|hoorde?|bang voor) (?:een )?(?:explosie|ontploffing)\b",
    ),
    (
        "brand",
        "",
        r"\b(?:es brennt|au feu|il y a le feu|incendie|yang[iı]n var|pozar|pali sie|fuego|incendio|duman (?:var|"
        r"cikiyor)|حريق|пожар|горит|пожежа)\b",
    ),
)

_COMPILED = tuple((kind, tuple(needs.split()), re.compile(pattern)) for kind, needs, pattern in _RULES)


def danger_in(message: Message) -> Danger | None:
    """The danger that the message speaks of, or None. A tapped "/gaslucht" counts."""
    if message.text.startswith("/"):
        return Danger("gas", message.given[:20]) if message.text.startswith("/gaslucht") else None
    if not _TRIGGER.search(message.text) or not _first(message, message.text):
        return None  # wiping out harmless phrases is the dear part, so it comes second
    return _first(message, _HARMLESS.sub(lambda match: "." * len(match.group()), message.text))


def _first(message: Message, text: str) -> Danger | None:
    for kind, needs, pattern in _COMPILED:
        if needs and not any(need in text for need in needs):
            continue
        match = pattern.search(text)
        if match:
            return Danger(kind, message.piece(*match.span()))
    return None
