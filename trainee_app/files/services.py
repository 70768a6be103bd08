"""Keeping files: looked into, written under a random name, and only then known to the database."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from flask import current_app

from trainee_app.db import db
from trainee_app.files import queries
from trainee_app.files.inspecting import look_into
from trainee_app.files.models import StoredFile
from trainee_app.files.rules import LARGEST_BYTES, FileKind, check_bytes, check_size, kind_named, violation
from trainee_app.refusals import FieldsAreFaulty, Refusal, Violation

_NAME_BYTES = 24
_PRIVATE = 0o600
# Longer than any request takes: what is younger may belong to a row that is about to be committed.
_ORPHANS_AFTER = timedelta(days=1)


class FileRefused(FieldsAreFaulty):
    """The file is not taken: the field's sentence says why and what to do. Nothing of it was kept."""


class FileDamaged(Refusal):
    """The bytes on disk are gone, or not those that were kept."""


def keep_file(
    *, programme_id: int, stream: IO[bytes] | None, name: str | None, actor_id: int | None, at: datetime
) -> StoredFile:
    """Look into a file and keep it; a rollback afterwards leaves an orphan, which is swept. Raises FileRefused.

    `name` is only asked for its ending, then forgotten: people write other people's names into file names.
    """
    kind, content = _taken(stream, name or "")
    file = StoredFile(
        programme_id=programme_id,
        name=f"{secrets.token_urlsafe(_NAME_BYTES)}{kind.extension}",
        kind=kind.value,
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        stored_at=at,
        stored_by=actor_id,
    )
    _write(folder() / file.name, content)
    db.session.add(file)
    db.session.flush()
    return file


def opened(file: StoredFile) -> bytes:
    """Return the file's bytes, exactly as they were kept; raises FileDamaged."""
    try:
        content = (folder() / file.name).read_bytes()
    except OSError as error:
        raise FileDamaged("This file cannot be found. Tell the course office: a backup holds it.") from error
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise FileDamaged("This file is not the one that was kept, so it is not shown. Tell the course office.")
    return content


def file_flaws() -> Iterator[tuple[str, str]]:
    """Yield each kept file that is gone or altered, by its name, with what is wrong; none when all is well."""
    for file in queries.files_kept():
        try:
            opened(file)
        except FileDamaged as damaged:
            yield file.name, str(damaged)


def sweep_orphans(*, at: datetime) -> int:
    """Take away files that no row knows, once they are a day old; return how many."""
    before = (at - _ORPHANS_AFTER).timestamp()
    known = queries.names_kept()
    orphans = [path for path in _files() if path.name not in known and path.stat().st_mtime < before]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)


def folder() -> Path:
    """Return where files are kept: beside the database, never where the web server looks."""
    path: Path = current_app.config["FILES_PATH"]
    return path


def _files() -> list[Path]:
    return [path for path in folder().iterdir() if path.is_file()] if folder().is_dir() else []


def _taken(stream: IO[bytes] | None, name: str) -> tuple[FileKind, bytes]:
    # One byte more than is taken is enough to know that there is too much.
    content = b"" if stream is None else stream.read(LARGEST_BYTES + 1)
    if stream is None or not name:
        raise FileRefused([violation("missing", "Choose a file: a PDF, or a JPEG or PNG picture.")])
    kind = kind_named(name)
    if kind is None:
        raise FileRefused([violation("kind", "Choose a PDF, or a JPEG or PNG picture; other files are not taken.")])
    found: Violation | None = check_size(len(content))
    if found is None:
        found = next(iter(check_bytes(kind, content)), None) or look_into(kind, content)
    if found is not None:
        raise FileRefused([found])
    return kind, content


def _write(path: Path, content: bytes) -> None:
    """Write the whole file under its name, or nothing: a half-written one never bears it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.unfinished")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
