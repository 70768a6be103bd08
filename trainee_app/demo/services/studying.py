"""Self-directed study by the term: handed in once a term is over, and signed by the tutor as one document."""

from __future__ import annotations

from datetime import date, timedelta

from trainee_app.cohorts.queries import definition_of_cohort
from trainee_app.db.tables import new_public_id
from trainee_app.demo.rules import TUTOR
from trainee_app.demo.services.story import Member, World, acting, evening
from trainee_app.logbook.models import TermDocument
from trainee_app.logbook.queries.terms import TermWaiting, terms_to_hand_in
from trainee_app.logbook.services import hand_in_term, return_term, sign_term

# Her last term came back once, and waits at the tutor again.
_RETURNED_TO = "Marta Ellison"
_COMMENT = "Please say with the longer days of reading which papers they were. The rest is fine."
_HANDED_IN_AFTER, _DECIDED_AFTER = timedelta(days=2), timedelta(days=6)
_AGAIN_BEFORE = timedelta(days=3)


def hand_in_and_sign(world: World, first: date, last: date, today: date) -> None:
    """Let everybody hand in what ended between the two days, a term or their own training, and the tutor decide it."""
    for member in world.members:
        ends_on = _ends_on(member)
        days = definition_of_cohort(member.cohort_id).signing.term_of(last)
        is_over, is_done = days is not None and days[1] == last, first <= ends_on <= last
        on = (ends_on if is_done else last) + _HANDED_IN_AFTER
        if (is_over or is_done) and on <= today:
            for term in _waiting(member):
                _decide(world, member, _hand_in(member, term, on), today)


def hand_in_again(world: World, today: date) -> None:
    """Let the one to whom a term was returned hand it in once more."""
    member = next(each for each in world.members if each.invented.person.name == _RETURNED_TO)
    days = definition_of_cohort(member.cohort_id).signing.term_of(today)
    for term in _waiting(member):
        if days is not None and term.last_on < days[0]:
            _hand_in(member, term, max(today - _AGAIN_BEFORE, term.last_on + timedelta(days=1)))


def _ends_on(member: Member) -> date:
    """Return the last day of somebody's training: a break moves it."""
    away = member.invented.habit.away
    return member.course.ends_on + timedelta(weeks=away[1] if away else 0)


def _waiting(member: Member) -> list[TermWaiting]:
    return terms_to_hand_in(member.trainee_id, definition_of_cohort(member.cohort_id))


def _hand_in(member: Member, term: TermWaiting, on: date) -> TermDocument:
    return hand_in_term(
        trainee_id=member.trainee_id,
        on=term.first_on,
        public_id=new_public_id(),
        actor=acting(member.person_id, on),
        at=evening(on, -1),
    )


def _decide(world: World, member: Member, document: TermDocument, today: date) -> None:
    """Sign it some days later, where those have passed; the latest of one trainee goes back with a question."""
    on = document.handed_in_at.date() + _DECIDED_AFTER - _HANDED_IN_AFTER
    if on > today:
        return
    tutor, at = acting(world.people[TUTOR].id, on), evening(on)
    running = definition_of_cohort(member.cohort_id).signing.term_of(today)
    is_latest = running is not None and document.last_on + timedelta(days=1) == running[0]
    if is_latest and member.invented.person.name == _RETURNED_TO:
        return_term(document=document, comment=_COMMENT, actor=tutor, at=at)
    else:
        sign_term(document=document, actor=tutor, at=at, method="password", strength="one_factor")
