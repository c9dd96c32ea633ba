"""Every value in a message, each with one kind: what the finders find, settled against each other. Pure.

What can be told by its shape (IBAN, e-mail, invoice number, phone, customer number, postcode) takes its place first,
then money that is marked as money, dates, and house numbers beside a street or a postcode. Of the numbers that are left
the words around them decide (dichtbij.values.cues). A number that nothing claims is no value, unless it is of the kind
that the conversation is about.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from dichtbij.values.contact import email_pieces, iban_pieces, phone_pieces
from dichtbij.values.cues import YEAR, Claim, Cues
from dichtbij.values.days import Prefer
from dichtbij.values.folding import Folded, fold, overlaps
from dichtbij.values.model import Found, Kind, Value
from dichtbij.values.moments import date_pieces
from dichtbij.values.pieces import Piece, Span
from dichtbij.values.places import Beside, house_pieces, postcode_pieces
from dichtbij.values.quantities import money
from dichtbij.values.references import customer_number_pieces, invoice_pieces
from dichtbij.values.registers import reading_of, reading_pieces

_LIVES = re.compile(r"\b(?:woon\w*|wonen|adres\w*|verhui\w+|huis|buur\w*|buren|postcode|woning|op (?:nummer|nr))\b")
_ONLY_NUMBER = re.compile(r"\W*(?:(?:het is|op|dat is)\W+)?(?:nummer|nr|no)\W")
_OF_US = re.compile(r"klant|relatie|debiteur|\bnummers?\b|\bnr\b|\bcode\b")
"""Names of a number of eight digits that don't make it another number than the customer's."""
_OTHER_NUMBER = re.compile(
    r"(?:factuur|nota|dossier|zaak|kenmerk|melding|ticket|rekening|kvk|koophandel|contract|order|meter|polis)"
    r"(?:[- ]?(?:nummer|nr\.?))?\W*$|(?:\b06|nul zes)\W*(?:dan )?$"
)
"""Before eight digits this makes them another number than the customer's, or the rest of a mobile one."""
_SLIP = re.compile(
    r"[\s,.…-]*(?:(?:eh|euh|uh|of|oh|ach|sorry|wacht|ik bedoel|bedoel ik|pardon|correctie|toch|dus)[\s,.…]+)*"
    r"(?:nee|neen|sorry|wacht|ik bedoel|bedoel ik|pardon|correctie)[\s,.…]+"
    r"(?:(?:eh|euh|wacht|sorry|ik bedoel|het is|doe maar|toch|maar|op|de)[\s,.…]+)*"
)
_BY_YEAR = re.compile(r"20[1-3]\d-\d{4}\Z")
""" "2025-3391" is how others number their invoices and files."""


def extract(text: str, today: date, *, prefer: Prefer = "nearest", asked: Kind | None = None) -> list[Value]:
    """Every value in a message, in the order of the text; no two share a character.

    Args:
        today: what "morgen" and a date without a year are reckoned from.
        prefer: see dichtbij.values.dates.
        asked: the kind that the conversation is about now. A number that no words claim is of that kind: "12345"
            answers the question for a reading, "nr 14" or just "14" the one for a house number.
    """
    return _Settling(fold(text), today, prefer, asked).values()


def found_in(values: list[Value], kind: Kind) -> list[Found[Any]]:
    """Those of one kind, as the finder of that kind gives them."""
    return [value.found for value in values if value.kind == kind]


class _Settling:
    """One message while its values take their places, the surest first."""

    def __init__(self, folded: Folded, today: date, prefer: Prefer, asked: Kind | None) -> None:
        self._folded, self._today, self._prefer, self._asked = folded, today, prefer, asked
        self._values: list[Value] = []
        self._taken: list[Span] = []

    def values(self) -> list[Value]:
        self._by_shape()
        marked, linked, loose = money(self._folded)
        self._place_all("bedrag", marked)
        self._place_all("datum", self._dates())
        tied = [piece for piece in linked if self._cues.claim(*piece[1:]) in (None, "bedrag")]
        self._place_all("bedrag", tied)
        self._houses()
        if self._folded.may_hold_number:
            self._loose_numbers(loose, is_marked=bool(marked))
        return self._without_slips(sorted(self._values, key=lambda value: value.start))

    def _without_slips(self, values: list[Value]) -> list[Value]:
        """Without what the customer took back at once: "honderdtwintig nee honderddertig"."""
        given = self._folded.given
        return [
            value
            for value, following in zip_longest(values, values[1:])
            if not (
                following is not None
                and following.kind == value.kind
                and _SLIP.fullmatch(given[value.end : following.start].lower())
            )
        ]

    def _place_all(self, kind: Kind, pieces: list[Piece] | list[Any]) -> None:
        for value, start, end in pieces:
            self._place(kind, self._folded.found(value, start, end), start, end)

    def _place(self, kind: Kind, found: Found[Any], start: int, end: int) -> None:
        if not overlaps(start, end, self._taken):
            self._taken.append((start, end))
            self._values.append(Value(kind, found))

    @property
    def _cues(self) -> Cues:
        return self._folded.once("cues", Cues)

    def _by_shape(self) -> None:
        self._place_all("iban", iban_pieces(self._folded))
        self._place_all("email", email_pieces(self._folded))
        self._place_all("factuurnummer", invoice_pieces(self._folded))
        self._place_all("telefoonnummer", phone_pieces(self._folded))
        ours = [piece for piece in customer_number_pieces(self._folded) if self._is_customer_number(*piece[1:])]
        self._place_all("klantnummer", ours)
        self._place_all("postcode", postcode_pieces(self._folded))

    def _is_customer_number(self, start: int, end: int) -> bool:
        """Eight digits, unless words right before them say that they are a meter's, a contract's or a reading."""
        if self._asked == "klantnummer":
            return True
        text = self._folded.text
        if (
            text[start] == "0"
            or _BY_YEAR.match(text[start:end])
            or _OTHER_NUMBER.search(text[max(0, start - 30) : start])
        ):
            return False
        claim = self._cues.claim(start, end)
        if claim == "nummer":
            return _OF_US.search(self._cues.words_before(start)) is not None
        return claim != "meterstand" and not (claim is None and self._asked == "meterstand")

    def _dates(self) -> list[tuple[date, int, int]]:
        """Dates; "binnen 14 dagen" is a term that somebody keeps to, unless a date was asked for."""
        found = date_pieces(self._folded, self._today, self._prefer)
        text = self._folded.text
        return [one for one in found if self._asked == "datum" or not text.startswith("binnen", one[1])]

    def _houses(self) -> None:
        for value, start, end, beside in house_pieces(self._folded):
            if self._is_house_number(start, end, beside):
                self._place("huisnummer", self._folded.found(value, start, end), start, end)

    def _is_house_number(self, start: int, end: int, beside: Beside) -> bool:
        text = self._folded.text
        if beside == "niets":
            return self._asked == "huisnummer"
        if beside == "nummer" and self._asked != "huisnummer":
            stands_beside = any(value.kind == "huisnummer" for value in self._values)
            return bool(
                stands_beside or _LIVES.search(text) or _ONLY_NUMBER.match(text) or postcode_pieces(self._folded)
            )
        if beside == "voor postcode":
            return self._cues.claim(start, end) is None
        return not (beside == "straat" and YEAR.match(text[start:end]))

    def _loose_numbers(self, loose: list[tuple[Decimal, int, int]], *, is_marked: bool) -> None:
        """Readings and unmarked amounts, as far as words claim them or the conversation is about them."""
        claims = self._claims(loose)
        for piece, register in reading_pieces(self._folded):
            start, end = piece[1:3]
            if claims.get(start) == "meterstand" or self._is_asked("meterstand", claims.get(start)):
                self._place("meterstand", reading_of(self._folded, piece, register), start, end)
        has_amount = is_marked or "bedrag" in claims.values()
        for value, start, end in loose:
            claim = claims.get(start)
            asked = not is_marked and self._is_asked("bedrag", claim)
            if claim == "bedrag" or asked or (claim is None and has_amount and self._cues.compares(start, end)):
                self._place("bedrag", self._folded.found(value, start, end), start, end)

    def _is_asked(self, kind: Kind, claim: Claim | None) -> bool:
        """Whether a number is of the kind that is asked for, as no words say that it is something else."""
        return self._asked == kind and (claim is None or (claim == "verbruik" and kind == "meterstand"))

    def _claims(self, loose: list[tuple[Decimal, int, int]]) -> dict[int, Claim | None]:
        """Whose each number is that has no place yet, by where it starts."""
        spans = {(start, end) for _, start, end in loose}
        spans |= {(start, end) for (_, start, end, _), _ in reading_pieces(self._folded)}
        claims: dict[int, Claim | None] = {}
        last: Claim | None = None
        last_end = 0
        for start, end in sorted(spans):
            if overlaps(start, end, self._taken):
                continue
            claim = self._cues.claim(start, end)
            if claim is None and last in ("meterstand", "bedrag") and self._cues.goes_on(last_end, start):
                claim = last
            claims[start], last, last_end = claim, claim, end
        return claims
