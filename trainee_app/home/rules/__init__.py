"""What the front pages are made of. Pure."""

from trainee_app.home.rules.checklist import Item, checklist
from trainee_app.home.rules.places import Front, Place, chosen_front, fronts_for, places_for, roles_in_words
from trainee_app.home.rules.running import RunningPeriod, running_periods
from trainee_app.home.rules.steps import (
    LONG_WAIT_DAYS,
    MOST_STEPS,
    PRESSING,
    OpenEntry,
    StateCount,
    Step,
    applications_new,
    count_states,
    decisions_waiting,
    ending_near,
    registrations_ending,
    selection_waiting,
    standings_drifted,
    steps_for_course,
    steps_for_trainee,
    waiting_for_cases,
    waiting_for_placement,
    week_of_course,
)
from trainee_app.home.rules.usual import usual_activities

__all__ = [
    "LONG_WAIT_DAYS",
    "MOST_STEPS",
    "PRESSING",
    "Front",
    "Item",
    "OpenEntry",
    "Place",
    "RunningPeriod",
    "StateCount",
    "Step",
    "applications_new",
    "checklist",
    "chosen_front",
    "count_states",
    "decisions_waiting",
    "ending_near",
    "fronts_for",
    "places_for",
    "registrations_ending",
    "roles_in_words",
    "running_periods",
    "selection_waiting",
    "standings_drifted",
    "steps_for_course",
    "steps_for_trainee",
    "usual_activities",
    "waiting_for_cases",
    "waiting_for_placement",
    "week_of_course",
]
