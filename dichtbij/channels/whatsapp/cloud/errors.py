"""What an error of the Cloud API means for a message: code → Fate. Pure.

Source: Meta's page "Error codes" of the Cloud API; tests/unit/whatsapp/test_cloud_errors.py holds the table against
pywa's, so a code that either of them knows is never met unprepared.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from dichtbij.channels.whatsapp.model import Fate

_BY_FATE: Mapping[Fate, tuple[int, ...]] = {
    # Unknown trouble, a service that is down, "generic user error": a few times more.
    Fate.RETRY: (1, 2, 131000, 131016, 135000),
    # Pair rate: too much to this person.
    Fate.SLOW_PERSON: (131056,),
    # The app, the account or the number sends too much; the number is being moved to a higher throughput.
    Fate.SLOW_NUMBER: (4, 80007, 130429, 131048, 131057),
    # More than 24 hours since the customer wrote.
    Fate.TEMPLATE: (131047,),
    # No WhatsApp there, an old version, terms not accepted; a country we may not write to; an experiment of Meta's; an
    # id where only a number will do.
    Fate.OTHER_CHANNEL: (130472, 130497, 131026, 131062),
    # "Healthy ecosystem engagement", the person's own choice, or a limit on templates.
    Fate.NOT_NOW: (131049, 131050, 131064),
    # Wrong parameters, kinds and files; templates that don't exist or don't fit; a number we may not test with.
    Fate.OURS: (
        *(100, 131008, 131009, 131021, 131030, 131051, 131052, 131053, 131063),
        *(132000, 132001, 132005, 132007, 132008, 132012, 132015, 132016, 132068, 132069, 137000),
    ),
    # The token, its rights, the account, its payment, the registration of the number: nothing goes out any more.
    Fate.ALARM: (
        *(0, 3, 10, 33, 190, *range(200, 300), 368),
        *(131005, 131031, 131037, 131042, 131044, 131045, 133010),
    ),
}
NO_SUCH_OBJECT = (100, 33)
"""Code and subcode when what an address names is not there, or the token may not see it. Of our own number that is no
mistake in one message: the number is wrong, or the token lost its rights. Of a file of a customer: it is gone."""
FATES: Mapping[int, Fate] = {code: fate for fate, codes in _BY_FATE.items() for code in codes}

_NUMBERS = re.compile(r"\d{6,}")
_LONGEST = 200


def fate_of(code: int, status: int = 400, subcode: int = 0) -> Fate:
    """What to do about an error.

    Args:
        code: Meta's; one that is not known is judged by the status. 0: there was no error of Meta's in the answer.
        status: of the HTTP answer; 400 for an error that came by the webhook.
        subcode: Meta's error_subcode; 0 when none.
    """
    if (code, subcode) == NO_SUCH_OBJECT:
        return Fate.ALARM
    if code in FATES and code != 0:
        return FATES[code]
    if status in (401, 403) or (code == 0 and (300 <= status < 400 or status in (404, 405))):
        return Fate.ALARM  # the last: whoever answered there is not the Graph API
    if status == 429:
        return Fate.SLOW_NUMBER
    return Fate.RETRY if status >= 500 else Fate.OURS


def reason_of(error: Mapping[str, Any]) -> str:
    """Meta's words to an error, for an operator. Its details may hold a number or a text of ours, so they stay out."""
    said = error.get("message") or error.get("title") or ""
    return _NUMBERS.sub("…", str(said).replace(f"(#{error.get('code')})", "").strip())[:_LONGEST]
