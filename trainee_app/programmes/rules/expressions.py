"""A sum written by a course: how the time of a group is shared, in whole numbers, `time` and `present`.

Read with Python's own parser and walked by hand, so that nothing but arithmetic can stand in it; calculated in
fractions, so that nothing is rounded before the end.
"""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

_MOST_CHARACTERS: Final = 200
_LARGEST_NUMBER: Final = 10_000
# Every group anybody will ever record is tried when the expression is read.
_TRIED: Final = range(1, 61)

_OPERATIONS: Final[Mapping[type[ast.operator], Callable[[Fraction, Fraction], Fraction]]] = {
    ast.Add: lambda left, right: left + right,
    ast.Sub: lambda left, right: left - right,
    ast.Mult: lambda left, right: left * right,
    ast.Div: lambda left, right: left / right,
}
_CHOICES: Final = ("min", "max")


class ExpressionFaulty(ValueError):
    """The text is no expression that can be used; its message says what to write."""


@dataclass(frozen=True, slots=True)
class Expression:
    """Minutes for each trainee present, out of the session's `time` in minutes and the number `present`."""

    text: str

    def minutes(self, time: int, present: int) -> int:
        """To the nearest minute, half up; never less than nothing, never more than the full time."""
        try:
            value = _value(_tree(self.text), {"time": Fraction(time), "present": Fraction(max(present, 1))})
        except ZeroDivisionError:
            return 0
        return min(max((2 * value + 1).__floor__() // 2, 0), time)


def expression(text: str) -> Expression:
    """Read an expression such as "time * 2 / present". Raises ExpressionFaulty."""
    tree = _tree(text)
    for present in _TRIED:
        try:
            value = _value(tree, {"time": Fraction(60), "present": Fraction(present)})
        except ZeroDivisionError:
            raise ExpressionFaulty(f"divides by nothing with {present} present; write for instance max(...)") from None
        if value < 0:
            raise ExpressionFaulty(f"comes to less than nothing with {present} present; write for instance max(0, ...)")
    return Expression(" ".join(text.split()))


def _tree(text: str) -> ast.expr:
    if len(text) > _MOST_CHARACTERS:
        raise ExpressionFaulty(f"is longer than {_MOST_CHARACTERS} characters; write a shorter sum")
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ExpressionFaulty('is no sum; write for instance "time * 2 / present"') from None


def _value(tree: ast.expr, names: Mapping[str, Fraction]) -> Fraction:
    match tree:
        case ast.Constant(value=bool()):
            pass
        case ast.Constant(value=int(number)) if number <= _LARGEST_NUMBER:
            return Fraction(number)
        case ast.Name(id=name) if name in names:
            return names[name]
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _OPERATIONS:
            return _OPERATIONS[type(operator)](_value(left, names), _value(right, names))
        case ast.Call(func=ast.Name(id=name), args=list(values), keywords=[]) if name in _CHOICES and values:
            return min(_each(values, names)) if name == "min" else max(_each(values, names))
        case _:
            pass
    raise ExpressionFaulty(
        f"“{ast.unparse(tree)}” means nothing here; write whole numbers, time, present, + - * / ( ), min and max"
    )


def _each(values: list[ast.expr], names: Mapping[str, Fraction]) -> list[Fraction]:
    return [_value(each, names) for each in values]
