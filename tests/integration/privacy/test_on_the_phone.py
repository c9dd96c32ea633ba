"""What a phone adds to a person: shown, erased, and gone in time; and nothing erased comes in again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text

from dichtbij.conversations.model import ConversationId, Received
from dichtbij.customers.store import identity as identities
from dichtbij.privacy.inspection import PAGE
from dichtbij.privacy.model import Scope
from tests.integration.privacy.conftest import SANNE, WORDS, House
from tests.integration.privacy.test_erasing import ask
from tests.integration.privacy.test_inspecting import opened
from tests.policies import demo_policies

NUMBER, KARIM = "31612000101", "10517264"


async def on_the_phone(
    house: House, words: str, *, person: str = "p1", number: str = NUMBER, customer: str = SANNE
) -> ConversationId:
    """Somebody writes on WhatsApp, as it stands once it was answered and arrived."""
    now = house.clock()
    if not [row for row in await house.rows("phone_people") if row["id"] == person]:
        await house.add(
            "phone_people", id=person, channel="whatsapp", provider="cloud", number=number, name="Sanne de W.",
            first_at=now, last_in_at=now,
        )  # fmt: skip
    await arrival(house, f"cloud:wamid.{words}", number, handled_at=now)
    received = await house.conversations.receive("whatsapp", person, words, channel_message_id=f"wamid.{words}")
    assert isinstance(received, Received)
    id_ = received.conversation.id
    async with house.database.writing() as session:
        await identities.set_identity(session, id_, house.id_of(customer), "whatsapp", now)
    turn = await house.conversations.begin_turn(id_)
    assert turn is not None
    await house.conversations.finish_turn(turn, [])
    await house.add(
        "phone_parcels", id=f"parcel-{words}", person_id=person, conversation_id=id_, from_seq=2, to_seq=2, part=0,
        content={"kind": "text", "text": words}, state="sent", tries=1, code=0, reason="",
    )  # fmt: skip
    return id_


async def arrival(house: House, id_: str, key: str, *, handled_at: datetime | None, **body: Any) -> None:
    await house.add(
        "phone_arrivals", id=id_, provider="cloud", person_key=key, what="message", sent_at=house.clock(),
        received_at=house.clock(), place=0, tries=1, handled_at=handled_at, body=body or None,
    )  # fmt: skip


async def test_everything_about_the_phone_is_shown_and_nothing_of_another(house: House) -> None:
    id_ = await on_the_phone(house, WORDS)
    await on_the_phone(house, "van een ander", person="p2", number="31685550001", customer=KARIM)
    await arrival(house, "cloud:wamid.wacht", NUMBER, handled_at=None, text="nog niet gelezen")
    await house.add("phone_references", code_hash="h" * 64, conversation_id=id_, expires_at=house.clock())
    export = await house.room.privacy.export(house.id_of())
    assert export is not None
    phone = export["telefoon"]
    [person] = phone["phone_people"]
    assert (person["number"], person["name"], person["channel"]) == (NUMBER, "Sanne de W.", "whatsapp")
    assert [row["state"] for row in phone["phone_parcels"]] == ["sent"]
    assert [row.get("text") for row in phone["phone_arrivals"]] == [None, "nog niet gelezen"]
    assert len(phone["phone_references"]) == 1
    assert "h" * 64 not in str(phone)
    assert "van een ander" not in str(export)


async def test_the_page_shows_it_in_words(house: House) -> None:
    await on_the_phone(house, WORDS)
    page = (await opened(house, PAGE)).content.decode()
    assert "WhatsApp en sms" in page
    assert "laatste bericht" in page
    assert NUMBER in page


async def test_one_conversation_takes_its_parcels_along_and_leaves_the_rest(house: House) -> None:
    gone = await on_the_phone(house, WORDS)
    await ask(house, gone, Scope.GESPREK)
    await house.room.eraser.after_turn(gone)
    assert [row for row in await house.rows("phone_parcels") if row["conversation_id"] == gone] == []
    assert await house.found_in(WORDS) == {"phone_arrivals"}, "only the id that the test made of it"
    assert [row["name"] for row in await house.rows("phone_people")] == ["Sanne de W."]


async def test_everything_leaves_only_how_to_answer_and_ids_that_keep_it_away(house: House) -> None:
    await arrival(house, "cloud:wamid.x", NUMBER, handled_at=house.clock())
    id_ = await on_the_phone(house, "iets")
    waiting = "cloud:wamid.later"
    await ask(house, id_, Scope.ALLES)
    await arrival(house, waiting, NUMBER, handled_at=None, text="dit schrijft ze daarna")
    await house.room.eraser.after_turn(id_)
    arrivals = {row["id"]: row for row in await house.rows("phone_arrivals")}
    assert arrivals["cloud:wamid.x"]["person_key"] == ""
    assert arrivals[waiting]["body"] == {"text": "dit schrijft ze daarna"}, "it comes after, and is not lost"
    [person] = await house.rows("phone_people")
    assert (person["number"], person["name"]) == (NUMBER, "")
    assert await house.rows("phone_parcels") == []
    conversation = await house.conversations.latest("whatsapp", "p1")
    assert conversation is not None
    said = "\n".join(message.content.text for message in await house.conversations.messages(conversation.id))
    assert "WhatsApp en sms. Zo kunnen we je hier nog antwoorden." in said
    assert "Zo komt wat gewist is niet opnieuw binnen. Dat blijft tot en met 1 december 2026." in said


async def test_a_signing_off_is_not_forgotten_with_the_rest(house: House) -> None:
    id_ = await on_the_phone(house, "iets")
    async with house.database.writing() as session:
        await session.execute(text("UPDATE phone_people SET opted_out_at = first_at"))
    await ask(house, id_, Scope.ALLES)
    await house.room.eraser.after_turn(id_)
    assert [row["opted_out_at"] is not None for row in await house.rows("phone_people")] == [True]


async def test_nothing_of_who_shares_no_conversation_is_touched(house: House) -> None:
    await on_the_phone(house, "van een ander", person="p2", number="31685550001", customer=KARIM)
    id_ = await on_the_phone(house, "iets")
    before = [row for row in await house.rows("phone_arrivals") if row["person_key"] == "31685550001"]
    await ask(house, id_, Scope.ALLES)
    await house.room.eraser.after_turn(id_)
    assert [row for row in await house.rows("phone_arrivals") if row["person_key"] == "31685550001"] == before
    assert {row["name"] for row in await house.rows("phone_people")} == {"", "Sanne de W."}


async def test_a_person_goes_with_the_last_conversation(house: House) -> None:
    terms = demo_policies().bewaartermijnen
    id_ = await on_the_phone(house, "iets")
    await house.handoffs.abandon(id_, "klaar", "")
    house.clock.forward(days=terms.gesprekken_dagen - 1)
    await house.room.retention.clear_up()
    assert len(await house.rows("phone_people")) == 1
    await house.add(
        "phone_people", id="p3", channel="whatsapp", provider="cloud", number="31685550003", name="",
        first_at=house.clock() - timedelta(hours=1),
    )  # fmt: skip
    house.clock.forward(days=2)
    async with house.database.writing() as session:
        await session.execute(text("UPDATE phone_people SET last_in_at = :now WHERE id = 'p3'"), {"now": house.clock()})
    await house.room.retention.clear_up()
    assert [row["id"] for row in await house.rows("phone_people")] == ["p3"], "who just began is left alone"
    assert await house.rows("phone_parcels") == []
