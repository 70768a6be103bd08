"""Every page in every state: for everyone to use, in both themes, on a desk and on a phone."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.accessibility.conftest import Stage
from tests.accessibility.looking import faults_of, listen, open_look
from tests.accessibility.looks import Look
from tests.accessibility.pages import LOOKS

# No pages: files, and an answer for machines.
_NO_PAGES = {
    "static",
    "assets.look",
    "away.scan",
    "away.sheet_on_paper",
    "credentials.evidence",
    "health.healthz",
    "imports.refused_time",
    "logbook.own_log_file",
    "logbook.receipt_on_paper",
    "logbook.trainee_log_file",
    "logbook.whole_receipt_on_paper",
    "phones.activities",
    "phones.manifest",
    "phones.worker",
    "readiness.draft_file",
    "readiness.version_file",
    "reports.hours_log",
    "reports.month_sheet",
}
# The first look at each page, and at each with errors: these axe looks at at any scale.
_FIRST = {look.name for look in {(each.endpoint, each.path, each.is_error): each for each in reversed(LOOKS)}.values()}


@pytest.mark.one_engine
def test_every_page_is_looked_at(app: Flask) -> None:
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())} - _NO_PAGES
    looked_at = {look.endpoint for look in LOOKS} - {""}
    assert pages - looked_at == set(), "pages that nobody looks at: add them to tests/accessibility/pages.py"
    assert looked_at - pages == set(), "looks at pages that are gone"


def test_every_look_has_a_name_of_its_own() -> None:
    names = [look.name for look in LOOKS]
    assert sorted(names) == sorted(set(names))


@pytest.mark.journey
@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_everybody_can_use(stage: Stage, look: Look) -> None:
    page = stage.page(look.who)
    heard = listen(page)
    open_look(page, look, stage.address(look))
    if look.shows:
        assert look.shows in page.locator("h1").inner_text()
    faults = [*faults_of(page, look, is_further=look.name not in _FIRST), *heard]
    assert not faults, "\n".join(faults)
