"""How long a customer waits for an answer: through the counter and through Rasa's REST channel, in turn, on one bot."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from benchmarks.customer import CounterCustomer, Customer, RestCustomer, first_customer_number, login_token
from benchmarks.stack import Stack
from benchmarks.table import Row, Section, median, ms, percentile

SENTENCES = (
    "hallo",
    "wat zijn jullie openingstijden?",
    "wat is een dynamisch contract?",
    "hoe kan ik energie besparen?",
    "wat is mijn termijnbedrag?",
    "hoe werkt automatische incasso?",
    "wat voor contract heb ik?",
    "ben je een robot?",
    "hoe lees ik mijn slimme meter uit?",
    "dankjewel",
)
"""Ten turns of one conversation: general answers, and two with the customer's own data out of the database."""

ROUNDS = 3
AT_ONCE = 20


@dataclass
class Waits:
    """What was measured of one way, with so many customers."""

    seconds: list[float] = field(default_factory=list)
    lost: int = 0
    rounds: list[float] = field(default_factory=list)
    """The median of each round."""
    texts: dict[str, str] = field(default_factory=dict)
    """What was answered, to see whether both ways did the same work."""


async def _conversation(customer: Customer, waits: Waits) -> list[float]:
    found: list[float] = []
    await customer.begin()
    try:
        for sentence in SENTENCES:
            try:
                answer = await customer.ask(sentence)
                found.append(answer.seconds)
                waits.texts.setdefault(sentence, answer.text)
            except asyncio.TimeoutError:
                waits.lost += 1
    finally:
        await customer.leave()
    waits.seconds += found
    return found


async def _round(make: Callable[[], Customer], customers: int, waits: Waits) -> None:
    found = await asyncio.gather(*(_conversation(make(), waits) for _ in range(customers)))
    waits.rounds.append(median([seconds for conversation in found for seconds in conversation]))


async def measure(stack: Stack, progress: Callable[[str], None]) -> Section:
    """Rounds of the two ways in turn, first one customer at a time, then twenty at once."""
    number = await first_customer_number(stack.url)
    ready: list[tuple[str, str]] = []

    def counter() -> Customer:
        return CounterCustomer(stack.url, ready.pop()[1])

    def rest() -> Customer:
        return RestCustomer(stack.programs[0].environment["RASA_URL"], ready.pop()[0])

    rows: list[Row] = []
    for customers, conversations in ((1, 4), (AT_ONCE, 1)):
        ways = {"counter": Waits(), "rest": Waits()}
        for round_ in range(ROUNDS + 1):
            for name, make in (("counter", counter), ("rest", rest)):
                progress(f"latency: {customers} at once, round {round_ or 'warming up'}, {name}")
                waits = ways[name] if round_ else Waits()
                for _ in range(conversations):
                    # Both ways by a customer who is logged in. Tokens live for minutes only: each round has its own.
                    for _ in range(customers):
                        ready.append((f"rest-{uuid.uuid4()}", await login_token(stack.url, number)))
                        if make is rest:
                            await stack.log_in(*ready[-1])
                    await _round(make, customers, waits)
        rows += _rows(customers, ways["counter"], ways["rest"])
    return Section(
        f"Latency of one message ({len(SENTENCES)} turns a conversation, {ROUNDS} rounds, in turn)", tuple(rows)
    )


def _rows(customers: int, counter: Waits, rest: Waits) -> list[Row]:
    who = "1 customer" if customers == 1 else f"{customers} at once"
    same = sum(counter.texts.get(sentence) == rest.texts.get(sentence) for sentence in SENTENCES)
    rows = [
        Row(
            f"{label}, {who}",
            f"p50 {ms(percentile(waits.seconds, 0.5))}  p95 {ms(percentile(waits.seconds, 0.95))}",
            f"{len(waits.seconds)} answers, {waits.lost} lost",
        )
        for label, waits in (("whole stack (socket.io)", counter), ("Rasa's REST channel", rest))
    ]
    ratios = [ours / theirs for ours, theirs in zip(counter.rounds, rest.rounds, strict=True) if theirs]
    if ratios:
        note = f"median of rounds; {min(ratios):.1f} to {max(ratios):.1f}"
        note = f"{note}; same words to {same} of {len(SENTENCES)}"
        rows.append(Row(f"whole stack / REST, {who}", f"{median(ratios):.2f} x", note))
    return rows
