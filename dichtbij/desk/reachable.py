"""What an agent types where it would not arrive is refused, with the reason; it is never stored as if it was sent."""

from __future__ import annotations

from aiohttp import web

from dichtbij.conversations.service import Conversations
from dichtbij.handoff.model import Case
from dichtbij.handoff.reach import Reaching
from dichtbij.http import problem


async def unreachable(reaching: Reaching, conversations: Conversations, case: Case) -> web.Response | None:
    """409 `unreachable` when free text would not arrive now; None when it does, or when the conversation is gone."""
    conversation = await conversations.get(case.conversation_id)
    reach = await reaching.of(conversation) if conversation is not None else None
    if reach is None or reach.can_write:
        return None
    return problem(409, "unreachable", reach.why_not)
