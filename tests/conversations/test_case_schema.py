"""The case of a long real conversation, held against its schema: nothing that an agent needs is missing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.case_schema import problems, unfilled
from tests.conversations.conftest import Somebody
from tests.conversations.helpers import somebody_with_a_bill
from tests.conversations.people import AgentAt, Customer, NewAgent, NewCustomer
from tests.stack import Stack

FURY = "WAT EEN WAARDELOZE KLOTEBOT, IK BEN HIER ZO KLAAR MEE, STELLETJE PRUTSERS!!!"

OF_OTHERS = {
    "case.channel_limits.free_text_until",  # WhatsApp's window
    "case.channel_limits.why_not",
    "messages.phone",  # of who writes by phone, as the next three
    "messages.earlier",
    "messages.reaction",
    "messages.failure",
    "case.continued_on",  # as the next
    "case.continues",  # of who went on on WhatsApp (tests/integration/whatsapp/test_continuing.py)
    "customer.contracts.end",  # only of a fixed contract
    "messages.attachment.payload.media_type",  # a file that somebody sends; the bot draws pictures
    "messages.attachment.payload.size",
}
"""What this one customer does not have. tests/integration/handoff/test_case_file.py fills these too."""


async def _whole(desk: AgentAt, case_id: str) -> dict[str, Any]:
    document = await desk.get(f"cases/{case_id}")
    assert problems(document) == []
    return dict(document)


async def _helped_by_the_bot(one: Customer) -> None:
    """A bill explained, a danger answered, a day of collection changed and a call promised."""
    await one.say("Waarom is mijn jaarafrekening zo hoog?")
    await one.say("Laat mijn verbruik per maand zien")
    await one.say("ik ruik gas in de keuken")
    await one.say("Ik wil op de 5e van de maand betalen")
    await one.tap("Ja, klopt")
    await one.say("Kunnen jullie mij terugbellen?")
    await one.say("06 12 34 56 78")
    await one.tap("Middag")
    await one.say("mijn jaarafrekening")
    await one.tap("Ja, klopt")


async def _helped_before(one: Customer, desk: AgentAt) -> None:
    """In another browser, by the bot and by an agent, and satisfied."""
    await one.say("Wat is mijn termijnbedrag?")
    await one.say("super, dankjewel")
    await one.tap("Goed geholpen")
    await one.say("mag ik toch een medewerker?")
    ending = {"note": "Termijn uitgelegd", "outcome": "opgelost"}
    assert (await desk.post(f"cases/{await desk.take(one)}/close", ending))[0] == 200


@pytest.mark.question("klacht_indienen", "factuur_uitleg", "betaaldatum_wijzigen", "terugbelverzoek")
async def test_every_field_is_filled_from_a_real_conversation(
    customer: NewCustomer, agent: NewAgent, somebody: Somebody, stack: Stack
) -> None:
    number = somebody_with_a_bill(stack, somebody)
    stack.turn_back(
        "UPDATE customers SET vulnerability = 'Slechthorend: liever chat' WHERE customer_number = ?", number
    )
    fatima = await agent()
    await _helped_before(await customer(number), fatima)
    one = await customer(number)
    await _helped_by_the_bot(one)
    await one.say("Ik heb een klacht over jullie")
    await one.say("jullie medewerker hing zomaar op toen ik een vraag stelde")
    complaint = await fatima.take(one)
    await fatima.post(
        f"cases/{complaint}/hand-back", {"note": "Ik bel de collega en kom erop terug", "outcome": "afspraak"}
    )
    await one.becomes("bot")
    await one.say("Wat is mijn termijnbedrag?")
    await one.say("Ik wil mijn e-mailadres wijzigen")
    await one.say(FURY)

    row = await fatima.wait_for(
        lambda: next((case for case in fatima.queue if case["offered"] and case["id"] != complaint), None), "an offer"
    )
    waiting = await _whole(fatima, row["id"])
    await fatima.take(one)
    await fatima.say(row["id"], "Dag, met Fatima.")
    seq = await one.tell("Fijn dat er iemand is")
    await one.is_handled(seq)
    talking = await _whole(fatima, row["id"])
    stack.turn_back("INSERT INTO ratings VALUES (?, 'bot', 'matig', '2026-01-01 00:00:00')", one.conversation_id)
    ending = {
        "note": "Regeling afgesproken",
        "outcome": "opgelost",
        "lesson": "Zeg erbij dat er ook schuldhulp is",
    }
    assert (await fatima.post(f"cases/{row['id']}/close", ending))[0] == 200
    over = await _whole(fatima, row["id"])

    assert unfilled([waiting, talking, over]) <= OF_OTHERS
    case = talking["case"]
    assert case["summary"]["wants"].startswith("Meldde gaslucht. Gegevens wijzigen: “")
    assert "Genoteerd: Klacht (A-" in case["summary"]["done"]
    assert "Eerder geholpen door Fatima" in case["summary"]["done"]
    assert case["summary"]["open"].startswith("Gegevens wijzigen was niet klaar: nieuwe waarde")
    assert {one["kind"] for one in case["promised"]} >= {"terugbellen", "aanvraag", "afspraak"}
    assert "Mijn termijnbedrag" in [title for one in case["earlier_conversations"] for title in one["about"]]
