"""Who is not known hears what is general, or identifies first and types nothing twice."""

from __future__ import annotations

import pytest

from actions.words import price
from tests.conversations.people import NewCustomer
from tests.policies import demo_tariffs


@pytest.mark.question("tarieven_opvragen")
async def test_general_tariffs_and_a_way_to_ones_own(customer: NewCustomer) -> None:
    someone = await customer()
    heard = await someone.say("Wat kost een kWh stroom bij jullie op dit moment?")
    assert price(demo_tariffs().vast_1_jaar.stroom_enkel_per_kwh) in heard
    assert "Mijn eigen gegevens" in heard.titles
    assert "klantnummer" in await someone.tap("Mijn eigen gegevens")


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("Wanneer loopt mijn contract af?", marks=pytest.mark.question("contract_info")),
        pytest.param("Hoe hoog is mijn opzegvergoeding?", marks=pytest.mark.question("opzegvergoeding")),
        pytest.param("Ik wil mijn contract verlengen met een jaar", marks=pytest.mark.question("contract_verlengen")),
        pytest.param("Ik wil mijn contract bij jullie opzeggen", marks=pytest.mark.question("contract_opzeggen")),
    ],
)
async def test_what_is_ones_own_asks_who_it_is(customer: NewCustomer, question: str) -> None:
    assert "klantnummer" in await (await customer()).say(question)
