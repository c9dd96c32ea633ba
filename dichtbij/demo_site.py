"""The demo's stand-ins for what lies outside: the host site's log-in and the customer's mailbox."""

from __future__ import annotations

import uuid
from datetime import timedelta

from aiohttp import web

from dichtbij.clock import Clock
from dichtbij.customers.demo_personas import PERSONAS
from dichtbij.customers.login_token import sign_login_token
from dichtbij.customers.mail import DemoMailbox
from dichtbij.http import json_body, problem

_LIFE = timedelta(minutes=5)


class DemoSite:
    """What the demo pages ask for."""

    def __init__(self, mailbox: DemoMailbox, clock: Clock, login_token_secret: str) -> None:
        self._mailbox = mailbox
        self._clock = clock
        self._secret = login_token_secret

    def add_to(self, app: web.Application) -> None:
        """Register every address."""
        app.add_routes(
            [
                web.get("/demo/api/mails", self.mails),
                web.get("/demo/api/personas", self.personas),
                web.post("/demo/api/login", self.log_in),
            ]
        )

    async def mails(self, request: web.Request) -> web.Response:
        """GET: every mail that was sent, newest first."""
        mails = [
            {"to": mail.to, "subject": mail.subject, "text": mail.text, "at": mail.at.isoformat()}
            for mail in await self._mailbox.list()
        ]
        return web.json_response({"mails": mails})

    async def personas(self, request: web.Request) -> web.Response:
        """GET: the named demo customers."""
        rows = [
            {"customer_number": p.customer_number, "name": p.name, "postcode": p.postcode, "story": p.story}
            for p in PERSONAS
        ]
        return web.json_response(rows)

    async def log_in(self, request: web.Request) -> web.Response:
        """POST {customer_number}: a token as the organisation's own site would sign it."""
        number = (await json_body(request)).get("customer_number")
        if not isinstance(number, str):
            return problem(400, "bad_request", "Kies een klant.")
        if number not in {persona.customer_number for persona in PERSONAS}:
            return problem(404, "unknown", "Deze demoklant bestaat niet.")
        token = sign_login_token(number, self._secret, self._clock(), str(uuid.uuid4()), _LIFE)
        return web.json_response({"login_token": token})
