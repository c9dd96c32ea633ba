"""80 messages a second in and out over WhatsApp for a minute: acknowledged how soon, lost, said twice.

    python -m benchmarks.whatsapp [--a-second 80] [--seconds 60] [--people 240]

The counter is the real one, on SQLite. Meta is the stand-in, in this process, over real requests with real signatures:
every message comes in by the webhook, every answer goes out by the Graph API, and of every answer three statuses come
back. A twentieth of all deliveries is made twice. The bot only repeats what it hears, so that this measures the way
and not Rasa (that is `latency`). Afterwards every phone is read: each message must have been answered once.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from benchmarks.course import cpu_of
from benchmarks.stack import settings_in
from benchmarks.table import Row, Section, as_text, ms, percentile
from dichtbij.channels.whatsapp.routes import WHATSAPP
from dichtbij.database import Database
from dichtbij.errors import DichtbijError
from dichtbij.launcher import Program, counter_ready, programs
from dichtbij.migrate import migrate
from dichtbij.settings import Settings
from dichtbij.whatsapp_stand_in import StandIn
from dichtbij.whatsapp_stand_in.phone import Phone

A_SECOND = 80
SECONDS = 60
PEOPLE = 240
TWICE = 0.05
"""Share of the deliveries that are made again a moment later."""
AIM = 0.25
"""Seconds until a delivery is acknowledged, 95 of 100."""
DRAINED_WITHIN = 600.0
READY_WITHIN = 60.0
_NUMBER = re.compile(r"bericht (\d+)\b")


@dataclass
class Minute:
    """What was measured."""

    acknowledged: Sequence[float]
    """Seconds, each delivery."""
    refused: int
    asked: int
    """Messages that were sent in."""
    answered_meanwhile: int
    """Of those, when the last one had been sent."""
    lost: int
    twice: int
    drained: float
    """Seconds from the last message in until the last answer was out."""
    busy: float
    """Of one core, the counter, while messages came in."""
    each: float
    """Seconds of processor time of the counter, each message with its answer and the answer's statuses."""


class EchoBot:
    """The bot's address, answering with what it hears."""

    def __init__(self, url: str) -> None:
        self._port = int(url.rsplit(":", 1)[1])
        app = web.Application()
        app.add_routes(
            [web.post("/webhooks/counter/webhook", self._answer), web.get("/webhooks/counter/ready", _ready)]
        )
        self._runner = web.AppRunner(app, access_log=None)

    async def __aenter__(self) -> EchoBot:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.Response:
        said = (await request.json())["message"]
        return web.json_response({"answers": [{"text": f"Je zei: {said}"}]})


async def _ready(_request: web.Request) -> web.Response:
    return web.json_response({"ready": True})


def _answers(phones: Sequence[Phone]) -> Counter[int]:
    """How often each message was answered, by its number."""
    found: Counter[int] = Counter()
    for phone in phones:
        for text in phone.texts:
            if text.startswith("Je zei:"):
                found.update(int(number) for number in _NUMBER.findall(text))
    return found


async def _until(condition: Callable[[], bool], seconds: float) -> None:
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        if condition():
            return
        await asyncio.sleep(0.2)


async def _greet(phones: Sequence[Phone], a_second: float, progress: Callable[[str], None]) -> None:
    """Everybody writes once before: a first contact does more than a message."""
    progress(f"whatsapp: {len(phones)} people write for the first time")
    for phone in phones:
        phone.say("hallo")
        await asyncio.sleep(1 / a_second)
    await _until(lambda: all(phone.received for phone in phones), 120)
    if not all(phone.received for phone in phones):
        raise DichtbijError("not everybody's first message was answered")


async def _send(meta: StandIn, phones: Sequence[Phone], a_second: int, seconds: int) -> int:
    """Send messages evenly; gives how many."""
    chance, begin, asked = random.Random(6), time.perf_counter(), 0
    repeating: set[asyncio.Task[int]] = set()
    seen = len(meta.line.deliveries)
    while asked < a_second * seconds:
        due = min(int((time.perf_counter() - begin) * a_second) + 1, a_second * seconds)
        while asked < due:
            asked += 1
            phones[asked % len(phones)].say(f"bericht {asked}")
        new, seen = len(meta.line.deliveries) - seen, len(meta.line.deliveries)
        for delivered in list(meta.line.deliveries)[-new:] if new else ():
            if chance.random() < TWICE:
                task = asyncio.create_task(meta.line.redeliver(delivered.body))
                repeating.add(task)
                task.add_done_callback(repeating.discard)
        await asyncio.sleep(0.02)
    await asyncio.gather(*repeating)
    return asked


async def _minute(
    meta: StandIn,
    counter: Program,
    phones: Sequence[Phone],
    a_second: int,
    seconds: int,
    progress: Callable[[str], None],
) -> Minute:
    meta.line.deliveries.clear()
    progress(f"whatsapp: {a_second} messages a second for {seconds} seconds")
    begin, used = time.perf_counter(), cpu_of(counter)
    asked = await _send(meta, phones, a_second, seconds)
    sent, meanwhile = time.perf_counter(), sum(_answers(phones).values())
    busy = (cpu_of(counter) - used) / (sent - begin)
    progress(f"whatsapp: {meanwhile} of {asked} answered; waiting for the rest")
    await _until(lambda: len(_answers(phones)) >= asked, DRAINED_WITHIN)
    drained, each = time.perf_counter() - sent, (cpu_of(counter) - used) / asked
    await asyncio.sleep(3)  # what would come twice has come
    answers = _answers(phones)
    return Minute(
        [one.seconds for one in meta.line.deliveries],
        sum(one.status != 200 for one in meta.line.deliveries),
        asked,
        meanwhile,
        asked - len(answers),
        sum(count - 1 for count in answers.values()),
        drained,
        busy,
        each,
    )


def _rows(minute: Minute, a_second: int, seconds: int, people: int) -> tuple[Row, ...]:
    acknowledged = minute.acknowledged
    spread = "  ".join(f"p{share * 100:.0f} {ms(percentile(acknowledged, share))}" for share in (0.5, 0.95, 0.99))
    pace = minute.asked / (seconds + minute.drained)
    return (
        Row("delivery -> acknowledged", spread, f"{len(acknowledged)} deliveries; aim p95 under {ms(AIM)}"),
        Row("not acknowledged at once", str(minute.refused), "delivered again by Meta"),
        Row("lost", str(minute.lost), f"of {minute.asked} messages, {a_second} a second from {people} people"),
        Row("answered twice", str(minute.twice), f"{TWICE:.0%} of all deliveries came twice"),
        Row("answered", f"{pace:.0f} a second", f"{minute.answered_meanwhile} while they came in, the last "
            f"{minute.drained:.0f} s after"),
        Row(
            "counter, processor",
            f"{ms(minute.each)} / {minute.busy:.0%}",
            "a message with its answer and three statuses / of one core while they came in",
        ),
    )  # fmt: skip


@asynccontextmanager
async def _counter(settings: Settings, meta: StandIn) -> AsyncIterator[Program]:
    """The counter's own process, connected to the stand-in."""
    database = Database(settings.database_url)
    await migrate(database)
    await database.close()
    counter = programs(settings)[2]
    counter.name = "bench-whatsapp-counter"
    counter.environment = {
        **counter.environment,
        **{name.upper(): value for name, value in meta.settings().items()},
        "RASA_URL": settings.rasa_url,
        "DEMO": "false",
    }
    await counter.start()
    try:
        begin = time.perf_counter()
        while not await counter_ready(counter):
            if time.perf_counter() - begin > READY_WITHIN:
                raise DichtbijError(f"the counter did not start:\n{counter.last_lines()}")
            await asyncio.sleep(0.2)
        yield counter
    finally:
        await counter.stop()


async def measure(
    progress: Callable[[str], None], a_second: int = A_SECOND, seconds: int = SECONDS, people: int = PEOPLE
) -> Section:
    """Start a counter with the stand-in, and count."""
    with tempfile.TemporaryDirectory(prefix="dichtbij-bench-") as name:
        settings = settings_in(Path(name)).model_copy(update={"demo": False})
        meta = StandIn()
        async with EchoBot(settings.rasa_url):
            await meta.start()
            try:
                async with _counter(settings, meta) as counter:
                    meta.line.url = f"{settings.base_url}{WHATSAPP}"
                    meta.line.habits.in_order = False
                    phones = [meta.phone(str(31612000000 + number), f"Klant {number}") for number in range(people)]
                    await _greet(phones, 20, progress)
                    minute = await _minute(meta, counter, phones, a_second, seconds, progress)
            finally:
                await meta.stop()
    return Section(f"WhatsApp, {a_second} messages a second in and out for {seconds} s",
                   _rows(minute, a_second, seconds, people))  # fmt: skip


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.whatsapp",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--a-second", type=int, default=A_SECOND)
    parser.add_argument("--seconds", type=int, default=SECONDS)
    parser.add_argument("--people", type=int, default=PEOPLE)
    arguments = parser.parse_args()

    def progress(line: str) -> None:
        print(f"  .. {line}", file=sys.stderr, flush=True)

    print(as_text([asyncio.run(measure(progress, arguments.a_second, arguments.seconds, arguments.people))]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
