"""What the pages of this room share: whom personal therapy is kept from, and the day that an address asks for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from flask import request
from werkzeug.datastructures import MultiDict

from trainee_app import clock
from trainee_app.access import actor, can
from trainee_app.cohorts.models import Trainee
from trainee_app.cohorts.queries import signers_on
from trainee_app.credentials.rules import is_about_therapy
from trainee_app.logbook.queries import PastEntry
from trainee_app.programmes.rules import Definition
from trainee_app.readiness import queries
from trainee_app.readiness.forms import LookBackForm
from trainee_app.readiness.queries import Judged, PastDay
from trainee_app.readiness.rules import Reading, day_ends_at, signers_in_words
from trainee_app.web.fields import one_line

_LONGEST_NAME = 80
# Half an address is answered, never taken for another day or another reading than was meant.
_LOOKS_BACK = {"on", "as", "reading"}


@dataclass(frozen=True)
class Asked:
    """The day that an address asks for. `reading` None: today. `arguments` ask for the same day again."""

    today: date
    as_of: date
    reading: Reading | None
    form: LookBackForm

    @property
    def arguments(self) -> Mapping[str, str]:
        """What an address needs to ask for the same day in the same reading."""
        return {"on": self.as_of.isoformat(), "as": self.reading.value} if self.reading else {}

    @property
    def status(self) -> int:
        """A day that cannot be shown is said at the field, beside the standing of today."""
        return 422 if self.form.errors else 200


def asked_for(trainee: Trainee) -> Asked:
    """Read `?on=` and `?as=`; nothing asked for, or nothing that can be shown, is today."""
    today = clock.today(trainee.cohort.programme.zone)
    given = _meant(request.args) if _LOOKS_BACK & request.args.keys() else None
    form = LookBackForm(trainee.cohort.starts_on, today, formdata=given)
    if given is None or not form.validate() or form.on.data == today:
        return Asked(today, today, None, form)
    return Asked(today, form.on.data, Reading(form.reading.data), form)


def _meant(given: MultiDict[str, str]) -> MultiDict[str, str]:
    """The reading under the name that the form has for it, where an address typed by hand calls it so."""
    return given if "as" in given else MultiDict([*given.items(), ("as", given.get("reading", Reading.RECORDED))])


def past_day(trainee: Trainee, asked: Asked) -> PastDay:
    """Return the day asked for as the queries want it."""
    ends_at = day_ends_at(asked.as_of, trainee.cohort.programme.zone)
    return PastDay(asked.as_of, ends_at, ends_at if asked.reading is Reading.RECORDED else None)


def judged_then(trainee: Trainee, asked: Asked) -> Judged:
    """Return how the trainee stood on the day asked for, or stands today."""
    if asked.reading is None:
        return queries.judge_one(trainee.id, asked.as_of)
    return queries.judge_past([trainee.id], past_day(trainee, asked))[0]


def judged_with_entries(trainee: Trainee, asked: Asked) -> tuple[Judged, tuple[PastEntry, ...]]:
    """Return the standing of the day asked for with the entries that its figures are made of."""
    return queries.judge_past_with_entries([trainee.id], past_day(trainee, asked))[0]


def names_of(trainee: Trainee, on: date) -> dict[str, str]:
    """Return who is meant by the supervisor and the tutor in the trainee's sentences."""
    return signers_in_words(signers_on(trainee.id, on))


def typed_name() -> str:
    """Return the letters of a name that a list is asked for; what no name is made of is left out."""
    return one_line(request.args.get("name", ""))[:_LONGEST_NAME]


def kept_back_from_actor(trainee: Trainee, definition: Definition) -> Collection[str]:
    """Return the requirements that whoever asks is told nothing of: of personal therapy supervisors and examiners."""
    hears_all = trainee.person_id == actor().person_id or can(actor(), "therapy.hear", trainee.cohort.programme)
    return () if hears_all else about_therapy(definition)


def about_therapy(definition: Definition) -> Collection[str]:
    """Return the keys of the requirements that are about personal therapy."""
    return [each.key for each in definition.requirements if is_about_therapy(each)]
