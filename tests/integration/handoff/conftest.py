"""Cases, and agents to take them."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from dichtbij.conversations.model import Content, Draft
from dichtbij.handoff.model import Case, HandoverRequest


def request(reason: str = "verzoek", intent: str = "", **context: object) -> HandoverRequest:
    return HandoverRequest(reason=reason, trigger="customer", intent=intent, ask="Ik wil een mens", context=context)


class Desk:
    """One process, with short ways to open a case."""

    def __init__(self, process: SimpleNamespace) -> None:
        self.database = process.database
        self.conversations = process.conversations
        self.handoffs = process.handoffs
        self.agents = process.agents

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


@pytest.fixture
def desk(process) -> Desk:
    return Desk(process())


@pytest.fixture
def other_desk(process, desk) -> Desk:
    """The same desk in another process."""
    return Desk(process())


@pytest.fixture
async def fatima(desk: Desk):
    return await desk.agents.add("fatima", "Fatima", "een goed wachtwoord")


@pytest.fixture
async def joost(desk: Desk):
    return await desk.agents.add("joost", "Joost", "een goed wachtwoord")
