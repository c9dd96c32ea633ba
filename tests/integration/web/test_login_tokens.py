"""Who the host site says the customer is, and that the next customer on the same computer finds nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.running_counter import KARIM, SANNE, Running, handover


async def test_a_good_token_verifies_and_the_session_says_so(shared: Running) -> None:
    widget = await shared.widget(login_token=shared.token(SANNE))
    session = widget.all("session")[-1]
    assert (session["level"], session["name"]) == (2, "Sanne")


async def test_a_token_in_a_running_conversation_keeps_the_conversation(shared: Running) -> None:
    widget = await shared.widget()
    await widget.say("Hallo")
    await widget.hears("Je zei: Hallo")
    before = widget.conversation_id
    await widget.begin(widget.session_id, login_token=shared.token(SANNE))
    assert (widget.conversation_id, widget.all("session")[-1]["level"]) == (before, 2)
    assert "Hallo" in str(widget.replayed)


@pytest.mark.parametrize(
    "how",
    [
        {"secret": "the-secret-of-somebody-else-entirely"},
        {"at": "earlier"},
        {"minutes": 11},
        {"customer_number": "99999999"},
        {"customer_number": "' OR 1=1 --"},
    ],
    ids=["wrong signature", "expired", "lives too long", "no such customer", "nonsense"],
)
async def test_a_bad_token_is_as_good_as_none(shared: Running, how: dict[str, object]) -> None:
    if how.get("at"):
        how = {"at": shared.clock() - timedelta(minutes=6)}
    token = shared.token(**how)  # type: ignore[arg-type]
    widget = await shared.widget(login_token=token)
    assert widget.all("session")[-1]["level"] == 0
    assert "name" not in widget.all("session")[-1]


@pytest.mark.parametrize("token", ["", "geen.jwt.dit", "x" * 20_000, 12, None, ["a"], "\ud800"])
async def test_what_is_no_token_at_all_does_no_harm(shared: Running, token: object) -> None:
    widget = await shared.widget(login_token=token)
    assert widget.all("session")[-1]["level"] == 0


async def test_a_token_works_once(shared: Running) -> None:
    token = shared.token(SANNE)
    first = await shared.widget(login_token=token)
    second = await shared.widget(login_token=token)
    assert (first.all("session")[-1]["level"], second.all("session")[-1]["level"]) == (2, 0)


async def test_another_customers_token_begins_a_new_session_and_closes_the_old(shared: Running) -> None:
    sanne = await shared.widget(login_token=shared.token(SANNE))
    await sanne.say("Het geheim van Sanne")
    await sanne.hears("Je zei: Het geheim")
    here = {"conversation_id": sanne.conversation_id, "seq": 0}

    karim = await shared.widget(sanne.session_id, login_token=shared.token(KARIM), after=here)

    assert karim.session_id != sanne.session_id  # so that the widget clears its window
    assert karim.conversation_id != sanne.conversation_id
    assert karim.all("session")[-1]["name"] == "Karim"
    assert "geheim" not in str(karim.heard)
    await sanne.until("owner", lambda owner: owner["owner"] == "closed")
    conversations = shared.parts.conversations
    [change] = await conversations.owner_changes(here["conversation_id"])  # type: ignore[arg-type]
    assert (change.to_owner, change.who, change.why) == ("closed", "customer", "andere klant")

    await karim.say("Ik ben Karim")
    await karim.hears("Je zei: Ik ben Karim")
    await sanne.settle()
    assert "Karim" not in str(sanne.heard)
    # The identity of the one is not that of the other, in either direction.
    assert (await shared.widget(karim.session_id)).all("session")[-1]["name"] == "Karim"


async def test_the_same_customer_logging_in_again_just_goes_on(shared: Running) -> None:
    first = await shared.widget(login_token=shared.token(SANNE))
    again = await shared.widget(first.session_id, login_token=shared.token(SANNE))
    assert (again.session_id, again.conversation_id) == (first.session_id, first.conversation_id)


async def test_an_expired_token_of_another_customer_changes_nothing(shared: Running) -> None:
    sanne = await shared.widget(login_token=shared.token(SANNE))
    old = shared.token(KARIM, at=shared.clock() - timedelta(minutes=9))
    again = await shared.widget(sanne.session_id, login_token=old)
    assert again.conversation_id == sanne.conversation_id
    assert again.all("session")[-1]["name"] == "Sanne"


async def test_an_earlier_conversation_of_the_session_counts_too(counter: Running) -> None:
    sanne = await counter.widget(login_token=counter.token(SANNE))
    await sanne.say("Het geheim van Sanne")
    await counter.quiet()
    counter.clock.forward(hours=25)
    await counter.parts.conversations.close_idle()
    later = await counter.widget(sanne.session_id)
    assert later.conversation_id != sanne.conversation_id
    here = {"conversation_id": sanne.conversation_id, "seq": 0}
    karim = await counter.widget(sanne.session_id, login_token=counter.token(KARIM), after=here)
    assert karim.session_id != sanne.session_id
    assert "geheim" not in str(karim.heard)


async def test_another_customer_ends_what_the_agent_had_with_the_one_before(counter: Running) -> None:
    counter.bot.says["mens"] = handover()
    agent = await (await counter.agent()).be_present()
    sanne = await counter.widget(login_token=counter.token(SANNE))
    await sanne.say("mens")
    case = (await agent.until("queue", lambda q: q["cases"]))["cases"][0]
    await agent.post(f"/desk/api/cases/{case['id']}/take")

    karim = await counter.widget(sanne.session_id, login_token=counter.token(KARIM))

    closed = await agent.until("case", lambda c: c["state"] == "closed")
    assert closed["id"] == case["id"]
    status, _ = await agent.post(
        f"/desk/api/cases/{case['id']}/messages", {"text": "Bent u er nog?", "message_id": "1"}
    )
    assert status == 409
    await karim.say("Hallo")
    await karim.hears("Je zei: Hallo")
    assert (await agent.get("/desk/api/cases?state=mine"))[1] == {"cases": []}


async def test_logging_out_forgets_who_it_was_and_what_was_said(shared: Running) -> None:
    sanne = await shared.widget(login_token=shared.token(SANNE))
    await sanne.say("Het geheim van Sanne")
    await shared.quiet()
    old, here = sanne.session_id, {"conversation_id": sanne.conversation_id, "seq": 0}
    await sanne.ask("logout", {"session_id": old})
    fresh = await sanne.until("session_confirm", lambda session: session != old)
    next_one = await shared.widget(fresh, after=here)
    assert next_one.session_id == fresh
    assert next_one.all("session")[-1]["level"] == 0
    assert "geheim" not in str(next_one.heard)
    # The old one is over as well: who still has it is nobody in particular.
    left = await shared.widget(old)
    assert left.all("session")[-1]["level"] == 0
    assert left.conversation_id != here["conversation_id"]


async def test_logging_out_without_having_been_anybody_changes_nothing(shared: Running) -> None:
    widget = await shared.widget()
    await widget.ask("logout", {"session_id": widget.session_id})
    again = await shared.widget(widget.session_id)
    assert again.conversation_id == widget.conversation_id
