"""Sample standings for the components' page: pace, months, requirements, a cohort."""

from datetime import date, timedelta
from typing import Final

from trainee_app.web.charts import (
    Bar,
    BarFigures,
    BurnUpPicture,
    Course,
    Projection,
    Reading,
    bars,
    burn_up_picture,
    meter_percent,
)
from trainee_app.web.parts import MatrixCell, MatrixRow, MonthMark, RequirementRow

STARTED: Final = date(2025, 10, 6)
ENDS: Final = date(2027, 4, 5)
TARGET_MINUTES: Final = 688 * 60
NOWHERE: Final = "#main"
STANDING_STATES: Final = (
    "met",
    "on_track",
    "behind",
    "not_possible",
    "needs_decision",
    "waived",
    "not_yet_due",
    "too_early",
)
NAMES: Final = (
    "Bea Kettle",
    "Grace Doyle",
    "Maximiliane Featherstonehaugh-Wolstenholme",
    "Łucja Świętosławska",
    "Gülşah Çağlayan",
    "Tŷ Llŷr ap Gwŷn",
)
COLUMNS: Final = (
    "688 hours",
    "Teaching",
    "Study",
    "Clinical",
    "3 cases",
    "Monthly supervision",
    "Video",
    "Observation",
)


def _course(weeks: int, weekly_minutes: int, *, waiting: int = 0, projection: Projection | None = None) -> Course:
    signed = tuple(
        Reading(STARTED + timedelta(weeks=week), week * weekly_minutes - (week * 37) % 90)
        for week in range(1, weeks + 1)
    )
    return Course(
        starts_on=STARTED,
        ends_on=ENDS,
        as_of=STARTED + timedelta(weeks=weeks, days=2),
        target_minutes=TARGET_MINUTES,
        signed=signed,
        milestones=tuple(
            Reading(on, hours * 60)
            for on, hours in (
                (date(2026, 1, 5), 78),
                (date(2026, 4, 13), 205),
                (date(2026, 9, 7), 410),
                (date(2027, 1, 4), 560),
                (ENDS, 688),
            )
        ),
        waiting_minutes=waiting,
        projection=projection,
    )


def pictures_sample() -> tuple[tuple[str, BurnUpPicture], ...]:
    """Burn-ups: behind, on track, too early, empty, far off."""
    late = Projection(date(2027, 4, 27), date(2027, 4, 8), date(2027, 5, 20), "late April", "behind")
    in_time = Projection(date(2027, 3, 12), date(2027, 3, 1), date(2027, 3, 25), "mid-March", "on_track")
    far = Projection(date(2028, 9, 1), date(2028, 5, 1), date(2029, 1, 1), "autumn 2028", "not_possible")
    return (
        (
            "Behind",
            burn_up_picture(
                _course(58, 507, waiting=900, projection=late),
                "490 hours signed by week 59; the milestone is 512. On the present pace 688 hours are reached in late April 2027, shortly after the end of the course.",
            ),
        ),
        (
            "On track",
            burn_up_picture(
                _course(60, 555, projection=in_time),
                "On the present pace 688 hours are reached in mid-March 2027, before the end of the course.",
            ),
        ),
        (
            "Too early to say",
            burn_up_picture(
                _course(5, 420, waiting=240), "30 hours signed in the first five weeks; too early for a projection."
            ),
        ),
        ("Nothing yet", burn_up_picture(_course(0, 0), "The course has begun; nothing is signed yet.")),
        (
            "Far off",
            burn_up_picture(
                _course(55, 240, projection=far),
                "On the present pace 688 hours are not reached by the end of the course.",
            ),
        ),
    )


def bars_sample() -> tuple[Bar, ...]:
    """Bars: with and without a minimum, with and without hours that wait."""
    return bars(
        (
            BarFigures("Teaching", 171 * 60, 0, 180 * 60, "3 teaching days to come, 18 h"),
            BarFigures("Self-directed study", 196 * 60, 360, 220 * 60, "6 h waiting for your tutor since 9 November"),
            BarFigures(
                "Clinical practice",
                131 * 60,
                480,
                220 * 60,
                "the part that is behind: 89 h to go in 19 weeks",
                "behind",
            ),
            BarFigures("Liaison with the family’s network, with no minimum", 0),
        )
    )


def months_sample() -> tuple[MonthMark, ...]:
    """Months: met, without clinical work, short, still open."""
    figures = (
        (6, 90, 360, "met"),
        (7, 120, 420, "met"),
        (8, 0, 0, "not_yet_due"),
        (9, 60, 480, "short"),
        (10, 90, 540, "met"),
    )
    closed = [
        MonthMark(date(2026, month, 1), minutes, of, state, "No clinical work" if not of else None)
        for month, minutes, of, state in figures
    ]
    return (*closed, MonthMark(date(2026, 11, 1), 60, 540, "short", "30 min short", is_open=True))


REQUIREMENTS: Final = {
    "met": (
        "Video reviewed in at least 6 sessions",
        "Last on 4 November, KESTREL-47, with Dr Rees.",
        "8 of 6",
        meter_percent(8, 6),
    ),
    "on_track": (
        "Teaching, at least 180 hours",
        "Three teaching days remain; each counts 6 hours.",
        "171 h of 180 h",
        meter_percent(171, 180),
    ),
    "behind": (
        "Clinical practice, at least 220 hours",
        "At 3 h 20 a week this is met in late May. Your third case has not begun.",
        "131 h of 220 h",
        meter_percent(131, 220),
    ),
    "not_possible": (
        "One case of at least 8 months",
        "Not possible by 5 April 2027: talk to Anna about dates.",
        "0 of 1",
        meter_percent(0, 1),
    ),
    "needs_decision": (
        "One-year infant observation",
        "Your seminar was eleven months. The board decides on equivalence on 12 December.",
        "Finished July 2026",
        meter_percent(11, 12),
    ),
    "waived": (
        "Four years of therapeutic experience",
        "Accepted as equivalent on 2 October 2025.",
        "3 years 10 months",
        None,
    ),
    "not_yet_due": ("Final case paper", "Nothing to do yet.", "Due 1 March 2027", meter_percent(0, 1)),
    "too_early": (
        "688 hours of learning",
        "From January on this says how your pace compares.",
        "30 h of 688 h",
        meter_percent(30, 688),
    ),
}


def requirements_sample() -> tuple[RequirementRow, ...]:
    """One requirement in each state."""
    return tuple(
        RequirementRow(
            title,
            state,
            sentence,
            figure,
            percent,
            source="To be confirmed by the course.",
            id=f"requirement-{state}",
            opened=state == "behind",
        )
        for state, (title, sentence, figure, percent) in REQUIREMENTS.items()
    )


def matrix_rows_sample() -> tuple[MatrixRow, ...]:
    """A small cohort with long and foreign names, in every state."""
    size = len(STANDING_STATES)
    return tuple(
        MatrixRow(
            name,
            NOWHERE,
            STANDING_STATES[index % size],
            "late May" if index % 2 else "by 5 April",
            tuple(
                MatrixCell(STANDING_STATES[(index + column) % size], f"{488 + column} h")
                for column in range(len(COLUMNS))
            ),
        )
        for index, name in enumerate(NAMES)
    )
