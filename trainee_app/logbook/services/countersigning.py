"""Countersigning for a supervisor who is away or gone: by somebody else, who did not see the work and says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from trainee_app.access import Actor
from trainee_app.logbook.queries import Signing, entries_to_sign
from trainee_app.logbook.rules import MOST_AT_ONCE, Seen, SignOutcome, SignResult
from trainee_app.logbook.services.holding import Record
from trainee_app.logbook.services.refusals import TooManyAtOnce
from trainee_app.logbook.services.signing import judge_now, sign_group, taken_up
from trainee_app.programmes.rules import Method
from trainee_app.signatures.rules import Act, Signer


def countersign_entries(
    *, items: Sequence[Seen], absent_id: int, reaching_to: date, signer: Signer, act: Act, actor: Actor
) -> list[SignResult]:
    """Sign the entries that were seen, in the absence of whoever should, all or none; return what is said of each.

    The absent supervisor's agreement must cover the day of the work, and where supervisors sign, their registration
    must have been valid then; `reaching_to` is the last day of their agreement, or today. Whether the programme accepts it is judged
    here, who may decide and propose by the caller. Raises TooManyAtOnce.
    """
    if len(items) > MOST_AT_ONCE:
        raise TooManyAtOnce(MOST_AT_ONCE)
    absent = Actor(absent_id, reaching_to, second_factor=True)
    records, now = taken_up(items, partial(entries_to_sign, absent))
    outcomes = [_judge(item, now.get(item.entry), records) for item in items]
    group = [now[item.entry] for item, outcome in zip(items, outcomes, strict=True) if outcome is SignOutcome.SIGNED]
    if group and len(group) == len(items):
        sign_group(group[0].entry.programme_id, group, records, signer=signer, act=act, actor=actor)
    return [SignResult(item.entry, outcome) for item, outcome in zip(items, outcomes, strict=True)]


def _judge(item: Seen, found: Signing | None, records: Mapping[int, Record]) -> SignOutcome:
    # They do not sign today, so that what they were on the day of the work is all that is asked.
    is_registered = found is not None and found.is_registered_then
    return judge_now(item, found, records, Method.ABSENCE, is_registered=is_registered)
