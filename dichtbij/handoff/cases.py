"""What can be looked up of cases: one, the queue in its order, what an agent has or had."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from dichtbij.clock import Clock
from dichtbij.conversations.model import ConversationId, Turn
from dichtbij.database import Database
from dichtbij.handoff import routing, store
from dichtbij.handoff.model import AgentId, Case, CaseId, HandoverRequest, InLine


class Cases:
    """Raises DatabaseUnavailable when the database does not answer."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def get(self, case_id: CaseId) -> Case | None:
        """One case."""
        async with self._database.reading() as session:
            return await store.case(session, case_id)

    async def of_conversation(self, id_: ConversationId) -> Case | None:
        """The waiting or taken case of a conversation."""
        async with self._database.reading() as session:
            return await store.open_case_of(session, id_)

    async def waiting(self) -> list[Case]:
        """The queue, who goes first in front (routing.urgency)."""
        async with self._database.reading() as session:
            return routing.in_order(await store.cases(session, "waiting"), self._clock())

    async def line(self) -> list[InLine]:
        """The queue as waiting() gives it, but of each only what its place goes by: quick with hundreds."""
        async with self._database.reading() as session:
            return routing.in_order(await store.line(session), self._clock())

    async def several(self, ids: Collection[CaseId]) -> list[Case]:
        """These cases; those that don't exist are left out."""
        async with self._database.reading() as session:
            return await store.several(session, ids)

    async def ahead_of(self, id_: ConversationId) -> int:
        """How many customers go before this waiting one."""
        queue = [case.conversation_id for case in await self.line()]
        return queue.index(id_) if id_ in queue else 0

    async def behind(self, case: Case) -> int:
        """How many waiting customers would go before this one, when its agent puts it back in the queue now."""
        queue, now = [other for other in await self.line() if other.id != case.id], self._clock()
        back = replace(case.in_line, waiting_since=now)
        return routing.in_order([*queue, back], now).index(back)

    async def would_wait_behind(self, turn: Turn, request: HandoverRequest, *, vulnerable: bool) -> int:
        """How many customers go before this one, when it is put in the queue now."""
        now = self._clock()
        async with self._database.reading() as session:
            left = await store.left_the_queue(session, turn.conversation.id, now - routing.PLACE_KEPT)
            queue = await store.line(session)
        newcomer = InLine(
            id=CaseId("~"),  # after whoever waits exactly as long
            conversation_id=turn.conversation.id,
            reason=request.reason,
            intent=request.intent,
            danger=bool(request.context.get("danger")),
            vulnerable=vulnerable,
            mood_level=mood_of(turn.message.reading)["mood_level"],
            opened_at=left.opened_at if left else now,
            waited=routing.place_of(left, now),
            waiting_since=now,
        )
        return routing.in_order([*queue, newcomer], now).index(newcomer)

    async def mine(self, agent_id: AgentId) -> list[Case]:
        """What an agent has now."""
        async with self._database.reading() as session:
            return await store.cases(session, "taken", agent_id)

    async def taken(self) -> list[Case]:
        """What all agents have now."""
        async with self._database.reading() as session:
            return await store.cases(session, "taken")

    async def ended(self, agent_id: AgentId) -> list[Case]:
        """What an agent gave back or closed, newest first."""
        async with self._database.reading() as session:
            return await store.cases(session, None, agent_id, limit=50)


def context_of(request: HandoverRequest) -> dict[str, Any]:
    """What is kept of the bot's side; the question is always in it, for team and urgency go by it."""
    return {**request.context, **({"intent": request.intent} if request.intent else {})}


def mood_of(reading: Mapping[str, Any] | None) -> dict[str, Any]:
    """The columns of a case that say how the customer sounds."""
    return {
        "mood_level": str((reading or {}).get("level") or ""),
        "mood_score": float((reading or {}).get("score") or 0),
    }
