"""Sample data about a case and a supervision, for the page that shows every component."""

from dataclasses import dataclass
from typing import Any, Final

from flask_wtf import FlaskForm
from wtforms import SelectChoice, SelectMultipleField

_MARTA, _LONG = "Marta Ellison", "Alexandrina Featherstonehaugh-Montgomery"


@dataclass(frozen=True, slots=True)
class _Dot:
    x: float
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class _Timeline:
    width: int
    dots: tuple[_Dot, ...]
    begins: str
    ends: str
    words: str


@dataclass(frozen=True, slots=True)
class _Named:
    public_id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class _Somebody:
    public_id: str
    person: _Named


@dataclass(frozen=True, slots=True)
class _Offered:
    trainee: _Somebody
    cases: tuple[_Named, ...]


_TIMELINE: Final = _Timeline(
    640,
    (
        *(_Dot(20 + 30 * week, "missed" if week in (4, 11) else "held", f"Week {week}: session") for week in range(20)),
        *(_Dot(35 + 60 * week, "supervision", f"Week {2 * week}: supervision") for week in range(10)),
        _Dot(320, "phase", "Week 10: early phase"),
    ),
    "2 Mar 2026",
    "20 Jul 2026",
    "From 2 Mar 2026 to 20 Jul 2026: 18 sessions held, 2 missed or cancelled, 10 supervisions, 1 phase signed off.",
)
_OFFERED: Final = (
    _Offered(_Somebody("sample-marta", _Named("", _MARTA)), (_Named("sample-case"),)),
    _Offered(_Somebody("sample-long", _Named("", _LONG)), ()),
)


class _PresentForm(FlaskForm):
    """The boxes of a supervision, as its own form has them."""

    class Meta:
        """Nothing is sent from here."""

        csrf = False

    present = SelectMultipleField(
        "Who was present?",
        choices=[SelectChoice("sample-marta", _MARTA), SelectChoice("sample-long", _LONG)],
        default=["sample-marta"],
    )
    presented = SelectMultipleField(
        "Which cases were presented?", choices=[SelectChoice("sample-case", "Marta’s case 1 · KESTREL-47")]
    )
    video = SelectMultipleField(
        "Of which was a video looked at?", choices=[SelectChoice("sample-case", "Marta’s case 1 · KESTREL-47")]
    )
    offered = _OFFERED


def case_samples() -> dict[str, Any]:
    """A timeline, and the people of a supervision."""
    return {"case_timeline": _TIMELINE, "present_form": _PresentForm(formdata=None, prefix="sample-")}
