"""What a definition may say of cases and of what is brought along is what the rooms above keep."""

import pytest

from tests.programmes.records import PIP_FILE
from trainee_app.cases.rules import AGE_BANDS, CaseKind
from trainee_app.casework.rules import EndingKind, Phase
from trainee_app.credentials.rules import Record
from trainee_app.programmes.rules import DefinitionFaulty, parse_definition
from trainee_app.programmes.rules.kinds_of_records import BROUGHT, CASE_AGE_BANDS, CASE_ENDINGS, CASE_KINDS, CASE_PHASES

PIP = PIP_FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (CASE_AGE_BANDS, AGE_BANDS),
        (CASE_KINDS, CaseKind),
        (CASE_PHASES, Phase),
        (CASE_ENDINGS, EndingKind),
        (BROUGHT, Record),
    ],
)
def test_the_words_of_the_language_are_those_of_the_record(said, kept) -> None:
    assert set(said) == {str(each) for each in kept}


@pytest.mark.parametrize(
    ("written", "misspelt", "meant"),
    [
        ('kinds = ["parent_infant"]', 'kinds = ["parent-infant"]', "parent_infant"),
        ('endings = ["planned"]', 'endings = ["planned"]\nage_bands = ["undr_3"]', "under_3"),
        ('endings = ["planned"]', 'endings = ["planed"]', "planned"),
        ('record = "experience"', 'record = "experiences"', "experience"),
    ],
)
def test_a_word_that_nothing_could_ever_meet_is_a_fault(written, misspelt, meant) -> None:
    with pytest.raises(DefinitionFaulty, match=f"write “{meant}”"):
        parse_definition(PIP.replace(written, misspelt, 1))


def test_an_age_band_may_be_spelled_as_people_write_it() -> None:
    written, spelled = 'endings = ["planned"]', 'endings = ["planned"]\nage_bands = ["Under 3", "6_to_12"]'
    read = parse_definition(PIP.replace(written, spelled, 1))
    assert {"under_3", "6_to_12"} in [getattr(each, "age_bands", None) for each in read.requirements]
