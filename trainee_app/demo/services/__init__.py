"""Making the invented world of a trial."""

from trainee_app.demo.services.world import load_world

__all__ = ["load_world"]
