"""Fields of forms that several rows send."""

from tests.matrix.table import Field
from tests.matrix.world import World
from trainee_app.db.tables import new_public_id


def day(days_ago: int) -> Field:
    """A day, that many back; a day to come if the number is negative."""
    return lambda world, _actor, _name: world.days_ago(days_ago).isoformat()


def _new(_world: World, _actor: str, _name: str) -> str:
    return new_public_id()


NEW: Field = _new
TODAY, YESTERDAY, IN_A_YEAR = day(0), day(1), day(-365)
