"""Log in at the organisation's own provider (OpenID Connect): the authorization code flow with PKCE.

Source: OpenID Connect Core 1.0 (3.1), Discovery 1.0, RFC 7636 (PKCE, S256), RFC 9207 (`iss` in the answer). What ties
the way back to the browser that left (state, nonce and verifier) is signed and goes along in a cookie, so that nothing
is kept here and every process can finish what another one began.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal
from urllib.parse import urlencode

import jwt
import structlog
from jwt.algorithms import has_crypto

from dichtbij.clock import Clock
from dichtbij.conversations.model import clean_text
from dichtbij.errors import SettingsError
from dichtbij.handoff.id_token import TokenWrong, read_id_token
from dichtbij.handoff.oidc_provider import Provider, RefusedByProvider
from dichtbij.settings import Settings

log = structlog.get_logger()

WAY_LIFE = timedelta(minutes=10)
"""How long somebody may take at the provider."""

MAX_NAME = 64
"""Characters of the name of an account."""

Why = Literal["cancelled", "way_lost", "refused", "token"]
"""cancelled: the provider says no (or the agent did). way_lost: not the browser that left, too late, or a second time.
refused: the provider did not take the code. token: what it gave is not for us, too old, or not signed by it."""


@dataclass(frozen=True)
class Leaving:
    """To the provider."""

    url: str
    way: str
    """Goes into a cookie, and comes back with it."""


@dataclass(frozen=True)
class Vouched:
    """Who the provider says it is."""

    subject: str
    """Of this person at this provider, for ever; a hash."""
    username: str
    """What the claim says that names accounts; empty when it says nothing, or nothing that was verified."""


@dataclass(frozen=True)
class NotVouched:
    """Nobody may come in by this."""

    why: Why


class OpenIdConnect:
    """One provider. Raises ProviderUnavailable when it does not answer, or not as a provider does."""

    def __init__(
        self, provider: Provider, clock: Clock, *, client_id: str, redirect_uri: str, claim: str, key: bytes
    ) -> None:
        """
        Args:
            claim: names the account at the first log-in; "email" counts only when the provider verified it.
            key: signs what goes along in the cookie.
        """
        self._provider = provider
        self._clock = clock
        self._client_id = client_id
        self._redirect_uri = redirect_uri
        self._claim = claim
        self._key = hmac.new(key, b"openid connect", hashlib.sha256).digest()

    async def close(self) -> None:
        """Let go of the connections to the provider."""
        await self._provider.close()

    async def leave(self) -> Leaving:
        """Send somebody to the provider."""
        found = await self._provider.found()
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        query = urlencode(
            {
                "response_type": "code",
                "client_id": self._client_id,
                "redirect_uri": self._redirect_uri,
                "scope": "openid email profile",
                "state": state,
                "nonce": nonce,
                "code_challenge": challenge,
                "code_challenge_method": "S256",
            }
        )
        until = int((self._clock() + WAY_LIFE).timestamp())
        way = jwt.encode({"state": state, "nonce": nonce, "verifier": verifier, "until": until}, self._key, "HS256")
        joint = "&" if "?" in found.authorization_endpoint else "?"
        return Leaving(f"{found.authorization_endpoint}{joint}{query}", way)

    async def come_back(self, query: Mapping[str, str], way: str) -> Vouched | NotVouched:
        """What the provider's answer is worth.

        Args:
            query: what stands in the address that the provider sent the browser to.
            way: the cookie.
        """
        left = self._left(way)
        if left is None or not _same(query.get("state", ""), left["state"]):
            return NotVouched("way_lost")
        if query.get("iss", self._provider.issuer) != self._provider.issuer:
            return NotVouched("token")
        if "error" in query or not query.get("code"):
            return NotVouched("cancelled")
        try:
            tokens = await self._provider.redeem(query["code"], left["verifier"], self._redirect_uri)
            claims = await self._claims(tokens, left["nonce"])
        except RefusedByProvider:
            return NotVouched("refused")
        except TokenWrong as wrong:
            log.warning("oidc_token_refused", why=str(wrong))
            return NotVouched("token")
        return Vouched(self._subject(claims["sub"]), self._username(claims))

    def _left(self, way: str) -> dict[str, Any] | None:
        try:
            left: dict[str, Any] = jwt.decode(way, self._key, algorithms=["HS256"])
        except (jwt.PyJWTError, ValueError):
            return None
        return left if left["until"] > self._clock().timestamp() else None

    async def _claims(self, tokens: Mapping[str, Any], nonce: str) -> Mapping[str, Any]:
        token = tokens.get("id_token")
        if not isinstance(token, str):
            raise TokenWrong("no id_token")
        key = await self._provider.key_of(token)
        claims = read_id_token(token, key.key, self._provider.issuer, self._client_id, self._clock())
        if not _same(str(claims.get("nonce", "")), nonce):
            raise TokenWrong("nonce")
        if self._claim in claims:
            return claims
        more = await self._provider.about(tokens.get("access_token"))  # some give it only there
        if more and more.get("sub") != claims["sub"]:
            raise TokenWrong("userinfo is about somebody else")
        return {**more, **claims}

    def _subject(self, sub: str) -> str:
        return hashlib.sha256(f"{self._provider.issuer}\n{sub}".encode()).hexdigest()

    def _username(self, claims: Mapping[str, Any]) -> str:
        value = claims.get(self._claim)
        if not isinstance(value, str) or (self._claim == "email" and claims.get("email_verified") is not True):
            return ""
        name = value.strip().lower()
        # Nothing is made to fit: a name with invisible characters, or cut short, would be somebody else's.
        return name if len(name) <= MAX_NAME and clean_text(name) == name else ""


def openid_connect(settings: Settings, clock: Clock, back: str) -> OpenIdConnect | None:
    """The provider of OIDC_ISSUER; None without one.

    Args:
        back: the path where it sends browsers.

    Raises:
        SettingsError: half of the settings is missing.
    """
    if not settings.oidc_issuer:
        return None
    if not settings.oidc_client_id:
        raise SettingsError("OIDC_CLIENT_ID: give the name by which the provider of OIDC_ISSUER knows this counter")
    if not has_crypto:
        raise SettingsError("OIDC_ISSUER: the package cryptography is missing (pip install 'pyjwt[crypto]')")
    secret = settings.oidc_client_secret.get_secret_value()
    return OpenIdConnect(
        Provider(settings.oidc_issuer, settings.oidc_client_id, secret, clock),
        clock,
        client_id=settings.oidc_client_id,
        redirect_uri=settings.base_url + back,
        claim=settings.oidc_account_claim,
        key=settings.session_secret.get_secret_value().encode(),
    )


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())
