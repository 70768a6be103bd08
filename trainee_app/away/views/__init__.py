"""The pages of signing without an account: the one that a link opens, and those from which links are sent."""

from trainee_app.away.views import asking, by_link
from trainee_app.away.views.blueprint import blueprint

__all__ = ["asking", "blueprint", "by_link"]
