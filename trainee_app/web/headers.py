"""Headers of every answer: what a browser may do with it, and that it must not keep it."""

from __future__ import annotations

from flask import Flask, Response, request

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
# What a browser may keep: the same for everybody, and named by its content.
_KEPT = frozenset({"static", "assets.look"})
_YEAR_SECONDS = 365 * 24 * 3600


def add_headers(app: Flask) -> None:
    """Set the security headers on every answer, errors included."""

    @app.after_request
    def set_headers(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", _POLICY)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("X-Frame-Options", "DENY")
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if app.config["SESSION_COOKIE_SECURE"]:
            headers.setdefault("Strict-Transport-Security", f"max-age={_YEAR_SECONDS}; includeSubDomains")
        if request.endpoint in _KEPT and response.status_code < 400:  # noqa: PLR2004 - HTTP's own border
            headers["Cache-Control"] = (
                f"public, max-age={_YEAR_SECONDS}, immutable" if "v" in request.args else "public, max-age=300"
            )
        else:
            # Whatever a file's sender thinks of it: a shared computer keeps nothing.
            headers["Cache-Control"] = "no-store"
        return response
