"""Whatever a raw hand does to what is sealed, where it does it, and however often it is tried: found, and named."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from tests.history.strokes import CameToNothing, Hand, Past, Stroke, put_back
from tests.history.worlds import found, names, raw_hands
from tests.volumes import volume
from trainee_app.db import db
from trainee_app.logbook.queries.receipts import answer_to_receipt
from trainee_app.logbook.rules import Held, check_code
from trainee_app.signatures.models import Signature
from trainee_app.trail.rules import Flaw, RowFlaw

# On each engine 20 strokes, or 10,000: parts that several workers can take up at once.
PARTS = volume(ci=1, full=20)
STROKES = volume(ci=20, full=500)


@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_a_raw_hand_does_is_found_and_named(remembered: tuple[Flask, list[Past]], part: int) -> None:
    app, pasts = remembered
    overlooked, struck, random = [], 0, Random(part)
    with raw_hands(app, guards=False) as connection:
        while struck < STROKES:
            point = connection.begin_nested()
            try:
                stroke = Hand(connection, random, pasts).strike()
            except (CameToNothing, DBAPIError):
                continue
            else:
                struck += 1
                overlooked += unnamed(stroke)
            finally:
                point.rollback()
    assert overlooked == [], "\n".join(overlooked)


def test_a_receipt_exposes_an_old_copy_that_was_put_back(remembered: tuple[Flask, list[Past]]) -> None:
    app, pasts = remembered
    with raw_hands(app, guards=False) as connection:
        receipts = {
            each.public_id: check_code(each.seal)
            for each in db.session.scalars(select(Signature).where(Signature.document.startswith("entry:")))
        }
        for past in pasts[:: volume(ci=6, full=1)]:
            known = {row["public_id"] for row in past["signature"]}
            point = connection.begin_nested()
            put_back(connection, past)
            db.session.expire_all()
            held = {number: answer_to_receipt(number, code).held for number, code in receipts.items()}
            point.rollback()
            assert {number for number, answer in held.items() if answer is Held.UNKNOWN} == set(receipts) - known
            assert set(held.values()) <= {Held.UNKNOWN, Held.AGREES, Held.SUPERSEDED, Held.VOID}
    assert len(receipts) > 4, "too few receipts to tell"


def unnamed(stroke: Stroke) -> list[str]:
    """Return what of a stroke the verification does not name."""
    told = found()
    said = [str(flaw)[:100] for flaw in told[:3]]
    return [
        f"{table} {rows}: {stroke.words[:300]}; told was {said}"
        for table, rows in stroke.named
        if not names(told, table, *rows) and not _named_by_its_version(told, table, rows)
    ]


def _named_by_its_version(told: list[Flaw | RowFlaw], table: str, rows: Sequence[Any]) -> bool:
    """Whether it is an entry whose version is named: whose entry it is stands in that version's bytes alone, where a
    document brought it."""
    return table == "log_entry" and names(told, "entry_version", *(f"{row}/" for row in rows))
