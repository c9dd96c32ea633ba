"""Amounts of money and plain numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from dichtbij.values import contact
from dichtbij.values.folding import Folded, fold, overlaps
from dichtbij.values.model import Found
from dichtbij.values.moments import date_spans
from dichtbij.values.numerals import NUMERAL, value_of

_NUMERAL = re.compile(rf"(?<![\w.,]){NUMERAL}(?![a-z\d])")
EURO = r"(?:€|euro'?s?|euro?tjes|eurootjes|eur\b|piek\b|ballen\b)"
_MARKED = re.compile(
    rf"(?<![\w.,])(?P<minus>-|min )?\s?(?:(?P<before>€|\beur(?:o)?\b)\s?)?(?P<inner>-\s?)?(?P<number>{NUMERAL})"
    rf"(?P<dash>,(?:-{{1,2}}|=))?(?P<kilo>\s?k\b)?"
    rf"(?:\s?(?P<after>{EURO}|e\b)(?: (?:en )?(?P<cents>{NUMERAL})(?: ?cent)?(?![\w,.]*\d)(?! ?(?:maand|"
    r"keer|x\b|jaar|dag)))?)?"
)
_CENTS = re.compile(rf"(?<![\w.,])(?P<number>{NUMERAL}) ?(?:euro)?cent(?:en)?\b")
_TENNERS = re.compile(rf"(?<!\w)(?:(?P<number>{NUMERAL}) )?(?P<coin>tientje|honderdje|vijfje|meier|duizendje)s?\b")
_COINS = {"tientje": 10, "honderdje": 100, "vijfje": 5, "meier": 100, "duizendje": 1000}
OTHER_UNIT = re.compile(
    r" ?(?:%|procent|kwh|kw\b|kub|m3|m²|m2|m\b|kuub|watt|wp\b|graden|maand|mnd|keer|x\b|termijn|delen|jaar|"
    r"jr\b|week|weken"
    r"|dag|uur|min(?:u|\b)|e\b|ste\b|de\b(?! )|panelen|zonnepanelen|personen|mensen|kinderen|stuks?\b|km\b|"
    r"liter|facturen|rekeningen)"
)
_LINK = re.compile(
    r"\s*(?:(?:naar|tot|of|en|t/m|-|ipv|i\.p\.v\.|in plaats van|maar|,|dan|niet|geen|wordt|de|liever|"
    r"graag|doet? (?:u |je )?|maak er|nu|moet|dat|wil ik|op)\s*){1,4}"
)
_ABOUT = re.compile(r"\s*of (?:\d|[a-z]*(?:tien|tig|honderd|duizend|elf|twaalf))")
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


def is_article(folded: Folded, start: int, end: int) -> bool:
    """'een' without accents is an article, not a number."""
    return folded.text[start:end] == "een" and folded.given[slice(*folded.span(start, end))].lower() in ("een", "eén")


def numbers(text: str) -> list[Found[Decimal]]:
    """All numerals, in digits and in words; "een" only when written "één"."""
    folded = fold(text)
    found = []
    for match in _NUMERAL.finditer(folded.text):
        value = value_of(match.group())
        if value is not None and not is_article(folded, *match.span()):
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
        if is_article(folded, start, end) and _ABOUT.match(folded.text, match.end()):
            continue  # "een euro of 120"
        if match["after"] == "e" and folded.text[max(0, start - 4) : start].endswith(("de ", "den ")):
            continue  # "de 25e" is a day
        if not is_marked and (
            folded.text[end : end + 1].isalnum()
            or overlaps(start, end, day_spans)
            or is_article(folded, start, end)
            or OTHER_UNIT.match(folded.text, end)
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


_NOT_WANTED = re.compile(
    r"(?:van|ipv|i\.p\.v\.|in plaats van|niet|geen|\bnu|nog|was|\bdan|betaal(?: ik)?(?: nu)?)(?: de| een)? ?€? ?$"
)
_WANTED = re.compile(
    r"(?:naar|op|wordt|worden|van maken|maak er|doe maar|liever|tot|verhoog\w* met|"
    r"nieuw\w*(?: bedrag)?(?: is)?)(?: de| een)? ?$"
)


def wanted_amount(text: str) -> Found[Decimal] | None:
    """The amount that it must become: "van 120 naar 150" is 150. None when there is none, or no telling."""
    found = amounts(text)
    if len(found) <= 1:
        return found[0] if found else None
    before = {item: fold(text[max(0, item.start - 24) : item.start]).text for item in found}
    wanted = [item for item in found if _WANTED.search(before[item])]
    if len({item.value for item in wanted}) != 1:  # no word says which one, so perhaps one says which it is not
        wanted = [item for item in found if not _NOT_WANTED.search(before[item])]
    return wanted[0] if len({item.value for item in wanted}) == 1 else None


_MORE_BEFORE = re.compile(r"\b(?:verho\w*|opho\w*|omhoog|hoger|erbij)\b.{0,40}\bmet (?:een )?$")
_LESS_BEFORE = re.compile(r"\b(?:verla\w*|omlaag|lager|zakken|minder\w*)\b.{0,40}\bmet (?:een )?$")
_MORE_AFTER = re.compile(
    r" ?(?:per maand |p/m )?(?:(?:er ?)?bij|er ?bovenop|extra|meer|hoger|omhoog|verhogen)\b(?! dan)"
)
_LESS_AFTER = re.compile(
    r" ?(?:per maand |p/m )?(?:(?:er ?)?(?:af|vanaf)|minder|lager|omlaag|naar beneden|verlagen)\b(?! dan)"
)


def amount_change(text: str) -> Decimal | None:
    """How much more (negative: less) is wanted: "20 euro erbij", "verlaag het met 15 euro"; None for a new amount."""
    found = amounts(text)
    if len(found) != 1:
        return None
    before, after = fold(text[: found[0].start]).text, fold(text[found[0].end :]).text
    if _MORE_BEFORE.search(before) or (not _TO.search(before) and _MORE_AFTER.match(after)):
        return found[0].value
    if _LESS_BEFORE.search(before) or (not _TO.search(before) and _LESS_AFTER.match(after)):
        return -found[0].value
    return None


_TO = re.compile(r"\b(?:naar|op|tot) $")
