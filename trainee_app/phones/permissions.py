"""Who may enrol a phone, send from it, and revoke it."""

from __future__ import annotations

from trainee_app.access import Permission
from trainee_app.cohorts.models import Trainee
from trainee_app.people.queries import lacks_second_factor
from trainee_app.phones.models import PhoneEnrolment
from trainee_app.phones.queries import is_own_phone, is_phone_of_trainee_now, is_trainee_now

PERMISSIONS: tuple[Permission, ...] = (
    Permission(
        "phone.enrol",
        of=Trainee,
        if_any=(is_trainee_now,),
        unless=(lacks_second_factor,),
        words="Trainees enrol their own phone, once they have shown again that it is they.",
    ),
    Permission(
        "phone.revoke",
        of=PhoneEnrolment,
        if_any=(is_own_phone,),
        words="Everybody revokes their own phone.",
    ),
    Permission(
        "phone.send",
        of=PhoneEnrolment,
        if_any=(is_phone_of_trainee_now,),
        words="An enrolled phone, known by its token for 90 days, keeps drafts in its trainee’s log and reads the activities of "
        "the programme, the usual entries and the codes of the trainee’s open cases; nothing else.",
    ),
)
