"""What one requirement asks for, whatever its kind."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from trainee_app.programmes.rules.definition import Definition
from trainee_app.programmes.rules.requirements import (
    Attendance,
    Cadence,
    Cap,
    Cases,
    Continuing,
    Floor,
    Length,
    Prerequisite,
    Recency,
    Records,
    Registration,
    Requirement,
    Sessions,
    SomeOf,
    Stage,
    Sum,
)
from trainee_app.programmes.rules.telling.amounts import (
    cadence_sentences,
    cap_sentences,
    floor_sentences,
    recency_sentences,
    sessions_sentences,
    sum_sentences,
)
from trainee_app.programmes.rules.telling.phrases import due_words
from trainee_app.programmes.rules.telling.records import (
    attendance_sentences,
    cases_sentences,
    continuing_sentences,
    length_sentences,
    prerequisite_sentences,
    records_sentences,
    registration_sentences,
    some_of_sentences,
)

# Any: each function takes its own kind, which the table's key says and a type cannot.
_TELLERS: Final[Mapping[type, Callable[[Definition, Any], Iterable[str]]]] = {
    Sum: sum_sentences,
    Sessions: sessions_sentences,
    Cap: cap_sentences,
    Floor: floor_sentences,
    Cadence: cadence_sentences,
    Recency: recency_sentences,
    Length: length_sentences,
    Registration: registration_sentences,
    Prerequisite: prerequisite_sentences,
    Records: records_sentences,
    Continuing: continuing_sentences,
    Attendance: attendance_sentences,
    Cases: cases_sentences,
    SomeOf: some_of_sentences,
}
# These are looked at all the time, whatever `due_by` says.
_HELD_THROUGHOUT: Final = (Cap, Cadence, Attendance)
# For these the first sentence says when.
_TOLD_ALREADY: Final = (Floor, Recency, Length, Continuing)


def requirement_sentences(definition: Definition, requirement: Requirement) -> tuple[str, ...]:
    """What is asked for, what follows if it is not there, and by when, a sentence each."""
    said = tuple(_TELLERS[type(requirement)](definition, requirement))
    if isinstance(requirement, _HELD_THROUGHOUT):
        return (*said, "It is looked at throughout the training.")
    if isinstance(requirement, _TOLD_ALREADY):
        return said
    if requirement.due_by is Stage.QUALIFICATION and isinstance(requirement, SomeOf):
        return said
    return (*said, due_words(requirement))


def requirement_words(definition: Definition, requirement: Requirement) -> str:
    """The same as one text."""
    return " ".join(requirement_sentences(definition, requirement))
