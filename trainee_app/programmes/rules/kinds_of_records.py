"""How the kinds are read that ask for records, for time itself, for cases, or for other requirements."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from trainee_app.programmes.rules.choosing import Vocabulary, check_last_months, common
from trainee_app.programmes.rules.faults import nearest, suggestion
from trainee_app.programmes.rules.reading import Table, is_key, key_meant
from trainee_app.programmes.rules.requirements import (
    Attendance,
    Cases,
    Continuing,
    During,
    Length,
    Part,
    Prerequisite,
    Records,
    RecordSort,
    Registration,
    Requirement,
    Shortfall,
    SomeOf,
)
from trainee_app.programmes.rules.selections import plain

_LAST_MONTHS: Final = re.compile(r"^last (\d{1,3}) months?$")
_ROLES: Final = ("", "supervisor", "tutor", "placement manager", "administrator", "director", "board member")

_ANY_KIND: Final = "leave kinds out, so that cases of every kind count"

# The words that the rooms above use for what they keep; a test holds them to it.
BROUGHT: Final = ("experience", "infant_observation", "personal_therapy")
CASE_KINDS: Final = ("parent_infant", "group")
CASE_PHASES: Final = ("early", "middle", "final")
CASE_AGE_BANDS: Final = ("pregnancy", "under_3", "3_to_6", "6_to_12", "over_12")
CASE_ENDINGS: Final = (
    "planned",
    "age_limit",
    "by_family",
    "by_service",
    "transferred",
    "moved",
    "no_longer_together",
    "death",
)


def _read_length(table: Table, vocabulary: Vocabulary) -> Length:
    return Length(**common(table, vocabulary), months=vocabulary.length_months)


def _read_registration(table: Table, vocabulary: Vocabulary) -> Registration:
    return Registration(**common(table, vocabulary))


def _read_prerequisite(table: Table, vocabulary: Vocabulary) -> Prerequisite:
    return Prerequisite(
        **common(table, vocabulary),
        record=_kept(table, "record"),
        at_least_months=table.whole("at_least_months", default=0),
    )


def _kept(table: Table, key: str) -> str:
    """A record of what is brought along or goes on: only those that the installation keeps can ever be met."""
    found = table.text(key, example='"personal_therapy"')
    if found and found not in BROUGHT:
        other = "" if nearest(found, BROUGHT) else '; for anything else, write a requirement of the kind "attestation"'
        table.fault(key, f"no record “{found}” is kept; {suggestion(found, BROUGHT)}{other}")
    return found


def _named_record(table: Table) -> str:
    """A word of the course's own that says which record is meant, always spelt in the same way."""
    found = table.text("record", example='"case_write_up"')
    if found and not is_key(found):
        table.fault("record", f"“{found}” is no key; write “{key_meant(found)}”")
    return found


def _read_records(sort: RecordSort, table: Table, vocabulary: Vocabulary) -> Records:
    by = table.text("by", default="") if sort is RecordSort.ATTESTATION else ""
    if by not in _ROLES:
        table.fault("by", f"there is no role “{by}”; {suggestion(by, _ROLES[1:])}")
    is_fees = sort is RecordSort.FEES
    return Records(
        **common(table, vocabulary),
        sort=sort,
        record=table.text("record", default="fees") if is_fees else _named_record(table),
        at_least=1 if is_fees else table.whole("at_least", default=1, at_least=1, example=1),
        by=by,
        is_valid_on_day=is_fees or table.flag("valid", default=False),
    )


def _read_continuing(table: Table, vocabulary: Vocabulary) -> Continuing:
    during = table.text("during", default=str(During.PROGRAMME))
    last = _LAST_MONTHS.match(during)
    kind = During.PROGRAMME if during == During.PROGRAMME else During.LAST_MONTHS if last else During.ANOTHER_RECORD
    record = _kept(table, "record")
    if last:
        check_last_months(table, "during", int(last[1]), vocabulary)
    elif kind is During.ANOTHER_RECORD and during and during not in BROUGHT:
        known = (str(During.PROGRAMME), "last 6 months", *(each for each in BROUGHT if each != record))
        table.fault("during", f"“{during}” is no time that is known; {suggestion(during, known)}")
    return Continuing(
        **common(table, vocabulary),
        record=record,
        at_least_a_week=table.whole("at_least_a_week", at_least=1, at_most=7, example=1),
        during=kind,
        last_months=int(last[1]) if last else 0,
        of_record=during if kind is During.ANOTHER_RECORD else "",
    )


def _read_attendance(table: Table, vocabulary: Vocabulary) -> Attendance:
    return Attendance(
        **common(table, vocabulary),
        at_least_percent=table.whole("at_least_percent", at_least=1, at_most=100, example=80),
        series=frozenset(plain(each) for each in table.words("series")),
    )


def _read_cases(table: Table, vocabulary: Vocabulary) -> Cases:
    found = Cases(
        **common(table, vocabulary),
        at_least=table.whole("at_least", at_least=1, example=3),
        kinds=frozenset(table.known_words("kinds", CASE_KINDS, "kind of case", _ANY_KIND)),
        # Versions were published while any spelling was taken, and they are read for as long as somebody is on them.
        age_bands=frozenset(table.known_words("age_bands", CASE_AGE_BANDS, "age band", as_typed=True)),
        held_sessions=table.whole("sessions", default=0),
        lasting_months=table.whole("lasting_months", default=0),
        supervised_minutes=table.minutes("supervised", default=0),
        endings=frozenset(table.known_words("endings", CASE_ENDINGS, "ending")),
        phases=frozenset(table.known_words("phases", CASE_PHASES, "phase")),
        video_reviews=table.whole("video_reviews", default=0),
        supervisors=table.whole("supervisors", default=0),
        distinct_supervisors=table.whole("distinct_supervisors", default=0),
        distinct_age_bands=table.whole("distinct_age_bands", default=0),
        on_shortfall=table.one_of("on_shortfall", Shortfall) if table.has("on_shortfall") else None,
    )
    if found.distinct_age_bands > found.at_least:
        table.fault("distinct_age_bands", f"is more than the {found.at_least} cases asked for; write that or less")
    return found


def _read_parts(at_least: int | None, table: Table, vocabulary: Vocabulary) -> SomeOf:
    """`at_least` 1 for any, 0 for all, None where the table says how many."""
    keys = table.known_words("of", vocabulary.titles, "requirement")
    if table.names("of") < 2:  # noqa: PLR2004 - one alone needs no requirement around it
        table.fault("of", 'names fewer than two requirements; write of = ["...", "..."]')
    wanted = len(keys) if at_least == 0 else at_least
    if wanted is None:
        wanted = table.whole("at_least", at_least=1, at_most=max(table.names("of"), 1), example=2)
    parts = tuple(Part(key, vocabulary.titles[key]) for key in dict.fromkeys(keys))
    return SomeOf(**common(table, vocabulary), parts=parts, at_least=wanted)


RECORD_READERS: Final[Mapping[str, Callable[[Table, Vocabulary], Requirement]]] = {
    "length": _read_length,
    "registration": _read_registration,
    "prerequisite": _read_prerequisite,
    **{str(sort): partial(_read_records, sort) for sort in RecordSort},
    "continuing": _read_continuing,
    "attendance": _read_attendance,
    "cases": _read_cases,
    "any_of": partial(_read_parts, 1),
    "all_of": partial(_read_parts, 0),
    "some_of": partial(_read_parts, None),
}
