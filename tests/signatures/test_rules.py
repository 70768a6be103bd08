"""What a signature's seal covers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from trainee_app.signatures.rules import Act, Document, Meaning, Signer, Slot, seal

DOCUMENT = Document("entry:E", 1, b"{}")
SIGNER = Signer(7, "Helen Rees", "supervisor", "BPC 1")
ACT = Act(Slot.SUPERVISOR, Meaning.SUPERVISED, datetime(2026, 11, 4, 9, tzinfo=UTC), "password", "two_factors")


@pytest.mark.parametrize(
    ("document", "signer", "act"),
    [
        (replace(DOCUMENT, name="entry:F"), SIGNER, ACT),
        (replace(DOCUMENT, version=2), SIGNER, ACT),
        (replace(DOCUMENT, canonical=b"{ }"), SIGNER, ACT),
        (DOCUMENT, replace(SIGNER, person_id=8), ACT),
        (DOCUMENT, replace(SIGNER, name="Helen Reece"), ACT),
        (DOCUMENT, replace(SIGNER, role="tutor"), ACT),
        (DOCUMENT, replace(SIGNER, registration=""), ACT),
        (DOCUMENT, SIGNER, replace(ACT, slot=Slot.FIRST_ATTESTER)),
        (DOCUMENT, SIGNER, replace(ACT, meaning=Meaning.TUTORED)),
        (DOCUMENT, SIGNER, replace(ACT, at=ACT.at + timedelta(microseconds=1))),
        (DOCUMENT, SIGNER, replace(ACT, method="link")),
        (DOCUMENT, SIGNER, replace(ACT, strength="one_factor")),
    ],
)
def test_the_seal_changes_with_everything_a_signature_says(document: Document, signer: Signer, act: Act) -> None:
    assert seal("S", 1, document, signer, act, "head") != seal("S", 1, DOCUMENT, SIGNER, ACT, "head")


def test_the_seal_is_over_the_instant_and_not_over_how_it_is_written() -> None:
    elsewhere = replace(ACT, at=ACT.at.astimezone(timezone(timedelta(hours=5))))
    assert seal("S", 1, DOCUMENT, SIGNER, elsewhere, "head") == seal("S", 1, DOCUMENT, SIGNER, ACT, "head")
    assert seal("S", 1, DOCUMENT, SIGNER, ACT, "other") != seal("S", 1, DOCUMENT, SIGNER, ACT, "head")
    assert seal("T", 1, DOCUMENT, SIGNER, ACT, "head") != seal("S", 2, DOCUMENT, SIGNER, ACT, "head")
