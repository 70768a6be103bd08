"""A whole definition as chapters: the programme, what time is spent on, how it counts, what is asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from trainee_app.programmes.rules.dates import spoken_minutes
from trainee_app.programmes.rules.definition import (
    Activity,
    Counting,
    Definition,
    GroupFormula,
    Policy,
    Sharing,
)
from trainee_app.programmes.rules.expressions import Expression
from trainee_app.programmes.rules.requirements import Requirement, Sessions, SomeOf, Source, Sum
from trainee_app.programmes.rules.signing import DAYS_OF_A_YEAR, Method, SignedKind
from trainee_app.programmes.rules.telling.asking import requirement_sentences
from trainee_app.programmes.rules.telling.names import names_told
from trainee_app.programmes.rules.telling.phrases import (
    line_words,
    listed,
    number,
    small,
    source_words,
    stage_words,
)


@dataclass(frozen=True, slots=True)
class Told:
    """One part of a definition in words. `why` and `source` are empty, `is_published` None, where it has none.

    `source` begins with whether it is published; `known` is what is known of it, alone.
    """

    key: str
    title: str
    sentences: tuple[str, ...]
    why: str = ""
    source: str = ""
    known: str = ""
    is_published: bool | None = None
    parts: tuple["Told", ...] = ()

    @property
    def words(self) -> str:
        """All of it as one text."""
        return " ".join(self.sentences)


@dataclass(frozen=True, slots=True)
class Chapter:
    """Parts of a definition that belong together."""

    title: str
    tellings: tuple[Told, ...]


REQUIREMENTS: Final = "What is asked for"
SIGNING: Final = "How it is signed"


def chapters(definition: Definition) -> tuple[Chapter, ...]:
    """Everything a definition says, in the order in which somebody new would want to know it; nothing empty."""
    found = (
        Chapter("The programme", tuple(_programme(definition))),
        Chapter("What the names stand for", tuple(_names(definition))),
        Chapter(REQUIREMENTS, tuple(_requirements(definition))),
        Chapter("Which work counts where", tuple(told_counting(definition, each) for each in definition.counting)),
        Chapter("What time is spent on", tuple(_categories(definition))),
        Chapter("What is recorded once for everybody", tuple(_recorded_once(definition))),
        Chapter(SIGNING, (_signing(definition),)),
        Chapter("How much is expected by when", tuple(_lines(definition))),
        Chapter("Told in words only", tuple(told_policy(each) for each in definition.policies)),
    )
    return tuple(chapter for chapter in found if chapter.tellings)


def told_requirement(definition: Definition, requirement: Requirement) -> Told:
    """One requirement, with the requirements that it is made of."""
    made_of = requirement.parts if isinstance(requirement, SomeOf) else ()
    return Told(
        key=requirement.key,
        title=requirement.title,
        sentences=requirement_sentences(definition, requirement),
        why=requirement.why,
        source=source_words(requirement.source),
        known=requirement.source.words,
        is_published=requirement.source.is_published,
        parts=tuple(told_requirement(definition, definition.requirement(part.key)) for part in made_of),
    )


def _requirements(definition: Definition) -> Iterator[Told]:
    parts = definition.parts
    for requirement in definition.requirements:
        if requirement.key not in parts:
            yield told_requirement(definition, requirement)


def told_policy(policy: Policy) -> Told:
    """A rule of the course from which nothing is calculated."""
    return _sourced(policy.key, policy.title, policy.text, policy.source)


def _names(definition: Definition) -> Iterator[Told]:
    for named, sentence in names_told(definition):
        yield Told(named.key, named.title, (sentence,))


def _sourced(key: str, title: str, words: str, source: Source) -> Told:
    return Told(key, title, (words,), source=source_words(source), known=source.words, is_published=source.is_published)


def _programme(definition: Definition) -> Iterator[Told]:
    yield Told(
        "length",
        f"{definition.title}, version {definition.version}",
        (f"The training takes {number(definition.length_months, 'month')}.",),
    )
    yield Told(
        "signatures",
        "Signatures",
        (
            f"What is signed within {number(definition.grace_days, 'day')} after a period ends counts as in time.",
            f"A former supervisor may sign for their own period for {number(definition.former_supervisor_days, 'day')}.",
        ),
    )
    yield Told(
        "time",
        "Time",
        (
            "Time counts as it is credited, which each activity and group supervision say further down.",
            "A rule that looks at time as it was recorded says so.",
        ),
    )
    paced = [each.pace for each in definition.requirements if isinstance(each, Sum | Sessions)]
    if paced:
        pace = paced[0]
        yield Told(
            "pace",
            "Pace",
            (
                f"In the first {number(pace.too_early_weeks, 'week')} it is too early to say.",
                f"Pace is what the last {number(pace.window_weeks, 'week')} brought.",
                f"Nobody is behind who has what was expected {number(pace.slack_weeks, 'week')} ago.",
            ),
        )
    for stage in definition.stages:
        yield Told(
            stage.key,
            stage.title,
            (f"A stage of the programme: {stage_words(stage)}.",),
        )


def told_counting(definition: Definition, counting: Counting) -> Told:
    """What becomes of work that several sums select."""
    titles = [f"“{definition.requirement(key).title}”" for key in counting.requirements]
    together, in_turn = listed(titles), ", then ".join(titles)
    words = {
        Sharing.ONCE: f"Work that could count for more than one of these counts for one only, the first of them: {in_turn}.",
        Sharing.POOL: (
            f"Work goes from one to the next, in this order: {in_turn}. Each takes what it needs, and what is left goes on."
        ),
        Sharing.SHARED: f"Work that belongs to {together} counts in each of them.",
    }
    return Told("-".join(counting.requirements), _SHARING[counting.policy], (words[counting.policy],))


_SHARING: Final = {Sharing.ONCE: "Counted once", Sharing.POOL: "A pool", Sharing.SHARED: "Shared"}


def _categories(definition: Definition) -> Iterator[Told]:
    groups = {each.key: each.title for each in definition.activity_groups}
    for category in definition.categories:
        within = [each for each in definition.activities.values() if each.category == category.key]
        if within:
            parts = tuple(told_activity(each, groups) for each in within)
            many = number(len(within), "activity is", "activities are")
            yield Told(category.key, category.title, (f"{many} booked here.",), parts=parts)


def told_activity(activity: Activity, groups: dict[str, str]) -> Told:
    """Who signs an activity, and what its time is credited as."""
    return Told(activity.key, activity.title, tuple(_activity_sentences(activity, groups)))


def _activity_sentences(activity: Activity, groups: dict[str, str]) -> Iterator[str]:
    yield f"Signed by the {activity.signed_by}."
    if activity.needs_case:
        yield "Recorded on a training case, if one is open that day."
    bands = [
        f"{spoken_minutes(band.from_minutes)} to {spoken_minutes(band.to_minutes)} count {spoken_minutes(band.credits)}"
        if band.from_minutes != band.to_minutes
        else f"{spoken_minutes(band.from_minutes)} count {spoken_minutes(band.credits)}"
        for band in activity.credit_rule.bands
    ]
    if bands:
        yield f"Credited: {listed(bands)}; any other time counts as it is."
    if activity.format:
        yield f"Format: {activity.format.replace('_', ' ')}."
    titles = [small(title) for key, title in groups.items() if key in activity.groups]
    if titles:
        yield f"Counted among {listed(titles)}."
    if activity.labels:
        yield f"An import also knows it as {listed(f'“{each}”' for each in activity.labels)}."


def formula_words(formula: GroupFormula | Expression) -> str:
    """What each trainee present in a group supervision is credited."""
    if isinstance(formula, Expression):
        return f"Each trainee present is credited {formula.text}, where time is the minutes of the session and present how many trainees were there"
    return _FORMULAS[formula]


_FORMULAS: Final = {
    GroupFormula.FULL: "Each trainee present is credited the full time",
    GroupFormula.HALF: "Each trainee present is credited half of the time",
    GroupFormula.HALF_THEN_SHARED: (
        "Each trainee present is credited half of the time with up to 4 present, and with more the time divided by their number"
    ),
    GroupFormula.SHARED_TWICE: "Each trainee present is credited twice the time divided by the number present",
    GroupFormula.SHARED: "Each trainee present is credited the time divided by the number present",
}


def _never_more(formula: GroupFormula | Expression) -> str:
    return "" if formula is GroupFormula.FULL else "; never more than the full time, to the nearest minute"


def _recorded_once(definition: Definition) -> Iterator[Told]:
    supervised = definition.supervised
    keys = [key for key in (supervised.individual, supervised.group) if key]
    if keys:
        titles = listed(small(definition.activities[key].title) for key in keys)
        yield Told("supervision", "Supervision", (f"A record of supervision enters {titles} for everybody present.",))
    if supervised.group:
        yield Told(
            "group_supervision",
            "Group supervision",
            (
                f"{formula_words(supervised.formula)}{_never_more(supervised.formula)}.",
                "The supervisor is not counted among those present.",
            ),
        )
    if definition.taught:
        titles = listed(small(definition.activities[key].title) for key in definition.taught)
        yield Told("teaching", "Teaching", (f"A timetable and a register are kept for {titles}.",))


def _signing(definition: Definition) -> Told:
    rule = definition.signing
    said = [
        f"{kind.words.capitalize()}: {listed([way.words for way in Method if rule.accepts(kind, way)], 'or')}."
        for kind in SignedKind
    ]
    wanted = [kind.words for kind in SignedKind if rule.wants_second_level(kind)]
    if wanted:
        said.append(f"A second person verifies {listed(wanted)}; what is signed counts meanwhile.")
    if rule.terms:
        words = {begins: written for written, begins in DAYS_OF_A_YEAR.items()}
        begins = listed([words[each] for each in rule.terms])
        said.append(f"Self-directed study is handed in once a term, as one document. Terms begin on {begins}.")
    return Told("signing", "Signing", tuple(said))


def _lines(definition: Definition) -> Iterator[Told]:
    for key, line in definition.milestones.items():
        yield Told(
            key,
            key.replace("_", " ").capitalize(),
            (f"Expected: {line_words(line)}.", "The line is stretched when somebody’s end date moves."),
        )
