"""The pages of this room. The blueprint also learns, before every request, who asks."""

from trainee_app.people.views import asking, continuing, sign_in
from trainee_app.people.views.blueprint import blueprint

__all__ = ["asking", "blueprint", "continuing", "sign_in"]
