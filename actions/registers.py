"""Which number belongs to which register of the meter. Pure: numbers and registers in, a division out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations

from dichtbij.customers.model import Energy, Register, RegisterId, RegisterName
from dichtbij.values import FoundReading

LOOKS_LIKE_A_READING = 100
"""A loose number below this ("vier aansluitingen", "Kade 17") is not taken for a reading that we failed to place."""

_SPELT_OUT = re.compile(r"(?<!\d)\d(?: \d){3,}(?!\d)")
_NAMES: dict[str, tuple[RegisterName, ...]] = {
    "normaal": (RegisterName.NORMAAL,),
    "dal": (RegisterName.DAL,),
    "enkel": (RegisterName.ENKEL,),
    "stroom": (RegisterName.ENKEL, RegisterName.NORMAAL, RegisterName.DAL),
    "teruglevering normaal": (RegisterName.TERUG_NORMAAL,),
    "teruglevering dal": (RegisterName.TERUG_DAL,),
    "teruglevering": (RegisterName.TERUG_NORMAAL, RegisterName.TERUG_DAL),
}
_WIDER = {
    "normaal": "stroom", "dal": "stroom", "enkel": "stroom",
    "teruglevering normaal": "teruglevering", "teruglevering dal": "teruglevering",
}  # fmt: skip
"""What is meant when the meter has no register of that name: "hoog 8821" on a meter with one register."""


@dataclass(frozen=True)
class Division:
    """Numbers divided over registers."""

    values: dict[RegisterId, Decimal]
    unclear: tuple[Decimal, ...]
    """Readings of which we can't tell the register."""


def joined_digits(text: str) -> str:
    """ "0 4 7 3 8" as "04738": digits read aloud from the meter one by one."""
    return _SPELT_OUT.sub(lambda match: match.group().replace(" ", ""), text)


def divide(
    found: Sequence[FoundReading],
    registers: Sequence[Register],
    asked: RegisterId | None,
    fits: Callable[[Register, Decimal], bool],
) -> Division:
    """Divide what was found over the registers of one address.

    Args:
        asked: the register that was asked for, so that a bare number is enough.
        fits: whether a number is to be expected on a register; tells two bare numbers apart.
    """
    values: dict[RegisterId, Decimal] = {}
    loose: list[tuple[FoundReading, list[Register]]] = []
    for one in found:
        meant = _meant(one, registers)
        if one.register and len(meant) == 1 and meant[0].register_id not in values:
            values[meant[0].register_id] = one.value
        elif meant:
            loose.append((one, list(registers) if len(meant) == 1 else meant))
    loose = [(one, [r for r in meant if r.register_id not in values]) for one, meant in loose]
    placed = _place(loose, registers, values, asked, fits)
    values.update(placed)
    rest = [one for one, _ in loose if one.value not in placed.values()]
    return Division(values, tuple(o.value for o in rest if o.register or o.value >= LOOKS_LIKE_A_READING))


def _meant(one: FoundReading, registers: Sequence[Register]) -> list[Register]:
    if one.register is None:
        return list(registers)
    if one.register == "gas":
        return [register for register in registers if register.energy is Energy.GAS]
    electric = [register for register in registers if register.energy is Energy.STROOM]
    named = [register for register in electric if register.name in _NAMES[one.register]]
    if not named and one.register in _WIDER:
        named = [register for register in electric if register.name in _NAMES[_WIDER[one.register]]]
    return named


def _place(
    loose: list[tuple[FoundReading, list[Register]]],
    registers: Sequence[Register],
    values: dict[RegisterId, Decimal],
    asked: RegisterId | None,
    fits: Callable[[Register, Decimal], bool],
) -> dict[RegisterId, Decimal]:
    if not loose or len(loose) > len(registers):
        return {}
    if len(loose) == 1 and any(register.register_id == asked for register in loose[0][1]):
        return {RegisterId(str(asked)): loose[0][0].value}
    if len(loose) == 1 and len(loose[0][1]) == 1 and loose[0][0].value >= LOOKS_LIKE_A_READING:
        return {loose[0][1][0].register_id: loose[0][0].value}  # the only register left
    open_registers = [register for register in registers if register.register_id not in values]
    fitting = [
        order
        for order in permutations(open_registers, len(loose))
        if all(
            register in meant and fits(register, one.value) for (one, meant), register in zip(loose, order, strict=True)
        )
    ]
    if len(fitting) == 1:
        return {r.register_id: one.value for (one, _), r in zip(loose, fitting[0], strict=True)}
    if asked and len(loose) == len(open_registers):
        in_order = list(zip(loose, open_registers, strict=True))
        if all(register in meant for (_, meant), register in in_order):
            return {register.register_id: one.value for (one, _), register in in_order}
    return {}
