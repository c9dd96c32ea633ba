"""The database is gone or too slow, at any moment: an honest word, the offer of a human, and nothing half stored."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from dichtbij.errors import DatabaseUnavailable
from dichtbij.settings import ROOT
from tests.actions.form_answers import CUSTOMERS, DEFAULT_CUSTOMER, Journey

DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
ACTIONS = sorted(name for name in DOMAIN["actions"] if name.startswith("action_") and name != "action_session_start")
FORMS = sorted(name.removesuffix("_form") for name in DOMAIN["forms"] if name != "identificatie_form")
FAULTS = [DatabaseUnavailable("the database did not answer"), TimeoutError("too slow")]
HONEST = "Sorry, ik kan dit nu niet opzoeken. Er is niets gewijzigd."


class Broken:
    """A service behind which everything fails."""

    def __init__(self, fault: Exception) -> None:
        self._fault = fault

    def __getattr__(self, name: str) -> Any:
        def fails(*_: Any, **__: Any) -> Any:
            raise self._fault

        return fails


@pytest.fixture
def breaks(services: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """`breaks(fault)` breaks every service; `breaks(fault, but=("profiles",))` leaves some."""

    def now(fault: Exception, but: tuple[str, ...] = ()) -> None:
        whole = ("clock", "organisation", "texts", "policies", *but)
        gone = {field.name: Broken(fault) for field in fields(services) if field.name not in whole}
        monkeypatch.setattr("actions.conversation.services", lambda: replace(services, **gone))

    return now


def rows(folder: Path) -> dict[str, list[Any]]:
    """Everything the database holds."""
    with closing(sqlite3.connect(folder / "own.db")) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
@pytest.mark.parametrize("action", ACTIONS)
async def test_no_action_is_silent_when_the_database_is_gone(
    action: str, fault: Exception, run: Any, breaks: Callable[..., None]
) -> None:
    breaks(fault)
    said = await run(action, text="hoe zit dat")
    assert said.names == ["utter_actie_mislukt"]
    assert HONEST in said.text
    assert said.slots["aanbod"] == "action_overdragen", "ja means: a human please"


@pytest.mark.parametrize("intent", FORMS)
async def test_a_form_that_cannot_begin_says_so_and_is_closed(
    intent: str, talk: Any, domain: dict[str, Any], breaks: Callable[..., None]
) -> None:
    journey = Journey(await talk(intent, customer=CUSTOMERS.get(intent, DEFAULT_CUSTOMER)), intent, domain)
    breaks(DatabaseUnavailable("gone"))
    said = await journey.open()
    assert said.names == ["utter_actie_mislukt"]
    assert not journey.is_open
    assert journey.bot.slots["aanbod"] == "action_overdragen"


@pytest.mark.parametrize("intent", FORMS)
async def test_a_form_whose_service_fails_at_the_yes_stores_nothing_and_says_so(
    intent: str, talk: Any, services: Any, domain: dict[str, Any], breaks: Callable[..., None], tmp_path: Path
) -> None:
    number = CUSTOMERS.get(intent, DEFAULT_CUSTOMER)
    journey = Journey(await talk(intent, customer=number), intent, domain)
    if intent == "meterstand_doorgeven":
        registers = await services.meters.registers(await services.profiles.by_number(number))
        journey.answers["meterstand"] = ", ".join(f"{r.label} {int(r.expected_today) + 1}" for r in registers)
    if not await journey.reach_confirmation():
        return  # a complex question ends at a human, without a yes
    before = rows(tmp_path)
    breaks(DatabaseUnavailable("gone"), but=("identification", "profiles"))
    said = await journey.bot.say("ja")
    assert said.names == ["utter_actie_mislukt"]
    assert "niets gewijzigd" in said.text.lower()
    assert not journey.is_open
    assert journey.bot.slots["aanbod"] == "action_overdragen"
    assert all(journey.bot.slots.get(slot) is None for slot in domain["forms"][f"{intent}_form"]["required_slots"])
    assert rows(tmp_path) == before, "nothing half stored"
