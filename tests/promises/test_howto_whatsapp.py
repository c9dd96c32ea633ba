"""docs/howto/whatsapp.md names what is there: settings, addresses, fields, templates, and what a code does."""

from __future__ import annotations

import re
from datetime import datetime, timezone

import pytest
import yaml

from dichtbij.channels.whatsapp.cloud import incoming
from dichtbij.channels.whatsapp.cloud.errors import fate_of
from dichtbij.channels.whatsapp.model import Fate
from dichtbij.channels.whatsapp.routes import MAX_BODY, WHATSAPP
from dichtbij.settings import ROOT, Settings

PAGE = (ROOT / "docs" / "howto" / "whatsapp.md").read_text(encoding="utf-8")
NOW = datetime(2026, 11, 23, tzinfo=timezone.utc)


def rows(heading: str) -> list[list[str]]:
    """The cells of the table under a heading, without its head."""
    lines = [line for line in PAGE.split(heading)[1].split("\n## ")[0].splitlines() if line.lstrip().startswith("|")]
    return [[cell.strip() for cell in line.strip().strip("|").split(" | ")] for line in lines[2:]]


def test_every_setting_of_whatsapp_is_told_and_exists() -> None:
    told = set(re.findall(r"\bWHATSAPP_[A-Z_]+\b", PAGE)) - {"WHATSAPP_BUSINESS_ACCOUNT_ID"}
    assert told == {name.upper() for name in Settings.model_fields if name.startswith("whatsapp_")}


def test_the_address_and_the_size_are_those_of_the_counter() -> None:
    assert f"https://YOUR-COUNTER{WHATSAPP}`" in PAGE
    assert f"bodies of {MAX_BODY // 1024**2} MB" in PAGE
    assert f"`GET {WHATSAPP}`" in (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")
    version = Settings.model_fields["whatsapp_graph_url"].default
    assert set(re.findall(r"https://graph\.facebook\.com/v[\d.]+", PAGE)) == {version}


@pytest.mark.parametrize("field", ["messages", "calls", "user_id_update", "account_update"])
def test_the_fields_to_subscribe_to_are_those_that_are_read(field: str) -> None:
    one = {"id": "wamid.1", "from": "31612345678", "timestamp": "1", "type": "text", "text": {"body": "hallo"}}
    value = {field: [one], "messages": [one], "calls": [one], "metadata": {"phone_number_id": "1"}}
    found = incoming.arrivals({"entry": [{"changes": [{"field": field, "value": value}]}]}, "1", NOW)
    told = {cells[0].strip("`") for cells in rows("**subscribe** to these fields")}
    assert (field in told) == bool(found)


def test_every_template_has_its_name_on_the_page() -> None:
    file = yaml.safe_load((ROOT / "data" / "whatsapp" / "templates.yml").read_text(encoding="utf-8"))
    names = {one[form]["naam"]: len(one["waarden"]) for one in file.values() for form in ("je", "u")}
    told = {
        name: len(re.findall(r"\b\d ", cells[1]))
        for cells in rows("## 4.")
        for name in re.findall(r"`(\w+)`", cells[0])
    }
    assert told == names


def test_what_it_says_of_a_code_is_what_happens() -> None:
    alarms: set[int] = set()
    others: set[int] = set()
    for what, *_ in rows("## What goes wrong"):
        for code in re.findall(r"\b\d{2,6}\b", what.split(" with subcode")[0].replace("–", " ")):
            if re.match(r"\d", what) and not what.startswith("401"):
                (alarms if "alarm" in what else others).add(int(code))
    assert {190, 131042, 133010} <= alarms
    assert {131030, 131047} <= others
    assert {code for code in alarms - {100} if fate_of(code) is not Fate.ALARM} == set()
    assert fate_of(100, 400, 33) is Fate.ALARM
    assert {code for code in others if fate_of(code) is Fate.ALARM} == set()


def test_every_link_leads_to_a_file() -> None:
    for link in re.findall(r"\]\((\.\.?/[^)#]+|[\w-]+\.md)", PAGE):
        assert (ROOT / "docs" / "howto" / link).exists(), link
