"""Passing on meter readings: register by register as the meter shows them, or all in one sentence."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from actions.conversation import Turn
from actions.forms import Finished, Form, HandOver, Outcome, Wrong
from actions.meter_readings import (
    ONE,
    SURE,
    address_said,
    day_said,
    insisted,
    next_register,
    odd_readings,
    read_on,
    readings_given,
    registers_of,
    street_of,
    today,
    understood,
)
from actions.words import dutch_date, listed, number
from dichtbij.customers.model import Odd, OddReason, Refusal, Refused, Register, TooLow


class MeterstandDoorgeven(Form):
    """Readings by register, checked against the last one and the expected usage, confirmed, stored."""

    intent = "meterstand_doorgeven"
    slots = ("meteradres", "opnamedatum", "meterstanden", "stand_zeker", "telwerk")

    async def start(self, turn: Turn) -> Outcome:
        """A smart meter sends its readings itself: said first, and not in the way."""
        registers = await turn.services.meters.registers(turn.customer_id)
        if not registers:
            return Finished("utter_geen_contract")
        again = turn.intent == "bevestigen"  # the next of several addresses
        if all(register.smart for register in registers) and not again:
            turn.say("utter_meterstand_doorgeven_slimme_meter")
        return None

    async def needed(self, turn: Turn) -> tuple[str, ...]:
        """The address when there are several; then what is odd, then the next register."""
        registers = await registers_of(turn)
        if not registers:
            return ("meteradres",)
        if odd_readings(turn, registers):
            return (SURE,)
        return (ONE,) if next_register(turn, registers) else ()

    # -- reading what the customer says --------------------------------------------------------------------------

    async def read(self, slot: str, text: str, turn: Turn, *, asked: bool) -> Any | None:
        if slot == "meteradres":
            return await address_said(text, turn)
        if slot == "opnamedatum":
            found = day_said(text, turn, in_form=turn.tracker.get_slot("requested_slot") is not None)
            return found.isoformat() if found else None
        registers = await registers_of(turn)
        if slot == "meterstanden" and registers:
            return understood(text, turn, registers)
        if slot == "stand_zeker":
            return insisted(text, turn, registers)
        return None

    async def check(self, slot: str, value: Any, turn: Turn) -> Any:
        if slot == "opnamedatum":
            return await _check_day(date.fromisoformat(value), turn)
        if slot != "meterstanden":
            return value
        registers = {register.register_id: register for register in await registers_of(turn)}
        kept = dict(turn.slot("meterstanden") or {})
        kept.update(dict.fromkeys(value["over"]))
        for wrong in value["weg"]:
            kept.pop(wrong, None)
        problem: Wrong | None = None
        for register_id, reading in value["standen"].items():
            wrong_reading = _impossible(registers[register_id], Decimal(reading), turn)
            if wrong_reading is None:
                kept[register_id] = reading
            elif problem is None:
                problem = wrong_reading
                turn.set(telwerk=register_id)
        if problem is None and value["onduidelijk"]:
            names = listed([register.label for register in registers.values()])
            unclear = number(Decimal(value["onduidelijk"][0]))
            problem = Wrong("utter_meterstand_doorgeven_welke", {"stand": unclear, "telwerken": names}, slot=ONE)
        if problem:
            turn.set(meterstanden=kept or None)  # what was right stays
            return problem
        return kept or None

    # -- what is said --------------------------------------------------------------------------------------------

    async def ask(self, slot: str, turn: Turn) -> Outcome:
        if slot == "meteradres":
            streets = sorted({street_of(r.address) for r in await turn.services.meters.registers(turn.customer_id)})
            buttons = [{"title": street[:20], "payload": street} for street in streets[:10]]
            turn.say("utter_meterstand_doorgeven_vraag_meteradres", buttons=buttons)
            return None
        registers = await registers_of(turn)
        if slot == SURE:
            _ask_whether_sure(turn, registers)
        elif slot == ONE:
            _ask_register(turn, registers)
        else:
            return await super().ask(slot, turn)
        return None

    async def propose(self, values: dict[str, Any], turn: Turn) -> Outcome:
        said = readings_given(turn)
        if not said:
            return Finished("utter_meterstand_doorgeven_niets")
        lines = [
            turn.part(
                "utter_deel_meterstand_regel",
                telwerk=register.label,
                stand=_shown(said[register.register_id]),
                eenheid=register.unit,
                verbruik=number(said[register.register_id] - register.last_value),
                vorige=dutch_date(register.last_on),
            )
            for register in await registers_of(turn)
            if register.register_id in said
        ]
        day = dutch_date(read_on(turn), year=True)
        turn.say("utter_meterstand_doorgeven_bevestig", regels="\n".join(lines), datum=day)
        return None

    async def carry_out(self, values: dict[str, Any], turn: Turn) -> Outcome:
        stored = await turn.services.meters.store_readings(turn.customer_id, readings_given(turn), read_on(turn))
        if isinstance(stored, Refused):
            return await _refusal(stored, turn)
        turn.say("utter_meterstand_doorgeven_klaar", kenmerk=stored.reference)
        addresses = {register.address for register in await turn.services.meters.registers(turn.customer_id)}
        if len(addresses) > 1:
            turn.say("utter_meterstand_doorgeven_ander_adres")
            turn.offer("meterstand_doorgeven_form")
        return None


def _impossible(register: Register, value: Decimal, turn: Turn) -> Wrong | None:
    checked = turn.services.meters.check_reading(register, value, read_on(turn))
    if isinstance(checked, TooLow):
        return _too_low(register, value, checked)
    if isinstance(checked, Odd) and checked.reason is OddReason.TE_VEEL_CIJFERS:
        said = {"telwerk": register.label, "cijfers": register.digits}
        return Wrong("utter_meterstand_doorgeven_te_veel_cijfers", said, slot=ONE)
    return None


def _too_low(register: Register, value: Decimal, checked: TooLow) -> Wrong:
    said = {
        "telwerk": register.label,
        "stand": _shown(value),
        "vorige": _shown(checked.previous),
        "datum": dutch_date(checked.previous_on),
    }
    return Wrong("utter_meterstand_doorgeven_te_laag", said, slot=ONE)


async def _check_day(day: date, turn: Turn) -> str | Wrong:
    if day > today(turn):
        return Wrong("utter_meterstand_doorgeven_datum_te_laat", slot="opnamedatum")
    last = max((register.last_on for register in await registers_of(turn)), default=None)
    if last is not None and day <= last:
        return Wrong("utter_meterstand_doorgeven_datum_te_vroeg", {"datum": dutch_date(last)}, slot="opnamedatum")
    return day.isoformat()


# -- saying -------------------------------------------------------------------------------------------------------


def _shown(value: Decimal) -> str:
    """As on the meter: "4.502,3", without a comma when there is nothing after it."""
    whole, _, decimals = f"{value.normalize():f}".partition(".")
    return number(Decimal(whole)) + (f",{decimals}" if decimals else "")


def _ask_register(turn: Turn, registers: list[Register]) -> None:
    register = next_register(turn, registers)
    assert register is not None
    turn.set(telwerk=register.register_id)
    if turn.slot("meterstanden"):
        turn.say("utter_meterstand_doorgeven_vraag_volgende", telwerk=register.label)
    elif len(registers) == 1:
        turn.say("utter_meterstand_doorgeven_vraag_meterstand", telwerk=register.label)
    else:
        names = listed([one.label for one in registers])
        turn.say("utter_meterstand_doorgeven_vraag_meterstanden", telwerken=names, telwerk=register.label)


def _ask_whether_sure(turn: Turn, registers: list[Register]) -> None:
    register, value, odd = odd_readings(turn, registers)[0]
    turn.say(
        f"utter_meterstand_doorgeven_{odd.reason.value}",
        telwerk=register.label,
        stand=_shown(value),
        laag=number(odd.expected_low),
        hoog=number(odd.expected_high),
    )


async def _refusal(refused: Refused, turn: Turn) -> Outcome:
    """What the service refused although it looked right a moment ago: the customer's other window was faster."""
    if refused.reason is Refusal.DATUM_TE_VER:
        return Wrong("utter_meterstand_doorgeven_datum_te_laat", slot="opnamedatum")
    if refused.reason is Refusal.DATUM_VOOR_VORIGE_STAND:
        last = max(register.last_on for register in await registers_of(turn))
        return Wrong("utter_meterstand_doorgeven_datum_te_vroeg", {"datum": dutch_date(last)}, slot="opnamedatum")
    return HandOver("utter_meterstand_doorgeven_medewerker")
