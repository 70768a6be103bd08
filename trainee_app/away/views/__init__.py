"""The pages of signing without an account: the one that a link opens, and those from which others are asked."""

from trainee_app.away.views import absences, asking, by_link
from trainee_app.away.views.blueprint import blueprint

__all__ = ["absences", "asking", "blueprint", "by_link"]
