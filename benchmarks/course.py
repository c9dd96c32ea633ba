"""How the cost of one message grows with its conversation: message 10 against 100, 200 and 400.

    python -m benchmarks.course [--only bot,counter] [--conversations 2]

Twice: through bot and actions (the address that the counter posts to), and through the whole counter (socket.io).
Beside the waiting stands what the three processes computed for it: that does not depend on what else the machine does.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from benchmarks.customer import ANSWER_WITHIN, Answer, CounterCustomer, Customer, first_customer_number, login_token
from benchmarks.memory import family
from benchmarks.stack import Stack
from benchmarks.table import Row, Section, as_text, median, ms
from dichtbij.launcher import MODEL, Program
from dichtbij.signals import Reading

ROUND = (
    "hallo",
    "wat zijn jullie openingstijden?",
    "wat is mijn termijnbedrag?",
    "hoe kan ik energie besparen?",
    "ik wil mijn betaaldag wijzigen",
    "de 14e",
    "wat is een dynamisch contract?",
    "doe maar de 20e",
    "stop maar",
    "dankjewel",
    "wat voor contract heb ik?",
    "hoeveel gas heb ik gebruikt?",
    "en vorig jaar?",
    "ben je een robot?",
    "hoe werkt automatische incasso?",
    "kunnen jullie mij terugbellen?",
    "06 12345678",
    "morgenochtend",
    "laat maar zitten",
    "hoe lees ik mijn slimme meter uit?",
    "wat kost stroom bij jullie?",
    "krijg ik nog geld terug?",
    "wat kost het als ik nu opzeg?",
    "welke gegevens hebben jullie van mij?",
)
"""What is said over and over: questions, figures of the customer's own, a follow-up, small talk, two forms that are
filled, broken into and left before they change anything. Every window of as many messages holds each of them once. It
is longer than what the counter reads to judge impatience: a bot that says the same twice would be relieved by a human.
"""

COUNTER_PACE = 1.05
"""Seconds between two messages of one session; the counter refuses who sends more than one a second for long."""

POINTS = (10, 100, 200, 400)
AIM = 1.3
"""The most that message 400 may take of message 10 (issue 4)."""


class BotCustomer:
    """The counter's own way to the bot: no record and no reading, but all that bot and actions do."""

    def __init__(self, url: str, secret: str, sender: str) -> None:
        self._url = f"{url.rstrip('/')}/webhooks/counter/webhook"
        self._headers = {"Authorization": f"Bearer {secret}"}
        self._sender = sender
        self._client: aiohttp.ClientSession | None = None

    async def begin(self) -> None:
        """One connection that is kept."""
        self._client = aiohttp.ClientSession(
            headers=self._headers, timeout=aiohttp.ClientTimeout(total=ANSWER_WITHIN), raise_for_status=True
        )

    async def ask(self, text: str) -> Answer:
        """See Customer."""
        assert self._client is not None
        reading = Reading(score=0.04).as_dict()
        body: dict[str, Any] = {
            "sender": self._sender,
            "message": text,
            "message_id": str(uuid.uuid4()),
            "retry": False,
            "metadata": {"reading": reading, "channel": "web", "aanspreekvorm": "je"},
        }
        begin = time.perf_counter()
        async with self._client.post(self._url, json=body) as response:
            answers = (await response.json())["answers"]
        seconds = time.perf_counter() - begin
        return Answer(seconds, "\n\n".join(answer["text"].strip() for answer in answers if answer.get("text")))

    async def leave(self) -> None:
        """Disconnect."""
        if self._client is not None:
            await self._client.close()


def sentence(number: int) -> str:
    """What the customer says in the message with this number, from 1."""
    return ROUND[(number - 1) % len(ROUND)]


def around(point: int) -> range:
    """The messages (numbered from 1) that tell what the one at a point costs: one whole round."""
    first = max(1, point - len(ROUND) // 2 + 1)
    return range(first, first + len(ROUND))


@dataclass(frozen=True)
class Cost:
    """What one message took."""

    seconds: float
    """Until the whole answer was there."""
    cpu: float
    """Seconds of processor, of bot, actions and counter together; in hundredths, so that only sums mean something."""
    text: str
    """The answer."""


def cpu_seconds(stack: Stack, only: str = "") -> float:
    """Processor time that the three processes, or one of them, took so far (Linux)."""
    return sum(cpu_of(program) for program in stack.programs if not only or program.name == f"bench-{only}")


def cpu_of(program: Program) -> float:
    """Processor time that a program and what it started took so far, in seconds."""
    assert program.process is not None
    ticks = 0
    for pid in family(program.process.pid):
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


async def conversation(
    customer: Customer, messages: int, cpu: Callable[[], float], told: Callable[[int, str], None], pace: float = 0.0
) -> list[Cost]:
    """A long conversation, message by message, at most one in so many seconds."""
    costs: list[Cost] = []
    await customer.begin()
    try:
        used = cpu()
        for number in range(1, messages + 1):
            begin = time.perf_counter()
            answer = await customer.ask(sentence(number))
            await asyncio.sleep(max(0.0, begin + pace - time.perf_counter()))
            before, used = used, cpu()
            costs.append(Cost(answer.seconds, used - before, answer.text))
            told(number, answer.text)
    finally:
        await customer.leave()
    return costs


def rows(way: str, courses: Sequence[Sequence[Cost]]) -> list[Row]:
    """One line for each point: median wait, mean processor time, and how many times the first point's they are."""
    first, last = POINTS[0], POINTS[-1]
    lines: list[Row] = []
    for point in POINTS:
        wait, cpu = _at(point, courses)
        note = f"median and mean of {len(courses)} x {len(ROUND)} messages"
        if point != first:
            first_wait, first_cpu = _at(first, courses)
            note = f"wait {wait / first_wait:.2f} x message {first}, processor {cpu / first_cpu:.2f} x"
        lines.append(Row(f"{way}, message {point}", f"{ms(wait)}  cpu {ms(cpu)}", note))
    same = f"{same_words(courses[0])} of {len(ROUND)}"
    return [*lines, Row(f"{way}, answers", same, f"around message {last} word for word those of the second round")]


def _at(point: int, courses: Sequence[Sequence[Cost]]) -> tuple[float, float]:
    costs = [course[number - 1] for course in courses for number in around(point)]
    return median([cost.seconds for cost in costs]), sum(cost.cpu for cost in costs) / len(costs)


def same_words(course: Sequence[Cost]) -> int:
    """Messages around the last point that get the very answer of the second round: the same work is done."""
    second = [cost.text for cost in course[len(ROUND) : 2 * len(ROUND)]]
    return sum(course[number - 1].text == second[(number - 1) % len(ROUND)] for number in around(POINTS[-1]))


async def measure(
    stack: Stack, progress: Callable[[str], None], ways: Sequence[str] = ("bot", "counter"), conversations: int = 2
) -> Section:
    """Some long conversations with the bot, and one through the counter, which takes seven minutes."""
    number = await first_customer_number(stack.url)
    last = max(around(POINTS[-1]))

    async def one(way: str, which: int, messages: int = last) -> list[Cost]:
        def told(done: int, _: str) -> None:
            if done % 100 == 0:
                progress(f"course: {way}, conversation {which}, message {done}")

        pace = COUNTER_PACE if way == "counter" else 0.0
        customer = await _customer(stack, way, number)
        return await conversation(customer, messages, lambda: cpu_seconds(stack), told, pace)

    found: list[Row] = []
    if "bot" in ways:
        await one("bot", 0, len(ROUND))  # to warm up
        found += rows("bot and actions", [await one("bot", which) for which in range(1, conversations + 1)])
    if "counter" in ways:
        await one("counter", 0, len(ROUND) // 2)
        found += rows("counter", [await one("counter", 1)])
    title = f"A message in a long conversation (aim: number {POINTS[-1]} at most {AIM} x number {POINTS[0]})"
    return Section(title, tuple(found))


async def _customer(stack: Stack, way: str, number: str) -> Customer:
    token = await login_token(stack.url, number)
    if way == "counter":
        return CounterCustomer(stack.url, token)
    sender = f"course-{uuid.uuid4()}"
    await stack.log_in(sender, token)
    return BotCustomer(stack.programs[0].environment["RASA_URL"], stack.settings.bot_secret.get_secret_value(), sender)


async def _alone(arguments: argparse.Namespace) -> Section:
    def progress(line: str) -> None:
        print(f"  .. {line}", file=sys.stderr, flush=True)

    with tempfile.TemporaryDirectory(prefix="dichtbij-bench-") as name:
        progress("starting bot, actions and counter")
        async with Stack(Path(name)) as stack:
            return await measure(stack, progress, arguments.only.split(","), arguments.conversations)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.course", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default="bot,counter")
    parser.add_argument("--conversations", type=int, default=2)
    if not MODEL.is_file():
        print("There is no trained model. Train it first: make train", file=sys.stderr)
        return 2
    print(as_text([asyncio.run(_alone(parser.parse_args()))]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
