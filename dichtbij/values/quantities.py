"""Amounts of money, meter readings and plain numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from dichtbij.values import contact
from dichtbij.values.folding import Folded, fold, overlaps
from dichtbij.values.model import Found, FoundReading, RegisterHint
from dichtbij.values.moments import date_spans
from dichtbij.values.numerals import NUMERAL, value_of

_NUMERAL = re.compile(rf"(?<![\w.,]){NUMERAL}(?![a-z\d])")
_EURO = r"(?:€|euro'?s?|euro?tjes|eurootjes|eur\b|piek\b|ballen\b)"
_MARKED = re.compile(
    rf"(?<![\w.,])(?P<minus>-|min )?\s?(?:(?P<before>€|\beur(?:o)?\b)\s?)?(?P<inner>-\s?)?(?P<number>{NUMERAL})"
    rf"(?P<dash>,(?:-{{1,2}}|=))?(?P<kilo>\s?k\b)?"
    rf"(?:\s?(?P<after>{_EURO}|e\b)(?: (?:en )?(?P<cents>{NUMERAL})(?: ?cent)?(?![\w,.]*\d)(?! ?(?:maand|"
    r"keer|x\b|jaar|dag)))?)?"
)
_CENTS = re.compile(rf"(?<![\w.,])(?P<number>{NUMERAL}) ?(?:euro)?cent(?:en)?\b")
_TENNERS = re.compile(rf"(?<!\w)(?:(?P<number>{NUMERAL}) )?(?P<coin>tientje|honderdje|vijfje|meier|duizendje)s?\b")
_COINS = {"tientje": 10, "honderdje": 100, "vijfje": 5, "meier": 100, "duizendje": 1000}
_OTHER_UNIT = re.compile(
    r" ?(?:%|procent|kwh|kw\b|kub|m3|m²|m2|m\b|kuub|watt|wp\b|graden|maand|mnd|keer|x\b|termijn|delen|jaar|"
    r"jr\b|week|weken"
    r"|dag|uur|min(?:u|\b)|e\b|ste\b|de\b(?! )|panelen|zonnepanelen|personen|mensen|kinderen|stuks?\b|km\b|"
    r"liter|facturen|rekeningen)"
)
_LINK = re.compile(
    r"\s*(?:naar|tot|of|en|t/m|-|ipv|i\.p\.v\.|in plaats van|maar|,|en dan|en niet|niet|wordt)(?: (?:de|naar|"
    r"liever))?\s*"
)
_NOT_MONEY_BEFORE = re.compile(
    r"(?:nummer|nr\.?|huisnummer|klantnummer|artikel|art\.|code|versie|top|meterstand|stand)(?: is|:)? ?$"
)


def _taken(folded: Folded) -> list[tuple[int, int]]:
    """Stretches that are something else: IBAN, phone, e-mail, postcode, invoice, customer number."""
    others = (
        contact.iban_spans(folded)
        + contact.postcode_spans(folded)
        + contact.email_spans(folded)
        + contact.invoice_spans(folded)
        + contact.phone_spans(folded)
        + contact.customer_number_spans(folded)
    )
    return sorted(others)


def _is_article(folded: Folded, start: int, end: int) -> bool:
    """'een' without accents is an article, not a number."""
    return folded.text[start:end] == "een" and folded.given[slice(*folded.span(start, end))].lower() in ("een", "eén")


def numbers(text: str) -> list[Found[Decimal]]:
    """All numerals, in digits and in words; "een" only when written "één"."""
    folded = fold(text)
    found = []
    for match in _NUMERAL.finditer(folded.text):
        value = value_of(match.group())
        if value is not None and not _is_article(folded, *match.span()):
            found.append(folded.found(value, *match.span()))
    return found


def amounts(text: str) -> list[Found[Decimal]]:
    """Amounts of money, in euros.

    When an amount is marked as money ("€ 120", "120 euro", "honderd euro vijftig"), only marked amounts and numbers
    tied to them ("van 120 naar 150 euro") count. Otherwise every number that is nothing else counts, so that the
    answer "120" to a question works. A minus is kept, so that a form can refuse it.
    """
    folded = fold(text)
    taken = _taken(folded)
    # A date stands in the way of an unmarked number only: "120,50 euro" could pass for a day and a month.
    marked, unmarked = _sort_out(folded, taken, date_spans(folded.text))
    if not marked:
        return [folded.found(value, start, end) for value, start, end in unmarked]
    linked = [item for item in unmarked if _is_linked(folded.text, item, marked)]
    return [folded.found(value, start, end) for value, start, end in sorted(marked + linked, key=lambda item: item[1])]


_Piece = tuple[Decimal, int, int]


def _sort_out(
    folded: Folded, taken: list[tuple[int, int]], day_spans: list[tuple[int, int]]
) -> tuple[list[_Piece], list[_Piece]]:
    marked = list(_small_change(folded.text, taken))
    covered = taken + [(start, end) for _, start, end in marked]
    unmarked: list[_Piece] = []
    for match in _MARKED.finditer(folded.text):
        start, end = match.span("number")
        if overlaps(start, end, covered):
            continue
        is_marked = bool(match["before"] or match["dash"] or match["kilo"] or match["after"])
        if not is_marked and (
            folded.text[end : end + 1].isalnum()
            or overlaps(start, end, day_spans)
            or _is_article(folded, start, end)
            or _OTHER_UNIT.match(folded.text, end)
            or _NOT_MONEY_BEFORE.search(folded.text[max(0, start - 16) : start])
        ):
            continue
        value = _amount_value(match)
        if value is not None:
            whole_start = match.start() + len(match.group()) - len(match.group().lstrip())
            (marked if is_marked else unmarked).append(
                (value, whole_start, match.start() + len(match.group().rstrip()))
            )
    return sorted(marked, key=lambda item: item[1]), unmarked


def _small_change(text: str, taken: list[tuple[int, int]]) -> Iterator[_Piece]:
    for match in _TENNERS.finditer(text):
        value = value_of(match["number"]) if match["number"] else Decimal(1)
        if value is not None and not overlaps(*match.span(), taken):
            yield value * _COINS[match["coin"]], *match.span()
    for match in _CENTS.finditer(text):
        value = value_of(match["number"])
        belongs_to_euros = re.search(r"(?:euro'?s?|€) (?:en )?$", text[max(0, match.start() - 10) : match.start()])
        if value is not None and not belongs_to_euros and not overlaps(*match.span(), taken):
            yield value / 100, *match.span()


def _amount_value(match: re.Match[str]) -> Decimal | None:
    value = value_of(match["number"])
    if value is None:
        return None
    if match["kilo"]:
        value = (value * 1000).normalize() + 0
    if match["cents"] and value == value.to_integral_value():
        cents = value_of(match["cents"])
        if cents is not None and cents < 100 and cents == cents.to_integral_value():
            value += cents / 100
    return -value if match["minus"] or match["inner"] else value


def _is_linked(text: str, piece: _Piece, marked: list[_Piece]) -> bool:
    for _, start, end in marked:
        between = text[piece[2] : start] if piece[2] <= start else text[end : piece[1]]
        if len(between) < 20 and _LINK.fullmatch(between):
            return True
    return False


_WANTED = re.compile(
    r"(?:naar|op|wordt|worden|van maken|maak er|doe maar|liever|tot|verhoog\w* met|"
    r"nieuw\w*(?: bedrag)?(?: is)?)(?: de| een)? ?$"
)


def wanted_amount(text: str) -> Found[Decimal] | None:
    """The amount that it must become: "van 120 naar 150" is 150. None when there is none, or no telling."""
    found = amounts(text)
    if len(found) <= 1:
        return found[0] if found else None
    after = [item for item in found if _WANTED.search(fold(text[max(0, item.start - 24) : item.start]).text)]
    return after[0] if len({item.value for item in after}) == 1 else None


_READING = re.compile(
    rf"(?<![\w.,])(?P<number>{NUMERAL})(?=[^\d]|\Z)(?!(?:[.,/-]\d))(?P<unit> ?(?:kwh|m3|m³|kuub|kub\w*|kw\b))?"
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
        r"hoge?\b|dag(?:tarief|stroom)\b|\bdag\b|piek(?:tarief)?\b",
    ),
    ("enkel", r"enkel(?:tarief|e)?\b|1[.,]8[.,]0|een teller"),
    ("gas", r"\bgas\w*\b|\bm3\b|\bkuub\b"),
    ("stroom", r"\bstroom\w*\b|\belektr\w*\b|\bkwh\b|\blicht\b|\belek\b"),
)
# \w* after gas and stroom: gasmeter, gasstand, stroommeter
_HINT = re.compile("|".join(f"(?P<h{number}>{pattern})" for number, (_, pattern) in enumerate(_HINTS)))
_TARIFF_NUMBER = re.compile(r"(?:tarief|teller|\bt|telwerk|nummer|nr\.?) ?$")


def readings(text: str) -> list[FoundReading]:
    """Meter readings with the register that the words before (or else after) them name.

    1.8.1 and T1 are dal (low), 1.8.2 and T2 normaal (high), as Dutch smart meters show them; 2.8.x is teruglevering.
    A unit tells energy only: m3 is gas, kWh is stroom. Dates, amounts of money and other numbers are left out.
    """
    folded = fold(text)
    hints = [(match.start(), match.end(), _hint_of(match)) for match in _HINT.finditer(folded.text)]
    codes = [(start, end) for start, end, _ in hints if folded.text[start].isdigit()]
    taken = _taken_for_readings(folded) + codes
    values: list[_Value] = []
    for match in _READING.finditer(folded.text):
        start, end = match.span("number")
        value = value_of(match["number"], three_decimals=True)
        if value is None or overlaps(start, end, taken) or _is_no_reading(folded, match):
            continue
        values.append((value, start, end, match["unit"] or ""))
    registers = _hints_of_values(folded.text, values, hints)
    return [_reading(folded, value, register) for value, register in zip(values, registers, strict=True)]


_Value = tuple[Decimal, int, int, str]
_Hint = tuple[int, int, RegisterHint]


def _reading(folded: Folded, value: _Value, register: RegisterHint | None) -> FoundReading:
    number, start, end, _ = value
    first, last = folded.span(start, end)
    return FoundReading(number, first, last, folded.given[first:last], register)


def _taken_for_readings(folded: Folded) -> list[tuple[int, int]]:
    return (
        contact.iban_spans(folded)
        + contact.email_spans(folded)
        + contact.postcode_spans(folded)
        + date_spans(folded.text)
    )


def _hint_of(match: re.Match[str]) -> RegisterHint:
    return _HINTS[int(str(match.lastgroup)[1:])][0]


def _is_no_reading(folded: Folded, match: re.Match[str]) -> bool:
    start, end = match.span("number")
    if _is_article(folded, start, end):
        return True
    if end - start == 1 and _TARIFF_NUMBER.search(folded.text[max(0, start - 9) : start]):
        return True  # the 1 of "tarief 1"
    following = folded.text[end : end + 10]
    if not match["unit"] and (folded.text[end : end + 1].isalpha() or _OTHER_UNIT.match(folded.text, end)):
        return True
    return (
        re.match(rf"(?:,-)? ?{_EURO}", following) is not None or folded.text[max(0, start - 2) : start].strip() == "€"
    )


def _hints_of_values(text: str, values: list[_Value], hints: list[_Hint]) -> list[RegisterHint | None]:
    """For every value the hint before it; or after it, when that is how this customer writes them all."""
    before, after = [], []
    for index, (_, start, end, unit) in enumerate(values):
        unit_end = end + len(unit)
        previous_end = values[index - 1][2] + len(values[index - 1][3]) if index else 0
        next_start = values[index + 1][1] if index + 1 < len(values) else len(text)
        before.append(_narrowest([hint for first, last, hint in hints if previous_end <= first and last <= start]))
        close = [
            hint
            for first, _, hint in hints
            if unit_end <= first < next_start and not re.search(r"[,;\n]|\ben\b", text[unit_end:first])
        ]
        after.append(_narrowest(close))
    if values and before[0] in (None, "stroom") and after[-1] and all(after):
        return after
    chosen = [first or second for first, second in zip(before, after, strict=True)]
    return [_with_unit(hint, unit) for hint, (_, _, _, unit) in zip(_carried(chosen), values, strict=True)]


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
