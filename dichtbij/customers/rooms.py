"""Every customer service, put together once: the counter and the action server both take them from here."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from dichtbij.clock import Clock
from dichtbij.customers.addresses import address_finder
from dichtbij.customers.billing import Billing
from dichtbij.customers.complaints import Complaints
from dichtbij.customers.consents import Consents
from dichtbij.customers.contracts import Contracts
from dichtbij.customers.details import Details
from dichtbij.customers.documents import Documents
from dichtbij.customers.identification import Identification
from dichtbij.customers.mail import DemoMailbox, Mailer, SmtpMailer
from dichtbij.customers.meters import Meters
from dichtbij.customers.moves import Moves
from dichtbij.customers.network import Operators, Outages, OutagesFile, load_operators
from dichtbij.customers.policies import Policies, load_policies
from dichtbij.customers.profiles import Profiles
from dichtbij.customers.requests import Requests
from dichtbij.customers.saving import Savings
from dichtbij.customers.solar import Solar
from dichtbij.customers.tariffs import load_tariffs
from dichtbij.customers.usage import Usage
from dichtbij.database import Database
from dichtbij.organisation import Organisation
from dichtbij.settings import Settings
from dichtbij.texts import Texts


@dataclass(frozen=True)
class Rooms:
    """What can be done for a customer."""

    policies: Policies
    mailbox: DemoMailbox
    mailer: Mailer
    identification: Identification
    profiles: Profiles
    requests: Requests
    complaints: Complaints
    consents: Consents
    billing: Billing
    contracts: Contracts
    meters: Meters
    usage: Usage
    solar: Solar
    savings: Savings
    documents: Documents
    moves: Moves
    details: Details
    operators: Operators
    outages: Outages


def build_rooms(
    settings: Settings, database: Database, clock: Clock, organisation: Organisation, texts: Texts
) -> Rooms:
    """The customer services of one process, on one database.

    Raises:
        SettingsError: what is wrong in `beleid:` of organisatie.yml.
    """
    policies = load_policies(organisation.overig.get("beleid"))
    mailbox = DemoMailbox(database, clock)
    mailer: Mailer = mailbox
    if settings.smtp_url:
        mailer = SmtpMailer(settings.smtp_url, settings.mail_from or organisation.email)
    secret = settings.session_secret.get_secret_value().encode()
    identification = Identification(
        database,
        clock,
        policies,
        mailer,
        secrets.randbelow,
        texts,
        code_key=secret,
        login_token_secret=settings.login_token_secret.get_secret_value(),
    )
    return Rooms(
        policies=policies,
        mailbox=mailbox,
        mailer=mailer,
        identification=identification,
        profiles=Profiles(database, clock, policies),
        requests=Requests(database, clock),
        complaints=Complaints(database, clock),
        consents=Consents(database, clock),
        billing=Billing(database, clock, policies),
        contracts=Contracts(database, clock, policies, load_tariffs(organisation.tarieven)),
        meters=Meters(database, clock, policies),
        usage=Usage(database, clock, policies),
        solar=Solar(database, clock, policies),
        savings=Savings(database, clock, policies),
        documents=Documents(database, clock, policies, texts, secret),
        moves=Moves(database, clock, policies, address_finder(settings.address_url, demo=settings.demo, clock=clock)),
        details=Details(database, clock, mailer, texts),
        operators=load_operators(),
        outages=OutagesFile(Path(settings.outages_file) if settings.outages_file else None, clock),
    )
