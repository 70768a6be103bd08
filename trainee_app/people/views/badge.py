"""Who is signed in, as every page says it at its top."""

from __future__ import annotations

from typing import Any

from flask import g, url_for
from werkzeug.local import LocalProxy

from trainee_app.access import actor
from trainee_app.people import queries
from trainee_app.people.views.asking import this_session
from trainee_app.people.views.blueprint import blueprint
from trainee_app.web.formats import initials
from trainee_app.web.parts import PersonBadge


@blueprint.app_context_processor
def _person() -> dict[str, Any]:
    # Asked for only by pages that show it: an error page must not need the database.
    return {"person": LocalProxy(_badge)}


def _badge() -> PersonBadge | None:
    if "badge" not in g:
        g.badge = _made_badge()
    made: PersonBadge | None = g.badge
    return made


def _made_badge() -> PersonBadge | None:
    record = this_session()
    if record is None or not actor().is_signed_in:
        return None
    roles = list(dict.fromkeys(role.words for _, role in queries.roles_of(record.person_id, actor().on)))
    return PersonBadge(
        name=record.person_name,
        initials=initials(record.person_name),
        roles=" and ".join([", ".join(roles[:-1]), roles[-1]] if len(roles) > 1 else roles),
        account_url=url_for("people.account"),
    )
