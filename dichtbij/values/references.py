"""The organisation's own numbers: customer and invoice numbers, one-time codes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dichtbij.values.contact import email_pieces, iban_pieces, phone_pieces, spoken_groups
from dichtbij.values.folding import Folded, fold, overlaps
from dichtbij.values.model import Found
from dichtbij.values.numerals import DIGIT_WORDS
from dichtbij.values.pieces import Piece, Span, found_by, pieces_of, spans_of

_DIGIT = rf"(?:\d|\b(?:{'|'.join(DIGIT_WORDS)})\b)"
_DIGIT_RUN = re.compile(rf"(?<![\d,.€+]){_DIGIT}(?:(?:\.|[ \-]{{1,2}})?{_DIGIT})*(?![\d%€])(?!,\d|,-)")
_ONE_DIGIT = re.compile(_DIGIT)
_INVOICE = re.compile(
    r"(?<![a-z\d])(?<!\b[a-eg-z]-)(?:f(?:act(?:uur)?(?:nr|nummer)?)?[ .\-]{0,2})?(20\d{2})[ .\-]?(\d{6})(?![\d])"
)
_KWH = re.compile(r" ?(?:kwh|m3|euro|eur\b|€|kuub)")


def _digit_runs(folded: Folded, length: int) -> Iterator[Piece]:
    """Runs of exactly so many digits, typed or spelt out; groups ("1048 2913") count as one when they add up."""
    if not folded.may_hold_number:
        return
    for match in _DIGIT_RUN.finditer(folded.text):
        for start, end in _pieces(folded.text, *match.span(), length):
            if _KWH.match(folded.text, end) or folded.text[:start].rstrip().endswith("€"):
                continue
            digits = [str(DIGIT_WORDS.get(digit, digit)) for digit in _ONE_DIGIT.findall(folded.text[start:end])]
            yield "".join(digits), start, end


def _pieces(text: str, start: int, end: int, length: int) -> list[Span]:
    """The whole run when it has the length, else the unbroken groups within it that have it."""
    if len(_ONE_DIGIT.findall(text, start, end)) == length:
        return [(start, end)]
    groups = re.finditer(r"\d+", text[start:end])
    return [(start + group.start(), start + group.end()) for group in groups if len(group.group()) == length]


def _customer_numbers(folded: Folded) -> Iterator[Piece]:
    other = (
        spans_of(iban_pieces(folded))
        + spans_of(invoice_pieces(folded))
        + spans_of(phone_pieces(folded))
        + spans_of(email_pieces(folded))
    )
    spelt = list(_digit_runs(folded, 8))
    spelt += [piece for piece in spoken_groups(folded, 8) if not overlaps(*piece[1:], [one[1:] for one in spelt])]
    for value, start, end in spelt:
        looks_like_date = re.fullmatch(
            r"\d{1,2}[-./ ]\d{1,2}[-./ ]\d{4}|\d{4}[-./ ]\d{2}[-./ ]\d{2}", folded.text[start:end]
        )
        if not looks_like_date and not overlaps(start, end, other):
            yield value, start, end


def customer_numbers(text: str) -> list[Found[str]]:
    """Customer numbers: 8 digits, also in groups ("1048 2913") and dictated ("een nul vier acht…")."""
    return found_by(fold(text), _customer_numbers)


def customer_number_pieces(folded: Folded) -> list[Piece]:
    """The same, told in places of the plain form."""
    return pieces_of(folded, _customer_numbers)


def _invoices(folded: Folded) -> Iterator[Piece]:
    if folded.digits < 10:
        return
    for match in _INVOICE.finditer(folded.text):
        yield f"F-{match[1]}-{match[2]}", *match.span()


def invoice_numbers(text: str) -> list[Found[str]]:
    """Invoice numbers as "F-2025-001234", however they were written; "A-2025-001234" is of a request, and none."""
    return found_by(fold(text), _invoices)


def invoice_pieces(folded: Folded) -> list[Piece]:
    """The same, told in places of the plain form."""
    return pieces_of(folded, _invoices)


def _codes(folded: Folded) -> Iterator[Piece]:
    other = (
        spans_of(iban_pieces(folded))
        + spans_of(invoice_pieces(folded))
        + spans_of(phone_pieces(folded))
        + spans_of(email_pieces(folded))
    )
    for value, start, end in _digit_runs(folded, 6):
        looks_like_date = re.fullmatch(r"\d{1,2}[-./]\d{1,2}[-./]\d{2}", folded.text[start:end])
        if not looks_like_date and not overlaps(start, end, other):
            yield value, start, end


def codes(text: str) -> list[Found[str]]:
    """One-time codes: 6 digits, also "123 456", "1 2 3 4 5 6" and dictated."""
    return found_by(fold(text), _codes)
