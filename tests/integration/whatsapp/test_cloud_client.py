"""Our client of the Graph API against the stand-in: sending, fetching, and what it makes of every way of failing."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator

import pytest

from dichtbij.channels.whatsapp.cloud.client import CloudClient
from dichtbij.channels.whatsapp.files import OutgoingFile
from dichtbij.channels.whatsapp.model import (
    Address,
    ButtonsPart,
    Choice,
    DocumentPart,
    Fate,
    ListPart,
    Media,
    Part,
    PicturePart,
    Refusal,
    TemplatePart,
    TextPart,
)
from dichtbij.whatsapp_stand_in import Phone, StandIn
from tests.conftest import FakeClock
from tests.integration.whatsapp.outgoing import PNG
from tests.whatsapp_stand_in import stand_in

NUMBER = "31612000101"
TO = Address(number=NUMBER)
HALLO = TextPart("hallo")
FILES = {
    "/documenten/grafiek": OutgoingFile("verbruik.png", "image/png", PNG),
    "bestand:brief": OutgoingFile("brief.pdf", "application/pdf", b"%PDF-1.4 hallo"),
}


async def open_file(path: str) -> OutgoingFile | None:
    return FILES.get(path)


@pytest.fixture
async def meta(clock: FakeClock) -> AsyncIterator[StandIn]:
    async with stand_in(clock) as meta:
        yield meta


@pytest.fixture
def phone(meta: StandIn) -> Phone:
    phone = meta.phone(NUMBER, "Sanne")
    phone.say("hallo")
    return phone


def client_of(meta: StandIn, token: str = "") -> CloudClient:
    return CloudClient(meta.url, meta.account.phone_number_id, token or meta.account.token, open_file)


@pytest.fixture
async def client(meta: StandIn) -> AsyncIterator[CloudClient]:
    client = client_of(meta)
    yield client
    await client.close()


async def refusal_of(client: CloudClient, part: Part = HALLO, to: Address = TO) -> Refusal:
    with pytest.raises(Refusal) as raised:
        await client.send(to, part, "our-reference")
    return raised.value


@pytest.mark.parametrize(
    "part",
    [
        HALLO,
        ButtonsPart("Klopt dit?", (Choice("/ja", "Ja"), Choice("/nee", "Nee"))),
        ButtonsPart("2.900 kWh", (Choice("/maand", "Per maand"),), PicturePart("/documenten/grafiek", "grafiek")),
        ListPart("Welke? " * 300, "Kies", tuple(Choice(f"/{n}", f"Factuur {n}", "open") for n in range(10))),
        PicturePart("/documenten/grafiek", "Een grafiek."),
        DocumentPart("bestand:brief", "brief.pdf", "Lees dit."),
        TemplatePart("weer_bereikbaar", "nl", ("Sanne",)),
    ],
    ids=lambda part: type(part).__name__,
)
async def test_every_part_arrives_with_our_reference(
    meta: StandIn, phone: Phone, client: CloudClient, part: Part
) -> None:
    meta.approve("weer_bereikbaar", "Beste {{1}}, we hebben een antwoord.")
    id_ = await client.send(TO, part, "our-reference")
    await meta.until(lambda: phone.received)
    [bubble] = phone.received
    assert (bubble.id, bubble.reference) == (id_, "our-reference")


async def test_who_hides_the_number_is_reached_by_id(meta: StandIn, phone: Phone, client: CloudClient) -> None:
    await client.send(Address(user_id=phone.user_id), HALLO, "r")
    await meta.hears(phone, "hallo")


async def test_a_file_that_is_gone_leaves_the_buttons_and_the_words(
    meta: StandIn, phone: Phone, client: CloudClient
) -> None:
    gone = PicturePart("/documenten/weg")
    await client.send(TO, ButtonsPart("2.900 kWh", (Choice("/maand", "Per maand"),), gone), "r")
    bubble = await meta.hears(phone, "2.900 kWh")
    assert "header" not in bubble.content
    assert (await refusal_of(client, gone)).fate is Fate.OURS


@pytest.mark.parametrize(
    ("code", "http", "fate"),
    [
        (190, 0, Fate.ALARM),
        (130429, 0, Fate.SLOW_NUMBER),
        (131056, 0, Fate.SLOW_PERSON),
        (131000, 0, Fate.RETRY),
        (131009, 0, Fate.OURS),
        (999999, 503, Fate.RETRY),
    ],
)
async def test_an_error_in_metas_form_is_no_doubt(
    meta: StandIn, phone: Phone, client: CloudClient, code: int, http: int, fate: Fate
) -> None:
    meta.fail(code, http=http, wait=7)
    refusal = await refusal_of(client)
    assert (refusal.fate, refusal.code, refusal.in_doubt, refusal.wait) == (fate, code, False, 7.0)
    assert NUMBER not in str(refusal)


async def test_a_wrong_token_is_an_alarm(meta: StandIn, phone: Phone) -> None:
    client = client_of(meta, "another-token")
    assert (await refusal_of(client)).fate is Fate.ALARM
    await client.close()


async def test_a_number_that_is_not_ours_is_an_alarm(meta: StandIn, phone: Phone) -> None:
    """A wrong WHATSAPP_PHONE_NUMBER_ID, or a token that lost the number: no message can go, so none is thrown away."""
    client = CloudClient(meta.url, "999999999999999", meta.account.token, open_file)
    refusal = await refusal_of(client)
    assert (refusal.fate, refusal.code, refusal.in_doubt) == (Fate.ALARM, 100, False)
    assert (await refusal_of(client, PicturePart("/documenten/grafiek"))).fate is Fate.ALARM
    await client.close()


async def test_an_address_that_is_not_metas_is_an_alarm(meta: StandIn, phone: Phone) -> None:
    """A wrong WHATSAPP_GRAPH_URL."""
    client = CloudClient(f"{meta.url}/nowhere/else", meta.account.phone_number_id, meta.account.token, open_file)
    assert (await refusal_of(client)).fate is Fate.ALARM
    await client.close()


@pytest.mark.parametrize(
    ("http", "in_doubt", "fate"),
    [
        (404, False, Fate.ALARM),
        (301, False, Fate.ALARM),
        (500, True, Fate.RETRY),
        (502, True, Fate.RETRY),
        (504, True, Fate.RETRY),
        (503, False, Fate.RETRY),
        (429, False, Fate.SLOW_NUMBER),
        (403, False, Fate.ALARM),
        (200, True, Fate.RETRY),
    ],
)
async def test_a_page_instead_of_an_answer(
    meta: StandIn, phone: Phone, client: CloudClient, http: int, in_doubt: bool, fate: Fate
) -> None:
    meta.page(http)
    refusal = await refusal_of(client)
    assert (refusal.in_doubt, refusal.fate) == (in_doubt, fate)


async def test_a_broken_connection_is_a_doubt_and_one_that_never_was_is_not(
    meta: StandIn, phone: Phone, client: CloudClient
) -> None:
    meta.cut()
    assert (await refusal_of(client)).in_doubt
    nowhere = CloudClient("http://127.0.0.1:9/v23.0", "1", "token", open_file)
    refusal = await refusal_of(nowhere)
    assert (refusal.fate, refusal.in_doubt) == (Fate.RETRY, False)
    await nowhere.close()


async def test_an_upload_that_breaks_is_no_doubt(meta: StandIn, phone: Phone, client: CloudClient) -> None:
    """Nobody sees a file that was only uploaded."""
    meta.cut(on="media")
    refusal = await refusal_of(client, PicturePart("/documenten/grafiek"))
    assert (refusal.fate, refusal.in_doubt) == (Fate.RETRY, False)


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (
            ButtonsPart("2.900 kWh", (Choice("/maand", "Per maand"),), PicturePart("/documenten/grafiek", "grafiek")),
            "2.900 kWh",
        ),
        (PicturePart("/documenten/grafiek", "Een grafiek."), "Een grafiek."),
        (DocumentPart("bestand:brief", "brief.pdf", "Lees dit."), "Lees dit."),
    ],
    ids=lambda part: type(part).__name__,
)
@pytest.mark.parametrize("code", [131053, 100])
async def test_a_file_that_is_not_taken_leaves_the_buttons_and_the_words(
    meta: StandIn, phone: Phone, client: CloudClient, part: Part, words: str, code: int
) -> None:
    meta.fail(code, on="media")
    await client.send(TO, part, "r")
    bubble = await meta.hears(phone, words)
    assert bubble.type in ("text", "interactive")
    assert bubble.titles == (["Per maand"] if isinstance(part, ButtonsPart) else [])


async def test_a_file_without_words_that_is_not_taken_fails(meta: StandIn, phone: Phone, client: CloudClient) -> None:
    meta.fail(131053, on="media")
    refusal = await refusal_of(client, PicturePart("/documenten/grafiek"))
    assert (refusal.fate, refusal.code) == (Fate.OURS, 131053)


async def test_a_file_is_tried_again_when_meta_has_trouble(meta: StandIn, phone: Phone, client: CloudClient) -> None:
    """Only what can never go is left out."""
    meta.fail(131000, on="media")
    assert (await refusal_of(client, PicturePart("/documenten/grafiek", "Een grafiek."))).fate is Fate.RETRY
    assert phone.texts == []


# -- files of customers -----------------------------------------------------------------------------------------------


async def test_a_customers_file_is_fetched(meta: StandIn, client: CloudClient) -> None:
    content = b"\xff\xd8\xff" + bytes(range(256)) * 800
    file = meta.files.add(content, "image/jpeg", meta.now())
    fetched = await client.fetch(Media(file.id), 1024 * 1024)
    assert hashlib.sha256(fetched).digest() == hashlib.sha256(content).digest()


async def test_a_file_too_large_is_not_fetched(meta: StandIn, client: CloudClient) -> None:
    file = meta.files.add(bytes(5000), "image/jpeg", meta.now())
    with pytest.raises(Refusal) as raised:
        await client.fetch(Media(file.id), 4999)
    assert (raised.value.fate, raised.value.code) == (Fate.OURS, 413)


async def test_a_file_that_is_gone(meta: StandIn, client: CloudClient) -> None:
    with pytest.raises(Refusal) as raised:
        await client.fetch(Media("123456789012345"), 1000)
    assert raised.value.fate is Fate.OURS


async def test_a_fetch_without_an_answer_is_tried_again(meta: StandIn, client: CloudClient) -> None:
    file = meta.files.add(b"hallo", "image/jpeg", meta.now())
    meta.cut(on="download", times=2)  # aiohttp asks a second time by itself
    with pytest.raises(Refusal) as raised:
        await client.fetch(Media(file.id), 1000)
    assert raised.value.fate is Fate.RETRY
    assert await client.fetch(Media(file.id), 1000) == b"hallo"


@pytest.mark.parametrize(
    ("url", "metas"),
    [
        ("https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1", True),
        ("https://scontent.fbcdn.net/x", True),
        ("http://lookaside.fbsbx.com/x", False),
        ("https://fbsbx.com.evil.example/x", False),
        ("https://evilfbsbx.com/x", False),
        ("https://user@evil.example/.fbsbx.com", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_the_token_goes_to_meta_alone(url: str, metas: bool) -> None:
    client = CloudClient("https://graph.facebook.com/v23.0", "1", "token", open_file)
    assert client._is_metas(url) is metas
