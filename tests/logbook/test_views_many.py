"""The week, several days, a few lines and the month over HTTP: what is kept, marked, stored once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import select

from tests.factories.logbook import AT, content, make_entry
from tests.logbook.pages import made, rows, the_entry
from trainee_app.db import db
from trainee_app.db.tables import new_public_id
from trainee_app.logbook.models import LogEntry
from trainee_app.logbook.services import save_draft

MONDAY = "2026-11-02"


def week(**typed: str) -> dict[str, Any]:
    """What the grid sends: `typed` by activity and day, `reading_02` is Monday's reading."""
    lines = sorted({name.rsplit("_", 1)[0] for name in typed})
    cells = {
        f"time.{name.rsplit('_', 1)[0]}.0.2026-11-{name.rsplit('_', 1)[1]}": value for name, value in typed.items()
    }
    keys = [f"{each}.0" for each in lines]
    return {"once": new_public_id(), "on": MONDAY, "line": keys, "decision": "submit", **cells}


def states(app) -> list[str]:
    with app.app_context():
        return sorted(db.session.scalars(select(LogEntry.state)))


def sums(page: str) -> tuple[list[str], list[str], str]:
    days = re.findall(r"data-day-sum[^>]*>([^<]+)<", page)
    lines = re.findall(r"data-line-sum[^>]*>([^<]+)<", page)
    (whole,) = re.findall(r"data-week-sum[^>]*>([^<]+)<", page)
    return days, lines, whole


def test_a_week_is_handed_in_and_its_sums_are_those_of_what_it_shows(app, trainee) -> None:
    data = week(reading_02="1h30", reading_03="0:45", essay_03="50m", seminar_04="")
    page = trainee.post("/log/week", data=data, follow_redirects=True)
    assert "Handed in: 3 entries, 3 h 5 min." in page.text
    assert (rows(app, LogEntry), states(app)) == (3, ["submitted"] * 3)
    days, lines, whole = sums(page.text)
    assert days == ["1 h 30", "1 h 35", "–", "–", "–", "–", "–"]
    assert sorted(each for each in lines if each != "–") == ["2 h 15", "50 min"]
    assert whole == "3 h 05"


def test_a_double_click_makes_one_set(app, trainee) -> None:
    data = week(reading_02="1h30", essay_03="50m")
    for _ in range(2):
        assert trainee.post("/log/week", data=data).status_code == 302
    assert rows(app, LogEntry) == 2


def test_refused_cells_are_marked_and_everything_typed_is_kept(app, trainee) -> None:
    data = week(reading_02="1.5", essay_03="50m", seminar_04="25h", liaison_02="a while")
    page = trainee.post("/log/week", data=data)
    assert page.status_code == 422
    for typed in ("1.5", "50m", "25h", "a while"):
        assert f'value="{typed}"' in page.text
    assert "Is 1.5 meant in hours or in minutes?" in page.text
    assert page.text.count('aria-invalid="true"') == 3
    assert rows(app, LogEntry) == 0
    sound = trainee.post("/log/week", data=data | {"decision": "submit_sound"})
    assert sound.status_code == 422
    assert "Handed in: 1 entry, 50 min." in sound.text
    assert 'value="a while"' in sound.text
    assert rows(app, LogEntry) == 1


def test_the_rules_speak_at_the_cell_and_a_double_can_be_confirmed(app, trainee, world) -> None:
    made(app, make_entry, world, content("reading", 60))
    data = week(reading_03="1h")
    page = trainee.post("/log/week", data=data)
    assert page.status_code == 422
    assert "Is this a second one?" in page.text
    sure = {"sure.reading.0.2026-11-03": "likely_double"}
    assert trainee.post("/log/week", data=data | sure).status_code == 302
    assert rows(app, LogEntry) == 2
    assert trainee.post("/log/week", data=week(reading_07="1h")).status_code == 422
    assert rows(app, LogEntry) == 2


def test_drafts_stand_in_their_fields_and_are_changed_handed_in_or_thrown_away(app, trainee, world) -> None:
    page = trainee.post(
        "/log/week", data=week(reading_02="60", essay_03="30") | {"decision": "draft"}, follow_redirects=True
    )
    assert "Kept as drafts, which nobody but you sees: 2 entries, 1 h 30 min." in page.text
    assert 'value="1 h"' in page.text
    names = dict(re.findall(r'name="draft\.(\w+)\.0\.[0-9-]+" value="([^"]+)"', page.text))
    data = week(reading_02="75", essay_03="")
    data |= {"draft.reading.0.2026-11-02": names["reading"], "draft.essay.0.2026-11-03": names["essay"]}
    page = trainee.post("/log/week", data=data, follow_redirects=True)
    assert "Handed in: 1 entry, 1 h 15 min. 1 draft thrown away." in page.text
    assert states(app) == ["discarded", "submitted"]
    assert trainee.post("/log/week", data=data | {"time.reading.0.2026-11-02": "80"}).status_code == 422


def test_a_line_is_added_without_losing_what_is_typed(app, trainee) -> None:
    page = trainee.post("/log/week", data=week(reading_02="1h30") | {"decision": "add", "more": "liaison.0"})
    assert page.status_code == 200
    assert 'name="line" value="liaison.0"' in page.text
    assert 'value="1h30"' in page.text
    assert rows(app, LogEntry) == 0


@pytest.mark.parametrize("on", ["", "nonsense", "0001-01-01", "9999-12-31", "2026-11-08"])
def test_any_week_asked_for_is_shown_without_a_fault(trainee, on: str) -> None:
    assert trainee.get("/log/week", query_string={"on": on}).status_code == 200


def test_forged_lines_and_drafts_reach_nothing(app, trainee) -> None:
    data = {"once": "x", "on": MONDAY, "line": ["dance.0", "reading.9", "reading.x", ".", "reading.0"]}
    data |= {"time.dance.0.2026-11-02": "50", "time.reading.9.2026-11-02": "50", "decision": "submit"}
    assert trainee.post("/log/week", data=data).status_code == 302
    assert rows(app, LogEntry) == 0


SERIES = {
    "activity": "reading",
    "minutes": "1h30",
    "weekdays": ["3"],
    "every": "1",
    "first_on": "2026-10-01",
    "last_on": "2026-11-05",
    "without": "2026-10-27",
    "decision": "look",
}


def seen_in(page: str) -> str:
    (found,) = re.findall(r'name="seen" value="([^"]+)"', page)
    return str(found)


def test_a_series_shows_every_day_before_anything_is_stored(app, trainee) -> None:
    data = SERIES | {"once": new_public_id()}
    page = trainee.post("/log/series", data=data | {"decision": "submit"})
    assert page.status_code == 200
    for day in ("Thu 1 Oct 2026", "Thu 8 Oct 2026", "Thu 15 Oct 2026", "Thu 22 Oct 2026", "Thu 5 Nov 2026"):
        assert day in page.text
    assert "Thu 29 Oct 2026" not in page.text
    assert "4 entries ticked, 6 h." in page.text
    assert "5 November 2026 is still to come" in page.text
    assert rows(app, LogEntry) == 0
    ticked = {"decision": "submit", "seen": seen_in(page.text), "day": ["2026-10-01", "2026-10-08"]}
    for _ in range(2):
        assert trainee.post("/log/series", data=data | ticked).status_code == 302
    assert rows(app, LogEntry) == 2
    refused = trainee.post("/log/series", data=data | ticked | {"day": ["2026-10-15", "2026-11-05"]})
    assert refused.status_code == 422
    assert rows(app, LogEntry) == 2
    drafts = data | ticked | {"day": ["2026-11-05"], "decision": "draft"}
    assert trainee.post("/log/series", data=drafts).status_code == 302
    assert states(app) == ["draft", "submitted", "submitted"]


def test_a_series_that_changed_since_it_was_shown_is_shown_again(app, trainee) -> None:
    data = SERIES | {"once": new_public_id()}
    page = trainee.post("/log/series", data=data)
    changed = data | {"minutes": "2h", "decision": "submit", "seen": seen_in(page.text), "day": ["2026-10-01"]}
    again = trainee.post("/log/series", data=changed)
    assert (again.status_code, rows(app, LogEntry)) == (200, 0)
    assert "8 h." in again.text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"weekdays": []}, "Tick at least one weekday"),
        ({"last_on": ""}, "Say from which day to which"),
        ({"last_on": "2026-09-01"}, "lies before the first one"),
        ({"last_on": "2046-09-01"}, "two shorter series"),
        ({"without": "2026-10-01", "last_on": "2026-10-02"}, "No such weekday lies between"),
        ({"days": "32/13/2026"}, "32/13/2026"),
        ({"minutes": ""}, "Say how long it took"),
        ({"activity": "dance"}, "Choose one of those"),
    ],
)
def test_a_faulty_series_says_so_and_keeps_what_was_typed(app, trainee, changes, words) -> None:
    page = trainee.post("/log/series", data=SERIES | {"once": new_public_id()} | changes)
    assert page.status_code == 422
    assert words in page.text
    assert rows(app, LogEntry) == 0


def test_lines_are_shown_as_understood_then_stored_once(app, trainee) -> None:
    data = {
        "once": new_public_id(),
        "lines": "3 Nov, 50m, reading, Fraiberg\nyesterday, 1h30, essay",
        "decision": "look",
    }
    page = trainee.post("/log/quick", data=data)
    assert "Tue 3 Nov 2026, Reading, “Fraiberg”" in page.text
    assert "2 entries ticked, 2 h 20 min." in page.text
    ticked = {"decision": "submit", "seen": seen_in(page.text), "day": ["1", "2"]}
    for _ in range(2):
        assert trainee.post("/log/quick", data=data | ticked).status_code == 302
    assert rows(app, LogEntry) == 2


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("", "Write one entry on each line"),
        ("3 Nov, 50, reading\nsome day, 50, reading", "Line 2: That cannot be read as a date"),
        ("3 Nov, 1.5, reading", "Line 1: Is 1.5 meant in hours or in minutes?"),
    ],
)
def test_lines_that_cannot_be_read_say_why_and_stay(app, trainee, lines, words) -> None:
    page = trainee.post("/log/quick", data={"once": new_public_id(), "lines": lines, "decision": "submit"})
    assert page.status_code == 422
    assert words in page.text
    assert lines in page.text
    assert rows(app, LogEntry) == 0


def test_a_line_that_names_somebody_cannot_be_ticked(app, trainee) -> None:
    data = {"once": new_public_id(), "lines": "3 Nov, 50, reading, write to mother@example.org", "decision": "look"}
    page = trainee.post("/log/quick", data=data)
    assert "is an e-mail address" in page.text
    assert re.search(r'id="day-1"[^>]*disabled', page.text)
    forced = {"decision": "draft", "seen": seen_in(page.text), "day": ["1"]}
    assert trainee.post("/log/quick", data=data | forced).status_code == 422
    assert rows(app, LogEntry) == 0


def test_the_calendar_shows_what_is_logged_and_starts_an_entry_on_a_day(app, trainee, world) -> None:
    made(app, make_entry, world, content("reading", 90))
    page = trainee.get("/log/calendar").text
    assert "November 2026" in page
    assert "1:30<span" in page
    assert "/log/new?on=2026-11-02" in page
    assert "/log/new?on=2026-11-05" not in page, "the day is still to come"
    assert 'value="2026-11-02"' in trainee.get("/log/new?on=2026-11-02").text
    assert "nothing" in trainee.get("/log/calendar?month=2026-10").text
    for month in ("nonsense", "0001-01", "9999-12", "2026-13"):
        assert trainee.get(f"/log/calendar?month={month}").status_code == 200


def test_again_brings_back_the_entry_for_today_with_its_usual_start(app, trainee, world) -> None:
    made(app, make_entry, world, content(minutes=50, started_at_minute=570))
    form = trainee.get("/log/new").text
    (address,) = re.findall(r'href="(/log/new\?again=[^"]+)">Case session, 50 min', form)
    assert address in trainee.get("/").text
    assert address in trainee.get("/log").text
    filled = trainee.get(address.replace("&amp;", "&")).text
    for value in ("2026-11-04", "50 min", "09:30"):
        assert f'value="{value}"' in filled
    assert the_entry(app).state == "submitted"


def test_what_was_missed_stands_as_a_link_and_is_not_typed_over(app, trainee, world) -> None:
    missed = {"content": content("reading", 0, outcome="missed"), "public_id": new_public_id(), "at": AT}
    made(app, save_draft, trainee_id=world.trainee.id, actor=world.trainee_actor, **missed)
    page = trainee.get(f"/log/week?on={MONDAY}").text
    assert "missed, draft" in page
    assert 'name="draft.' not in page
