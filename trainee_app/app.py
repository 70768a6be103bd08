"""The factory: settings in, a running application out."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from config import PROJECT, Settings
from trainee_app import events, wiring
from trainee_app.access import guard, policy
from trainee_app.background import cli as background_cli
from trainee_app.db import cli as backup_cli
from trainee_app.db import db
from trainee_app.db.edge import finish_with
from trainee_app.db.engine import prepare_engine
from trainee_app.db.unready import told_plainly
from trainee_app.mail import composing
from trainee_app.trail.services import TrailFinisher
from trainee_app.web import assets, errors, filters, headers, logs, serving
from trainee_app.web.application import Application

STATIC = Path(assets.STATIC)


def create_app(settings: Settings) -> Flask:
    """Return the application for these settings; it has read nothing from the database yet."""
    app = Application(
        "trainee_app",
        template_folder=str(PROJECT / "templates"),
        static_folder=str(STATIC),
        static_url_path="/static",
        instance_path=str(settings.instance_path),
    )
    _configure(app, settings)
    _connect_cellar(app)
    _look_past_proxies(app, settings.trusted_proxies)
    for blueprint in wiring.BLUEPRINTS:
        app.register_blueprint(blueprint)
    for command in wiring.COMMANDS:
        app.cli.add_command(told_plainly(command))
    guard.insist_on_permissions(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    settings.instance_path.mkdir(parents=True, exist_ok=True)
    app.config.from_mapping(
        ENVIRONMENT=settings.environment,
        TESTING=settings.environment == "test",
        SECRET_KEY=settings.secret_key,
        TRAIL_KEY=settings.trail_key,
        CHECKPOINT_PATH=settings.checkpoint_path,
        FILES_PATH=settings.files_path,
        BASE_URL=settings.base_url,
        DEMO=settings.demo,
        REQUIRE_SECOND_FACTOR=settings.require_second_factor,
        CLOCK_OFFSET_DAYS=settings.clock_offset_days,
        ARGON2_MEMORY_KIB=settings.argon2_memory_kib,
        ARGON2_TIME_COST=settings.argon2_time_cost,
        SESSION_IDLE_MINUTES=settings.session_idle_minutes,
        SESSION_LONGEST_HOURS=settings.session_longest_hours,
        REAUTHENTICATION_MINUTES=settings.reauthentication_minutes,
        INVITATION_HOURS=settings.invitation_hours,
        RESET_MINUTES=settings.reset_minutes,
        MAIL_FROM=settings.mail_from,
        SMTP_HOST=settings.smtp_host,
        SMTP_PORT=settings.smtp_port,
        SMTP_USER=settings.smtp_user,
        SMTP_PASSWORD=settings.smtp_password,
        SMTP_STARTTLS=settings.smtp_starttls,
        PG_BIN=settings.pg_bin,
        SETTING_FAULTS=settings.faults(),
        SQLALCHEMY_DATABASE_URI=settings.sqlalchemy_url,
        # What people wrote must not reach the log by way of a failed statement.
        SQLALCHEMY_ENGINE_OPTIONS={"hide_parameters": True},
        MAX_CONTENT_LENGTH=settings.largest_body_bytes,
        MAX_FORM_MEMORY_SIZE=settings.largest_body_bytes,
        SESSION_COOKIE_NAME="training_record",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=settings.secure,
    )


def _look_past_proxies(app: Flask, number: int) -> None:
    """Believe what so many proxies say of the visitor's address; a header that none of them wrote is not believed."""
    if number:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=number, x_proto=number)  # type: ignore[method-assign]


def _connect_cellar(app: Application) -> None:
    logs.write_json_lines()
    db.init_app(app)
    prepare_engine(app)
    Migrate(app, db, directory=str(PROJECT / "migrations"), render_as_batch=True)
    CSRFProtect(app)
    policy.connect(app, wiring.PERMISSIONS)
    events.connect(app, wiring.EVENTS)
    composing.connect(app, wiring.MAILS)
    background_cli.connect(app, wiring.JOBS)
    serving.connect(app, wiring.GUARDS, wiring.SERVING_CHECKS)
    backup_cli.connect(app, wiring.GUARDS, wiring.AFTER_RESTORE)
    app.extensions["courses"] = wiring.COURSES
    app.extensions["uncounted"] = wiring.UNCOUNTED
    app.extensions["other_end"] = wiring.OTHER_END
    app.extensions["receipts"] = wiring.RECEIPTS
    app.extensions["receipt_facts"] = wiring.RECEIPT_FACTS
    finish_with(app, TrailFinisher())
    headers.add_headers(app)
    errors.register_error_pages(app)
    assets.register_assets(app)
    filters.register(app)
