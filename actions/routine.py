"""Routine questions whose answer depends on the moment."""

from __future__ import annotations

from actions.conversation import Answer, Turn
from dichtbij.clock import AMSTERDAM
from dichtbij.organisation import ALWAYS


class Openingstijden(Answer):
    """When and how we can be reached, and first of all whether that is now."""

    intent = "openingstijden"

    async def answer(self, turn: Turn) -> None:
        now = turn.services.clock()
        organisation = turn.services.organisation
        if organisation.is_open(now):
            window = organisation.openingstijden[now.astimezone(AMSTERDAM).weekday()]
            assert window is not None
            if window == ALWAYS:
                open_now = turn.part("utter_deel_altijd_open")
            else:
                open_now = turn.part("utter_deel_open_nu_open", tot=f"{window[1].hour}.{window[1].minute:02d}")
        else:
            open_now = turn.part("utter_deel_open_nu_gesloten", wanneer_open=organisation.when_open_text(now))
        turn.say("utter_openingstijden", open_nu=open_now)
