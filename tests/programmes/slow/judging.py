"""The second evaluator: slow, and obviously right. From the programme's file and raw rows to what is said.

It shares no code with the application's rules. Order of judging: what is void, caps in the order of the file,
counting policies, everything else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tests.programmes.slow.amounts import Worth, aim_of, judge_amount, recent_minutes, recent_sessions
from tests.programmes.slow.conditions import judge_cases, judge_length, judge_prerequisite, judge_registration
from tests.programmes.slow.floors import judge_floor
from tests.programmes.slow.raw import Record, Row, Said
from tests.programmes.slow.reading import Document, credit, minutes_of, selects


def judge(document: Document, record: Record, as_of: date, *, is_known_today: bool = False) -> dict[str, Said]:
    """Say of every requirement how it stands on a day: as recorded by then, or as known today."""
    there = rows_known_today(record, as_of) if is_known_today else rows_recorded_by(record, as_of)
    return _Judging(document, record, there, as_of).said()


def rows_known_today(record: Record, as_of: date) -> list[Row]:
    """The work up to a day, as it stands now. Only what is signed or waits for it is looked at."""
    return [row for row in record.rows if row.state in ("signed", "submitted") and row.on <= as_of]


def rows_recorded_by(record: Record, as_of: date) -> list[Row]:
    """The work up to a day as it stood on it: what was signed later waits, what was handed in later is not there,
    what was given back or made void later still stands."""
    found = []
    for row in record.rows:
        handed_in_on = row.submitted_on or row.on
        if row.state == "draft" or row.on > as_of or handed_in_on > as_of:
            continue
        if row.ended_on is not None and row.ended_on <= as_of:
            continue
        is_signed = row.signed_on is not None and row.signed_on <= as_of
        found.append(
            replace(row, state="signed" if is_signed else "submitted", signed_on=row.signed_on if is_signed else None)
        )
    return found


@dataclass
class _Judging:
    document: Document
    record: Record
    there: Sequence[Row]
    as_of: date

    def __post_init__(self) -> None:
        self.rows: Sequence[Row] = [row for row in self.there if row.outcome == "held"]
        self.credits = [credit(self.document, row) for row in self.rows]
        self.results: dict[str, Said] = {}

    def said(self) -> dict[str, Said]:
        requirements = self.document["requirement"]
        for each in requirements:
            if each["kind"] == "floor":
                self._floor(each)
        for each in requirements:
            if each["key"] not in self.results:
                self.results[each["key"]] = self._judge(each)
        return {each["key"]: self._waived(each["key"]) for each in requirements}

    def _floor(self, requirement: Mapping[str, Any]) -> None:
        said, void = judge_floor(self.document, requirement, self.record, self.rows, self.as_of)
        self.results[requirement["key"]] = said
        for at, row in enumerate(self.rows):
            if any(row is each for each in void):
                self.credits[at] = 0

    def _judge(self, requirement: Mapping[str, Any]) -> Said:
        match requirement["kind"]:
            case "sum":
                return self._sum(requirement)
            case "video_reviews" | "sessions":
                return self._sessions(requirement)
            case "length":
                return judge_length(self.document, self.record, self.as_of)
            case "registration":
                return judge_registration(self.record, self.as_of)
            case "prerequisite":
                return judge_prerequisite(requirement, self.record, self.as_of)
            case "cases":
                return judge_cases(requirement, self.record, self.rows, self.as_of)
        raise AssertionError(requirement["kind"])

    def _sum(self, requirement: Mapping[str, Any]) -> Said:
        worths = [
            Worth(row.on, row.state == "signed", row.minutes, self.credits[at])
            for at, row in enumerate(self.rows)
            if selects(self.document, requirement["of"], self.record, row)
        ]
        aim = aim_of(
            self.document, requirement, minutes_of(requirement["at_least"]), minutes_of(requirement["most_a_week"])
        )
        return judge_amount(aim, worths, recent_minutes(aim, worths, self.record, self.as_of), self.record, self.as_of)

    def _sessions(self, requirement: Mapping[str, Any]) -> Said:
        """Sessions that were held, of which video was reviewed where that is asked for."""
        worths = [
            Worth(row.on, row.state == "signed", 0, 1)
            for row in self.rows
            if selects(self.document, requirement["of"], self.record, row)
            and (row.video or not requirement.get("video_reviewed", requirement["kind"] == "video_reviews"))
        ]
        aim = aim_of(self.document, requirement, requirement["at_least"], requirement["most_a_week"])
        said = judge_amount(aim, worths, recent_sessions(aim, worths, self.as_of), self.record, self.as_of)
        return replace(said, recorded=None)

    def _waived(self, key: str) -> Said:
        """What is waived says so, unless it is met; its figures stay."""
        said = self.results[key]
        is_waived = any(
            each.requirement == key and each.period_on is None and each.decided_on <= self.as_of
            for each in self.record.excused
        )
        return replace(said, state="waived", last_on=None) if is_waived and said.state != "met" else said
