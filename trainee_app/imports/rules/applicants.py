"""The applicants' sheet: whoever accepted an offer is enrolled, everybody else's application ends where the sheet says. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from trainee_app.admissions.rules import Stage
from trainee_app.credentials.rules import RegistrationDraft, check_registration, check_year
from trainee_app.imports.rules.cells import is_empty, key_of, shown
from trainee_app.imports.rules.headings import Line, Table
from trainee_app.imports.rules.outcomes import Member, Newcomer, Outcome, RowOutcome
from trainee_app.imports.rules.setting import Setting
from trainee_app.logbook.rules import DayUnreadable, parse_day
from trainee_app.programmes.rules.dates import spoken_date

# The office's words for a stage, and the programme's (domain, section 5): "declined" is the applicant's own no.
_STAGES: Final = {
    "offered, accepted": Stage.ENROLLED,
    "offered and accepted": Stage.ENROLLED,
    "accepted": Stage.ENROLLED,
    "enrolled": Stage.ENROLLED,
    "not offered": Stage.NOT_OFFERED,
    "declined": Stage.OFFER_DECLINED,
    "offer declined": Stage.OFFER_DECLINED,
    "waiting list": Stage.WAITING_LIST,
    "waitlist": Stage.WAITING_LIST,
    "offered": Stage.OFFERED,
    "interview": Stage.INTERVIEW,
    "screening": Stage.SCREENING,
    "applied": Stage.APPLIED,
}
_EMAIL: Final = re.compile(r"[^@\s\x00-\x20,;<>\"()]{1,64}@[a-z0-9\-]+(?:\.[a-z0-9\-]+)+")
_LONGEST_EMAIL: Final = 254
_LONGEST_NAME: Final = 200
_SHORT_FOR_A_BODY: Final = re.compile(r"[a-z]{2,5}", re.IGNORECASE)


@dataclass(slots=True)
class Roll:
    """Who is a trainee once the applicants' sheets are read: the cohort's own, and whoever joins by this file."""

    members: dict[str, Member]
    spellings: dict[str, set[str]] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, setting: Setting) -> Roll:
        """Begin with the trainees whom the cohort has."""
        roll = cls({})
        for member in setting.members:
            roll.add(member, member.name)
        return roll

    def add(self, member: Member, name: str) -> None:
        """Add a trainee who may be called `name` or by e-mail; a second spelling of one already there is added to it."""
        self.members.setdefault(member.key, member)
        for spelling in (name, member.key):
            self.spellings.setdefault(key_of(spelling), set()).add(member.key)

    def named(self, text: str) -> list[Member]:
        """Return the trainees whom a name or an e-mail address could mean."""
        return [self.members[key] for key in sorted(self.spellings.get(key_of(text), ()))]


def read_applicants(table: Table, setting: Setting, roll: Roll) -> list[RowOutcome]:
    """Account for every row of an applicants' sheet; adds to `roll` whoever becomes a trainee."""
    rows = table.above()
    seen: dict[str, str] = {}
    for line in table.lines():
        if is_empty((*line.cells.values(), *line.others)):
            rows.append(table.skipped(line.row, "Empty."))
        else:
            rows.append(_applicant(table, line, setting, roll, seen))
    return rows


def _applicant(table: Table, line: Line, setting: Setting, roll: Roll, seen: dict[str, str]) -> RowOutcome:
    name, email = line.text("name"), line.text("email").lower()
    if not name or len(name) > _LONGEST_NAME:
        return _refused(table, line, "name", "Write the person's name.")
    if not _EMAIL.fullmatch(email) or len(email) > _LONGEST_EMAIL:
        return _refused(table, line, "email", "Write one e-mail address, like name@example.org.")
    stage = _STAGES.get(key_of(line.text("stage")))
    if stage is None:
        words = "This is no outcome we know. Write: offered, accepted; not offered; declined; waiting list."
        return _refused(table, line, "stage", words)
    if email in seen:
        return _second(table, line, name, seen[email])
    seen[email] = name
    member = Member(email, name)
    known = roll.members.get(member.key)
    if known is not None and stage is Stage.ENROLLED:
        roll.add(known, member.name)
        return _in_already(table, line, "A trainee of this cohort already.")
    if email in setting.applicants:
        roll.others[key_of(name)] = stage.words
        return _in_already(table, line, "Has applied here already; a file does not change how an application stands.")
    return _taken(table, line, setting, roll, member, stage)


def _second(table: Table, line: Line, name: str, first_name: str) -> RowOutcome:
    if key_of(name) != key_of(first_name):
        words = f"This address already stands with {first_name}. Each person has an address of their own: mend one."
        return _refused(table, line, "email", words)
    reason = "The same person stands further up."
    return RowOutcome(sheet=table.name, row=line.row, outcome=Outcome.DOUBLE, reason=reason)


def _in_already(table: Table, line: Line, reason: str) -> RowOutcome:
    return RowOutcome(sheet=table.name, row=line.row, outcome=Outcome.IN_ALREADY, reason=reason)


def _taken(table: Table, line: Line, setting: Setting, roll: Roll, member: Member, stage: Stage) -> RowOutcome:
    if stage is Stage.ENROLLED:
        roll.add(member, member.name)
        words = ["Becomes a trainee."]
    else:
        roll.others[key_of(member.name)] = stage.words
        words = [f"An application that ends here: {stage.words}."]
    known_as = setting.known_emails.get(member.key)
    if known_as is not None and key_of(known_as) != key_of(member.name):
        words.append(f"Known here as {known_as}.")
    registration, said = _registration(line, setting)
    words.append(said)
    since = _day(line, "experienced_since", "Experience", setting, words)
    interviewed_on = _day(line, "interviewed_on", "Interview", setting, words)
    return RowOutcome(
        sheet=table.name,
        row=line.row,
        outcome=Outcome.TAKEN,
        reason=" ".join(words),
        newcomer=Newcomer(member, member.key, registration, stage, since, interviewed_on),
    )


def _day(line: Line, column: str, what: str, setting: Setting, words: list[str]) -> date | None:
    """Return a day that the row tells, past and of a working life; adds words where there is something and it is none."""
    cell = line.cells.get(column, "")
    if is_empty((cell,)):
        return None
    try:
        day = parse_day(cell)
    except DayUnreadable:
        words.append(f"{what} not recorded: “{shown(cell, is_day=True)}” is no date.")
        return None
    if day > setting.today or any(check_year(column, day)):
        words.append(f"{what} not recorded: {spoken_date(day)} cannot be right.")
        return None
    return day


def _registration(line: Line, setting: Setting) -> tuple[RegistrationDraft | None, str]:
    """Return the registration if it can be read, and words about it.

    The sheet says until when it holds; that it held on the cohort's first day is what the office saw then.
    """
    begins_on = min(setting.starts_on, setting.today)
    try:
        valid_until: date = parse_day(line.cells.get("valid_until", ""))
    except DayUnreadable:
        value = shown(line.cells.get("valid_until", ""), is_day=True)
        return None, f"Registration not recorded: its renewal “{value}” is no date. Record it on the person's page."
    draft = RegistrationDraft(_body(line.text("body")), line.text("number"), begins_on, valid_until)
    faults = check_registration(draft, ())
    if valid_until < begins_on:
        return None, f"Registration not recorded: it ended on {spoken_date(valid_until)}, before the cohort began."
    if faults:
        return None, f"Registration not recorded: {faults[0].message}"
    return draft, f"{draft.body} {draft.number}, until {spoken_date(valid_until)}."


def _body(words: str) -> str:
    """Write a body's short name in capitals and leave what follows: "hcpc (clinical psych)" is the HCPC."""
    short, _, rest = words.partition(" ")
    return f"{short.upper()} {rest}".strip() if _SHORT_FOR_A_BODY.fullmatch(short) else words


def _refused(table: Table, line: Line, field: str, reason: str) -> RowOutcome:
    return RowOutcome(
        sheet=table.name,
        row=line.row,
        outcome=Outcome.REFUSED,
        column=table.headings[field],
        value=shown(line.cells[field]),
        reason=reason,
    )
