import pytest

from tests.programmes.records import pip
from trainee_app.programmes.rules import UnknownActivity, credited_minutes


@pytest.mark.parametrize(
    ("activity", "minutes", "outcome", "credited"),
    [
        ("case_session", 0, "held", 0),
        ("case_session", 49, "held", 49),
        ("case_session", 50, "held", 60),
        ("case_session", 55, "held", 60),
        ("case_session", 60, "held", 60),
        ("case_session", 61, "held", 61),
        ("case_session", 90, "held", 90),
        ("case_session", 50, "missed", 0),
        ("case_session", 60, "cancelled", 0),
        ("assessment", 50, "held", 50),
        ("group_supervision", 90, "held", 90),
        ("seminar", 50, "held", 50),
        ("reading", 50, "cancelled", 0),
    ],
)
def test_time_is_credited_by_the_shipped_arithmetic(activity, minutes, outcome, credited):
    assert credited_minutes(pip(), activity, minutes, outcome) == credited


def test_an_activity_the_programme_does_not_have_is_refused():
    with pytest.raises(UnknownActivity, match="interpretive_dance"):
        credited_minutes(pip(), "interpretive_dance", 50, "held")


def test_an_outcome_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="perhaps"):
        credited_minutes(pip(), "case_session", 50, "perhaps")
