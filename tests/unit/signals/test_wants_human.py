"""A request for a person is always heard; words that only mention people are not taken for one."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from dichtbij.signals import Turn, reads_wants_human
from tests.reader import read

CASES = yaml.safe_load((Path(__file__).parent / "human_cases.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("sentence", CASES["asks"])
def test_asks(sentence: str) -> None:
    assert reads_wants_human(sentence)


@pytest.mark.parametrize("sentence", CASES["does_not_ask"])
def test_does_not_ask(sentence: str) -> None:
    assert not reads_wants_human(sentence)


def test_a_request_is_granted_at_once() -> None:
    reading = read([Turn("customer", "medewerker graag")])
    assert reading.wants_human
    assert reading.advice == "hand_over"
    assert reading.level == "kalm"


OFFER = Turn("bot", "Wilt u dat een medewerker u verder helpt?", frozenset({"offer_human"}))


@pytest.mark.parametrize("answer", ["ja graag", "ja", "doe maar", "ok", "Graag!", "ja dat wil ik wel", "/bevestigen"])
def test_yes_to_an_offer_is_a_request(answer: str) -> None:
    assert read([Turn("customer", "dit snap ik niet"), OFFER, Turn("customer", answer)]).wants_human


@pytest.mark.parametrize(
    "answer", ["nee", "nee hoor", "nee dank je", "liever niet", "laat maar", "hoeft niet", "/ontkennen"]
)
def test_no_to_an_offer_is_none(answer: str) -> None:
    reading = read([Turn("customer", "dit snap ik niet"), OFFER, Turn("customer", answer)])
    assert not reading.wants_human
    assert reading.advice == "none"


def test_yes_without_an_offer_asks_for_nobody() -> None:
    turns = [Turn("customer", "95 euro"), Turn("bot", "Het wordt € 95,00. Klopt dat?"), Turn("customer", "ja graag")]
    assert not read(turns).wants_human
