"""The month's sheet and the hours log: a page that offers them, and the files. Who may read the log may print it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from tempfile import TemporaryFile
from typing import IO, Any

from flask import current_app, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import NotFoundForActor, actor, permit
from trainee_app.access.policy import allowed
from trainee_app.cohorts.models import Trainee
from trainee_app.cohorts.queries import definition_of_cohort, ends_on_of, version_of_cohort
from trainee_app.paper.rules import tidied
from trainee_app.paper.services import square_code, typeset
from trainee_app.programmes.rules import Definition
from trainee_app.programmes.rules.dates import month_end
from trainee_app.reports import queries
from trainee_app.reports.forms import LogForm
from trainee_app.reports.rules import PrintedEntry, Sums, sheet_code, sums_of
from trainee_app.reports.views.blueprint import blueprint
from trainee_app.reports.views.wording import (
    COLUMNS,
    printed_row,
    printed_sums,
    sums_by_activity,
    together,
    workbook_row,
    workbook_sums,
)
from trainee_app.tables.making import SheetBeingMade, workbook_into
from trainee_app.web.formats import count, local_date, local_datetime, long_date, month_and_year, possessive

# A PDF of more rows than these would keep everybody waiting, and nobody reads it.
MOST_ON_PAPER = 3000
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NO_FAMILY = "No family is named here: training cases bear a number."
_BRACKETS = "In brackets: what counts once it is signed."


@dataclass(frozen=True)
class Print:
    """What is printed of whom, and when: days from the first to the last, as far as the actor may see them."""

    trainee: Trainee
    first: date
    last: date
    at: datetime = field(default_factory=clock.now)

    @property
    def visible(self) -> Any:
        """The condition under which the actor sees an entry; None: one's own log is all of it."""
        return None if self.trainee.person_id == actor().person_id else allowed("entry.read", actor())

    @property
    def definition(self) -> Definition:
        """The rules that the amounts follow from."""
        return definition_of_cohort(self.trainee.cohort_id)

    @property
    def zone(self) -> str:
        """Whose clocks."""
        return self.trainee.cohort.programme.zone

    def rows(self) -> Iterator[PrintedEntry]:
        """The entries, the oldest first."""
        return queries.printed_entries(self.trainee.id, self.first, self.last, self.visible)

    def size(self) -> int:
        """How many they are."""
        return queries.count_printed(self.trainee.id, self.first, self.last, self.visible)

    def rests_on(self) -> str:
        """When it was printed and what the amounts rest on."""
        programme = self.trainee.cohort.programme.title
        version = version_of_cohort(self.trainee.cohort_id).number
        return (
            f"Printed {local_datetime(self.at, self.zone)} from the record of {programme}, programme version {version}."
        )

    def facts(self) -> list[tuple[str, str]]:
        """Who and what, for the head of a sheet."""
        cohort = self.trainee.cohort
        return [
            ("Trainee", self.trainee.person.name),
            ("Programme", f"{cohort.programme.title}, {cohort.name}"),
            ("Days", f"{long_date(self.first)} to {long_date(self.last)}"),
        ]

    def notes(self) -> list[str]:
        """What stands under the rows."""
        left_out = queries.count_left_out(self.trainee.id, self.first, self.last, self.visible)
        found = [_BRACKETS, _NO_FAMILY]
        if left_out:
            are = "is" if left_out == 1 else "are"
            found.append(
                f"{count(left_out, 'entry', 'entries')} of these days {are} not printed: not handed in, returned, "
                "or said not to count."
            )
        return found


@blueprint.get("/trainees/<public_id>/paper")
@permit("log.read")
def paper(trainee: Trainee) -> ResponseReturnValue:
    """What can be printed: the months, and the hours log from one day to another."""
    whole = _whole(trainee)
    return _paper(whole, LogForm(None, from_on=whole.first, to_on=whole.last)), 200


@blueprint.get("/trainees/<public_id>/paper/<month>")
@permit("log.read")
def month(trainee: Trainee, month: str) -> ResponseReturnValue:
    """The page of a month's sheet, where its printed code leads: what it says now, and whether that was printed."""
    printed = _month(trainee, month)
    rows, definition = list(printed.rows()), printed.definition
    code = sheet_code(trainee.public_id, printed.first, rows)
    typed = tidied(request.args.get("code", "")[:40])
    return render_template(
        "reports/month.html",
        trainee=trainee,
        is_own=trainee.person_id == actor().person_id,
        month=printed.first,
        key=month,
        rows=[printed_row(row, definition) for row in rows],
        sums=printed_sums(sums_of(rows)),
        notes=printed.notes(),
        code=code,
        typed=typed,
    )


@blueprint.get("/trainees/<public_id>/paper/<month>/sheet.pdf")
@permit("log.read")
def month_sheet(trainee: Trainee, month: str) -> ResponseReturnValue:
    """The month's sheet as a PDF."""
    printed = _month(trainee, month)
    rows, definition = list(printed.rows()), printed.definition
    code = sheet_code(trainee.public_id, printed.first, rows)
    address = url_for(".month", public_id=trainee.public_id, month=month, code=code)
    data = {
        "title": f"{month_and_year(printed.first)}: {trainee.person.name}",
        "about": "The month’s sheet",
        "facts": printed.facts(),
        "foot": printed.rests_on(),
        "code": code,
        "qr": square_code(current_app.config["BASE_URL"] + address),
        "qr_words": f"Leads to the page of this sheet, code {code}",
        "rows": [printed_row(row, definition) for row in rows],
        "sums": printed_sums(sums_of(rows)),
        "notes": printed.notes(),
        "empty": f"Nothing was handed in for {month_and_year(printed.first)}.",
    }
    return _pdf(typeset("reports/month_sheet.typ", data), f"sheet {month}.pdf")


@blueprint.get("/trainees/<public_id>/paper/hours-log")
@permit("log.read")
def hours_log(trainee: Trainee) -> ResponseReturnValue:
    """The hours log from one day to another, as a PDF or a workbook."""
    whole = _whole(trainee)
    form = LogForm(request.args)
    if not form.validate():
        return _paper(whole, form), 422
    printed = Print(trainee, form.from_on.data or whole.first, form.to_on.data or whole.last)
    if request.args.get("as") == "xlsx":
        return _workbook(printed)
    if printed.size() > MOST_ON_PAPER:
        words = f"These days hold more than {MOST_ON_PAPER:,} entries. Choose fewer, or take the workbook."
        form.to_on.errors = [words]
        return _paper(whole, form), 422
    return _log_on_paper(printed)


def _log_on_paper(printed: Print) -> ResponseReturnValue:
    rows, definition = list(printed.rows()), printed.definition
    data = {
        "title": f"{possessive(printed.trainee.person.name)} hours",
        "about": "Hours log",
        "facts": printed.facts(),
        "foot": printed.rests_on(),
        "sums": [*sums_by_activity(rows, definition), together(sums_of(rows))],
        "rows": [printed_row(row, definition) for row in rows],
        "notes": printed.notes(),
        "empty": "Nothing was handed in for these days.",
    }
    return _pdf(typeset("reports/hours_log.typ", data), f"{_file_name(printed)}.pdf")


def _workbook(printed: Print) -> ResponseReturnValue:
    file = TemporaryFile()  # noqa: SIM115 - closed by the answer that sends it
    write_log(file, printed)
    file.seek(0)
    return send_file(file, mimetype=_XLSX, as_attachment=True, download_name=f"{_file_name(printed)}.xlsx", etag=False)


def write_log(file: IO[bytes], printed: Print) -> None:
    """Write the hours log as a workbook: rows as they come from the database, their sums last."""
    sums = Sums()
    # Asked once: it is a query, and a log has many rows.
    definition = printed.definition

    def figures() -> Iterator[Any]:
        for row in printed.rows():
            sums.add(row)
            yield workbook_row(row, definition.title_of(row.activity))

    title = f"{possessive(printed.trainee.person.name)} hours"
    with workbook_into(file, title=title, made_at=printed.at) as workbook:
        sheet = SheetBeingMade(workbook, "Hours", COLUMNS)
        sheet.words(title, bold=True)
        for name, value in printed.facts():
            sheet.words(name, value)
        sheet.words(printed.rests_on())
        sheet.head()
        sheet.rows(figures())
        sheet.rows([workbook_sums(sums)])


def _paper(whole: Print, form: LogForm) -> str:
    is_own = whole.trainee.person_id == actor().person_id
    return render_template("reports/paper.html", trainee=whole.trainee, is_own=is_own, months=_months(whole), form=form)


def _whole(trainee: Trainee) -> Print:
    """All that is recorded; the training so far where nothing is."""
    today = local_date(clock.now(), trainee.cohort.programme.zone)
    ends_on = min(today, ends_on_of([trainee.id])[trainee.id])
    printed = Print(trainee, trainee.cohort.starts_on, max(ends_on, trainee.cohort.starts_on))
    found = queries.days_recorded(trainee.id, printed.visible)
    return Print(trainee, min(printed.first, found[0]), max(printed.last, found[1])) if found else printed


def _months(whole: Print) -> list[date]:
    """The first days of the months, the latest first."""
    first, last = whole.first, whole.last
    numbers = range(last.year * 12 + last.month - 1, first.year * 12 + first.month - 2, -1)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


def _month(trainee: Trainee, text: str) -> Print:
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise NotFoundForActor("log.read") from error
    return Print(trainee, first, month_end(first))


def _pdf(content: bytes, name: str) -> ResponseReturnValue:
    return send_file(BytesIO(content), mimetype="application/pdf", as_attachment=True, download_name=name, etag=False)


def _file_name(printed: Print) -> str:
    return f"hours {printed.first} to {printed.last}"
