"""One-time references: on both databases, of two at once one gets it, and what is kept is no code."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import text

from dichtbij.channels.whatsapp.references import ALPHABET, LIFE, References, find_codes
from dichtbij.conversations.model import Content
from dichtbij.conversations.service import Conversations
from dichtbij.counter.unread import with_words
from dichtbij.customers.demo import seed
from dichtbij.customers.identification import Identification
from dichtbij.customers.mail import DemoMailbox
from dichtbij.customers.model import CustomerId, Method
from dichtbij.customers.store import identity as identities
from dichtbij.database import Database
from tests.conftest import FakeClock
from tests.policies import demo_policies, demo_texts
from tests.running_counter import Time


@pytest.fixture
def clock() -> Time:
    return Time()


def identification(database: Database, clock: FakeClock) -> Identification:
    return Identification(
        database,
        clock,
        demo_policies(),
        DemoMailbox(database, clock),
        lambda below: 0,
        demo_texts(),
        code_key=b"k" * 32,
        login_token_secret="",
    )


async def test_two_phones_at_once_one_gets_it(open_database: Callable[[], Database], clock: FakeClock) -> None:
    """Nor is who comes second made the customer: a link that was forwarded."""
    parties = []
    for number in range(2):
        database = open_database()
        conversations = Conversations(database, clock)
        references = References(database, clock, conversations, b"a key of the tests, at least 32 bytes")
        people = identification(database, clock)
        parties.append((references, await conversations.current("whatsapp", f"person-{number}"), conversations, people))
    await seed(database, date(2026, 11, 22))
    web = await parties[0][2].current("web", "session")
    async with database.writing() as session:
        sanne = CustomerId((await session.execute(text("SELECT id FROM customers LIMIT 1"))).scalar_one())
        await identities.set_identity(session, web.id, sanne, Method.LOGIN_TOKEN.value, clock())
    code = await parties[0][0].make(web.id)
    taken = await asyncio.gather(
        *(references.use(code, phone, people.carry_over) for references, phone, _, people in parties)
    )
    assert sorted(taken) == [False, True]
    winner = taken.index(True)
    for number, (references, phone, conversations, people) in enumerate(parties):
        fresh = await conversations.get(phone.id)
        assert fresh is not None
        assert fresh.continues_id == (web.id if number == winner else None)
        assert (await people.identity(phone.id)).customer_id == (sanne if number == winner else None)
        found = await references.look_up(code)
        assert found is not None
        assert (found.leads_to, found.is_used) == (web.id, True)
    clock.now += LIFE * 200
    await parties[0][0].tidy()
    assert await parties[0][0].look_up(code) is None


async def test_where_somebody_else_is_known_nothing_is_joined(
    open_database: Callable[[], Database], clock: FakeClock
) -> None:
    database = open_database()
    conversations, people = Conversations(database, clock), identification(database, clock)
    references = References(database, clock, conversations, b"one key" * 5)
    await seed(database, date(2026, 11, 22))
    web, phone = await conversations.current("web", "session"), await conversations.current("whatsapp", "person")
    async with database.writing() as session:
        one, other = (await session.execute(text("SELECT id FROM customers ORDER BY id LIMIT 2"))).scalars().all()
        await identities.set_identity(session, web.id, one, Method.LOGIN_TOKEN.value, clock())
        await identities.set_identity(session, phone.id, other, Method.WHATSAPP.value, clock())
    assert not await references.use(await references.make(web.id), phone, people.carry_over)
    assert (await people.identity(phone.id)).customer_id == other
    fresh = await conversations.get(phone.id)
    assert fresh is not None
    assert fresh.continues_id is None


async def test_what_is_kept_is_no_code(open_database: Callable[[], Database], clock: FakeClock) -> None:
    database = open_database()
    conversations = Conversations(database, clock)
    web = await conversations.current("web", "session")
    code = await References(database, clock, conversations, b"one key" * 5).make(web.id)
    async with database.reading() as session:
        [(kept,)] = list(await session.execute(text("SELECT code_hash FROM phone_references")))
    assert code not in kept
    other = References(database, clock, conversations, b"another" * 5)
    assert await other.look_up(code) is None


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("code K7M4-9QXT.", ["K7M4-9QXT"]),
        ("k7m4-9qxt", ["K7M4-9QXT"]),
        ("4532-8823 en k7m4-9qxt", ["4532-8823", "K7M4-9QXT"]),
        ("K7M4-9QXTA", []),
        ("1234-5678", []),
        ("ABCI-2345", []),
        ("2011 KD", []),
        ("", []),
    ],
)
def test_finding_what_may_be_a_code(said: str, codes: list[str]) -> None:
    assert find_codes(said) == codes
    assert not set("".join(codes)) - set(ALPHABET) - {"-"}


def test_below_an_answer_with_buttons_the_question_keeps_its_own() -> None:
    answer = Content("Welk contract?", quick_replies=({"title": "Gas", "payload": "/gas"},))
    asks = Content("Ben jij dat?", quick_replies=({"title": "Ja", "payload": "/verder_ja"},))
    told = Content("Een foto.", quick_replies=({"title": "Medewerker", "payload": "/medewerker_spreken"},))
    both = with_words(answer, Content(asks.text, asks.quick_replies, marks=("utter:utter_whatsapp_verder_vraag",)))
    assert [one["payload"] for one in both.quick_replies] == ["/gas", "/verder_ja"]
    assert with_words(answer, told).quick_replies == answer.quick_replies
