"""The only place of the action server where parts are put together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from dichtbij.clock import Clock, system_clock
from dichtbij.customers.rooms import Rooms, build_rooms
from dichtbij.database import Database
from dichtbij.handoff.callbacks import Callbacks
from dichtbij.handoff.hours import Availability
from dichtbij.organisation import Organisation, load_organisation
from dichtbij.privacy.service import Privacy
from dichtbij.settings import Settings, load_settings
from dichtbij.texts import Texts


@dataclass(frozen=True)
class Services(Rooms):
    """What actions may call: the customer services (a new one goes into dichtbij/customers/rooms.py) and the desk's."""

    clock: Clock
    organisation: Organisation
    texts: Texts
    availability: Availability
    callbacks: Callbacks
    privacy: Privacy


def build_services(settings: Settings, database: Database, clock: Clock = system_clock) -> Services:
    """Every service on one database."""
    organisation = load_organisation(settings.organisation_file, always_open=settings.always_open)
    texts = Texts(organisation.facts())
    rooms = build_rooms(settings, database, clock, organisation, texts)
    return Services(
        **vars(rooms),
        clock=clock,
        organisation=organisation,
        texts=texts,
        availability=Availability(database, clock, organisation),
        callbacks=Callbacks(database, clock, organisation),
        privacy=Privacy(database, clock, rooms.policies.bewaartermijnen),
    )


@lru_cache(maxsize=1)
def services() -> Services:
    """The services of this process; made at the first message, inside its event loop."""
    settings = load_settings()
    settings.require_secrets()
    return build_services(settings, Database(settings.database_url))
