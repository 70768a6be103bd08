"""Pages about files that were brought in: the list, one with its account, and the two attestations."""

from __future__ import annotations

from collections import Counter
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from trainee_app import clock
from trainee_app.access import actor, can, permit, scope
from trainee_app.imports import queries, services
from trainee_app.imports.forms import AttestForm
from trainee_app.imports.models import ImportBatch
from trainee_app.imports.rules import IN_ORDER, Outcome, standing_of
from trainee_app.imports.views.blueprint import blueprint
from trainee_app.signatures.rules import Meaning, Slot
from trainee_app.web.formats import short_duration
from trainee_app.web.parts import Column, TableRow

_STRONG = Markup("<strong>{}</strong>")
_METHOD = "on the page, password shown again"


@blueprint.get("/imports")
@permit("imports.list")
def batches() -> ResponseReturnValue:
    """What was brought in on one's programmes, the latest first."""
    lines = queries.batch_lines(scope("import.read", actor()))
    cohorts = queries.cohorts_of(scope("time.bring_for", actor()))
    return render_template("imports/list.html", lines=lines, standing_of=standing_of, cohorts=cohorts)


@blueprint.get("/imports/<public_id>")
@permit("import.read")
def batch(batch: ImportBatch) -> ResponseReturnValue:
    """One file: what became of its rows, what it adds up to, and who attests it."""
    return _page(batch, AttestForm(seen=batch.content_hash))


@blueprint.post("/imports/<public_id>/attest")
@permit("import.attest", confirmed=True)
def attest(batch: ImportBatch) -> ResponseReturnValue:
    """Attest the file as first or second."""
    form = AttestForm()
    if not form.validate_on_submit():
        return _page(batch, form), 422
    who = actor()
    slot = services.attest(
        batch=batch,
        seen_hash=form.seen.data or "",
        actor=who,
        on=clock.today(batch.cohort.programme.zone),
        at=clock.now(),
        method=_METHOD,
        strength="password and second factor" if who.second_factor else "password",
    )
    flash(_thanks(slot), "success")
    return redirect(url_for(".batch", public_id=batch.public_id))


def _thanks(slot: Slot) -> str:
    if slot is Slot.SECOND_ATTESTER:
        return "Attested by two people: the entries count from now on."
    return "You have attested this. It counts once the second person has attested it too."


def _page(batch: ImportBatch, form: AttestForm) -> str:
    attestations = queries.attestations(batch)
    counts = queries.row_counts(batch.id)
    totals = queries.minutes_by_trainee(batch.id)
    return render_template(
        "imports/batch.html",
        batch=batch,
        form=form,
        may_attest=can(actor(), "import.attest", batch),
        attestations=attestations,
        standing=standing_of(len(attestations), batch.taken),
        meaning=Meaning.TRANSCRIBED,
        sheets=_sheet_rows(counts),
        totals=_total_table(totals, queries.activity_titles(batch.cohort_id)),
        minutes=sum(mine.total() for _, mine in totals),
        trainees=len(totals),
        refused=queries.rows_having(batch.id, Outcome.REFUSED),
        doubles=queries.rows_having(batch.id, Outcome.DOUBLE),
        waiting=queries.rows_having(batch.id, Outcome.WAITING),
        remarks=queries.rows_with_remarks(batch.id),
        most_shown=queries.MOST_ROWS_SHOWN,
    )


def _sheet_rows(counts: list[tuple[str, Counter[Outcome]]]) -> dict[str, Any]:
    """Return the table of rows by sheet, with the columns that have anything in them."""
    shown = [outcome for outcome in IN_ORDER if any(each[outcome] for _, each in counts)]
    columns = [Column("sheet", "Sheet"), *(Column(each.value, each.words.capitalize(), numeric=True) for each in shown)]
    rows: list[TableRow] = [
        {"sheet": sheet, "rows": f"{each.total():,}", **{outcome.value: f"{each[outcome]:,}" for outcome in shown}}
        for sheet, each in counts
    ]
    return {"columns": [*columns, Column("rows", "Rows", numeric=True)], "rows": rows}


def _total_table(totals: list[tuple[str, Counter[str]]], titles: dict[str, str]) -> dict[str, Any]:
    """Return the table of minutes by trainee and activity; its last row and column are the sums of what is shown."""
    keys = [key for key in titles if any(mine[key] for _, mine in totals)]
    together: Counter[str] = sum((mine for _, mine in totals), Counter())
    columns = [Column("name", "Trainee"), *(Column(key, titles[key], numeric=True) for key in keys)]
    rows = [_total_row(name, mine, keys) for name, mine in totals]
    sums = {key: _STRONG.format(words) for key, words in _total_row("Together", together, keys).items()}
    return {"columns": [*columns, Column("all", "Together", numeric=True)], "rows": [*rows, sums] if totals else []}


def _total_row(name: str, minutes: Counter[str], keys: list[str]) -> dict[str, str]:
    return {"name": name, "all": short_duration(minutes.total()), **{key: short_duration(minutes[key]) for key in keys}}
