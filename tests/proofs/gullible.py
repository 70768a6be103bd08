"""A planted fault: the same application, which believes that every workbook is as small as it looks."""

from __future__ import annotations

from dataclasses import replace

from tests.proofs.killable import app
from trainee_app.imports.services import bringing_time

bringing_time.LIMITS = replace(bringing_time.LIMITS, unpacked_bytes=1 << 40)  # type: ignore[misc]

__all__ = ["app"]
