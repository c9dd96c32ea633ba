"""What we post to the Graph API is what pywa would post: two readings of Meta's reference, unknown to each other.

pywa is asked over its own client, whose requests are caught before they leave.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from pywa import WhatsApp
from pywa.types import Button, Section, SectionList, SectionRow
from pywa.types.templates import BodyText, TemplateLanguage

from dichtbij.channels.whatsapp.cloud.messages import body_of
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

NUMBER, USER_ID, OURS = "31612000101", "NL.1502576394655843", "106540352242922"
CHOICES = (Choice("/ja", "Ja"), Choice("/nee", "Nee"))
ROWS = (Choice("/a", "Eén", "de eerste"), Choice("/b", "Twee"))


def asked_of_pywa(send: Callable[[WhatsApp], object]) -> dict[str, Any]:
    """The body that pywa posts."""
    caught: list[dict[str, Any]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        caught.append(json.loads(request.content))
        return httpx.Response(
            200, json={"contacts": [{"input": "x", "wa_id": NUMBER}], "messages": [{"id": "wamid.x"}]}
        )

    with httpx.Client(transport=httpx.MockTransport(answer)) as client:
        send(WhatsApp(phone_id=OURS, token="a-token", session=client))
    return caught[0]


def bare(body: dict[str, Any]) -> dict[str, Any]:
    """Without what changes nothing: empty fields, the title of a list's only section, capitals in a template."""
    body = {name: value for name, value in body.items() if value is not None}
    for section in body.get("interactive", {}).get("action", {}).get("sections", ()):
        section.pop("title", None)
    for component in body.get("template", {}).get("components", ()):
        component["type"] = component["type"].lower()
    if body["type"] == "text":
        body["text"].setdefault("preview_url", False)
    return body


@pytest.mark.parametrize(
    ("part", "send"),
    [
        (TextPart("hallo"), lambda wa: wa.send_message(NUMBER, "hallo", tracker="r")),
        (
            ButtonsPart("Klopt dit?", CHOICES),
            lambda wa: wa.send_message(
                NUMBER, "Klopt dit?", buttons=[Button("Ja", "/ja"), Button("Nee", "/nee")], tracker="r"
            ),
        ),
        (
            ListPart("Welke?", "Kies", ROWS),
            lambda wa: wa.send_message(
                NUMBER,
                "Welke?",
                buttons=SectionList(
                    "Kies", [Section("", [SectionRow("Eén", "/a", "de eerste"), SectionRow("Twee", "/b")])]
                ),
                tracker="r",
            ),
        ),
        (
            PicturePart("/documenten/x", "een grafiek"),
            lambda wa: wa.send_image(NUMBER, "1234567890", caption="een grafiek", tracker="r"),
        ),
        (
            DocumentPart("bestand:1", "brief.pdf", "lees dit"),
            lambda wa: wa.send_document(NUMBER, "1234567890", filename="brief.pdf", caption="lees dit", tracker="r"),
        ),
        (
            TemplatePart("weer_bereikbaar", "nl", ("Sanne",)),
            lambda wa: wa.send_template(
                NUMBER, "weer_bereikbaar", TemplateLanguage.DUTCH, [BodyText.params("Sanne")], tracker="r"
            ),
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_part_is_posted_as_pywa_posts_it(part: Part, send: Callable[[WhatsApp], object]) -> None:
    media_id = "1234567890" if isinstance(part, (PicturePart, DocumentPart)) else ""
    assert bare(body_of(Address(number=NUMBER), part, "r", media_id)) == bare(asked_of_pywa(send))


def test_who_hides_the_number_is_reached_by_the_business_scoped_id() -> None:
    ours = body_of(Address(user_id=USER_ID), TextPart("hallo"), "r")
    assert bare(ours) == bare(asked_of_pywa(lambda wa: wa.send_message(USER_ID, "hallo", tracker="r")))
    assert "to" not in ours


def test_the_number_goes_before_the_id() -> None:
    body = body_of(Address(USER_ID, NUMBER), TextPart("hallo"), "r")
    assert body["to"] == NUMBER
    assert "recipient" not in body


def test_a_picture_above_buttons() -> None:
    """Meta: the header of reply buttons may be an image, by the id of an upload."""
    part = ButtonsPart("2.900 kWh", CHOICES, PicturePart("/documenten/x"))
    content = body_of(Address(number=NUMBER), part, "r", "1234567890")["interactive"]
    assert content["header"] == {"type": "image", "image": {"id": "1234567890"}}


def test_our_reference_travels_along() -> None:
    body = body_of(Address(number=NUMBER), TextPart("hallo"), "0193-reference")
    assert body["biz_opaque_callback_data"] == "0193-reference"
    assert body["messaging_product"] == "whatsapp"
