"""Who asks: every actor of the matrix, by the word under which the tables name them.

Several words may stand for one person: the same supervisor with and without a second factor shown.
"""

from __future__ import annotations

from dataclasses import dataclass

from trainee_app.people.rules import Role


@dataclass(frozen=True)
class ActorKind:
    """One actor. `roles` are held on our programme since before the cohort began; `name` is seen on pages."""

    word: str
    name: str
    roles: tuple[Role, ...]
    meaning: str


NOBODY = "nobody"

ACTORS: tuple[ActorKind, ...] = (
    ActorKind(NOBODY, "", (), "signed out"),
    ActorKind("applicant", "Priya Applegarth", (Role.APPLICANT,), "an applicant"),
    ActorKind("trainee", "Marta Quillfeather", (Role.TRAINEE,), "the trainee whose record most rows are about"),
    ActorKind("fellow", "Jonas Thistlewood", (Role.TRAINEE,), "another trainee of the same cohort"),
    ActorKind("supervisor", "Dr Rees Marchbanks", (Role.SUPERVISOR,), "supervises the trainee, and `both`"),
    ActorKind("leaver", "Lena Oakhanger", (Role.SUPERVISOR,), "supervised the trainee until 30 days ago"),
    ActorKind("former", "Fergus Dunnockby", (), "supervised the trainee until 200 days ago; no role is left"),
    ActorKind("unassigned", "Vera Holloway-Pym", (Role.SUPERVISOR,), "supervises the fellow, not the trainee"),
    ActorKind("tutor", "Tomas Birkenshaw", (Role.TUTOR,), "has an agreement with the trainee as tutor"),
    ActorKind("manager", "Paula Wrenfield", (Role.PLACEMENT_MANAGER,), "manages a placement"),
    ActorKind("director", "Dora Castlemaine", (Role.DIRECTOR,), "directs the programme"),
    ActorKind("board", "Boris Lindqvist", (Role.BOARD_MEMBER,), "sits on its board"),
    ActorKind("administrator", "Anna Featherstone", (Role.ADMINISTRATOR,), "administers the programme"),
    ActorKind("examiner", "Edith Vanterpool", (Role.EXAMINER,), "examines for it"),
    ActorKind("officer", "Oskar Privett", (Role.DATA_PROTECTION_OFFICER,), "is its data protection officer"),
    ActorKind(
        "both",
        "Ada Twoshoes",
        (Role.TRAINEE, Role.ADMINISTRATOR, Role.SUPERVISOR),
        "trainee and administrator at once; by a slip her own supervisor too",
    ),
    ActorKind(
        "twofold", "Tilda Ravensworth", (Role.ADMINISTRATOR, Role.BOARD_MEMBER), "administrator and board member"
    ),
    ActorKind("past_administrator", "Alma Yesterby", (), "administered the programme until yesterday"),
    ActorKind("elsewhere", "Elsa Quagmire", (), "administers another programme"),
)

# The same person in a session that owes the second factor.
WITHOUT_SECOND_FACTOR = {
    "supervisor_bare": "supervisor",
    "administrator_bare": "administrator",
    "officer_bare": "officer",
    "examiner_bare": "examiner",
    "director_bare": "director",
    "tutor_bare": "tutor",
    "both_bare": "both",
}

NAMES = {actor.word: actor.name for actor in ACTORS if actor.name}
WORDS = (*(actor.word for actor in ACTORS), *WITHOUT_SECOND_FACTOR)
WITH_ALL_SHOWN = " ".join(NAMES)
EVERYBODY_SIGNED_IN = " ".join(word for word in WORDS if word != NOBODY)
EVERYBODY = f"{NOBODY} {EVERYBODY_SIGNED_IN}"


def person_of(word: str) -> str:
    """Return the word of the person who acts, with or without a second factor."""
    return WITHOUT_SECOND_FACTOR.get(word, word)
