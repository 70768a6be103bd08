"""The verbs of the record of time.

Each holds the trainee's record until the commit, checks before it changes anything, and raises a
`Refusal` with a sentence to show. The verbs do not judge who may use them, except `sign_entries`
and `verify_entries`.
"""

from trainee_app.logbook.services.batches import Batch, check_batch, write_batch
from trainee_app.logbook.services.blanking import blank_entry
from trainee_app.logbook.services.bringing import bring_own
from trainee_app.logbook.services.carrying import (
    CarriedEntry,
    carry_entries,
    sign_carried,
    void_carried,
)
from trainee_app.logbook.services.countersigning import countersign_entries
from trainee_app.logbook.services.counting import rebuild_totals, touched_entries
from trainee_app.logbook.services.deciding import return_entry, void_entry
from trainee_app.logbook.services.holding import Record, hold, hold_own
from trainee_app.logbook.services.quiet import state_quiet_month, take_back_quiet_month
from trainee_app.logbook.services.refusals import (
    EntriesFaulty,
    EntryAlreadySigned,
    EntryAlreadySubmitted,
    EntryCannotMove,
    EntryChangedSinceShown,
    EntryFaulty,
    EntryNotSigned,
    EntryStandsInRecord,
    EntryWaitsForAttestation,
    NothingToBlank,
    NothingToCorrect,
    RecordFaulty,
    TooManyAtOnce,
    TooManyInBatch,
    TotalsAdrift,
)
from trainee_app.logbook.services.sets import TakenEntry
from trainee_app.logbook.services.signing import sign_entries
from trainee_app.logbook.services.taking_over import ImportedEntry, add_imported, attest_entries
from trainee_app.logbook.services.terms import (
    NothingToHandIn,
    TermChanged,
    TermDecided,
    hand_in_term,
    return_term,
    sign_term,
    take_back_term,
)
from trainee_app.logbook.services.verifying import verify_entries
from trainee_app.logbook.services.writing import (
    EntryNameTaken,
    correct_entry,
    discard_entry,
    save_draft,
    submit_entry,
    withdraw_entry,
)

__all__ = [
    "Batch",
    "CarriedEntry",
    "EntriesFaulty",
    "EntryAlreadySigned",
    "EntryAlreadySubmitted",
    "EntryCannotMove",
    "EntryChangedSinceShown",
    "EntryFaulty",
    "EntryNameTaken",
    "EntryNotSigned",
    "EntryStandsInRecord",
    "EntryWaitsForAttestation",
    "ImportedEntry",
    "NothingToBlank",
    "NothingToCorrect",
    "NothingToHandIn",
    "Record",
    "RecordFaulty",
    "TakenEntry",
    "TermChanged",
    "TermDecided",
    "TooManyAtOnce",
    "TooManyInBatch",
    "TotalsAdrift",
    "add_imported",
    "attest_entries",
    "blank_entry",
    "bring_own",
    "carry_entries",
    "check_batch",
    "correct_entry",
    "countersign_entries",
    "discard_entry",
    "hand_in_term",
    "hold",
    "hold_own",
    "rebuild_totals",
    "return_entry",
    "return_term",
    "save_draft",
    "sign_carried",
    "sign_entries",
    "sign_term",
    "state_quiet_month",
    "submit_entry",
    "take_back_quiet_month",
    "take_back_term",
    "touched_entries",
    "verify_entries",
    "void_carried",
    "void_entry",
    "withdraw_entry",
    "write_batch",
]
