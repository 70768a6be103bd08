"""From the text of a definition (TOML) to a `Definition`, or to all of its faults at once."""

import re
import tomllib
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any, Final, TypeVar

from trainee_app.programmes.rules.choosing import Vocabulary, read_source
from trainee_app.programmes.rules.definition import (
    Activity,
    Category,
    Counting,
    CreditBand,
    CreditRule,
    Definition,
    GroupFormula,
    Policy,
    Sharing,
    Signer,
    Supervised,
)
from trainee_app.programmes.rules.expressions import Expression, ExpressionFaulty, expression
from trainee_app.programmes.rules.faults import DefinitionFaulty, Fault, Place, lines_of, suggestion
from trainee_app.programmes.rules.kinds import read_requirement
from trainee_app.programmes.rules.milestones import Milestone, MilestoneLine
from trainee_app.programmes.rules.reading import FaultBook, Table
from trainee_app.programmes.rules.requirements import NamedStage, Requirement, SomeOf, Stage, Sum
from trainee_app.programmes.rules.signing import (
    DAYS_OF_A_YEAR,
    POSSIBLE,
    SECOND_LEVEL_KINDS,
    USUALLY_ACCEPTED,
    Method,
    SignedKind,
    SigningRule,
)

Each = TypeVar("Each")

_ONCE: Final = ("programme", "group_supervision", "teaching", "signing")
_REPEATED: Final = ("category", "group", "activity", "milestones", "stage", "requirement", "counting", "policy")
_TABLES: Final = _ONCE + _REPEATED
_USUALLY_TAUGHT: Final = ("seminar", "workshop")
_TERMS_SIGNED_IN: Final = (
    "a term is signed by somebody signed in, and self_directed_study does not accept that; "
    'write "account" into self_directed_study as well, or leave terms out'
)
_LONGEST_MONTHS: Final = 240
_IN_MINUTES: Final = "a whole number of minutes"
# Ten times what the longest programme known needs; beyond it somebody has sent another file.
LONGEST_TEXT: Final = 256 * 1024
# The reader of TOML takes minutes for a name of thousands of parts.
_TOO_DEEP: Final = re.compile(
    r"""(?<![A-Za-z0-9_-])(?:(?:[A-Za-z0-9_-]++|"[^"\n]{0,40}"|'[^'\n]{0,40}')[ \t]{0,9}\.[ \t]{0,9}){64}"""
)
_POSITION: Final = re.compile(r"\(at line (\d+), column \d+\)")


def parse_definition(text: str) -> Definition:
    """Reads a definition. Raises `DefinitionFaulty` with every fault found; nothing else."""
    try:
        document = _toml(text)
        book = FaultBook(lines_of(text))
        definition = _Reader(book, document).definition()
    except RecursionError:
        raise DefinitionFaulty((Fault(None, None, "is nested too deeply; write plain tables", None),)) from None
    if book.faults:
        last = len(text)
        raise DefinitionFaulty(tuple(sorted(book.faults, key=lambda fault: fault.line or last)))
    return definition


def _toml(text: str) -> dict[str, Any]:
    if len(text) > LONGEST_TEXT:
        message = f"the file is larger than {LONGEST_TEXT // 1024} KB, and a definition never is; write the file of a definition"
        raise DefinitionFaulty((Fault(None, None, message, None),))
    if deep := _TOO_DEEP.search(text):
        line = text.count("\n", 0, deep.start()) + 1
        raise DefinitionFaulty((Fault(None, None, "is nested too deeply; write plain tables", line),))
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        position = _POSITION.search(str(error))
        number = int(position[1]) if position else None
        what = _POSITION.sub("", str(error)).strip()
        message = f"this is not TOML ({what}); {_instead_of(text.splitlines()[number - 1 : number] if number else [])}"
        raise DefinitionFaulty((Fault(None, None, message, number),)) from None
    except ValueError:
        # Python refuses to read a number of thousands of digits.
        message = "holds a number that is far too long; write whole numbers of a few digits"
        raise DefinitionFaulty((Fault(None, None, message, None),)) from None


def _instead_of(lines: list[str]) -> str:
    """What to write instead of a line that cannot be taken apart."""
    said = lines[0].strip() if lines else ""
    name = said.strip("[] ")
    if said.startswith("[") and name in _REPEATED:
        return f"each heading of this kind has two brackets: write [[{name}]]"
    if said.startswith("[") and name in _ONCE:
        return f"write [{name}] once, with one bracket"
    return "write each value as key = value, each key once in its table, words in quotation marks"


class _Reader:
    """One reading of one document."""

    def __init__(self, book: FaultBook, document: dict[str, Any]) -> None:
        self._book = book
        self._document = document

    def definition(self) -> Definition:
        self._check_tables()
        programme = Table(self._book, Place("programme", 0), self._document.get("programme"))
        vocabulary = self._vocabulary(programme)
        supervised, taught = self._supervised(vocabulary.activities), self._taught(vocabulary.activities)
        read = self._each("requirement", lambda table: read_requirement(table, vocabulary))
        requirements = tuple(each for each in read if each is not None)
        self._check_parts(requirements)
        definition = Definition(
            key=programme.key(),
            title=programme.text("title"),
            version=programme.whole("version", at_least=1),
            length_months=vocabulary.length_months,
            grace_days=vocabulary.grace_days,
            former_supervisor_days=programme.whole("former_supervisor_days", at_most=3660, example=90),
            categories=vocabulary.categories,
            activity_groups=vocabulary.groups,
            activities=vocabulary.activities,
            supervised=supervised,
            taught=taught,
            milestones=vocabulary.milestones,
            requirements=requirements,
            policies=self._each("policy", _policy),
            stages=tuple(vocabulary.stages.values()),
            signing=self._signing(),
            counting=self._each("counting", lambda table: _counting(table, requirements)),
        )
        programme.close()
        return definition

    def _vocabulary(self, programme: Table) -> Vocabulary:
        """What requirements may refer to."""
        length_months = self._length(programme)
        categories, groups = self._each("category", _category), self._each("group", _category)
        activities = self._each("activity", lambda table: _activity(table, categories, groups))
        return Vocabulary(
            length_months=length_months,
            grace_days=programme.whole("grace_days", at_most=366, example=14),
            too_early_weeks=programme.whole("too_early_weeks", at_most=520, example=12),
            pace_weeks=programme.whole("pace_weeks", at_least=1, at_most=520, example=12),
            slack_weeks=programme.whole("slack_weeks", at_most=52, example=2),
            categories=categories,
            groups=groups,
            activities={each.key: each for each in activities},
            milestones=dict(self._each("milestones", lambda table: _milestones(table, length_months))),
            stages={each.key: each for each in self._each("stage", lambda table: _stage(table, length_months))},
            titles=self._titles(),
        )

    def _length(self, programme: Table) -> int:
        """How many months it takes. Where that is not said, what the milestones end with: they are not told as well."""
        told = len(self._book.faults)
        found = programme.whole("length_months", at_least=1, at_most=_LONGEST_MONTHS, example=18)
        if found > 1 or (programme.typed("length_months") == found and len(self._book.faults) == told):
            return found
        lines = self._document.get("milestones")
        points = [line.get("points") for line in lines if isinstance(line, dict)] if isinstance(lines, list) else []
        flat = [point for each in points if isinstance(each, list) for point in each if isinstance(point, dict)]
        months = [each["after_months"] for each in flat if isinstance(each.get("after_months"), int)]
        return max((each for each in months if 1 <= each <= _LONGEST_MONTHS), default=_LONGEST_MONTHS)

    def _titles(self) -> dict[str, str]:
        """The titles of all requirements, as far as they can be read, for rules that refer to others."""
        found = self._document.get("requirement", [])
        tables = [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
        return {str(each["key"]): str(each.get("title", each["key"])) for each in tables if "key" in each}

    def _check_parts(self, requirements: tuple[Requirement, ...]) -> None:
        """No requirement is made of itself, and none is part of two."""
        made_of = {each.key: [part.key for part in each.parts] for each in requirements if isinstance(each, SomeOf)}
        whole_of: dict[str, str] = {}
        for index, each in enumerate(requirements):
            for part in made_of.get(each.key, ()):
                place = Place("requirement", index, "of")
                if each.key in _reached(part, made_of):
                    self._book.add(place, each.key, f"“{part}” is made of this one; leave it out of one of them")
                elif whole_of.setdefault(part, each.key) != each.key:
                    other = whole_of[part]
                    self._book.add(
                        place, each.key, f"“{part}” is a part of “{other}” already; write a requirement of its own"
                    )

    def _supervised(self, activities: Mapping[str, Activity]) -> Supervised:
        """Which activities a supervision record is, and how a group counts; each can be left out."""
        table = self._once("group_supervision")
        found = Supervised(
            individual=_activity_of(table, "individual", "individual_supervision", activities),
            group=_activity_of(table, "group", "group_supervision", activities),
            formula=_formula(table),
        )
        table.close()
        return found

    def _taught(self, activities: Mapping[str, Activity]) -> tuple[str, ...]:
        """Which activities have a register: those named, or seminars and workshops."""
        table = self._once("teaching")
        if not table.has("activities"):
            table.close()
            return tuple(key for key in _USUALLY_TAUGHT if key in activities)
        found = table.known_words("activities", activities, "activity")
        table.close()
        return tuple(found)

    def _signing(self) -> SigningRule:
        """How each kind of document may be signed; what is not said is as usual."""
        table = self._once("signing")
        accepted = {kind: _methods(table, kind) for kind in SignedKind}
        second = table.known_words("second_level", [str(kind) for kind in SECOND_LEVEL_KINDS], "kind of time")
        begins = table.known_words("terms", DAYS_OF_A_YEAR, "day of every year")
        ways = accepted[SignedKind.STUDY]
        if begins and ways and Method.ACCOUNT not in ways:
            table.fault("terms", _TERMS_SIGNED_IN)
        table.close()
        terms = tuple(sorted({DAYS_OF_A_YEAR[each] for each in begins}))
        return SigningRule(accepted, frozenset(map(SignedKind, second)), terms)

    def _once(self, name: str) -> Table:
        """A table that may be left out."""
        values = self._document.get(name, {})
        if not isinstance(values, dict):
            self._book.add(Place(name, 0), None, f"{name} is one table; begin it with [{name}], once")
            values = {}
        return Table(self._book, Place(name, 0), values)

    def _check_tables(self) -> None:
        for name in self._document:
            if name not in _TABLES:
                is_heading = Place(name, 0) in self._book.lines
                place = Place(name if is_heading else "", 0, name)
                self._book.add(place, None, f"there is no table “{name}”; {suggestion(name, _TABLES)}")
        if not isinstance(self._document.get("programme"), dict):
            self._book.add(Place("programme", 0), None, "the file has no [programme]; write one, once")
        for name in ("category", "activity", "requirement"):
            if name not in self._document:
                self._book.add(Place(name, 0), None, f"the file has no [[{name}]]; write one")

    def _each(self, name: str, read: Callable[[Table], Each]) -> tuple[Each, ...]:
        """Every table of a name, each key once."""
        found = self._document.get(name, [])
        if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
            self._book.add(Place(name, 0), None, f"{name} is a list of tables; begin each with [[{name}]]")
            return ()
        seen: set[str] = set()
        values = []
        for index, each in enumerate(found):
            key = str(each.get("key", ""))
            requirement = key if key and name == "requirement" else None
            if key in seen:
                message = f"there are two {name} tables with the key “{key}”; give one of them another key"
                self._book.add(Place(name, index, "key"), requirement, message)
            seen.update([key] if key else [])
            values.append(read(Table(self._book, Place(name, index), each, requirement)))
        return tuple(values)


def _methods(table: Table, kind: SignedKind) -> frozenset[Method]:
    if not table.has(kind):
        return USUALLY_ACCEPTED[kind]
    found = frozenset(map(Method, table.known_words(kind, list(POSSIBLE[kind]), "way of signing it")))
    if not table.names(kind):
        table.fault(kind, f'names no way of signing; write {kind} = ["account"]')
    return found


def _category(table: Table) -> Category:
    category = Category(table.key(), table.text("title"))
    table.close()
    return category


def _activity_of(table: Table, key: str, usual: str, activities: Mapping[str, Activity]) -> str:
    if table.has(key):
        return table.known(key, activities, "activity")
    return usual if usual in activities else ""


def _activity(table: Table, categories: tuple[Category, ...], groups: tuple[Category, ...]) -> Activity:
    bands: list[CreditBand] = []
    table.inners("credit", "{ from = 50, to = 60, credits = 60 }", lambda inner: bands.append(_credit_band(inner)))
    activity = Activity(
        key=table.key(),
        title=table.text("title"),
        category=table.known("category", [each.key for each in categories], "category"),
        groups=frozenset(table.known_words("groups", [each.key for each in groups], "group")),
        credit_rule=CreditRule(tuple(bands)),
        signed_by=table.one_of("signed_by", Signer),
        needs_case=table.flag("needs_case", default=False),
        labels=table.words("labels"),
        format=table.text("format", default=""),
    )
    table.close()
    return activity


def _credit_band(table: Table) -> CreditBand:
    band = CreditBand(
        table.whole("from", at_most=1440, example=50, what=_IN_MINUTES),
        table.whole("to", at_most=1440, example=60, what=_IN_MINUTES),
        table.whole("credits", at_most=1440, example=60, what=_IN_MINUTES),
    )
    if band.to_minutes < band.from_minutes:
        table.fault("to", f"{band.to_minutes} is less than from; write {band.from_minutes} or more")
    return band


def _milestones(table: Table, length_months: int) -> tuple[str, MilestoneLine]:
    points: list[Milestone] = []
    example = f"{{ after_months = {length_months}, percent = 100 }}"
    table.inners("points", example, lambda inner: points.append(_milestone(inner, length_months)))
    steps = list(pairwise(points))
    if any(later.after_months <= point.after_months or later.percent < point.percent for point, later in steps):
        table.fault("points", "must go forward; write the points in order of after_months, percent never falling")
    if not points or points[-1] != Milestone(length_months, 100):
        table.fault("points", f"must end with the whole programme; write {example} as the last point")
    key = table.key()
    table.close()
    return key, MilestoneLine(length_months, tuple(points))


def _milestone(table: Table, length_months: int) -> Milestone:
    return Milestone(
        table.whole("after_months", at_most=length_months, example=length_months),
        table.whole("percent", at_most=100, example=100),
    )


def _stage(table: Table, length_months: int) -> NamedStage:
    stage = NamedStage(
        table.key(), table.text("title"), table.whole("after_months", at_least=1, at_most=length_months, example=9)
    )
    if stage.key in {str(each) for each in Stage}:
        table.fault("key", f"“{stage.key}” is a stage that every programme has; write another key")
    table.close()
    return stage


def _counting(table: Table, requirements: tuple[Requirement, ...]) -> Counting:
    sums = [each.key for each in requirements if isinstance(each, Sum)]
    found = Counting(
        table.one_of("policy", Sharing), table.known_words("requirements", sums, "requirement of the kind sum")
    )
    if table.names("requirements") < 2:  # noqa: PLR2004 - one alone shares with nobody
        table.fault("requirements", 'names fewer than two sums; write requirements = ["...", "..."]')
    table.close()
    return found


def _reached(key: str, made_of: Mapping[str, list[str]]) -> set[str]:
    """The requirement and everything it is made of, however deep."""
    reached: set[str] = set()
    waiting = [key]
    while waiting:
        each = waiting.pop()
        if each not in reached:
            reached.add(each)
            waiting.extend(made_of.get(each, ()))
    return reached


def _formula(table: Table) -> GroupFormula | Expression:
    if not table.has("expression"):
        return table.one_of("formula", GroupFormula, default=GroupFormula.FULL)
    if table.has("formula"):
        table.fault("expression", "stands beside formula, and one of them is enough; leave one out")
        table.text("formula")
    text = table.text("expression", example='"time * 2 / present"')
    try:
        return expression(text) if text else GroupFormula.FULL
    except ExpressionFaulty as fault:
        table.fault("expression", str(fault))
        return GroupFormula.FULL


def _policy(table: Table) -> Policy:
    policy = Policy(table.key(), table.text("title"), table.text("text"), read_source(table))
    table.close()
    return policy
