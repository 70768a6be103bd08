"""What may be recorded as a registration with a professional body. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from trainee_app.refusals import Violation

LONGEST_BODY = 60
LONGEST_NUMBER = 40
# A browser sends "26" typed as a year as the year 26; nothing here is older than a working life.
_FIRST_YEAR = 1950
_LAST_YEAR = 2100


@dataclass(frozen=True, slots=True)
class RegistrationDraft:
    """A registration as somebody would record it; both days are included."""

    body: str
    number: str
    valid_from: date
    valid_until: date


def check_registration(draft: RegistrationDraft, recorded: Sequence[RegistrationDraft]) -> tuple[Violation, ...]:
    """Say what is wrong with a registration beside those already recorded for the person (`recorded`, none ended)."""
    found = [
        *_check_words("body", draft.body, LONGEST_BODY, "Write which body it is, such as BPC or HCPC."),
        *_check_words("number", draft.number, LONGEST_NUMBER, "Write the number under which the body lists them."),
        *check_year("valid_from", draft.valid_from),
        *check_year("valid_until", draft.valid_until),
    ]
    if draft.valid_until < draft.valid_from:
        found.append(
            Violation("ends_before_it_begins", "valid_until", "The last day is before the first. Change one of them.")
        )
    if any(_is_the_same(draft, other) for other in recorded):
        found.append(
            Violation(
                "already_recorded",
                "number",
                "This registration is already recorded for some of these days. End that one first, or change the days.",
            )
        )
    return tuple(found)


def check_year(field: str, day: date) -> Iterator[Violation]:
    """Say that a year was typed with two digits, or lies in no working life."""
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        yield Violation(
            "year_not_plausible", field, f"Look at the year: it reads {day.year}. Write it with four digits, as 2027."
        )


def check_end(draft: RegistrationDraft, ended_on: date) -> tuple[Violation, ...]:
    """Say what is wrong with `ended_on` as a new last day of the registration."""
    if ended_on < draft.valid_from:
        message = "That is before it began. If it should never have been recorded, choose “recorded by mistake”."
        return (Violation("ends_before_it_begins", "ended_on", message),)
    if ended_on >= draft.valid_until:
        message = "It ends by then anyway. Choose an earlier day; a renewal is recorded as a registration of its own."
        return (Violation("ends_anyway", "ended_on", message),)
    return ()


def day_before_it_began(draft: RegistrationDraft) -> date:
    """Return the last day of a registration that was recorded by mistake: it never held."""
    return draft.valid_from - timedelta(days=1)


def _check_words(field: str, words: str, longest: int, missing: str) -> Iterator[Violation]:
    if not words:
        yield Violation(f"{field}_missing", field, missing)
    elif len(words) > longest:
        yield Violation(f"{field}_too_long", field, f"Shorten this to {longest} letters at most.")


def _is_the_same(draft: RegistrationDraft, other: RegistrationDraft) -> bool:
    is_same_paper = (draft.body.casefold(), draft.number.casefold()) == (other.body.casefold(), other.number.casefold())
    return is_same_paper and draft.valid_from <= other.valid_until and other.valid_from <= draft.valid_until
