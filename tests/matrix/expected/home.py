"""Front pages, and pages that belong to nobody."""

from tests.matrix.actors import EVERYBODY_SIGNED_IN
from tests.matrix.table import ITSELF, Row, answered, public_page

ROWS: tuple[Row, ...] = (
    Row("GET", "home.front", "front_page.see", let_in={ITSELF: EVERYBODY_SIGNED_IN}),
    # Leads whoever has a training record to it; for the others there is no such page.
    Row("GET", "home.own_standing", "front_page.see", let_in={ITSELF: answered(302, "trainee fellow both both_bare")}),
    Row("GET", "home.own_cases", "front_page.see", let_in={ITSELF: answered(302, "trainee fellow both both_bare")}),
    public_page("GET", "home.concerns"),
    public_page("GET", "home.privacy"),
    public_page("GET", "home.components"),
)
