"""The requirement language and its pure evaluation: no database, no clock, no input or output."""

from trainee_app.programmes.rules.crediting import credited_minutes, group_minutes, share_of_case
from trainee_app.programmes.rules.dates import Period, spoken_month_part
from trainee_app.programmes.rules.definition import (
    Activity,
    Cases,
    Category,
    Definition,
    Floor,
    GroupFormula,
    Length,
    Outcome,
    Policy,
    Prerequisite,
    Registration,
    Requirement,
    Shortfall,
    Signer,
    Sum,
    Supervised,
    UnknownActivity,
    UnknownRequirement,
    VideoReviews,
)
from trainee_app.programmes.rules.evaluation import evaluate
from trainee_app.programmes.rules.evidence import EntriesFilter, expected_by, requirement_entries_filter
from trainee_app.programmes.rules.facts import (
    CaseFact,
    EntryFact,
    Facts,
    PrerequisiteFact,
    Total,
    ValidPeriod,
    Waiver,
)
from trainee_app.programmes.rules.faults import DefinitionFaulty, Fault
from trainee_app.programmes.rules.findings import Code, Finding, Headline, HeadlineCode, PeriodFinding, State
from trainee_app.programmes.rules.headlines import headline
from trainee_app.programmes.rules.parsing import parse_definition
from trainee_app.programmes.rules.wording import headline_sentence, period_sentence, sentence, what_would_meet

__all__ = [
    "Activity",
    "CaseFact",
    "Cases",
    "Category",
    "Code",
    "Definition",
    "DefinitionFaulty",
    "EntriesFilter",
    "EntryFact",
    "Facts",
    "Fault",
    "Finding",
    "Floor",
    "GroupFormula",
    "Headline",
    "HeadlineCode",
    "Length",
    "Outcome",
    "Period",
    "PeriodFinding",
    "Policy",
    "Prerequisite",
    "PrerequisiteFact",
    "Registration",
    "Requirement",
    "Shortfall",
    "Signer",
    "State",
    "Sum",
    "Supervised",
    "Total",
    "UnknownActivity",
    "UnknownRequirement",
    "ValidPeriod",
    "VideoReviews",
    "Waiver",
    "credited_minutes",
    "evaluate",
    "expected_by",
    "group_minutes",
    "headline",
    "headline_sentence",
    "parse_definition",
    "period_sentence",
    "requirement_entries_filter",
    "sentence",
    "share_of_case",
    "spoken_month_part",
    "what_would_meet",
]
