"""Every way of meddling with a chain shows, and names the first bad line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from trainee_app.trail.rules import START, Checkpoint, Line, canonical_json, chain_flaws, seal

KEY = b"the key of the tests"
AT = datetime(2027, 3, 3, 9, tzinfo=UTC)
Chain = list[Line]


def _chain(length: int, key: bytes = KEY, payload: str = "{}") -> Chain:
    lines: Chain = []
    previous = START
    for seq in range(1, length + 1):
        line = Line(7, seq, "EntrySigned", 1, 3, AT + timedelta(minutes=seq), payload, previous, subject="entry:x")
        line = replace(line, hash=seal(line, key))
        lines.append(line)
        previous = line.hash
    return lines


def _head(lines: Chain) -> Checkpoint:
    return Checkpoint(7, lines[-1].seq, lines[-1].hash) if lines else Checkpoint(7, 0, START)


def _altered(lines: Chain, **changes: Any) -> Chain:
    """Return the chain with its third line changed."""
    return [*lines[:2], replace(lines[2], **changes), *lines[3:]]


def _resealed(lines: Chain, key: bytes) -> Chain:
    """Seal a chain anew from its first line, as somebody with a key would after altering it."""
    sealed: Chain = []
    previous = START
    for line in lines:
        renewed = replace(line, previous=previous)
        renewed = replace(renewed, hash=seal(renewed, key))
        sealed.append(renewed)
        previous = renewed.hash
    return sealed


def test_an_untouched_chain_has_no_flaw() -> None:
    lines = _chain(5)
    seen = [Checkpoint(7, 2, lines[1].hash), _head(lines), _head(lines)]
    assert chain_flaws(lines, _head(lines), seen, KEY) == []


def test_a_chain_that_has_not_begun_has_no_flaw() -> None:
    assert chain_flaws([], None, [], KEY) == []
    assert chain_flaws([], Checkpoint(7, 0, START), [], KEY) == []


def _with(**changes: object) -> Callable[[Chain], Chain]:
    return lambda lines: _altered(lines, **changes)


_MEDDLINGS: dict[str, tuple[Callable[[Chain], Chain], int, str]] = {
    "other minutes": (_with(payload='{"minutes":600}'), 3, "altered"),
    "other actor": (_with(actor_id=4), 3, "altered"),
    "no actor": (_with(actor_id=None), 3, "altered"),
    "other instant": (_with(at=AT), 3, "altered"),
    "other event": (_with(event="EntryReturned"), 3, "altered"),
    "other version": (_with(version=2), 3, "altered"),
    "other subject": (_with(subject="entry:y"), 3, "altered"),
    "other chain": (_with(chain=8), 3, "altered"),
    "other seal": (_with(hash="f" * 64), 3, "altered"),
    "a line gone": (lambda lines: lines[:2] + lines[3:], 3, "missing"),
    "the first gone": (lambda lines: lines[1:], 1, "missing"),
    "two exchanged": (lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], 2, "missing"),
    "two exchanged and renumbered": (
        lambda lines: [lines[0], replace(lines[2], seq=2), replace(lines[1], seq=3), *lines[3:]],
        2,
        "follow",
    ),
    "a line doubled": (lambda lines: [*lines[:2], lines[1], *lines[2:]], 2, "twice"),
    "the tail cut": (lambda lines: lines[:4], 5, "head says line 5"),
    "all gone": (lambda _: [], 5, "head says line 5"),
    "sealed anew": (
        lambda lines: _resealed(_altered(lines, payload='{"minutes":600}'), b"a guessed key"),
        1,
        "altered",
    ),
}


@pytest.mark.parametrize("meddling", _MEDDLINGS)
def test_whatever_is_changed_shows_at_the_first_bad_line(meddling: str) -> None:
    meddle, first_bad, words = _MEDDLINGS[meddling]
    lines = _chain(5)
    flaws = chain_flaws(meddle(lines), _head(lines), [], KEY)
    assert flaws[0].seq == first_bad
    assert any(words in flaw.message for flaw in flaws if flaw.seq == first_bad)


def test_a_cut_tail_with_its_head_set_back_shows_by_the_checkpoint_alone() -> None:
    lines = _chain(5)
    cut = lines[:3]
    assert chain_flaws(cut, _head(cut), [], KEY) == []
    flaws = chain_flaws(cut, _head(cut), [Checkpoint(7, 2, lines[1].hash), _head(lines)], KEY)
    # The first bad line is the first one cut off, whether or not a checkpoint fell on it.
    assert [(flaw.seq, "cut" in flaw.message) for flaw in flaws] == [(4, True), (5, True)]


def test_a_rewriting_with_the_stolen_key_shows_by_the_checkpoint_alone() -> None:
    lines = _chain(5)
    forged = _resealed(_altered(lines, payload='{"minutes":600}'), KEY)
    assert chain_flaws(forged, _head(forged), [], KEY) == []
    (flaw,) = chain_flaws(
        forged, _head(forged), [Checkpoint(7, 2, lines[1].hash), Checkpoint(7, 4, lines[3].hash)], KEY
    )
    assert (flaw.seq, "rewritten" in flaw.message) == (4, True)


def test_two_checkpoints_that_contradict_each_other_show() -> None:
    lines = _chain(3)
    flaws = chain_flaws(lines, _head(lines), [Checkpoint(7, 2, "f" * 64), Checkpoint(7, 2, lines[1].hash)], KEY)
    assert [flaw.seq for flaw in flaws] == [2]


def test_the_seal_is_of_the_instant_whatever_zone_it_is_written_in() -> None:
    (line,) = _chain(1)
    elsewhere = replace(line, at=line.at.astimezone(timezone(timedelta(hours=5))))
    assert seal(elsewhere, KEY) == line.hash


def test_no_two_lines_share_a_message_by_moving_a_border() -> None:
    (line,) = _chain(1)
    one = replace(line, event="Entry", payload="1Signed")
    other = replace(line, event="Entry1", payload="Signed")
    assert seal(one, KEY) != seal(other, KEY)


def test_a_payload_has_one_spelling() -> None:
    assert canonical_json({"b": 1, "a": "é"}) == canonical_json({"a": "é", "b": 1}) == '{"a":"é","b":1}'
