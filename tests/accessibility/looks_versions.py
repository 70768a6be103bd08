"""The versions of a programme, drafts of the next one, their effect, and moving a cohort, in every state that matters."""

from __future__ import annotations

from tests.accessibility.looks import Look, error

_SUPERVISION = {"table": "requirement", "index": "4"}
_SESSION = {"table": "activity", "index": "5"}

LOOKS: tuple[Look, ...] = (
    Look("readiness.programmes", "administrator", shows="Programme"),
    Look("readiness.programmes", "new office", "no version yet", shows="Programme"),
    Look("readiness.versions", "director", of="programme", shows="Programme"),
    Look("readiness.version", "administrator", of="programme", query={"number": "1"}, shows="Version 1"),
    Look("readiness.version", "director", "long reason", of="programme", query={"number": "2"}, shows="Version 2"),
    Look("readiness.rules", "trainee", of="programme", query={"number": "1"}, shows="plain English"),
    Look("readiness.rules", "director", "of a keeper", of="programme", query={"number": "2"}, shows="plain English"),
    Look("readiness.compare", "administrator", of="programme", shows="beside"),
    Look(
        "readiness.compare",
        "administrator",
        "the same twice",
        of="programme",
        query={"before": "1", "after": "1"},
        shows="beside",
    ),
    Look("readiness.draft", "administrator", "untouched", of="draft untouched", shows="Draft of version 3"),
    Look("readiness.draft", "administrator", "changed", of="draft changed", shows="Draft of version 3"),
    Look("readiness.draft", "administrator", "proposed", of="draft proposed", shows="Draft of version 3"),
    Look("readiness.draft", "director", "to agree to", of="draft proposed", shows="Draft of version 3"),
    Look("readiness.draft", "administrator", "overtaken", of="draft overtaken", shows="Draft of version 2"),
    Look("readiness.draft", "administrator", "published", of="draft published", shows="Draft of version 2"),
    error("readiness.draft", "administrator", "Propose to publish it", of="draft changed"),
    error("readiness.draft", "director", "Agree, and publish it", of="draft proposed"),
    Look("readiness.draft_part", "administrator", of="draft changed", query=_SUPERVISION, shows="Supervision"),
    Look(
        "readiness.draft_part", "administrator", "with rows", of="draft changed", query=_SESSION, shows="Case session"
    ),
    Look("readiness.draft_part", "administrator", "proposed", of="draft proposed", query=_SUPERVISION),
    error(
        "readiness.draft_part",
        "administrator",
        "Change the draft",
        "nonsense",
        of="draft changed",
        query=_SUPERVISION,
        fill={"At least": "seventy"},
    ),
    Look("readiness.draft_structure", "administrator", of="draft changed", shows="The file"),
    error(
        "readiness.draft_structure",
        "administrator",
        "Take it into the draft",
        "faulty",
        of="draft changed",
        fill={"Or change the words here": "[[requirement]]\nkey = 1\nkind = 'flor'\n[[[[["},
    ),
    Look("readiness.draft_effect", "administrator", "many", of="draft changed"),
    Look("readiness.draft_effect", "administrator", "nobody changes", of="draft untouched"),
    Look("readiness.cohort_version", "administrator", of="cohort", shows="Version 1"),
    Look("readiness.cohort_version", "administrator", "to another", of="cohort", query={"to": "2"}, shows="Version 1"),
    Look("readiness.cohort_version", "director", "very many", of="crowd", query={"to": "2"}, shows="Version 1"),
    Look("readiness.cohort_version", "director", "with nobody in it", of="empty cohort", query={"to": "2"}),
    error(
        "readiness.cohort_version",
        "administrator",
        "Move the cohort to version 2",
        of="cohort",
        query={"to": "2"},
    ),
    Look("history.programme", "administrator", of="programme", shows="History"),
)
