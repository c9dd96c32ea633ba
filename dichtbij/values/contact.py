"""Who and where: IBAN, postcode, house number, phone, e-mail, customer and invoice numbers, one-time codes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import phonenumbers

from dichtbij.values.folding import Folded, fold, overlaps, words
from dichtbij.values.model import Found, HouseNumber
from dichtbij.values.numerals import DIGIT_WORDS, SPOKEN_GROUP, value_of

Span = tuple[int, int]
_Piece = tuple[str, int, int]
_Finder = Callable[[Folded], Iterator[_Piece]]


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


def _ibans(folded: Folded) -> Iterator[_Piece]:
    for match in _IBAN.finditer(folded.text):
        plain = re.sub(r"[ .\-]", "", match.group())
        yield (plain[:8] + plain[8:].replace("o", "0") if plain.startswith("nl") else plain).upper(), *match.span()


def ibans(text: str) -> list[Found[str]]:
    """IBAN-shaped values without spaces, in capitals. A wrong checksum is found too: the service refuses it."""
    return _found(fold(text), _ibans)


def iban_spans(folded: Folded) -> list[Span]:
    """Where IBANs stand."""
    return _spans(_ibans(folded))


# --- postcode and house number --------------------------------------------------------------------------------------

_POSTCODE = re.compile(r"(?<![a-z\d.,€-])([1-9]\d{3})[ .-]?([a-z] ?[a-z])(?![a-z])")
_WORDS_OF_TWO = words(
    "is en of in op te de ik je we ze er al na om zo nu ja bv km kg cm mm kw wh eu nl be aan he hm ha oh tm mw dm ml dl"
    " ex pm nr st wp mb gb dd jl va vd ca"
)
_NOT_GIVEN_OUT = ("sa", "sd", "ss")


def _postcodes(folded: Folded) -> Iterator[_Piece]:
    for match in _POSTCODE.finditer(folded.text):
        letters = match[2].replace(" ", "")
        apart = match.end(1) != match.start(2) or len(match[2]) > 2
        written = folded.given[slice(*folded.span(match.start(2), match.end(2)))]
        if letters in _NOT_GIVEN_OUT or (len(match[2]) > 2 and not written.isupper()):
            continue
        if apart and letters in _WORDS_OF_TWO and not written.isupper():
            continue
        yield f"{match[1]} {letters.upper()}", *match.span()


def postcodes(text: str) -> list[Found[str]]:
    """Dutch postcodes as "1234 AB". SA, SD and SS are not given out and not found."""
    return _found(fold(text), _postcodes)


def postcode_spans(folded: Folded) -> list[Span]:
    """Where postcodes stand."""
    return _spans(_postcodes(folded))


_ADDITION = (
    r"(?:\s?[-/]\s?(?P<dash>[a-z]{1,4}|\d{1,4}[a-z]?)|(?P<tight>[a-z]{1,4}\d?)"
    r"| (?P<word>bis|hs|huis|zw|rd|boven|beneden|bov|ben|ii|iii|iv|[a-tv-z]\d?)"
    r"|,? toev(?:oeging|\.)?:? (?P<named>[a-z\d]{1,4}))?(?![a-z\d])"
)
_STREET = (
    r"\b[a-z]{0,30}(?:straat|str\.|laan|weg|plein|hof|kade|gracht|dijk|singel|steeg|pad|plantsoen|dreef|park|markt|"
    r"baan|ring|burg|wal|lei|haven|erf|akker|veld|kamp|oord|zoom|hage)"
)
_HOUSE_CONTEXT = re.compile(
    rf"(?:huis ?(?:nummer|nr\.?)|\b(?:nummer|nr\.?|nummertje|no\.)|{_STREET})(?: is|"
    rf" =)?\s?:?\s?(?P<number>\d{{1,5}}){_ADDITION}"
)
_HOUSE_AFTER_POSTCODE = re.compile(
    rf"\s?,?\s?(?:en )?(?:huis ?(?:nummer|nr\.?)|nummer|nr\.?)?\s?:?\s?(?P<number>\d{{1,5}}){_ADDITION}"
)
_HOUSE_BEFORE_POSTCODE = re.compile(rf"(?<![\d.,€-])\b(?P<number>\d{{1,5}}){_ADDITION},?\s?$")
_HOUSE_ALONE = re.compile(rf"\s*(?:op |het is |ik woon op )?(?P<number>\d{{1,5}}){_ADDITION}\s*[.!]?\s*")
_NOT_A_HOUSE = re.compile(r"(?:klant|factuur|rekening|telefoon|order|zaak|bon|meter|mobiele?)\s?$")


def house_numbers(text: str) -> list[Found[HouseNumber]]:
    """House numbers: next to a postcode, after a street or "nummer", or the whole message."""
    folded = fold(text)
    found: dict[int, Found[HouseNumber]] = {}
    ends = [end for _, end in postcode_spans(folded)]
    starts = [start for start, _ in postcode_spans(folded)]
    matches = [match for end in ends if (match := _HOUSE_AFTER_POSTCODE.match(folded.text, end))]
    matches += [
        match
        for match in _HOUSE_CONTEXT.finditer(folded.text)
        if not _NOT_A_HOUSE.search(folded.text[max(0, match.start() - 12) : match.start()])
    ]
    matches += [
        match for start in starts if (match := _HOUSE_BEFORE_POSTCODE.search(folded.text, max(0, start - 14), start))
    ]
    if not matches and (alone := _HOUSE_ALONE.fullmatch(folded.text)):
        matches = [alone]
    taken = postcode_spans(folded)
    for match in matches:
        number = int(match["number"])
        if number and not overlaps(*match.span("number"), taken):
            found.setdefault(match.start("number"), _house(folded, match, number))
    return [found[start] for start in sorted(found)]


def _house(folded: Folded, match: re.Match[str], number: int) -> Found[HouseNumber]:
    addition = match["dash"] or match["tight"] or match["word"] or match["named"] or ""
    return folded.found(HouseNumber(number, addition.upper()), match.start("number"), match.end())


# --- phone and e-mail -----------------------------------------------------------------------------------------------


def phones(text: str) -> list[Found[str]]:
    """Valid phone numbers, Dutch when no country is given, as "+31612345678"."""
    return _found(fold(text), _phones)


def phone_spans(folded: Folded) -> list[Span]:
    """Where phone numbers stand."""
    return _spans(_phones(folded))


_MAY_BE_PHONE = re.compile(r"(?:\+|0)[\d ()./-]{7,}")


def _phones(folded: Folded) -> Iterator[_Piece]:
    for digits, start, end in _spoken_groups(folded, 10):
        number = phonenumbers.parse(digits, "NL")
        if digits.startswith("0") and phonenumbers.is_valid_number(number):
            yield phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), start, end
    if not _MAY_BE_PHONE.search(folded.text):
        return  # the matcher costs milliseconds
    other = iban_spans(folded)
    for match in phonenumbers.PhoneNumberMatcher(folded.text, "NL"):
        if not overlaps(match.start, match.end, other):
            yield (
                phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164),
                match.start,
                match.end,
            )


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


def _emails(folded: Folded) -> Iterator[_Piece]:
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
    return _found(fold(text), _emails)


def email_spans(folded: Folded) -> list[Span]:
    """Where e-mail addresses stand."""
    return _spans(_emails(folded))


# --- numbers of ours ------------------------------------------------------------------------------------------------

_DIGIT = rf"(?:\d|\b(?:{'|'.join(DIGIT_WORDS)})\b)"
_DIGIT_RUN = re.compile(rf"(?<![\d,.€+]){_DIGIT}(?:[ .\-]{{0,2}}{_DIGIT})*(?![\d%€])(?!,\d|,-)")
_ONE_DIGIT = re.compile(_DIGIT)
_INVOICE = re.compile(r"(?<![a-z\d])(?:f(?:act(?:uur)?(?:nr|nummer)?)?[ .\-]{0,2})?(20\d{2})[ .\-]?(\d{6})(?![\d])")
_KWH = re.compile(r" ?(?:kwh|m3|euro|eur\b|€|kuub)")


def _digit_runs(folded: Folded, length: int) -> Iterator[_Piece]:
    """Runs of exactly so many digits, typed or spelt out; groups ("1048 2913") count as one when they add up."""
    for match in _DIGIT_RUN.finditer(folded.text):
        for start, end in _pieces(folded.text, *match.span(), length):
            if _KWH.match(folded.text, end) or folded.text[:start].rstrip().endswith("€"):
                continue
            digits = [str(DIGIT_WORDS.get(digit, digit)) for digit in _ONE_DIGIT.findall(folded.text[start:end])]
            yield "".join(digits), start, end


_SPOKEN_GROUPS = re.compile(rf"(?<!\w){SPOKEN_GROUP}(?:[ ,.-]{{1,2}}{SPOKEN_GROUP}){{2,9}}(?!\w)")
_ONE_GROUP = re.compile(rf"(?<!\w){SPOKEN_GROUP}(?!\w)")


def _spoken_groups(folded: Folded, length: int) -> Iterator[_Piece]:
    """A number dictated as people group it: "nul zes, twaalf, vierendertig, zesenvijftig, achtenzeventig"."""
    for match in _SPOKEN_GROUPS.finditer(folded.text):
        digits = "".join(str(value_of(group) or 0) for group in _ONE_GROUP.findall(match.group()))
        if len(digits) == length:
            yield digits, *match.span()


def _pieces(text: str, start: int, end: int, length: int) -> list[Span]:
    """The whole run when it has the length, else the unbroken groups within it that have it."""
    if len(_ONE_DIGIT.findall(text, start, end)) == length:
        return [(start, end)]
    groups = re.finditer(r"\d+", text[start:end])
    return [(start + group.start(), start + group.end()) for group in groups if len(group.group()) == length]


def _customer_numbers(folded: Folded) -> Iterator[_Piece]:
    other = iban_spans(folded) + invoice_spans(folded) + phone_spans(folded) + email_spans(folded)
    spelt = list(_digit_runs(folded, 8))
    spelt += [piece for piece in _spoken_groups(folded, 8) if not overlaps(*piece[1:], [one[1:] for one in spelt])]
    for value, start, end in spelt:
        looks_like_date = re.fullmatch(
            r"\d{1,2}[-./ ]\d{1,2}[-./ ]\d{4}|\d{4}[-./ ]\d{2}[-./ ]\d{2}", folded.text[start:end]
        )
        if not looks_like_date and not overlaps(start, end, other):
            yield value, start, end


def customer_numbers(text: str) -> list[Found[str]]:
    """Customer numbers: 8 digits, also in groups ("1048 2913") and dictated ("een nul vier acht…")."""
    return _found(fold(text), _customer_numbers)


def customer_number_spans(folded: Folded) -> list[Span]:
    """Where customer numbers stand."""
    return _spans(_customer_numbers(folded))


def _invoices(folded: Folded) -> Iterator[_Piece]:
    for match in _INVOICE.finditer(folded.text):
        yield f"F-{match[1]}-{match[2]}", *match.span()


def invoice_numbers(text: str) -> list[Found[str]]:
    """Invoice numbers as "F-2025-001234", however they were written."""
    return _found(fold(text), _invoices)


def invoice_spans(folded: Folded) -> list[Span]:
    """Where invoice numbers stand."""
    return _spans(_invoices(folded))


def _codes(folded: Folded) -> Iterator[_Piece]:
    other = iban_spans(folded) + invoice_spans(folded) + phone_spans(folded) + email_spans(folded)
    for value, start, end in _digit_runs(folded, 6):
        looks_like_date = re.fullmatch(r"\d{1,2}[-./]\d{1,2}[-./]\d{2}", folded.text[start:end])
        if not looks_like_date and not overlaps(start, end, other):
            yield value, start, end


def codes(text: str) -> list[Found[str]]:
    """One-time codes: 6 digits, also "123 456", "1 2 3 4 5 6" and dictated."""
    return _found(fold(text), _codes)


# --- shared ---------------------------------------------------------------------------------------------------------


def _found(folded: Folded, finder: _Finder) -> list[Found[str]]:
    pieces = sorted(finder(folded), key=lambda piece: piece[1])
    return [folded.found(value, start, end) for value, start, end in pieces]


def _spans(pieces: Iterator[_Piece]) -> list[Span]:
    return [(start, end) for _, start, end in pieces]
