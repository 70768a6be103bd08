"""The wiring: literal tables of who belongs to the house and who hears what. Nothing registers itself."""

from __future__ import annotations

from collections.abc import Mapping

import click
from flask import Blueprint

from trainee_app.access import Permission
from trainee_app.events import Wiring
from trainee_app.mail.composing import Composer
from trainee_app.web import health

BLUEPRINTS: tuple[Blueprint, ...] = (health.blueprint,)

COMMANDS: tuple[click.Command, ...] = ()

PERMISSIONS: tuple[Permission, ...] = ()

EVENTS = Wiring(handlers={}, settlers=())

MAILS: Mapping[str, Composer] = {}
