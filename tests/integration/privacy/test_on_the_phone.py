"""What a phone adds to a person: shown, erased, and gone in time; and nothing erased comes in again."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from dichtbij.conversations.model import ConversationId, Received
from dichtbij.customers.store import identity as identities
from dichtbij.handoff.model import HandoverRequest
from dichtbij.privacy.inspection import FILE, PAGE
from dichtbij.privacy.model import Scope
from tests.integration.privacy.conftest import SANNE, WORDS, House
from tests.integration.privacy.test_erasing import ask
from tests.integration.privacy.test_inspecting import opened
from tests.policies import demo_policies

NUMBER, KARIM = "31612000101", "10517264"


async def on_the_phone(
    house: House, words: str, *, person: str = "p1", number: str = NUMBER, customer: str = SANNE, how: str = "mail_code"
) -> ConversationId:
    """Somebody writes on WhatsApp, as it stands once it was answered and arrived.

    Args:
        how: a Method; with "whatsapp" they are merely recognised; "" leaves them unknown.
    """
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
        if how:
            await identities.set_identity(session, id_, house.id_of(customer), how, now)
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


@pytest.mark.parametrize("how", ["whatsapp", "continued"])
async def test_who_is_merely_recognised_on_a_phone_may_be_another(house: House, how: str) -> None:
    """An ex-partner puts the number of a phone on their own file, or sends a link, and asks for everything."""
    id_ = await on_the_phone(house, WORDS, how=how)
    case = await asks_for_a_human(house, id_)
    await house.callbacks.ask(
        name="Iemand anders", phone=f"+{NUMBER}", slot="ochtend", subject=WORDS, customer_id=house.id_of(),
        conversation_id=id_,
    )  # fmt: skip
    await house.add(
        "complaints", reference="AV-1", conversation_id=id_, customer_id=house.id_of(), subject=WORDS, at=house.clock()
    )
    for left in (False, True):
        if left:  # who says "that's not me" and leaves proved nothing either
            async with house.database.writing() as session:
                await identities.forget(session, id_)
        exported = (await opened(house, FILE)).content.decode()
        assert WORDS not in exported
        assert id_ not in exported
        assert "Sanne de W." not in exported, "the name on the phone"
        assert (await house.room.privacy.overview(house.id_of())).counts["gesprekken"] == 0
    mine = await house.says("wis alles")
    await ask(house, mine, Scope.ALLES)
    await house.room.eraser.after_turn(mine)
    [message] = [one for one in await house.rows("messages") if one["conversation_id"] == id_ and one["seq"] == 1]
    assert message["content"]["text"] == WORDS
    [row] = [one for one in await house.rows("cases") if one["id"] == case]
    assert (row["state"], row["customer_id"], row["level"]) == ("waiting", None, 0), "goes on, of nobody known"
    assert [one["name"] for one in await house.rows("phone_people")] == ["Sanne de W."]
    assert len(await house.rows("phone_parcels")) == 1


async def asks_for_a_human(house: House, id_: ConversationId) -> str:
    conversation = await house.conversations.get(id_)
    assert conversation is not None
    await house.conversations.receive("whatsapp", conversation.channel_key, "een mens graag")
    turn = await house.conversations.begin_turn(id_)
    assert turn is not None
    request = HandoverRequest("verzoek", "medewerker_spreken", "", "een mens graag", {})
    case = await house.handoffs.open(turn, request, [], customer_id=house.id_of(), level=1, vulnerable=False)
    assert case is not None
    return str(case.id)


async def test_with_a_code_once_given_the_phone_is_theirs(house: House) -> None:
    before = await on_the_phone(house, f"{WORDS} vooraf", how="")
    await house.handoffs.abandon(before, "klaar", "")
    proved = await on_the_phone(house, f"{WORDS} met code")
    async with house.database.writing() as session:
        await identities.forget(session, proved)
    await house.handoffs.abandon(proved, "klaar", "")
    await on_the_phone(house, f"{WORDS} herkend", how="whatsapp")
    await on_the_phone(house, "elders gezegd", person="p2", number="31685550001", how="whatsapp")
    exported = (await opened(house, FILE)).content.decode()
    for words in ("vooraf", "met code", "herkend"):
        assert f"{WORDS} {words}" in exported
    assert "elders gezegd" not in exported


async def test_everybody_reads_what_is_left_out_whether_there_is_any_or_not(house: House) -> None:
    page = (await opened(house, PAGE)).content.decode()
    assert "Wat hier niet bij staat" in page
    left_out = json.loads((await opened(house, FILE)).content)["left_out"]
    assert "Gesprekken via WhatsApp of sms op een telefoon waar je nooit een code gaf" in left_out
    assert "Vraag dan op die telefoon naar je gegevens" in left_out
    assert left_out.splitlines()[0] in page


@pytest.mark.parametrize("phone", ["none", "another's", "proved"])
async def test_the_report_says_what_stays_on_a_phone(house: House, phone: str) -> None:
    id_ = await house.says("wis alles")
    if phone == "another's":
        await on_the_phone(house, "van een ander", person="p2", number="31685550001", customer=KARIM)
    elif phone == "proved":
        await on_the_phone(house, "iets")
    await ask(house, id_, Scope.ALLES)
    await house.room.eraser.after_turn(id_)
    conversation = await house.conversations.latest("web", "browser-1")
    assert conversation is not None
    report = (await house.conversations.messages(conversation.id))[-1].content.text
    copy = "De berichten op je eigen telefoon. Daar kunnen wij niet bij, maar je kunt ze zelf wissen." in report
    assert copy == (phone == "proved")
    assert ("waar je nooit een code gaf" in report) == (phone != "none"), "of who never used a phone it says nothing"


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
