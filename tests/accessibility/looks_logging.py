"""The ways to log beside one entry: a week, several days, a few lines, a month."""

from __future__ import annotations

from tests.accessibility.looks import Look, error

LOOKS: tuple[Look, ...] = (
    Look("logbook.week", "trainee", opened=True, shows="My week"),
    Look("logbook.week", "newcomer", "nothing logged", shows="My week"),
    Look("logbook.week", "very long trainee", "another week", query={"on": "2026-06-03"}, shows="My week"),
    Look("logbook.series", "trainee", opened=True, shows="Several days"),
    Look("logbook.series", "trainee", "every day shown", press="Show every day",
         fill={"Time each day": "90", "Or on these days": "1/6/2026, 2/6/2026, 1/6/2099"}),
    error("logbook.series", "trainee", "Show every day"),
    Look("logbook.quick", "trainee", opened=True, shows="A few lines"),
    Look("logbook.quick", "trainee", "as understood", press="Show how it is understood",
         fill={"One entry on each line": "1 June, 90, reading\n1 June, 90, reading"}),
    error("logbook.quick", "trainee", "Show how it is understood", "not understood",
          fill={"One entry on each line": "a while ago, 90, reading"}),
    Look("logbook.calendar", "trainee", opened=True),
    Look("logbook.calendar", "very long trainee", "another month", query={"month": "2026-06"}, shows="June 2026"),
)  # fmt: skip
