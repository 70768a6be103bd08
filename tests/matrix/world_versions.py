"""The world's drafts of a next version, one at each turn, by the verbs themselves."""

from __future__ import annotations

from sqlalchemy import select

from tests.matrix.record import acting
from tests.matrix.world import Cast, World
from trainee_app.cohorts import services
from trainee_app.cohorts.models import ProgrammeDraft
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.programmes.models import Programme, ProgrammeVersion
from trainee_app.programmes.rules.editing import edited

_SUPERVISION = 4


def draft_versions(world: World, cast: Cast) -> None:
    """Publish a second version of ours, and bring further drafts as far as they came; one of the other programme's."""
    published = _proposed(world, cast, "administrator", "65 h")
    director = acting(world, cast, "director")
    services.agree_to_version(draft=published, edition=2, actor=director, on=world.on, at=world.at)
    drafts = {
        "published": published,
        "open": _changed(world, cast, cast.ours, "administrator"),
        "proposed": _proposed(world, cast, "administrator"),
        "proposed by the director": _proposed(world, cast, "director"),
        "theirs": _changed(world, cast, cast.theirs, "elsewhere"),
    }
    world.ids |= {("draft", name): draft.public_id for name, draft in drafts.items()}


def _changed(world: World, cast: Cast, programme: Programme, office: str, minimum: str = "70 h") -> ProgrammeDraft:
    version = db.session.scalars(
        select(ProgrammeVersion).where(ProgrammeVersion.programme_id == programme.id, ProgrammeVersion.number == 1)
    ).one()
    actor = acting(world, cast, office)
    draft = services.begin_draft(version=version, actor=actor, at=world.at, public_id=new_public_id())
    text = edited(draft.definition, "requirement", _SUPERVISION, {"at_least": minimum})
    services.change_draft(draft=draft, text=text, edition=draft.edition, actor=actor, at=world.at)
    return draft


def _proposed(world: World, cast: Cast, office: str, minimum: str = "75 h") -> ProgrammeDraft:
    draft = _changed(world, cast, cast.ours, office, minimum)
    actor = acting(world, cast, office)
    services.propose_version(draft=draft, reason="More supervision.", edition=2, actor=actor, at=world.at)
    return draft
