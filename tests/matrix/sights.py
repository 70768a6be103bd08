"""What each actor may come to see on any page at all: planted names and public names, and whose they are.

The horizon is an upper bound that holds everywhere: whatever page somebody is let into, nothing of
others may stand on it. Words: a person's word for their name; `id-of-` it for the way to their page;
`papers-of-` it for their registration number; a trainee's first name for who and where they are
(membership, placement, agreements), `log-of-` it for the notes of entries; cohorts, files. The way to an
entry is open to whom the table of its readers names.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from tests.matrix.actors import NAMES, NOBODY, WITHOUT_SECOND_FACTOR, person_of
from tests.matrix.expected.logbook import READERS_OF_ENTRIES
from tests.matrix.expected.privacy import OPEN_TO_OFFICERS
from tests.matrix.record import NOTES
from tests.matrix.world import OTHERS, OUR_COHORT, PLACEMENTS, REGISTRATIONS, THEIR_COHORT, World

_OUR_PEOPLE: Final = " ".join(word for word in NAMES if word != "elsewhere") + " bo newcomer"
_STAFF: Final = f"{_OUR_PEOPLE} marta jonas ada cohort-ours programme-ours"
_OFFICE: Final = (
    f"{_STAFF} log-of-marta log-of-jonas log-of-ada batches-ours "
    + " ".join(f"id-of-{word}" for word in _OUR_PEOPLE.split())
    + " papers-of-supervisor papers-of-both papers-of-bo papers-of-leaver papers-of-former papers-of-unassigned"
    " papers-of-tutor"
)
# Of whoever supervises Marta, everybody around her sees the names; their numbers stand on signatures.
# Of a break everybody around sees who decided it, of a waiver the trainee does, and who proposed it.
# The rules by which somebody is judged are for whoever has a role there: the way to them names the programme.
_AROUND_MARTA: Final = "supervisor leaver former tutor administrator papers-of-supervisor cohort-ours programme-ours"

HORIZONS: Final[dict[str, str]] = {
    NOBODY: "",
    # Who holds the interview.
    "applicant": "director tutor",
    "trainee": f"marta log-of-marta code-of-marta manager director papers-of-tutor {_AROUND_MARTA}",
    # The two who attested the file that holds his hours stand on it.
    "fellow": "jonas log-of-jonas code-of-jonas unassigned twofold tutor administrator board papers-of-unassigned"
    " papers-of-tutor cohort-ours"
    " programme-ours",
    "supervisor": f"trainee both marta ada log-of-marta log-of-ada code-of-marta code-of-ada manager director"
    f" {_AROUND_MARTA}",
    # Who recorded the sheet that the leaver signed in ink stands on it.
    "leaver": f"trainee marta log-of-marta director {_AROUND_MARTA}",
    "former": f"trainee marta log-of-marta {_AROUND_MARTA}",
    "unassigned": "fellow jonas log-of-jonas code-of-jonas administrator board cohort-ours programme-ours",
    # Whom they have interviewed, and with whom.
    "tutor": f"applicant director twofold manager trainee fellow both marta jonas ada log-of-marta {_AROUND_MARTA}",
    # Who proposed a family from her placement, where, and who else has answered.
    "manager": "trainee marta supervisor cohort-ours",
    "director": f"{_OFFICE} code-of-marta code-of-jonas code-of-ada",
    "board": f"{_STAFF} batches-ours",
    "administrator": _OFFICE,
    "examiner": _STAFF,
    # What must be taken out has to be read once more.
    "officer": f"{_STAFF} log-of-marta log-of-jonas log-of-ada "
    + " ".join(f"id-of-{word}" for word in _OUR_PEOPLE.split()),
    "both": f"{_OFFICE} code-of-ada",
    "twofold": _OFFICE,
    "past_administrator": "",
    "elsewhere": "kit bo id-of-kit id-of-bo id-of-elsewhere record-of-kit log-of-kit papers-of-kit papers-of-bo-elsewhere"
    " cohort-theirs batches-theirs programme-theirs",
    # Without a second factor shown nobody sees anything of others.
    **dict.fromkeys(WITHOUT_SECOND_FACTOR, ""),
    # Who decided and recorded her break stands in her own history.
    "both_bare": "ada log-of-ada supervisor administrator director cohort-ours programme-ours",
}


def strange_sights(world: World, actor: str, body: str) -> list[str]:
    """Return what a page shows that is beyond the actor's horizon."""
    horizon = frozenset(HORIZONS[actor].split()) | _own(person_of(actor)) | _entries_read_by(actor)
    return sorted({f"{mark} ({whose})" for mark, whose in _marks(world) if whose not in horizon and mark in body})


def _entries_read_by(actor: str) -> frozenset[str]:
    """Return the words for the ways to the entries that the actor may read, as the table says."""
    tables = (*READERS_OF_ENTRIES.items(), *OPEN_TO_OFFICERS.items())
    found = (names for names, readers in tables if actor in readers.split())
    return frozenset(f"way-to-{name}" for names in found for name in names.split(", "))


def _own(word: str) -> frozenset[str]:
    return frozenset({word, f"id-of-{word}", f"papers-of-{word}"})


@cache
def _marks(world: World) -> tuple[tuple[str, str], ...]:
    """Return every planted mark with whose it is."""
    marks = [(name, word) for word, name in (NAMES | OTHERS).items()]
    marks += [(public_id, f"id-of-{word}") for word, public_id in world.people.items()]
    marks += [(number, f"papers-of-{name.replace(' ', '-')}") for name, (_, _, number) in REGISTRATIONS.items()]
    marks += [(title, _record(name)) for name, title in PLACEMENTS.items()]
    marks += [(text, f"log-of-{name}") for name, text in NOTES.items()]
    marks += [(OUR_COHORT, "cohort-ours"), (THEIR_COHORT, "cohort-theirs")]
    marks += [(public_id, _whose(kind, name)) for (kind, name), public_id in world.ids.items() if kind in _KINDS]
    return tuple(marks)


_KINDS = {"code", "trainee", "placement", "agreement", "entry", "registration", "cohort", "batch", "programme"}


def _whose(kind: str, name: str) -> str:
    if kind in {"trainee", "placement", "agreement"}:
        return _record(name.split(maxsplit=1)[0])
    if kind == "code":
        return f"code-of-{name}"
    if kind == "entry":
        return f"way-to-{name}"
    if kind == "registration":
        return f"papers-of-{name.replace(' ', '-')}"
    if kind == "batch":
        return "batches-theirs" if name == "theirs" else "batches-ours"
    return f"{kind}-{name}"


def _record(name: str) -> str:
    """Return the word for who and where a trainee is; Kit's own name is a person's word."""
    return "record-of-kit" if name == "kit" else name
