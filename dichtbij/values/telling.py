"""How much a customer has told already: so that nothing is asked that the first message said.

Every pattern looks at folded text (lower case, no accents). Whoever told more than is needed loses nothing: the words
go along to the human as they were written.
"""

from __future__ import annotations

import re

from dichtbij.values.folding import fold
from dichtbij.values.quantities import amounts
from dichtbij.values.references import invoice_numbers

ENOUGH_WORDS = 18
"""A message this long is a story: whoever wrote it is not questioned any more."""

_NO_IDEA = re.compile(
    r"^\W*(?:(?:dat|nee|tja|sorry|oke?|pff*|eh+|uh+)\W+)*(?:"
    r"(?:dat )?(?:weet|wete?) ik (?:\w+ ){0,2}niet(?: \w+){0,2}|geen idee(?: \w+){0,2}"
    r"|(?:ik )?zou (?:ik )?(?:het )?niet weten|geen flauw idee"
    r"|joost mag het weten|weet niet|ik weet (?:het|dat) (?:\w+ )?niet(?: \w+){0,2}"
    r"|(?:dat )?(?:zeg|vertel) ik liever (?:niet|aan \w+(?: \w+)?)|(?:dat )?wil ik niet (?:zeggen|vertellen)"
    r")\W*$"
)
_GIVE_ME_SOMEBODY = re.compile(
    r"\b(?:geef|verbind|bel|haal|zet|laat)\b(?: \w+){0,4} (?:iemand|medewerk\w+|mens|collega|persoon)\b"
    r"|\b(?:liever|gewoon|graag|wil|nu) (?:\w+ ){0,3}(?:een )?(?:mens|medewerk\w+|iemand|persoon)\b"
    r"|\bdat (?:vertel|zeg|leg) ik (?:\w+ ){0,3}(?:medewerk\w+|mens|iemand)\b"
)

_EMPTY_WORDS = frozenset(
    {
        "ik", "wil", "wilde", "wou", "graag", "een", "de", "het", "over", "klacht", "klachten", "indienen", "doen",
        "melden", "hebben", "heb", "van", "voor", "jullie", "je", "jouw", "uw", "u", "service", "dienst", "bedrijf",
        "organisatie", "energie", "en", "dat", "dit", "die", "is", "zijn", "hoe", "waar", "kan", "kun",
        "moet", "mag", "bij", "aan", "met", "hallo", "hoi", "goedemorgen", "goedemiddag", "goedenavond",
        "goedendag", "beste", "dag", "klagen", "officieel", "officiele", "even", "nu", "hier", "mijn", "me", "mij",
        "om", "te", "er", "wens", "formeel", "formele", "ingediend", "maken", "neerleggen", "leggen", "serieuze",
        "gang", "zaken", "iets", "kwijt", "klantenservice", "zou", "zo", "wel", "ook", "op", "in", "naar",
        "goeiendag", "ontevreden", "zeer", "heel", "erg", "ben", "dien",
    }
)  # fmt: skip
"""What a complaint says that says nothing yet."""


_INVOICE = re.compile(
    r"\b(?:jaar|eind|slot)(?:afrekening|nota|rekening|factuur)\b|\btermijn(?:bedrag|factuur|nota)?\b"
    r"|\b(?:laatste|vorige|nieuwe|nieuwste) (?:factuur|rekening|nota|afrekening)\b"
    r"|\b(?:factuur|rekening|nota|afrekening) (?:van|over|voor|uit) (?:de |het |vorige? |vorig |\d{1,2} ?)?"
    r"(?:jan|feb|maa|mrt|apr|mei|jun|jul|aug|sep|okt|nov|dec|maand|jaar|week|20\d\d|gisteren)\w*"
    r"|\bafrekening\b"
)
_REASON = re.compile(
    r"\b(?:want|omdat|doordat|terwijl|dubbel\w*|verkeerd\w*|fout\w*|foute?|twee keer|2x|nooit|al betaald|niet gekregen"
    r"|\w*stand(?:en)?"
    r"|verbruik\w*|tarief|tarieven|prijs|prijzen|verhuisd|woon\w*|leeg ?stond|zonnepanelen|teruglever\w*"
    r"|afgesproken|korting|boete|te hoog|te veel|veel te|zoveel|geen gas|geen stroom|incasso|contract)\b"
)

_PEOPLE = re.compile(
    r"\b(?:ex\w*|man|vrouw|vriend\w*|huisgeno\w*|partner|zoon|dochter|moeder|vader|ouders|broer|zus\w*|kind\w*|huurder"
    r"|hoofdhuurder|bewoner|compagnon|opa|oma|hij|zij|schoon\w+|vof|maatschap)\b"
)
_CHANGE = re.compile(
    r"\b(?:uit elkaar|scheid\w*|gescheiden|gaat weg|weggaan|weg|vertrek\w*|vertrokken|verhuis\w*|blijf\w*|samenwonen"
    r"|hertrouw\w*|ingetrokken|trekt in|overnemen|overneem\w*|neem\w*|over\w*zet\w*"
    r"|op (?:mijn|zijn|haar|hun|onze|zn|mn) naam"
    r"|naar mij|eraf|wisselt|stopt|verpleeghuis|erbij|mede)\b"
)
_SINCE = re.compile(
    r"\b(?:sinds|vanaf|per|met ingang van)\b"
    r"|\b(?:vorige?|volgende?|deze|komende?|afgelopen) (?:week|maand|jaar|\w+dag|zomer|winter|lente|herfst"
    r"|voorjaar|najaar)\b"
    r"|\b(?:gisteren|vandaag|vannacht|vanochtend|vanmorgen|vanmiddag|vanavond|eergisteren|morgen|zojuist|net|onlangs)\b"
    r"|\b(?:maan|dins|woens|donder|vrij|zater|zon)dag\w*"
    r"|\b(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)\b"
    r"|\b\d{1,2}[-/]\d{1,2}\b|\b(?:een|twee|drie|vier|vijf|zes|\d+) "
    r"(?:dagen|weken|maanden|uur|jaar) (?:geleden|terug)\b"
)

_HAPPENED = re.compile(
    r"\w*(?:storing|uitval|spanning|piek|onderbreking|panne|monteur|technieker|lekkage|leiding|kabel|graaf\w*|aansluit\w*"
    r"|kortsluiting|brand|water|werken|werkzaam\w*|bus|geramd|gereden)\w*|\bstroom\b.{0,20}\b(?:weg|uit|terug)\w*"
    r"|\bzonder stroom\b|\bviel\b.{0,20}\buit\b"
)
_BROKEN = re.compile(
    r"\b(?:\w*(?:vriezer|diepvries|koelkast|computer|laptop|televisie|ketel|oven|magnetron|wasmachine|droger|vaatwasser"
    r"|omvormer|warmtepomp|laminaat|vloer|muur|deur|poort|tegel|tapijt|aquarium|apparat\w*|toestel\w*|boiler|router|modem"
    r"|printer|auto|laadpaal|meterkast|plafond|behang|producti\w*|voorraad|etenswar\w*|stoel|tuin|bestrating|hek)s?(?:en)?"
    r"|pc|tv|eten|vlees|vissen)\b"
)


def word_count(text: str) -> int:
    """Words a person would count."""
    return len(re.findall(r"\w[\w'’-]*", text))


def tells_a_story(text: str) -> bool:
    """Whether a message is so long that asking more would be asking it again."""
    return word_count(text) >= ENOUGH_WORDS


def gives_up(text: str) -> bool:
    """Whether the answer to a question is that there is none: "weet ik niet", "laat maar, geef me iemand"."""
    said = fold(text).text
    return _NO_IDEA.match(said) is not None or _GIVE_ME_SOMEBODY.search(said) is not None


def names_subject(text: str) -> bool:
    """Whether a complaint says what it is about, beyond that it is one: "over de monteur die niet kwam".

    Two words have to mean something: one may be the organisation's own name.
    """
    meaning = [word for word in re.findall(r"[a-z]{2,}", fold(text).text) if word not in _EMPTY_WORDS]
    return len(meaning) >= 2


def named_invoice(text: str) -> str | None:
    """Which bill a message is about, in its own words: a number, a kind, a month, or an amount."""
    numbers = invoice_numbers(text)
    if numbers:
        return numbers[0].value
    found = _INVOICE.search(fold(text).text)
    if found:
        return found[0]
    prices = amounts(text)
    return prices[0].text.strip() if prices else None


def gives_reason(text: str) -> bool:
    """Whether it says what is wrong with a bill, and not only that it is wrong."""
    return _REASON.search(fold(text).text) is not None


def tells_situation(text: str) -> bool:
    """Whether it says who leaves or stays."""
    said = fold(text).text
    return _PEOPLE.search(said) is not None and _CHANGE.search(said) is not None


def named_moment(text: str) -> str | None:
    """The words that say when something was or will be: "sinds 1 april", "vorige week"."""
    said = fold(text).text
    found = _SINCE.search(said)
    if not found:
        return None
    # "vanaf" alone says nothing; what follows does.
    return " ".join(said[found.start() :].split()[:4]).strip(" .,!?")


def tells_what_happened(text: str) -> bool:
    """Whether it says what caused damage."""
    return _HAPPENED.search(fold(text).text) is not None


def named_damage(text: str) -> str | None:
    """What is broken, in one word of the customer's."""
    found = _BROKEN.search(fold(text).text)
    return found[0] if found else None
