"""The phone of /whatsapp-demo as somebody uses it: over the real webhook, with the real bot and the real desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_axe import check, looks
from tests.browser.windows import DESKTOP, PHONE, Windows
from tests.stack import Stack

SANNE, LINDA, STRANGER, HIDDEN = "31612000101", "31612000103", "31685550001", "31685550002"
Look = dict[str, Any]
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8ffff3f0005fe02fea7356d1b0000000049454e44ae426082"
)


class Phone:
    """The page, and what is done on it."""

    def __init__(self, page: Page, number: str = "") -> None:
        self.page = page
        self.field = page.get_by_role("textbox", name="Typ een bericht")
        self.answers = page.locator(".line.theirs")
        self.mine = page.locator(".line.mine")
        page.goto("/whatsapp-demo") if page.url == "about:blank" else None
        expect(self.field).to_be_visible()
        if number:
            self.take(number)

    def take(self, number: str) -> None:
        """Pick up somebody's phone."""
        self.page.get_by_label("Van wie is de telefoon?").select_option(number)
        expect(self.page.get_by_text(re.compile("Het loket mag|Nog niets gestuurd")).first).to_be_visible()

    def say(self, text: str) -> str:
        """Type and send; the text of what comes back."""
        return self._answer_to(lambda: self._type(text))

    def _type(self, text: str) -> None:
        self.field.fill(text)
        self.field.press("Enter")

    def tap(self, title: str) -> str:
        """Tap a button below a message; the text of what comes back."""
        return self._answer_to(lambda: self.page.locator(".choice:enabled", has_text=title).last.click())

    def _answer_to(self, act: Callable[[], None]) -> str:
        before = self.answers.count()
        act()
        expect(self.answers).not_to_have_count(before)
        text = self.answers.last.locator(".text").inner_text()
        assert not re.search(r"[{}]", text), f"a text with a hole in it: {text}"
        return text


def open_phone(windows: Windows, number: str, size: Look = DESKTOP, **options: Any) -> Phone:
    return Phone(windows.person(size, **options).new_page(), number)


def test_a_conversation_by_keyboard(windows: Windows) -> None:
    phone = open_phone(windows, LINDA)
    keys = phone.page.keyboard
    phone.field.focus()
    keys.type("wat zijn de openingstijden?")
    keys.press("Enter")
    expect(phone.answers.last.locator(".text")).to_contain_text("We zijn nu open")
    expect(phone.field).to_be_focused()
    expect(phone.mine.last.locator(".tick .sr")).to_have_text(re.compile("bezorgd|gelezen"))
    log = phone.page.get_by_role("log", name="Gesprek")
    expect(log).to_be_visible()
    expect(phone.mine.last).to_have_attribute("aria-live", "off")
    keys.type("twee regels")
    keys.press("Shift+Enter")
    keys.type("in een bericht")
    keys.press("Enter")
    expect(phone.mine.last).to_contain_text("in een bericht")

    phone.page.reload()
    expect(phone.field).to_be_visible()
    expect(phone.mine.last).to_contain_text("in een bericht")  # the same phone, with what was on it
    expect(phone.answers.first).to_have_attribute("aria-live", "off")


def test_a_human_is_one_tap_away_and_answers(windows: Windows) -> None:
    desk = windows.desk("fatima")
    phone = open_phone(windows, STRANGER)
    phone.say("hallo")
    phone.tap("Medewerker")
    desk.take("Onbekende klant")
    desk.say("Goedendag, met Fatima.")
    expect(phone.answers.last.locator(".text")).to_contain_text("Goedendag, met Fatima.")
    phone.page.locator("input[type=file]").set_input_files(
        {"name": "meter.png", "mimeType": "image/png", "buffer": PNG}
    )
    expect(phone.mine.last.locator("img")).to_be_visible()
    phone.page.get_by_role("button", name="Locatie sturen").click()
    expect(phone.mine.last).to_contain_text("Domplein")
    expect(desk.log).to_contain_text("Stuurde een locatie")


def test_taking_a_message_back(windows: Windows) -> None:
    phone = open_phone(windows, HIDDEN)
    phone.say("dit had ik niet willen zeggen")
    phone.page.get_by_role("button", name=re.compile("intrekken")).last.click()
    expect(phone.mine.last).to_contain_text("Je hebt dit bericht ingetrokken.")
    expect(phone.mine.last).not_to_contain_text("niet willen zeggen")


def test_a_phone_that_is_off_and_a_line_that_says_everything_twice(windows: Windows) -> None:
    phone = open_phone(windows, HIDDEN)
    trouble = phone.page.get_by_label("Wat gaat er mis bij WhatsApp?")
    trouble.select_option("dubbel")
    phone.say("hallo")
    sent = phone.answers.count()
    off = phone.page.get_by_label("Telefoon staat uit")
    off.check()
    expect(phone.page.get_by_text("Deze telefoon staat uit.")).to_be_visible()
    phone._type("ben je er nog?")
    expect(phone.mine.last.locator(".tick .sr")).to_have_text(re.compile("bezorgd|gelezen"))
    expect(phone.answers).to_have_count(sent)
    off.uncheck()
    expect(phone.answers).to_have_count(sent + 1)
    trouble.select_option("geen")


def test_from_the_website_to_the_phone(windows: Windows, stack: Stack) -> None:
    desk = windows.desk("fatima")
    customer = windows.customer().log_in("Sanne")
    customer.say("waarom is mijn jaarafrekening zo hoog?")
    customer.page.get_by_role("button", name="Verder op WhatsApp").click()
    link = customer.page.get_by_role("link", name=re.compile("WhatsApp openen"))
    expect(link).to_be_focused()
    with customer.page.context.expect_page() as opened:
        link.click()
    phone = Phone(opened.value)
    expect(phone.field).to_have_value(re.compile(r"code \w{4}-\w{4}"))
    phone.take(STRANGER)
    before = phone.answers.count()
    phone.page.get_by_role("button", name="Versturen").click()
    expect(phone.answers).not_to_have_count(before)
    expect(phone.answers.last).to_contain_text("Dit is het gesprek van Sanne op de website")
    phone.page.get_by_role("button", name="Ja, dat ben ik").click()
    expect(phone.answers.last).to_contain_text("gaat hier verder met je gesprek van de website")
    expect(customer.answers.last).to_contain_text("op WhatsApp verdergegaan")
    continued = "SELECT count(*) FROM conversations WHERE channel = 'whatsapp' AND continues_id IS NOT NULL"
    assert stack.one(continued) >= 1

    phone.say("ik wil een medewerker spreken")
    desk.take("Sanne")
    desk.page.get_by_text(re.compile("Lees dat gesprek")).click()
    expect(desk.context.locator(".transcript")).to_contain_text("waarom is mijn jaarafrekening zo hoog?")


@looks
def test_it_is_accessible(windows: Windows, size: Look, scheme: str) -> None:
    page = windows.person(size, color_scheme=scheme, reduced_motion="reduce").new_page()
    phone = Phone(page, SANNE)
    check(page)
    phone.say("hallo")
    phone.page.get_by_role("button", name="Spraakbericht sturen").click()
    expect(phone.mine.last).to_contain_text("Spraakbericht")
    check(page)
    phone.page.get_by_label("Telefoon staat uit").check()
    expect(phone.page.get_by_text("Deze telefoon staat uit.")).to_be_visible()
    check(page)
    phone.page.get_by_label("Telefoon staat uit").uncheck()
    expect(phone.page.get_by_text("Deze telefoon staat uit.")).to_have_count(0)
    wide = "() => document.scrollingElement.scrollWidth > window.innerWidth"
    assert not page.evaluate(wide), f"wider than the window: {size}"


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_nothing_is_hidden_behind_the_keyboard_line(windows: Windows, size: Look) -> None:
    """The newest message can be seen whole, and the place to type is in the window once it is used."""
    phone = open_phone(windows, LINDA, size)
    phone.say("wie ben jij?")
    phone.field.focus()
    box, log = phone.answers.last.bounding_box(), phone.page.locator(".log").bounding_box()
    assert box is not None
    assert log is not None
    assert box["y"] + box["height"] <= log["y"] + log["height"] + 1
