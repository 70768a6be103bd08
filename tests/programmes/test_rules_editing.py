"""Editing a definition value by value: everything else stays as it is written, comments included."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.cohorts import pip_definition
from trainee_app.programmes.rules import parse_definition
from trainee_app.programmes.rules.differing import differences
from trainee_app.programmes.rules.editing import (
    NoSuchPart,
    Shape,
    edited,
    numbered,
    part_at,
    part_of,
    parts_of,
    shown,
    structure_of,
    values_of,
    written,
)

PIP = pip_definition()
_PLACES = [(part.table, part.index) for part in parts_of(PIP)]
_COMMENTED = """# The whole.
[programme]
key = "pip" # its key
version = 1

[[requirement]]
key = "a"
at_least = "60 h" # agreed in March
bands = [
  { up_to = "12 h", at_least = "1 h" }, # quiet months
  { at_least = "2 h" },
]
"""


def index_of(key: str, table: str = "requirement", text: str = PIP) -> int:
    return next(part.index for part in parts_of(text) if (part.table, part.key) == (table, key))


def lines_that_differ(before: str, after: str) -> list[str]:
    old = before.splitlines()
    return [line for line in after.splitlines() if line not in old]


@pytest.mark.parametrize(("table", "index"), _PLACES)
def test_what_is_shown_and_typed_back_leaves_the_text_as_it_was(table, index) -> None:
    values = values_of(PIP, table, index)
    assert edited(PIP, table, index, {each.path: written(each, shown(each.value)) for each in values}) == PIP


def test_a_figure_changes_in_its_line_alone() -> None:
    after = edited(PIP, "requirement", index_of("supervision"), {"at_least": "70 h"})
    assert lines_that_differ(PIP, after) == ['at_least = "70 h"']
    assert parse_definition(after).requirement("supervision").at_least_minutes == 70 * 60  # type: ignore[union-attr]


def test_comments_stay_where_they_are() -> None:
    after = edited(_COMMENTED, "requirement", 0, {"at_least": "70 h", "bands.0.at_least": "1 h 30 min"})
    for comment in ("# The whole.", "# its key", "# agreed in March", "# quiet months"):
        assert comment in after
    assert tomllib.loads(after)["requirement"][0]["bands"][0] == {"up_to": "12 h", "at_least": "1 h 30 min"}


def test_a_credit_band_is_added_emptied_and_begun() -> None:
    session, reading = index_of("case_session", "activity"), index_of("reading", "activity")
    more = edited(PIP, "activity", session, {"credit.1.from": 90, "credit.1.to": 100, "credit.1.credits": 90})
    assert [band.credits for band in parse_definition(more).activity("case_session").credit_rule.bands] == [60, 90]
    none = edited(more, "activity", session, {f"credit.0.{key}": None for key in ("from", "to", "credits")})
    assert [band.credits for band in parse_definition(none).activity("case_session").credit_rule.bands] == [90]
    begun = edited(PIP, "activity", reading, {"credit.0.from": 5, "credit.0.to": 9, "credit.0.credits": 10})
    assert parse_definition(begun).activity("reading").credit_rule.credit(7) == 10
    untouched = edited(PIP, "activity", reading, {f"credit.0.{key}": None for key in ("from", "to", "credits")})
    assert untouched == PIP


def test_the_last_row_of_milestones_is_there_to_be_filled() -> None:
    values = values_of(PIP, "milestones", index_of("clinical", "milestones"))
    assert [each.value for each in values] == [3, 0, 18, 100, None, None]
    assert {each.shape for each in values} == {Shape.WHOLE, Shape.PERCENT}


def test_structure_is_told_and_never_offered_as_a_value() -> None:
    place = ("requirement", index_of("monthly_supervision"))
    assert {"key", "kind", "of", "beside"}.isdisjoint(each.path for each in values_of(PIP, *place))
    assert dict(structure_of(PIP, *place))["Kind"] == "floor"
    assert dict(structure_of(PIP, *place))["Of"] == "groups: supervision"


def test_choices_are_the_words_of_the_language_and_of_the_file() -> None:
    values = {each.path: each for each in values_of(PIP, "requirement", index_of("supervision"))}
    assert values["milestones"].choices == ("even", "clinical", "learning")
    assert values["source"].shape is Shape.CHOICE
    assert values["why"].shape is Shape.WORDS


@pytest.mark.parametrize(
    ("typed", "is_written"),
    [("90", None), ("1h30", None), ("90 min", "1 h 30 min"), ("70 h", "70 h"), ("0 min", "0 min")],
)
def test_a_length_of_time_is_written_with_its_unit(typed, is_written) -> None:
    value = next(each for each in values_of(PIP, "requirement", index_of("supervision")) if each.path == "at_least")
    if is_written is None and typed != "1h30":
        with pytest.raises(ValueError, match="unit"):
            written(value, typed)
    else:
        assert written(value, typed) == (is_written or "1 h 30 min")


@pytest.mark.parametrize("typed", ["six", "-1", "1.5", "٣", "9" * 40])
def test_a_number_is_whole(typed) -> None:
    value = next(each for each in values_of(PIP, "programme", 0) if each.path == "grace_days")
    with pytest.raises(ValueError, match="whole number"):
        written(value, typed)


@given(words=st.text(max_size=200))
def test_whatever_is_typed_into_a_text_is_read_back(words) -> None:
    place = ("policy", 0)
    value = next(each for each in values_of(PIP, *place) if each.path == "text")
    typed = written(value, words)
    after = edited(PIP, *place, {"text": typed})
    assert tomllib.loads(after)["policy"][0].get("text") == typed
    assert {key: each for key, each in tomllib.loads(after).items() if key != "policy"} == {
        key: each for key, each in tomllib.loads(PIP).items() if key != "policy"
    }


def test_tables_that_are_mixed_up_are_still_edited() -> None:
    mixed = '[[requirement]]\nkey = "a"\n\n[[policy]]\nkey = "p"\n\n[[requirement]]\nkey = "b"\nwhy = "x"\n'
    after = edited(mixed, "requirement", 1, {"why": "y"})
    assert tomllib.loads(after)["requirement"] == [{"key": "a"}, {"key": "b", "why": "y"}]


def test_a_part_that_is_not_there_is_said_not_to_be() -> None:
    for ask in (part_of, values_of, structure_of):
        with pytest.raises(NoSuchPart):
            ask(PIP, "requirement", 99)
    with pytest.raises(NoSuchPart):
        edited(PIP, "nothing", 0, {})


def test_a_line_of_the_text_belongs_to_a_part() -> None:
    line = PIP.splitlines().index('key = "supervision"', PIP[: PIP.index("# Supervision\n")].count("\n")) + 1
    assert part_at(PIP, line) == ("requirement", index_of("supervision"))
    assert part_at(PIP, 1) is None
    assert part_at(PIP, None) is None


def test_a_copy_is_the_same_under_the_next_number() -> None:
    after = numbered(PIP, 2)
    assert lines_that_differ(PIP, after) == ["version = 2"]
    assert differences(parse_definition(PIP), parse_definition(after)) == ()
