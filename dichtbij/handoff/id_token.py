"""Reading an ID token: signed by the provider, for us, now. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import jwt

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures that only the provider can make. Never "none", and none with a secret that we have too."""
CLOCK_SKEW = timedelta(seconds=60)
"""How far the provider's clock may be from ours."""
LONGEST_SUBJECT = 255


class TokenWrong(Exception):
    """Not to be believed. The message names the check that failed, and nothing of what stood in the token."""


def key_id(token: str) -> tuple[str | None, str]:
    """Which key signed it, and how, as the token says.

    Raises:
        TokenWrong: no token, or a way of signing that we don't take.
    """
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError) as error:
        raise TokenWrong("no token") from error
    if header.get("alg") not in ALGORITHMS:
        raise TokenWrong("algorithm")
    kid = header.get("kid")
    return (kid if isinstance(kid, str) else None), header["alg"]


def read_id_token(token: str, key: Any, issuer: str, client_id: str, now: datetime) -> Mapping[str, Any]:
    """The claims of a token (OpenID Connect Core 3.1.3.7); the nonce is for the caller to compare.

    Args:
        key: the provider's public key, as `cryptography` knows it.

    Raises:
        TokenWrong: see there.
    """
    _, algorithm = key_id(token)
    options: Any = {  # the times are checked below, against our own clock
        "require": ["iss", "sub", "aud", "exp", "iat"], "verify_exp": False, "verify_iat": False, "verify_nbf": False,
    }  # fmt: skip
    try:
        claims = jwt.decode(token, key, algorithms=[algorithm], audience=client_id, issuer=issuer, options=options)
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise TokenWrong(type(error).__name__) from error
    audience = claims["aud"]
    if isinstance(audience, list) and len(audience) > 1 and claims.get("azp") != client_id:
        raise TokenWrong("azp")
    if claims.get("azp", client_id) != client_id:
        raise TokenWrong("azp")
    if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= LONGEST_SUBJECT:
        raise TokenWrong("sub")
    skew, moment = CLOCK_SKEW.total_seconds(), now.timestamp()
    if _number(claims["exp"]) + skew <= moment:
        raise TokenWrong("exp")
    if _number(claims["iat"]) - skew > moment:
        raise TokenWrong("iat")
    if _number(claims.get("nbf", 0)) - skew > moment:
        raise TokenWrong("nbf")
    return dict(claims)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TokenWrong("a time that is none")
    return float(value)
