"""Finds a Chromium of this machine; none is ever downloaded."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
_ELSEWHERE = (
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    Path("C:/Program Files/Google/Chrome/Application/chrome.exe"),
)
MISSING = "no Chromium is found: install Debian's chromium, or name one by CHROMIUM=/path/to/it"


def find_chromium() -> Path | None:
    """Return the browser to use: the one named by CHROMIUM, else the first known one; None if there is none."""
    named = os.environ.get("CHROMIUM")
    candidates = [named] if named else NAMES
    found = (shutil.which(candidate) for candidate in candidates)
    known = [Path(path) for path in found if path]
    if named:
        return known[0] if known else None
    return next(iter([*known, *(path for path in _ELSEWHERE if path.exists())]), None)


def launch_arguments() -> list[str]:
    """Return what Chromium needs here: as root it starts only without its sandbox."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return ["--disable-dev-shm-usage", *(["--no-sandbox"] if is_root else [])]
