"""Changing something about paying, corrected before the yes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from actions.words import euro
from tests.conversations.books import Books
from tests.conversations.conftest import Somebody
from tests.conversations.helpers import changes, somebody_with_a_bill
from tests.conversations.people import NewCustomer
from tests.stack import Stack, persona

TOM, YARA = (persona(name) for name in ("Tom", "Yara"))


@pytest.mark.question("termijnbedrag_wijzigen", "bevestigen")
async def test_a_value_is_corrected_at_the_end(customer: NewCustomer, books: Books, stack: Stack) -> None:
    [contract] = (await books.billing.instalment(books.id(TOM))).contracts
    first, second = int(contract.advised) - 5, int(contract.advised) + 6
    tom = await customer(TOM)
    await tom.say("ik wil mijn termijnbedrag aanpassen")
    assert f"op € {first} per maand" in await tom.say(str(first))
    heard = await tom.tap("Nee, aanpassen")
    assert "Ik heb nog niets gewijzigd. Wat moet er anders?" in heard
    assert f"op € {second} per maand" in await tom.say(f"maak er maar {second} van")
    assert changes(stack, books.id(TOM), "termijnbedrag_wijzigen") == 0
    assert "Gedaan." in await tom.say("ja, zo is het goed")
    [after] = (await books.billing.instalment(books.id(TOM))).contracts
    assert after.next_amount == Decimal(second)


@pytest.mark.question("betaaldatum_wijzigen")
async def test_a_correction_in_one_breath_is_not_taken_for_a_yes(customer: NewCustomer) -> None:
    yara = await customer(YARA)
    await yara.say("ik wil een andere betaaldag")
    assert "op de 12e" in await yara.say("12")
    assert "op de 20e" in await yara.say("nee doe toch maar de 20e")
    assert "Gestopt: andere betaaldag." in await yara.say("stop")


@pytest.mark.question("betaalregeling_aanvragen")
async def test_the_number_of_months_of_an_arrangement(
    customer: NewCustomer, books: Books, stack: Stack, somebody: Somebody
) -> None:
    number = somebody_with_a_bill(stack, somebody)
    debtor = await customer(number)
    heard = await debtor.say("zou ik de jaarnota gespreid mogen betalen, zeg maar in 3 keer")
    if "Welke rekening" in heard:
        heard = await debtor.tap(heard.titles[0])
    assert "in 3 " in heard
    heard = await debtor.say("hmm, toch liever in 6 keer")
    assert "in 6 " in heard
    assert stack.one("SELECT COUNT(*) FROM arrangements WHERE customer_id = ?", books.id(number)) == 0
    assert "Afgesproken." in await debtor.say("klopt als een bus")
    query = (
        "SELECT COUNT(*) FROM arrangement_terms t JOIN arrangements a ON a.id = t.arrangement_id"
        " WHERE a.customer_id = ?"
    )
    assert stack.one(query, books.id(number)) == 6


@pytest.mark.question("rekeningnummer_wijzigen")
async def test_another_account_without_saying_which_asks_again(
    customer: NewCustomer, books: Books, stack: Stack, somebody: Somebody
) -> None:
    number = somebody()
    mover = await customer(number)
    assert "**43 00" in await mover.say("mijn iban wordt voortaan NL91 ABNA 0417 1643 00")
    assert "nieuwe rekeningnummer?" in await mover.say("wacht, andere rekening")
    assert "**45 67" in await mover.say("nl20 ingb 0001 2345 67")
    assert "Gedaan." in await mover.say("jazeker")
    assert stack.one("SELECT iban FROM customers WHERE id = ?", books.id(number)) == "NL20INGB0001234567"


@pytest.mark.question("termijnbedrag_wijzigen")
async def test_an_amount_as_a_difference_and_one_step_back(
    customer: NewCustomer, books: Books, stack: Stack, somebody: Somebody
) -> None:
    number = somebody("k.kind = 'variabel'")
    [contract] = (await books.billing.instalment(books.id(number))).contracts
    wish = contract.advised + 10
    payer = await customer(number)
    heard = await payer.say("ik zou graag een ander termijnbedrag instellen")
    assert euro(contract.amount) in heard
    assert f"op {euro(contract.advised)} per maand" in await payer.say("doe het advies maar")
    heard = await payer.say("terug")
    assert "Welk bedrag" in heard
    assert f"op {euro(wish)} per maand" in await payer.say(f"{wish} dan")
    assert "Gedaan." in await payer.say("is goed hoor")
    [after] = (await books.billing.instalment(books.id(number))).contracts
    assert after.next_amount == wish
