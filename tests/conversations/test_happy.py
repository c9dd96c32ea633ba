"""Every question that is built, asked once and answered well: the words, the real figures, and what was stored."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import aiohttp
import pytest

from actions.words import dutch_date, euro, number
from dichtbij.customers.model import SettlementExplanation, UsageKind, UsagePeriod
from tests.conversations.books import Books
from tests.conversations.people import NewAgent, NewCustomer
from tests.stack import Stack, persona

SANNE, KARIM, TOM, FLEUR = persona("Sanne"), persona("Karim"), persona("Tom"), persona("Fleur")
YARA, PIETER, JOLANDA, CORRIE = persona("Yara"), persona("Pieter"), persona("Jolanda"), persona("Corrie")
GERRIT, AHMET, LINDA, MARIEKE, DAAN = (persona(name) for name in ("Gerrit", "Ahmet", "Linda", "Marieke", "Daan"))


async def fetch(stack: Stack, path: str) -> tuple[int, str, bytes]:
    """Status, content type and content behind a link in the chat."""
    async with aiohttp.ClientSession() as session, session.get(stack.url + path) as response:
        return response.status, response.content_type, await response.read()


# -- bills and payments ------------------------------------------------------------------------------------------


async def test_factuur_uitleg_tells_what_to_pay_and_proves_why(customer: NewCustomer, books: Books) -> None:
    told = await books.billing.explain_settlement(books.id(SANNE))
    assert isinstance(told, SettlementExplanation)
    heard = await (await customer(SANNE)).say("Waarom moet ik zoveel bijbetalen op mijn jaarafrekening?")
    assert "Je moet € 640 bijbetalen." in heard
    assert "je gebruikte meer gas" in heard
    assert "Het was 1.392 m³, het jaar ervoor 1.180 m³. Die 212 m³ meer kosten € 305." in heard
    assert f"kostte dat {euro(told.total_costs)}. Je betaalde 12 keer € 185, samen {euro(told.instalments)}" in heard
    assert told.difference == told.total_costs - told.instalments == Decimal(640)
    advice = (await books.billing.instalment(books.id(SANNE))).contracts[0]
    assert f"{euro(advice.advised)} past beter" in heard
    assert "In delen betalen" in heard.titles


async def test_factuur_uitleg_with_several_addresses_asks_which(customer: NewCustomer, books: Books) -> None:
    jolanda = await customer(JOLANDA)
    heard = await jolanda.say("Waarom is mijn energierekening zo hoog?")
    assert "U heeft 3 adressen, elk met een eigen afrekening" in heard
    assert set(heard.titles) == {"Stationsplein 9", "Industrieweg 61", "Oude Marktstraat 3"}
    heard = await jolanda.tap("Industrieweg 61")
    invoices = [one for one in await books.billing.invoices(books.id(JOLANDA), 40) if "Industrieweg" in one.address]
    assert f"U moest {euro(invoices[0].amount)} bijbetalen" in heard
    assert "Industrieweg 61, Oosterhout" in heard


async def test_factuur_opvragen_gives_pdfs_that_really_open(customer: NewCustomer, books: Books, stack: Stack) -> None:
    heard = await (await customer(KARIM)).say("Kan ik mijn laatste facturen krijgen?")
    invoices = await books.billing.invoices(books.id(KARIM), 3)
    for one in invoices:
        assert f"{dutch_date(one.issued, year=True)}: {euro(one.amount)}" in heard
    assert len(heard.links) == len(invoices)
    status, content_type, content = await fetch(stack, heard.links[0]["url"])
    assert (status, content_type) == (200, "application/pdf")
    assert content.startswith(b"%PDF-")
    forged = heard.links[0]["url"][:-4] + "AAAA"
    assert (await fetch(stack, forged))[0] == 404


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


async def test_betaalstatus_of_who_paid_everything(customer: NewCustomer, books: Books) -> None:
    status = await books.billing.payment_status(books.id(TOM))
    assert not status.open_invoices
    assert "Je hebt niets openstaan." in await (await customer(TOM)).say("heb ik nog een openstaande rekening?")


async def test_termijnbedrag_opvragen(customer: NewCustomer, books: Books) -> None:
    [contract] = (await books.billing.instalment(books.id(KARIM))).contracts
    heard = await (await customer(KARIM)).say("Hoeveel betaal ik per maand aan termijnbedrag?")
    assert f"Je termijnbedrag is {euro(contract.amount)} per maand." in heard
    assert f"op de {contract.collection_day}e van de maand" in heard
    assert ("past goed" in heard) == contract.fits


async def test_termijnbedrag_wijzigen_shows_the_effect_and_stores_it(
    customer: NewCustomer, books: Books, stack: Stack
) -> None:
    [before] = (await books.billing.instalment(books.id(FLEUR))).contracts
    wish = before.advised + 5
    proposal = await books.billing.propose_instalment(books.id(FLEUR), wish)
    fleur = await customer(FLEUR)
    heard = await fleur.say(f"Ik wil mijn termijnbedrag veranderen naar {wish} euro")
    assert f"van {euro(before.amount)} op {euro(wish)} per maand" in heard
    assert f"ongeveer {euro(proposal.expected_settlement)}" in heard  # type: ignore[union-attr]
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


async def test_betaaldatum_wijzigen_for_all_addresses(customer: NewCustomer, books: Books, stack: Stack) -> None:
    jolanda = await customer(JOLANDA)
    heard = await jolanda.say("Ik wil een andere betaaldag")
    assert "Uw betaaldag is nu de 15e van de maand. Welke dag wilt u?" in heard
    heard = await jolanda.say("de 28e graag")
    assert "van de 15e op de 28e van de maand voor al uw 3 adressen" in heard
    assert "Gedaan. Uw betaaldag is nu de 28e" in await jolanda.say("ja dat is goed")
    days = stack.rows("SELECT DISTINCT collection_day FROM contracts WHERE customer_id = ?", books.id(JOLANDA))
    assert days == [(28,)]


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


async def test_teruggave_amount_day_and_account(customer: NewCustomer, books: Books) -> None:
    refund = await books.billing.refund(books.id(FLEUR))
    assert refund.on is not None
    heard = await (await customer(FLEUR)).say("Wanneer krijg ik mijn geld terug?")
    verb = "Je hebt" if refund.paid else "Je krijgt"
    assert f"{verb} {euro(refund.amount)} terug" in heard
    assert dutch_date(refund.on, year=True) in heard
    assert str(refund.iban_masked) in heard


async def test_teruggave_when_there_is_none_offers_the_explanation(customer: NewCustomer) -> None:
    sanne = await customer(SANNE)
    heard = await sanne.say("wanneer krijg ik geld terug?")
    assert "Je krijgt nu geen geld terug. Bij je laatste jaarafrekening moest je juist € 640 bijbetalen." in heard
    assert "€ 305" in await sanne.say("ja graag")


# -- usage, meters, contract -------------------------------------------------------------------------------------


async def test_verbruik_inzien_with_a_picture_that_really_opens(
    customer: NewCustomer, books: Books, stack: Stack
) -> None:
    report = await books.usage.usage(books.id(KARIM), UsagePeriod.JAAR)
    heard = await (await customer(KARIM)).say("Hoeveel energie heb ik verbruikt?")
    for kind in report.kinds:
        assert f"{number(kind.total)} {kind.unit}" in heard
    gas = next(kind for kind in report.kinds if kind.kind is UsageKind.GAS)
    assert f"{abs(gas.change_percent)}% {'meer' if gas.change_percent > 0 else 'minder'}" in heard  # type: ignore[arg-type, operator]
    assert number(gas.total) in heard.image["title"], "the text alternative holds the figures"
    status, content_type, content = await fetch(stack, heard.image["src"])
    assert (status, content_type) == (200, "image/png")
    assert content.startswith(b"\x89PNG")


async def test_contract_info_with_its_end(customer: NewCustomer, books: Books) -> None:
    [contract] = await books.contracts.info(books.id(PIETER))
    assert contract.end is not None
    heard = await (await customer(PIETER)).say("Wat voor contract heb ik en tot wanneer loopt het?")
    assert f"U heeft een vast contract voor stroom en gas op {contract.address.line}." in heard
    assert f"loopt tot en met {dutch_date(contract.end - timedelta(days=1), year=True)}" in heard
    assert f"uw vaste contract loopt over {contract.days_left} dagen af" in heard


async def test_meterstand_doorgeven_all_in_one_sentence(customer: NewCustomer, books: Books, stack: Stack) -> None:
    registers = await books.meters.registers(books.id(CORRIE))
    values = {r.register_id: int(r.expected_today) + 1 for r in registers}
    by_name = {f"{r.energy.value} {r.name.value}": values[r.register_id] for r in registers}
    normaal, dal, gas = (
        by_name["stroom normaal"],
        by_name["stroom dal"],
        next(values[r.register_id] for r in registers if r.energy.value == "gas"),
    )
    corrie = await customer(CORRIE)
    heard = await corrie.say(f"Ik wil mijn meterstanden doorgeven: normaal {normaal}, dal {dal} en gas {gas}")
    for value in values.values():
        assert number(Decimal(value)) in heard
    assert "Klopt dat?" in heard
    heard = await corrie.say("ja hoor")
    assert "Opgeslagen, dank u wel. Uw kenmerk is " in heard
    for register_id, value in values.items():
        assert stack.reading(register_id) == (value, "klant")


async def test_terugbelverzoek_is_stored_and_on_the_desk(customer: NewCustomer, agent: NewAgent, stack: Stack) -> None:
    somebody = await customer()
    assert "Op welk telefoonnummer kunnen we je bellen?" in await somebody.say("Kunnen jullie mij terugbellen?")
    assert "Wanneer kunnen we je het best bellen?" in await somebody.say("06 12 34 56 78")
    assert "Waar gaat het over?" in await somebody.tap("Middag")
    heard = await somebody.say("de jaarafrekening van mijn moeder")
    assert "Nummer: 06 12345678" in heard
    assert "Onderwerp: de jaarafrekening van mijn moeder" in heard
    heard = await somebody.tap("Ja, klopt")
    assert "Genoteerd." in heard
    assert "06 12345678" in heard
    query = "SELECT phone, slot, subject FROM callbacks WHERE conversation_id = ?"
    [(phone, slot, subject)] = stack.rows(query, somebody.conversation_id)
    assert (phone, slot, subject) == ("+31612345678", "middag", "de jaarafrekening van mijn moeder")
    fatima = await agent()
    [shown] = [
        row
        for row in (await fatima.get("callbacks"))["callbacks"]
        if row["conversation_id"] == somebody.conversation_id
    ]
    assert (shown["phone"], shown["subject"]) == (phone, subject)
    status, _ = await fatima.post(f"callbacks/{shown['id']}/done")
    assert status == 200


async def test_terugbelverzoek_takes_another_number_than_the_profile_has(customer: NewCustomer, stack: Stack) -> None:
    """The "ja" at the end once put the number of the profile back, for ever."""
    tom = await customer(TOM)
    assert "Zullen we je bellen op 06 12000110?" in await tom.say("bel me terug aub")
    await tom.say("nee, op 06 87654321")
    await tom.say("morgenmiddag")
    assert "Nummer: 06 87654321" in await tom.say("over mijn rekening")
    assert "op 06 87654321" in await tom.say("ja")
    assert stack.one("SELECT phone FROM callbacks WHERE conversation_id = ?", tom.conversation_id) == "+31687654321"


# -- general questions and small talk ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Hoe lees ik mijn slimme meter af?", "1.8.1 is je stroom in de daluren"),
        ("Wat is een dynamisch energiecontract?", "verandert de stroomprijs elk uur"),
        ("Hoe kan ik klant bij jullie worden?", "Wij zeggen je oude contract op."),
        ("Er is geen stroom in onze straat", "Bel 0800-9009."),
        ("Heb je tips om energie te besparen?", "Op verwarming bespaar je vaak het meest."),
        ("Ik kan niet inloggen, wachtwoord vergeten", "Wachtwoord vergeten?"),
        ("Wat zijn jullie openingstijden?", "Bellen: 088 000 12 34"),
    ],
)
async def test_general_questions_need_no_identification(customer: NewCustomer, question: str, answer: str) -> None:
    heard = await (await customer()).say(question)
    assert answer in heard
    assert "klantnummer" not in heard


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("Goedemorgen", "Je praat met de digitale assistent van Duinlicht Energie."),
        ("Tot ziens!", "Tot ziens."),
        ("Dank je wel", "Graag gedaan."),
        ("ja", "Heb je nog een vraag, stel hem gerust."),
        ("nee", "Was mijn antwoord niet wat je zocht?"),
        ("stop maar", "Er liep niets, dus er is ook niets veranderd."),
        ("Ben je een mens of een robot?", "Ik ben een computerprogramma"),
        ("Wat kan ik je allemaal vragen?", "Dit kan ik voor je doen:"),
        ("Wat een fijne service, top geholpen", "Fijn om te lezen, dank je wel."),
        ("Wat wordt het weer morgen?", "Daar weet ik helaas niets van."),
        ("12345678", "Waar hoort dit bij?"),
        ("kun je dat herhalen?", "Ik heb nog geen antwoord gegeven dat ik kan herhalen."),
    ],
)
async def test_small_talk(customer: NewCustomer, said: str, answer: str) -> None:
    assert answer in await (await customer()).say(said)


async def test_whoever_was_not_helped_is_offered_a_human(customer: NewCustomer) -> None:
    somebody = await customer()
    await somebody.say("Wat is een dynamisch contract?")
    heard = await somebody.say("daar had ik niet om gevraagd")
    assert "medewerker" in heard


async def test_an_answer_can_be_repeated(customer: NewCustomer) -> None:
    tom = await customer(TOM)
    first = await tom.say("wat is mijn termijnbedrag?")
    assert (await tom.say("kun je dat nog een keer zeggen?")).text == first.text


async def test_not_understood_twice_offers_a_human(customer: NewCustomer) -> None:
    somebody = await customer()
    assert "Kun je het in andere woorden zeggen?" in await somebody.say("qzx wvrp lkmn")
    heard = await somebody.say("bdfg trplk zzxq")
    assert "dat ligt aan mij" in heard
    assert "Medewerker spreken" in heard.titles


async def test_the_first_words_say_that_it_is_a_bot_and_where_privacy_is(customer: NewCustomer) -> None:
    [welcome] = (await customer()).transcript
    assert "Je praat met de digitale assistent van Duinlicht Energie." in welcome["text"]
    assert "Je kunt altijd om een medewerker vragen." in welcome["text"]
    assert [link["title"] for link in welcome["links"]] == ["privacy"]
