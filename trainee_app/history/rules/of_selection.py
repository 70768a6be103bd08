"""What the events of selection say to people: stages and days, never a score or a reason. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from trainee_app.history.rules.telling import Saying

OF_SELECTION: Final[Mapping[str, Sequence[Saying]]] = {
    "IntakeMade": (
        Saying("{actor} opened an intake, from {opens_on:date} to {closes_on:date}.", "closes_on", "calendar-range"),
        Saying("{actor} recorded an intake, of which the days are not known.", icon="calendar-range"),
    ),
    "IntakeChanged": (
        Saying(
            "{actor} changed the intake: from {opens_on:date} to {closes_on:date}, {places} places.",
            icon="calendar-range",
        ),
    ),
    "ApplicationBegun": (Saying("{actor} began the application of {person_id:person}.", icon="pencil"),),
    "ApplicationMoved": (
        Saying(
            "{actor} brought the application of {person_id:person} on, from {stage_before:role} to {stage_after:role}.",
            "stage_before",
            "circle-dot",
        ),
        Saying("{actor} recorded the application of {person_id:person}: {stage_after:role}.", icon="send"),
    ),
    "InterviewArranged": (
        Saying("{actor} moved the interview to {held_on:date}.", "is_moved", "calendar-clock"),
        Saying("{actor} arranged an interview for {held_on:date}.", icon="calendar-clock"),
    ),
    "InterviewScored": (Saying("{actor} scored the interview.", icon="clipboard-check"),),
    "DecisionProposed": (Saying("{actor} proposed a decision about the application.", icon="clipboard-check"),),
    "DecisionMade": (
        Saying("{actor} agreed to the proposed decision: {outcome:role}.", "is_agreed", "check"),
        Saying("{actor} did not agree to the proposed decision.", icon="x"),
    ),
    "DecisionTakenBack": (Saying("{actor} took a proposed decision back.", icon="repeat"),),
    "OfferMade": (Saying("A place is offered, to be answered by {answer_by:date}.", icon="mail"),),
    "OfferAnswered": (
        Saying("{person_id:person} accepted the offer; {actor} recorded the answer.", "is_accepted", "check"),
        Saying("{person_id:person} declined the offer; {actor} recorded the answer.", icon="x"),
    ),
    "OfferWithdrawn": (Saying("{actor} withdrew the offer.", icon="repeat"),),
    "ApplicantEnrolled": (
        Saying(
            "{actor} enrolled {person_id:person}, although this was neither met nor accepted: {although:role}.",
            "although",
            "circle-check",
        ),
        Saying("{actor} enrolled {person_id:person}.", icon="circle-check"),
    ),
}
