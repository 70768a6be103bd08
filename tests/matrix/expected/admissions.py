"""Selection (domain, section 3; experience): the applicant their own, the office keeps, two people decide.

The applicant sees no score; who holds the interview sees the application and nothing of what is decided.
"""

from typing import Any

from tests.matrix.expected.fields import NEW, TODAY, day
from tests.matrix.expected.groups import KEEPERS, OTHER_KEEPERS
from tests.matrix.table import ITSELF, Row, answered
from tests.matrix.world import World

_PROPOSERS = "administrator twofold both"
_DECIDERS = "director board twofold"


def _first(world: World, _actor: str, name: str) -> Any:
    return world.people["elsewhere" if name == "zoe's" else "director"]


def _second(world: World, _actor: str, name: str) -> Any:
    return world.people["bo" if name == "zoe's" else "tutor"]


_INTAKE = {"once": NEW, "opens_on": day(400), "closes_on": day(350), "places": "12"}
_APPLICANT = {"once": NEW, "name": "Nora Newby", "email": "nora.newby@example.org"}
_WRITTEN = {"statement": "Because.", "access_to_cases": "Not yet.", "decision": "hand_in"}
_INTERVIEW = {
    "once": NEW, "held_on": TODAY, "starts_at": "14:30", "place": "By video", "first": _first, "second": _second,
}  # fmt: skip
_NO_OFFER = {"once": NEW, "outcome": "no_offer", "reason": "Two of four.", "told": "Not this time.", "answer_by": ""}
_INTAKES = {"ours": KEEPERS, "theirs": "elsewhere"}
_EVERY_INTAKE = {"ours, closed": KEEPERS, "theirs": "elsewhere"}
# Of Tilda's own application: the office without her.
_NOT_TILDA = "administrator director both"
_OFFICE = {"tilda's": _NOT_TILDA, "priya's, sol's, ira's, lee's": KEEPERS, "ada's": OTHER_KEEPERS, "zoe's": "elsewhere"}
_DECISIONS = {"priya's, lee's, ada's": _DECIDERS, "tilda's": "director board", "ira's": "director board"}
_INTERVIEWS = {"priya's, ira's, lee's, tilda's": "director tutor"}

ROWS: tuple[Row, ...] = (
    Row("GET", "admissions.intakes", "selection.read", let_in={ITSELF: f"board tutor {KEEPERS} elsewhere"}),
    Row("GET", "admissions.make", "intake.make", of="cohort", let_in=_INTAKES),
    # Ours has one already: an office's file has brought applicants in.
    Row("POST", "admissions.make", "intake.make", of="cohort", let_in={
        "ours": answered(409, KEEPERS),
        "theirs": "elsewhere",
    }, fields=_INTAKE),
    Row("GET", "admissions.screening", "intake.read", of="intake", let_in={
        "ours, closed": f"board {KEEPERS}",
        "theirs": "elsewhere",
    }),
    Row("GET", "admissions.change", "intake.change", of="intake", let_in=_EVERY_INTAKE),
    Row("POST", "admissions.change", "intake.change", of="intake", let_in=_EVERY_INTAKE, fields=_INTAKE),
    Row("GET", "admissions.record_applicant", "intake.change", of="intake", let_in=_EVERY_INTAKE),
    Row("POST", "admissions.record_applicant", "intake.change", of="intake", let_in=_EVERY_INTAKE, fields=_APPLICANT),
    Row("POST", "admissions.apply", "intake.apply", of="intake", let_in={"ours": "applicant both", "theirs, closed": ""}),
    Row("GET", "admissions.application", "application.read", of="application", let_in={
        "priya's": f"applicant tutor board {KEEPERS}",
        "sol's": KEEPERS,
        "tilda's": f"twofold tutor board {_NOT_TILDA}",
        "ira's, lee's": f"tutor board {KEEPERS}",
        "ada's": f"board {KEEPERS}",
        "zoe's": "elsewhere",
    }),
    Row("POST", "admissions.write", "application.write", of="application", let_in={
        "priya's": answered(409, f"applicant {KEEPERS}"),
        "sol's": KEEPERS,
        "ira's, lee's, ada's, tilda's": answered(409, KEEPERS),
        "zoe's": answered(409, "elsewhere"),
    }, fields=_WRITTEN),
    Row("POST", "admissions.screen", "application.screen", of="application", let_in={
        "priya's, sol's, ira's, lee's": answered(409, KEEPERS),
        "ada's": answered(409, OTHER_KEEPERS),
        "tilda's": answered(409, _NOT_TILDA),
        "zoe's": "elsewhere",
    }),
    Row("GET", "admissions.interview", "application.interview", of="application", let_in=_OFFICE),
    Row("POST", "admissions.interview", "application.interview", of="application", let_in={
        "priya's, sol's, lee's": answered(409, KEEPERS),
        "ira's": KEEPERS,
        "ada's": OTHER_KEEPERS,
        "tilda's": answered(409, _NOT_TILDA),
        "zoe's": answered(409, "elsewhere"),
    }, fields=_INTERVIEW),
    Row("GET", "admissions.score", "interview.score", of="interview", let_in=_INTERVIEWS),
    Row("POST", "admissions.score", "interview.score", of="interview", let_in={
        "priya's, lee's, tilda's": answered(409, "director tutor"),
        "ira's": "director tutor",
    }, fields={"once": NEW, "score": "4", "note": "Warm and thoughtful."}),
    Row("GET", "admissions.propose", "application.propose", of="application", let_in={
        "priya's, sol's, ira's, lee's": _PROPOSERS,
        "ada's": "administrator twofold",
        "tilda's": "administrator both",
        "zoe's": "elsewhere",
    }),
    Row("POST", "admissions.propose", "application.propose", of="application", let_in={
        "priya's, sol's, lee's": answered(422, _PROPOSERS),
        "ira's": answered(409, _PROPOSERS),
        "ada's": answered(409, "administrator twofold"),
        "tilda's": answered(422, "administrator both"),
        "zoe's": answered(422, "elsewhere"),
    }, fields=_NO_OFFER),
    Row("GET", "admissions.decide", "decision.agree", of="selection_decision", let_in=_DECISIONS),
    Row("POST", "admissions.decide", "decision.agree", of="selection_decision", let_in={
        "priya's, lee's": answered(409, _DECIDERS),
        "ira's": "director board",
        "tilda's": answered(409, "director board"),
        "ada's": _DECIDERS,
    }, fields={"verdict": "agree"}),
    Row("POST", "admissions.take_back", "decision.take_back", of="selection_decision", let_in={
        "priya's, lee's": answered(409, KEEPERS),
        "ira's": KEEPERS,
        "ada's": OTHER_KEEPERS,
        "tilda's": answered(409, _NOT_TILDA),
    }),
    Row("GET", "admissions.answer", "offer.answer", of="offer", let_in={
        "priya's": f"applicant {KEEPERS}",
        "lee's": KEEPERS,
        "tilda's": KEEPERS,
    }),
    Row("POST", "admissions.answer", "offer.answer", of="offer", let_in={
        "priya's": f"applicant {KEEPERS}",
        "lee's": answered(409, KEEPERS),
        "tilda's": KEEPERS,
    }, fields={"answer": "accept"}),
    Row("POST", "admissions.give_back", "offer.answer", of="offer", let_in={
        "priya's": answered(409, f"applicant {KEEPERS}"),
        "lee's": KEEPERS,
        "tilda's": answered(409, KEEPERS),
    }),
    Row("POST", "admissions.withdraw", "offer.withdraw", of="offer", let_in={
        "priya's": KEEPERS,
        "lee's": answered(409, KEEPERS),
        "tilda's": _NOT_TILDA,
    }),
    Row("GET", "admissions.enrol", "application.enrol", of="application", let_in=_OFFICE),
    Row("POST", "admissions.enrol", "application.enrol", of="application",
        fields={"although": ["registration", "experience", "personal_therapy"]}, let_in={
        "priya's, sol's, ira's": answered(409, KEEPERS),
        "lee's": KEEPERS,
        "ada's": answered(409, OTHER_KEEPERS),
        "tilda's": answered(409, _NOT_TILDA),
        "zoe's": answered(409, "elsewhere"),
    }),
)  # fmt: skip
