"""The world that the matrix asks about: two programmes, and in each something of every kind, in every state.

Names are planted so that each can be told in a page; `World.ids` gives the public name of an object
by its kind and by what the tables call it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tests.matrix.actors import person_of
from trainee_app.cohorts.models import Cohort, Trainee
from trainee_app.people.models import Person
from trainee_app.programmes.models import Programme

ZONE = "Europe/London"
# The person who asks, as an object; and a public name that nothing bears.
THEMSELVES, UNKNOWN = "themselves", "no-such-thing-is-here"
# Whom the rows about people speak of, beside whoever asks, and whose sessions and roles.
PERSONS = ("trainee", "supervisor", "former", "administrator", "both", "bo", "kit", "newcomer")
SESSIONS = ("trainee", "supervisor", "administrator", "elsewhere")
ROLES = (
    "trainee as trainee",
    "administrator as administrator",
    "director as director",
    "both as administrator",
    "past administrator",
    "bo as supervisor",
    "bo as supervisor elsewhere",
    "kit as trainee",
)
OUR_COHORT, THEIR_COHORT = "Cohort Bramblewick", "Cohort Quicksilver"
# Beside the actors: a trainee of the other programme, a supervisor on both, and somebody only just invited.
OTHERS = {"kit": "Kit Quarrington", "bo": "Bo Quenneville-Ray", "newcomer": "Nell Freshwater"}
PLACEMENTS = {
    "marta": "Marigold Infant Team",
    "jonas": "Juniper Centre",
    "ada": "Aster Clinic",
    "kit": "Quince Service",
}
REGISTRATIONS = {
    "supervisor": ("supervisor", "ours", "RM-448120"),
    "both": ("both", "ours", "AT-551907"),
    "bo": ("bo", "ours", "BQ-100233"),
    "bo elsewhere": ("bo", "theirs", "BQ-977001"),
    "kit": ("kit", "theirs", "KQ-630054"),
    "leaver": ("leaver", "ours", "LO-310077"),
    "former": ("former", "ours", "FD-310078"),
    "unassigned": ("unassigned", "ours", "VH-310079"),
    "tutor": ("tutor", "ours", "TB-310080"),
}
# Whose, with whom, from and until how many days ago, in which capacity.
AGREEMENTS = {
    "marta with supervisor": ("marta", "supervisor", 300, None, "supervisor"),
    "marta with leaver": ("marta", "leaver", 150, 30, "supervisor"),
    "marta with former": ("marta", "former", 300, 200, "supervisor"),
    "marta with tutor": ("marta", "tutor", 300, None, "tutor"),
    "jonas with unassigned": ("jonas", "unassigned", 300, None, "supervisor"),
    "ada with supervisor": ("ada", "supervisor", 300, None, "supervisor"),
    # No page makes this one: it stands for a slip in the database.
    "ada with herself": ("ada", "both", 300, None, "supervisor"),
    "kit with bo": ("kit", "bo", 300, None, "supervisor"),
}


@dataclass(eq=False)
class World:
    """What was made: public names by kind and word, and everybody's public name, id and session token by word."""

    on: date
    at: datetime
    ids: dict[tuple[str, str], str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    person_ids: dict[str, int] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    # What a page shows of an object and its form sends back: the hash of what is signed, its version.
    seen: dict[tuple[str, str], tuple[int, str]] = field(default_factory=dict)

    def days_ago(self, days: int) -> date:
        """Return the local day that many days back."""
        return self.on - timedelta(days=days)

    def names(self, kind: str) -> set[str]:
        """Return what there is of a kind, as each row about that kind must speak of it."""
        own = {THEMSELVES} if kind == "person" else set()
        return {name for of, name in self.ids if of == kind} | own

    def public_id(self, kind: str, actor: str, name: str) -> str:
        """Return the public name of an object; of `themselves` it is the actor's own, and nobody has none."""
        if name == THEMSELVES:
            return self.people.get(person_of(actor), UNKNOWN)
        return self.ids[kind, name]


@dataclass(frozen=True)
class Cast:
    """The rows on which the objects are built."""

    ours: Programme
    theirs: Programme
    our_cohort: Cohort
    their_cohort: Cohort
    people: dict[str, Person]
    trainees: dict[str, Trainee]
