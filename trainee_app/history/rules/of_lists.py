"""What signing without an account, in absence and on paper says to people. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from trainee_app.history.rules.telling import Saying

OF_LISTS: Final[Mapping[str, Sequence[Saying]]] = {
    "SigningAsked": (Saying("{actor} asked {person_id:person} by mail to sign {entries:entries}.", icon="mail"),),
    "SigningListEnded": (Saying("The link by which {person_id:person} was asked to sign works no longer.", icon="x"),),
    "SigningListAnswered": (
        Saying("{actor} signed {signed:entries} by link and returned {returned}.", "returned", "signature", "signed"),
        Saying("{actor} signed {signed:entries} by link.", icon="signature", state="signed"),
    ),
    "SigningCodeWrong": (
        Saying("A wrong code was typed at the link of {person_id:person}; nothing was signed.", icon="circle-alert"),
    ),
    "SignerReminded": (
        Saying("{actor} reminded {person_id:person} that {entries:entries} wait to be signed.", icon="bell"),
    ),
    "AbsenceProposed": (
        Saying(
            "{actor} proposed to countersign {entries:entries} in the absence of {person_id:person}, on named evidence.",
            icon="signature",
        ),
    ),
    "AbsenceCountersigned": (
        Saying(
            "{actor} countersigned {entries:entries} in the absence of {person_id:person}, on named evidence.",
            icon="signature",
            state="signed",
        ),
    ),
    "AbsenceDeclined": (
        Saying("{actor} declined to countersign {entries:entries} in the absence of {person_id:person}.", icon="x"),
    ),
    "PaperSheetPrinted": (
        Saying("{actor} printed a sheet of {entries:entries} for {person_id:person} to sign in ink.", icon="printer"),
    ),
    "PaperSheetRecorded": (
        Saying("{actor} recorded a sheet of {entries:entries} that {person_id:person} signed in ink.", icon="upload"),
    ),
    "PaperSheetSigned": (
        Saying(
            "{actor} looked at the scan: {person_id:person} signed {entries:entries} on paper; {left_out} left out.",
            "left_out",
            "signature",
            "signed",
        ),
        Saying(
            "{actor} looked at the scan: {person_id:person} signed {entries:entries} on paper.",
            icon="signature",
            state="signed",
        ),
    ),
    "PaperSheetDeclined": (
        Saying(
            "{actor} declined a sheet of {entries:entries} that {person_id:person} was said to have signed.", icon="x"
        ),
    ),
}
