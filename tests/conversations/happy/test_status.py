"""How far a request is."""

from __future__ import annotations

import pytest

from tests.conversations.people import NewCustomer
from tests.stack import Stack, persona


@pytest.mark.question("status_aanvraag")
async def test_the_open_request_with_its_next_step(customer: NewCustomer, stack: Stack) -> None:
    marieke = persona("Marieke")
    [(title, reference, step)] = stack.rows(
        "SELECT title, reference, next_step FROM requests WHERE customer_id = ? AND state = 'in behandeling'",
        f"klant-{marieke.customer_number}",
    )
    heard = await (await customer(marieke)).say("is er al iets bekend over wat ik bij jullie heb aangevraagd?")
    assert f"{title}." in heard
    assert "We zijn ermee bezig." in heard
    assert str(step) in heard
    assert f"Je kenmerk is {reference}." in heard


@pytest.mark.question("status_aanvraag")
async def test_nothing_open_is_said(customer: NewCustomer) -> None:
    heard = await (await customer(persona("Ahmet"))).say("wat is de stand van zaken van mijn aanvraag?")
    assert "Ik zie geen aanvragen van je." in heard
    assert heard.titles == ["Medewerker spreken"]
