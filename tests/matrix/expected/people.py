"""People, their roles and their ways of signing in.

Everybody keeps their own account. Administrator and director keep the people of their programme; the
data protection officer reads who they are. Nobody changes their own role.
"""

from tests.matrix.actors import EVERYBODY_SIGNED_IN, NOBODY
from tests.matrix.expected.fields import NEW, TODAY
from tests.matrix.expected.groups import KEEPERS, OTHER_KEEPERS
from tests.matrix.table import ITSELF, PUBLIC, Field, Row, answered, public_page
from tests.matrix.world import World

_TOKEN = {"token": "not-a-token-of-ours"}


def _programme_of(world: World, actor: str, _name: str) -> str:
    return world.ids["programme", "theirs" if actor == "elsewhere" else "ours"]


_ROLE: dict[str, Field] = {"role": "board_member", "programme": _programme_of, "starts_on": TODAY}
# Whoever keeps them, and never themselves.
_KEPT = {
    "themselves": "",
    "trainee, supervisor, former, newcomer": KEEPERS,
    "administrator": "director both twofold",
    "both": OTHER_KEEPERS,
    "bo": f"{KEEPERS} elsewhere",
    "kit": "elsewhere",
}
# The same, where all but the newcomer have taken up their account, which is told to whoever may ask.
_INVITED = {
    "themselves": "",
    "newcomer": KEEPERS,
    "trainee, supervisor, former": answered(409, KEEPERS),
    "administrator": answered(409, "director both twofold"),
    "both": answered(409, OTHER_KEEPERS),
    "bo": answered(409, f"{KEEPERS} elsewhere"),
    "kit": answered(409, "elsewhere"),
}

_SIGNING_IN: tuple[Row, ...] = (
    Row("GET", "people.sign_in", PUBLIC, let_in={ITSELF: f"{NOBODY} {answered(302, EVERYBODY_SIGNED_IN)}"}),
    public_page("POST", "people.sign_in", status=422),
    # Only for whoever has just given the password; the others are sent to where one gives it.
    Row("GET", "people.sign_in_code", PUBLIC, let_in={ITSELF: ""}),
    Row("POST", "people.sign_in_code", PUBLIC, let_in={ITSELF: ""}, fields={"way-code": "123456"}),
    Row("POST", "people.sign_out", PUBLIC, let_in={ITSELF: ""}),
    public_page("GET", "people.forgotten_password"),
    public_page("POST", "people.forgotten_password", fields={"email": "nobody.known@example.org"}),
    public_page("GET", "people.letter_on_its_way"),
    public_page("GET", "people.invitation", status=410, arguments=_TOKEN),
    public_page("POST", "people.invitation", status=410, arguments=_TOKEN),
    public_page("GET", "people.new_password", status=410, arguments=_TOKEN),
    public_page("POST", "people.new_password", status=410, arguments=_TOKEN),
)

_ACCOUNT: tuple[Row, ...] = (
    Row("GET", "people.account", "account.keep", let_in={ITSELF: EVERYBODY_SIGNED_IN}),
    Row("GET", "people.change_password", "account.keep", let_in={ITSELF: EVERYBODY_SIGNED_IN}),
    Row("POST", "people.change_password", "account.keep", let_in={ITSELF: answered(422, EVERYBODY_SIGNED_IN)}),
    Row("POST", "people.confirm", "account.keep", let_in={ITSELF: answered(422, EVERYBODY_SIGNED_IN)}),
    Row("GET", "people.set_up_second_factor", "account.keep", let_in={ITSELF: EVERYBODY_SIGNED_IN}),
    Row("POST", "people.set_up_second_factor", "account.keep", let_in={ITSELF: answered(422, EVERYBODY_SIGNED_IN)}),
    Row("POST", "people.make_recovery_codes", "account.keep", let_in={ITSELF: answered(200, EVERYBODY_SIGNED_IN)}),
    Row("POST", "people.end_session", "session.end", of="session", let_in={
        "trainee": "trainee",
        "supervisor": "supervisor supervisor_bare",
        "administrator": "administrator administrator_bare",
        "elsewhere": "elsewhere",
    }),
)  # fmt: skip

_PEOPLE: tuple[Row, ...] = (
    Row("GET", "people.people", "person.read", let_in={ITSELF: f"{KEEPERS} officer elsewhere"}),
    Row("GET", "people.person", "person.read", of="person", let_in={
        "themselves": f"{KEEPERS} officer elsewhere",
        "trainee, supervisor, former, administrator, both, newcomer": f"{KEEPERS} officer",
        "bo": f"{KEEPERS} officer elsewhere",
        "kit": "elsewhere",
    }),
    Row("GET", "people.invite_person", "person.invite", let_in={ITSELF: f"{KEEPERS} elsewhere"}),
    Row("POST", "people.invite_person", "person.invite", let_in={ITSELF: f"{KEEPERS} elsewhere"},
        fields={**_ROLE, "once": NEW, "name": "Nora Newby", "email": "nora.newby@example.org"}),
    Row("POST", "people.grant_role", "role.grant", of="person", let_in=_KEPT, fields=_ROLE),
    Row("POST", "people.end_role", "role.end", of="role", let_in={
        "trainee as trainee, bo as supervisor": KEEPERS,
        "past administrator": answered(409, KEEPERS),
        "administrator as administrator": "director both twofold",
        "director as director": "administrator both twofold",
        "both as administrator": OTHER_KEEPERS,
        "bo as supervisor elsewhere, kit as trainee": "elsewhere",
    }),
    Row("POST", "people.invite_again", "invitation.change", of="person", let_in=_INVITED),
    Row("POST", "people.revoke_invitation", "invitation.change", of="person", let_in=_KEPT),
    Row("POST", "people.end_sessions", "person.sign_out", of="person", let_in=_KEPT),
    Row("POST", "people.remove_second_factor", "second_factor.remove", of="person", let_in=_KEPT),
)  # fmt: skip

ROWS: tuple[Row, ...] = (*_SIGNING_IN, *_ACCOUNT, *_PEOPLE)
