"""What a definition says that has no effect, or that nothing can ever meet: no fault, and perhaps not what was meant."""

import re
from collections.abc import Iterator
from typing import Final

from trainee_app.programmes.rules.dates import spoken_minutes
from trainee_app.programmes.rules.definition import Counting, Definition, GroupFormula, Sharing
from trainee_app.programmes.rules.requirements import (
    Attendance,
    Cadence,
    Cap,
    Cases,
    Continuing,
    Floor,
    Length,
    Recency,
    Requirement,
    Shortfall,
    Stage,
    Sum,
)
from trainee_app.programmes.rules.selections import Selection
from trainee_app.programmes.rules.telling.phrases import listed

# "220 hours" and "220 h", and not the hour of "1 h 30".
_HOURS: Final = re.compile(r"\b(\d{1,6}) ?(?:h|hours?)\b(?! ?\d)")
_NEVER_DUE = (Attendance, Cadence, Cap, Continuing, Floor, Length, Recency)


def doubts(definition: Definition) -> tuple[str, ...]:
    """A sentence for each thing that deserves a second look, in the order of the file."""
    return (
        *(said for asked in definition.requirements for said in _of_requirement(definition, asked)),
        *(said for counting in definition.counting for said in _of_counting(definition, counting)),
        *_of_names(definition),
    )


def _of_requirement(definition: Definition, asked: Requirement) -> Iterator[str]:
    title = f"“{asked.title}”"
    has_case_work = any(each.needs_case for each in definition.activities.values())
    if isinstance(asked, Cases):
        yield from _of_cases(asked, has_case_work)
    if not has_case_work and asked.due_by is Stage.FIRST_CASE:
        yield f"{title} is due by the first case, and no activity has needs_case = true: that day never comes."
    if asked.due_by is not Stage.QUALIFICATION and isinstance(asked, _NEVER_DUE):
        yield f"{title} has due_by, which changes nothing: it is looked at throughout the training, or at its end."
    # So much of some work in each month that has any is a rule; a share of it is always there.
    is_always_met = isinstance(asked, Cadence) or (isinstance(asked, Floor) and asked.needed.ratio is not None)
    if is_always_met and isinstance(asked, Floor | Cadence) and _is_same(asked.of, asked.beside):
        yield f"{title} sets work beside itself, so that it is always met: “of” and “beside” choose the same."
    if isinstance(asked, Sum):
        yield from _of_title(asked)
    if isinstance(asked, Floor):
        yield from _of_weights(definition, asked)
    if isinstance(asked, Cap) and not any(_share(asked.of, each.of) for each in _sums(definition)):
        yield f"{title} changes nothing: no sum asks for any of that work."


def _of_cases(asked: Cases, has_case_work: bool) -> Iterator[str]:
    title = f"“{asked.title}”"
    if not has_case_work:
        yield f"{title} asks for training cases, and no activity has needs_case = true: nothing can ever meet it."
    if asked.on_shortfall not in (None, Shortfall.REFER):
        yield (
            f"{title} has on_shortfall = “{asked.on_shortfall}”, which changes nothing: "
            "for cases, people decide (“refer”), or a shortfall is one."
        )


def _of_title(asked: Sum) -> Iterator[str]:
    """A figure was changed, and the title that everybody reads still says the old one."""
    said = {60 * int(hours) for hours in _HOURS.findall(f"{asked.title}. {asked.short}")}
    if said and asked.at_least_minutes not in said:
        yield (
            f"“{asked.title}” asks for at least {spoken_minutes(asked.at_least_minutes)}, and its title says another figure."
        )


def _of_weights(definition: Definition, asked: Floor) -> Iterator[str]:
    """A group whose time is halved when it is credited, and once more by the weight of a rule."""
    group = definition.supervised.group
    if definition.supervised.formula is GroupFormula.FULL or not group:
        return
    if any(group in weight.activities for weight in asked.weights):
        yield (
            f"“{asked.title}” weighs {definition.activities[group].title}, whose time [group_supervision] has already made "
            "less: it is made less twice."
        )


def _of_counting(definition: Definition, counting: Counting) -> Iterator[str]:
    named = [each for each in map(definition.requirement, counting.requirements) if isinstance(each, Sum)]
    together = listed(f"“{each.title}”" for each in named)
    if not any(_share(one.of, other.of) for at, one in enumerate(named) for other in named[at + 1 :]):
        yield f"[[counting]] of {together} changes nothing: no work belongs to more than one of them."
    if counting.policy is not Sharing.ONCE:
        return
    for at, asked in enumerate(named):
        if at and all(any(_takes(each.of, key, asked.of) for each in named[:at]) for key in asked.of.activities):
            before = listed((f"“{each.title}”" for each in named[:at]), "or")
            yield (
                f"“{asked.title}” can never be met: [[counting]] gives all of its work to {before}, named before it. Name "
                "the narrower sum first."
            )


def _takes(first: Selection, activity: str, then: Selection) -> bool:
    return activity in first.activities and (not first.sites or (bool(then.sites) and then.sites <= first.sites))


def _of_names(definition: Definition) -> Iterator[str]:
    asked_of = {"category": definition.categories, "group": definition.activity_groups}
    used = {each.category for each in definition.activities.values()}
    used_groups = {key for each in definition.activities.values() for key in each.groups}
    for table, named in asked_of.items():
        for each in named:
            if each.key not in (used if table == "category" else used_groups):
                yield f"The {table} “{each.title}” has no activity."


def _sums(definition: Definition) -> Iterator[Sum]:
    return (each for each in definition.requirements if isinstance(each, Sum))


def _share(one: Selection, other: Selection) -> bool:
    """Whether some work belongs to both."""
    has_place = not one.sites or not other.sites or not one.sites.isdisjoint(other.sites)
    return has_place and not one.activities.isdisjoint(other.activities)


def _is_same(one: Selection, other: Selection) -> bool:
    return one.activities == other.activities and one.sites == other.sites
