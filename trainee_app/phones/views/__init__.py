"""The pages of enrolled phones, and the doors through which a phone sends."""

from trainee_app.phones.views import enrolling, sending, shell
from trainee_app.phones.views.blueprint import blueprint

__all__ = ["blueprint", "enrolling", "sending", "shell"]
