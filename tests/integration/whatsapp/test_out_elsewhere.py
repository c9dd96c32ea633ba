"""Telling a person on another way that a message did not arrive, and opening what goes out with one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from uuid import uuid4

import pytest
from aiohttp import web

from dichtbij.channels.whatsapp.elsewhere import OtherChannels
from dichtbij.channels.whatsapp.files import Files
from dichtbij.channels.whatsapp.limits import Limits
from dichtbij.channels.whatsapp.model import (
    Address,
    Arrival,
    Channel,
    Fate,
    Media,
    Part,
    Person,
    PersonId,
    Refusal,
    TextPart,
)
from dichtbij.channels.whatsapp.people import People
from dichtbij.channels.whatsapp.rendering import KEPT_FILE
from dichtbij.channels.whatsapp.tables import PersonRow
from dichtbij.conversations.attachments import Attachments, FileLinks
from dichtbij.conversations.model import ConversationId, SentFile
from dichtbij.conversations.scanner import scanner_of
from dichtbij.conversations.service import Conversations
from dichtbij.conversations.store import add_attachment
from dichtbij.customers.documents import DocumentKind
from dichtbij.customers.login_token import sign_login_token
from dichtbij.customers.model import CustomerId, Verified
from dichtbij.customers.rooms import Rooms, build_rooms
from dichtbij.database import Database
from dichtbij.organisation import Organisation
from dichtbij.settings import Settings
from dichtbij.texts import Texts
from tests.conftest import NOW, FakeClock
from tests.running_counter import SANNE, SECRETS, file, template

__all__ = ["file", "template"]

PERSON = Person(PersonId("p"), "whatsapp", "cloud", Address(number="31612000101"), "Sanne", NOW)
HIDDEN = Person(PersonId("p"), "whatsapp", "cloud", Address(user_id="NL.1502576394655843"), "Sanne", NOW)


@dataclass
class Sms:
    """A provider of SMS that remembers, or refuses."""

    sent: list[tuple[str, str]] = field(default_factory=list)
    refuses: bool = False
    name: str = "twilio"
    channel: Channel = "sms"
    limits: Limits = field(default_factory=lambda: Limits(text=1600, buttons=0, rows=0))

    def fate(self, code: int) -> Fate:
        return Fate.OURS

    async def receive(self, request: web.Request) -> tuple[web.Response, Sequence[Arrival]]:
        raise NotImplementedError

    async def send(self, to: Address, part: Part, reference: str) -> str:
        if self.refuses:
            raise Refusal(Fate.OTHER_CHANNEL, 30003, "unreachable")
        assert isinstance(part, TextPart)
        self.sent.append((to.number, part.text))
        return "SM1"

    async def fetch(self, media: Media, most: int) -> bytes:
        raise NotImplementedError

    async def close(self) -> None:
        return None


@dataclass
class Ground:
    """The customers' rooms on a database with the demo's customers."""

    rooms: Rooms
    texts: Texts
    clock: FakeClock
    database: Database

    def elsewhere(self, sms: Sms | None) -> OtherChannels:
        rooms = self.rooms
        people = People(self.database, self.clock)
        return OtherChannels(sms, people, rooms.mailer, rooms.identification, rooms.profiles, self.texts)

    async def known(self) -> ConversationId:
        """A conversation with Sanne."""
        conversation_id = ConversationId(str(uuid4()))
        token = sign_login_token(SANNE, SECRETS["login_token_secret"], self.clock(), str(uuid4()), timedelta(minutes=5))
        result = await self.rooms.identification.recognise_login(conversation_id, token)
        assert isinstance(result, Verified)
        return conversation_id

    async def mails(self) -> list[str]:
        return [mail.text for mail in await self.rooms.mailbox.list()]


@pytest.fixture
async def ground(file: Path, clock: FakeClock, organisation: Organisation) -> AsyncIterator[Ground]:
    database, texts = Database(f"sqlite+aiosqlite:///{file}"), Texts(organisation.facts())
    settings = Settings(_env_file=None, database_url=database.url, **SECRETS)
    yield Ground(build_rooms(settings, database, clock, organisation, texts), texts, clock, database)
    await database.close()


async def test_by_sms_when_there_is_one_and_the_number_is_known(ground: Ground) -> None:
    sms = Sms()
    assert await ground.elsewhere(sms).tell(PERSON, await ground.known()) == "sms"
    [(number, text)] = sms.sent
    assert number == "31612000101"
    assert "we hebben een bericht" in text
    assert await ground.mails() == []


@pytest.mark.parametrize("sms", [None, Sms(refuses=True)], ids=["no sms", "sms refused"])
async def test_otherwise_by_mail_to_the_address_on_file(ground: Ground, sms: Sms | None) -> None:
    assert await ground.elsewhere(sms).tell(PERSON, await ground.known()) == "mail"
    [mail] = await ground.rooms.mailbox.list()
    assert mail.to.startswith("sanne.")
    assert "het kwam niet aan" in mail.text


async def test_who_hides_the_number_gets_no_sms(ground: Ground) -> None:
    sms = Sms()
    assert await ground.elsewhere(sms).tell(HIDDEN, await ground.known()) == "mail"
    assert sms.sent == []


async def test_who_signed_off_by_sms_gets_no_sms(ground: Ground) -> None:
    """That is a word of ours: no provider of SMS knows of it."""
    sms, at = Sms(), ground.clock()
    async with ground.database.writing() as session:
        row = PersonRow(id="s", channel="sms", provider="twilio", number="31612000101", first_at=at, opted_out_at=at)
        session.add(row)
    assert await ground.elsewhere(sms).tell(PERSON, await ground.known()) == "mail"
    assert sms.sent == []
    async with ground.database.writing() as session:
        found = await session.get(PersonRow, "s")
        assert found is not None
        found.last_in_at = at + timedelta(minutes=1)  # and wrote again
    assert await ground.elsewhere(sms).tell(PERSON, await ground.known()) == "sms"


async def test_of_who_is_unknown_there_is_no_other_way(ground: Ground) -> None:
    assert await ground.elsewhere(None).tell(PERSON, ConversationId(str(uuid4()))) == ""
    assert await ground.mails() == []


async def test_files_open_what_our_pages_serve_and_what_an_agent_sent(ground: Ground) -> None:
    conversations = Conversations(ground.database, ground.clock)
    links = FileLinks(b"secret", ground.clock, 30)
    attachments = Attachments(ground.database, ground.clock, conversations, links, scanner_of(""))
    files = Files(ground.rooms.documents, attachments)

    conversation = await conversations.current("whatsapp", "p")

    sent = SentFile(str(uuid4()), "brief.pdf", "application/pdf", 5)
    async with ground.database.writing() as session:
        now = datetime(2026, 11, 23, tzinfo=timezone.utc)
        await add_attachment(session, conversation.id, sent, now, "agent", "0" * 64, b"hallo")
    opened = await files.open(f"{KEPT_FILE}{sent.id}")
    assert opened is not None
    assert (opened.name, opened.media_type, opened.content) == ("brief.pdf", "application/pdf", b"hallo")
    assert await files.open(f"{KEPT_FILE}{uuid4()}") is None

    customer_id = (await ground.rooms.identification.identity(await ground.known())).customer_id
    assert customer_id is not None
    path = ground.rooms.documents.link(CustomerId(customer_id), DocumentKind.VERBRUIK, "jaar")
    chart = await files.open(path)
    assert chart is not None
    assert chart.media_type == "image/png"
    lasting = files.lasting(path)
    ground.clock.forward(minutes=31)
    assert await files.open(path) is None
    ground.clock.forward(hours=23, minutes=58)  # the answer waited nearly until we give up
    assert await files.open(lasting) is not None
    assert await files.open("https://elsewhere.example/x.png") is None
