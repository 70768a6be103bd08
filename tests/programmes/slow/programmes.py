"""Random programmes: a document, and its text as somebody would have written it."""

import json
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

Table = dict[str, Any]

CATEGORIES = ("teaching", "study", "clinical")
GROUPS = ("contact", "supervision", "other")
SITE_NAMES = ("North", "South team", "Marigold")
_FORMULAS = ("full", "half", "half, then shared", "shared twice", "shared")
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
        "group_supervision": {"group": "group_supervision", "formula": dice.choice(_FORMULAS)},
        "milestones": [{"key": key, "points": _points(dice, length)} for key in ("even", "steps")],
    }
    document["requirement"] = _requirements(dice)
    return document


def _activities(dice: Random) -> list[Table]:
    return [
        _activity("seminar", "teaching"),
        _activity("reading", "study", groups=["other"]),
        _activity("case_session", "clinical", groups=["contact"], credit=_bands(dice)),
        _activity("assessment", "clinical", groups=["contact", "other"]),
        _activity("individual_supervision", "clinical", groups=["supervision"]),
        _activity("group_supervision", "clinical", groups=["supervision"], credit=_bands(dice)),
        _activity("liaison", dice.choice(CATEGORIES)),
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
    """Return some activities by category, group or name."""
    kind = dice.choice(["categories", "groups", "activities", "both"])
    if kind == "categories":
        return {"categories": dice.sample(CATEGORIES, dice.choice([1, 2]))}
    if kind == "groups":
        return {"groups": dice.sample(GROUPS, 1)}
    if kind == "both":
        return {"groups": ["supervision"], "activities": ["case_session", "liaison"]}
    return {"activities": dice.sample(["seminar", "reading", "case_session", "assessment", "liaison"], 2)}


def _requirements(dice: Random) -> list[Table]:
    kinds = [
        "sum",
        "sum",
        *dice.choices(list(MAKERS), [weight for weight, _ in MAKERS.values()], k=dice.choice([1, 3, 5])),
    ]
    dice.shuffle(kinds)
    found = []
    for number, kind in enumerate(kinds):
        requirement = {
            "key": f"{kind}_{number}",
            "kind": kind,
            "title": f"{kind} {number}",
            "why": "So that it is tried.",
            "source": "to be confirmed by the course",
            "source_words": "Made up.",
        }
        found.append({**requirement, **MAKERS[kind][1](dice)})
    return found


def duration(dice: Random, most_hours: int) -> str:
    """Return a time above nothing, as it is written."""
    minutes = dice.choice([dice.randint(1, most_hours * 60), 60 * dice.randint(1, most_hours)])
    hours, rest = divmod(minutes, 60)
    return " ".join([*([f"{hours} h"] if hours else []), *([f"{rest} min"] if rest else [])])


def _pace(dice: Random) -> Table:
    return {"milestones": dice.choice(["even", "steps"])}


def _sum(dice: Random) -> Table:
    return {
        "of": selection(dice),
        "at_least": duration(dice, dice.choice([2, 10, 40])),
        "most_a_week": duration(dice, dice.choice([1, 5, 20])),
        **_pace(dice),
    }


def _sessions(dice: Random) -> Table:
    return {
        "of": dice.choice([_SUPERVISION, _CONTACT, selection(dice)]),
        "at_least": dice.choice([1, 2, 6]),
        "most_a_week": dice.choice([1, 2]),
        **_pace(dice),
    }


def _floor(dice: Random) -> Table:
    return {
        "period": dice.choice(["calendar month", "iso week"]),
        "over": dice.choice(["all work", "each site"]),
        "beside": dice.choice([_CONTACT, _CONTACT, selection(dice)]),
        "of": dice.choice([_SUPERVISION, _SUPERVISION, selection(dice)]),
        "at_least": dice.choice(["30 min", "1 h", "1 h 30 min"]),
        "on_shortfall": dice.choice(["void", "void", "warn", "refer"]),
    }


def _cases(dice: Random) -> Table:
    found: Table = {"at_least": dice.choice([1, 1, 2, 3])}
    options: Table = {
        "kinds": ["parent_infant"],
        "sessions": dice.choice([1, 2, 4]),
        "lasting_months": dice.choice([1, 2]),
        "supervised": duration(dice, 2),
        "endings": dice.choice([["planned"], ["planned", "transferred"]]),
    }
    for name in dice.sample(list(options), dice.choice([0, 1, 2])):
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
    "video_reviews": (2, _sessions),
    "floor": (4, _floor),
    "cases": (2, _cases),
    "length": (1, _nothing),
    "registration": (1, _nothing),
    "prerequisite": (1, _prerequisite),
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
