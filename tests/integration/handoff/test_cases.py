"""Cases: from the queue to an agent and back, also with two who click at the same moment."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from dichtbij.conversations.model import Content, Draft
from dichtbij.errors import DatabaseUnavailable
from dichtbij.handoff.model import AlreadyTaken, CaseId, HandoverRequest, NotYours, Taken
from dichtbij.handoff.tables import CaseRow

HERE = Content(text="Fatima neemt het gesprek over.")
BACK = Content(text="Je praat weer met de assistent.")


async def test_opening_a_case_changes_owner_words_and_queue_together(desk) -> None:
    case = await desk.open(evidence=[{"label": "vraagt om een mens"}])

    assert (case.state, case.reason, case.priority) == ("waiting", "verzoek", 3)
    assert case.context == {"evidence": [{"label": "vraagt om een mens"}]}
    assert case.opened_seq == 1
    assert await desk.owner(case) == "queue"
    assert await desk.texts(case) == [("customer", "Ik wil een mens"), ("bot", "Ik haal er iemand bij.")]
    assert await desk.handoffs.waiting() == [case]
    assert await desk.conversations.pending() == []


async def test_a_long_cause_and_a_long_wish_can_be_stored(desk) -> None:
    turn = await desk.turn(text="x" * 4_000)
    request = HandoverRequest(reason="complex", trigger="t" * 300, intent="", ask="x" * 4_000, context={})

    case = await desk.handoffs.open(turn, request, (), customer_id=None, level=0, vulnerable=False)

    assert case.ask == "x" * 4_000
    assert case.trigger == "t" * 64


async def test_a_case_is_not_opened_twice_for_one_conversation(desk, other_desk) -> None:
    turn = await desk.turn()
    words = [Draft("bot", Content(text="Ik haal er iemand bij."))]
    request = HandoverRequest(reason="verzoek", trigger="customer", intent="", ask="", context={})

    opened = await asyncio.gather(
        *(
            which.handoffs.open(turn, request, words, customer_id=None, level=0, vulnerable=False)
            for which in (desk, other_desk) * 2
        )
    )

    [case] = [result for result in opened if result]
    assert [text for _, text in await desk.texts(case)].count("Ik haal er iemand bij.") == 1
    assert await desk.handoffs.waiting() == [case]


async def test_nothing_is_opened_for_a_message_that_was_answered_already(desk) -> None:
    turn = await desk.turn()
    await desk.conversations.finish_turn(turn, [Draft("bot", Content(text="antwoord"))])
    request = HandoverRequest(reason="verzoek", trigger="customer", intent="", ask="", context={})

    assert await desk.handoffs.open(turn, request, (), customer_id=None, level=0, vulnerable=False) is None

    assert (await desk.conversations.get(turn.conversation.id)).owner == "bot"
    assert await desk.conversations.owner_changes(turn.conversation.id) == []
    assert await desk.handoffs.waiting() == []


async def test_who_goes_first_stands_in_front_and_then_who_waits_longest(desk, clock) -> None:
    wanted = {}
    for name, more in {
        "verzoek eerst": {},
        "frustratie": {"reason": "frustratie"},
        "verzoek later": {},
        "kwetsbaar": {"vulnerable": True},
        "schulden": {"reason": "complex", "intent": "schulden"},
    }.items():
        clock.forward(seconds=10)
        wanted[(await desk.open(name, **more)).id] = name

    assert [wanted[case.id] for case in await desk.handoffs.waiting()] == [
        "kwetsbaar",
        "schulden",
        "frustratie",
        "verzoek eerst",
        "verzoek later",
    ]


async def test_two_agents_who_take_at_once_one_gets_it_and_the_other_hears_who(desk, other_desk, fatima, joost) -> None:
    for key in ("k1", "k2", "k3"):
        case = await desk.open(key)

        results = await asyncio.gather(
            desk.handoffs.take(case.id, fatima, Content(text="Fatima is er")),
            other_desk.handoffs.take(case.id, joost, Content(text="Joost is er")),
        )

        [taken] = [result for result in results if isinstance(result, Taken)]
        [refused] = [result for result in results if isinstance(result, AlreadyTaken)]
        assert refused.by == taken.case.agent_name
        assert taken.case.agent_name in ("Fatima", "Joost")
        assert await desk.owner(case) == "agent"
        said = [text for who, text in await desk.texts(case) if who == "system"]
        assert said == [f"{taken.case.agent_name} is er"]


async def test_taking_ones_own_case_again_changes_nothing(desk, fatima) -> None:
    case = await desk.open()
    first = await desk.handoffs.take(case.id, fatima, HERE)
    again = await desk.handoffs.take(case.id, fatima, HERE)

    assert again == first
    assert len(await desk.texts(case)) == 3
    assert await desk.handoffs.mine(fatima.id) == [first.case]
    assert await desk.handoffs.waiting() == []


async def test_a_case_that_does_not_exist_or_is_over_is_not_taken(desk, fatima, joost) -> None:
    case = await desk.open()
    await desk.handoffs.take(case.id, fatima, HERE)
    await desk.handoffs.hand_back(case.id, fatima, "", BACK)

    assert await desk.handoffs.take(CaseId("bestaat-niet"), joost, HERE) == AlreadyTaken("")
    assert await desk.handoffs.take(case.id, joost, HERE) == AlreadyTaken("Fatima")
    assert await desk.owner(case) == "bot"


@pytest.mark.parametrize(
    ("end", "owner", "state"), [("hand_back", "bot", "handed_back"), ("close", "closed", "closed")]
)
async def test_an_agent_ends_a_case(desk, fatima, clock, end: str, owner: str, state: str) -> None:
    case = await desk.open()
    await desk.handoffs.take(case.id, fatima, HERE)
    clock.forward(minutes=4)

    ended = await getattr(desk.handoffs, end)(case.id, fatima, "Termijn verlaagd.", BACK)

    assert (ended.state, ended.note, ended.ended_at) == (state, "Termijn verlaagd.", clock())
    assert await desk.owner(case) == owner
    assert (await desk.texts(case))[-1] == ("system", BACK.text)
    assert await desk.handoffs.of_conversation(case.conversation_id) is None
    assert await desk.handoffs.ended(fatima.id) == [ended]


@pytest.mark.parametrize("end", ["hand_back", "close"])
async def test_only_the_agent_who_has_it_ends_a_case(desk, fatima, joost, end: str) -> None:
    case = await desk.open()
    assert await getattr(desk.handoffs, end)(case.id, fatima, "", BACK) == NotYours(), "nobody has it yet"
    await desk.handoffs.take(case.id, fatima, HERE)
    before = await desk.texts(case)

    assert await getattr(desk.handoffs, end)(case.id, joost, "", BACK) == NotYours()
    assert await getattr(desk.handoffs, end)(CaseId("bestaat-niet"), fatima, "", BACK) == NotYours()

    assert await desk.texts(case) == before
    assert await desk.owner(case) == "agent"


async def test_two_clicks_at_once_end_a_case_once(desk, other_desk, fatima) -> None:
    for key in ("k1", "k2", "k3"):
        case = await desk.open(key)
        await desk.handoffs.take(case.id, fatima, HERE)

        results = await asyncio.gather(
            desk.handoffs.hand_back(case.id, fatima, "terug", BACK),
            other_desk.handoffs.close(case.id, fatima, "klaar", BACK),
        )

        assert [type(result) for result in results].count(NotYours) == 1
        assert [text for _, text in await desk.texts(case)].count(BACK.text) == 1


async def test_handing_back_five_times_in_a_row_and_handing_over_again(desk, fatima, joost, clock) -> None:
    """Each time is like the first: a case of its own, the queue, an agent, the bot."""
    ids = set()
    for number in range(1, 6):
        clock.forward(minutes=1)
        agent = (fatima, joost)[number % 2]
        case = await desk.open()
        ids.add(case.id)
        assert case.state == "waiting"
        assert isinstance(await desk.handoffs.take(case.id, agent, HERE), Taken)
        ended = await desk.handoffs.hand_back(case.id, agent, f"keer {number}", BACK)
        assert ended.state == "handed_back"
        assert await desk.owner(case) == "bot"

    last = await desk.open()
    assert last.id not in ids
    assert await desk.owner(last) == "queue"
    assert len(ids) == 5
    history = await desk.conversations.owner_changes(last.conversation_id)
    assert [change.to_owner for change in history] == ["queue", "agent", "bot"] * 5 + ["queue"]
    assert (await desk.conversations.get(last.conversation_id)).owner_version == 16


async def test_a_customer_who_no_longer_waits_goes_on_with_the_bot(desk, fatima) -> None:
    case = await desk.open()
    turn = await desk.turn(text="laat maar")

    assert await desk.handoffs.leave_queue(turn, [Draft("system", Content(text="Goed."))])

    ended = await desk.handoffs.get(case.id)
    assert (ended.state, ended.note) == ("handed_back", "De klant wachtte niet langer.")
    assert await desk.owner(case) == "bot"
    assert (await desk.texts(case))[-1] == ("system", "Goed.")
    assert await desk.handoffs.take(case.id, fatima, HERE) == AlreadyTaken("")


async def test_leaving_the_queue_with_a_question_leaves_the_question_to_the_bot(desk) -> None:
    await desk.open()
    turn = await desk.turn(text="bel mij terug")

    assert await desk.handoffs.leave_queue(turn, (), keep_turn=True)

    following = await desk.conversations.begin_turn(turn.conversation.id)
    assert following.message.id == turn.message.id
    assert following.conversation.owner == "bot"


async def test_leaving_and_taking_at_once_one_of_the_two_happens(desk, other_desk, fatima) -> None:
    for key in ("k1", "k2", "k3"):
        case = await desk.open(key)
        turn = await desk.turn(key, "laat maar")

        taken, left = await asyncio.gather(
            desk.handoffs.take(case.id, fatima, HERE),
            other_desk.handoffs.leave_queue(turn, [Draft("system", Content(text="Goed."))]),
        )

        assert isinstance(taken, Taken) is not left
        assert await desk.owner(case) == ("bot" if left else "agent")
        assert ((await desk.handoffs.get(case.id)).state == "taken") is not left


@pytest.mark.parametrize("state", ["bot", "queue", "agent"])
async def test_a_customer_who_is_gone_for_good_leaves_no_open_case(desk, fatima, state: str) -> None:
    case = await desk.open() if state != "bot" else None
    if state == "agent":
        await desk.handoffs.take(case.id, fatima, HERE)
    conversation = await desk.conversations.current("web", "k1")

    await desk.handoffs.abandon(conversation.id, "uitgelogd", "De klant logde uit.")
    await desk.handoffs.abandon(conversation.id, "uitgelogd", "De klant logde uit.")

    assert (await desk.conversations.get(conversation.id)).owner == "closed"
    assert await desk.handoffs.of_conversation(conversation.id) is None
    assert len(await desk.conversations.owner_changes(conversation.id)) == {"bot": 1, "queue": 2, "agent": 3}[state]


async def test_everybody_hears_of_a_case_after_it_was_stored(desk, other_desk, fatima) -> None:
    heard = []

    async def look(case) -> None:
        heard.append(case.state)
        assert await other_desk.handoffs.get(case.id) == replace(case, agent_name=case.agent_name)

    desk.handoffs.on_case(look)
    case = await desk.open()
    await desk.handoffs.take(case.id, fatima, HERE)
    await desk.handoffs.changed(case.conversation_id)
    await desk.handoffs.hand_back(case.id, fatima, "", BACK)
    await desk.handoffs.changed(case.conversation_id)

    assert heard == ["waiting", "taken", "taken", "handed_back"]


async def test_a_long_wait_is_told_until_the_customer_heard_it(desk, fatima, clock) -> None:
    limit = timedelta(minutes=3)
    first = await desk.open("k1")
    clock.forward(minutes=2)
    taken = await desk.open("k2")
    await desk.handoffs.take(taken.id, fatima, HERE)

    assert await desk.handoffs.waited_too_long(limit) == []
    clock.forward(minutes=1, seconds=1)
    for _ in range(2):
        [long] = await desk.handoffs.waited_too_long(limit)
        assert long.id == first.id
    await desk.handoffs.heard_long_wait(long)
    clock.forward(hours=1)
    assert await desk.handoffs.waited_too_long(limit) == []


async def test_what_was_heard_in_one_wait_does_not_count_for_the_next(desk, fatima, clock) -> None:
    case = await desk.open()
    clock.forward(minutes=4)
    [long] = await desk.handoffs.waited_too_long(timedelta(minutes=3))
    await desk.present("fatima")
    await desk.handoffs.take(case.id, fatima, HERE)
    await desk.present("fatima", here=False)
    clock.forward(minutes=2)
    assert len(await desk.transfers.bring_back(_words)) == 1
    await desk.handoffs.heard_long_wait(long)  # noted only now
    clock.forward(minutes=4)

    assert [one.id for one in await desk.handoffs.waited_too_long(timedelta(minutes=3))] == [case.id]


async def _words(case) -> Content:
    return HERE


async def test_who_listens_and_fails_changes_nothing_for_who_acts_or_listens_too(desk, fatima) -> None:
    heard = []

    async def fail(case) -> None:
        raise DatabaseUnavailable("gone for a moment")

    async def hear(case) -> None:
        heard.append(case.state)

    for listener in (fail, hear):
        desk.handoffs.on_case(listener)
    desk.handoffs.on_open(fail)

    case = await desk.open()
    await desk.handoffs.take(case.id, fatima, HERE)
    ended = await desk.handoffs.hand_back(case.id, fatima, "Klaar.", BACK)

    assert (ended.state, ended.note) == ("handed_back", "Klaar.")
    assert heard == ["waiting", "taken", "handed_back"]


async def test_how_far_an_agent_has_read_only_goes_forward(desk, fatima, joost) -> None:
    case = await desk.open()
    await desk.handoffs.take(case.id, fatima, HERE)

    for agent, seq in ((fatima, 2), (fatima, 1), (joost, 9)):
        await desk.handoffs.read(case.id, agent.id, seq)

    assert (await desk.handoffs.get(case.id)).agent_read_seq == 2


async def test_when_the_end_fails_half_way_nothing_of_it_is_kept(desk, fatima) -> None:
    case = await desk.open()
    await desk.handoffs.take(case.id, fatima, HERE)
    before = await desk.texts(case)

    async def breaks(*_, **__):
        raise RuntimeError("half way")

    change_owner = desk.conversations.change_owner
    desk.conversations.change_owner = breaks
    with pytest.raises(RuntimeError):
        await desk.handoffs.close(case.id, fatima, "", BACK)
    desk.conversations.change_owner = change_owner

    assert await desk.texts(case) == before
    assert (await desk.handoffs.get(case.id)).state == "taken"
    assert await desk.owner(case) == "agent"


async def test_the_database_itself_refuses_a_second_open_case(desk) -> None:
    from sqlalchemy.exc import IntegrityError

    one, two = await desk.open("k1"), await desk.open("k2")

    with pytest.raises(IntegrityError):
        async with desk.database.writing() as session:
            await session.execute(
                update(CaseRow).where(CaseRow.id == two.id).values(conversation_id=one.conversation_id)
            )
