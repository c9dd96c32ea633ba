"""A sentence that fills a brace is chosen for where the customer reads it, as Rasa chooses the answer around it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Turn
from actions.services import Services
from dichtbij.customers.model import Identity, Method
from dichtbij.texts import Texts
from tests.actions.conftest import tracker_of

WORDS = """
responses:
  utter_deel_links:
  - text: de downloads
  - channel: whatsapp
    text: de links
"""


@pytest.mark.parametrize(
    ("metadata", "words"),
    [
        ({"channel": "web"}, "de downloads"),
        ({"channel": "whatsapp"}, "de links"),
        ({"channel": "sms"}, "de links"),
        ({}, "de downloads"),
    ],
)
async def test_a_part_of_an_answer_is_said_as_it_is_read(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, metadata: dict[str, Any], words: str
) -> None:
    (tmp_path / "een.yml").write_text(WORDS)
    with_words = replace(services, texts=Texts({}, tmp_path))
    monkeypatch.setattr("actions.conversation.services", lambda: with_words)
    tracker = tracker_of("hallo", "groet", {}, None)
    tracker.latest_message["metadata"] = metadata
    turn = Turn(CollectingDispatcher(), tracker, {}, Identity(0, None, Method.NONE), None)
    assert turn.part("utter_deel_links") == words
