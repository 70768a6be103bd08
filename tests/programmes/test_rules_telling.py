"""Plain English of every kind, and what changes between two definitions."""

import pytest

from tests.programmes.examples import EXAMPLES, example
from tests.programmes.records import PIP_FILE, pip
from tests.programmes.test_language_page import FRAGMENTS, framed
from trainee_app.programmes.rules import (
    chapters,
    differences,
    doubts,
    parse_definition,
    requirement_words,
    told_requirement,
)
from trainee_app.programmes.rules.telling.asking import _TELLERS
from trainee_app.programmes.rules.telling.phrases import listed, small

PIP = PIP_FILE.read_text(encoding="utf-8")
ALL = [pip(), *map(example, sorted(path.stem for path in EXAMPLES.glob("*.toml")))]
ALL += [parse_definition(framed(text)) for text in FRAGMENTS]


# Traces of code, and words that the pages do not use of people and their hours.
UNKIND = ("  ", "_", "None", "void", "at risk", "fail")


def words(definition, key):
    return requirement_words(definition, definition.requirement(key))


@pytest.mark.parametrize(
    ("name", "key", "said"),
    [
        (
            "calendar_month_floor",
            "monthly_supervision",
            (
                "In each calendar month with client contact: at least 1 h 30 min of supervision. If a calendar month stays "
                "short, its client contact does not count in any sum; it stays recorded."
            ),
        ),
        (
            "banded_month",
            "banded_supervision",
            (
                "by how much client contact there is: at least 1 h 30 min with up to 12 h; at least 2 h with more than 12 h and "
                "up to 16 h; at least 2 h 30 min with more than 16 h."
            ),
        ),
        (
            "weekly_per_site",
            "weekly_unit",
            "In each week with client contact, at each placement by itself:",
        ),
        (
            "weekly_per_site",
            "weekly_unit",
            "Work without a placement is taken together, as if it were at one more.",
        ),
        ("weekly_per_site", "weekly_unit", "Group supervision: 2 h count as 1 h here."),
        ("weekly_per_site", "second_unit", "nothing with up to 10 h; at least 2 h with more than 10 h."),
        (
            "monthly_band",
            "month_of_most",
            "In each calendar month, at most 130 h of client contact counts.",
        ),
        (
            "monthly_band",
            "half_alone",
            "supervision in the format “individual” for at least 50 per cent of the time of supervision",
        ),
        (
            "whole_programme_ratio",
            "one_in_eight",
            "for every 8 h of client contact, in proportion, rounded up to the minute",
        ),
        (
            "cadence",
            "fortnightly",
            "While client contact goes on, never more than 14 days without supervision",
        ),
        (
            "eight_cases",
            "eight_cases",
            "At least 8 training cases, each with at least 1 held and signed session and with at",
        ),
        ("eight_cases", "written_up", "At least 4 papers passed, recorded as “case write up”."),
        (
            "intensive_cases",
            "intensive",
            "The cases that count have 3 different supervisors and 3 different age bands between",
        ),
        (
            "alternatives",
            "casework",
            "Any one of these: “Four individuals”, “Two groups” or “Two individuals and one group”.",
        ),
        ("alternatives", "both", "All of these: “Two individuals” and “One group”."),
        (
            "attendance",
            "attendance",
            "At least 80 per cent of the time of each seminar series, attended or made up for.",
        ),
        ("caps", "simulated", "At most 60 h of simulated session counts."),
        (
            "personal_therapy",
            "during_observation",
            "Personal therapy at least once a week, for the whole time of infant",
        ),
        (
            "personal_therapy",
            "before_the_end",
            "at least 3 times a week, throughout the last 6 months of the training.",
        ),
    ],
)
def test_each_shape_is_told_in_plain_english(name, key, said) -> None:
    assert said in words(example(name), key)


def test_every_kind_is_told_somewhere() -> None:
    assert {type(each) for definition in ALL for each in definition.requirements} == set(_TELLERS)


@pytest.mark.parametrize("definition", ALL, ids=range(len(ALL)))
def test_what_is_told_is_kind_and_whole(definition) -> None:
    told = [each for chapter in chapters(definition) for each in chapter.tellings]
    told += [part for each in told for part in each.parts]
    for each in told:
        assert each.title
        for sentence in each.sentences:
            assert sentence[0].isupper() or not sentence[0].isalpha()
            assert sentence.endswith(".")
            assert [word for word in UNKIND if word in sentence] == []


def test_every_requirement_is_told_once_and_parts_under_their_whole() -> None:
    asked = next(chapter for chapter in chapters(example("alternatives")) if chapter.title == "What is asked for")
    (casework,) = asked.tellings
    assert [part.key for part in casework.parts] == ["four_individuals", "two_groups", "both"]
    assert [part.key for part in casework.parts[2].parts] == ["two_individuals", "one_group"]


def test_a_requirement_says_why_it_exists_and_whether_the_course_still_has_to_confirm_it() -> None:
    told = told_requirement(pip(), pip().requirement("supervision"))
    assert told.why.startswith("Supervision is intensive")
    assert (told.is_published, told.source) == (
        False,
        "To be confirmed by the course: Intensive, ongoing supervision is published, its hours are not.",
    )


@pytest.mark.parametrize(
    ("each", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_lists_are_spoken(each, said) -> None:
    assert listed(each) == said


@pytest.mark.parametrize(("title", "said"), [("Group work", "group work"), ("PIP session", "PIP session")])
def test_a_title_in_a_sentence_keeps_its_abbreviations(title, said) -> None:
    assert small(title) == said


def test_a_name_is_told_once_and_a_title_with_a_comma_does_not_break_its_list() -> None:
    text = PIP.replace('title = "Group supervision"', 'title = "Supervision, in a group"')
    said = {told.key: told.words for told in _chapter(parse_definition(text), "What the names stand for").tellings}
    assert said["supervision"] == "Individual supervision; supervision, in a group."
    assert said["teaching"] == "Seminar and teaching day."


def _chapter(definition, title):
    (found,) = [chapter for chapter in chapters(definition) if chapter.title == title]
    return found


def test_a_narrowed_choice_says_how_it_is_narrowed() -> None:
    text = PIP.replace(
        'of = { groups = ["supervision"] }', 'of = { groups = ["supervision"], sites = ["Marigold  Infant Team"] }', 1
    )
    assert "of supervision at “Marigold Infant Team”." in words(parse_definition(text), "supervision")


def test_a_share_that_counts_is_told_with_what_it_is_a_share_of() -> None:
    fragment = next(text for text in FRAGMENTS if 'key = "few_groups"' in text)
    assert words(parse_definition(framed(fragment)), "few_groups").startswith(
        "Supervision in the format “group” counts up to 50 per cent of the time of supervision. The share is taken of"
    )


# What deserves a second look


def doubted(*replacements, more=""):
    text = PIP
    for before, after in replacements:
        assert before in text
        text = text.replace(before, after)
    return doubts(parse_definition(text + more))


def test_what_ships_leaves_nothing_to_look_at_again() -> None:
    assert doubts(pip()) == ()


def counted(policy, *keys):
    return f'\n[[counting]]\npolicy = "{policy}"\nrequirements = [{", ".join(map(repr, keys))}]\n'


@pytest.mark.parametrize(
    ("replacement", "more", "said"),
    [
        (("needs_case = true", "needs_case = false"), "", "asks for training cases, and no activity has needs_case"),
        (
            ('at_least = "180 h"', 'at_least = "190 h"'),
            "",
            "hours” asks for at least 190 h, and its title says another",
        ),
        (("", ""), counted("once", "study", "teaching"), "changes nothing: no work belongs to more than one of them"),
        (("", ""), counted("once", "clinical", "supervision"), "can never be met: [[counting]] gives all of its work"),
        (
            (
                'beside = { groups = ["client_contact"] }\nof = { groups = ["supervision"] }\nat_least = "1 h 30 min"',
                'beside = { groups = ["supervision"] }\nof = { groups = ["supervision"] }\npercent = 5',
            ),
            "",
            "sets work beside itself",
        ),
        (('on_shortfall = "refer"', 'on_shortfall = "void"'), "", "for cases, people decide (“refer”)"),
        (
            ('on_shortfall = "warn"', 'on_shortfall = "warn"\ndue_by = "first case"'),
            "",
            "has due_by, which changes nothing",
        ),
        (
            (
                '[[category]]\nkey = "study"',
                '[[category]]\nkey = "rest"\ntitle = "Rest"\n\n[[category]]\nkey = "study"',
            ),
            "",
            "The category “Rest” has no activity.",
        ),
    ],
)
def test_what_has_no_effect_or_can_never_be_met_is_said(replacement, more, said) -> None:
    assert [each for each in doubted(replacement, more=more) if said in each]


def test_a_group_whose_time_is_made_less_twice_is_said() -> None:
    weighed = 'weights = [{ activities = ["group_supervision"], every = "2 h", counts = "1 h" }]\non_shortfall = "warn"'
    (said,) = doubted(('formula = "full"', 'formula = "half"'), ('on_shortfall = "warn"', weighed))
    assert said.endswith("it is made less twice.")


# Differences


def changed(*replacements):
    text = PIP
    for before, after in replacements:
        assert before in text
        text = text.replace(before, after)
    return differences(pip(), parse_definition(text))


def test_a_definition_differs_from_itself_in_nothing() -> None:
    assert all(not differences(definition, definition) for definition in ALL)


@pytest.mark.parametrize(
    ("before", "after", "for_whom"),
    [
        ('"60 h"', '"70 h"', "For somebody, at least 60 h and less than 70 h was enough, and no longer is."),
        ('"60 h"', '"50 h"', "For somebody, at least 50 h and less than 60 h was not enough, and now is."),
        (
            "at_least = 6\n",
            "at_least = 7\n",
            "at least 6 sessions and less than 7 sessions was enough, and no longer is.",
        ),
        ('"1 h 30 min"', '"2 h"', "For a period, at least 1 h 30 min and less than 2 h was enough, and no longer is."),
        (
            'on_shortfall = "warn"',
            'on_shortfall = "void"',
            "every trainee of a cohort that is moved to the later version",
        ),
        ("at_least_months = 48", "at_least_months = 36", "applicants, and every trainee whose cohort is moved"),
        ("with families, with their", "with people, with their", "Nobody’s standing changes by it"),
    ],
)
def test_a_change_says_whom_it_concerns(before, after, for_whom) -> None:
    (difference,) = changed((before, after))
    assert (difference.table, difference.how) == ("requirement", "changed")
    assert for_whom in difference.for_whom


def test_a_change_says_what_was_and_what_is() -> None:
    (difference,) = changed(('"60 h"', '"70 h"'))
    (change,) = difference.changes
    assert change.before.startswith("At least 60 h of supervision")
    assert change.after.startswith("At least 70 h of supervision")
    # Sentences that stay are not repeated.
    assert "Expected" not in change.before + change.after


def test_a_figure_that_is_confirmed_is_told_as_such() -> None:
    found = changed(
        (
            'source = "to be confirmed by the course"\nsource_words = "Intensive, ongoing',
            'source = "published"\nsource_words = "Intensive, ongoing',
        )
    )
    assert [str(change) for change in found[0].changes] == [
        (
            "Source: from “To be confirmed by the course: Intensive, ongoing supervision is published, its hours are not.” to "
            "“Published: Intensive, ongoing supervision is published, its hours are not.”."
        )
    ]


def test_a_credit_rule_or_a_formula_names_the_requirements_that_it_touches() -> None:
    found = {
        each.key: each for each in changed(("credits = 60", "credits = 50"), ('formula = "full"', 'formula = "half"'))
    }
    assert set(found) == {"case_session", "group_supervision"}
    assert "“Clinical practice, at least 220 hours”" in found["case_session"].for_whom
    assert "“Supervision, at least 60 hours”" in found["group_supervision"].for_whom
    assert "“Teaching, at least 180 hours”" not in found["case_session"].for_whom


def test_an_activity_that_moves_to_another_category_names_the_requirements_that_it_leaves_and_reaches() -> None:
    moved = 'title = "Reading"\ncategory = "study"'
    (found,) = [each for each in changed((moved, moved.replace("study", "teaching"))) if each.table == "activity"]
    assert "from “Booked under self-directed study.” to “Booked under teaching.”" in str(found)
    assert "“Teaching, at least 180 hours”" in found.for_whom
    assert "“Self-directed study, at least 220 hours”" in found.for_whom


def test_what_is_added_and_removed_is_told_from_both_sides() -> None:
    without = parse_definition(PIP[: PIP.index("# The time itself")] + PIP[PIP.index("# Told in words only") :])
    (removed,), (added,) = differences(pip(), without), differences(without, pip())
    assert (removed.key, removed.how, removed.for_whom[:19]) == ("length", "removed", "No longer asked of ")
    assert (added.key, added.how, added.for_whom[:8]) == ("length", "added", "New for ")


@pytest.mark.parametrize(
    ("before", "after", "table", "key"),
    [
        ("grace_days = 14", "grace_days = 7", "programme", "signatures"),
        ("after_months = 3, percent = 11", "after_months = 3, percent = 12", "milestones", "learning"),
        ('text = "At least GBP 5,500', 'text = "At least GBP 6,500', "policy", "fee"),
        ('activities = ["seminar", "workshop"]', 'activities = ["seminar"]', "teaching", "teaching"),
        ('title = "Parent-infant psychotherapy"', 'title = "PIP"', "programme", "title"),
        ('labels = ["Essay writing"]', 'labels = ["Essays"]', "activity", "essay"),
    ],
)
def test_every_other_table_is_compared_too(before, after, table, key) -> None:
    assert (table, key) in {(each.table, each.key) for each in changed((before, after))}
