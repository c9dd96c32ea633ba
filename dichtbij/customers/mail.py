"""Sending a mail: by SMTP, or into the demo site's mailbox. Addresses and texts never reach the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import Protocol
from urllib.parse import unquote, urlsplit

import aiosmtplib

from dichtbij.clock import Clock, system_clock
from dichtbij.customers.store import mails
from dichtbij.database import Database
from dichtbij.errors import MailUnavailable, SettingsError

TIMEOUT_SECONDS = 10.0
MAILS_SHOWN = 50


class Mailer(Protocol):
    """Whatever can send a plain text mail."""

    async def send(self, to: str, subject: str, text: str) -> None:
        """Hand the mail over.

        Raises:
            MailUnavailable: it was not taken.
        """


@dataclass(frozen=True)
class DemoMail:
    """A mail in the demo mailbox."""

    to: str
    subject: str
    text: str
    at: datetime


class SmtpMailer:
    """Sends through a mail server: `smtp://user:password@host:port` (STARTTLS when offered), or `smtps://`."""

    def __init__(self, smtp_url: str, mail_from: str, clock: Clock = system_clock) -> None:
        parts = urlsplit(smtp_url)
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise SettingsError("SMTP_URL: use smtp://user:password@host:port or smtps://...")
        self._host = parts.hostname
        self._tls = parts.scheme == "smtps"
        self._port = parts.port or (465 if self._tls else 587)
        self._username = unquote(parts.username) if parts.username else None
        self._password = unquote(parts.password) if parts.password else None
        self._from = mail_from
        self._clock = clock

    async def send(self, to: str, subject: str, text: str) -> None:
        """Hand the mail to the server, within 10 seconds.

        Raises:
            MailUnavailable: the server was not there, was too slow or refused. Neither address nor text is in it.
        """
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._from, to, subject
        message["Date"] = format_datetime(self._clock())
        message["Message-ID"] = make_msgid(domain=self._from.rpartition("@")[2] or "localhost")
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text)
        try:
            await aiosmtplib.send(
                message,
                hostname=self._host,
                port=self._port,
                username=self._username,
                password=self._password,
                use_tls=self._tls,
                timeout=TIMEOUT_SECONDS,
            )
        except (aiosmtplib.SMTPException, OSError) as error:
            # The server's own words may repeat the address: only the kind of fault goes on.
            raise MailUnavailable(f"mail server: {type(error).__name__}") from None


class DemoMailbox:
    """Keeps mails for the demo site's mailbox page instead of sending them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def send(self, to: str, subject: str, text: str) -> None:
        """Put it in the mailbox."""
        async with self._database.writing() as session:
            mails.add(session, to, subject, text, self._clock())

    async def list(self) -> list[DemoMail]:
        """The latest mails, latest first."""
        async with self._database.reading() as session:
            rows = await mails.latest(session, MAILS_SHOWN)
        return [DemoMail(row.to, row.subject, row.text, row.at) for row in rows]
