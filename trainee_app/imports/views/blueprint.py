"""The room's blueprint, to which each file of pages adds its own."""

from flask import Blueprint

blueprint = Blueprint("imports", __name__)
