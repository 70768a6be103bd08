"""Cohorts and arrangements: kept by administrator and director; nobody arranges their own record."""

from typing import Any

from tests.matrix.expected.fields import IN_A_YEAR, NEW, TODAY
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
    Row("GET", "cohorts.end_placement", "placement.end", of="placement", let_in=_PLACEMENTS),
    Row("POST", "cohorts.end_placement", "placement.end", of="placement", let_in=_PLACEMENTS, fields=_ENDS_TODAY),
)  # fmt: skip
