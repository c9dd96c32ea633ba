"""WhatsApp's ids hold the number of the other side in base64: once a person is erased, none may be left or logged."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from dichtbij.customers.store import identity as identities
from dichtbij.database import Base
from dichtbij.privacy.model import Scope
from dichtbij.whatsapp_stand_in import StandIn
from tests.running_counter import Running, clock, file, template
from tests.whatsapp_stand_in import whatsapp_counter

__all__ = ["clock", "file", "template", "whatsapp_counter"]

NUMBER = "31612000101"
"""Of Sanne."""
STAYS = frozenset({"phone_people", "customers", "callbacks", "contact_moments", "demo_mails"})
"""How we reach somebody, and the customers' own file: told so in the report (docs/rules/bewaartermijnen.md)."""
_BASE64 = re.compile(r"[A-Za-z0-9+/]{16,}={0,2}")


def decoded(text: str) -> Iterator[str]:
    """A text, and all in it that can be read as base64."""
    yield text
    for found in _BASE64.findall(text):
        try:
            yield base64.b64decode(found + "=" * (-len(found) % 4)).decode("latin-1")
        except binascii.Error:
            continue


def test_an_id_in_metas_form_is_seen_through() -> None:
    """As in Meta's own examples."""
    wamid = "wamid.HBgLMTY1MDM4Nzk0MzkVAgARGBI3MDM4RkE5QzE4RjNDNUFBMEEA"
    assert any("16503879439" in text for text in decoded(wamid))


async def test_no_row_and_no_line_of_the_log_holds_the_number_of_who_was_erased(
    whatsapp_counter: tuple[StandIn, Running], capsys: pytest.CaptureFixture[str]
) -> None:
    meta, counter = whatsapp_counter
    phone = meta.phone(NUMBER, "Sanne")
    shown = phone.say("mijn geheim")
    assert any(NUMBER in text for text in decoded(str(shown))), "the stand-in makes ids as Meta does"
    await meta.hears(phone, "Je zei: mijn geheim")
    await meta.settled()
    parts = counter.parts
    person = await parts.phone.people.by_number("whatsapp", NUMBER)
    assert person is not None
    conversation = await parts.conversations.latest("whatsapp", person.id)
    customer = await parts.identification.customer_of_phone(NUMBER)
    assert conversation is not None
    assert customer is not None
    async with parts.database.writing() as session:
        await identities.set_identity(session, conversation.id, customer, "mail_code", counter.clock())
    await parts.privacy.privacy.request_erasure(customer, conversation.id, Scope.ALLES, "je")
    await parts.privacy.eraser.after_turn(conversation.id)
    fresh = await parts.conversations.latest("whatsapp", person.id)  # with the report, which goes to the phone
    assert fresh is not None
    assert fresh.id != conversation.id
    arrivals = 0
    async with parts.database.reading() as session:
        for table in Base.metadata.sorted_tables:
            for row in (await session.execute(select(table))).mappings():
                if row.get("conversation_id") == fresh.id or row.get("handled_at", 0) is None:
                    continue
                arrivals += table.name == "phone_arrivals"
                text = json.dumps(dict(row), default=str)
                if table.name in STAYS:
                    text = text.replace(NUMBER, "").replace(f"+{NUMBER}", "")
                assert not [one for one in decoded(text) if NUMBER in one], table.name
    assert arrivals, "what keeps a repetition away is still there"
    written = "".join(capsys.readouterr())
    assert "recognised_by_phone" in written, "it was logged"
    assert not [one for one in decoded(written) if NUMBER in one]
