"""Words of danger, as pieces of patterns over plain text: what smells, what sparks, what goes off, where."""

from __future__ import annotations

from dichtbij.signals.model import DangerKind

Rule = tuple[DangerKind, str, str]
"""Kind, letters of which at least one must stand in the text (keeps reading fast; empty: always look), pattern."""

# Two words that stand up to six, or up to three, words apart within a sentence.
NEAR = r"(?:[^\w.!?;\n]+[\w'-]+){0,6}?[^\w.!?;\n]+"
CLOSE = r"(?:[^\w.!?;\n]+[\w'-]+){0,3}?[^\w.!?;\n]+"

GAS = r"(?:(?:aard|stads|bio)?g[ae]+[sz]{1,2}(?:je)?|propaan|butaan|gasflessen|gasfles)\b"
SMELL_VERB = (
    r"(?:ge)?(?:ru+i+[ckgq]+[kdt]*(?:en|e)?|ruikie|riuk+t?|ruki?t?|rujkt?|ruijkt?|ruykt?|rieken|riekt?|"
    r"reukt?|ruuk[tn]?|"
    r"roken|ruikend|gerook|smel+s?|smelled|smelling|smelt like|snuif|snuiven|proef|proeft)\b"
)
SMELL_NOUN = (
    r"(?:stin[ck]+t?(?:en)?|stonk(?:en)?|gestonken|stank|meurt?|meuren|walmt?|geurt?(?:je|tje)?|geuren|"
    r"luchtje|reuk(?:je)?|"
    r"odou?r|lucht|lugt|stinkie|stinks|stinky)\b"
)
SMELT = r"(?:rook|rookt|rieken|stonk)\b"
APPLIANCE = (
    r"(?:gas\w*|cv\w*|cv-\w+|ketel\w*|c\.v\.|geisers?|kachel\w*|fornuis|kookplaat|gaspit|boiler\w*|haard|"
    r"openhaard|verwarming|radiator"
    r"|afvoer|schoorsteen|kruipruimte)\b"
)
ELECTRIC = (
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
PLACE = (
    r"(?:keuken|kelder|huis|gang|hal|zolder|garage|badkamer|woonkamer|living|slaapkamer|kamer|schuur|flat|"
    r"trappenhuis|berging|muur|plafond|dak"
    r"|woning|appartement|kitchen|house|basement|buren|overkant|straat|portiek|wc|toilet|kruipruimte|gebouw|"
    r"bijkeuken|boven|beneden|buiten)\b"
)
MONEY = (
    r"(?:\w*prij[sz]\w*|\w*prijzen|duur|dure|duurder|\w*tarief|\w*tarieven|\w*rekening\w*|\w*factu\w+|"
    r"\w*kosten|euro|geld|contract\w*|aanbieding\w*"
    r"|korting|betalen|betaal|afrekening|\w*bedrag\w*|cijfers|uitleg|naheffing|termijn\w*|administratie|"
    r"wachttijd|wachten|bot|chatbot|website|gedoe"
    r"|voorwaarden|besparen|verbruik\w*|opzeg\w*)\b"
)
CO_WORD = (
    r"(?:kool ?-?(?:stof ?)?-?mono+ ?-?[xk]s?[iy]e?de?\w*|kolen ?-?(?:mono+ ?[xk]s?[iy]de?\w*|damp\w*)|"
    r"mono+ ?[xk]s?[iy]de?\w*|carbon ?mono+xide|monossido"
    r"|koolmon\w+|kool ?damp|koolmo[xn]\w+)"
)
CO_ALARM = (
    r"(?:(?:c\.?o\.?2?|ceeoo?|see ?oo|koolmon\w+|kolen ?mono\w+|kool ?mono\w+|monoxide|carbon monoxide|gas|"
    r"rook|brand|smoke|fire|kooldamp)[ -]?"
    r"(?:melder|melers?|alarm|detect\w+|meter|sensor|verklikker|waarschuwer|ding|kastje|apparaat|meldertje|"
    r"alarmpje)(?:s|en)?)"
)
GOES_OFF = (
    r"(?:piep\w*|gepiep|peept?|gaat?(?: \w+){0,3} (?:af|te ?keer|tekeer|uit zijn dak)|ging(?: \w+){0,2} af|"
    r"afgaat|afging|afgegaan|af te gaan|gaat maar door|gaat (?:al |nu |steeds |continu |de hele )|loei\w*|"
    r"krijs\w*"
    r"|gil\w*|toeter\w*|tuut\w*|jank\w*|bliep\w*|rood|slaat(?: \w+){0,2} (?:aan|alarm|uit|door)|alarm|"
    r"geluid|lawaai|herrie|knipper\w*|signaal|signalen|waarde\w*|reageert|beep\w*"
    r"|going (?:off|crazy)|goes off|went off|gaan af|maakt|schreeuw\w*|beepen|afgaan|uitslag|ppm|meldt|"
    r"waarschuwt|geeft(?: \w+){0,2} aan|\d{2,3} aan)\b"
)
ILL = (
    r"(?:hoofd ?pijn|koppijn|duizel\w*|draaierig\w*|misselijk\w*|flauw ?gevallen|flauwval\w*|bewuste?loos|"
    r"onwel|overge(?:ven|geven)|braken|kots\w*|suf|slaperig"
    r"|licht in (?:het|mijn|zijn|haar) hoofd|headaches?|dizzy|nausea|nauseous|unconscious|benauwd|kortademig)\b"
)
