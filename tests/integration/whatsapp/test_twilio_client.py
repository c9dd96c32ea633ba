"""Twilio's API as our client uses it: files in and out, templates, and what it refuses. Real servers on both sides."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web

from dichtbij.channels.whatsapp.files import OutgoingFile
from dichtbij.channels.whatsapp.model import (
    Address,
    ButtonsPart,
    Channel,
    Choice,
    DocumentPart,
    Fate,
    Media,
    PicturePart,
    Refusal,
    TemplatePart,
    TextPart,
)
from dichtbij.channels.whatsapp.twilio import links as files
from dichtbij.channels.whatsapp.twilio.client import TwilioClient
from dichtbij.channels.whatsapp.twilio.links import FOR_TWILIO, FileLinks
from tests.conftest import FakeClock
from tests.twilio_parts import OUR_SMS, OUR_WHATSAPP, SID, TOKEN, TwilioPhone
from tests.twilio_stand_in import PUBLIC, Twilio, twilio

PNG, PDF = b"\x89PNG\r\n\x1a\n" + bytes(32), b"%PDF-1.7 brief"
NUMBER = "31612000199"
TO = Address(number=NUMBER)


@dataclass
class Ours:
    """The counter's side, as far as these tests need it: links, served."""

    links: FileLinks
    url: str = ""
    kept: dict[str, OutgoingFile] = field(default_factory=dict)

    async def get(self, url: str) -> tuple[int, bytes, str]:
        async with aiohttp.ClientSession() as client, client.get(url.replace(PUBLIC, self.url)) as answer:
            return answer.status, await answer.read(), answer.headers.get("Content-Disposition", "")


@pytest_asyncio.fixture
async def ours(clock: FakeClock) -> AsyncIterator[Ours]:
    kept = {
        "/documenten/verbruik": OutgoingFile("verbruik.png", "image/png", PNG),
        "bestand:1": OutgoingFile('brief van "juli" é.pdf', "application/pdf", PDF),
        "bestand:raar": OutgoingFile("raar.exe", "application/x-msdownload", b"MZ"),
    }

    async def open_file(path: str) -> OutgoingFile | None:
        return kept.get(path)

    found = Ours(FileLinks(TOKEN, PUBLIC, open_file, clock), kept=kept)
    app = web.Application()
    app.router.add_get(f"{files.PATH}/{{token}}", found.links.serve)
    app.router.add_post("/webhooks/twilio/{channel}", _nothing)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    found.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield found
    await runner.cleanup()


async def _nothing(request: web.Request) -> web.Response:
    return web.Response()


@pytest_asyncio.fixture
async def api(clock: FakeClock, ours: Ours) -> AsyncIterator[Twilio]:
    async with twilio(clock) as stand_in:
        stand_in.hook = ours.url
        yield stand_in
        await stand_in.settled()


def made(
    api: Twilio, ours: Ours, channel: Channel = "whatsapp", *, token: str = TOKEN, sender: str = ""
) -> TwilioClient:
    sender = sender or (OUR_WHATSAPP if channel == "whatsapp" else OUR_SMS)
    return TwilioClient(api.url, (SID, token), channel, sender, f"{PUBLIC}/webhooks/twilio/{channel}", ours.links)


@pytest_asyncio.fixture
async def client(api: Twilio, ours: Ours) -> AsyncIterator[TwilioClient]:
    client = made(api, ours)
    yield client
    await client.close()


@pytest_asyncio.fixture
async def sms(api: Twilio, ours: Ours) -> AsyncIterator[TwilioClient]:
    client = made(api, ours, "sms")
    yield client
    await client.close()


@pytest.fixture
def phone(api: Twilio, clock: FakeClock) -> TwilioPhone:
    phone = api.phone(NUMBER, "Sanne")
    phone.last_sent = clock()
    return phone


# -- sending ----------------------------------------------------------------------------------------------------------


async def test_a_picture_comes_with_its_words(client: TwilioClient, phone: TwilioPhone) -> None:
    await client.send(TO, PicturePart("/documenten/verbruik", "Dit is je verbruik."), "parcel")
    [seen] = phone.seen
    assert (seen.text, seen.file, seen.file_type) == ("Dit is je verbruik.", PNG, "image/png")


async def test_a_document_comes_with_its_name(client: TwilioClient, phone: TwilioPhone) -> None:
    await client.send(TO, DocumentPart("bestand:1", "brief.pdf"), "parcel")
    [seen] = phone.seen
    assert (seen.file, seen.file_name) == (PDF, 'brief van "juli" é.pdf')


async def test_by_sms_a_file_is_an_address(sms: TwilioClient, api: Twilio, ours: Ours) -> None:
    phone = api.phone(NUMBER, channel="sms")
    await sms.send(TO, DocumentPart("bestand:1", "brief.pdf", "Hier is je brief."), "parcel")
    [seen] = phone.seen
    words, url = seen.text.split("\n")
    assert words == "Hier is je brief."
    assert (await ours.get(url))[:2] == (200, PDF)
    assert "MediaUrl" not in api.asked[0]


async def test_a_file_that_is_gone_leaves_its_words(client: TwilioClient, phone: TwilioPhone) -> None:
    await client.send(TO, PicturePart("/documenten/weg", "Dit is je verbruik."), "parcel")
    assert [seen.text for seen in phone.seen] == ["Dit is je verbruik."]
    with pytest.raises(Refusal) as refused:
        await client.send(TO, DocumentPart("/documenten/weg", "x.pdf"), "parcel")
    assert (refused.value.fate, refused.value.in_doubt) == (Fate.OURS, False)


async def test_buttons_that_were_made_for_another_provider_are_typed(client: TwilioClient, phone: TwilioPhone) -> None:
    """The person wrote by Meta, and by Twilio before the answer went."""
    await client.send(TO, ButtonsPart("Klopt dit?", (Choice("/a", "Ja"), Choice("/b", "Nee"))), "parcel")
    assert phone.seen[0].text == "Klopt dit?\n\nKies een nummer:\n1. Ja\n2. Nee"


async def test_a_template_is_found_by_its_name(client: TwilioClient, api: Twilio, phone: TwilioPhone) -> None:
    phone.last_sent = None
    api.templates = [("ander", "nl", "HX1"), ("terugkomen", "en", "HX2"), ("terugkomen", "nl", "HX3")]
    await client.send(TO, TemplatePart("terugkomen", "nl", ("Sanne", 'het "contract"')), "parcel")
    assert api.asked[-1]["ContentSid"] == "HX3"
    assert phone.seen[0].text == 'terugkomen: Sanne, het "contract"'
    with pytest.raises(Refusal) as refused:
        await client.send(TO, TemplatePart("weg", "nl"), "parcel")
    assert (refused.value.fate, refused.value.in_doubt) == (Fate.OURS, False)


async def test_a_messaging_service_may_send_sms(api: Twilio, ours: Ours) -> None:
    phone = api.phone(NUMBER, channel="sms")
    client = made(api, ours, "sms", sender=f"MG{'0' * 32}")
    await client.send(TO, TextPart("Dag"), "parcel")
    await client.close()
    assert api.asked[0]["MessagingServiceSid"] == f"MG{'0' * 32}"
    assert "From" not in api.asked[0]
    assert phone.seen[0].text == "Dag"


async def test_who_has_no_number_gets_no_sms(sms: TwilioClient) -> None:
    with pytest.raises(Refusal) as refused:
        await sms.send(Address(user_id="NL.1"), TextPart("Dag"), "parcel")
    assert (refused.value.fate, refused.value.in_doubt) == (Fate.OTHER_CHANNEL, False)


async def test_refusals_name_nobody(client: TwilioClient) -> None:
    with pytest.raises(Refusal) as refused:
        await client.send(Address(number="12"), TextPart("Dag"), "parcel")
    assert (refused.value.fate, refused.value.code, refused.value.in_doubt) == (Fate.OTHER_CHANNEL, 21211, False)
    assert "12" not in refused.value.reason


async def test_a_wrong_token_is_an_alarm(api: Twilio, ours: Ours) -> None:
    client = made(api, ours, token="old")
    with pytest.raises(Refusal) as refused:
        await client.send(TO, TextPart("Dag"), "parcel")
    await client.close()
    assert (refused.value.fate, refused.value.code) == (Fate.ALARM, 20003)


async def test_a_lost_answer_is_a_doubt_and_no_connection_is_none(
    client: TwilioClient, api: Twilio, phone: TwilioPhone, ours: Ours
) -> None:
    api.cut = 1
    with pytest.raises(Refusal) as refused:
        await client.send(TO, TextPart("Dag"), "parcel")
    assert refused.value.in_doubt
    assert len(phone.seen) == 1
    nowhere = TwilioClient("http://127.0.0.1:9", (SID, TOKEN), "whatsapp", OUR_WHATSAPP, PUBLIC, ours.links)
    with pytest.raises(Refusal) as refused:
        await nowhere.send(TO, TextPart("Dag"), "parcel")
    await nowhere.close()
    assert (refused.value.fate, refused.value.in_doubt) == (Fate.RETRY, False)


async def test_how_long_to_wait_is_obeyed(client: TwilioClient, api: Twilio) -> None:
    api.fails, api.retry_after = [20429], 7
    with pytest.raises(Refusal) as refused:
        await client.send(TO, TextPart("Dag"), "parcel")
    assert (refused.value.fate, refused.value.wait) == (Fate.SLOW_NUMBER, 7.0)


# -- files of customers -----------------------------------------------------------------------------------------------


async def test_a_file_is_fetched_and_the_token_stays_with_twilio(client: TwilioClient, api: Twilio) -> None:
    url = api.keep(PNG, "image/png")
    assert await client.fetch(Media(url), 1000) == PNG
    assert not api.token_seen_by_store


async def test_a_file_that_is_too_large_or_gone_is_refused(client: TwilioClient, api: Twilio) -> None:
    url = api.keep(PNG, "image/png")
    with pytest.raises(Refusal, match="too large"):
        await client.fetch(Media(url), 10)
    with pytest.raises(Refusal) as refused:
        await client.fetch(Media(url[:-4] + "0000"), 1000)
    assert refused.value.fate is Fate.OURS


@pytest.mark.parametrize(
    "url",
    ["https://elders.nl/x", "https://api.twilio.com.elders.nl/x", "http://api.twilio.com/x", "file:///etc/passwd", ""],
)
async def test_nothing_is_fetched_elsewhere(client: TwilioClient, url: str) -> None:
    with pytest.raises(Refusal) as refused:
        await client.fetch(Media(url), 1000)
    assert (refused.value.fate, refused.value.code) == (Fate.OURS, 404)


# -- files of ours ----------------------------------------------------------------------------------------------------


async def test_a_link_opens_one_file_for_a_while(ours: Ours, clock: FakeClock) -> None:
    url = ours.links.url("bestand:1", FOR_TWILIO)
    status, content, named = await ours.get(url)
    assert (status, content) == (200, PDF)
    assert named.startswith("inline; filename=")
    clock.now += FOR_TWILIO - timedelta(seconds=1)
    assert (await ours.get(url))[0] == 200
    clock.now += timedelta(seconds=1)
    assert (await ours.get(url))[0] == 404


async def test_a_link_that_nobody_made_opens_nothing(ours: Ours, clock: FakeClock) -> None:
    url = ours.links.url("bestand:1", FOR_TWILIO)
    other = FileLinks("another secret", PUBLIC, ours.links._open_file, clock).url("bestand:1", FOR_TWILIO)
    assert [(await ours.get(one))[0] for one in (url[:-2], f"{url}x", other, f"{PUBLIC}{files.PATH}/x")] == [404] * 4
