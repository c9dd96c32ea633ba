"""Who waits hears honestly how it goes: that it takes long, or that nobody is at the desk any more."""

from __future__ import annotations

from datetime import timedelta

from dichtbij.apart import apart
from dichtbij.clock import Clock
from dichtbij.conversations.model import Content, Draft
from dichtbij.conversations.service import Conversations
from dichtbij.desk.announcements import Announcements
from dichtbij.handoff.hours import Availability
from dichtbij.handoff.model import Case, CaseId, Presence
from dichtbij.handoff.service import Handoffs
from dichtbij.organisation import Organisation

ALONE_AFTER = timedelta(seconds=20)
"""So long nobody has to be there before a waiting customer is told: an agent who opens the page anew is not gone."""


class Waiting:
    """Raises DatabaseUnavailable when the database does not answer."""

    def __init__(
        self,
        clock: Clock,
        handoffs: Handoffs,
        availability: Availability,
        conversations: Conversations,
        announcements: Announcements,
        organisation: Organisation,
    ) -> None:
        self._clock = clock
        self._handoffs = handoffs
        self._availability = availability
        self._conversations = conversations
        self._announcements = announcements
        self._organisation = organisation
        self._alone: dict[CaseId, Presence] = {}
        """Seen without anybody at the desk at the look before."""
        self._told: set[CaseId] = set()

    async def look(self) -> None:
        """Say what has to be said now. Each customer hears each of the two once in a wait, whoever else does not."""
        await apart(self._say_alone(), "alone")
        for case in await self._handoffs.waited_too_long(self._organisation.lange_wacht):
            await apart(self._tell_long_wait(case), "long_wait", case=case.id)

    async def _tell_long_wait(self, case: Case) -> None:
        place = await self._announcements.place(case, await self._handoffs.ahead_of(case.conversation_id))
        content = await self._announcements.of(case, "utter_balie_wacht_lang", wachttijd=place)
        await self._say(case, "long", content)
        await self._handoffs.heard_long_wait(case)

    async def _say_alone(self) -> None:
        waiting = await self._handoffs.line()
        self._told &= {case.id for case in waiting}
        alone: dict[CaseId, Presence] = {}
        known: dict[str, Presence] = {}
        for case in waiting:
            if case.id in self._told or self._clock() - case.waiting_since < ALONE_AFTER:
                continue
            if case.intent not in known:  # hundreds may wait, with a few questions
                known[case.intent] = await self._availability.now(case.intent)
            presence = known[case.intent]
            if presence.agents:  # after hours too: who is still there still helps
                continue
            alone[case.id] = presence
        for found in await self._handoffs.several([id_ for id_ in alone if id_ in self._alone]):  # twice in a row
            if found.state == "waiting":
                await apart(self._tell_alone(found, alone[found.id]), "alone", case=found.id)
        self._alone = alone

    async def _tell_alone(self, case: Case, presence: Presence) -> None:
        name = "utter_balie_niemand_in_rij" if presence.is_open else "utter_balie_gesloten_in_rij"
        when = self._organisation.when_open_text(self._clock(), case.team or None)
        content = await self._announcements.of(case, name, wanneer_open=when)
        await self._say(case, "alone", content)
        self._told.add(case.id)

    async def _say(self, case: Case, what: str, content: Content) -> None:
        """Say it once in this wait, whichever process does, and only to who still waits."""
        since = case.waiting_since or case.opened_at
        key = f"{what}:{case.id}:{since.isoformat()}"  # another process sees the same
        await self._conversations.say(case.conversation_id, Draft("system", content), dedupe_key=key, owner="queue")
