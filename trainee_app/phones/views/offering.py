"""What an enrolled phone is told, and no more: it may lie about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from trainee_app.cases.queries import open_cases
from trainee_app.cohorts.queries import definition_of_cohort
from trainee_app.logbook.queries import offered_again
from trainee_app.logbook.rules import Offer, written_start
from trainee_app.phones.models import PhoneEnrolment
from trainee_app.programmes.rules import Definition
from trainee_app.web.formats import duration, local_date, long_date


def offered_to(phone: PhoneEnrolment, on: date) -> dict[str, Any]:
    """Return activities, usual entries and the codes of the cases open on the day, as the phone's page reads them.

    `owner` is a random name by which drafts of two people on one phone are told apart.
    """
    trainee = phone.trainee
    definition = definition_of_cohort(trainee.cohort_id)
    cases = {each.id: each for each in open_cases(trainee.id, on)}
    names = {each.id: each.public_id for each in cases.values()}
    return {
        "owner": trainee.public_id,
        "until": long_date(local_date(phone.expires_at, trainee.cohort.programme.zone)),
        "activities": [
            {"key": key, "title": each.title, "case": each.needs_case} for key, each in definition.activities.items()
        ],
        "cases": [{"id": each.public_id, "words": f"Case {each.number} · {each.code}"} for each in cases.values()],
        "usual": [_usual(each, definition, names) for each in offered_again(trainee.id, definition, on)],
    }


def _usual(offer: Offer, definition: Definition, cases: Mapping[int, str]) -> dict[str, str]:
    entry = offer.entry
    return {
        "words": offer.words(definition.title_of(entry.activity)),
        "activity": entry.activity,
        "case": cases.get(entry.case_id or 0, ""),
        "time": duration(entry.minutes),
        "start": written_start(offer.started_at_minute),
    }
