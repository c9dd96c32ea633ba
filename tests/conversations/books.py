"""What a right answer must say: the services themselves, on the database of the run."""

from __future__ import annotations

from dichtbij.clock import system_clock
from dichtbij.customers.billing import Billing
from dichtbij.customers.contracts import Contracts
from dichtbij.customers.demo_personas import Persona
from dichtbij.customers.meters import Meters
from dichtbij.customers.model import CustomerId
from dichtbij.customers.profiles import Profiles
from dichtbij.customers.usage import Usage
from dichtbij.database import Database


class Books:
    """The services that the answers come from, and the stored names of the demo customers."""

    def __init__(self, database: Database) -> None:
        self.billing = Billing(database, system_clock)
        self.contracts = Contracts(database, system_clock)
        self.meters = Meters(database, system_clock)
        self.profiles = Profiles(database, system_clock)
        self.usage = Usage(database, system_clock)

    @staticmethod
    def id(who: Persona) -> CustomerId:
        """The id that demo.py gives a customer."""
        return CustomerId(f"klant-{who.customer_number}")
