"""The data map, as it ships."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from trainee_app.privacy.rules import DataMap, read_data_map

_FILE = Path(__file__).with_name("data_map.toml")


@cache
def data_map() -> DataMap:
    """Return the map of every column."""
    return read_data_map(_FILE.read_text(encoding="utf-8"))
