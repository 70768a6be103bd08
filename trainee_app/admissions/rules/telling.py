"""What an applicant reads of where the application stands and what happens next. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from trainee_app.admissions.rules.stages import Stage
from trainee_app.programmes.rules.dates import spoken_date


@dataclass(frozen=True, slots=True)
class Situation:
    """What the next sentence depends on. `answer_by`, `interview_on`: of what stands now."""

    stage: Stage | None
    closes_on: date | None
    starts_on: date
    interview_on: date | None = None
    answer_by: date | None = None


_NEXT: Final[Mapping[Stage, str]] = {
    Stage.APPLIED: "The course office reads it next. You need not do anything; what is missing can still be added.",
    Stage.SCREENING: "The course office looks at it against what the training asks for, and then invites to interviews.",
    Stage.WAITING_LIST: "You are on the waiting list. If a place becomes free you will be told at once.",
    Stage.NOT_OFFERED: "The course has decided not to offer a place this time. Nothing more is asked of you.",
    Stage.OFFER_DECLINED: "You declined the offer. Nothing more is asked of you.",
    Stage.ENROLLED: "You are enrolled. Your training record is open.",
}


def what_happens_next(now: Situation, today: date) -> str:
    """Return one sentence or two: what happens next, and when."""
    if now.stage is None:
        by = f" by {spoken_date(now.closes_on)}" if now.closes_on else ""
        return f"Finish it and hand it in{by}. Until then the course decides nothing."
    if now.stage is Stage.INTERVIEW:
        return _about_interview(now.interview_on, today)
    if now.stage is Stage.OFFERED:
        return _about_offer(now.answer_by, today)
    if now.stage is Stage.ACCEPTED:
        return f"You accepted. The course office enrols you; the course begins on {spoken_date(now.starts_on)}."
    return _NEXT[now.stage]


def _about_interview(on: date | None, today: date) -> str:
    if on is None:
        return "The course office arranges your interview and tells you the day."
    if on < today:
        return "The interview has been held. The course decides next, and you will be told here."
    return f"Your interview is on {spoken_date(on)}."


def _about_offer(answer_by: date | None, today: date) -> str:
    if answer_by is None:
        return "You are offered a place. The course office asks you for your answer."
    if answer_by < today:
        return (
            f"The offer could be answered until {spoken_date(answer_by)}. Ask the course office what is possible now."
        )
    return f"You are offered a place. Answer by {spoken_date(answer_by)}."
