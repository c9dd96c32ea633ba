"""No power or gas: the number at once, then what is known of the neighbourhood."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from actions.bills import asked_words
from actions.conversation import Answer, Turn
from actions.words import dutch_date, listed
from dichtbij.clock import AMSTERDAM
from dichtbij.customers.network import Outage
from dichtbij.values import postcodes


class StoringMelden(Answer):
    """The national number and the safety words first, whatever else is known; no question holds them back."""

    intent = "storing_melden"

    async def answer(self, turn: Turn) -> None:
        words = asked_words(turn, self.intent)
        said = [one.value for one in postcodes(words)]
        places = said[:1] or await _own_postcodes(turn)
        if turn.earlier and said:
            turn.say("utter_storing_melden_postcode", plaats=await _place(turn, said[0]), **_numbers(turn))
        elif places:
            known = [await _place(turn, place) for place in places]
            turn.say("utter_storing_melden", plaats="\n".join(known), **_numbers(turn))
        else:
            turn.say("utter_storing_melden_onbekend", **_numbers(turn))
        turn.simpler("utter_storing_melden_simpel", **_numbers(turn))
        turn.about(plaatsen=places, waarde_soort="postcode")


def _numbers(turn: Turn) -> dict[str, Any]:
    """The national numbers, from organisatie.yml: nobody invents these."""
    numbers = turn.services.organisation.overig["nummers"]
    return {"storing": str(numbers["storing"]), "nood": str(numbers["nood"])}


async def _own_postcodes(turn: Turn) -> list[str]:
    """Where the customer gets energy, when we know who it is and may look."""
    if turn.identity.level < 1 or turn.customer is None:
        return []
    if not turn.customer.has_consent.get("persoonlijke_antwoorden", True):
        return []
    homes = await turn.services.moves.homes(turn.customer_id)
    return list(dict.fromkeys(home.address.postcode for home in homes))


async def _place(turn: Turn, postcode: str) -> str:
    """What is known at a postcode: an outage or that none is known, and whose grid it is when that is sure."""
    outages = await turn.services.outages.at(postcode)
    operator = turn.services.operators.of(postcode)
    grid = ""
    if operator:
        energies = listed([turn.part(f"utter_deel_contract_{energy}") for energy in operator.energies])
        grid = " " + turn.part("utter_deel_netbeheerder", netbeheerder=operator.name, energie=energies)
    if not outages:
        return turn.part("utter_deel_storing_onbekend", postcode=postcode) + grid
    return " ".join(_told(turn, outages)) + grid


def _told(turn: Turn, outages: Sequence[Outage]) -> list[str]:
    return [
        turn.part(
            "utter_deel_storing_bekend" if one.until is None else "utter_deel_storing_bekend_tot",
            energie=turn.part(f"utter_deel_contract_{one.energy}"),
            gebied=one.area,
            sinds=_moment(turn, one.since),
            tot=_moment(turn, one.until) if one.until else "",
        )
        for one in outages
    ]


def _moment(turn: Turn, moment: datetime) -> str:
    """ "14.10 uur", with the day when that is another one than today."""
    local = moment.astimezone(AMSTERDAM)
    clock = f"{local.hour}.{local.minute:02d} uur"
    today = turn.services.clock().astimezone(AMSTERDAM).date()
    return clock if local.date() == today else f"{dutch_date(local.date())}, {clock}"
