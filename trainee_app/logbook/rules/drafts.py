"""An entry as the rules look at it before it is stored."""

from dataclasses import dataclass
from datetime import date

from trainee_app.logbook.rules.content import Content


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An entry as far as it could be read; None where it could not, or was not given."""

    worked_on: date | None
    activity: str | None
    minutes: int | None
    outcome: str = "held"
    started_at_minute: int | None = None
    placement_id: int | None = None
    case_id: int | None = None
    note: str = ""

    @classmethod
    def of(cls, content: Content) -> "Draft":
        """Return a whole entry as these rules look at it."""
        return cls(
            worked_on=content.worked_on,
            activity=content.activity,
            minutes=content.minutes,
            outcome=content.outcome,
            started_at_minute=content.started_at_minute,
            placement_id=content.placement_id,
            case_id=content.case_id,
            note=content.note,
        )
