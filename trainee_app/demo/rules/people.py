"""The invented world: who there is. Pure.

Everybody here is invented, and no family is named. Dates follow the day on which the world is made.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from trainee_app.people.rules import Role

PASSWORD = "quiet harbour lamp"  # noqa: S105 - the demo's own, printed at its start; production refuses demo people
_DOMAIN = "demo.example"


@dataclass(frozen=True)
class Invented:
    """A person of the world, with the roles they hold on the programme; `signs_in`: they keep an account."""

    name: str
    roles: tuple[Role, ...]
    registration: tuple[str, str] | None = None
    signs_in: bool = True

    @property
    def email(self) -> str:
        """Their address, at a name set aside for examples."""
        return self.name.lower().replace("dr ", "").replace("’", "").replace(" ", ".") + f"@{_DOMAIN}"


@dataclass(frozen=True)
class Habit:
    """What a trainee does: hours of study a week, sessions with families a week, and how faithfully.

    `clinical_from` is the week in which families are first seen (None: still waiting for a case);
    `stops_after` the last week with anything at all (None: goes on); `away` the first week of a break and how
    many weeks it lasts; `introduced`: whoever still waits meets the placement's team every week. Shares are between
    0 and 1.
    """

    study_hours: float = 3.4
    sessions: int = 2
    clinical_from: int | None = 13
    attendance: float = 0.95
    stops_after: int | None = None
    short_this_month: bool = False
    away: tuple[int, int] | None = None
    introduced: bool = False


@dataclass(frozen=True)
class InventedTrainee:
    """A trainee: who supervises them, where they see families, and their habits."""

    person: Invented
    supervisor: str
    placement: str
    habit: Habit = field(default_factory=Habit)
    former_supervisor: str | None = None


@dataclass(frozen=True)
class InventedCohort:
    """An intake that began so many weeks before the day on which the world is made."""

    weeks_ago: int
    trainees: tuple[InventedTrainee, ...]


_TRAINEE = (Role.TRAINEE,)

STAFF: tuple[Invented, ...] = (
    Invented("Oona Hartley", (Role.ADMINISTRATOR,)),
    Invented("Miriam Imrie", (Role.DIRECTOR, Role.BOARD_MEMBER), ("BPC", "M20418")),
    Invented("Dr Helen Rees", (Role.SUPERVISOR,), ("BPC", "H31177")),
    Invented("Anselm Okoro", (Role.SUPERVISOR,), ("HCPC", "PYL40233")),
    Invented("Judith Marsh", (Role.SUPERVISOR,), ("UKCP", "2011164")),
    Invented("Petra Holloway", (Role.SUPERVISOR,), ("HCPC", "PYL51820"), signs_in=False),
    Invented("Anna Kerrigan", (Role.TUTOR,)),
    Invented("Sol Adeyemi", (Role.BOARD_MEMBER,)),
    Invented("Dilys Crowe", (Role.PLACEMENT_MANAGER,)),
    Invented("Ngaire Tait", (Role.EXAMINER,)),
    Invented("Ifor Bevan", (Role.DATA_PROTECTION_OFFICER,)),
)

# They apply to the next intake: one has been interviewed, one is still writing.
APPLICANTS: tuple[Invented, ...] = (
    Invented("Rosa Lindqvist", (Role.APPLICANT,), ("BPC", "R20991")),
    Invented("Theo Marchetti", (Role.APPLICANT,), ("HCPC", "PYL77120")),
)

OFFICE = "Oona Hartley"
TUTOR = "Anna Kerrigan"
# Signs late: entries of the last weeks still wait.
SLOW_SIGNER = "Anselm Okoro"
# Keeps no account, and signs by a mailed link.
SIGNER_BY_LINK = "Petra Holloway"
_HARBOUR = "Harbour Lane Children’s Centre"
_LARK = "Larkfield Parent-Infant Service"
_MILL = "Millbrook Perinatal Team"


def _trainee(
    name: str, supervisor: str, placement: str, habit: Habit | None = None, former: str | None = None
) -> InventedTrainee:
    number = f"{sum(name.encode()) % 90000 + 10000}"
    return InventedTrainee(
        Invented(name, _TRAINEE, ("HCPC", f"PYL{number}")), supervisor, placement, habit or Habit(), former
    )


COHORTS: tuple[InventedCohort, ...] = (
    InventedCohort(
        weeks_ago=80,
        trainees=(
            _trainee("Tamsin Okell", "Dr Helen Rees", _LARK, Habit(study_hours=4.6, sessions=3, attendance=1.0)),
            _trainee("Gwen Harrow", "Judith Marsh", _HARBOUR, Habit(study_hours=3.6, sessions=3, away=(40, 13))),
        ),
    ),
    InventedCohort(
        weeks_ago=75,
        trainees=(
            _trainee("Saoirse Pryce", "Dr Helen Rees", _LARK, Habit(study_hours=4.4, sessions=3, attendance=1.0)),
            _trainee("Wren Lumley", "Anselm Okoro", _MILL, Habit(study_hours=3.0, stops_after=52)),
            _trainee("Owen Ainsley-Moss", "Anselm Okoro", _HARBOUR, Habit(study_hours=3.6)),
        ),
    ),
    InventedCohort(
        weeks_ago=58,
        trainees=(
            _trainee(
                "Marta Ellison",
                "Dr Helen Rees",
                _LARK,
                Habit(study_hours=3.8, sessions=1, clinical_from=15, short_this_month=True),
                former="Judith Marsh",
            ),
            _trainee("Idris Fenn", "Dr Helen Rees", _HARBOUR, Habit(study_hours=3.9, sessions=3)),
            _trainee("Bea Kettle", "Anselm Okoro", _MILL, Habit(study_hours=1.6, sessions=1, attendance=0.75)),
            _trainee("Hana Stroud", "Dr Helen Rees", _HARBOUR, Habit(study_hours=4.2, clinical_from=None)),
            _trainee("Niamh O’Dowd", "Anselm Okoro", _LARK, Habit(study_hours=4.0, sessions=3, attendance=1.0)),
        ),
    ),
    InventedCohort(
        weeks_ago=6,
        trainees=(
            _trainee("Luca Ferretti", "Dr Helen Rees", _MILL, Habit(clinical_from=None, introduced=True)),
            _trainee(
                "Alexandrina Featherstonehaugh-Montgomery",
                "Anselm Okoro",
                _LARK,
                Habit(clinical_from=None, study_hours=2.5),
            ),
        ),
    ),
)
