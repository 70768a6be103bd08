"""The formats by the names that templates call them, and the address of the icons."""

from collections.abc import Callable
from typing import Any, Final

from flask import Flask
from jinja2 import Template
from jinja2.runtime import Context

from trainee_app.web import formats
from trainee_app.web.assets import asset
from trainee_app.web.matrix import matrix_rows

FILTERS: Final[dict[str, Callable[..., object]]] = {
    "age": formats.age,
    "clock_duration": formats.clock_duration,
    "count_in_words": formats.count_in_words,
    "counted": formats.count,
    "date": formats.long_date,
    "duration": formats.duration,
    "full_date": formats.full_date,
    "hours": formats.hours,
    "initials": formats.initials,
    "local_date": formats.local_date,
    "local_datetime": formats.local_datetime,
    "local_time": formats.local_time,
    "month": formats.month_name,
    "month_year": formats.month_and_year,
    "number_in_words": formats.number_in_words,
    "part_of_month": formats.part_of_month,
    "possessive": formats.possessive,
    "sentence_case": formats.sentence_case,
    "short_date": formats.short_date,
    "short_duration": formats.short_duration,
    "short_month": formats.short_month,
    "weekday_date": formats.weekday_date,
    "weeks": formats.weeks,
}


class _Page(Template):
    """A template. All of ours know the same globals, which Jinja would compare name by name with each component imported."""

    def _get_default_module(self, ctx: Context | None = None) -> Any:  # noqa: ARG002 - Jinja's signature
        return super()._get_default_module(None)


def register(app: Flask) -> None:
    """Gives templates the filters above, `zip`, `matrix_rows`, and the address of the icons: worked out once instead of per icon."""
    app.jinja_env.template_class = _Page
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.update(zip=zip, matrix_rows=matrix_rows)
    with app.test_request_context():
        app.jinja_env.globals["icon_sprite"] = asset("icons.svg")
