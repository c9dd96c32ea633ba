"""Own details are changed once; a new e-mail address is told to the old one, never in full."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import text

from dichtbij.customers.details import Details
from dichtbij.customers.model.details import DetailChanged, DetailField, DetailProblem, DetailProposal, DetailRefused
from dichtbij.customers.requests import Requests
from dichtbij.customers.rules.details import Name
from dichtbij.errors import MailUnavailable
from dichtbij.organisation import load_organisation
from dichtbij.settings import ROOT
from dichtbij.texts import Texts

E_MAIL, PHONE, NAME = DetailField.E_MAIL, DetailField.TELEFOON, DetailField.NAAM
OLD, NEW = "sanne.dewit@voorbeeld.example", "s.dewit@nieuw.example"


@pytest.fixture(scope="session")
def texts() -> Texts:
    return Texts(load_organisation(ROOT / "organisatie.yml").facts())


@pytest.fixture
def details(database, clock, mailer, texts) -> Details:
    return Details(database, clock, mailer, texts, mail_pause_seconds=0)


async def stored(database, who: str) -> tuple[str, str, str, str]:
    async with database.reading() as session:
        found = await session.execute(
            text("SELECT email, phone, first_name, last_name FROM customers WHERE id = :who"), {"who": who}
        )
        return tuple(found.one())  # type: ignore[return-value]


async def test_a_proposal_masks_what_is_on_file_and_stores_nothing(details, database, sanne) -> None:
    before = await stored(database, sanne)
    proposal = await details.propose_detail(sanne, E_MAIL, NEW)
    assert proposal == DetailProposal(E_MAIL, NEW, "s*****@voorbeeld.example", unchanged=False)
    assert await stored(database, sanne) == before


async def test_a_new_address_is_stored_and_told_to_the_old_one_without_saying_which(
    details, database, clock, mailer, sanne
) -> None:
    changed = await details.change_detail(sanne, E_MAIL, NEW)
    assert isinstance(changed, DetailChanged)
    assert changed.told_old_address
    await details.settled()
    [(to, subject, letter)] = mailer.sent
    assert to == OLD
    assert subject == "E-mailadres bij Duinlicht Energie gewijzigd"
    assert NEW not in letter
    assert "s*****@nieuw.example" in letter
    assert "Heb je dit niet zelf gedaan? Bel dan meteen 088 000 12 34." in letter
    assert (await stored(database, sanne))[0] == NEW
    [request] = await Requests(database, clock).of(sanne)
    assert (request.reference, request.title, request.state) == (changed.reference, "E-mailadres gewijzigd", "afgerond")


async def test_phone_and_name_are_stored_and_nobody_is_mailed(details, database, mailer, sanne) -> None:
    await details.change_detail(sanne, PHONE, "+31687654321")
    await details.change_detail(sanne, NAME, Name("", "van den Berg"))
    await details.change_detail(sanne, NAME, Name("Sam", ""))
    assert (await stored(database, sanne))[1:] == ("+31687654321", "Sam", "van den Berg")
    await details.settled()
    assert mailer.sent == []


async def test_the_same_again_is_one_change(details, database, clock, mailer, sanne) -> None:
    first = await details.change_detail(sanne, E_MAIL, NEW)
    again = await details.change_detail(sanne, E_MAIL, NEW)
    await details.settled()
    assert isinstance(first, DetailChanged)
    assert isinstance(again, DetailChanged)
    assert (again.repeated, again.reference) == (True, first.reference)
    assert len(mailer.sent) == len(await Requests(database, clock).of(sanne)) == 1


async def test_two_at_once_are_one_change(details, database, clock, mailer, sanne) -> None:
    outcomes = await asyncio.gather(*(details.change_detail(sanne, E_MAIL, NEW) for _ in range(6)))
    await details.settled()
    assert sum(not one.repeated for one in outcomes) == 1
    assert len(mailer.sent) == len(await Requests(database, clock).of(sanne)) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [(E_MAIL, "geen adres"), (E_MAIL, "x@y"), (E_MAIL, f"a@b.nl en {NEW}"), (PHONE, "0612"), (PHONE, NEW),
     (NAME, "Jansen"), (E_MAIL, Name("", "Jansen"))],
)  # fmt: skip
async def test_what_is_no_such_value_is_refused(details, database, sanne, field, value) -> None:
    before = await stored(database, sanne)
    assert await details.change_detail(sanne, field, value) == DetailRefused(DetailProblem.ONGELDIG)
    assert await stored(database, sanne) == before


async def test_the_name_of_a_business_is_for_a_person(details, bakkerij) -> None:
    refused = await details.change_detail(bakkerij, NAME, Name("", "De Korst"))
    assert isinstance(refused, DetailRefused)
    assert refused.hand_over


async def test_a_stranger_is_refused(details, nobody) -> None:
    assert await details.change_detail(nobody, PHONE, "+31687654321") == DetailRefused(DetailProblem.ONBEKENDE_KLANT)


async def test_a_mail_server_that_is_away_does_not_undo_the_change_and_is_tried_again(
    database, clock, texts, sanne
) -> None:
    class Away:
        tries = 0

        async def send(self, to: str, subject: str, text: str) -> None:
            self.tries += 1
            raise MailUnavailable("away")

    mailer = Away()
    details = Details(database, clock, mailer, texts, mail_pause_seconds=0)
    assert isinstance(await details.change_detail(sanne, E_MAIL, NEW), DetailChanged)
    await details.settled()
    assert mailer.tries == 3
    assert (await stored(database, sanne))[0] == NEW
