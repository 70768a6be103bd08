"""Random programmes: a document, and its text as somebody would have written it."""

import json
from collections.abc import Callable, Mapping
from fractions import Fraction
from random import Random
from typing import Any

Table = dict[str, Any]

CATEGORIES = ("teaching", "study", "clinical")
GROUPS = ("contact", "supervision", "other")
# A placement may be made anew under the name it had.
SITE_NAMES = ("North", "South team", "Marigold", " NORTH")
_FORMULAS = ("full", "half", "half, then shared", "shared twice", "shared")
# An expression of the language, and the same in Python's fractions.
EXPRESSIONS: Mapping[str, Callable[[Fraction, Fraction], Fraction]] = {
    "time * 2 / present": lambda time, present: time * 2 / present,
    "min(time, 30 + time / present)": lambda time, present: min(time, 30 + time / present),
    "max(time / 3, (time - 10) / (present + 1))": lambda time, present: max(time / 3, (time - 10) / (present + 1)),
}
_CONTACT, _SUPERVISION = {"groups": ["contact"]}, {"groups": ["supervision"]}


def random_document(dice: Random) -> Table:
    """Return a programme that nobody would run and that every rule must be able to judge."""
    length = dice.choice([1, 3, 6, 6, 12, 18])
    document: Table = {
        "programme": {
            "key": "random",
            "title": "Random",
            "version": 1,
            "length_months": length,
            "grace_days": dice.choice([0, 3, 14, 14]),
            "former_supervisor_days": 90,
            "too_early_weeks": dice.choice([0, 1, 4]),
            "pace_weeks": dice.choice([1, 2, 4, 12]),
            "slack_weeks": dice.choice([0, 1, 2]),
        },
        "category": [{"key": each, "title": each.title()} for each in CATEGORIES],
        "group": [{"key": each, "title": each.title()} for each in GROUPS],
        "activity": _activities(dice),
        "group_supervision": {"group": "group_supervision", **_formula(dice)},
        "milestones": [{"key": key, "points": _points(dice, length)} for key in ("even", "steps")],
    }
    if length > 1:
        document["stage"] = [{"key": "half_way", "title": "Half-way", "after_months": dice.randint(1, length - 1)}]
    document["requirement"] = _requirements(dice, [each["key"] for each in document.get("stage", [])])
    document["counting"] = _counting(dice, document["requirement"])
    document["requirement"] = [_fitted(_settled(each, document), length) for each in document["requirement"]]
    return document


def _settled(requirement: Table, document: Table) -> Table:
    """Leave recorded minutes out beside caps and pools, which take of them in proportion: that is worked by hand."""
    is_cut = document["counting"] or any(each["kind"] == "cap" for each in document["requirement"])
    return {name: value for name, value in requirement.items() if name != "counts" or not is_cut}


def _fitted(requirement: Table, length: int) -> Table:
    """Ask for no more last months than the programme has."""
    fitted = dict(requirement)
    if "last_months" in fitted:
        fitted["last_months"] = min(fitted["last_months"], length)
    if fitted.get("during", "").startswith("last ") and length == 1:
        fitted["during"] = "last 1 month"
    return fitted


def _formula(dice: Random) -> Table:
    if dice.random() < 0.5:
        return {"formula": dice.choice(_FORMULAS)}
    return {"expression": dice.choice(sorted(EXPRESSIONS))}


def _counting(dice: Random, requirements: list[Table]) -> list[Table]:
    """Sometimes let sums share what more than one of them selects."""
    sums = [each["key"] for each in requirements if each["kind"] == "sum"]
    if len(sums) < 2 or dice.random() < 0.5:
        return []
    return [{"policy": dice.choice(["once", "pool", "pool", "shared"]), "requirements": dice.sample(sums, 2)}]


def _activities(dice: Random) -> list[Table]:
    return [
        _activity("seminar", "teaching"),
        _activity("reading", "study", groups=["other"]),
        _activity("case_session", "clinical", groups=["contact"], credit=_bands(dice), format="individual"),
        _activity("assessment", "clinical", groups=["contact", "other"]),
        _activity("individual_supervision", "clinical", groups=["supervision"], format="individual"),
        _activity("group_supervision", "clinical", groups=["supervision"], credit=_bands(dice), format="group"),
        _activity("liaison", dice.choice(CATEGORIES), format=dice.choice(["", "group"])),
    ]


def _activity(key: str, category: str, **others: Any) -> Table:
    given = {name: value for name, value in others.items() if value}
    return {"key": key, "title": key.replace("_", " "), "category": category, "signed_by": "supervisor", **given}


def _bands(dice: Random) -> list[Table]:
    if dice.random() < 0.5:
        return []
    return [{"from": 50, "to": 60, "credits": 60}, {"from": 1, "to": 20, "credits": dice.choice([0, 30])}]


def _points(dice: Random, length: int) -> list[Table]:
    last = {"after_months": length, "percent": 100}
    months = sorted(dice.sample(range(length), min(length, dice.choice([0, 1, 2]))))
    percents = sorted(dice.choice([0, 0, 10, 33, 70]) for _ in months)
    return [*({"after_months": m, "percent": p} for m, p in zip(months, percents, strict=True)), last]


def selection(dice: Random) -> Table:
    """Return some activities by category, group or name, now and then narrowed."""
    found = dice.choice(
        [
            {"categories": dice.sample(CATEGORIES, dice.choice([1, 2]))},
            {"groups": dice.sample(GROUPS, 1)},
            {"groups": ["supervision"], "activities": ["case_session", "liaison"]},
            {"activities": dice.sample(["seminar", "reading", "case_session", "assessment", "liaison"], 2)},
        ]
    )
    return _narrowed(dice, found)


def _narrowed(dice: Random, chosen: Table) -> Table:
    narrowed = dice.random()
    if narrowed < 0.15:
        return {**chosen, "sites": dice.sample([" north", "SOUTH  team", "Marigold", "Nowhere"], 2)}
    if narrowed < 0.25 and chosen.get("groups") == ["supervision"]:
        return {**chosen, "formats": ["individual"]}
    return chosen


def _requirements(dice: Random, stages: list[str]) -> list[Table]:
    drawn = dice.choices(list(MAKERS), [weight for weight, _ in MAKERS.values()], k=dice.choice([1, 3, 5]))
    kinds = ["sum", "sum", *drawn]
    dice.shuffle(kinds)
    found = []
    for number, kind in enumerate(kinds):
        requirement = {**_about(kind, number), **MAKERS[kind][1](dice)}
        if "due_by" not in requirement and dice.random() < 0.15:
            requirement["due_by"] = dice.choice(["application", "enrolment", "first case", "qualification", *stages])
        found.append(requirement)
    return [*found, *_wholes(dice, found)]


def _about(kind: str, number: int) -> Table:
    return {
        "key": f"{kind}_{number}",
        "kind": kind,
        "title": f"{kind} {number}",
        "why": "So that it is tried.",
        "source": "to be confirmed by the course",
        "source_words": "Made up.",
    }


def _wholes(dice: Random, requirements: list[Table]) -> list[Table]:
    """Sometimes make a requirement of others; a cap is no part of anything."""
    keys = [each["key"] for each in requirements if each["kind"] != "cap"]
    if len(keys) < 2 or dice.random() < 0.6:
        return []
    kind = dice.choice(["any_of", "all_of", "some_of"])
    whole = {**_about(kind, len(requirements)), "of": dice.sample(keys, dice.randint(2, len(keys)))}
    return [{**whole, "at_least": dice.randint(1, len(whole["of"]))} if kind == "some_of" else whole]


def duration(dice: Random, most_hours: int) -> str:
    """Return a time above nothing, as it is written."""
    minutes = dice.choice([dice.randint(1, most_hours * 60), 60 * dice.randint(1, most_hours)])
    hours, rest = divmod(minutes, 60)
    return " ".join([*([f"{hours} h"] if hours else []), *([f"{rest} min"] if rest else [])])


def _pace(dice: Random) -> Table:
    return {"milestones": dice.choice(["even", "steps"])}


def _sum(dice: Random) -> Table:
    found = {
        "of": selection(dice),
        "at_least": duration(dice, dice.choice([2, 10, 40])),
        "most_a_week": duration(dice, dice.choice([1, 5, 20])),
        **_pace(dice),
    }
    if dice.random() < 0.2:
        found["counts"] = "recorded"
    if dice.random() < 0.2:
        found["at_most"] = found["at_least"] if dice.random() < 0.5 else "80 h"
    return found


def _cap(dice: Random) -> Table:
    found: Table = {"of": selection(dice), "period": dice.choice(["whole programme", "calendar month"])}
    if dice.random() < 0.4:
        return {**found, "at_most_percent": dice.choice([10, 50]), "share_of": selection(dice)}
    return {**found, "at_most": duration(dice, dice.choice([1, 5]))}


def _videos(dice: Random) -> Table:
    return {
        "of": dice.choice([_SUPERVISION, _CONTACT, selection(dice)]),
        "at_least": dice.choice([1, 2, 6]),
        "most_a_week": dice.choice([1, 2]),
        **_pace(dice),
    }


def _sessions(dice: Random) -> Table:
    return {**_videos(dice), **dice.choice([{}, {"video_reviewed": True}, {"video_reviewed": False}])}


def _floor(dice: Random) -> Table:
    period = dice.choice(
        ["calendar month", "calendar month", "iso week", "anchored month", "rolling days", "whole programme"]
    )
    found: Table = {
        "period": period,
        "over": dice.choice(["all work", "each site", "each case"]),
        "beside": dice.choice([_CONTACT, _CONTACT, selection(dice)]),
        "of": dice.choice([_SUPERVISION, _SUPERVISION, selection(dice)]),
        "on_shortfall": dice.choice(["void", "void", "warn", "refer"]),
        **_needed(dice),
    }
    if period == "rolling days":
        found["days"] = dice.choice([1, 7, 14, 30])
    if dice.random() < 0.2:
        found["weights"] = [
            {"activities": ["group_supervision"], "every": "2 h", "counts": dice.choice(["1 h", "40 min"])}
        ]
    if dice.random() < 0.2:
        found["voids"] = selection(dice)
    return found


def _needed(dice: Random) -> Table:
    bands = [{"up_to": "2 h", "at_least": "30 min"}, {"up_to": "5 h", "at_least": "1 h"}, {"at_least": "2 h 30 min"}]
    return dice.choice(
        [
            {"at_least": dice.choice(["30 min", "1 h", "1 h 30 min"])},
            {"at_least": dice.choice(["30 min", "1 h"]), "every": dice.choice(["1 h", "8 h", "50 min"])},
            {"percent": dice.choice([5, 33])},
            {"bands": bands},
        ]
    )


def _cadence(dice: Random) -> Table:
    return {
        "of": dice.choice([_SUPERVISION, selection(dice)]),
        "beside": dice.choice([_CONTACT, selection(dice)]),
        "at_most_days": dice.choice([3, 7, 14]),
        "on_shortfall": dice.choice(["void", "warn", "refer"]),
    }


def _recency(dice: Random) -> Table:
    return {"of": selection(dice), "at_least": duration(dice, dice.choice([1, 5])), "last_months": dice.choice([1, 3])}


def _filed(dice: Random) -> Table:
    found: Table = {"record": dice.choice(["essay", "letter"]), "at_least": dice.choice([1, 2])}
    return {**found, "valid": True} if dice.random() < 0.5 else found


def _attested(dice: Random) -> Table:
    return {"record": dice.choice(["essay", "letter"]), "by": dice.choice(["tutor", "supervisor"])}


def _continuing(dice: Random) -> Table:
    during = dice.choice(["programme", "last 2 months", "infant_observation"])
    return {"record": "personal_therapy", "at_least_a_week": dice.choice([1, 2]), "during": during}


def _attendance(dice: Random) -> Table:
    found: Table = {"at_least_percent": dice.choice([50, 80])}
    return {**found, "series": ["Theory"]} if dice.random() < 0.3 else found


def _cases(dice: Random) -> Table:
    found: Table = {"at_least": dice.choice([1, 1, 2, 3])}
    options: Table = {
        "kinds": ["parent_infant"],
        "sessions": dice.choice([1, 2, 4]),
        "lasting_months": dice.choice([1, 2]),
        "supervised": duration(dice, 2),
        "endings": dice.choice([["planned"], ["planned", "transferred"]]),
        "age_bands": ["under_3"],
        "phases": dice.choice([["early"], ["early", "middle"]]),
        "video_reviews": 1,
        "supervisors": dice.choice([1, 2]),
        "distinct_supervisors": 2,
        "distinct_age_bands": found["at_least"],
    }
    for name in dice.sample(list(options), dice.choice([0, 1, 2, 3])):
        found[name] = options[name]
    if dice.random() < 0.5:
        found["on_shortfall"] = dice.choice(["refer", "warn"])
    return found


def _prerequisite(dice: Random) -> Table:
    found: Table = {
        "record": dice.choice(["experience", "personal_therapy"]),
        "due_by": dice.choice(["application", "qualification"]),
    }
    if dice.random() < 0.5:
        found["at_least_months"] = 12
    return found


def _nothing(dice: Random) -> Table:
    return {}


# What is drawn, how often, and how its table is filled.
MAKERS: Mapping[str, tuple[int, Callable[[Random], Table]]] = {
    "sum": (4, _sum),
    "video_reviews": (1, _videos),
    "sessions": (1, _sessions),
    "cap": (4, _cap),
    "floor": (6, _floor),
    "cadence": (2, _cadence),
    "recency": (2, _recency),
    "cases": (3, _cases),
    "length": (1, _nothing),
    "registration": (1, _nothing),
    "prerequisite": (1, _prerequisite),
    "document": (1, _filed),
    "paper": (1, _filed),
    "attestation": (1, _attested),
    "fees": (1, _nothing),
    "continuing": (1, _continuing),
    "attendance": (1, _attendance),
}


def text_of(document: Mapping[str, Any]) -> str:
    """Write the document down as TOML."""
    lines: list[str] = []
    for name, value in document.items():
        for table in value if isinstance(value, list) else [value]:
            lines.append(f"[[{name}]]" if isinstance(value, list) else f"[{name}]")
            lines += [f"{key} = {_written(each)}" for key, each in table.items()]
            lines.append("")
    return "\n".join(lines)


def _written(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_written(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_written(each) for each in value) + "]"
    return json.dumps(value, ensure_ascii=False)
