"""The lock files: complete, for everybody, and without a trace of where somebody fetched them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.project import PROJECT

LOCKS = ("app", "dev")
_PIN = re.compile(r"^([a-z0-9][a-z0-9.-]*)==(\S+)( ; [^\\]+)? \\$")
_HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")


def _lock(kind: str) -> Path:
    return PROJECT / "requirements" / f"{kind}.lock"


def _pins(kind: str) -> dict[str, str]:
    lines = _lock(kind).read_text().splitlines()
    return {pin[1]: pin[2] for line in lines if (pin := _PIN.match(line))}


@pytest.mark.parametrize("kind", LOCKS)
def test_a_lock_holds_pins_and_hashes_and_neither_address_nor_path(kind: str) -> None:
    strange = [line for line in _lock(kind).read_text().splitlines() if not _PIN.match(line) and not _HASH.match(line)]
    assert strange == []
    assert "://" not in _lock(kind).read_text()


def test_what_runs_is_what_is_tested() -> None:
    tested = _pins("dev")
    differing = {
        name: (version, tested.get(name)) for name, version in _pins("app").items() if tested.get(name) != version
    }
    assert differing == {}


@pytest.mark.parametrize("kind", LOCKS)
def test_everything_asked_for_is_locked(kind: str) -> None:
    lines = (PROJECT / "requirements" / f"{kind}.in").read_text().splitlines()
    asked = {re.split(r"[<>=;\[ ]", line)[0] for line in lines if line and not line.startswith(("-", "#"))}
    assert asked - set(_pins(kind)) == set()
