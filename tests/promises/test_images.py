"""The images, without building them: a target's files are complete, hold no secret, start without the bot's packages.

Every target's files are laid out in an empty folder as the Dockerfile says, and the programs are started from there.
"""

from __future__ import annotations

import ast
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from importlib.metadata import distributions
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PIN = re.compile(r"^([a-z0-9][a-z0-9.-]*)==([^ ;\\]+)", re.MULTILINE)


@dataclass
class Stage:
    """One FROM of the Dockerfile."""

    parent: str
    instructions: list[tuple[str, str]] = field(default_factory=list)

    def copies(self) -> list[tuple[str, list[str], str]]:
        """(stage it comes from or "", sources, destination) of every COPY."""
        found = []
        for name, rest in self.instructions:
            if name == "COPY":
                words = shlex.split(rest)
                source = next((word.split("=", 1)[1] for word in words if word.startswith("--from=")), "")
                paths = [word for word in words if not word.startswith("--")]
                found.append((source, paths[:-1], paths[-1]))
        return found


def stages() -> dict[str, Stage]:
    """The stages of the Dockerfile by name."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    found: dict[str, Stage] = {}
    current: Stage | None = None
    for line in re.sub(r"\\\n\s*", " ", text).splitlines():
        if not line.strip():
            continue
        name, _, rest = line.strip().partition(" ")
        if name == "FROM":
            parent, _, alias = re.sub(r"--platform=\S+ ", "", rest).partition(" AS ")
            current = found[alias] = Stage(parent)
        else:
            assert current is not None
            current.instructions.append((name, rest))
    return found


def chain(target: str) -> list[Stage]:
    """A target's stages, the oldest first."""
    every, names = stages(), [target]
    while every[names[-1]].parent in every:
        names.append(every[names[-1]].parent)
    return [every[name] for name in reversed(names)]


def lay_out(target: str, folder: Path) -> Path:
    """Copy what a target gets from the checkout, as the builder would."""
    for stage in chain(target):
        for source, paths, destination in stage.copies():
            if source == "signals":  # what its stage trains, `make train` trains here
                shutil.copytree(ROOT / "models" / "signals", folder / destination)
            if source:
                continue
            for path in paths:
                into = folder / destination / (Path(path).name if destination.endswith("/") else "")
                if (ROOT / path).is_dir():
                    ignored = shutil.ignore_patterns("__pycache__", "*.pyc")
                    shutil.copytree(ROOT / path, folder / destination, ignore=ignored, dirs_exist_ok=True)
                else:
                    into.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy(ROOT / path, into)
    return folder


def locked(name: str) -> dict[str, str]:
    """Packages of a lock with their (last) version."""
    return dict(PIN.findall((ROOT / name).read_text(encoding="utf-8")))


def pins(name: str) -> set[tuple[str, str]]:
    """Every package and version of a lock."""
    return set(PIN.findall((ROOT / name).read_text(encoding="utf-8")))


def modules_outside(lock: str) -> set[str]:
    """Top-level modules that are installed here and that an image with this lock does not have."""
    inside, outside = set(), set()
    allowed = locked(lock)
    for distribution in distributions():
        name = re.sub(r"[-_.]+", "-", distribution.metadata["Name"]).lower()
        tops = {file.parts[0].split(".")[0] for file in distribution.files or () if file.parts[0] != ".."}
        (inside if name in allowed else outside).update(tops)
    return outside - inside - {"__pycache__"}


@pytest.mark.parametrize("target", ["counter", "actions", "bot"])
def test_every_copied_path_exists_and_passes_the_dockerignore(target: str) -> None:
    allowed = re.findall(r"^!(\S+)", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE)
    for name, stage in stages().items():
        for source, paths, _ in stage.copies():
            for path in paths:
                if source:
                    assert source in stages(), f"{name} copies from {source}, which is no stage"
                    continue
                assert (ROOT / path).exists(), f"{name} copies {path}, which does not exist"
                assert path.split("/")[0] in allowed, f"{name} copies {path}, which .dockerignore keeps away"
    assert target in stages()


def test_the_builder_is_not_given_what_this_machine_made() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert next(line for line in lines if not line.startswith("#")) == "*"
    assert not {"!var", "!.git", "!.env", "!models", "!deploy", "!."} & set(lines)


@pytest.mark.parametrize("target", ["counter", "actions", "bot"])
def test_a_target_runs_as_its_own_user_and_says_when_it_is_well(target: str) -> None:
    last = chain(target)[-1].instructions
    names = [name for name, _ in last]
    assert dict(last)["USER"] == "dichtbij"
    assert "HEALTHCHECK" in names
    assert names.index("USER") < names.index("CMD")
    assert "RUN" not in names[names.index("USER") :]


def test_no_file_for_the_images_holds_a_secret() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert not re.search(r"SECRET|PASSWORD|TOKEN|_KEY", text)
    assert not re.search(r"https?://(?!127\.0\.0\.1)", text), "an address: the registry is the builder's choice"
    compose = (ROOT / "deploy" / "compose.yml").read_text(encoding="utf-8")
    for name, value in re.findall(r"^\s+(\w*(?:SECRET|PASSWORD)): (.*)$", compose, re.MULTILINE):
        needed = name != "OIDC_CLIENT_SECRET"  # passwords will do, and so will a public client
        assert value == (f"${{{name}:?fill in deploy/.env}}" if needed else f"${{{name}:-}}")
    example = (ROOT / "deploy" / "example.env").read_text(encoding="utf-8")
    assert all(not value for value in re.findall(r"^\w*(?:SECRET|PASSWORD)=(.*)$", example, re.MULTILINE))


def test_only_the_counter_is_published_and_the_rest_talks_inside() -> None:
    compose = yaml.safe_load((ROOT / "deploy" / "compose.yml").read_text(encoding="utf-8"))
    assert [name for name, service in compose["services"].items() if "ports" in service] == ["counter"]
    assert compose["services"]["counter"]["ports"] == ["${PUBLISH:-127.0.0.1:8080}:8080"]
    assert compose["networks"]["inside"] == {"internal": True}
    for service in compose["services"].values():
        if "build" in service:
            assert service["build"]["target"] in stages()
        for needed in service.get("depends_on", {}):
            assert needed in compose["services"]


def test_compose_only_names_settings_that_exist() -> None:
    from dichtbij.settings import Settings

    known = {name.upper() for name in Settings.model_fields}
    compose = yaml.safe_load((ROOT / "deploy" / "compose.yml").read_text(encoding="utf-8"))
    for name in ("prepare", "actions", "bot", "counter"):
        # SANIC_HOST is rasa's and rasa-sdk's own
        assert set(compose["services"][name]["environment"]) - {"SANIC_HOST"} <= known


@pytest.mark.parametrize("name", ["requirements.counter.lock", "requirements.bot.lock"])
def test_a_lock_is_part_of_the_whole_lock_with_hashes_and_without_addresses(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert pins(name) <= pins("requirements.lock")
    assert text.count("==") >= len(pins(name))
    assert not re.search(r"https?://|--index|--find-links|file:", text)
    for block in re.split(r"\n(?=[a-z0-9])", text)[1:]:
        assert "--hash=sha256:" in block, block.splitlines()[0]


def test_the_counters_lock_has_every_base_dependency_and_nothing_of_the_bot() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    base = re.search(r"^dependencies = \[(.*?)^\]", project, re.MULTILINE | re.DOTALL)
    assert base
    wanted = {re.split(r"[\[<>=]", line)[0] for line in re.findall(r'"([^"]+)"', base[1])}
    have = set(locked("requirements.counter.lock"))
    assert wanted <= have
    assert not have & {"rasa", "tensorflow", "tensorflow-cpu", "keras", "spacy", "scikit-learn", "scipy", "pytest"}


def test_counter_and_actions_import_nothing_outside_their_lock() -> None:
    outside = modules_outside("requirements.counter.lock")
    assert {"rasa", "tensorflow", "spacy", "sklearn", "scipy"} <= outside
    training = ROOT / "dichtbij" / "textmodel" / "training.py"  # for nlu alone; .importlinter holds it
    package = [f for f in (ROOT / "dichtbij").rglob("*.py") if "nlu" not in f.parts and f != training]
    files = [*package, *(ROOT / "actions").rglob("*.py")]
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            for name in names:
                assert name.split(".")[0] not in outside, f"{file.relative_to(ROOT)} imports {name}"
                assert not name.startswith("dichtbij.nlu"), f"{file.relative_to(ROOT)} imports the bot's room"


HOOK = """
import sys
outside = set({outside!r})
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in outside:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Absent())
"""

COUNTER = """
import asyncio
from aiohttp.test_utils import TestClient, TestServer
from dichtbij.app import build_counter
from dichtbij.database import Database
from dichtbij.migrate import migrate
from dichtbij.settings import load_settings
import dichtbij.__main__, dichtbij.launcher, dichtbij.customers.demo

async def main():
    settings = load_settings()
    database = Database(settings.database_url)
    await migrate(database)
    await database.close()
    async with TestClient(TestServer(build_counter(settings))) as client:
        assert (await client.get("/healthz")).status == 200
        assert (await client.get("/readyz")).status == 503  # there is no bot here
asyncio.run(main())
print("started")
"""

ACTIONS = """
import asyncio
from rasa_sdk.executor import ActionExecutor

async def main():
    executor = ActionExecutor()
    executor.register_package("actions")
    assert len(executor.actions) > 20, executor.actions
    from actions.services import services
    assert services().texts.text("utter_balie_storing")
asyncio.run(main())
print("started")
"""


@pytest.mark.parametrize(
    ("target", "program"), [("counter", COUNTER), ("actions", ACTIONS)], ids=["counter", "actions"]
)
def test_a_target_starts_from_its_own_files_without_the_bots_packages(
    target: str, program: str, tmp_path: Path
) -> None:
    folder = lay_out(target, tmp_path / "app")
    assert not (folder / "data" / "nlu").exists()
    script = HOOK.format(outside=sorted(modules_outside("requirements.counter.lock"))) + program
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    secret = "x" * 40
    secrets = {"BOT_SECRET": secret, "SESSION_SECRET": secret, "LOGIN_TOKEN_SECRET": secret}
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=folder,
        env={
            **kept,
            **secrets,
            "HOME": str(tmp_path),
            "RASA_URL": "http://127.0.0.1:1",
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.strip().endswith("started")


def test_the_bots_files_are_those_the_model_is_trained_on(tmp_path: Path) -> None:
    folder = lay_out("bot", tmp_path)
    for path in ("config.yml", "domain.yml", "endpoints.yml", "credentials.yml", "dichtbij/nlu/channel.py"):
        assert (folder / path).is_file(), path
    setup = (ROOT / "scripts" / "setup").read_text(encoding="utf-8").split("model()")[1]
    trained = re.search(r"fingerprint_of_tree (.*?) -not", setup, flags=re.DOTALL)
    assert trained
    for path in set(trained[1].replace("\\", " ").split()) - {"requirements.lock"}:
        assert (folder / path).exists(), f"the model depends on {path}, and the bot's image does not have it"
