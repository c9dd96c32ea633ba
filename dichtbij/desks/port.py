"""What a desk must be able to do. Ours is one (own.py), Chatwoot another (chatwoot/); DESK says which.

A desk **hears** of what happens by listening at the record (`Handoffs.on_case`, `Conversations.on_message` and
`on_delivery`), and finds there what it missed: what it still has to be told is never kept in memory alone. A desk
**does** what an agent does through the same services as every other desk (`Handoffs`, or front.py for a desk outside),
so that a conversation has one owner whoever holds it. Five things make a desk:

1. Receive a case: everything of docs/case.md, as soon as a customer waits, and again at every new handover.
2. Bring what the customer says to the agent, once and in order, also after either side was away.
3. Bring what the agent says to the customer, once; the first words take the case (queue → agent).
4. End: the agent gives the conversation back (agent → bot) or closes it; and when the customer leaves, the agent hears.
5. Say who is there: keep rows of people with a sign of life younger than `hours.PRESENT_WITHIN` in the database, where
   the actions, in another process, look before they promise a human.

tests/integration/desks/test_every_desk.py plays these five against every implementation.
"""

from __future__ import annotations

from typing import Protocol

from aiohttp import web

from dichtbij.conversations.model import Conversation


class Desk(Protocol):
    """One desk, in one process of the counter. Its methods raise DatabaseUnavailable and nothing else."""

    @property
    def name(self) -> str:
        """As the setting DESK says it."""

    def add_to(self, app: web.Application) -> None:
        """Register the addresses that agents, or the other desk, call."""

    async def start(self) -> None:
        """Begin: keep presence, pick up what was left behind."""

    async def stop(self) -> None:
        """Stop; what is under way goes on at the next start, here or in another process."""

    async def tidy(self) -> None:
        """Every few seconds: what has to happen by itself."""

    async def customer_typing(self, conversation: Conversation, on: bool) -> None:
        """The customer types, or no longer does. A sign that gets lost is no loss."""
