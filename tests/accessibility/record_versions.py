"""A second version of the programme, and drafts of a third in every state that their pages show."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from trainee_app.access import Actor
from trainee_app.cohorts import services
from trainee_app.cohorts.models import ProgrammeDraft
from trainee_app.db.tables import new_public_id
from trainee_app.programmes.models import ProgrammeVersion
from trainee_app.programmes.queries import latest_version
from trainee_app.programmes.rules.editing import edited

if TYPE_CHECKING:
    from tests.accessibility.world import Cast

_LONG = (
    "The board has asked for more supervision, since Wolfeschlegelsteinhausenbergerdorff and others have shown that two "
    "hours a month are what keeps the work safe; what the accrediting body says about it is expected next year."
)


def draft_versions(cast: Cast, ids: dict[str, str], today: date, at: datetime) -> None:
    """Publish version 2, leave a draft of it behind, and bring three of version 3 as far as they came."""
    office, director = (Actor(cast.people[who].id, today, second_factor=True) for who in ("administrator", "director"))
    first = latest_version(cast.programme.id)
    assert first is not None
    ids["programme"] = cast.programme.public_id
    published, overtaken = (_begun(first, office, at, minimum) for minimum in ("75 h", "90 h"))
    _propose(published, office, at)
    second = services.agree_to_version(draft=published, edition=published.edition, actor=director, on=today, at=at)
    ids |= {"draft published": published.public_id, "draft overtaken": overtaken.public_id}
    for state, minimum in (("untouched", ""), ("changed", "400 h"), ("proposed", "80 h")):
        draft = _begun(second, office, at, minimum)
        if state == "proposed":
            _propose(draft, office, at)
        ids[f"draft {state}"] = draft.public_id


def _begun(version: ProgrammeVersion, office: Actor, at: datetime, minimum: str) -> ProgrammeDraft:
    draft = services.begin_draft(version=version, actor=office, at=at, public_id=new_public_id())
    if minimum:
        changes: dict[str, str | int] = {"at_least": minimum, "title": f"Supervision, at least {minimum}", "why": _LONG}
        text = edited(draft.definition, "requirement", 4, changes)
        services.change_draft(draft=draft, text=text, edition=draft.edition, actor=office, at=at)
    return draft


def _propose(draft: ProgrammeDraft, office: Actor, at: datetime) -> None:
    services.propose_version(draft=draft, reason=_LONG, edition=draft.edition, actor=office, at=at)
