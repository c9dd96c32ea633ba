"""The agent's page in Chromium: what it holds after 500 messages, and whether typing is as quick as before."""

from __future__ import annotations

import asyncio
import os
import shutil
import time
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from playwright.async_api import CDPSession, Page, async_playwright

from benchmarks.desk_people import DeskAgent, WaitingCustomer
from benchmarks.stack import Stack
from benchmarks.table import Row, mb, ms, percentile

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
HAS_CHROMIUM = Path(CHROMIUM).is_file()
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
USERNAME = "bench-page"
MESSAGES = 500
CUSTOMER_EVERY = 25
"""One in so many is the customer's: the counter lets nobody write faster than a message a second for long."""
HEAP_AIM, KEY_AIM = 30e6, 0.1
TYPED = "Ik zoek het voor je uit en laat het je zo weten, goed?"
WAIT_MS = 60_000

_TIME_KEYS = """() => {
  window.benchKeys = [];
  document.querySelector("desk-composer textarea").addEventListener("keydown", (event) => {
    const painted = new MessageChannel();
    painted.port1.onmessage = () => window.benchKeys.push(performance.now() - event.timeStamp);
    requestAnimationFrame(() => painted.port2.postMessage(0));
  }, true);
}"""


class _Watch:
    """What the page takes, by Chromium's own count."""

    def __init__(self, page: Page, line: CDPSession) -> None:
        self._page = page
        self._line = line

    async def size(self) -> tuple[float, int]:
        """Octets of JavaScript heap and nodes of the document, after everything unused was thrown away."""
        for _ in range(2):  # what an element held goes in the second round
            await self._line.send("HeapProfiler.collectGarbage")
        metrics = await self._line.send("Performance.getMetrics")
        found = {one["name"]: one["value"] for one in metrics["metrics"]}
        return float(found["JSHeapUsedSize"]), int(found["Nodes"])

    async def keys(self) -> list[float]:
        """Seconds from each key to its picture on the screen."""
        field = self._page.locator("desk-composer textarea")
        await field.focus()
        await self._page.evaluate("window.benchKeys.length = 0")
        await self._page.keyboard.type(TYPED, delay=60)
        times: list[Any] = []
        until = time.monotonic() + WAIT_MS / 1000
        while len(times) < len(TYPED) and time.monotonic() < until:  # the page's own policy forbids wait_for_function
            times = await self._page.evaluate("window.benchKeys")
            await asyncio.sleep(0.1)
        await field.fill("")
        return [float(one) / 1000 for one in times]


async def measure(
    stack: Stack, customers: Sequence[WaitingCustomer], password: str, progress: Callable[[str], None]
) -> list[Row]:
    """An agent takes what is offered, and 500 messages come into that conversation."""
    if not HAS_CHROMIUM:
        return [Row("the desk's page", "not measured", f"{CHROMIUM} is missing (set CHROMIUM)")]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        try:
            page = await browser.new_page(base_url=stack.url, locale="nl-NL", viewport={"width": 1280, "height": 800})
            page.set_default_timeout(WAIT_MS)
            return await _measure(stack, page, customers, password, progress)
        finally:
            await browser.close()


async def _measure(
    stack: Stack, page: Page, customers: Sequence[WaitingCustomer], password: str, progress: Callable[[str], None]
) -> list[Row]:
    progress("desk: Chromium opens the page")
    case_id = await _take_the_offer(page, password)
    line = await page.context.new_cdp_session(page)
    await line.send("Performance.enable")
    await page.evaluate(_TIME_KEYS)
    watch = _Watch(page, line)
    quick, (heap, nodes) = await watch.keys(), await watch.size()
    await _say_all(stack, page, case_id, customers, password, progress)
    slow, (heap_after, nodes_after) = await watch.keys(), await watch.size()
    lines = await page.locator("desk-log .message").count()
    queue = await page.locator(".lists .row").count()
    return [
        Row(
            f"page, JavaScript heap, before -> after {MESSAGES} messages",
            f"{mb(heap)} -> {mb(heap_after)}",
            f"after a collection, {queue} rows in the lists; aim under {mb(HEAP_AIM)}",
        ),
        Row("page, nodes, before -> after", f"{nodes} -> {nodes_after}", f"{lines} messages drawn"),
        Row(
            "page, key -> on the screen, before -> after",
            f"p95 {ms(percentile(quick, 0.95))} -> {ms(percentile(slow, 0.95))}",
            f"{len(TYPED)} keys each; aim under {ms(KEY_AIM)}",
        ),
    ]


async def _take_the_offer(page: Page, password: str) -> str:
    """Log in and take the first customer who is offered; gives the case's id."""
    await page.goto("/desk")
    await page.get_by_label("Gebruikersnaam").fill(USERNAME)
    await page.get_by_label("Wachtwoord").fill(password)
    await page.keyboard.press("Enter")
    await page.locator("desk-offer button.primary").first.click()
    await page.locator("desk-composer textarea:enabled").wait_for()
    return str(await page.evaluate("decodeURIComponent(location.hash.replace('#zaak/', ''))"))


async def _say_all(
    stack: Stack,
    page: Page,
    case_id: str,
    customers: Sequence[WaitingCustomer],
    password: str,
    progress: Callable[[str], None],
) -> None:
    """The agent writes from another window, the customer from the own; back when all of it is on the page."""
    before = await page.locator("desk-log .message").count()
    agent = DeskAgent(stack.url, USERNAME)
    try:
        await agent.log_in(password)
        conversation = await agent.conversation_of(case_id)
        customer = next(one for one in customers if one.conversation_id == conversation)
        for number in range(1, MESSAGES + 1):
            text = f"Bericht {number} van dit gesprek: {uuid.uuid4()}, en dan is er nog wat meer te zeggen."
            if number % CUSTOMER_EVERY:
                await agent.say(case_id, text)
            else:
                await customer.say(text)
            if number % 100 == 0:
                progress(f"desk: message {number} of {MESSAGES}")
    finally:
        await agent.leave()
    # All of them, or the last ones of as many as the page keeps.
    await page.locator("desk-log .message", has_text=f"Bericht {MESSAGES - 1} van").wait_for()
    await asyncio.sleep(2)  # what follows a message (the case is fetched again, it is marked as read) is done
    assert await page.locator("desk-log .message").count() > before
