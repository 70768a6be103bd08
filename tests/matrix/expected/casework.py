"""Casework: the trainee's own, read by who supervises them and by directors; the office sees that something waits.

A former supervisor reads no case, but signs a phase of their own period for 90 days; today is outside it. Nobody
answers a proposal of their own or signs their own phase: `both` is an administrator, and by a slip her own supervisor.
"""

from typing import Any

from tests.matrix.expected.fields import NEW, TODAY, YESTERDAY
from tests.matrix.expected.groups import KEEPERS, OTHER_KEEPERS
from tests.matrix.table import ITSELF, Row, answered
from tests.matrix.world import World


def _placement(world: World, _actor: str, name: str) -> Any:
    return world.ids["placement", name]


def _shown(world: World, _actor: str, name: str) -> Any:
    return world.seen["case", name][1]


_OWN = {"marta": "trainee", "jonas": "fellow", "ada": "both", "kit": ""}
# Who recorded the ending, or a director: they read the case, which administrators do not.
_REOPEN = {"marta": "trainee director", "jonas": "fellow director", "ada": "both director", "kit": ""}
_READ = {
    "marta": "trainee supervisor director",
    "jonas": "fellow unassigned director",
    "ada": "both supervisor director",
    "kit": "",
}
# Who signed it, or the office; a supervisor who only takes part now signed nothing.
_VOID = {
    "marta": f"supervisor {KEEPERS}",
    "jonas": f"unassigned {KEEPERS}",
    "ada": f"supervisor {OTHER_KEEPERS}",
    "kit": "elsewhere",
}
_PROPOSED = {
    "marta": f"trainee supervisor manager {KEEPERS}",
    "jonas": f"fellow unassigned {KEEPERS}",
    "ada": f"both supervisor {OTHER_KEEPERS}",
    "kit": "elsewhere",
}
_FAMILY = {
    "once": NEW,
    "placement": _placement,
    "kind": "parent_infant",
    "age_band": "under_3",
    "carers": ["mother"],
    "seen_agreed_on": YESTERDAY,
    "discussed_agreed_on": YESTERDAY,
    "responsibility": "Team lead",
    "agreed_sessions": "30",
}

_PROPOSALS: tuple[Row, ...] = (
    Row("GET", "casework.cases", "cases.read", of="trainee", let_in=_READ),
    Row("GET", "casework.propose", "family.propose", of="trainee", let_in=_OWN),
    Row("POST", "casework.propose", "family.propose", of="trainee", let_in=_OWN, fields=_FAMILY),
    Row("GET", "casework.proposals", "proposal.read",
        let_in={ITSELF: f"trainee fellow supervisor unassigned manager elsewhere {KEEPERS}"}),
    Row("GET", "casework.proposal", "proposal.read", of="proposal", let_in=_PROPOSED),
    Row("POST", "casework.answer_for_placement", "proposal.answer_for_placement", of="proposal", let_in={
        "marta": f"manager {KEEPERS}",
        "jonas": KEEPERS,
        "ada": OTHER_KEEPERS,
        "kit": "elsewhere",
    }, fields={"placement-answer": "yes", "placement-on_word_of": "Paula Wren, manager"}),
    Row("POST", "casework.answer_as_supervisor", "proposal.answer_as_supervisor", of="proposal", let_in={
        "marta, ada": "supervisor",
        "jonas": "unassigned",
        "kit": "",
    }, fields={"supervisor-answer": "yes"}),
    Row("POST", "casework.withdraw", "proposal.withdraw", of="proposal", let_in=_OWN),
)  # fmt: skip

_CASES: tuple[Row, ...] = (
    Row("GET", "casework.case", "case.read", of="case", let_in=_READ),
    Row("POST", "casework.plan", "case.keep", of="case", let_in=_OWN,
        fields={"plan-seen": "1", "plan-agreed_sessions": "40", "plan-responsibility": "Team lead"}),
    Row("POST", "casework.consent", "case.keep", of="case", let_in={name: f"{who}:422" if who else "" for name, who in _OWN.items()},
        # It is recorded already.
        fields={"consent-once": NEW, "consent-kind": "video", "consent-scope": "supervision", "consent-given_on": TODAY}),
    Row("POST", "casework.mark", "case.keep", of="case", let_in=_OWN,
        fields={"mark-once": NEW, "mark-kind": "review", "mark-assessment": "pdi", "mark-on": TODAY}),
    Row("POST", "casework.end", "case.keep", of="case", let_in=_OWN,
        fields={"ending-kind": "planned", "ending-ended_on": TODAY}),
    # It goes on, so there is no ending to take back: the page leads back to the case, the form is a conflict.
    Row("GET", "casework.take_ending_back", "case.take_ending_back", of="case",
        let_in={name: answered(302, who) if who else "" for name, who in _REOPEN.items()}),
    Row("POST", "casework.take_ending_back", "case.take_ending_back", of="case",
        let_in={name: answered(409, who) if who else "" for name, who in _REOPEN.items()},
        fields={"reason": "It was another day."}),
    Row("GET", "casework.void_phase", "case.void_phase", of="phase", let_in=_VOID),
    Row("POST", "casework.void_phase", "case.void_phase", of="phase", let_in=_VOID,
        fields={"reason": "It was another day."}),
    Row("GET", "casework.withdraw_consent", "consent.withdraw", of="consent", let_in=_OWN),
    Row("POST", "casework.withdraw_consent", "consent.withdraw", of="consent", let_in=_OWN,
        fields={"withdrawn_on": TODAY}),
    Row("GET", "casework.phase", "case.sign_phase", of="case",
        let_in={"marta": "supervisor leaver", "jonas": "unassigned", "ada": "supervisor", "kit": ""}),
    Row("POST", "casework.sign_phase", "case.sign_phase", of="case",
        let_in={"marta": "supervisor leaver:422", "jonas": "unassigned", "ada": "supervisor", "kit": ""},
        fields={"phase": "middle", "completed_on": TODAY, "agrees": "y", "seen": _shown}),
)  # fmt: skip

ROWS: tuple[Row, ...] = (*_PROPOSALS, *_CASES)
