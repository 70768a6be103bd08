"""The verbs of this room, by subject. Other rooms find here what is theirs to call."""

from trainee_app.people.services.persons import Welcome, invite, record_person, welcome
from trainee_app.people.services.roles import end_role, grant_role

__all__ = ["Welcome", "end_role", "grant_role", "invite", "record_person", "welcome"]
