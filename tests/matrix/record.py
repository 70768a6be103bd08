"""The world's record of time: entries in every state, and what came with an office's files, by the verbs themselves."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from tests.factories.logbook import make_term_document
from tests.imports.sheets import applicants, hours, row
from tests.matrix.world import Cast, World
from trainee_app.access import Actor
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.imports.models import ImportBatch
from trainee_app.imports.services import GivenFile, OfficeFile, attest, bring_in, put_up, unpacked
from trainee_app.logbook import services
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.queries import version_of
from trainee_app.logbook.rules import Code, Content, Seen, SignOutcome
from trainee_app.tables import Sheet

# What stands in the notes of whose entries: nobody else may read it.
NOTES = {
    "marta": "marigold thoughts",
    "jonas": "juniper thoughts",
    "ada": "aster thoughts",
    "kit": "quince thoughts",
}
# By name: whose, how many days ago, which activity, and how far it came.
ENTRIES = {
    "marta's draft": ("marta", 3, "case_session", "draft"),
    "marta's submitted": ("marta", 4, "case_session", "submitted"),
    "marta's returned": ("marta", 5, "case_session", "returned"),
    "marta's withdrawn": ("marta", 6, "case_session", "withdrawn"),
    "marta's signed": ("marta", 7, "case_session", "signed"),
    "marta's corrected": ("marta", 8, "case_session", "corrected"),
    "marta's void": ("marta", 9, "case_session", "void"),
    "marta's reading": ("marta", 10, "reading", "submitted"),
    # From days when the leaver, and the former supervisor, supervised her too.
    "marta's of the leaver's time": ("marta", 40, "case_session", "submitted"),
    "marta's of the former's time": ("marta", 210, "case_session", "submitted"),
    "marta's reading of the former's time": ("marta", 211, "reading", "submitted"),
    "jonas's draft": ("jonas", 3, "case_session", "draft"),
    "jonas's submitted": ("jonas", 4, "case_session", "submitted"),
    "jonas's signed": ("jonas", 7, "case_session", "signed"),
    "ada's submitted": ("ada", 4, "case_session", "submitted"),
    "ada's signed": ("ada", 7, "case_session", "signed"),
    "kit's draft": ("kit", 3, "case_session", "draft"),
    "kit's submitted": ("kit", 4, "case_session", "submitted"),
    "kit's signed": ("kit", 7, "case_session", "signed"),
}
# Whose, to whom, and which of their entries it holds.
TERMS = {"marta's": ("marta", "tutor", "marta's reading"), "ada's": ("ada", "supervisor", "ada's submitted")}
_SUPERVISORS = {"marta": "supervisor", "jonas": "unassigned", "ada": "supervisor", "kit": "bo"}
_OWNERS = {"marta": "trainee", "jonas": "fellow", "ada": "both", "kit": "kit"}
# Files of our cohort hold rows of Jonas's, days ago; who has attested them.
BATCHES = {
    "unattested": ("ours", 20, ()),
    "attested by the administrator": ("ours", 21, ("administrator",)),
    "attested by the director": ("ours", 22, ("director",)),
    "attested by the twofold": ("ours", 25, ("twofold",)),
    "attested": ("ours", 23, ("administrator", "board")),
    "without entries": ("ours", 0, ()),
    "theirs": ("theirs", 24, ()),
}


def log_everything(world: World, cast: Cast) -> None:
    """Log every entry and bring it as far as it came."""
    for name, (owner, days_ago, activity, state) in ENTRIES.items():
        entry = _logged(world, cast, owner, world.days_ago(days_ago), activity, is_draft=state == "draft")
        _move(world, cast, entry, owner, state)
        number = entry.pending_version or entry.version
        world.ids["entry", name] = entry.public_id
        world.seen["entry", name] = (number, version_of(entry.id, number).content_hash or "")


def hand_terms_in(world: World, cast: Cast) -> None:
    """A term's document of Marta's to her tutor, and one of Ada's to whoever signs what it holds."""
    for name, (owner, tutor, entry) in TERMS.items():
        held = db.session.scalars(select(LogEntry).where(LogEntry.public_id == world.ids["entry", entry])).one()
        made = make_term_document(cast.trainees[owner], cast.people[tutor], [held], world.on, world.at)
        world.ids["term", name] = made.public_id


def acting(world: World, cast: Cast, person: str) -> Actor:
    """Return the person as one who asks in the world's today, with all shown that can be."""
    return Actor(cast.people[person].id, world.on, second_factor=True, confirmed=True)


def _logged(world: World, cast: Cast, owner: str, day: date, activity: str, *, is_draft: bool) -> LogEntry:
    said: dict[str, Any] = {
        "trainee_id": cast.trainees[owner].id,
        "public_id": new_public_id(),
        "content": Content(worked_on=day, activity=activity, minutes=50, note=NOTES[owner]),
        "actor": acting(world, cast, _OWNERS[owner]),
        "at": world.at,
    }
    return services.save_draft(**said) if is_draft else services.submit_entry(**said, confirmed=tuple(Code))


def _move(world: World, cast: Cast, entry: LogEntry, owner: str, state: str) -> None:
    actor, at = acting(world, cast, _OWNERS[owner]), world.at
    supervisor = acting(world, cast, _SUPERVISORS[owner])
    if state in {"signed", "corrected", "void"}:
        _sign(world, entry, supervisor)
    if state == "withdrawn":
        services.withdraw_entry(entry=entry, actor=actor, at=at)
    elif state == "returned":
        services.return_entry(entry=entry, seen_version=1, comment="Which day was it?", actor=supervisor, at=at)
    elif state == "void":
        administrator = acting(world, cast, "administrator")
        services.void_entry(entry=entry, seen_version=1, reason="Logged twice.", actor=administrator, at=at)
    elif state == "corrected":
        says = Content(worked_on=entry.worked_on, activity=entry.activity, minutes=55, note=NOTES[owner])
        services.correct_entry(entry=entry, content=says, actor=actor, at=at, confirmed=tuple(Code))


def _sign(world: World, entry: LogEntry, supervisor: Actor) -> None:
    seen = Seen(entry.public_id, 1, version_of(entry.id, 1).content_hash or "")
    (result,) = services.sign_entries(
        items=[seen], actor=supervisor, at=world.at, method="password", strength="two factors"
    )
    assert result.outcome is SignOutcome.SIGNED


def bring_in_everything(world: World, cast: Cast) -> None:
    """Bring every file in and let it be attested as far as it was."""
    for name, (where, days_ago, attesters) in BATCHES.items():
        cohort = cast.our_cohort if where == "ours" else cast.their_cohort
        sheet = _sheet(world, cast, "jonas" if where == "ours" else "kit", days_ago)
        file = OfficeFile(f"{name.replace(' ', '-')}.xlsx", name.encode(), (sheet,))
        nobody = Actor(0, world.on, second_factor=True)
        batch = bring_in(cohort=cohort, file=file, actor=nobody, on=world.on, at=world.at).batch
        assert batch is not None
        for attester in attesters:
            _attest(world, batch, acting(world, cast, attester))
        world.ids["batch", name] = batch.public_id
        world.seen["batch", name] = (1, batch.content_hash)
    put_time_up(world, cast)


def put_time_up(world: World, cast: Cast) -> None:
    """Let files of time stand open: a trainee's own, and each office's for the whole of its cohort."""
    for name, who, whose in (
        ("marta's", "trainee", "marta"),
        ("ours", "administrator", ""),
        ("theirs", "elsewhere", ""),
    ):
        trainee = cast.trainees[whose] if whose else None
        file = put_up(
            public_id=new_public_id(),
            cohort=cast.their_cohort if name == "theirs" else cast.our_cohort,
            trainee=trainee,
            is_own=trainee is not None,
            given=unpacked(GivenFile("hours.csv", b"Trainee,Date,What,Minutes\nNobody,3 Nov 2026,Seminar,50\n")),
            actor=acting(world, cast, who),
            at=world.at,
        )
        world.ids["time file", name] = file.public_id


def _sheet(world: World, cast: Cast, whose: str, days_ago: int) -> Sheet:
    if not days_ago:
        return applicants(("Una Hobart", "una.hobart@example.org", "BPC", "R97821", "28/11/2027", "offered, accepted"))
    return hours(row(cast.people[_OWNERS[whose]].name, world.days_ago(days_ago).strftime("%d.%m.%y"), "Seminar", "2h"))


def _attest(world: World, batch: ImportBatch, attester: Actor) -> None:
    attest(
        batch=batch,
        seen_hash=batch.content_hash,
        actor=attester,
        on=world.on,
        at=world.at,
        method="signed in",
        strength="two factors",
    )
