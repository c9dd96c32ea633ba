"""What agents of a desk outside do to our conversations, through the services that our own desk uses."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from dichtbij.clock import Clock
from dichtbij.conversations.model import Content, ConversationId, Draft, clean_text
from dichtbij.conversations.service import Conversations
from dichtbij.customers.model import CustomerId
from dichtbij.database import Database
from dichtbij.desks.store import people
from dichtbij.handoff.audit import Audit
from dichtbij.handoff.model import Agent, Case, NotYours, Taken
from dichtbij.handoff.service import Contact, Handoffs

MAX_NOTE = 2_000

CustomerOf = Callable[[Case], Awaitable[str | None]]
"""Who the customer of a case is, as far as known now."""


@dataclass(frozen=True)
class NotOpen:
    """The customer no longer waits and nobody has the conversation: what the agent wrote can't be brought."""


class Announce(Protocol):
    """Says something of data/responses/balie.yml, in the form of address of whom it is to (Announcements.of)."""

    def __call__(self, case: Case, name: str, **values: object) -> Awaitable[Content]:
        """One text as a message."""


class Front:
    """One counter's side of a desk outside. Raises DatabaseUnavailable when the database does not answer."""

    def __init__(
        self,
        desk: str,
        database: Database,
        clock: Clock,
        conversations: Conversations,
        handoffs: Handoffs,
        customer_of: CustomerOf,
        audit: Audit,
        announce: Announce,
    ) -> None:
        self._desk = desk
        self._database = database
        self._clock = clock
        self._conversations = conversations
        self._handoffs = handoffs
        self._customer_of = customer_of
        self._audit = audit
        self._announce = announce

    async def agent(self, number: int, name: str) -> Agent:
        """The agent with this number at the other desk; made at first sight."""
        async with self._database.writing() as session:
            return await people.agent(session, self._desk, number, name, self._clock())

    async def reply(self, case: Case, agent: Agent, content: Content, message_id: str) -> NotOpen | None:
        """Bring an agent's words to the customer; the first ones take the case.

        A colleague who writes along in a case that somebody has does not take it over: the customer reads the name.

        Args:
            message_id: the other desk's name for the message; the same again stores nothing twice.
        """
        holder = case.agent_id if case.state == "taken" else None
        if case.state == "waiting":
            taken = await self._take(case, agent)
            # Not ours: a colleague took it at this very moment, or the customer went.
            fresh = taken.case if isinstance(taken, Taken) else await self._handoffs.get(case.id)
            holder = fresh.agent_id if fresh and fresh.state == "taken" else None
        if holder is None:
            return NotOpen()
        said = await self._conversations.say(
            case.conversation_id,
            Draft("agent", content, agent.name, message_id),
            dedupe_key=f"{self._desk}:{message_id}",
            agent_id=holder,
        )
        return None if said else NotOpen()

    async def has(self, id_: ConversationId, message_id: str) -> bool:
        """Whether an agent's message was brought before: its second coming takes no case, and is no refusal."""
        messages = await self._conversations.messages(id_)
        return any(message.channel_message_id == message_id for message in messages)

    async def end(self, case: Case, by: Agent | None, note: str) -> Case | None:
        """Give the conversation back to the assistant; None when it is over already.

        Args:
            by: who ends a case that nobody had taken yet; otherwise it is in the name of who has it.
        """
        if case.state == "waiting" and by is not None:
            await self._take(case, by)
            case = await self._handoffs.get(case.id) or case
        if case.state != "taken" or case.agent_id is None:
            return None
        holder = Agent(case.agent_id, "", case.agent_name)
        note = clean_text(note)[:MAX_NOTE] or "Afgehandeld."
        words = await self._announce(case, "utter_balie_terug_bij_assistent", medewerker=case.agent_name)
        customer_id = await self._customer_of(case)
        contact = Contact(CustomerId(customer_id), f"{case.agent_name}: {note}") if customer_id else None
        ended = await self._handoffs.hand_back(case.id, holder, note, words, contact=contact)
        if isinstance(ended, NotYours):
            return None
        await self._audit.note(holder, "teruggegeven", case_id=case.id, customer_id=customer_id)
        return ended

    async def _take(self, case: Case, agent: Agent) -> object:
        words = await self._announce(case, "utter_balie_medewerker_neemt_over", medewerker=agent.name)
        taken = await self._handoffs.take(case.id, agent, words)
        if isinstance(taken, Taken):
            customer_id = await self._customer_of(case)
            await self._audit.note(agent, "aangenomen", case_id=case.id, customer_id=customer_id)
        return taken


CaseFile = Callable[[Case], Awaitable[Mapping[str, Any]]]
"""Gives, when awaited, everything of docs/case.md: {case, customer, messages}."""
