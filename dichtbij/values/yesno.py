"""Yes or no, in all the ways people say it."""

from __future__ import annotations

import re

from dichtbij.values.folding import fold, words
from dichtbij.values.numerals import WORD_NUMERAL, value_of

_LONGEST_ANSWER = 9
"""Words; a longer message that does not begin with yes or no is a story, not an answer."""

_YES_FIRST = words(
    """
    ja jaa jaaa jaaaa jah jaja joa joah jawel jazeker jawohl jep jip jup jups yep yup yes yess yessss yeah yea ye y j jo
    ok oke okay okee okido okidoki okey oki k kk oks prima akkoord tuurlijk natuurlijk uiteraard zeker zekerweten
    absoluut graag klopt juist correct inderdaad idd precies exact perfect uitstekend top sure alright right bevestig
    bevestigd bevestigen akoord accoord goed doe doen vooruit mag dolgraag heel deal eens
    yessir oui evet tak si aye affirmative jahoor jaman jazekers toppie nice gaarne best да نعم ايوه
    """
)
_NO_FIRST = words(
    """
    nee neen neej neee neeee nope nop nein non no noo nah neuh n nooit geenszins hayir nie niet neet liever onjuist fout
    verkeerd incorrect foutief stop stoppen annuleer annuleren afbreken allesbehalve нет لا نه
    """
)
_FILLERS = words(
    """
    hoor eh uh euh ehm uhm uhh hm hmm nou well tja he hee ach ah oh o zeg meneer mevrouw mijnheer bot hallo hoi dus dan
    gewoon maar toch even eigenlijk joh man ok oke allez allee awel lol komma punt uitroepteken
    """
)
_NO_PHRASES = re.compile(
    r"\b(?:liever niet|niet doen|doe(?:n)? (?:dat )?(?:maar|toch)? ?(?:toch )?niet|hoeft? (?:ook |dus |dat |"
    r"echt |voor mij |van mij )?(?:niet|ni|nie)"
    r"|niet nodig|laat(?: het)? (?:dan )?(?:maar|zitten)(?! zo)|(?:klopt|juist|correct|goed|akkoord|eens|kloppen|"
    r"oke|ok) (?:helemaal |dus |echt |toch )*(?:niet|ni|nie|van geen)"
    r"|(?:niet|nie|ni) (?:juist|correct|goed|akkoord|helemaal|mee eens|eens|waar|echt|nu|vandaag|meer|"
    r"wat ik)|toch (?:maar )?niet|zeker niet|absoluut niet"
    r"|natuurlijk niet|tuurlijk niet|uiteraard niet|nog niet|onjuist|foutief?|verkeerd|geen (?:zin|behoefte|"
    r"interesse|goed idee|sprake)"
    r"|(?:bedankt|dank (?:je|u)(?: wel)?) maar nee|vergeet (?:het|maar)|no way|no thanks|not? (?:correct|right)"
    r"|wil (?:ik )?(?:dat |het )?(?:liever )?niet|ik wil niet|niet opslaan"
    r"|niet versturen|is niet goed|mag niet|annule(?:er|ren)|afbreken|helemaal niet|totaal niet|"
    r"beter (?:van )?niet|dacht het niet|denk het niet|van niet|nu (?:even )?niet|even niet|"
    r"vandaag (?:maar |even )?niet|(?:lijkt (?:me|mij)|moet|echt) (?:dat )?(?:niet|ni|nie)\Z|\A(?:\w+ )?niks "
    r"(?:er|daar)?van\Z|zie (?:er ?|daar)van af|bedenk me|me bedacht|niet (?:er)?mee akkoord|"
    r"(?:is|was) (?:fout|mis|verkeerd))\b"
)
_YES_PHRASES = re.compile(
    r"\b(?:(?:t ?is|da'?s) (?:goed|juist|oke|ok|prima|in orde)|(?:dat|het|alles|dit|da|ut) (?:klopt|"
    r"is (?:goed|juist|correct|oke|ok|prima|akkoord|in orde)|mag|kan|lijkt me (?:goed|prima))|ga je gang"
    r"|doet? (?:u |je |jij )?(?:dat |het |dit |zo )?maar|is (?:goed|oke|ok|prima|akkoord|in orde|gewoon goed|"
    r"wel goed|best|juist)|gaa?t? (?:uw|je) gang|zo (?:is (?:het |t )?(?:goed|prima)|mag (?:het|t)|laten)|"
    r"laat (?:het |t )?(?:maar )?zo|ca va|mij best|"
    r"ga (?:er )?(?:maar )?(?:mee )?(?:door|verder)|van mij (?:wel|mag het)"
    r"|lijkt (?:me|mij) (?:een )?(?:goed|prima|fijn|handig)|vind (?:ik )?(?:het )?(?:goed|prima|best|oke?)|"
    r"(?:er)?mee eens|in orde|zeker weten|mee eens|helemaal (?:goed|juist|top)|"
    r"heel graag|wel graag|graag|klopt|akkoord|inderdaad"
    r"|ik (?:bevestig|ga akkoord)|alsjeblieft|alstublieft|aub|yes please|of course|go ahead|"
    r"that'?s (?:right|correct|fine)|correct|voer (?:het |maar )?(?:maar )?(?:uit|door)"
    r"|sla (?:het )?maar op|verstuur maar|regel (?:het |dat )?maar|zet (?:het |dat )?maar (?:door|zo)|"
    r"maak (?:het|er) maar|wat mij betreft(?: wel)?|waarom niet|tot en met|komt goed|ziet er goed uit"
    r"|ik (?:wil|zou) (?:dat |het )?(?:wel )?(?:graag|willen)|dat wil ik|wil ik wel|doen we)\b"
)
_UNSURE = re.compile(
    r"\b(?:misschien|wellicht|twijfel|weet (?:ik )?(?:het |dat |ik )*(?:nog )?(?:eigenlijk )?(?:niet|nie|"
    r"ni)|geen idee|geen dank|geen probleem|hangt er ?van ?af|kweetni|wat bedoel|hoezo"
    r"|eerst|nadenken|overleggen|ligt eraan|no idea|maybe|ja en nee|ja nee|nee ja|jein)\b"
)
_YES_BUT = re.compile(
    r"^(?:\S+ ){0,2}?(?:ja+|jawel|ok|oke|okee|graag|goed|prima|hoor|klopt|yes|zeker|juist|akkoord|wel) "
    r"(?:maar|alleen|behalve|mits|als|tenzij)\b(?! door| zo| doen| goed| een bus)(?!(?<=als) (?:dat|het|t) (?:kan|mag))"
)
_THUMBS = (
    ("👍", True),
    ("✅", True),
    ("👌", True),
    ("🆗", True),
    ("✔", True),
    ("👎", False),
    ("❌", False),
    ("🚫", False),
)


def yes_no(text: str) -> bool | None:
    """True for yes, False for no, None when it is neither, both, or a condition ("ja maar…", "misschien")."""
    answer = _answer(text)
    return None if answer and names_a_value(text) else answer


_A_HUNDRED_PERCENT = re.compile(r"\b100 ?(?:%|procent)")
_A_WORD_NUMERAL = re.compile(rf"(?<!\w){WORD_NUMERAL}(?!\w)")
_SMALL_NUMBER = 10
"""Below it a number in words may be part of a yes ("ja, alle drie"); from here on it is a value."""


def names_a_value(text: str) -> bool:
    """Whether a number is said, in digits or in words: then "ja maar dan 130" is more than a yes."""
    folded = fold(text).text
    if re.search(r"\d", _A_HUNDRED_PERCENT.sub("", folded)):
        return True
    found = (value_of(match.group()) for match in _A_WORD_NUMERAL.finditer(folded))
    return any(value is not None and value >= _SMALL_NUMBER for value in found)


_LONG_DRAWN = ((re.compile(r"j+a{2,}h*|(?:ja){2,}"), "ja"), (re.compile(r"n+e{2,}n?|(?:nee){2,}"), "nee"))


def _as_said(word: str) -> str:
    """ "jaaaaa" is ja, "neeee" is nee."""
    return next((plain for drawn, plain in _LONG_DRAWN if drawn.fullmatch(word)), word)


def _answer(text: str) -> bool | None:
    folded = _A_HUNDRED_PERCENT.sub("", fold(text).text)
    said = [_as_said(word) for word in re.findall(r"[^\W_]+(?:'[^\W_]+)*", folded)]
    if not said:
        return next((answer for sign, answer in _THUMBS if sign in folded), None)
    plain = " ".join(said)
    if _UNSURE.search(plain):
        return None
    core = [word for word in said if word not in _FILLERS] or said
    first = core[0]
    if first in ("niet", "nie", "liever"):
        return False if len(core) == 1 or _NO_PHRASES.search(plain) else None
    if first in _NO_FIRST:
        return _after_no(core, folded)
    if _is_question(folded, first):
        return None
    if first in _YES_FIRST and (first not in _WEAK or len(core) <= 3 or _YES_PHRASES.match(" ".join(core))):
        return _after_yes(plain, first)
    if len(said) > _LONGEST_ANSWER:
        return None
    if _NO_PHRASES.search(plain):
        return False
    return True if _YES_PHRASES.search(plain) else None


_WEAK = words("heel goed doe doen zeker mag eens right vooruit precies exact juist top perfect k j y ye si tak jo")
"""Open a yes ("heel graag") as easily as a sentence about something else ("heel mijn rekening klopt niet")."""


def _is_question(folded: str, first: str) -> bool:
    return folded.rstrip().endswith("?") and (first not in _YES_FIRST or first in _WEAK or len(folded.split()) <= 2)


def _after_no(core: list[str], folded: str) -> bool | None:
    rest = " ".join(core[1:])
    if re.search(r"(?<!dank je )(?<!dank u )\bwel\Z", rest) and not _NO_PHRASES.search(rest):
        return None  # "nee, eigenlijk toch wel"
    # "nee, dat is goed" and "nee prima" are said to agree: ask again rather than guess
    if rest and _YES_PHRASES.match(rest) and not _NO_PHRASES.search(rest) and len(core) <= 5:
        return False if re.match(r"graag (?:een|naar|op|iets)|inderdaad|alsjeblieft|alstublieft|aub", rest) else None
    if rest.split(" ")[0] in ("prima", "ja", "ok", "oke", "goed", "top") and not _NO_PHRASES.search(rest):
        return None
    return None if folded.strip() in ("nee?", "no?") else False


def _after_yes(plain: str, first: str) -> bool | None:
    if _NO_PHRASES.search(plain):
        return False
    if re.search(r"\b(?:nee|neen)\b", plain) or _YES_BUT.match(plain):
        return None
    denied = re.search(r"\b(?:niet|geen)\b", plain) and first in _STARTS_A_DENIAL
    return not denied


_STARTS_A_DENIAL = words("dat het zeker absoluut natuurlijk goed klopt")
