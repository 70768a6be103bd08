"""`make run` says in one line what stands in the way."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

from trainee_app.demo.run import PROJECT, CannotRun, open_port, settings


@pytest.fixture
def busy_port():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_busy_port_gets_one_line_that_names_another(busy_port: int) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "trainee_app.demo.run"],
        cwd=PROJECT, env={**settings("-"), "PORT": str(busy_port)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        f"trainee_app: port {busy_port} is busy; end what uses it, or choose another: make run PORT=8001"
    ]


@pytest.mark.parametrize("written", ["0", "-1", "65536", "eighty", "80 80", "8e3"])
def test_a_port_that_is_none_is_refused_by_name(written: str) -> None:
    with pytest.raises(CannotRun, match="write a number up to 65535"):
        open_port(written)


def test_the_trial_settings_yield_to_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUIRE_SECOND_FACTOR", "1")
    chosen = settings("http://127.0.0.1:8123")
    assert chosen["REQUIRE_SECOND_FACTOR"] == "1"
    assert (chosen["TRAINEE_ENV"], chosen["DEMO"]) == ("development", "1")
    assert chosen["BASE_URL"] == "http://127.0.0.1:8123"
