"""The browser: Debian's Chromium. What a page writes on its console as an error makes the test fail."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from dichtbij.settings import ROOT
from tests.browser.windows import WAIT_MS, Windows, empty_the_queue
from tests.stack import Stack

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
# As root and without a way out: no sandbox, and nothing that looks for Google's hosts.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SCREENSHOTS = ROOT / "docs" / "screenshots"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screenshots", action="store_true", help="make the pictures of docs/screenshots again")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before anything is started for it: without a browser there is nothing to test."""
    if not Path(CHROMIUM).is_file():
        message = f"NO BROWSER TESTS: {CHROMIUM} is missing. On Debian: apt install chromium (or set CHROMIUM)"
        if os.environ.get("CI"):
            pytest.fail(message, pytrace=False)
        pytest.skip(message)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Ends with this folder: while it is there, no test elsewhere could start a loop of its own."""
    with sync_playwright() as playwright:
        expect.set_options(timeout=WAIT_MS)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def windows(browser: Browser, stack: Stack) -> Iterator[Windows]:
    """Fresh browsers for one test; afterwards nobody waits and nothing went wrong unseen."""
    windows = Windows(browser, stack.url)
    yield windows
    wrong = windows.close()
    empty_the_queue(browser, stack)
    assert not wrong, f"errors on the console: {wrong}"


@pytest.fixture(autouse=True)
def everybody_is_available(stack: Stack) -> Iterator[None]:
    """Whatever a test before this one left behind."""
    yield
    stack.turn_back("UPDATE agents SET state = 'beschikbaar'")


@pytest.fixture
def shot(request: pytest.FixtureRequest) -> Callable[[Page, str], None]:
    """Keeps a picture for the documentation; does nothing without --screenshots."""

    def keep(page: Page, name: str) -> None:
        if not request.config.getoption("--screenshots", default=False):
            return
        from PIL import Image

        page.bring_to_front()
        page.mouse.move(0, 0)
        page.wait_for_timeout(400)  # what slides or fades in has arrived
        page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        picture = Image.open(io.BytesIO(page.screenshot()))
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(SCREENSHOTS / f"{name}.png", optimize=True)

    return keep
