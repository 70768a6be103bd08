"""What another expected end would bring for a trainee: computed when somebody asks, never stored."""

from __future__ import annotations

from datetime import date, timedelta

from trainee_app.casework.queries import cases_in_short
from trainee_app.cohorts.queries import signers_on
from trainee_app.cohorts.rules import Away, CasePaused, OtherEnd, StandsOtherwise
from trainee_app.credentials.rules import is_about_therapy
from trainee_app.programmes.rules import Finding, Requirement
from trainee_app.programmes.rules.wording import TUTOR, headline_sentence, sentence
from trainee_app.readiness.queries.judging import judge_one, with_another_end
from trainee_app.readiness.rules import OpenCase, paused, signers_in_words

_DAY = timedelta(days=1)


def other_end_of(trainee_id: int, ends_on: date, away: Away | None, on: date) -> OtherEnd:
    """Return what it would bring if the training were expected to end on `ends_on`, with days away before it.

    Personal therapy is left out for everybody: those who supervise or examine are told nothing of it.
    """
    judged = judge_one(trainee_id, on)
    passed = max((min(away.until_on + _DAY, on) - away.from_on).days, 0) if away else 0
    then = with_another_end(judged, ends_on, on, passed)
    names = signers_in_words(signers_on(trainee_id, on))
    triples = zip(judged.definition.requirements, judged.evaluated.findings, then.findings, strict=True)
    changed = (
        StandsOtherwise(
            asked.title,
            now.state.value,
            sentence(asked, now, **names),
            other.state.value,
            sentence(asked, other, **names),
        )
        for asked, now, other in triples
        if _says_otherwise(asked, now, other) and not is_about_therapy(asked)
    )
    verdict = headline_sentence(then.headline, tutor=names.get("tutor", TUTOR))
    return OtherEnd(verdict, tuple(changed), away, _cases_paused(trainee_id, away, on) if away else ())


def _says_otherwise(asked: Requirement, now: Finding, other: Finding) -> bool:
    """Whether a reader would see a difference: what only moves dates that are not said changes nothing for them."""
    return (now.state, sentence(asked, now)) != (other.state, sentence(asked, other))


def _cases_paused(trainee_id: int, away: Away, on: date) -> tuple[CasePaused, ...]:
    """What the days away mean for each open case. Of a case its number is said, never its code."""
    return tuple(
        paused(OpenCase(each.number, each.agreed_end_on, each.last_allowed_on, each.left), away.from_on, away.until_on)
        for each in cases_in_short([trainee_id]).get(trainee_id, [])
        if each.closed_on is None or each.closed_on >= on
    )
