"""The pages of the casework, in every state that matters."""

from __future__ import annotations

from tests.accessibility.looks import Look, error

LOOKS: tuple[Look, ...] = (
    Look("casework.cases", "trainee", of="trainee trainee", shows="Your cases"),
    Look("casework.cases", "newcomer", "none", of="trainee newcomer", shows="Your cases"),
    Look("casework.cases", "supervisor", "a long name", of="trainee very long", shows="Cases"),
    Look("casework.cases", "director", of="trainee trainee", shows="Cases"),
    Look("casework.propose", "trainee", of="trainee trainee", shows="Propose a family"),
    Look("casework.propose", "newcomer", "no placement", of="trainee newcomer", shows="Propose a family"),
    error("casework.propose", "trainee", "Propose", of="trainee trainee"),
    Look("casework.proposals", "supervisor", shows="Families proposed"),
    Look("casework.proposals", "manager", shows="Families proposed"),
    Look("casework.proposal", "supervisor", of="proposal", shows="A family proposed"),
    Look("casework.proposal", "manager", "a long name", of="long proposal", shows="A family proposed"),
    Look("casework.proposal", "administrator", "never a referral", of="proposal", shows="A family proposed"),
    Look("casework.proposal", "trainee", of="proposal", shows="A family proposed"),
    Look("casework.proposal", "trainee", "declined", of="proposal answered", shows="A family proposed"),
    error("casework.proposal", "supervisor", "Answer", of="proposal"),
    error("casework.proposal", "administrator", "Answer", "on nobody’s word", of="proposal"),
    Look("casework.case", "trainee", "running", of="case running", shows="Marta’s case"),
    Look("casework.case", "trainee", "all unfolded", of="case running", opened=True),
    Look("casework.case", "supervisor", "running", of="case running", shows="Marta’s case"),
    Look("casework.case", "trainee", "ended", of="case ended", shows="Marta’s case"),
    error("casework.case", "trainee", "Record the plan", "a plan without an end", of="case running", opened=True,
          fill={"Agreed number of sessions": "", "Agreed end": ""}),
    error("casework.case", "trainee", "Record it", "agreed on no day", of="case running", opened=True),
    error("casework.case", "trainee", "Note it", "noted on no day", of="case running", opened=True),
    error("casework.case", "trainee", "Record the ending", "no ending", of="case running", opened=True),
    Look("casework.withdraw_consent", "trainee", of="consent", shows="No longer agreed"),
    error("casework.withdraw_consent", "trainee", "Record it", of="consent"),
    Look("casework.take_ending_back", "trainee", of="case ended", shows="Take the ending back"),
    error("casework.take_ending_back", "trainee", "Take it back", of="case ended"),
    Look("casework.void_phase", "supervisor", of="phase", shows="The early phase does not count"),
    error("casework.void_phase", "administrator", "It does not count", of="phase"),
    Look("casework.phase", "supervisor", of="case running", shows="Sign the middle phase off"),
    Look("casework.phase", "supervisor", "all signed", of="case ended", shows="All phases are signed off"),
    error("casework.phase", "supervisor", "Sign it off", "not looked at", of="case running"),
)  # fmt: skip
