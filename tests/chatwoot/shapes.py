"""How Chatwoot shows what it has: over its API (app/views/api/v1) and in its webhooks (docs: webhook events)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any

from tests.chatwoot.rules import ACCOUNT, INBOX, TYPES

Row = dict[str, Any]


def agent(number: int, name: str) -> Row:
    """docs: list agents in inbox"""
    return {
        "id": number, "account_id": ACCOUNT, "availability_status": "online", "auto_offline": True,
        "confirmed": True, "email": f"{name.lower()}@voorbeeld.example", "available_name": name,
        "name": name, "role": "agent",
    }  # fmt: skip


def user(found: Mapping[str, Any]) -> Row:
    """Who wrote a message (app/models/user.rb: push_event_data, webhook_data)."""
    return {**{name: found[name] for name in ("id", "name", "available_name", "email")}, "type": "user"}


def contact(found: Mapping[str, Any]) -> Row:
    """docs: create contact, search contacts"""
    inboxes = [{"source_id": one, "inbox": {"id": INBOX, "name": "Website"}} for one in found["source_ids"]]
    shown = {name: found.get(name) for name in ("id", "name", "identifier", "custom_attributes", "email")}
    return {**shown, "contact_inboxes": inboxes}


def conversation(found: Mapping[str, Any], of: Mapping[str, Any]) -> Row:
    """docs: conversation details, webhook events.

    Args:
        of: the contact.
    """
    assignee = found.get("assignee")
    return {
        "additional_attributes": {},
        "can_reply": True,
        "channel": "Channel::Api",
        "contact_inbox": {
            "id": of["id"], "contact_id": of["id"], "inbox_id": INBOX, "source_id": found["source_id"],
            "hmac_verified": False,
        },
        "id": found["id"],
        "inbox_id": INBOX,
        "messages": [],
        "labels": [],
        "meta": {
            "sender": {"id": of["id"], "name": of["name"], "type": "contact"},
            "assignee": {"id": assignee["id"], "name": assignee["name"], "type": "user"} if assignee else None,
            "team": None,
        },
        "status": found["status"],
        "custom_attributes": found["custom_attributes"],
        "priority": found.get("priority"),
        "unread_count": 0,
        "timestamp": int(found["updated_at"]),
        "updated_at": found["updated_at"],
        "account_id": ACCOUNT,
    }  # fmt: skip


def message(found: Mapping[str, Any], in_conversation: int) -> Row:
    """docs: get messages, create new message (app/views/api/v1/models/_message.json.jbuilder)"""
    shown = {name: value for name, value in found.items() if name != "attachments"}
    files = {"attachments": found["attachments"]} if found["attachments"] else {}
    return {**shown, "conversation_id": in_conversation, "inbox_id": INBOX, **files}


def told_message(found: Mapping[str, Any], in_conversation: Row, zone: tzinfo | None) -> Row:
    """docs: webhook events, message_created"""
    kinds = {number: name for name, number in TYPES.items()}
    return {
        "id": found["id"],
        "content": found["content"],
        "content_type": "text",
        "content_attributes": {},
        "created_at": datetime.fromtimestamp(found["created_at"], zone).isoformat(),
        "message_type": kinds[found["message_type"]],
        "private": found["private"],
        "source_id": found["source_id"],
        "sender": found["sender"],
        "inbox": {"id": INBOX, "name": "Website"},
        "conversation": in_conversation,
        "account": {"id": ACCOUNT, "name": "Duinlicht"},
        **({"attachments": found["attachments"]} if found["attachments"] else {}),
    }
