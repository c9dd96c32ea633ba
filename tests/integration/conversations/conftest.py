"""Short ways to bring a conversation into a state."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from dichtbij.conversations.model import ConversationId, Owner
from dichtbij.conversations.service import Conversations

Change = Callable[..., Awaitable[object]]


@pytest.fixture
def change() -> Change:
    """change(conversations, id, from, to, agent_id=...) in a transaction of its own."""

    async def change(
        conversations: Conversations, id_: ConversationId, before: Owner, after: Owner, **more: object
    ) -> object:
        async with conversations._database.writing() as session:
            return await conversations.change_owner(session, id_, before, after, who="system", why="proef", **more)

    return change


@pytest.fixture
def close(change: Change) -> Change:
    async def close(conversations: Conversations, id_: ConversationId) -> object:
        return await change(conversations, id_, "bot", "closed")

    return close


@pytest.fixture
def own_by_agent(change: Change) -> Change:
    async def own(conversations: Conversations, id_: ConversationId, agent_id: str) -> object:
        await change(conversations, id_, "bot", "queue")
        return await change(conversations, id_, "queue", "agent", agent_id=agent_id)

    return own
