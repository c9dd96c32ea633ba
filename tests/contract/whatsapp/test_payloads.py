"""Every form in which Meta delivers, as its "messages webhook reference" (2026) shows it, read as what it is.

One file for each in payloads/, and every file is claimed by a test here. pywa reads the same files beside us: where it
can read them at all, it must see the same message.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from pywa import WhatsApp
from pywa.types import CallbackButton, CallbackSelection, DeletedMessage, EditedMessage, MessageStatus
from pywa.types import Message as PywaMessage
from pywa.types.base_update import RawUpdate

from dichtbij.channels.whatsapp.arrivals import as_body, from_body
from dichtbij.channels.whatsapp.cloud.incoming import arrivals, errors
from dichtbij.channels.whatsapp.model import Address, Arrival, Incoming, Kind, Media, StatusUpdate

FOLDER = Path(__file__).parent / "payloads"
OURS = "106540352242922"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc)
SHEENA = Address("US.13491208655302741918", "16505551234")
SENT = datetime(2025, 6, 8, 20, 59, 43, tzinfo=timezone.utc)
SHA = "SfInY0gGKTsJlUWbwxC1k+FAD0FZHvzwfpvO0zX0GUI="
MEDIA = "1003383421387256"

MESSAGES: Mapping[str, tuple[Kind, dict[str, Any]]] = {
    "text": (Kind.TEXT, {"text": "Does it come in another color?"}),
    "text_before_user_ids": (Kind.TEXT, {"text": "Does it come in another color?"}),
    "text_without_number": (Kind.TEXT, {"text": "Hi"}),
    "text_reply": (Kind.TEXT, {"text": "Yes, that one", "about": "wamid.OURS"}),
    "text_of_product": (Kind.TEXT, {"text": "Is this still available?", "about": "wamid.OURS"}),
    "text_forwarded": (Kind.TEXT, {"text": "Look at this"}),
    "text_referral": (
        Kind.TEXT,
        {
            "text": "Can I get more info about this?",
            "details": {
                "referral": {
                    "headline": "Chat with us",
                    "source_type": "ad",
                    "source_id": "120226305854810726",
                    "source_url": "https://fb.me/3cr4Wqqkv",
                }
            },
        },
    ),
    "image": (Kind.FILE, {"text": "The back of the meter", "media": Media(MEDIA, "image/jpeg", "", SHA)}),
    "document": (Kind.FILE, {"text": "My invoice", "media": Media(MEDIA, "application/pdf", "invoice.pdf", SHA)}),
    "audio_voice": (Kind.VOICE, {"media": Media(MEDIA, "audio/ogg; codecs=opus", "", SHA)}),
    "audio_file": (Kind.VOICE, {"media": Media(MEDIA, "audio/mpeg", "", SHA)}),
    "video": (Kind.VIDEO, {"text": "It makes this noise", "media": Media(MEDIA, "video/mp4", "", SHA)}),
    "sticker": (Kind.STICKER, {"media": Media(MEDIA, "image/webp", "", SHA)}),
    "location": (
        Kind.LOCATION,
        {
            "details": {
                "latitude": 37.48345,
                "longitude": -122.149,
                "name": "Philz Coffee",
                "address": "101 Forest Ave, Palo Alto, CA 94301",
            }
        },
    ),
    "location_without_type": (Kind.LOCATION, {"details": {"latitude": 37.48345, "longitude": -122.149}}),
    "contacts": (
        Kind.CONTACTS,
        {"details": {"cards": [{"name": "Barbara J. Johnson", "phones": ["+1 (650) 555-1234"]}]}},
    ),
    "reaction": (Kind.REACTION, {"about": "wamid.OURS", "details": {"emoji": "👍"}}),
    "reaction_removed": (Kind.REACTION, {"about": "wamid.OURS", "details": {}}),
    "button_reply": (Kind.TAP, {"text": "Ja, graag", "payload": "/bevestigen", "about": "wamid.OURS"}),
    "list_reply": (
        Kind.TAP,
        {"text": "Termijnbedrag", "payload": "/termijnbedrag_wijzigen", "about": "wamid.OURS"},
    ),
    "nfm_reply": (Kind.UNKNOWN, {"about": "wamid.OURS", "details": {"type": "interactive"}}),
    "button_of_template": (Kind.TAP, {"text": "Ja, bel mij", "payload": "Ja, bel mij", "about": "wamid.OURS"}),
    "edit": (Kind.EDIT, {"text": "Does it come in blue?", "about": "wamid.THEIRS"}),
    "edit_caption": (
        Kind.EDIT,
        {"text": "The front of the meter", "about": "wamid.THEIRS", "details": {"below": "image"}},
    ),
    "revoke": (Kind.DELETION, {"about": "wamid.THEIRS"}),
    "order": (Kind.ORDER, {"text": "Love these!"}),
    "system_new_number": (
        Kind.NEW_NUMBER,
        {
            "details": {
                "new_number": "12195555358",
                "new_user_id": "US.99",
                "previous_user_id": "US.13491208655302741918",
            }
        },
    ),
    "system_new_id": (
        Kind.NEW_NUMBER,
        {"details": {"new_user_id": "US.99", "previous_user_id": "US.13491208655302741918"}},
    ),
    "unsupported": (Kind.UNSUPPORTED, {"details": {"type": "poll_creation"}}),
    "unknown": (Kind.UNKNOWN, {"details": {"type": "hologram"}}),
    "request_welcome": (Kind.NEW_NUMBER, {}),  # opened the chat and wrote nothing: nothing to answer
    "call_connect": (Kind.CALL, {"details": {"event": "connect"}}),
    "call_terminate": (Kind.CALL, {"details": {"event": "terminate"}}),
}
STATUSES: Mapping[str, dict[str, Any]] = {
    "status_sent": {"status": "sent", "reference": "0190-parcel"},
    "status_delivered": {"status": "delivered"},
    "status_read": {"status": "read"},
    "status_failed": {
        "status": "failed",
        "reference": "0190-parcel",
        "code": 131047,
        "reason": "Re-engagement message",
    },
}
NOTHING = ("status_played", "account_errors", "call_of_ours", "group_text", "echo_of_our_app", "template_news")
OTHERS = ("batch",)


def payload(name: str) -> dict[str, Any]:
    body: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return body


def read(name: str) -> list[Arrival]:
    return arrivals(payload(name), OURS, NOW)


def test_every_payload_is_claimed() -> None:
    assert {file.stem for file in FOLDER.glob("*.json")} == {*MESSAGES, *STATUSES, *NOTHING, *OTHERS}
    assert {kind for kind, _ in MESSAGES.values()} == set(Kind)


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_is_read_as_what_it_is(name: str) -> None:
    [message] = read(name)
    kind, more = MESSAGES[name]
    assert isinstance(message, Incoming)
    assert message.kind is kind
    expected = {"text": "", "payload": "", "media": None, "about": "", "details": {}, **more}
    assert {field: getattr(message, field) for field in expected} == expected
    assert from_body(json.loads(json.dumps(as_body(message)))) == message


@pytest.mark.parametrize("name", STATUSES)
def test_a_status_is_read_as_what_it_is(name: str) -> None:
    [status] = read(name)
    assert isinstance(status, StatusUpdate)
    expected = {"id": "wamid.OURS", "reference": "", "code": 0, "reason": "", **STATUSES[name]}
    assert {field: getattr(status, field) for field in expected} == expected
    assert from_body(json.loads(json.dumps(as_body(status)))) == status


@pytest.mark.parametrize("name", NOTHING)
def test_what_is_not_for_us_is_nothing(name: str) -> None:
    assert read(name) == []


def test_trouble_of_the_account_has_its_code() -> None:
    assert errors(payload("account_errors")) == [130429]
    assert errors(payload("text")) == []


def test_who_and_when() -> None:
    [message] = read("text")
    assert isinstance(message, Incoming)
    assert (message.address, message.profile_name, message.at) == (SHEENA, "Sheena Nelson", SENT)


def test_a_payload_from_before_the_ids_has_only_the_number() -> None:
    [message] = read("text_before_user_ids")
    assert isinstance(message, Incoming)
    assert message.address == Address("", "16505551234")


def test_somebody_who_hides_the_number_has_only_the_id() -> None:
    [message] = read("text_without_number")
    assert isinstance(message, Incoming)
    assert message.address == Address("US.13491208655302741918", "")


def test_connect_and_end_of_a_call_are_one_arrival() -> None:
    assert read("call_connect")[0].id == read("call_terminate")[0].id


def test_everything_in_a_batch_is_read_and_nothing_of_another_number() -> None:
    found = read("batch")
    assert [one.id for one in found] == ["wamid.B1", "wamid.B2", "wamid.OURS", "wamid.OURS", "wamid.B3"]
    people = [one.address for one in found if isinstance(one, Incoming)]
    assert people == [SHEENA, Address("US.77", "16315551181"), Address("", "16505551234")]
    assert [one.status for one in found if isinstance(one, StatusUpdate)] == ["delivered", "read"]


def test_no_details_of_an_error_are_kept() -> None:
    """They can hold the number of who was written to."""
    body = payload("status_failed")
    body["entry"][0]["changes"][0]["value"]["statuses"][0]["errors"][0]["error_data"]["details"] = "to 16505551234"
    assert "16505551234" not in repr(arrivals(body, OURS, NOW))


# -- pywa as a second reader ------------------------------------------------------------------------------------------

_PYWA: Mapping[str, Any] = {
    **dict.fromkeys(("text", "text_reply", "text_forwarded", "text_referral", "unsupported"), PywaMessage),
    **dict.fromkeys(("image", "document", "audio_voice", "audio_file", "video", "sticker"), PywaMessage),
    **dict.fromkeys(("location", "reaction", "reaction_removed", "order"), PywaMessage),
    "button_reply": CallbackButton,
    "button_of_template": CallbackButton,
    "list_reply": CallbackSelection,
    "edit": EditedMessage,
    "edit_caption": EditedMessage,
    "revoke": DeletedMessage,
    "status_sent": MessageStatus,
}


@pytest.mark.parametrize("name", _PYWA)
def test_pywa_sees_the_same(name: str) -> None:
    raw = (FOLDER / f"{name}.json").read_bytes()
    client = WhatsApp(phone_id=OURS, token="none")
    theirs = _PYWA[name].from_update(client, RawUpdate(raw, hmac_header=None, update_hash=""))
    [ours] = read(name)
    assert (ours.id, ours.at) == (theirs.id, theirs.timestamp)
    if isinstance(ours, StatusUpdate):
        assert (ours.status, ours.reference) == (theirs.status.value, theirs.tracker)
        return
    assert (ours.address.user_id, ours.address.number) == (theirs.from_user.bsuid, theirs.from_user.wa_id)
    if isinstance(theirs, (CallbackButton, CallbackSelection)):
        assert (ours.text, ours.payload) == (theirs.title, theirs.data)
    elif isinstance(theirs, (EditedMessage, DeletedMessage)):
        assert ours.about == theirs.original_message_id
    else:
        media = theirs.media
        assert ours.text == (theirs.text or theirs.caption or (theirs.order.text if theirs.order else ""))
        assert (ours.media.id if ours.media else None) == (media.id if media else None)
