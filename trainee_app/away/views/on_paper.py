"""Sheets in the words that are printed, and as they stand beside the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from trainee_app.away.models import PaperRecord, PaperSheet
from trainee_app.away.queries.paper import Printed, latest_records
from trainee_app.away.rules import RowNow
from trainee_app.away.views.presenting import cases_numbered, meaning_signed, spoken
from trainee_app.cohorts.models import Trainee
from trainee_app.cohorts.queries import definition_of_cohort, placements_of
from trainee_app.logbook.queries import content_of
from trainee_app.paper.services import square_code
from trainee_app.programmes.rules import Definition
from trainee_app.web.formats import (
    count,
    local_date,
    local_datetime,
    long_date,
    month_and_year,
    short_date,
    short_duration,
)

_CROSSED_OUT = (
    "Cross out a row that you do not confirm: it is then not signed. Change nothing by hand; the trainee corrects it."
)
_PAGES = "This sheet has {pages} pages. They belong together: sign on the last, and put your initials on the others."
_NO_FAMILY = (
    "No family is named here: training cases bear a number. Notes are not printed; they are read in the record."
)
_NAME = "Name"
_PLACES = ("Signature", "Date of the signature", _NAME, "Registration: body and number")
_RETURN = (
    "Give the signed sheet to the course office. Somebody there scans and records it, somebody else looks at the scan, "
    "and only then do the rows count; they say that they were signed on paper, and who recorded it."
)


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A row of a sheet in words, as it was printed and as it stands now."""

    name: str
    number: int
    day: str
    what: str
    detail: str
    time: str
    now: RowNow
    now_words: str
    url: str

    @property
    def words(self) -> str:
        """The row in a line."""
        return f"{self.number}. {self.day}: {self.what}, {self.time}"


def lines_on_paper(rows: Sequence[Printed], trainee: Trainee) -> list[PaperLine]:
    """Return the rows of a sheet in words: what was printed, whatever has become of it since."""
    definition = definition_of_cohort(trainee.cohort_id)
    places = {each.id: each.name for each in placements_of(trainee.id)}
    cases = cases_numbered([each.version for each in rows])
    found = []
    for each in rows:
        content = content_of(each.version)
        found.append(
            PaperLine(
                name=each.entry.public_id,
                number=each.number,
                day=short_date(content.worked_on),
                what=definition.title_of(content.activity),
                detail=spoken(content, places, cases),
                time=short_duration(content.minutes),
                now=each.now,
                now_words=_now_words(each),
                url=url_for("logbook.entry", public_id=each.entry.public_id),
            )
        )
    return found


def stands_of(sheets: Sequence[PaperSheet]) -> list[tuple[PaperSheet, str]]:
    """Return sheets, each with what came back of it, to be said after when it was printed."""
    records = latest_records([each.id for each in sheets])
    return [(each, f": {record_words(records[each.id])}" if each.id in records else "") for each in sheets]


def record_words(record: PaperRecord) -> str:
    """Return how what was recorded stands: by whom, and whether somebody has decided."""
    zone = record.sheet.trainee.cohort.programme.zone
    words = f"recorded by {record.recorder.name} on {long_date(local_date(record.recorded_at, zone))}"
    if record.decision is None:
        return f"{words}, waits for a decision"
    how = "signed" if record.decision == "signed" else "declined"
    return f"{words}, {how}" if record.decider is None else f"{words}, {how} after {record.decider.name} looked at it"


def _now_words(row: Printed) -> str:
    signature = row.entry.signature
    if row.now is RowNow.SIGNED and signature is not None:
        return f"Signed by {signature.signer_name}"
    return row.now.words


def sheet_data(sheet: PaperSheet, rows: Sequence[Printed], address: str) -> dict[str, Any]:
    """Return what the template prints of a sheet: the versions that were printed, so that it prints the same again."""
    trainee, programme = sheet.trainee, sheet.trainee.cohort.programme
    minutes = sum(each.version.minutes for each in rows)
    return {
        "title": f"{month_and_year(sheet.month)}: {trainee.person.name}",
        "about": f"To be signed in ink by {sheet.signer.name}",
        "facts": [
            ("Trainee", trainee.person.name),
            ("Programme", f"{programme.title}, {trainee.cohort.name}"),
            ("Signer", sheet.signer.name),
            ("Sheet code", sheet.code),
        ],
        "foot": f"Printed {local_datetime(sheet.printed_at, programme.zone)} from the record of {programme.title}.",
        "code": sheet.code,
        "qr": square_code(address),
        "qr_words": f"Leads to the page of this sheet, code {sheet.code}",
        "pages": _PAGES,
        "rows": [_row_data(each) for each in lines_on_paper(rows, trainee)],
        "sums": {"words": count(len(rows), "entry", "entries"), "time": short_duration(minutes)},
        "meanings": _meanings(rows, definition_of_cohort(trainee.cohort_id)),
        "crossed_out": _CROSSED_OUT,
        "places": [{"words": words, "known": sheet.signer.name if words == _NAME else ""} for words in _PLACES],
        "notes": [_RETURN, _NO_FAMILY],
    }


def _row_data(line: PaperLine) -> dict[str, str]:
    return {"number": str(line.number), "day": line.day, "what": line.what, "detail": line.detail, "time": line.time}


def _meanings(rows: Sequence[Printed], definition: Definition) -> list[str]:
    return list(dict.fromkeys(meaning_signed(definition, each.version.activity) for each in rows))
