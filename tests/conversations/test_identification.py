"""Who it is: no hint to who guesses, a code that works once and for ten minutes, and then the answer at once."""

from __future__ import annotations

import pytest

from actions.words import euro
from tests.conversations.books import Books
from tests.conversations.people import NewAgent, NewCustomer, until
from tests.stack import Stack, persona

SANNE, TOM, YARA, PIETER, DAAN = (persona(name) for name in ("Sanne", "Tom", "Yara", "Pieter", "Daan"))
KARIM, MARIEKE, FLEUR = (persona(name) for name in ("Karim", "Marieke", "Fleur"))


@pytest.mark.question("termijnbedrag_opvragen", "betaalstatus")
async def test_the_question_is_answered_right_after_the_code(customer: NewCustomer, books: Books, stack: Stack) -> None:
    [contract] = (await books.billing.instalment(books.id(PIETER))).contracts
    somebody = await customer()
    heard = await somebody.say("Hoeveel betaal ik per maand?")
    assert "Eerst moet ik zeker weten dat jij het bent." in heard
    assert "Wat is je klantnummer?" in heard
    heard = await somebody.identify(PIETER)
    assert "Bedankt, meneer Hoekstra. De code klopt." in heard
    assert f"Uw termijnbedrag is {euro(contract.amount)} per maand." in heard, "addressed rightly at once"
    query = "SELECT customer_id, method FROM identities WHERE conversation_id = ?"
    assert stack.rows(query, somebody.conversation_id) == [(books.id(PIETER), "mail_code")]
    assert "klantnummer" not in await somebody.say("en heb ik nog iets openstaan?")


@pytest.mark.question("termijnbedrag_wijzigen")
async def test_a_form_goes_on_with_what_was_said_before_the_code(customer: NewCustomer, books: Books) -> None:
    [contract] = (await books.billing.instalment(books.id(DAAN))).contracts
    wish = int(contract.advised) + 4
    somebody = await customer()
    assert "klantnummer" in await somebody.say(f"ik wil mijn termijnbedrag op {wish} euro zetten")
    assert f"op € {wish} per maand" in await somebody.identify(DAAN)
    await somebody.say("stop")


@pytest.mark.question("betaalstatus")
async def test_a_wrong_combination_gives_no_hint(customer: NewCustomer, stack: Stack) -> None:
    texts = []
    mails = stack.one("SELECT COUNT(*) FROM demo_mails")
    for number, postcode in ((SANNE.customer_number, "9999 ZZ"), ("99999999", "9999 ZZ")):
        somebody = await customer()
        await somebody.say("wat staat er nog open?")
        first = await somebody.say(number)
        second = await somebody.say(postcode)
        third = await somebody.say("123456")
        texts.append((first.text, second.text, third.text))
    right = await customer()
    await right.say("wat staat er nog open?")
    texts.append(((await right.say(KARIM.customer_number)).text, (await right.say(KARIM.postcode)).text, texts[0][2]))
    assert texts[0] == texts[1] == texts[2]
    assert "Als deze gegevens bij elkaar horen" in texts[0][1]
    assert "Die code klopt niet. Je kunt het nog 2 keer proberen." in texts[0][2]
    await until(lambda: stack.one("SELECT COUNT(*) FROM demo_mails") == mails + 1, "the one mail that is right")


async def test_three_wrong_codes_begin_again_and_the_real_code_is_dead(customer: NewCustomer, stack: Stack) -> None:
    somebody = await customer()
    await somebody.say("wat is mijn verbruik?")
    await somebody.say(TOM.customer_number)
    await somebody.say(TOM.postcode)
    await until(lambda: stack.mails(TOM.email), "the mail")
    code = stack.code_for(TOM.email)
    wrong = "000000" if code != "000000" else "111111"
    assert "nog 2 keer" in await somebody.say(wrong)
    assert "nog 1 keer" in await somebody.say(wrong)
    assert "Wat is je klantnummer?" in await somebody.say(wrong)
    assert "De code klopt" not in await somebody.say(code)
    assert stack.rows("SELECT 1 FROM identities WHERE conversation_id = ?", somebody.conversation_id) == []


async def test_an_expired_code_is_refused(customer: NewCustomer, stack: Stack) -> None:
    somebody = await customer()
    await somebody.say("wat is mijn verbruik?")
    await somebody.say(YARA.customer_number)
    await somebody.say(YARA.postcode)
    await until(lambda: stack.mails(YARA.email), "the mail")
    stack.turn_back(
        "UPDATE login_codes SET expires_at = '2020-01-01 00:00:00.000000' WHERE conversation_id = ?",
        somebody.conversation_id,
    )
    heard = await somebody.say(stack.code_for(YARA.email))
    assert "Deze code werkt niet meer. We beginnen even opnieuw. Wat is je klantnummer?" in heard


async def test_asking_for_codes_too_often_ends_in_a_human(customer: NewCustomer) -> None:
    """Counted for the number, whoever asks and whether or not it exists."""
    for _ in range(5):
        somebody = await customer()
        await somebody.say("wat staat er nog open?")
        assert "Als deze gegevens bij elkaar horen" in await somebody.say("klantnummer 88888888, postcode 1234 AB")
    somebody = await customer()
    await somebody.say("wat staat er nog open?")
    heard = await somebody.say("klantnummer 88888888, postcode 1234 AB")
    assert "Dit is nu te vaak geprobeerd. Over een uur kan het weer." in heard
    assert heard.titles == ["Ja, graag", "Nee, laat maar"]
    assert "Er is nu geen medewerker vrij in de chat." in await somebody.tap("Ja, graag")


@pytest.mark.question("contract_info")
async def test_number_and_postcode_in_one_sentence(customer: NewCustomer) -> None:
    somebody = await customer()
    await somebody.say("wat voor contract heb ik?")
    heard = await somebody.say(f"klantnummer {FLEUR.customer_number} en postcode {FLEUR.postcode}")
    assert "code in je mailbox" in heard


@pytest.mark.question("termijnbedrag_opvragen", "betaalstatus")
async def test_level_one_gets_the_light_answers_and_proves_more_for_the_rest(
    customer: NewCustomer, books: Books, stack: Stack
) -> None:
    [contract] = (await books.billing.instalment(books.id(MARIEKE))).contracts
    marieke = await customer(MARIEKE)
    stack.turn_back(
        "UPDATE identities SET proved_at = '2020-01-01 00:00:00.000000' WHERE conversation_id = ?",
        marieke.conversation_id,
    )
    heard = await marieke.say("wat is mijn termijnbedrag?")
    assert f"Je termijnbedrag is {euro(contract.amount)} per maand." in heard
    heard = await marieke.say("heb ik nog een rekening openstaan?")
    assert "Eerst moet ik zeker weten dat jij het bent." in heard
    assert "€" not in heard
    heard = await marieke.identify(MARIEKE)
    assert "Bedankt, Marieke. De code klopt." in heard
    assert "€" in heard


@pytest.mark.question("medewerker_spreken", "betaalstatus")
async def test_identification_can_be_left_for_a_human(customer: NewCustomer, agent: NewAgent) -> None:
    fatima = await agent()
    somebody = await customer()
    await somebody.say("wat staat er nog open?")
    assert "Ik haal er een medewerker bij." in await somebody.say("ik wil gewoon een medewerker spreken")
    case = await fatima.opened(somebody)
    assert case["case"]["ask"] == "wat staat er nog open?"
    assert case["customer"] is None


@pytest.mark.question("annuleren")
async def test_identification_can_be_stopped(customer: NewCustomer) -> None:
    somebody = await customer()
    await somebody.say("wat staat er nog open?")
    assert "Gestopt: controleren wie je bent." in await somebody.say("stop maar")


async def test_a_code_is_never_in_the_case(customer: NewCustomer, agent: NewAgent, stack: Stack) -> None:
    fatima = await agent()
    somebody = await customer()
    await somebody.say("wat is mijn termijnbedrag?")
    await somebody.identify(KARIM)
    code = stack.code_for(KARIM.email)
    await somebody.say("mag ik een medewerker?")
    case = await fatima.opened(somebody)
    assert code not in str(case["case"])
    assert case["customer"]["name"] == KARIM.name


async def test_a_login_token_works_once(customer: NewCustomer, stack: Stack) -> None:
    token = stack.login_token(SANNE.customer_number)
    first, second = await customer(), await customer()
    await first.leave()
    await first.connect(token)
    assert (first.session["level"], first.session["name"]) == (2, "Sanne")
    await second.leave()
    await second.connect(token)
    assert second.session["level"] == 0
