"""The contract: what it is and costs, another one, the end of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from actions.words import dutch_date, euro, price
from dichtbij.customers.model import CancellationProposal, CustomerId, Offers, RenewalProposal
from tests.conversations.books import Books
from tests.conversations.conftest import Somebody
from tests.conversations.helpers import changes
from tests.conversations.people import NewCustomer
from tests.policies import demo_tariffs
from tests.stack import Stack, persona

CORRIE, JOLANDA, KARIM, PIETER, TOM, YARA = (
    persona(name) for name in ("Corrie", "Jolanda", "Karim", "Pieter", "Tom", "Yara")
)
FIXED_FOR_LONG = "k.kind = 'vast' AND k.fixed_until > date('now', '+250 days') AND EXISTS" + (
    " (SELECT 1 FROM connections n WHERE n.address_id = a.id AND n.energy = 'gas')"
)


def id_of(number: str) -> CustomerId:
    """The id that demo.py gives a customer."""
    return CustomerId(f"klant-{number}")


@pytest.mark.question("contract_info")
async def test_contract_info_with_its_end(customer: NewCustomer, books: Books) -> None:
    [contract] = await books.contracts.info(books.id(PIETER))
    assert contract.end is not None
    heard = await (await customer(PIETER)).say("Wat voor contract heb ik en tot wanneer loopt het?")
    assert f"U heeft een vast contract voor stroom en gas op {contract.address.line}." in heard
    assert f"loopt tot en met {dutch_date(contract.end - timedelta(days=1), year=True)}" in heard
    assert f"uw vaste contract loopt over {contract.days_left} dagen af" in heard


@pytest.mark.question("contract_info", "contract_verlengen")
async def test_a_yes_to_the_end_that_is_near_shows_the_offers(customer: NewCustomer, books: Books) -> None:
    offers = await books.contracts.offers(books.id(PIETER))
    assert isinstance(offers, Offers)
    pieter = await customer(PIETER)
    assert "Zal ik laten zien wat u kunt kiezen?" in await pieter.say("Wanneer is mijn contract afgelopen?")
    heard = await pieter.say("ja, laat maar zien")
    for offer in offers.offers:
        assert f"ongeveer {euro(offer.yearly_cost.quantize(1))} per jaar" in heard
    assert heard.titles == ["Dynamisch", "Vast 1 jaar", "Variabel"]
    await pieter.say("stop")


@pytest.mark.question("tarieven_opvragen")
async def test_own_tariffs(customer: NewCustomer, books: Books) -> None:
    [contract] = await books.contracts.info(books.id(TOM))
    heard = await (await customer(TOM)).say("Wat is bij mij de prijs per kilowattuur en per kuub?")
    for tariff in contract.tariffs:
        if tariff.kind.value in ("stroom_enkel", "gas"):
            assert f"kaal {price(tariff.price)}" in heard


@pytest.mark.question("contract_verlengen")
async def test_a_contract_in_one_sentence_and_a_yes(
    customer: NewCustomer, books: Books, stack: Stack, somebody: Somebody
) -> None:
    number = somebody("k.kind = 'variabel' AND c.form_of_address = 'je'")
    proposal = await books.contracts.propose_renewal(id_of(number), "vast_1_jaar")
    assert isinstance(proposal, RenewalProposal)
    someone = await customer(number)
    heard = await someone.say("Kun je mijn contract omzetten naar een jaar vast?")
    assert f"een vast contract voor 1 jaar, vanaf {dutch_date(proposal.offer.start, year=True)}" in heard
    assert f"ongeveer {euro(proposal.offer.yearly_cost.quantize(1))} per jaar" in heard
    assert changes(stack, id_of(number), "contract_verlengen") == 0
    heard = await someone.tap("Ja, klopt")
    assert "Geregeld." in heard
    [(offer, start)] = stack.rows(
        "SELECT offer, t.start FROM contract_terms t JOIN contracts k ON k.id = t.contract_id WHERE customer_id = ?",
        id_of(number),
    )
    assert (offer, str(start)) == ("vast_1_jaar", proposal.offer.start.isoformat())
    assert "dat is al afgesproken" in await someone.say("welk contract heb ik nu eigenlijk?")


@pytest.mark.question("contract_verlengen")
async def test_an_offer_is_chosen_with_a_button(
    customer: NewCustomer, books: Books, stack: Stack, somebody: Somebody
) -> None:
    number = somebody("k.kind = 'variabel' AND EXISTS (SELECT 1 FROM connections n JOIN meters m ON"
                      " m.connection_id = n.id WHERE n.address_id = a.id AND m.smart)")  # fmt: skip
    someone = await customer(number)
    heard = await someone.say("Hebben jullie een mooi aanbod voor mij?")
    assert heard.titles[0] in ("Dynamisch", "Vast 1 jaar")
    assert "een dynamisch contract" in await someone.tap("Dynamisch")
    assert "Geregeld." in await someone.tap("Ja, klopt")
    assert changes(stack, id_of(number), "contract_verlengen") == 1


@pytest.mark.question("contract_opzeggen")
async def test_leaving_on_a_day_needs_nothing_but_a_yes(
    customer: NewCustomer, books: Books, stack: Stack, somebody: Somebody
) -> None:
    number = somebody("k.kind = 'variabel'")
    [contract] = await books.contracts.info(id_of(number))
    proposal = await books.contracts.propose_cancellation(id_of(number))
    assert isinstance(proposal, CancellationProposal)
    day = proposal.earliest + timedelta(days=20)
    someone = await customer(number)
    heard = await someone.say(f"Ik wil mijn energiecontract opzeggen per {dutch_date(day, year=True)}")
    assert f"De laatste dag is {dutch_date(day - timedelta(days=1), year=True)}." in heard
    assert "niets" in heard
    assert stack.one("SELECT ended FROM contracts WHERE id = ?", contract.contract_id) is None
    heard = await someone.tap("Ja, klopt")
    assert "is de laatste dag" in heard
    assert str(stack.one("SELECT ended FROM contracts WHERE id = ?", contract.contract_id)) == day.isoformat()
    assert changes(stack, id_of(number), "contract_opzeggen") == 1


@pytest.mark.question("opzegvergoeding", "contract_opzeggen")
async def test_the_fee_is_the_same_when_asked_shown_and_stored(
    customer: NewCustomer, books: Books, stack: Stack, somebody: Somebody
) -> None:
    number = somebody(FIXED_FOR_LONG)
    [cost] = await books.contracts.cancellation_fee(id_of(number))  # type: ignore[misc]
    assert cost.fee.amount > 0
    someone = await customer(number)
    heard = await someone.say("Hoeveel moet ik betalen als ik eerder bij jullie vertrek?")
    assert f"de opzegvergoeding {euro(cost.fee.amount)}" in heard
    assert f"= {euro(cost.fee.parts[-1].amount)}" in heard
    heard = await someone.tap("Contract opzeggen")
    assert f"Meteen stoppen kost {euro(cost.fee.amount)}." in heard
    heard = await someone.tap("Zo snel mogelijk")
    assert f"De opzegvergoeding is {euro(cost.fee.amount)}" in heard
    await someone.tap("Ja, klopt")
    stored = stack.one("SELECT fee FROM contract_endings WHERE contract_id = ?", cost.contract_id)
    assert f"{stored}" in (f"{cost.fee.amount}", f"{int(cost.fee.amount * 100)}", f"{float(cost.fee.amount)}")


@pytest.mark.question("opzegvergoeding")
async def test_a_variable_contract_is_free_to_leave(customer: NewCustomer) -> None:
    assert "Stoppen kost je niets." in await (await customer(KARIM)).say("Krijg ik een boete als ik stop bij jullie?")


@pytest.mark.question("dynamisch_contract")
async def test_hourly_prices_and_whether_they_could_be_mine(customer: NewCustomer) -> None:
    question = "Hoe werken die uurtarieven bij een dynamisch contract?"
    surcharge = price(demo_tariffs().dynamisch.opslag_stroom_per_kwh)
    assert f"Wij rekenen er {surcharge} per kWh bij." in await (await customer()).say(question)
    assert "zelf al een dynamisch contract" in await (await customer(YARA)).say(question)
    assert "U heeft nog geen slimme meter." in await (await customer(CORRIE)).say(question)


@pytest.mark.question("klant_worden")
async def test_who_is_a_customer_already_hears_that_first(customer: NewCustomer) -> None:
    assert "Je bent al klant bij ons." in await (await customer(TOM)).say("Hoe kan ik klant worden bij Duinlicht?")
    heard = await (await customer()).say("Hoe kan ik klant worden bij Duinlicht?")
    assert price(demo_tariffs().vast_1_jaar.gas_per_m3) in heard
