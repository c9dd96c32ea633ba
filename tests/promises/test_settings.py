"""Every setting is documented where operators look, and a wrong one is said in one clear line."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from dichtbij.errors import SettingsError
from dichtbij.settings import ROOT, Settings, load_settings

SECRET = "a-secret-of-at-least-thirty-two-characters"
SECRETS = {"BOT_SECRET": SECRET, "SESSION_SECRET": SECRET, "LOGIN_TOKEN_SECRET": SECRET}


def example() -> dict[str, tuple[str, str]]:
    """What .env.example says: name → (default, description)."""
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    found = re.findall(r"^# (.+)\n([A-Z_]+)=(.*)$", text, flags=re.MULTILINE)
    return {name: (default, description) for description, name, default in found}


def declared() -> dict[str, tuple[str, str]]:
    """What the settings say, in the same form."""
    rows = {}
    for name, field in Settings.model_fields.items():
        default = field.default.get_secret_value() if isinstance(field.default, SecretStr) else field.default
        rows[name.upper()] = (
            str(default).lower() if isinstance(default, bool) else str(default),
            field.description or "",
        )
    return rows


def test_env_example_has_every_setting_with_its_default_and_meaning_and_no_other() -> None:
    assert example() == declared()
    assert all(description.endswith(".") for _, description in declared().values())


def test_env_example_can_be_used_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in declared():
        monkeypatch.delenv(name, raising=False)
    settings = Settings(_env_file=ROOT / ".env.example")
    assert settings == Settings(_env_file=None)


def test_a_copy_of_env_example_leaves_the_secrets_of_make_run_alone(bare: pytest.MonkeyPatch) -> None:
    Path("var").mkdir()
    Path("var/secrets.env").write_text(
        "".join(f"{name}={value}\n" for name, value in SECRETS.items()), encoding="utf-8"
    )
    Path(".env").write_text((ROOT / ".env.example").read_text(encoding="utf-8"), encoding="utf-8")
    load_settings().require_secrets()


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """No .env, no variables."""
    monkeypatch.chdir(tmp_path)
    for name in declared():
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "tachtig"), ("PORT", "70000"), ("PORT", "-1"), ("DEMO", "misschien"),
        ("LOG_LEVEL", "LUID"), ("LOG_FORMAT", "xml"), ("OPENING_HOURS", "soms"), ("BOT_TIMEOUT_SECONDS", "0"),
        ("DATABASE_URL", "mysql://x"), ("DATABASE_URL", "sqlite:///x"), ("DATABASE_URL", "geen adres"),
        ("RASA_URL", "localhost:5005"), ("ACTIONS_URL", "x"),
        ("TWILIO_ACCOUNT_SID", "SM1"), ("TWILIO_WHATSAPP_FROM", "0612000101"), ("TWILIO_SMS_FROM", "Zonneveld Energie"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named_in_one_line(bare: pytest.MonkeyPatch, name: str, value: str) -> None:
    bare.setenv(name, value)
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert str(refused.value).startswith(f"{name}: ")
    assert "\n" not in str(refused.value)


def test_two_wrong_values_are_both_named(bare: pytest.MonkeyPatch) -> None:
    bare.setenv("PORT", "x")
    bare.setenv("DEMO", "x")
    with pytest.raises(SettingsError, match=r"PORT: .*DEMO: "):
        load_settings()


@pytest.mark.parametrize("value", ["debug", "DEBUG", "Info", "WARNING", "error"])
def test_log_levels_may_be_written_as_one_likes(bare: pytest.MonkeyPatch, value: str) -> None:
    bare.setenv("LOG_LEVEL", value)
    assert load_settings().log_level == value


def test_missing_and_short_secrets_are_named_but_never_shown(bare: pytest.MonkeyPatch) -> None:
    bare.setenv("BOT_SECRET", SECRET)
    bare.setenv("SESSION_SECRET", "te-kort-geheim")
    with pytest.raises(SettingsError) as refused:
        load_settings().require_secrets()
    line = str(refused.value)
    assert line.startswith("SESSION_SECRET, LOGIN_TOKEN_SECRET: ")
    assert "te-kort-geheim" not in line
    assert SECRET not in repr(load_settings())


TWILIO = {
    "TWILIO_ACCOUNT_SID": f"AC{'0' * 32}",
    "TWILIO_AUTH_TOKEN": "een-token",
    "TWILIO_SMS_FROM": "+31970000001",
    "PUBLIC_URL": "https://loket.voorbeeld.nl",
}
WHATSAPP = {
    "WHATSAPP_PHONE_NUMBER_ID": "1",
    "WHATSAPP_ACCESS_TOKEN": "een-token",
    "WHATSAPP_APP_SECRET": "een-geheim",
    "WHATSAPP_VERIFY_TOKEN": "een-woord",
}


@pytest.mark.parametrize(
    ("provider", "left_out"),
    [(TWILIO, name) for name in TWILIO] + [(WHATSAPP, name) for name in WHATSAPP],
    ids=[*TWILIO, *WHATSAPP],
)
def test_half_a_provider_of_phone_messages_is_named(
    bare: pytest.MonkeyPatch, provider: dict[str, str], left_out: str
) -> None:
    for name, value in {**SECRETS, **provider}.items():
        bare.setenv(name, value)
    load_settings().require_secrets()
    bare.delenv(left_out)
    with pytest.raises(SettingsError) as refused:
        load_settings().require_secrets()
    line = str(refused.value)
    assert left_out in line.partition(":")[0]
    assert not any(other in line for other in provider if other != left_out)
    assert not any(value in line for value in provider.values() if len(value) > 1)


def test_one_secret_alone_is_half_a_provider_too(bare: pytest.MonkeyPatch) -> None:
    for name, value in {**SECRETS, "TWILIO_AUTH_TOKEN": "een-token"}.items():
        bare.setenv(name, value)
    with pytest.raises(SettingsError, match="TWILIO_ACCOUNT_SID, PUBLIC_URL, TWILIO_WHATSAPP_FROM or TWILIO_SMS_FROM"):
        load_settings().require_secrets()


def counter(tmp_path: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`python -m dichtbij` as an operator starts it, with nothing but these settings."""
    clean = {name: value for name, value in os.environ.items() if name not in declared()}
    return subprocess.run(
        [sys.executable, "-m", "dichtbij", *(arguments or ("counter",))],
        cwd=tmp_path,
        env={**clean, "PYTHONPATH": str(ROOT), "ORGANISATION_FILE": str(ROOT / "organisatie.yml"), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("environment", "line"),
    [
        ({"PORT": "tachtig", **SECRETS}, "dichtbij: PORT: "),
        ({}, "dichtbij: BOT_SECRET, SESSION_SECRET, LOGIN_TOKEN_SECRET: "),
        ({"ORGANISATION_FILE": "nergens.yml", **SECRETS}, "dichtbij: nergens.yml: "),
        ({"DATABASE_URL": "onzin", **SECRETS}, "dichtbij: DATABASE_URL: "),
    ],
    ids=["port", "secrets", "organisation", "database"],
)
def test_the_counter_does_not_start_and_says_why_in_one_line(
    tmp_path: Path, environment: dict[str, str], line: str
) -> None:
    done = counter(tmp_path, **environment)
    assert done.returncode == 2
    assert done.stderr.startswith(line)
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_a_port_in_use_is_said_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        done = counter(tmp_path, PORT=port, LOG_LEVEL="ERROR", **SECRETS)
    assert done.returncode == 2
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith(f"dichtbij: HOST=127.0.0.1 PORT={port}: ")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [("help",), ("onzin",), ("counter", "te", "veel")])
def test_a_wrong_command_shows_the_commands(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = counter(tmp_path, *arguments)
    assert done.returncode == 2
    assert "migrate" in done.stderr
