"""How much is expected by when: straight lines between points, stretched over a person's own dates."""

from dataclasses import dataclass
from datetime import date

from trainee_app.programmes.rules.dates import days_after


@dataclass(frozen=True, slots=True)
class Milestone:
    """So many per cent of the target by the end of so many months of the programme."""

    after_months: int
    percent: int


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """Straight lines between milestones, stretched over a person's own dates.

    A moved end date stretches the whole line, since targets stay when dates move.
    """

    length_months: int
    points: tuple[Milestone, ...]

    def begins_on(self, starts_on: date, ends_on: date) -> date:
        """The day from which anything is expected at all."""
        idle = max((point.after_months for point in self.points if not point.percent), default=0)
        total = max((ends_on - starts_on).days, 0)
        return days_after(starts_on, -(-total * idle // self.length_months))

    def expected(self, target: int, starts_on: date, ends_on: date, on: date) -> int:
        """How much of `target` (in its own unit, rounded down) the programme expects by `on`."""
        total = max((ends_on - starts_on).days, 1)
        elapsed = min(max((on - starts_on).days, 0), total) * self.length_months
        before = Milestone(0, 0)
        for point in self.points:
            if elapsed < point.after_months * total:
                span = (point.after_months - before.after_months) * total
                run = elapsed - before.after_months * total
                percent_of_span = before.percent * span + (point.percent - before.percent) * run
                return target * percent_of_span // (span * 100)
            before = point
        return target * before.percent // 100


@dataclass(frozen=True, slots=True)
class Pace:
    """What "on track" means for an amount.

    `most_a_week` is the most the programme thinks sensible in a week (minutes, or sessions); only
    when even that cannot reach the target is something "not possible". Nobody is behind who has what the
    line asked for `slack_weeks` ago, so that a day's delay in logging is not called behind.
    """

    line: MilestoneLine
    most_a_week: int
    too_early_weeks: int
    window_weeks: int
    slack_weeks: int
