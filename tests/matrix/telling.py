"""Says at the end of a run how much the matrix has asked, and how long that took."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

ASKED = "requests of the matrix"
_HERE = "tests/matrix/"
_requests: Counter[str] = Counter()
_seconds: defaultdict[str, float] = defaultdict(float)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.nodeid.startswith(_HERE):
        properties = dict(report.user_properties)
        engine = str(properties.get("ground", "no database"))
        _seconds[engine] += report.duration
        if report.when == "teardown":
            _requests[engine] += int(str(properties.get(ASKED, 0)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    told = [f"{engine}: {asked:,} requests in {_seconds[engine]:.0f} s" for engine, asked in _requests.items() if asked]
    if told:
        terminalreporter.section("what the matrix asked")
        terminalreporter.write_line(", ".join(told) + " of all workers together")
