"""Logging in at the organisation's own provider, against a real one that keeps to the rules, and against wrong ones."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import jwt
import pytest
import pytest_asyncio

from dichtbij.errors import SettingsError
from dichtbij.handoff.accounts import Account, Wanted
from dichtbij.handoff.model import AgentId
from tests.oidc_provider import CLIENT, EMAIL, SECRET, Provider, new_key, provider
from tests.running_counter import Running, Time

Start = Callable[..., Awaitable[Running]]


@pytest_asyncio.fixture
async def idp(clock: Time) -> AsyncIterator[Provider]:
    async with provider(clock) as one:
        yield one


@pytest_asyncio.fixture
async def counter(start: Start, idp: Provider) -> Running:
    """A counter whose agents log in at the provider; Samira has an account without a password."""
    return await _started(start, idp)


async def _started(start: Start, idp: Provider, **more: Any) -> Running:
    settings = {"oidc_issuer": idp.url, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET, **more}
    counter = await start(**settings)
    idp.redirect_uri = f"{counter.url}/desk/api/login/oidc/back"
    await _account(counter, "Samira", EMAIL)
    return counter


async def _account(counter: Running, name: str, username: str) -> Account:
    made = await counter.parts.accounts.add(Wanted(name=name, username=username))
    assert isinstance(made, Account)
    return made


class Browser:
    """Goes where it is sent, with cookies, and remembers the way."""

    def __init__(self, counter: Running) -> None:
        self.counter = counter
        self.http = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))

    async def __aenter__(self) -> Browser:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.http.close()

    async def go(self, url: str) -> str:
        """Where this address sends it; "" when it stays."""
        async with self.http.get(url, allow_redirects=False) as response:
            self.status = response.status
            return response.headers.get("Location", "")

    async def leave(self) -> str:
        """To the provider; gives the address of its log-in page."""
        location = await self.go(f"{self.counter.url}/desk/api/login/oidc")
        assert self.status == 302, location
        return location

    async def log_in(self) -> str:
        """The whole way; gives where it ends."""
        back = await self.go(await self.leave())
        return await self.go(back)

    async def me(self) -> tuple[int, Any]:
        async with self.http.get(f"{self.counter.url}/desk/api/me") as response:
            return response.status, await response.json()


async def _way(counter: Running) -> str:
    async with Browser(counter) as browser:
        end = await browser.log_in()
        assert (await browser.me())[0] == (200 if end == "/desk" else 401)
        return end


async def _told(counter: Running) -> str:
    end = await _way(counter)
    return parse_qs(urlsplit(end).query).get("inloggen", ["binnen"])[0]


async def test_an_agent_comes_in_through_the_organisations_own_log_in(counter: Running) -> None:
    async with Browser(counter) as browser:
        status, body = await browser.me()
        assert (status, body["login"]) == (401, {"oidc": True})
        assert await browser.log_in() == "/desk"
        status, body = await browser.me()
        assert (status, body["agent"]["name"], body["login"]) == (200, "Samira", {"oidc": True})
        headers = {"X-CSRF": body["csrf"]}
        async with browser.http.post(f"{counter.url}/desk/api/logout", headers=headers) as response:
            assert response.status == 200
        assert (await browser.me())[0] == 401
    entries = await counter.parts.audit.entries()
    assert [(one.agent_name, one.action) for one in entries] == [("Samira", "uitloggen"), ("Samira", "inloggen")]


async def test_without_a_provider_there_is_no_such_address(start: Start) -> None:
    counter = await start()
    async with counter.http.get("/desk/api/login/oidc") as response:
        assert response.status == 404
    async with counter.http.get("/desk/api/me") as response:
        assert (await response.json())["login"] == {"oidc": False}


async def test_what_goes_along_is_new_each_time_and_the_proof_stays_here(counter: Running) -> None:
    async with Browser(counter) as browser:
        one, two = urlsplit(await browser.leave()), urlsplit(await browser.leave())
    first, second = parse_qs(one.query), parse_qs(two.query)
    assert first["tenant"] == ["1"], "what stood in the provider's address stays"
    assert first["redirect_uri"] == [f"{counter.url}/desk/api/login/oidc/back"]
    for name in ("state", "nonce", "code_challenge"):
        assert first[name] != second[name]
    assert SECRET not in one.query
    assert "code_verifier" not in first


async def test_the_cookies_are_out_of_reach_of_scripts_and_go_nowhere_else(start: Start, idp: Provider) -> None:
    counter = await _started(start, idp, public_url="https://chat.duinlicht.example")
    url = f"http://127.0.0.1:{counter.parts.settings.port}/desk/api/login/oidc"
    async with aiohttp.ClientSession() as http, http.get(url, allow_redirects=False) as response:
        way = response.cookies["dichtbij_oidc"]
        assert "chat.duinlicht.example" in response.headers["Location"]
    assert (way["httponly"], way["secure"], way["samesite"], way["path"]) == (True, True, "Lax", "/desk/api/login/oidc")
    assert 0 < int(way["max-age"]) <= 600


async def test_it_stays_the_same_person_under_another_address(counter: Running, idp: Provider) -> None:
    assert await _told(counter) == "binnen"
    idp.person = {"sub": "u-1", "email": "samira.nieuw@duinlicht.example", "email_verified": True}
    assert await _told(counter) == "binnen"


async def test_nobody_takes_over_an_account_by_taking_its_address(counter: Running, idp: Provider) -> None:
    assert await _told(counter) == "binnen"
    idp.person = {"sub": "u-2", "email": EMAIL, "email_verified": True}
    assert await _told(counter) == "geen_account"


async def test_an_address_that_was_not_verified_binds_nothing(counter: Running, idp: Provider) -> None:
    for verified in (False, None, "true", 1):
        idp.person["email_verified"] = verified
        assert await _told(counter) == "geen_account"


async def test_who_has_no_account_gets_none(counter: Running, idp: Provider) -> None:
    idp.person = {"sub": "u-9", "email": "iemand@elders.example", "email_verified": True}
    assert await _told(counter) == "geen_account"
    assert "iemand@elders.example" not in [one.agent.username for one in await counter.parts.accounts.all()]
    [entry] = await counter.parts.audit.entries()
    assert (entry.agent_name, entry.action) == ("onbekend", "inloggen_mislukt")


async def test_a_disabled_account_stays_out(counter: Running) -> None:
    assert await _told(counter) == "binnen"
    account = await counter.parts.accounts.named(EMAIL)
    assert account is not None
    await counter.parts.accounts.change(account.agent.id, Wanted(active=False))
    assert await _told(counter) == "geen_account"


async def test_after_unbinding_another_log_in_may_be_bound(counter: Running, idp: Provider) -> None:
    assert await _told(counter) == "binnen"
    account = await counter.parts.accounts.named(EMAIL)
    assert account is not None
    assert account.bound
    await counter.parts.accounts.change(AgentId(account.agent.id), Wanted(unbind=True))
    idp.person["sub"] = "u-2"
    assert await _told(counter) == "binnen"


async def test_another_claim_may_name_the_account(start: Start, idp: Provider) -> None:
    counter = await _started(start, idp, oidc_account_claim="preferred_username")
    await _account(counter, "Mo", "mo.vdberg")
    idp.person = {"sub": "u-3", "email": EMAIL, "email_verified": True, "preferred_username": "Mo.vdBerg"}
    async with Browser(counter) as browser:
        assert await browser.log_in() == "/desk"
        assert (await browser.me())[1]["agent"]["name"] == "Mo"


@pytest.mark.parametrize("name", ["mo.vdberg\u200b", "mo.\u202evdberg", "mo.vdberg" + "x" * 60])
async def test_a_name_that_only_looks_like_an_account_binds_none(start: Start, idp: Provider, name: str) -> None:
    counter = await _started(start, idp, oidc_account_claim="preferred_username")
    await _account(counter, "Mo", name[:64] if len(name) > 64 else "mo.vdberg")
    idp.person = {"sub": "u-4", "email": EMAIL, "email_verified": True, "preferred_username": name}
    async with Browser(counter) as browser:
        assert await browser.log_in() != "/desk"


async def test_a_claim_that_only_userinfo_tells_is_asked_for_there(counter: Running, idp: Provider) -> None:
    idp.in_userinfo = ("email", "email_verified")
    assert await _told(counter) == "binnen"
    assert "/userinfo" in idp.asked


async def test_userinfo_of_somebody_else_does_not_count(counter: Running, idp: Provider) -> None:
    idp.in_userinfo = ("email", "email_verified")
    idp.userinfo = {"sub": "u-2"}
    assert await _told(counter) == "mislukt"


@pytest.mark.parametrize("methods", [["client_secret_post"], ["client_secret_basic", "client_secret_post"], None])
async def test_the_secret_goes_as_the_provider_takes_it(counter: Running, idp: Provider, methods: Any) -> None:
    idp.discovery = {"token_endpoint_auth_methods_supported": methods}
    assert await _told(counter) == "binnen"


async def test_a_public_client_has_no_secret(start: Start, idp: Provider) -> None:
    idp.public_client = True
    assert await _told(await _started(start, idp, oidc_client_secret="")) == "binnen"


async def test_a_wrong_secret_leads_nowhere(start: Start, idp: Provider) -> None:
    assert await _told(await _started(start, idp, oidc_client_secret="mis")) == "mislukt"


# -- the way there and back -----------------------------------------------------------------------------------------


async def test_who_says_no_at_the_provider_is_back_at_the_door(counter: Running, idp: Provider) -> None:
    idp.person = {}
    assert await _told(counter) == "geannuleerd"


async def test_an_answer_for_another_browser_counts_nowhere(counter: Running) -> None:
    """What is sent to a victim: the way back of somebody else's log-in."""
    async with Browser(counter) as attacker, Browser(counter) as victim:
        back = await attacker.go(await attacker.leave())
        assert (await victim.go(back)).endswith("inloggen=verlopen")
        await victim.leave()
        assert (await victim.go(back)).endswith("inloggen=verlopen")
        assert (await victim.me())[0] == 401


async def test_a_way_back_works_once(counter: Running, idp: Provider) -> None:
    async with Browser(counter) as browser:
        location = await browser.leave()
        jar = browser.http.cookie_jar.filter_cookies(aiohttp.client.URL(f"{counter.url}/desk/api/login/oidc/back"))
        way = jar["dichtbij_oidc"].value
        back = await browser.go(location)
        assert await browser.go(back) == "/desk"
        assert (await browser.go(back)).endswith("inloggen=verlopen"), "the cookie is gone"
        browser.http.cookie_jar.clear()
        async with browser.http.get(
            back, headers={"Cookie": f"dichtbij_oidc={way}"}, allow_redirects=False
        ) as response:
            assert response.headers["Location"].endswith("inloggen=mislukt"), "and the code is too"


async def test_who_takes_too_long_begins_again(counter: Running) -> None:
    async with Browser(counter) as browser:
        back = await browser.go(await browser.leave())
        counter.clock.forward(minutes=10)
        assert (await browser.go(back)).endswith("inloggen=verlopen")


@pytest.mark.parametrize(
    "query",
    ["", "code=x", "state=x", "code=x&state=", "code=%00&state=%ff", "error=access_denied", "state=%E2%82%AC&code=1"],
)
async def test_a_way_back_that_nobody_left_on_leads_nowhere(counter: Running, query: str) -> None:
    for cookie in ("", "dichtbij_oidc=", "dichtbij_oidc=x.y.z", "dichtbij_oidc=" + "x" * 3000):
        url = f"/desk/api/login/oidc/back?{query}"
        async with counter.http.get(url, headers={"Cookie": cookie}, allow_redirects=False) as response:
            assert (response.status, response.headers["Location"]) == (303, "/desk?inloggen=verlopen")


async def test_a_way_that_we_did_not_sign_is_none(counter: Running) -> None:
    until = int(counter.clock().timestamp()) + 60
    way = {"state": "s", "nonce": "n", "verifier": "v", "until": until}
    for forged in (jwt.encode(way, "x" * 32, "HS256"), jwt.encode(way, None, "none")):
        headers = {"Cookie": f"dichtbij_oidc={forged}"}
        url = "/desk/api/login/oidc/back?state=s&code=c"
        async with counter.http.get(url, headers=headers, allow_redirects=False) as response:
            assert response.headers["Location"] == "/desk?inloggen=verlopen"


async def test_an_answer_in_the_name_of_another_provider_is_refused_before_the_code_is_used(
    counter: Running, idp: Provider
) -> None:
    idp.answer = {"iss": "https://elders.example"}
    assert await _told(counter) == "mislukt"
    assert "/token" not in idp.asked


# -- tokens ---------------------------------------------------------------------------------------------------------


async def test_a_token_that_is_not_for_this_log_in_is_not_believed(counter: Running, idp: Provider) -> None:
    """What else can be wrong with a token: tests/unit/handoff/test_id_token.py."""
    now = int(counter.clock().timestamp())
    for wrong in ({"nonce": "een andere"}, {"nonce": None}, {"aud": "een ander"}, {"iss": "x"}, {"exp": now - 61}):
        idp.claims = wrong
        assert await _told(counter) == "mislukt", wrong
    idp.claims = {}
    header = {"kid": idp.kid}
    idp.sign = lambda claims: jwt.encode(claims, new_key(), "RS256", headers=header)
    assert await _told(counter) == "mislukt"
    idp.sign = lambda claims: "geen token"
    assert await _told(counter) == "mislukt"
    idp.sign = None
    assert await _told(counter) == "binnen"


async def test_a_new_key_of_the_provider_is_found_without_a_restart(counter: Running, idp: Provider) -> None:
    assert await _told(counter) == "binnen"
    idp.rotate()
    counter.clock.forward(seconds=31)
    assert await _told(counter) == "binnen"


async def test_tokens_with_unknown_keys_do_not_make_us_ask_for_keys_without_end(
    counter: Running, idp: Provider
) -> None:
    assert await _told(counter) == "binnen"
    idp.headers = {"kid": "verzonnen"}
    for _ in range(5):
        assert await _told(counter) == "mislukt"
    assert idp.asked.count("/keys") == 1


async def test_a_token_that_names_no_key_is_checked_with_the_only_one_that_fits(
    counter: Running, idp: Provider
) -> None:
    idp.headers = {"kid": None}
    idp.sign = lambda claims: jwt.encode(claims, idp.key, "RS256")
    assert await _told(counter) == "binnen"


async def test_half_of_the_settings_is_said_so_at_the_start(start: Start) -> None:
    with pytest.raises(SettingsError, match="OIDC_CLIENT_ID"):
        await start(oidc_issuer="https://inloggen.example")
    with pytest.raises(ValueError, match="oidc_issuer"):
        await start(oidc_issuer="http://inloggen.example", oidc_client_id="x")


# -- a provider in trouble ------------------------------------------------------------------------------------------


async def test_a_provider_that_is_down_is_said_so_and_passwords_still_work(counter: Running, idp: Provider) -> None:
    idp.down = True
    async with Browser(counter) as browser:
        assert await browser.go(f"{counter.url}/desk/api/login/oidc") == "/desk?inloggen=storing"
        idp.down = False
        back = await browser.go(await browser.leave())
        idp.down = True
        assert await browser.go(back) == "/desk?inloggen=storing"
    assert (await (await counter.agent()).get("/desk/api/me"))[0] == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"issuer": "https://elders.example"}, {"issuer": None}, {"token_endpoint": None},
        {"token_endpoint": "http://elders.example/token"}, {"jwks_uri": 7}, {"authorization_endpoint": "javascript:x"},
    ],
    ids=str,
)  # fmt: skip
async def test_a_discovery_document_that_is_wrong_is_not_used(counter: Running, idp: Provider, wrong: Any) -> None:
    idp.discovery = wrong
    async with Browser(counter) as browser:
        assert await browser.go(f"{counter.url}/desk/api/login/oidc") == "/desk?inloggen=storing"


async def test_two_processes_share_a_log_in(start: Start, idp: Provider) -> None:
    one = await _started(start, idp)
    two = await start(oidc_issuer=idp.url, oidc_client_id=CLIENT, oidc_client_secret=SECRET, public_url=one.url)
    async with Browser(one) as browser:
        back = await browser.go(await browser.leave())
        other = f"http://127.0.0.1:{two.parts.settings.port}"
        assert await browser.go(back.replace(one.url, other)) == "/desk"
