"""Why a settlement is what it is: its difference taken apart into causes that add up to it exactly.

    difference = (costs of the year before − instalments of this year)    the instalment was too low or too high
               + (usage now − usage before) × price now                   more or less used
               + what is left of the change in costs of that energy       the tariff went up or down
               + the change in fixed costs, taxes and credits

so that the first line answers "what if I had used the same as last year".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from dichtbij.customers.model.billing import Cause, Effect, EnergyComparison, InvoiceKind, InvoiceLine, LineKind
from dichtbij.customers.model.ids import Energy, UsageKind
from dichtbij.customers.rules.settlement import cents

_FIXED = frozenset({LineKind.VASTE_KOSTEN, LineKind.NETBEHEER, LineKind.VERMINDERING})
_USAGE = frozenset({LineKind.LEVERING, LineKind.ENERGIEBELASTING})
_FEED_IN = frozenset({LineKind.SALDEREN, LineKind.TERUGLEVERING, LineKind.TERUGLEVERKOSTEN})


@dataclass(frozen=True)
class _Use:
    """Quantity and cost of one kind over a settlement."""

    quantity: Decimal
    cost: Decimal

    @property
    def price(self) -> Decimal | None:
        return self.cost / self.quantity if self.quantity else None


def total_costs(lines: Iterable[InvoiceLine]) -> Decimal:
    """Everything but the instalments."""
    return sum((line.amount for line in lines if line.kind is not LineKind.TERMIJNEN), Decimal(0))


def instalments(lines: Iterable[InvoiceLine]) -> Decimal:
    """What was charged in instalments, as a positive amount."""
    return -sum((line.amount for line in lines if line.kind is LineKind.TERMIJNEN), Decimal(0))


def percent_change(now: Decimal, before: Decimal) -> Decimal | None:
    """Whole percents, half up; None when there was nothing before."""
    if not before:
        return None
    return ((now - before) * 100 / before).quantize(Decimal(1), ROUND_HALF_UP)


def explain(kind: InvoiceKind, now: Sequence[InvoiceLine], before: Sequence[InvoiceLine] | None) -> tuple[Effect, ...]:
    """The causes of the difference, largest first in its direction. Never empty; together exactly the difference."""
    difference = total_costs(now) - instalments(now)
    if before is None:
        cause = Cause.EINDAFREKENING if kind is InvoiceKind.EINDAFREKENING else Cause.EERSTE_JAAR
        return (Effect(cause, difference),)
    effects = [
        *_instalment_effect(now, before),
        *_energy_effects(Energy.STROOM, now, before),
        *_energy_effects(Energy.GAS, now, before),
        *_feed_in_effects(now, before),
        *_fixed_effect(now, before),
    ]
    told = [effect for effect in effects if effect.amount]
    if not told:
        return (Effect(Cause.GEEN_VERSCHIL, Decimal("0.00")),)
    return tuple(sorted(told, key=lambda effect: effect.amount, reverse=difference >= 0))


def compare(now: Sequence[InvoiceLine], before: Sequence[InvoiceLine] | None) -> tuple[EnergyComparison, ...]:
    """Usage of each kind next to the settlement before."""
    found = []
    for kind in UsageKind:
        use = _use(kind, now)
        earlier = _use(kind, before) if before is not None else None
        if not use.quantity and not (earlier and earlier.quantity):
            continue
        found.append(
            EnergyComparison(
                kind=kind,
                unit=kind.unit,
                used=use.quantity,
                used_before=earlier.quantity if earlier else None,
                change=use.quantity - earlier.quantity if earlier else None,
                change_percent=percent_change(use.quantity, earlier.quantity) if earlier else None,
                cost=use.cost,
                average_price=use.price,
                average_price_before=earlier.price if earlier else None,
            )
        )
    return tuple(found)


def _use(kind: UsageKind, lines: Sequence[InvoiceLine]) -> _Use:
    if kind is UsageKind.TERUGLEVERING:
        fed_in = [line for line in lines if line.kind in (LineKind.SALDEREN, LineKind.TERUGLEVERING)]
        quantities = [-(line.quantity or Decimal(0)) for line in fed_in]
        costs = [line.amount for line in lines if line.kind in _FEED_IN]
    else:
        energy = Energy(kind.value)
        supplied = [line for line in lines if line.kind is LineKind.LEVERING and line.energy is energy]
        quantities = [line.quantity or Decimal(0) for line in supplied]
        costs = [line.amount for line in lines if line.kind in _USAGE and line.energy is energy]
    return _Use(sum(quantities, Decimal(0)), sum(costs, Decimal(0)))


def _split(now: _Use, before: _Use) -> tuple[Decimal, Decimal]:
    """The change in cost, split into what the quantity did and what the price did."""
    change = now.cost - before.cost
    if now.price is None or before.price is None:
        return change, Decimal(0)
    by_quantity = cents((now.quantity - before.quantity) * now.price)
    return by_quantity, change - by_quantity


def _instalment_effect(now: Sequence[InvoiceLine], before: Sequence[InvoiceLine]) -> Iterable[Effect]:
    amount = total_costs(before) - instalments(now)
    yield Effect(Cause.TERMIJN_TE_LAAG if amount > 0 else Cause.TERMIJN_TE_HOOG, amount)


def _energy_effects(energy: Energy, now: Sequence[InvoiceLine], before: Sequence[InvoiceLine]) -> Iterable[Effect]:
    use, earlier = _use(UsageKind(energy.value), now), _use(UsageKind(energy.value), before)
    by_quantity, by_price = _split(use, earlier)
    change = use.quantity - earlier.quantity
    yield Effect(
        Cause.VERBRUIK_OMHOOG if by_quantity > 0 else Cause.VERBRUIK_OMLAAG,
        by_quantity,
        energy,
        change,
        energy.unit,
    )
    yield Effect(
        Cause.TARIEF_OMHOOG if by_price > 0 else Cause.TARIEF_OMLAAG,
        by_price,
        energy,
        unit=energy.unit,
        price_before=earlier.price,
        price_now=use.price,
    )


def _feed_in_effects(now: Sequence[InvoiceLine], before: Sequence[InvoiceLine]) -> Iterable[Effect]:
    use, earlier = _use(UsageKind.TERUGLEVERING, now), _use(UsageKind.TERUGLEVERING, before)
    by_quantity, by_price = _split(use, earlier)
    change = use.quantity - earlier.quantity
    # More fed in can still cost money where the fee is higher than the price; then the price is to blame.
    if (by_quantity > 0) == (change > 0):
        by_quantity, by_price = Decimal(0), by_quantity + by_price
    yield Effect(
        Cause.MINDER_TERUGGELEVERD if by_quantity > 0 else Cause.MEER_TERUGGELEVERD,
        by_quantity,
        Energy.STROOM,
        change,
        "kWh",
    )
    yield Effect(
        Cause.TERUGLEVEREN_MINDER_WAARD if by_price > 0 else Cause.TERUGLEVEREN_MEER_WAARD,
        by_price,
        Energy.STROOM,
        unit="kWh",
        price_before=-earlier.price if earlier.price is not None else None,
        price_now=-use.price if use.price is not None else None,
    )


def _fixed_effect(now: Sequence[InvoiceLine], before: Sequence[InvoiceLine]) -> Iterable[Effect]:
    amount = sum((line.amount for line in now if line.kind in _FIXED), Decimal(0)) - sum(
        (line.amount for line in before if line.kind in _FIXED), Decimal(0)
    )
    yield Effect(Cause.VASTE_KOSTEN_OMHOOG if amount > 0 else Cause.VASTE_KOSTEN_OMLAAG, amount)
