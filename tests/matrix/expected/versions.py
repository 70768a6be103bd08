"""The versions of a programme: read, drafted and proposed by administrator and director; agreed to by a director alone.

A cohort is moved by whoever keeps the programme and is not a trainee in it.
"""

from tests.matrix.actors import WITHOUT_SECOND_FACTOR
from tests.matrix.expected.fields import NEW
from tests.matrix.expected.groups import KEEPERS, OTHER_KEEPERS, READERS
from tests.matrix.table import ITSELF, Row, answered

_PROGRAMMES = {"ours": KEEPERS, "theirs": "elsewhere"}
# Published rules are for everybody whom they concern, with or without a second factor: nobody's record is in them.
_WITH_A_ROLE = {
    "ours": f"{KEEPERS} {READERS} applicant trainee fellow supervisor leaver unassigned tutor manager officer "
    f"{' '.join(WITHOUT_SECOND_FACTOR)}",
    "theirs": "elsewhere",
}
_VERSION_1 = {"number": "1"}
_SUPERVISION = {"table": "requirement", "index": "4"}
_DRAFTS = {"open, proposed, proposed by the director, published": KEEPERS, "theirs": "elsewhere"}


def _drafts(*, is_open: str = "", is_proposed: str = "", is_over: str = "") -> dict[str, str]:
    """What each draft answers, by the state in which it stands."""
    return {
        "open": is_open or answered(409, KEEPERS),
        "proposed, proposed by the director": is_proposed or answered(409, KEEPERS),
        "published": is_over or answered(409, KEEPERS),
        "theirs": "elsewhere" if is_open == KEEPERS else answered(409, "elsewhere"),
    }


_EDITED = {
    "edition": "2",
    "value-title": "Supervision, at least 80 hours",
    "value-why": "It keeps the work safe.",
    "value-source": "published",
    "value-source_words": "Told in public.",
    "value-at_least": "80 h",
    "value-milestones": "clinical",
    "value-most_a_week": "4 h",
}
_FIELDS = {"edition": "2", "reason": "More supervision.", "seen": "y"}

ROWS: tuple[Row, ...] = (
    Row("GET", "readiness.programmes", "version.read", let_in={ITSELF: f"{KEEPERS} elsewhere"}),
    Row("GET", "readiness.versions", "version.read", of="programme", let_in=_PROGRAMMES),
    Row("GET", "readiness.version", "version.read", of="programme", let_in=_PROGRAMMES, arguments=_VERSION_1),
    Row("GET", "readiness.rules", "rules.read", of="programme", let_in=_WITH_A_ROLE, arguments=_VERSION_1),
    Row("GET", "readiness.version_file", "version.read", of="programme", let_in=_PROGRAMMES, arguments=_VERSION_1),
    Row("GET", "readiness.compare", "version.read", of="programme", let_in=_PROGRAMMES),
    Row("POST", "readiness.copy_version", "version.draft", of="programme", let_in=_PROGRAMMES, arguments=_VERSION_1,
        fields={"once": NEW}),
    Row("GET", "readiness.draft", "draft.edit", of="draft", let_in=_DRAFTS),
    Row("GET", "readiness.draft_part", "draft.edit", of="draft", let_in=_DRAFTS, arguments=_SUPERVISION),
    Row("POST", "readiness.draft_part", "draft.edit", of="draft", let_in=_drafts(is_open=KEEPERS),
        arguments=_SUPERVISION, fields=_EDITED),
    Row("GET", "readiness.draft_file", "draft.edit", of="draft", let_in=_DRAFTS),
    Row("GET", "readiness.draft_structure", "draft.edit", of="draft", let_in=_DRAFTS),
    Row("POST", "readiness.draft_structure", "draft.edit", of="draft", let_in={
        "open": answered(422, KEEPERS),
        "proposed, proposed by the director, published": answered(409, KEEPERS),
        "theirs": answered(422, "elsewhere"),
    }, fields={"edition": "2", "text": "nothing = 1"}),
    Row("GET", "readiness.draft_effect", "draft.edit", of="draft", let_in=_DRAFTS),
    Row("POST", "readiness.propose_draft", "draft.edit", of="draft", let_in=_drafts(is_open=KEEPERS), fields=_FIELDS),
    Row("POST", "readiness.take_draft_back", "draft.edit", of="draft", let_in=_drafts(is_proposed=KEEPERS)),
    Row("POST", "readiness.follow_latest", "draft.edit", of="draft", let_in=_drafts(is_open=KEEPERS), fields=_FIELDS),
    Row("POST", "readiness.discard_draft", "draft.edit", of="draft",
        let_in=_drafts(is_open=KEEPERS, is_proposed=KEEPERS)),
    Row("POST", "readiness.agree_to_draft", "draft.agree", of="draft", let_in={
        "open, published": answered(409, "director"),
        "proposed": "director",
        "proposed by the director": "",
        "theirs": "",
    }, fields=_FIELDS),
    Row("GET", "readiness.cohort_version", "cohort.move", of="cohort", let_in={
        "ours": OTHER_KEEPERS,
        "theirs": "elsewhere",
    }),
    Row("POST", "readiness.move_cohort", "cohort.move", of="cohort", let_in={
        "ours": OTHER_KEEPERS,
        # There is one version alone on that programme.
        "theirs": answered(422, "elsewhere"),
    }, fields={"to": "2", "seen_number": "1", "reason": "Agreed with the cohort."}),
)  # fmt: skip
