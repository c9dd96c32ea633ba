"""What Chatwoot takes. Sources: developers.chatwoot.com/api-reference ("docs"), and files of chatwoot/chatwoot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiohttp import web

TOKEN, SECRET, BOT_SECRET = "token-of-the-administrator", "secret-of-the-inbox", "secret-of-the-agent-bot"
ACCOUNT, INBOX = 3, 7

TYPES = {"incoming": 0, "outgoing": 1, "activity": 2, "template": 3}  # app/models/message.rb: enum message_type
STATUSES = ("open", "resolved", "pending", "snoozed")  # docs: toggle status
PRIORITIES = ("urgent", "high", "medium", "low", None)  # docs: toggle priority

FIELDS = {
    # docs: create contact, update contact
    "contact": {
        "inbox_id", "identifier", "name", "custom_attributes", "additional_attributes", "email", "phone_number",
    },
    "contact_inbox": {"inbox_id", "source_id"},  # docs: create contact inbox
    # docs: create new conversation
    "conversation": {"source_id", "inbox_id", "contact_id", "status", "custom_attributes", "additional_attributes"},
    "attributes": {"custom_attributes", "merge"},  # docs: update custom attributes
    "status": {"status", "snoozed_until"},  # docs: toggle status
    "priority": {"priority"},  # docs: toggle priority
    # docs: create new message; source_id stands in its answer, and the server keeps what it is given
    # (app/builders/messages/message_builder.rb); attachments[] by multipart
    "message": {
        "content", "message_type", "private", "content_type", "content_attributes", "source_id", "attachments[]",
    },
}  # fmt: skip
REQUIRED = {
    "contact": ("inbox_id",),  # docs: create contact
    "contact_inbox": ("inbox_id",),  # docs: create contact inbox
    "conversation": ("source_id", "inbox_id"),  # docs: create new conversation
    "attributes": ("custom_attributes",),  # docs: update custom attributes
    "status": ("status",),  # docs: toggle status
    "priority": ("priority",),  # docs: toggle priority
    "message": ("content",),  # docs: create new message
}
WORDS = {
    ("conversation", "status"): STATUSES,
    ("status", "status"): STATUSES,
    ("priority", "priority"): PRIORITIES,
    ("message", "message_type"): ("incoming", "outgoing"),  # docs: create new message
}
CONTENT_TYPES = ("application/json", "multipart/form-data")  # docs: every call JSON; a file in a form
QUERIES = {"search": {"q", "sort", "page"}, "messages": {"after", "before"}}  # docs: search contacts, get messages

LONGEST_MESSAGE = 150_000  # app/models/message.rb: validates :content, length
LONGEST_STRING = 255  # app/models/application_record.rb: validates_column_content_length
LONGEST_ATTRIBUTE = 1_500  # app/models/jsonb_attributes_length_validator.rb
LARGEST_FILE = 40 * 1024 * 1024  # app/models/attachment.rb: validate_file_size
MOST_FILES = 15  # app/models/message.rb: NUMBER_OF_PERMITTED_ATTACHMENTS
LATEST_MESSAGES, MESSAGES_AFTER = 20, 100  # docs: get messages; app/finders/message_finder.rb
OLDEST_SIGNATURE = 300  # seconds; docs: webhooks, verifying the signature


def refuse(status: int, words: str, *attributes: str) -> web.Response:
    """A refusal as Chatwoot words it (app/controllers/concerns/request_exception_handler.rb)."""
    if attributes:  # render_record_invalid
        return web.json_response({"message": words, "attributes": list(attributes)}, status=status)
    return web.json_response({"error": words}, status=status)


def unknown() -> web.Response:
    """render_not_found_error"""
    return refuse(404, "Resource could not be found")


def refused(kind: str, body: Mapping[str, Any], *, whole: bool = True) -> web.Response | None:
    """Why Chatwoot does not take this body; None when it does.

    Args:
        whole: a new thing; an update may leave fields out.
    """
    missing = [name for name in REQUIRED[kind] if whole and name not in body]
    if missing:  # render_could_not_create_error: ActionController::ParameterMissing
        return refuse(422, f"param is missing or the value is empty: {missing[0]}")
    for (of, name), words in WORDS.items():
        if of == kind and name in body and body[name] not in words:
            return refuse(422, f"'{body[name]}' is not a valid {name}")
    for name, value in body.items():
        longest = LONGEST_MESSAGE if name == "content" else LONGEST_STRING
        if isinstance(value, str) and len(value) > longest:
            return refuse(422, f"{name} is too long (maximum is {longest} characters)", name)
        if name.endswith("_attributes") and not isinstance(value, Mapping):
            return refuse(422, f"{name} must be an object", name)
    for name, value in (body.get("custom_attributes") or {}).items():
        if not isinstance(value, (str, int, float, bool, type(None))):  # docs: custom attributes: text, number, …
            return refuse(422, f"{name} is not a value", "custom_attributes")
        if isinstance(value, str) and len(value) > LONGEST_ATTRIBUTE:
            return refuse(422, f"{name} length should be < {LONGEST_ATTRIBUTE}", "custom_attributes")
    return None
