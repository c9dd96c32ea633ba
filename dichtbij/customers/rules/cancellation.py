"""When a contract can end and what leaving costs: docs/rules/opzegtermijn.md and docs/rules/opzegvergoeding.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from dichtbij.customers.model.common import Refused
from dichtbij.customers.model.contracts import Tariff, TariffKind
from dichtbij.customers.model.ids import Energy, Refusal, UsageKind
from dichtbij.customers.model.leaving import CancellationFee, FeePart, FeeReason
from dichtbij.customers.rules.calendar import add_months, first_of_month
from dichtbij.customers.rules.instalments import YearlyUse
from dichtbij.customers.rules.seasons import expected_between
from dichtbij.customers.rules.settlement import NETTING_ENDS, PRICE_PLACES, cents, supply_tariff
from dichtbij.customers.rules.tariffs import price_on


@dataclass(frozen=True)
class CancellationPolicy:
    """`beleid.opzeggen` in organisatie.yml."""

    opzegtermijn_dagen: int
    """The longest notice that is asked for, whatever the contract says; by law 30 days at most."""
    hoogstens_vooruit_dagen: int
    """So far ahead an end can be agreed."""
    bedenktijd_dagen: int
    """After agreeing to a contract the customer may leave it so many days without fee or notice."""
    vrij_laatste_dagen: int
    """Leaving so shortly before the end of a fixed term costs nothing."""
    vrij_bij_verhuizing: bool
    """Whether leaving because of a move costs nothing. The law does not ask it; a supplier may be generous."""
    eindafrekening_weken: int
    """The final settlement comes within so many weeks after the end."""


@dataclass(frozen=True)
class FixedTerm:
    """A fixed term that runs or was agreed on."""

    until: date
    """First day after it."""
    agreed_on: date


@dataclass(frozen=True)
class LeftContract:
    """What has to be known of a contract to say what leaving it costs."""

    terms: tuple[FixedTerm, ...]
    """Empty for a variable or dynamic contract."""
    tariffs: Sequence[Tariff]
    """All its prices, also those that were agreed for later."""
    uses: Sequence[YearlyUse]
    reference: Mapping[TariffKind, Decimal]
    """What the supplier asks now for a comparable fixed contract, without energy tax."""


def in_cooling_off(agreed_on: date, today: date, policy: CancellationPolicy) -> bool:
    """Whether the customer may still change their mind about what was agreed on a day."""
    return today <= agreed_on + timedelta(days=policy.bedenktijd_dagen)


def earliest_end(today: date, notice_days: int, agreed_on: date, policy: CancellationPolicy) -> date:
    """The first day a contract can end on: after the notice; tomorrow in the cooling-off period."""
    if in_cooling_off(agreed_on, today, policy):
        return today + timedelta(days=1)
    return today + timedelta(days=max(min(notice_days, policy.opzegtermijn_dagen), 1))


def latest_end(today: date, policy: CancellationPolicy) -> date:
    """The last day that can be agreed on now."""
    return today + timedelta(days=policy.hoogstens_vooruit_dagen)


def end_date(
    wish: date | None, today: date, earliest: date, policy: CancellationPolicy, fixed_until: date | None = None
) -> date | Refused:
    """The day a contract ends: the wished one, never before the notice is over; without a wish as soon as possible.

    The end of the fixed term can always be agreed on, however far ahead.
    """
    if wish is None:
        return earliest
    if wish < today:
        return Refused(Refusal.DATUM_IN_VERLEDEN)
    if wish > latest_end(today, policy) and wish != fixed_until:
        return Refused(Refusal.DATUM_TE_VER)
    return max(wish, earliest)


def cancellation_fee(
    left: LeftContract, end: date, today: date, *, moving: bool, policy: CancellationPolicy
) -> CancellationFee:
    """What leaving on a day costs when the customer says so today.

    The loss of the supplier, for electricity and gas each on its own: what is expected to be used in the rest of the
    fixed term, times how much cheaper a comparable contract is today. Never negative.
    """
    ahead = [term for term in left.terms if term.until > end]
    bound = [term for term in ahead if not in_cooling_off(term.agreed_on, today, policy)]
    until = max((term.until for term in bound), default=None)
    if until is None:
        reason = FeeReason.BEDENKTIJD if ahead else FeeReason.NA_EINDE if left.terms else FeeReason.GEEN_VASTE_TERMIJN
        last = max((term.until for term in left.terms), default=None)
        return CancellationFee(Decimal("0.00"), reason, end, None if ahead else last)
    if moving and policy.vrij_bij_verhuizing:
        return CancellationFee(Decimal("0.00"), FeeReason.VERHUIZING, end, until)
    if until - end <= timedelta(days=policy.vrij_laatste_dagen):
        return CancellationFee(Decimal("0.00"), FeeReason.NA_EINDE, end, until)
    parts = tuple(part for energy in Energy if (part := _part(energy, left, end, until)))
    amount = sum((part.amount for part in parts), Decimal("0.00"))
    return CancellationFee(amount, FeeReason.PRIJSVERSCHIL if amount else FeeReason.GEEN_VERLIES, end, until, parts)


def _part(energy: Energy, left: LeftContract, end: date, until: date) -> FeePart | None:
    quantity = own = new = Decimal(0)
    counted = [use for use in left.uses if use.energy is energy and not use.register.feeds_in]
    for start, stop in _months(end, until):
        kept = _kept(energy, left.uses, start, stop)
        for use in counted:
            kind = supply_tariff(energy, use.register)
            price, offered = price_on(left.tariffs, kind, start), left.reference.get(kind)
            if price is None or offered is None:
                continue  # nothing to compare is no loss that could be shown
            used = expected_between(use.kind, use.yearly, start, stop) * kept
            quantity, own, new = quantity + used, own + used * price, new + used * offered
    if not quantity:
        return None
    return FeePart(
        energy,
        quantity.quantize(Decimal(1), ROUND_HALF_UP),
        (own / quantity).quantize(PRICE_PLACES),
        (new / quantity).quantize(PRICE_PLACES),
        cents(max(own - new, Decimal(0))),
    )


def _months(start: date, end: date) -> Iterator[tuple[date, date]]:
    """The stretches of single months that [start, end) is made of."""
    while start < end:
        stop = min(add_months(first_of_month(start), 1), end)
        yield start, stop
        start = stop


def _kept(energy: Energy, uses: Sequence[YearlyUse], start: date, stop: date) -> Decimal:
    """The part of a month's electricity that is really bought: while it lasts, netting takes the fed-in kWh off."""
    if energy is Energy.GAS or start >= NETTING_ENDS:
        return Decimal(1)
    power = [use for use in uses if use.energy is Energy.STROOM]
    used, fed = (
        sum((expected_between(use.kind, use.yearly, start, stop) for use in power if use.kind is kind), Decimal(0))
        for kind in (UsageKind.STROOM, UsageKind.TERUGLEVERING)
    )
    return max(used - fed, Decimal(0)) / used if used else Decimal(1)
