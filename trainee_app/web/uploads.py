"""Which pages take files, and so larger bodies than any other page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

# More than the largest file that is kept, so that one which is too large is answered at its field, with all typed kept.
LARGEST_UPLOAD_BYTES = 40 * 1024 * 1024
_MARK = "takes_files"
_View = TypeVar("_View", bound=Callable[..., Any])


def with_files(view: _View) -> _View:
    """Let a view take files. Its form is read before anything else, so the larger bound must be known by then."""
    setattr(view, _MARK, True)
    return view


def takes_files(view: Callable[..., Any]) -> bool:
    """Say whether the view takes files."""
    return bool(getattr(view, _MARK, False))
