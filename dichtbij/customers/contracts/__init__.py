"""Everything about contracts, behind one door; each room in its own file."""

from __future__ import annotations

from dichtbij.customers.contracts.info import InfoRoom, contract_info
from dichtbij.customers.contracts.leaving import LeavingRoom
from dichtbij.customers.contracts.renewing import RenewingRoom


class Contracts(InfoRoom, RenewingRoom, LeavingRoom):
    """The contracts of a customer: what they are, renewing them, ending them.

    `propose_*` checks and shows the effect and stores nothing; the change that belongs to it checks again and stores in
    one transaction together with a request that can be found later. The same change twice is one change.
    """


__all__ = ["Contracts", "contract_info"]
