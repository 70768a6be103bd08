"""The next version of a programme: begun as a copy, edited, proposed by one person and agreed to by another.

Nobody publishes alone, and a published version never changes: what is agreed to is what was proposed, to the letter.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date, datetime
from typing import Any

from trainee_app.access import Actor
from trainee_app.cohorts.events import (
    DraftBegun,
    DraftChanged,
    DraftDiscarded,
    ProposalTakenBack,
    VersionAgreed,
    VersionProposed,
)
from trainee_app.cohorts.models import ProgrammeDraft
from trainee_app.cohorts.queries.versions import held_draft, text_of_version
from trainee_app.cohorts.rules import LONGEST_REASON
from trainee_app.cohorts.services.repeats import made_before
from trainee_app.db import db
from trainee_app.events import publish
from trainee_app.programmes import services as programmes
from trainee_app.programmes.models import ProgrammeVersion
from trainee_app.programmes.queries import latest_version
from trainee_app.programmes.rules import parse_definition
from trainee_app.programmes.rules.differing import differences
from trainee_app.programmes.rules.editing import numbered
from trainee_app.refusals import Conflict, FieldsAreFaulty, Refusal, Violation


class DraftHasChanged(Conflict):
    """Somebody has changed the draft since the page was shown."""


class DraftIsNotOpen(Conflict):
    """The draft is proposed, published or discarded."""


class DraftIsNotProposed(Conflict):
    """There is no proposal to agree to, or to take back."""


class AnotherVersionWasPublished(Conflict):
    """The draft no longer follows the programme's latest version."""


class NothingIsChanged(Refusal):
    """The draft asks for the same as the latest version, word for word."""


class AgreedByTheProposer(Refusal):
    """Whoever proposed the version would agree to it too."""


_CLOSED = {
    "open": "This draft is open again: it has been taken back since. Open the page again.",
    "proposed": "This draft is proposed, so it stands as it is. Take it back to change it.",
    "published": "This draft has been published since. Copy the version to go on from there.",
    "discarded": "This draft has been discarded since. Copy a version to begin another.",
}


def begin_draft(*, version: ProgrammeVersion, actor: Actor, at: datetime, public_id: str) -> ProgrammeDraft:
    """Begin the next version as a copy of this one; a repeat returns what the first one made.

    Raises FormWasUsedBefore.
    """
    existing = made_before(ProgrammeDraft, public_id, programme_id=version.programme_id, begun_by=actor.person_id)
    if existing is not None:
        return existing
    latest = latest_version(version.programme_id)
    follows = version.number if latest is None else latest.number
    draft = ProgrammeDraft(
        public_id=public_id,
        programme_id=version.programme_id,
        based_on_id=version.id,
        follows=follows,
        definition=numbered(text_of_version(version.id), follows + 1),
        edition=1,
        state="open",
        begun_by=actor.person_id,
        begun_at=at,
        changed_by=actor.person_id,
        changed_at=at,
        reason="",
    )
    db.session.add(draft)
    db.session.flush()
    publish(DraftBegun(**_said(draft, actor, at), number=version.number))
    return draft


def change_draft(*, draft: ProgrammeDraft, text: str, edition: int, actor: Actor, at: datetime) -> None:
    """Put another text in the place of the draft's, as `edition` was shown; the same text again changes nothing.

    Raises `rules.DefinitionFaulty` with every fault, DraftHasChanged, DraftIsNotOpen, AnotherVersionWasPublished,
    `programmes.DefinitionIsForAnotherProgramme`, `programmes.VersionDoesNotFollow`.
    """
    draft = _open(draft, edition, text)
    if draft.definition == text:
        return
    definition = parse_definition(text)
    if definition.version == draft.follows + 1:
        _insist_on_following(draft)
    programmes.insist_on_place(definition, draft.programme)
    counted = Counter(each.how for each in differences(parse_definition(draft.definition), definition))
    draft.definition, draft.follows = text, definition.version - 1
    draft.edition += 1
    draft.changed_by, draft.changed_at = actor.person_id, at
    db.session.flush()
    publish(
        DraftChanged(
            **_said(draft, actor, at),
            edition=draft.edition,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            changed=counted["changed"],
            added=counted["added"],
            removed=counted["removed"],
        )
    )


def follow_latest(*, draft: ProgrammeDraft, edition: int, actor: Actor, at: datetime) -> None:
    """Let the draft be the one after the version that was published meanwhile; its words stay what they are.

    Raises DraftHasChanged, DraftIsNotOpen.
    """
    draft = _open(draft, edition)
    latest = latest_version(draft.programme_id)
    if latest is not None and latest.number != draft.follows:
        change_draft(
            draft=draft,
            text=numbered(draft.definition, latest.number + 1),
            edition=draft.edition,
            actor=actor,
            at=at,
        )


def discard_draft(*, draft: ProgrammeDraft, actor: Actor, at: datetime) -> None:
    """Put a draft away for good, proposed or not; a second time changes nothing. Raises DraftIsNotOpen."""
    draft = held_draft(draft)
    if draft.state == "discarded":
        return
    if draft.state == "published":
        raise DraftIsNotOpen(_CLOSED[draft.state])
    draft.state = "discarded"
    db.session.flush()
    publish(DraftDiscarded(**_said(draft, actor, at)))


def propose_version(*, draft: ProgrammeDraft, reason: str, edition: int, actor: Actor, at: datetime) -> None:
    """Propose to publish the draft, as `edition` was shown; a director other than the actor agrees.

    Raises FieldsAreFaulty, DraftHasChanged, DraftIsNotOpen, NothingIsChanged, AnotherVersionWasPublished.
    """
    draft = _open(draft, edition)
    _insist_on_reason(reason)
    definition = parse_definition(draft.definition)
    _insist_on_following(draft)
    latest = latest_version(draft.programme_id)
    if latest is not None and draft.definition == numbered(text_of_version(latest.id), definition.version):
        raise NothingIsChanged("Nothing is changed yet. Change something first, or discard the draft.")
    draft.state, draft.reason = "proposed", reason
    draft.proposed_by, draft.proposed_at = actor.person_id, at
    db.session.flush()
    publish(VersionProposed(**_said(draft, actor, at), number=definition.version))


def take_proposal_back(*, draft: ProgrammeDraft, actor: Actor, at: datetime) -> None:
    """Open a proposed draft again, to change it. Raises DraftIsNotProposed."""
    draft = held_draft(draft)
    if draft.state != "proposed":
        raise DraftIsNotProposed(_CLOSED[draft.state])
    draft.state, draft.proposed_by, draft.proposed_at = "open", None, None
    db.session.flush()
    publish(ProposalTakenBack(**_said(draft, actor, at)))


def agree_to_version(*, draft: ProgrammeDraft, edition: int, actor: Actor, on: date, at: datetime) -> ProgrammeVersion:
    """Agree to a proposed version, as `edition` was shown, and so publish it; cohorts stay on theirs until moved.

    Who may is judged before, by the permissions; that two different people do, here and by the database too.
    Raises DraftIsNotProposed, DraftHasChanged, AgreedByTheProposer, AnotherVersionWasPublished.
    """
    draft = held_draft(draft)
    if draft.state != "proposed":
        raise DraftIsNotProposed(_CLOSED[draft.state])
    _insist_on_edition(draft, edition)
    proposer = draft.proposed_by
    if proposer is None or proposer == actor.person_id:
        raise AgreedByTheProposer("Somebody else agrees to this: you have proposed it.")
    _insist_on_following(draft)
    version = programmes.publish_version(programme=draft.programme, text=draft.definition, on=on, at=at, actor=actor)
    draft.agreed_by, draft.agreed_at = actor.person_id, at
    draft.state, draft.published_version_id = "published", version.id
    db.session.flush()
    publish(VersionAgreed(**_said(draft, actor, at), person_id=proposer, number=version.number))
    return version


def _open(draft: ProgrammeDraft, edition: int, text: str | None = None) -> ProgrammeDraft:
    """The draft as it stands now. What was sent a second time is in it already, and no conflict."""
    draft = held_draft(draft)
    if draft.state != "open":
        raise DraftIsNotOpen(_CLOSED[draft.state])
    if text is None or draft.definition != text:
        _insist_on_edition(draft, edition)
    return draft


def _insist_on_edition(draft: ProgrammeDraft, edition: int) -> None:
    if draft.edition != edition:
        raise DraftHasChanged(
            f"{draft.author.name} has changed this draft since you opened the page. Look at it as it is now."
        )


def _insist_on_reason(reason: str) -> None:
    if not reason:
        raise FieldsAreFaulty([Violation("missing", "reason", "Say why this version is published.")])
    if len(reason) > LONGEST_REASON:
        raise FieldsAreFaulty([Violation("too_long", "reason", f"Shorten this to {LONGEST_REASON} letters at most.")])


def _insist_on_following(draft: ProgrammeDraft) -> None:
    latest = latest_version(draft.programme_id)
    if latest is not None and latest.number != draft.follows:
        raise AnotherVersionWasPublished(
            f"Version {latest.number} has been published since this draft was begun, and the draft does not hold what "
            "it changed. Compare the two, and then let the draft follow it."
        )


def _said(draft: ProgrammeDraft, actor: Actor, at: datetime) -> dict[str, Any]:
    return {
        "programme_id": draft.programme_id,
        "actor_id": actor.person_id,
        "at": at,
        "programme": draft.programme.public_id,
        "draft_id": draft.id,
        "draft": draft.public_id,
        "follows": draft.follows,
    }
