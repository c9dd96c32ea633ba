"""From one agent to another, taken over, and back in the queue when an agent is gone."""

from __future__ import annotations

import asyncio

import pytest

from dichtbij.conversations.model import Content, Draft
from dichtbij.handoff import routing
from dichtbij.handoff.model import AgentId, AlreadyTaken, CaseId, NobodyThere, NotYours, Taken

HERE = Content(text="Hier ben ik.")
PASSED_ON = Content(text="Je wordt doorgegeven.")
BACK = Content(text="Je praat weer met de assistent.")
GONE = Content(text="De medewerker is er niet meer.")


async def words(case) -> Content:
    return GONE


@pytest.fixture
async def taken(desk, fatima, joost):
    """A case that Fatima has; both agents are there."""
    for username in ("fatima", "joost"):
        await desk.present(username)
    case = await desk.open()
    await desk.handoffs.take(case.id, fatima, HERE)
    return case


async def test_a_colleague_has_the_customer_at_once_with_the_note(desk, fatima, joost, taken, clock) -> None:
    clock.forward(seconds=30)
    moved = await desk.transfers.to_agent(taken.id, fatima, joost.id, "Weet alles van gas.", PASSED_ON)

    assert (moved.state, moved.agent_id, moved.agent_name, moved.taken_at) == ("taken", joost.id, "Joost", clock())
    assert (await desk.texts(taken))[-1] == ("system", PASSED_ON.text)
    assert await desk.notes(taken) == [("Fatima", "doorgezet", "Doorgezet naar Joost. Weet alles van gas.")]
    conversation = await desk.conversations.get(taken.conversation_id)
    assert (conversation.owner, conversation.agent_id) == ("agent", joost.id)
    [*_, last] = await desk.conversations.owner_changes(taken.conversation_id)
    assert (last.from_owner, last.to_owner, last.who) == ("agent", "agent", f"agent:{fatima.id}")
    late = Draft("agent", Content(text="nog iets"), "Fatima")
    assert await desk.conversations.say(taken.conversation_id, late, agent_id=fatima.id) is None
    assert await desk.conversations.say(taken.conversation_id, late, agent_id=joost.id)
    assert isinstance(await desk.handoffs.close(taken.id, fatima, "", BACK), NotYours)


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ("gone", "absent"),
        ("pauze", "absent"),
        ("bezet", "busy"),
        ("full", "full"),
        ("self", "self"),
        ("who", "unknown"),
    ],
)
async def test_a_customer_is_not_given_to_who_cannot_help(desk, fatima, joost, taken, how: str, why: str) -> None:
    to = {"self": fatima.id, "who": AgentId("bestaat-niet")}.get(how, joost.id)
    if how == "gone":
        await desk.present("joost", here=False)
    elif how == "full":
        await desk.set(joost, max_cases=0)
    elif how in ("pauze", "bezet"):
        await desk.states.set(joost.id, how)
    before = await desk.texts(taken)

    refused = await desk.transfers.to_agent(taken.id, fatima, to, "x", PASSED_ON)

    assert isinstance(refused, NobodyThere)
    assert refused.why == why
    assert (await desk.handoffs.get(taken.id)).agent_id == fatima.id
    assert await desk.texts(taken) == before
    assert await desk.notes(taken) == []


async def test_a_team_finds_the_customer_in_its_queue_at_the_old_place(desk, fatima, joost, taken, clock) -> None:
    await desk.set(joost, teams=["schulden"])
    clock.forward(seconds=50)
    for username in ("fatima", "joost"):
        await desk.present(username)
    newer = await desk.open("k2")
    moved = await desk.transfers.to_team(taken.id, fatima, "schulden", "Kan niet betalen.", PASSED_ON)

    assert (moved.state, moved.agent_id, moved.team) == ("waiting", None, "schulden")
    assert (moved.opened_at, moved.waiting_since) == (taken.opened_at, clock())
    assert [case.id for case in await desk.handoffs.waiting()] == [taken.id, newer.id]
    assert await desk.owner(taken) == "queue"
    assert await desk.notes(taken) == [("Fatima", "doorgezet", "Doorgezet naar Betalen en schulden. Kan niet betalen.")]
    await desk.offers.make()
    assert await desk.offered(taken) == joost.id
    assert isinstance(await desk.handoffs.take(taken.id, joost, HERE), Taken)


async def test_who_passed_a_customer_to_a_team_is_not_asked_at_once(desk, fatima, joost, taken, clock) -> None:
    await desk.states.set(joost.id, "bezet")
    await desk.transfers.to_team(taken.id, fatima, "klantenservice", "Weet meer van gas.", PASSED_ON)

    await desk.offers.make()
    assert await desk.offered(taken) is None
    clock.forward(seconds=29)
    await desk.offers.make()
    assert await desk.offered(taken) is None
    clock.forward(seconds=1)
    await desk.offers.make()
    assert await desk.offered(taken) == fatima.id, "nobody else is free"


async def test_hours_with_an_agent_are_no_wait(desk, fatima, joost, clock) -> None:
    case = await desk.open()
    clock.forward(minutes=4)
    for username in ("fatima", "joost"):
        await desk.present(username)
    await desk.handoffs.take(case.id, fatima, HERE)
    clock.forward(hours=3)
    longer = await desk.open("k2")
    clock.forward(minutes=3)
    for username in ("fatima", "joost"):
        await desk.present(username)
    behind = await desk.handoffs.behind(await desk.handoffs.get(case.id))
    moved = await desk.transfers.to_team(case.id, fatima, "klantenservice", "x", PASSED_ON)

    assert (behind, moved.waited) == (0, 4 * 60), "four minutes against three"
    assert routing.urgency(moved, clock()) == routing.Urgency(8, ())
    clock.forward(minutes=1)
    assert [(one.id, routing.urgency(one, clock())) for one in await desk.handoffs.line()] == [
        (case.id, routing.Urgency(10, ("wacht 1 minuut",))),
        (longer.id, routing.Urgency(8, ("wacht 4 minuten",))),
    ]


async def test_not_to_a_team_of_which_nobody_is_there(desk, fatima, joost, taken, clock) -> None:
    await desk.set(joost, teams=["verhuizen"])
    assert await desk.transfers.to_team(taken.id, fatima, "bestaat-niet", "x", PASSED_ON) == NobodyThere("unknown")
    refused = await desk.transfers.to_team(taken.id, fatima, "schulden", "x", PASSED_ON)
    assert refused == NobodyThere("absent", "Betalen en schulden")

    await desk.set(joost, teams=["schulden"])
    clock.forward(hours=7.5)  # half past five: the team works until five
    for username in ("fatima", "joost"):
        await desk.present(username)
    refused = await desk.transfers.to_team(taken.id, fatima, "schulden", "x", PASSED_ON)
    assert refused == NobodyThere("closed", "Betalen en schulden")
    assert await desk.owner(taken) == "agent"


@pytest.mark.parametrize("to", ["agent", "team"])
async def test_only_who_has_the_customer_passes_them_on(desk, fatima, joost, taken, to: str) -> None:
    async def pass_on(case_id: CaseId, agent):
        if to == "team":
            return await desk.transfers.to_team(case_id, agent, "klantenservice", "x", PASSED_ON)
        return await desk.transfers.to_agent(case_id, agent, fatima.id, "x", PASSED_ON)

    assert await pass_on(taken.id, joost) == NotYours()
    assert await pass_on(CaseId("bestaat-niet"), fatima) == NotYours()
    waiting = await desk.open("k2")
    assert await pass_on(waiting.id, joost) == NotYours()


async def test_passing_on_and_closing_at_once_one_of_the_two_happens(desk, other_desk, fatima, joost) -> None:
    for number in range(3):
        for username in ("fatima", "joost"):
            await desk.present(username)
        case = await desk.open(f"k{number}")
        await desk.handoffs.take(case.id, fatima, HERE)

        moved, closed = await asyncio.gather(
            desk.transfers.to_agent(case.id, fatima, joost.id, "x", PASSED_ON),
            other_desk.handoffs.close(case.id, fatima, "", BACK),
        )

        assert isinstance(moved, NotYours) is not isinstance(closed, NotYours)
        now = await desk.handoffs.get(case.id)
        assert (now.state, now.agent_id) == (
            ("closed", fatima.id) if isinstance(moved, NotYours) else ("taken", joost.id)
        )
        assert await desk.owner(case) == ("closed" if now.state == "closed" else "agent")


async def test_two_who_pass_customers_to_a_colleague_at_once_do_not_fill_them_over(
    desk, other_desk, fatima, joost
) -> None:
    karim = await desk.agents.add("karim", "Karim", "een goed wachtwoord")
    await desk.set(karim, max_cases=1)
    for username in ("fatima", "joost", "karim"):
        await desk.present(username)
    mine, yours = await desk.open("k1"), await desk.open("k2")
    await desk.handoffs.take(mine.id, fatima, HERE)
    await desk.handoffs.take(yours.id, joost, HERE)

    results = await asyncio.gather(
        desk.transfers.to_agent(mine.id, fatima, karim.id, "x", PASSED_ON),
        other_desk.transfers.to_agent(yours.id, joost, karim.id, "x", PASSED_ON),
    )

    assert results.count(NobodyThere("full", "Karim")) == 1
    assert len(await desk.handoffs.mine(karim.id)) == 1


async def test_who_leads_takes_a_customer_over(desk, fatima, joost, taken) -> None:
    taken_over = await desk.transfers.take_over(taken.id, joost, "Jij had lunch.", HERE)

    assert isinstance(taken_over, Taken)
    assert taken_over.case.agent_id == joost.id
    assert await desk.notes(taken) == [("Joost", "overgenomen", "Overgenomen van Fatima. Jij had lunch.")]
    again = await desk.transfers.take_over(taken.id, joost, "", HERE)
    assert isinstance(again, Taken)
    assert len(await desk.notes(taken)) == 1, "a second click changes nothing"
    await desk.handoffs.close(taken.id, joost, "", BACK)
    assert await desk.transfers.take_over(taken.id, fatima, "", HERE) == AlreadyTaken("")


# -- an agent who is gone -------------------------------------------------------------------------------------------


async def test_customers_of_a_lost_agent_come_back_after_the_grace_time_with_all_that_was_said(
    desk, fatima, joost, taken, clock
) -> None:
    await desk.conversations.say(taken.conversation_id, Draft("agent", Content(text="Ik kijk even"), "Fatima"))
    await desk.present("fatima", here=False)
    clock.forward(seconds=59)
    assert await desk.transfers.bring_back(words) == []
    received = await desk.conversations.receive("web", "k1", "Bent u er nog?")
    clock.forward(seconds=1)

    [back] = await desk.transfers.bring_back(words)

    assert (back.state, back.agent_id, back.agent_name) == ("waiting", None, "")
    assert (back.opened_at, back.waiting_since) == (taken.opened_at, clock())
    assert await desk.owner(taken) == "queue"
    texts = await desk.texts(taken)
    assert texts[-1] == ("system", GONE.text)
    assert ("customer", "Bent u er nog?") in texts
    assert ("agent", "Ik kijk even") in texts
    [(_, kind, note)] = await desk.notes(taken)
    assert (kind, "Fatima" in note) == ("teruggekomen", True)
    assert await desk.transfers.bring_back(words) == [], "once"
    await desk.present("joost")
    await desk.offers.make()
    assert await desk.offered(taken) == joost.id
    turn = await desk.conversations.begin_turn(taken.conversation_id)
    assert (turn.message.id, turn.conversation.owner) == (received.message.id, "queue"), "not a word is lost"


async def test_a_page_that_is_opened_again_in_time_changes_nothing(desk, fatima, taken, clock) -> None:
    await desk.present("fatima", here=False)
    clock.forward(seconds=59)
    await desk.present("fatima")
    clock.forward(seconds=5)

    assert await desk.transfers.bring_back(words) == []
    assert (await desk.handoffs.get(taken.id)).agent_id == fatima.id


async def test_an_outage_of_the_counter_itself_costs_no_agent_the_customers(taken, clock, request) -> None:
    """Nobody could be connected meanwhile: everybody has the grace time to come back, from the start."""
    clock.forward(minutes=10)
    started = request.getfixturevalue("other_desk")  # this moment it starts
    assert await started.transfers.bring_back(words) == []
    clock.forward(seconds=59)
    assert await started.transfers.bring_back(words) == []
    clock.forward(seconds=1)
    assert [case.id for case in await started.transfers.bring_back(words)] == [taken.id], "who does not is gone"


async def test_a_machine_that_just_went_dark_counts_from_its_last_sign_of_life(desk, fatima, taken, clock) -> None:
    clock.forward(seconds=59)
    assert await desk.transfers.bring_back(words) == []
    clock.forward(seconds=1)
    assert len(await desk.transfers.bring_back(words)) == 1


async def test_who_logs_out_leaves_no_customer_behind(desk, fatima, taken, clock) -> None:
    await desk.agents.log_out(await desk.present("fatima"))
    clock.forward(seconds=60)
    assert len(await desk.transfers.bring_back(words)) == 1


async def test_a_break_is_no_lost_line(desk, fatima, taken, clock) -> None:
    await desk.states.set(fatima.id, "pauze")
    clock.forward(minutes=15)
    await desk.present("fatima")
    assert await desk.transfers.bring_back(words) == []


async def test_a_case_that_can_not_come_back_keeps_no_other_customer_with_a_lost_agent(
    desk, fatima, taken, clock
) -> None:
    other = await desk.open("k2")
    await desk.handoffs.take(other.id, fatima, HERE)
    await desk.present("fatima", here=False)
    clock.forward(minutes=2)

    for broken in (taken.id, other.id):

        async def words_but_for_one(case, broken=broken) -> Content:
            if case.id == broken:
                raise ValueError("nothing to say to this one")
            return GONE

        brought = await desk.transfers.bring_back(words_but_for_one)
        assert broken not in [case.id for case in brought]
        assert (await desk.handoffs.get(taken.id if broken == other.id else other.id)).state == "waiting"


async def test_two_processes_bring_a_customer_back_once(desk, other_desk, fatima, taken, clock) -> None:
    await desk.present("fatima", here=False)
    clock.forward(minutes=2)

    brought = await asyncio.gather(*(which.transfers.bring_back(words) for which in (desk, other_desk) * 2))

    assert sum(map(len, brought)) == 1
    assert [text for _, text in await desk.texts(taken)].count(GONE.text) == 1
    assert len(await desk.notes(taken)) == 1


async def test_closing_and_coming_back_at_once_one_of_the_two_happens(desk, other_desk, fatima, clock) -> None:
    for number in range(3):
        await desk.present("fatima")
        case = await desk.open(f"k{number}")
        await desk.handoffs.take(case.id, fatima, HERE)
        await desk.present("fatima", here=False)
        clock.forward(minutes=2)

        closed, brought = await asyncio.gather(
            desk.handoffs.close(case.id, fatima, "", BACK), other_desk.transfers.bring_back(words)
        )

        now = await desk.handoffs.get(case.id)
        assert isinstance(closed, NotYours) is bool(brought)
        assert (now.state, await desk.owner(case)) == (("waiting", "queue") if brought else ("closed", "closed"))
