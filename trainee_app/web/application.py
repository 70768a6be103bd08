"""The Flask application: a request is one transaction, committed when its answer is ready."""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask, Request, Response, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import ImmutableMultiDict, iter_multi_items

from trainee_app import events
from trainee_app.db import db, edge
from trainee_app.db.engine import begin_reading, begin_writing
from trainee_app.web.uploads import LARGEST_UPLOAD_BYTES, takes_files

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_log = logging.getLogger(__name__)


class ReadingPageWrote(RuntimeError):
    """A page that only reads has changed the record."""


class WithoutNul(ImmutableMultiDict[str, Any]):
    """What an address or a form holds, without NUL: nobody types it, and PostgreSQL neither keeps nor compares it."""

    def __init__(self, mapping: Any = None) -> None:
        pairs = () if mapping is None else iter_multi_items(mapping)
        super().__init__([(name, _without_nul(value)) for name, value in pairs])


def _without_nul(value: Any) -> Any:
    return value.replace("\0", "") if isinstance(value, str) else value


class Asked(Request):
    """A request whose texts a database can hold, so that no form has to think of it."""

    parameter_storage_class = WithoutNul


class Application(Flask):
    """Flask, with the edge: an answer commits what was done for it, an escaping exception undoes it."""

    request_class = Asked

    def preprocess_request(self) -> ResponseReturnValue | None:
        """Begin reading pages deferred and all others ready to write, before anything asks the database."""
        if request.endpoint and takes_files(self.view_functions[request.endpoint]):
            request.max_content_length = LARGEST_UPLOAD_BYTES
        begin_reading() if request.method in SAFE_METHODS else begin_writing()
        return super().preprocess_request()

    def dispatch_request(self) -> Response:
        """Run the view, draw its answer, then commit (or, for a reading page, make sure that it only read)."""
        response = self.make_response(super().dispatch_request())
        if request.method not in SAFE_METHODS:
            edge.commit()
        elif _has_changes():
            edge.roll_back()
            self._complain()
        return response

    def _complain(self) -> None:
        if self.testing or self.debug:
            raise ReadingPageWrote(request.endpoint)
        _log.error("a reading page changed something and was rolled back: %s", request.endpoint)


def _has_changes() -> bool:
    session: Any = db.session
    return bool(session.new or session.dirty or session.deleted or events.published())
