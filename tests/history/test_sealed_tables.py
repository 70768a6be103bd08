"""What is signed is known by the schema: a new table of it stands under the tests of tampering, or is said to need none."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Table

from tests.history.hands import SEALED, table_of
from trainee_app.db import db
from trainee_app.logbook.models import LogEntry
from trainee_app.signatures.models import Signature

# By these a table is known to hold what somebody signed, or the bytes and hashes of it.
_MARKS = {"canonical", "content_hash", "seal"}
# What lies beside it, and why nobody's signature is at stake.
BESIDE = {
    "signing_list": "asks for signatures by link; what comes of it are signatures and entries",
    "signing_item": "names what a list asks for; what is signed is held against the version itself",
    "signing_code": "a one-time code of a list, as a hash",
    "time_file": "a file as it was put up, forgotten after a while; what came in are entries",
    "time_row": "the account of a file that was put up; what came in are entries",
}


def _is_signed(table: Table) -> bool:
    refers = any(key.column.table is table_of(Signature) for key in table.foreign_keys)
    return refers or bool(_MARKS & set(table.columns.keys()))


def _belonging() -> Iterator[str]:
    """Yield the tables of what is signed, and those that belong to one."""
    signed = [table for table in db.metadata.sorted_tables if _is_signed(table)]
    for table in db.metadata.sorted_tables:
        if table in signed or any(key.column.table in signed for key in table.foreign_keys):
            yield table.name


def test_every_table_of_what_is_signed_is_tried_or_said_to_need_no_trying() -> None:
    tried = {table_of(model).name for model in SEALED}
    belonging = set(_belonging())
    assert {table_of(LogEntry).name, table_of(Signature).name} <= belonging
    assert belonging - tried == set(BESIDE), "try it in SEALED, or say in BESIDE why its rows are nobody's signature"
