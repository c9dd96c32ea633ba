"""Where: postcodes and house numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from dichtbij.values.contact import iban_pieces, phone_pieces
from dichtbij.values.days import MONTH
from dichtbij.values.folding import Folded, fold, overlaps, words
from dichtbij.values.model import Found, HouseNumber
from dichtbij.values.numerals import DIGIT_WORDS, SPOKEN_GROUP, WORD_NUMERAL, value_of
from dichtbij.values.pieces import Piece, Span, found_by, pieces_of, spans_of

# --- postcodes ------------------------------------------------------------------------------------------------------

_POSTCODE = re.compile(r"(?<![a-z\d.,€/-])([1-9]\d{3})(?:[ .]|-(?!..-))?([a-z] ?[a-z])(?![a-z])")
_WORDS_OF_TWO = words(
    "is en of in op te de ik je we ze er al na om zo nu ja bv km kg cm mm kw wh eu nl be aan he hm ha oh tm mw dm ml dl"
    " ex pm nr st wp mb gb dd jl va vd ca ff ga me uw do di ma wo vr za da ge ie mn zn vs tm eh uh"
)
_AFTER_MONTH = re.compile(rf"\b{MONTH}\.? $")
_NOT_GIVEN_OUT = ("sa", "sd", "ss")

# Only the words of the Dutch spelling alphabet (anton, bernhard...) and of the international one that people still say.
_SPELT = {
    "anton": "a", "bernard": "b", "bernhard": "b", "bravo": "b", "cornelis": "c", "charlie": "c", "dirk": "d",
    "delta": "d", "eduard": "e", "echo": "e", "ferdinand": "f", "foxtrot": "f", "gerard": "g", "golf": "g",
    "hendrik": "h", "hotel": "h", "izaak": "i", "isaak": "i", "india": "i", "jan": "j", "johan": "j", "juliet": "j",
    "karel": "k", "kilo": "k", "lodewijk": "l", "lima": "l", "maria": "m", "mike": "m", "nico": "n", "november": "n",
    "otto": "o", "oscar": "o", "pieter": "p", "papa": "p", "quotient": "q", "quebec": "q", "rudolf": "r", "romeo": "r",
    "simon": "s", "sierra": "s", "theodoor": "t", "tango": "t", "utrecht": "u", "uniform": "u", "victor": "v",
    "willem": "w", "whisky": "w", "xantippe": "x", "ypsilon": "y", "yankee": "y", "zacharias": "z", "zulu": "z",
}  # fmt: skip
_DIGIT = rf"(?:\d|{'|'.join(DIGIT_WORDS)})"
_LETTER = rf"(?:[a-z]|{'|'.join(_SPELT)})"
_SPOKEN_DIGITS = (
    rf"(?:{_DIGIT}(?:[ ,-]{{1,2}}{_DIGIT}){{3}}|{SPOKEN_GROUP}[ ,]{{1,2}}{SPOKEN_GROUP}|{WORD_NUMERAL}|[1-9]\d{{3}})"
)
_SPOKEN = re.compile(
    rf"(?<![\w€])(?P<digits>{_SPOKEN_DIGITS})[ ,-]{{1,2}}"
    rf"(?P<letters>{_LETTER}[ ,-]{{1,2}}{_LETTER}|[a-z]{{2}})(?!\w)"
)
_ONE_PART = re.compile(rf"{SPOKEN_GROUP}(?!\w)|\d")


def _postcodes(folded: Folded) -> Iterator[Piece]:
    taken: list[Span] = []
    for match in _POSTCODE.finditer(folded.text) if folded.digits >= 4 else ():
        letters = match[2].replace(" ", "")
        apart = match.end(1) != match.start(2) or len(match[2]) > 2
        written = folded.given[slice(*folded.span(match.start(2), match.end(2)))]
        if letters in _NOT_GIVEN_OUT or (len(match[2]) > 2 and not written.isupper()):
            continue
        of_a_date = apart and _AFTER_MONTH.search(folded.text[max(0, match.start() - 12) : match.start()])
        if (apart and letters in _WORDS_OF_TWO and not written.isupper()) or of_a_date:
            continue  # "12 november 2025 ad"
        taken.append(match.span())
        yield f"{match[1]} {letters.upper()}", *match.span()
    if folded.may_hold_number and (folded.has_number_word or folded.digits >= 4):
        for match in _SPOKEN.finditer(folded.text):
            value = _spoken_postcode(folded, match)
            if value and not overlaps(*match.span(), taken):
                yield value, *match.span()


def _spoken_postcode(folded: Folded, match: re.Match[str]) -> str | None:
    """ "tweeduizend elf k d", "twintig elf KD", "twee nul een een karel dirk", "2011 karel dirk"."""
    said = re.split(r"[ ,-]+", match["letters"])
    letters = "".join(_SPELT.get(word, word) for word in said)
    written = folded.given[slice(*folded.span(match.start("letters"), match.end("letters")))]
    spelt = any(word in _SPELT for word in said)
    if match["digits"].isdigit() and not spelt:
        return None  # "2011 k d" with digits is written by hand, and was looked at
    is_word = len(said) == 1 and letters in _WORDS_OF_TWO and not written.isupper()
    if letters in _NOT_GIVEN_OUT or is_word:
        return None
    digits = _four_digits(match["digits"])
    return f"{digits} {letters.upper()}" if digits else None


def _four_digits(said: str) -> str | None:
    whole = value_of(said)
    if whole is not None and 1000 <= whole <= 9999:
        return str(int(whole))
    parts = [value_of(part) if not part.isdigit() else part for part in _ONE_PART.findall(said)]
    digits = "".join(f"{part:02}" if len(parts) == 2 else str(part) for part in parts)
    return digits if re.fullmatch(r"[1-9]\d{3}", digits) else None


def postcodes(text: str) -> list[Found[str]]:
    """Dutch postcodes as "1234 AB", also dictated. SA, SD and SS are not given out and not found."""
    return found_by(fold(text), _postcodes)


def postcode_pieces(folded: Folded) -> list[Piece]:
    """The same, told in places of the plain form."""
    return pieces_of(folded, _postcodes)


# --- house numbers --------------------------------------------------------------------------------------------------

_NUMBER = rf"(?P<number>\d{{1,5}}|{WORD_NUMERAL}(?!\w))"
_ADDITION = (
    r"(?:\s?[-/]\s?(?P<dash>[a-z]{1,4}|\d{1,4}[a-z]?)|(?P<tight>[a-z]{1,4}\d?)"
    r"| (?P<word>bis|hs|huis|zw|rd|(?:boven|beneden)(?! (?:de|het|een|mijn)\b)|bov|ben|ii|iii|iv|[a-tv-z]\d?)"
    r"|,? toev(?:oeging|\.)?:? (?P<named>[a-z\d]{1,4}))?(?![a-z\d])"
)
_STREET = (
    # "storing", "besparing" and "wachtwoord" end like streets; "weg" and "markt" by themselves are other words too.
    r"(?:\b(?:[a-z]{2,30}|(?=[a-z]+ \d{1,3}\b))(?:straat|str\.|laan|plein|kade|gracht|dijk|singel|plantsoen|dreef"
    r"|einde)"
    r"|\b(?:de|grote|oude|nieuwe) (?:markt|brink|dam)"
    r"|\b(?!\w*(?:woord|noord|kkoord|llerlei|onderweg|snelweg|loopbaan)\b)(?:[a-z]{2,30}|(?:oude|nieuwe|lange|korte"
    r"|grote|kleine|hoge|lage) )(?:weg|hof|steeg|pad|park|markt|baan|(?<![aeou])ring|burg|wal|lei|haven|erf|akker|veld"
    r"|kamp|oord|zoom|hage)"
    r"|\bwo(?:on\w*|nen)(?: nu| toch| gewoon)? op(?= \d)"
    r"|\bwo(?:on\w*|nen) (?:nu |sinds kort |al jaren )?(?:op|aan|in) (?:de |het |'t )?[a-z'.-]{3,30}"
    r"(?: (?!sinds|met|vanaf|voor|bij|ongeveer)[a-z'.-]{3,30})?)"
)
_HOUSE_CONTEXT = re.compile(
    rf"(?:huis ?(?:nummer|nr\.?)|\b(?:nummer|nr\.?|nummertje|no\.)|{_STREET})(?: is| =)?\s?:?\s?{_NUMBER}{_ADDITION}"
)
_HOUSE_AFTER_POSTCODE = re.compile(
    rf"\s?,?\s?(?:en )?(?:huis ?(?:nummer|nr\.?)|nummer|nr\.?)?\s?:?\s?{_NUMBER}{_ADDITION}"
)
_HOUSE_BEFORE_POSTCODE = re.compile(rf"(?<![\d.,€-])(?<!postbus )\b(?P<number>\d{{1,5}}){_ADDITION},?\s?$")
_HOUSE_ALONE = re.compile(rf"\s*(?:op |het is |ik woon op )?(?P<number>\d{{1,5}}){_ADDITION}\s*[.!]?\s*")
_NOT_A_HOUSE = re.compile(r"(?:klant|factuur|rekening|telefoon|order|zaak|bon|meter|mobiele?|dossier|contract)\s?$")
_A_UNIT = re.compile(
    r"\s?(?:%|procent|kwh|kw\b|m3|m2|kuub|watt|graden|(?:hele |volle )?(?:maand|week|weken|dag|uur|jaar|min)|mnd|keer"
    r"|x\b|maal|euro|€|cent|termijn|personen|mensen|huizen|baans|hoog|meter\b|km\b)"
)

Beside = Literal["postcode", "straat", "nummer", "voor postcode", "niets"]
"""What makes a number the number of a house; "niets" when it is the whole message."""
_ORDER: tuple[Beside, ...] = ("postcode", "straat", "nummer", "voor postcode", "niets")


def house_numbers(text: str) -> list[Found[HouseNumber]]:
    """House numbers: next to a postcode, after a street or "nummer", or the whole message."""
    folded = fold(text)
    return [folded.found(value, start, end) for value, start, end, _ in house_pieces(folded)]


def house_pieces(folded: Folded) -> list[tuple[HouseNumber, int, int, Beside]]:
    """The same, told in places of the plain form, with what they stand beside."""
    if not folded.may_hold_number:
        return []
    taken = spans_of(postcode_pieces(folded)) + spans_of(iban_pieces(folded)) + spans_of(phone_pieces(folded))
    found: dict[int, tuple[HouseNumber, int, int, Beside]] = {}
    for match, beside in _house_matches(folded):
        start, end = match.span("number")
        number = value_of(match["number"])
        article = match["number"] == "een" and "nummer" not in match.group()
        if number and not article and not overlaps(start, end, taken) and not _A_UNIT.match(folded.text, end):
            addition = match["dash"] or match["tight"] or match["word"] or match["named"] or ""
            if number == int(number) and number <= 99_999:
                found.setdefault(start, (HouseNumber(int(number), addition.upper()), start, match.end(), beside))
    return [found[start] for start in sorted(found)]


def _house_matches(folded: Folded) -> list[tuple[re.Match[str], Beside]]:
    text = folded.text
    matches: list[tuple[re.Match[str] | None, Beside]] = []
    for start, end in spans_of(postcode_pieces(folded)):
        matches.append((_HOUSE_AFTER_POSTCODE.match(text, end), "postcode"))
        matches.append((_HOUSE_BEFORE_POSTCODE.search(text, max(0, start - 14), start), "voor postcode"))
    for match in _HOUSE_CONTEXT.finditer(text):
        if not _NOT_A_HOUSE.search(text[max(0, match.start() - 12) : match.start()]):
            beside: Beside = "nummer" if match.group().startswith(("nummer", "nr", "no.")) else "straat"
            matches.append((match, beside))
    found = [(match, beside) for match, beside in matches if match]
    if not found and (alone := _HOUSE_ALONE.fullmatch(text)):
        return [(alone, "niets")]
    return sorted(found, key=lambda one: _ORDER.index(one[1]))
