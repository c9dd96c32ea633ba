"""Meter readings, and which register each seems to be of."""

from __future__ import annotations

import re
from decimal import Decimal

from dichtbij.values import contact, places
from dichtbij.values.folding import Folded, fold, overlaps
from dichtbij.values.model import FoundReading, RegisterHint
from dichtbij.values.moments import date_spans
from dichtbij.values.numerals import DIGIT_WORDS, NUMERAL, value_of
from dichtbij.values.pieces import spans_of
from dichtbij.values.quantities import EURO, OTHER_UNIT, is_article

_DIGIT = rf"(?:\d|(?:{'|'.join(DIGIT_WORDS)})(?!\w))"
_ONE_BY_ONE = rf"(?<!\d ){_DIGIT}(?: {{1,2}}{_DIGIT}){{3,7}}(?! ?\d)"
""" "0 4 7 3 8", "nul vier zeven drie acht": read aloud from the meter."""
_READING = re.compile(
    rf"(?<![\w.,])(?P<number>{_ONE_BY_ONE}|{NUMERAL})(?=[^\d]|\Z)(?!(?:[.,/-]\d))"
    r"(?P<unit> ?(?:kwh|m3|m³|kuub|kub\w*|kw\b))?"
)
_HINTS: tuple[tuple[RegisterHint, str], ...] = (
    (
        "teruglevering dal",
        r"2[.,]8[.,]1|teruglever\w* ?(?:\(?(?:dal|laag|t1|nacht)\w*)|(?:dal|laag) ?(?:tarief )?terug\w*|"
        r"t1 terug\w*",
    ),
    (
        "teruglevering normaal",
        r"2[.,]8[.,]2|teruglever\w* ?(?:\(?(?:normaal|hoog|t2|dag)\w*)|(?:normaal|hoog) ?(?:tarief )?terug\w*|"
        r"t2 terug\w*",
    ),
    ("teruglevering", r"2[.,]8(?:[.,]0)?\b|terug ?lever\w*|terug ?gelever\w*|opgewekt\w*|opwek\w*|zonnepanelen|retour"),
    (
        "dal",
        r"1[.,]8[.,]1|\bt1\b|\btarief 1\b|\bteller 1\b|dal(?:tarief|uren|stand)?\b|laag(?:tarief)?\b|lage?\b|"
        r"nacht(?:tarief|stroom)?\b",
    ),
    (
        "normaal",
        r"1[.,]8[.,]2|\bt2\b|\btarief 2\b|\bteller 2\b|normaal(?:tarief)?\b|normale?\b|hoog(?:tarief)?\b|"
        r"hoge?\b|dag(?:tarief|stroom)\b|(?<!de )\bdag\b|piek(?:tarief)?\b",
    ),
    ("enkel", r"enkel(?:tarief|e)?\b|1[.,]8[.,]0|een teller"),
    ("gas", r"\bgas\w*\b|\bm3\b|\bkuub\b"),
    ("stroom", r"\bstroom\w*\b|\belektr\w*\b|\bkwh\b|\blicht\b|\belek\b"),
)
# \w* after gas and stroom: gasmeter, gasstand, stroommeter
_HINT = re.compile("|".join(f"(?P<h{number}>{pattern})" for number, (_, pattern) in enumerate(_HINTS)))
_PARTED = re.compile(r"[,;\n]|\ben\b")
_DAY = re.compile(r" dag(?:tarief|stroom)?\b")
_REGISTER_NUMBERS = frozenset({"1", "2", "een", "twee"})
_TARIFF_NUMBER = re.compile(r"(?:tarief|teller|\bt|telwerk|nummer|nr\.?) ?$")


def readings(text: str) -> list[FoundReading]:
    """Meter readings with the register that the words before (or else after) them name.

    1.8.1 and T1 are dal (low), 1.8.2 and T2 normaal (high), as Dutch smart meters show them; 2.8.x is teruglevering.
    A unit tells energy only: m3 is gas, kWh is stroom. Dates, amounts of money and other numbers are left out.
    """
    folded = fold(text)
    return [reading_of(folded, piece, register) for piece, register in reading_pieces(folded)]


def reading_pieces(folded: Folded) -> list[tuple[ReadingPiece, RegisterHint | None]]:
    """The same, told in places of the plain form."""
    return folded.once("reading_pieces", _reading_pieces)


def _reading_pieces(folded: Folded) -> list[tuple[ReadingPiece, RegisterHint | None]]:
    if not folded.may_hold_number:
        return []
    hints = [(match.start(), match.end(), _hint_of(match)) for match in _HINT.finditer(folded.text)]
    codes = [(start, end) for start, end, _ in hints if folded.text[start].isdigit()]
    taken = _taken_for_readings(folded) + codes
    values: list[ReadingPiece] = []
    for match in _READING.finditer(folded.text):
        start, end = match.span("number")
        value = _read_off(match["number"])
        if value is None or overlaps(start, end, taken) or _is_no_reading(folded, match):
            continue
        values.append((value, start, end, match["unit"] or ""))
    return list(zip(values, _hints_of_values(folded.text, values, hints), strict=True))


def _read_off(said: str) -> Decimal | None:
    """The value of a numeral, or of digits that were read from the meter one by one."""
    digits = [str(DIGIT_WORDS.get(part, part)) for part in re.split(r"[ ,]+", said)]
    if len(digits) > 3 and all(len(digit) == 1 for digit in digits):
        return Decimal("".join(digits))
    return value_of(said, three_decimals=True)


ReadingPiece = tuple[Decimal, int, int, str]
"""Value, start, end, and the unit that was written behind it."""
_Hint = tuple[int, int, RegisterHint]


def reading_of(folded: Folded, piece: ReadingPiece, register: RegisterHint | None) -> FoundReading:
    """A reading, told in places of the text that was given."""
    number, start, end, _ = piece
    first, last = folded.span(start, end)
    return FoundReading(number, first, last, folded.given[first:last], register)


def _taken_for_readings(folded: Folded) -> list[tuple[int, int]]:
    return (
        spans_of(contact.iban_pieces(folded))
        + spans_of(contact.email_pieces(folded))
        + spans_of(places.postcode_pieces(folded))
        + date_spans(folded)
    )


def _hint_of(match: re.Match[str]) -> RegisterHint:
    return _HINTS[int(str(match.lastgroup)[1:])][0]


def _is_no_reading(folded: Folded, match: re.Match[str]) -> bool:
    start, end = match.span("number")
    if folded.text[start:end] in _REGISTER_NUMBERS and _TARIFF_NUMBER.search(folded.text[max(0, start - 9) : start]):
        return True  # the 1 of "tarief 1"
    if is_article(folded, start, end):
        return True
    following = folded.text[end : end + 10]
    is_of_day = end - start >= 4 and _DAY.match(folded.text, end) is not None  # "18446 dag en 15210 nacht"
    has_unit = folded.text[end : end + 1].isalpha() or OTHER_UNIT.match(folded.text, end)
    if not match["unit"] and has_unit and not is_of_day:
        return True
    return re.match(rf"(?:,-)? ?{EURO}", following) is not None or folded.text[max(0, start - 2) : start].strip() == "€"


def _hints_of_values(text: str, values: list[ReadingPiece], hints: list[_Hint]) -> list[RegisterHint | None]:
    """For every value the hint before it; or after it, when that is how this customer writes them all."""
    before, after = [], []
    for index, (_, start, _, _) in enumerate(values):
        previous_end = _end_of(values[index - 1]) if index else 0
        before.append([hint for hint in hints if previous_end <= hint[0] and hint[1] <= start])
        after.append(_close_after(text, values, index, hints))
    names_after = [_narrowest(_names(close)) for close in after]
    if values and _narrowest(_names(before[0])) in (None, "stroom") and all(names_after):
        return names_after
    chosen = []
    taken: list[_Hint] = []
    for index, (mine, close) in enumerate(zip(before, after, strict=True)):
        mine = [hint for hint in mine if hint not in taken]
        if _narrowest(_names(mine)) in (None, "stroom", "teruglevering"):
            taken = [hint for hint in close if _stands_apart(text, values, index, hint)]
            mine = mine + taken
        chosen.append(_narrowest(_names(mine)) or names_after[index])
    return [_with_unit(hint, unit) for hint, (_, _, _, unit) in zip(_carried(chosen), values, strict=True)]


def _end_of(value: ReadingPiece) -> int:
    return value[2] + len(value[3])


def _next_start(text: str, values: list[ReadingPiece], index: int) -> int:
    return values[index + 1][1] if index + 1 < len(values) else len(text)


def _close_after(text: str, values: list[ReadingPiece], index: int, hints: list[_Hint]) -> list[_Hint]:
    """The hints between a value and the next one that no comma or "en" parts from it."""
    end = _end_of(values[index])
    following = [hint for hint in hints if end <= hint[0] < _next_start(text, values, index)]
    return [hint for hint in following if not _PARTED.search(text[end : hint[0]])]


def _stands_apart(text: str, values: list[ReadingPiece], index: int, hint: _Hint) -> bool:
    """Whether a hint after a value is parted from the next one: "05519 t1 en 07204 t2"."""
    between = text[hint[1] : _next_start(text, values, index)]
    return index + 1 == len(values) or _PARTED.search(between) is not None


def _names(hints: list[_Hint]) -> list[RegisterHint]:
    return [name for _, _, name in hints]


def _with_unit(hint: RegisterHint | None, unit: str) -> RegisterHint | None:
    if hint or not unit:
        return hint
    return "stroom" if "w" in unit else "gas"


def _carried(hints: list[RegisterHint | None]) -> list[RegisterHint | None]:
    """ "teruglevering dal 500 normaal 600": the second is feed-in as well, unless both of feed-in were had."""
    carried: list[RegisterHint | None] = []
    pairs: dict[str, tuple[RegisterHint, RegisterHint]] = {
        "normaal": ("teruglevering dal", "teruglevering normaal"),
        "dal": ("teruglevering normaal", "teruglevering dal"),
    }
    for hint in hints:
        other, mine = pairs.get(hint or "", (None, None))
        follows = bool(other) and bool(carried) and carried[-1] == other and mine not in carried
        carried.append(mine if follows else hint)
    return carried


def _narrowest(hints: list[RegisterHint]) -> RegisterHint | None:
    """The hint that tells most: feed-in with its tariff, then a tariff, then the energy."""
    if not hints:
        return None
    names = set(hints)
    if "teruglevering" in names and "dal" in names:
        return "teruglevering dal"
    if "teruglevering" in names and "normaal" in names:
        return "teruglevering normaal"
    last = [hint for hint in hints if hint != "stroom"]
    return last[-1] if last else "stroom"
