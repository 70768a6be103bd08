"""How each kind of requirement is read from its table.

A new kind is: a dataclass in `definition`, a reader here, a line in `READERS`, a case in `evaluation`,
its sentences in `wording`, and a paragraph in docs/programme-language.md.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypedDict

from trainee_app.programmes.rules.dates import Period
from trainee_app.programmes.rules.definition import (
    Activity,
    Cases,
    Category,
    Floor,
    Length,
    MilestoneLine,
    Over,
    Pace,
    Prerequisite,
    Registration,
    Requirement,
    Shortfall,
    Source,
    Stage,
    Sum,
    VideoReviews,
)
from trainee_app.programmes.rules.faults import suggestion
from trainee_app.programmes.rules.reading import Table

PUBLISHED: Final = "published"
TO_BE_CONFIRMED: Final = "to be confirmed by the course"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the rest of the file defines and a requirement may refer to, with the programme's figures."""

    length_months: int
    grace_days: int
    too_early_weeks: int
    pace_weeks: int
    slack_weeks: int
    categories: tuple[Category, ...]
    groups: tuple[Category, ...]
    activities: Mapping[str, Activity]
    milestones: Mapping[str, MilestoneLine]


class Common(TypedDict):
    """The values that every kind of requirement has."""

    key: str
    title: str
    short: str
    why: str
    source: Source
    due_by: Stage


def read_source(table: Table) -> Source:
    """Whether a value is published, and the words that say so."""
    found = table.text("source", example=f'"{PUBLISHED}"')
    if found and found not in (PUBLISHED, TO_BE_CONFIRMED):
        table.fault("source", f"“{found}” is not known; write “{PUBLISHED}” or “{TO_BE_CONFIRMED}”")
    return Source(found == PUBLISHED, table.text("source_words"))


def _common(table: Table) -> Common:
    return Common(
        key=table.key(),
        title=table.text("title"),
        short=table.text("short", default=table.text("title").split(",")[0]),
        why=table.text("why"),
        source=read_source(table),
        due_by=table.one_of("due_by", Stage, default=Stage.QUALIFICATION),
    )


def _selection(table: Table, key: str, vocabulary: Vocabulary) -> frozenset[str]:
    """The activities meant by `{ categories = [...], groups = [...], activities = [...] }`, together."""
    chosen: set[str] = set()

    def read(inner: Table) -> None:
        categories = inner.known_words("categories", [each.key for each in vocabulary.categories], "category")
        groups = inner.known_words("groups", [each.key for each in vocabulary.groups], "group")
        chosen.update(inner.known_words("activities", vocabulary.activities, "activity"))
        for activity in vocabulary.activities.values():
            if activity.category in categories or not activity.groups.isdisjoint(groups):
                chosen.add(activity.key)
        if not any(inner.has(name) for name in ("categories", "groups", "activities")):
            inner.fault("", f'chooses no activity; write {key} = {{ categories = ["..."] }}, groups or activities')

    table.inner(key, '{ groups = ["..."] }', read)
    return frozenset(chosen)


def _pace(table: Table, vocabulary: Vocabulary, most_a_week: int) -> Pace:
    milestones = table.known("milestones", vocabulary.milestones, "line of milestones")
    line = vocabulary.milestones.get(milestones, MilestoneLine(vocabulary.length_months, ()))
    return Pace(line, most_a_week, vocabulary.too_early_weeks, vocabulary.pace_weeks, vocabulary.slack_weeks)


def _read_sum(table: Table, vocabulary: Vocabulary) -> Sum:
    return Sum(
        **_common(table),
        activities=_selection(table, "of", vocabulary),
        at_least_minutes=table.minutes("at_least"),
        pace=_pace(table, vocabulary, table.minutes("most_a_week")),
    )


def _read_video_reviews(table: Table, vocabulary: Vocabulary) -> VideoReviews:
    return VideoReviews(
        **_common(table),
        activities=_selection(table, "of", vocabulary),
        at_least=table.whole("at_least", at_least=1, example=3),
        pace=_pace(table, vocabulary, table.whole("most_a_week", at_least=1)),
    )


def _read_floor(table: Table, vocabulary: Vocabulary) -> Floor:
    return Floor(
        **_common(table),
        period=table.one_of("period", Period),
        over=table.one_of("over", Over, default=Over.ALL_WORK),
        contact=_selection(table, "beside", vocabulary),
        activities=_selection(table, "of", vocabulary),
        at_least_minutes=table.minutes("at_least"),
        on_shortfall=table.one_of("on_shortfall", Shortfall),
        grace_days=vocabulary.grace_days,
    )


def _read_length(table: Table, vocabulary: Vocabulary) -> Length:
    return Length(**_common(table), months=vocabulary.length_months)


def _read_registration(table: Table, _vocabulary: Vocabulary) -> Registration:
    return Registration(**_common(table))


def _read_prerequisite(table: Table, _vocabulary: Vocabulary) -> Prerequisite:
    return Prerequisite(
        **_common(table),
        record=table.text("record", example='"experience"'),
        at_least_months=table.whole("at_least_months", default=0),
    )


def _read_cases(table: Table, _vocabulary: Vocabulary) -> Cases:
    return Cases(
        **_common(table),
        at_least=table.whole("at_least", at_least=1, example=3),
        kinds=frozenset(table.words("kinds")),
        held_sessions=table.whole("sessions", default=0),
        lasting_months=table.whole("lasting_months", default=0),
        supervised_minutes=table.minutes("supervised", default=0),
        endings=frozenset(table.words("endings")),
        on_shortfall=table.one_of("on_shortfall", Shortfall) if table.has("on_shortfall") else None,
    )


READERS: Final[Mapping[str, Callable[[Table, Vocabulary], Requirement]]] = {
    "sum": _read_sum,
    "video_reviews": _read_video_reviews,
    "floor": _read_floor,
    "length": _read_length,
    "registration": _read_registration,
    "prerequisite": _read_prerequisite,
    "cases": _read_cases,
}


def read_requirement(table: Table, vocabulary: Vocabulary) -> Requirement | None:
    """One requirement, or None where its kind is not known (the fault is noted)."""
    kind = table.text("kind", example='"sum"')
    reader = READERS.get(kind)
    if reader is None:
        if kind:
            table.fault("kind", f"there is no kind “{kind}”; {suggestion(kind, tuple(READERS))}")
        return None
    requirement = reader(table, vocabulary)
    table.close()
    return requirement
