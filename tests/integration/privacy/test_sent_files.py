"""Files are the person's too: to see and take along, erased on request, gone with the conversation."""

from __future__ import annotations

import json
from base64 import b64decode

import pytest

from dichtbij.conversations.attachments import Attachments, FileLinks, Upload
from dichtbij.conversations.model import ConversationId, Message
from dichtbij.conversations.scanner import NoScanner
from dichtbij.customers.documents import Document, DocumentKind
from dichtbij.handoff.model import CaseId
from dichtbij.privacy.model import Scope
from tests.files import PDF, photo
from tests.integration.privacy.conftest import WORDS, House


def files_of(house: House) -> Attachments:
    return Attachments(
        house.database, house.clock, house.conversations, FileLinks(b"s" * 32, house.clock, 30), NoScanner()
    )


async def sends_files(house: House, key: str = "browser-1") -> ConversationId:
    """Sanne is with an agent; both send something."""
    id_ = await house.says("hallo", key=key)
    case_id = await house.hands_over(id_, "mens")
    async with house.database.writing() as session:
        await house.conversations.change_owner(session, id_, "queue", "agent", who="system", why="", agent_id="a-1")
    assert case_id
    files = files_of(house)
    sent = await files.receive("web", key, Upload(f"{WORDS}.jpg", photo(), f"f-{key}"))
    answer = await files.send(id_, Upload("uitleg.pdf", PDF, f"f-{key}"), agent_id="a-1", agent_name="Fatima")
    assert isinstance(sent, Message)
    assert isinstance(answer, Message)
    return id_


async def test_the_file_for_machines_holds_every_file_whole(house: House) -> None:
    await sends_files(house)
    await house.says("van een ander", number="10517264", key="browser-2")
    export = await house.room.privacy.export(house.id_of())
    assert export is not None
    rows = json.loads(json.dumps(export["gesprekken"]["attachments"]))
    assert [(row["name"], row["from"], row["media_type"]) for row in rows] == [
        (f"{WORDS}.jpg", "klant", "image/jpeg"),
        ("uitleg.pdf", "medewerker", "application/pdf"),
    ]
    assert b64decode(rows[1]["content_base64"]) == PDF
    said = [message for one in export["gesprekken"]["conversations"] for message in one["messages"]]
    assert [message["file"] for message in said if "file" in message] == [f"{WORDS}.jpg", "uitleg.pdf"]
    assert "Fatima" not in json.dumps(export), "who the agent was is the agent's own business"
    other = await house.room.privacy.export(house.id_of("10517264"))
    assert other is not None
    assert other["gesprekken"]["attachments"] == []


async def test_the_page_holds_every_file_and_needs_no_link(house: House) -> None:
    await sends_files(house)
    link = house.documents.link(house.id_of(), DocumentKind.GEGEVENS, "pagina")
    page = await house.documents.open(link.rsplit("/", 1)[1])
    assert isinstance(page, Document)
    text = page.content.decode()
    assert "Bestanden uit de chat" in text
    assert f'download="{WORDS}.jpg" href="data:image/jpeg;base64,' in text
    assert 'download="uitleg.pdf" href="data:application/pdf;base64,' in text
    assert "/bestanden/" not in text


@pytest.mark.parametrize("scope", list(Scope))
async def test_erased_on_request_and_counted(house: House, scope: Scope) -> None:
    id_ = await sends_files(house)
    stays = await sends_files(house, "browser-2")
    proposal = await house.room.privacy.propose_erasure(house.id_of(), id_, scope)
    counted = {part.what: part.count for part in proposal.parts}
    assert counted["bestanden"] == (2 if scope is Scope.GESPREK else 4)
    overview = await house.room.privacy.overview(house.id_of())
    assert overview.counts["bestanden"] == 4
    await house.room.privacy.request_erasure(house.id_of(), id_, scope, "je")
    await house.room.eraser.carry_out_open()
    left = {row["conversation_id"] for row in await house.rows("attachments")}
    assert left == ({stays} if scope is Scope.GESPREK else set())
    fresh = await house.conversations.current("web", "browser-1")
    said = "\n".join(message.content.text for message in await house.conversations.messages(fresh.id))
    assert f"Bestanden uit de chat: {counted['bestanden']}" in said


async def test_a_link_of_before_opens_nothing_afterwards(house: House) -> None:
    id_ = await sends_files(house)
    files = files_of(house)
    [row, _] = await house.rows("attachments")
    token = FileLinks(b"s" * 32, house.clock, 30).link(row["id"]).rsplit("/", 1)[1]
    assert await files.open(token) is not None
    await house.room.privacy.request_erasure(house.id_of(), id_, Scope.GESPREK, "je")
    await house.room.eraser.carry_out_open()
    assert await files.open(token) is None


async def test_gone_with_the_conversation_in_time(house: House) -> None:
    id_ = await sends_files(house)
    case = await house.handoffs.of_conversation(id_)
    assert case is not None
    await house.handoffs.abandon(id_, "klaar", "klaar")
    house.clock.forward(days=360)
    await house.room.retention.clear_up()
    assert len(await house.rows("attachments")) == 2
    house.clock.forward(days=10)
    await house.room.retention.clear_up()
    assert await house.rows("attachments") == []
    assert await house.handoffs.get(CaseId(case.id)) is None
