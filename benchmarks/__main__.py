"""`make bench`: measure against the bars, on both engines. `python -m benchmarks --help` names the choices.

Ends with 0 if every bar holds and every run was steady, with 1 otherwise.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from itertools import chain

from flask import Flask

from benchmarks import bars, documents, machine, report, sizes
from benchmarks.browser import Browser
from benchmarks.contention import WRITERS, WRITES_EACH, contend
from benchmarks.databases import ENGINES, let_settle, new_database, version_words
from benchmarks.exports import export
from benchmarks.exports import verdicts as exported_verdicts
from benchmarks.figures import Verdict, is_steady, ratios
from benchmarks.pages import Refill, requests_of_a_round
from benchmarks.queries import count_queries
from benchmarks.recompute import recompute
from benchmarks.recompute import verdicts as recomputed_verdicts
from benchmarks.report import Section
from benchmarks.rounds import MOST_RUNS, Run, run_rounds
from benchmarks.serving import SERVED, Measured, environment, serving
from benchmarks.weight import APPLICATION, LIBRARY, LIBRARY_AGAIN, import_seconds
from benchmarks.world import TRAINEES, World, make_world
from config import Settings
from tests.databases import Database
from tests.factories.people import cookie_for
from tests.serving import PROJECT
from trainee_app.app import create_app
from trainee_app.db import db

_DOCUMENT = PROJECT / "docs" / "performance.md"
_IMPORT_ROUNDS = 8
_MEGABYTE = 1_000_000
PARTS = ("import", "pages", "writers", "sizes", "recompute", "documents", "export")
_RECOMPUTED = 1_000
# Thousands of entries.
_EXPORTED = 1_000


def main() -> int:
    """Run what is asked for and print it; with --write also put it into docs/performance.md."""
    chosen = _arguments()
    busy = machine.load_words()
    intro = (
        f"Measured on {datetime.now(UTC):%-d %B %Y}. Machine: {machine.machine_words()}; {busy}. "
        f"{machine.version_words()}. Server: {SERVED}. Seed {chosen.seed}, {chosen.rounds} shuffled rounds."
    )
    sections = []
    imports = _import_section(chosen.seed) if "import" in chosen.parts else ()
    for section in chain(imports, *(_engine_sections(name, chosen) for name in chosen.engines)):
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
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS), help="what to measure")
    parser.add_argument(
        "--full",
        action="store_true",
        help="recompute 1,000 trainees, and export a log, over a million entries, not a tenth",
    )
    parser.add_argument("--trainees", type=int, help="recompute so many trainees, a thousand entries each")
    parser.add_argument(
        "--write", action="store_true", help="put the results into docs/performance.md; only if all is measured"
    )
    chosen = parser.parse_args()
    if chosen.write and (set(chosen.engines), set(chosen.parts)) != (set(ENGINES), set(PARTS)):
        parser.error("--write replaces all results: leave --parts and --engines away")
    return chosen


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
    if not {"pages", "writers", "sizes"}.isdisjoint(chosen.parts):
        yield from _served_sections(name, chosen)
    if "recompute" in chosen.parts:
        yield _recompute_section(name, chosen)
    if "documents" in chosen.parts:
        yield _documents_section(name)
    if "export" in chosen.parts:
        yield _export_section(name, chosen)


def _served_sections(name: str, chosen: argparse.Namespace) -> Iterator[Section]:
    with new_database(name) as database, _application(database) as app:
        world = make_world(app, chosen.seed)
        let_settle(database)
        with serving(database) as server:
            if "pages" in chosen.parts:
                yield _page_section(name, app, world, server, database, chosen)
            if "writers" in chosen.parts:
                yield _contention_section(name, app, world, server)
            if "sizes" in chosen.parts:
                yield _sizes_section(name, app, world, server, database, chosen)


@contextmanager
def _application(database: Database) -> Iterator[Flask]:
    app = create_app(Settings.from_environment(environment(database)))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def _page_section(
    name: str, app: Flask, world: World, server: Measured, database: Database, chosen: argparse.Namespace
) -> Section:
    with ExitStack() as stack:
        people = (world.trainee_people[0], world.supervisors[0], world.administrator)
        signed_out = stack.enter_context(Browser(server.host, server.port))
        browsers = [
            stack.enter_context(Browser(server.host, server.port, cookie_for(app, person_id))) for person_id in people
        ]
        for browser, page in zip(browsers, ("/log/new", "/to-sign", "/"), strict=True):
            browser.learn_token(page)
        refill = Refill(app, world)
        trainee, supervisor, administrator = browsers
        requests = requests_of_a_round(world, signed_out, trainee, supervisor, administrator, refill)
        run = run_rounds(requests, rounds=chosen.rounds, seed=chosen.seed, before=refill)
    queries = count_queries(app, cookie_for(app, world.trainee_people[0]), "/")
    verdicts = [
        *_run_verdicts(bars.TIMES_F[name], run),
        Verdict("2 queries of the trainee's front page", queries, bars.FRONT_PAGE_QUERIES, ""),
        Verdict("7 worker memory (PSS)", server.heaviest_worker_bytes() / _MEGABYTE, bars.WORKER_PSS_MB, "MB"),
    ]
    about = f"{version_words(database)}. {TRAINEES} trainees, {world.entries:,} entries. Runs dropped: {run.dropped}."
    return Section(f"{name}: pages", about, verdicts)


def _run_verdicts(bars_of: Mapping[str, float], run: Run) -> list[Verdict]:
    times = ratios(run.seconds, bars.PLAIN)
    return [_steadiness(run.is_steady, times[bars.PLAIN_AGAIN]), *report.timed(bars_of, run.seconds)]


def _steadiness(steady: bool, ratio: float) -> Verdict:
    detail = f"the same request under two names is {ratio:.2f} times itself"
    return Verdict("unsteady runs kept", 0 if steady else 1, 0, "", detail)


def _contention_section(name: str, app: Flask, world: World, server: Measured) -> Section:
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


def _sizes_section(
    name: str, app: Flask, world: World, server: Measured, database: Database, chosen: argparse.Namespace
) -> Section:
    larger = sizes.grow(app, world, chosen.seed)
    let_settle(database)
    run = sizes.run_sizes(app, world, larger, server, rounds=chosen.rounds, seed=chosen.seed)
    about = f"Cohorts of 30, 300 and 3,000; a trainee with ten times the entries. Runs dropped: {run.dropped}."
    timed = _run_verdicts(bars.TIMES_F_OF_SIZES[name], run)
    return Section(f"{name}: sizes", about, [*timed, *sizes.verdicts(app, world, larger, run)])


def _recompute_section(name: str, chosen: argparse.Namespace) -> Section:
    trainees = chosen.trainees or (_RECOMPUTED if chosen.full else _RECOMPUTED // 10)
    with new_database(name) as database, _application(database) as app:
        found = recompute(app, database, trainees, chosen.seed)
    about = f"{found.trainees:,} trainees, {found.entries:,} entries, on the shipped programme; nothing else runs."
    return Section(f"{name}: recompute", about, recomputed_verdicts(found))


def _documents_section(name: str) -> Section:
    with new_database(name) as database, _application(database) as app:
        found = documents.measure(app)
    about = f"{documents.ENTRIES:,} entries signed at once and one by one; {documents.ROWS:,} rows as a workbook."
    return Section(f"{name}: documents", about, documents.verdicts(found, name))


def _export_section(name: str, chosen: argparse.Namespace) -> Section:
    with new_database(name) as database, _application(database) as app:
        found = export(app, _EXPORTED if chosen.full else _EXPORTED // 10, chosen.seed)
    about = f"One log of {found.entries:,} entries as a file, in one process; nothing else runs."
    return Section(f"{name}: export", about, exported_verdicts(found))


if __name__ == "__main__":
    sys.exit(main())
