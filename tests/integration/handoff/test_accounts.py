"""Accounts on both databases, two who manage them at once, and the same from the command line."""

from __future__ import annotations

import asyncio

import pytest

from dichtbij.errors import DichtbijError
from dichtbij.handoff.accounts import Account, AccountRefused, Accounts, Wanted
from dichtbij.handoff.agent_command import run
from dichtbij.handoff.agents import LoggedIn
from tests.integration.conftest import QuickHasher

PASSWORD = "een goed lang wachtwoord"


@pytest.fixture
def accounts(desk, organisation) -> Accounts:
    return Accounts(desk.database, organisation.balie, QuickHasher())


@pytest.fixture
def others(other_desk, organisation) -> Accounts:
    """The same in another process."""
    return Accounts(other_desk.database, organisation.balie, QuickHasher())


async def test_of_two_who_make_the_same_account_one_does(accounts, others) -> None:
    wanted = Wanted(name="Mo", username="mo", password=PASSWORD)
    made = await asyncio.gather(accounts.add(wanted), others.add(wanted))
    assert sorted(type(one).__name__ for one in made) == ["Account", "AccountRefused"]
    assert AccountRefused("username_taken") in made


async def test_two_who_take_each_others_role_away_at_once_leave_one(desk, accounts, others) -> None:
    bas = await desk.agents.add("bas", "Bas", PASSWORD, "beheerder")
    eva = await desk.agents.add("eva", "Eva", PASSWORD, "beheerder")
    done = await asyncio.gather(
        accounts.change(eva.id, Wanted(role="medewerker"), by=bas.id),
        others.change(bas.id, Wanted(active=False), by=eva.id),
    )
    assert done.count(AccountRefused("last_admin")) == 1
    left = [one.agent.name for one in await accounts.all() if one.active and one.agent.role == "beheerder"]
    assert len(left) == 1


async def test_an_account_of_another_desks_agent_is_not_ours_to_manage(desk, accounts) -> None:
    from dichtbij.handoff.tables import AgentRow

    async with desk.database.writing() as session:
        session.add(AgentRow(id="a-1", username="chatwoot-1", name="Eva", password_hash="!", role="medewerker"))
    assert await accounts.all() == []
    assert await accounts.change("a-1", Wanted(role="beheerder")) == AccountRefused("unknown")
    assert not isinstance(await desk.agents.log_in_as("provider 1", "chatwoot-1"), LoggedIn)


# -- python -m dichtbij agent … -------------------------------------------------------------------------------------


@pytest.fixture
def command(desk, organisation):
    async def carry_out(*arguments: str, password: str = PASSWORD) -> list[str]:
        return await run(arguments, desk.database, organisation.balie, lambda: password)

    return carry_out


async def test_an_account_is_made_listed_and_put_out_of_use(desk, command) -> None:
    assert await command("add", "Bas Bakker", "Bas", "--role", "beheerder", "--teams", "facturen,schulden") == [
        "bas: Bas Bakker (beheerder; facturen,schulden; password)"
    ]
    await command("add", "Samira", "samira@duinlicht.example", "--no-password")
    assert await command("disable", "BAS") == ["bas: Bas Bakker (beheerder; facturen,schulden; password) DISABLED"]
    assert await command("list") == [
        "samira@duinlicht.example: Samira (medewerker; all teams; not bound yet)",
        "bas: Bas Bakker (beheerder; facturen,schulden; password) DISABLED",
    ]
    assert await command("enable", "bas") == ["bas: Bas Bakker (beheerder; facturen,schulden; password)"]


async def test_the_short_way_still_makes_an_account_and_gives_another_password(desk, command, accounts) -> None:
    await command("Fatima", "fatima")
    account = await accounts.named("fatima")
    assert isinstance(account, Account)
    await accounts.change(account.agent.id, Wanted(role="teamleider"))
    await command("Fatima B.", "fatima", password="een ander lang wachtwoord")
    again = await accounts.named("fatima")
    assert (again.agent.id, again.agent.name, again.agent.role) == (account.agent.id, "Fatima B.", "teamleider")


@pytest.mark.parametrize(
    ("arguments", "password", "words"),
    [
        (("add", "Bas"), PASSWORD, "agent add NAME"),
        ((), PASSWORD, "agent add NAME"),
        (("add", "Bas", "bas", "--rol", "x"), PASSWORD, "agent add NAME"),
        (("add", "Bas", "bas", "--role"), PASSWORD, "agent add NAME"),
        (("add", "Bas", "bas", "--role", "baas"), PASSWORD, "medewerker, teamleider, beheerder"),
        (("add", "Bas", "bas", "--teams", "x"), PASSWORD, "no such team"),
        (("add", "Bas", "bas"), "kort", "12 to 256"),
        (("add", "Bas", "bas"), "bas" * 5, "guessed"),
        (("add", "Bas", "b as"), PASSWORD, "no spaces"),
        (("disable", "niemand"), PASSWORD, "no such account"),
    ],
)
async def test_what_is_wrong_is_said_in_one_line(command, accounts, arguments, password, words) -> None:
    with pytest.raises(DichtbijError, match=words) as refused:
        await command(*arguments, password=password)
    assert "\n" not in str(refused.value)
    assert await accounts.all() == []
