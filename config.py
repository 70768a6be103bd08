"""The settings of one running copy, read from the environment and from nowhere else.

Every default is either safe in production or makes the application refuse to start there;
`Settings.faults` says which line is missing and what to write.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parent
ENVIRONMENTS = ("production", "development", "test")
_UNSAFE_SECRET = "for-development-only-never-for-people"  # noqa: S105 - refused in production, see faults()
_LEAST_SECRET_LENGTH = 32


class SettingUnreadable(ValueError):
    """A value in the environment cannot be read as what it should be."""


@dataclass(frozen=True)
class Settings:
    """Everything that may differ between two copies of the application.

    `clock_offset_days` moves the application's idea of now, so that another process can be
    tested at another date; production refuses it. `trusted_proxies` is how many proxies stand before this
    copy, so that attempts are counted by the visitor's address and not by the proxy's. `argon2_*` are argon2id's cost
    (memory in KiB), `*_minutes`, `*_hours` and `*_days` lengths of time as named.
    """

    environment: str = "production"
    secret_key: str = _UNSAFE_SECRET
    trail_key: str = _UNSAFE_SECRET
    instance_path: Path = field(default_factory=lambda: PROJECT / "instance")
    database_url: str = ""
    base_url: str = ""
    demo: bool = False
    debug: bool = False
    require_second_factor: bool = True
    clock_offset_days: int = 0
    argon2_memory_kib: int = 19 * 1024
    argon2_time_cost: int = 2
    session_idle_minutes: int = 30
    session_longest_hours: int = 12
    reauthentication_minutes: int = 5
    invitation_hours: int = 72
    reset_minutes: int = 60
    largest_body_bytes: int = 1024 * 1024
    trusted_proxies: int = 0
    mail_from: str = "training-record@localhost"
    smtp_host: str = ""
    smtp_port: int = 25
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_starttls: bool = True
    pg_bin: str = ""

    @property
    def sqlalchemy_url(self) -> str:
        """The database's address; an embedded SQLite file under the instance folder if none is given."""
        if not self.database_url:
            return f"sqlite:///{self.instance_path / 'trainee.sqlite'}"
        for scheme in ("postgresql://", "postgres://"):
            if self.database_url.startswith(scheme):
                return "postgresql+psycopg://" + self.database_url.removeprefix(scheme)
        return self.database_url

    @property
    def checkpoint_path(self) -> Path:
        """The file outside the database in which the trail's heads are kept."""
        return self.instance_path / "trail-checkpoints.txt"

    @property
    def files_path(self) -> Path:
        """The folder of what people hand in as evidence."""
        return self.instance_path / "files"

    @property
    def secure(self) -> bool:
        """Whether people reach this copy over HTTPS, so that cookies may insist on it."""
        return self.base_url.startswith("https://")

    def faults(self) -> tuple[str, ...]:
        """Say, a line each, why these settings must not serve people; empty if they may."""
        if self.environment != "production":
            return ()
        checks = (
            (_too_weak(self.secret_key), "SECRET_KEY is missing or too short: set it to 32 or more random characters."),
            (
                _too_weak(self.trail_key),
                "TRAIL_KEY is missing or too short: set it to 32 or more random characters of its own.",
            ),
            (self.secret_key == self.trail_key, "TRAIL_KEY equals SECRET_KEY: give the trail a key of its own."),
            (
                not self.base_url.startswith("https://"),
                "BASE_URL is missing or not https: set it to the address people use, such as https://record.example.org.",
            ),
            (self.debug, "FLASK_DEBUG is on: unset it."),
            (self.demo, "DEMO is on: unset it, demo people must not exist beside real ones."),
            (self.clock_offset_days != 0, "CLOCK_OFFSET_DAYS is set: unset it, real signatures need the real date."),
            (not self.require_second_factor, "REQUIRE_SECOND_FACTOR is off: unset it."),
        )
        return tuple(line for wrong, line in checks if wrong)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read the settings; raises SettingUnreadable with a line that names the variable."""
        given = os.environ if environ is None else environ
        environment = given.get("TRAINEE_ENV", "production")
        if environment not in ENVIRONMENTS:
            raise SettingUnreadable(f"TRAINEE_ENV is {environment!r}: write one of {', '.join(ENVIRONMENTS)}.")
        return cls(
            environment=environment,
            secret_key=given.get("SECRET_KEY", _UNSAFE_SECRET),
            trail_key=given.get("TRAIL_KEY", _UNSAFE_SECRET),
            instance_path=Path(given.get("INSTANCE_PATH", PROJECT / "instance")).resolve(),
            database_url=given.get("DATABASE_URL", ""),
            base_url=given.get("BASE_URL", "").rstrip("/"),
            demo=_flag(given, "DEMO", default=False),
            debug=_flag(given, "FLASK_DEBUG", default=False),
            require_second_factor=_flag(given, "REQUIRE_SECOND_FACTOR", default=True),
            clock_offset_days=_number(given, "CLOCK_OFFSET_DAYS", cls.clock_offset_days),
            argon2_memory_kib=_number(given, "ARGON2_MEMORY_KIB", cls.argon2_memory_kib),
            argon2_time_cost=_number(given, "ARGON2_TIME_COST", cls.argon2_time_cost),
            largest_body_bytes=_number(given, "LARGEST_BODY_BYTES", cls.largest_body_bytes),
            trusted_proxies=_number(given, "TRUSTED_PROXIES", cls.trusted_proxies),
            mail_from=given.get("MAIL_FROM", cls.mail_from),
            smtp_host=given.get("SMTP_HOST", ""),
            smtp_port=_number(given, "SMTP_PORT", cls.smtp_port),
            smtp_user=given.get("SMTP_USER", ""),
            smtp_password=given.get("SMTP_PASSWORD", ""),
            smtp_starttls=_flag(given, "SMTP_STARTTLS", default=True),
            pg_bin=given.get("PG_BIN", ""),
        )


def _too_weak(secret: str) -> bool:
    return secret == _UNSAFE_SECRET or len(secret) < _LEAST_SECRET_LENGTH


def _flag(given: Mapping[str, str], name: str, *, default: bool) -> bool:
    value = given.get(name, "").strip().lower()
    if not value:
        return default
    if value in ("1", "true", "yes", "on"):
        return True
    if value in ("0", "false", "no", "off"):
        return False
    raise SettingUnreadable(f"{name} is {value!r}: write 1 or 0.")


def _number(given: Mapping[str, str], name: str, default: int) -> int:
    value = given.get(name, "").strip()
    if not value:
        return default
    try:
        return int(value)
    except ValueError:
        raise SettingUnreadable(f"{name} is {value!r}: write a whole number.") from None
