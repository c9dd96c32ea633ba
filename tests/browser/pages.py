"""A customer at the widget and an agent at the desk, as the tests drive them: by role and by name, as people do."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

FOCUSED = """() => {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused?.getAttribute("aria-label") || focused?.id || focused?.className || focused?.tagName || "";
}"""

TOO_WIDE = """() => {
  const inside = document.querySelector("dichtbij-chat")?.shadowRoot?.querySelectorAll(".log, .panel, .bar") ?? [];
  const wide = [...inside].filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.className);
  const page = document.scrollingElement;
  return page.scrollWidth > window.innerWidth ? [...wide, `page ${page.scrollWidth}`] : wide;
}"""


def focused(page: Page) -> str:
    """What has the focus, also inside a shadow root: its label, id, class or tag."""
    return str(page.evaluate(FOCUSED))


def plain(text: str) -> str:
    """As typed: the widget keeps amounts on one line with spaces that do not break."""
    return text.replace("\u00a0", " ")


class Customer:
    """Somebody with the chat in a page."""

    def __init__(self, page: Page, *, touch: bool = False) -> None:
        self.page = page
        self.touch = touch
        self.chat = page.locator("dichtbij-chat")
        self.launcher = self.chat.locator(".launcher")
        self.panel = self.chat.locator(".panel")
        self.field = page.get_by_role("textbox", name="Typ je bericht")
        self.lines = self.chat.locator(".line")
        self.answers = self.chat.locator(".line:not(.customer)")
        self.owner = self.chat.locator(".owner")
        self.status = self.chat.locator(".status")

    def press(self, what: Locator) -> None:
        """Click, or tap on a phone."""
        if self.touch:
            what.tap()
        else:
            what.click()

    def open(self, path: str = "/") -> Customer:
        """Go to a page and open the chat there."""
        self.page.goto(path)
        self.press(self.page.get_by_role("button", name="Chat met ons"))
        expect(self.answers.first).to_contain_text("digitale assistent")
        return self

    def log_in(self, name: str) -> Customer:
        """Log in on the demo site, which tells the chat who it is."""
        self.page.goto("/mijn")
        self.press(self.page.get_by_role("button", name=f"Inloggen als {name}"))
        expect(self.page.get_by_role("heading", name=re.compile(f"Welkom, {name}"))).to_be_visible()
        self.press(self.page.get_by_role("button", name="Chat met ons"))
        expect(self.answers.first).to_be_visible()
        return self

    def type(self, text: str) -> None:
        """Type and send, without waiting for anything."""
        self.field.fill(text)
        if self.touch:
            self.page.get_by_role("button", name="Versturen").tap()
        else:
            self.field.press("Enter")

    def say(self, text: str) -> str:
        """Send a message; the text of the answer."""
        return self._answer_to(lambda: self.type(text))

    def choose(self, title: str) -> str:
        """Press an offered answer; the text of what comes back."""
        return self._answer_to(lambda: self.press(self.reply(title)))

    def reply(self, title: str) -> Locator:
        """A button under a message that can still be pressed."""
        return self.chat.locator(".line .reply:enabled").get_by_text(title, exact=True)

    def _answer_to(self, act: Callable[[], None]) -> str:
        before = self.answers.count()
        act()
        expect(self.answers).not_to_have_count(before)
        text = plain(self.answers.last.locator(".text").inner_text())
        assert not re.search(r"[{}]", text), f"a text with a hole in it: {text}"
        self.fits()
        return text

    def texts(self) -> list[str]:
        """Everything on screen, in order."""
        return [plain(text).strip() for text in self.chat.locator(".line .text").all_inner_texts()]

    def fits(self) -> None:
        """Nothing is wider than the window."""
        assert self.page.evaluate(TOO_WIDE) == []


class Desk:
    """An agent's page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.heading = page.locator("#gesprek-kop")
        self.field = page.get_by_role("textbox", name=re.compile("^Bericht aan"))
        self.log = page.get_by_role("log")
        self.context = page.get_by_role("complementary", name="Klantbeeld")
        self.queue = page.get_by_role("region", name="Wachtrij")
        self.mine = page.get_by_role("region", name="Mijn gesprekken")
        self.callbacks = page.get_by_role("region", name="Terugbelverzoeken")

    def log_in(self, username: str, password: str) -> None:
        """Go to the desk and log in; the line is open afterwards."""
        self.page.goto("/desk")
        self.page.get_by_label("Gebruikersnaam").fill(username)
        self.page.get_by_label("Wachtwoord").fill(password)
        self.page.keyboard.press("Enter")
        expect(self.page.get_by_text("Verbonden")).to_be_visible()

    def be(self, state: str) -> None:
        """Choose the own state: beschikbaar, bezet (offered nothing, free to pick) or pauze."""
        with self.page.expect_response("**/desk/api/state"):
            self.page.get_by_label("Mijn status").select_option(state)

    def row(self, name: str) -> Locator:
        """A case in one of the lists."""
        return self.page.locator(".lists .row").filter(has_text=name)

    def take(self, name: str) -> None:
        """Open a waiting case and take it."""
        self.queue.get_by_role("button", name=re.compile(name)).click()
        expect(self.heading).to_contain_text(name)
        self.page.get_by_role("button", name="Neem aan").click()
        expect(self.field).to_be_focused()

    def say(self, text: str) -> None:
        """Answer the customer of the open case."""
        self.field.fill(text)
        self.field.press("Enter")
        expect(self.log.locator(".message.agent:not(.pending)").last).to_contain_text(text)
