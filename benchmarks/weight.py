"""What the application weighs: how long it takes to import, beside the library that it cannot do without."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections import defaultdict

from benchmarks.figures import shuffled_rounds
from tests.serving import PROJECT

LIBRARY = "import flask_sqlalchemy"
LIBRARY_AGAIN = "import flask_sqlalchemy again (A/A)"
APPLICATION = "7 import the application"
_STATEMENTS = {
    LIBRARY: "import flask_sqlalchemy",
    LIBRARY_AGAIN: "import flask_sqlalchemy",
    APPLICATION: "import trainee_app.app",
}
_SECONDS_AT_MOST = 120


def import_seconds(rounds: int, seed: int) -> dict[str, list[float]]:
    """Return how long each import takes in a new process, the interpreter's own start not counted."""
    seconds: defaultdict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory(prefix="training-bench-") as byte_code:
        environment = _keeping_byte_code_in(byte_code)
        for number, order in enumerate(shuffled_rounds(list(_STATEMENTS), rounds + 1, seed)):
            for name in order:
                taken = _seconds_to_import(_STATEMENTS[name], environment)
                # The first round fills the machine's file cache and writes the byte code.
                if number:
                    seconds[name].append(taken)
    return dict(seconds)


def _keeping_byte_code_in(folder: str) -> dict[str, str]:
    """Return an environment in which everybody's byte code is kept, whatever that of the benchmark says: as installed."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": folder}


def _seconds_to_import(statement: str, environment: dict[str, str]) -> float:
    program = f"from time import perf_counter as now; start = now(); {statement}; print(now() - start)"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        check=True,
        text=True,
        timeout=_SECONDS_AT_MOST,
    )
    return float(done.stdout)
