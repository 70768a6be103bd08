"""The pages of the supervision and of the teaching, in every state that matters."""

from __future__ import annotations

from tests.accessibility.looks import Look, error

LOOKS: tuple[Look, ...] = (
    Look("supervision.new_session", "supervisor", shows="Record a supervision"),
    Look("supervision.new_session", "director", "one trainee, no case", shows="Record a supervision"),
    error("supervision.new_session", "supervisor", "Sign and record"),
    Look("supervision.session", "supervisor", "a group", of="supervision group", shows="Group supervision"),
    Look("supervision.session", "trainee", "one’s own part of a group", of="supervision group"),
    Look("supervision.session", "supervisor", "alone", of="supervision alone", shows="Individual supervision"),
    Look("supervision.session", "administrator", "void", of="supervision void"),
    Look("supervision.correct_form", "supervisor", of="supervision group", shows="Record it anew"),
    error("supervision.correct_form", "supervisor", "Sign and record", "no time", of="supervision group", fill={"Time": ""}),
    Look("supervision.void", "supervisor", of="supervision group", shows="Say that it does not count"),
    error("supervision.void", "supervisor", "It does not count", of="supervision group"),
    Look("supervision.given", "supervisor", shows="Supervision given"),
    Look("supervision.given", "director", "none", shows="Supervision given"),
    Look("supervision.of_trainee", "trainee", of="trainee trainee", shows="Your supervision"),
    Look("supervision.of_trainee", "newcomer", "none", of="trainee newcomer", shows="Your supervision"),
    Look("supervision.before", "supervisor", of="trainee trainee", shows="Marta Ellison"),
    Look("supervision.before", "supervisor", "a long name", of="trainee very long"),
    Look("supervision.before", "director", "nothing yet", of="trainee newcomer"),
    Look("teaching.own_timetable", "trainee", shows="Timetable"),
    Look("teaching.timetable", "tutor", of="cohort", shows="Timetable"),
    Look("teaching.timetable", "administrator", "empty", of="empty cohort", shows="Timetable"),
    Look("teaching.make", "administrator", of="cohort", shows="Add dates"),
    error("teaching.make", "administrator", "Add to the timetable", of="cohort"),
    Look("teaching.date", "tutor", "to sign", of="teaching held", shows="Ghosts in the nursery"),
    error("teaching.date", "tutor", "Sign the register", "a time that is none", of="teaching held",
          fill={"Time of Marta Ellison": "a while"}),
    Look("teaching.date", "administrator", "signed", of="teaching signed"),
    Look("teaching.date", "tutor", "signed anew", of="teaching signed", query={"correct": "1"}),
    Look("teaching.date", "tutor", "still to come", of="teaching ahead"),
    Look("teaching.void", "tutor", of="register", shows="Say that it does not count"),
    error("teaching.void", "tutor", "It does not count", of="register"),
    Look("teaching.attendance", "tutor", of="cohort", shows="Who was there"),
    Look("teaching.attendance", "administrator", "nobody", of="empty cohort"),
)  # fmt: skip
