"""A customer on WhatsApp at the desk: the time that is left, a template afterwards, what failed, and an alarm."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TypeVar

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import update

from dichtbij.channels.whatsapp.tables import PersonRow
from dichtbij.whatsapp_stand_in import Phone, StandIn
from tests.browser.counter import OwnCounter, own_counter
from tests.browser.pages import Desk
from tests.browser.test_axe import check
from tests.browser.windows import DESKTOP, Windows
from tests.running_counter import PASSWORD, handover

SANNE = "31612000101"
Result = TypeVar("Result")


@pytest.fixture(autouse=True)
def everybody_is_available() -> None:
    """Every test here has a counter of its own."""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database to begin with."""
    file = tmp_path_factory.mktemp("filled") / "dichtbij.db"
    with own_counter(file) as counter:
        counter.fill()
    return file


@pytest.fixture
def own(tmp_path: Path, filled: Path) -> Iterator[OwnCounter]:
    """A counter of this test alone, with the phones of /whatsapp-demo."""
    with own_counter(Path(shutil.copy(filled, tmp_path))) as counter:
        counter.clock.now = datetime.now(timezone.utc)  # the page counts down by the Date of our answers
        counter.start(opening_hours="always")
        yield counter


@pytest.fixture
def windows(browser: Browser, own: OwnCounter) -> Iterator[Windows]:
    """As in the other tests, at the counter of this one."""
    windows = Windows(browser, own.url)
    yield windows
    wrong = windows.close()
    assert not wrong, f"errors on the console: {wrong}"


def meta_of(own: OwnCounter) -> StandIn:
    demo = own.running.parts.phone_demo
    assert demo is not None
    return demo.meta


async def _act(act: Callable[[], Result]) -> Result:
    """Something done with a phone, on the loop of the counter."""
    return act()


def taken(windows: Windows, own: OwnCounter, scheme: str = "light") -> tuple[Desk, Phone]:
    """Fatima has Sanne, who wrote on WhatsApp."""
    own.running.bot.says["mens"] = handover()
    desk = Desk(windows.person(DESKTOP, color_scheme=scheme, reduced_motion="reduce").new_page())
    desk.log_in("fatima", PASSWORD)
    desk.be("bezet")
    phone = meta_of(own).phones[SANNE]
    own.do(_act(lambda: phone.say("mens")))
    own.do(meta_of(own).hears(phone, "Ik haal er een medewerker bij"))  # all of the handover was told
    desk.take("Sanne")
    expect(desk.page.locator(".talk-head .facts")).to_contain_text("WhatsApp")
    return desk, phone


async def wrote_long_ago(own: OwnCounter) -> None:
    """As if everybody on a phone wrote a day and an hour ago."""
    at = own.running.clock() - timedelta(hours=25)
    async with own.running.parts.database.writing() as session:
        await session.execute(update(PersonRow).values(last_in_at=at))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_template_after_the_window(windows: Windows, own: OwnCounter, scheme: str) -> None:
    windows.expect(r"status of 422 .*/templates")
    desk, phone = taken(windows, own, scheme)
    page = desk.page
    expect(page.locator("window-left")).to_have_text(re.compile("nog 2[34] u [05][0-9] om te antwoorden"))
    desk.say("Goedendag, met Fatima.")
    own.do(meta_of(own).hears(phone, "met Fatima"))
    expect(desk.log.locator(".delivery")).to_have_text("Bezorgd")

    own.do(wrote_long_ago(own))
    page.reload()
    expect(page.locator("window-left")).to_have_text("24 uur voorbij")
    expect(desk.field).to_be_disabled()
    expect(page.locator(".why-not")).to_contain_text("24 uur")
    check(page)
    page.get_by_role("button", name="Sjabloon kiezen").click()
    dialog = page.get_by_role("dialog", name="Sjabloon sturen")
    expect(dialog.get_by_label("Waar het over gaat")).to_be_focused()
    dialog.get_by_role("button", name="Verstuur").click()
    expect(dialog.get_by_role("alert")).to_have_text(re.compile("Vul in: waar het over gaat"))
    expect(dialog.get_by_label("Waar het over gaat")).to_have_attribute("aria-invalid", "true")
    check(page)
    page.keyboard.press("Shift+Tab")
    for title in ("We hebben nog iets nodig", "Het is geregeld"):  # by arrow keys, which keep their place
        page.keyboard.press("ArrowDown")
        expect(dialog.get_by_label(title)).to_be_checked()
        expect(dialog.get_by_label(title)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("de rekening")
    expect(dialog.locator(".to-customer")).to_contain_text("vraag over de rekening")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(desk.log.locator(".message.agent .told").last).to_have_text("Verstuurd als sjabloon")
    own.do(meta_of(own).hears(phone, "vraag over de rekening"))

    own.running.clock.forward(seconds=5)
    own.do(_act(lambda: phone.say("fijn, vertel")))
    expect(desk.log).to_contain_text("fijn, vertel")
    expect(desk.field).to_be_enabled()


def test_what_failed_and_why_and_a_line_while_nothing_goes_out(windows: Windows, own: OwnCounter) -> None:
    desk, phone = taken(windows, own)
    page = desk.page
    meta_of(own).fail(131026)
    desk.say("Komt dit aan?")
    expect(desk.log.locator(".delivery.failed")).to_contain_text("Niet bezorgd: de klant is hier niet te bereiken")
    expect(desk.log.locator(".delivery.failed")).to_contain_text("De klant kreeg een mail")
    meta_of(own).fail(190)
    desk.say("En dit?")
    expect(page.locator(".alarm-line")).to_contain_text("Berichten via WhatsApp komen sinds")
    check(page)
    own.running.clock.forward(seconds=61)
    own.do(meta_of(own).hears(phone, "En dit?"))
    expect(page.locator(".alarm-line")).to_have_count(0)


def test_what_is_changed_is_seen_and_who_signs_off_is_left_in_peace(windows: Windows, own: OwnCounter) -> None:
    desk, phone = taken(windows, own)
    own.do(_act(lambda: phone.send_location(52.09, 5.12, "Meterkast")))
    expect(desk.log.locator(".text.described")).to_contain_text("Stuurde een locatie: Meterkast")
    typed = own.do(_act(lambda: phone.say("in de gang")))
    expect(desk.log).to_contain_text("in de gang")
    own.do(_act(lambda: phone.edit(typed, "in de schuur")))
    expect(desk.log.locator(".told")).to_contain_text("Eerst stond er: “in de gang”")
    own.do(_act(lambda: phone.say("afmelden")))
    expect(desk.log).to_contain_text("afmelden")
    expect(desk.page.locator(".signed-off")).to_have_text("Afgemeld voor berichten")
    expect(desk.field).to_be_disabled()
    expect(desk.page.get_by_role("button", name="Sjabloon kiezen")).to_have_count(0)
    check(desk.page)
