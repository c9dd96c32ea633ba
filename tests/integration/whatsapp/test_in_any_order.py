"""A property: the same deliveries in any order, any grouping, and more than once give the same conversation.

Meta promises none of the three. Deliveries are real webhook bodies; what is compared is all that the record shows and
all that the bot will read.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Sequence
from itertools import count, pairwise
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dichtbij.channels.whatsapp.cloud.incoming import arrivals
from dichtbij.channels.whatsapp.inbox import Pace
from dichtbij.channels.whatsapp.model import Address
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


async def conversation(file: Path, deliveries: Sequence[Raw]) -> list[Any]:
    """What the record holds once all was delivered and handled."""
    clock, database = FakeClock(), Database(sqlite_url(file))
    way = Way(database, clock, Pace(settle=0.0, most=1.0))
    way.hold()
    for body in deliveries:
        await way.take(*arrivals(body, OURS, NOW))
    await way.release(clock)
    found: list[Any] = []
    for user_id, number in PEOPLE:
        address = Address(user_id, number)
        for message in await way.record(address):
            content = message.content
            shown = (content.text, content.earlier, content.payload, sorted(content.marks), content.said)
            found.append((user_id, message.seq, message.channel_message_id, shown))
        found.append([turn.message.channel_message_id for turn in await way.turns(address)])
    await database.close()
    return found


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=ACTIONS, data=st.data())
def test_any_order_grouping_and_repetition_gives_the_same_conversation(
    migrated_file: Path, tmp_path: Path, actions: list[tuple[int, str, str]], data: st.DataObject
) -> None:
    played = script(actions)
    in_order = [delivery([one], apart=False) for one in played]
    again = data.draw(st.lists(st.sampled_from(played), max_size=3), label="delivered again")
    shuffled = data.draw(st.permutations([*played, *again]), label="order")
    cuts = data.draw(st.sets(st.integers(1, len(shuffled))), label="cuts")
    bounds = sorted({0, *cuts, len(shuffled)})
    parts = [shuffled[a:b] for a, b in pairwise(bounds)]
    other = [delivery(part, apart=data.draw(st.booleans(), label="apart")) for part in parts]

    def fresh() -> Path:
        return Path(shutil.copy(migrated_file, tmp_path / f"{next(_files)}.db"))

    expected = asyncio.run(conversation(fresh(), in_order))
    assert asyncio.run(conversation(fresh(), other)) == expected
    kept = [row for row in expected if isinstance(row, tuple)]
    messages = [raw for _, raw in played if raw["type"] not in ("edit", "revoke")]
    assert len(kept) == len(messages), "a message was lost or doubled"
