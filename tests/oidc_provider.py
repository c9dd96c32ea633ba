"""A small OpenID Connect provider: a real server with a key of its own, that holds its clients to the rules.

It does what RFC 6749, RFC 7636 and OpenID Connect Core ask of a provider, and refuses what they say to refuse. A test
changes what it says to see what the counter does with a provider that is wrong, or with somebody who pretends to be it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlencode

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.running_counter import free_port

CLIENT, SECRET = "dichtbij counter", "een geheim: met%tekens/en spaties"
EMAIL = "samira@duinlicht.example"


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Asked:
    """Somebody at the log-in page."""

    query: dict[str, str]
    claims: dict[str, Any]


@dataclass
class Provider:
    """The provider, and who is logged in there."""

    url: str
    clock: Callable[[], datetime]
    redirect_uri: str = ""
    """The only one that is registered."""
    person: dict[str, Any] = field(default_factory=lambda: {"sub": "u-1", "email": EMAIL, "email_verified": True})
    """Who is at the log-in page; nobody (empty) says no."""
    claims: dict[str, Any] = field(default_factory=dict)
    """Put over the claims of the ID token; None takes one away."""
    headers: dict[str, Any] = field(default_factory=dict)
    discovery: dict[str, Any] = field(default_factory=dict)
    answer: dict[str, str] = field(default_factory=dict)
    """Put over what goes back in the address."""
    in_userinfo: tuple[str, ...] = ()
    """Claims that are told there only."""
    userinfo: dict[str, Any] = field(default_factory=dict)
    public_client: bool = False
    down: bool = False
    sign: Callable[[dict[str, Any]], str] | None = None
    kid: str = "key-1"
    key: rsa.RSAPrivateKey = field(default_factory=new_key)
    asked: list[str] = field(default_factory=list)
    codes: dict[str, Asked] = field(default_factory=dict)
    tokens: dict[str, dict[str, Any]] = field(default_factory=dict)

    def rotate(self) -> None:
        """A new key, as providers have every so often."""
        self.kid, self.key = f"key-{secrets.token_hex(2)}", new_key()

    # -- its addresses ----------------------------------------------------------------------------------------------

    async def describe(self, request: web.Request) -> web.Response:
        says = {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize?tenant=1",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "userinfo_endpoint": f"{self.url}/userinfo",
            **self.discovery,
        }
        return web.json_response({name: value for name, value in says.items() if value is not None})

    async def keys(self, request: web.Request) -> web.Response:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        other = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(new_key().public_key()))
        rows = [{**other, "kid": "encrypts", "use": "enc"}, {**public, "kid": self.kid, "use": "sig", "alg": "RS256"}]
        return web.json_response({"keys": rows})

    async def authorize(self, request: web.Request) -> web.Response:
        query = dict(request.query)
        if query.get("client_id") != CLIENT or query.get("redirect_uri") != self.redirect_uri:
            return web.Response(status=400, text="unknown client or redirect_uri")  # never redirected: RFC 6749 4.1.2.1
        wrong = (
            query.get("response_type") != "code"
            or "openid" not in query.get("scope", "").split()
            or query.get("code_challenge_method") != "S256"
            or len(query.get("code_challenge", "")) != 43
            or len(query.get("nonce", "")) < 16
            or len(query.get("state", "")) < 16
        )
        back: dict[str, str] = {"state": query.get("state", ""), "iss": self.url}
        if wrong or not self.person:
            back["error"] = "invalid_request" if wrong else "access_denied"
        else:
            code = secrets.token_urlsafe(16)
            self.codes[code] = Asked(query, dict(self.person))
            back["code"] = code
        location = f"{self.redirect_uri}?{urlencode({**back, **self.answer})}"
        return web.Response(status=302, headers={"Location": location})

    async def token(self, request: web.Request) -> web.Response:
        form = dict(await request.post())
        if not self._knows(request, form):
            return web.json_response({"error": "invalid_client"}, status=401)
        asked = self.codes.pop(str(form.get("code")), None)  # a code works once
        if asked is None or form.get("grant_type") != "authorization_code":
            return web.json_response({"error": "invalid_grant"}, status=400)
        digest = hashlib.sha256(str(form.get("code_verifier", "")).encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if challenge != asked.query["code_challenge"] or form.get("redirect_uri") != asked.query["redirect_uri"]:
            return web.json_response({"error": "invalid_grant"}, status=400)
        access = secrets.token_urlsafe(16)
        self.tokens[access] = {**asked.claims, **self.userinfo}
        return web.json_response(
            {"access_token": access, "token_type": "Bearer", "id_token": self.id_token(asked)},
            headers={"Cache-Control": "no-store"},
        )

    def _knows(self, request: web.Request, form: dict[str, Any]) -> bool:
        if self.public_client:
            return form.get("client_id") == CLIENT and "Authorization" not in request.headers
        given = request.headers.get("Authorization", "")
        if given.startswith("Basic "):
            name, _, secret = base64.b64decode(given[6:]).decode().partition(":")
            return (unquote(name), unquote(secret)) == (CLIENT, SECRET)
        return (form.get("client_id"), form.get("client_secret")) == (CLIENT, SECRET)

    def id_token(self, asked: Asked) -> str:
        now = int(self.clock().timestamp())
        told = {name: value for name, value in asked.claims.items() if name not in self.in_userinfo}
        claims = {
            "iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked.query["nonce"], **told,
            **self.claims,
        }  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        if self.sign is not None:
            return self.sign(claims)
        return jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": self.kid, **self.headers})

    async def about(self, request: web.Request) -> web.Response:
        known = self.tokens.get(request.headers.get("Authorization", "").removeprefix("Bearer "))
        return web.json_response(known) if known else web.json_response({"error": "invalid_token"}, status=401)


@asynccontextmanager
async def provider(clock: Callable[[], datetime]) -> AsyncIterator[Provider]:
    """Start one on a free port."""
    port = free_port()
    one = Provider(f"http://127.0.0.1:{port}", clock)

    @web.middleware
    async def count(request: web.Request, handler: Any) -> web.StreamResponse:
        one.asked.append(request.path)
        if one.down:
            return web.Response(status=503, text="down")
        response: web.StreamResponse = await handler(request)
        return response

    app = web.Application(middlewares=[count])
    app.add_routes(
        [
            web.get("/.well-known/openid-configuration", one.describe),
            web.get("/keys", one.keys),
            web.get("/authorize", one.authorize),
            web.post("/token", one.token),
            web.get("/userinfo", one.about),
        ]
    )
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    yield one
    await runner.cleanup()
