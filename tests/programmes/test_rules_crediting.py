"""What recorded time is credited as: the shipped arithmetic, worked by hand."""

from __future__ import annotations

import pytest

from tests.programmes.records import PIP_FILE, pip
from trainee_app.programmes.rules import (
    DefinitionFaulty,
    GroupFormula,
    Supervised,
    UnknownActivity,
    credited_minutes,
    group_minutes,
    parse_definition,
    share_of_case,
)

PIP = PIP_FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("activity", "minutes", "outcome", "credited"),
    [
        ("case_session", 0, "held", 0),
        ("case_session", 49, "held", 49),
        ("case_session", 50, "held", 60),
        ("case_session", 55, "held", 60),
        ("case_session", 60, "held", 60),
        ("case_session", 61, "held", 61),
        ("case_session", 49, "missed", 0),
        ("case_session", 61, "missed", 0),
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


# Worked by hand: what each of 1 to 7 present is credited of so many minutes.
GROUPS = {
    ("full", 90): (90, 90, 90, 90, 90, 90, 90),
    ("half", 90): (45, 45, 45, 45, 45, 45, 45),
    ("half", 120): (60, 60, 60, 60, 60, 60, 60),
    ("half", 75): (38, 38, 38, 38, 38, 38, 38),  # 37.5, half up
    ("half, then shared", 90): (45, 45, 45, 45, 18, 15, 13),  # 90 / 7 = 12.86
    ("half, then shared", 75): (38, 38, 38, 38, 15, 13, 11),  # 75 / 6 = 12.5, half up; 75 / 7 = 10.71
    ("shared twice", 90): (90, 90, 60, 45, 36, 30, 26),  # alone: never more than the full time; 180 / 7 = 25.71
    ("shared twice", 75): (75, 75, 50, 38, 30, 25, 21),  # 150 / 4 = 37.5; 150 / 7 = 21.43
    ("shared", 90): (90, 45, 30, 23, 18, 15, 13),  # 22.5
    ("shared", 1): (1, 1, 0, 0, 0, 0, 0),  # 0.5, half up; 0.33
}


@pytest.mark.parametrize(("formula", "minutes"), GROUPS)
def test_group_time_is_credited_by_the_formula_person_by_person(formula, minutes):
    found = tuple(group_minutes(GroupFormula(formula), minutes, present) for present in range(1, 8))
    assert found == GROUPS[formula, minutes]


@pytest.mark.parametrize("formula", GroupFormula)
def test_nobody_is_credited_more_than_the_full_time(formula):
    for minutes in range(181):
        for present in range(1, 13):
            assert 0 <= group_minutes(formula, minutes, present) <= minutes


def test_the_table_in_the_documentation_is_the_one_worked_by_hand():
    page = (PIP_FILE.parents[3] / "docs/programme-language.md").read_text(encoding="utf-8")
    rows = [line.split("|") for line in page.splitlines() if line.startswith('| `"')]
    told = {row[1].split('"')[1]: tuple(int(each) for each in row[3].split(",")) for row in rows}
    assert told == {formula: worked for (formula, minutes), worked in GROUPS.items() if minutes == 90}


def test_the_formula_belongs_to_group_supervision_alone_and_asks_how_many_were_present():
    halved = parse_definition(PIP.replace('formula = "full"', 'formula = "half, then shared"'))
    credited = [credited_minutes(halved, "group_supervision", 90, "held", present) for present in (0, 1, 4, 5)]
    assert credited == [45, 45, 45, 18]
    assert credited_minutes(halved, "individual_supervision", 90, "held", 5) == 90
    assert credited_minutes(halved, "group_supervision", 90, "missed", 5) == 0


def test_a_programme_that_says_nothing_of_groups_counts_them_in_full():
    begin, end = PIP.index("[group_supervision]"), PIP.index("[teaching]")
    silent = parse_definition(PIP[:begin] + PIP[end:])
    assert silent.supervised == Supervised("individual_supervision", "group_supervision", GroupFormula.FULL)


def test_a_programme_may_have_no_supervision_and_no_teaching_of_the_usual_names():
    text = PIP.replace("[group_supervision]", '[group_supervision]\ngroup = "seminar"\nindividual = "reading"', 1)
    text = text.replace('individual = "individual_supervision"\ngroup = "group_supervision"\n', "", 1)
    found = parse_definition(text.replace('activities = ["seminar", "workshop"]', 'activities = ["workshop"]', 1))
    assert (found.supervised.individual, found.supervised.group, found.taught) == ("reading", "seminar", ("workshop",))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('formula = "full"', 'formula = "shred"', "“shred” is not known; write “shared”"),
        ('group = "group_supervision"', 'group = "grp_supervision"', "there is no activity “grp_supervision”"),
        ('formula = "full"', 'formular = "full"', "formula"),
        ('["seminar", "workshop"]', '["seminars"]', "there is no activity “seminars”; write “seminar”"),
        ("[teaching]", "[[teaching]]", "teaching is one table; begin it with [teaching], once"),
    ],
)
def test_a_fault_in_what_is_said_of_groups_and_teaching_is_told_with_its_line(old, new, message):
    with pytest.raises(DefinitionFaulty, match=r"line \d+") as faulty:
        parse_definition(PIP.replace(old, new, 1))
    assert message in str(faulty.value)


@pytest.mark.parametrize(
    ("minutes", "presented", "share"),
    [(90, 0, 0), (90, 1, 90), (90, 2, 45), (90, 3, 30), (90, 4, 23), (75, 2, 38), (50, 3, 17), (60, 7, 9)],
)
def test_a_case_receives_an_equal_share_of_the_session(minutes, presented, share):
    assert share_of_case(minutes, presented) == share
