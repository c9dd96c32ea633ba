"""What a message may hold, by Meta's pages on each kind of message. Every breach is named by its parameter."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dichtbij.whatsapp_stand_in.codes import Wrong

TEXT, BODY, LIST_BODY, CAPTION, SMALL = 4096, 1024, 4096, 1024, 60
BUTTON_TITLE, BUTTON_ID, ROW_TITLE, ROW_ID, ROW_DESCRIPTION, REFERENCE = 20, 256, 24, 200, 72, 512
BUTTONS, ROWS, SECTIONS = 3, 10, 10

Json = Mapping[str, Any]
_NUMBER = re.compile(r"\+?[\d ()-]{5,25}")
_USER_ID = re.compile(r"[A-Z]{2}\.(ENT\.)?\w{1,128}")
_COMMON = {
    "messaging_product",
    "recipient_type",
    "to",
    "recipient",
    "type",
    "context",
    "biz_opaque_callback_data",
}
_MEDIA_KEYS = {
    "image": {"id", "link", "caption"},
    "document": {"id", "link", "caption", "filename"},
    "audio": {"id", "link", "voice"},
    "video": {"id", "link", "caption"},
    "sticker": {"id", "link"},
}


def check(body: Json) -> list[str]:
    """Hold a message to the limits.

    Gives the names of parameters that are not documented: Meta ignores most of them, a test should not.

    Raises:
        Wrong: as Meta would answer.
    """
    if body.get("messaging_product") != "whatsapp":
        raise Wrong(100, "The parameter messaging_product is required.")
    if body.get("recipient_type", "individual") != "individual":
        raise Wrong(100, "Param recipient_type must be one of {INDIVIDUAL}.")
    _recipient(body)
    reference = body.get("biz_opaque_callback_data", "")
    if not isinstance(reference, str) or len(reference) > REFERENCE:
        raise Wrong(131009, f"biz_opaque_callback_data must be a string of at most {REFERENCE} characters.")
    type_ = body.get("type", "text")
    checked = _TYPES.get(type_) if isinstance(type_, str) else None
    if checked is None:
        raise Wrong(100, f"Param type must be one of {{{', '.join(sorted(_TYPES)).upper()}}} - got {type_!r}.")
    return sorted(body.keys() - _COMMON - {type_}) + checked(_part(body, type_))


def _recipient(body: Json) -> None:
    to, recipient = body.get("to"), body.get("recipient")
    if not to and not recipient:
        raise Wrong(131008, "The parameter to is required.")
    if to and not (isinstance(to, str) and _NUMBER.fullmatch(to)):
        raise Wrong(131009, "to is not a valid phone number.")
    if recipient and not (isinstance(recipient, str) and _USER_ID.fullmatch(recipient)):
        raise Wrong(131009, "recipient is not a valid user ID.")


def words(content: Json, name: str, most: int, *, needed: bool = True) -> str:
    """A text parameter.

    Raises:
        Wrong: missing, not a text, empty or too long.
    """
    value = content.get(name)
    if value is None and not needed:
        return ""
    if value is None:
        raise Wrong(131008, f"The parameter {name} is required.")
    if not isinstance(value, str) or not value.strip():
        raise Wrong(131009, f"{name} must be a non-empty string.")
    # Meta does not say what it counts; the strictest count takes an emoji for two.
    if len(value.encode("utf-16-le")) > 2 * most:
        raise Wrong(131009, f"Param {name} must be at most {most} characters long.")
    return value


def _text(content: Json) -> list[str]:
    words(content, "body", TEXT)
    if not isinstance(content.get("preview_url", False), bool):
        raise Wrong(131009, "preview_url must be a boolean.")
    return _undocumented("text", content, {"body", "preview_url"})


def _interactive(content: Json) -> list[str]:
    kind, action = content.get("type"), content.get("action")
    body = content.get("body")
    if not isinstance(action, Mapping) or not isinstance(body, Mapping):
        raise Wrong(131008, "The parameters interactive.body and interactive.action are required.")
    words(body, "text", LIST_BODY if kind == "list" else BODY)
    _around(content, kind)
    if kind == "button":
        _buttons(action)
    elif kind == "list":
        _list(action)
    elif kind == "cta_url":
        _link(action)
    else:
        raise Wrong(131009, "interactive.type is not valid.")
    return _undocumented("interactive", content, {"type", "header", "body", "footer", "action"})


def _around(content: Json, kind: object) -> None:
    footer, header = content.get("footer"), content.get("header")
    if footer is not None:
        words(_part(content, "footer"), "text", SMALL)
    if header is None:
        return
    header = _part(content, "header")
    if header.get("type") == "text":
        words(header, "text", SMALL)
    elif kind == "list" or header.get("type") not in ("image", "video", "document"):
        raise Wrong(131009, "interactive.header.type is not valid.")
    else:
        _media(header["type"])(_part(header, header["type"]))


def _part(content: Json, name: str) -> Json:
    found = content.get(name)
    if not isinstance(found, Mapping):
        raise Wrong(131008, f"The parameter {name} is required.")
    return found


def _buttons(action: Json) -> None:
    buttons = _several(action, "buttons", BUTTONS)
    if any(button.get("type") != "reply" or not isinstance(button.get("reply"), Mapping) for button in buttons):
        raise Wrong(131009, "Every button must be of type reply.")
    replies = [button["reply"] for button in buttons]
    titles = [words(reply, "title", BUTTON_TITLE) for reply in replies]
    _unique("Button title", titles)
    _ids("Button", [words(reply, "id", BUTTON_ID) for reply in replies])


def _list(action: Json) -> None:
    words(action, "button", BUTTON_TITLE)
    sections = _several(action, "sections", SECTIONS)
    rows: list[Json] = []
    for section in sections:
        words(section, "title", ROW_TITLE, needed=len(sections) > 1)
        rows += _several(section, "rows", ROWS)
    if len(rows) > ROWS:
        raise Wrong(131009, f"Total row count exceed max allowed count: {ROWS}.")
    for row in rows:
        words(row, "title", ROW_TITLE)
        words(row, "description", ROW_DESCRIPTION, needed=False)
    _ids("Row", [words(row, "id", ROW_ID) for row in rows])


def _link(action: Json) -> None:
    parameters = action.get("parameters")
    if action.get("name") != "cta_url" or not isinstance(parameters, Mapping):
        raise Wrong(131009, "interactive.action is not valid.")
    words(parameters, "display_text", BUTTON_TITLE)
    if not re.match(r"https?://", words(parameters, "url", 2000)):
        raise Wrong(131009, "url must begin with http:// or https://.")


def _several(content: Json, name: str, most: int) -> Sequence[Json]:
    found = content.get(name)
    if not isinstance(found, list) or not found or not all(isinstance(one, Mapping) for one in found):
        raise Wrong(131008, f"The parameter {name} is required.")
    if len(found) > most:
        raise Wrong(131009, f"Invalid {name} count. Min allowed {name}: 1, max allowed {name}: {most}.")
    return found


def _ids(what: str, ids: Sequence[str]) -> None:
    _unique(f"{what} id", ids)
    if any(one != one.strip() for one in ids):
        raise Wrong(131009, f"{what} id can't have leading or trailing spaces.")


def _unique(what: str, values: Sequence[str]) -> None:
    if len(set(values)) < len(values):
        raise Wrong(131009, f"Duplicated values found: {what} must be unique.")


def _media(type_: str) -> Callable[[Json], list[str]]:
    def checked(content: Json) -> list[str]:
        id_, link = content.get("id"), content.get("link")
        if bool(id_) == bool(link):
            raise Wrong(131008, f"{type_} needs either id or link.")
        if link is not None and not re.match(r"https?://", str(link)):
            raise Wrong(131009, "link must begin with http:// or https://.")
        if type_ in ("image", "video", "document"):
            words(content, "caption", CAPTION, needed=False)
        if type_ == "document":
            words(content, "filename", 240, needed=False)
        return _undocumented(type_, content, _MEDIA_KEYS[type_])

    return checked


def _location(content: Json) -> list[str]:
    for name, most in (("latitude", 90), ("longitude", 180)):
        try:
            if abs(float(content[name])) > most:
                raise Wrong(131009, f"{name} is not valid.")
        except (KeyError, TypeError, ValueError):
            raise Wrong(131008, f"The parameter {name} is required.") from None
    return _undocumented("location", content, {"latitude", "longitude", "name", "address"})


def _reaction(content: Json) -> list[str]:
    words(content, "message_id", 300)
    if not isinstance(content.get("emoji"), str):
        raise Wrong(131008, "The parameter emoji is required.")
    return _undocumented("reaction", content, {"message_id", "emoji"})


def _template(content: Json) -> list[str]:
    words(content, "name", 512)
    language = content.get("language")
    if not isinstance(language, Mapping):
        raise Wrong(131008, "The parameter language is required.")
    words(language, "code", 16)
    for component in content.get("components", ()):
        for parameter in component.get("parameters", ()):
            value = words(parameter, "text", 1024) if parameter.get("type") == "text" else ""
            if re.search(r"[\n\t]| {5,}", value):
                raise Wrong(132012, "Param text cannot have new-line/tab characters or more than 4 consecutive spaces.")
    return _undocumented("template", content, {"name", "language", "components"})


def _undocumented(type_: str, content: Json, known: set[str]) -> list[str]:
    return [f"{type_}.{name}" for name in content.keys() - known]


_TYPES: dict[str, Callable[[Json], list[str]]] = {
    "text": _text,
    "interactive": _interactive,
    **{type_: _media(type_) for type_ in _MEDIA_KEYS},
    "location": _location,
    "reaction": _reaction,
    "template": _template,
}
