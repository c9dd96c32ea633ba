"""Files between a customer and an agent, as people send them: chosen, dropped, pasted, thought better of."""

from __future__ import annotations

import base64
import io
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image
from playwright.sync_api import Locator, expect

from tests.browser.pages import Customer, Desk, focused
from tests.browser.test_axe import check
from tests.browser.windows import DESKTOP, PHONE, Size, Windows
from tests.files import PDF, SECRET_PLACE, photo

ATTACH = "Foto of pdf toevoegen"
Payload = dict[str, Any]


def a_file(name: str, media_type: str, content: bytes) -> Payload:
    return {"name": name, "mimeType": media_type, "buffer": content}


PHOTO = a_file("IMG_2034.JPG", "image/jpeg", photo(size=(400, 300)))
LETTER = a_file("brief.pdf", "application/pdf", PDF)


@dataclass
class AtTheDesk:
    """The agent of this conversation, over the desk's own HTTP: what is tested here is the customer's side."""

    desk: Desk
    csrf: str
    case_id: str

    def call(self, method: str, path: str, **more: Any) -> Any:
        headers = {"X-CSRF": self.csrf}
        answer = self.desk.page.request.fetch(
            f"/desk/api/cases/{self.case_id}{path}", method=method, headers=headers, **more
        )
        assert answer.ok, answer.text()
        return answer.json()

    def files(self) -> list[Payload]:
        """What the customer sent, as the case shows it."""
        messages = self.call("GET", "")["messages"]
        return [one["attachment"]["payload"] for one in messages if one["sender"] == "customer" and "attachment" in one]

    def send(self, file: Payload) -> None:
        self.call("POST", "/files", multipart={"message_id": str(uuid4()), "file": file})


def together(windows: Windows, size: Size = DESKTOP, **options: Any) -> tuple[Customer, AtTheDesk]:
    """A customer with an agent."""
    desk = windows.desk("fatima")
    customer = windows.customer(size, **options).open("/service")
    customer.say("ik wil een medewerker spreken")
    request = desk.page.request
    csrf = request.get("/desk/api/me").json()["csrf"]
    [case] = request.get("/desk/api/cases?state=waiting").json()["cases"]
    agent = AtTheDesk(desk, csrf, case["id"])
    agent.call("POST", "/take")
    expect(customer.owner).to_contain_text("Je chat met Fatima")
    return customer, agent


def choose(customer: Customer, *files: Payload) -> None:
    """Press the button and pick files."""
    pick(customer, lambda: customer.press(attach(customer)), *files)


def pick(customer: Customer, act: Callable[[], None], *files: Payload) -> None:
    """Pick files in the chooser that `act` opens.

    The browser is told first that a chooser will be answered here. That order and the key go to different parts of it:
    without a word back in between, the key may win, and the chooser opens where nobody is.
    """
    with customer.page.expect_file_chooser() as chooser:
        customer.page.evaluate("0")
        act()
    chooser.value.set_files(list(files))  # type: ignore[arg-type]


def attach(customer: Customer) -> Locator:
    return customer.page.get_by_role("button", name=ATTACH)


def tray(customer: Customer) -> Locator:
    return customer.page.get_by_role("list", name="Gekozen bestanden").get_by_role("listitem")


def send(customer: Customer) -> None:
    customer.press(customer.page.get_by_role("button", name="Versturen"))


def last(customer: Customer) -> Locator:
    return customer.chat.locator(".line.customer").last


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_photo_is_looked_at_and_sent_with_a_word(windows: Windows, size: Size) -> None:
    customer, agent = together(windows, size)
    choose(customer, PHOTO, LETTER)
    expect(tray(customer)).to_have_count(2)
    expect(tray(customer).first).to_contain_text("IMG_2034.JPG")
    expect(tray(customer).first.locator("canvas")).to_be_visible()
    assert agent.files() == [], "nothing goes before the customer says so"
    customer.field.fill("Dit is de meter")
    send(customer)
    expect(tray(customer)).to_have_count(0)
    expect(customer.chat.locator(".line.customer img")).to_be_visible()
    expect(customer.chat.locator(".line.customer a.file")).to_contain_text("brief.pdf")
    expect(customer.page.get_by_text("Dit is de meter")).to_be_visible()
    expect(customer.chat.locator(".line.customer progress")).to_have_count(0)
    customer.fits()
    picture, letter = agent.files()
    assert (picture["title"], letter["title"]) == ("IMG_2034.jpg", "brief.pdf")
    content = agent.desk.page.request.get(picture["src"]).body()
    assert SECRET_PLACE.encode() not in content
    assert Image.open(io.BytesIO(content)).size == (400, 300)


def test_the_agents_files_can_be_seen_enlarged_and_saved(windows: Windows) -> None:
    customer, agent = together(windows)
    agent.send(a_file("schema.png", "image/png", photo("PNG", (300, 200))))
    customer.press(customer.page.get_by_role("button", name="schema.png. Groter bekijken"))
    expect(customer.chat.locator(".large img")).to_be_visible()
    customer.page.keyboard.press("Escape")
    agent.send(a_file("uitleg.pdf", "application/pdf", PDF))
    link = customer.page.get_by_role("link", name=re.compile("uitleg.pdf"))
    expect(link).to_have_attribute("target", "_blank")
    saved = customer.page.request.get(str(link.get_attribute("href")))
    assert saved.body() == PDF
    assert saved.headers["content-disposition"].startswith('attachment; filename="uitleg.pdf"')


def test_the_bot_gets_no_files_and_the_customer_hears_why(windows: Windows) -> None:
    customer = windows.customer().open("/service")
    expect(attach(customer)).to_be_hidden()
    drop(customer, "a.pdf", "application/pdf", PDF)
    said = customer.page.get_by_role("alert")
    expect(said).to_contain_text("De digitale assistent kan geen bestanden bekijken")
    expect(tray(customer)).to_have_count(0)


def test_files_come_by_dropping_and_by_pasting_too(windows: Windows) -> None:
    customer, agent = together(windows)
    drop(customer, "a.pdf", "application/pdf", PDF)
    expect(tray(customer)).to_have_count(1)
    paste(customer, "schermafbeelding.png", "image/png", photo("PNG"))
    expect(tray(customer)).to_have_count(2)
    customer.field.press("Enter")
    expect(customer.chat.locator(".line.customer img")).to_be_visible()
    assert [one["title"] for one in agent.files()] == ["a.pdf", "schermafbeelding.png"]


def test_all_of_it_with_the_keyboard(windows: Windows) -> None:
    customer, agent = together(windows)
    customer.field.focus()
    customer.page.keyboard.press("Shift+Tab")
    assert focused(customer.page) == ATTACH
    pick(customer, lambda: customer.page.keyboard.press("Enter"), PHOTO, LETTER)
    expect(tray(customer)).to_have_count(2)
    expect(customer.field).to_be_focused()
    customer.page.keyboard.press("Shift+Tab")
    customer.page.keyboard.press("Shift+Tab")
    assert focused(customer.page) == "brief.pdf weghalen"
    customer.page.keyboard.press("Enter")
    expect(tray(customer)).to_have_count(1)
    assert focused(customer.page) == "IMG_2034.JPG weghalen"
    customer.page.keyboard.press("Enter")
    expect(tray(customer)).to_have_count(0)
    expect(customer.field).to_be_focused()
    assert agent.files() == []


def test_what_can_not_be_sent_is_said(windows: Windows) -> None:
    windows.expect("415")  # the counter's no is an error on the console
    customer, agent = together(windows)
    choose(customer, a_file("film.mp4", "video/mp4", b"x"))
    expect(customer.page.get_by_role("alert")).to_contain_text("film.mp4: dit soort bestand kan niet")
    expect(tray(customer)).to_have_count(0)
    choose(customer, a_file("vermomd.png", "image/png", b"<script>alert(1)</script>"))
    expect(tray(customer)).to_have_count(1)
    send(customer)
    expect(last(customer)).to_contain_text("Niet verstuurd. Dit soort bestand kan niet.")
    expect(last(customer).get_by_role("button", name="Opnieuw versturen")).to_have_count(0)
    last(customer).get_by_role("button", name="Weghalen").click()
    expect(customer.page.get_by_text("vermomd.png")).to_have_count(0)
    assert agent.files() == []


def test_a_photo_of_a_new_camera_is_made_small_enough(windows: Windows) -> None:
    customer, agent = together(windows)
    noise = Image.frombytes("RGB", (1500, 1500), os.urandom(1500 * 1500 * 3))
    out = io.BytesIO()
    noise.save(out, "PNG")
    assert len(out.getvalue()) > 6_000_000
    choose(customer, a_file("groot.png", "image/png", out.getvalue()))
    expect(tray(customer).first).to_contain_text("groot.jpg")
    send(customer)
    expect(customer.chat.locator(".line.customer img")).to_be_visible()
    [sent] = agent.files()
    assert sent["size"] < 5 * 1024 * 1024


def test_a_line_that_breaks_is_no_lost_file(windows: Windows) -> None:
    windows.expect("ERR_INTERNET_DISCONNECTED")
    customer, agent = together(windows)
    choose(customer, LETTER)
    expect(tray(customer)).to_have_count(1)
    customer.page.context.set_offline(True)
    send(customer)
    expect(last(customer)).to_contain_text("Niet verstuurd. We kregen geen verbinding.")
    customer.page.context.set_offline(False)
    expect(customer.chat.locator(".line.customer a.file")).to_contain_text("brief.pdf")
    assert [one["title"] for one in agent.files()] == ["brief.pdf"]


def test_what_stood_ready_for_an_agent_who_left_goes_to_nobody(windows: Windows) -> None:
    customer, agent = together(windows)
    choose(customer, PHOTO)
    expect(tray(customer)).to_have_count(1)
    agent.call("POST", "/hand-back", data={"note": "klaar"})
    expect(customer.page.get_by_role("alert")).to_contain_text("De medewerker is niet meer in het gesprek")
    expect(tray(customer)).to_have_count(0)
    expect(attach(customer)).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing(windows: Windows, size: Size, scheme: str) -> None:
    customer, agent = together(windows, size, color_scheme=scheme, reduced_motion="reduce")
    agent.send(a_file("uitleg.pdf", "application/pdf", PDF))
    choose(customer, PHOTO, LETTER)
    expect(tray(customer)).to_have_count(2)
    check(customer.page)
    send(customer)
    expect(customer.chat.locator(".line.customer a.file")).to_be_visible()
    check(customer.page)


def test_a_page_that_is_opened_again_has_the_files(windows: Windows) -> None:
    customer, _ = together(windows)
    choose(customer, PHOTO)
    send(customer)
    expect(customer.chat.locator(".line.customer img")).to_be_visible()
    customer.page.reload()
    expect(customer.chat.locator(".line.customer img")).to_be_visible()


# -- what a mouse does outside the page -------------------------------------------------------------------------------

MAKE = """(element, {name, type, content}) => {
  const bytes = Uint8Array.from(atob(content), sign => sign.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name, {type}));
"""


def b64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def drop(customer: Customer, name: str, media_type: str, content: bytes) -> None:
    """Drag a file over the panel and let go."""
    events = """
  for (const event of ['dragover', 'drop']) {
    element.dispatchEvent(new DragEvent(event, {dataTransfer: data, bubbles: true, cancelable: true}));
  }
}"""
    customer.panel.evaluate(MAKE + events, {"name": name, "type": media_type, "content": b64(content)})


def paste(customer: Customer, name: str, media_type: str, content: bytes) -> None:
    """Paste a copied picture into the field."""
    event = """
  element.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
}"""
    customer.field.evaluate(MAKE + event, {"name": name, "type": media_type, "content": b64(content)})
