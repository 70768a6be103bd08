"""The second evaluator: slow, and obviously right. From the programme's file and raw rows to what is said.

It shares no code with the application's rules. Order of judging: what is void, caps in the order of the file,
counting policies, everything else.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from tests.programmes.slow.amounts import Worth, aim_of, judge_amount, recent_minutes, recent_sessions
from tests.programmes.slow.conditions import judge_cases, judge_length, judge_prerequisite, judge_registration
from tests.programmes.slow.due import due_on
from tests.programmes.slow.filing import judge_attendance, judge_filed, judge_going_on
from tests.programmes.slow.floors import judge_floor
from tests.programmes.slow.gaps import judge_cadence, judge_recency
from tests.programmes.slow.ledger import cut_to_cap, open_ledger, shared_out
from tests.programmes.slow.raw import Record, Row, Said
from tests.programmes.slow.reading import Document, minutes_of, selects

Asked = Mapping[str, Any]
_FILED = ("document", "attestation", "paper", "fees")
_WHOLES = ("any_of", "all_of", "some_of")
# From the one that is nearest to being met to the one that is furthest from it.
_NEAREST = ("met", "waived", "on_track", "too_early", "not_yet_due", "behind", "needs_decision", "not_possible")


def judge(document: Document, record: Record, as_of: date, *, is_known_today: bool = False) -> dict[str, Said]:
    """Say of every requirement how it stands on a day: as recorded by then, or as known today."""
    there = rows_known_today(record, as_of) if is_known_today else rows_recorded_by(record, as_of)
    return _Judging(document, record, [row for row in there if row.outcome == "held"], as_of).said()


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
    rows: Sequence[Row]
    as_of: date
    results: dict[str, Said] = field(default_factory=dict)

    def said(self) -> dict[str, Said]:
        self.ledger = open_ledger(self.document, self.record, self.rows)
        for each in self._of_kinds("floor", "cadence"):
            self._make_void(each)
        self.not_void = self.ledger.copy()
        for each in self._of_kinds("cap"):
            self.results[each["key"]] = Said("met", cut_to_cap(each, self.ledger))
        self.shared = shared_out(self.ledger)
        for each in self.document["requirement"]:
            if each["key"] not in self.results and each["kind"] not in _WHOLES:
                self.results[each["key"]] = self._judge(each)
        for key in self.results:
            self._waive(key)
        for each in self._of_kinds(*_WHOLES):
            self._judge_whole(each)
        return self.results

    def _of_kinds(self, *kinds: str) -> list[Asked]:
        return [each for each in self.document["requirement"] if each["kind"] in kinds]

    def _make_void(self, requirement: Asked) -> None:
        judge_it = judge_floor if requirement["kind"] == "floor" else judge_cadence
        said, void = judge_it(self.document, requirement, self.record, self.rows, self.as_of)
        self.results[requirement["key"]] = said
        for line in self.ledger.lines:
            if any(line.row is each for each in void):
                line.make_void(requirement["key"])

    def _judge(self, requirement: Asked) -> Said:
        due = due_on(self.document, requirement, self.record, self.rows)
        until_due = replace(self.record, ends_on=due or self.record.ends_on)
        judges: dict[str, Callable[[], Said]] = {
            "sum": lambda: self._sum(requirement, until_due),
            "video_reviews": lambda: self._sessions(requirement, until_due),
            "sessions": lambda: self._sessions(requirement, until_due),
            "recency": lambda: self._recency(requirement),
            "length": lambda: judge_length(self.document, self.record, self.as_of),
            "registration": lambda: judge_registration(self.record, self.as_of),
            "prerequisite": lambda: judge_prerequisite(requirement, self.record, due, self.as_of),
            "cases": lambda: judge_cases(requirement, until_due, self.rows, self.as_of),
            "continuing": lambda: judge_going_on(requirement, self.record, due, self.as_of),
            "attendance": lambda: judge_attendance(requirement, self.record, due, self.as_of),
            **dict.fromkeys(_FILED, lambda: judge_filed(requirement, self.record, due, self.as_of)),
        }
        return judges[requirement["kind"]]()

    def _sum(self, requirement: Asked, until_due: Record) -> Said:
        ledger = self.shared.get(requirement["key"], self.ledger)
        lines = ledger.chosen(requirement["of"])
        is_plain = requirement.get("counts", "credited") == "recorded"
        worths = [
            Worth(line.row.on, line.row.state == "signed", line.row.minutes, line.plain if is_plain else line.counted)
            for line in lines
        ]
        most = minutes_of(requirement["at_most"]) if "at_most" in requirement else None
        aim = aim_of(
            self.document,
            requirement,
            minutes_of(requirement["at_least"]),
            minutes_of(requirement["most_a_week"]),
            most,
        )
        recent = recent_minutes(aim, worths, until_due, self.as_of)
        said = judge_amount(aim, worths, recent, until_due, self.as_of)
        lost = _lost(each.plain_lost if is_plain else each.lost for each in lines)
        beyond = 0 if most is None else max(sum(each.counted for each in worths if each.is_signed) - most, 0)
        return replace(said, lost={**lost, **({requirement["key"]: beyond} if beyond else {})})

    def _sessions(self, requirement: Asked, until_due: Record) -> Said:
        """Sessions that were held, of which video was reviewed where that is asked for."""
        is_of_video = requirement.get("video_reviewed", requirement["kind"] == "video_reviews")
        worths = [
            Worth(row.on, row.state == "signed", 0, 1)
            for row in self.rows
            if selects(self.document, requirement["of"], self.record, row) and (row.video or not is_of_video)
        ]
        aim = aim_of(self.document, requirement, requirement["at_least"], requirement["most_a_week"])
        said = judge_amount(aim, worths, recent_sessions(aim, worths, self.as_of), until_due, self.as_of)
        return replace(said, recorded=None)

    def _recency(self, requirement: Asked) -> Said:
        """All work but what is void: caps and counting policies concern sums alone."""
        lines = self.not_void.chosen(requirement["of"])
        return judge_recency(requirement, self.record, [(line.row, line.counted) for line in lines], self.as_of)

    def _judge_whole(self, requirement: Asked) -> None:
        """As many of its parts as are asked for, the nearest of them: the furthest of these decides."""
        parts = [self._part(key) for key in requirement["of"]]
        wanted: int = {"any_of": 1, "all_of": len(parts), "some_of": requirement.get("at_least", 0)}[
            requirement["kind"]
        ]
        settled = sum(each.state in ("met", "waived") for each in parts)
        if settled >= wanted:
            self.results[requirement["key"]] = Said("met", settled)
        else:
            deciding = sorted(parts, key=lambda each: _NEAREST.index(each.state))[wanted - 1]
            self.results[requirement["key"]] = Said(deciding.state, settled, last_on=deciding.last_on)
        self._waive(requirement["key"])

    def _part(self, key: str) -> Said:
        if key not in self.results:
            self._judge_whole(next(each for each in self.document["requirement"] if each["key"] == key))
        return self.results[key]

    def _waive(self, key: str) -> None:
        """What is waived says so, unless it is met; its figures stay."""
        said = self.results[key]
        is_waived = any(
            each.requirement == key and each.period_on is None and each.decided_on <= self.as_of
            for each in self.record.excused
        )
        if is_waived and said.state != "met":
            self.results[key] = replace(said, state="waived", last_on=None)


def _lost(taken: Iterable[Mapping[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for of_line in taken:
        for rule, minutes in of_line.items():
            found[rule] = found.get(rule, 0) + minutes
    return found
