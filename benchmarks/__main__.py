"""`make bench`: measure against the bars, on both engines. `python -m benchmarks --help` names the choices.

Ends with 0 if every bar holds and every run was steady, with 1 otherwise.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import chain

from flask import Flask

from benchmarks import bars, machine, report
from benchmarks.browser import Browser
from benchmarks.contention import WRITERS, WRITES_EACH, contend
from benchmarks.databases import ENGINES, new_database, version_words
from benchmarks.figures import Verdict, is_steady, ratios
from benchmarks.pages import Refill, requests_of_a_round
from benchmarks.queries import count_queries
from benchmarks.report import Section
from benchmarks.rounds import MOST_RUNS, Run, run_rounds
from benchmarks.serving import PROJECT, SERVED, Served, environment, serving
from benchmarks.weight import APPLICATION, LIBRARY, LIBRARY_AGAIN, import_seconds
from benchmarks.world import TRAINEES, World, make_world, sign_in
from config import Settings
from tests.databases import Database
from trainee_app.app import create_app
from trainee_app.db import db

_DOCUMENT = PROJECT / "docs" / "performance.md"
_IMPORT_ROUNDS = 8
_MEGABYTE = 1_000_000


def main() -> int:
    """Run what is asked for and print it; with --write also put it into docs/performance.md."""
    chosen = _arguments()
    busy = machine.load_words()
    intro = (
        f"Measured on {datetime.now(UTC):%-d %B %Y}. Machine: {machine.machine_words()}; {busy}. "
        f"{machine.version_words()}. Server: {SERVED}. Seed {chosen.seed}, {chosen.rounds} shuffled rounds."
    )
    sections = []
    for section in chain(_import_section(chosen.seed), *(_engine_sections(name, chosen) for name in chosen.engines)):
        sections.append(section)
        print("\n".join(report.lines([section])), flush=True)
    if chosen.write:
        results = report.markdown(sections, intro)
        _DOCUMENT.write_text(report.put_into(_DOCUMENT.read_text(encoding="utf-8"), results), encoding="utf-8")
    return 0 if all(each.holds for section in sections for each in section.verdicts) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure against docs/performance.md.")
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=20270405)
    parser.add_argument("--write", action="store_true", help="put the results into docs/performance.md")
    return parser.parse_args()


def _import_section(seed: int) -> Iterator[Section]:
    seconds: dict[str, list[float]] = {}
    for attempt in range(MOST_RUNS):
        seconds = import_seconds(_IMPORT_ROUNDS, seed + attempt)
        if is_steady(seconds[LIBRARY], seconds[LIBRARY_AGAIN]):
            break
    times = ratios(seconds, LIBRARY)
    steady = _steadiness(is_steady(seconds[LIBRARY], seconds[LIBRARY_AGAIN]), times[LIBRARY_AGAIN])
    yield Section(
        "Import",
        f"In new processes, beside `{LIBRARY}`.",
        [steady, Verdict(APPLICATION, times[APPLICATION], bars.IMPORT_TIMES_FLASK_SQLALCHEMY, "times")],
    )


def _engine_sections(name: str, chosen: argparse.Namespace) -> Iterator[Section]:
    with new_database(name) as database:
        app = create_app(Settings.from_environment(environment(database)))
        world = make_world(app, chosen.seed)
        with serving(database, database.instance_path / "server.log") as server:
            yield _page_section(name, app, world, server, database, chosen)
            yield _contention_section(name, app, world, server)
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def _page_section(
    name: str, app: Flask, world: World, server: Served, database: Database, chosen: argparse.Namespace
) -> Section:
    with ExitStack() as stack:
        people = (world.trainee_people[0], world.supervisors[0], world.administrator)
        signed_out = stack.enter_context(Browser(server.host, server.port))
        browsers = [
            stack.enter_context(Browser(server.host, server.port, sign_in(app, person_id))) for person_id in people
        ]
        for browser, page in zip(browsers, ("/log/new", "/to-sign", "/"), strict=True):
            browser.learn_token(page)
        refill = Refill(app, world)
        trainee, supervisor, administrator = browsers
        requests = requests_of_a_round(world, signed_out, trainee, supervisor, administrator, refill)
        run = run_rounds(requests, rounds=chosen.rounds, seed=chosen.seed, before=refill)
    queries = count_queries(app, sign_in(app, world.trainee_people[0]), "/")
    verdicts = [
        *_run_verdicts(name, run),
        Verdict("2 queries of the trainee's front page", queries, bars.FRONT_PAGE_QUERIES, ""),
        Verdict("7 worker memory (PSS)", server.heaviest_worker_bytes() / _MEGABYTE, bars.WORKER_PSS_MB, "MB"),
    ]
    about = f"{version_words(database)}. {TRAINEES} trainees, {world.entries:,} entries. Runs dropped: {run.dropped}."
    return Section(f"{name}: pages", about, verdicts)


def _run_verdicts(name: str, run: Run) -> list[Verdict]:
    times = ratios(run.seconds, bars.PLAIN)
    return [_steadiness(run.is_steady, times[bars.PLAIN_AGAIN]), *report.timed(name, run.seconds)]


def _steadiness(steady: bool, ratio: float) -> Verdict:
    detail = f"the same request under two names is {ratio:.2f} times itself"
    return Verdict("unsteady runs kept", 0 if steady else 1, 0, "", detail)


def _contention_section(name: str, app: Flask, world: World, server: Served) -> Section:
    outcome = contend(app, world, server)
    for line in (*outcome.errors[:5], *outcome.lost[:5], *outcome.drift[:5]):
        print(line, file=sys.stderr)
    asked = WRITERS * WRITES_EACH
    verdicts = [
        Verdict("9 writes short of those asked for", asked - len(outcome.acknowledged), 0, "", f"of {asked}"),
        Verdict("9 errors", len(outcome.errors), 0, ""),
        Verdict("9 acknowledged writes lost", len(outcome.lost), 0, ""),
        Verdict("9 differences in totals, standings and trail", len(outcome.drift), 0, ""),
    ]
    about = f"{WRITERS} sessions at once on one trainee: 4 log, 2 sign, 1 returns, 1 voids, {WRITES_EACH} times each."
    return Section(f"{name}: eight writers", about, verdicts)


if __name__ == "__main__":
    sys.exit(main())
