"""Everything about money, behind one door; each room in its own file."""

from __future__ import annotations

from dichtbij.customers.billing.arrangements import ArrangementRoom
from dichtbij.customers.billing.collection import CollectionRoom
from dichtbij.customers.billing.instalments import InstalmentRoom
from dichtbij.customers.billing.payments import PaymentRoom
from dichtbij.customers.billing.settlements import SettlementRoom


class Billing(SettlementRoom, PaymentRoom, InstalmentRoom, CollectionRoom, ArrangementRoom):
    """Bills, payments, instalments, collection and arrangements of a customer.

    `propose_*` checks and shows the effect and stores nothing; the change that belongs to it checks again and stores in
    one transaction together with a request that can be found later. The same change twice is one change.
    """


__all__ = ["Billing"]
