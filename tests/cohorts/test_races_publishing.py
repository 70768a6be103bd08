"""Two at once about a version, with real threads and real transactions on both engines: one of them comes first."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.cohorts.test_services_publishing import AT, ON, Course
from tests.factories.people import saved
from tests.volumes import volume
from trainee_app.cohorts import services
from trainee_app.cohorts.models import ProgrammeDraft
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.programmes.models import ProgrammeVersion
from trainee_app.programmes.rules.editing import edited
from trainee_app.refusals import Conflict

ROUNDS = volume(ci=4, full=40)


def agreeing(course: Course, draft_id: int) -> Callable[[], int]:
    def act() -> int:
        draft = db.session.get_one(ProgrammeDraft, draft_id)
        return services.agree_to_version(draft=draft, edition=draft.edition, actor=course.dora, on=ON, at=AT).number

    return act


def changing(course: Course, draft_id: int, minimum: str) -> Callable[[], str]:
    def act() -> str:
        draft = db.session.get_one(ProgrammeDraft, draft_id)
        text = edited(draft.definition, "requirement", 4, {"at_least": minimum})
        services.change_draft(draft=draft, text=text, edition=1, actor=course.ines, at=AT)
        return minimum

    return act


def number_of_versions(app: Flask, programme_id: int) -> int:
    with app.app_context():
        counted = select(func.count()).where(ProgrammeVersion.programme_id == programme_id)
        return db.session.scalar(counted) or 0


def test_two_who_agree_at_once_publish_one_version(app, at_once) -> None:
    with saved(app):
        course = Course()
        draft_id, programme_id = course.proposed().id, course.programme.id
    came = at_once(*[agreeing(course, draft_id)] * 2)
    assert sorted(isinstance(each, Conflict) for each in came) == [False, True]
    assert number_of_versions(app, programme_id) == 2


def test_of_two_drafts_agreed_to_at_once_one_is_published(app, at_once) -> None:
    with saved(app):
        course = Course()
        first, second = course.proposed(), course.proposed(course.changed(course.begun(), "80 h"))
        ids, programme_id = (first.id, second.id), course.programme.id
    came = at_once(*(agreeing(course, draft_id) for draft_id in ids))
    assert sorted(isinstance(each, Conflict) for each in came) == [False, True]
    assert number_of_versions(app, programme_id) == 2


@pytest.mark.parametrize("round_number", range(ROUNDS))
def test_of_two_who_change_a_draft_at_once_one_is_told(app, at_once, round_number) -> None:
    with saved(app):
        course = Course()
        draft_id = course.begun().id
    came = at_once(changing(course, draft_id, "70 h"), changing(course, draft_id, "80 h"))
    assert sorted(isinstance(each, Conflict) for each in came) == [False, True]
    with app.app_context():
        draft = db.session.get_one(ProgrammeDraft, draft_id)
        (kept,) = [each for each in came if isinstance(each, str)]
        assert (draft.edition, f'at_least = "{kept}"' in draft.definition) == (2, True)


def test_a_copy_sent_twice_at_once_is_begun_once(app, at_once) -> None:
    with saved(app):
        course = Course()
        version_id, programme_id = course.version.id, course.programme.id
    name = new_public_id()

    def begin() -> str:
        version = db.session.get_one(ProgrammeVersion, version_id)
        return services.begin_draft(version=version, actor=course.ines, at=AT, public_id=name).public_id

    assert at_once(begin) == [name]
    assert at_once(begin, begin) == [name, name]
    with app.app_context():
        counted = select(func.count()).where(ProgrammeDraft.programme_id == programme_id)
        assert db.session.scalar(counted) == 1
