"""When no rating is asked."""

from __future__ import annotations

import pytest

from tests.conversations.people import NewCustomer


@pytest.mark.question("bedanken")
async def test_not_when_nothing_was_answered(customer: NewCustomer) -> None:
    one = await customer()
    heard = await one.say("dank u vriendelijk")
    assert heard.titles == []


@pytest.mark.question("gaslucht", "bedanken")
async def test_not_after_danger(customer: NewCustomer) -> None:
    one = await customer()
    await one.say("wat zijn jullie openingstijden?")
    await one.say("er komt hier een gaslucht uit de kelder")
    assert (await one.say("oke bedankt")).titles == []


@pytest.mark.question("feedback_negatief", "bedanken")
async def test_not_while_irritated(customer: NewCustomer) -> None:
    one = await customer()
    await one.say("wat zijn jullie openingstijden?")
    await one.say("dat is toch belachelijk slecht zeg, waardeloos")
    assert "Goed geholpen" not in (await one.say("nou bedankt dan maar")).titles
