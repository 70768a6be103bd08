"""Random records: days near the ends of months and weeks, late signatures, work at two sites, cases and waivers."""

from datetime import date, timedelta
from random import Random
from typing import Any

from tests.programmes.slow.programmes import SITE_NAMES
from tests.programmes.slow.raw import Excused, Filed, GoneOn, Presented, RawCase, Record, Registered, Row, Taught
from tests.programmes.slow.reading import months_later

_ACTIVITIES = (
    "case_session", "case_session", "assessment", "individual_supervision", "group_supervision", "seminar", "reading", "liaison",
)  # fmt: skip
_MINUTES = (1, 15, 20, 21, 30, 45, 49, 50, 55, 60, 61, 90, 120, 300)
# A leap day, both changes of the clocks, the turn of a year with an ISO week across it.
_STARTS = (date(2026, 9, 1), date(2026, 10, 5), date(2027, 12, 29), date(2028, 1, 31), date(2027, 3, 15))
_EDGES = (date(2028, 2, 29), date(2026, 10, 25), date(2027, 3, 28), date(2028, 1, 2), date(2028, 3, 1))


def random_record(dice: Random, document: dict[str, Any], as_of: date | None = None) -> tuple[Record, date]:
    """Return a record of the programme's length, and a day to judge it on."""
    starts_on = dice.choice(_STARTS) + timedelta(days=dice.randint(0, 3))
    ends_on = months_later(starts_on, document["programme"]["length_months"]) + timedelta(days=dice.choice([0, 0, 30]))
    as_of = as_of or _day_of_judging(dice, starts_on, ends_on)
    sites = dice.choice([(), ("North", "South team"), ("North", " NORTH"), SITE_NAMES])
    cases = tuple(_case(dice, starts_on, as_of) for _ in range(dice.choice([0, 1, 1, 2, 4])))
    rows = tuple(_row(dice, starts_on, as_of, sites, cases) for _ in range(dice.choice([0, 3, 10, 25, 40])))
    rows += tuple(_session(dice, starts_on, as_of, cases) for _ in range(dice.choice([0, 0, 2, 4])) if cases)
    keys = [each["key"] for each in document["requirement"]]
    excused = tuple(_excused(dice, keys, starts_on, as_of) for _ in range(dice.choice([0, 0, 1, 2])))
    registered = tuple(_registered(dice, starts_on) for _ in range(dice.choice([0, 1, 3])))
    brought = tuple(
        (record, dice.choice([None, starts_on, as_of]), dice.choice([None, 0, 11, 12, 60]), dice.random() < 0.3)
        for record in dice.sample(["experience", "personal_therapy"], dice.choice([0, 1, 2]))
    )
    moved_days = dice.choice([0, 0, min(7, (ends_on - starts_on).days - 1)])
    return Record(
        starts_on,
        ends_on,
        rows,
        sites,
        cases,
        excused,
        registered,
        brought,
        moved_days,
        *_kept_elsewhere(dice, starts_on, ends_on, as_of),
    ), as_of


def _kept_elsewhere(dice: Random, starts_on: date, ends_on: date, as_of: date) -> tuple[Any, Any, Any]:
    """Return records, what goes on, and attendance; now and then nobody keeps them."""
    if dice.random() < 0.2:
        return None, None, None
    days = [starts_on + timedelta(days=dice.randint(-30, 400)) for _ in range(6)]
    filed = tuple(
        Filed(
            sort,
            "fees" if sort == "fees" else dice.choice(["essay", "letter"]),
            dice.choice([None, *days[:3]]),
            dice.choice([None, *days[3:]]),
            dice.choice(["tutor", "supervisor"]),
        )
        for sort in dice.choices(["document", "paper", "attestation", "fees"], k=dice.choice([0, 2, 6]))
    )
    gone_on = tuple(
        GoneOn(
            dice.choice(["personal_therapy", "personal_therapy", "infant_observation"]),
            on,
            dice.choice([None, on + timedelta(days=dice.choice([30, 60]))]),
            dice.choice([None, 1, 2]),
        )
        for on in [starts_on, *dice.sample(days, dice.choice([0, 1, 2]))]
    )
    taught = tuple(
        Taught(
            dice.choice(["Theory", "Infants"]), day, 90, dice.choice([None, 0, 60, 90, 90]) if day <= as_of else None
        )
        for day in days
    )
    return filed, gone_on, taught


def _day_of_judging(dice: Random, starts_on: date, ends_on: date) -> date:
    length = (ends_on - starts_on).days
    return dice.choice(
        [
            ends_on + timedelta(days=dice.choice([-1, 0, 1, 40])),
            starts_on + timedelta(days=dice.randint(-5, length + 30)),
            _near_an_edge(dice, starts_on, starts_on + timedelta(days=length)),
        ]
    )


def _near_an_edge(dice: Random, first: date, last: date) -> date:
    """Return a day at or beside the end of a month or a week, or a day on which the clocks change."""
    if last <= first:
        return first
    day = first + timedelta(days=dice.randint(0, (last - first).days))
    special = [each for each in _EDGES if first <= each <= last]
    choice = dice.choice(["month", "week", "special", "any"])
    if choice == "special" and special:
        return dice.choice(special)
    if choice == "month":
        day = day.replace(day=1)
    if choice == "week":
        day -= timedelta(days=day.weekday())
    return min(max(day + timedelta(days=dice.choice([-1, 0, 0])), first), last)


def _row(dice: Random, starts_on: date, as_of: date, sites: tuple[str, ...], cases: tuple[RawCase, ...]) -> Row:
    # Within a stretch of two months, so that work meets in one period.
    first = max(min(starts_on, as_of - timedelta(days=5)), as_of - timedelta(days=dice.choice([20, 60, 600])))
    on = _near_an_edge(dice, min(first, as_of), as_of)
    activity = dice.choice(_ACTIVITIES)
    outcome = dice.choice(["held"] * 8 + ["missed", "cancelled"])
    state = dice.choice(["signed"] * 6 + ["submitted"] * 3 + ["draft", "returned", "void"])
    submitted_on, signed_on = _days_after(dice, on, as_of)
    ended_on = min(signed_on + timedelta(days=dice.choice([0, 1, 20])), as_of)
    is_case = cases and activity in ("case_session", "assessment")
    return Row(
        on=on,
        activity=activity,
        minutes=dice.choice(_MINUTES) if outcome == "held" else dice.choice([0, 50]),
        state=state,
        outcome=outcome,
        case=dice.choice([None, *range(len(cases))]) if is_case else None,
        site=dice.choice([None, *range(len(sites))]),
        submitted_on=submitted_on,
        signed_on=signed_on if state in ("signed", "void") else None,
        ended_on=ended_on if state in ("returned", "void") else None,
        video=dice.random() < 0.4,
        present=dice.choice([0, 1, 2, 3, 5, 7]) if activity == "group_supervision" else 0,
    )


def _session(dice: Random, starts_on: date, as_of: date, cases: tuple[RawCase, ...]) -> Row:
    """One session of a case at any time of the training; often it waits for its signature."""
    on = _near_an_edge(dice, min(starts_on, as_of), as_of)
    is_signed = dice.random() < 0.4
    case = dice.randrange(len(cases))
    signed_on = on if is_signed else None
    return Row(on, "case_session", 50, "signed" if is_signed else "submitted", "held", case, None, on, signed_on)


def _days_after(dice: Random, on: date, as_of: date) -> tuple[date | None, date]:
    """When it was handed in and signed: soon, at the last moment of some grace, or long after."""
    submitted_on = min(on + timedelta(days=dice.choice([0, 0, 1, 3, 14, 15, 40])), as_of)
    signed_on = min(submitted_on + timedelta(days=dice.choice([0, 0, 1, 2, 13, 14, 30])), as_of)
    return (None if dice.random() < 0.1 else submitted_on), signed_on


def _case(dice: Random, starts_on: date, as_of: date) -> RawCase:
    opened_on = min(starts_on, as_of)
    ended_on = opened_on + timedelta(days=dice.randint(0, max((as_of - opened_on).days, 0)))
    is_ended = dice.random() < 0.4
    return RawCase(
        kind=dice.choice(["parent_infant", "parent_infant", "group"]),
        age_band=dice.choice(["under_3", "3_to_6"]),
        opened_on=opened_on,
        ending=dice.choice(["planned", "transferred", "moved"]) if is_ended else None,
        ended_on=ended_on if is_ended else None,
        phases=tuple((phase, opened_on) for phase in ("early", "middle") if dice.random() < 0.5),
        presented=tuple(
            Presented(
                _near_an_edge(dice, opened_on, as_of),
                dice.choice([10, 45, 90]),
                dice.choice(["signed", "signed", "waiting", "void"]),
                dice.random() < 0.4,
                dice.choice(["Rees", "Fenn", "Quist"]),
            )
            for _ in range(dice.choice([0, 1, 3]))
        ),
    )


def _excused(dice: Random, keys: list[str], starts_on: date, as_of: date) -> Excused:
    period_on = dice.choice([None, _near_an_edge(dice, starts_on, max(as_of, starts_on)).replace(day=1)])
    return Excused(dice.choice(keys), as_of + timedelta(days=dice.choice([-20, 0, 0, 1])), period_on)


def _registered(dice: Random, starts_on: date) -> Registered:
    from_on = starts_on + timedelta(days=dice.choice([-100, -31, 0, 30]))
    until_on = dice.choice([None, from_on + timedelta(days=dice.choice([30, 60, 129, 130, 400]))])
    return Registered(dice.choice(["BPC", "HCPC"]), from_on, until_on)
