"""Amounts of money and plain numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from dichtbij.values import contact, places, references
from dichtbij.values.folding import Folded, fold, overlaps
from dichtbij.values.model import Found
from dichtbij.values.moments import date_spans
from dichtbij.values.numerals import NUMERAL, value_of
from dichtbij.values.pieces import Span, spans_of

_NUMERAL = re.compile(rf"(?<![\w.,]){NUMERAL}(?![a-z\d])")
EURO = r"(?:€|euro'?s?|euro?tjes|eurootjes|eur\b|eu\b|euri'?s?\b|eruo|euor|piek\b|ballen\b)"
_MARKED = re.compile(
    rf"(?<![\w.,])(?P<minus>-|min )?(?:(?P<before>€|\beur(?:o)?\b)\s?(?P<inner>-\s?)?)?(?P<number>{NUMERAL})"
    rf"(?P<dash>,(?:-{{1,2}}|=))?(?P<kilo>\s?k\b)?(?:\s?(?P<after>{EURO}|e\b(?!-)))?"
)
_CENTS_AFTER = re.compile(
    rf" (?:en )?(?P<cents>{NUMERAL})(?: ?cent)?(?![\w,.]*\d)(?!\w)(?! ?(?:€|euro|maand|keer|x\b|jaar|dag|week|uur|%|kwh"
    r"|m3|voor|van|naar))"
)
_CENTS = re.compile(rf"(?<![\w.,])(?P<number>{NUMERAL}) ?(?:euro)?cent(?:en)?\b")
_COINS = {
    "tientje": 10, "honderdje": 100, "vijfje": 5, "meier": 100, "duizendje": 1000, "joet": 10, "joetje": 10,
    "donnie": 10, "geeltje": 25, "barkie": 100, "doezoe": 1000, "rooie rug": 1000,
}  # fmt: skip
"""Coins and notes by the names they have in the street."""
_TENNERS = re.compile(rf"(?<!\w)(?:(?P<number>{NUMERAL}) )?(?P<coin>{'|'.join(_COINS)})s?\b")
OTHER_UNIT = re.compile(
    r" ?(?:%|procent|kwh|kilowatt|kw\b|kub|m3|m²|m2|m\b|kuub|watt|wp\b|graden|maand|mnd|keer|x\b|termijn|delen|jaar|"
    r"jr\b|week|weken"
    r"|dag|uur|min(?:u|\b)|e\b|ste\b|de\b(?! )|panelen|zonnepanelen|persoon|personen|mensen|kind|stuks?\b|km\b|"
    r"liter|factu|rekeningen|meter\b|cijfer|nummers\b|getal|e-?mail|mails|brieven|huizen|amp|fase)"
)
_PAIR = re.compile(r"[/-]\d+")
_SLASH_BEFORE = re.compile(r"\d/$")
_CODE = re.compile(r"20[0-3]\d-(?:\d{3}|[a-z])")
_CODE_BEFORE = re.compile(r"(?:\b[a-z]{1,3}|20[0-3]\d)-$")
_TIME = re.compile(r"\d{1,2}\.\d{2}")
_VAGUE = re.compile(r"\b(?:paar|enkele) $")
_A_MONTH = re.compile(r"pm\b|p/m")
_LINK = re.compile(
    r"\s*(?:(?:naar|tot|of|en|a|à|t/m|-|ipv|i\.p\.v\.|in plaats van|maar|,|dan|niet|geen|wordt|de|liever|"
    r"graag|doet? (?:u |je )?|maak er|nu|moet|dat|wil ik|op)\s*){1,4}"
)
_ABOUT = re.compile(r"\s*of (?:\d|[a-z]*(?:tien|tig|honderd|duizend|elf|twaalf))")
_NOT_MONEY_BEFORE = re.compile(
    r"(?:nummer|nr\.?|huisnummer|klantnummer|artikel|art\.|code|versie|top|meterstand|stand)(?: is|:)? ?$"
)


def _taken(folded: Folded) -> list[Span]:
    """Stretches that are something else: IBAN, phone, e-mail, postcode, invoice, customer number."""
    others = (
        spans_of(contact.iban_pieces(folded))
        + spans_of(places.postcode_pieces(folded))
        + spans_of(contact.email_pieces(folded))
        + spans_of(references.invoice_pieces(folded))
        + spans_of(contact.phone_pieces(folded))
        + spans_of(references.customer_number_pieces(folded))
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
    marked, linked, loose = money(folded)
    pieces = sorted(marked + linked, key=lambda item: item[1]) if marked else loose
    return [folded.found(value, start, end) for value, start, end in pieces]


_Piece = tuple[Decimal, int, int]


def money(folded: Folded) -> tuple[list[_Piece], list[_Piece], list[_Piece]]:
    """Amounts that are marked as money, numbers tied to one of those, and numbers that are nothing else we know."""
    if not folded.may_hold_number and not folded.holds(_MONEY_PIECES):
        return [], [], []
    marked, unmarked = _sort_out(folded)
    linked: list[_Piece] = []
    for item in reversed(unmarked):  # of "85, 85 en 90 euro" the first is tied to the second
        if _is_linked(folded.text, item, marked + linked):
            linked.append(item)
    linked += [item for item in unmarked if item not in linked and _is_linked(folded.text, item, marked + linked)]
    return marked, linked, [item for item in unmarked if item not in linked]


_MONEY_PIECES = ("cent", "euro", *_COINS)


def _sort_out(folded: Folded) -> tuple[list[_Piece], list[_Piece]]:
    taken = _taken(folded)
    # A date stands in the way of an unmarked number only: "120,50 euro" could pass for a day and a month.
    day_spans = date_spans(folded)
    marked = list(_small_change(folded, taken))
    covered = taken + [(start, end) for _, start, end in marked]
    unmarked: list[_Piece] = []
    for match in _MARKED.finditer(folded.text):
        start, end = match.span("number")
        if overlaps(start, end, covered):
            continue
        is_marked = bool(match["before"] or match["dash"] or match["kilo"] or match["after"])
        if is_article(folded, start, end) and (match["after"] == "e" or _ABOUT.match(folded.text, match.end())):
            continue  # "een euro of 120"
        if _VAGUE.search(folded.text[max(0, start - 8) : start]):
            continue  # "een paar honderd euro"
        if match["after"] == "e" and _is_ordinal(folded.text, match):
            continue
        if not is_marked and (
            (folded.text[end : end + 1].isalnum() and not _A_MONTH.match(folded.text, end))
            or overlaps(start, end, day_spans)
            or is_article(folded, start, end)
            or OTHER_UNIT.match(folded.text, end)
            or _NOT_MONEY_BEFORE.search(folded.text[max(0, start - 16) : start])
            or _is_part_of_a_pair(folded.text, start, end)
        ):
            continue
        value = _amount_value(match)
        if value is not None:
            cents, whole_end = _cents_after(folded.text, match, value, covered + day_spans)
            (marked if is_marked else unmarked).append(
                (value + cents if value >= 0 else value - cents, match.start(), whole_end)
            )
            covered.append((match.start(), whole_end))
    return sorted(marked, key=lambda item: item[1]), unmarked


def _is_part_of_a_pair(text: str, start: int, end: int) -> bool:
    """One of "24/7", "2-3 weken", "2024-60233", or a time of the day."""
    before = text[max(0, start - 5) : start]
    if _SLASH_BEFORE.search(before) or (before.endswith("om ") and _TIME.fullmatch(text[start:end])):
        return True
    if _CODE_BEFORE.search(before) or _CODE.match(text, start):
        return True
    pair = _PAIR.match(text, end)
    return pair is not None and (pair.group().startswith("/") or OTHER_UNIT.match(text, pair.end()) is not None)


def _is_ordinal(text: str, match: re.Match[str]) -> bool:
    """Whether the e of "de 25e" makes it a day, and not the one of "120e", which is an amount."""
    if not re.fullmatch(r"\d{1,2}", match["number"]) or int(match["number"]) > 31:
        return False
    a_day = re.search(r"\b(?:den?|op|per|vanaf|elke|iedere|rond|naar|tot|mijn|jullie) $", text[: match.start()])
    return a_day is not None or not re.match(
        r" ?(?:per maand|p/?m|pm\b|p\.m|/|te veel|teveel|betaald)", text[match.end() :]
    )


def _cents_after(text: str, match: re.Match[str], value: Decimal, taken: list[Span]) -> tuple[Decimal, int]:
    """The fifty cents of "120 euro 50", and where that ends; nothing for "50 euro 1 december"."""
    end = match.start() + len(match.group().rstrip())
    if not match["after"] or match["after"] == "e" or value != value.to_integral_value():
        return Decimal(0), end
    following = _CENTS_AFTER.match(text, match.end())
    cents = value_of(following["cents"]) if following else None
    if following is None or cents is None or cents >= 100 or cents != cents.to_integral_value():
        return Decimal(0), end
    if overlaps(*following.span("cents"), taken):
        return Decimal(0), end
    return cents / 100, following.end()


def _small_change(folded: Folded, taken: list[Span]) -> Iterator[_Piece]:
    text = folded.text
    for match in _TENNERS.finditer(text) if folded.holds(tuple(_COINS)) else ():
        value = value_of(match["number"]) if match["number"] else Decimal(1)
        if value is not None and not overlaps(*match.span(), taken):
            yield value * _COINS[match["coin"]], *match.span()
    for match in _CENTS.finditer(text) if "cent" in text else ():
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


def wanted_amount(text: str, found: Sequence[Found[Decimal]] | None = None) -> Found[Decimal] | None:
    """The amount that it must become: "van 120 naar 150" is 150. None when there is none, or no telling.

    Args:
        found: the amounts in the text, when somebody settled them already (dichtbij.values.extract).
    """
    found = amounts(text) if found is None else found
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


def amount_change(text: str, found: Sequence[Found[Decimal]] | None = None) -> Decimal | None:
    """How much more (negative: less) is wanted: "20 euro erbij", "verlaag het met 15 euro"; None for a new amount.

    Args:
        found: as for wanted_amount.
    """
    found = amounts(text) if found is None else found
    if len(found) != 1:
        return None
    before, after = fold(text[: found[0].start]).text, fold(text[found[0].end :]).text
    if _MORE_BEFORE.search(before) or (not _TO.search(before) and _MORE_AFTER.match(after)):
        return found[0].value
    if _LESS_BEFORE.search(before) or (not _TO.search(before) and _LESS_AFTER.match(after)):
        return -found[0].value
    return None


_TO = re.compile(r"\b(?:naar|op|tot) $")
