"""On what a run was made."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path

import psutil

_LIBRARIES = ("Flask", "SQLAlchemy", "Flask-SQLAlchemy", "psycopg", "gunicorn")


def machine_words() -> str:
    """Say which machine: processor, how many of it, memory, system."""
    memory = psutil.virtual_memory().total / 1024**3
    return f"{_processor()}, {os.cpu_count()} processors, {memory:.0f} GiB, {platform.system()} {platform.machine()}"


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    if described.exists():
        for line in described.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown processor"


def load_words() -> str:
    """Say how many processes ran, or waited to, before the run, on average over the last five minutes."""
    return f"load {os.getloadavg()[1]:.1f} on {os.cpu_count()} processors in the five minutes before"


def version_words() -> str:
    """Say which Python and libraries."""
    return ", ".join([f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in _LIBRARIES)])
