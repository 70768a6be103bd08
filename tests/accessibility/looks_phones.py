"""Enrolled phones: one's own list of them, and the page of the phone, whose own journey looks at it with drafts."""

from __future__ import annotations

from tests.accessibility.looks import Look, error

LOOKS: tuple[Look, ...] = (
    Look("phones.phones", "trainee", shows="Your phones"),
    error("phones.phones", "newcomer", "Enrol this phone", "none, and no name", fill={"Name of this phone": ""}),
    Look("phones.shell", None, "not enrolled", shows="Drafts on this phone"),
)
