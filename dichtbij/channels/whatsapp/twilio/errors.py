"""What an error of Twilio means for a message: code → Fate. Pure.

Source: Twilio's "Error and Warning Dictionary". A code that is not here is judged by the status of the HTTP answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from dichtbij.channels.whatsapp.model import Fate

_BY_FATE: Mapping[Fate, tuple[int, ...]] = {
    # Its own or the network's trouble; a phone that is switched off; a file of ours that it could not fetch.
    Fate.RETRY: (20500, 20503, 30003, 30008, 30017, 63010, 63012, 63019, 63023),
    # Too many a second, a full queue, the limit of a day.
    Fate.SLOW_NUMBER: (14107, 20429, 21611, 30001, 30022, 63018, 63038),
    # More than 24 hours since the customer wrote.
    Fate.TEMPLATE: (63016,),
    # No number, no mobile, no WhatsApp; a country or carrier that takes nothing from us; Meta's experiment; not joined
    # to the sandbox.
    Fate.OTHER_CHANNEL: (
        *(21211, 21214, 21217, 21265, 21408, 21612, 21614, 21635),
        *(30004, 30005, 30006, 30007, 63003, 63015, 63024, 63032, 63033),
    ),
    # Signed off or blocked by the person; kept back by Meta.
    Fate.NOT_NOW: (21610, 63014, 63049),
    # Wrong parameters, texts, files and templates.
    Fate.OURS: (
        *(21602, 21604, 21605, 21609, 21617, 21619, 21620, 21623, 21655, 21656, 21658),
        *(63005, 63013, 63021, 63022, 63025, 63027, 63028, 63029, 63030, 63031, 63034),
    ),
    # The token, the account, its sender or its place at Meta: nothing goes out any more.
    Fate.ALARM: (
        *(20003, 20005, 20006, 21212, 21603, 21606, 21659, 21660, 21661, 21703, 30002),
        *(63001, 63002, 63007, 63008, 63020, 63051, 63059, 63112),
    ),
}
FATES: Mapping[int, Fate] = {code: fate for fate, codes in _BY_FATE.items() for code in codes}

_NUMBERS = re.compile(r"\+\d+|\d{6,}")
_ADDRESSES = re.compile(r"\b[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{6,}|https?://\S+")
_LONGEST = 200


def fate_of(code: int, status: int = 400) -> Fate:
    """What to do about an error.

    Args:
        code: Twilio's; 0 when it gave none.
        status: of the HTTP answer; 400 for an error that came by the webhook.
    """
    if code in FATES:
        return FATES[code]
    if status in (401, 403):
        return Fate.ALARM
    if status == 429:
        return Fate.SLOW_NUMBER
    return Fate.RETRY if status >= 500 else Fate.OURS


def reason_of(said: object) -> str:
    """Twilio's words to an error, for an operator: without numbers, ids and addresses, which it likes to repeat."""
    words = said if isinstance(said, str) else ""
    return _NUMBERS.sub("…", _ADDRESSES.sub("…", words)).strip()[:_LONGEST]
