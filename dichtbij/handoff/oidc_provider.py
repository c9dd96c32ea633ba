"""The other side of OpenID Connect: a provider's discovery document, its keys, and its token endpoint."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

import aiohttp
import jwt
import structlog

from dichtbij.clock import Clock
from dichtbij.errors import ProviderUnavailable
from dichtbij.handoff.id_token import TokenWrong, key_id

log = structlog.get_logger()

TIMEOUT = aiohttp.ClientTimeout(total=10, connect=5)
LARGEST = 512 * 1024
"""Bytes of an answer that we read."""
KEPT = timedelta(hours=1)
"""Discovery and keys are asked for again after this."""
ASK_KEYS_AGAIN = timedelta(seconds=30)
"""A token with a key we don't know makes us look for new keys; not more often than this."""
_AT_HOME = ("127.0.0.1", "::1", "localhost")


class RefusedByProvider(Exception):
    """It did not take the code: used before, too late, or our secret is wrong."""


@dataclass(frozen=True)
class Found:
    """What its discovery document says."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str
    secret_in_header: bool
    """Whether it takes our secret as HTTP Basic; otherwise in the form."""


class Provider:
    """Raises ProviderUnavailable when it does not answer, or not as a provider does."""

    def __init__(self, issuer: str, client_id: str, client_secret: str, clock: Clock) -> None:
        self.issuer = issuer
        self._client_id = client_id
        self._secret = client_secret
        self._clock = clock
        self._http: aiohttp.ClientSession | None = None
        self._found: tuple[datetime, Found] | None = None
        self._keys: tuple[datetime, list[jwt.PyJWK]] | None = None
        self._asking = asyncio.Lock()

    async def close(self) -> None:
        """Let go of its connections."""
        if self._http is not None:
            await self._http.close()

    async def found(self) -> Found:
        """Where its endpoints are."""
        async with self._asking:
            if self._found is None or self._found[0] + KEPT <= self._clock():
                self._found = (self._clock(), await self._discover())
            return self._found[1]

    async def _discover(self) -> Found:
        status, says = await self._ask("GET", f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        if status != 200 or says.get("issuer") != self.issuer:
            log.error("oidc_discovery_wrong", status=status)
            raise ProviderUnavailable("no discovery document, or one of another issuer")
        named = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        if not all(_is_safe(says.get(name)) for name in named):
            log.error("oidc_discovery_wrong", status=status)
            raise ProviderUnavailable("the discovery document lacks an address with https")
        userinfo = says.get("userinfo_endpoint")
        methods = says.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        return Found(
            authorization_endpoint=says["authorization_endpoint"],
            token_endpoint=says["token_endpoint"],
            jwks_uri=says["jwks_uri"],
            userinfo_endpoint=str(userinfo) if _is_safe(userinfo) else "",
            secret_in_header="client_secret_basic" in methods,
        )

    async def key_of(self, token: str) -> jwt.PyJWK:
        """The provider's key that signed a token.

        Raises:
            TokenWrong: it has no such key.
        """
        kid, algorithm = key_id(token)
        key = _among(await self._known_keys(KEPT), kid, algorithm)
        if key is None:  # it may have a new one
            key = _among(await self._known_keys(ASK_KEYS_AGAIN), kid, algorithm)
        if key is None:
            raise TokenWrong("key")
        return key

    async def _known_keys(self, no_older_than: timedelta) -> list[jwt.PyJWK]:
        found = await self.found()
        async with self._asking:
            if self._keys is None or self._keys[0] + no_older_than <= self._clock():
                status, says = await self._ask("GET", found.jwks_uri)
                try:
                    keys = jwt.PyJWKSet.from_dict(dict(says)).keys if status == 200 else []
                except (jwt.PyJWTError, ValueError, TypeError, AttributeError):
                    keys = []
                if not keys:
                    raise ProviderUnavailable("no keys")
                self._keys = (self._clock(), keys)
            return self._keys[1]

    async def redeem(self, code: str, verifier: str, redirect_uri: str) -> Mapping[str, Any]:
        """Tokens for a code.

        Raises:
            RefusedByProvider: it did not take the code.
        """
        found = await self.found()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": verifier,
        }
        headers = {}
        if self._secret and found.secret_in_header:  # RFC 6749, 2.3.1: both are form-encoded first
            pair = f"{quote(self._client_id, safe='')}:{quote(self._secret, safe='')}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        else:
            form |= {"client_id": self._client_id, **({"client_secret": self._secret} if self._secret else {})}
        status, says = await self._ask("POST", found.token_endpoint, data=form, headers=headers)
        if 400 <= status < 500:
            log.warning("oidc_code_refused", status=status)
            raise RefusedByProvider
        if status != 200:
            raise ProviderUnavailable(f"the token endpoint answered {status}")
        return says

    async def about(self, access_token: object) -> Mapping[str, Any]:
        """What its userinfo endpoint says; empty when it has none, or says nothing."""
        found = await self.found()
        if not found.userinfo_endpoint or not isinstance(access_token, str) or not access_token.isascii():
            return {}
        headers = {"Authorization": f"Bearer {access_token}"}
        status, says = await self._ask("GET", found.userinfo_endpoint, headers=headers)
        return says if status == 200 else {}

    async def _ask(self, method: str, url: str, **more: Any) -> tuple[int, Mapping[str, Any]]:
        if self._http is None:
            self._http = aiohttp.ClientSession(timeout=TIMEOUT)
        try:
            async with self._http.request(method, url, allow_redirects=False, **more) as response:
                body = await response.content.read(LARGEST)
                while not response.content.at_eof() and len(body) < LARGEST:
                    body += await response.content.read(LARGEST - len(body))
                status = response.status
        except (aiohttp.ClientError, OSError, asyncio.TimeoutError, ValueError) as error:
            log.error("oidc_unavailable", fault=type(error).__name__)
            raise ProviderUnavailable("the provider does not answer") from error
        try:
            says = json.loads(body)
        except (ValueError, RecursionError):
            says = {}
        return status, says if isinstance(says, dict) else {}


def _is_safe(url: object) -> bool:
    """With https; without only on this machine."""
    if not isinstance(url, str):
        return False
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _AT_HOME)


def _among(keys: list[jwt.PyJWK], kid: str | None, algorithm: str) -> jwt.PyJWK | None:
    """The key of that name, or the only one that fits when the token names none."""
    fit = [key for key in keys if key.public_key_use in (None, "sig") and _fits(key, algorithm)]
    if kid is None:
        return fit[0] if len(fit) == 1 else None
    return next((key for key in fit if key.key_id == kid), None)


def _fits(key: jwt.PyJWK, algorithm: str) -> bool:
    kinds = {"RS": "RSA", "PS": "RSA", "ES": "EC", "Ed": "OKP"}
    return key.key_type == kinds[algorithm[:2]]
