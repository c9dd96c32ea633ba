"""An ID token is believed when the provider signed it, for us, now: OpenID Connect Core 3.1.3.7."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from dichtbij.handoff.id_token import TokenWrong, key_id, read_id_token

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=timezone.utc)
ISSUER, CLIENT, SECONDS = "https://inloggen.example", "dichtbij", int(NOW.timestamp())
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CLAIMS = {"iss": ISSUER, "sub": "u-1", "aud": CLIENT, "iat": SECONDS, "exp": SECONDS + 300, "nonce": "n"}


def read(token: str, key: Any = None) -> Any:
    return read_id_token(token, key or KEY.public_key(), ISSUER, CLIENT, NOW)


def signed(**over: Any) -> str:
    claims = {name: value for name, value in {**CLAIMS, **over}.items() if value is not None}
    if not isinstance(claims.get("iss", ""), str) or not isinstance(claims.get("sub", ""), str):
        # PyJWT itself refuses to make such a token.
        return jwt.api_jws.encode(json.dumps(claims).encode(), KEY, "RS256")
    return jwt.encode(claims, KEY, "RS256")


def test_a_good_token_says_who_it_is() -> None:
    assert read(signed()) == CLAIMS
    assert read(signed(aud=[CLIENT]))["sub"] == "u-1"
    assert read(signed(aud=[CLIENT, "een ander"], azp=CLIENT))["sub"] == "u-1"
    assert read(signed(sub="x" * 255))["sub"] == "x" * 255


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://elders.example"}, {"iss": f"{ISSUER}/"}, {"iss": None}, {"iss": 7},
        {"aud": "een ander"}, {"aud": ["een ander"]}, {"aud": []}, {"aud": None}, {"aud": 7}, {"aud": CLIENT.upper()},
        {"aud": [CLIENT, "een ander"]}, {"aud": [CLIENT, "een ander"], "azp": "een ander"}, {"azp": "een ander"},
        {"sub": ""}, {"sub": "x" * 256}, {"sub": None}, {"sub": 1},
        {"exp": None}, {"exp": "later"}, {"exp": True}, {"exp": SECONDS - 60}, {"exp": 0},
        {"iat": None}, {"iat": "eerder"}, {"iat": SECONDS + 61}, {"nbf": SECONDS + 61}, {"nbf": "later"},
    ],
    ids=str,
)  # fmt: skip
def test_a_token_for_another_or_another_time_is_not_believed(wrong: dict[str, Any]) -> None:
    with pytest.raises(TokenWrong) as refused:
        read(signed(**wrong))
    assert "elders" not in str(refused.value)


@pytest.mark.parametrize("right", [{"exp": SECONDS - 59}, {"iat": SECONDS + 60}, {"nbf": SECONDS + 60}], ids=str)
def test_a_clock_that_is_a_little_off_is_no_reason(right: dict[str, Any]) -> None:
    assert read(signed(**right))["sub"] == "u-1"


def test_only_the_providers_own_key_counts() -> None:
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    with pytest.raises(TokenWrong):
        read(jwt.encode(CLAIMS, other, "RS256"))
    head, _, tail = signed().rpartition(".")
    with pytest.raises(TokenWrong):
        read(f"{head}.{tail[::-1]}")
    with pytest.raises(TokenWrong):
        read(f"{head}.")


@pytest.mark.parametrize("algorithm", ["none", "HS256", "HS512"])
def test_what_anybody_can_sign_is_not_believed(algorithm: str) -> None:
    token = jwt.encode(CLAIMS, None if algorithm == "none" else "x" * 64, algorithm)
    for refuse in (key_id, read):
        with pytest.raises(TokenWrong):
            refuse(token)


@pytest.mark.parametrize("token", ["", "x", "a.b.c", ".", "..", "é.é.é", "\x00", "e30.e30.e30"])
def test_what_is_no_token_is_not_believed(token: str) -> None:
    for refuse in (key_id, read):
        with pytest.raises(TokenWrong):
            refuse(token)


def test_other_signatures_that_only_the_provider_can_make_are_fine() -> None:
    elliptic, edwards = ec.generate_private_key(ec.SECP256R1()), ed25519.Ed25519PrivateKey.generate()
    assert read(jwt.encode(CLAIMS, KEY, "PS384"))["sub"] == "u-1"
    assert read(jwt.encode(CLAIMS, elliptic, "ES256"), elliptic.public_key())["sub"] == "u-1"
    assert read(jwt.encode(CLAIMS, edwards, "EdDSA"), edwards.public_key())["sub"] == "u-1"
    with pytest.raises(TokenWrong):
        read(jwt.encode(CLAIMS, elliptic, "ES256"))  # against a key of another kind


def test_the_key_is_named_by_the_token() -> None:
    assert key_id(jwt.encode(CLAIMS, KEY, "RS256", headers={"kid": "k-1"})) == ("k-1", "RS256")
    assert key_id(signed()) == (None, "RS256")
