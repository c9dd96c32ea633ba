"""The token with which the organisation's own site says who is logged in (JWT, HS256).

Claims: `sub` the customer number, `iat`, `exp` (at most 10 minutes after iat), `jti` a different one each time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

import jwt

from dichtbij.customers.model import TokenProblem

LONGEST_LIFE = timedelta(minutes=10)
CLOCK_SKEW = timedelta(seconds=60)
"""How far the site's clock may be ahead of ours."""
REQUIRED = ("sub", "iat", "exp", "jti")


@dataclass(frozen=True)
class LoginClaims:
    """What a good token says."""

    customer_number: str
    token_id: str
    expires_at: datetime


def read_login_token(token: str, secret: str, now: datetime) -> LoginClaims | TokenProblem:
    """Check signature and times of a token. Whether it was used before is for the caller to see."""
    try:
        # The times are checked below, against our own clock.
        options: Any = {"require": list(REQUIRED), "verify_exp": False, "verify_iat": False, "verify_nbf": False}
        claims = jwt.decode(token, secret, algorithms=["HS256"], options=options)
        issued, expires = _moment(claims["iat"]), _moment(claims["exp"])
    except (jwt.PyJWTError, ValueError, OverflowError, OSError):
        return TokenProblem.ONGELDIG
    number, token_id = claims["sub"], claims["jti"]
    if not (isinstance(number, str) and isinstance(token_id, str) and number and token_id):
        return TokenProblem.ONGELDIG
    if issued > now + CLOCK_SKEW:
        return TokenProblem.ONGELDIG
    if expires - issued > LONGEST_LIFE:
        return TokenProblem.TE_LANG_GELDIG
    if expires <= now:
        return TokenProblem.VERLOPEN
    return LoginClaims(number, token_id, expires)


def sign_login_token(customer_number: str, secret: str, now: datetime, token_id: str, life: timedelta) -> str:
    """What the organisation's site does; the demo site and tests do it with this."""
    claims = {
        "sub": customer_number,
        "iat": int(now.timestamp()),
        "exp": int((now + life).timestamp()),
        "jti": token_id,
    }
    return jwt.encode(claims, secret, algorithm="HS256")


def _moment(value: object) -> datetime:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError("not a moment")
    return datetime.fromtimestamp(value, timezone.utc)
