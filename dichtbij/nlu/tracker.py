"""The bot's working memory, which does not grow: the slots, the open form and the last turns of a conversation.

Rasa remembers by its events and goes through all of them several times for every message, so that message 400 cost
nine times what message 10 did. The counter owns the record; what the bot must look back at are the last turns. So of
what is older only the outcome is kept: the slots as they were, and the form that was open (docs/adr/0008).

It refuses instead of forgetting: when the database is away, or another process was first, the message fails and the
counter tries again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from rasa.core.agent import Agent
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import FailSafeTrackerStore, TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker

from dichtbij.errors import Overtaken, SettingsError
from dichtbij.nlu.store import Kept, MemoryTable

TURNS = 20
"""Messages of the customer that are remembered with all that followed them.

An agent is shown the last eight questions and the last five answers; the longest form asks six things.
"""

_READ_ONCE = ("intent_ranking", "text_tokens", "response_selector")
"""Of what was understood of a message, the parts that matter in its own turn only."""


class Remembered(DialogueStateTracker):
    """A tracker that knows which version of the memory it came from."""

    version = 0
    """0: nothing was remembered."""


class WorkingMemory(TrackerStore):
    """Rasa's tracker store, named in endpoints.yml with TRACKER_URL as its url.

    Raises DatabaseUnavailable when the database does not answer, and Overtaken.
    """

    def __init__(
        self,
        domain: Domain | None = None,
        event_broker: EventBroker | None = None,
        host: str = "",
        table: MemoryTable | None = None,
        **kwargs: Any,
    ) -> None:
        """Rasa passes the url as `host`; a test may bring a table of its own."""
        self._table = table or MemoryTable(host)
        super().__init__(domain, event_broker, **kwargs)

    def init_tracker(self, sender_id: str) -> Remembered:
        """A tracker of a conversation of which nothing is known."""
        return Remembered(sender_id, self.domain.slots)

    async def retrieve(self, sender_id: str) -> Remembered | None:
        """What is remembered of a conversation; None when nothing is."""
        kept = await self._table.read(sender_id)
        if kept is None:
            return None
        tracker = self.init_tracker(sender_id)
        for event in _events(kept.events):
            tracker.update(event)
        tracker.version = kept.version
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Remember the last turns of it.

        Raises:
            Overtaken: what is remembered is no longer what this tracker began with.
        """
        await self.stream_events(tracker)
        if not tracker.events:
            return
        kept = [_as_kept(event) for event in bounded(tracker, self.domain.slots)]
        version = tracker.version if isinstance(tracker, Remembered) else 0
        if not await self._table.write(tracker.sender_id, Kept(version, json.dumps(kept)), len(kept)):
            raise Overtaken("another process wrote the memory of this conversation first, or it was erased")
        tracker.version = version + 1

    async def keys(self) -> Iterable[str]:
        """All conversations of which something is remembered."""
        return await self._table.conversation_ids()

    async def check(self) -> None:
        """Whether it could remember now: raises DatabaseUnavailable otherwise."""
        await self._table.check()

    async def close(self) -> None:
        """Give every connection back."""
        await self._table.close()


def memory_of(agent: Agent) -> WorkingMemory:
    """The memory of a running bot, made to refuse.

    Rasa puts every store into one that answers a fault with an empty memory, and writes what should have been kept into
    its own process: customers would lose an open form without a word. That is taken off here.

    Raises:
        SettingsError: it has another store. Rasa takes one in memory when it can't load the one in endpoints.yml.
    """
    store = agent.tracker_store
    if isinstance(store, FailSafeTrackerStore):
        store = store._tracker_store
    if not isinstance(store, WorkingMemory):
        raise SettingsError(f"endpoints.yml: the bot remembers in {type(store).__name__}, not in ours")
    agent.tracker_store = agent.processor.tracker_store = store
    return store


def bounded(tracker: DialogueStateTracker, slots: Sequence[Slot]) -> list[Event]:
    """The last turns, after a beginning that brings a tracker into the state in which they began.

    Args:
        slots: all that there are, with the values they begin with.
    """
    events = list(tracker.events)
    said = [place for place, event in enumerate(events) if isinstance(event, UserUttered)]
    if len(said) <= TURNS:
        return events
    cut = said[-TURNS]
    before = DialogueStateTracker.from_events(tracker.sender_id, events[:cut], slots)
    return [*_beginning(before), *events[cut:]]


def _beginning(before: DialogueStateTracker) -> list[Event]:
    at = before.events[-1].timestamp
    filled = [slot for slot in before.slots.values() if slot.value != slot.initial_value]
    form = before.active_loop_name
    return [
        SessionStarted(at),
        *(SlotSet(slot.name, slot.value, at) for slot in filled),
        *([ActiveLoop(form, at)] if form else []),
        ActionExecuted(ACTION_LISTEN_NAME, timestamp=at),
    ]


def _as_kept(event: Event) -> dict[str, Any]:
    kept: dict[str, Any] = event.as_dict()
    if parsed := kept.get("parse_data"):
        kept["parse_data"] = {name: value for name, value in parsed.items() if name not in _READ_ONCE}
    return kept


def _events(kept: str) -> list[Event]:
    return [_kind(each["event"])._from_parameters(each) for each in json.loads(kept)]


@cache
def _kind(name: str) -> Any:
    """The class of an event. Rasa looks through all of them for every event: most of what reading a memory took."""
    return Event.resolve_by_type(name)
