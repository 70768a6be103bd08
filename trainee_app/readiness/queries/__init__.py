"""Every SELECT about standings, and the facts of all rooms merged for the one rule."""

from trainee_app.readiness.queries.cohorts import (
    Cell,
    CohortLine,
    Pressing,
    cohort_lines,
    counts_by_cohort_and_state,
    pressing,
    states_of,
)
from trainee_app.readiness.queries.drift import (
    Drift,
    DriftReported,
    drifts,
    drifts_reported,
    public_ids_of_programmes,
)
from trainee_app.readiness.queries.judging import Judged, judge, judge_one, standing_today, with_another_end
from trainee_app.readiness.queries.keeping import (
    all_trainee_ids,
    flagged_since,
    kept_findings,
    kept_standings,
    trainee_ids_of_cohort,
)
from trainee_app.readiness.queries.lagging import LAGGING, Lagging, Wanted, lagging, lagging_by_state
from trainee_app.readiness.queries.past import PastDay, judge_past, judge_past_with_entries
from trainee_app.readiness.queries.rejudging import judge_touched
from trainee_app.readiness.queries.waivers import (
    Expiring,
    count_waivers_waiting,
    facts_waivers,
    requirements_waived,
    waiver_named,
    waivers_among,
    waivers_expiring,
    waivers_holding,
    waivers_of,
)

__all__ = [
    "LAGGING",
    "Cell",
    "CohortLine",
    "Drift",
    "DriftReported",
    "Expiring",
    "Judged",
    "Lagging",
    "PastDay",
    "Pressing",
    "Wanted",
    "all_trainee_ids",
    "cohort_lines",
    "count_waivers_waiting",
    "counts_by_cohort_and_state",
    "drifts",
    "drifts_reported",
    "facts_waivers",
    "flagged_since",
    "judge",
    "judge_one",
    "judge_past",
    "judge_past_with_entries",
    "judge_touched",
    "kept_findings",
    "kept_standings",
    "lagging",
    "lagging_by_state",
    "pressing",
    "public_ids_of_programmes",
    "requirements_waived",
    "standing_today",
    "states_of",
    "trainee_ids_of_cohort",
    "waiver_named",
    "waivers_among",
    "waivers_expiring",
    "waivers_holding",
    "waivers_of",
    "with_another_end",
]
