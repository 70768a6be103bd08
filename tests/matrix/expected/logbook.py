"""The record of time: its trainee writes, an agreement that covers the day signs, the office reads what was handed in.

What is not handed in is its writer's alone. A tutor reads and signs what tutors sign. Of a supervision that has
ended what lies within its period stays readable, and can be signed for 90 days (domain, section 4, rule 2).
Nobody signs, returns or voids their own.
"""

from tests.matrix.expected.fields import NEW, TODAY
from tests.matrix.expected.groups import KEEPERS, OTHER_KEEPERS
from tests.matrix.table import ITSELF, Row, answered, public_page
from tests.matrix.world import World

HAVE_A_LOG = "trainee fellow both"
# Whoever has, or had, an agreement has a queue. `both` has one with herself, by a slip in the database.
SUPERVISE = "supervisor leaver former unassigned tutor both"
HAVE_A_QUEUE = f"manager {SUPERVISE}"
# Whoever runs a programme, each theirs.
_VERIFIERS = f"{KEEPERS} elsewhere"

_UNSIGNED = (
    "marta's draft, marta's submitted, marta's returned, marta's withdrawn, marta's reading, "
    "marta's reading of the former's time, marta's of the leaver's time, marta's of the former's time, "
    "jonas's draft, jonas's submitted, ada's submitted, kit's draft, kit's submitted"
)
READERS_OF_ENTRIES = {
    "marta's submitted, marta's returned, marta's signed, marta's corrected, marta's void": f"trainee supervisor {KEEPERS}",
    "marta's draft, marta's withdrawn": "trainee",
    # What tutors sign is not the supervisors', neither today's nor of their time: the note says who sees it.
    "marta's reading, marta's reading of the former's time": f"trainee tutor {KEEPERS}",
    "marta's of the leaver's time": f"trainee supervisor leaver {KEEPERS}",
    "marta's of the former's time": f"trainee supervisor former {KEEPERS}",
    "jonas's submitted, jonas's signed": f"fellow unassigned {KEEPERS}",
    "jonas's draft": "fellow",
    "ada's submitted, ada's signed": f"both supervisor {OTHER_KEEPERS}",
    "kit's submitted, kit's signed": "elsewhere",
    "kit's draft": "",
}
# What was signed by itself has a receipt, whatever became of it since.
_READERS_OF_RECEIPTS = {
    "marta's signed, marta's corrected, marta's void": f"trainee supervisor {KEEPERS}",
    "jonas's signed": f"fellow unassigned {KEEPERS}",
    "ada's signed": f"both supervisor {OTHER_KEEPERS}",
    "kit's signed": "elsewhere",
    _UNSIGNED: "",
}
# Whoever gave the signature, and whoever it put an entry into the log of or whose record it is about.
_READERS_OF_WHOLE = {
    "ours register, void register": "trainee fellow both tutor",
    "theirs register": "",
    "marta's phase": "trainee supervisor",
    "jonas's phase": "fellow unassigned",
    "ada's phase": "both supervisor",
    "kit's phase": "",
    "marta's absence, marta's sheet": "trainee administrator",
    "marta's by the director absence, marta's by the director sheet": "trainee director",
    "ada's sheet": "both administrator",
    "kit's absence, kit's sheet": "elsewhere",
}
_DECIDERS = {
    "marta's submitted, marta's corrected, marta's of the former's time, ada's submitted": "supervisor",
    "marta's reading, marta's reading of the former's time": "tutor",
    "marta's of the leaver's time": "supervisor leaver",
    "jonas's submitted": "unassigned",
    "marta's draft, marta's withdrawn, marta's returned, marta's signed, marta's void": "",
    "jonas's draft, jonas's signed, ada's signed, kit's draft, kit's submitted, kit's signed": "",
}
# Whoever could sign it when it waited is told that it no longer does, and keeps what was typed.
_RETURNERS = {
    **{names: actors for names, actors in _DECIDERS.items() if actors},
    "marta's withdrawn, marta's returned, marta's signed, marta's void, ada's signed": "supervisor:409",
    "jonas's signed": "unassigned:409",
    "marta's draft, jonas's draft, kit's draft, kit's submitted, kit's signed": "",
}
# The queue says what was not signed and why, of whatever one may sign or has signed; the rest is nobody's tick.
_SIGNERS = {
    "marta's submitted, marta's corrected, marta's of the former's time, ada's submitted": "supervisor",
    "marta's reading, marta's reading of the former's time": "tutor",
    "marta's of the leaver's time": "supervisor leaver",
    "jonas's submitted": "unassigned",
    "marta's signed, marta's returned, marta's withdrawn, marta's void, marta's draft, ada's signed": "supervisor:409",
    "jonas's signed, jonas's draft": "unassigned:409",
    "kit's draft, kit's submitted, kit's signed": "",
}
_VOIDERS = {
    "marta's signed, marta's corrected, jonas's signed": KEEPERS,
    "ada's signed": OTHER_KEEPERS,
    "kit's signed": "elsewhere",
    "marta's draft, marta's submitted, marta's returned, marta's withdrawn, marta's void": "",
    "marta's reading, marta's reading of the former's time": "",
    "marta's of the leaver's time, marta's of the former's time": "",
    "jonas's draft, jonas's submitted, ada's submitted, kit's draft, kit's submitted": "",
}
_WAITING = (
    "marta's submitted, marta's reading, marta's reading of the former's time, marta's of the leaver's time, "
    "marta's of the former's time"
)


def _own(*, done: str, not_now: str, status: int) -> dict[str, str]:
    """Write of whose entries a verb is done, and where it comes too early or too late; each for its writer alone."""
    found = {"kit's draft, kit's submitted, kit's signed": ""}
    for name in (*done.split(", "), *not_now.split(", ")):
        writer = {"marta": "trainee", "jonas": "fellow", "ada": "both"}[name.split("'")[0]]
        found[name] = answered(status if name in done else 409, writer)
    return found


_WRITABLE = "marta's draft, marta's returned, marta's withdrawn, jonas's draft"
_SIGNED = "marta's signed, jonas's signed, ada's signed"
_HANDED_IN = f"{_WAITING}, marta's corrected, jonas's submitted, ada's submitted"
_CONTENT = {
    "activity": "liaison",
    "worked_on": TODAY,
    "minutes": "20 min",
    "outcome": "held",
    "decision": "submit",
}


def _seen(world: World, _actor: str, name: str) -> str:
    public_id, (number, content_hash) = world.ids["entry", name], world.seen["entry", name]
    return f"{public_id}:{number}:{content_hash}"


def _version(world: World, _actor: str, name: str) -> str:
    return str(world.seen["entry", name][0])


_READERS_OF_LOGS = {
    "marta": f"trainee supervisor leaver former tutor {KEEPERS}",
    "jonas": f"fellow unassigned {KEEPERS}",
    "ada": f"both supervisor {OTHER_KEEPERS}",
    "kit": "elsewhere",
}
# A month that nobody has logged in.
_QUIET = "2026-02"
_LISTS: tuple[Row, ...] = (
    Row("GET", "logbook.own_log", "log.write", let_in={ITSELF: HAVE_A_LOG}),
    Row("GET", "logbook.own_log_file", "log.write", let_in={ITSELF: HAVE_A_LOG}),
    Row("GET", "logbook.own_log_on_paper", "log.write", let_in={ITSELF: HAVE_A_LOG}),
    Row("GET", "logbook.trainee_log", "log.read", of="trainee", let_in=_READERS_OF_LOGS),
    Row("GET", "logbook.trainee_log_file", "log.read", of="trainee", let_in=_READERS_OF_LOGS),
    Row("GET", "logbook.trainee_log_on_paper", "log.read", of="trainee", let_in=_READERS_OF_LOGS),
    Row("GET", "logbook.own_months", "log.write", let_in={ITSELF: HAVE_A_LOG}),
    Row("POST", "logbook.state_quiet_month", "log.write", let_in={ITSELF: HAVE_A_LOG},
        fields={"once": NEW, "month": _QUIET}),
    Row("POST", "logbook.take_back_quiet_month", "log.write", let_in={ITSELF: answered(409, HAVE_A_LOG)},
        fields={"month": _QUIET}),
    Row("GET", "logbook.trainee_months", "log.read", of="trainee", let_in=_READERS_OF_LOGS),
    Row("GET", "logbook.cohort_logs", "cohort.logs", of="cohort", let_in={"ours": KEEPERS, "theirs": "elsewhere"}),
    Row("GET", "logbook.queue", "queue.read", let_in={ITSELF: HAVE_A_QUEUE}),
    Row("GET", "logbook.verification", "verification.read", let_in={ITSELF: _VERIFIERS}),
    # No programme of this world wants a second person; whom the verb itself lets verify is tried where its tests are.
    Row("POST", "logbook.verify", "verification.sign", let_in={ITSELF: answered(422, _VERIFIERS)}, fields={"entry": ""}),
    Row("POST", "logbook.sign", "queue.sign", of="entry", in_form=True, let_in=_SIGNERS, fields={"entry": _seen}),
)  # fmt: skip

_WRITING: tuple[Row, ...] = (
    Row("GET", "logbook.new_entry", "log.write", let_in={ITSELF: HAVE_A_LOG}),
    Row("POST", "logbook.new_entry", "log.write", let_in={ITSELF: HAVE_A_LOG}, fields={**_CONTENT, "once": NEW}),
    Row("GET", "logbook.week", "log.write", let_in={ITSELF: HAVE_A_LOG}),
    Row("POST", "logbook.week", "log.write", let_in={ITSELF: HAVE_A_LOG}, fields={"decision": "draft", "once": NEW}),
    Row("GET", "logbook.series", "log.write", let_in={ITSELF: HAVE_A_LOG}),
    Row("POST", "logbook.series", "log.write", let_in={ITSELF: answered(200, HAVE_A_LOG)},
        fields={"decision": "look", "once": NEW, "activity": "reading", "minutes": "20", "days": TODAY}),
    Row("GET", "logbook.quick", "log.write", let_in={ITSELF: HAVE_A_LOG}),
    Row("POST", "logbook.quick", "log.write", let_in={ITSELF: answered(200, HAVE_A_LOG)},
        fields={"decision": "look", "once": NEW, "lines": "today, 20, reading"}),
    Row("GET", "logbook.calendar", "log.write", let_in={ITSELF: HAVE_A_LOG}),
    Row("GET", "logbook.edit_entry", "entry.write", of="entry",
        let_in=_own(done=f"{_WRITABLE}, {_SIGNED}", not_now=f"{_HANDED_IN}, marta's void", status=200)),
    Row("POST", "logbook.edit_entry", "entry.write", of="entry", fields=_CONTENT,
        let_in=_own(done=f"{_WRITABLE}, {_SIGNED}", not_now=f"{_HANDED_IN}, marta's void", status=302)),
    Row("POST", "logbook.withdraw", "entry.write", of="entry",
        let_in=_own(done=_HANDED_IN, not_now=f"{_WRITABLE}, {_SIGNED}, marta's void", status=302)),
    Row("POST", "logbook.discard", "entry.write", of="entry",
        let_in=_own(done=_WRITABLE, not_now=f"{_HANDED_IN}, {_SIGNED}, marta's void", status=302)),
)  # fmt: skip

_ONE_ENTRY: tuple[Row, ...] = (
    Row("GET", "logbook.entry", "entry.read", of="entry", let_in=READERS_OF_ENTRIES),
    Row("GET", "logbook.receipt", "entry.read", of="entry", let_in=_READERS_OF_RECEIPTS),
    Row("GET", "logbook.receipt_on_paper", "entry.read", of="entry", let_in=_READERS_OF_RECEIPTS),
    Row("GET", "logbook.whole_receipt", "receipt.read", of="signature", let_in=_READERS_OF_WHOLE),
    Row("GET", "logbook.whole_receipt_on_paper", "receipt.read", of="signature", let_in=_READERS_OF_WHOLE),
    public_page("GET", "logbook.check_receipt"),
    public_page("POST", "logbook.check_receipt", fields={"number": "none", "code": "none"}, status=200),
    Row("GET", "logbook.return_entry", "entry.return", of="entry", let_in=_RETURNERS),
    Row("POST", "logbook.return_entry", "entry.return", of="entry", let_in=_RETURNERS,
        fields={"version": _version, "comment": "Which day was it?"}),
    Row("GET", "logbook.void", "entry.void", of="entry", let_in=_VOIDERS),
    Row("POST", "logbook.void", "entry.void", of="entry", let_in=_VOIDERS,
        fields={"version": "1", "reason": "Logged twice."}),
)  # fmt: skip

_TERMS: tuple[Row, ...] = (
    Row("GET", "logbook.own_terms", "log.write", let_in={ITSELF: HAVE_A_LOG}),
    Row("POST", "logbook.hand_in_term", "log.write", let_in={ITSELF: answered(409, HAVE_A_LOG)},
        fields={"once": NEW, "day": TODAY}),
    Row("GET", "logbook.term", "term.read", of="term", let_in={"marta's": "trainee tutor", "ada's": "both supervisor"}),
    Row("POST", "logbook.sign_term", "term.decide", of="term", let_in={"marta's": "tutor", "ada's": "supervisor"}),
    Row("POST", "logbook.return_term", "term.decide", of="term", let_in={"marta's": "tutor", "ada's": "supervisor"},
        fields={"comment": "Which week was it?"}),
    Row("POST", "logbook.take_back_term", "term.take_back", of="term", let_in={"marta's": "trainee", "ada's": "both"}),
)  # fmt: skip

ROWS: tuple[Row, ...] = (*_LISTS, *_WRITING, *_ONE_ENTRY, *_TERMS)
