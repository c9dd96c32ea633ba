"""Moving house, from the first sentence to what is stored."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from actions.words import dutch_date
from dichtbij.clock import AMSTERDAM
from tests.conversations.conftest import Somebody
from tests.conversations.people import NewCustomer
from tests.stack import Stack


@pytest.mark.question("verhuizing_doorgeven", "status_aanvraag")
async def test_a_move_in_one_sentence_is_planned_and_can_be_followed(
    customer: NewCustomer, somebody: Somebody, stack: Stack
) -> None:
    number = somebody("c.form_of_address = 'je' AND k.kind = 'variabel'")
    keys = datetime.now(AMSTERDAM).date() + timedelta(days=40)
    mover = await customer(number)
    heard = await mover.say(f"We verhuizen op {dutch_date(keys, year=True)} naar 4817 PK 22, wat moet ik doen?")
    assert "Genoteerd: Turfschuit 22, Breda." in heard
    assert heard.titles == ["Dezelfde dag"]
    heard = await mover.tap("Dezelfde dag")
    assert "Nieuw adres: Turfschuit 22, 4817 PK Breda" in heard
    assert f"Sleutels en levering vanaf: {dutch_date(keys, year=True)}" in heard
    assert "Je variabele contract gaat mee" in heard
    assert stack.rows("SELECT id FROM moves WHERE customer_id = ?", f"klant-{number}") == []
    heard = await mover.tap("Ja, klopt")
    assert f"Geregeld. Vanaf {dutch_date(keys)} krijg je energie op Turfschuit 22, 4817 PK Breda." in heard
    [(state, reference)] = stack.rows("SELECT state, reference FROM moves WHERE customer_id = ?", f"klant-{number}")
    assert state == "gepland"
    assert reference in heard
    ended = stack.one("SELECT ended FROM contracts WHERE customer_id = ? AND ended IS NOT NULL", f"klant-{number}")
    assert ended == str(keys + timedelta(days=1))
    starts = stack.one("SELECT start FROM contracts WHERE customer_id = ? AND ended IS NULL", f"klant-{number}")
    assert starts == str(keys)
    heard = await mover.say("hoever zijn jullie met mijn verhuizing?")
    assert "Verhuizing naar Turfschuit 22, Breda." in heard
    assert f"Op {dutch_date(keys, year=True)} begint de levering op het nieuwe adres." in heard
    assert reference in heard
