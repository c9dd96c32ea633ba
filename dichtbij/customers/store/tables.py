"""The tables of the customers. Every id is text; money, readings and prices are exact; moments are UTC."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from dichtbij.database import Base, ExactDecimal, Money, UtcDateTime

ID = String(40)
"""Room for a uuid; demo rows have readable ids."""
CODE = String(32)
"""Room for the value of an enum."""


class CustomerRow(Base):
    """A person or a business."""

    __tablename__ = "customers"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    customer_number: Mapped[str] = mapped_column(String(8), unique=True)
    first_name: Mapped[str] = mapped_column(String(80))
    last_name: Mapped[str] = mapped_column(String(120))
    company: Mapped[str | None] = mapped_column(String(160))
    title: Mapped[str] = mapped_column(String(16))
    """"mevrouw", "meneer", or empty when nobody told us."""
    form_of_address: Mapped[str] = mapped_column(String(2))
    email: Mapped[str] = mapped_column(String(254), index=True)
    phone: Mapped[str] = mapped_column(String(20), index=True)
    vulnerability: Mapped[str | None] = mapped_column(Text)
    iban: Mapped[str | None] = mapped_column(String(34))
    mandate: Mapped[str | None] = mapped_column(String(35))
    mandate_since: Mapped[date | None] = mapped_column(Date)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AddressRow(Base):
    """Where energy is delivered or post goes."""

    __tablename__ = "addresses"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"), index=True)
    kind: Mapped[str] = mapped_column(CODE)
    street: Mapped[str] = mapped_column(String(120))
    house_number: Mapped[str] = mapped_column(String(12))
    postcode: Mapped[str] = mapped_column(String(7), index=True)
    city: Mapped[str] = mapped_column(String(80))


class ContractRow(Base):
    """An agreement for one address. It runs from `start` until `end`, or until further notice."""

    __tablename__ = "contracts"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"), index=True)
    address_id: Mapped[str] = mapped_column(ForeignKey("addresses.id"), index=True)
    kind: Mapped[str] = mapped_column(CODE)
    start: Mapped[date] = mapped_column(Date)
    fixed_until: Mapped[date | None] = mapped_column(Date)
    """First day after the fixed term."""
    ended: Mapped[date | None] = mapped_column(Date)
    """First day on which nothing is delivered any more."""
    notice_days: Mapped[int]
    collection_day: Mapped[int]


class ContractTermRow(Base):
    """What was agreed for a contract from a day on; before the first of these the contract's own kind and term hold."""

    __tablename__ = "contract_terms"
    __table_args__ = (UniqueConstraint("contract_id", "start"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[str] = mapped_column(ForeignKey("contracts.id"))
    offer: Mapped[str] = mapped_column(CODE)
    kind: Mapped[str] = mapped_column(CODE)
    start: Mapped[date] = mapped_column(Date)
    fixed_until: Mapped[date | None] = mapped_column(Date)
    """First day after the fixed term."""
    agreed_on: Mapped[date] = mapped_column(Date)


class ContractEndingRow(Base):
    """What was agreed when a contract was cancelled; the end itself stands with the contract."""

    __tablename__ = "contract_endings"

    contract_id: Mapped[str] = mapped_column(ForeignKey("contracts.id"), primary_key=True)
    agreed_on: Mapped[date] = mapped_column(Date)
    reason: Mapped[str | None] = mapped_column(CODE)
    """Why the customer leaves, as far as it was said."""
    fee: Mapped[Decimal] = mapped_column(Money())
    """Euros; stands on the final settlement."""


class TariffRow(Base):
    """A price of a contract and when it holds."""

    __tablename__ = "tariffs"
    __table_args__ = (UniqueConstraint("contract_id", "kind", "start"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[str] = mapped_column(ForeignKey("contracts.id"))
    kind: Mapped[str] = mapped_column(CODE)
    price: Mapped[Decimal] = mapped_column(ExactDecimal(5))
    start: Mapped[date] = mapped_column(Date)
    end: Mapped[date | None] = mapped_column(Date)


class InstalmentRow(Base):
    """The monthly amount from a day on; the latest that has started holds."""

    __tablename__ = "instalments"
    __table_args__ = (UniqueConstraint("contract_id", "from_date"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[str] = mapped_column(ForeignKey("contracts.id"))
    amount: Mapped[Decimal] = mapped_column(Money())
    from_date: Mapped[date] = mapped_column(Date)


class ConnectionRow(Base):
    """A connection to the grid, known everywhere by its EAN."""

    __tablename__ = "connections"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    address_id: Mapped[str] = mapped_column(ForeignKey("addresses.id"), index=True)
    ean: Mapped[str] = mapped_column(String(18), index=True)
    energy: Mapped[str] = mapped_column(CODE)


class MeterRow(Base):
    """The meter on a connection."""

    __tablename__ = "meters"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    connection_id: Mapped[str] = mapped_column(ForeignKey("connections.id"), index=True)
    meter_number: Mapped[str] = mapped_column(String(20))
    smart: Mapped[bool]
    digits: Mapped[int]


class RegisterRow(Base):
    """A counting mechanism of a meter."""

    __tablename__ = "registers"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    meter_id: Mapped[str] = mapped_column(ForeignKey("meters.id"), index=True)
    name: Mapped[str] = mapped_column(CODE)
    code: Mapped[str] = mapped_column(String(8))
    estimated_yearly: Mapped[Decimal] = mapped_column(ExactDecimal(3))
    """What is expected in a year as long as too little was measured."""


class ReadingRow(Base):
    """What a register showed at the start of a day."""

    __tablename__ = "readings"
    __table_args__ = (UniqueConstraint("register_id", "on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    register_id: Mapped[str] = mapped_column(ForeignKey("registers.id"))
    on: Mapped[date] = mapped_column(Date)
    value: Mapped[Decimal] = mapped_column(ExactDecimal(3))
    source: Mapped[str] = mapped_column(CODE)
    """"meter" (smart), "klant" or "schatting"."""


class InvoiceRow(Base):
    """An invoice; what is open follows from its payments."""

    __tablename__ = "invoices"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    number: Mapped[str] = mapped_column(String(16), unique=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"), index=True)
    contract_id: Mapped[str] = mapped_column(ForeignKey("contracts.id"))
    kind: Mapped[str] = mapped_column(CODE)
    issued: Mapped[date] = mapped_column(Date)
    due: Mapped[date] = mapped_column(Date)
    period_start: Mapped[date] = mapped_column(Date)
    period_end: Mapped[date] = mapped_column(Date)
    amount: Mapped[Decimal] = mapped_column(Money())
    """Negative is money back."""
    reminder_sent: Mapped[date | None] = mapped_column(Date)
    refund_on: Mapped[date | None] = mapped_column(Date)
    """When money back is (or was) transferred."""


class InvoiceLineRow(Base):
    """A line of an invoice, as printed."""

    __tablename__ = "invoice_lines"
    __table_args__ = (UniqueConstraint("invoice_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[str] = mapped_column(ForeignKey("invoices.id"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(CODE)
    description: Mapped[str] = mapped_column(String(120))
    energy: Mapped[str | None] = mapped_column(CODE)
    quantity: Mapped[Decimal | None] = mapped_column(ExactDecimal(3))
    unit: Mapped[str | None] = mapped_column(String(8))
    unit_price: Mapped[Decimal | None] = mapped_column(ExactDecimal(5))
    amount: Mapped[Decimal] = mapped_column(Money())


class PaymentRow(Base):
    """Money that came in, for an invoice or as an instalment of a contract."""

    __tablename__ = "payments"

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"), index=True)
    invoice_id: Mapped[str | None] = mapped_column(ForeignKey("invoices.id"), index=True)
    contract_id: Mapped[str | None] = mapped_column(ForeignKey("contracts.id"))
    on: Mapped[date] = mapped_column(Date)
    amount: Mapped[Decimal] = mapped_column(Money())
    reversed_on: Mapped[date | None] = mapped_column(Date)
    """When the customer or the bank took it back."""


class ArrangementRow(Base):
    """A payment in parts. The partial index keeps it at one running arrangement a customer, also with two at once."""

    __tablename__ = "arrangements"
    __table_args__ = (
        Index(
            "uq_arrangements_running",
            "customer_id",
            unique=True,
            sqlite_where=text("state = 'loopt'"),
            postgresql_where=text("state = 'loopt'"),
        ),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"), index=True)
    invoice_id: Mapped[str] = mapped_column(ForeignKey("invoices.id"))
    state: Mapped[str] = mapped_column(CODE)
    """"loopt", "afgerond" or "niet_nagekomen"."""
    reference: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_on: Mapped[date | None] = mapped_column(Date)


class ArrangementTermRow(Base):
    """One payment of an arrangement."""

    __tablename__ = "arrangement_terms"
    __table_args__ = (UniqueConstraint("arrangement_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    arrangement_id: Mapped[str] = mapped_column(ForeignKey("arrangements.id"))
    number: Mapped[int]
    due: Mapped[date] = mapped_column(Date)
    amount: Mapped[Decimal] = mapped_column(Money())
    paid_on: Mapped[date | None] = mapped_column(Date)


class RequestRow(Base):
    """Something the customer asked for, and how far it is."""

    __tablename__ = "requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(16), unique=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"), index=True)
    kind: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(160))
    details: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(CODE)
    next_step: Mapped[str | None] = mapped_column(String(240))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ComplaintRow(Base):
    """A complaint, also of who is not known; of a customer it stands among the requests too."""

    __tablename__ = "complaints"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(16), unique=True)
    conversation_id: Mapped[str] = mapped_column(String(36), index=True)
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id"), index=True)
    subject: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class ConsentRow(Base):
    """What the customer said about a purpose."""

    __tablename__ = "consents"

    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"), primary_key=True)
    purpose: Mapped[str] = mapped_column(CODE, primary_key=True)
    granted: Mapped[bool]
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ContactMomentRow(Base):
    """An earlier contact."""

    __tablename__ = "contact_moments"

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    channel: Mapped[str] = mapped_column(CODE)
    summary: Mapped[str] = mapped_column(Text)


class MoveRow(Base):
    """A move of a contract to another address. The partial index keeps it at one planned move a contract."""

    __tablename__ = "moves"
    __table_args__ = (
        Index(
            "uq_moves_planned",
            "contract_id",
            unique=True,
            sqlite_where=text("state != 'vervallen'"),
            postgresql_where=text("state != 'vervallen'"),
        ),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"), index=True)
    contract_id: Mapped[str] = mapped_column(ForeignKey("contracts.id"))
    """The contract at the old address."""
    new_contract_id: Mapped[str | None] = mapped_column(ForeignKey("contracts.id"))
    """The contract at the new address; None until a person has checked an address that could not be looked up."""
    key_date: Mapped[date] = mapped_column(Date)
    handed_in: Mapped[date] = mapped_column(Date)
    """Last day of delivery at the old address."""
    postcode: Mapped[str] = mapped_column(String(7))
    house_number: Mapped[str] = mapped_column(String(12))
    street: Mapped[str] = mapped_column(String(120))
    city: Mapped[str] = mapped_column(String(80))
    words: Mapped[str] = mapped_column(Text)
    """What the customer wrote about an address that could not be looked up; empty otherwise."""
    state: Mapped[str] = mapped_column(CODE)
    """"gepland", "controleren" or "vervallen"."""
    reference: Mapped[str] = mapped_column(String(16))
    """Of the request."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
