"""Addresses for browsers and operators: one shape for every error, safe headers, links that end, health."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from aiohttp import web

from dichtbij.app import build_counter
from dichtbij.customers.billing import Billing
from dichtbij.customers.documents import DocumentKind
from dichtbij.customers.model import UsagePeriod
from dichtbij.settings import Settings
from tests.policies import demo_policies
from tests.running_counter import SANNE, SECRETS, Running

Start = Callable[..., Awaitable[Running]]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nergens", 404),
        ("GET", "/desk/api/nergens", 404),
        ("GET", "/..%2f..%2fetc/passwd", 404),
        ("GET", "/assets/../../pyproject.toml", 404),
        ("DELETE", "/healthz", 405),
        ("GET", "/desk/api/login", 405),
        ("POST", "/desk/api/login", 400),
        ("POST", "/demo/api/login", 400),
        ("GET", "/desk/api/me", 401),
        ("GET", "/desk/api/cases", 401),
        ("POST", "/desk/api/cases/x/take", 401),
        ("GET", "/documenten/geen-token", 404),
    ],
)
async def test_every_error_has_the_same_shape(shared: Running, method: str, path: str, status: int) -> None:
    async with shared.http.request(method, path) as response:
        assert response.status == status
        error = (await response.json())["error"]
        assert set(error) == {"code", "message"}
        assert error["code"].islower()
        assert error["message"].endswith(".")
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert (status == 405) == ("Allow" in response.headers)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"geen json",
        b"[]",
        b"42",
        b'"x"',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"customer_number": []}',
        b'{"username": 1}',
    ],
    ids=lambda body: repr(body[:15]),
)
@pytest.mark.parametrize("path", ["/desk/api/login", "/demo/api/login"])
async def test_a_body_that_makes_no_sense_is_a_400(shared: Running, path: str, body: bytes) -> None:
    headers = {"Content-Type": "application/json; charset=onzin" if body == b"[]" else "application/json"}
    async with shared.http.post(path, data=body, headers=headers) as response:
        assert response.status == 400
        assert (await response.json())["error"]["code"] == "bad_request"


async def test_a_body_that_is_too_large_is_a_413(shared: Running) -> None:
    async with shared.http.post("/desk/api/login", data=b"x" * 300_000) as response:
        assert (response.status, (await response.json())["error"]["message"]) == (
            413,
            "Dit is te groot om te versturen.",
        )


async def test_what_we_did_not_expect_is_a_500_with_a_number_that_stands_in_the_log(
    shared: Running, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("iets geheims")

    monkeypatch.setattr(shared.parts.rooms.mailbox, "list", broken)
    async with shared.http.get("/demo/api/mails") as response:
        error = (await response.json())["error"]
    assert (response.status, error["code"]) == (500, "fault")
    number = error["message"].split("nummer ")[1].split()[0]
    assert "geheims" not in json.dumps(error)
    heard = capfd.readouterr()
    assert number in heard.out + heard.err


async def test_apis_are_not_kept_by_browsers(shared: Running) -> None:
    for path in ("/desk/api/me", "/demo/api/mails", "/demo/api/personas", "/documenten/x"):
        async with shared.http.get(path) as response:
            assert response.headers["Cache-Control"] == "no-store"


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    """Built pages, as far as the server looks at them."""
    folder = tmp_path / "dist"
    for name in ("desk.html", "demo/index.html", "demo/service.html", "demo/mijn.html", "demo/mailbox.html"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("<!doctype html><title>x</title>", encoding="utf-8")
    for name in ("widget.js", "desk.js", "desk.css", "assets/x.svg"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("", encoding="utf-8")
    return folder


async def test_pages_may_run_nothing_inline_and_load_nothing_from_elsewhere(start: Start, dist: Path) -> None:
    counter = await start(dist=dist)
    for path in ("/", "/service", "/mijn", "/demo/mailbox", "/desk", "/desk/"):
        async with counter.http.get(path) as response:
            assert (response.status, response.content_type) == (200, "text/html")
            policy = response.headers["Content-Security-Policy"]
            assert "default-src 'self'" in policy
            assert "unsafe" not in policy
            assert "frame-ancestors 'none'" in policy
            assert response.headers["X-Content-Type-Options"] == "nosniff"
    async with counter.http.get("/widget.js") as response:
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert response.headers["Cache-Control"] == "no-cache"


async def test_pages_that_were_not_built_say_how_to(start: Start, tmp_path: Path) -> None:
    counter = await start(dist=tmp_path / "leeg")
    async with counter.http.get("/widget.js") as response:
        assert response.status == 404
        assert "make build" in (await response.json())["error"]["message"]


async def test_healthy_and_ready(counter: Running) -> None:
    async with counter.http.get("/healthz") as response:
        assert (response.status, await response.json()) == (200, {"alive": True})
    async with counter.http.get("/readyz") as response:
        assert (response.status, await response.json()) == (200, {"ready": True, "database": True, "bot": True})
    counter.bot.ready = False
    async with counter.http.get("/readyz") as response:
        assert (response.status, await response.json()) == (503, {"ready": False, "database": True, "bot": False})


async def test_metrics_count_messages_and_name_nobody(counter: Running) -> None:
    widget = await counter.widget(login_token=counter.token(SANNE))
    await widget.say("Mijn nummer is 10482913")
    await widget.hears("Je zei")
    async with counter.http.get("/metrics") as response:
        text = await response.text()
    assert response.content_type == "text/plain"
    assert 'dichtbij_messages_total{channel="web",sender="customer"} 1.0' in text
    assert 'dichtbij_messages_total{channel="web",sender="bot"} 2.0' in text  # the welcome and the answer
    for name in ("dichtbij_turn_seconds_count", "dichtbij_cases_waiting", "dichtbij_agents_present"):
        assert name in text
    for personal in (SANNE, "Sanne", widget.conversation_id, widget.session_id):
        assert personal not in text


async def _link(counter: Running, kind: DocumentKind) -> str:
    """A link as an action makes it, for Sanne's last invoice or her usage."""
    customer = await counter.parts.identification.customer_of_login(counter.token(SANNE))
    assert customer is not None
    invoice = (await Billing(counter.parts.database, counter.clock, demo_policies()).invoices(customer))[0]
    ref = invoice.number if kind is DocumentKind.FACTUUR else UsagePeriod.JAAR.value
    return counter.parts.rooms.documents.link(customer, kind, ref)


@pytest.mark.parametrize(
    ("kind", "content_type", "begins", "disposition"),
    [
        (DocumentKind.FACTUUR, "application/pdf", b"%PDF", "attachment"),
        (DocumentKind.VERBRUIK, "image/png", b"\x89PNG", "inline"),
    ],
)
async def test_a_link_opens_its_document_and_only_while_it_lasts(
    counter: Running, kind: DocumentKind, content_type: str, begins: bytes, disposition: str
) -> None:
    path = await _link(counter, kind)
    async with counter.http.get(path) as response:
        assert (response.status, response.content_type) == (200, content_type)
        assert (await response.read()).startswith(begins)
        assert response.headers["Content-Disposition"].startswith(disposition)
        assert response.headers["Cache-Control"] == "no-store"
    for altered in (path[:-2] + "AA", path.replace(".", "", 1), path + "x"):
        async with counter.http.get(altered) as response:
            assert (response.status, (await response.json())["error"]["code"]) == (404, "link_over")
    counter.clock.forward(minutes=31)
    async with counter.http.get(path) as response:
        assert (response.status, (await response.json())["error"]["code"]) == (404, "link_over")


async def test_the_demo_lists_its_customers_and_logs_one_in(shared: Running) -> None:
    async with shared.http.get("/demo/api/personas") as response:
        personas = await response.json()
    assert len(personas) >= 12
    assert {"customer_number", "name", "postcode", "story"} == set(personas[0])
    async with shared.http.post("/demo/api/login", json={"customer_number": SANNE}) as response:
        token = (await response.json())["login_token"]
    assert (await shared.widget(login_token=token)).all("session")[-1]["level"] == 2
    async with shared.http.post("/demo/api/login", json={"customer_number": "00000000"}) as response:
        assert response.status == 404


async def test_without_the_demo_there_is_no_demo(start: Start, dist: Path) -> None:
    counter = await start(demo=False, dist=dist)
    for path in ("/", "/mijn", "/demo/mailbox", "/demo/api/mails", "/demo/api/personas"):
        async with counter.http.get(path) as response:
            assert response.status == 404
    async with counter.http.post("/demo/api/login", json={"customer_number": SANNE}) as response:
        assert response.status == 404
    async with counter.http.get("/desk") as response:
        assert response.status == 200


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [(None, True), ("own", True), ("https://www.duinlicht.example", True), ("https://elders.example", False)],
)
async def test_only_named_sites_and_our_own_pages_may_open_a_socket(
    start: Start, origin: str | None, allowed: bool
) -> None:
    counter = await start(allowed_origins="https://www.duinlicht.example, https://mijn.duinlicht.example")
    headers = {"Origin": counter.url if origin == "own" else origin} if origin else {}
    async with counter.http.get("/socket.io/?EIO=4&transport=polling", headers=headers) as response:
        assert response.status == (200 if allowed else 400)


async def test_without_named_sites_only_our_own_pages_may(shared: Running) -> None:
    for origin, status in ((shared.url, 200), ("https://elders.example", 400)):
        async with shared.http.get("/socket.io/?EIO=4&transport=polling", headers={"Origin": origin}) as response:
            assert response.status == status


def test_the_application_is_an_aiohttp_application(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, database_url=f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", **SECRETS)
    assert isinstance(build_counter(settings), web.Application)
