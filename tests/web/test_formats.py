from datetime import UTC, date, datetime

import pytest

from trainee_app.web import formats

TUESDAY = date(2026, 11, 3)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (formats.long_date, "3 November 2026"),
        (formats.short_date, "3 Nov 2026"),
        (formats.weekday_date, "Tue 3 Nov"),
        (formats.full_date, "Tuesday 3 November 2026"),
        (formats.month_name, "November"),
        (formats.short_month, "Nov"),
        (formats.month_and_year, "November 2026"),
    ],
)
def test_a_date_is_written_the_same_way_everywhere(form, words):
    assert form(TUESDAY) == words


def test_months_are_named_by_number_too():
    assert [formats.short_month(number) for number in (1, 5, 12)] == ["Jan", "May", "Dec"]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (1, "early May 2027"),
        (10, "early May 2027"),
        (11, "mid-May 2027"),
        (20, "mid-May 2027"),
        (21, "late May 2027"),
        (31, "late May 2027"),
    ],
)
def test_a_projected_day_is_spoken_as_a_part_of_its_month(day, words):
    assert formats.part_of_month(date(2027, 5, day)) == words


@pytest.mark.parametrize(
    ("minutes", "sentence", "table", "sum_of_hours"),
    [
        (0, "0 min", "0 min", "0 h"),
        (1, "1 min", "1 min", "0 h 01"),
        (20, "20 min", "20 min", "0 h 20"),
        (50, "50 min", "50 min", "0 h 50"),
        (60, "1 h", "1 h", "1 h"),
        (65, "1 h 5 min", "1 h 05", "1 h 05"),
        (90, "1 h 30 min", "1 h 30", "1 h 30"),
        (180, "3 h", "3 h", "3 h"),
        (29_900, "498 h 20 min", "498 h 20", "498 h 20"),
        (74_430, "1,240 h 30 min", "1,240 h 30", "1,240 h 30"),
        (-90, "−1 h 30 min", "−1 h 30", "−1 h 30"),
        (-5, "−5 min", "−5 min", "−0 h 05"),
    ],
)
def test_minutes_are_written_for_a_sentence_a_table_and_a_sum(minutes, sentence, table, sum_of_hours):
    assert formats.duration(minutes) == sentence
    assert formats.short_duration(minutes) == table
    assert formats.hours(minutes) == sum_of_hours


@pytest.mark.parametrize(
    ("number", "figure", "words"),
    [
        (0, "0 entries", "no entries"),
        (1, "1 entry", "one entry"),
        (11, "11 entries", "eleven entries"),
        (12, "12 entries", "twelve entries"),
        (13, "13 entries", "13 entries"),
        (1_767, "1,767 entries", "1,767 entries"),
    ],
)
def test_a_number_agrees_with_its_noun(number, figure, words):
    assert formats.count(number, "entry", "entries") == figure
    assert formats.count_in_words(number, "entry", "entries") == words


def test_most_nouns_only_add_an_s():
    assert formats.count(2, "session") == "2 sessions"


@pytest.mark.parametrize(
    ("days", "age", "weeks"),
    [
        (-1, "today", "today"),
        (0, "today", "today"),
        (1, "1 day", "1 day"),
        (11, "11 days", "11 days"),
        (13, "13 days", "13 days"),
        (14, "14 days", "2 weeks"),
        (48, "48 days", "6 weeks"),
    ],
)
def test_a_wait_is_told_in_days_or_whole_weeks(days, age, weeks):
    assert formats.age(days) == age
    assert formats.weeks(days) == weeks


@pytest.mark.parametrize(
    ("name", "whose"), [("Marta", "Marta’s"), ("Idris", "Idris’s"), ("Dr Rees", "Dr Rees’s"), ("", "")]
)
def test_a_name_tells_whose_something_is(name, whose):
    assert formats.possessive(name) == whose


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Marta Ellison", "ME"),
        ("Dr Helen Rees", "HR"),
        ("Łucja Maria Świętosławska", "ŁŚ"),
        ("Una", "U"),
        ("", ""),
        ("tŷ llŷr", "TL"),
    ],
)
def test_initials_leave_out_titles_and_middle_names(name, letters):
    assert formats.initials(name) == letters


def test_only_the_first_letter_of_a_sentence_grows():
    assert formats.sentence_case("eleven entries for KESTREL-47") == "Eleven entries for KESTREL-47"
    assert formats.sentence_case("") == ""


@pytest.mark.parametrize(
    ("at", "words", "clock"),
    [
        (datetime(2027, 3, 3, 14, 5, tzinfo=UTC), "3 March 2027, 14:05", "14:05"),
        (datetime(2027, 6, 30, 23, 30, tzinfo=UTC), "1 July 2027, 00:30", "00:30"),
    ],
)
def test_an_instant_is_shown_on_the_programmes_clocks(at, words, clock):
    assert formats.local_datetime(at, "Europe/London") == words
    assert formats.local_time(at, "Europe/London") == clock


def test_the_local_date_can_be_the_next_day():
    assert formats.local_date(datetime(2027, 6, 30, 23, 30, tzinfo=UTC), "Europe/London") == date(2027, 7, 1)


def test_an_instant_without_a_zone_is_refused():
    naive = datetime(2027, 3, 3, 14, 5, tzinfo=UTC).replace(tzinfo=None)
    with pytest.raises(ValueError, match="without a zone"):
        formats.local_datetime(naive)
