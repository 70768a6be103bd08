"""The list of one's entries: filters, words, pages, totals, the file and the sheet of paper."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from tests.factories.cohorts import make_placement
from tests.factories.logbook import AT, acting, content, make_entry, make_signed_entry, sign
from tests.factories.people import saved, sign_in
from tests.logbook.test_queries import counting_statements
from trainee_app.db import db
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.services import return_entry, save_draft, submit_entry, void_entry, withdraw_entry
from trainee_app.trail.models import Reading

TODAY = AT.date()


def file_of(browser, address: str) -> list[dict[str, str]]:
    answer = browser.get(address)
    assert answer.status_code == 200
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def totals_on(page: str) -> list[str]:
    """The last line of the totals: entries, recorded, credited."""
    table = page.split('class="card log-totals"')[1].split("</table>", maxsplit=1)[0]
    last = re.findall(r"<tr>.*?</tr>", table, re.DOTALL)[-1]
    return [re.sub(r"<[^>]+>|once signed", "", cell).strip() for cell in re.findall(r"<td.*?</td>", last, re.DOTALL)]


def give_back(training, entry, comment: str = "Which day was it?") -> None:
    return_entry(entry=entry, seen_version=1, comment=comment, actor=training.supervisor_actor, at=AT)


def make_void(training, entry) -> None:
    void_entry(entry=entry, seen_version=1, reason="Logged twice.", actor=acting(training.administrator), at=AT)


@pytest.fixture
def some_of_each(app, world):
    """A signed session, one that waits, one that was returned, a missed one, one that is void, and reading."""
    with saved(app):
        hospital = make_placement(world.trainee, name="The Hawthorn Centre")
        make_signed_entry(world, content(minutes=50, placement_id=hospital.id, note="The baby looked away"))
        make_entry(world, content("liaison", 20, note="Called the health visitor"))
        returned = make_entry(world, content("assessment", 90))
        give_back(world, returned)
        make_entry(world, content(minutes=0, outcome="missed", worked_on=date(2026, 10, 27)))
        void = make_signed_entry(world, content("liaison", 30, worked_on=date(2026, 10, 20)))
        make_void(world, void)
        make_entry(world, content("reading", 45, worked_on=date(2026, 10, 6), note="ÄNGSTE und Objekte"))
    return world


@pytest.mark.parametrize(
    ("asked", "minutes"),
    [
        ("", {"50", "20", "90", "0", "30", "45"}),
        ("state=signed", {"50"}),
        ("activity=liaison", {"20", "30"}),
        ("activity=in:clinical", {"50", "20", "90", "0", "30"}),
        ("month=2026-10", {"0", "30", "45"}),
        ("from=20+Oct+2026&to=2026-10-31", {"0", "30"}),
        ("counts=yes", {"50"}),
        ("counts=no&month=2026-11", {"20", "90"}),
        ("words=HEALTH", {"20"}),
        ("words=ängste", {"45"}),
        ("words=100%25", set()),
        ("state=returned&words=health", set()),
        (
            "state=nonsense&activity=nonsense&case=no&placement=no&signer=no&after=no",
            {"50", "20", "90", "0", "30", "45"},
        ),
    ],
)
def test_page_file_and_paper_show_the_same_entries_for_the_same_question(
    trainee, some_of_each, asked: str, minutes: set[str]
) -> None:
    rows = file_of(trainee, f"/log.csv?{asked}")
    assert {row["Recorded (minutes)"] for row in rows} == minutes
    page, paper = trainee.get(f"/log?{asked}").text, trainee.get(f"/log/print?{asked}").text
    if not rows:
        assert "Nothing fits" in page
        assert "No entry is like that" in paper
        return
    recorded, credited = (sum(int(row[f"{which} (minutes)"]) for row in rows) for which in ("Recorded", "Credited"))
    expected = [str(len(rows)), _hours(recorded), _hours(credited)]
    assert totals_on(page) == totals_on(paper) == expected
    assert paper.count('<th scope="row"><a') == 0


def _hours(minutes: int) -> str:
    return f"{minutes // 60} h {minutes % 60:02d}" if minutes % 60 else f"{minutes // 60} h"


def test_placement_signer_lateness_and_a_long_wait_narrow_the_list_too(app, trainee, some_of_each) -> None:
    page = trainee.get("/log?more=1").text
    place = re.search(r'<option value="([^"]+)">The Hawthorn Centre', page)
    signer = re.search(r'<option value="([^"]+)">Helen Rees', page)
    assert place
    assert signer
    assert [row["Where"] for row in file_of(trainee, f"/log.csv?placement={place[1]}")] == ["The Hawthorn Centre"]
    assert {row["Signed by"] for row in file_of(trainee, f"/log.csv?signer={signer[1]}")} == {"Helen Rees"}
    assert "Signed by Helen Rees" in trainee.get(f"/log?signer={signer[1]}").text
    assert file_of(trainee, "/log.csv?late=1") == []
    assert file_of(trainee, "/log.csv?waiting=1") == []
    with saved(app):
        long_ago = AT - timedelta(days=40)
        make_entry(some_of_each, content(minutes=77, worked_on=long_ago.date()), at=long_ago)
        make_entry(some_of_each, content(minutes=78, worked_on=date(2026, 8, 3)))
    assert [row["Recorded (minutes)"] for row in file_of(trainee, "/log.csv?waiting=1")] == ["77"]
    late = file_of(trainee, "/log.csv?late=1")
    assert [row["Recorded (minutes)"] for row in late] == ["78"]
    assert "not in its month’s ratio" in late[0]["Why it does not count"]


def test_each_filter_can_be_taken_away_and_stays_in_every_other_address(trainee, some_of_each) -> None:
    page = trainee.get("/log?activity=liaison&month=2026-11&words=health&state=submitted").text
    chips = dict(re.findall(r'<a class="chip chip-taken" href="([^"]+)">([^<]+)<', page))
    assert set(chips.values()) == {"Liaison with the network", "November 2026", "“health” in the notes"}
    gone = next(address for address, words in chips.items() if words == "November 2026").replace("&amp;", "&")
    assert "month" not in gone
    assert {"activity=liaison", "words=health", "state=submitted"} <= set(gone.split("?")[1].split("&"))
    assert re.search(r'href="/log\.csv\?[^"]*words=health', page)
    assert re.search(r'href="/log/print\?[^"]*month=2026-11', page)


def test_a_day_that_cannot_be_read_is_told_at_its_field_and_everything_typed_stays(trainee, some_of_each) -> None:
    answer = trainee.get("/log?from=31/02/2026&to=4+Nov+2026&words=health")
    assert answer.status_code == 422
    assert "The calendar has no such day" in answer.text
    assert 'value="31/02/2026"' in answer.text
    assert 'value="4 Nov 2026"' in answer.text
    assert 'value="health"' in answer.text
    assert "The last day is before the first" in trainee.get("/log?from=2026-11-04&to=2026-11-03").text


def test_pages_neither_repeat_nor_leave_out_while_rows_come_and_move(app, trainee, world) -> None:
    with saved(app):
        entries = [
            make_entry(world, content("reading", 31 + number, worked_on=TODAY - timedelta(days=number // 3)))
            for number in range(60)
        ]
    seen: list[str] = []
    moved: set[str] = set()
    address: str | None = "/log?activity=reading"
    while address:
        page = trainee.get(address).text
        shown = re.findall(r'<th scope="row"><a href="/entries/([^"]+)"', page)
        seen += shown
        with saved(app):
            make_entry(world, content("reading", 1 + len(seen) % 29, worked_on=TODAY))
            # The entry on which the next page hangs is taken back and written again for another day.
            last = db.session.get_one(LogEntry, next(each.id for each in entries if each.public_id == shown[-1]))
            moved.add(last.public_id)
            withdraw_entry(entry=last, actor=world.trainee_actor, at=AT)
            submit_entry(
                trainee_id=world.trainee.id,
                public_id=last.public_id,
                content=content("reading", 15, worked_on=TODAY - timedelta(days=100 + len(seen))),
                actor=world.trainee_actor,
                at=AT,
            )
        older = re.search(r'href="(/log\?[^"]*after=[^"]+)" rel="next"', page)
        address = older[1].replace("&amp;", "&") if older else None
    names = {each.public_id for each in entries}
    assert names <= set(seen)
    assert {name for name in names if seen.count(name) != 1} <= moved


def test_a_reader_finds_words_only_in_what_they_may_read(app, client, world) -> None:
    with saved(app):
        entry = make_entry(world, content(note="first words"))
        make_entry(world, content("reading", 30, note="words for the tutor"))
        sign(world, entry)
        save_draft(
            trainee_id=world.trainee.id,
            public_id=entry.public_id,
            content=content(minutes=55, note="unfinished"),
            actor=world.trainee_actor,
            at=AT,
        )
    address = f"/trainees/{world.trainee.public_id}/log"
    sign_in(client, world.supervisor)
    assert len(file_of(client, f"{address}.csv?words=first")) == 1
    assert file_of(client, f"{address}.csv?words=tutor") == []
    assert file_of(client, f"{address}.csv?words=unfinished") == []
    sign_in(client, world.trainee.person)
    assert len(file_of(client, "/log.csv?words=unfinished")) == 1


def test_the_file_is_numbers_dates_and_harmless_text_and_names_nobody(app, trainee, world) -> None:
    with saved(app):
        place = make_placement(world.trainee, name='=HYPERLINK("http://example.org")')
        entry = make_entry(world, content(minutes=75, placement_id=place.id))
        give_back(world, entry, "@SUM(A1)")
    answer = trainee.get("/log.csv")
    assert "marta" not in answer.headers["Content-Disposition"].lower()
    assert answer.headers["Content-Disposition"] == 'attachment; filename="log-entries-2026-11-04.csv"'
    (row,) = file_of(trainee, "/log.csv")
    assert (row["Date"], row["Recorded (minutes)"], row["Recorded"]) == ("2026-11-03", "75", "1 h 15")
    assert row["Where"].startswith("'=")
    assert row["Comment"] == "'@SUM(A1)"


def test_reading_somebodys_list_as_a_file_is_noted(app, client, world) -> None:
    from_whom = f"trainee:{world.trainee.public_id}"
    sign_in(client, world.supervisor)
    client.get(f"/trainees/{world.trainee.public_id}/log.csv")
    client.get(f"/trainees/{world.trainee.public_id}/log/print")
    with app.app_context():
        noted = db.session.scalar(select(func.count()).select_from(Reading).where(Reading.subject == from_whom))
    assert noted == 2


def test_what_does_not_count_says_why_beside_it(trainee, some_of_each) -> None:
    page = trainee.get("/log").text
    assert "It was not held, so it takes no time." in page
    assert "“Logged twice.”" in page
    assert "“Which day was it?”" in page
    assert "Helen Rees, 4 Nov 2026" in page


@pytest.mark.parametrize("asked", ["", "?words=reading&counts=no&from=2026-01-01"])
def test_a_list_asks_as_often_for_many_entries_as_for_few(app, trainee, world, asked: str) -> None:
    numbers = []
    for entries in (3, 27):
        with saved(app):
            for number in range(entries):
                day = TODAY - timedelta(days=number)
                make_entry(world, content("reading", 30 + entries, worked_on=day, note="reading"))
        trainee.get(f"/log{asked}")
        with app.app_context(), counting_statements() as statements:
            assert trainee.get(f"/log{asked}").status_code == 200
        numbers.append(len(statements))
    assert numbers[0] == numbers[1]
    assert numbers[0] <= (11 if not asked else 15)
