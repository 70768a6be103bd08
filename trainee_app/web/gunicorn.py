"""gunicorn's settings: `gunicorn -c trainee_app/web/gunicorn.py wsgi:app`.

Threads, since pages wait for the database; loaded before forking, since memory is then shared. What
may differ between copies is set by gunicorn's own variables, WEB_CONCURRENCY and GUNICORN_CMD_ARGS.
"""

from __future__ import annotations

import gc
import os
from typing import Any

from trainee_app.db import db
from trainee_app.web import serving

bind = os.environ.get("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
preload_app = True
control_socket_disable = True
timeout = 30
graceful_timeout = 20
# Lines and headers longer than this are no request of a browser.
limit_request_line = 4094
limit_request_fields = 60


def on_starting(server: Any) -> None:
    """Refuse before the port is opened: people rather see nothing than a copy that does not protect them."""
    serving.refuse_if_unfit(server.app.wsgi())


def when_ready(_server: Any) -> None:
    """Take what is loaded out of the rubbish collection, just before forking: a worker that looked through it would
    write into, and so copy, the memory that all of them share."""
    gc.collect()
    gc.freeze()


def post_fork(server: Any, _worker: Any) -> None:
    """Give each worker connections of its own: one that is shared mixes up two people's answers.

    And let it look for rubbish less often: a page makes thousands of objects that live as long as the page, and looking
    through them as often as usual costs a tenth of it.
    """
    gc.set_threshold(20_000, 20, 20)
    with server.app.wsgi().app_context():
        db.engine.dispose(close=False)
