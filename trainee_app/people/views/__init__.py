"""The pages of this room. The blueprint also learns, before every request, who asks."""

from trainee_app.people.views import account, asking, confirming, mailed_links, people, sign_in
from trainee_app.people.views.blueprint import blueprint

__all__ = ["account", "asking", "blueprint", "confirming", "mailed_links", "people", "sign_in"]
