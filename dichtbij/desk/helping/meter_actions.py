"""Quick action about meters: readings that the customer tells or shows on a picture."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from dichtbij.clock import AMSTERDAM, Clock
from dichtbij.customers.meters import Meters
from dichtbij.customers.model import Odd, OddReason, Refusal, Refused, Register, RegisterId, TooLow
from dichtbij.customers.rules.calendar import dutch_date
from dichtbij.customers.rules.dutch import dutch_number, plain
from dichtbij.desk.helping.action_model import Carried, Checked, Field, QuickAction, Situation, Values, Wrong, missing
from dichtbij.desk.helping.money_actions import read_day
from dichtbij.desk.helping.words import read_amount
from dichtbij.texts import Texts

_FIELD = "stand_"
"""Before the id of a register: its field."""


class PassOnReadings(QuickAction):
    """One or more registers; what can't be is refused, what is odd is said before it is stored."""

    name = "meterstand_doorgeven"
    title = "Meterstand doorgeven"

    def __init__(self, meters: Meters, clock: Clock, texts: Texts) -> None:
        self._meters = meters
        self._clock = clock
        self._texts = texts

    async def fields(self, who: Situation) -> tuple[Field, ...] | Wrong:
        """A field for every register, and the day on which they were read."""
        registers = await self._meters.registers(who.customer)
        if not registers:
            return Wrong(Refusal.TELWERK_ONBEKEND.value, "Deze klant heeft geen meter bij ons.")
        several = len({register.address for register in registers}) > 1
        return (
            *(Field(_field(register), _label(register, several), "tekst", required=False) for register in registers),
            Field("opnamedatum", "Afgelezen op (leeg: vandaag)", "datum", required=False),
        )

    async def check(self, who: Situation, values: Values) -> Checked | Wrong:
        """The usage since the reading before, and what is odd about it."""
        registers = await self._meters.registers(who.customer)
        given, day = _readings(registers, values), self._day(values)
        if isinstance(given, Wrong):
            return given
        if isinstance(day, Wrong):
            return day
        lines, warnings = [], []
        for register, value in given:
            checked = self._meters.check_reading(register, value, day)
            if isinstance(checked, TooLow) or (
                isinstance(checked, Odd) and checked.reason is OddReason.TE_VEEL_CIJFERS
            ):
                return _impossible(register, checked)
            lines.append(f"{register.label}: {_shown(value)} {register.unit} ({_shown(checked.used)} verbruikt)")
            if isinstance(checked, Odd):
                expected = f"{_shown(checked.expected_low)} tot {_shown(checked.expected_high)}"
                warnings.append(
                    f"{register.label} wijkt af. Verwacht was {expected}. Vraag de klant om nog eens te kijken."
                )
        return Checked("\n".join([f"Meterstand van {dutch_date(day)}.", *lines]), tuple(warnings))

    async def carry_out(self, who: Situation, values: Values) -> Carried | Wrong:
        """See QuickAction."""
        given, day = _readings(await self._meters.registers(who.customer), values), self._day(values)
        if isinstance(given, Wrong):
            return given
        if isinstance(day, Wrong):
            return day
        readings: dict[RegisterId, Decimal] = {register.register_id: value for register, value in given}
        stored = await self._meters.store_readings(who.customer, readings, day)
        if isinstance(stored, Refused):
            return _refused(stored)
        tell = self._texts.text("utter_meterstand_doorgeven_klaar", who.form_of_address, kenmerk=stored.reference)
        done = f"Meterstand van {dutch_date(day)} is opgeslagen. Kenmerk {stored.reference}."
        return Carried(done, tell, f"meterstand doorgegeven ({stored.reference})", stored.repeated)

    def _day(self, values: Values) -> date | Wrong:
        today = self._clock().astimezone(AMSTERDAM).date()
        day = read_day(values, "opnamedatum")
        if isinstance(day, Wrong):
            return day
        if day is not None and day > today:
            return Wrong(Refusal.DATUM_TE_VER.value, "Deze dag moet nog komen.", "opnamedatum")
        return day or today


def _readings(registers: Sequence[Register], values: Values) -> list[tuple[Register, Decimal]] | Wrong:
    given: list[tuple[Register, Decimal]] = []
    for register in registers:
        text = values.get(_field(register), "")
        value = read_amount(text)
        if text and value is None:
            return missing(_field(register), "Vul de cijfers van de meter in, zoals 12345.")
        if value is not None:
            given.append((register, value))
    return given or missing(_field(registers[0]) if registers else "", "Vul minstens één meterstand in.")


def _field(register: Register) -> str:
    return f"{_FIELD}{register.register_id}"


def _label(register: Register, several: bool) -> str:
    where = f", {register.address}" if several else ""
    last = f"{_shown(register.last_value)} op {dutch_date(register.last_on)}"
    return f"{register.label.capitalize()}{where} (vorige: {last})"


def _shown(value: Decimal) -> str:
    whole = plain(value)
    return dutch_number(whole, max(0, -int(whole.as_tuple().exponent)))


def _impossible(register: Register, checked: TooLow | Odd) -> Wrong:
    if isinstance(checked, TooLow):
        before = f"{_shown(checked.previous)} op {dutch_date(checked.previous_on)}"
        return Wrong(Refusal.STAND_TE_LAAG.value, f"Dit is lager dan de vorige stand: {before}.", _field(register))
    words = f"Deze meter heeft {register.digits} cijfers voor de komma."
    return Wrong(Refusal.STAND_ONGELDIG.value, words, _field(register))


def _refused(refused: Refused) -> Wrong:
    code = refused.reason.value
    if refused.reason is Refusal.DATUM_TE_VER:
        return Wrong(code, "Deze dag moet nog komen.", "opnamedatum")
    if refused.reason is Refusal.DATUM_VOOR_VORIGE_STAND:
        return Wrong(code, "Er is al een stand van een latere dag.", "opnamedatum")
    return Wrong(code, "Deze stand kan niet. Kijk de cijfers nog eens na.")
