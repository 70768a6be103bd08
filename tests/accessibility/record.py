"""What has been logged in the world: a year's worth in every state by the verbs, thousands in one statement."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from tests.imports.sheets import applicants, hours, row
from trainee_app.access import Actor
from trainee_app.cohorts.models import Trainee
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.imports.services import GivenFile, OfficeFile, attest, bring_in, confirm, look, put_up, unpacked
from trainee_app.logbook import services
from trainee_app.logbook.models import EntryStep, EntryText, EntryVersion, LogEntry
from trainee_app.logbook.queries import version_of
from trainee_app.logbook.rules import Code, Content, Details, Seen, salted_hash, written_details
from trainee_app.people.models import Person

if TYPE_CHECKING:
    from tests.accessibility.world import Cast

MANY_ENTRIES = 2000
_WEEKS = 16
_LONG_NOTE = (
    "We stayed with the pause before each new thing; "
    + "and then, once more, with the pause. " * 8
    + "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft."
)
# By name: how many days ago, the activity, and how far it came.
_STATES = {
    "draft": (1, "reading"),
    "submitted": (2, "case_session"),
    "returned": (3, "case_session"),
    "withdrawn": (4, "liaison"),
    "signed": (5, "case_session"),
    "corrected": (8, "individual_supervision"),
    "void": (9, "case_session"),
    "missed": (10, "case_session"),
}


def log_everything(cast: Cast, ids: dict[str, str], today: date, at: datetime) -> None:
    """Let weeks pass, most of them signed, and leave one entry in each state."""
    for week in range(2, _WEEKS):
        for content in _week(today - timedelta(weeks=week)):
            entry = _hand_in(cast, content, at)
            if week > 3:
                _sign(cast, entry, at)
    for state, (days_ago, activity) in _STATES.items():
        entry = _bring_to(cast, state, _content(state, today - timedelta(days=days_ago), activity), at)
        ids[f"entry {state}"] = entry.public_id


def _week(monday: date) -> list[Content]:
    room = Details(in_the_room=("baby", "mother"), ways=("representational",))
    return [
        Content(worked_on=monday, activity="case_session", minutes=50, started_at_minute=600, details=room),
        Content(worked_on=monday + timedelta(days=1), activity="individual_supervision", minutes=60),
        Content(worked_on=monday + timedelta(days=2), activity="reading", minutes=240, note="Fraiberg, with notes."),
        Content(worked_on=monday + timedelta(days=3), activity="workshop", minutes=360),
    ]


def _content(state: str, day: date, activity: str) -> Content:
    if state == "missed":
        return Content(worked_on=day, activity=activity, minutes=0, outcome="missed")
    note = _LONG_NOTE if state == "submitted" else "Winnicott, the chapter for the next seminar."
    return Content(worked_on=day, activity=activity, minutes=55, started_at_minute=845, note=note)


def acting(person: Person, today: date) -> Actor:
    """Return the person as one who asks, with all shown that can be."""
    return Actor(person.id, today, second_factor=True, confirmed=True)


def _hand_in(cast: Cast, content: Content, at: datetime) -> LogEntry:
    marta = cast.trainees["trainee"]
    return services.submit_entry(
        trainee_id=marta.id,
        public_id=new_public_id(),
        content=content,
        actor=acting(marta.person, at.date()),
        at=at,
        confirmed=tuple(Code),
    )


def _sign(cast: Cast, entry: LogEntry, at: datetime) -> None:
    seen = Seen(entry.public_id, 1, version_of(entry.id, 1).content_hash or "")
    signer = cast.people["tutor" if entry.activity in {"reading", "workshop"} else "supervisor"]
    services.sign_entries(
        items=[seen], actor=acting(signer, at.date()), at=at, method="password", strength="two_factors"
    )


def _bring_to(cast: Cast, state: str, content: Content, at: datetime) -> LogEntry:
    marta, rees = cast.trainees["trainee"], acting(cast.people["supervisor"], at.date())
    actor = acting(marta.person, at.date())
    if state == "draft":
        return services.save_draft(trainee_id=marta.id, public_id=new_public_id(), content=content, actor=actor, at=at)
    entry = _hand_in(cast, content, at)
    if state in {"signed", "corrected", "void"}:
        _sign(cast, entry, at)
    if state == "withdrawn":
        services.withdraw_entry(entry=entry, actor=actor, at=at)
    elif state == "returned":
        words = "Was this the full 50 minutes? You said that they came late."
        services.return_entry(entry=entry, seen_version=1, comment=words, actor=rees, at=at)
    elif state == "void":
        office = acting(cast.people["administrator"], at.date())
        services.void_entry(entry=entry, seen_version=1, reason="Logged twice.", actor=office, at=at)
    elif state == "corrected":
        changed = Content(
            worked_on=content.worked_on, activity=content.activity, minutes=45, note="Shorter than I wrote."
        )
        services.correct_entry(entry=entry, content=changed, actor=actor, at=at, confirmed=tuple(Code))
    return entry


def log_very_much(trainee: Trainee, today: date, at: datetime) -> None:
    """Write thousands of entries that wait, as rows: only how pages look with them is asked here."""
    whose = {"programme_id": trainee.programme_id}
    said = [
        {**whose, "worked_on": today - timedelta(days=1 + number % 250), "activity": "case_session", "minutes": 50}
        for number in range(MANY_ENTRIES)
    ]
    entries: list[dict[str, Any]] = [
        {
            **each,
            "public_id": new_public_id(),
            "trainee_id": trainee.id,
            "state": "submitted",
            "credited_minutes": 60,
            "submitted_on": today,
            "recorded_at": at,
        }
        for each in said
    ]
    found = list(db.session.scalars(insert(LogEntry).returning(LogEntry.id, sort_by_parameter_order=True), entries))
    stamp = {"number": 1, "details": written_details(Details()), "written_at": at, "submitted_at": at}
    kept = {"text_hash": salted_hash("salt", _LONG_NOTE), "content_hash": "0" * 64}
    versions = [{**each, **stamp, **kept, "entry_id": id_} for each, id_ in zip(said, found, strict=True)]
    numbers = db.session.scalars(
        insert(EntryVersion).returning(EntryVersion.id, sort_by_parameter_order=True), versions
    )
    texts = [{**whose, "version_id": id_, "salt": "salt", "text": _LONG_NOTE, "sealed": True} for id_ in numbers]
    db.session.execute(insert(EntryText), texts)
    step = {**whose, "version": 1, "state_before": "draft", "state_after": "submitted", "actor_id": trainee.person_id}
    db.session.execute(insert(EntryStep), [{**step, "at": at, "entry_id": id_} for id_ in found])
    services.rebuild_totals()


def bring_files_in(cast: Cast, ids: dict[str, str], today: date, at: datetime) -> None:
    """Bring two files in: one that waits and has something to say about every kind of row, one attested by two."""
    name = cast.trainees["trainee"].person.name

    def on(days_ago: int) -> str:
        return (today - timedelta(days=days_ago)).strftime("%d.%m.%y")

    una = ("Una Hobart", "una.hobart@example.org", "BPC", "R97821", "28/11/2027", "offered, accepted")
    hana = ("Hana Rees", "hana.rees@example.org", "", "", "", "not offered")
    rows = [
        row(name, on(70), "Seminar", "2h"),
        row(name, on(70), "Seminar", "2h"),
        row(name, on(71), "Case session", "50 min"),
    ]
    rows += [row(name, on(72), "Seminar", "two hours or so"), row(name, "32.13.25", "Seminar", "3h")]
    waiting = _bring(cast, "cohort.xlsx", today, at, applicants(una, hana), hours(*rows))
    ids["batch waiting"] = waiting.public_id
    attested = _bring(cast, "winter-term.xlsx", today, at, hours(row(name, on(90), "Seminar", "2h")))
    for word in ("administrator", "director"):
        attest(
            batch=attested,
            seen_hash=attested.content_hash,
            actor=acting(cast.people[word], today),
            on=today,
            at=at,
            method="password",
            strength="two_factors",
        )
    ids["batch attested"] = attested.public_id
    _put_time_up(cast, ids, today, at)


def _put_time_up(cast: Cast, ids: dict[str, str], today: date, at: datetime) -> None:
    """Put files of time up: one with faults of every kind, one in which nothing is new, one that was brought in."""
    trainee = cast.trainees["trainee"]
    day = (today - timedelta(days=40)).isoformat()
    good = f"Date,What,Minutes\n{day},Reading,50\n"
    faulty = f"{good}{day},Reading,50\n{day},Reading,soon\n{day},Lunch,30\n,,\n"
    for name, text in (("time faulty", faulty), ("time empty", "Date,What,Minutes\n"), ("time brought", good)):
        file = put_up(
            public_id=new_public_id(),
            cohort=cast.cohort,
            trainee=trainee,
            is_own=True,
            given=unpacked(GivenFile(f"{name}.csv", text.encode())),
            actor=acting(trainee.person, today),
            at=at,
        )
        ids[name] = file.public_id
        if name == "time brought":
            seen = look(file=file, on=today).account.digest()
            confirm(file=file, seen=seen, actor=acting(trainee.person, today), on=today, at=at)


def _bring(cast: Cast, name: str, today: date, at: datetime, *sheets: Any) -> Any:
    file = OfficeFile(name, name.encode(), tuple(sheets))
    nobody = Actor(0, today, second_factor=True)
    batch = bring_in(cohort=cast.cohort, file=file, actor=nobody, on=today, at=at).batch
    assert batch is not None
    return batch
