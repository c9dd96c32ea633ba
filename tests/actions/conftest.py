"""Actions with the real services on a seeded SQLite file: tracker in; responses, slots and stored rows out.

`run` runs one action for one message. `talk` has a short conversation: it carries slots, the open form and follow-ups
from turn to turn as Rasa does, so that a form can be filled, corrected and left without a model.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher

import actions
import dichtbij.channels.whatsapp.tables
import dichtbij.conversations.store
import dichtbij.customers.store
import dichtbij.desks.tables
import dichtbij.handoff.store  # noqa: F401 - they register their tables
from actions.services import Services, build_services
from dichtbij.clock import AMSTERDAM
from dichtbij.customers.demo import seed
from dichtbij.customers.model import CustomerId, Method
from dichtbij.customers.store import identity as identity_store
from dichtbij.database import Base, Database
from dichtbij.organisation import load_organisation
from dichtbij.settings import ROOT, Settings
from dichtbij.texts import Texts

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc)
"""A Monday, 10 o'clock in Amsterdam: the desk is open."""

SECRET = "0123456789012345678901234567890123456789"
CONVERSATION = "11111111-2222-4333-8444-555555555555"


@dataclass
class MovableClock:
    """Stands still, until a test moves it."""

    moment: datetime = NOW

    def __call__(self) -> datetime:
        return self.moment

    def move(self, **by: float) -> None:
        """move(minutes=61)"""
        self.moment += timedelta(**by)


@dataclass
class Result:
    """What one or more actions answered."""

    responses: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    """(name, what filled its braces), in order; also "links" and "buttons" as the action gave them."""
    texts: list[str] = field(default_factory=list)
    """The same as the customer reads it."""
    slots: dict[str, Any] = field(default_factory=dict)
    """Slots that were set, at their last value."""
    followup: str | None = None
    """The action that has to come next."""
    closed: bool = False
    """Whether the open form was closed."""
    events: list[dict[str, Any]] = field(default_factory=list)
    """What the last action gave back."""
    messages: list[dict[str, Any]] = field(default_factory=list)
    """Everything that was dispatched: images, json messages, links."""

    @property
    def names(self) -> list[str]:
        """The names of the responses."""
        return [name for name, _ in self.responses]

    @property
    def text(self) -> str:
        """All that the customer reads."""
        return "\n".join(self.texts)

    @property
    def links(self) -> list[dict[str, str]]:
        """Every download that was offered."""
        return [link for message in self.messages for link in (message.get("custom") or {}).get("links", [])]

    def values(self, response: str) -> dict[str, Any]:
        """What filled the braces of a response."""
        found = [values for name, values in self.responses if name == response]
        assert found, f"{response} was not said, but {self.names}"
        return found[0]


@pytest.fixture(scope="session")
def clock() -> MovableClock:
    """The services' clock; every test begins at NOW."""
    return MovableClock()


@pytest.fixture(scope="session")
async def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's customers, seeded once. Never written to: tests get a copy."""
    path = tmp_path_factory.mktemp("actions") / "seeded.db"
    database = Database(f"sqlite+aiosqlite:///{path}")
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    await seed(database, NOW.astimezone(AMSTERDAM).date(), lambda line: None)
    async with database.engine.connect() as connection:
        await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    await database.close()
    return path


@pytest.fixture
async def database(seeded: Path, tmp_path: Path) -> AsyncIterator[Database]:
    """This test's own copy."""
    path = tmp_path / "own.db"
    shutil.copyfile(seeded, path)
    database = Database(f"sqlite+aiosqlite:///{path}")
    yield database
    await database.close()


@pytest.fixture(scope="session")
def texts() -> Texts:
    """The sentences, read once."""
    return Texts(load_organisation("organisatie.yml").facts())


@pytest.fixture
async def services(
    database: Database, clock: MovableClock, texts: Texts, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Services]:
    """The services that the actions use, on this test's database."""
    clock.moment = NOW
    monkeypatch.setattr("actions.services.Texts", lambda facts: texts)
    settings = Settings(
        session_secret=SECRET, login_token_secret=SECRET, bot_secret=SECRET, smtp_url="", opening_hours="organisation"
    )
    built = build_services(settings, database, clock)
    for module in ("actions.conversation", "actions.session"):
        monkeypatch.setattr(f"{module}.services", lambda: built)
    yield built
    await built.identification.settled()


@pytest.fixture(scope="session")
def domain() -> dict[str, Any]:
    """domain.yml with the responses, as Rasa sends it along."""
    domain: dict[str, Any] = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    domain["responses"] = {}
    for file in sorted((ROOT / "data" / "responses").rglob("*.yml")):
        domain["responses"].update(yaml.safe_load(file.read_text(encoding="utf-8"))["responses"])
    return domain


@pytest.fixture(scope="session")
def registered() -> dict[str, Action]:
    """Every action by name, found as the action server finds them."""
    executor = ActionExecutor()
    executor.register_package(actions)
    return {name: method.__self__ for name, method in executor.actions.items()}


@pytest.fixture
def customer_id(services: Services) -> Callable[[str], Any]:
    """`await customer_id("10482913")`."""

    async def find(number: str) -> CustomerId:
        found = await services.profiles.by_number(number)
        assert found is not None, f"no demo customer {number}"
        return found

    return find


async def prove(services: Services, database: Database, conversation: str, number: str, level: int) -> None:
    """Give a conversation its identity: 0 nobody, 1 recognised, 2 verified."""
    if level == 0:
        await services.identification.forget(conversation)
        return
    found = await services.profiles.by_number(number)
    assert found is not None, f"no demo customer {number}"
    method = Method.LOGIN_TOKEN if level == 2 else Method.SITE_SESSION
    async with database.writing() as session:
        await identity_store.set_identity(session, conversation, found, method.value, services.clock())


def tracker_of(
    text: str, intent: str, slots: dict[str, Any], form: str | None, history: list[dict[str, Any]] | None = None
) -> Tracker:
    """A tracker as Rasa posts it; a text that begins with / is a tapped button."""
    if text.startswith("/"):
        intent = text[1:].split("{")[0]
    message = {
        "text": text,
        "intent": {"name": intent, "confidence": 0.95},
        "intent_ranking": [{"name": intent, "confidence": 0.95}],
        "entities": [],
        "metadata": {"reading": {}},
    }
    user = {"event": "user", "text": text, "parse_data": message, "timestamp": 0.0, "metadata": {}}
    return Tracker(
        sender_id=CONVERSATION,
        slots=dict(slots),
        latest_message=message,
        events=[*(history or []), user],
        paused=False,
        followup_action=None,
        active_loop={"name": form} if form else {},
        latest_action_name="action_listen",
    )


class _Stage:
    """Runs actions and keeps what they leave behind."""

    def __init__(self, services: Services, domain: dict[str, Any], registered: dict[str, Action]) -> None:
        self.services = services
        self.domain = domain
        self.registered = registered

    async def perform(self, name: str, tracker: Tracker, result: Result, *, form_of_address: str) -> None:
        """Run one action (or say one response) and add what came of it."""
        dispatcher = CollectingDispatcher()
        if name.startswith("utter_"):
            dispatcher.utter_message(response=name)
            events: list[dict[str, Any]] = []
        else:
            form = f"validate_{name.removeprefix('validate_')}" if name.endswith("_form") else name
            events = await self.registered[form].run(dispatcher, tracker, self.domain) or []
        for message in dispatcher.messages:
            self._render(message, result, form_of_address)
        result.followup, result.closed, result.events = None, False, events
        for event in events:
            if event["event"] == "slot":
                result.slots[event["name"]] = event["value"]
                tracker.slots[event["name"]] = event["value"]
            elif event["event"] == "followup":
                result.followup = event["name"]
            elif event["event"] == "active_loop":
                result.closed = event["name"] is None
                tracker.active_loop = {"name": event["name"]} if event["name"] else {}

    def _render(self, message: dict[str, Any], result: Result, form_of_address: str) -> None:
        result.messages.append(message)
        name = message.get("response")
        if not name:
            return
        plumbing = ("text", "buttons", "elements", "custom", "template", "response", "image", "attachment")
        values = {key: value for key, value in message.items() if key not in plumbing}
        rendered = self.services.texts.render(name, form_of_address, **values)
        text = rendered.text
        assert "{" not in text, f"{name}: nothing filled a brace in '{text}'"
        result.responses.append((name, {**values, "buttons": message.get("buttons")}))
        result.texts.append(text)


def open_as_rasa_does(tracker: Tracker, action: str) -> int:
    """What Rasa adds to the tracker before it asks a form's validation: the form as open, and as just executed.

    Returns:
        How many events there were before.
    """
    before = len(tracker.events)
    if action.endswith("_form"):
        form = action.removeprefix("validate_")
        if tracker.active_loop.get("name") != form:
            tracker.active_loop = {"name": form}
            tracker.events.append({"event": "active_loop", "name": form})
        tracker.events.append({"event": "slot", "name": "requested_slot", "value": tracker.slots.get("requested_slot")})
        tracker.events.append({"event": "action", "name": form})
    return before


def note_as_rasa_does(tracker: Tracker, action: str, before: int, said_before: int, result: Result) -> None:
    """The record of an action: itself, the form it opened, what it said, the form it closed."""
    opened = [event for event in tracker.events[before:] if event["event"] == "active_loop"]
    tracker.events[before:] = [{"event": "action", "name": action}, *opened]
    for message in result.messages[said_before:]:
        tracker.events.append({"event": "bot", "text": "", "metadata": {"utter_action": message.get("response")}})
    tracker.events += [event for event in result.events if event["event"] == "slot"]
    if result.closed:
        tracker.events.append({"event": "active_loop", "name": None})


@pytest.fixture
def run(services: Services, database: Database, domain: dict[str, Any], registered: dict[str, Action]) -> Any:
    """`await run("action_betaalstatus", text="...")` runs one action and returns a Result."""
    stage = _Stage(services, domain, registered)

    async def run(
        action: str,
        *,
        text: str = "",
        slots: dict[str, Any] | None = None,
        intent: str = "",
        customer: str = "10482913",
        level: int = 2,
        form: str | None = None,
        history: list[dict[str, Any]] | None = None,
    ) -> Result:
        await prove(services, database, CONVERSATION, customer, level)
        known = dict.fromkeys(domain["slots"])
        address = await form_of_address(services, customer, level)
        intent = intent or action.removeprefix("action_").removeprefix("validate_").removesuffix("_form")
        tracker = tracker_of(text, intent, {**known, "aanspreekvorm": address, **(slots or {})}, form, history)
        result = Result()
        open_as_rasa_does(tracker, action)
        await stage.perform(action, tracker, result, form_of_address=address or "je")
        return result

    return run


async def form_of_address(services: Services, customer: str, level: int) -> str | None:
    """As session start set it for a customer who was known already."""
    if level == 0:
        return None
    found = await services.profiles.by_number(customer)
    short = await services.profiles.short(found) if found else None
    return short.form_of_address if short else None


class Talk:
    """A conversation about a form, turn by turn."""

    def __init__(self, stage: _Stage, slots: dict[str, Any], form: str | None) -> None:
        self._stage = stage
        self._form = form
        self.slots = slots
        self.open_form: str | None = None
        self.history: list[dict[str, Any]] = []
        self.last = Result()

    async def say(
        self,
        text: str,
        *,
        intent: str = "informeren",
        action: str | None = None,
        metadata: dict[str, Any] | None = None,
    ) -> Result:
        """One message. While a form is open it goes to the form, or to `action`: a question in between."""
        tracker = tracker_of(text, intent, self.slots, self.open_form, self.history)
        if metadata:
            tracker.latest_message["metadata"] = metadata
        result = Result()
        todo = action or self.open_form or self._form
        assert todo, "no form is open, and no action was named"
        rounds = 0
        while todo:
            rounds += 1
            assert rounds < 12, f"the actions go round: {todo}"
            address = tracker.slots.get("aanspreekvorm") or "je"
            asked_before = len(result.messages)
            opened = open_as_rasa_does(tracker, todo)
            await self._stage.perform(todo, tracker, result, form_of_address=address)
            note_as_rasa_does(tracker, todo, opened, asked_before, result)
            back = tracker.active_loop.get("name")
            todo = result.followup or (back if back and not todo.endswith("_form") else None)
        self.slots = dict(tracker.slots)
        self.open_form = tracker.active_loop.get("name")
        self.history = tracker.events
        self.last = result
        return result


@pytest.fixture
def talk(services: Services, database: Database, domain: dict[str, Any], registered: dict[str, Action]) -> Any:
    """`bot = await talk("termijnbedrag_wijzigen")`, then `await bot.say("naar 120")`, `await bot.say("ja")`."""
    stage = _Stage(services, domain, registered)

    async def begin(intent: str, *, customer: str = "10482913", level: int = 2) -> Talk:
        await prove(services, database, CONVERSATION, customer, level)
        slots: dict[str, Any] = dict.fromkeys(domain["slots"])
        slots["aanspreekvorm"] = await form_of_address(services, customer, level)
        slots["requested_slot"] = None
        form = f"{intent}_form"
        return Talk(stage, slots, form if form in domain["forms"] else f"action_{intent}")

    return begin
