"""Pages of what happened to a thing, newest first."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainee_app.access import actor, permit
from trainee_app.cohorts.models import Cohort, Trainee
from trainee_app.history import queries
from trainee_app.history.queries import Looked, Page
from trainee_app.history.rules import SENTENCES, speak
from trainee_app.logbook.models import LogEntry
from trainee_app.people.events import named
from trainee_app.people.models import Person
from trainee_app.people.queries import roles_of
from trainee_app.programmes.models import Programme
from trainee_app.web import formats
from trainee_app.web.parts import HistoryItem, Link

blueprint = Blueprint("history", __name__)

_LARGEST_KEY = 2**63 - 1
# The signature of an entry is told once, by the log.
_TOLD_TWICE = frozenset({"DocumentSigned"})
# What a trainee only begins is nobody else's to see.
_OWN_DRAFTS = frozenset({"EntryDrafted", "EntryDiscarded"})
# When somebody comes and goes is theirs alone to see.
_OWN_COMINGS = frozenset({"SignedIn", "SignedOut", "SecondFactorShown", "IdentityConfirmed"})


@blueprint.get("/entries/<public_id>/history")
@permit("entry.history")
def entry(entry: LogEntry) -> ResponseReturnValue:
    """What happened to a log entry."""
    is_own = entry.trainee.person_id == actor().person_id
    left_out = _TOLD_TWICE if is_own else _TOLD_TWICE | _OWN_DRAFTS
    page = queries.told_about(f"entry:{entry.public_id}", before=_key("before"), left_out=left_out)
    day = formats.long_date(entry.worked_on)
    return _shown(
        page,
        entry.public_id,
        entry.trainee.cohort.programme.zone,
        f"Entry of {day}",
        entry.trainee.person.name,
        back=Link(f"The entry of {day}", url_for("logbook.entry", public_id=entry.public_id)),
    )


@blueprint.get("/trainees/<public_id>/history")
@permit("trainee.history")
def trainee(trainee: Trainee) -> ResponseReturnValue:
    """What happened to a trainee's record, and who has opened its entries."""
    zone = trainee.cohort.programme.zone
    page = queries.told_about(f"trainee:{trainee.public_id}", before=_key("before"))
    looked, older = queries.readings_of(trainee, _key("looked_before"))
    return _shown(
        page,
        trainee.public_id,
        zone,
        trainee.person.name,
        trainee.cohort.name,
        readings=[_reading(each, zone) for each in looked],
        older_readings=url_for(request.endpoint or "", public_id=trainee.public_id, looked_before=older)
        if older
        else None,
    )


@blueprint.get("/cohorts/<public_id>/history")
@permit("cohort.history")
def cohort(cohort: Cohort) -> ResponseReturnValue:
    """What happened to a cohort."""
    page = queries.told_about(f"cohort:{cohort.public_id}", before=_key("before"))
    return _shown(page, cohort.public_id, cohort.programme.zone, cohort.name, cohort.programme.title)


@blueprint.get("/programmes/<public_id>/history")
@permit("programme.history")
def programme(programme: Programme) -> ResponseReturnValue:
    """What happened to a programme’s rules: drafts, proposals, versions."""
    page = queries.told_about(f"programme:{programme.public_id}", before=_key("before"))
    return _shown(page, programme.public_id, programme.zone, programme.title, "The programme’s rules")


@blueprint.get("/people/<public_id>/history")
@permit("person.history")
def person(person: Person) -> ResponseReturnValue:
    """What happened to a person's account, roles and registrations."""
    who = actor()
    is_own = person.id == who.person_id
    page = queries.told_about(
        f"person:{person.public_id}",
        named(person.id),
        before=_key("before"),
        left_out=() if is_own else _OWN_COMINGS,
        chains=None if is_own else queries.chains_kept_by(who),
    )
    roles = roles_of(who.person_id, who.on)
    zone = roles[0][0].zone if roles else formats.DEFAULT_ZONE
    return _shown(page, person.public_id, zone, person.name, "Account, roles and registrations")


def _key(name: str) -> int | None:
    """Return where the page begins; a key that no row can have is none."""
    key = request.args.get(name, type=int)
    return key if key is not None and 0 < key <= _LARGEST_KEY else None


def _shown(
    page: Page,
    public_id: str,
    zone: str,
    whose: str,
    eyebrow: str,
    *,
    back: Link | None = None,
    readings: list[HistoryItem] | None = None,
    older_readings: str | None = None,
) -> str:
    endpoint = request.endpoint or ""
    return render_template(
        "history/history.html",
        whose=whose,
        eyebrow=eyebrow,
        back=back,
        items=_items(page, zone),
        newer=url_for(endpoint, public_id=public_id) if _key("before") else None,
        older=url_for(endpoint, public_id=public_id, before=page.older) if page.older else None,
        readings=readings,
        newer_readings=url_for(endpoint, public_id=public_id) if _key("looked_before") else None,
        older_readings=older_readings,
    )


def _items(page: Page, zone: str) -> list[HistoryItem]:
    items = []
    for told in page.told:
        spoken = speak(told.event, told.actor_id, told.payload, page.names, SENTENCES)
        when = formats.local_datetime(told.at, zone)
        items.append(HistoryItem(when, spoken.sentence, spoken.icon, spoken.state, iso=told.at.isoformat()))
    return items


def _reading(looked: Looked, zone: str) -> HistoryItem:
    what = "the record" if looked.worked_on is None else f"the entry of {formats.long_date(looked.worked_on)}"
    when = formats.local_datetime(looked.at, zone)
    return HistoryItem(when, f"{looked.name} opened {what}.", "eye", iso=looked.at.isoformat())
