"""What changes between two definitions, in words, by table and key; and for whom.

The words of both are compared, not their text: what means the same is no difference, however it is written.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from trainee_app.programmes.rules.dates import spoken_minutes
from trainee_app.programmes.rules.definition import Definition
from trainee_app.programmes.rules.evidence import selections_of
from trainee_app.programmes.rules.requirements import (
    Cap,
    Cases,
    Floor,
    Needed,
    Recency,
    Records,
    Requirement,
    Sessions,
    Stage,
    Sum,
)
from trainee_app.programmes.rules.telling import Told, requirement_sentences, source_words
from trainee_app.programmes.rules.telling.phrases import listed, number, small
from trainee_app.programmes.rules.telling.whole import chapters

How = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was said and is said differently now; empty where there was or is none."""

    what: str
    before: str
    after: str

    def __str__(self) -> str:
        if not self.before:
            return f"{self.what}: now “{self.after}”."
        if not self.after:
            return f"{self.what}: no longer “{self.before}”."
        return f"{self.what}: from “{self.before}” to “{self.after}”."


@dataclass(frozen=True, slots=True)
class Difference:
    """One part that was added, removed or changed. `table` and `key` are those of the file, `for_whom` a sentence."""

    table: str
    key: str
    title: str
    how: How
    changes: tuple[Change, ...] = ()
    for_whom: str = ""

    def __str__(self) -> str:
        said = [f"{self.title} ({self.table} {self.key}) is {self.how}.", *map(str, self.changes), self.for_whom]
        return " ".join(each for each in said if each)


def differences(before: Definition, after: Definition) -> tuple[Difference, ...]:
    """Every difference, requirements first, each in the order of the later definition; what is gone comes last."""
    return (*_of_requirements(before, after), *_of_order(before, after), *_of_the_rest(before, after))


def _of_requirements(before: Definition, after: Definition) -> Iterator[Difference]:
    old = {each.key: each for each in before.requirements}
    new = {each.key: each for each in after.requirements}
    for key, asked in new.items():
        if key not in old:
            words = Change("What is asked for", "", " ".join(requirement_sentences(after, asked)))
            yield Difference("requirement", key, asked.title, "added", (words,), f"New for {_those(asked)}.")
        elif changes := tuple(_requirement_changes((before, old[key]), (after, asked))):
            for_whom = _for_whom((before, old[key]), (after, asked))
            yield Difference("requirement", key, asked.title, "changed", changes, for_whom)
    for key, asked in old.items():
        if key not in new:
            words = Change("What was asked for", " ".join(requirement_sentences(before, asked)), "")
            yield Difference(
                "requirement", key, asked.title, "removed", (words,), f"No longer asked of {_those(asked)}."
            )


def _of_order(before: Definition, after: Definition) -> Iterator[Difference]:
    """Caps take away in the order of the file, each from what those before it have left."""
    orders = [{each.key: each.title for each in one.requirements if isinstance(each, Cap)} for one in (before, after)]
    was, is_ = ([key for key in order if key in orders[0].keys() & orders[1].keys()] for order in orders)
    if was != is_:
        spoken = [listed(f"“{order[key]}”" for key in keys) for order, keys in zip(orders, (was, is_), strict=True)]
        for_whom = (
            "It concerns every trainee of a cohort that is moved to the later version, by the sums that both look at."
        )
        yield Difference("requirement", "order", "The order of caps", "changed", (Change("Order", *spoken),), for_whom)


_Asked = tuple[Definition, Requirement]
# One sentence before, and one after.
_ONE_CHANGED: Final = 2


def _requirement_changes(before: _Asked, after: _Asked) -> Iterator[Change]:
    yield from _sentence_changes("What is asked for", requirement_sentences(*before), requirement_sentences(*after))
    old, new = before[1], after[1]
    yield from _told_changes(
        ("Title", old.title, new.title),
        ("Short title", old.short, new.short),
        ("Why", old.why, new.why),
        ("Source", source_words(old.source), source_words(new.source)),
    )


def _sentence_changes(what: str, was: Sequence[str], is_: Sequence[str]) -> Iterator[Change]:
    """Only the sentences that differ; all of them where their order does."""
    gone = " ".join(each for each in was if each not in is_)
    come = " ".join(each for each in is_ if each not in was)
    if gone or come:
        yield Change(what, gone, come)
    elif was != is_:
        yield Change(what, " ".join(was), " ".join(is_))


def _told_changes(*each: tuple[str, str, str]) -> Iterator[Change]:
    return (Change(*said) for said in each if said[1] != said[2])


def _for_whom(before: _Asked, after: _Asked) -> str:
    """Whom a changed requirement concerns: exactly, where it is one figure that moved."""
    old, new = before[1], after[1]
    changed = set(requirement_sentences(*before)) ^ set(requirement_sentences(*after))
    if not changed:
        return "Nobody’s standing changes by it: only what is told about it."
    was, is_ = _figure(old), _figure(new)
    if type(old) is not type(new) or was is None or is_ is None or was[0] == is_[0] or len(changed) != _ONE_CHANGED:
        return f"It concerns {_those(new)}."
    who = "For a period" if isinstance(new, Floor) else "For somebody"
    if is_[0] > was[0]:
        return f"{who}, at least {was[1]} and less than {is_[1]} was enough, and no longer is."
    return f"{who}, at least {is_[1]} and less than {was[1]} was not enough, and now is."


def _figure(asked: Requirement) -> tuple[int, str] | None:
    """The one minimum of a requirement that has one, and how it is spoken."""
    match asked:
        case Sum() | Recency():
            return asked.at_least_minutes, spoken_minutes(asked.at_least_minutes)
        case Sessions():
            return asked.at_least, number(asked.at_least, "session")
        case Cases():
            return asked.at_least, f"{number(asked.at_least, 'case')} as described"
        case Floor(needed=Needed(ratio=None, bands=())):
            return asked.needed.at_least, spoken_minutes(asked.needed.at_least)
        case Records():
            return asked.at_least, number(asked.at_least, "record")
        case _:
            return None


def _those(asked: Requirement) -> str:
    """The people whom a requirement asks."""
    if asked.due_by is Stage.APPLICATION:
        return "applicants, and every trainee whose cohort is moved to the later version"
    if isinstance(asked, Cases):
        return "every trainee of a cohort that is moved to the later version, by their training cases"
    return "every trainee of a cohort that is moved to the later version"


_TABLES: Final[Mapping[str, str]] = {
    "The programme": "programme",
    "Which work counts where": "counting",
    "What time is spent on": "category",
    "What is recorded once for everybody": "group_supervision",
    "How it is signed": "signing",
    "How much is expected by when": "milestones",
    "Told in words only": "policy",
}
_Place = tuple[str, str]


def _of_the_rest(before: Definition, after: Definition) -> Iterator[Difference]:
    """Everything but requirements, compared as it is told."""
    old, new = _tellings(before), _tellings(after)
    for place, told in new.items():
        for_whom = _concerned(place, before, after)
        if place not in old:
            yield Difference(*place, told.title, "added", (Change("It says", "", told.words),), for_whom)
        elif changes := tuple(_telling_changes(old[place], told)):
            yield Difference(*place, told.title, "changed", changes, for_whom)
    for place, told in old.items():
        if place not in new:
            words = Change("It said", told.words, "")
            yield Difference(*place, told.title, "removed", (words,), _concerned(place, before, after))


def _tellings(definition: Definition) -> dict[_Place, Told]:
    """By table and key. What a category holds is told by its activities."""
    found: dict[_Place, Told] = {
        ("programme", "title"): Told("title", "The name of the programme", (definition.title,))
    }
    for chapter in chapters(definition):
        table = _TABLES.get(chapter.title, "")
        for told in chapter.tellings if table else ():
            found[_table(definition, table, told), told.key] = replace(told, parts=())
            # The page tells an activity under its category; apart from it, the category has to be said.
            booked = f"Booked under {small(told.title)}."
            found |= {("activity", part.key): replace(part, sentences=(*part.sentences, booked)) for part in told.parts}
    found["programme", "length"] = replace(found["programme", "length"], title="Length")
    return found


def _table(definition: Definition, table: str, told: Told) -> str:
    """The table of the file that a telling comes from: some chapters tell of two."""
    if table == "programme" and told.key in {each.key for each in definition.stages}:
        return "stage"
    return "teaching" if told.key == "teaching" and table == "group_supervision" else table


def _telling_changes(before: Told, after: Told) -> Iterator[Change]:
    yield from _sentence_changes("It says", before.sentences, after.sentences)
    yield from _told_changes(("Title", before.title, after.title), ("Source", before.source, after.source))


def _concerned(place: _Place, before: Definition, after: Definition) -> str:
    """Which requirements a change outside them touches, before or after."""
    table, key = place
    if table == "policy":
        return "Nothing is calculated from it."
    touched = {title: None for definition in (after, before) for title in _touched(table, key, definition)}
    if touched:
        return f"It concerns {listed(f'“{title}”' for title in touched)}."
    return "No requirement looks at it." if table == "activity" else ""


def _touched(table: str, key: str, definition: Definition) -> Iterator[str]:
    for asked in definition.requirements:
        match table:
            case "activity" | "category":
                is_touched = any(_looks_at(asked, each) for each in _meant(table, key, definition))
            case "group_supervision":
                is_touched = key == table and _looks_at(asked, definition.supervised.group)
            case "milestones":
                is_touched = isinstance(asked, Sum | Sessions) and asked.pace.line is definition.milestones.get(key)
            case "counting":
                is_touched = asked.key in key.split("-")
            case "stage":
                is_touched = asked.stage is not None and asked.stage.key == key
            case _:
                is_touched = False
        if is_touched:
            yield asked.title


def _meant(table: str, key: str, definition: Definition) -> list[str]:
    """An activity, or those of a category."""
    within = (each.key for each in definition.activities.values() if each.category == key)
    return [key] if table == "activity" else list(within)


def _looks_at(asked: Requirement, activity: str) -> bool:
    return any(activity in each.activities for each in selections_of(asked))
