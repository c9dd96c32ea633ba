"""make run as a person meets it: one clear line for what is wrong, and all three processes stop together."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dichtbij.launcher import Program, is_free, programs
from dichtbij.settings import ROOT, Settings
from tests.stack import SECRET, free_port


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def _script(name: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(ROOT / "scripts" / name), *arguments],
        capture_output=True,
        text=True,
        timeout=30,
        env={**os.environ, **environment},
    )


def test_port_in_use_is_one_line_that_says_what_to_do(taken_port: int) -> None:
    result = _script("port-free", str(taken_port), "127.0.0.1")
    assert result.returncode != 0
    assert result.stderr.strip() == (f"Port {taken_port} is in use. Choose another one: PORT={taken_port + 1} make run")
    assert not is_free("127.0.0.1", taken_port)


@pytest.mark.parametrize("port", ["acht", "-1", "70000", "80 80"])
def test_a_port_that_is_none_is_refused_in_one_line(port: str) -> None:
    result = _script("port-free", port, "127.0.0.1")
    assert result.returncode == 2
    assert result.stderr.strip() == (
        f"PORT={port} is not a port number. Choose one from 1 to 65535: PORT=8081 make run"
    )


def test_a_host_that_is_not_ours_is_refused_in_one_line() -> None:
    result = _script("port-free", str(free_port()), "192.0.2.1")
    assert result.returncode != 0
    assert result.stderr.startswith("HOST=192.0.2.1: ")
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_missing_interpreter_is_one_line_that_says_what_to_install(tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    (checkout / "scripts").mkdir(parents=True)
    (checkout / "scripts" / "setup").write_bytes((ROOT / "scripts" / "setup").read_bytes())
    (checkout / "scripts" / "setup").chmod(0o755)
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in ("bash", "dirname", "cat", "sha256sum", "cut", "env"):
        found = subprocess.run(["which", tool], capture_output=True, text=True, check=True).stdout.strip()
        (tools / tool).symlink_to(found)
    result = subprocess.run(
        [str(checkout / "scripts" / "setup"), "env"],
        capture_output=True,
        text=True,
        timeout=30,
        env={"PATH": str(tools), "HOME": str(tmp_path)},
    )
    assert result.returncode == 2
    assert "Python 3.11 or 3.10 is needed" in result.stderr
    assert "apt install python3 python3-venv" in result.stderr


async def test_a_program_that_ignores_the_request_to_stop_is_made_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dichtbij.launcher.LOGS", tmp_path)
    monkeypatch.setattr("dichtbij.launcher.STOP_WITHIN", 0.5)
    stubborn = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
    )
    program = Program("stubborn", [sys.executable, "-c", stubborn], {})
    await program.start()
    for _ in range(100):
        if "up" in program.last_lines():
            break
        await asyncio.sleep(0.05)
    await program.stop()
    assert program.process is not None
    assert program.process.returncode == -signal.SIGKILL


def test_when_one_of_the_three_dies_all_stop_and_the_reason_is_said(tmp_path: Path) -> None:
    """The real three: the actions are killed; make run says so with the end of their log and leaves nothing behind."""
    port = free_port()
    run = _start(tmp_path, port)
    try:
        assert run.stdout is not None
        for line in run.stdout:
            if "Ctrl-C stops everything" in line:
                break
        children = _children(run.pid)
        assert len(children) == 3
        [actions] = [pid for pid, command in children.items() if "rasa_sdk" in command]
        os.kill(actions, signal.SIGKILL)
        rest, _ = run.communicate(timeout=40)
        assert run.returncode == 2
        assert "actions stopped (exit code -9)" in rest
        assert "Stopped." in rest
        assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]
        assert is_free("127.0.0.1", port)
    finally:
        run.kill()


def test_ctrl_c_stops_everything_cleanly(tmp_path: Path) -> None:
    run = _start(tmp_path, free_port())
    try:
        assert run.stdout is not None
        for line in run.stdout:
            if "Ctrl-C stops everything" in line:
                break
        children = _children(run.pid)
        run.send_signal(signal.SIGINT)
        rest, _ = run.communicate(timeout=40)
        assert run.returncode == 0
        assert rest.strip().endswith("Stopped.")
        assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]
    finally:
        run.kill()


def _start(tmp_path: Path, port: int) -> subprocess.Popen[str]:
    """`python -m dichtbij run`, as `make run` does, on a database of its own."""
    environment = {
        **os.environ,
        "PORT": str(port),
        "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path / 'd.db'}",
        "TRACKER_URL": f"sqlite:///{tmp_path / 'r.db'}",
        "RASA_URL": f"http://127.0.0.1:{free_port()}",
        "ACTIONS_URL": f"http://127.0.0.1:{free_port()}/webhook",
        "BOT_SECRET": SECRET,
        "SESSION_SECRET": SECRET,
        "LOGIN_TOKEN_SECRET": SECRET,
    }
    return subprocess.Popen(
        [sys.executable, "-m", "dichtbij", "run"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _children(parent: int) -> dict[int, str]:
    """The processes that a process started, with their commands."""
    found: dict[int, str] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            status = (folder / "status").read_text()
            if f"PPid:\t{parent}\n" in status:
                found[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


@pytest.mark.parametrize(("asked", "rasa"), [("DEBUG", "INFO"), ("INFO", "INFO"), ("ERROR", "ERROR")])
def test_rasa_never_logs_what_customers_write(asked: str, rasa: str) -> None:
    settings = Settings(
        bot_secret=SECRET, session_secret=SECRET, login_token_secret=SECRET, log_level=asked, _env_file=None
    )
    levels = {program.name: program.environment["LOG_LEVEL"] for program in programs(settings)}
    assert levels == {"bot": rasa, "actions": asked, "counter": asked}
