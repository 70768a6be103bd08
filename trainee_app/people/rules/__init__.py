"""The rules of this room: roles, passwords, sessions, limits, second factor. Pure."""

from trainee_app.people.rules.roles import ROLES_THAT_NEED_A_SECOND_FACTOR, Role

__all__ = ["ROLES_THAT_NEED_A_SECOND_FACTOR", "Role"]
