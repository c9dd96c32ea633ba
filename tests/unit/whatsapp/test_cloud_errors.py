"""What each of Meta's errors means for a message; pywa's table is the other opinion."""

from __future__ import annotations

import pytest
from pywa import errors as pywa_errors

from dichtbij.channels.whatsapp.cloud.errors import FATES, fate_of, reason_of
from dichtbij.channels.whatsapp.model import Fate

SENDING = (
    pywa_errors.AuthorizationError,
    pywa_errors.ThrottlingError,
    pywa_errors.IntegrityError,
    pywa_errors.SendMessageError,
)
NOT_OURS = {133016}
"""Registering a number: nothing that sending meets."""


def test_no_code_that_pywa_knows_of_sending_is_met_unprepared() -> None:
    known = {code for family in SENDING for error in family.__subclasses__() for code in error.__error_codes__ or ()}
    assert len(known) > 100
    assert known - FATES.keys() == NOT_OURS


@pytest.mark.parametrize(
    ("code", "fate"),
    [
        (131047, Fate.TEMPLATE),
        (130429, Fate.SLOW_NUMBER),
        (80007, Fate.SLOW_NUMBER),
        (131056, Fate.SLOW_PERSON),
        (131026, Fate.OTHER_CHANNEL),
        (131049, Fate.NOT_NOW),
        (131000, Fate.RETRY),
        (131016, Fate.RETRY),
        (131008, Fate.OURS),
        (131009, Fate.OURS),
        (190, Fate.ALARM),
        (10, Fate.ALARM),
        (200, Fate.ALARM),
        (299, Fate.ALARM),
    ],
)
def test_what_the_facts_say_of_a_code(code: int, fate: Fate) -> None:
    assert fate_of(code) is fate


@pytest.mark.parametrize(
    ("status", "fate"),
    [
        (400, Fate.OURS),
        (401, Fate.ALARM),
        (403, Fate.ALARM),
        (429, Fate.SLOW_NUMBER),
        (500, Fate.RETRY),
        (503, Fate.RETRY),
    ],
)
def test_an_unknown_code_is_judged_by_the_answer(status: int, fate: Fate) -> None:
    assert fate_of(999999, status) is fate


def test_a_number_that_is_not_there_or_that_the_token_may_not_see_is_an_alarm() -> None:
    """Meta's answer to a wrong WHATSAPP_PHONE_NUMBER_ID: code 100 as for a wrong parameter, with subcode 33."""
    assert fate_of(100, 400, 33) is Fate.ALARM
    assert fate_of(100, 400, 2494010) is Fate.OURS
    assert fate_of(100) is Fate.OURS


@pytest.mark.parametrize("status", [301, 302, 308, 404, 405])
def test_an_answer_that_is_not_the_graph_apis_is_an_alarm(status: int) -> None:
    """A wrong WHATSAPP_GRAPH_URL; with an error of Meta's in it a 404 is about one message (132001)."""
    assert fate_of(0, status) is Fate.ALARM
    assert fate_of(132001, 404) is Fate.OURS


def test_a_reason_holds_no_number() -> None:
    error = {
        "code": 131026,
        "message": "(#131026) Message to 31612000101 undeliverable",
        "error_data": {"details": "x"},
    }
    assert reason_of(error) == "Message to … undeliverable"
