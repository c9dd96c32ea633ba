"""Nobody knows who it is, so how they write decides on u or je."""

from __future__ import annotations

import re

import pytest

from tests.conversations.people import NewCustomer

U_WORDS = re.compile(r"\b(?:u|uw)\b", re.IGNORECASE)
JE_WORDS = re.compile(r"\b(?:je|jij|jouw)\b", re.IGNORECASE)


@pytest.mark.question("hulp", "openingstijden", "inloggen")
async def test_who_writes_u_is_answered_with_u_for_the_rest_of_the_conversation(customer: NewCustomer) -> None:
    somebody = await customer()
    for line in ("Goedemiddag, wat kunt u allemaal voor mij doen?", "ik kan niet inloggen", "hallo", "asdf qwer zxcv"):
        heard = await somebody.say(line)
        assert U_WORDS.search(heard.text), line
        assert not JE_WORDS.search(heard.text), line


@pytest.mark.question("hulp")
async def test_who_does_not_is_answered_with_je(customer: NewCustomer) -> None:
    heard = await (await customer()).say("wat kan je allemaal voor mij doen")
    assert JE_WORDS.search(heard.text)
    assert not U_WORDS.search(heard.text)
