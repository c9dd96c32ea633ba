"""Cases, and agents to take them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import update

from dichtbij.conversations.model import Content, Draft
from dichtbij.customers.rooms import build_rooms
from dichtbij.handoff import store
from dichtbij.handoff.case_rows import CaseRows
from dichtbij.handoff.model import Agent, Case, HandoverRequest
from dichtbij.handoff.offers import Offers
from dichtbij.handoff.service import Handoffs
from dichtbij.handoff.states import States
from dichtbij.handoff.tables import AgentRow
from dichtbij.handoff.transfers import Transfers
from dichtbij.organisation import Organisation
from dichtbij.settings import Settings
from dichtbij.texts import Texts
from tests.running_counter import SECRETS

PASSWORD = "een goed wachtwoord"


def request(reason: str = "verzoek", intent: str = "", **context: object) -> HandoverRequest:
    return HandoverRequest(reason=reason, trigger="customer", intent=intent, ask="Ik wil een mens", context=context)


class Desk:
    """One process, with short ways to open a case."""

    def __init__(self, process: SimpleNamespace, clock: Any, organisation: Organisation) -> None:
        self.database = process.database
        self.conversations = process.conversations
        self.agents = process.agents
        self.handoffs = Handoffs(self.database, clock, self.conversations, organisation.balie)
        self.offers = Offers(self.database, clock, self.handoffs, organisation.balie)
        self.transfers = Transfers(self.database, clock, self.conversations, self.handoffs, organisation)
        self.states = States(self.database, clock)
        self._logins: dict[str, str] = {}

    async def turn(self, key: str = "k1", text: str = "Ik wil een mens"):
        received = await self.conversations.receive("web", key, text)
        return await self.conversations.begin_turn(received.conversation.id)

    async def open(self, key: str = "k1", *, vulnerable: bool = False, **more: object) -> Case:
        answers = [Draft("bot", Content(text="Ik haal er iemand bij."))]
        return await self.handoffs.open(
            await self.turn(key), request(**more), answers, customer_id=None, level=0, vulnerable=vulnerable
        )

    async def texts(self, case: Case) -> list[tuple[str, str]]:
        messages = await self.conversations.messages(case.conversation_id)
        return [(message.sender, message.content.text) for message in messages]

    async def owner(self, case: Case) -> str:
        return (await self.conversations.get(case.conversation_id)).owner

    async def present(self, username: str, here: bool = True) -> str:
        """An agent opens the desk's page (or closes it); gives the log-in."""
        if username not in self._logins:
            self._logins[username] = (await self.agents.log_in(username, PASSWORD)).token
        await self.agents.present(self._logins[username], here)
        return self._logins[username]

    async def set(self, agent: Agent, **columns: Any) -> None:
        """Change an account: teams, max_cases, role."""
        async with self.database.writing() as session:
            await session.execute(update(AgentRow).where(AgentRow.id == agent.id).values(**columns))

    async def offered(self, case: Case) -> str | None:
        """Who is asked to take a case."""
        return (await self.handoffs.get(case.id)).offered_to

    async def notes(self, case: Case) -> list[tuple[str, str, str]]:
        async with self.database.reading() as session:
            return [(note.agent_name, note.kind, note.text) for note in await store.notes(session, case.id)]


@pytest.fixture
def desk(process, clock, organisation) -> Desk:
    return Desk(process(), clock, organisation)


@pytest.fixture
def other_desk(process, desk, clock, organisation) -> Desk:
    """The same desk in another process."""
    return Desk(process(), clock, organisation)


@pytest.fixture
async def fatima(desk: Desk):
    return await desk.agents.add("fatima", "Fatima", PASSWORD)


@pytest.fixture
async def joost(desk: Desk):
    return await desk.agents.add("joost", "Joost", PASSWORD)


@pytest.fixture
def rooms(desk: Desk, clock: Any, organisation: Organisation):
    """What is known of customers."""
    texts = Texts(organisation.facts())
    return build_rooms(Settings(_env_file=None, **SECRETS), desk.database, clock, organisation, texts)


@pytest.fixture
def rows(desk: Desk, rooms, clock: Any, organisation: Organisation) -> CaseRows:
    people = (rooms.identification, rooms.profiles)
    return CaseRows(desk.database, clock, desk.handoffs, desk.conversations, *people, organisation)
