"""The pages of signing without an account: the one that a link opens, those from which others are asked, and sheets for ink."""

from trainee_app.away.views import absences, asking, by_link, inking, printing
from trainee_app.away.views.blueprint import blueprint

__all__ = ["absences", "asking", "blueprint", "by_link", "inking", "printing"]
