"""A question in the middle of a move."""

from __future__ import annotations

import pytest

from tests.conversations.conftest import Somebody
from tests.conversations.people import NewCustomer


@pytest.mark.question("verhuizing_doorgeven", "openingstijden")
async def test_a_question_in_between_is_answered_and_the_move_goes_on(
    customer: NewCustomer, somebody: Somebody
) -> None:
    mover = await customer(somebody("c.form_of_address = 'je'"))
    assert "Op welke dag krijg je de sleutels" in await mover.say("Wij gaan verhuizen, kan ik dat hier regelen?")
    heard = await mover.say("tot hoe laat zijn jullie open?")
    assert "Bellen: " in heard
    assert "Op welke dag krijg je de sleutels" in heard.messages[-1]["text"]
    assert "postcode en het huisnummer" in await mover.say("over twee weken")
    await mover.say("stop")
