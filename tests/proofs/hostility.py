"""What nobody types by mistake: forms and files made to break whoever reads them, from a seed."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from typing import Final
from urllib.parse import quote_plus

from tests.tables.files import package, zipped

Pairs = list[tuple[str, str]]
FORM: Final = "application/x-www-form-urlencoded"

WORDS: Final = (
    "", " ", "\t\n", "\0", "a\0b", "\x1b[31m", "\x7f\x85", "\u202e", "\ufeff", "\u200b\u2060", "é" * 300, "a\u0301" * 900,
    "\U0001d574\U0001f476\U000e0041", "\uffff\ufffd", "\r\nSet-Cookie: a=b", "'; DROP TABLE log_entry; --", "%s%n{0}{{7*7}}",
    "<script>alert(1)</script>", "../../etc/passwd", "=HYPERLINK(\"http://x\")", "None", "null", "true", "[]", "{}", "on", "y",
    "A" * 4_001, "x" * 20_000, "\u00a0\u3000", "DROP", "\\", "\"", "'", "&amp;", "\u2028", "ß" * 4_000,
)  # fmt: skip
NUMBERS: Final = (
    "0", "-0", "-1", "-50", "1", "50", "1439", "1440", "1441", "99999", "9" * 19, "9" * 400, "9" * 5_000, "18446744073709551616",
    "1e3", "1e309", "1e-9", "NaN", "inf", "-inf", "0x1F", "1_000", "1,000", "1.5", "0.0000001", "½", "²", "Ⅷ", "①", "٣٠", "１２",
    "1h30", "1h90", "1h30m90s", "24h", "24h01", "0:00", "23:60", "24:00", "-1:30", "99:99:99", "1:5", "∞", "5 0", "+50", "50 50",
    "1h" * 50, "1 hr 30 hr", "0h0", "1.5.5", "1..5", ".5", "5.", "٫5", "1:30pm", "noon",
)  # fmt: skip
DAYS: Final = (
    "0000-00-00", "0001-01-01", "9999-12-31", "2026-02-30", "2026-13-01", "31/02/2026", "2026-W47-6", "20261103", "tomorrow",
    "٢٠٢٦-١١-٠٣", "-2026-01-01", "99999999999-01-01", "1/1/1", "29/2/2026", "2026-11-03T00:00:00Z", "1 January", "3.11.26",
    "1900-01-01", "2100-01-01", "2026-11-03 ", "3/11/26", "11/3/2026", "1969-12-31", "0-0-0", "//", "2026-11", "46329", "3 Nov 2026",
)  # fmt: skip
FORGED_FIELDS: Final = (
    "id", "trainee_id", "state", "signature_id", "version", "credited", "credited_minutes", "recorded_at", "programme_id", "late",
    "csrf_token", "__class__", "public_id", "person", "actor_id", "confirmed", "once", "decision", "case", "placement", "details",
)  # fmt: skip
_HOSTILE_BYTES: Final = (
    "%ED%A0%80",
    "%ff%fe",
    "%C0%80",
    "%",
    "%zz",
    "%00",
    "%F4%90%80%80",
    "+%2B+",
    "%u0041",
    "%e2%80",
)


def value(dice: random.Random, forged: Sequence[str]) -> str:
    """Return something to put where something else is expected."""
    kind = dice.randrange(12)
    if kind < 3:
        return dice.choice(WORDS)
    if kind < 6:
        return dice.choice(NUMBERS)
    if kind < 9:
        return dice.choice(DAYS)
    if kind == 9:
        return dice.choice(forged)
    if kind == 10:
        return "".join(chr(_letter(dice)) for _ in range(dice.randrange(1, 40)))
    return dice.choice(NUMBERS) + dice.choice(WORDS)[:50]


def _letter(dice: random.Random) -> int:
    found = dice.randrange(dice.choice((0x80, 0x3000, 0x110000)))
    return found if not 0xD800 <= found < 0xE000 else 0xFFFD


def mutated(dice: random.Random, honest: Pairs, forged: Sequence[str]) -> Pairs:
    """Return the form with one to four things wrong with it."""
    pairs = list(honest)
    for _ in range(dice.choice((1, 1, 1, 2, 3, 4))):
        place = dice.randrange(len(pairs)) if pairs else 0
        dice.choice(_CHANGES)(dice, pairs, place, forged)
    return pairs


def _replace(dice: random.Random, pairs: Pairs, place: int, forged: Sequence[str]) -> None:
    if pairs:
        pairs[place] = (pairs[place][0], value(dice, forged))


def _drop(_dice: random.Random, pairs: Pairs, place: int, _forged: Sequence[str]) -> None:
    if pairs:
        del pairs[place]


def _repeat(dice: random.Random, pairs: Pairs, place: int, forged: Sequence[str]) -> None:
    if pairs:
        pairs.insert(dice.randrange(len(pairs) + 1), (pairs[place][0], value(dice, forged)))


def _as_array(dice: random.Random, pairs: Pairs, place: int, _forged: Sequence[str]) -> None:
    if pairs:
        name, said = pairs[place]
        pairs[place] = (name + dice.choice(("[]", "[0]", "[a][b]", ".0", "\0", " ", "." * 400)), said)


def _add(dice: random.Random, pairs: Pairs, _place: int, forged: Sequence[str]) -> None:
    pairs.append((dice.choice(FORGED_FIELDS), value(dice, forged)))


def _swap(dice: random.Random, pairs: Pairs, place: int, _forged: Sequence[str]) -> None:
    if pairs:
        other = dice.randrange(len(pairs))
        one, two = pairs[place], pairs[other]
        pairs[place], pairs[other] = (one[0], two[1]), (two[0], one[1])


_CHANGES: Final[tuple[Callable[[random.Random, Pairs, int, Sequence[str]], None], ...]] = (
    _replace, _replace, _replace, _replace, _drop, _repeat, _as_array, _add, _swap,
)  # fmt: skip


def sent(dice: random.Random, pairs: Pairs) -> tuple[bytes, str]:
    """Return a form as bytes and their type: nearly always as a browser sends it, at times broken on the way."""
    kind = dice.randrange(40)
    body = "&".join(f"{quote_plus(name)}={quote_plus(said)}" for name, said in pairs)
    if kind == 0:
        return json.dumps(dict(pairs)).encode(), "application/json"
    if kind == 1:
        return body.encode(), "multipart/form-data; boundary=" + dice.choice(("", "x", "é", '"' * 80))
    if kind == 2:
        return body.encode()[: dice.randrange(len(body) + 1)], FORM + "; charset=" + dice.choice(
            ("utf-16", "cp500", "\\")
        )
    if kind < 6:
        place = dice.choice([n for n, letter in enumerate(body) if letter == "="] or [0]) + 1
        return (body[:place] + dice.choice(_HOSTILE_BYTES) + body[place:]).encode(), FORM
    return body.encode(), FORM


def table(dice: random.Random) -> tuple[bytes, str]:
    """Return a file of time with something wrong with it, and its name."""
    name = dice.choice(
        ("hours.csv", "hours.xlsx", "", "../../x.csv", "a\0b.csv", "x" * 300 + ".xlsx", "é\u202evsc.xlsx", "con")
    )
    if dice.randrange(4) == 0:
        return _damaged(dice, _workbook(dice)), name
    text = _text(dice)
    coded = text.encode(
        dice.choice(("utf-8", "utf-8", "utf-8", "utf-16", "utf-16-le", "cp1252", "utf-7")), errors="replace"
    )
    return _damaged(dice, coded) if dice.randrange(3) == 0 else coded, name


def _text(dice: random.Random) -> str:
    between = dice.choice(",;\t|")
    headings = between.join(("Date", "What", "How long", "Notes"))
    rows = [between.join(_cell(dice, kind) for kind in range(4)) for _ in range(dice.choice((0, 1, 2, 5, 12)))]
    return dice.choice(("\n", "\r\n", "\r")).join((headings, *rows))


def _cell(dice: random.Random, kind: int) -> str:
    if dice.randrange(3):
        return (f"{dice.randrange(1, 29)}/{dice.randrange(1, 11)}/2026", "Reading", "50 min", "")[kind]
    said = dice.choice((WORDS, NUMBERS, DAYS)[dice.randrange(3)])
    return '"' + said.replace('"', '""') + '"' if dice.randrange(3) else said


def _workbook(dice: random.Random) -> bytes:
    def cell(place: str) -> str:
        kind = dice.choice(("n", "s", "b", "e", "d", "str", "inlineStr", "zz"))
        said = dice.choice(NUMBERS + DAYS)
        return f'<c r="{place}" t="{kind}"><v>{said}</v></c>'

    rows = "".join(
        f'<row r="{dice.choice((number, number, 0, 99999999))}">{cell(f"A{number}")}{cell(f"B{number}")}</row>'
        for number in range(1, 5)
    )
    changes: dict[str, str | bytes] = {}
    if dice.randrange(3) == 0:
        part = dice.choice(
            ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml", "xl/sharedStrings.xml")
        )
        changes[part] = dice.choice(
            (b"", b"<a", b"\xff\xfe<a/>", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', b"<a/>" * 50)
        )
    return package(rows, **changes) if dice.randrange(6) else zipped({"xl/workbook.xml": rows})


def _damaged(dice: random.Random, content: bytes) -> bytes:
    found = bytearray(content)
    for _ in range(dice.choice((0, 1, 3, 20))):
        if found:
            found[dice.randrange(len(found))] = dice.randrange(256)
    return bytes(found[: dice.randrange(len(found) + 1)]) if dice.randrange(4) == 0 else bytes(found)
