"""What the readers of all kinds share: the words a file defines, the values every requirement has, selections."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypedDict

from trainee_app.programmes.rules.definition import Activity, Category
from trainee_app.programmes.rules.faults import suggestion
from trainee_app.programmes.rules.milestones import MilestoneLine
from trainee_app.programmes.rules.reading import Table
from trainee_app.programmes.rules.requirements import NamedStage, Source, Stage
from trainee_app.programmes.rules.selections import Selection, plain
from trainee_app.programmes.rules.typed import toml

_CHOOSING: Final = ("categories", "groups", "activities")
_NARROWING: Final = ("formats", "sites")
PUBLISHED: Final = "published"
TO_BE_CONFIRMED: Final = "to be confirmed by the course"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the rest of the file defines and a requirement may refer to, with the programme's figures.

    `titles`: the title of every requirement of the file by its key.
    """

    length_months: int
    grace_days: int
    too_early_weeks: int
    pace_weeks: int
    slack_weeks: int
    categories: tuple[Category, ...]
    groups: tuple[Category, ...]
    activities: Mapping[str, Activity]
    milestones: Mapping[str, MilestoneLine]
    stages: Mapping[str, NamedStage]
    titles: Mapping[str, str]


class Common(TypedDict):
    """The values that every kind of requirement has."""

    key: str
    title: str
    short: str
    why: str
    source: Source
    due_by: Stage
    stage: NamedStage | None


def read_source(table: Table) -> Source:
    """Whether a value is published, and the words that say so."""
    found = table.text("source", example=f'"{PUBLISHED}"')
    if found and found not in (PUBLISHED, TO_BE_CONFIRMED):
        table.fault("source", f"“{found}” is not known; write “{PUBLISHED}” or “{TO_BE_CONFIRMED}”")
    return Source(found == PUBLISHED, table.text("source_words"))


def common(table: Table, vocabulary: Vocabulary) -> Common:
    """Read what every kind has."""
    due_by, stage = _due_by(table, vocabulary)
    title = table.text("title")
    return Common(
        key=table.key(),
        title=title,
        short=table.text("short", default=title.split(",")[0]),
        why=table.text("why"),
        source=read_source(table),
        due_by=due_by,
        stage=stage,
    )


def _due_by(table: Table, vocabulary: Vocabulary) -> tuple[Stage, NamedStage | None]:
    known = tuple(str(each) for each in Stage if each is not Stage.NAMED)
    found = table.text("due_by", default=str(Stage.QUALIFICATION))
    if found in vocabulary.stages:
        return Stage.NAMED, vocabulary.stages[found]
    if found in known:
        return Stage(found), None
    if found:
        table.fault("due_by", f"there is no stage “{found}”; {suggestion(found, (*known, *vocabulary.stages))}")
    return Stage.QUALIFICATION, None


def check_last_months(table: Table, key: str, months: int, vocabulary: Vocabulary) -> None:
    """The last months of a training are some of its months."""
    if months > vocabulary.length_months:
        length = vocabulary.length_months
        table.fault(key, f"is more than the {length} months of the programme; write {length} or less")


def selection(table: Table, key: str, vocabulary: Vocabulary) -> Selection:
    """The work meant by `key = { categories = [...], groups = [...], activities = [...], formats, sites }`."""
    found: list[Selection] = []
    example = _meant(table.typed(key), vocabulary) or '{ groups = ["..."] }'
    table.inner(key, example, lambda inner: found.append(read_selection(inner, vocabulary, key)))
    return found[0] if found else Selection(frozenset())


def _meant(typed: object, vocabulary: Vocabulary) -> str:
    """Names that stand there without saying what they are the names of, as a selection; "" where none are known."""
    names = [typed] if isinstance(typed, str) else typed
    ways = {
        "categories": {each.key for each in vocabulary.categories},
        "groups": {each.key for each in vocabulary.groups},
        "activities": set(vocabulary.activities),
    }
    if not isinstance(names, list) or not names or not all(isinstance(each, str) for each in names):
        return ""
    return next((toml({way: names}) for way, known in ways.items() if known.issuperset(names)), "")


def read_selection(inner: Table, vocabulary: Vocabulary, key: str) -> Selection:
    """Categories, groups and activities together; formats and sites narrow what they choose."""
    categories = inner.known_words("categories", [each.key for each in vocabulary.categories], "category")
    groups = inner.known_words("groups", [each.key for each in vocabulary.groups], "group")
    activities = inner.known_words("activities", vocabulary.activities, "activity")
    chosen = set(activities)
    for activity in vocabulary.activities.values():
        if activity.category in categories or not activity.groups.isdisjoint(groups):
            chosen.add(activity.key)
    # A key that is misspelt is told already, with what was meant.
    is_empty = all(inner.typed(name) in (None, []) for name in _CHOOSING)
    if is_empty and not inner.has_unknown((*_CHOOSING, *_NARROWING)):
        inner.fault("", f'chooses no activity; write {key} = {{ categories = ["..."] }}, groups or activities')
    if inner.has("formats"):
        known = sorted({each.format for each in vocabulary.activities.values() if each.format})
        formats = inner.known_words("formats", known, "format")
        chosen = {name for name in chosen if vocabulary.activities[name].format in formats}
        if inner.typed("formats") == []:
            inner.fault("formats", "names none; write the format of one of these activities, or leave it out")
        if formats and not chosen:
            inner.fault("formats", "leaves nothing of what is chosen; write the format of one of these activities")
    titles = [each.title for each in (*vocabulary.categories, *vocabulary.groups) if each.key in (*categories, *groups)]
    titles += [vocabulary.activities[name].title for name in activities]
    words = " and ".join(dict.fromkeys(title[:1].lower() + title[1:] for title in titles))
    sites = inner.words("sites")
    words += _narrowing_words(inner.words("formats"), sites) if words else ""
    return Selection(frozenset(chosen), frozenset(map(plain, sites)), words)


def _narrowing_words(formats: tuple[str, ...], sites: tuple[str, ...]) -> str:
    """How chosen work goes on to be called once it is narrowed: " in the format “online”"."""
    form = " or ".join(f"“{each.replace('_', ' ')}”" for each in formats)
    place = " or ".join(f"“{' '.join(each.split())}”" for each in sites)
    return (f" in the format {form}" if form else "") + (f" at {place}" if place else "")
