"""The pages on which a standing explains itself: past days, the rows behind it, what if, and who is behind."""

from __future__ import annotations

from datetime import timedelta

from tests.accessibility.looks import Look, error
from trainee_app import clock

_TODAY = clock.today("Europe/London")
_LATELY = (_TODAY - timedelta(days=30)).isoformat()
_TOMORROW = (_TODAY + timedelta(days=1)).isoformat()

LOOKS = (
    Look("readiness.standing", "trainee", "as recorded by a past day", of="trainee trainee",
         query={"on": _LATELY, "as": "recorded"}, opened=True),
    Look("readiness.standing", "supervisor", "as known today of a past day", of="trainee trainee",
         query={"on": _LATELY, "as": "known"}),
    Look("readiness.standing", "trainee", "a day to come", of="trainee trainee",
         query={"on": _TOMORROW, "as": "known"}, is_error=True),
    Look("readiness.rows", "trainee", of="trainee trainee", query={"requirement": "clinical"}, shows="Clinical"),
    Look("readiness.rows", "trainee", "one month", of="trainee trainee",
         query={"requirement": "monthly_supervision", "starting": f"{_TODAY:%Y-%m}-01"}),
    Look("readiness.rows", "trainee", "nothing there", of="trainee trainee",
         query={"requirement": "video_reviews", "activity": "none"}),
    Look("readiness.rows", "very long trainee", "thousands of entries", of="trainee very long",
         query={"requirement": "learning"}),
    Look("readiness.what_if", "trainee", of="trainee trainee", shows="What if?"),
    Look("readiness.what_if", "trainee", "answered", of="trainee trainee", shows="What if?",
         fill={"Case sessions a week": "2"}, press="See what it leads to"),
    error("readiness.what_if", "trainee", "See what it leads to", of="trainee trainee"),
    Look("readiness.behind", "administrator", shows="Who is behind"),
    Look("readiness.behind", "administrator", "nobody of that name", query={"name": "Zzyzx"}, shows="Who is behind"),
    Look("readiness.cohort", "administrator", "nobody of that name", of="cohort", query={"name": "Zzyzx"}),
)  # fmt: skip
