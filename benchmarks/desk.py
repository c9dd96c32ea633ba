"""The desk with 200 customers who wait and 20 agents: a handover on the screen, a message at the customer, the page.

    python -m benchmarks.desk [--waiting 200] [--agents 20] [--no-page]

All customers are sockets of the widget's kind who ask the real bot for a human; all agents log in over HTTP and have
the page's socket open. While handovers are measured one by one, every agent writes to a customer all the time.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import desk_page
from benchmarks.course import cpu_seconds
from benchmarks.customer import ANSWER_WITHIN
from benchmarks.desk_people import DeskAgent, Seen, WaitingCustomer, until_seen
from benchmarks.stack import Stack
from benchmarks.table import Row, Section, as_text, ms, percentile
from dichtbij.errors import DichtbijError
from dichtbij.launcher import MODEL

WAITING = 200
AGENTS = 20
HANDOVERS = 30
"""Handovers that are measured, one at a time."""
MESSAGE_EVERY = 3.0
"""Seconds between two messages of one agent."""
AT_ONCE = 6
"""Customers who come at the same time while the queue fills."""
ASK = "Ik wil een medewerker spreken"
PASSWORD = "only-for-this-measurement"

SCREEN_AIM, MESSAGE_AIM = 1.0, 0.3
"""Seconds, 95 of 100."""


@dataclass
class Load:
    """Everybody who is there, and what was measured."""

    agents: list[DeskAgent] = field(default_factory=list)
    customers: list[WaitingCustomer] = field(default_factory=list)
    talks: list[tuple[DeskAgent, str, WaitingCustomer]] = field(default_factory=list)
    """Who helps whom, by case."""
    from_message: list[float] = field(default_factory=list)
    from_decision: list[float] = field(default_factory=list)
    to_customer: list[float] = field(default_factory=list)


async def _ask_for_a_human(stack: Stack, load: Load) -> tuple[WaitingCustomer, float]:
    """A new customer in the queue; gives them and when they asked."""
    customer = WaitingCustomer(stack.url)
    await customer.begin()
    load.customers.append(customer)
    begin = time.perf_counter()
    await customer.ask(ASK)
    return customer, begin


async def _fill(stack: Stack, load: Load, customers: int, progress: Callable[[str], None]) -> None:
    gate, done = asyncio.Semaphore(AT_ONCE), 0

    async def one() -> None:
        nonlocal done
        async with gate:
            customer, _ = await _ask_for_a_human(stack, load)
            await until_seen(load.agents[:1], customer.conversation_id)
        done += 1
        if done % 50 == 0:
            progress(f"desk: {done} of {customers} customers wait")

    await asyncio.gather(*(one() for _ in range(customers)))


async def _take_one_each(load: Load) -> None:
    """Every agent takes a customer who is not offered to another."""
    free = list(load.customers)
    for agent in load.agents:
        for customer in free:
            case_id = agent.seen[customer.conversation_id].case_id
            if await agent.take(case_id) == 200:
                load.talks.append((agent, case_id, customer))
                free.remove(customer)
                break
        else:
            raise DichtbijError("an agent could take nobody")


async def _talk(agent: DeskAgent, case_id: str, customer: WaitingCustomer, load: Load, late: float) -> None:
    """An agent writes every few seconds, until cancelled."""
    await asyncio.sleep(late)
    number = 0
    while True:
        number += 1
        text = f"Ik kijk het voor je na, moment ({number})."
        begin = time.perf_counter()
        await agent.say(case_id, text)
        while text not in customer.heard:
            if time.perf_counter() - begin > ANSWER_WITHIN:
                raise DichtbijError("an agent's message did not reach the customer")
            await asyncio.sleep(0.002)
        load.to_customer.append(customer.heard[text] - begin)
        await asyncio.sleep(max(0.0, begin + MESSAGE_EVERY - time.perf_counter()))


async def _handovers(stack: Stack, load: Load, progress: Callable[[str], None]) -> None:
    for number in range(1, HANDOVERS + 1):
        customer, begin = await _ask_for_a_human(stack, load)
        screens: list[Seen] = await until_seen(load.agents, customer.conversation_id)
        load.from_message += [seen.at - begin for seen in screens]
        load.from_decision += [seen.after_decision for seen in screens]
        if number % 10 == 0:
            progress(f"desk: handover {number} of {HANDOVERS}")


async def _come_in(stack: Stack, load: Load, agents: int) -> None:
    names = [f"bench-{number}" for number in range(1, agents + 1)]
    await stack.add_agents([*names, desk_page.USERNAME], PASSWORD)
    load.agents = [DeskAgent(stack.url, name) for name in names]
    for agent in load.agents:
        await agent.begin(PASSWORD)


async def _under_load(stack: Stack, load: Load, waiting: int, progress: Callable[[str], None]) -> list[Row]:
    begin = time.perf_counter()
    await _fill(stack, load, waiting + len(load.agents), progress)
    filled = time.perf_counter() - begin
    await _take_one_each(load)
    quiet, used = time.perf_counter(), cpu_seconds(stack, "counter")
    await asyncio.sleep(5)
    idle = (cpu_seconds(stack, "counter") - used) / (time.perf_counter() - quiet)
    progress("desk: handovers one by one, while every agent writes")
    step = MESSAGE_EVERY / len(load.agents)
    talks = [asyncio.create_task(_talk(*talk, load, step * place)) for place, talk in enumerate(load.talks)]
    begin, used = time.perf_counter(), cpu_seconds(stack, "counter")
    try:
        await _handovers(stack, load, progress)
        busy = (cpu_seconds(stack, "counter") - used) / (time.perf_counter() - begin)
    finally:
        for talk in talks:
            talk.cancel()
        ended = await asyncio.gather(*talks, return_exceptions=True)
    failed = [one for one in ended if isinstance(one, Exception)]
    if failed:
        raise failed[0]
    for row in _rows(load):
        progress(f"desk: {row.what}: {row.value}")
    return [
        *_rows(load),
        Row(
            "counter, processor",
            f"{idle:.0%} / {busy:.0%}",
            f"of one core, nobody saying anything / while it was measured; {waiting + len(load.agents)} customers "
            f"came in {filled:.0f} s",
        ),
    ]


def _rows(load: Load) -> list[Row]:
    decided = f"{len(load.from_decision)} screens; aim p95 under {ms(SCREEN_AIM)}"
    return [
        Row("handover decided -> case on the screen", _spread(load.from_decision), decided),
        Row(
            "customer's message -> case on the screen", _spread(load.from_message), "with the bot's understanding of it"
        ),
        Row(
            "agent's message -> at the customer",
            _spread(load.to_customer),
            f"{len(load.to_customer)} messages; aim p95 under {ms(MESSAGE_AIM)}",
        ),
    ]


def _spread(seconds: Sequence[float]) -> str:
    return f"p50 {ms(percentile(seconds, 0.5))}  p95 {ms(percentile(seconds, 0.95))}"


async def measure(
    stack: Stack, progress: Callable[[str], None], waiting: int = WAITING, agents: int = AGENTS, *, page: bool = True
) -> Section:
    """Fill the queue, measure handovers and messages, then the page in Chromium."""
    load = Load()
    try:
        await _come_in(stack, load, agents)
        rows = await _under_load(stack, load, waiting, progress)
        if page:
            rows += await desk_page.measure(stack, load.customers, PASSWORD, progress)
    finally:
        leaving = [agent.leave() for agent in load.agents] + [customer.leave() for customer in load.customers]
        await asyncio.gather(*leaving, return_exceptions=True)
    return Section(f"The desk, {waiting} customers waiting and {agents} agents", tuple(rows))


async def _alone(arguments: argparse.Namespace) -> Section:
    def progress(line: str) -> None:
        print(f"  .. {line}", file=sys.stderr, flush=True)

    with tempfile.TemporaryDirectory(prefix="dichtbij-bench-") as name:
        progress("starting bot, actions and counter")
        async with Stack(Path(name)) as stack:
            return await measure(stack, progress, arguments.waiting, arguments.agents, page=not arguments.no_page)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.desk", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--waiting", type=int, default=WAITING)
    parser.add_argument("--agents", type=int, default=AGENTS)
    parser.add_argument("--no-page", action="store_true", help="without Chromium")
    arguments = parser.parse_args()
    if not MODEL.is_file():
        print("There is no trained model. Train it first: make train", file=sys.stderr)
        return 2
    print(as_text([asyncio.run(_alone(arguments))]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
