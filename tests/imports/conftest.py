"""What the tests of files of time begin with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from tests.factories.people import saved
from tests.imports.filing import NOW, Training


@pytest.fixture
def training(app: Flask) -> Iterator[Training]:
    """A trainee with a log, another one, and the administrator."""
    with time_machine.travel(NOW, tick=False):
        with saved(app):
            made = Training()
        yield made
