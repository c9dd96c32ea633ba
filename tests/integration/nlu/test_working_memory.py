"""The table of the bot's working memory, on both databases: restarts, two at once, erasing, a database in trouble."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import text

from dichtbij import database as module
from dichtbij.database import Database, async_url
from dichtbij.errors import DatabaseUnavailable, Overtaken, SettingsError
from dichtbij.nlu.store import MEMORY, MemoryTable
from dichtbij.nlu.tracker import TURNS, WorkingMemory
from dichtbij.privacy.store.tracker import TrackerStore
from dichtbij.settings import ROOT

DOMAIN = Domain.load(str(ROOT / "domain.yml"))
WHO = "gesprek-1"
FORM = [ActiveLoop("verhuizing_doorgeven_form"), SlotSet("requested_slot", "nieuw_adres"), SlotSet("pogingen", 2)]

NewBot = Callable[[], WorkingMemory]


@pytest.fixture(params=["sqlite", "postgresql"])
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """TRACKER_URL of an empty database, as an operator writes it."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'rasa.db'}"
    return str(await request.getfixturevalue("postgres").new()).replace("+asyncpg", "+psycopg2")


@pytest.fixture
async def new_bot() -> AsyncIterator[Callable[[str], WorkingMemory]]:
    made: list[WorkingMemory] = []

    def start(url: str) -> WorkingMemory:
        made.append(WorkingMemory(DOMAIN, host=url))
        return made[-1]

    yield start
    for one in made:
        await one.close()


@pytest.fixture
def bot(new_bot: Callable[[str], WorkingMemory], url: str) -> NewBot:
    """Each call is another process of the bot, or the same after a restart."""
    return lambda: new_bot(url)


async def hear(memory: WorkingMemory, words: str, *more: Any, who: str = WHO) -> DialogueStateTracker:
    """Handle one message as Rasa does; not saved yet."""
    tracker = await memory.get_or_create_tracker(who, append_action_listen=False)
    for event in (UserUttered(words, {"name": "groet"}), *more, ActionExecuted("action_listen")):
        tracker.update(event)
    return tracker


async def handle(memory: WorkingMemory, words: str, *more: Any, who: str = WHO) -> None:
    await memory.save(await hear(memory, words, *more, who=who))


def words_of(tracker: DialogueStateTracker) -> list[str]:
    return [event.text for event in tracker.events if isinstance(event, UserUttered)]


async def rows(url: str, query: str) -> list[tuple[Any, ...]]:
    database = Database(async_url(url))
    async with database.reading() as session:
        found = [tuple(row) for row in await session.execute(text(query))]
    await database.close()
    return found


# -- keeping --------------------------------------------------------------------------------------------------------


async def test_what_one_process_learned_the_next_knows(bot: NewBot) -> None:
    first = bot()
    await handle(first, "ik ga verhuizen", *FORM)
    await first.close()

    tracker = await bot().retrieve(WHO)

    assert tracker.active_loop_name == "verhuizing_doorgeven_form"
    assert (tracker.get_slot("requested_slot"), tracker.get_slot("pogingen")) == ("nieuw_adres", 2)
    assert words_of(tracker) == ["ik ga verhuizen"]


async def test_two_processes_by_turns_remember_one_conversation(bot: NewBot) -> None:
    bots = [bot(), bot()]
    for number in range(6):
        await handle(bots[number % 2], f"bericht {number}")

    assert words_of(await bots[0].retrieve(WHO)) == [f"bericht {number}" for number in range(6)]


async def test_a_conversation_is_one_row_that_stops_growing_and_forgets_old_words(bot: NewBot, url: str) -> None:
    memory, lengths = bot(), {}
    await handle(memory, "ik ga verhuizen", *FORM)
    for number in range(100, 100 + 4 * TURNS):
        await handle(memory, f"bericht {number}")
        [(size, length, there)] = await rows(
            url, "SELECT size, LENGTH(events), events LIKE '%ik ga verhuizen%' FROM working_memory"
        )
        lengths[number] = (size, length)

    assert not there
    (early, early_length), (late, late_length) = lengths[100 + 2 * TURNS], lengths[99 + 4 * TURNS]
    assert early == late
    assert early_length == pytest.approx(late_length, rel=0.01), "but for the digits of the times"
    tracker = await memory.retrieve(WHO)
    assert tracker.active_loop_name == "verhuizing_doorgeven_form"
    assert tracker.get_slot("pogingen") == 2


async def test_letters_of_every_kind_come_back_as_they_were(bot: NewBot) -> None:
    said = "Zoë's café 👋 'DROP TABLE' \\u0041 <b>é</b>\n\ttwee regels"
    await handle(bot(), said)

    assert words_of(await bot().retrieve(WHO)) == [said]


async def test_the_conversations_are_listed(bot: NewBot) -> None:
    memory = bot()
    await handle(memory, "hoi", who="a")
    await handle(memory, "hoi", who="b")

    assert sorted(await memory.keys()) == ["a", "b"]


# -- two at once ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("known", [True, False])
async def test_of_two_bots_that_handle_one_conversation_at_once_one_is_refused(bot: NewBot, known: bool) -> None:
    """The counter waited too long for one, and asked another: the answers of one of them count, not half of both."""
    bots = [bot(), bot(), bot()]
    if known:
        await handle(bots[0], "hoi")
    trackers = [await hear(each, f"van bot {number}") for number, each in enumerate(bots)]

    done = await asyncio.gather(
        *(each.save(tracker) for each, tracker in zip(bots, trackers, strict=True)), return_exceptions=True
    )

    assert sorted(type(one).__name__ for one in done) == ["NoneType", "Overtaken", "Overtaken"]
    winner = done.index(None)
    assert words_of(await bots[0].retrieve(WHO)) == [*(["hoi"] if known else []), f"van bot {winner}"]
    await handle(bots[winner - 1], "daarna gaat het gewoon verder")


async def test_bots_that_start_at_once_make_one_table(bot: NewBot) -> None:
    bots = [bot() for _ in range(4)]

    await asyncio.gather(*(handle(each, "hoi", who=f"gesprek-{number}") for number, each in enumerate(bots)))

    assert len(list(await bots[0].keys())) == 4


# -- erasing --------------------------------------------------------------------------------------------------------


async def test_what_the_counter_erased_stays_away_although_the_bot_was_busy_with_it(bot: NewBot, url: str) -> None:
    memory, counter = bot(), TrackerStore(url)
    await handle(memory, "mijn naam is haas")
    await handle(memory, "blijft", who="een ander")
    late = await hear(memory, "en ik woon in het bos")

    assert await counter.forget([WHO]) == 2
    with pytest.raises(Overtaken):
        await memory.save(late)

    assert await memory.retrieve(WHO) is None
    assert [row[0] for row in await rows(url, "SELECT conversation_id FROM working_memory")] == ["een ander"]
    await counter.close()


async def test_words_that_are_no_longer_remembered_are_not_left_in_the_file(new_bot: Any, tmp_path: Path) -> None:
    """What lies in a freed page of SQLite would be found by whoever opens the file, and by no erasure."""
    file = tmp_path / "rasa.db"
    memory = new_bot(f"sqlite:///{file}")
    await handle(memory, "kletsnatte theedoek " * 300)
    for number in range(TURNS + 1):
        await handle(memory, f"bericht {number}")
    await memory.close()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    assert b"bericht 1" in file.read_bytes()
    assert b"kletsnatte theedoek" not in file.read_bytes()


# -- in trouble -----------------------------------------------------------------------------------------------------


async def test_a_locked_file_is_refused_and_nothing_is_lost(
    new_bot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BUSY_TIMEOUT_MS", 100)
    memory = new_bot(f"sqlite:///{tmp_path / 'rasa.db'}")
    await handle(memory, "hoi", *FORM)
    with closing(sqlite3.connect(tmp_path / "rasa.db", isolation_level=None)) as blocker:
        blocker.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseUnavailable):
            await handle(memory, "en nu?")
        assert (await memory.retrieve(WHO)).active_loop_name == "verhuizing_doorgeven_form"

    await handle(memory, "en nu?")
    assert words_of(await memory.retrieve(WHO)) == ["hoi", "en nu?"]


async def test_a_server_that_stops_is_refused_and_after_its_return_everything_is_still_known(
    new_bot: Any, postgres: Any
) -> None:
    memory = new_bot(await postgres.new())
    await handle(memory, "hoi", *FORM)
    half_way = await hear(memory, "en nu?")

    await asyncio.to_thread(postgres.stop)
    try:
        with pytest.raises(DatabaseUnavailable):
            await memory.save(half_way)
        with pytest.raises(DatabaseUnavailable):
            await memory.retrieve(WHO)
        with pytest.raises(DatabaseUnavailable):
            await memory.check()
    finally:
        await asyncio.to_thread(postgres.start)

    await handle(memory, "en nu?")
    tracker = await memory.retrieve(WHO)
    assert words_of(tracker) == ["hoi", "en nu?"]
    assert tracker.active_loop_name == "verhuizing_doorgeven_form"


async def test_a_bot_that_starts_before_its_database_works_when_that_is_there(new_bot: Any, tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    memory = new_bot(f"sqlite:///{tmp_path / 'var' / 'rasa.db'}")
    (tmp_path / "var").rmdir()
    with pytest.raises(DatabaseUnavailable):
        await memory.check()

    (tmp_path / "var").mkdir()
    await handle(memory, "hoi")

    assert words_of(await memory.retrieve(WHO)) == ["hoi"]


async def test_a_database_that_was_emptied_gets_its_table_again(bot: NewBot, url: str) -> None:
    memory = bot()
    await handle(memory, "hoi")
    database = Database(async_url(url))
    async with database.writing() as session:
        await (await session.connection()).run_sync(MEMORY.drop)
    await database.close()

    with pytest.raises(Exception):  # noqa: B017, PT011 - each database has its own name for it
        await memory.retrieve(WHO)
    assert await memory.retrieve(WHO) is None
    await handle(memory, "opnieuw")


def test_a_kind_of_database_that_we_do_not_know_is_named() -> None:
    with pytest.raises(SettingsError, match="mysql"):
        MemoryTable("mysql://host/tracker")
