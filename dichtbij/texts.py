"""The sentences of data/responses/, for those who speak without Rasa: the counter itself, and parts of sentences.

Rasa reads the same files. A response has a variation for "u" (with a condition on the slot aanspreekvorm) and one
without condition, for "je" and for texts that address nobody. What is said otherwise on a phone has variations with
`channel: whatsapp` beside these, chosen as Rasa chooses them: those of the channel first, whatever their condition. A
text message is read on a phone too, so these words do for both: nothing in them is only WhatsApp's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dichtbij.errors import SettingsError
from dichtbij.files import read_yaml
from dichtbij.settings import ROOT

RESPONSES = ROOT / "data" / "responses"


@dataclass(frozen=True)
class Rendered:
    """A response with its braces filled."""

    text: str
    buttons: tuple[Mapping[str, str], ...]


def worded_for(channel: str) -> str:
    """The `channel` of the variations that fit a channel of the record: an SMS has the words of WhatsApp."""
    return "whatsapp" if channel == "sms" else channel


class Texts:
    """Every response by name.

    Raises:
        SettingsError: at reading, when a file can't be read or two files hold the same name.
    """

    def __init__(self, facts: Mapping[str, str], folder: Path = RESPONSES) -> None:
        self._facts = facts
        self._responses: dict[str, list[dict[str, Any]]] = {}
        for file in sorted(folder.rglob("*.yml")):
            rows = (read_yaml(file) or {}).get("responses") or {}
            double = self._responses.keys() & rows.keys()
            if double:
                raise SettingsError(f"{file.name}: {', '.join(sorted(double))} stands in another file too")
            self._responses.update(rows)

    def render(self, name: str, form_of_address: str | None = None, channel: str = "", /, **values: object) -> Rendered:
        """A response as the customer reads it.

        Args:
            form_of_address: "u" or "je"; None is "je".
            channel: where it is read ("web", "whatsapp", "sms"), for responses that are said otherwise there.
            values: fill the braces, before the organisation's facts do.
        """
        variation = self._variation(name, form_of_address or "je", channel)
        filled = {**self._facts, **{key: str(value) for key, value in values.items()}}
        return Rendered(
            text=_fill(variation.get("text", ""), filled).strip(),
            buttons=tuple(
                {"title": _fill(button["title"], filled), "payload": _fill(button["payload"], filled)}
                for button in variation.get("buttons", [])
            ),
        )

    def text(self, name: str, form_of_address: str | None = None, channel: str = "", /, **values: object) -> str:
        """Only the text of a response."""
        return self.render(name, form_of_address, channel, **values).text

    def _variation(self, name: str, form_of_address: str, channel: str) -> dict[str, Any]:
        """As Rasa's ResponseVariationFilter: of this channel first, and there the one with a condition first."""
        for here in dict.fromkeys((worded_for(channel) or None, None)):
            fitting = [one for one in self._responses[name] if one.get("channel") == here]
            plain = [one for one in fitting if not one.get("condition")]
            for variation in (*(one for one in fitting if form_of_address in _addressed(one)), *plain):
                return variation
        raise KeyError(f"{name} has no variation for {form_of_address!r}")


def _addressed(variation: Mapping[str, Any]) -> list[str]:
    """Who a variation is for alone: "u" or nobody in particular."""
    return [c["value"] for c in variation.get("condition", []) if c.get("name") == "aanspreekvorm"]


_BRACES = re.compile(r"\{\{|\}\}|\{(\w+)\}")


def _fill(text: str, values: Mapping[str, str]) -> str:
    """As Rasa does it: in one pass, so that braces in a value stay what they are; double braces become single."""
    return _BRACES.sub(lambda found: values.get(found[1], found[0]) if found[1] else found[0][0], text)
