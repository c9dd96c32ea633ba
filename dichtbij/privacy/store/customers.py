"""The customers' tables as a store of personal data: what goes, what the law or a running contract keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, Table, and_, delete, false, func, not_, or_, select, update

from dichtbij.clock import AMSTERDAM, Clock
from dichtbij.customers.model import CustomerId, InvoiceKind
from dichtbij.customers.rules.retention import RetentionPolicy, books_since, books_until, still_to_settle
from dichtbij.customers.store import identity_tables, money
from dichtbij.customers.store import tables as t
from dichtbij.database import Base
from dichtbij.privacy.model import Erased, Person, Scope, Why
from dichtbij.privacy.store.reach import as_json, hangs_on, table
from dichtbij.privacy.store.session import Session

Rule = Literal["klant", "contract", "levering", "boekhouding", "aanvraag", "klacht", "voorkeur", "weg", "gesprek"]
"""How long a row stays when everything has to go:
klant        the customer's own row, as long as another that stays points at it
contract     as long as the contract runs, or an invoice that stays is about it
levering     as long as the contract runs that it hangs on
boekhouding  as long as the law wants
aanvraag     until the request is finished
klacht       until the request of the same reference is finished
voorkeur     as long as a contract runs
weg          goes at once
gesprek      goes at once, and also when only its conversation has to go
"""


@dataclass(frozen=True)
class Claim:
    """A table that this store answers for."""

    what: str
    """The kind of data it is counted under (utter_deel_gegevens_<what>)."""
    rule: Rule


CLAIMS: Mapping[str, Claim] = {
    "customers": Claim("profiel", "klant"),
    "addresses": Claim("profiel", "contract"),
    "contracts": Claim("contract", "contract"),
    "contract_terms": Claim("contract", "levering"),
    "contract_endings": Claim("contract", "levering"),
    "moves": Claim("contract", "levering"),
    "tariffs": Claim("contract", "levering"),
    "instalments": Claim("contract", "levering"),
    "connections": Claim("meter", "levering"),
    "meters": Claim("meter", "levering"),
    "registers": Claim("meter", "levering"),
    "readings": Claim("meter", "levering"),
    "invoices": Claim("rekeningen", "boekhouding"),
    "invoice_lines": Claim("rekeningen", "boekhouding"),
    "payments": Claim("rekeningen", "boekhouding"),
    "arrangements": Claim("rekeningen", "boekhouding"),
    "arrangement_terms": Claim("rekeningen", "boekhouding"),
    "requests": Claim("aanvragen", "aanvraag"),
    "complaints": Claim("aanvragen", "klacht"),
    "consents": Claim("toestemming", "voorkeur"),
    "contact_moments": Claim("contact", "weg"),
    "identities": Claim("inloggen", "gesprek"),
    "login_codes": Claim("inloggen", "gesprek"),
    "demo_mails": Claim("mails", "weg"),
}
"""A table that is added with something of a customer gets a line here; tests/promises/test_personal_data.py says so."""

_WHY: Mapping[Rule, Why] = {
    "klant": "contract",
    "contract": "contract",
    "levering": "contract",
    "boekhouding": "wet",
    "aanvraag": "aanvraag",
    "klacht": "aanvraag",
    "voorkeur": "contract",
}
_FINISHED = "afgerond"
_RUNNING = "loopt"


@dataclass(frozen=True)
class _Stays:
    """Primary keys of what has to stay."""

    running: tuple[str, ...]
    """Contracts that run, or ended so shortly ago that the final settlement has to be made yet."""
    contracts: tuple[str, ...]
    """These, and those that a kept invoice or payment is about."""
    addresses: tuple[str, ...]
    running_addresses: tuple[str, ...]
    invoices: tuple[str, ...]
    payments: tuple[int, ...]
    arrangements: tuple[str, ...]
    needs_contact: bool
    """A contract runs or money is open: we must be able to reach the customer, and to collect or pay."""
    books_until: date | None
    """The last day on which the newest of the books has to be kept."""


class CustomerStore:
    """See PersonalStore."""

    name = "klantgegevens"

    def __init__(self, clock: Clock, policy: RetentionPolicy) -> None:
        self._clock = clock
        self._policy = policy

    @property
    def tables(self) -> frozenset[str]:
        """See PersonalStore."""
        return frozenset(CLAIMS)

    async def export(self, session: Session, person: Person) -> Mapping[str, Any]:
        """Table by table, in the order in which they hang on each other."""
        found: dict[str, Any] = {}
        for name in _claimed():
            of = table(name)
            mine = select(of).where(_of_person(name, person), *_not_of_others(of, person))
            rows = await session.execute(mine.order_by(*of.primary_key.columns))
            found[name] = [as_json(dict(row)) for row in rows.mappings()]
        return found

    async def books_until(self, session: Session, customer_id: CustomerId) -> date | None:
        """The last day on which the newest invoice or payment has to be kept; None when there is none."""
        return (await self._stays(session, customer_id)).books_until

    async def plan(self, session: Session, person: Person, scope: Scope) -> Sequence[Erased]:
        """See PersonalStore."""
        stays = await self._stays(session, person.customer_id)
        found: list[Erased] = []
        for name in _claimed(scope):
            of, mine, kept = table(name), _of_person(name, person, scope), _kept(name, stays)
            all_rows = await session.scalar(select(func.count()).select_from(of).where(mine)) or 0
            left = await session.scalar(select(func.count()).select_from(of).where(mine, kept)) or 0
            found += _lines(CLAIMS[name], all_rows - left, left, stays)
        return found

    async def erase(self, session: Session, person: Person, scope: Scope) -> Sequence[Erased]:
        """See PersonalStore. What stays loses what is not needed for why it stays."""
        stays = await self._stays(session, person.customer_id)
        found: list[Erased] = []
        for name in reversed(_claimed(scope)):
            of, mine, kept = table(name), _of_person(name, person, scope), _kept(name, stays)
            gone = await session.execute(delete(of).where(mine, not_(kept)))
            left = await session.scalar(select(func.count()).select_from(of).where(mine)) or 0
            found += _lines(CLAIMS[name], getattr(gone, "rowcount", 0), left, stays)
        if scope is Scope.ALLES:
            await self._strip(session, person.customer_id, stays)
        return list(reversed(found))

    async def _strip(self, session: Session, customer_id: CustomerId, stays: _Stays) -> None:
        """What is left of the profile: name and number for the books, and how to reach somebody only if we must."""
        values: dict[str, Any] = {"vulnerability": None}
        if not stays.needs_contact:
            values |= {"email": "", "phone": "", "iban": None, "mandate": None, "mandate_since": None}
        await session.execute(update(t.CustomerRow).where(t.CustomerRow.id == customer_id).values(**values))

    async def _stays(self, session: Session, customer_id: CustomerId) -> _Stays:
        today = self._clock().astimezone(AMSTERDAM).date()
        books = books_since(today, self._policy)
        contracts = (await session.scalars(select(t.ContractRow).where(t.ContractRow.customer_id == customer_id))).all()
        invoices = await money.invoices(session, customer_id)
        settled = {one.contract_id for one in invoices if one.kind is InvoiceKind.EINDAFREKENING}
        running = [
            row
            for row in contracts
            if row.ended is None or still_to_settle(row.ended, today, self._policy, settled=row.id in settled)
        ]
        is_open = [one for one in invoices if one.open_amount or (one.refund_on and one.refund_on > today)]
        arrangements = (
            await session.scalars(select(t.ArrangementRow).where(t.ArrangementRow.customer_id == customer_id))
        ).all()
        agreed = [row for row in arrangements if row.state == _RUNNING or row.created_at.date() >= books]
        due = {one.invoice_id for one in [*is_open, *(one for one in invoices if one.issued >= books)]}
        due |= {row.invoice_id for row in agreed}
        payments = (await session.scalars(select(t.PaymentRow).where(t.PaymentRow.customer_id == customer_id))).all()
        paid = [row for row in payments if row.on >= books or row.invoice_id in due]
        about = {row.id for row in running} | {row.contract_id for row in paid if row.contract_id}
        about |= {one.contract_id for one in invoices if one.invoice_id in due}
        days = [one.issued for one in invoices if one.invoice_id in due] + [row.on for row in paid]
        return _Stays(
            running=tuple(row.id for row in running),
            contracts=tuple(about),
            addresses=tuple({row.address_id for row in contracts if row.id in about}),
            running_addresses=tuple({row.address_id for row in running}),
            invoices=tuple(due),
            payments=tuple(row.id for row in paid),
            arrangements=tuple(row.id for row in agreed),
            needs_contact=bool(running or is_open or any(row.state == _RUNNING for row in agreed)),
            books_until=books_until(max(days), self._policy) if days else None,
        )


def _claimed(scope: Scope = Scope.ALLES) -> list[str]:
    """The tables that a request is about, those that others point at first."""
    names = [of.name for of in Base.metadata.sorted_tables if of.name in CLAIMS]
    return names if scope is Scope.ALLES else [name for name in names if CLAIMS[name].rule in ("gesprek", "klacht")]


def _of_person(name: str, person: Person, scope: Scope = Scope.ALLES) -> ColumnElement[bool]:
    """The rows of a table that are of this person, or only of the conversations."""
    if name == "demo_mails":
        mails = identity_tables.DemoMailRow
        return and_(mails.to == person.email, mails.to != "")
    of = table(name)
    ways: list[ColumnElement[bool]] = []
    if "conversation_id" in of.columns:
        ways.append(of.columns["conversation_id"].in_(list(person.conversation_ids)))
    if scope is Scope.ALLES and (condition := hangs_on(name, {"customers": [person.customer_id]})) is not None:
        ways.append(condition)
    return or_(*ways) if ways else false()


def _not_of_others(of: Table, person: Person) -> list[ColumnElement[bool]]:
    """Without what may have been said by another on a phone, under this person's name."""
    said_in = of.columns.get("conversation_id")
    return [] if said_in is None else [said_in.not_in(list(person.unproved_ids))]


def _kept(name: str, stays: _Stays) -> ColumnElement[bool]:
    """The rows of a table that stay, out of those of the person."""
    rule = CLAIMS[name].rule
    if rule == "klant":
        anything = stays.contracts or stays.invoices or stays.payments
        return t.CustomerRow.id.is_not(None) if anything else _has_open_request()
    if rule == "contract":
        ids = stays.contracts if name == "contracts" else stays.addresses
        return table(name).columns["id"].in_(list(ids))
    if rule == "levering":
        return _hanging(name, {"contracts": stays.running, "addresses": stays.running_addresses})
    if rule == "boekhouding":
        return _hanging(
            name, {"invoices": stays.invoices, "payments": stays.payments, "arrangements": stays.arrangements}
        )
    if rule == "aanvraag":
        return t.RequestRow.state != _FINISHED
    if rule == "klacht":
        unfinished = select(t.RequestRow.reference).where(t.RequestRow.state != _FINISHED)
        return table(name).columns["reference"].in_(unfinished)
    if rule == "voorkeur" and stays.running:
        return table(name).columns["customer_id"].is_not(None)
    return false()


def _has_open_request() -> ColumnElement[bool]:
    return t.CustomerRow.id.in_(select(t.RequestRow.customer_id).where(t.RequestRow.state != _FINISHED))


def _hanging(name: str, anchors: Mapping[str, Sequence[Any]]) -> ColumnElement[bool]:
    """Hangs on something that stays; a table with nothing but the customer stays as long as anything runs."""
    condition = hangs_on(name, anchors)
    if condition is not None:
        return condition
    running = any(anchors.values())
    return table(name).columns["customer_id"].is_not(None) if running else false()


def _lines(claim: Claim, gone: int, left: int, stays: _Stays) -> list[Erased]:
    """What went, and what stays with its reason: what is about no running contract only stays for the books."""
    why = _WHY.get(claim.rule) if left else None
    until = None
    if why == "contract" and not stays.running:
        why = "wet" if stays.books_until else "aanvraag"
    if why == "wet":
        until = stays.books_until
    return [Erased(claim.what, gone, left, why, until)]


__all__ = ["CLAIMS", "Claim", "CustomerStore", "Rule"]
