"""Somebody who knows the code makes every row agree with every other: only the chain, its key and its checkpoints tell.

Each find has its control: the same hands, the same verification, the one protection off, and nothing is found.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import current_app
from sqlalchemy import Connection, delete, select, text, update

from tests.history.hands import name_of, row_of, table_of
from tests.history.worlds import AT, found, make_record, names, raw_hands
from trainee_app.cohorts.models import Trainee
from trainee_app.db import db
from trainee_app.db.edge import unit_of_work
from trainee_app.events import publish
from trainee_app.logbook.models import EntryVersion, LogEntry
from trainee_app.logbook.queries.totals import differences
from trainee_app.logbook.services import rebuild_totals
from trainee_app.people.events import SignedOut
from trainee_app.programmes.events import VersionPublished
from trainee_app.programmes.models import Programme
from trainee_app.signatures.models import Signature
from trainee_app.signatures.queries import own_flaws
from trainee_app.signatures.rules import Act, Document, Signer, Slot, seal
from trainee_app.trail import queries as trail_queries
from trainee_app.trail.models import INSTALLATION_CHAIN, TrailHead, TrailLine
from trainee_app.trail.rules import seal as seal_line

FORGED_MINUTES = 600


def forge_rows(hands: Connection, entry: str) -> dict[str, str]:
    """Make ten hours of a signed session, in every row that speaks of it; return which hashes became which."""
    version = row_of_entry(hands, EntryVersion, entry)
    signature = (
        hands.execute(select(table_of(Signature)).where(Signature.document == f"entry:{entry}")).mappings().one()
    )
    said = json.loads(signature["canonical"])
    canonical = json.dumps(
        said | {"minutes": FORGED_MINUTES}, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ).encode()
    content_hash = hashlib.sha256(canonical).hexdigest()
    forged = dict(signature) | {"canonical": canonical, "content_hash": content_hash}
    forged["seal"] = _seal(forged)
    _write(hands, EntryVersion, version["id"], minutes=FORGED_MINUTES, content_hash=content_hash)
    _write(hands, Signature, signature["id"], **{name: forged[name] for name in ("canonical", "content_hash", "seal")})
    _write(hands, LogEntry, version["entry_id"], minutes=FORGED_MINUTES, credited_minutes=FORGED_MINUTES)
    db.session.expire_all()
    rebuild_totals()
    return {version["content_hash"]: content_hash, signature["seal"]: forged["seal"]}


def row_of_entry(hands: Connection, model: Any, entry: str) -> Any:
    statement = select(table_of(model)).join(table_of(LogEntry), LogEntry.id == model.entry_id)
    return hands.execute(statement.where(LogEntry.public_id == entry)).mappings().one()


def _seal(row: dict[str, Any]) -> str:
    return seal(
        row["public_id"],
        row["programme_id"],
        Document(row["document"], row["document_version"], row["canonical"]),
        Signer(row["signer_id"], row["signer_name"], row["signer_role"], row["signer_registration"]),
        Act(Slot(row["slot"]), row["meaning"], row["signed_at"], row["method"], row["strength"]),
        row["trail_head"],
    )


def _write(hands: Connection, model: Any, id_: int, **values: Any) -> None:
    hands.execute(update(table_of(model)).where(model.id == id_).values(values))


def forge_lines(hands: Connection, entry: str, hashes: dict[str, str]) -> list[str]:
    """Make the trail tell of the forged rows; return the lines that were changed."""
    table, changed = table_of(TrailLine), []
    for line in hands.execute(select(table).where(TrailLine.subject == f"entry:{entry}")).mappings().all():
        payload = line["payload"]
        for old, new in hashes.items():
            payload = payload.replace(old, new)
        if payload != line["payload"]:
            _write(hands, TrailLine, line["id"], payload=payload)
            changed.append(f"{line['chain']}/{line['seq']}")
    return changed


def seal_anew(chain: int, key: str) -> None:
    """Seal a whole chain again, as somebody may who has the key."""
    previous, seq = "0" * 64, 0
    for line in list(trail_queries.lines(chain)):
        hash_ = seal_line(replace(line, previous=previous), key.encode())
        statement = update(TrailLine).where(TrailLine.chain == chain, TrailLine.seq == line.seq)
        db.session.execute(statement.values(previous=previous, hash=hash_))
        previous, seq = hash_, line.seq
    db.session.execute(update(TrailHead).where(TrailHead.chain == chain).values(seq=seq, hash=previous))


def test_rows_that_all_agree_are_found_by_what_the_trail_says(kept) -> None:
    app, record = kept
    with raw_hands(app, guards=False) as hands:
        forge_rows(hands, record.plain)
        told = found()
        signature = db.session.scalars(select(Signature).where(Signature.document == f"entry:{record.plain}")).one()
        assert names(told, "entry_version", f"{record.plain}/1")
        assert names(told, "signature", signature.public_id)


def test_without_the_trail_nobody_would_find_rows_that_all_agree(kept) -> None:
    app, record = kept
    with raw_hands(app, guards=False) as hands:
        forge_rows(hands, record.plain)
        signatures = list(db.session.scalars(select(Signature)))
        assert signatures
        assert [flaw for each in signatures for flaw in own_flaws(each)] == []
        minutes = db.session.scalar(select(LogEntry.minutes).where(LogEntry.public_id == record.plain))
        assert minutes == FORGED_MINUTES
        assert [each for each in differences() if record.plain in str(each)] == []


def test_rows_and_lines_that_all_agree_are_found_by_the_seal(kept) -> None:
    app, record = kept
    with raw_hands(app, guards=False) as hands:
        changed = forge_lines(hands, record.plain, forge_rows(hands, record.plain))
        told = found()
        assert len(changed) == 3
        assert all(names(told, "trail_line", line) for line in changed)
        assert {flaw.table for flaw in told} == {"trail_line"}


def test_with_the_chain_off_nobody_would_find_rows_and_lines_that_all_agree(kept, monkeypatch) -> None:
    app, record = kept
    with raw_hands(app, guards=False) as hands:
        forge_lines(hands, record.plain, forge_rows(hands, record.plain))
        monkeypatch.setattr(trail_queries, "chain_flaws", lambda *_: [])
        assert [str(flaw) for flaw in found()] == []


def test_a_chain_sealed_anew_with_another_key_is_found(kept) -> None:
    app, record = kept
    with raw_hands(app, guards=False) as hands:
        changed = forge_lines(hands, record.plain, forge_rows(hands, record.plain))
        seal_anew(int(changed[0].split("/")[0]), "a key of somebody's own, and not the right one")
        told = found()
        assert all(names(told, "trail_line", line) for line in changed)


def test_a_chain_sealed_anew_with_the_right_key_is_found_by_the_checkpoints(kept) -> None:
    app, record = kept
    with raw_hands(app, guards=False) as hands:
        changed = forge_lines(hands, record.plain, forge_rows(hands, record.plain))
        chain = int(changed[0].split("/")[0])
        seal_anew(chain, current_app.config["TRAIL_KEY"])
        rewritten = [str(flaw) for flaw in found() if "rewritten" in flaw.message]
        assert rewritten
        assert all(line.startswith(f"trail_line {chain}/") for line in rewritten)


def test_without_checkpoints_the_heads_that_later_signers_saw_still_tell(kept, monkeypatch) -> None:
    app, record = kept
    with raw_hands(app, guards=False) as hands:
        changed = forge_lines(hands, record.plain, forge_rows(hands, record.plain))
        seal_anew(int(changed[0].split("/")[0]), current_app.config["TRAIL_KEY"])
        monkeypatch.setitem(current_app.config, "CHECKPOINT_PATH", Path("/nowhere/checkpoints"))
        told = found()
        assert {flaw.table for flaw in told} == {"signature"}
        assert all("signer saw" in flaw.message for flaw in told)


@pytest.fixture
def signed_out(app):
    """A record at whose end somebody has signed out: news that no other row tells of."""
    with app.app_context():
        make_record()
        with unit_of_work():
            publish(SignedOut(programme_id=None, actor_id=1, at=AT, sign_in_id=1))
    return app


def _cut_tail(hands: Connection) -> None:
    hands.execute(
        delete(table_of(TrailLine)).where(TrailLine.chain == INSTALLATION_CHAIN, TrailLine.event == "SignedOut")
    )
    last = hands.execute(
        select(TrailLine.seq, TrailLine.hash)
        .where(TrailLine.chain == INSTALLATION_CHAIN)
        .order_by(TrailLine.seq.desc())
        .limit(1)
    ).one_or_none()
    if last is None:
        hands.execute(delete(table_of(TrailHead)).where(TrailHead.chain == INSTALLATION_CHAIN))
    else:
        hands.execute(
            update(table_of(TrailHead))
            .where(TrailHead.chain == INSTALLATION_CHAIN)
            .values(seq=last.seq, hash=last.hash)
        )


def test_a_cut_tail_is_found_by_the_checkpoints(signed_out) -> None:
    with raw_hands(signed_out, guards=False) as hands:
        row = hands.execute(select(table_of(TrailLine)).where(TrailLine.event == "SignedOut")).mappings().one()
        called = name_of(hands, TrailLine, dict(row))
        _cut_tail(hands)
        told = found()
        assert [(flaw.table, flaw.row) for flaw in told] == [("trail_line", called)]
        assert "has been cut" in told[0].message


def test_without_checkpoints_nobody_would_find_a_cut_tail(signed_out, monkeypatch) -> None:
    with raw_hands(signed_out, guards=False) as hands:
        _cut_tail(hands)
        monkeypatch.setitem(current_app.config, "CHECKPOINT_PATH", Path("/nowhere/checkpoints"))
        assert [str(flaw) for flaw in found()] == []


def test_a_line_of_the_checkpoint_file_that_cannot_be_read_is_named(signed_out) -> None:
    with raw_hands(signed_out, guards=True):
        path: Path = current_app.config["CHECKPOINT_PATH"]
        whole = path.read_text()
        path.write_text(whole + "half a li\n")
        number = len(whole.splitlines()) + 1
        assert [str(flaw) for flaw in found()] == [f"checkpoints line {number}: the line cannot be read"]


def test_a_signed_entry_given_to_another_trainee_is_found(kept) -> None:
    """The whole entry moves, with all its rows: only what was signed says whose it was."""
    app, record = kept
    with raw_hands(app, guards=False) as hands:
        row = row_of(hands, LogEntry, record, 1)
        programme = hands.scalar(select(Programme.id).order_by(Programme.id).limit(1))
        other = select(Trainee.id).where(Trainee.programme_id == programme, Trainee.id != row["trainee_id"]).limit(1)
        _write(hands, LogEntry, row["id"], trainee_id=hands.scalar(other))
        rebuild_totals()
        told = found()
        assert names(told, "log_entry", record.plain)
        assert names(told, "entry_version", f"{record.plain}/1")


def test_an_entry_that_nobody_handed_in_is_found(kept) -> None:
    """Rows made by hand, with everything they need beside them, but for a line of the trail."""
    app, record = kept
    with raw_hands(app, guards=False) as hands:
        row = dict(row_of(hands, LogEntry, record, 1)) | {"public_id": "made-by-hand"}
        row.pop("id")
        hands.execute(table_of(LogEntry).insert().values(row))
        rebuild_totals()
        assert names(found(), "log_entry", "made-by-hand")


@pytest.mark.one_engine  # PostgreSQL keeps no such value
@pytest.mark.parametrize("value", ["not a day", "2026-13-45"])
def test_a_value_that_cannot_be_read_ends_one_check_and_not_the_others(kept, value) -> None:
    app, record = kept
    with raw_hands(app, guards=False) as hands:
        hands.execute(
            text("UPDATE log_entry SET worked_on = :value WHERE public_id = :name"),
            {"value": value, "name": record.plain},
        )
        hands.execute(
            text("UPDATE signature SET signer_name = 'Somebody else' WHERE document = :name"),
            {"name": f"entry:{record.plain}"},
        )
        told = found()
        assert names(told, "check", "entries")
        assert any(flaw.table == "signature" for flaw in told)


def test_rules_that_were_changed_after_they_were_published_are_found(kept) -> None:
    app, _record = kept
    with raw_hands(app, guards=False) as hands:
        programme = hands.scalar(select(Programme.public_id).order_by(Programme.id).limit(1))
        hands.execute(text("UPDATE programme_version SET definition = replace(definition, '60', '70')"))
        assert names(found(), "programme_version", f"{programme}/1")


def test_published_rules_that_are_gone_or_told_otherwise_are_found(signed_out) -> None:
    with signed_out.app_context(), unit_of_work():
        programme = db.session.scalars(select(Programme).order_by(Programme.id)).first()
        assert programme is not None
        told: dict[str, Any] = {
            "programme_id": programme.id,
            "actor_id": None,
            "at": AT,
            "programme": programme.public_id,
        }
        publish(VersionPublished(**told, number=1, sha256="of another text"))
        publish(VersionPublished(**told, number=7, sha256="of a text that is gone"))
        rows = [f"{programme.public_id}/{number}" for number in (1, 7)]
    with raw_hands(signed_out, guards=True):
        told_of = found()
        assert all(names(told_of, "programme_version", row) for row in rows)
