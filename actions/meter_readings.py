"""Where a customer is with passing on readings, and what the words just said add to that."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from actions.conversation import Turn
from actions.places import named_address
from actions.registers import divide, joined_digits
from dichtbij.clock import AMSTERDAM
from dichtbij.customers.model import Odd, Plausible, Register, RegisterId
from dichtbij.values import FoundReading, dates, yes_no

ONE = "meterstand"
"""Asked for: the reading of one register, the one in the slot telwerk. Not a value of its own."""
SURE = "zekerheid"
"""Asked for: whether an odd reading is right."""

_LEAVE_OUT = re.compile(
    r"\b(?:overslaan|oversla|sla .{0,20}over|heb ik niet|hebben we niet|weet ik niet|geen idee|niet nodig)\b",
    re.IGNORECASE,
)
_THAT_IS_ALL = re.compile(
    r"\b(?:alleen (?:deze|dit|die|dat|gas|stroom|de \w+)|(?:dat|dit) is alles|(?:dat|dit) was het"
    r"|verder niet|meer heb ik niet)\b",
    re.IGNORECASE,
)
_DAY_OF_READING = re.compile(r"(?:\bper|\bop|\bvan|\bdatum:?|\bopname\w*)\s*$", re.IGNORECASE)
_RECENT = timedelta(days=31)


# -- the customer's registers ------------------------------------------------------------------------------------


async def registers_of(turn: Turn) -> list[Register]:
    """The registers of the chosen address, or of the only one; none while the address has to be asked."""
    registers = await turn.services.meters.registers(turn.customer_id)
    address = turn.slot("meteradres")
    if address is None and len({register.address for register in registers}) > 1:
        return []
    return [register for register in registers if address in (None, register.address)]


async def address_said(text: str, turn: Turn) -> str | None:
    """The one of several addresses that a text names."""
    addresses = sorted({register.address for register in await turn.services.meters.registers(turn.customer_id)})
    named = named_address(text, addresses) if len(addresses) > 1 else None
    return addresses[named] if named is not None else None


def street_of(address: str) -> str:
    return address.split(",")[0]


def readings_given(turn: Turn) -> dict[RegisterId, Decimal]:
    said: dict[str, str | None] = turn.slot("meterstanden") or {}
    return {RegisterId(key): Decimal(value) for key, value in said.items() if value is not None}


def next_register(turn: Turn, registers: list[Register]) -> Register | None:
    """The register to ask for: the one that was wrong, else the first that nothing was said of."""
    said = turn.slot("meterstanden") or {}
    waiting = [register for register in registers if register.register_id not in said]
    asked = turn.slot("telwerk")
    return next((r for r in waiting if r.register_id == asked), waiting[0] if waiting else None)


def odd_readings(turn: Turn, registers: list[Register]) -> list[tuple[Register, Decimal, Odd]]:
    """Readings that are possible but unexpected, and that the customer was not sure of yet."""
    sure = turn.slot("stand_zeker") or {}
    given = readings_given(turn)
    odd = []
    for register in registers:
        value = given.get(register.register_id)
        if value is None or sure.get(register.register_id) == str(value):
            continue
        checked = turn.services.meters.check_reading(register, value, read_on(turn))
        if isinstance(checked, Odd):
            odd.append((register, value, checked))
    return odd


# -- reading ------------------------------------------------------------------------------------------------------


def understood(text: str, turn: Turn, registers: list[Register]) -> dict[str, Any] | None:
    """Readings in a text, and registers to leave out or to ask again; None when there is nothing of it."""
    requested = turn.tracker.get_slot("requested_slot")
    asked = turn.tracker.get_slot("telwerk") if requested == ONE else None
    on = read_on(turn)
    odd = odd_readings(turn, registers) if requested == SURE else []
    if odd:
        asked = odd[0][0].register_id

    def fits(register: Register, value: Decimal) -> bool:
        return isinstance(turn.services.meters.check_reading(register, value, on), Plausible)

    division = divide(_readings(text, turn, registers), registers, asked, fits)
    said = {
        "standen": {register_id: str(value) for register_id, value in division.values.items()},
        "onduidelijk": [str(value) for value in division.unclear],
        "over": [],
        "weg": [],
    }
    if not said["standen"]:
        if odd and yes_no(text) is False:
            said["weg"] = [odd[0][0].register_id]
        elif requested == ONE:
            said["over"] = _left_out(text, turn, registers)
    return said if any(said.values()) else None


def _readings(text: str, turn: Turn, registers: list[Register]) -> list[FoundReading]:
    """What was read off, without the house number: the 9 of "Stationsplein 9 stroom 8944" is no reading."""
    for address in {register.address for register in registers}:
        text = re.sub(rf"\b{re.escape(street_of(address))}\b", " ", text, flags=re.IGNORECASE)
    return turn.named("meterstand", joined_digits(text), asked=True)


def _left_out(text: str, turn: Turn, registers: list[Register]) -> list[str]:
    """Registers that the customer does not want to pass on."""
    upcoming = next_register(turn, registers)
    if upcoming is None:
        return []
    if _THAT_IS_ALL.search(text) and readings_given(turn):
        said = turn.slot("meterstanden") or {}
        return [register.register_id for register in registers if register.register_id not in said]
    if _LEAVE_OUT.search(text) or (readings_given(turn) and yes_no(text) is False):
        return [upcoming.register_id]
    return []


def insisted(text: str, turn: Turn, registers: list[Register]) -> dict[str, str] | None:
    if turn.tracker.get_slot("requested_slot") != SURE or not (odd := odd_readings(turn, registers)):
        return None
    register, value, _ = odd[0]
    if (turn.tracker.get_slot("meterstanden") or {}).get(register.register_id) != str(value):
        return None  # another odd value: ask about that one too
    again = any(found.value == value for found in _readings(text, turn, registers))
    if yes_no(text) is not True and not again:
        return None
    return {**(turn.slot("stand_zeker") or {}), register.register_id: str(value)}


# -- the day ------------------------------------------------------------------------------------------------------


def today(turn: Turn) -> date:
    return turn.services.clock().astimezone(AMSTERDAM).date()


def read_on(turn: Turn) -> date:
    said = turn.slot("opnamedatum")
    return date.fromisoformat(said) if said else today(turn)


def day_said(text: str, turn: Turn, *, in_form: bool) -> date | None:
    """The day of the reading. A coming day counts only when it is clearly said to be that day."""
    now = today(turn)
    near = dates(text, now)
    past = {one.start: one.value for one in dates(text, now, "past")}
    # "maandag" and "de 25e" point forward in most questions, but a meter was read already.
    days = [(past[d.start] if d.start in past and now - past[d.start] <= _RECENT else d.value, d.start) for d in near]
    behind = [day for day, _ in days if day <= now]
    if behind:
        return behind[-1]
    ahead = [day for day, start in days if in_form or _DAY_OF_READING.search(text[:start])]
    return ahead[0] if ahead else None
