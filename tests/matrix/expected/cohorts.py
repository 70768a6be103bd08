"""Cohorts and arrangements: kept by administrator and director; nobody arranges their own record."""

from typing import Any

from tests.matrix.expected.fields import IN_A_YEAR, NEW, TODAY, YESTERDAY, day
from tests.matrix.expected.groups import KEEPERS, OTHER_KEEPERS, READERS
from tests.matrix.table import ITSELF, Row, answered
from tests.matrix.world import World


def _somebody_who_signs(world: World, _actor: str, name: str) -> Any:
    return world.people["bo" if name == "kit" else "unassigned"]


_NEW_COHORT = {"once": NEW, "name": "Cohort Newlyn", "starts_on": TODAY, "ends_on": IN_A_YEAR}
_NEW_TRAINEE = {"once": NEW, "name": "Nora Newby", "email": "nora.newby@example.org"}
_NEW_AGREEMENT = {
    "agreement-once": NEW,
    "agreement-supervisor": _somebody_who_signs,
    "agreement-capacity": "supervisor",
    "agreement-starts_on": TODAY,
}
_ENDS_TODAY = {"ending": "day", "ends_on": TODAY}
_AGREEMENTS = {
    "marta with supervisor, marta with leaver, marta with former, marta with tutor, jonas with unassigned": KEEPERS,
    "ada with supervisor, ada with herself": OTHER_KEEPERS,
    "kit with bo": "elsewhere",
}
_AGREEMENTS_ENDED = {
    "marta with supervisor, marta with tutor, jonas with unassigned": KEEPERS,
    # These have ended: the page comes back and says so.
    "marta with leaver, marta with former": answered(422, KEEPERS),
    "ada with supervisor, ada with herself": OTHER_KEEPERS,
    "kit with bo": "elsewhere",
}
_PLACEMENT_AGREEMENTS = {"marta's": KEEPERS, "ada's": OTHER_KEEPERS, "kit's": "elsewhere"}
_BREAK = {
    "once": NEW,
    "kind": "extension",
    "ends_on": day(-600),
    "decider": lambda world, _actor, _name: world.people["director"],
    "decided_on": YESTERDAY,
    "reason": "She asked for more time.",
    "decision": "record",
}
_SIGNED = {
    "once": NEW,
    "signatory_name": "Ann Lead",
    "signatory_role": "Team lead",
    "agreed_on": YESTERDAY,
    "covers_cases": "y",
    "starts_on": day(-150),
}
_PLACEMENTS = {"marta, jonas": KEEPERS, "ada": OTHER_KEEPERS, "kit": "elsewhere"}

ROWS: tuple[Row, ...] = (
    Row("GET", "cohorts.cohorts", "cohort.read", let_in={ITSELF: f"{KEEPERS} {READERS} elsewhere"}),
    Row("GET", "cohorts.make", "cohort.make", let_in={ITSELF: f"{KEEPERS} elsewhere"}),
    Row("POST", "cohorts.make", "cohort.make", let_in={ITSELF: f"{KEEPERS} elsewhere"}, fields=_NEW_COHORT),
    Row("GET", "cohorts.people", "cohort.people", of="cohort", let_in={"ours": KEEPERS, "theirs": "elsewhere"}),
    Row("GET", "cohorts.add", "trainee.add", of="cohort", let_in={"ours": KEEPERS, "theirs": "elsewhere"}),
    Row("POST", "cohorts.add", "trainee.add", of="cohort", let_in={"ours": KEEPERS, "theirs": "elsewhere"},
        fields=_NEW_TRAINEE),
    Row("GET", "cohorts.arrangements", "arrangements.read", of="trainee", let_in={
        "marta": f"trainee supervisor tutor {KEEPERS}",
        "jonas": f"fellow unassigned {KEEPERS}",
        "ada": f"both supervisor {OTHER_KEEPERS}",
        "kit": "elsewhere",
    }),
    Row("POST", "cohorts.arrange", "arrangements.make", of="trainee", let_in={
        "marta": KEEPERS,
        # Vera supervises Jonas in those days already.
        "jonas": answered(422, KEEPERS),
        "ada": OTHER_KEEPERS,
        "kit": answered(422, "elsewhere"),
    }, fields=_NEW_AGREEMENT),
    Row("GET", "cohorts.end_agreement", "agreement.end", of="agreement", let_in=_AGREEMENTS),
    Row("POST", "cohorts.end_agreement", "agreement.end", of="agreement", let_in=_AGREEMENTS_ENDED, fields=_ENDS_TODAY),
    Row("POST", "cohorts.agree", "agreement.agree", of="agreement", let_in={
        "marta with supervisor": "trainee supervisor",
        "marta with tutor": "trainee tutor",
        # These have ended: there is nothing to agree to any more.
        "marta with leaver": answered(409, "trainee leaver"),
        "marta with former": answered(409, "trainee former"),
        "jonas with unassigned": "fellow unassigned",
        "ada with supervisor": "both supervisor",
        "ada with herself": "both",
        "kit with bo": "",
    }),
    Row("GET", "cohorts.breaks", "breaks.read", of="trainee", let_in={
        "marta": f"trainee supervisor tutor {KEEPERS}",
        "jonas": f"fellow unassigned {KEEPERS}",
        "ada": f"both supervisor {OTHER_KEEPERS}",
        "kit": "elsewhere",
    }),
    Row("POST", "cohorts.record_break", "break.record", of="trainee", let_in={
        "marta, jonas": KEEPERS,
        "ada": OTHER_KEEPERS,
        # Nobody directs that programme, so nobody can have decided.
        "kit": answered(422, "elsewhere"),
    }, fields=_BREAK),
    Row("GET", "cohorts.ask_before_taking_back", "break.take_back", of="break", let_in={
        "marta's, marta's taken back": KEEPERS,
        "ada's": OTHER_KEEPERS,
        "kit's": "elsewhere",
    }),
    Row("POST", "cohorts.take_break_back", "break.take_back", of="break", let_in={
        "marta's": KEEPERS,
        "marta's taken back": answered(409, KEEPERS),
        "ada's": OTHER_KEEPERS,
        "kit's": "elsewhere",
    }),
    Row("GET", "cohorts.placement_agreements", "placement.agreements", of="placement", let_in={
        "marta": f"trainee supervisor tutor manager {KEEPERS}",
        "jonas": f"fellow unassigned {KEEPERS}",
        "ada": f"both supervisor {OTHER_KEEPERS}",
        "kit": "elsewhere",
    }),
    Row("POST", "cohorts.make_placement_agreement", "placement.agree", of="placement", let_in={
        "marta": KEEPERS,
        # His has signed without an end.
        "jonas": answered(422, KEEPERS),
        "ada": OTHER_KEEPERS,
        "kit": "elsewhere",
    }, fields=_SIGNED),
    Row("GET", "cohorts.end_placement_agreement", "placement_agreement.end", of="placement agreement",
        let_in=_PLACEMENT_AGREEMENTS),
    Row("POST", "cohorts.end_placement_agreement", "placement_agreement.end", of="placement agreement",
        let_in=_PLACEMENT_AGREEMENTS, fields=_ENDS_TODAY),
    Row("GET", "cohorts.end_placement", "placement.end", of="placement", let_in=_PLACEMENTS),
    Row("POST", "cohorts.end_placement", "placement.end", of="placement", let_in=_PLACEMENTS, fields=_ENDS_TODAY),
)  # fmt: skip
