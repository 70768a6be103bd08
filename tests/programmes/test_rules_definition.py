"""PIP as data, and what is said of a definition that cannot be used."""

import pytest

from tests.programmes.records import PIP_FILE, pip
from trainee_app.programmes.rules import (
    DefinitionFaulty,
    Floor,
    Sum,
    UnknownRequirement,
    parse_definition,
    requirement_entries_filter,
)
from trainee_app.programmes.rules.reading import minutes_from

PIP = PIP_FILE.read_text(encoding="utf-8")


def faults_of(text):
    with pytest.raises(DefinitionFaulty) as raised:
        parse_definition(text)
    return raised.value.faults


def test_pip_asks_for_what_the_course_publishes_and_what_it_still_has_to_confirm():
    sums = {each.key: each.at_least_minutes // 60 for each in pip().requirements if isinstance(each, Sum)}
    assert sums == {"learning": 688, "teaching": 180, "study": 220, "clinical": 220, "supervision": 60}
    assert [each.key for each in pip().requirements if each.source.is_published] == [
        "learning",
        "registration",
        "experience",
        "infant_observation",
        "personal_therapy",
        "length",
    ]
    assert all(each.why and each.source.words for each in pip().requirements)


def test_pip_has_the_activities_and_groups_of_the_training():
    by_category = {
        category.key: {each.key for each in pip().activities.values() if each.category == category.key}
        for category in pip().categories
    }
    assert by_category == {
        "teaching": {"seminar", "workshop"},
        "study": {"reading", "essay", "preparation"},
        "clinical": {"case_session", "assessment", "liaison", "individual_supervision", "group_supervision"},
    }
    assert (pip().grace_days, pip().former_supervisor_days, pip().length_months) == (14, 90, 18)


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("CLINICAL SESSION WITH FAMILY ", "case_session"),
        ("Teaching day / workshop", "workshop"),
        (" individual  supervision", "individual_supervision"),
        ("Liaison with network", "liaison"),
        ("Essay writing", "essay"),
        ("case_session", "case_session"),
    ],
)
def test_an_import_knows_activities_by_the_spellings_of_the_office(label, key):
    activity = pip().activity_labelled(label)
    assert activity is not None
    assert activity.key == key


def test_a_label_nobody_knows_is_no_activity():
    assert pip().activity_labelled("Interpretive dance") is None
    with pytest.raises(UnknownRequirement):
        pip().requirement("dance")


def test_every_figure_made_of_entries_opens_to_them():
    supervision = {"individual_supervision", "group_supervision"}
    for requirement in pip().requirements:
        rows = requirement_entries_filter(requirement)
        if isinstance(requirement, Sum):
            assert rows is not None
            assert rows.activities == requirement.activities
        elif isinstance(requirement, Floor):
            assert rows is not None
            assert rows.activities == supervision | {"case_session", "assessment"}
    video = requirement_entries_filter(pip().requirement("video_reviews"))
    assert video is not None
    assert video.activities == supervision
    assert video.is_video_reviewed_only
    assert requirement_entries_filter(pip().requirement("length")) is None


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("688 h", 41280),
        ("1 h 30 min", 90),
        ("1 h 30", 90),
        ("1h30", 90),
        ("90 min", 90),
        ("90", None),
        ("", None),
        ("h", None),
        ("1.5 h", None),
        ("min", None),
    ],
)
def test_durations_are_read_with_their_unit(text, minutes):
    assert (minutes_from(text) or None) == minutes


@pytest.mark.parametrize(
    ("instead_of", "written", "requirement", "key", "message"),
    [
        (
            'at_least = "688 h"',
            "at_least = 688",
            "learning",
            "at_least",
            'must be a duration with its unit; write at_least = "688 h"',
        ),
        (
            'at_least = "688 h"',
            'at_least = "lots"',
            "learning",
            "at_least",
            'must be a duration with its unit; write at_least = "1 h 30 min"',
        ),
        ('at_least = "688 h"\n', "", "learning", "at_least", 'is missing; write at_least = "1 h 30 min"'),
        (
            'at_least = "688 h"',
            'at_leest = "688 h"\nat_least = "688 h"',
            "learning",
            "at_leest",
            "“at_leest” means nothing here; write “at_least”",
        ),
        (
            "at_least = 6\n",
            'at_least = "six"\n',
            "video_reviews",
            "at_least",
            "must be a whole number from 1 to 100000; write for instance at_least = 3",
        ),
        (
            "at_least = 6\n",
            "at_least = true\n",
            "video_reviews",
            "at_least",
            "must be a whole number from 1 to 100000; write for instance at_least = 3",
        ),
        (
            'over = "all work"',
            'over = "each placement"',
            "monthly_supervision",
            "over",
            "“each placement” is not known; write one of “all work”, “each site”, “each case”",
        ),
        (
            'due_by = "application"',
            'due_by = "first client"',
            "registration",
            "due_by",
            "there is no stage “first client”; write one of “application”, “enrolment”, “first case”, “qualification”",
        ),
        (
            'kinds = ["parent_infant"]',
            'kinds = ["couple"]',
            "training_cases",
            "kinds",
            (
                "there is no kind of case “couple”; write one of “parent_infant”, “group”, or leave kinds out, so that cases "
                "of every kind count"
            ),
        ),
        ('kind = "floor"', 'kind = "flor"', "monthly_supervision", "kind", "there is no kind “flor”; write “floor”"),
        (
            'milestones = "learning"',
            'milestones = "evn"',
            "learning",
            "milestones",
            "there is no line of milestones “evn”; write “even”",
        ),
        (
            'period = "calendar month"',
            'period = "month"',
            "monthly_supervision",
            "period",
            "“month” is not known; write one of “calendar month”, “anchored month”, “iso week”, “rolling days”, “whole programme”",
        ),
        (
            'on_shortfall = "warn"',
            'on_shortfall = "shout"',
            "monthly_supervision",
            "on_shortfall",
            "“shout” is not known; write one of “void”, “warn”, “refer”",
        ),
        (
            'of = { categories = ["study"] }',
            'of = { categories = ["studdy"] }',
            "study",
            "of",
            "categories: there is no category “studdy”; write “study”",
        ),
        (
            'of = { categories = ["study"] }',
            "of = {}",
            "study",
            "of",
            'chooses no activity; write of = { categories = ["..."] }, groups or activities',
        ),
        (
            'of = { categories = ["study"] }',
            'of = "study"',
            "study",
            "of",
            'must be a table; write of = { categories = ["study"] }',
        ),
        (
            'of = { categories = ["study"] }',
            "of = 3",
            "study",
            "of",
            'must be a table; write of = { groups = ["..."] }',
        ),
        (
            'of = { categories = ["study"] }',
            'of = { categories = "study" }',
            "study",
            "of",
            'categories: must be a list of words; write categories = ["study"]',
        ),
        (
            'source = "published"\nsource_words = "The training takes 18 months."',
            'source = "hearsay"\nsource_words = "x"',
            "length",
            "source",
            "“hearsay” is not known; write “published” or “to be confirmed by the course”",
        ),
        (
            'key = "study"\nkind',
            'key = "teaching"\nkind',
            "teaching",
            "key",
            "there are two requirement tables with the key “teaching”; give one of them another key",
        ),
        (
            'key = "planned_endings"',
            'key = "Planned endings"',
            "Planned endings",
            "key",
            "“Planned endings” is no key; write small letters, digits and _ only, as in “planned_endings”",
        ),
        (
            'category = "study"',
            'category = "studdy"',
            None,
            "category",
            "there is no category “studdy”; write “study”",
        ),
        (
            'category = "study"',
            'category = "reading"',
            None,
            "category",
            "there is no category “reading”; write one of “teaching”, “study”, “clinical”",
        ),
        (
            "needs_case = true",
            'needs_case = "yes"',
            None,
            "needs_case",
            "must be true or false, without quotation marks; write needs_case = true",
        ),
        (
            'signed_by = "tutor"',
            'signed_by = "friend"',
            None,
            "signed_by",
            "“friend” is not known; write one of “supervisor”, “tutor”, “placement manager”",
        ),
        ("from = 50, to = 60", "from = 60, to = 50", None, "credit", "to: 50 is less than from; write 60 or more"),
        (
            "credit = [{ from = 50, to = 60, credits = 60 }]",
            "credit = { from = 45, to = 60, credits = 60 }",
            None,
            "credit",
            "must be a list of tables; write credit = [{ from = 45, to = 60, credits = 60 }]",
        ),
        (
            "from = 50, to = 60",
            'from = "45 min", to = 60',
            None,
            "credit",
            "from: must be a whole number of minutes from 0 to 1440; write from = 45",
        ),
        (
            'labels = ["Essay writing"]',
            "labels = [3]",
            None,
            "labels",
            'must be a list of words; write labels = ["...", "..."]',
        ),
        (
            "points = [{ after_months = 18, percent = 100 }]",
            "points = [{ after_months = 9, percent = 100 }]",
            None,
            "points",
            "must end with the whole programme; write { after_months = 18, percent = 100 } as the last point",
        ),
        (
            "{ after_months = 3, percent = 11 }",
            "{ after_months = 18, percent = 11 }",
            None,
            "points",
            "must go forward; write the points in order of after_months, percent never falling",
        ),
        (
            "grace_days = 14",
            "grace_days = -1",
            None,
            "grace_days",
            "must be a whole number from 0 to 366; write for instance grace_days = 14",
        ),
        (
            'title = "Parent-infant psychotherapy"',
            "title = 3",
            None,
            "title",
            'must be words in quotation marks; write title = "..."',
        ),
        (
            '[[policy]]\nkey = "fee"',
            '[[polcy]]\nkey = "fee"',
            None,
            "polcy",
            "there is no table “polcy”; write “policy”",
        ),
    ],
)
def test_a_fault_says_where_it_is_and_what_to_write_instead(instead_of, written, requirement, key, message):
    assert instead_of in PIP
    faults = faults_of(PIP.replace(instead_of, written, 1))
    assert (requirement, key, message) in [(fault.requirement, fault.key, fault.message) for fault in faults]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a =", "this is not TOML"),
        ("", "the file has no [programme]; write one, once"),
        ("programme = 3", "the file has no [programme]; write one, once"),
        ("requirement = 3", "requirement is a list of tables; begin each with [[requirement]]"),
        ("category = ['x']", "category is a list of tables; begin each with [[category]]"),
        ("[[requirement]]", 'is missing; write kind = "sum"'),
        ("a = " + "[" * 3000, "is nested too deeply; write plain tables"),
    ],
)
def test_a_file_that_is_no_definition_is_told_so(text, message):
    assert any(fault.message.startswith(message) for fault in faults_of(text))


def test_all_faults_are_told_at_once_with_their_lines():
    text = PIP.replace('at_least = "688 h"', "at_least = 688").replace("grace_days = 14", "grace_days = 1.5")
    faults = faults_of(text)
    assert [(fault.key, text.splitlines()[(fault.line or 0) - 1]) for fault in faults] == [
        ("grace_days", "grace_days = 1.5"),
        ("at_least", "at_least = 688"),
    ]
    assert str(faults[1]).startswith(f"line {faults[1].line}, requirement learning, at_least: must be")


def test_a_syntax_fault_carries_its_line():
    (fault,) = faults_of('[programme]\nkey = "pip"\ntitle = Parent')
    assert fault.line == 3


@pytest.mark.parametrize(
    ("written", "key", "message"),
    [
        ("x" * 201, "title", "is longer than 200 characters; write a shorter one"),
        ("Clinical\\u0000practice", "title", "holds a character that nobody can see (U+0000); write it without"),
        ("\u202e sruoh", "title", "holds a character that nobody can see (U+202E); write it without"),
    ],
)
def test_words_that_no_page_could_show_are_refused_where_they_stand(written, key, message):
    title = "Clinical practice, at least 220 hours"
    assert title in PIP
    (fault,) = faults_of(PIP.replace(title, written, 1))
    assert (fault.requirement, fault.key, fault.message) == ("clinical", key, message)
    assert fault.line is not None


def test_a_reason_may_be_a_few_sentences_and_no_book():
    why = 'why = "Teaching, self-directed study and clinical practice together make the training."'
    assert why in PIP
    parse_definition(PIP.replace(why, f'why = "{"x" * 2000}"'))
    with pytest.raises(DefinitionFaulty, match="is longer than 2000 characters"):
        parse_definition(PIP.replace(why, f'why = "{"x" * 2001}"'))
