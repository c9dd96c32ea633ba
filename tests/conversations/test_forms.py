"""Changing something: corrected, cancelled, interrupted, misunderstood, refused. Only what was agreed is stored."""

from __future__ import annotations

from decimal import Decimal

from actions.words import euro
from tests.conversations.books import Books
from tests.conversations.people import NewAgent, NewCustomer
from tests.stack import Stack, persona

TOM, KARIM, CORRIE, LINDA, RACHID = (persona(name) for name in ("Tom", "Karim", "Corrie", "Linda", "Rachid"))
AHMET, GERRIT, JOLANDA, YARA = (persona(name) for name in ("Ahmet", "Gerrit", "Jolanda", "Yara"))


def changes(stack: Stack, customer_id: str, kind: str) -> int:
    """How many changes of a kind are stored."""
    count = stack.one("SELECT COUNT(*) FROM requests WHERE customer_id = ? AND kind = ?", customer_id, kind)
    return int(count)


async def test_the_first_sentence_fills_the_form(customer: NewCustomer, books: Books) -> None:
    [contract] = (await books.billing.instalment(books.id(KARIM))).contracts
    wish = int(contract.maximum) - 5
    heard = await (await customer(KARIM)).say(f"Zet mijn termijnbedrag op {wish} euro per maand")
    assert f"Ik zet je termijnbedrag van {euro(contract.amount)} op € {wish} per maand" in heard


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


async def test_a_correction_in_one_breath_is_not_taken_for_a_yes(customer: NewCustomer) -> None:
    yara = await customer(YARA)
    await yara.say("ik wil een andere betaaldag")
    assert "op de 12e" in await yara.say("12")
    assert "op de 20e" in await yara.say("nee doe toch maar de 20e")
    assert "Gestopt: andere betaaldag." in await yara.say("stop")


async def test_cancelling_changes_nothing_and_the_form_begins_empty_again(
    customer: NewCustomer, books: Books, stack: Stack
) -> None:
    gerrit = await customer(GERRIT)
    await gerrit.say("ik wil mijn rekeningnummer wijzigen")
    assert "**43 00" in await gerrit.say("NL91ABNA0417164300")
    heard = await gerrit.say("laat maar zitten, ik stop ermee")
    assert "Gestopt: ander rekeningnummer. Er is niets veranderd." in heard
    assert changes(stack, books.id(GERRIT), "rekeningnummer_wijzigen") == 0
    assert "Wat is uw nieuwe rekeningnummer?" in await gerrit.say("toch mijn rekeningnummer veranderen")


async def test_a_question_in_between_is_answered_and_the_form_goes_on(customer: NewCustomer, books: Books) -> None:
    karim = await customer(KARIM)
    await karim.say("ik wil mijn betaaldag wijzigen")
    heard = await karim.say("wat zijn jullie openingstijden?")
    assert "Bellen: 088 000 12 34" in heard
    assert "Welke dag wil je? Het kan van de 1e tot en met de 28e." in heard.messages[-1]["text"]
    refund = await books.billing.refund(books.id(KARIM))
    heard = await karim.say("en krijg ik nog geld terug van jullie?")
    assert euro(refund.amount) in heard or "Je krijgt nu geen geld terug." in heard
    assert "Welke dag wil je?" in heard
    assert "op de 14e" in await karim.say("de 14e")
    await karim.say("stop")


async def test_another_form_breaks_in_and_the_first_is_offered_again(customer: NewCustomer) -> None:
    karim = await customer(KARIM)
    await karim.say("ik wil mijn betaaldag wijzigen")
    assert "Zullen we je bellen op 06 12000102?" in await karim.say("kunnen jullie mij terugbellen?")
    await karim.say("06 12345678")
    assert "Onderwerp: ik wil mijn betaaldag wijzigen" in await karim.say("ochtend")
    heard = await karim.say("ja")
    assert "Genoteerd." in heard
    assert "Je was nog bezig met: andere betaaldag. Zullen we daarmee verder gaan?" in heard
    assert "Welke dag wil je?" in await karim.tap("Ja, ga verder")
    await karim.say("stop")


async def test_three_bad_values_are_explained_and_a_human_is_offered(customer: NewCustomer, agent: NewAgent) -> None:
    await agent()
    karim = await customer(KARIM)
    await karim.say("ik wil een ander rekeningnummer doorgeven")
    assert "er zit een typfout in" in await karim.say("NL00 ABNA 0417 1643 00")
    assert "Het IBAN staat op je bankpas." in await karim.say("het blauwe pasje")
    heard = await karim.say("dat nummer van mijn vrouw")
    assert "Het lukt niet zo goed. Zal ik er een medewerker bij halen?" in heard
    assert heard.titles == ["Ja, graag", "Nee, ga verder"]
    heard = await karim.tap("Nee, ga verder")
    assert "Goed, dan gaan we verder." in heard
    assert "Wat is je nieuwe rekeningnummer?" in heard
    assert "**43 00" in await karim.say("NL91ABNA0417164300")
    await karim.say("stop")


async def test_amounts_outside_the_range_are_refused_with_the_range(customer: NewCustomer, books: Books) -> None:
    [contract] = (await books.billing.instalment(books.id(KARIM))).contracts
    karim = await customer(KARIM)
    heard = await karim.say("verlaag mijn termijnbedrag naar 10 euro")
    assert f"Het laagste bedrag is {euro(contract.minimum)}" in heard
    heard = await karim.say("doe dan 5000 euro")
    assert f"Het hoogste bedrag is {euro(contract.maximum)}" in heard
    await karim.say("stop")


async def test_a_day_that_does_not_exist_every_month_is_refused(customer: NewCustomer) -> None:
    karim = await customer(KARIM)
    await karim.say("ik wil een andere betaaldag")
    assert "Dat kan alleen van de 1e tot en met de 28e" in await karim.say("de 31e")
    assert "op de 3e" in await karim.say("dan de derde")
    await karim.say("stop")


async def test_an_arrangement_outside_policy_goes_to_a_human(customer: NewCustomer, agent: NewAgent) -> None:
    fatima = await agent()
    rachid = await customer(RACHID)
    heard = await rachid.say("ik wil mijn rekening in termijnen betalen")
    if "Welke rekening" in heard:
        heard = await rachid.tap(heard.titles[0])
    assert "Deze regeling mag ik niet zelf afspreken. Een medewerker kijkt wat er wel kan." in heard
    assert "Ik haal er een medewerker bij." in heard
    case = (await fatima.case(rachid))["case"]
    assert (case["reason"], case["priority"]) == ("complex", 1), "a vulnerable customer goes first"


async def test_a_second_arrangement_goes_to_a_human(customer: NewCustomer, agent: NewAgent) -> None:
    fatima = await agent()
    linda = await customer(LINDA)
    heard = await linda.say("kan ik een betalingsregeling krijgen?")
    assert "Er loopt al een regeling op je naam." in heard
    assert "Ik haal er een medewerker bij." in heard
    assert (await fatima.case(linda))["case"]["reason"] == "complex"


async def test_more_months_than_allowed_goes_to_a_human(customer: NewCustomer, agent: NewAgent, stack: Stack) -> None:
    await agent()
    ahmet = await customer(AHMET)
    heard = await ahmet.say("ik wil in delen betalen")
    assert "In hoeveel maanden wil je dat betalen?" in heard
    heard = await ahmet.say("36 maanden")
    assert "Zelf kan ik tot en met" in heard
    assert "Ik haal er een medewerker bij." in heard
    query = "SELECT COUNT(*) FROM arrangements WHERE customer_id = ?"
    assert stack.one(query, Books.id(AHMET)) == 0


async def test_an_odd_reading_is_asked_about_once_more(customer: NewCustomer, books: Books, stack: Stack) -> None:
    registers = await books.meters.registers(books.id(GERRIT))
    gas = next(r for r in registers if r.energy.value == "gas")
    power = next(r for r in registers if r.energy.value == "stroom")
    gerrit = await customer(GERRIT)
    await gerrit.say("ik wil mijn meterstand doorgeven")
    odd = int(gas.expected_today) + 3000
    heard = await gerrit.say(f"gas {odd} en stroom {int(power.expected_today) + 1}")
    assert "is hoger dan ik verwacht" in heard
    assert "Weet u het zeker?" in heard
    right = int(gas.expected_today) + 2
    heard = await gerrit.say(f"o nee, het is {right}")
    assert "Klopt dat?" in heard
    assert f"{right:,}".replace(",", ".") in heard
    assert "Opgeslagen" in await gerrit.say("ja")
    assert stack.reading(gas.register_id) == (right, "klant")


async def test_a_reading_below_the_last_one_is_refused_with_the_last_one(customer: NewCustomer, books: Books) -> None:
    registers = await books.meters.registers(books.id(CORRIE))
    gas = next(r for r in registers if r.energy.value == "gas")
    corrie = await customer(CORRIE)
    await corrie.say("ik wil de meterstanden doorgeven")
    heard = await corrie.say("gas 12")
    assert "Een meter loopt niet terug." in heard
    assert f"{int(gas.last_value):,}".replace(",", ".") in heard
    await corrie.say("stop")


async def test_several_addresses_are_asked_for(customer: NewCustomer, books: Books) -> None:
    jolanda = await customer(JOLANDA)
    heard = await jolanda.say("ik wil mijn termijnbedrag wijzigen")
    assert "Voor welk adres wilt u het termijnbedrag wijzigen?" in heard
    contracts = (await books.billing.instalment(books.id(JOLANDA))).contracts
    station = next(c for c in contracts if c.address.startswith("Stationsplein"))
    heard = await jolanda.tap("Stationsplein 9")
    assert f"U betaalt nu {euro(station.amount)} per maand." in heard
    await jolanda.say("stop")


async def test_yes_twice_stores_once(customer: NewCustomer, books: Books, stack: Stack) -> None:
    before = changes(stack, books.id(GERRIT), "betaaldatum_wijzigen")
    gerrit = await customer(GERRIT)
    await gerrit.say("ik wil de betaaldag op de 11e")
    assert "Gedaan." in await gerrit.tap("Ja, klopt")
    assert "Gedaan." not in await gerrit.tap("Ja, klopt"), "the button of before can still be tapped"
    assert changes(stack, books.id(GERRIT), "betaaldatum_wijzigen") == before + 1
