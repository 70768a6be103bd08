"""Sample data for the page that shows every component in every state: invented people, long names, none and many."""

from datetime import date, timedelta
from typing import Any, Final

from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    Form,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from trainee_app.web.charts import (
    BarFigures,
    BurnUpPicture,
    Course,
    Projection,
    Reading,
    bars,
    burn_up_picture,
    meter_percent,
)
from trainee_app.web.parts import (
    Chip,
    Column,
    EntryLine,
    Fact,
    HistoryItem,
    Link,
    MatrixCell,
    MatrixRow,
    MonthMark,
    NextStep,
    QueueItem,
    RequirementRow,
)

TODAY: Final = date(2026, 11, 20)
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
ENTRY_STATES: Final = ("draft", "submitted", "withdrawn", "returned", "signed", "superseded", "void", "discarded")
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


class SampleForm(Form):
    """One field of every kind."""

    title = StringField(
        "What it was",
        [InputRequired("Say in a few words what it was."), Length(max=60)],
        description="As you would say it to a colleague.",
    )
    worked_on = DateField("Date", [InputRequired("Enter the day of the work, for example 20 November 2026.")])
    minutes = IntegerField(
        "Minutes",
        [
            InputRequired("Enter how long it took."),
            NumberRange(1, 1440, "Enter between 1 and 1,440 minutes; a day has no more."),
        ],
    )
    case = SelectField(
        "Case",
        choices=[("", "Choose a case"), ("1", "KESTREL-47 · weekly, session 31"), ("2", "ALDER-12 · fortnightly")],
        validators=[InputRequired("Choose the case this session belongs to.")],
    )
    place = RadioField(
        "Where",
        choices=[("clinic", "Clinic room"), ("centre", "Children’s centre"), ("home", "At the family’s home")],
        validators=[InputRequired("Say where you met.")],
    )
    kind = RadioField(
        "Kind",
        choices=[("case", "Case session"), ("supervision", "Supervision"), ("reading", "Reading")],
        default="case",
        validators=[InputRequired("Choose a kind.")],
    )
    present = SelectMultipleField(
        "In the room",
        choices=[("baby", "The baby"), ("mother", "Mother"), ("father", "Father"), ("other", "Another carer, by role")],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validators=[InputRequired("Tick everybody who was in the room.")],
    )
    note = TextAreaField(
        "Note for your supervisor", [Optional(), Length(max=400)], description="No names: a code, an age band, a role."
    )
    password = PasswordField("Your password", [InputRequired("Enter your password to sign.")])
    code = StringField("Code from your phone", [InputRequired("Enter the six figures your phone shows.")])
    seen = BooleanField(
        "I have read what I sign",
        [InputRequired("Tick this once you have read the entries.")],
        description="Your signature covers the minutes as recorded.",
    )


def gallery_context() -> dict[str, Any]:
    """All that `components/gallery.html` draws."""
    return {
        **_forms(),
        **_lists(),
        "standing_states": STANDING_STATES,
        "entry_states": ENTRY_STATES,
        "pictures": _pictures(),
        "hour_bars": _bars(),
        "months": _months(),
        "requirements": _requirements(),
        "matrix_columns": COLUMNS,
        "matrix_rows": _matrix_rows(),
        "queue_items": _queue(),
        "entries": _entries(),
        "history_items": _history(),
        "recovery_codes": ("7KQ4-M2XA", "9TRW-H5LC", "3FGD-P8VN", "6YJB-E4SZ", "2XCN-U7QK"),
        "nowhere": NOWHERE,
    }


def _forms() -> dict[str, SampleForm]:
    filled = SampleForm(
        MultiDict(
            [
                ("title", "Case session"),
                ("worked_on", "2026-11-20"),
                ("minutes", "50"),
                ("case", "1"),
                ("place", "home"),
                ("kind", "case"),
                ("present", "baby"),
                ("present", "mother"),
            ]
        )
    )
    wrong = SampleForm(MultiDict([("wrong-minutes", "1500"), ("wrong-note", "Kept as typed.")]), prefix="wrong-")
    wrong.validate()
    return {"form": filled, "wrong_form": wrong}


def _lists() -> dict[str, Any]:
    return {
        "steps": (
            NextStep(
                "November needs 30 more minutes of supervision",
                "By Monday 30 November. If it stays short, the course team will know and help you arrange it. Your 9 clinical hours still count.",
                "clock",
                "behind",
                Link("Log supervision", NOWHERE),
            ),
            NextStep(
                "Dr Rees returned one entry",
                "Tue 10 November, case session, 50 min: “Which case code?”",
                "message-circle",
                "returned",
                Link("Correct it", NOWHERE),
            ),
            NextStep(
                "Case KESTREL-47: the middle phase is ready to send",
                "All four points are there. Your supervisor signs it off.",
                "users",
                "on_track",
                Link("Send for sign-off", NOWHERE),
            ),
            NextStep("Nothing else is due this week", "", "check", "met"),
        ),
        "filters": (
            Chip("All", NOWHERE, 12, current=True),
            Chip("Behind", NOWHERE, 5),
            Chip("Needs a decision", NOWHERE, 2),
            Chip("Ready", NOWHERE, 0),
        ),
        "case_facts": (
            Fact("Baby at start", "3 to 5 months"),
            Fact("Carers", "Mother, father at times"),
            Fact("Agreed", "36 sessions, end 15 January 2027"),
            Fact("Supervised by", "Dr Maximiliane Featherstonehaugh-Wolstenholme", NOWHERE),
        ),
        "trail": (Link("October 2025 intake", NOWHERE), Link("Marta Ellison", NOWHERE)),
        "cancel": Link("Keep it", NOWHERE),
        "more": Link("Everything that is due", NOWHERE),
        "rest": Link("Look at the rest", NOWHERE),
        "table_columns": (
            Column("month", "Month"),
            Column("clinical", "Clinical", numeric=True),
            Column("supervision", "Supervision", numeric=True),
            Column("follows", "What follows"),
        ),
        "table_rows": (
            {
                "month": "September 2026",
                "clinical": "8 h",
                "supervision": "1 h",
                "follows": "The course team knows since 3 October; accepted, supervision not available",
            },
            {
                "month": "November 2026, so far",
                "clinical": "9 h",
                "supervision": "1 h",
                "follows": "Open until Monday 30 November",
            },
        ),
    }


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


def _pictures() -> tuple[tuple[str, BurnUpPicture], ...]:
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


def _bars() -> Any:
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


def _months() -> tuple[MonthMark, ...]:
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


def _requirements() -> tuple[RequirementRow, ...]:
    sentences = {
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
        for state, (title, sentence, figure, percent) in sentences.items()
    )


def _matrix_rows() -> tuple[MatrixRow, ...]:
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


def _queue() -> tuple[QueueItem, ...]:
    def item(number: int, day: int, title: str, detail: str, minutes: int, credited: int, **more: Any) -> QueueItem:
        return QueueItem(
            f"v{number}",
            date(2026, 11, day),
            TODAY.day - day,
            title,
            detail,
            minutes,
            credited,
            url=NOWHERE,
            return_url=NOWHERE,
            **more,
        )

    return (
        item(
            1,
            3,
            "Case session · KESTREL-47",
            "Session 28, with the baby, at home. Watch, Wait and Wonder.",
            50,
            60,
            checked=True,
        ),
        item(2, 4, "Individual supervision", "KESTREL-47, video reviewed.", 60, 60, checked=True),
        item(
            3,
            10,
            "Case session · KESTREL-47",
            "Session 29, mother alone. Ending talked about.",
            50,
            60,
            note="Sent again after your question “Which case code?”",
        ),
        item(4, 12, "Case session · ALDER-12", "Session 5. Family cancelled on the day.", 0, 0),
        item(
            5,
            20,
            "Liaison with the family’s network",
            "Telephone calls with the health visitor and the children’s centre, minutes written up together.",
            95,
            95,
        ),
    )


def _entries() -> tuple[EntryLine, ...]:
    return tuple(
        EntryLine(
            TODAY - timedelta(days=3 * index),
            "Case session · KESTREL-47" if index % 2 else "Reading",
            "Session 29, mother alone. Ending talked about."
            if index % 2
            else "Ghosts in the nursery, with notes for the group.",
            50 + 15 * index,
            60 if state != "void" else 0,
            state,
            NOWHERE,
            state_words="Signed 4 Nov" if state == "signed" else None,
            comment="Which case code?" if state == "returned" else None,
            actions=(Link("Correct it", NOWHERE), Link("Discard", NOWHERE)) if state == "returned" else (),
        )
        for index, state in enumerate(ENTRY_STATES)
    )


def _history() -> tuple[HistoryItem, ...]:
    return (
        HistoryItem(
            "4 November 2026, 18:20",
            "Dr Helen Rees signed 50 minutes of case session.",
            "signature",
            "signed",
            iso="2026-11-04T18:20:00+00:00",
        ),
        HistoryItem("3 November 2026, 21:02", "Marta Ellison corrected it and sent it again.", "send", "submitted"),
        HistoryItem(
            "2 November 2026, 08:15",
            "Dr Helen Rees returned it with a comment.",
            "message-circle",
            "returned",
            detail="Which case code?",
        ),
        HistoryItem(
            "1 November 2026, 19:40",
            "Marta Ellison logged 50 minutes and sent them to Dr Helen Rees.",
            "pencil",
            "draft",
        ),
    )
