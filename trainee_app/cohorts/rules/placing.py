"""What a placement signs for a trainee's work there. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from trainee_app.cohorts.rules.arranging import Span
from trainee_app.credentials.rules import check_year
from trainee_app.refusals import Violation

LONGEST_SIGNATORY = 200
LONGEST_SIGNATORY_ROLE = 120


@dataclass(frozen=True, slots=True)
class PlacementAgreementDraft:
    """An agreement of a placement as somebody would record it; `manager_id`: who answers for the service here."""

    signatory_name: str
    signatory_role: str
    agreed_on: date
    covers_cases: bool
    span: Span
    manager_id: int | None = None


def check_placement_agreement(
    draft: PlacementAgreementDraft, placement: Span, standing: Sequence[Span], today: date
) -> tuple[Violation, ...]:
    """Say what is wrong with an agreement for a placement that lasts for `placement`, beside its others."""
    found = [
        *_check_words("signatory_name", draft.signatory_name, LONGEST_SIGNATORY, "Write who signed for the service."),
        *_check_words(
            "signatory_role",
            draft.signatory_role,
            LONGEST_SIGNATORY_ROLE,
            "Write what they are there, such as team lead.",
        ),
        *check_year("agreed_on", draft.agreed_on),
        *check_year("starts_on", draft.span.starts_on),
    ]
    if draft.agreed_on > today:
        found.append(Violation("in_the_future", "agreed_on", "That day is still to come. Record it once it is signed."))
    if draft.span.ends_on is not None:
        found += check_year("ends_on", draft.span.ends_on)
        if draft.span.ends_on < draft.span.starts_on:
            words = "The last day is before the first. Change one of them, or leave the last day open."
            found.append(Violation("ends_before_it_begins", "ends_on", words))
    if not draft.span.overlaps(placement):
        words = "The placement itself does not hold on any of these days. Look at the dates again."
        found.append(Violation("outside_the_placement", "starts_on", words))
    if any(draft.span.overlaps(each) for each in standing):
        words = "An agreement is recorded for some of these days already. End that one first, or change the days."
        found.append(Violation("already_agreed", "starts_on", words))
    return tuple(found)


def _check_words(field: str, words: str, longest: int, missing: str) -> list[Violation]:
    if not words:
        return [Violation(f"{field}_missing", field, missing)]
    if len(words) > longest:
        return [Violation(f"{field}_too_long", field, f"Shorten this to {longest} letters at most.")]
    return []
