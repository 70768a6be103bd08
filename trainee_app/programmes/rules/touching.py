"""Which requirements a change of some entries can touch, so that only these need to be judged again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from trainee_app.programmes.rules.definition import Counting
from trainee_app.programmes.rules.evidence import selections_of
from trainee_app.programmes.rules.requirements import Cadence, Cap, Cases, Floor, Requirement, Shortfall, SomeOf, Stage


@dataclass(frozen=True, slots=True)
class Touched:
    """What has changed in a record: entries of these activities; `of_case`: one of them belongs to a training case."""

    activities: frozenset[str]
    of_case: bool = False

    def also(self, other: "Touched") -> "Touched":
        """Both together."""
        return Touched(self.activities | other.activities, self.of_case or other.of_case)


def touched_requirements(
    requirements: Sequence[Requirement], counting: Sequence[Counting], touched: Touched
) -> tuple[Requirement, ...]:
    """The requirements whose finding can differ once these entries have changed, in their order.

    With them come those that decide what counts for them: judged by themselves they are found as they would be among
    all. So whatever takes time from sums (a cap, a floor or cadence whose shortfall voids) is tied to all that looks at
    the same work, sums under a counting policy to each other, and a whole to its parts.
    """
    looks_at = {each.key: _looks_at(each) for each in requirements}
    found = {each.key for each in requirements if looks_at[each.key] & touched.activities or _by_case(each, touched)}
    ties = [*_takers(requirements, looks_at), *(set(each.requirements) for each in counting), *_wholes(requirements)]
    is_growing = True
    while is_growing:
        grown = found.union(*(tied for tied in ties if tied & found))
        is_growing, found = grown != found, grown
    return tuple(each for each in requirements if each.key in found)


def looked_at(requirements: Iterable[Requirement]) -> frozenset[str]:
    """All activities whose time any of these requirements looks at."""
    return frozenset[str]().union(*(_looks_at(each) for each in requirements))


def _looks_at(requirement: Requirement) -> frozenset[str]:
    return frozenset[str]().union(*(each.activities for each in selections_of(requirement)))


def _by_case(requirement: Requirement, touched: Touched) -> bool:
    """A case's sessions make it a case, and the first of them may be what something is due by."""
    return touched.of_case and (isinstance(requirement, Cases) or requirement.due_by is Stage.FIRST_CASE)


def _takers(requirements: Sequence[Requirement], looks_at: dict[str, frozenset[str]]) -> Iterable[set[str]]:
    for taker in requirements:
        voids = isinstance(taker, Floor | Cadence) and taker.on_shortfall is Shortfall.VOID
        if voids or isinstance(taker, Cap):
            yield {taker.key, *(key for key, activities in looks_at.items() if activities & looks_at[taker.key])}


def _wholes(requirements: Sequence[Requirement]) -> Iterable[set[str]]:
    for whole in requirements:
        if isinstance(whole, SomeOf):
            yield {whole.key, *(part.key for part in whole.parts)}
