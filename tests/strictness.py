"""What a run of the tests may not do quietly: skip, leave an engine or the browser out."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Generator
from typing import TypeVar

import pytest

from tests.volumes import scale

# ALLOW_SKIP=0 is set where nothing may be left out: in continuous integration.
STRICT = os.environ.get("ALLOW_SKIP", "1") == "0"
GROUNDS = ("sqlite", "postgresql", "browser")
_GROUND = "ground"

_Report = TypeVar("_Report", pytest.TestReport, pytest.CollectReport)
_ran: Counter[str] = Counter()
_skipped: Counter[str] = Counter()


def pytest_configure(config: pytest.Config) -> None:
    if STRICT and config.getoption("no_postgres"):
        raise pytest.UsageError("--no-postgres leaves tests out, and ALLOW_SKIP=0 forbids that")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Note on what each test stands, and leave out what was not asked for."""
    left_out = [item for item in items if not _asked_for(item, config)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    for item in items:
        item.user_properties += [(_GROUND, ground) for ground in _grounds(item)]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return _without_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return _without_skip((yield))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "call" and report.passed:
        _ran.update(str(ground) for name, ground in report.user_properties if name == _GROUND)
    if report.skipped and isinstance(report.longrepr, tuple):
        _skipped[report.longrepr[2].removeprefix("Skipped: ")] += 1


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A whole run in which nothing may be left out must have stood on every ground."""
    if STRICT and _is_whole(session.config) and _missing() and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    say = terminalreporter.write_line
    terminalreporter.section("what the tests stood on")
    say(", ".join(f"{ground}: {_ran[ground]} passed" for ground in GROUNDS))
    for reason, count in _skipped.items():
        say(f"LEFT OUT: {count} tests, because {reason}", red=True, bold=True)
    if STRICT and _is_whole(config) and _missing():
        say(f"FAILED: nothing ran on {', '.join(_missing())}, and nothing may be left out here", red=True, bold=True)


def _without_skip(report: _Report) -> _Report:
    if STRICT and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"nothing may be left out here (ALLOW_SKIP=0), and this was: {reason}"
    return report


def _asked_for(item: pytest.Item, config: pytest.Config) -> bool:
    on_postgres = "postgresql" in _grounds(item)
    if on_postgres and (config.getoption("no_postgres") or not _differs_by_engine(item)):
        return False
    for_proof = item.get_closest_marker("planted") or item.get_closest_marker("volume")
    return config.getoption("prove") or not for_proof


def _differs_by_engine(item: pytest.Item) -> bool:
    """Whether the test says more on a second engine.

    Pages do not at CI's scale: what they ask of a database their services and queries ask on both, and the matrix opens
    every page on both; of the journeys the first story is walked on both. At full scale they do it all again.
    """
    is_of_pages = item.path.name.startswith("test_views")
    is_later_journey = item.path.parent.name == "journeys" and item.path.name != "test_first_story.py"
    return not (scale() == "ci" and (is_of_pages or is_later_journey)) and not item.get_closest_marker("one_engine")


def _grounds(item: pytest.Item) -> list[str]:
    call = getattr(item, "callspec", None)
    engine = [] if call is None else [call.params["engine_name"]] if "engine_name" in call.params else []
    return [*engine, *(["browser"] if item.get_closest_marker("journey") else [])]


def _is_whole(config: pytest.Config) -> bool:
    is_worker = hasattr(config, "workerinput")
    everything = config.args in (config.getini("testpaths"), [str(config.rootpath / "tests")])
    return everything and not is_worker and not config.option.keyword and not config.option.markexpr


def _missing() -> list[str]:
    return [ground for ground in GROUNDS if not _ran[ground]]
