"""A new e-mail address, phone number or name."""

from __future__ import annotations

import pytest

from tests.conversations.conftest import Somebody
from tests.conversations.helpers import changes
from tests.conversations.people import NewCustomer, until
from tests.stack import Stack


@pytest.mark.question("gegevens_wijzigen")
async def test_a_new_address_is_stored_and_the_old_one_hears_of_it(
    customer: NewCustomer, somebody: Somebody, stack: Stack
) -> None:
    number = somebody("c.form_of_address = 'je'")
    old = stack.one("SELECT email FROM customers WHERE customer_number = ?", number)
    one = await customer(number)
    heard = await one.say("Kun je mijn e-mailadres veranderen in nieuw.begin@post.example?")
    assert "Je nieuwe e-mailadres wordt nieuw.begin@post.example." in heard
    assert str(old) not in heard, "what is on file is masked"
    heard = await one.tap("Ja, klopt")
    assert "Gedaan. Je e-mailadres is nu nieuw.begin@post.example." in heard
    assert stack.one("SELECT email FROM customers WHERE customer_number = ?", number) == "nieuw.begin@post.example"
    assert changes(stack, f"klant-{number}", "gegevens_wijzigen") == 1
    await until(lambda: stack.mails(str(old)), "the note to the old address")
    assert all("nieuw.begin@post.example" not in str(mail) for mail in stack.mails(str(old)))


@pytest.mark.question("gegevens_wijzigen")
async def test_a_new_name(customer: NewCustomer, somebody: Somebody, stack: Stack) -> None:
    number = somebody("c.form_of_address = 'u'")
    first = stack.one("SELECT first_name FROM customers WHERE customer_number = ?", number)
    one = await customer(number)
    await one.say("Ik ben vorige week getrouwd, mijn achternaam klopt niet meer")
    assert f"Uw naam wordt: {first} van der Linden." in await one.say("van der linden")
    assert f"Uw naam is nu {first} van der Linden." in await one.say("ja graag")
    assert stack.one("SELECT last_name FROM customers WHERE customer_number = ?", number) == "van der Linden"
