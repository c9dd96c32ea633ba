"""Dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from dichtbij.values import dates_told, dates_written
from dichtbij.values.contact import email_pieces, iban_pieces, phone_pieces
from dichtbij.values.dates_written import Candidate
from dichtbij.values.days import MONTH, MONTHS, RELATIVE, SHORT_WEEKDAYS, Prefer
from dichtbij.values.folding import Folded, fold, overlaps
from dichtbij.values.model import Found
from dichtbij.values.pieces import Span, spans_of
from dichtbij.values.references import invoice_pieces

_Finder = Callable[[str, date, Prefer], Iterator[Candidate]]
_SAYS_A_DAY = re.compile(rf"(?:ste|(?:twee|der|vier|vijf|zes|ven|gen|tien|elf|twaalf)de)n?\b|\been {MONTH}\b")
"""How a day is said without a digit, and without any number word but "een"."""
_BEFORE_DATE = re.compile(r",? ?(?:op |de |den )?\Z")


def dates(text: str, today: date, prefer: Prefer = "nearest") -> list[Found[date]]:
    """Dates, in the order of the text: 1-12-2025, 1 december, de eerste van de maand, over twee weken, vrijdag.

    Without a year the nearest to today is chosen, or the next or last one when asked for with `prefer`; "de 25e" and
    a bare weekday go forward unless the past is preferred. Dates that do not exist (31-2) are left out.
    """
    folded = fold(text)
    return [folded.found(value, start, end) for value, start, end in date_pieces(folded, today, prefer)]


def date_pieces(folded: Folded, today: date, prefer: Prefer) -> list[Candidate]:
    """The same, told in places of the plain form."""
    found: list[Candidate] = []
    taken = _other(folded)
    marks = len(taken)
    for finder in _FINDERS:
        if not _is_worth(finder, folded):
            continue
        for value, start, end in finder(folded.text, today, prefer):
            belongs = (
                finder is dates_told.weekday
                and any(  # "zaterdag 6 december" is one date
                    other >= end and _BEFORE_DATE.match(folded.text, end, other) for other, _ in taken[marks:]
                )
            )
            if not belongs and not overlaps(start, end, taken):
                taken.append((start, end))
                found.append((value, start, end))
    return sorted(found, key=lambda item: item[1])


def _other(folded: Folded) -> list[Span]:
    """Where something stands that can hold figures like those of a day: the 06-12 of a phone number."""
    if not folded.digits:
        return []
    finders = (iban_pieces, phone_pieces, email_pieces, invoice_pieces)
    return [span for finder in finders for span in spans_of(finder(folded))]


def date_spans(folded: Folded) -> list[tuple[int, int]]:
    """Where written dates with a month stand; the year does not matter here."""
    return folded.once("date_spans", _date_spans)


def _date_spans(folded: Folded) -> list[tuple[int, int]]:
    return [
        (start, end)
        for finder in (dates_written.numeric, dates_written.named)
        if _is_worth(finder, folded)
        for _, start, end in finder(folded.text, date(2024, 1, 1), "nearest")
    ]


def _is_worth(finder: _Finder, folded: Folded) -> bool:
    """Whether a finder can find anything: most messages hold no date at all, and these searches are the dearest."""
    if finder is dates_written.numeric:
        return folded.digits >= 2
    if finder in (dates_written.nth_day, dates_written.named) and not folded.may_hold_number:
        return folded.holds(_NEEDS[finder]) and _SAYS_A_DAY.search(folded.text) is not None
    return folded.holds(_NEEDS[finder])


_FINDERS: tuple[_Finder, ...] = (
    dates_written.numeric,
    dates_written.named,
    dates_written.edge,
    dates_written.first_of,
    dates_written.nth_day,
    dates_told.weekday,
    dates_told.relative,
    dates_told.distance,
)
_NEEDS: dict[_Finder, tuple[str, ...]] = {
    dates_written.named: tuple({name[:3] for name in MONTHS} - {"maa"} | {"maart"}),
    dates_written.edge: ("eind", "begin", "half", "halv", "midden", "medio"),
    dates_written.first_of: ("vanaf", "per ", "ingaan", "ingang", "gaan in"),
    dates_written.nth_day: ("e",),
    dates_told.weekday: ("dag", *(f"{day} " for day in SHORT_WEEKDAYS)),
    dates_told.relative: tuple({name[:5] for name in RELATIVE}),
    dates_told.distance: ("over ", "binnen ", "geleden", "terug"),
}
"""What a text must hold for a finder to find something in it."""
