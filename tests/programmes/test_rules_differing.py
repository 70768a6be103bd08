"""Whatever is changed in a definition is told: no figure, word or choice can change unseen."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.programmes.examples import EXAMPLES
from tests.programmes.records import PIP_FILE
from tests.programmes.test_language_page import FRAGMENTS, framed
from tests.volumes import volume
from trainee_app.programmes.rules import DefinitionFaulty, differences, parse_definition

FILES = [PIP_FILE, *sorted(EXAMPLES.glob("*.toml"))]
TEXTS = [*(path.read_text(encoding="utf-8") for path in FILES), *map(framed, FRAGMENTS)]
# What may stand in the place of a word, as far as the definition is then still one.
OTHERS = {
    "warn": "void", "void": "refer", "refer": "warn", "calendar month": "iso week", "iso week": "calendar month",
    "anchored month": "iso week", "all work": "each site", "each site": "each case", "each case": "all work",
    "client_contact": "supervision", "supervision": "client_contact", "individual": "group", "tutor": "supervisor",
    "supervisor": "tutor", "true": "false", "false": "true", "once": "pool", "pool": "once", "full": "half",
    "credited": "recorded", "even": "clinical", "published": "to be confirmed by the course", "parent_infant": "group",
    "planned": "moved", "early": "final", "programme": "last 6 months", "application": "enrolment",
}  # fmt: skip
_WHOLE = re.compile(r"(?<![\w\"])\d+(?=[\s,}\]])")
_DURATION = re.compile(r"(?<=\")\d+(?= (?:h|min))")
_WORD = re.compile(r"(?<=\")[a-z_ ]+(?=\")|\b(?:true|false)\b")
_TEXT = re.compile(r"(?<=^)(?:title|why|source_words|text) = \".*(?=\")", re.MULTILINE)


def _places():
    """Every value of every text, and what to put in its place."""
    for text in TEXTS:
        for pattern in (_WHOLE, _DURATION, _WORD, _TEXT):
            for found in pattern.finditer(text):
                value = found[0]
                other = str(int(value) + 1) if value.isdigit() else OTHERS.get(value, f"{value} too")
                yield text, found.start(), found.end(), other


PLACES = list(_places())


@given(st.sampled_from(PLACES))
@settings(max_examples=volume(ci=200, full=5_000), deadline=None)
def test_whatever_means_something_else_is_a_difference(place) -> None:
    text, start, end, other = place
    before = parse_definition(text)
    try:
        after = parse_definition(text[:start] + other + text[end:])
    except DefinitionFaulty:
        return
    means_the_same = replace(after, version=before.version) == before
    assert bool(differences(before, after)) is not means_the_same


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_there_and_back_tell_of_the_same_parts(text) -> None:
    pip, other = parse_definition(TEXTS[0]), parse_definition(text)
    there, back = differences(pip, other), differences(other, pip)
    turned = {"added": "removed", "removed": "added", "changed": "changed"}
    told = {(each.table, each.key): turned[each.how] for each in there}
    assert told == {(each.table, each.key): each.how for each in back}


def test_caps_in_another_order_are_a_difference_for_they_take_away_in_order() -> None:
    text = (EXAMPLES / "caps.toml").read_text(encoding="utf-8")
    tables = re.split(r"(?m)^(?=\[\[)", text)
    youth, simulated = (
        next(at for at, each in enumerate(tables) if key in each) for key in ('"youth"', '"simulated"\nkind')
    )
    tables[youth], tables[simulated] = tables[simulated], tables[youth]
    (difference,) = differences(parse_definition(text), parse_definition("".join(tables)))
    assert difference.title == "The order of caps"
    assert difference.changes[0].before == "“At most 50 hours with young people” and “At most 60 hours simulated”"
