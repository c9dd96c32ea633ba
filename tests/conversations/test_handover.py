"""From bot to human and back: why, with what, what the customer reads, and who may speak when."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

import pytest
import yaml

from dichtbij.clock import AMSTERDAM
from dichtbij.settings import ROOT
from tests.conversations.people import AgentAt, Customer, NewAgent, NewCustomer
from tests.stack import Stack, persona

SANNE, TOM, KARIM, PIETER, CORRIE = (persona(name) for name in ("Sanne", "Tom", "Karim", "Pieter", "Corrie"))
FLEUR, YARA = persona("Fleur"), persona("Yara")

HANDED_OVER = "Ik haal er een medewerker bij. Die leest ons gesprek, dus je hoeft niets te herhalen."


# -- why ---------------------------------------------------------------------------------------------------------


@pytest.mark.question("medewerker_spreken")
async def test_a_request_for_a_human_is_granted_at_once_and_is_no_frustration(
    customer: NewCustomer, agent: NewAgent
) -> None:
    fatima = await agent()
    somebody = await customer()
    heard = await somebody.say("Mag ik een medewerker spreken?")
    assert heard.text.startswith(HANDED_OVER)
    assert "spijt" not in heard, "nothing went wrong"
    assert heard.titles == ["Verder met de bot"]
    await somebody.becomes("queue")
    case = (await fatima.case(somebody))["case"]
    assert (case["reason"], case["reason_text"]) == ("verzoek", "De klant vraagt om een medewerker")
    assert case["priority"] == 3


@pytest.mark.parametrize(
    ("said", "understood", "priority"),
    [
        pytest.param(
            "Ik zit in de schulden en kan niets meer betalen",
            "Geldzorgen zijn zwaar, en er is hulp.",
            1,
            marks=pytest.mark.question("schulden"),
        ),
        pytest.param(
            "Mijn moeder is overleden, wat moet ik met haar contract?",
            "Gecondoleerd met je verlies.",
            1,
            marks=pytest.mark.question("overlijden_melden"),
        ),
        pytest.param(
            "Ik kreeg een nep-mail uit jullie naam, is dat phishing?",
            "Betaal niets, klik nergens op",
            1,
            marks=pytest.mark.question("fraude_melden"),
        ),
    ],
)
async def test_what_cannot_wait_is_understood_and_handed_over_at_once(
    customer: NewCustomer, agent: NewAgent, said: str, understood: str, priority: int
) -> None:
    fatima = await agent()
    somebody = await customer()
    heard = await somebody.say(said)
    assert understood in heard
    assert HANDED_OVER in heard
    assert len(heard.messages) == 1, "one bubble"
    case = (await fatima.case(somebody))["case"]
    assert (case["reason"], case["ask"], case["priority"]) == ("complex", said, priority)


async def test_a_calm_customer_whose_case_is_one_for_a_human_is_answered_and_offered_one(
    customer: NewCustomer, agent: NewAgent
) -> None:
    fatima = await agent()
    somebody = await customer()
    said = "Hoe laat zijn jullie open? Ik ben bewindvoerder en moet iets regelen voor mijn cliënt die in de WSNP zit"
    heard = await somebody.say(said)
    assert "Hier kijkt een medewerker beter met" in heard
    await somebody.say("ja graag")
    await somebody.becomes("queue")
    case = (await fatima.case(somebody))["case"]
    assert case["reason"] == "complex"
    assert "bewindvoerder" in str(case["evidence"])


@pytest.mark.question("feedback_negatief", "bevestigen")
async def test_irritation_gets_an_offer_and_yes_means_a_human(customer: NewCustomer, agent: NewAgent) -> None:
    fatima = await agent()
    somebody = await customer()
    await somebody.say("Wat is een dynamisch contract?")
    heard = await somebody.say("Zo kom ik niet verder")
    assert "Wil je liever verder met een medewerker?" in heard
    assert somebody.owner == "bot", "an offer is not a handover"
    heard = await somebody.say("ja graag")
    assert HANDED_OVER in heard
    case = (await fatima.case(somebody))["case"]
    assert (case["reason"], case["priority"]) == ("frustratie", 2)
    assert [item for item in case["evidence"] if item["label"] and item["words"]], case["evidence"]
    assert any(signal["level"] != "kalm" for signal in case["signals"])


@pytest.mark.question("feedback_negatief", "ontkennen")
async def test_no_to_the_offer_is_respected(customer: NewCustomer, agent: NewAgent) -> None:
    await agent()
    somebody = await customer()
    await somebody.say("Wat is een dynamisch contract?")
    assert "medewerker" in await somebody.say("Zo kom ik niet verder")
    assert HANDED_OVER not in await somebody.tap("Nee, ga verder")
    heard = await somebody.say("Wat zijn jullie openingstijden?")
    assert "Bellen" in heard
    assert "liever verder met een medewerker" not in heard


async def test_fury_is_handed_over_at_once(customer: NewCustomer, agent: NewAgent) -> None:
    fatima = await agent()
    somebody = await customer(KARIM)
    heard = await somebody.say("WAT EEN WAARDELOZE KLOTEBOT, IK BEN HIER ZO KLAAR MEE, STELLETJE PRUTSERS!!!")
    assert "Ik help je hier niet goed mee. Dat spijt me." in heard
    assert HANDED_OVER in heard
    case = (await fatima.case(somebody))["case"]
    assert case["reason"] == "frustratie"
    assert case["evidence"]


# -- with what ---------------------------------------------------------------------------------------------------


@pytest.mark.question("medewerker_spreken", "factuur_uitleg", "betaaldatum_wijzigen")
async def test_the_case_holds_all_that_was_said_tried_and_left_open(customer: NewCustomer, agent: NewAgent) -> None:
    fatima = await agent()
    sanne = await customer(SANNE)
    await sanne.say("Waarom is mijn jaarafrekening zo hoog?")
    await sanne.say("ik wil mijn betaaldag wijzigen")
    await sanne.say("toch maar even een medewerker spreken graag")
    full = await fatima.opened(sanne)
    case, card = full["case"], full["customer"]
    assert case["schema"] == "dichtbij.case/2"
    assert [row["intent"] for row in case["intents"]][:2] == ["factuur_uitleg", "betaaldatum_wijzigen"]
    tried = {row["question"]: row["answer"] for row in case["tried"]}
    assert "€ 640" in tried["Uitleg van mijn rekening"]
    assert {"€ 640", "€ 305"} <= set(case["shown_figures"])
    assert case["open_form"]["title"] == "Andere betaaldag"
    assert case["open_form"]["missing"] == ["incassodag"]
    assert "code" not in case["slots"]
    assert (card["customer_number"], card["name"]) == (SANNE.customer_number, "Sanne de Wit")
    assert card["open_invoices"] or card["contracts"]
    record = [(m["sender"], m.get("text", "")) for m in full["messages"]]
    assert record == [(sender, text) for _, sender, text in sanne.stored()]
    assert len(record) == 1 + 3 * 2 + 1, "and the word that Fatima takes over"


@pytest.mark.question("medewerker_spreken")
async def test_the_vulnerable_go_first_and_the_desk_says_why(customer: NewCustomer, agent: NewAgent) -> None:
    fatima = await agent()
    first, second = await customer(), await customer(CORRIE)
    await first.say("mag ik een medewerker?")
    heard = await second.say("mag ik een medewerker?")
    assert "U bent de eerste in de rij." in heard, "who goes first is told so"
    await fatima.sees(second)
    waiting = [case["conversation_id"] for case in fatima.queue]
    assert waiting.index(second.conversation_id) < waiting.index(first.conversation_id)
    assert "84 jaar" in (await fatima.opened(second))["customer"]["vulnerability"]


# -- talking to a human ------------------------------------------------------------------------------------------


async def hand_over(somebody: Customer, desk: AgentAt) -> str:
    """Ask for a human and be taken."""
    await somebody.say("ik wil een medewerker spreken")
    case_id = await desk.take(somebody)
    await somebody.becomes("agent")
    return case_id


@pytest.mark.question("medewerker_spreken")
async def test_a_whole_conversation_with_a_human_and_back_to_the_bot(
    customer: NewCustomer, agent: NewAgent, stack: Stack
) -> None:
    fatima = await agent()
    tom = await customer(TOM)
    case_id = await hand_over(tom, fatima)
    assert tom.agent_name == "Fatima"
    assert tom.transcript[-1]["text"] == "Fatima neemt het gesprek over. Je praat nu met een mens."
    await fatima.say(case_id, "Dag Tom, met Fatima. Ik kijk even met je mee.")
    heard = await tom.hears(count=3)
    assert heard.messages[-1]["sender_name"] == "Fatima"

    await fatima.type(case_id)
    await tom.sees_typing()
    seq = await tom.tell("Fijn. Wat zijn jullie openingstijden?")
    await fatima.reads("Fijn. Wat zijn jullie openingstijden?")
    await tom.is_handled(seq)
    assert [s for n, s, _ in tom.stored() if n > seq] == [], "the bot is silent while a human has the conversation"

    await fatima.hand_back(case_id, "Uitgelegd, hij belt zelf nog.")
    await tom.becomes("bot")
    assert "Je praat weer met de digitale assistent, dus niet met een mens." in tom.transcript[-1]["text"]
    assert "Bellen" in await tom.say("Wat zijn jullie openingstijden?")
    query = "SELECT summary FROM contact_moments WHERE customer_id = ? ORDER BY id DESC LIMIT 1"
    assert stack.one(query, f"klant-{TOM.customer_number}") == "Fatima: Uitgelegd, hij belt zelf nog."
    owners = "SELECT from_owner, to_owner FROM owner_changes WHERE conversation_id = ? ORDER BY id"
    assert stack.rows(owners, tom.conversation_id) == [("bot", "queue"), ("queue", "agent"), ("agent", "bot")]


async def test_five_rounds_in_one_conversation(customer: NewCustomer, agent: NewAgent) -> None:
    fatima = await agent()
    yara = await customer(YARA)
    for number in range(5):
        case_id = await hand_over(yara, fatima)
        await fatima.say(case_id, f"Dit is ronde {number}.")
        await yara.shows(f"Dit is ronde {number}.")
        await fatima.hand_back(case_id, f"ronde {number} klaar")
        await yara.becomes("bot")
    assert "Graag gedaan." in await yara.say("dank je wel")
    numbers = [number for number, _, _ in yara.stored()]
    assert numbers == list(range(1, len(numbers) + 1)), "no message missing or double"


async def test_the_page_is_reloaded_in_every_state(customer: NewCustomer, agent: NewAgent) -> None:
    fatima = await agent()
    tom = await customer(TOM)
    await tom.say("ik wil een medewerker spreken")
    await tom.reload()
    assert tom.owner == "queue"
    assert [m["seq"] for m in tom.transcript] == [n for n, _, _ in tom.stored()]
    case_id = await fatima.take(tom)
    await fatima.say(case_id, "Hallo Tom")
    await tom.leave()
    await fatima.say(case_id, "Ben je er nog?")
    await tom.reload()
    assert (tom.owner, tom.agent_name) == ("agent", "Fatima")
    assert [m["text"] for m in tom.transcript[-2:]] == ["Hallo Tom", "Ben je er nog?"]
    await tom.tell("Ja, ik ben er")
    await fatima.reads("Ja, ik ben er")
    await fatima.close(case_id, "opgelost")
    await tom.becomes("closed")


async def test_what_was_missed_comes_after_a_lost_connection(customer: NewCustomer, agent: NewAgent) -> None:
    fatima = await agent()
    tom = await customer(TOM)
    case_id = await hand_over(tom, fatima)
    await tom.leave()
    for word in ("een", "twee", "drie"):
        await fatima.say(case_id, word)
    await tom.come_back()
    assert [m["text"] for m in tom.transcript[-3:]] == ["een", "twee", "drie"]
    await fatima.close(case_id)


async def test_after_closing_a_new_conversation_begins_with_the_bot(customer: NewCustomer, agent: NewAgent) -> None:
    fatima = await agent()
    somebody = await customer()
    case_id = await hand_over(somebody, fatima)
    await fatima.close(case_id, "klaar")
    await somebody.becomes("closed")
    assert "Fatima heeft het gesprek afgesloten." in somebody.transcript[-1]["text"]
    before = somebody.conversation_id
    stored = await somebody.send("Wat zijn jullie openingstijden?")
    assert stored["ok"]
    assert stored["conversation_id"] != before
    await somebody.shows("Bellen: ")


async def test_two_agents_take_at_once_and_one_hears_who_was_first(customer: NewCustomer, agent: NewAgent) -> None:
    fatima, joost = await agent(), await agent("joost")
    for each in (fatima, joost):
        await each.be("bezet")  # who is asked for nobody may pick; a customer who is offered is one agent's to take
    somebody = await customer()
    await somebody.say("ik wil een medewerker spreken")
    case_id = (await fatima.sees(somebody))["id"]
    results = await asyncio.gather(*(who.post(f"cases/{case_id}/take") for who in (fatima, joost)))
    assert sorted(status for status, _ in results) == [200, 409]
    [refused] = [body for status, body in results if status == 409]
    assert refused["error"]["message"] in ("Fatima heeft deze klant al.", "Joost heeft deze klant al.")
    winner = fatima if results[0][0] == 200 else joost
    loser = joost if winner is fatima else fatima
    status, _ = await loser.post(f"cases/{case_id}/messages", {"text": "ik ook", "message_id": "x"})
    assert status == 409
    await winner.close(case_id)


# -- waiting -----------------------------------------------------------------------------------------------------


async def test_writing_in_the_queue_is_told_once_and_the_agent_reads_all(
    customer: NewCustomer, agent: NewAgent
) -> None:
    fatima = await agent()
    somebody = await customer()
    await somebody.say("ik wil een medewerker spreken")
    assert "Je bericht staat erbij." in await somebody.say("het gaat over mijn rekening")
    last = await somebody.tell("en over mijn meter")
    await somebody.is_handled(last)
    assert [s for n, s, _ in somebody.stored() if n > last] == []
    texts = [m.get("text") for m in (await fatima.case(somebody))["messages"]]
    assert "het gaat over mijn rekening" in texts
    assert "en over mijn meter" in texts
    heard = await somebody.tap("Verder met de bot")
    assert "Je staat niet in de rij en praat weer met de digitale assistent." in heard
    await somebody.becomes("bot")
    assert "Bellen" in await somebody.say("Wat zijn jullie openingstijden?")


@pytest.mark.question("medewerker_spreken", "terugbelverzoek")
async def test_a_long_wait_offers_a_callback_that_takes_out_of_the_queue(
    customer: NewCustomer, agent: NewAgent, stack: Stack
) -> None:
    await agent()
    somebody = await customer()
    asked = await somebody.tell("ik wil een medewerker spreken over mijn meterkast")
    await somebody.becomes("queue")
    stack.turn_back(
        "UPDATE cases SET waiting_since = '2020-01-01 00:00:00.000000' WHERE conversation_id = ?",
        somebody.conversation_id,
    )
    heard = await somebody.hears(after=asked, count=2)
    assert "Sorry, je wacht al een tijdje." in heard
    assert heard.titles == ["Bel mij terug", "Ik blijf wachten", "Verder met de bot"]
    assert "je houdt je plek in de rij" in await somebody.tap("Ik blijf wachten")
    assert "Op welk telefoonnummer" in await somebody.tap("Bel mij terug")
    await somebody.becomes("bot")


# -- nobody there ------------------------------------------------------------------------------------------------


@pytest.mark.question("medewerker_spreken", "terugbelverzoek", "bevestigen")
async def test_nobody_at_the_desk_is_said_and_yes_means_a_callback(customer: NewCustomer, stack: Stack) -> None:
    """A "ja graag" to the callback was once taken for a yes to the human that was not there, for ever."""
    somebody = await customer(FLEUR)
    heard = await somebody.say("ik wil een medewerker spreken")
    assert heard.text == (
        "Er is nu geen medewerker vrij in de chat. Wil je dat we je terugbellen? "
        "Of ga je verder met de digitale assistent?"
    )
    assert "Zullen we je bellen op 06 12000113?" in await somebody.say("ja graag")
    await somebody.say("ja")
    await somebody.say("in de middag")
    assert "Onderwerp: mijn oude adres" in await somebody.say("mijn oude adres")
    assert "Genoteerd." in await somebody.say("ja")
    query = "SELECT name, phone, subject FROM callbacks WHERE conversation_id = ?"
    assert stack.rows(query, somebody.conversation_id) == [("Fleur Willems", "+31612000113", "mijn oude adres")]
    assert stack.rows("SELECT 1 FROM cases WHERE conversation_id = ?", somebody.conversation_id) == []


@pytest.mark.question("overlijden_melden")
async def test_nobody_at_the_desk_after_a_sad_message_still_shows_understanding(customer: NewCustomer) -> None:
    heard = await (await customer(PIETER)).say("Mijn vrouw is overleden, wat moet er met het contract?")
    assert "Gecondoleerd met uw verlies." in heard
    assert "Er is nu geen medewerker vrij in de chat." in heard
    assert "Bel mij terug" in heard.titles


@pytest.fixture
def closed(stack: Stack, tmp_path: Path) -> Path:
    """An organisation whose desk opens on one day a week only: tomorrow."""
    rows = yaml.safe_load((ROOT / "organisatie.yml").read_text(encoding="utf-8"))
    days = list(rows["openingstijden"])
    tomorrow = (datetime.now(AMSTERDAM).weekday() + 1) % 7
    rows["openingstijden"] = dict.fromkeys(days) | {days[tomorrow]: {"van": "08:00", "tot": "20:00"}}
    rows["feestdagen"]["gesloten"] = False
    path = tmp_path / "organisatie.yml"
    path.write_text(yaml.safe_dump(rows), encoding="utf-8")
    return path


@pytest.mark.question("medewerker_spreken", "terugbelverzoek", "openingstijden")
async def test_outside_opening_hours(customer: NewCustomer, agent: NewAgent, stack: Stack, closed: Path) -> None:
    async with stack.environment(ORGANISATION_FILE=str(closed), OPENING_HOURS="organisation"):
        fatima = await agent()  # somebody works late; the desk is closed all the same
        somebody = await customer()
        heard = await somebody.say("ik wil een medewerker spreken")
        assert heard.text.startswith("Er zijn nu geen medewerkers. Ze zijn er weer morgen vanaf 8.00 uur.")
        await somebody.say("bel me dan maar terug")
        await somebody.say("0612345678")
        assert "Waar gaat het over?" in await somebody.tap("Ochtend")
        heard = await somebody.say("de verhuizing")
        assert "in de ochtend" in heard
        await somebody.say("ja")
        assert "Er zijn nu geen medewerkers." in await somebody.say("wat zijn jullie openingstijden?")
        callbacks = {c["conversation_id"]: c["subject"] for c in (await fatima.get("callbacks"))["callbacks"]}
        assert callbacks[somebody.conversation_id] == "de verhuizing"
        assert fatima.queue == []
