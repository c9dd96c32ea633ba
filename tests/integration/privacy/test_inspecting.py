"""Everything about a person, and of nobody else: as a file, as a page, behind a link that ends."""

from __future__ import annotations

import json

from dichtbij.conversations.model import Content
from dichtbij.customers.demo_personas import PERSONAS
from dichtbij.customers.documents import PATH, Document, DocumentKind, LinkRefused
from dichtbij.privacy.inspection import FILE, PAGE
from tests.integration.privacy.conftest import SANNE, WORDS, House

SWEPT = "<script>alert('x')</script> & \"aanhaling\""


async def opened(house: House, ref: str, number: str = SANNE) -> Document:
    path = house.documents.link(house.id_of(number), DocumentKind.GEGEVENS, ref)
    found = await house.documents.open(path.removeprefix(PATH))
    assert isinstance(found, Document), found
    return found


async def test_the_file_holds_what_was_said_and_done_in_every_store(house: House) -> None:
    id_ = await house.says(f"ik zeg {WORDS}")
    await house.hands_over(id_, f"ik wil een mens, {WORDS}")
    await house.callbacks.ask(
        name="Sanne",
        phone="+31612000101",
        slot="ochtend",
        subject=WORDS,
        customer_id=house.id_of(),
        conversation_id=id_,
    )
    document = await opened(house, FILE)
    assert (document.content_type, document.filename) == ("application/json", f"gegevens-{SANNE}.json")
    found = json.loads(document.content)
    [customer] = found["klantgegevens"]["customers"]
    assert customer["customer_number"] == SANNE
    for table in ("addresses", "contracts", "tariffs", "readings", "invoices", "invoice_lines", "payments", "consents"):
        assert found["klantgegevens"][table], table
    [conversation] = found["gesprekken"]["conversations"]
    assert conversation["messages"][0]["text"] == f"ik zeg {WORDS}"
    assert found["medewerkers"]["cases"][0]["ask"] == f"ik wil een mens, {WORDS}"
    assert found["medewerkers"]["callbacks"][0]["subject"] == WORDS
    assert found["geheugen_assistent"]["events"][0]["text"] == f"ik zeg {WORDS}"


async def test_nothing_of_others_stands_in_it(house: House) -> None:
    fatima = await house.agents.add("fatima", "Fatima Bensaïd", "wachtwoord")
    id_ = await house.says(WORDS)
    case = await house.hands_over(id_, WORDS)
    await house.handoffs.take(case, fatima, Content(text="Er is iemand"))  # type: ignore[arg-type]
    await house.says("de zonnepanelen van Karim", number="10517264", key="browser-2")
    text = (await opened(house, FILE)).content.decode()
    for other in PERSONAS:
        if other.customer_number != SANNE:
            assert other.customer_number not in text
            assert other.email not in text
            assert f'"{other.last_name}"' not in text
    assert "zonnepanelen van Karim" not in text
    assert "Fatima" not in text
    assert fatima.id not in text


async def test_the_page_tells_what_for_how_long_who_else_and_which_rights(house: House) -> None:
    await house.says(SWEPT)
    document = await opened(house, PAGE)
    page = document.content.decode()
    assert document.content_type == "text/html"
    assert "default-src 'none'" in document.policy
    assert page.startswith('<!doctype html>\n<html lang="nl">')
    for words in (
        "Alles wat we hebben van Sanne de Wit",
        "Waarvoor: om je verbruik af te rekenen.",
        "tot en met 31 december 2033",
        "Wie het nog meer krijgt",
        "Autoriteit Persoonsgegevens",
        "365 dagen na je laatste bericht",
    ):
        assert words in page
    assert "{" not in page.split("</style>")[1], "every brace is filled"
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


async def test_a_link_ends_and_shows_nothing_of_who_is_gone(house: House) -> None:
    path = house.documents.link(house.id_of(), DocumentKind.GEGEVENS, FILE)
    house.clock.forward(minutes=31)
    assert isinstance(await house.documents.open(path.removeprefix(PATH)), LinkRefused)
    nobody = house.documents.link(house.id_of("99999999"), DocumentKind.GEGEVENS, FILE)
    assert isinstance(await house.documents.open(nobody.removeprefix(PATH)), LinkRefused)


async def test_the_overview_counts_what_is_there(house: House) -> None:
    await house.says(WORDS)
    overview = await house.room.privacy.overview(house.id_of())
    assert (overview.counts["gesprekken"], overview.counts["berichten"]) == (1, 2)
    assert overview.counts["rekeningen"] > 10
    assert overview.books_until is not None
    assert overview.books_until.year == 2033
