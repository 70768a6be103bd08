"""The states of an entry and of a correction, and the moves between them: one table, held by triggers too."""

from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Where a version of an entry stands. A superseded version was signed and then corrected."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
    SIGNED = "signed"
    SUPERSEDED = "superseded"
    VOID = "void"
    DISCARDED = "discarded"


# An entry may begin only in these; a move is listed, or it cannot happen. No move unlocks what is signed.
BEGINNINGS: Final = frozenset({State.DRAFT, State.SUBMITTED})
MOVES: Final[dict[State, frozenset[State]]] = {
    State.DRAFT: frozenset({State.SUBMITTED, State.DISCARDED}),
    State.SUBMITTED: frozenset({State.WITHDRAWN, State.RETURNED, State.SIGNED}),
    State.WITHDRAWN: frozenset({State.SUBMITTED, State.DISCARDED}),
    State.RETURNED: frozenset({State.SUBMITTED, State.DISCARDED}),
    State.SIGNED: frozenset({State.VOID}),
    State.VOID: frozenset(),
    State.DISCARDED: frozenset(),
}

# A correction of a signed entry: None is "there is none". Signing, discarding and voiding end it.
PENDING_MOVES: Final[dict[State | None, frozenset[State | None]]] = {
    None: frozenset({State.DRAFT, State.SUBMITTED}),
    State.DRAFT: frozenset({State.SUBMITTED, None}),
    State.SUBMITTED: frozenset({State.WITHDRAWN, State.RETURNED, None}),
    State.WITHDRAWN: frozenset({State.SUBMITTED, None}),
    State.RETURNED: frozenset({State.SUBMITTED, None}),
}

# What still waits to be handed in can be written; what is handed in stands until it is taken or given back.
WRITABLE: Final = frozenset({State.DRAFT, State.WITHDRAWN, State.RETURNED})
# What stands in sums: held work that is signed, or awaits its signature.
IN_SUMS: Final = frozenset({State.SUBMITTED, State.SIGNED})
# What anybody but its writer may ever see.
SHOWN_TO_OTHERS: Final = frozenset({State.SUBMITTED, State.RETURNED, State.SIGNED, State.VOID})


def may_move(before: State, after: State) -> bool:
    """Whether an entry may go from one state to the other."""
    return after in MOVES.get(before, frozenset())


def may_move_correction(before: State | None, after: State | None) -> bool:
    """Whether a correction may go from one state to the other."""
    return after in PENDING_MOVES.get(before, frozenset())
