"""Who may do what in selection. The applicant sees their own, never a score or a reason that is for the course."""

from __future__ import annotations

from trainee_app.access import Condition, Permission
from trainee_app.admissions.models import Application, Intake, Interview, InterviewScore, Offer, SelectionDecision
from trainee_app.admissions.queries import (
    has_proposed_it,
    interviews_for,
    interviews_on_programme,
    is_about_own_application,
    is_applicant_of_offer,
    is_one_of_the_two,
    is_open_on_its_day,
    is_own_application,
    is_read_by_deciders,
    score_is_open_to,
)
from trainee_app.cohorts.models import Cohort
from trainee_app.people.queries import holds_role, lacks_second_factor
from trainee_app.people.rules import Role
from trainee_app.programmes.models import Programme

_OFFICE = (Role.ADMINISTRATOR, Role.DIRECTOR)
_DECIDERS = (Role.DIRECTOR, Role.BOARD_MEMBER)
_SELECTION = (Role.ADMINISTRATOR, *_DECIDERS)


def _holds(programme_id: object, *roles: Role) -> Condition:
    return lambda actor: holds_role(actor, programme_id, *roles)


_is_ones_own = is_own_application(Application.id)

PERMISSIONS: tuple[Permission, ...] = (
    Permission(
        "application.enrol",
        of=Application,
        if_any=(_holds(Application.programme_id, *_OFFICE),),
        unless=(_is_ones_own, lacks_second_factor),
        words="Administrators and directors enrol whoever accepted; nobody themselves.",
    ),
    Permission(
        "application.interview",
        of=Application,
        if_any=(_holds(Application.programme_id, *_OFFICE),),
        unless=(_is_ones_own, lacks_second_factor),
        words="Administrators and directors arrange interviews; nobody their own.",
    ),
    Permission(
        "application.propose",
        of=Application,
        if_any=(_holds(Application.programme_id, Role.ADMINISTRATOR),),
        unless=(_is_ones_own, lacks_second_factor),
        words="Administrators propose what the course decides; nobody about themselves.",
    ),
    Permission(
        "application.read",
        of=Application,
        if_any=(
            _is_ones_own,
            interviews_for(Application.id),
            _holds(Application.programme_id, *_OFFICE),
            is_read_by_deciders,
        ),
        unless=(lacks_second_factor,),
        words="The applicant; who holds the interview; administrators and directors of the programme, board members once "
        "it is handed in. The applicant sees no score and no reason that is for the course.",
    ),
    Permission(
        "application.screen",
        of=Application,
        if_any=(_holds(Application.programme_id, *_OFFICE),),
        unless=(_is_ones_own, lacks_second_factor),
        words="Administrators and directors take an application into the screening; nobody their own.",
    ),
    Permission(
        "application.write",
        of=Application,
        if_any=(_is_ones_own, _holds(Application.programme_id, *_OFFICE)),
        unless=(lacks_second_factor,),
        words="The applicant writes it until it is handed in; administrators and directors for somebody who asks them to.",
    ),
    Permission(
        "decision.agree",
        of=SelectionDecision,
        if_any=(_holds(SelectionDecision.programme_id, *_DECIDERS),),
        unless=(
            has_proposed_it,
            is_own_application(SelectionDecision.application_id),
            lacks_second_factor,
        ),
        words="A director or board member decides what the administrator has proposed: never who proposed it, "
        "nobody about themselves.",
    ),
    Permission(
        "decision.take_back",
        of=SelectionDecision,
        if_any=(_holds(SelectionDecision.programme_id, *_OFFICE),),
        unless=(is_own_application(SelectionDecision.application_id), lacks_second_factor),
        words="Administrators and directors take back what is proposed and not decided; nobody about themselves.",
    ),
    Permission(
        "intake.apply",
        of=Intake,
        if_any=(_holds(Intake.programme_id, Role.APPLICANT),),
        unless=(lambda actor: ~is_open_on_its_day(actor), lacks_second_factor),
        words="Who is an applicant of the programme, from the day the intake opens to the day it closes.",
    ),
    Permission(
        "intake.change",
        of=Intake,
        if_any=(_holds(Intake.programme_id, *_OFFICE),),
        unless=(lacks_second_factor,),
        words="Administrators and directors change days and places of an intake, and record applicants.",
    ),
    Permission(
        "intake.make",
        of=Cohort,
        if_any=(_holds(Cohort.programme_id, *_OFFICE),),
        unless=(lacks_second_factor,),
        words="Administrators and directors open an intake for a cohort.",
    ),
    Permission(
        "intake.read",
        of=Intake,
        if_any=(_holds(Intake.programme_id, *_SELECTION),),
        unless=(lacks_second_factor,),
        words="Administrators, directors and board members of the programme see intakes and the screening.",
    ),
    Permission(
        "interview.score",
        of=Interview,
        if_any=(is_one_of_the_two,),
        unless=(is_own_application(Interview.application_id), lacks_second_factor),
        words="The two who hold an interview score it, each for themselves.",
    ),
    Permission(
        "offer.answer",
        of=Offer,
        if_any=(is_applicant_of_offer, _holds(Offer.programme_id, *_OFFICE)),
        unless=(lacks_second_factor,),
        words="The applicant answers the offer; administrators and directors record the answer on the applicant’s word.",
    ),
    Permission(
        "offer.withdraw",
        of=Offer,
        if_any=(_holds(Offer.programme_id, *_OFFICE),),
        unless=(is_applicant_of_offer, lacks_second_factor),
        words="Administrators and directors withdraw an offer that is not answered; nobody their own.",
    ),
    Permission(
        "selection.read",
        of=Programme,
        if_any=(_holds(Programme.id, *_SELECTION), interviews_on_programme),
        unless=(lacks_second_factor,),
        words="Administrators, directors and board members of a programme see its intakes; who holds an interview there sees theirs.",
    ),
    Permission(
        "score.read",
        of=InterviewScore,
        if_any=(score_is_open_to,),
        unless=(is_about_own_application, lacks_second_factor),
        words="Whoever holds the interview sees the other’s score once their own stands; the course once both stand. "
        "The applicant never.",
    ),
)
