"""Signing without an account: the page of a link in every state, and the one from which links are sent."""

from __future__ import annotations

from tests.accessibility.looks import Look, error

LOOKS: tuple[Look, ...] = (
    Look("away.open_list", None, of="signing link", shows="to sign", opened=True),
    Look("away.open_list", None, "a code was asked for", of="signing link with code", shows="Three entries to sign"),
    error("away.open_list", None, "Sign and return as marked", of="signing link with code"),
    Look("away.open_list", None, "nothing left", of="signing link empty", shows="Nothing is left to sign"),
    Look("away.open_list", None, "over", of="signing link over", shows="This link was taken back"),
    Look("away.signers", "trainee", of="trainee trainee", shows="Waiting for signatures"),
    Look("away.signers", "administrator", "somebody’s", of="trainee very long", shows="Waiting for signatures"),
    Look("logbook.own_terms", "trainee", shows="Study by the term"),
    Look("logbook.own_terms", "newcomer", "nothing handed in", shows="Study by the term"),
    Look("logbook.term", "tutor", "to sign", of="term", shows="Study of a term"),
    error("logbook.term", "tutor", "Return it", of="term"),
    Look("logbook.whole_receipt", "tutor", of="signature", shows="Receipt of a signature"),
    Look("logbook.term", "trainee", "returned", of="term returned", shows="Study of a term"),
    Look("logbook.verification", "administrator", "nothing to verify", shows="Nothing waits for you"),
    Look("away.signers", "administrator", "nobody", of="trainee newcomer", shows="Waiting for signatures"),
    Look("away.propose", "administrator", of="agreement of the gone", shows="Countersign in absence"),
    error("away.propose", "administrator", "Propose it", of="agreement of the gone"),
    Look("away.absence", "director", "to decide", of="absence proposed", shows="In the absence of"),
    error("away.absence", "director", "Countersign", of="absence proposed"),
    Look("away.absence", "trainee", "countersigned", of="absence countersigned", shows="In the absence of"),
    Look("logbook.entry", "trainee", "countersigned in absence", of="entry countersigned"),
    Look("away.sheets", "administrator", of="cohort", shows="Signed on paper"),
    Look("away.sheet", "administrator", "changed after printing", of="sheet changed", shows="Sheet for"),
    Look("away.record_sheet", "administrator", of="sheet printed", shows="Record the signed sheet"),
    error("away.record_sheet", "administrator", "Record it", of="sheet printed"),
    Look("away.paper_record", "director", "to decide", of="signed sheet recorded", shows="Signed on paper"),
)  # fmt: skip
