"""The permission table for somebody who does not program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from trainee_app.access.policy import Permission


def in_words(permissions: Iterable[Permission]) -> Iterator[str]:
    """Yield the table as the lines of a Markdown page, by what it is about."""
    yield "# Who may do what"
    yield ""
    yield "Every page, list, export and command asks this one table. What somebody may not see looks to them as if it"
    yield "did not exist. Roles are held on a programme for a period and take effect with the next request; “with a second"
    yield "factor shown” means in this session."
    yield ""
    yield "Made from the rooms’ `permissions.py` by `flask access table`; a test holds it equal. How the rows behave for"
    yield "every kind of person is tried page by page in `tests/matrix`."
    by_table = sorted(permissions, key=lambda each: (_thing(each), each.action))
    for thing, rows in groupby(by_table, key=_thing):
        yield ""
        yield f"## {thing[0].upper()}{thing[1:]}"
        yield ""
        yield "| Action | Who |"
        yield "|---|---|"
        for permission in rows:
            yield f"| `{permission.action}` | {permission.words} |"


def _thing(permission: Permission) -> str:
    return str(permission.of.__tablename__).replace("_", " ")
