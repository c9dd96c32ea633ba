"""Files in the record: checked, stored once with their message, only for who looks at them, opened by link."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from dichtbij.conversations.attachments import Attachments, FileLinks, Upload
from dichtbij.conversations.file_kinds import FileProblem, FileRefused
from dichtbij.conversations.model import ConversationId, Message
from dichtbij.conversations.scanner import CommandScanner, NoScanner, Scanner, scanner_of
from dichtbij.conversations.service import Conversations
from dichtbij.conversations.tables import AttachmentRow
from dichtbij.database import Database
from dichtbij.errors import ScanUnavailable, SettingsError
from tests.conftest import FakeClock
from tests.files import PDF, SECRET_PLACE, photo

SECRET = b"the-secret-that-signs-links-in-these-tests"
Own = Callable[..., Awaitable[object]]
Change = Callable[..., Awaitable[object]]


def a_process(database: Database, clock: FakeClock, scanner: Scanner | None = None, **more: int) -> SimpleNamespace:
    links = FileLinks(SECRET, clock, 30)
    conversations = Conversations(database, clock, links.linked)
    files = Attachments(database, clock, conversations, links, scanner or NoScanner(), **more)
    return SimpleNamespace(conversations=conversations, files=files, links=links)


@pytest.fixture
def parts(database: Database, clock: FakeClock) -> SimpleNamespace:
    return a_process(database, clock)


@pytest.fixture
async def with_agent(parts: SimpleNamespace, own_by_agent: Own) -> ConversationId:
    conversation = await parts.conversations.current("web", "klant")
    await own_by_agent(parts.conversations, conversation.id, "a-1")
    return ConversationId(conversation.id)


async def count(database: Database) -> int:
    async with database.reading() as session:
        return await session.scalar(select(func.count()).select_from(AttachmentRow)) or 0


def upload(message_id: str = "m-1", name: str = "meterkast.jpg", content: bytes | None = None) -> Upload:
    return Upload(name, photo() if content is None else content, message_id)


async def from_customer(parts: SimpleNamespace, sent: Upload) -> Message:
    stored = await parts.files.receive("web", "klant", sent)
    assert isinstance(stored, Message), stored
    return stored


async def test_a_customers_file_is_a_message_and_opens_by_its_link(
    parts: SimpleNamespace, with_agent: ConversationId
) -> None:
    heard: list[Message] = []

    async def hear(_: object, message: Message) -> None:
        heard.append(message)

    parts.conversations.on_message(hear)
    stored = await from_customer(parts, upload())
    assert (stored.sender, stored.channel_message_id, stored.content.text) == ("customer", "m-1", "")
    assert [message.id for message in heard] == [stored.id]
    file = stored.content.file
    assert file is not None
    assert (file.name, file.media_type) == ("meterkast.jpg", "image/jpeg")
    wire = stored.as_wire()["attachment"]
    assert (wire["type"], wire["payload"]["title"], wire["payload"]["size"]) == ("image", "meterkast.jpg", file.size)
    found = await parts.files.open(wire["payload"]["src"].removeprefix("/bestanden/"))
    assert (found.name, found.media_type, len(found.content)) == (file.name, file.media_type, file.size)
    assert SECRET_PLACE.encode() not in found.content
    assert await parts.conversations.unhandled(with_agent) == [], "it is for the agent: the bot makes nothing of it"


async def test_every_reading_gives_a_fresh_link_and_none_is_stored(
    parts: SimpleNamespace, with_agent: ConversationId, clock: FakeClock, database: Database
) -> None:
    first = (await from_customer(parts, upload())).content.file
    assert first is not None
    clock.forward(minutes=30)
    assert await parts.files.open(first.url.removeprefix("/bestanden/")) is None
    for read in (
        await parts.conversations.messages(with_agent),
        await parts.conversations.missed("web", "klant", None),
        await parts.conversations.missed("web", "klant", (with_agent, 0)),
    ):
        file = read[-1].content.file
        assert file.url != first.url
        assert await parts.files.open(file.url.removeprefix("/bestanden/")) is not None
    bare = Conversations(database, clock)
    assert (await bare.messages(with_agent))[-1].content.file.url == ""  # type: ignore[union-attr]


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "eyJhbGciOiJub25lIn0.eyJhIjoiMSIsImUiOjk5OTk5OTk5OTl9."])
async def test_what_is_no_link_of_ours_opens_nothing(
    parts: SimpleNamespace, with_agent: ConversationId, clock: FakeClock, token: str
) -> None:
    file = (await from_customer(parts, upload())).content.file
    assert file is not None
    assert await parts.files.open(token) is None
    other = FileLinks(b"another secret of the same length as it", clock, 30)
    assert await parts.files.open(other.link(file.id).removeprefix("/bestanden/")) is None
    assert await parts.files.open(parts.links.link("weg").removeprefix("/bestanden/")) is None


async def test_the_same_message_stores_one_file_also_with_two_at_once(
    open_database: Callable[[], Database], clock: FakeClock, own_by_agent: Own
) -> None:
    one, two = (a_process(open_database(), clock) for _ in range(2))
    conversation = await one.conversations.current("web", "klant")
    await own_by_agent(one.conversations, conversation.id, "a-1")
    sent = [process.files.receive("web", "klant", upload()) for process in (one, two, one, two)]
    stored = await asyncio.gather(*sent)
    again = await from_customer(two, upload(content=PDF))
    assert len({message.id for message in [*stored, again]}) == 1
    assert again.content.file.media_type == "image/jpeg", "the first one counts"  # type: ignore[union-attr]
    assert await count(one.conversations._database) == 1
    assert [m.seq for m in await one.conversations.messages(conversation.id)] == [1]


async def test_two_files_at_once_are_two_messages_in_order(
    parts: SimpleNamespace, with_agent: ConversationId, database: Database
) -> None:
    await asyncio.gather(*(from_customer(parts, upload(f"m-{n}")) for n in range(4)))
    messages = await parts.conversations.messages(with_agent)
    assert [message.seq for message in messages] == [1, 2, 3, 4]
    assert await count(database) == 4


@pytest.mark.parametrize("owner", ["bot", "queue", "closed"])
async def test_without_an_agent_nothing_is_stored(
    parts: SimpleNamespace, database: Database, change: Change, owner: str
) -> None:
    conversation = await parts.conversations.current("web", "klant")
    if owner != "bot":
        await change(parts.conversations, conversation.id, "bot", owner)
    refused = await parts.files.receive("web", "klant", upload())
    assert refused == FileRefused(FileProblem.GEEN_MEDEWERKER)
    assert not await parts.files.may_receive("web", "klant", "m-1")
    assert await parts.files.receive("web", "nooit gezien", upload()) == refused
    assert await parts.conversations.latest("web", "nooit gezien") is None, "asking makes no conversation"
    assert await count(database) == 0


async def test_an_agent_sends_only_into_a_conversation_of_their_own(
    parts: SimpleNamespace, with_agent: ConversationId, database: Database
) -> None:
    file = upload(name="uitleg.pdf", content=PDF)
    refused = await parts.files.send(with_agent, file, agent_id="a-2", agent_name="Joost")
    assert refused == FileRefused(FileProblem.GEEN_MEDEWERKER)
    assert await parts.files.send(ConversationId("weg"), file, agent_id="a-1", agent_name="Fatima") == refused
    assert await count(database) == 0
    sent = await parts.files.send(with_agent, file, agent_id="a-1", agent_name="Fatima")
    assert (sent.sender, sent.sender_name) == ("agent", "Fatima")
    assert sent.as_wire()["attachment"]["type"] == "file"
    assert (await parts.files.send(with_agent, file, agent_id="a-1", agent_name="Fatima")).id == sent.id


async def test_the_agent_who_leaves_while_the_file_is_read_gets_no_file(
    database: Database, clock: FakeClock, own_by_agent: Own, change: Change
) -> None:
    """Looked at before it is read and again when it is stored: in between the conversation may have gone on."""
    looking, go_on = asyncio.Event(), asyncio.Event()

    class Slow:
        async def is_clean(self, content: bytes) -> bool:
            looking.set()
            await go_on.wait()
            return True

    slow = a_process(database, clock, Slow())
    conversation = await slow.conversations.current("web", "klant")
    await own_by_agent(slow.conversations, conversation.id, "a-1")
    sending = asyncio.create_task(slow.files.receive("web", "klant", upload()))
    await asyncio.wait_for(looking.wait(), 30)
    await change(slow.conversations, conversation.id, "agent", "bot")
    go_on.set()
    assert await sending == FileRefused(FileProblem.GEEN_MEDEWERKER)
    assert await count(database) == 0


async def test_a_conversation_holds_so_much_and_no_more(
    database: Database, clock: FakeClock, with_agent: ConversationId
) -> None:
    parts = a_process(database, clock, max_total=len(PDF) * 2)
    for number in range(2):
        await from_customer(parts, upload(f"m-{number}", content=PDF))
    assert await parts.files.receive("web", "klant", upload("m-3", content=PDF)) == FileRefused(FileProblem.TE_VEEL)
    assert await from_customer(parts, upload("m-1", content=PDF)), "what is there already is no more"


async def test_what_is_refused_leaves_nothing(
    parts: SimpleNamespace, with_agent: ConversationId, database: Database
) -> None:
    refused = await parts.files.receive("web", "klant", upload(content=b"<html>"))
    assert refused == FileRefused(FileProblem.ONBEKEND)
    assert await parts.conversations.messages(with_agent) == []
    assert isinstance(await from_customer(parts, upload()), Message), "the same id again, with a better file"


# -- the scanner ----------------------------------------------------------------------------------------------------


def scanner(tmp_path: Path, code: str, timeout: float = 30) -> CommandScanner:
    """A real program on the other side of the pipe."""
    program = tmp_path / "een scanner.py"
    program.write_text(f"import sys, time\ncontent = sys.stdin.buffer.read()\n{code}\n", encoding="utf-8")
    return CommandScanner(f"{sys.executable} '{program}'", timeout)


FINDS = "sys.exit(1 if b'EICAR' in content else 0)"


async def test_what_the_scanner_finds_is_not_stored(
    database: Database, clock: FakeClock, own_by_agent: Own, tmp_path: Path
) -> None:
    watched = a_process(database, clock, scanner(tmp_path, FINDS))
    conversation = await watched.conversations.current("web", "klant")
    await own_by_agent(watched.conversations, conversation.id, "a-1")
    bad = upload(content=PDF.replace(b"trailer", b"EICAR trailer"))
    assert await watched.files.receive("web", "klant", bad) == FileRefused(FileProblem.BESMET)
    assert await count(database) == 0
    assert isinstance(await watched.files.receive("web", "klant", upload(content=PDF)), Message)


@pytest.mark.parametrize("code", ["sys.exit(2)", "import os; os.kill(os.getpid(), 9)"])
async def test_no_verdict_is_no_file(
    sqlite: Database, clock: FakeClock, own_by_agent: Own, tmp_path: Path, code: str
) -> None:
    watched = a_process(sqlite, clock, scanner(tmp_path, code))
    conversation = await watched.conversations.current("web", "klant")
    await own_by_agent(watched.conversations, conversation.id, "a-1")
    with pytest.raises(ScanUnavailable):
        await watched.files.receive("web", "klant", upload())
    assert await count(sqlite) == 0


async def test_a_scanner_that_hangs_or_is_not_there_gives_no_verdict(tmp_path: Path) -> None:
    with pytest.raises(ScanUnavailable):
        await scanner(tmp_path, "time.sleep(60)", timeout=0.2).is_clean(b"x")
    with pytest.raises(ScanUnavailable):
        await CommandScanner("/nergens/te/vinden").is_clean(b"x")


async def test_a_scanner_that_does_not_read_to_the_end_still_gives_its_verdict(tmp_path: Path) -> None:
    program = tmp_path / "haast.py"
    program.write_text("import sys; sys.exit(1)", encoding="utf-8")
    assert await CommandScanner(f"{sys.executable} {program}").is_clean(bytes(4 * 1024 * 1024)) is False


def test_without_a_setting_there_is_no_scanner_and_a_wrong_one_is_said() -> None:
    assert isinstance(scanner_of("  "), NoScanner)
    with pytest.raises(SettingsError, match="SCAN_COMMAND"):
        scanner_of("clamdscan 'half")
