"""What a right answer must say: the services themselves, on the database of the run."""

from __future__ import annotations

from dichtbij.clock import system_clock
from dichtbij.customers.billing import Billing
from dichtbij.customers.contracts import Contracts
from dichtbij.customers.demo_personas import Persona
from dichtbij.customers.meters import Meters
from dichtbij.customers.model import CustomerId
from dichtbij.customers.profiles import Profiles
from dichtbij.customers.saving import Savings
from dichtbij.customers.solar import Solar
from dichtbij.customers.usage import Usage
from dichtbij.database import Database
from tests.policies import demo_policies, demo_tariffs


class Books:
    """The services that the answers come from, and the stored names of the demo customers."""

    def __init__(self, database: Database) -> None:
        policies = demo_policies()
        self.billing = Billing(database, system_clock, policies)
        self.contracts = Contracts(database, system_clock, policies, demo_tariffs())
        self.meters = Meters(database, system_clock, policies)
        self.profiles = Profiles(database, system_clock, policies)
        self.savings = Savings(database, system_clock, policies)
        self.solar = Solar(database, system_clock, policies)
        self.usage = Usage(database, system_clock, policies)

    @staticmethod
    def id(who: Persona | str) -> CustomerId:
        """The id that demo.py gives a customer, by persona or customer number."""
        return CustomerId(f"klant-{who if isinstance(who, str) else who.customer_number}")
