"""The application with one page more, by which all others are measured: no database, no sign-in, about 17 kB.

Served only by the benchmark: `gunicorn -c trainee_app/web/gunicorn.py benchmarks.plain:app`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flask import Flask, render_template

from config import Settings
from trainee_app.app import create_app

ADDRESS = "/benchmark/plain"
_TEMPLATE = Path(__file__).with_name("plain.html")
_ROWS = 81


@dataclass(frozen=True)
class _Row:
    day: str
    what: str
    minutes: int
    counts: bool


def with_plain_page(app: Flask) -> Flask:
    """Add the plain page, its template read once as all others are."""
    template = app.jinja_env.from_string(_TEMPLATE.read_text(encoding="utf-8"))
    rows = [_Row(f"{1 + n % 28} March 2027", "Supervision & preparation", 30 + n, n % 3 > 0) for n in range(_ROWS)]

    @app.get(ADDRESS)
    def plain_page() -> str:
        return render_template(
            template, title="A plain page", sentence="Nothing is asked of the database here.", rows=rows
        )

    return app


app = with_plain_page(create_app(Settings.from_environment()))
