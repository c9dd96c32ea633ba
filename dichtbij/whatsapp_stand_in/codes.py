"""Meta's errors, as its page "Error codes" gives them, and the two forms they come in: an answer, and a status."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

DOCUMENTATION = "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/"
NO_SUCH_OBJECT = 33
"""Subcode of 100: what the address names does not exist, or this token may not see it."""


@dataclass(frozen=True)
class Code:
    """One error."""

    http: int
    title: str
    details: str
    later: bool = False
    """Meta takes the message first and tells it afterwards, as status "failed"."""


CODES: dict[int, Code] = {
    1: Code(400, "API Unknown", "Possibly a temporary issue due to downtime."),
    2: Code(503, "API Service", "Temporary issue due to downtime or due to being overloaded."),
    4: Code(400, "API Too Many Calls", "The app has reached its API call rate limit."),
    10: Code(403, "Permission Denied", "Permission is either not granted or has been removed."),
    33: Code(400, "Parameter value is not valid", "The business phone number has been deleted."),
    100: Code(400, "Invalid parameter", "The request included one or more unsupported or misspelled parameters."),
    190: Code(401, "Error validating access token", "The session has been invalidated."),
    368: Code(403, "Temporarily blocked for policies violations", "The account has been restricted."),
    80007: Code(400, "Rate limit issues", "The WhatsApp Business Account has reached its rate limit."),
    130429: Code(429, "Rate limit hit", "Cloud API message throughput has been reached."),
    130472: Code(400, "User's number is part of an experiment", "Message was not sent.", later=True),
    131000: Code(500, "Something went wrong", "Message failed to send due to an unknown error."),
    131005: Code(403, "Access denied", "Permission is either not granted or has been removed."),
    131008: Code(400, "Required parameter is missing", "The request is missing a required parameter."),
    131009: Code(400, "Parameter value is not valid", "One or more parameter values are invalid."),
    131016: Code(503, "Service unavailable", "A service is temporarily unavailable."),
    131021: Code(400, "Recipient cannot be sender", "Sender and recipient phone number is the same."),
    131026: Code(400, "Message undeliverable", "Message Undeliverable.", later=True),
    131031: Code(403, "Account has been locked", "The account has been restricted or disabled."),
    131042: Code(400, "Business eligibility payment issue", "There was a problem with the payment.", later=True),
    131045: Code(500, "Incorrect certificate", "Message failed to send due to a phone number registration error."),
    131047: Code(
        400,
        "Re-engagement message",
        "Message failed to send because more than 24 hours have passed since the customer last replied to this number.",
        later=True,
    ),
    131048: Code(400, "Spam rate limit hit", "There are restrictions on how many messages can be sent.", later=True),
    131049: Code(
        400,
        "This message was not delivered to maintain healthy ecosystem engagement.",
        "In order to maintain a healthy ecosystem engagement, the message failed to be delivered.",
        later=True,
    ),
    131051: Code(400, "Unsupported message type", "Unsupported message type."),
    131052: Code(400, "Media download error", "Unable to download the media sent by the user."),
    131053: Code(400, "Media upload error", "Unable to upload the media used in the message.", later=True),
    131056: Code(
        400,
        "(Business Account, Consumer Account) pair rate limit hit",
        "Too many messages sent from this phone number to the same phone number in a short period of time.",
    ),
    131057: Code(500, "Account in maintenance mode", "Business Account is in maintenance mode."),
    132000: Code(400, "Template Param Count Mismatch", "The number of parameters does not match the template's."),
    132001: Code(404, "Template does not exist", "The template does not exist in the specified language."),
    132005: Code(400, "Template Hydrated Text Too Long", "Translated text is too long."),
    132012: Code(400, "Template Parameter Format Mismatch", "Variable parameter values formatted incorrectly."),
    132015: Code(400, "Template is Paused", "The template is paused due to low quality."),
    132016: Code(400, "Template is Disabled", "The template was paused too many times and is disabled."),
    133010: Code(400, "Phone number Not Registered", "Phone number not registered on the platform."),
}


class Wrong(Exception):
    """What was asked is refused. Caught at the stand-in's own edge."""

    def __init__(
        self, code: int, details: str = "", *, http: int = 0, wait: float | None = None, subcode: int = 0
    ) -> None:
        """Args:
        http: another HTTP status than the code's own.
        wait: seconds for a Retry-After header.
        subcode: NO_SUCH_OBJECT with code 100; 0 for none.
        """
        super().__init__(code)
        self.subcode = subcode
        self.code, self.details, self.wait = code, details, wait
        self.http = http or _known(code).http


def _known(code: int) -> Code:
    return CODES.get(code, Code(500, "Unknown error", "An unknown error occurred."))


def as_answer(wrong: Wrong) -> dict[str, Any]:
    """The body of an answer with an error."""
    known = _known(wrong.code)
    error: dict[str, Any] = {
        "message": f"(#{wrong.code}) {known.title}",
        "type": "OAuthException",
        "code": wrong.code,
        "fbtrace_id": secrets.token_urlsafe(12),
    }
    if wrong.subcode == NO_SUCH_OBJECT:
        message = f"Unsupported request. {wrong.details}"
        error |= {"message": message, "type": "GraphMethodException", "error_subcode": wrong.subcode}
    elif wrong.code == 190:
        error |= {"message": f"{known.title}: {known.details}", "error_subcode": 460}
    else:
        error["error_data"] = {"messaging_product": "whatsapp", "details": wrong.details or known.details}
    return {"error": error}


def as_status(code: int, details: str = "") -> dict[str, Any]:
    """One of the errors of a status "failed"."""
    known = _known(code)
    return {
        "code": code,
        "title": known.title,
        "message": known.title,
        "error_data": {"details": details or known.details},
        "href": DOCUMENTATION,
    }
