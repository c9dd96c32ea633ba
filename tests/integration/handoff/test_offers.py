"""Asking agents to take a customer: one at a time, with a time to accept, safe in two processes at once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from dichtbij.conversations.model import Content
from dichtbij.handoff.model import AlreadyTaken, Full, OfferedToAnother, Taken

HERE = Content(text="Hier ben ik.")


async def test_a_case_is_offered_to_who_is_there_with_a_time_to_accept(
    desk, fatima, joost, clock, organisation
) -> None:
    await desk.present("joost")
    case = await desk.open()

    [offered] = await desk.offers.make()

    assert (offered.id, offered.offered_to, offered.state) == (case.id, joost.id, "waiting")
    assert offered.offer_until == clock() + organisation.balie.aannemen_binnen
    assert await desk.offers.open() == [offered]
    assert await desk.offers.make() == [], "it is offered already"
    assert await desk.owner(case) == "queue"


async def test_nobody_there_nobody_asked(desk, fatima, joost) -> None:
    case = await desk.open()
    await desk.present("fatima")
    await desk.states.set(fatima.id, "pauze")

    assert await desk.offers.make() == []
    assert await desk.offered(case) is None


async def test_who_accepts_has_the_customer_and_is_asked_no_more(desk, fatima, clock) -> None:
    await desk.present("fatima")
    case = await desk.open()
    await desk.offers.make()

    result = await desk.handoffs.take(case.id, fatima, HERE)

    assert isinstance(result, Taken)
    assert (result.case.offered_to, result.case.offer_until, result.case.passed_by) == (None, None, ())
    assert await desk.offers.open() == []
    assert not await desk.offers.decline(case.id, fatima.id), "too late"


async def test_while_one_is_asked_no_other_takes_it_and_then_the_next_is(
    desk, fatima, joost, clock, organisation
) -> None:
    await desk.present("fatima")
    case = await desk.open()
    await desk.offers.make()
    await desk.present("joost")

    assert await desk.handoffs.take(case.id, joost, HERE) == OfferedToAnother("Fatima")
    clock.forward(seconds=organisation.balie.aannemen_binnen.total_seconds())
    await desk.offers.make()

    assert await desk.offered(case) == joost.id
    assert (await desk.handoffs.get(case.id)).passed_by == (fatima.id,)
    assert await desk.handoffs.take(case.id, fatima, HERE) == OfferedToAnother("Joost")


async def test_an_offer_that_lapsed_unseen_stops_nobody(desk, fatima, joost, clock) -> None:
    await desk.present("fatima")
    case = await desk.open()
    await desk.offers.make()
    clock.forward(minutes=1)

    assert isinstance(await desk.handoffs.take(case.id, joost, HERE), Taken)


async def test_who_declines_passes_it_to_the_next_at_once(desk, fatima, joost) -> None:
    await desk.present("fatima")
    case = await desk.open()
    await desk.offers.make()
    await desk.present("joost")

    assert not await desk.offers.decline(case.id, joost.id), "it was not offered to Joost"
    assert await desk.offers.decline(case.id, fatima.id)
    assert not await desk.offers.decline(case.id, fatima.id)
    await desk.offers.make()

    assert await desk.offered(case) == joost.id


async def test_who_is_alone_and_declines_is_asked_again_after_a_while(desk, fatima, clock) -> None:
    await desk.present("fatima")
    case = await desk.open()
    await desk.offers.make()
    await desk.offers.decline(case.id, fatima.id)

    assert await desk.offers.make() == []
    clock.forward(seconds=30)
    await desk.offers.make()

    again = await desk.handoffs.get(case.id)
    assert (again.offered_to, again.passed_by) == (fatima.id, ())


async def test_who_leaves_or_takes_a_break_while_asked_passes(desk, fatima, joost, clock) -> None:
    await desk.present("fatima")
    case = await desk.open()
    await desk.offers.make()
    await desk.present("joost")
    await desk.states.set(fatima.id, "bezet")
    await desk.offers.make()
    assert await desk.offered(case) == joost.id

    await desk.present("joost", here=False)
    await desk.offers.make()

    assert await desk.offered(case) is None
    assert set((await desk.handoffs.get(case.id)).passed_by) == {fatima.id, joost.id}


async def test_no_more_than_an_agent_may_have_neither_offered_nor_picked(desk, fatima, clock) -> None:
    await desk.present("fatima")
    await desk.set(fatima, max_cases=2)
    fatima = (await desk.agents.session(await desk.present("fatima"))).agent
    cases = []
    for key in ("k1", "k2", "k3"):
        cases.append(await desk.open(key))
        clock.forward(seconds=1)
    await desk.offers.make()
    assert await desk.offered(cases[0]) == fatima.id
    for case in cases[1:]:  # she picks others than the one she is asked for
        assert isinstance(await desk.handoffs.take(case.id, fatima, HERE), Taken)

    assert await desk.handoffs.take(cases[0].id, fatima, HERE) == Full(2)
    await desk.offers.make()
    assert await desk.offered(cases[0]) is None
    await desk.handoffs.close(cases[1].id, fatima, "", HERE)
    clock.forward(seconds=31)
    assert [case.id for case in await desk.offers.make()] == [cases[0].id]


async def test_the_organisations_maximum_holds_for_who_has_none_of_their_own(desk, fatima, organisation) -> None:
    most = organisation.balie.hoogstens_tegelijk
    cases = [await desk.open(f"k{number}") for number in range(most + 1)]
    results = [await desk.handoffs.take(case.id, fatima, HERE) for case in cases]

    assert [type(result) for result in results] == [Taken] * most + [Full]


async def test_who_leads_takes_also_what_is_offered_to_another(desk, fatima, joost) -> None:
    await desk.set(fatima, role="teamleider", max_cases=0)
    leader = (await desk.agents.session(await desk.present("fatima"))).agent
    await desk.present("joost")
    case = await desk.open()
    await desk.offers.make()
    assert await desk.offered(case) == joost.id

    assert isinstance(await desk.handoffs.take(case.id, leader, HERE), Taken)


async def test_a_question_goes_to_its_team_and_after_a_while_to_everybody(
    desk, fatima, joost, clock, organisation
) -> None:
    await desk.set(fatima, teams=["verhuizen"])
    await desk.set(joost, teams=["schulden"], max_cases=0)
    for username in ("fatima", "joost"):
        await desk.present(username)
    case = await desk.open(intent="schulden", **{"reason": "complex"})
    assert case.team == "schulden"

    assert await desk.offers.make() == [], "Joost of the team is there, but full"
    clock.forward(seconds=organisation.balie.iedereen_na.total_seconds())
    for username in ("fatima", "joost"):
        await desk.present(username)
    await desk.offers.make()

    assert await desk.offered(case) == fatima.id


async def test_two_processes_at_once_ask_each_agent_once_and_offer_each_case_once(
    desk, other_desk, fatima, joost
) -> None:
    for username in ("fatima", "joost"):
        await desk.present(username)
    for number in range(4):
        await desk.open(f"k{number}")

    await asyncio.gather(*(which.offers.make() for which in (desk, other_desk) * 4))

    offered = await desk.offers.open()
    assert sorted(case.offered_to for case in offered) == sorted([fatima.id, joost.id])


async def test_taking_and_the_offer_lapsing_at_once_leave_one_owner(desk, other_desk, fatima, joost, clock) -> None:
    for number in range(3):
        for username in ("fatima", "joost"):
            await desk.present(username)
        case = await desk.open(f"k{number}")
        await desk.offers.make()
        first = await desk.offered(case)
        clock.forward(minutes=0.75)
        taker = fatima if first == fatima.id else joost
        for username in ("fatima", "joost"):
            await desk.present(username)

        taken, _ = await asyncio.gather(desk.handoffs.take(case.id, taker, HERE), other_desk.offers.make())

        now = await desk.handoffs.get(case.id)
        if isinstance(taken, Taken):
            assert (now.state, now.agent_id, now.offered_to) == ("taken", taker.id, None)
            assert await desk.owner(case) == "agent"
        else:
            assert taken == OfferedToAnother((joost if taker is fatima else fatima).name)
            assert (now.state, await desk.owner(case)) == ("waiting", "queue")


async def test_a_customer_who_leaves_while_somebody_is_asked_is_offered_no_more(desk, fatima) -> None:
    await desk.present("fatima")
    case = await desk.open()
    await desk.offers.make()
    turn = await desk.turn(text="laat maar")
    await desk.handoffs.leave_queue(turn, ())

    assert await desk.offers.open() == []
    assert await desk.handoffs.take(case.id, fatima, HERE) == AlreadyTaken("")
    assert await desk.offers.make() == []


async def test_who_left_the_queue_and_comes_back_has_the_old_place(desk, clock) -> None:
    await desk.open("eerst")
    clock.forward(minutes=5)
    await desk.open("later")
    await desk.handoffs.leave_queue(await desk.turn("eerst", "laat maar"), ())
    clock.forward(minutes=20)

    again = await desk.open("eerst")

    waiting = await desk.handoffs.waiting()
    assert waiting[0].id == again.id
    assert again.waiting_since == clock()
    assert again.opened_at == clock() - timedelta(minutes=25)


async def test_after_half_an_hour_the_place_is_gone(desk, clock) -> None:
    first = await desk.open("eerst")
    await desk.handoffs.leave_queue(await desk.turn("eerst", "laat maar"), ())
    clock.forward(minutes=31)

    again = await desk.open("eerst")

    assert again.opened_at == clock()
    assert again.id != first.id


async def test_who_was_helped_and_asks_again_is_in_the_queue_anew(desk, fatima, clock) -> None:
    first = await desk.open("k1")
    await desk.handoffs.take(first.id, fatima, HERE)
    await desk.handoffs.hand_back(first.id, fatima, "klaar", HERE)
    clock.forward(minutes=5)

    assert (await desk.open("k1")).opened_at == clock()


async def test_how_a_waiting_customer_sounds_moves_the_queue(desk, clock) -> None:
    calm = await desk.open("k1")
    clock.forward(seconds=1)
    angry = await desk.open("k2")
    assert [case.id for case in await desk.handoffs.waiting()] == [calm.id, angry.id]

    reading = {"level": "gefrustreerd", "score": 0.9, "danger": None}
    await desk.handoffs.sounds(angry.conversation_id, reading)
    assert [case.id for case in await desk.handoffs.waiting()] == [angry.id, calm.id]
    assert ((await desk.handoffs.get(angry.id)).mood_level, (await desk.handoffs.get(angry.id)).mood_score) == (
        "gefrustreerd", 0.9,
    )  # fmt: skip

    danger = {"level": "kalm", "score": 0.0, "danger": {"kind": "gas", "words": "gaslucht"}}
    await desk.handoffs.sounds(calm.conversation_id, danger)
    assert [case.id for case in await desk.handoffs.waiting()] == [calm.id, angry.id]
    await desk.handoffs.sounds(calm.conversation_id, {"level": "kalm", "score": 0.0, "danger": None})
    after = await desk.handoffs.get(calm.id)
    assert (after.context["danger"], after.priority) == ("gas", 1), "it stays, and the agent sees that it can't wait"
