"""The five things that make a desk (dichtbij/desks/port.py), played against every desk, in a counter that runs.

A third desk gets a class like the two here, and a name in DESKS.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any, Protocol

import pytest
from sqlalchemy import select

from dichtbij.handoff.tables import CaseRow
from tests import chatwoot as stand_in
from tests.chatwoot import Chatwoot
from tests.integration.desks.conftest import until
from tests.running_counter import Agent, Running, Time, Widget, file, handover, running, template

__all__ = ["file", "template"]


class Seat(Protocol):
    """Where an agent sits."""

    async def sit_down(self) -> None: ...
    async def sees(self, conversation_id: str, words: str) -> None: ...
    async def says(self, conversation_id: str, words: str) -> None: ...
    async def hands_back(self, conversation_id: str, note: str) -> None: ...
    async def sees_the_end(self, conversation_id: str) -> None: ...


class OwnSeat:
    """A page of our own desk."""

    def __init__(self, counter: Running) -> None:
        self.counter = counter
        self.agent: Agent

    async def sit_down(self) -> None:
        self.agent = await (await self.counter.agent()).be_present()

    async def _case(self, conversation_id: str) -> dict[str, Any]:
        """The open case of the conversation."""

        async def look() -> dict[str, Any] | None:
            for state in ("mine", "waiting"):
                _, body = await self.agent.get(f"/desk/api/cases?state={state}")
                for case in body["cases"]:
                    if case["conversation_id"] == conversation_id:
                        return dict(case)
            return None

        found: dict[str, Any] = await until(look)
        return found

    async def sees(self, conversation_id: str, words: str) -> None:
        case = await self._case(conversation_id)

        async def look() -> bool:
            _, body = await self.agent.get(f"/desk/api/cases/{case['id']}")
            return words in [message.get("text") for message in body["messages"]]

        await until(look)

    async def says(self, conversation_id: str, words: str) -> None:
        case = await self._case(conversation_id)
        await self.agent.post(f"/desk/api/cases/{case['id']}/take")
        body = {"text": words, "message_id": f"m-{len(self.agent.heard)}"}
        status, answer = await self.agent.post(f"/desk/api/cases/{case['id']}/messages", body)
        assert status == 201, answer

    async def hands_back(self, conversation_id: str, note: str) -> None:
        case = await self._case(conversation_id)
        status, answer = await self.agent.post(f"/desk/api/cases/{case['id']}/hand-back", {"note": note})
        assert status == 200, answer

    async def sees_the_end(self, conversation_id: str) -> None:
        def gone() -> bool:
            heard = self.agent.all("queue")
            order = [news["order"] for news in heard if "order" in news][-1]
            ids = {case["id"] for news in heard for case in news["cases"] if case["conversation_id"] == conversation_id}
            return not ids & set(order)

        await until(gone)


class ChatwootSeat:
    """An agent at Chatwoot."""

    def __init__(self, chatwoot: Chatwoot) -> None:
        self.chatwoot = chatwoot

    async def sit_down(self) -> None:
        await until(
            lambda: f"GET /api/v1/accounts/{stand_in.ACCOUNT}/inbox_members/{stand_in.INBOX}" in self.chatwoot.asked
        )

    def _there(self, conversation_id: str) -> int:
        found = [
            one["id"] for one in self.chatwoot.conversations.values()
            if one["custom_attributes"].get("dichtbij_gesprek") == conversation_id
        ]  # fmt: skip
        return found[0] if found else 0

    async def sees(self, conversation_id: str, words: str) -> None:
        await until(
            lambda: (
                self._there(conversation_id)
                and words in self.chatwoot.texts(self._there(conversation_id), kind="incoming")
            )
        )

    async def says(self, conversation_id: str, words: str) -> None:
        self.chatwoot.say(self._there(conversation_id), 21, words)

    async def hands_back(self, conversation_id: str, note: str) -> None:
        self.chatwoot.say(self._there(conversation_id), 21, note, private=True)
        self.chatwoot.set_status(self._there(conversation_id), "resolved", 21)

    async def sees_the_end(self, conversation_id: str) -> None:
        await until(lambda: self.chatwoot.conversations[self._there(conversation_id)]["status"] == "resolved")


DESKS = ("own", "chatwoot")


class RunningTime(Time):
    """Goes on: what has to be tried again after a while is."""

    def __init__(self) -> None:
        super().__init__()
        self._since = monotonic()

    def __call__(self) -> datetime:
        return self.now + timedelta(seconds=monotonic() - self._since)


@pytest.fixture
def clock() -> Time:
    return RunningTime()


@pytest.fixture(params=DESKS)
async def counter_and_seat(
    request: pytest.FixtureRequest, file: Path, clock: Time
) -> AsyncIterator[tuple[Running, Seat]]:
    if request.param == "own":
        async with running(file, clock=clock) as counter:
            yield counter, OwnSeat(counter)
        return
    chatwoot = await Chatwoot(clock).start()
    settings = {
        "desk": "chatwoot",
        "chatwoot_url": chatwoot.url,
        "chatwoot_token": stand_in.TOKEN,
        "chatwoot_account_id": stand_in.ACCOUNT,
        "chatwoot_inbox_id": stand_in.INBOX,
        "chatwoot_webhook_secret": stand_in.SECRET,
    }
    async with running(file, clock=clock, **settings) as counter:
        chatwoot.webhooks.url = f"{counter.url}/balies/chatwoot"
        yield counter, ChatwootSeat(chatwoot)
    await chatwoot.stop()
    assert chatwoot.undocumented == []


async def _waits(counter: Running) -> Widget:
    counter.bot.says["mens"] = handover(text="Ik begrijp het.")
    widget = await counter.widget()
    await widget.say("mens")
    await widget.until("owner", lambda owner: owner["owner"] == "queue")
    return widget


async def test_the_five_things_that_make_a_desk(counter_and_seat: tuple[Running, Seat]) -> None:
    counter, seat = counter_and_seat
    assert not (await counter.parts.availability.now()).available
    await seat.sit_down()

    async def available() -> bool:
        return (await counter.parts.availability.now()).available

    await until(available)
    widget = await _waits(counter)
    id_ = widget.conversation_id
    await seat.sees(id_, "mens")
    await seat.says(id_, "Goedemiddag, met Fatima.")
    heard = await widget.hears("Goedemiddag, met Fatima.")
    assert heard["sender_name"] == "Fatima"
    assert (await widget.until("owner", lambda owner: owner["owner"] == "agent"))["agent_name"] == "Fatima"
    await widget.say("Mijn rekening klopt niet")
    await seat.sees(id_, "Mijn rekening klopt niet")
    await seat.hands_back(id_, "Rekening nagekeken")
    await widget.hears("Je praat weer met de digitale assistent")
    await widget.until("owner", lambda owner: owner["owner"] == "bot" and owner["conversation_id"] == id_)
    await widget.say("Dank je")
    await widget.hears("Je zei: Dank je")
    async with counter.parts.database.reading() as session:
        assert list(await session.scalars(select(CaseRow.note))) == ["Rekening nagekeken"]


async def test_a_customer_who_stops_waiting_is_gone_from_the_desk(counter_and_seat: tuple[Running, Seat]) -> None:
    counter, seat = counter_and_seat
    await seat.sit_down()
    widget = await _waits(counter)
    await seat.sees(widget.conversation_id, "mens")
    await widget.say("/terug_naar_assistent", title="Verder met de bot")
    await widget.until("owner", lambda owner: owner["owner"] == "bot")
    await seat.sees_the_end(widget.conversation_id)


async def test_five_handovers_in_a_row(counter_and_seat: tuple[Running, Seat]) -> None:
    counter, seat = counter_and_seat
    await seat.sit_down()
    widget = await counter.widget()
    id_ = widget.conversation_id

    async def owned(by: str, times: int) -> None:
        await until(lambda: sum(owner["owner"] == by for owner in widget.all("owner")) >= times)

    for number in range(5):
        counter.bot.says[f"mens {number}"] = handover(text="Ik begrijp het.")
        await widget.say(f"mens {number}")
        await owned("queue", number + 1)
        await seat.sees(id_, f"mens {number}")
        await seat.says(id_, f"antwoord {number}")
        await widget.hears(f"antwoord {number}")
        await seat.hands_back(id_, f"afspraak {number}")
        await owned("bot", number + 1)


async def test_with_another_desk_ours_is_closed(file: Path, clock: Time) -> None:
    settings = {
        "desk": "chatwoot",
        "chatwoot_url": "http://127.0.0.1:9",
        "chatwoot_token": "t",
        "chatwoot_account_id": 1,
        "chatwoot_inbox_id": 1,
        "chatwoot_webhook_secret": "s",
    }
    async with running(file, clock=clock, **settings) as counter:
        assert not hasattr(counter.parts, "router")  # nothing is offered to our own agents
        for path in ("/desk", "/desk/api/me"):
            async with counter.http.get(path) as response:
                assert response.status == 404
        async with counter.http.post("/balies/chatwoot", json={}) as response:
            assert response.status == 401
        widget = await counter.widget()
        await widget.say("hoi")
        await widget.hears("Je zei: hoi")
