"""The first and last day of the period that a day lies in, found by stepping from day to day."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from tests.programmes.slow.raw import Record
from tests.programmes.slow.reading import months_later

_DAY = timedelta(days=1)


def period_of(requirement: Mapping[str, Any], on: date, record: Record) -> tuple[date, date]:
    """Return both days of the period that `on` lies in; of rolling days, those up to `on`."""
    match requirement["period"]:
        case "calendar month":
            return _calendar_month(on)
        case "iso week":
            return _iso_week(on)
        case "anchored month":
            return _anchored_month(on, record.starts_on)
        case "rolling days":
            return on - (requirement["days"] - 1) * _DAY, on
        case "whole programme":
            return record.starts_on, max(record.ends_on, record.starts_on)
    raise AssertionError(requirement["period"])


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
