"""No form of another site is listened to: every unsafe page refuses what does not carry its own page's token."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.matrix.asking import Stage
from tests.matrix.expected import ROWS
from tests.matrix.table import ITSELF, Row

pytestmark = pytest.mark.one_engine
_UNSAFE = [row for row in ROWS if row.method != "GET"]


@pytest.fixture
def guarded(stage: Stage) -> Iterator[Stage]:
    stage.app.config["WTF_CSRF_ENABLED"] = True
    yield stage
    stage.app.config["WTF_CSRF_ENABLED"] = False


def _somebody_let_in(row: Row) -> tuple[str, str]:
    let_in = ((actor, name) for name, actors in row.expected().items() for actor in actors)
    # Signing out, and giving a code that nobody owes, let nobody in anywhere.
    return next(let_in, ("trainee", ITSELF))


@pytest.mark.parametrize("row", _UNSAFE, ids=lambda row: row.name)
def test_a_form_without_its_pages_token_is_refused(guarded: Stage, row: Row) -> None:
    actor, name = _somebody_let_in(row)
    renewals = guarded.renewals
    assert guarded.ask(row, actor, name).status == 400
    assert guarded.renewals == renewals, "something was stored"
