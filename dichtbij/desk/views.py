"""What the desk shows, as JSON. Only reads; the shapes are in docs/protocol.md and docs/case.md."""

from __future__ import annotations

from typing import Any

from dichtbij.conversations.service import Conversations
from dichtbij.customers.identification import Identification
from dichtbij.customers.model import CustomerId
from dichtbij.customers.profiles import Profiles
from dichtbij.handoff.model import REASON_TEXT, SCHEMA, Callback, Case

_SLOT_TEXT = {"ochtend": "in de ochtend", "middag": "in de middag", "avond": "in de avond"}


class Views:
    """Puts record, case and customer together for one reader."""

    def __init__(self, conversations: Conversations, identification: Identification, profiles: Profiles) -> None:
        self._conversations = conversations
        self._identification = identification
        self._profiles = profiles

    async def summary(self, case: Case) -> dict[str, Any]:
        """A line in the queue."""
        last = await self._conversations.last_message(case.conversation_id)
        conversation = await self._conversations.get(case.conversation_id)
        customer = await self._profiles.short(CustomerId(case.customer_id)) if case.customer_id else None
        seen = case.agent_read_seq or case.opened_seq
        return {
            "id": case.id,
            "conversation_id": case.conversation_id,
            "state": case.state,
            "priority": case.priority,
            "reason": case.reason,
            "reason_text": REASON_TEXT[case.reason],
            "ask": case.ask,
            "customer_name": customer.name if customer else None,
            "level": case.level,
            "channel": conversation.channel if conversation else "",
            "waiting_since": case.opened_at.isoformat(),
            "taken_by": {"id": case.agent_id, "name": case.agent_name} if case.agent_id else None,
            "last_message": {
                "sender": last.sender,
                "text": last.content.text[:200],
                "at": last.at.isoformat(),
            }
            if last
            else None,
            "unread": await self._conversations.unread_by_agent(case.conversation_id, seen),
        }

    async def full(self, case: Case) -> dict[str, Any]:
        """Everything an agent who handles this case needs."""
        messages = await self._conversations.messages(case.conversation_id)
        context = case.context
        # Who it is may have been proved after the handover, or the proof may be old: the agent sees what holds now.
        identity = await self._identification.identity(case.conversation_id)
        card = await self._profiles.card(identity.customer_id) if identity.customer_id else None
        return {
            "case": {
                **await self.summary(case),
                "schema": SCHEMA,
                "level": identity.level,
                "method": identity.method.value,
                "trigger": case.trigger,
                "evidence": context.get("evidence", []),
                "intents": context.get("intents", []),
                "tried": context.get("tried", []),
                "slots": context.get("slots", {}),
                "open_form": context.get("open_form"),
                "shown_figures": context.get("shown_figures", []),
                "opened_seq": case.opened_seq,
                "note": case.note or None,
                "ratings": [
                    {"after": rating.after, "score": rating.score, "at": rating.at.isoformat()}
                    for rating in await self._conversations.ratings.of(case.conversation_id)
                ],
                "signals": [
                    {
                        "seq": message.seq,
                        "at": message.at.isoformat(),
                        "score": message.reading["score"],
                        "level": message.reading["level"],
                        "evidence": message.reading["evidence"],
                    }
                    for message in messages
                    if message.sender == "customer" and message.reading
                ],
            },
            "customer": card.as_dict() if card else None,
            "messages": [message.as_wire() for message in messages],
        }


def callback(row: Callback) -> dict[str, Any]:
    """A promised call."""
    return {
        "id": row.id,
        "name": row.name,
        "phone": row.phone,
        "slot": f"{row.day.day}-{row.day.month}-{row.day.year} {_SLOT_TEXT[row.slot]}",
        "day": row.day.isoformat(),
        "subject": row.subject,
        "created_at": row.created_at.isoformat(),
        "customer_id": row.customer_id,
        "conversation_id": row.conversation_id,
        "done": row.done,
    }
