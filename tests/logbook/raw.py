"""The record as its raw versions and steps tell it, reckoned in the slowest and most obvious way.

Nothing here uses what the application stores beside them, nor its rules: it is what they are held against.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from trainee_app.db import db
from trainee_app.logbook.models import EntryStep, EntryVersion, LogEntry

LONDON = ZoneInfo("Europe/London")
GRACE = timedelta(days=14)
CONTACT = {"case_session", "assessment"}
SUPERVISION = {"individual_supervision", "group_supervision"}


@dataclass
class RawEntry:
    """What stands of one entry: the version that counts, and the days of handing in and of signing it."""

    state: str
    worked_on: date
    activity: str
    placement_id: int | None
    minutes: int
    credit: int
    held: bool
    video: bool
    submitted_on: date | None
    signed_on: date | None

    def counts_or_waits(self) -> bool:
        return self.state in {"submitted", "signed"}


def raw_entries(trainee_id: int) -> list[RawEntry]:
    """Read every entry of the trainee that counts or waits, from versions and steps alone."""
    entries = []
    for entry_id in db.session.scalars(select(LogEntry.id).where(LogEntry.trainee_id == trainee_id)).all():
        steps = db.session.scalars(select(EntryStep).where(EntryStep.entry_id == entry_id).order_by(EntryStep.id)).all()
        versions = {
            version.number: version
            for version in db.session.scalars(select(EntryVersion).where(EntryVersion.entry_id == entry_id))
        }
        entries.append(_replay(steps, versions))
    return [entry for entry in entries if entry is not None and entry.counts_or_waits()]


def _replay(steps, versions) -> RawEntry | None:
    standing = None
    for step in steps:
        version = versions[step.version]
        if standing is not None and standing.state == "signed":
            if step.state_after == "void":
                standing.state = "void"
            elif step.state_after == "signed":
                standing = _after_correction(standing, _raw(version, "signed", step.at.astimezone(LONDON).date()))
        else:
            signed_on = step.at.astimezone(LONDON).date() if step.state_after == "signed" else None
            standing = _raw(version, step.state_after, signed_on)
    return standing


def _after_correction(old: RawEntry, new: RawEntry) -> RawEntry:
    same_work = (old.worked_on, old.activity, old.placement_id) == (new.worked_on, new.activity, new.placement_id)
    if same_work and new.credit <= old.credit:
        new.submitted_on, new.signed_on = old.submitted_on, old.signed_on
    return new


def _raw(version, state: str, signed_on: date | None) -> RawEntry:
    held = version.outcome == "held"
    credit = version.minutes if held else 0
    if held and version.activity == "case_session" and 50 <= version.minutes <= 60:
        credit = 60
    handed_in = version.submitted_at if version.source == "page" else None
    return RawEntry(
        state=state,
        worked_on=version.worked_on,
        activity=version.activity,
        placement_id=version.placement_id,
        minutes=version.minutes,
        credit=credit,
        held=held,
        video=json.loads(version.details).get("video_reviewed", False),
        submitted_on=handed_in.astimezone(LONDON).date() if handed_in else None,
        signed_on=signed_on,
    )


def raw_totals(entries: list[RawEntry]) -> dict[tuple[str, date, str], tuple[int, int, int]]:
    """Sum by activity, month and state: recorded, credited, number."""
    sums: dict[tuple[str, date, str], tuple[int, int, int]] = defaultdict(lambda: (0, 0, 0))
    for entry in entries:
        if entry.held:
            key = (entry.activity, entry.worked_on.replace(day=1), entry.state)
            recorded, credited, number = sums[key]
            sums[key] = (recorded + entry.minutes, credited + entry.credit, number + 1)
    return dict(sums)


def in_time(entry: RawEntry, closes_on: date, as_of: date) -> bool:
    """Whether supervision reaches its period: signed by the last day of grace, or still able to be."""
    if entry.submitted_on is None:
        return True
    if entry.submitted_on > closes_on:
        return False
    if entry.state == "signed":
        assert entry.signed_on is not None
        return entry.signed_on <= closes_on
    return as_of <= closes_on


@dataclass
class RawPeriod:
    """One period (at one site), added up."""

    contact: int = 0
    supervision: int = 0
    awaiting: int = 0
    late: int = 0
    has_contact: bool = False


def raw_periods(entries: list[RawEntry], as_of: date, *, weekly: bool) -> dict[tuple[date, int | None], RawPeriod]:
    """Add up the periods with client contact: calendar months over all work, or ISO weeks at each site."""
    periods: dict[tuple[date, int | None], RawPeriod] = defaultdict(RawPeriod)
    for entry in entries:
        if not entry.held:
            continue
        begins, closes_on = _week(entry.worked_on) if weekly else _month(entry.worked_on)
        period = periods[begins, entry.placement_id if weekly else None]
        if entry.activity in CONTACT and (entry.submitted_on is None or entry.submitted_on <= closes_on):
            period.has_contact = True
            period.contact += entry.credit
        if entry.activity in SUPERVISION:
            name = "late" if not in_time(entry, closes_on, as_of) else _place(entry)
            setattr(period, name, getattr(period, name) + entry.credit)
    return {key: period for key, period in periods.items() if period.has_contact}


def _place(entry: RawEntry) -> str:
    return "supervision" if entry.state == "signed" else "awaiting"


def _month(day: date) -> tuple[date, date]:
    begins = day.replace(day=1)
    following = (begins + timedelta(days=32)).replace(day=1)
    return begins, following - timedelta(days=1) + GRACE


def _week(day: date) -> tuple[date, date]:
    begins = day - timedelta(days=day.weekday())
    return begins, begins + timedelta(days=6) + GRACE


def clinical_that_counts(entries: list[RawEntry], as_of: date) -> int:
    """Signed clinical credit, without the contact of weeks at a site that closed with less than an hour of supervision."""
    periods = raw_periods(entries, as_of, weekly=True)
    total = 0
    for entry in entries:
        if entry.state != "signed" or not entry.held or entry.activity not in CONTACT | SUPERVISION | {"liaison"}:
            continue
        begins, closes_on = _week(entry.worked_on)
        period = periods.get((begins, entry.placement_id))
        was_handed_in_time = entry.submitted_on is None or entry.submitted_on <= closes_on
        is_void = (
            entry.activity in CONTACT
            and was_handed_in_time
            and period is not None
            and as_of > closes_on
            and period.supervision < 60
        )
        total += 0 if is_void else entry.credit
    return total
