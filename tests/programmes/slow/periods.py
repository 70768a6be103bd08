"""The first and last day of the period that a day lies in, found by stepping from day to day."""

from datetime import date, timedelta

from tests.programmes.slow.reading import months_later

_DAY = timedelta(days=1)


def period_of(kind: str, on: date, starts_on: date) -> tuple[date, date]:
    """Return both days of the period that `on` lies in."""
    if kind == "calendar month":
        return _calendar_month(on)
    if kind == "iso week":
        return _iso_week(on)
    if kind == "anchored month":
        return _anchored_month(on, starts_on)
    raise AssertionError(kind)


def _calendar_month(on: date) -> tuple[date, date]:
    first = last = on
    while (first - _DAY).month == on.month:
        first -= _DAY
    while (last + _DAY).month == on.month:
        last += _DAY
    return first, last


def _iso_week(on: date) -> tuple[date, date]:
    first = last = on
    while first.isoweekday() != 1:
        first -= _DAY
    while last.isoweekday() != 7:
        last += _DAY
    return first, last


def _anchored_month(on: date, starts_on: date) -> tuple[date, date]:
    number = 0
    while months_later(starts_on, number) > on:
        number -= 1
    while months_later(starts_on, number + 1) <= on:
        number += 1
    return months_later(starts_on, number), months_later(starts_on, number + 1) - _DAY
