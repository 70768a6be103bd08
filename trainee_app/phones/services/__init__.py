"""The verbs of enrolled phones."""

from trainee_app.phones.services.drafting import keep_drafts
from trainee_app.phones.services.enrolling import (
    ENROLLED_LETTER,
    PhoneRevokedAlready,
    TooManyPhones,
    enrol_phone,
    note_use,
    revoke_all_phones,
    revoke_phone,
    revoke_phones,
)

__all__ = [
    "ENROLLED_LETTER",
    "PhoneRevokedAlready",
    "TooManyPhones",
    "enrol_phone",
    "keep_drafts",
    "note_use",
    "revoke_all_phones",
    "revoke_phone",
    "revoke_phones",
]
