"""Who a conversation is with, and how that is proved.

What is known and what was guessed wrong is never told: asking for a code takes the same steps, the same answer and
about the same time whether or not the combination exists. When it does not, a code is kept that nobody can know.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from dichtbij.clock import Clock
from dichtbij.customers.login_token import LoginClaims, read_login_token
from dichtbij.customers.mail import Mailer
from dichtbij.customers.model import (
    CodeExpired,
    CodeRequested,
    CustomerId,
    Identity,
    Method,
    OtherCustomer,
    TokenProblem,
    TokenRefused,
    TooManyAttempts,
    Verified,
    WrongCode,
)
from dichtbij.customers.policies import Policies
from dichtbij.customers.ports import Chance
from dichtbij.customers.rules.identification import blocked_until, proved_until, still_proved
from dichtbij.customers.store import identity as store
from dichtbij.customers.store import people
from dichtbij.customers.store.identity_tables import IdentityRow
from dichtbij.customers.store.session import Session
from dichtbij.database import Database
from dichtbij.errors import DichtbijError
from dichtbij.texts import Texts

MAIL_TRIES = 3
MAIL_PAUSE_SECONDS = 2.0

log = structlog.get_logger(__name__)


class Identification:
    """The identity of conversations."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        policies: Policies,
        mailer: Mailer,
        chance: Chance,
        texts: Texts,
        *,
        code_key: bytes,
        login_token_secret: str,
        mail_pause_seconds: float = MAIL_PAUSE_SECONDS,
    ) -> None:
        self._database = database
        self._clock = clock
        self._policy = policies.identificatie
        self._mailer = mailer
        self._chance = chance
        self._key = code_key
        self._login_token_secret = login_token_secret
        self._texts = texts
        self._mail_pause = mail_pause_seconds
        self._mails: set[asyncio.Task[None]] = set()

    async def identity(self, conversation_id: str) -> Identity:
        """Who the conversation is with, and how sure we are of that now."""
        async with self._database.reading() as session:
            row = await store.identity(session, conversation_id)
        return self._as_it_is_now(row)

    async def identities(self, conversation_ids: Sequence[str]) -> dict[str, Identity]:
        """The same of many conversations at once; those in which nobody was ever known are left out."""
        async with self._database.reading() as session:
            rows = await store.identities(session, conversation_ids)
        return {row.conversation_id: self._as_it_is_now(row) for row in rows}

    def _as_it_is_now(self, row: IdentityRow | None) -> Identity:
        method = Method(row.method) if row else Method.LOGGED_OUT
        if row is None or method is Method.LOGGED_OUT:
            return Identity(0, None, Method.NONE)
        proves = method in (Method.LOGIN_TOKEN, Method.MAIL_CODE)
        fresh = still_proved(row.proved_at, self._clock(), self._policy)
        until = proved_until(row.proved_at, self._policy) if proves and fresh else None
        return Identity(2 if until else 1, CustomerId(row.customer_id), method, row.proved_at, until)

    async def conversations_of(self, customer_id: CustomerId) -> dict[str, bool]:
        """The conversations in which a customer was known, the last in front; and whether that was ever proved there.

        In the others they were recognised, on a phone that may be another's.
        """
        async with self._database.reading() as session:
            return await store.conversations_of(session, customer_id)

    async def known_in(self, conversation_ids: Sequence[str]) -> dict[str, CustomerId]:
        """Who was ever known in each of these conversations; those with nobody are left out."""
        async with self._database.reading() as session:
            return await store.customers_of(session, conversation_ids)

    async def request_code(
        self, conversation_id: str, customer_number: str, postcode: str
    ) -> CodeRequested | TooManyAttempts:
        """Mail a code when number and postcode belong together; the answer is the same when they do not."""
        now = self._clock()
        number, place = _plain(customer_number), _plain(postcode)
        code = f"{self._chance(1_000_000):06d}"
        decoy = f"{self._chance(1_000_000):06d}"
        subjects = (self._hash("gesprek", conversation_id), self._hash("klantnummer", number))
        expires = now + timedelta(minutes=self._policy.code_geldig_minuten)
        async with self._database.writing() as session:
            await store.hold(session, subjects)
            blocked = await self._blocked_until(session, subjects, now)
            if blocked:
                return TooManyAttempts(blocked)
            await store.note_asked(session, subjects, now, forget_before=now - timedelta(hours=1))
            found = await store.candidate(session, number)
            if found and not _fits(place, found.postcodes):
                found = None
            # Without a customer the row is there all the same, and no guess at it ever succeeds.
            kept = self._hash("code", f"{conversation_id}:{code}" if found else f"niemand:{decoy}")
            customer_id = found.customer_id if found else None
            await store.open_code(session, conversation_id, customer_id, kept, expires, self._policy.code_pogingen)
        if found:
            self._mail_in_background(found.email, found.form_of_address, code)
        return CodeRequested(expires, self._policy.code_geldig_minuten)

    async def check_code(
        self, conversation_id: str, code: str
    ) -> Verified | WrongCode | CodeExpired | TooManyAttempts | OtherCustomer:
        """Prove who it is with the mailed code. It works once, for a while, and dies of a few wrong ones.

        A conversation stays the customer's who was known in it, also after logging out: its messages hold figures
        and addresses that nobody else may see or take along.
        """
        now = self._clock()
        given = self._hash("code", f"{conversation_id}:{_plain(code)}")
        async with self._database.writing() as session:
            row = await store.held_code(session, conversation_id)
            if row is None:
                return CodeExpired()
            if row.expires_at <= now:
                await store.close_code(session, conversation_id)
                return CodeExpired()
            right = hmac.compare_digest(given, row.code_hash)
            if right and row.customer_id:
                customer_id = CustomerId(row.customer_id)
                await store.close_code(session, conversation_id)
                known = await store.identity(session, conversation_id)
                if known is not None and known.customer_id != customer_id:
                    return OtherCustomer()
                await store.set_identity(session, conversation_id, customer_id, Method.MAIL_CODE.value, now)
                return Verified(customer_id)
            row.attempts_left -= 1
            left = row.attempts_left
            if left <= 0:
                await store.close_code(session, conversation_id)
        return WrongCode(left) if left > 0 else TooManyAttempts(until=None)

    async def recognise_login(self, conversation_id: str, token: str) -> Verified | TokenRefused:
        """Prove who it is with a token that the organisation's own site signed. Each token works once."""
        now = self._clock()
        claims = read_login_token(token, self._login_token_secret, now)
        if not isinstance(claims, LoginClaims):
            return TokenRefused(claims)
        async with self._database.writing() as session:
            customer_id = await people.id_by_number(session, claims.customer_number)
            if customer_id is None:
                return TokenRefused(TokenProblem.ONBEKENDE_KLANT)
            if not await store.use_token(session, self._hash("token", claims.token_id), claims.expires_at, now):
                return TokenRefused(TokenProblem.AL_GEBRUIKT)
            await store.set_identity(session, conversation_id, customer_id, Method.LOGIN_TOKEN.value, now)
        return Verified(customer_id)

    async def customer_of_login(self, token: str) -> CustomerId | None:
        """Whose log-in a token is, without using it; None when it is no good."""
        claims = read_login_token(token, self._login_token_secret, self._clock())
        if not isinstance(claims, LoginClaims):
            return None
        async with self._database.reading() as session:
            return await people.id_by_number(session, claims.customer_number)

    async def customer_of_phone(self, number: str) -> CustomerId | None:
        """Who has a phone number (31612345678) on file; None when nobody has, or more than one."""
        async with self._database.reading() as session:
            return await people.id_by_phone(session, f"+{number}") if number else None

    async def recognise_phone(self, conversation_id: str, number: str) -> CustomerId | None:
        """Recognise who writes by phone, at level 1 and never more: a number alone proves nobody.

        Only in a conversation in which nobody was known yet: what was proved there, or forgotten, stays. A number that
        two customers share recognises neither.
        """
        async with self._database.reading() as session:  # mostly there is nothing to write
            if not number or await store.identity(session, conversation_id) is not None:
                return None
            customer_id = await people.id_by_phone(session, f"+{number}")
        if customer_id is None:
            return None
        async with self._database.writing() as session:
            added = await store.add_identity(
                session, conversation_id, customer_id, Method.WHATSAPP.value, self._clock()
            )
        return customer_id if added else None

    async def carry_over(self, session: Session, from_id: str, to_id: str) -> bool:
        """The person of one conversation goes on in another: recognised there as the same customer, at level 1.

        Within the caller's transaction. False when somebody else is known there; then nothing changes. What was proved
        does not come along: who holds the phone on which it goes on, nobody proved.
        """
        known = await store.identity(session, from_id)
        if known is None or known.method == Method.LOGGED_OUT.value:
            return True
        customer_id = CustomerId(known.customer_id)
        if await store.add_identity(session, to_id, customer_id, Method.CONTINUED.value, self._clock()):
            return True
        there = await store.identity(session, to_id)
        return there is not None and there.customer_id == customer_id

    async def forget(self, conversation_id: str) -> None:
        """Nobody again, and no open code."""
        async with self._database.writing() as session:
            await store.forget(session, conversation_id)

    async def settled(self) -> None:
        """Wait for the mails that are under way."""
        while self._mails:
            await asyncio.gather(*self._mails)

    async def _blocked_until(self, session: Session, subjects: Sequence[str], now: datetime) -> datetime | None:
        """When the oldest request that is too much stops counting; None when another one may be made."""
        hour_ago = now - timedelta(hours=1)
        asked = [await store.asked_since(session, subject, hour_ago) for subject in subjects]
        moments = [until for one in asked if (until := blocked_until(one, self._policy))]
        return max(moments, default=None)

    def _mail_in_background(self, to: str, form_of_address: str, code: str) -> None:
        """Not awaited: how long a mail takes would tell that the combination exists."""
        minutes = self._policy.code_geldig_minuten
        spaced = f"{code[:3]} {code[3:]}"
        subject = self._texts.text("utter_identificatie_mail_onderwerp", form_of_address)
        text = self._texts.text("utter_identificatie_mail", form_of_address, code=spaced, minuten=minutes)
        task = asyncio.create_task(self._mail(to, subject, f"{text}\n"))
        self._mails.add(task)
        task.add_done_callback(self._mails.discard)

    async def _mail(self, to: str, subject: str, text: str) -> None:
        for attempt in range(1, MAIL_TRIES + 1):
            try:
                await self._mailer.send(to, subject, text)
            except DichtbijError as error:
                log.warning("code_mail_failed", attempt=attempt, fault=type(error).__name__)
                await asyncio.sleep(self._mail_pause * attempt)
            else:
                return

    def _hash(self, purpose: str, value: str) -> str:
        return hmac.new(self._key, f"{purpose}:{value}".encode(), hashlib.sha256).hexdigest()


def _plain(text: str) -> str:
    return "".join(character for character in text if character.isalnum()).upper()


def _fits(postcode: str, known: Sequence[str]) -> bool:
    """Compares with every known postcode, always all of them and each in constant time."""
    return sum(hmac.compare_digest(postcode.encode(), _plain(one).encode()) for one in known) > 0
