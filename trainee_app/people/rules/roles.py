"""Roles, and who may hold what beside what. Pure."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a person is to a programme for a period."""

    ADMINISTRATOR = "administrator"
    DIRECTOR = "director"
    TUTOR = "tutor"
    SUPERVISOR = "supervisor"
    PLACEMENT_MANAGER = "placement_manager"
    BOARD_MEMBER = "board_member"
    TRAINEE = "trainee"
    APPLICANT = "applicant"
    EXAMINER = "examiner"
    DATA_PROTECTION_OFFICER = "data_protection_officer"

    @property
    def words(self) -> str:
        """The role as people say it."""
        return self.value.replace("_", " ")


# These sign, or see other people's data: a second factor is theirs to show. Applicants and trainees see only their own.
ROLES_THAT_NEED_A_SECOND_FACTOR = frozenset(Role) - {Role.TRAINEE, Role.APPLICANT}
