"""How large the images are, as far as can be known without building them: installed packages and our own files."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from importlib.metadata import distributions
from pathlib import Path

from benchmarks.table import Row, Section, mb
from dichtbij.settings import ROOT

LOCKS = {"counter": "requirements.counter.lock", "actions": "requirements.counter.lock", "bot": "requirements.bot.lock"}
FILES = {
    "counter": ("dichtbij", "data/responses", "web/dist"),
    "actions": ("dichtbij", "data/responses", "actions"),
    "bot": ("dichtbij", "data/responses", "data/nlu", "data/rules", "models/dichtbij.tar.gz"),
}
BASE = "plus python:3.11-slim-bookworm, whose size is not known here"


def _named(lock: str) -> set[str]:
    text = (ROOT / lock).read_text(encoding="utf-8")
    return {re.sub(r"[-_.]+", "-", name).lower() for name in re.findall(r"^([\w.-]+)==", text, re.MULTILINE)}


def installed(lock: str) -> int:
    """Bytes of a lock's packages as they are installed here, bytecode included."""
    names, total = _named(lock), 0
    for distribution in distributions():
        if re.sub(r"[-_.]+", "-", distribution.metadata["Name"]).lower() in names:
            paths = {Path(str(distribution.locate_file(file))) for file in distribution.files or ()}
            paths |= {bytecode for path in paths if path.suffix == ".py" for bytecode in _bytecode(path)}
            total += sum(path.stat().st_size for path in paths if path.is_file())
    return total


def _bytecode(path: Path) -> list[Path]:
    return [path.parent / "__pycache__" / f"{path.stem}.{sys.implementation.cache_tag}.pyc"]


def _own(target: str) -> int:
    total = 0
    for name in FILES[target]:
        path = ROOT / name
        files = [path] if path.is_file() else [f for f in path.rglob("*") if f.suffix != ".pyc"]
        total += sum(file.stat().st_size for file in files if file.is_file())
    return total


def estimate() -> Section:
    """From what is installed in this environment, which holds every lock's packages."""
    rows = [
        Row(f"{target}: packages + our files", f"{mb(installed(lock))} + {mb(_own(target))}", BASE)
        for target, lock in LOCKS.items()
    ]
    return Section("Images (uncompressed)", tuple(rows))


def throwaway() -> Section:
    """Install the counter's lock into a new environment, weigh it, and load counter and actions with nothing else."""
    uv = ROOT / ".venv" / "bin" / "uv"
    with tempfile.TemporaryDirectory(prefix="dichtbij-image-") as name:
        python = Path(name) / "venv" / "bin" / "python"
        subprocess.run(
            [sys.executable, "-m", "venv", "--without-pip", str(Path(name) / "venv")], check=True, timeout=60
        )
        install = [str(uv), "pip", "sync", "--quiet", "--compile-bytecode", "--require-hashes", "--python", str(python)]
        subprocess.run([*install, "requirements.counter.lock"], cwd=ROOT, check=True, timeout=600)
        weight = sum(f.stat().st_size for f in (Path(name) / "venv").rglob("*") if f.is_file() and not f.is_symlink())
        load = (
            "import dichtbij.app; from rasa_sdk.executor import ActionExecutor as E; e = E(); "
            "e.register_package('actions'); print(len(e.actions))"
        )
        actions = subprocess.run(
            [str(python), "-c", load], cwd=ROOT, check=True, timeout=120, capture_output=True, text=True
        ).stdout.strip()
    return Section(
        "Counter's lock in a new environment",
        (
            Row("size", mb(weight), "the layer that counter and actions share"),
            Row("loads the counter and", f"{actions} actions", "without rasa, tensorflow, spacy, scikit-learn"),
        ),
    )
