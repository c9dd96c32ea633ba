"""A part as the body of a message to the Graph API. Pure.

Source: Meta's reference of `POST /<phone number id>/messages`; tests/contract/whatsapp/test_cloud_messages.py holds the
bodies against those that pywa makes.
"""

from __future__ import annotations

from typing import Any

from dichtbij.channels.whatsapp.model import (
    Address,
    ButtonsPart,
    Choice,
    DocumentPart,
    ListPart,
    Part,
    PicturePart,
    TemplatePart,
    TextPart,
)


def body_of(to: Address, part: Part, reference: str, media_id: str = "") -> dict[str, Any]:
    """The whole body.

    Args:
        media_id: of the part's picture or document, uploaded before; empty when it has none.
    """
    kind, content = _content(part, media_id)
    return {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        **_recipient(to),
        "type": kind,
        kind: content,
        "biz_opaque_callback_data": reference,
    }


def _recipient(to: Address) -> dict[str, str]:
    """The number when it is known: Meta prefers it when both are given, and some kinds take nothing else."""
    return {"to": to.number} if to.number else {"recipient": to.user_id}


def _content(part: Part, media_id: str) -> tuple[str, dict[str, Any]]:
    if isinstance(part, TextPart):
        return "text", {"body": part.text, "preview_url": False}
    if isinstance(part, ButtonsPart):
        return "interactive", _buttons(part, media_id)
    if isinstance(part, ListPart):
        return "interactive", _list(part)
    if isinstance(part, PicturePart):
        return "image", {"id": media_id, **_caption(part.caption)}
    if isinstance(part, DocumentPart):
        return "document", {"id": media_id, "filename": part.name, **_caption(part.caption)}
    return "template", _template(part)


def _buttons(part: ButtonsPart, media_id: str) -> dict[str, Any]:
    replies = [{"type": "reply", "reply": {"id": one.payload, "title": one.title}} for one in part.choices]
    header = {"header": {"type": "image", "image": {"id": media_id}}} if media_id else {}
    return {"type": "button", **header, "body": {"text": part.text}, "action": {"buttons": replies}}


def _list(part: ListPart) -> dict[str, Any]:
    action = {"button": part.button, "sections": [{"rows": [_row(one) for one in part.choices]}]}
    return {"type": "list", "body": {"text": part.text}, "action": action}


def _row(choice: Choice) -> dict[str, str]:
    row = {"id": choice.payload, "title": choice.title}
    return {**row, "description": choice.description} if choice.description else row


def _caption(caption: str) -> dict[str, str]:
    return {"caption": caption} if caption else {}


def _template(part: TemplatePart) -> dict[str, Any]:
    template: dict[str, Any] = {"name": part.name, "language": {"code": part.language}}
    if part.values:
        parameters = [{"type": "text", "text": value} for value in part.values]
        template["components"] = [{"type": "body", "parameters": parameters}]
    return template
