"""Small phrases that the tellings of all kinds share: lists, numbers, chosen work, lines of milestones."""

from collections.abc import Iterable, Sequence
from typing import Final

from trainee_app.programmes.rules.dates import Period
from trainee_app.programmes.rules.definition import Definition
from trainee_app.programmes.rules.milestones import MilestoneLine
from trainee_app.programmes.rules.requirements import NamedStage, RequirementBase, Source, Stage
from trainee_app.programmes.rules.selections import Selection

_TIMES: Final = {1: "once", 2: "twice"}

# How one period is called, and several.
PERIOD_WORDS: Final = {
    Period.CALENDAR_MONTH: ("calendar month", "calendar months"),
    Period.ANCHORED_MONTH: ("month of the training", "months of the training"),
    Period.ISO_WEEK: ("week", "weeks"),
    Period.ROLLING_DAYS: ("stretch", "stretches"),
    Period.WHOLE_PROGRAMME: ("programme", "programmes"),
}


def capital(text: str) -> str:
    """With a capital at its beginning."""
    return text[:1].upper() + text[1:]


def small(title: str) -> str:
    """A title within a sentence; an abbreviation at its beginning keeps its capitals."""
    first = title.split(" ", 1)[0]
    return title[:1].lower() + title[1:] if first[1:] == first[1:].lower() else title


def listed(words: Iterable[str], joint: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    each = list(words)
    return f" {joint} ".join([", ".join(each[:-1]), each[-1]]) if len(each) > 1 else "".join(each)


def number(amount: int, one: str, many: str = "") -> str:
    """ "one case", "3 cases"."""
    return f"{amount} {one}" if amount == 1 else f"{amount} {many or one + 's'}"


def times(amount: int) -> str:
    """ "once", "twice", "3 times"."""
    return _TIMES.get(amount, f"{amount} times")


def unkeyed(word: str) -> str:
    """A key of the file as people read it."""
    return " ".join(word.replace("_", " ").split())


def called(selection: Selection, definition: Definition) -> str:
    """What chosen work is called: "client contact". What a name stands for is told once, in a chapter of its own."""
    return selection.words or listed(small(title) for title in _titles(selection, definition))


def _titles(selection: Selection, definition: Definition) -> Sequence[str]:
    """In the order of the file."""
    return [each.title for each in definition.activities.values() if each.key in selection.activities]


def line_words(line: MilestoneLine) -> str:
    """What a line of milestones expects by when."""
    idle = max((point.after_months for point in line.points if not point.percent), default=0)
    rising = [point for point in line.points if point.percent]
    between = [f"{point.percent} per cent after {number(point.after_months, 'month')}" for point in rising[:-1]]
    last = f"all of it after {number(line.length_months, 'month')}"
    start = f"nothing in the first {number(idle, 'month')}, then " if idle else ""
    if not between:
        return f"{start}evenly to {last}" if idle else f"evenly, {last}"
    return f"{start}{listed([*between, last])}, rising evenly in between"


def due_words(requirement: RequirementBase) -> str:
    """By when a requirement has to be met, as a sentence."""
    if requirement.due_by is Stage.NAMED and requirement.stage is not None:
        return f"Due by “{requirement.stage.title}”: {stage_words(requirement.stage)}."
    return _DUE[requirement.due_by]


def stage_words(stage: NamedStage) -> str:
    """When a stage of the programme comes."""
    return (
        f"{number(stage.after_months, 'month')} after the person’s first day, and later by as much as breaks have moved "
        "their end"
    )


_DUE: Final = {
    Stage.APPLICATION: "Due when somebody applies; it is looked at again on their first day.",
    Stage.ENROLMENT: "Due at enrolment, on the person’s first day.",
    Stage.FIRST_CASE: "Due before the first training case: on the day of its first held session.",
    Stage.NAMED: "Due by a stage of the programme.",
    Stage.QUALIFICATION: "Due by qualification, the end of the training.",
}


def source_words(source: Source) -> str:
    """Whether a figure is published, and what is known about it."""
    said = "Published" if source.is_published else "To be confirmed by the course"
    return f"{said}: {source.words}" if source.words else f"{said}."
