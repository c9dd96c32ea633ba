"""A customer with an agent, for the tests of what an agent does then."""

from __future__ import annotations

from typing import Any

from tests.running_counter import Agent, Running, Widget, handover


async def waiting(counter: Running, *said: str, intent: str = "", **session: Any) -> tuple[Agent, Widget, str]:
    """Fatima at the desk, and a customer who waits after saying this to the bot; with the id of the case."""
    answers = handover(text="Ik begrijp het.")
    answers[-1]["custom"]["handover"] |= {"intent": intent} if intent else {}
    counter.bot.says["mens"] = answers
    agent = await (await counter.agent()).be_present()
    widget = await counter.widget(**session)
    for words in said:
        await widget.say(words)
        await widget.hears(f"Je zei: {words}")
    await widget.say("mens")
    summary = await agent.until("case", lambda case: case["conversation_id"] == widget.conversation_id)
    return agent, widget, str(summary["id"])


async def taken(counter: Running, *said: str, **how: Any) -> tuple[Agent, Widget, str]:
    """The same, and Fatima took the customer."""
    agent, widget, case_id = await waiting(counter, *said, **how)
    status, body = await agent.post(f"/desk/api/cases/{case_id}/take")
    assert status == 200, body
    return agent, widget, case_id
