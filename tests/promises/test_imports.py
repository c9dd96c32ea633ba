"""Which room may know which: `.importlinter` holds the rules; here they are kept, and leave nothing out."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path

import pytest

from dichtbij.settings import ROOT

PACKAGE = ROOT / "dichtbij"
SOCKETS = ("dichtbij/app.py", "dichtbij/channels/web/routes.py", "dichtbij/desk/live.py", "dichtbij/desk/sockets.py")
PURE_PARTS = ("channels/web/frames.py", "channels/web/limits.py", "channels/web/rasa.py", "channels/web/sessions.py")
OUTSIDE = {"aiohttp", "aiosmtplib", "rasa", "rasa_sdk", "socketio", "sqlalchemy", "structlog"}


def imports(file: Path) -> Iterator[str]:
    """Every module a file imports, also inside functions."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module


def files() -> list[Path]:
    return [file for folder in (PACKAGE, ROOT / "actions") for file in sorted(folder.rglob("*.py"))]


def rules() -> ConfigParser:
    parser = ConfigParser()
    parser.read(ROOT / ".importlinter", encoding="utf-8")
    return parser


def test_every_rule_of_importlinter_is_kept() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False, env={**os.environ, "NO_COLOR": "1"}
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert " 0 broken" in done.stdout


def test_a_rule_that_is_broken_is_seen(tmp_path: Path) -> None:
    for room, text in {"signals": "import demo.database\n", "database": ""}.items():
        (tmp_path / "demo").mkdir(exist_ok=True)
        (tmp_path / "demo" / "__init__.py").touch()
        (tmp_path / "demo" / f"{room}.py").write_text(text, encoding="utf-8")
    (tmp_path / ".importlinter").write_text(
        "[importlinter]\nroot_package = demo\n[importlinter:contract:x]\nname = x\ntype = forbidden\n"
        "source_modules = demo.signals\nforbidden_modules = demo.database\n",
        encoding="utf-8",
    )
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60, check=False)
    assert done.returncode == 1


def test_every_room_stands_in_the_rules() -> None:
    rooms = {
        path.stem
        for path in PACKAGE.iterdir()
        if path.suffix == ".py" or (path.is_dir() and (path / "__init__.py").exists())
    } - {"__init__"}
    contract = rules()["importlinter:contract:rooms"]
    named = set(contract["layers"].replace("|", " ").replace(":", " ").split()) | set(
        contract["exhaustive_ignores"].split()
    )
    assert rooms <= named, f"no rule says where these belong: {rooms - named}"


@pytest.mark.parametrize("file", files(), ids=lambda file: str(file.relative_to(ROOT)))
def test_rasa_nlu_and_the_app_stay_where_they_are(file: Path) -> None:
    name = file.relative_to(ROOT).as_posix()
    for module in imports(file):
        top = module.split(".")[0]
        if top == "rasa":
            assert name.startswith("dichtbij/nlu/")
        if module.startswith("dichtbij.nlu"):
            assert name.startswith("dichtbij/nlu/")
        if module.startswith("dichtbij.app"):
            assert name == "dichtbij/__main__.py"
        if top == "socketio":
            assert name in SOCKETS


@pytest.mark.parametrize("part", PURE_PARTS)
def test_what_is_pure_of_the_web_channel_is_pure(part: str) -> None:
    for module in imports(PACKAGE / part):
        assert module.split(".")[0] not in OUTSIDE
        assert not module.startswith("dichtbij.") or module == "dichtbij.conversations.model"
