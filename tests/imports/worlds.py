"""A programme with a cohort, and the people who may attest what is brought into it."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.factories.cohorts import make_cohort, make_trainee, make_version
from tests.factories.people import give_role, make_person, make_programme
from tests.imports.sheets import TODAY, as_workbook
from trainee_app.access import Actor
from trainee_app.cohorts.models import Cohort
from trainee_app.imports.services import Imported, OfficeFile, bring_in
from trainee_app.people.models import Person
from trainee_app.people.rules import Role
from trainee_app.tables import Sheet, read_tables

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
NOBODY = Actor(person_id=0, on=TODAY, second_factor=True)


class Office:
    """A programme with its administrator, director, board member and a tutor; another programme beside it."""

    def __init__(self) -> None:
        self.programme, self.other = make_programme(), make_programme("other", "Another training")
        make_version(self.programme)
        make_version(self.other)
        self.cohort, self.foreign = make_cohort(self.programme), make_cohort(self.other, "Foreign cohort")
        self.ines = self._holder("Ines Office", Role.ADMINISTRATOR)
        self.dora = self._holder("Dora Director", Role.DIRECTOR)
        self.bo = self._holder("Bo Board", Role.BOARD_MEMBER)
        self.tutor = self._holder("Theo Tutor", Role.TUTOR)
        self.outsider = make_person("Oona Elsewhere")
        give_role(self.outsider, self.other, Role.ADMINISTRATOR)

    def _holder(self, name: str, role: Role) -> Person:
        person = make_person(name)
        give_role(person, self.programme, role)
        return person

    def make_trainee_too(self, person: Person) -> None:
        """Let somebody be a trainee of the cohort beside what they are."""
        make_trainee(self.cohort, person)


def actor_for(person: Person) -> Actor:
    return Actor(person_id=person.id, on=TODAY, second_factor=True, confirmed=True)


def office_file(content: bytes, name: str = "cohort.xlsx") -> OfficeFile:
    return OfficeFile(name, content, read_tables(content))


def bring(cohort: Cohort, *sheets: Sheet, content: bytes | None = None, name: str = "cohort.xlsx") -> Imported:
    """Bring these sheets, or the bytes of a file, into the cohort as the command does."""
    file = office_file(content or as_workbook(*sheets), name)
    return bring_in(cohort=cohort, file=file, actor=NOBODY, on=TODAY, at=AT)
