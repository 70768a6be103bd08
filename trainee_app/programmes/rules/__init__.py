"""The requirement language and its pure evaluation: no database, no clock, no input or output."""

from trainee_app.programmes.rules.calendar import spoken_month_part
from trainee_app.programmes.rules.crediting import credited_minutes
from trainee_app.programmes.rules.definition import (
    Activity,
    Category,
    Definition,
    Outcome,
    Requirement,
    Signer,
    UnknownActivity,
    UnknownRequirement,
)
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
from trainee_app.programmes.rules.findings import Finding, Headline, PeriodFinding, State
from trainee_app.programmes.rules.parsing import parse_definition

__all__ = [
    "Activity",
    "CaseFact",
    "Category",
    "Definition",
    "DefinitionFaulty",
    "EntryFact",
    "Facts",
    "Fault",
    "Finding",
    "Headline",
    "Outcome",
    "PeriodFinding",
    "PrerequisiteFact",
    "Requirement",
    "Signer",
    "State",
    "Total",
    "UnknownActivity",
    "UnknownRequirement",
    "ValidPeriod",
    "Waiver",
    "credited_minutes",
    "parse_definition",
    "spoken_month_part",
]
