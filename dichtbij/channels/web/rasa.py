"""Our messages as a plain Rasa widget reads them. Pure.

rasa-webchat looks at the *number* of fields: {text} is a text, {text, quick_replies} are buttons, {attachment} is a
picture, and anything with one field more is "a custom message" that it does not show. So our ids stay out of these.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from dichtbij.conversations.model import Content


def as_rasa(content: Content, base_url: str) -> list[dict[str, Any]]:
    """What Rasa's own socket.io channel would have sent for this message, in order; at least one event.

    Args:
        base_url: the widget stands on another site, so our own addresses become complete ones.
    """
    events: list[dict[str, Any]] = []
    if content.image:
        picture = {"src": urljoin(f"{base_url}/", content.image["src"]), "title": content.image.get("title", "")}
        events.append({"attachment": {"type": "image", "payload": picture}})
    downloads = [*content.links]
    if content.file and content.file.is_picture:
        picture = {"src": urljoin(f"{base_url}/", content.file.url), "title": content.file.name}
        events.append({"attachment": {"type": "image", "payload": picture}})
    elif content.file:
        downloads.append({"title": content.file.name, "url": content.file.url})
    links = [f"[{link['title']}]({urljoin(f'{base_url}/', link['url'])})" for link in downloads]
    text = "\n\n".join(part for part in (content.text, *links) if part)
    if content.quick_replies:
        replies = [{"content_type": "text", **reply} for reply in content.quick_replies]
        events.append({"text": text, "quick_replies": replies})
    elif text:
        events.append({"text": text})
    return events
