"""What the rooms of billing share."""

from __future__ import annotations

from datetime import date

from dichtbij.clock import Clock
from dichtbij.customers.policies import Policies
from dichtbij.customers.ports import today
from dichtbij.database import Database


class Room:
    """A part of the Billing service."""

    def __init__(self, database: Database, clock: Clock, policies: Policies) -> None:
        self._database = database
        self._clock = clock
        self._policies = policies

    def _today(self) -> date:
        return today(self._clock)
