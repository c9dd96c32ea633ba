"""Agents: log-in, lock, session, presence."""

from __future__ import annotations

import asyncio
import threading
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select, update

from dichtbij.conversations.model import Content
from dichtbij.database import Database
from dichtbij.handoff.agents import (
    IDLE,
    MAX_FAILED,
    MAX_FAILED_FROM_ADDRESS,
    SESSION_LIFE,
    TRIES_COUNT_FOR,
    Agents,
    LoggedIn,
    LoginRefused,
)
from dichtbij.handoff.hours import PRESENT_WITHIN, Availability
from dichtbij.handoff.tables import AgentRow, DeskSessionRow, LoginTryRow

RIGHT = "een goed wachtwoord"
WRONG = LoginRefused(locked=False)
LOCKED = LoginRefused(locked=True)


async def test_the_right_password_logs_in(desk, fatima) -> None:
    result = await desk.agents.log_in("fatima", RIGHT)

    assert isinstance(result, LoggedIn)
    assert result.agent == fatima
    session = await desk.agents.session(result.token)
    assert (session.agent, session.csrf) == (fatima, result.csrf)


async def test_every_log_in_has_its_own_secrets_and_only_a_hash_is_kept(desk, fatima) -> None:
    one, two = await desk.agents.log_in("fatima", RIGHT), await desk.agents.log_in("fatima", RIGHT)

    assert len({one.token, two.token, one.csrf, two.csrf}) == 4
    async with desk.database.reading() as session:
        kept = list(await session.scalars(select(DeskSessionRow.token_hash)))
    assert len(kept) == 2
    assert not {one.token, two.token} & set(kept)


@pytest.mark.parametrize(
    ("username", "password"),
    [("fatima", "fout"), ("fatima", ""), ("niemand", RIGHT), ("", ""), ("fat\x00ima", "\ud800"), ("\ud800", "x\x00")],
)
async def test_anything_else_is_refused_in_the_same_words(desk, fatima, username: str, password: str) -> None:
    assert await desk.agents.log_in(username, password) == WRONG


async def test_five_wrong_passwords_lock_the_account_for_five_minutes(desk, fatima, clock) -> None:
    for _ in range(MAX_FAILED):
        assert await desk.agents.log_in("fatima", "fout") == WRONG

    assert await desk.agents.log_in("fatima", RIGHT) == LOCKED
    clock.forward(seconds=TRIES_COUNT_FOR.total_seconds() - 1)
    assert await desk.agents.log_in("fatima", RIGHT) == LOCKED
    clock.forward(seconds=1)
    assert isinstance(await desk.agents.log_in("fatima", RIGHT), LoggedIn)


async def test_a_name_without_an_account_is_refused_after_as_many_tries(desk, fatima, clock) -> None:
    for _ in range(MAX_FAILED):
        assert await desk.agents.log_in("niemand", RIGHT) == WRONG

    assert await desk.agents.log_in("niemand", RIGHT) == LOCKED
    clock.forward(seconds=TRIES_COUNT_FOR.total_seconds())
    assert await desk.agents.log_in("niemand", RIGHT) == WRONG


async def test_an_address_that_guesses_many_names_is_refused_for_every_name(desk, fatima, clock) -> None:
    for number in range(MAX_FAILED_FROM_ADDRESS):
        assert await desk.agents.log_in(f"naam-{number}", RIGHT, "203.0.113.7") == WRONG

    assert await desk.agents.log_in("fatima", RIGHT, "203.0.113.7") == LOCKED
    assert await desk.agents.log_in("niemand", RIGHT, "203.0.113.7") == LOCKED
    assert isinstance(await desk.agents.log_in("fatima", RIGHT, "203.0.113.8"), LoggedIn)
    clock.forward(seconds=TRIES_COUNT_FOR.total_seconds())
    assert isinstance(await desk.agents.log_in("fatima", RIGHT, "203.0.113.7"), LoggedIn)


async def test_an_own_account_does_not_wash_an_address_clean(desk, fatima, joost) -> None:
    for number in range(MAX_FAILED_FROM_ADDRESS):
        assert await desk.agents.log_in(f"naam-{number}", RIGHT, "203.0.113.7") == WRONG
        if number % 10 == 9 and number < MAX_FAILED_FROM_ADDRESS - 1:
            assert isinstance(await desk.agents.log_in("joost", RIGHT, "203.0.113.7"), LoggedIn)

    assert await desk.agents.log_in("joost", RIGHT, "203.0.113.7") == LOCKED


async def test_neither_name_nor_address_is_kept_of_who_failed(desk, fatima) -> None:
    await desk.agents.log_in("fatima", "fout", "203.0.113.7")

    async with desk.database.reading() as session:
        kept = [row.key for row in await session.scalars(select(LoginTryRow))]
    assert len(set(kept)) == 2
    assert all(len(key) == 64 and "fatima" not in key for key in kept)


async def test_a_disabled_account_comes_in_no_more_and_whoever_is_in_is_out(desk, fatima) -> None:
    token = (await desk.agents.log_in("fatima", RIGHT)).token
    async with desk.database.writing() as session:
        await session.execute(update(AgentRow).values(active=False))

    assert await desk.agents.session(token) is None
    assert await desk.agents.log_in("fatima", RIGHT) == WRONG
    assert await desk.agents.log_in_as("provider 1", "fatima") == WRONG


@pytest.mark.parametrize("password", ["", "!", "wachtwoord"])
async def test_an_account_without_a_password_takes_none(desk, fatima, password: str) -> None:
    async with desk.database.writing() as session:
        await session.execute(update(AgentRow).values(password_hash=""))

    assert await desk.agents.log_in("fatima", password) == WRONG


async def test_the_providers_log_in_is_bound_once_and_keeps_to_its_account(desk, fatima, joost) -> None:
    assert await desk.agents.log_in_as("provider 1", "") == WRONG
    assert await desk.agents.log_in_as("provider 1", "niemand") == WRONG
    assert (await desk.agents.log_in_as("provider 1", "fatima")).agent == fatima
    # From now on it is who it is, and not what it is called.
    assert (await desk.agents.log_in_as("provider 1", "joost")).agent == fatima
    assert (await desk.agents.log_in_as("provider 1", "")).agent == fatima
    assert await desk.agents.log_in_as("provider 2", "fatima") == WRONG


async def test_of_two_log_ins_for_one_account_at_once_one_is_bound(desk, other_desk, fatima) -> None:
    found = await asyncio.gather(
        desk.agents.log_in_as("provider 1", "fatima"), other_desk.agents.log_in_as("provider 2", "fatima")
    )
    assert sorted(type(one).__name__ for one in found) == ["LoggedIn", "LoginRefused"]


async def test_the_right_password_begins_the_count_anew(desk, fatima) -> None:
    for _ in range(3):
        for _ in range(MAX_FAILED - 1):
            assert await desk.agents.log_in("fatima", "fout") == WRONG
        assert isinstance(await desk.agents.log_in("fatima", RIGHT), LoggedIn)


async def test_a_locked_account_locks_nobody_else(desk, fatima, joost) -> None:
    for _ in range(MAX_FAILED):
        await desk.agents.log_in("fatima", "fout")

    assert isinstance(await desk.agents.log_in("joost", RIGHT), LoggedIn)


async def test_guessing_at_the_same_moment_does_not_get_round_the_lock(desk, other_desk, fatima) -> None:
    guesses = [desk.agents.log_in("fatima", "fout") for _ in range(MAX_FAILED)]
    guesses += [other_desk.agents.log_in("fatima", "fout") for _ in range(MAX_FAILED)]

    await asyncio.gather(*guesses)

    assert await desk.agents.log_in("fatima", RIGHT) == LOCKED


async def test_a_session_lasts_a_working_day(desk, fatima, clock) -> None:
    token = (await desk.agents.log_in("fatima", RIGHT)).token
    until = clock() + SESSION_LIFE

    while clock() + IDLE / 2 < until:
        clock.forward(seconds=IDLE.total_seconds() / 2)
        assert await desk.agents.session(token) is not None
    clock.now = until - timedelta(seconds=1)
    assert await desk.agents.session(token) is not None
    clock.forward(seconds=1)
    assert await desk.agents.session(token) is None


@pytest.mark.parametrize("sign", ["a request", "the open page"])
async def test_a_session_ends_half_an_hour_after_the_last_sign_of_life(desk, fatima, clock, sign: str) -> None:
    token = (await desk.agents.log_in("fatima", RIGHT)).token
    clock.forward(minutes=20)
    await (desk.agents.session(token) if sign == "a request" else desk.agents.present(token, True))

    clock.forward(seconds=IDLE.total_seconds() - 1)
    assert (await desk.agents.session(token)).agent == fatima
    clock.forward(seconds=IDLE.total_seconds())
    assert await desk.agents.session(token) is None


async def test_of_many_requests_few_are_written_down(desk, fatima, clock) -> None:
    token = (await desk.agents.log_in("fatima", RIGHT)).token
    begun = clock()
    clock.forward(seconds=59)
    await desk.agents.session(token)
    async with desk.database.reading() as session:
        assert await session.scalar(select(DeskSessionRow.seen_at)) == begun


async def test_logging_out_ends_this_session_and_no_other(desk, fatima) -> None:
    one, two = [(await desk.agents.log_in("fatima", RIGHT)).token for _ in range(2)]

    await desk.agents.log_out(one)

    assert await desk.agents.session(one) is None
    assert await desk.agents.session(two) is not None


@pytest.mark.parametrize("token", ["", "verzonnen", "\udce9\udcff", "x" * 10_000, "\x00"])
async def test_an_invented_cookie_is_nobody(desk, fatima, token: str) -> None:
    await desk.agents.log_in("fatima", RIGHT)

    assert await desk.agents.session(token) is None
    await desk.agents.log_out(token)
    await desk.agents.present(token, True)


async def test_sessions_that_are_over_are_thrown_away(desk, fatima, clock) -> None:
    await desk.agents.log_in("fatima", RIGHT)
    clock.forward(seconds=IDLE.total_seconds() - 1)
    await desk.agents.log_in("fatima", RIGHT)
    await desk.agents.log_in("fatima", "fout")
    clock.forward(seconds=1)

    await desk.agents.forget_expired()

    async with desk.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(DeskSessionRow)) == 1
        assert await session.scalar(select(func.count()).select_from(LoginTryRow)) == 1
    clock.forward(seconds=TRIES_COUNT_FOR.total_seconds())
    await desk.agents.forget_expired()
    async with desk.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(LoginTryRow)) == 0


async def test_an_account_made_again_gets_the_new_password_and_keeps_its_id(desk, fatima) -> None:
    again = await desk.agents.add("fatima", "Fatima B.", "een ander wachtwoord")

    assert (again.id, again.name) == (fatima.id, "Fatima B.")
    assert await desk.agents.log_in("fatima", RIGHT) == WRONG
    assert isinstance(await desk.agents.log_in("fatima", "een ander wachtwoord"), LoggedIn)


async def test_the_real_hasher_keeps_no_password(sqlite: Database, clock) -> None:
    agents = Agents(sqlite, clock, PasswordHasher(time_cost=1, memory_cost=1024))
    await agents.add("fatima", "Fatima", RIGHT)

    assert isinstance(await agents.log_in("fatima", RIGHT), LoggedIn)
    assert await agents.log_in("fatima", "fout") == WRONG
    async with sqlite.reading() as session:
        kept = await session.scalar(select(AgentRow.password_hash))
    assert RIGHT not in kept

    async with sqlite.writing() as session:
        await session.execute(update(AgentRow).values(password_hash="$argon2id$broken"))
    assert await agents.log_in("fatima", RIGHT) == WRONG


async def test_checking_a_password_keeps_nobody_else_waiting(sqlite: Database, clock) -> None:
    class SlowHasher(PasswordHasher):
        begun, others_went_on = threading.Event(), threading.Event()

        def verify(self, hash: str, password: str) -> bool:
            self.begun.set()
            return self.others_went_on.wait(2)

    hasher = SlowHasher(time_cost=1, memory_cost=1024)
    agents = Agents(sqlite, clock, hasher)
    await agents.add("fatima", "Fatima", RIGHT)
    checking = asyncio.create_task(agents.log_in("fatima", RIGHT))

    while not hasher.begun.is_set():  # noqa: ASYNC110 - set in a thread
        await asyncio.sleep(0.01)
    hasher.others_went_on.set()

    assert isinstance(await checking, LoggedIn)


# -- presence -------------------------------------------------------------------------------------------------------


@pytest.fixture
def availability(desk, clock, organisation) -> Availability:
    return Availability(desk.database, clock, organisation)


async def test_an_agent_is_there_while_the_desk_page_is_open(desk, fatima, availability, clock) -> None:
    token = (await desk.agents.log_in("fatima", RIGHT)).token
    assert not (await availability.now()).available, "logged in, but no page open"

    await desk.agents.present(token, True)
    assert (await availability.now()).available
    clock.forward(seconds=PRESENT_WITHIN.total_seconds() - 1)
    assert (await availability.now()).agents == 1
    clock.forward(seconds=1)
    assert (await availability.now()).agents == 0, "no sign of life"

    await desk.agents.present(token, True)
    assert (await availability.now()).agents == 1
    await desk.agents.present(token, False)
    assert (await availability.now()).agents == 0


async def test_two_windows_of_one_agent_are_one_agent(desk, fatima, joost, availability) -> None:
    for username in ("fatima", "fatima", "joost"):
        await desk.agents.present((await desk.agents.log_in(username, RIGHT)).token, True)

    assert (await availability.now()).agents == 2


@pytest.mark.parametrize("gone", ["log_out", "expire"])
async def test_who_is_no_longer_logged_in_is_not_there(desk, fatima, availability, clock, gone: str) -> None:
    token = (await desk.agents.log_in("fatima", RIGHT)).token
    if gone == "expire":
        clock.forward(seconds=SESSION_LIFE.total_seconds())
    await desk.agents.present(token, True)
    if gone == "log_out":
        await desk.agents.log_out(token)

    assert (await availability.now()).agents == 0


async def test_at_night_nobody_is_promised_even_with_an_agent_at_the_desk(desk, fatima, availability, clock) -> None:
    clock.forward(hours=11)  # 21.00
    await desk.agents.present((await desk.agents.log_in("fatima", RIGHT)).token, True)

    presence = await availability.now()

    assert (presence.agents, presence.is_open, presence.available) == (1, False, False)
    assert presence.opens_at.isoformat() == "2026-11-24T08:00:00+01:00"


async def test_presence_counts_who_waits(desk, availability, fatima) -> None:
    assert (await availability.now()).waiting == 0
    case = await desk.open("k1")
    await desk.open("k2")
    assert (await availability.now()).waiting == 2
    await desk.handoffs.take(case.id, fatima, Content(text="Hier ben ik"))
    assert (await availability.now()).waiting == 1
