"""Paying: what is open, how much a month, when, from which account, in parts, and money back."""

from __future__ import annotations

import pytest

from actions.words import about, dutch_date, euro
from tests.conversations.books import Books
from tests.conversations.conftest import Somebody
from tests.conversations.helpers import changes
from tests.conversations.people import NewCustomer
from tests.stack import Stack, persona

AHMET, FLEUR, GERRIT, JOLANDA, KARIM, SANNE, TOM, YARA = (
    persona(name) for name in ("Ahmet", "Fleur", "Gerrit", "Jolanda", "Karim", "Sanne", "Tom", "Yara")
)


@pytest.mark.question("betaalstatus")
async def test_betaalstatus_tells_what_is_open_and_what_came_in(customer: NewCustomer, books: Books) -> None:
    status = await books.billing.payment_status(books.id(AHMET))
    [open_invoice] = status.open_invoices
    heard = await (await customer(AHMET)).say("Is mijn betaling al binnen?")
    assert f"Er staat nog {euro(status.total_open)} open" in heard
    assert open_invoice.number in heard
    assert f"uiterlijk {dutch_date(open_invoice.due, year=True)}" in heard
    assert "teruggekomen van de bank" in heard
    assert status.last_payment is not None
    assert f"kwam binnen op {dutch_date(status.last_payment.on, year=True)}" in heard


@pytest.mark.question("betaalstatus")
async def test_betaalstatus_of_who_paid_everything(customer: NewCustomer, books: Books) -> None:
    status = await books.billing.payment_status(books.id(TOM))
    assert not status.open_invoices
    assert "Je hebt niets openstaan." in await (await customer(TOM)).say("heb ik nog een openstaande rekening?")


@pytest.mark.question("termijnbedrag_opvragen")
async def test_termijnbedrag_opvragen(customer: NewCustomer, books: Books) -> None:
    [contract] = (await books.billing.instalment(books.id(KARIM))).contracts
    heard = await (await customer(KARIM)).say("Hoeveel betaal ik per maand aan termijnbedrag?")
    assert f"Je termijnbedrag is {euro(contract.amount)} per maand." in heard
    assert f"op de {contract.collection_day}e van de maand" in heard
    assert ("past goed" in heard) == contract.fits


@pytest.mark.question("termijnbedrag_wijzigen")
async def test_termijnbedrag_wijzigen_shows_the_effect_and_stores_it(
    customer: NewCustomer, books: Books, stack: Stack
) -> None:
    [before] = (await books.billing.instalment(books.id(FLEUR))).contracts
    wish = before.advised + 5
    proposal = await books.billing.propose_instalment(books.id(FLEUR), wish)
    fleur = await customer(FLEUR)
    heard = await fleur.say(f"Ik wil mijn termijnbedrag veranderen naar {wish} euro")
    assert f"van {euro(before.amount)} op {euro(wish)} per maand" in heard
    assert f"ongeveer {about(proposal.expected_settlement)}" in heard  # type: ignore[union-attr]
    assert heard.titles == ["Ja, klopt", "Nee, aanpassen"]
    query = "SELECT COUNT(*) FROM requests WHERE customer_id = ? AND kind = 'termijnbedrag_wijzigen'"
    assert stack.one(query, books.id(FLEUR)) == 0, "nothing is stored before the customer agreed"
    heard = await fleur.tap("Ja, klopt")
    reference = stack.one(
        "SELECT reference FROM requests WHERE customer_id = ? AND kind = 'termijnbedrag_wijzigen'", books.id(FLEUR)
    )
    assert "Gedaan." in heard
    assert f"Je kenmerk is {reference}." in heard
    [after] = (await books.billing.instalment(books.id(FLEUR))).contracts
    assert after.next_amount == wish
    assert f"Vanaf {dutch_date(after.next_from)}" in await fleur.say("wat is mijn termijnbedrag")  # type: ignore[arg-type]


@pytest.mark.question("termijnbedrag_wijzigen")
async def test_the_first_sentence_fills_the_form(customer: NewCustomer, books: Books) -> None:
    [contract] = (await books.billing.instalment(books.id(KARIM))).contracts
    wish = int(contract.maximum) - 5
    heard = await (await customer(KARIM)).say(f"Zet mijn termijnbedrag op {wish} euro per maand")
    assert f"Ik zet je termijnbedrag van {euro(contract.amount)} op € {wish} per maand" in heard


@pytest.mark.question("termijnbedrag_wijzigen")
async def test_several_addresses_are_asked_for(customer: NewCustomer, books: Books) -> None:
    jolanda = await customer(JOLANDA)
    heard = await jolanda.say("ik wil mijn termijnbedrag wijzigen")
    assert "Voor welk adres wilt u het termijnbedrag wijzigen?" in heard
    contracts = (await books.billing.instalment(books.id(JOLANDA))).contracts
    station = next(c for c in contracts if c.address.startswith("Stationsplein"))
    heard = await jolanda.tap("Stationsplein 9")
    assert f"U betaalt nu {euro(station.amount)} per maand." in heard
    await jolanda.say("stop")


@pytest.mark.question("betaaldatum_wijzigen")
async def test_betaaldatum_wijzigen_for_all_addresses(customer: NewCustomer, books: Books, stack: Stack) -> None:
    jolanda = await customer(JOLANDA)
    heard = await jolanda.say("Ik wil een andere betaaldag")
    assert "Uw betaaldag is nu de 15e van de maand. Welke dag wilt u?" in heard
    heard = await jolanda.say("de 28e graag")
    assert "van de 15e op de 28e van de maand voor al uw 3 adressen" in heard
    assert "Gedaan. Uw betaaldag is nu de 28e" in await jolanda.say("ja dat is goed")
    days = stack.rows("SELECT DISTINCT collection_day FROM contracts WHERE customer_id = ?", books.id(JOLANDA))
    assert days == [(28,)]


@pytest.mark.question("betaaldatum_wijzigen")
async def test_yes_twice_stores_once(customer: NewCustomer, books: Books, stack: Stack) -> None:
    before = changes(stack, books.id(GERRIT), "betaaldatum_wijzigen")
    gerrit = await customer(GERRIT)
    await gerrit.say("ik wil de betaaldag op de 11e")
    assert "Gedaan." in await gerrit.tap("Ja, klopt")
    assert "Gedaan." not in await gerrit.tap("Ja, klopt"), "the button of before can still be tapped"
    assert changes(stack, books.id(GERRIT), "betaaldatum_wijzigen") == before + 1


@pytest.mark.question("betaalregeling_aanvragen")
async def test_betaalregeling_aanvragen_shows_the_schedule_and_stores_it(
    customer: NewCustomer, books: Books, stack: Stack
) -> None:
    sanne = await customer(SANNE)
    heard = await sanne.say("Kan ik mijn jaarafrekening in delen betalen?")
    assert "Het gaat om de jaarafrekening: € 640." in heard
    proposal = await books.billing.propose_arrangement(books.id(SANNE), None, 4)
    heard = await sanne.say("in 4 keer")
    for term in proposal.schedule:  # type: ignore[union-attr]
        assert f"- {dutch_date(term.due, year=True)}: {euro(term.amount)}" in heard
    assert "Het kost niets extra." in heard
    heard = await sanne.tap("Ja, klopt")
    assert "Afgesproken." in heard
    query = (
        "SELECT state, reference, (SELECT COUNT(*) FROM arrangement_terms t WHERE t.arrangement_id = a.id)"
        " FROM arrangements a WHERE customer_id = ?"
    )
    [(state, reference, terms)] = stack.rows(query, books.id(SANNE))
    assert (state, terms) == ("loopt", 4)
    assert reference in heard
    assert "betaal je in" in await sanne.say("moet ik nog iets betalen?")


@pytest.mark.question("rekeningnummer_wijzigen")
async def test_rekeningnummer_wijzigen_never_says_the_whole_number(
    customer: NewCustomer, books: Books, stack: Stack
) -> None:
    yara = await customer(YARA)
    assert "Wat is je nieuwe rekeningnummer?" in await yara.say("Ik heb een nieuw rekeningnummer")
    heard = await yara.say("NL91 ABNA 0417 1643 00")
    assert "NL** **** **** **43 00" in heard
    heard = await yara.say("ja klopt")
    assert "Gedaan. Je rekeningnummer is nu NL** **** **** **43 00." in heard
    assert stack.one("SELECT iban FROM customers WHERE id = ?", books.id(YARA)) == "NL91ABNA0417164300"
    said = " ".join(text for _, sender, text in yara.stored() if sender != "customer")
    assert "0417" not in said


@pytest.mark.question("automatische_incasso")
async def test_automatische_incasso_for_who_is_known_and_who_is_not(customer: NewCustomer, books: Books) -> None:
    debit = await books.billing.direct_debit(books.id(TOM))
    question = "Hoe werkt automatische incasso bij jullie?"
    general = "Met automatische incasso schrijven wij elke maand op een vaste dag je bedrag af."
    heard = await (await customer(TOM)).say(question)
    assert f"Je betaalt nu met automatische incasso van rekening {debit.iban_masked}." in heard
    assert f"op {dutch_date(debit.next_collection, year=True)}" in heard  # type: ignore[arg-type]
    assert general in heard
    heard = await (await customer()).say(question)
    assert general in heard
    assert "**" not in heard
    heard = await (await customer(GERRIT)).say(question)
    assert "U heeft nu geen automatische incasso." in heard


@pytest.mark.question("teruggave")
async def test_teruggave_amount_day_and_account(customer: NewCustomer, books: Books) -> None:
    refund = await books.billing.refund(books.id(FLEUR))
    assert refund.on is not None
    heard = await (await customer(FLEUR)).say("Wanneer krijg ik mijn geld terug?")
    verb = "Je hebt" if refund.paid else "Je krijgt"
    assert f"{verb} {euro(refund.amount)} terug" in heard
    assert dutch_date(refund.on, year=True) in heard
    assert str(refund.iban_masked) in heard


@pytest.mark.question("teruggave", "factuur_uitleg")
async def test_teruggave_when_there_is_none_offers_the_explanation(customer: NewCustomer) -> None:
    sanne = await customer(SANNE)
    heard = await sanne.say("wanneer krijg ik geld terug?")
    assert "Je krijgt nu geen geld terug. Bij je laatste jaarafrekening moest je juist € 640 bijbetalen." in heard
    assert "€ 305" in await sanne.say("ja graag")


@pytest.mark.question("termijnbedrag_wijzigen")
async def test_amount_and_day_in_one_sentence_need_nothing_more_than_a_yes(
    customer: NewCustomer, books: Books, stack: Stack, somebody: Somebody
) -> None:
    number = somebody("k.kind = 'variabel'")
    [contract] = (await books.billing.instalment(books.id(number))).contracts
    wish = int(contract.advised) + 7
    payer = await customer(number)
    heard = await payer.say(f"zet mijn termijnbedrag vanaf begin volgende maand op {wish} euro")
    assert f"op € {wish} per maand" in heard
    assert heard.titles == ["Ja, klopt", "Nee, aanpassen"]
    assert "Gedaan." in await payer.say("ja komma dat klopt")
    [after] = (await books.billing.instalment(books.id(number))).contracts
    assert after.next_amount == wish
