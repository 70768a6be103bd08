"""How each kind of document may be signed, as a programme says it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.programmes.records import PIP_FILE
from trainee_app.programmes.rules import (
    DefinitionFaulty,
    Method,
    SignedKind,
    chapters,
    differences,
    parse_definition,
)

PIP = PIP_FILE.read_text(encoding="utf-8")
BEGIN, END = PIP.index("[signing]"), PIP.index("# How much is expected by when")


def with_signing(table):
    return parse_definition(PIP[:BEGIN] + table + "\n" + PIP[END:])


def test_a_programme_that_says_nothing_of_signing_accepts_what_is_usual():
    rule = with_signing("").signing
    accepted = {kind: {way for way in Method if rule.accepts(kind, way)} for kind in SignedKind}
    only_signed_in = {kind: {Method.ACCOUNT} for kind in SignedKind}
    assert accepted == only_signed_in | {SignedKind.ENTRIES: set(Method)}
    assert rule.second_level == frozenset()
    assert rule.terms == ()


def test_in_the_shipped_programme_study_goes_to_the_tutor_by_the_term_and_all_else_is_usual():
    shipped = parse_definition(PIP)
    assert shipped.handed_in_by_the_term == ["essay", "preparation", "reading"]
    assert replace(shipped.signing, terms=()) == with_signing("").signing
    told = [each for chapter in chapters(shipped) for each in chapter.tellings if each.key == "signing"]
    assert "Terms begin on 1 January, 1 May and 1 September." in told[0].words


def test_a_programme_says_how_each_kind_is_signed_and_where_a_second_person_looks():
    rule = with_signing('[signing]\nentries = ["paper"]\nsecond_level = ["entries"]').signing
    assert [rule.accepts(SignedKind.ENTRIES, way) for way in Method] == [False, False, True, False]
    assert rule.accepts(SignedKind.PHASES, Method.ACCOUNT)
    assert rule.wants_second_level(SignedKind.ENTRIES)
    assert not rule.wants_second_level(SignedKind.STUDY)


@pytest.mark.parametrize(
    ("activity", "kind"),
    [("reading", SignedKind.STUDY), ("seminar", SignedKind.ENTRIES), ("liaison", SignedKind.ENTRIES)],
)
def test_study_is_what_a_tutor_signs_and_no_register_holds(activity, kind):
    assert parse_definition(PIP).kind_of_time(activity) is kind


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ('[signing]\nentries = ["acount"]', "there is no way of signing it “acount”; write “account”"),
        ("[signing]\nphases = []", 'names no way of signing; write phases = ["account"]'),
        ('[signing]\nregisters = ["paper"]', "there is no way of signing it “paper”; write one of “account”"),
        ('[signing]\nentry = ["account"]', "“entry” means nothing here"),
        ('[signing]\nself_directed_study = ["paper"]\nterms = ["1 May"]', 'write "account" into self_directed_study'),
        ('[signing]\nsecond_level = ["registers"]', "there is no kind of time “registers”"),
        ('[[signing]]\nentries = ["paper"]', "signing is one table; begin it with [signing], once"),
    ],
)
def test_a_fault_in_what_is_said_of_signing_is_told_with_its_line(table, message):
    with pytest.raises(DefinitionFaulty, match=r"line \d+") as faulty:
        with_signing(table)
    assert message in str(faulty.value)


def test_how_it_is_signed_is_told_and_a_change_of_it_is_a_difference():
    after = with_signing('[signing]\nentries = ["account"]\nsecond_level = ["entries"]')
    (told,) = next(chapter for chapter in chapters(after) if chapter.title == "How it is signed").tellings
    assert told.sentences[0] == "Log entries: signed in."
    assert told.sentences[-1].startswith("A second person verifies log entries;")
    (found,) = differences(parse_definition(PIP), after)
    assert (found.table, found.key, found.how) == ("signing", "signing", "changed")
    assert "Log entries: signed in, by a mailed link, on paper or by two" in str(found)
