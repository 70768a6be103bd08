"""The figures beside their bars, for the terminal and for docs/performance.md. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.bars import PLAIN, PLAIN_AGAIN
from benchmarks.figures import Spread, Verdict, ratios, spread

BEGIN, END = "<!-- results: begin -->", "<!-- results: end -->"


@dataclass(frozen=True)
class Section:
    """What one engine, or one part, gave. `about` says on what it was measured."""

    title: str
    about: str
    verdicts: Sequence[Verdict]


def timed(bars: Mapping[str, float], seconds: Mapping[str, Sequence[float]]) -> list[Verdict]:
    """Return the requests that have bars as multiples of F, the two plain pages first."""
    multiples = ratios(seconds, PLAIN)
    return [
        Verdict(name, multiples[name], bars.get(name), "F", _milliseconds(spread(seconds[name])))
        for name in (PLAIN, PLAIN_AGAIN, *bars)
    ]


def _milliseconds(found: Spread) -> str:
    times = f"{found.median * 1000:.2f} ms ({found.lower * 1000:.2f} to {found.upper * 1000:.2f})"
    return f"{times}, {found.count} times"


def lines(sections: Iterable[Section]) -> list[str]:
    """Return the report as lines of a terminal."""
    found = []
    for section in sections:
        found += [section.title, f"  {section.about}"]
        for each in section.verdicts:
            bar = "" if each.bar is None else f"bar {_figure(each.bar)}"
            found.append(
                f"  {each.what:<46}{_figure(each.figure):>9} {each.unit:<5}{bar:<10}{_said(each):<8}{each.detail}"
            )
        found.append("")
    return found


def markdown(sections: Iterable[Section], intro: str) -> str:
    """Return the part of docs/performance.md that a run writes."""
    parts = [BEGIN, "", intro, ""]
    for section in sections:
        parts += [
            f"### {section.title}",
            "",
            section.about,
            "",
            "| What | Figure | Bar | Holds | Median, middle half |",
        ]
        parts += ["|---|---|---|---|---|"]
        for each in section.verdicts:
            bar = "" if each.bar is None else f"{_figure(each.bar)} {each.unit}"
            figure = f"{_figure(each.figure)} {each.unit}"
            parts.append(f"| {each.what} | {figure.strip()} | {bar.strip()} | {_said(each)} | {each.detail} |")
        parts.append("")
    return "\n".join([*parts, END])


def put_into(document: str, results: str) -> str:
    """Return the document with its old results replaced; raises ValueError if it has no place for them."""
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError("the document has no place for results")
    return before + results + after


def _figure(value: float) -> str:
    if value == int(value):
        return f"{value:.0f}"
    return f"{value:.2f}" if abs(value) >= 0.1 else f"{value:.4f}"


def _said(verdict: Verdict) -> str:
    if verdict.bar is None:
        return ""
    return "yes" if verdict.holds else "NO"
