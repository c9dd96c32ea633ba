"""The bot's working memory: what survives, what is forgotten, that it does not grow, and that it refuses."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import chain, count
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.core.tracker_store import FailSafeTrackerStore, InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa_sdk import Tracker as ActionTracker

from actions.conversation import Turn
from dichtbij.customers.model import Identity, Method
from dichtbij.errors import DatabaseUnavailable, Overtaken, SettingsError
from dichtbij.nlu.channel import _said_before
from dichtbij.nlu.store import Kept
from dichtbij.nlu.tracker import TURNS, WorkingMemory, memory_of
from dichtbij.settings import ROOT

DOMAIN = Domain.load([str(ROOT / "domain.yml"), str(ROOT / "data" / "responses")])
WHO = "een gesprek"


class Table:
    """dichtbij.nlu.store.MemoryTable without a database."""

    def __init__(self) -> None:
        self.rows: dict[str, Kept] = {}
        self.sizes: list[int] = []
        self.is_away = False

    async def read(self, conversation_id: str) -> Kept | None:
        self._answer()
        return self.rows.get(conversation_id)

    async def write(self, conversation_id: str, kept: Kept, size: int) -> bool:
        self._answer()
        there = self.rows.get(conversation_id)
        if kept.version != (there.version if there else 0):
            return False
        assert size == len(json.loads(kept.events))
        self.rows[conversation_id] = Kept(kept.version + 1, kept.events)
        self.sizes.append(size)
        return True

    def _answer(self) -> None:
        if self.is_away:
            raise DatabaseUnavailable("gone")


@pytest.fixture
def table() -> Table:
    return Table()


@pytest.fixture
def memory(table: Table) -> WorkingMemory:
    return WorkingMemory(DOMAIN, table=table)


def said(text: str, number: int = 0, intent: str = "groet", **parsed: Any) -> UserUttered:
    known = {"text": text, "intent": {"name": intent, "confidence": 0.9}, "entities": [], **parsed}
    return UserUttered(text, known["intent"], [], known, metadata={"message_id": f"bericht-{number}"})


def turn(number: int, *events: Event, text: str = "") -> list[Event]:
    """A message of the customer, what came of it, and the bot that listens again."""
    return [
        said(text or f"vraag {number}", number),
        ActionExecuted("utter_groet"),
        BotUttered(f"antwoord {number}", metadata={"utter_action": "utter_groet"}),
        *events,
        ActionExecuted("action_listen"),
    ]


BEGINNING = [
    ActionExecuted("action_session_start"),
    SessionStarted(),
    SlotSet("organisatie", "Duinlicht Energie"),
    ActionExecuted("action_listen"),
]


async def talk(memory: WorkingMemory, *turns: Sequence[Event]) -> DialogueStateTracker:
    """Message by message, each with a tracker out of the memory, as Rasa does."""
    for events in turns:
        tracker = await memory.get_or_create_tracker(WHO, append_action_listen=False)
        for event in [*([] if tracker.events else BEGINNING), *events]:
            tracker.update(event)
        await memory.save(tracker)
    found = await memory.retrieve(WHO)
    assert found is not None
    return found


def spoken(tracker: DialogueStateTracker) -> list[str]:
    return [event.text for event in tracker.events if isinstance(event, (UserUttered, BotUttered))]


# -- what survives, and what goes -----------------------------------------------------------------------------------


async def test_the_last_turns_are_remembered_with_all_that_followed_and_older_words_are_gone(memory, table) -> None:
    tracker = await talk(memory, *(turn(number) for number in range(1, 2 * TURNS + 6)))

    first = TURNS + 6
    assert spoken(tracker) == [
        words for number in range(first, 2 * TURNS + 6) for words in (f"vraag {number}", f"antwoord {number}")
    ]
    assert f'"vraag {first - 1}"' not in table.rows[WHO].events
    assert [event.action_name for event in tracker.events if isinstance(event, ActionExecuted)].count(
        "utter_groet"
    ) == TURNS


async def test_until_then_nothing_is_touched(memory) -> None:
    tracker = await talk(memory, *(turn(number) for number in range(1, TURNS + 1)))

    kept = [event.as_dict()["event"] for event in tracker.events]
    assert kept[:2] == ["action", "session_started"]
    assert len(spoken(tracker)) == 2 * TURNS


async def test_slots_and_the_open_form_survive_long_after_the_turn_that_set_them(memory) -> None:
    opened = turn(
        1,
        ActiveLoop("verhuizing_doorgeven_form"),
        SlotSet("requested_slot", "nieuw_adres"),
        SlotSet("nieuw_adres", {"postcode": "4817 PK", "huisnummer": "22"}),
        SlotSet("laatste_vraag", "contract_info"),
        SlotSet("laatste_vraag", None),
    )

    tracker = await talk(memory, opened, *(turn(number) for number in range(2, 4 * TURNS)))

    assert tracker.active_loop_name == "verhuizing_doorgeven_form"
    assert tracker.get_slot("requested_slot") == "nieuw_adres"
    assert tracker.get_slot("nieuw_adres") == {"postcode": "4817 PK", "huisnummer": "22"}
    assert tracker.get_slot("organisatie") == "Duinlicht Energie"
    assert tracker.get_slot("laatste_vraag") is None
    assert tracker.latest_action_name == "action_listen"


async def test_the_form_that_another_breaks_into_is_still_known_to_have_been_open(memory) -> None:
    """actions.forms._opens looks for it among the events."""
    tracker = await talk(
        memory, turn(1, ActiveLoop("verhuizing_doorgeven_form")), *(turn(number) for number in range(2, 3 * TURNS))
    )

    loops = [event.name for event in tracker.events if isinstance(event, ActiveLoop)]
    assert loops == ["verhuizing_doorgeven_form"]


async def test_a_form_that_was_closed_is_not_opened_again(memory) -> None:
    done = turn(1, ActiveLoop("verhuizing_doorgeven_form"), ActiveLoop(None), SlotSet("requested_slot", None))

    tracker = await talk(memory, done, *(turn(number) for number in range(2, 3 * TURNS)))

    assert tracker.active_loop is None
    assert tracker.get_slot("requested_slot") is None


@st.composite
def courses(draw: st.DrawFn) -> list[list[Event]]:
    """Conversations that set slots, and open and close forms, in any order."""
    slots = st.builds(
        SlotSet,
        st.sampled_from(["pogingen", "aanbod", "laatste_vraag", "laatste_context", "requested_slot", "aanspreekvorm"]),
        st.sampled_from([None, "u", "termijnbedrag_wijzigen_form", 3, 0]),
    )
    forms = st.builds(ActiveLoop, st.sampled_from([None, "verhuizing_doorgeven_form", "terugbelverzoek_form"]))
    events = st.lists(st.one_of(slots, forms), max_size=4)
    numbers = count(1)
    return [turn(next(numbers), *draw(events)) for _ in range(draw(st.integers(TURNS - 1, 2 * TURNS + 3)))]


@settings(max_examples=12, deadline=None)
@given(course=courses())
async def test_whatever_happened_the_state_is_that_of_a_memory_without_a_bound(course: list[list[Event]]) -> None:
    whole = DialogueStateTracker.from_events(WHO, [*BEGINNING, *chain(*course)], DOMAIN.slots)

    tracker = await talk(WorkingMemory(DOMAIN, table=Table()), *course)

    assert tracker.current_slot_values() == whole.current_slot_values()
    assert tracker.active_loop_name == whole.active_loop_name
    assert tracker.latest_action_name == whole.latest_action_name
    assert tracker.latest_message.text == whole.latest_message.text
    assert spoken(tracker) == spoken(whole)[-2 * TURNS :]


# -- what looks back ------------------------------------------------------------------------------------------------


async def test_a_message_that_comes_again_is_found_with_its_answer(memory) -> None:
    tracker = await talk(memory, *(turn(number) for number in range(1, 3 * TURNS)))

    answers = _said_before(tracker, f"bericht-{3 * TURNS - 1}")
    assert [answer["text"] for answer in answers] == [f"antwoord {3 * TURNS - 1}"]
    assert _said_before(tracker, "bericht-1") is None


@pytest.mark.parametrize(("since", "offered"), [(0, "termijnbedrag_wijzigen_form"), (1, None), (TURNS + 3, None)])
async def test_an_offer_stands_for_one_turn_also_beyond_the_bound(memory, since: int, offered: str | None) -> None:
    tracker = await talk(
        memory,
        *(turn(number) for number in range(1, TURNS + 2)),
        turn(100, SlotSet("aanbod", "termijnbedrag_wijzigen_form")),
        *(turn(200 + number) for number in range(since)),
    )
    tracker.update(said("ja", 999, "bevestigen"))

    seen = ActionTracker(
        WHO,
        tracker.current_slot_values(),
        {},
        [event.as_dict() for event in tracker.events],
        False,
        None,
        {},
        "action_listen",
    )
    assert Turn(None, seen, {}, Identity(0, None, Method.NONE), None).offered == offered


async def test_of_what_was_understood_the_long_list_is_dropped_and_the_rest_stays(memory, table) -> None:
    heard = said(
        "wat kost het en hoe lang?",
        intent="tarieven_opvragen",
        intent_ranking=[{"name": f"intent_{number}", "confidence": 0.01} for number in range(50)],
        vragen=[{"intent": "tarieven_opvragen", "text": "wat kost het"}],
        taal="en",
    )

    tracker = await talk(memory, [heard, ActionExecuted("action_listen")])

    assert "intent_7" not in table.rows[WHO].events
    parsed = tracker.latest_message.parse_data
    assert parsed["vragen"] == [{"intent": "tarieven_opvragen", "text": "wat kost het"}]
    assert (parsed["taal"], parsed["intent"]["name"]) == ("en", "tarieven_opvragen")
    assert tracker.latest_message.metadata["message_id"] == "bericht-0"


# -- it does not grow -----------------------------------------------------------------------------------------------


async def test_four_hundred_messages_take_no_more_room_than_forty(memory, table) -> None:
    def busy(number: int) -> list[Event]:
        return turn(number, SlotSet("laatste_vraag", f"vraag {number % 7}"), SlotSet("pogingen", number % 3))

    await talk(memory, *(busy(number) for number in range(100, 140)))
    events, characters = max(table.sizes), len(table.rows[WHO].events)
    await talk(memory, *(busy(number) for number in range(140, 500)))

    assert max(table.sizes) == events
    assert len(table.rows[WHO].events) == pytest.approx(characters, rel=0.02)


# -- it refuses -----------------------------------------------------------------------------------------------------


async def test_who_comes_second_is_refused_and_changes_nothing(memory, table) -> None:
    await talk(memory, turn(1))
    first, second = await memory.retrieve(WHO), await memory.retrieve(WHO)
    for tracker, name in ((first, "eerste"), (second, "tweede")):
        for event in turn(2, text=name):
            tracker.update(event)

    await memory.save(first)
    with pytest.raises(Overtaken):
        await memory.save(second)

    assert spoken(await memory.retrieve(WHO))[-2] == "eerste"


async def test_two_that_begin_one_conversation_at_the_same_moment(memory) -> None:
    one, other = memory.init_tracker(WHO), memory.init_tracker(WHO)
    for tracker in (one, other):
        for event in turn(1):
            tracker.update(event)

    await memory.save(one)
    with pytest.raises(Overtaken):
        await memory.save(other)


async def test_what_was_erased_meanwhile_is_not_written_back(memory, table) -> None:
    tracker = await talk(memory, turn(1))
    del table.rows[WHO]
    for event in turn(2):
        tracker.update(event)

    with pytest.raises(Overtaken):
        await memory.save(tracker)

    assert table.rows == {}


async def test_a_tracker_can_be_saved_more_than_once(memory) -> None:
    tracker = await talk(memory, turn(1))
    for number in (2, 3):
        for event in turn(number):
            tracker.update(event)
        await memory.save(tracker)

    assert spoken(await memory.retrieve(WHO))[-1] == "antwoord 3"


async def test_of_a_conversation_in_which_nothing_happened_nothing_is_kept(memory, table) -> None:
    await memory.get_or_create_tracker(WHO, append_action_listen=False)

    assert table.rows == {}
    assert await memory.retrieve(WHO) is None


def agent_with(store: Any) -> SimpleNamespace:
    """A bot as Rasa makes it: whatever the store, inside one that goes on without it."""
    wrapped = FailSafeTrackerStore(store)
    return SimpleNamespace(tracker_store=wrapped, processor=SimpleNamespace(tracker_store=wrapped))


async def test_a_bot_whose_database_is_away_fails_instead_of_forgetting(memory, table) -> None:
    tracker = await talk(memory, turn(1))
    agent = agent_with(memory)
    assert memory_of(agent) is memory
    table.is_away = True

    with pytest.raises(DatabaseUnavailable):
        await agent.processor.tracker_store.get_or_create_tracker(WHO)
    with pytest.raises(DatabaseUnavailable):
        await agent.processor.tracker_store.save(tracker)

    table.is_away = False
    assert spoken(await agent.tracker_store.retrieve(WHO)) == ["vraag 1", "antwoord 1"]


def test_a_bot_with_another_memory_is_not_run() -> None:
    """What Rasa takes when it can't load the class that endpoints.yml names."""
    with pytest.raises(SettingsError, match="InMemoryTrackerStore"):
        memory_of(agent_with(InMemoryTrackerStore(DOMAIN)))
