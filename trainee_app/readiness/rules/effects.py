"""Who would stand otherwise under another version of the programme, from what to what, and why. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from trainee_app.programmes.rules import Definition, Finding, Requirement
from trainee_app.programmes.rules.wording import sentence
from trainee_app.readiness.rules.keeping import Evaluated
from trainee_app.readiness.rules.showing import figure_words


@dataclass(frozen=True, slots=True)
class Stood:
    """How one requirement stands: the state, the figure of the target in words, and why in a sentence."""

    state: str
    figure: str | None
    words: str


@dataclass(frozen=True, slots=True)
class Change:
    """One requirement before and after; None where the version does not ask for it."""

    key: str
    title: str
    before: Stood | None
    after: Stood | None

    @property
    def states(self) -> tuple[str, str]:
        """From which state to which; "" where it is not asked for."""
        return (self.before.state if self.before else "", self.after.state if self.after else "")

    @property
    def is_of_state(self) -> bool:
        """Whether the state itself is another one, and not a figure alone."""
        return self.states[0] != self.states[1]


@dataclass(frozen=True, slots=True)
class Affected:
    """One person with what changes for them, what changes the state first."""

    name: str
    public_id: str
    changes: tuple[Change, ...]

    @property
    def is_of_state(self) -> bool:
        """Whether anything stands in another state."""
        return any(each.is_of_state for each in self.changes)


@dataclass(slots=True)
class Effect:
    """What a version would do to a cohort: whose states change, whose figures alone, and how many it leaves alone."""

    affected: list[Affected] = field(default_factory=list)
    figures: list[Affected] = field(default_factory=list)
    unchanged: int = 0
    moves: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    @property
    def number(self) -> int:
        """How many people were looked at."""
        return len(self.affected) + len(self.figures) + self.unchanged

    def add(self, name: str, public_id: str, changes: Sequence[Change]) -> None:
        """Count one person in."""
        if not changes:
            self.unchanged += 1
            return
        one = Affected(name, public_id, tuple(sorted(changes, key=lambda each: not each.is_of_state)))
        (self.affected if one.is_of_state else self.figures).append(one)
        self.moves.update((each.title, *each.states) for each in changes if each.is_of_state)


_Judgement = tuple[Definition, Evaluated]


def changes_for(
    before: _Judgement, after: _Judgement, is_kept_back: Callable[[Requirement], bool]
) -> tuple[Change, ...]:
    """What changes for one person from one version to the other, in the order of the later one.

    A change of words alone is none. Requirements that are kept back from whoever looks are left out.
    """
    was, is_ = _by_key(before, is_kept_back), _by_key(after, is_kept_back)
    found = (_change(key, was.get(key), is_.get(key)) for key in dict.fromkeys((*is_, *was)))
    return tuple(each for each in found if each is not None)


_Pair = tuple[Requirement, Finding]


def _by_key(judgement: _Judgement, is_kept_back: Callable[[Requirement], bool]) -> dict[str, _Pair]:
    definition, evaluated = judgement
    pairs: Iterable[_Pair] = zip(definition.requirements, evaluated.findings, strict=True)
    return {requirement.key: (requirement, finding) for requirement, finding in pairs if not is_kept_back(requirement)}


def _change(key: str, before: _Pair | None, after: _Pair | None) -> Change | None:
    if before is not None and after is not None and _told(before[1]) == _told(after[1]):
        return None
    title = next((pair[0].title for pair in (after, before) if pair is not None), key)
    return Change(key, title, _stood(*before) if before else None, _stood(*after) if after else None)


def _told(finding: Finding) -> tuple[object, ...]:
    return (finding.state, finding.figure, finding.target, finding.unit)


def _stood(requirement: Requirement, finding: Finding) -> Stood:
    figure = figure_words(finding.figure, finding.target, finding.unit)
    return Stood(finding.state.value, figure, sentence(requirement, finding))
