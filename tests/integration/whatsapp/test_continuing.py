"""From the website to WhatsApp by a one-time reference: once, for a quarter of an hour, and level 1 at most."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from dichtbij.channels.whatsapp.references import ALPHABET, LIFE, References, find_code
from dichtbij.conversations.model import Conversation
from dichtbij.conversations.service import Conversations
from dichtbij.customers.model import Method
from dichtbij.database import Database
from tests.case_schema import problems
from tests.conftest import FakeClock
from tests.running_counter import KARIM, SANNE, Running, Time, Widget, handover
from tests.running_counter import file as file
from tests.running_counter import template as template
from tests.whatsapp_stand_in import connected

STRANGER, SANNES = "31685550001", "31612000101"
HERE, THERE, OVER = "Je gaat hier verder", "op WhatsApp verdergegaan", "Deze code werkt niet meer"


async def begin(counter: Running, customer: str | None = None) -> Widget:
    """A conversation on the website, of somebody who logged in there or of nobody known."""
    more = {"login_token": counter.token(customer)} if customer else {}
    widget = await counter.widget(**more)
    await widget.say("mijn vraag op de website")
    await widget.hears("Je zei: mijn vraag op de website")
    return widget


async def link(widget: Widget) -> dict[str, Any]:
    invitation: dict[str, Any] = await widget.ask("to_phone", {})
    assert invitation["ok"], invitation
    return invitation


async def phone_conversation(counter: Running) -> Conversation:
    [(id_,)] = await rows(counter, "SELECT id FROM conversations WHERE channel = 'whatsapp'")
    found = await counter.parts.conversations.get(id_)
    assert found is not None
    return found


async def rows(counter: Running, query: str) -> list[tuple[Any, ...]]:
    async with counter.parts.database.reading() as session:
        return [tuple(row) for row in await session.execute(text(query))]


@pytest.fixture
def clock() -> Time:
    return Time()


async def test_who_is_known_on_the_website_is_known_on_the_phone(file: Any, clock: Time) -> None:
    async with connected(file, clock) as (meta, counter):
        widget = await begin(counter, SANNE)
        invitation = await link(widget)
        assert invitation["url"].startswith(f"https://wa.me/{meta.account.number}?text=")
        assert (invitation["number"], invitation["minutes"]) == (f"+{meta.account.number}", 15)
        phone = meta.phone(STRANGER, "Iemand")
        phone.say(f"Ik ga hier verder met mijn gesprek van de website (code {invitation['code']}).")
        await meta.hears(phone, HERE)
        await widget.hears(THERE)
        conversation = await phone_conversation(counter)
        assert conversation.continues_id == widget.conversation_id
        identity = await counter.parts.identification.identity(conversation.id)
        web = await counter.parts.identification.identity(widget.conversation_id)
        assert (identity.level, identity.method, identity.customer_id) == (1, Method.WHATSAPP, web.customer_id)
        assert web.level == 2, "the proof of the website stays there"
        assert [asked["text"] for asked in counter.bot.asked] == ["mijn vraag op de website"], "the code is no question"


async def test_what_was_typed_beside_it_is_answered(file: Any, clock: Time) -> None:
    async with connected(file, clock) as (meta, counter):
        invitation = await link(await begin(counter))
        phone = meta.phone(STRANGER)
        phone.say(f"{invitation['code'].lower()} wat zijn jullie openingstijden?")
        await meta.hears(phone, HERE)
        await meta.hears(phone, "Je zei: wat zijn jullie openingstijden?")


@pytest.mark.parametrize("how", ["used", "over", "replaced", "invented"])
async def test_a_reference_that_is_worth_nothing(file: Any, clock: Time, how: str) -> None:
    async with connected(file, clock) as (meta, counter):
        widget = await begin(counter, SANNE)
        code = (await link(widget))["code"]
        if how == "used":
            first = meta.phone("31685550003")
            first.say(code)
            await meta.hears(first, HERE)
        elif how == "over":
            clock.forward(minutes=15)
        elif how == "replaced":
            await link(widget)
        else:
            code = "ABCD-2345"
        phone = meta.phone(STRANGER)
        phone.say(code)
        await meta.hears(phone, OVER)
        [(joined,)] = await rows(counter, "SELECT count(*) FROM conversations WHERE continues_id IS NOT NULL")
        assert joined == (1 if how == "used" else 0)
        assert len([text for text in phone.texts if HERE in text]) == 0


async def test_somebody_else_is_known_on_this_number(file: Any, clock: Time) -> None:
    async with connected(file, clock) as (meta, counter):
        phone = meta.phone(STRANGER)
        first = await link(await begin(counter, KARIM))
        phone.say(first["code"])
        await meta.hears(phone, HERE)
        karim = (await phone_conversation(counter)).continues_id
        second = await link(await begin(counter, SANNE))
        phone.say(second["code"])
        await meta.hears(phone, OVER)
        assert (await phone_conversation(counter)).continues_id == karim


async def test_while_a_human_has_it_on_the_website(file: Any, clock: Time) -> None:
    async with connected(file, clock) as (meta, counter):
        await (await counter.agent()).be_busy()
        counter.bot.says["een mens graag"] = handover()
        widget = await begin(counter)
        code = (await link(widget))["code"]
        await widget.say("een mens graag")
        await widget.until("owner", lambda state: state["owner"] == "queue")
        assert (await widget.ask("to_phone", {}))["error"]["code"] == "no_phone"
        phone = meta.phone(STRANGER)
        phone.say(code)
        await meta.hears(phone, OVER)
        assert (await phone_conversation(counter)).continues_id is None


async def test_the_agent_reads_both(file: Any, clock: Time) -> None:
    async with connected(file, clock) as (meta, counter):
        fatima = await (await counter.agent()).be_busy()
        counter.bot.says["een mens graag"] = handover()
        widget = await begin(counter, SANNE)
        phone = meta.phone(STRANGER)
        phone.say((await link(widget))["code"])
        await meta.hears(phone, HERE)
        phone.say("een mens graag")
        await fatima.until("case", lambda case: case["channel"] == "whatsapp")
        [case] = [one for one in fatima.all("case") if one["channel"] == "whatsapp"][-1:]
        assert (await fatima.post(f"/desk/api/cases/{case['id']}/take"))[0] == 200
        _, document = await fatima.get(f"/desk/api/cases/{case['id']}")
        assert problems(document) == []
        continues = document["case"]["continues"]
        assert (continues["id"], continues["channel"]) == (widget.conversation_id, "web")
        assert "mijn vraag op de website" in [one.get("text") for one in continues["messages"]]


async def test_the_same_message_twice_joins_once(file: Any, clock: Time) -> None:
    async with connected(file, clock) as (meta, counter):
        meta.line.habits.copies = 2
        phone = meta.phone(STRANGER)
        phone.say((await link(await begin(counter)))["code"])
        await meta.hears(phone, HERE)
        await meta.settled()
        await counter.parts.phone.inbox.idle()
        assert len([text for text in phone.texts if HERE in text]) == 1


async def test_only_who_has_the_session_gets_a_link(file: Any, clock: Time) -> None:
    async with connected(file, clock) as (_, counter):
        widget = Widget()
        await counter.connect(widget)
        assert (await widget.ask("to_phone", {}))["error"]["code"] == "no_phone"
        await widget.begin()
        assert widget.all("session")[-1]["phone"] is True


async def test_without_a_number_nothing_is_offered(file: Any, clock: Time) -> None:
    async with connected(file, clock, whatsapp_number="") as (_, counter):
        widget = await counter.widget()
        assert "phone" not in widget.all("session")[-1]
        assert (await widget.ask("to_phone", {}))["error"]["code"] == "no_phone"


async def test_many_links_at_once_are_too_many(file: Any, clock: Time) -> None:
    async with connected(file, clock) as (_, counter):
        widget = await counter.widget()
        answers = [await widget.ask("to_phone", {}) for _ in range(21)]
        assert [answer["ok"] for answer in answers] == [True] * 20 + [False]
        [(kept,)] = await rows(counter, "SELECT count(*) FROM phone_references")
        assert kept == 1


# -- two processes, on both databases -------------------------------------------------------------------------------


async def test_two_phones_at_once_one_gets_it(open_database: Callable[[], Database], clock: FakeClock) -> None:
    parties = []
    for number in range(2):
        database = open_database()
        conversations = Conversations(database, clock)
        references = References(database, clock, conversations, b"a key of the tests, at least 32 bytes")
        parties.append((references, await conversations.current("whatsapp", f"person-{number}"), conversations))
    web = await parties[0][2].current("web", "session")
    code = await parties[0][0].make(web.id)
    taken = await asyncio.gather(*(references.use(code, phone) for references, phone, _ in parties))
    assert sorted(taken) == [False, True]
    winner = taken.index(True)
    for number, (references, phone, conversations) in enumerate(parties):
        fresh = await conversations.get(phone.id)
        assert fresh is not None
        assert fresh.continues_id == (web.id if number == winner else None)
        assert await references.look_up(code, fresh) == (web.id if number == winner else None)
    clock.now += LIFE * 200
    await parties[0][0].tidy()
    assert await parties[0][0].look_up(code, phone) is None


async def test_what_is_kept_is_no_code(open_database: Callable[[], Database], clock: FakeClock) -> None:
    database = open_database()
    conversations = Conversations(database, clock)
    web = await conversations.current("web", "session")
    code = await References(database, clock, conversations, b"one key" * 5).make(web.id)
    async with database.reading() as session:
        [(kept,)] = list(await session.execute(text("SELECT code_hash FROM phone_references")))
    assert code not in kept
    other = References(database, clock, conversations, b"another" * 5)
    assert await other.look_up(code, web) is None


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("code K7M4-9QXT.", "K7M4-9QXT"),
        ("k7m4-9qxt", "K7M4-9QXT"),
        ("K7M4-9QXTA", None),
        ("1234-5678", None),
        ("ABCI-2345", None),
        ("2011 KD", None),
        ("", None),
    ],
)
def test_finding_a_code(said: str, code: str | None) -> None:
    assert find_code(said) == code
    assert not set(code or "") - set(ALPHABET) - {"-"}
