"""What Twilio's codes mean for a message."""

from __future__ import annotations

import pytest

from dichtbij.channels.whatsapp.model import Fate
from dichtbij.channels.whatsapp.twilio.errors import FATES, fate_of, reason_of


@pytest.mark.parametrize(
    ("code", "fate"),
    [
        (63016, Fate.TEMPLATE),
        (63018, Fate.SLOW_NUMBER),
        (20429, Fate.SLOW_NUMBER),
        (21610, Fate.NOT_NOW),
        (63014, Fate.NOT_NOW),
        (63049, Fate.NOT_NOW),
        (30003, Fate.RETRY),
        (30004, Fate.OTHER_CHANNEL),
        (30005, Fate.OTHER_CHANNEL),
        (30006, Fate.OTHER_CHANNEL),
        (30007, Fate.OTHER_CHANNEL),
        (30008, Fate.RETRY),
        (63003, Fate.OTHER_CHANNEL),
        (63024, Fate.OTHER_CHANNEL),
        (63012, Fate.RETRY),
        (21617, Fate.OURS),
        (20003, Fate.ALARM),
        (63007, Fate.ALARM),
    ],
)
def test_codes(code: int, fate: Fate) -> None:
    assert fate_of(code) is fate


@pytest.mark.parametrize(
    ("status", "fate"),
    [
        (400, Fate.OURS),
        (401, Fate.ALARM),
        (403, Fate.ALARM),
        (404, Fate.OURS),
        (429, Fate.SLOW_NUMBER),
        (500, Fate.RETRY),
        (503, Fate.RETRY),
    ],
)
def test_a_code_that_is_not_known_is_judged_by_the_status(status: int, fate: Fate) -> None:
    assert fate_of(99999, status) is fate
    assert fate_of(0, status) is fate


def test_no_code_has_two_meanings() -> None:
    from dichtbij.channels.whatsapp.twilio.errors import _BY_FATE

    assert sum(len(codes) for codes in _BY_FATE.values()) == len(FATES)


def test_a_reason_holds_nothing_personal() -> None:
    said = "Invalid 'To' +31612000101 or whatsapp:NL.13491208655302741918, see https://x.nl/a?b=sanne for 21211"
    assert reason_of(said) == "Invalid 'To' … or whatsapp:…, see … for 21211"
    assert reason_of(None) == ""
