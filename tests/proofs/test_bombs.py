"""Files made to fill a server's memory: each is refused at its field, and the worker that took them stays small."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping
from functools import cache

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.databases import Database
from tests.proofs.calling import Caller, Seat, seat_for
from tests.proofs.serving import IN_EARNEST, serving_in_earnest
from tests.proofs.world import make_world
from tests.tables.files import SHEET, package, zipped
from tests.volumes import scale
from trainee_app.db import db
from trainee_app.imports.models import TimeFile

_MB = 1024 * 1024
_BOMB = 200 * _MB
_SMALL = 210 * 1024
_MOST_MORE_MB = 300
_HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_END = "</sheetData></worksheet>"
_NAMES = (
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_TAKEN, _REFUSED, _SHOWN = 302, 422, 200
_HONEST = b"Date,What,How long\n3/11/2026,Reading,50 min\n"


@cache
def with_a_part_of(size: int, filled: bytes = b" ") -> bytes:
    """Return a workbook whose one sheet unpacks to that size."""
    content = io.BytesIO(package(""))
    kept = zipfile.ZipFile(content)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as container:
        for part in kept.namelist():
            if part != SHEET:
                container.writestr(part, kept.read(part))
        with container.open(SHEET, "w") as sheet:
            for _ in range(size // _MB):
                sheet.write(filled * (_MB // len(filled)))
    return bomb.getvalue()


def lying(content: bytes, size: int) -> bytes:
    """Return the workbook with a part that declares a hundred bytes and unpacks to `size`."""
    declared = struct.pack("<I", size)
    assert declared in content
    return content.replace(declared, struct.pack("<I", 100))


def _sheet(data: str) -> bytes:
    return package("", **{SHEET: _HEAD + data + _END})


def _book(sheets: str, besides: str = "") -> bytes:
    return package("", **{"xl/workbook.xml": f"<workbook {_NAMES}><sheets>{sheets}</sheets>{besides}</workbook>"})


def _links() -> bytes:
    links = "".join(f'<Relationship Id="x{n}" Target="a"/>' for n in range(200_000))
    return package("", **{"xl/_rels/workbook.xml.rels": f"<Relationships>{links}</Relationships>"})


def _looks(forms: str) -> bytes:
    return package("", **{"xl/styles.xml": f"<styleSheet {_NAMES}>{forms}</styleSheet>"})


# Those of 200 MB unpack to more than is read at all; most others to just what is.
IN_CI: dict[str, Callable[[], bytes]] = {
    "200 MB in 200 KB": lambda: with_a_part_of(_BOMB),
    "200 MB that claim to be 100 bytes": lambda: lying(with_a_part_of(_BOMB), _BOMB),
    "30 MB of shared texts": lambda: package("", **{"xl/sharedStrings.xml": "<sst>" + "<si/>" * (6 * _MB) + "</sst>"}),
    "sheets of one name": lambda: _book('<sheet name="a" r:id="r1"/>' * 290_000),
    "5 MB of commas": lambda: b"ab," * ((5 * _MB - 10) // 3),
}
BOMBS: dict[str, Callable[[], bytes]] = {
    **IN_CI,
    "30 MB of cells in one row": lambda: _sheet("<row>" + "<c/>" * (7 * _MB) + "</row>"),
    "30 MB of rows": lambda: _sheet("<row/>" * (5 * _MB)),
    "30 MB of one text": lambda: _sheet('<row><c t="inlineStr"><is><t>' + "A" * (30 * _MB) + "</t></is></c></row>"),
    "30 MB of names": lambda: _sheet("".join(f"<{'a' * 30}{n}/>" for n in range(780_000))),
    "a million elements in each other": lambda: _sheet("<a>" * _MB + "</a>" * _MB),
    "30 MB of attributes": lambda: _sheet("".join(f'<row a{n}="{"y" * 500}"/>' for n in range(4_900))),
    "one long text, referred to by every cell": lambda: package(
        '<row><c t="s"><v>0</v></c></row>' * 4_000,
        **{"xl/sharedStrings.xml": f"<sst><si><t>{'A' * 32_000}</t></si></sst>"},
    ),
    "entities of entities": lambda: package("", **{SHEET: '<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><a>&b;</a>'}),
    "links to nothing": _links,
    "names of areas": lambda: _book("", "<definedNames>" + '<definedName name="a">x</definedName>' * 200_000 + "</definedNames>"),
    "forms of numbers": lambda: _looks("".join(f'<numFmt numFmtId="{n}" formatCode="0"/>' for n in range(180_000))),
    "forms of cells": lambda: _looks("<cellXfs>" + "<xf/>" * 1_500_000 + "</cellXfs>"),
    "joined cells": lambda: _sheet('</sheetData><mergeCells>' + '<mergeCell ref="A1:B2"/>' * 1_200_000 + "</mergeCells><sheetData>"),
    "forty thousand parts": lambda: zipped({f"xl/{n}.xml": "" for n in range(40_000)}),
    "a workbook in a workbook": lambda: zipped({"xl/workbook.xlsx": with_a_part_of(20 * _MB)}),
    "5 MB of lines": lambda: b"\n" * (5 * _MB - 10) + b"a",
    "5 MB of quotation marks": lambda: b'"' * (5 * _MB - 10),
    "5 MB without an end": lambda: b"x" * (5 * _MB - 10),
    "39 MB of nothing": lambda: b"\0" * (39 * _MB),
}  # fmt: skip


@pytest.fixture
def besieged(request: pytest.FixtureRequest, fresh_database: Database, make_app) -> Iterator[tuple[Flask, int, Seat]]:
    """One worker of a server in earnest, or of the planted one, and the session of a trainee."""
    app = make_app(**IN_EARNEST)
    world = make_world(app, trainees=1)
    served = getattr(request, "param", "tests.proofs.killable:app")
    with serving_in_earnest(fresh_database, served, workers=1) as server:
        seat = seat_for(app, world.trainee_people[0])
        with Caller(server.port) as caller:
            caller.sit_down(seat, "/imports/time")
            assert caller.upload(seat, "/imports/time", "honest.csv", _HONEST).status == _TAKEN
        yield app, server.port, seat
        assert server.faults() == []


def _weights(port: int, seat: Seat, bombs: Mapping[str, Callable[[], bytes]]) -> dict[str, int]:
    """Upload each, and return by how many MB the worker's peak then stands above its usual one."""
    with Caller(port) as caller:
        usual = caller.get(seat, "/imports/time").peak_bytes
        weights = {}
        for name, make in bombs.items():
            answer = caller.upload(seat, "/imports/time", "hours.xlsx", make())
            assert answer.status == _REFUSED, (name, answer.status)
            weights[name] = (answer.peak_bytes - usual) // _MB
        assert caller.get(seat, "/imports/time").status == _SHOWN
    return weights


def _files(app: Flask) -> int:
    with app.app_context():
        found = db.session.scalar(select(func.count()).select_from(TimeFile)) or 0
        db.session.remove()
    return found


@pytest.mark.one_engine
def test_no_bomb_is_taken_and_its_worker_stays_small(besieged) -> None:
    app, port, seat = besieged
    assert len(with_a_part_of(_BOMB)) < _SMALL
    weights = _weights(port, seat, IN_CI if scale() == "ci" else BOMBS)
    assert _files(app) == 1
    assert max(weights.values()) <= _MOST_MORE_MB, weights


@pytest.mark.planted
@pytest.mark.one_engine
@pytest.mark.parametrize("besieged", ["tests.proofs.gullible:app"], indirect=True)
def test_a_worker_that_unpacks_whatever_it_is_sent_is_caught(besieged) -> None:
    _, port, seat = besieged
    weights = _weights(port, seat, {"200 MB in 200 KB": lambda: with_a_part_of(_BOMB)})
    assert max(weights.values()) > _MOST_MORE_MB
