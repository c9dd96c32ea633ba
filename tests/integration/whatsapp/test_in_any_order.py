"""Properties: the same deliveries in any order, any grouping, and more than once give the same conversation.

Meta promises none of the three. Deliveries are real webhook bodies; what is compared is all that the record shows and
all that the bot will read.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Sequence
from itertools import count, pairwise, zip_longest
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dichtbij.channels.whatsapp.cloud.incoming import arrivals
from dichtbij.channels.whatsapp.inbox import Pace
from dichtbij.channels.whatsapp.model import Address
from dichtbij.conversations.model import KIND, WITHDRAWN, Content, Message
from dichtbij.database import Database
from tests.conftest import NOW, FakeClock
from tests.integration.conftest import sqlite_url
from tests.phone import Way

OURS = "106540352242922"
PEOPLE = (("NL.1", "31612000101"), ("NL.2", "31612000102"))
Raw = dict[str, Any]
_files = count(1)

WORDS = st.text(alphabet="abc de\n", min_size=1, max_size=12).filter(lambda text: text.strip())
WHAT = st.sampled_from(["text", "text", "image", "tap", "location", "edit", "revoke"])
ACTIONS = st.lists(st.tuples(st.integers(0, 1), WHAT, WORDS), min_size=2, max_size=7)
CHANGED = st.tuples(
    st.tuples(st.just(0), st.just("text"), WORDS),
    st.lists(st.tuples(st.integers(0, 1), st.sampled_from(["text", "tap", "location"]), WORDS), max_size=4),
    st.tuples(st.just(0), st.sampled_from(["edit", "revoke"]), WORDS),
).map(lambda parts: [parts[0], *parts[1], parts[2]])
"""Somebody sends something, a few things happen, and what was sent is changed or taken back."""


def script(actions: Sequence[tuple[int, str, str]]) -> list[tuple[int, Raw]]:
    """What two people do, a second each: person and message, as Meta writes it."""
    done: list[tuple[int, Raw]] = []
    for second, (who, what, text) in enumerate(actions):
        user_id, number = PEOPLE[who]
        about = [raw["id"] for person, raw in done if person == who and raw["type"] in ("text", "image")]
        if what in ("edit", "revoke") and not about:
            what = "text"
        content: Raw = {
            "text": {"body": text},
            "image": {"id": "1", "mime_type": "image/jpeg", "sha256": "x", "caption": text},
            "interactive": {"type": "button_reply", "button_reply": {"id": "/ja", "title": text}},
            "location": {"latitude": 52.1, "longitude": 4.3},
            "edit": {"original_message_id": about[-1:], "message": {"type": "text", "text": {"body": f"{text}!"}}},
            "revoke": {"original_message_id": about[-1:]},
        }
        type_ = "interactive" if what == "tap" else what
        body = content[type_]
        if what in ("edit", "revoke"):
            body = {**body, "original_message_id": about[-1]}
        at = str(int(NOW.timestamp()) + second)
        raw = {"from": number, "from_user_id": user_id, "id": f"wamid.{second}", "timestamp": at, "type": type_}
        done.append((who, {**raw, type_: body}))
    return done


def delivery(part: Sequence[tuple[int, Raw]], *, apart: bool) -> Raw:
    """Some messages in one delivery: all in one change, or each in an entry of its own."""
    groups = [[one] for one in part] if apart else [list(part)]
    return {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [_change(g)]} for g in groups]}


def _change(group: Sequence[tuple[int, Raw]]) -> Raw:
    contacts = [{"wa_id": PEOPLE[who][1], "user_id": PEOPLE[who][0], "profile": {"name": "X"}} for who, _ in group]
    value = {"metadata": {"phone_number_id": OURS}, "contacts": contacts, "messages": [raw for _, raw in group]}
    return {"field": "messages", "value": value}


RELEASE = st.sampled_from([40, 0, None])
"""After a delivery: nothing is handled yet, or all that came is, so many seconds later: over WAIT_FOR or not."""


async def conversation(file: Path, deliveries: Sequence[Raw], pauses: Sequence[int | None] = ()) -> Record:
    """What the record holds once all was delivered and handled.

    Args:
        pauses: RELEASE after each delivery; none: all is handled at one go.
    """
    clock, database = FakeClock(), Database(sqlite_url(file))
    way = Way(database, clock, Pace(settle=0.0, most=1.0, settle_long=0.0))
    way.hold()
    for body, pause in zip_longest(deliveries, pauses):
        await way.take(*arrivals(body, OURS, NOW))
        if pause is not None:
            clock.forward(seconds=pause)
            await way.release(clock)
            way.hold()
    await way.release(clock)
    rows, turns = [], []
    for user_id, number in PEOPLE:
        address = Address(user_id, number)
        for message in await way.record(address):
            rows.append((user_id, message.channel_message_id, message.content))
        turns.append([turn.message for turn in await way.turns(address)])
    await database.close()
    return Record(rows, turns)


class Record(NamedTuple):
    """Of both people: every message in order (person, id, content), and for each of them the turns to answer."""

    rows: list[tuple[str, str | None, Content]]
    turns: list[list[Message]]

    def whole(self) -> list[Any]:
        """Everything: what is handled at one go is the same in every way."""
        shown = [
            (who, id_, one.text, one.earlier, one.payload, sorted(one.marks), one.said) for who, id_, one in self.rows
        ]
        return [*shown, *([message.channel_message_id for message in turns] for turns in self.turns)]

    def apart(self) -> list[Any]:
        """What also holds when the one was handled before the other came: each message once, with its last words, and
        those are what the bot reads. Order, turns, and whether the record still has the first words depend on when."""
        shown = [
            (who, id_, one.text, one.payload, sorted(mark for mark in one.marks if _is_own(mark)))
            for who, id_, one in self.rows
        ]
        read = [sorted("\n".join(one.content.said for one in turns).split("\n")) for turns in self.turns]
        return [*sorted(shown, key=repr), *([line for line in lines if line] for lines in read)]


def _is_own(mark: str) -> bool:
    """Whether a mark is of the message itself, and not of its turn or of the time that went by."""
    return mark.startswith(KIND) or mark == WITHDRAWN


def shuffled(played: Sequence[tuple[int, Raw]], data: st.DataObject) -> list[Raw]:
    """The same in another order and grouping, and some of it twice."""
    again = data.draw(st.lists(st.sampled_from(played), max_size=3), label="delivered again")
    order = data.draw(st.permutations([*played, *again]), label="order")
    cuts = data.draw(st.sets(st.integers(1, len(order))), label="cuts")
    bounds = sorted({0, *cuts, len(order)})
    parts = [order[a:b] for a, b in pairwise(bounds)]
    return [delivery(part, apart=data.draw(st.booleans(), label="apart")) for part in parts]


def in_order(played: Sequence[tuple[int, Raw]]) -> list[Raw]:
    return [delivery([one], apart=False) for one in played]


@pytest.fixture
def fresh(migrated_file: Path, tmp_path: Path) -> Callable[[], Path]:
    return lambda: Path(shutil.copy(migrated_file, tmp_path / f"{next(_files)}.db"))


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=ACTIONS, data=st.data())
def test_any_order_grouping_and_repetition_gives_the_same_conversation(
    fresh: Callable[[], Path], actions: list[tuple[int, str, str]], data: st.DataObject
) -> None:
    played = script(actions)
    expected = asyncio.run(conversation(fresh(), in_order(played)))
    assert asyncio.run(conversation(fresh(), shuffled(played, data))).whole() == expected.whole()
    messages = [raw for _, raw in played if raw["type"] not in ("edit", "revoke")]
    assert len(expected.rows) == len(messages), "a message was lost or doubled"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=CHANGED, data=st.data())
def test_whatever_was_handled_before_the_rest_came_no_message_is_lost_doubled_or_left_as_it_was(
    fresh: Callable[[], Path], actions: list[tuple[int, str, str]], data: st.DataObject
) -> None:
    """Deliveries come while others were handled already, also long after what they change: an edit, a deletion."""
    played = script(actions)
    expected = asyncio.run(conversation(fresh(), in_order(played)))
    again = data.draw(st.lists(st.sampled_from(played), max_size=2), label="delivered again")
    *others, change = played
    order = data.draw(st.permutations([*others, *again]), label="order")
    at = data.draw(st.sampled_from([0, len(order), len(order) // 2]), label="place of the change")
    deliveries = in_order([*order[:at], change, *order[at:]])
    pauses = data.draw(st.lists(RELEASE, min_size=len(deliveries), max_size=len(deliveries)), label="pauses")
    assert asyncio.run(conversation(fresh(), deliveries, pauses)).apart() == expected.apart()
