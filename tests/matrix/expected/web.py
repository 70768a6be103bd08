"""Pages of no room: what a load balancer asks, and how pages look."""

from tests.matrix.table import Row, public_page

ROWS: tuple[Row, ...] = (public_page("GET", "health.healthz"), public_page("GET", "assets.look"))
