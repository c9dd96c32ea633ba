"""The only place of the action server where parts are put together."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from functools import lru_cache

from dichtbij.clock import Clock, system_clock
from dichtbij.customers.billing import Billing
from dichtbij.customers.consents import Consents
from dichtbij.customers.contracts import Contracts
from dichtbij.customers.documents import Documents
from dichtbij.customers.identification import Identification
from dichtbij.customers.mail import DemoMailbox, Mailer, SmtpMailer
from dichtbij.customers.meters import Meters
from dichtbij.customers.profiles import Profiles
from dichtbij.customers.requests import Requests
from dichtbij.customers.usage import Usage
from dichtbij.database import Database
from dichtbij.handoff.callbacks import Callbacks
from dichtbij.handoff.hours import Availability
from dichtbij.organisation import Organisation, load_organisation
from dichtbij.settings import Settings, load_settings
from dichtbij.texts import Texts


@dataclass(frozen=True)
class Services:
    """What actions may call."""

    clock: Clock
    organisation: Organisation
    texts: Texts
    identification: Identification
    profiles: Profiles
    requests: Requests
    consents: Consents
    billing: Billing
    contracts: Contracts
    meters: Meters
    usage: Usage
    documents: Documents
    availability: Availability
    callbacks: Callbacks


def build_services(settings: Settings, database: Database, clock: Clock = system_clock) -> Services:
    """Every service on one database."""
    organisation = load_organisation(settings.organisation_file, always_open=settings.always_open)
    mailer: Mailer = (
        SmtpMailer(settings.smtp_url, settings.mail_from) if settings.smtp_url else DemoMailbox(database, clock)
    )
    secret = settings.session_secret.get_secret_value().encode()
    return Services(
        clock=clock,
        organisation=organisation,
        texts=Texts(organisation.facts()),
        identification=Identification(
            database,
            clock,
            mailer,
            secrets.randbelow,
            code_key=secret,
            login_token_secret=settings.login_token_secret.get_secret_value(),
            organisation=organisation.naam,
        ),
        profiles=Profiles(database, clock),
        requests=Requests(database, clock),
        consents=Consents(database, clock),
        billing=Billing(database, clock),
        contracts=Contracts(database, clock),
        meters=Meters(database, clock),
        usage=Usage(database, clock),
        documents=Documents(database, clock, secret, organisation.naam),
        availability=Availability(database, clock, organisation),
        callbacks=Callbacks(database, clock, organisation),
    )


@lru_cache(maxsize=1)
def services() -> Services:
    """The services of this process; made at the first message, inside its event loop."""
    settings = load_settings()
    settings.require_secrets()
    return build_services(settings, Database(settings.database_url))
