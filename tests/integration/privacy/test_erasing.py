"""Erasing for real: nothing is left that the report does not name, in our own database and in Rasa's."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import update

from dichtbij.conversations.bursts import Bursts
from dichtbij.conversations.model import LATE, Content, ConversationId, Piece, Received
from dichtbij.customers.store import identity
from dichtbij.customers.store.tables import ContractRow, InvoiceRow
from dichtbij.privacy.model import ERASED_NOTE, Scope
from dichtbij.privacy.store import erasures
from tests.integration.privacy.conftest import SANNE, WORDS, House


async def ask(house: House, id_: ConversationId, scope: Scope) -> str:
    asked = await house.room.privacy.request_erasure(house.id_of(), id_, scope, "je")
    return asked.reference


async def report(house: House, key: str = "browser-1") -> str:
    """What the customer reads in the fresh conversation."""
    conversation = await house.conversations.current("web", key)
    return "\n".join(message.content.text for message in await house.conversations.messages(conversation.id))


async def test_one_conversation_goes_and_another_stays(house: House) -> None:
    other = await house.says("dit blijft staan", key="browser-2")
    gone = await house.says(WORDS)
    reference = await ask(house, gone, Scope.GESPREK)
    assert await house.found_in(WORDS), "nothing goes before the turn is over"
    await house.room.eraser.after_turn(gone)
    assert await house.found_in(WORDS) == set()
    assert [row for row in await house.rows("conversations") if row["id"] == gone] == []
    assert await house.found_in("dit blijft staan") == {"messages", "working_memory"}
    assert (await house.conversations.get(other)).owner == "bot"  # type: ignore[union-attr]
    said = await report(house)
    assert said.startswith("Ons vorige gesprek is gewist")
    assert reference in said
    assert "- Berichten: 2" in said
    assert (await house.rows("customers"))[0], "a customer is not touched by it"


async def test_everything_goes_but_what_law_and_contract_keep_and_the_report_says_so(house: House) -> None:
    first = await house.says(WORDS, key="browser-2")
    await house.callbacks.ask(
        name="Sanne",
        phone="+31612000101",
        slot="ochtend",
        subject=WORDS,
        customer_id=house.id_of(),
        conversation_id=first,
    )
    [call] = await house.rows("callbacks")
    await house.callbacks.done(call["id"])
    await house.add("demo_mails", to=(await _customer(house))["email"], subject="Code", text=WORDS, at=house.clock())
    id_ = await house.says(f"nog eens {WORDS}")
    before = await house.everything()
    await ask(house, id_, Scope.ALLES)
    await house.room.eraser.after_turn(id_)
    assert await house.found_in(WORDS) == set()
    customer = await _customer(house)
    assert await house.found_in(customer["email"]) == {"customers"}
    assert await house.found_in(customer["phone"]) == {"customers"}
    assert customer["vulnerability"] is None
    mine = {name: [row for row in rows if row.get("customer_id") == house.id_of()] for name, rows in before.items()}
    after = {
        name: [row for row in rows if row.get("customer_id") == house.id_of()]
        for name, rows in (await house.everything()).items()
    }
    assert mine["contact_moments"]
    assert after["contact_moments"] == []
    assert after["invoices"] == mine["invoices"], "the books stay"
    assert after["payments"] == mine["payments"]
    assert len(after["contracts"]) == 1, "the running contract stays"
    said = await report(house)
    assert "Rekeningen en betalingen. Dat moet van de wet, tot en met 31 december 2033." in said
    assert "Contract en tarieven. Dat hebben we nodig zolang je contract loopt." in said
    assert "- Eerder contact:" in said
    others = {name: [row for row in rows if row.get("customer_id") != house.id_of()] for name, rows in before.items()}
    for name in ("contact_moments", "invoices", "consents", "addresses", "contracts"):
        left = [row for row in (await house.rows(name)) if row.get("customer_id") != house.id_of()]
        assert left == others[name], f"{name} of others"


async def _customer(house: House, number: str = SANNE) -> dict[str, object]:
    return next(row for row in await house.rows("customers") if row["customer_number"] == number)


async def test_who_left_keeps_only_name_and_books(house: House) -> None:
    async with house.database.writing() as session:
        await session.execute(
            update(ContractRow)
            .where(ContractRow.customer_id == house.id_of())
            .values(ended=house.clock().date() - timedelta(days=61))
        )
        await session.execute(
            update(InvoiceRow).where(InvoiceRow.customer_id == house.id_of()).values(refund_on=None, amount=0)
        )
    id_ = await house.says(WORDS)
    email = (await _customer(house))["email"]
    readings = len(await house.rows("readings"))
    await ask(house, id_, Scope.ALLES)
    await house.room.eraser.after_turn(id_)
    customer = await _customer(house)
    assert (customer["email"], customer["phone"], customer["iban"]) == ("", "", None)
    assert customer["last_name"] == "de Wit"
    assert await house.found_in(str(email)) == set()
    assert len(await house.rows("readings")) < readings, "what was measured for a contract that ended goes"
    said = await report(house)
    assert "zolang je contract loopt" not in said
    assert "Wie je bent. Dat moet van de wet, tot en met 31 december 2033." in said


async def test_an_open_case_is_closed_first_and_the_agent_reads_why(house: House) -> None:
    with_agent = await house.says("hallo", key="browser-2")
    case_id = await house.hands_over(with_agent, WORDS)
    fatima = await house.agents.add("fatima", "Fatima", "wachtwoord")
    await house.handoffs.take(case_id, fatima, Content(text="Fatima is er"))  # type: ignore[arg-type]
    seen: list[tuple[str, str]] = []

    async def on_case(case) -> None:  # type: ignore[no-untyped-def]
        seen.append((case.state, case.note))

    house.handoffs.on_case(on_case)
    id_ = await house.says("wis alles maar")
    await ask(house, id_, Scope.GESPREKKEN)
    await house.room.eraser.after_turn(id_)
    assert ("closed", ERASED_NOTE) in seen
    [case] = await house.rows("cases")
    assert (case["state"], case["note"], case["ask"], case["context"]) == ("closed", ERASED_NOTE, ERASED_NOTE, {})
    assert case["customer_id"] is None
    assert await house.found_in(WORDS) == set()
    assert [one.note for one in await house.handoffs.ended(fatima.id)] == [ERASED_NOTE]
    shell = next(row for row in await house.rows("conversations") if row["id"] == with_agent)
    assert shell["channel_key"] == f"gewist:{with_agent}"


async def test_the_listeners_hear_what_is_gone_before_the_report(house: House) -> None:
    heard: list[object] = []

    async def erased(channel: str, key: str, ids: object) -> None:
        heard.append((channel, key, tuple(ids)))  # type: ignore[arg-type]

    async def said(conversation, message) -> None:  # type: ignore[no-untyped-def]
        heard.append(message.sender)

    house.room.eraser.on_erased(erased)
    id_ = await house.says("hallo")
    house.conversations.on_message(said)
    await ask(house, id_, Scope.GESPREK)
    await house.room.eraser.after_turn(id_)
    assert heard == [("web", "browser-1", (id_,)), "system"]


@pytest.mark.parametrize("scope", list(Scope))
async def test_what_was_written_meanwhile_goes_on_in_the_new_conversation(house: House, scope: Scope) -> None:
    id_ = await house.says(WORDS)
    await ask(house, id_, scope)
    await house.conversations.receive("web", "browser-1", "en nog een vraag", channel_message_id="m2")
    await house.room.eraser.after_turn(id_)
    fresh = await house.conversations.current("web", "browser-1")
    assert [turn.message.content.text for turn in await house.conversations.unhandled(fresh.id)] == ["en nog een vraag"]
    assert "gewist" in await report(house)
    assert await house.found_in(WORDS) == set()


async def test_a_voice_note_that_came_meanwhile_is_no_sentence_of_the_customers(house: House) -> None:
    id_ = await house.says(WORDS)
    await ask(house, id_, Scope.GESPREK)
    marks = ("soort:spraak", LATE, 'media:["cloud", "1", "audio/ogg", "", ""]')
    bursts = Bursts(house.database, house.clock, house.conversations)
    await bursts.receive("web", "browser-1", [Piece("wamid.1", "Stuurde een spraakbericht", said="", marks=marks)])
    await house.room.eraser.after_turn(id_)
    fresh = await house.conversations.current("web", "browser-1")
    [turn] = await house.conversations.unhandled(fresh.id)
    assert turn.message.content.said == ""
    assert {*marks, "met:spraak"} <= set(turn.message.content.marks)


async def test_while_a_message_is_being_handled_it_waits(house: House) -> None:
    id_ = await house.says(WORDS)
    busy = await house.says("hallo", key="browser-2")
    await house.conversations.receive("web", "browser-2", "nog iets")
    turn = await house.conversations.begin_turn(busy)
    assert turn is not None
    await ask(house, id_, Scope.GESPREKKEN)
    assert await house.room.eraser.carry_out_open() == 0
    assert await house.found_in(WORDS)
    await house.conversations.finish_turn(turn, [])
    assert await house.room.eraser.carry_out_open() == 1
    assert await house.found_in(WORDS) == set()
    assert await house.room.eraser.carry_out_open() == 0, "once"


async def test_asked_twice_is_one_request(house: House) -> None:
    id_ = await house.says("hallo")
    assert await ask(house, id_, Scope.ALLES) == await ask(house, id_, Scope.ALLES)
    assert len(await house.rows("erasures")) == 1
    [request] = [row for row in await house.rows("requests") if row["kind"] == "privacy_verwijderen"]
    assert request["state"] == "in behandeling"
    await house.room.eraser.after_turn(id_)
    [request] = [row for row in await house.rows("requests") if row["kind"] == "privacy_verwijderen"]
    assert request["state"] == "afgerond"


@pytest.mark.parametrize("scope", [Scope.GESPREKKEN, Scope.ALLES])
async def test_a_wider_wish_makes_the_waiting_one_wider_and_a_narrower_one_does_not(house: House, scope: Scope) -> None:
    await house.says(WORDS, key="browser-2")
    id_ = await house.says("hallo")
    reference = await ask(house, id_, Scope.GESPREK)
    assert await ask(house, id_, scope) == reference
    assert await ask(house, id_, Scope.GESPREK) == reference
    [row] = await house.rows("erasures")
    assert row["scope"] == scope.value
    [request] = [row for row in await house.rows("requests") if row["reference"] == reference]
    assert request["details"] == scope.value
    assert request["title"] != "Dit gesprek wissen"
    await house.room.eraser.after_turn(id_)
    assert await house.found_in(WORDS) == set()


async def test_made_wider_while_it_was_begun_is_carried_out_the_next_time(house: House) -> None:
    await house.says(WORDS, key="browser-2")
    id_ = await house.says("hallo")
    await ask(house, id_, Scope.GESPREK)
    async with house.database.reading() as session:
        begun = await erasures.open_of(session, id_)
    assert begun is not None
    await ask(house, id_, Scope.GESPREKKEN)
    assert await house.room.eraser.carry_out(begun) is False
    assert await house.found_in(WORDS)
    assert await house.room.eraser.carry_out_open() == 1
    assert await house.found_in(WORDS) == set()
    assert "Al je gesprekken zijn gewist" in await report(house)


async def _shared(house: House) -> ConversationId:
    """A conversation with a case of Sanne, in which Karim was known later."""
    id_ = await house.says(WORDS)
    await house.hands_over(id_, "ik wil een mens")
    await house.says("nu Karim", number="10517264")
    return id_


@pytest.mark.parametrize("scope", [Scope.GESPREKKEN, Scope.ALLES])
@pytest.mark.parametrize("number", [SANNE, "10517264"])
async def test_a_conversation_of_two_customers_is_in_nobodys_export_and_stays(
    house: House, scope: Scope, number: str
) -> None:
    shared = await _shared(house)
    own = await house.says("eigen woorden", number=number, key="browser-2")
    export = await house.room.privacy.export(house.id_of(number))
    assert export is not None
    assert [one["id"] for one in export["gesprekken"]["conversations"]] == [own]
    assert WORDS not in json.dumps(export, default=str)
    asked = await house.room.privacy.request_erasure(house.id_of(number), own, scope, "je")
    await house.room.eraser.after_turn(own)
    assert await house.found_in("eigen woorden") == set()
    assert await house.found_in(WORDS) == {"messages", "working_memory"}
    assert await house.conversations.get(shared) is not None
    assert asked.reference in await report(house, "browser-2")


async def test_asked_in_a_conversation_of_two_customers_it_is_reported_there(house: House) -> None:
    shared = await _shared(house)
    reference = await ask(house, shared, Scope.GESPREKKEN)
    await house.room.eraser.after_turn(shared)
    assert await house.found_in(WORDS) == {"messages", "working_memory"}
    assert reference in await report(house)


async def test_this_conversation_goes_also_when_it_is_of_two_customers(house: House) -> None:
    shared = await _shared(house)
    await ask(house, shared, Scope.GESPREK)
    await house.room.eraser.after_turn(shared)
    assert await house.found_in(WORDS) == set()


async def test_a_late_word_of_the_bot_goes_too(house: House) -> None:
    id_ = await house.says("hallo")
    await ask(house, id_, Scope.GESPREK)
    await house.room.eraser.after_turn(id_)
    await house.remembers(id_, WORDS)
    await house.room.tidy()
    assert await house.found_in(WORDS) == set()


async def test_the_browser_of_somebody_else_is_left_alone(house: House) -> None:
    mine = await house.says(WORDS)
    await house.handoffs.abandon(mine, "andere klant", "")
    await house.says("ik ben Karim", number="10517264")
    again = await house.says("wis al mijn gesprekken", key="browser-3")
    await ask(house, again, Scope.GESPREKKEN)
    await house.room.eraser.after_turn(again)
    assert await house.found_in(WORDS) == set()
    assert await house.found_in("ik ben Karim") == {"messages", "working_memory"}


async def test_what_was_said_before_the_log_in_and_after_logging_out_is_found(house: House) -> None:
    before = await house.says(f"anoniem {WORDS}", number=None)
    await house.handoffs.abandon(before, "klaar", "")
    left = await house.says(f"ingelogd {WORDS}")
    async with house.database.writing() as session:
        await identity.forget(session, left)
    received = await house.conversations.receive("web", "browser-9", "hallo")
    assert isinstance(received, Received)
    now = await house.says("wis alles", key="browser-9")
    await ask(house, now, Scope.GESPREKKEN)
    await house.room.eraser.after_turn(now)
    assert await house.found_in(WORDS) == set()


@pytest.mark.parametrize("scope", list(Scope))
async def test_the_proposal_is_what_happens(house: House, scope: Scope) -> None:
    id_ = await house.says(WORDS)
    proposal = await house.room.privacy.propose_erasure(house.id_of(), id_, scope)
    await ask(house, id_, scope)
    await house.room.eraser.after_turn(id_)
    [row] = await house.rows("erasures")
    done = {(part["what"], part["why"]): (part["count"], part["kept"]) for part in row["report"]}
    said = {(part.what, part.why): (part.count, part.kept) for part in proposal.parts}
    done.pop(("aanvragen", "aanvraag"), None)  # the request itself came in between
    said.pop(("aanvragen", "aanvraag"), None)
    done.pop(("aanvragen", None), None)
    said.pop(("aanvragen", None), None)
    assert done == said
