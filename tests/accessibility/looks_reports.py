"""What can be printed, and the page that a sheet's code leads to."""

from __future__ import annotations

from tests.accessibility.looks import Look, error

_THIS_MONTH = {"of": "trainee trainee", "query": {"month": "2026-11"}}

LOOKS: tuple[Look, ...] = (
    Look("reports.paper", "trainee", of="trainee trainee", shows="Your hours on paper"),
    Look("reports.paper", "supervisor", "somebody’s", of="trainee trainee", shows="hours on paper"),
    error("reports.paper", "trainee", "As a PDF", "the wrong way round", of="trainee trainee",
          fill={"From": "2026-11-20", "To": "2026-11-01"}),
    Look("reports.month", "trainee", "one’s own", shows="Your sheet for", **_THIS_MONTH),  # type: ignore[arg-type]
    Look("reports.month", "trainee", "nothing in it", of="trainee trainee", query={"month": "2031-05"}, shows="Your sheet for"),
    Look("reports.month", "supervisor", "changed since", of="trainee trainee", query={"month": "2026-11", "code": "AAAA-BBBB"}),
)  # fmt: skip
