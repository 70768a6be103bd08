"""The square picture that a phone reads."""

from __future__ import annotations

from markupsafe import Markup

_QUIET_MODULES = 4


def square_picture(content: str) -> Markup:
    """Return the picture as SVG for a page: dark on light in both themes, since phones need that; sized by its class."""
    import segno

    drawn = segno.make(content, error="m", micro=False).svg_inline(
        border=_QUIET_MODULES, omitsize=True, dark="#000", light="#fff", svgclass="qr", lineclass=None
    )
    return Markup(drawn)  # noqa: S704 - drawn by segno from squares; the content stands in it as a path only
