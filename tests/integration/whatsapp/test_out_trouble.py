"""Trouble that is nobody's message's own: Meta answers nobody, tells by statuses, or what failed was overtaken."""

from __future__ import annotations

from functools import partial

from dichtbij.channels.whatsapp.gates import TROUBLED, UNANSWERED
from dichtbij.channels.whatsapp.model import StatusUpdate
from dichtbij.channels.whatsapp.telling import OWED
from dichtbij.conversations.model import Conversation
from dichtbij.whatsapp_stand_in import Phone, StandIn
from dichtbij.whatsapp_stand_in.faults import Fault
from tests.conftest import FakeClock
from tests.integration.whatsapp.outgoing import Hook, Process
from tests.integration.whatsapp.test_out import eventually, meta, one, phone, texts, waits_for_its_time

__all__ = ["meta", "one", "phone", "texts"]


async def people(meta: StandIn, process: Process, count: int) -> list[tuple[Phone, Conversation]]:
    """Others who wrote."""
    phones = [meta.phone(f"316120004{number:02d}", "Karim") for number in range(count)]
    for each in phones:
        each.say("hoi")
    return [(each, await process.begin(each)) for each in phones]


async def test_an_hour_without_answers_loses_nothing_and_is_an_alarm(
    meta: StandIn, clock: FakeClock, one: tuple[Process, Hook]
) -> None:
    process, _ = one
    everybody = await people(meta, process, TROUBLED)
    outage = Fault("page", http=502, times=1_000_000)
    meta.faults.waiting.append(outage)
    for _, conversation in everybody:
        await process.say(conversation, "Je betaalt 120 euro.")
    for _ in range(60):
        left = outage.times
        clock.forward(minutes=1)
        process.outbound.sender.notify()
        if clock.now.minute % 10 == 0:  # long enough for one to be tried

            async def tried(left: int = left) -> bool:
                return outage.times < left

            await eventually(tried, "nothing was tried in ten minutes")
    [alarm] = process.outbound.alarms
    assert (alarm.provider, alarm.code) == ("cloud", UNANSWERED)
    assert {row.state for row in await process.parcels()} <= {"waiting", "sending"}
    assert all(row.tries <= 1 for row in await process.parcels())
    meta.faults.waiting.clear()
    clock.forward(minutes=6)
    for each, conversation in everybody:
        await process.reach("read", conversation)
        assert each.texts == ["Je betaalt 120 euro."]
    assert process.outbound.alarms == []


async def was_refused(process: Process, trouble: Fault, before: int) -> bool:
    """Once more, and that is stored: nothing is under way while the clock jumps."""
    return trouble.times < before and await waits_for_its_time(process, trouble.code)


async def test_an_hour_of_trouble_that_meta_tells_of_loses_nothing(
    meta: StandIn, clock: FakeClock, phone: Phone, one: tuple[Process, Hook]
) -> None:
    """131016, also for somebody alone at night."""
    process, _ = one
    conversation = await process.begin(phone)
    trouble = Fault("error", 131016, times=1_000_000)
    meta.faults.waiting.append(trouble)
    before = trouble.times
    await process.say(conversation, "Je betaalt 120 euro.")
    for _ in range(12):
        await eventually(partial(was_refused, process, trouble, before))
        before = trouble.times
        clock.forward(minutes=5)
        process.outbound.sender.notify()
    await eventually(partial(was_refused, process, trouble, before))
    meta.faults.waiting.clear()
    clock.forward(minutes=5)
    await process.reach("read", conversation)
    assert phone.texts == ["Je betaalt 120 euro."]


async def test_an_alarm_that_a_status_tells_keeps_everything_until_one_arrives(
    meta: StandIn, clock: FakeClock, phone: Phone, one: tuple[Process, Hook]
) -> None:
    """131042: each message is taken, and then told not to be paid for."""
    process, _ = one
    conversation = await process.begin(phone)
    others = await people(meta, process, 3)
    unpaid = Fault("error", 131042, later=True, times=1_000_000)
    meta.faults.waiting.append(unpaid)
    await process.say(conversation, "een")
    await eventually(lambda: waits_for_its_time(process, 131042))
    assert [alarm.code for alarm in process.outbound.alarms] == [131042]
    taken = unpaid.times
    for _, each in others:
        await process.say(each, "voor Karim")
    for tried in range(1, 4):
        clock.forward(seconds=61)

        async def failed_again(tried: int = tried) -> bool:
            await meta.settled()
            return unpaid.times == taken - tried and not any(
                row.state in ("sending", "sent") for row in await process.parcels()
            )

        await eventually(failed_again, "one a minute")
        assert len(process.outbound.alarms) == 1
    assert [row.tries for row in await process.parcels()] == [0] * 4  # none of it counts
    meta.faults.waiting.clear()
    clock.forward(seconds=61)
    for each, its in [(phone, conversation), *others]:
        await process.reach("read", its)
        assert len(each.texts) == 1
    assert process.outbound.alarms == []


async def test_too_much_that_a_status_tells_makes_everything_wait(
    meta: StandIn, clock: FakeClock, phone: Phone, one: tuple[Process, Hook]
) -> None:
    process, _ = one
    conversation = await process.begin(phone)
    [(neighbour, theirs)] = await people(meta, process, 1)
    meta.fail(130429, later=True)
    await process.say(conversation, "een")
    await eventually(lambda: waits_for_its_time(process, 130429))
    assert process.outbound.gates.room(10) == {}
    await process.say(theirs, "voor Karim")
    clock.forward(seconds=2)
    await process.reach("read", theirs)
    await process.reach("read", conversation)
    assert (phone.texts, neighbour.texts) == (["een"], ["voor Karim"])


async def test_what_failed_late_no_longer_goes_when_a_later_one_has(
    meta: StandIn, clock: FakeClock, phone: Phone, one: tuple[Process, Hook]
) -> None:
    """An answer to what is long past, behind the answer to the next question, would only confuse."""
    process, hook = one
    hook.holds = True  # they stay "sent"
    conversation = await process.begin(phone)
    await process.say(conversation, "een", sender="agent")
    clock.forward(seconds=1)
    await process.say(conversation, "twee", sender="agent")
    await meta.hears(phone, "twee")

    async def sent() -> bool:
        return [row.state for row in await process.parcels()] == ["sent", "sent"]

    await eventually(sent)
    first = (await process.parcels())[0]
    assert first.remote_id is not None
    update = StatusUpdate(first.remote_id, clock(), "failed", reference=first.id, code=131000, reason="trouble")
    clock.forward(minutes=6)
    await process.outbound.on_status(update)
    clock.forward(seconds=2)
    process.outbound.sender.notify()
    await process.until(lambda said: said[0].state == "failed", conversation)
    [message, _] = await process.messages(conversation)
    assert "latere berichten zijn al verstuurd" in message.failure
    assert not (await process.parcels())[0].reason.startswith(OWED)  # later ones did reach the person
    assert phone.texts == ["een", "twee"]
