"""The address that Chatwoot calls: who may, and what it makes of all that comes in (recorded: payloads/)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from dichtbij.desks.chatwoot.webhook import signed
from tests.chatwoot import BOT_SECRET, SECRET, Chatwoot
from tests.integration.desks.conftest import Side

PAYLOADS = Path(__file__).parent / "payloads"


def recorded(name: str, conversation: int) -> dict[str, Any]:
    """A recorded payload about a conversation."""
    payload: dict[str, Any] = json.loads((PAYLOADS / f"{name}.json").read_text(encoding="utf-8"))
    payload.pop("about")
    payload.get("conversation", payload)["id"] = conversation
    return payload


async def post(chatwoot: Chatwoot, payload: object, *, secret: str = SECRET, **headers: str) -> tuple[int, Any]:
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    async with aiohttp.ClientSession() as client:
        url, made = chatwoot.webhooks.url, {**chatwoot.webhooks.sign(body, secret), **headers}
        async with client.post(url, data=body, headers=made) as response:
            return response.status, await response.json()


@pytest.fixture
async def case(side: Side) -> Any:
    case = await side.hands_over()
    await side.settled()
    return case


async def test_every_recorded_payload_is_claimed_by_a_test() -> None:
    names = {file.stem for file in PAYLOADS.glob("*.json")}
    assert names == {
        "message_created_outgoing", "conversation_status_changed", "agent_bot_conversation_resolved",
        "api_channel_incoming",
    }  # fmt: skip


async def test_an_agents_message_as_recorded(side: Side, chatwoot: Chatwoot, case: Any) -> None:
    payload = recorded("message_created_outgoing", side.there(case))
    assert await post(chatwoot, payload) == (200, {"ok": True})
    assert await post(chatwoot, payload, secret=BOT_SECRET) == (200, {"ok": True})
    said = await side.read(case)
    assert said[-1] == ("Fatima", "Goedemiddag, waarmee kan ik helpen?")
    assert (await side.conversation(case)).owner == "agent"


async def test_a_second_coming_after_the_end_is_no_refusal(side: Side, chatwoot: Chatwoot, case: Any) -> None:
    payload = recorded("message_created_outgoing", side.there(case))
    await post(chatwoot, payload)
    await post(chatwoot, recorded("conversation_status_changed", side.there(case)))
    assert (await side.conversation(case)).owner == "bot"
    assert (await post(chatwoot, payload))[0] == 200
    assert (await post(chatwoot, {**payload, "id": 9999}))[0] == 409


@pytest.mark.parametrize("name", ["conversation_status_changed", "agent_bot_conversation_resolved"])
async def test_the_end_as_recorded(side: Side, chatwoot: Chatwoot, case: Any, name: str) -> None:
    assert (await post(chatwoot, recorded(name, side.there(case))))[0] == 200
    assert (await side.conversation(case)).owner == "bot"


async def test_the_customers_own_words_as_recorded_are_not_said_again(
    side: Side, chatwoot: Chatwoot, case: Any
) -> None:
    before = await side.read(case)
    assert (await post(chatwoot, recorded("api_channel_incoming", side.there(case))))[0] == 200
    assert await side.read(case) == before


@pytest.mark.parametrize(
    "change",
    [
        {"sender": {"id": 5, "name": "Captain", "type": "agent_bot"}},
        {"sender": None},
        {"message_type": "template"},
        {"message_type": "activity"},
        {"private": True},
        {"inbox": {"id": 8}, "conversation": {"id": 1, "inbox_id": 8}},
        {"account": {"id": 4}},
        {"event": "message_updated"},
        {"event": None},
        {"conversation": {"id": "1 or 1=1"}},
        {"conversation": {"id": True}},
        {"conversation": {"id": 2**80}},
        {"conversation": [1]},
    ],
)
async def test_what_is_no_agents_word_to_the_customer_is_not_brought(
    side: Side, chatwoot: Chatwoot, case: Any, change: dict[str, Any]
) -> None:
    before = await side.read(case)
    payload = {**recorded("message_created_outgoing", side.there(case)), **change}
    assert (await post(chatwoot, payload))[0] == 200
    assert await side.read(case) == before
    assert (await side.conversation(case)).owner == "queue"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"content": ""}, 422),
        ({"content": None}, 422),
        ({"content": "\u202e\u200b"}, 422),
        ({"content": "x" * 4001}, 422),
        ({"id": "4711"}, 400),
        ({"sender": {"id": "x", "name": "Fatima", "type": "user"}}, 400),
    ],
)
async def test_what_cannot_be_brought_is_refused_so_that_the_agent_sees_it(
    side: Side, chatwoot: Chatwoot, case: Any, change: dict[str, Any], status: int
) -> None:
    before = await side.read(case)
    payload = {**recorded("message_created_outgoing", side.there(case)), **change}
    answer = await post(chatwoot, payload)
    assert answer[0] == status
    assert set(answer[1]["error"]) == {"code", "message"}
    assert await side.read(case) == before


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Chatwoot-Signature": ""},
        {"X-Chatwoot-Signature": "sha256=" + "0" * 64},
        {"X-Chatwoot-Signature": "é"},
        {"X-Chatwoot-Timestamp": ""},
        {"X-Chatwoot-Timestamp": "nu"},
        {"X-Chatwoot-Timestamp": "1"},
        {"X-Chatwoot-Timestamp": "99999999999999999999999999"},
    ],
)
async def test_what_is_not_signed_changes_nothing(
    side: Side, chatwoot: Chatwoot, case: Any, headers: dict[str, str]
) -> None:
    before = await side.read(case)
    payload = recorded("message_created_outgoing", side.there(case))
    status, body = await post(chatwoot, payload, **headers)
    assert (status, body["error"]["code"]) == (401, "signature")
    assert (await post(chatwoot, payload, secret="another"))[0] == 401
    assert await side.read(case) == before


@pytest.mark.parametrize("body", [b"", b"[]", b"no json", b"\xff", b"[" * 5000, b'"text"'])
async def test_what_is_no_event_is_refused(side: Side, chatwoot: Chatwoot, body: bytes) -> None:
    status, answer = await post(chatwoot, body)
    assert (status, answer["error"]["code"]) == (400, "bad_request")


def test_a_signature_counts_five_minutes_and_only_with_a_secret() -> None:
    def made(secret: str, stamp: str) -> str:
        import hashlib
        import hmac

        return "sha256=" + hmac.new(secret.encode(), f"{stamp}.x".encode(), hashlib.sha256).hexdigest()

    assert signed(["a", "b"], "1000", b"x", made("b", "1000"), 1299.0)
    assert not signed(["a", "b"], "1000", b"x", made("b", "1000"), 1301.0)
    assert not signed(["a", "b"], "1000", b"x", made("b", "1000"), 699.0)
    assert not signed(["a", "b"], "1000", b"y", made("b", "1000"), 1000.0)
    assert not signed([], "1000", b"x", made("", "1000"), 1000.0)
