"""The queue with hundreds of customers: only what changed is told, and little is read to know it. On both databases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from dichtbij.conversations.model import Content
from dichtbij.desk.queue_news import READ_AGAIN_AFTER, QueueNews
from dichtbij.handoff import store
from dichtbij.handoff.model import Taken

HERE = Content(text="Fatima neemt het gesprek over.")
MANY = 40


@pytest.fixture
def news(desk, clock, rows) -> QueueNews:
    return QueueNews(clock, desk.handoffs, rows.of)


@contextmanager
def statements(desk) -> Iterator[list[str]]:
    """What the database is asked meanwhile."""
    asked: list[str] = []

    def note(*call: object) -> None:
        asked.append(str(call[2]))

    event.listen(desk.database.engine.sync_engine, "before_cursor_execute", note)
    yield asked
    event.remove(desk.database.engine.sync_engine, "before_cursor_execute", note)


def ids(told: dict) -> list[str]:
    return [row["id"] for row in told["cases"]]


async def test_only_what_changed_is_told_and_the_order_when_it_did(desk, news, clock) -> None:
    assert await news.changes() is None
    first = await desk.open("k1")
    clock.forward(seconds=1)
    second = await desk.open("k2")
    told = await news.changes()
    assert (told["order"], ids(told)) == ([first.id, second.id], [first.id, second.id])
    assert await news.changes() is None

    await desk.conversations.receive("web", "k2", "Duurt het lang?")
    news.touch(second.id)
    told = await news.changes()
    assert ids(told) == [second.id], "the other row is as it was"
    assert "order" not in told
    assert told["cases"][0]["last_message"]["text"] == "Duurt het lang?"

    urgent = await desk.open("k3", reason="gevaar")
    told = await news.changes()
    assert (told["order"], ids(told)) == ([urgent.id, first.id, second.id], [urgent.id]), "who moves up knows the place"
    assert [row["place"] for row in news.whole()["cases"]] == [1, 2, 3]
    assert news.whole()["order"] == [row["id"] for row in news.whole()["cases"]]


async def test_who_is_helped_leaves_the_queue_and_comes_back_with_a_row(desk, news, fatima) -> None:
    case = await desk.open("k1")
    await news.changes()
    assert isinstance(await desk.handoffs.take(case.id, fatima, HERE), Taken)
    assert await news.changes() == {"cases": [], "order": []}
    assert news.whole() == {"order": [], "cases": []}
    async with desk.database.writing() as session:
        await store.change(session, case.id, state="waiting", agent_id=None)
    told = await news.changes()
    assert (told["order"], ids(told)) == ([case.id], [case.id])


async def test_the_minutes_of_waiting_follow(desk, news, clock) -> None:
    await desk.open("k1")
    await news.changes()
    clock.forward(seconds=70)
    told = await news.changes()
    assert told["cases"][0]["priority_why"] == ["wacht 1 minuut"]
    assert "order" not in told


async def test_what_another_process_did_is_told(desk, other_desk, news, clock, fatima) -> None:
    case = await desk.open("k1")
    await news.changes()
    assert news.knows(await desk.handoffs.line())
    await other_desk.present("fatima")
    await other_desk.offers.make()
    assert not news.knows(await desk.handoffs.line())
    told = await news.changes()
    assert told["cases"][0]["offered"]["to"] == {"id": fatima.id, "name": "Fatima"}
    await other_desk.conversations.receive("web", "k1", "Hallo?")
    assert await news.changes() is None, "nobody here knows of it"
    clock.forward(seconds=READ_AGAIN_AFTER.total_seconds())
    told = await news.changes()
    assert ids(told) == [case.id]
    assert told["cases"][0]["last_message"]["text"] == "Hallo?"


async def test_a_failing_database_loses_no_news(desk, news) -> None:
    case = await desk.open("k1")
    await news.changes()
    await desk.conversations.receive("web", "k1", "Nieuw")
    news.touch(case.id)
    right, news._summaries = news._summaries, _broken
    with pytest.raises(ConnectionError):
        await news.changes()
    news._summaries = right
    assert ids(await news.changes()) == [case.id]


async def _broken(cases: object, places: object) -> list:
    raise ConnectionError


async def test_the_line_is_the_queue_with_little_of_each(desk, clock, fatima) -> None:
    await desk.open("k1", intent="schulden", danger="gas")
    clock.forward(seconds=1)
    await desk.open("k2", reason="frustratie", danger=None, vulnerable=True)
    clock.forward(seconds=1)
    plain = await desk.open("k3")
    async with desk.database.writing() as session:
        await store.note_mood(session, plain.conversation_id, "gefrustreerd", 0.9, "gas")
    await desk.present("fatima")
    await desk.offers.make()
    line = await desk.handoffs.line()
    assert line == [case.in_line for case in await desk.handoffs.waiting()]
    assert [(one.intent, one.danger, one.vulnerable) for one in line] == [
        ("schulden", True, False), ("", True, False), ("", False, True),
    ]  # fmt: skip
    assert [one.offered_to for one in line] == [fatima.id, None, None]
    assert line[1].mood_level == "gefrustreerd"


async def test_many_who_wait_cost_as_many_questions_to_the_database_as_few(desk, rows, news, fatima) -> None:
    """With 200 waiting every message and every handover read the whole queue, and nobody came in any more."""
    few = await _costs(desk, rows, news, "de eerste")
    for number in range(MANY):
        await desk.open(f"veel-{number}")
    await desk.offers.make()
    await news.changes()
    many = await _costs(desk, rows, news, "de laatste")
    assert all(later <= earlier for later, earlier in zip(many, few, strict=True)), (few, many)


async def _costs(desk, rows, news, key) -> list[int]:
    """Statements of: one row, one change told, an offer that lapses and goes on."""
    case = await desk.open(key)
    await desk.present("fatima")
    await desk.offers.make()
    costs = []
    with statements(desk) as asked:
        await rows.of([case])
    costs.append(len(asked))
    await news.changes()
    news.touch(case.id)
    with statements(desk) as asked:
        await news.changes()
    costs.append(len(asked))
    await desk.present("fatima", False)
    with statements(desk) as asked:
        assert len(await desk.offers.make()) == 1
    return [*costs, len(asked)]
