"""How to reach somebody, and where the money goes: IBAN, phone, e-mail."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers
from stdnum import iban as iban_rules

from dichtbij.values.folding import Folded, fold, overlaps
from dichtbij.values.model import Found
from dichtbij.values.numerals import SPOKEN_GROUP, value_of
from dichtbij.values.pieces import Piece, Span, found_by, pieces_of, spans_of

# --- IBAN -----------------------------------------------------------------------------------------------------------

# The part after country and check digits: a letters, n digits, c either (ECBS/SWIFT IBAN registry).
_SHAPES = {
    "nl": "a4 n10", "be": "n12", "de": "n18", "fr": "n10 c11 n2", "lu": "n3 c13", "gb": "a4 n14", "es": "n20",
    "it": "a1 n10 c12", "pl": "n24", "at": "n16", "pt": "n21", "ie": "a4 n14", "dk": "n14", "se": "n20", "fi": "n14",
    "no": "n11", "ch": "n5 c12", "lt": "n16", "ee": "n16", "lv": "a4 c13", "cz": "n20", "sk": "n20", "hu": "n24",
    "ro": "a4 c16", "bg": "a4 n6 c8", "hr": "n17", "si": "n15", "gr": "n7 c16", "cy": "n8 c16", "mt": "a4 n5 c18",
    "tr": "n6 c16", "is": "n22", "li": "n5 c12", "mc": "n10 c11 n2",
}  # fmt: skip
_KINDS = {"a": "[a-z]", "n": r"\d", "c": r"[a-z\d]"}
_ZERO_OR_LETTER = r"[\do]"
"""In a Dutch number a letter o can only be a zero."""
_SEP = r"[ .\-]{0,2}"


def _iban_pattern() -> re.Pattern[str]:
    shapes = []
    for country, shape in _SHAPES.items():
        parts = [rf"(?:{_SEP}\d){{2}}"]
        for part in shape.split():
            count = part[1:]
            if country == "nl" and part == "n10":
                count = "8,11"  # a digit short or too many: found, so that it can be refused with a reason
            parts.append(rf"(?:{_SEP}{_KINDS[part[0]]}){{{count}}}")
        if country == "nl":
            parts[-1] = parts[-1].replace(r"\d", _ZERO_OR_LETTER)
        shapes.append(rf"{country[0]} ?{country[1]}" + "".join(parts))
    return re.compile(rf"(?<![a-z\d])(?:{'|'.join(shapes)})(?![a-z\d])")


_IBAN = _iban_pattern()
_FEWEST_DIGITS = 9
"""No country's IBAN has fewer, when one digit is forgotten and one is typed as a letter."""
_DICTATED = re.compile(r"(?<![\w.@-])(?:n ?l|b ?e)(?=[ ,.-])")
_DICTATED_PART = re.compile(rf"[ ,.-]{{1,2}}({SPOKEN_GROUP}(?![a-z])|\d{{1,10}}|[a-z]{{1,4}}(?![a-z]))")
_SIGNS_OF_DUTCH = re.compile(r"(?:[ .\-]*[a-z\d]){18}")
"""Of "NL91ABNA0417164300. 1 juli" the 1 begins a date, and is no digit too many."""
_LENGTHS = {"nl": 18, "be": 16}


def _ibans(folded: Folded) -> Iterator[Piece]:
    if folded.digits >= _FEWEST_DIGITS:
        for match in _IBAN.finditer(folded.text):
            written = match.group()
            plain = _plain_iban(written)
            dutch = _SIGNS_OF_DUTCH.match(written) if plain.startswith("NL") else None
            if dutch and iban_rules.is_valid(plain[:18]):
                written, plain = dutch.group(), plain[:18]
            yield plain, match.start(), match.start() + len(written)
    if folded.has_number_word:
        for match in _DICTATED.finditer(folded.text):
            yield from _dictated_iban(folded.text, *match.span())


def _plain_iban(written: str) -> str:
    plain = re.sub(r"[ .\-]", "", written)
    return (plain[:8] + plain[8:].replace("o", "0") if plain.startswith("nl") else plain).upper()


def _dictated_iban(text: str, start: int, end: int) -> Iterator[Piece]:
    """ "n l negen een a b n a nul vier een zeven…": only with a right checksum, for words may follow that fit too."""
    said = text[start:end].replace(" ", "")
    length = _LENGTHS[said]
    while len(said) < length and (part := _DICTATED_PART.match(text, end)):
        number = None if part[1].isdigit() else value_of(part[1])
        said += part[1] if number is None else str(number)
        end = part.end()
    if len(said) == length and iban_rules.is_valid(said):
        yield said.upper(), start, end


def ibans(text: str) -> list[Found[str]]:
    """IBAN-shaped values without spaces, in capitals, also dictated. A wrong checksum is found too, so that the service
    can refuse it with a reason; of a dictated one only a right checksum tells where it ends.
    """
    return found_by(fold(text), _ibans)


def iban_pieces(folded: Folded) -> list[Piece]:
    """The same, told in places of the plain form."""
    return pieces_of(folded, _ibans)


# --- phone and e-mail -----------------------------------------------------------------------------------------------


_BETWEEN_GROUPS = r"(?:[ ,-]{1,2}|\.)(?:(?:eh|euh|uh|uhm|ehm|dan)[ ,.]{1,2})?"
_SPOKEN_GROUPS = re.compile(rf"(?<!\w){SPOKEN_GROUP}(?:{_BETWEEN_GROUPS}{SPOKEN_GROUP}){{2,9}}(?!\w)")
_ONE_GROUP = re.compile(rf"(?<!\w){SPOKEN_GROUP}(?!\w)")


def spoken_groups(folded: Folded, length: int) -> Iterator[Piece]:
    """A number dictated as people group it: "nul zes, twaalf, vierendertig, zesenvijftig, achtenzeventig"."""
    if not folded.has_number_word:
        return
    for match in _SPOKEN_GROUPS.finditer(folded.text):
        digits = "".join(str(value_of(group) or 0) for group in _ONE_GROUP.findall(match.group()))
        if len(digits) == length:
            yield digits, *match.span()


def phones(text: str) -> list[Found[str]]:
    """Valid phone numbers, Dutch when no country is given, as "+31612345678"."""
    return found_by(fold(text), _phones)


def phone_pieces(folded: Folded) -> list[Piece]:
    """The same, told in places of the plain form."""
    return pieces_of(folded, _phones)


_MAY_BE_PHONE = re.compile(r"(?:\+|0)[\d ()./-]{7,}")


_TWO_SENTENCES = re.compile(r"\d{4}[.,;] ")
""" "De stand is 011700. 1000 AA": the matcher reads on."""
_PLAIN_DUTCH = re.compile(r"(?<![\w+])(?<!\d[ .\-/])0[1-9](?:[ -]?\d){8}(?![ .\-/]?\d)")


def _phones(folded: Folded) -> Iterator[Piece]:
    taken = spans_of(iban_pieces(folded))
    for digits, start, end in spoken_groups(folded, 10):
        # phonenumbers raises at a country that does not exist: "nul nul twee een…"
        if re.match("0[1-9]", digits) and not overlaps(start, end, taken) and (number := _valid(digits)):
            yield number, start, end
    if folded.digits < 9 or not _MAY_BE_PHONE.search(folded.text):
        return  # the matcher costs milliseconds
    for match in phonenumbers.PhoneNumberMatcher(folded.text, "NL"):
        # Nobody gives out a Dutch number of nine digits, though 0800 with five may pass for one; a BSN has nine.
        nine = match.number.country_code == 31 and len(str(match.number.national_number)) == 8
        sentences = _TWO_SENTENCES.search(match.raw_string)
        if not nine and not sentences and not overlaps(match.start, match.end, taken):
            taken.append((match.start, match.end))
            yield _written(match.number), match.start, match.end
    for plain in _PLAIN_DUTCH.finditer(folded.text):  # after "1/1/2026. " the matcher misses one
        if not overlaps(*plain.span(), taken) and (number := _valid(re.sub(r"[ -]", "", plain.group()))):
            yield number, *plain.span()


def _valid(digits: str) -> str | None:
    number = phonenumbers.parse(digits, "NL")
    return _written(number) if phonenumbers.is_valid_number(number) else None


def _written(number: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


_LOCAL, _LABEL = r"[a-z\d][a-z\d._%+'-]{0,63}", r"[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?"
_EMAIL = re.compile(rf"(?<![a-z\d._%+'-]){_LOCAL}@(?:{_LABEL}\.){{1,5}}[a-z]{{2,24}}(?![a-z\d@])")
_JOINTS = {"punt": ".", "dot": ".", "streepje": "-", "liggend streepje": "_", "laag streepje": "_", "underscore": "_"}
_JOINT = rf"(?:{'|'.join(_JOINTS)})"
_LOCAL_WORD = r"[a-z\d_-]{1,40}"
_SPOKEN = re.compile(
    rf"(?<![a-z\d._%+-])((?:{_LOCAL_WORD} {_JOINT} (?:(?:de|van|der|den|het|ten|ter|el|al) ){{0,2}}){{0,3}}{_LOCAL})"
    r" ?(?:@| apen?staartje | at | ?[(\[]at[)\]]) ?"
    rf"({_LABEL}(?:(?: punt | dot |\.){_LABEL}){{0,3}}(?: punt | dot |\.)(?:nl|com|be|eu|net|org|de|"
    r"example))(?![a-z\d])"
)


def _emails(folded: Folded) -> Iterator[Piece]:
    if not folded.holds(("@", "staartje", " at ", "(at)", "[at]", "( at", "[ at")):
        return
    taken: list[Span] = []
    for match in _EMAIL.finditer(folded.text):
        written = folded.given[slice(*folded.span(*match.span()))]
        if written.isascii():  # an address with accents would lose them here, and reach somebody else
            taken.append(match.span())
            yield match.group(), *match.span()
    for match in _SPOKEN.finditer(folded.text):
        written = folded.given[slice(*folded.span(*match.span()))]
        if written.isascii() and not overlaps(*match.span(), taken):
            local, host = (re.sub(rf" ({_JOINT}) ", lambda joint: _JOINTS[joint[1]], part) for part in match.groups())
            yield f"{local}@{host}".replace(" ", ""), *match.span()


def emails(text: str) -> list[Found[str]]:
    """E-mail addresses in lower case, also dictated: "jan apenstaartje voorbeeld punt nl"."""
    return found_by(fold(text), _emails)


def email_pieces(folded: Folded) -> list[Piece]:
    """The same, told in places of the plain form."""
    return pieces_of(folded, _emails)
