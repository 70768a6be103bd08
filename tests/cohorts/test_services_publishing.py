"""The next version of a programme, from its copy to its publication by two people, on a real database."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

from tests.factories.cohorts import make_cohort, make_version, pip_definition
from tests.factories.people import make_person, make_programme
from trainee_app import events
from trainee_app.access import Actor
from trainee_app.cohorts import queries, services
from trainee_app.cohorts.queries.versions import drafts_in_hand, version_lines
from trainee_app.cohorts.services import publishing
from trainee_app.db.tables import new_public_id
from trainee_app.programmes.queries import definition_of, latest_version
from trainee_app.programmes.rules import DefinitionFaulty, Sum
from trainee_app.programmes.rules.editing import edited
from trainee_app.programmes.services import DefinitionIsForAnotherProgramme, VersionDoesNotFollow
from trainee_app.refusals import FieldsAreFaulty

ON = date(2026, 11, 3)
AT = datetime(2026, 11, 3, 10, tzinfo=UTC)
WHY = "The board asked for more supervision."
SUPERVISION = 4


class Course:
    def __init__(self) -> None:
        self.programme = make_programme()
        self.version = make_version(self.programme)
        self.cohort = make_cohort(self.programme)
        self.ines, self.dora = (
            Actor(person_id=make_person(name).id, on=ON, second_factor=True) for name in ("Ines", "Dora")
        )

    def begun(self, **changes):
        usual = {"version": self.version, "actor": self.ines, "at": AT, "public_id": new_public_id()}
        return services.begin_draft(**{**usual, **changes})

    def changed(self, draft, minimum="70 h"):
        after = edited(draft.definition, "requirement", SUPERVISION, {"at_least": minimum})
        services.change_draft(draft=draft, text=after, edition=draft.edition, actor=self.ines, at=AT)
        return draft

    def proposed(self, draft=None, **changes):
        draft = draft or self.changed(self.begun())
        usual = {"reason": WHY, "edition": draft.edition, "actor": self.ines, "at": AT}
        services.propose_version(draft=draft, **{**usual, **changes})
        return draft

    def agree(self, draft, **changes):
        usual = {"edition": draft.edition, "actor": self.dora, "on": ON, "at": AT}
        return services.agree_to_version(draft=draft, **{**usual, **changes})


@pytest.fixture
def course(session):
    return Course()


def published() -> list[str]:
    return [event.name for event in events.published()]


def test_a_minimum_is_changed_proposed_and_agreed_to(session, course) -> None:
    draft = course.proposed()
    version = course.agree(draft)
    assert (version.number, version.published_on) == (2, ON)
    supervision = definition_of(version).requirement("supervision")
    assert isinstance(supervision, Sum)
    assert supervision.at_least_minutes == 70 * 60
    assert published() == ["DraftBegun", "DraftChanged", "VersionProposed", "VersionPublished", "VersionAgreed"]
    assert {event.subject for event in events.published()} == {f"programme:{course.programme.public_id}"}
    assert queries.version_of_cohort(course.cohort.id) is course.version
    newest, oldest = version_lines(course.programme.id)
    assert (newest.proposer, newest.agreer, newest.reason, newest.cohorts) == ("Ines", "Dora", WHY, ())
    assert (oldest.proposer, [each.id for each in oldest.cohorts]) == (None, [course.cohort.id])
    assert drafts_in_hand(course.programme.id) == []


def test_nobody_publishes_alone(session, course) -> None:
    draft = course.proposed()
    with pytest.raises(publishing.AgreedByTheProposer):
        course.agree(draft, actor=course.ines)
    assert latest_version(course.programme.id) is course.version
    with pytest.raises((IntegrityError, OperationalError)), session.begin_nested():
        session.execute(text("UPDATE programme_draft SET agreed_by = proposed_by"))


def test_a_copy_is_begun_once_however_often_its_form_is_sent(session, course) -> None:
    name = new_public_id()
    assert course.begun(public_id=name) is course.begun(public_id=name)
    assert published() == ["DraftBegun"]
    with pytest.raises(services.FormWasUsedBefore):
        course.begun(public_id=name, actor=course.dora)


def test_a_published_draft_is_not_published_again(session, course) -> None:
    draft = course.proposed()
    course.agree(draft)
    with pytest.raises(publishing.DraftIsNotProposed):
        course.agree(draft)
    with pytest.raises(publishing.DraftIsNotOpen):
        services.discard_draft(draft=draft, actor=course.ines, at=AT)
    assert len(version_lines(course.programme.id)) == 2


def test_what_was_changed_since_it_was_shown_is_not_agreed_to(session, course) -> None:
    draft = course.proposed()
    shown = draft.edition
    services.take_proposal_back(draft=draft, actor=course.ines, at=AT)
    course.proposed(course.changed(draft, "80 h"))
    with pytest.raises(publishing.DraftHasChanged):
        course.agree(draft, edition=shown)
    assert draft.state == "proposed"


def test_nobody_writes_over_what_they_have_not_seen(session, course) -> None:
    draft = course.begun()
    shown = draft.edition
    course.changed(draft)
    other = edited(draft.definition, "requirement", SUPERVISION, {"at_least": "90 h"})
    with pytest.raises(publishing.DraftHasChanged, match="Ines has changed"):
        services.change_draft(draft=draft, text=other, edition=shown, actor=course.dora, at=AT)
    services.change_draft(draft=draft, text=draft.definition, edition=shown, actor=course.ines, at=AT)
    assert draft.edition == shown + 1


def test_what_is_proposed_stands_until_it_is_taken_back(session, course) -> None:
    draft = course.proposed()
    with pytest.raises(publishing.DraftIsNotOpen):
        course.changed(draft, "80 h")
    with pytest.raises((IntegrityError, OperationalError)), session.begin_nested():
        session.execute(text("UPDATE programme_draft SET definition = 'x'"))
    services.take_proposal_back(draft=draft, actor=course.dora, at=AT)
    assert course.changed(draft, "80 h").state == "open"
    with pytest.raises(publishing.DraftIsNotProposed):
        course.agree(draft)


def test_a_draft_that_changes_nothing_is_not_proposed(session, course) -> None:
    with pytest.raises(publishing.NothingIsChanged):
        course.proposed(course.begun())


@pytest.mark.parametrize("reason", ["", "x" * 1001])
def test_a_proposal_says_why(session, course, reason) -> None:
    with pytest.raises(FieldsAreFaulty):
        course.proposed(reason=reason)


def test_a_draft_that_was_overtaken_follows_the_latest_version_first(session, course) -> None:
    first, second = course.proposed(), course.changed(course.begun(), "80 h")
    course.agree(first)
    with pytest.raises(publishing.AnotherVersionWasPublished, match="Version 2"):
        course.proposed(second)
    with pytest.raises(publishing.AnotherVersionWasPublished):
        course.changed(second, "85 h")
    services.follow_latest(draft=second, edition=second.edition, actor=course.ines, at=AT)
    assert course.agree(course.proposed(second)).number == 3


def test_of_two_proposed_drafts_one_is_published(session, course) -> None:
    first, second = course.proposed(), course.proposed(course.changed(course.begun(), "80 h"))
    course.agree(first)
    with pytest.raises(publishing.AnotherVersionWasPublished):
        course.agree(second)
    services.discard_draft(draft=second, actor=course.dora, at=AT)
    services.discard_draft(draft=second, actor=course.dora, at=AT)
    assert published().count("DraftDiscarded") == 1
    with pytest.raises((IntegrityError, OperationalError)), session.begin_nested():
        session.execute(text("UPDATE programme_draft SET state = 'open' WHERE state = 'discarded'"))


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ("", DefinitionFaulty),
        ("no toml = [", DefinitionFaulty),
        (pip_definition(version=2).replace('at_least = "60 h"', "at_least = 60"), DefinitionFaulty),
        (pip_definition(key="other", version=2), DefinitionIsForAnotherProgramme),
    ],
)
def test_a_file_that_will_not_do_changes_nothing(session, course, given, refused) -> None:
    draft = course.begun()
    before = draft.definition
    with pytest.raises(refused):
        services.change_draft(draft=draft, text=given, edition=1, actor=course.ines, at=AT)
    assert (draft.definition, draft.edition) == (before, 1)


def test_a_file_of_another_number_is_told_which_one_is_next(session, course) -> None:
    draft = course.begun()
    other = draft.definition.replace("version = 2", "version = 7", 1)
    with pytest.raises(VersionDoesNotFollow, match="write version = 2"):
        services.change_draft(draft=draft, text=other, edition=1, actor=course.ines, at=AT)
