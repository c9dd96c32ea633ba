"""The smart meter: what it is, and for who is known whether there is one and what that means."""

from __future__ import annotations

from actions.conversation import Answer, Turn
from actions.personal import asks_who, knows_customer
from actions.words import dutch_date, listed


class SlimmeMeter(Answer):
    """Plain answer for everybody; in front of it what the customer's own meters do."""

    intent = "slimme_meter"

    async def answer(self, turn: Turn) -> None:
        if asks_who(turn):
            return
        registers = await turn.services.meters.registers(turn.customer_id) if knows_customer(turn) else []
        if not registers:
            turn.say("utter_slimme_meter_algemeen" if turn.customer else "utter_slimme_meter")
            turn.simpler("utter_slimme_meter_simpel")
            return
        smart = sorted({one.address for one in registers if one.smart})
        manual = sorted({one.address for one in registers if not one.smart})
        kind = "gemengd" if smart and manual else "wel" if smart else "niet"
        latest = max(registers, key=lambda one: one.last_on)
        turn.say(
            f"utter_slimme_meter_{kind}",
            wel=listed([one.split(",")[0] for one in smart]),
            niet=listed([one.split(",")[0] for one in manual]),
            laatste=dutch_date(latest.last_on, year=True),
            telwerken=listed(list(dict.fromkeys(one.label for one in registers))),
        )
        turn.simpler(f"utter_slimme_meter_{kind}_simpel")
