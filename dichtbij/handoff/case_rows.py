"""Cases as rows of the queue (docs/protocol.md, Summary): all of a list at once, in a handful of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dichtbij.clock import Clock
from dichtbij.conversations.model import Glance
from dichtbij.conversations.service import Conversations
from dichtbij.customers.identification import Identification
from dichtbij.customers.model import CustomerId, CustomerInList, Identity, Method
from dichtbij.customers.profiles import Profiles
from dichtbij.database import Database
from dichtbij.handoff import store
from dichtbij.handoff.access import upto_the_end
from dichtbij.handoff.model import REASON_TEXT, AgentId, Case, CaseId
from dichtbij.handoff.routing import urgency
from dichtbij.handoff.service import Handoffs
from dichtbij.organisation import Organisation

_WORDS = 200
"""Characters of the last message that a row shows."""
_NOBODY = Identity(0, None, Method.NONE)


class CaseRows:
    """Raises DatabaseUnavailable when the database does not answer."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        handoffs: Handoffs,
        conversations: Conversations,
        identification: Identification,
        profiles: Profiles,
        organisation: Organisation,
    ) -> None:
        self._database = database
        self._clock = clock
        self._handoffs = handoffs
        self._conversations = conversations
        self._identification = identification
        self._profiles = profiles
        self._organisation = organisation

    async def of(self, cases: Sequence[Case], places: Mapping[CaseId, int] | None = None) -> list[dict[str, Any]]:
        """A row for each, in the same order.

        Args:
            places: where each stands in the queue, when that is known; None: look it up.
        """
        if not cases:
            return []
        # A conversation has one open case at most; of those that are over nobody counts what was not read.
        over_first = sorted(cases, key=lambda case: case.state in ("waiting", "taken"))
        glances = await self._conversations.glances(
            {case.conversation_id: case.agent_read_seq or case.opened_seq for case in over_first}
        )
        # Who it is may have been proved after the handover, or the proof may be old: a row says what holds now.
        known = await self._identification.identities([case.conversation_id for case in cases])
        who = {case.id: known.get(case.conversation_id, _NOBODY) for case in cases}
        people = {case.id: who[case.id].customer_id or CustomerId(case.customer_id or "") for case in cases}
        customers = await self._profiles.in_list([id_ for id_ in people.values() if id_])
        offered = [case.offered_to for case in cases if case.offered_to]
        names: dict[AgentId, str] = {}
        if offered:
            async with self._database.reading() as session:
                names = await store.agent_names(session, offered)
        places = await self._places(cases) if places is None else places
        return [
            self._row(
                case,
                glances.get(case.conversation_id),
                who[case.id].level,
                customers.get(people[case.id]),
                names.get(case.offered_to, "") if case.offered_to else "",
                places.get(case.id),
            )
            for case in cases
        ]

    async def _places(self, cases: Sequence[Case]) -> dict[CaseId, int]:
        """Where each stands in the queue; 1 is next."""
        if not any(case.state == "waiting" for case in cases):
            return {}
        return {case.id: place for place, case in enumerate(await self._handoffs.line(), start=1)}

    def _row(
        self,
        case: Case,
        glance: Glance | None,
        level: int,
        customer: CustomerInList | None,
        asked: str,
        place: int | None,
    ) -> dict[str, Any]:
        is_open = case.state in ("waiting", "taken")
        last = glance.last if glance and glance.last and upto_the_end(case, glance.last.at) else None
        reading = glance.reading if glance else None
        mood = {"level": reading["level"], "score": reading["score"]} if reading else None
        if not is_open:  # as it was when it ended: what came after is not for who had it
            mood = {"level": case.mood_level, "score": case.mood_score} if case.mood_level else None
        return {
            "id": case.id,
            "conversation_id": case.conversation_id,
            "state": case.state,
            "priority": case.priority,
            "priority_why": list(urgency(case, self._clock()).why) if is_open else [],
            "place": place if case.state == "waiting" else None,
            "team": self._team(case),
            "offered": _offered(case, asked),
            "taken_by": {"id": case.agent_id, "name": case.agent_name} if case.agent_id else None,
            "reason": case.reason,
            "reason_text": REASON_TEXT[case.reason],
            "ask": case.ask,
            "customer_name": customer.name if customer else None,
            "vulnerable": case.vulnerable or bool(customer and customer.vulnerability),
            "level": level,
            "mood": mood,
            "channel": glance.conversation.channel if glance else "",
            "waiting_since": (case.waiting_since or case.opened_at).isoformat(),
            "first_waited": case.opened_at.isoformat(),
            "last_message": {"sender": last.sender, "text": last.content.in_words[:_WORDS], "at": last.at.isoformat()}
            if last
            else None,
            "unread": glance.unread if glance and is_open else 0,
        }

    def _team(self, case: Case) -> dict[str, str]:
        teams = self._organisation.balie.teams
        team = teams.get(case.team) or next(iter(teams.values()))
        return {"key": team.key, "naam": team.naam}


def _offered(case: Case, name: str) -> dict[str, Any] | None:
    if case.state != "waiting" or case.offered_to is None or case.offer_until is None:
        return None
    return {"to": {"id": case.offered_to, "name": name}, "until": case.offer_until.isoformat()}
