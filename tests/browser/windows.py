"""Windows of people who know nothing of each other, and what goes wrong in them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage

from tests.browser.pages import Customer, Desk
from tests.stack import PASSWORD, Stack

WAIT_MS = 30_000
"""For whatever a page has to show; two cores may be shared with other work."""
Size = dict[str, int]
DESKTOP: Size = {"width": 1280, "height": 800}
PHONE: Size = {"width": 390, "height": 844}

ASKING_WHO = re.compile(r"401.*/desk/api/me$")
"""The desk asks who is logged in, and hears "nobody" as an error."""
GONE = r"WebSocket|ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_SOCKET"
"""What the console says while the counter is away."""


@dataclass
class Windows:
    """Opens windows, and listens to what goes wrong in them."""

    browser: Browser
    url: str
    errors: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def person(self, size: Size = DESKTOP, **options: Any) -> BrowserContext:
        """A browser of somebody's own."""
        if size == PHONE:
            options = {"has_touch": True, "is_mobile": True, "device_scale_factor": 2, **options}
        context = self.browser.new_context(
            viewport={"width": size["width"], "height": size["height"]},
            base_url=self.url,
            locale="nl-NL",
            timezone_id="Europe/Amsterdam",
            **options,
        )
        context.set_default_timeout(WAIT_MS)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.errors.append(f"uncaught: {error.error}"))
        self.contexts.append(context)
        return context

    def customer(self, size: Size = DESKTOP, **options: Any) -> Customer:
        """Somebody with a question."""
        return Customer(self.person(size, **options).new_page(), touch=size == PHONE)

    def desk(self, username: str, size: Size = DESKTOP, **options: Any) -> Desk:
        """An agent who is logged in."""
        desk = Desk(self.person(size, **options).new_page())
        desk.log_in(username, PASSWORD)
        return desk

    def expect(self, pattern: str) -> None:
        """This test causes errors itself, and these belong to it."""
        self.expected.append(pattern)

    def _console(self, message: ConsoleMessage) -> None:
        line = f"{message.text} {message.location.get('url', '')}"
        if message.type == "error" and not ASKING_WHO.search(line):
            self.errors.append(line)

    def close(self) -> list[str]:
        """Close everything; what went wrong that no test expected."""
        while self.contexts:
            self.contexts.pop().close()
        return [line for line in self.errors if not any(re.search(pattern, line) for pattern in self.expected)]


def empty_the_queue(browser: Browser, stack: Stack) -> None:
    """Close every case that a test left behind: who comes next begins with an empty queue."""
    left = "SELECT id, state FROM cases WHERE state IN ('waiting', 'taken')"
    for username in ("fatima", "joost"):
        if not stack.rows(left):
            return
        context = browser.new_context(base_url=stack.url)
        person = {"username": username, "password": PASSWORD}
        csrf = context.request.post("/desk/api/login", data=person).json()["csrf"]
        for id_, state in stack.rows(left):
            for what in ("take", "close") if state == "waiting" else ("close",):
                context.request.post(f"/desk/api/cases/{id_}/{what}", data={"note": ""}, headers={"X-CSRF": csrf})
        context.request.post("/desk/api/logout", headers={"X-CSRF": csrf})
        context.close()
