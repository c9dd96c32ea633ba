"""The others, after one request was told."""

from __future__ import annotations

import pytest

from tests.conversations.conftest import Somebody
from tests.conversations.people import NewCustomer


@pytest.mark.question("status_aanvraag", "betaaldatum_wijzigen", "gegevens_wijzigen")
async def test_one_is_named_and_then_the_others(customer: NewCustomer, somebody: Somebody) -> None:
    one = await customer(somebody("c.form_of_address = 'je' AND k.collection_day != 9"))
    await one.say("zet mijn betaaldag op de 9e")
    await one.say("ja")
    await one.say("mijn telefoonnummer wordt 06-44556677")
    await one.say("ja")
    heard = await one.say("is de aanvraag voor mijn andere betaaldag verwerkt?")
    assert "Dat is klaar." in heard
    assert "Telefoonnummer" not in heard
    heard = await one.say("en de andere?")
    assert "Telefoonnummer gewijzigd" in heard
