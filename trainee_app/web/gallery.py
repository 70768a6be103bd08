"""Sample data for the page that shows every component in every state: invented people, long names, none and many."""

from datetime import date, timedelta
from typing import Any, Final

from trainee_app.web import gallery_standing
from trainee_app.web.gallery_case import case_samples
from trainee_app.web.gallery_form import sample_forms
from trainee_app.web.parts import (
    Chip,
    Column,
    EntryLine,
    Fact,
    HistoryItem,
    Link,
    NextStep,
    QueueItem,
)

TODAY: Final = date(2026, 11, 20)
NOWHERE: Final = "#main"

ENTRY_STATES: Final = ("draft", "submitted", "withdrawn", "returned", "signed", "superseded", "void", "discarded")
STEPS: Final = (
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
)
FILTERS: Final = (
    Chip("All", NOWHERE, 12, current=True),
    Chip("Behind", NOWHERE, 5),
    Chip("Needs a decision", NOWHERE, 2),
    Chip("Ready", NOWHERE, 0),
)
CASE_FACTS: Final = (
    Fact("Baby at start", "3 to 5 months"),
    Fact("Carers", "Mother, father at times"),
    Fact("Agreed", "36 sessions, end 15 January 2027"),
    Fact("Supervised by", "Dr Maximiliane Featherstonehaugh-Wolstenholme", NOWHERE),
)
TABLE_COLUMNS: Final = (
    Column("month", "Month"),
    Column("clinical", "Clinical", numeric=True),
    Column("supervision", "Supervision", numeric=True),
    Column("follows", "What follows"),
)
TABLE_ROWS: Final = (
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
)


def _waiting(number: int, day: int, title: str, detail: str, minutes: int, credited: int, **more: Any) -> QueueItem:
    return QueueItem(
        value=f"v{number}",
        worked_on=date(2026, 11, day),
        age_days=TODAY.day - day,
        title=title,
        detail=detail,
        minutes=minutes,
        credited=credited,
        url=NOWHERE,
        return_url=NOWHERE,
        **more,
    )


QUEUE: Final = (
    _waiting(
        1,
        3,
        "Case session · KESTREL-47",
        "Session 28, with the baby, at home. Watch, Wait and Wonder.",
        50,
        60,
        checked=True,
    ),
    _waiting(2, 4, "Individual supervision", "KESTREL-47, video reviewed.", 60, 60, checked=True),
    _waiting(
        3,
        10,
        "Case session · KESTREL-47",
        "Session 29, mother alone. Ending talked about.",
        50,
        60,
        note="Sent again after your question “Which case code?”",
    ),
    _waiting(4, 12, "Case session · ALDER-12", "Session 5. Family cancelled on the day.", 0, 0),
    _waiting(
        5,
        20,
        "Liaison with the family’s network",
        "Telephone calls with the health visitor and the children’s centre, minutes written up together.",
        95,
        95,
    ),
)


def gallery_context() -> dict[str, Any]:
    """All that `components/gallery.html` draws."""
    return {
        **sample_forms(),
        "steps": STEPS,
        "filters": FILTERS,
        "case_facts": CASE_FACTS,
        "trail": (Link("October 2025 intake", NOWHERE), Link("Marta Ellison", NOWHERE)),
        "cancel": Link("Keep it", NOWHERE),
        "more": Link("Everything that is due", NOWHERE),
        "rest": Link("Look at the rest", NOWHERE),
        "table_columns": TABLE_COLUMNS,
        "table_rows": TABLE_ROWS,
        "standing_states": gallery_standing.STANDING_STATES,
        "entry_states": ENTRY_STATES,
        "pictures": gallery_standing.pictures_sample(),
        "hour_bars": gallery_standing.bars_sample(),
        "months": gallery_standing.months_sample(),
        "requirements": gallery_standing.requirements_sample(),
        "matrix_columns": gallery_standing.COLUMNS,
        "matrix_rows": gallery_standing.matrix_rows_sample(),
        "queue_items": QUEUE,
        "entries": _entries(),
        "history_items": _history(),
        **case_samples(),
        "recovery_codes": ("7KQ4-M2XA", "9TRW-H5LC", "3FGD-P8VN", "6YJB-E4SZ", "2XCN-U7QK"),
        "nowhere": NOWHERE,
    }


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
