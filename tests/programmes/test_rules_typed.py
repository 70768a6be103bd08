"""A fault offers what somebody meant, in their own figure, and is told for what could never be met."""

import pytest

from tests.programmes.kinds import programme, table
from tests.programmes.records import PIP_FILE
from trainee_app.programmes.rules import DefinitionFaulty, parse_definition
from trainee_app.programmes.rules.typed import time_meant, toml, whole_meant

PIP = PIP_FILE.read_text(encoding="utf-8")
CONTACT = '{ groups = ["client_contact"] }'


def faults_of(text):
    with pytest.raises(DefinitionFaulty) as raised:
        parse_definition(text)
    return raised.value.faults


@pytest.mark.parametrize(
    ("typed", "key", "message"),
    [
        ('at_least = "120.5 h"', "at_least", 'must be a duration with its unit; write at_least = "120 h 30 min"'),
        ('at_least = "60 hours"', "at_least", 'must be a duration with its unit; write at_least = "60 h"'),
        ('at_least = "1h 30 minutes"', "at_least", 'must be a duration with its unit; write at_least = "1 h 30 min"'),
        ("at_least = 1.5", "at_least", 'must be a duration with its unit; write at_least = "1 h 30 min"'),
        ('at_least = "3 weeks"', "at_least", 'must be a duration with its unit; write at_least = "1 h 30 min"'),
        ('at_least = "5 %"', "at_least", "must be a time, and a share has a key of its own; write percent = 5"),
        (
            'at_least = "1 h"\nweights = [{ activities = ["group_supervision"], percent = 75 }]',
            "weights",
            'percent: a weight is written as a proportion; write every = "4 h", counts = "3 h" instead',
        ),
        (
            'at_least = "1 h"\nlonger = { at_least = 2 }',
            "longer",
            (
                "“longer” means nothing here; leave it out; what is asked for besides is a requirement of its own: begin it "
                "with [[requirement]]"
            ),
        ),
    ],
)
def test_a_fault_keeps_the_figure_that_was_typed(typed, key, message):
    at = PIP.index('at_least = "1 h 30 min"', PIP.index('kind = "floor"'))
    faults = faults_of(PIP[:at] + typed + PIP[at + len('at_least = "1 h 30 min"') :])
    assert [(key, message)] == [(fault.key, fault.message) for fault in faults]


@pytest.mark.parametrize(
    ("tables", "key", "said"),
    [
        ((table("a1", "any_of", 'of = ["a1", "teaching"]'),), "of", "is made of this one"),
        ((table("a1", "any_of", 'of = ["teaching"]'),), "of", "fewer than two"),
        (
            (table("a1", "cap", f"of = {CONTACT}", 'at_most = "1 h"', 'period = "iso week"'),),
            "period",
            "a cap is judged by",
        ),
        ((table("a1", "document", 'record = "x"', 'due_by = "soon"'),), "due_by", "there is no stage “soon”"),
        ((table("a1", "attestation", 'record = "x"', 'by = "king"'),), "by", "there is no role “king”"),
        (
            ('[[counting]]\npolicy = "once"\nrequirements = ["teaching", "length"]\n',),
            "requirements",
            "of the kind sum",
        ),
        ((table("a1", "paper", 'record = "Case write-up"'),), "record", "is no key; write “case_write_up”"),
        (
            (table("a1", "continuing", 'record = "yoga"', "at_least_a_week = 1"),),
            "record",
            "no record “yoga” is kept; write one of “experience”, “infant_observation”, “personal_therapy”; for anything",
        ),
        (
            (table("a1", "continuing", 'record = "personal_therapy"', "at_least_a_week = 1", 'during = "throughout"'),),
            "during",
            "write one of “programme”, “last 6 months”, “experience”, “infant_observation”",
        ),
        (
            (
                table(
                    "a1",
                    "continuing",
                    'record = "personal_therapy"',
                    "at_least_a_week = 1",
                    'during = "last 19 months"',
                ),
            ),
            "during",
            "is more than the 18 months of the programme; write 18 or less",
        ),
        (
            (table("a1", "recency", f"of = {CONTACT}", 'at_least = "1 h"', "last_months = 19"),),
            "last_months",
            "is more than the 18 months of the programme; write 18 or less",
        ),
        (
            (
                table(
                    "a1",
                    "sum",
                    "of = { groups = [] }",
                    'at_least = "1 h"',
                    'milestones = "even"',
                    'most_a_week = "1 h"',
                ),
            ),
            "of",
            "chooses no activity",
        ),
        (
            (table("a1", "cap", "of = { categories = ['teaching'], formats = [] }", 'at_most = "1 h"'),),
            "of",
            "formats: names none",
        ),
        (
            (table("a1", "cap", f"of = {CONTACT}", 'at_most = "15 %"'),),
            "at_most",
            "write at_most_percent = 15",
        ),
    ],
)
def test_what_could_never_be_met_is_a_fault(tables, key, said):
    with pytest.raises(DefinitionFaulty) as raised:
        programme(*tables)
    (fault,) = raised.value.faults
    assert fault.key == key
    assert said in fault.message


@pytest.mark.parametrize(
    ("before", "after", "line", "said"),
    [
        (
            'on_shortfall = "warn"\n',
            "",
            "[[requirement]]",
            "on_shortfall: is missing; write on_shortfall with one of “void”, “warn”, “refer”",
        ),
        (
            'kind = "floor"',
            'kind = "ratio"',
            'kind = "ratio"',
            "kind: there is no kind “ratio”; write “floor”",
        ),
        (
            'at_least = "1 h 30 min"\n',
            "",
            "[[requirement]]",
            'at_least: is missing; write at_least = "1 h 30 min", every with at_least, bands or percent',
        ),
        (
            'at_least = "1 h 30 min"',
            "at_least_percent = 5",
            "at_least_percent = 5",
            "at_least_percent: “at_least_percent” means nothing here; write “percent”",
        ),
        ("lasting_months = 8", 'lasting_months = "1 year"', 'lasting_months = "1 year"', "write lasting_months = 12"),
        ("grace_days = 14", 'grace_days = "2 weeks"', 'grace_days = "2 weeks"', "write grace_days = 14"),
        ("slack_weeks = 2", 'slack_weeks = "1 month"', 'slack_weeks = "1 month"', "write for instance slack_weeks = 2"),
        ("length_months = 18", "length_months = 0", "length_months = 0", "write for instance length_months = 18"),
        ('of = { groups = ["supervision"] }', 'of = { groups = ["Supervision"] }', "", "write “supervision”"),
    ],
)
def test_one_slip_is_one_fault_that_leads_on(before, after, line, said):
    at = PIP.index(before, PIP.index('kind = "floor"') if "1 h 30" in before else 0)
    text = PIP[:at] + after + PIP[at + len(before) :]
    (fault,) = faults_of(text)
    assert str(fault).endswith(said)
    assert line in text.splitlines()[(fault.line or 0) - 1]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('[[category]]\nkey = "study"', '[category]\nkey = "study"', "write [[category]]"),
        ('[[category]]\nkey = "study"', '[[category]\nkey = "study"', "write [[category]]"),
        ("version = 1", "version = 1\nversion = 2", "each key once in its table"),
        ("version = 1", "version = 1\n[programme]", "write [programme] once"),
    ],
)
def test_text_that_is_no_toml_is_told_what_to_write_at_its_line(before, after, said):
    (fault,) = faults_of(PIP.replace(before, after, 1))
    assert said in fault.message
    assert fault.line is not None


def test_a_misspelt_part_has_no_second_fault():
    with pytest.raises(DefinitionFaulty) as raised:
        programme(table("a1", "some_of", 'of = ["teaching", "clinicl"]', "at_least = 2"))
    assert [fault.message for fault in raised.value.faults] == ["there is no requirement “clinicl”; write “clinical”"]


def test_a_misspelt_heading_is_told_with_its_line_before_what_follows_from_it():
    text = PIP.replace('due_by = "application"', 'due_by = "half_way"', 1)
    stages = '[[stages]]\nkey = "half_way"\ntitle = "Half-way"\nafter_months = 9\n\n'
    first, second = faults_of(text.replace("[[requirement]]", stages + "[[requirement]]", 1))
    assert (first.key, first.message) == ("stages", "there is no table “stages”; write “stage”")
    assert first.line is not None
    assert second.key == "due_by"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (60, "60 h"),
        (0, ""),
        (True, ""),
        (7.5, "7 h 30 min"),
        (float("inf"), ""),
        ("1,5 hours", "1 h 30 min"),
        ("90 minutes", "1 h 30 min"),
        ("2h 15", "2 h 15 min"),
        ("15 %", ""),
        ("9 months", ""),
        ("soon", ""),
        ([], ""),
    ],
)
def test_a_time_is_read_where_one_can_be(typed, meant):
    assert time_meant(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("9 months", 9), ("80 %", 80), (14.0, 14), (1.5, None), ("1.5 h", None), ("2 to 3", None), ("six", None)],
)
def test_a_figure_is_read_where_one_can_be(typed, meant):
    assert whole_meant(typed) == meant


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"from": 45, "by": "a"}, '{ from = 45, by = "a" }'),
        ([1, [True]], "[1, [true]]"),
        ({"a b": 1}, ""),
        ([1.5], ""),
        ("s" * 200, ""),
        ({}, ""),
    ],
)
def test_a_value_is_written_back_where_it_is_plain_and_short(value, written):
    assert toml(value) == written
