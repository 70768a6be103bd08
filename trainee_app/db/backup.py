"""A backup: one archive with the database, the trail's checkpoints, the kept files, and a manifest of their hashes.

The hashes show damage, not malice: whoever can alter the archive can alter them too. Against malice
stand the trail's seals and the checkpoints kept elsewhere.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tarfile
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from sqlalchemy import Engine

from trainee_app.db.dumps import BackupRefused, Dumper, dumper_for, holds_rows
from trainee_app.db.revisions import standing_heads

_FORMAT = 1
_MANIFEST = "manifest.json"
_DATABASE = "database"
_CHECKPOINTS = "trail-checkpoints.txt"
_FILES = "files"
# A kept file's name in the archive; whatever else stands there is not one of ours and is never written anywhere.
_KEPT_FILE = re.compile(rf"{_FILES}/[A-Za-z0-9_-]+\.[a-z]{{3,4}}")
_LARGEST_MANIFEST_BYTES = 50_000_000
_PRIVATE = 0o600


@dataclass(frozen=True)
class Manifest:
    """What an archive holds: `files` are SHA-256 by name, `revisions` the migrations at which it was made."""

    made_at: str
    engine: str
    revisions: list[str]
    files: dict[str, str]
    format: int = _FORMAT


@dataclass(frozen=True)
class Restoration:
    """That a backup has been restored: when, from when it is, and its database's SHA-256."""

    at: datetime
    made_at: datetime
    sha256: str


AfterRestore = Callable[[Restoration], None]


@dataclass(frozen=True)
class Copy:
    """The running copy that is backed up, or into which a backup is restored."""

    engine: Engine
    checkpoints: Path
    files: Path
    pg_bin: str = ""

    @property
    def dumper(self) -> Dumper:
        """How this copy's engine takes its content out and puts it in."""
        return dumper_for(self.engine, self.pg_bin)


def create(copy: Copy, folder: Path, *, at: datetime) -> Path:
    """Write a backup into `folder` and return the archive; raises BackupRefused."""
    folder.mkdir(parents=True, exist_ok=True)
    archive = folder / f"training-record-{at:%Y%m%dT%H%M%S%fZ}.tar"
    with tempfile.TemporaryDirectory(dir=folder, prefix=".unfinished-") as name:
        work = Path(name)
        # The checkpoints first: they must not speak of lines that the dump does not hold yet.
        if copy.checkpoints.exists():
            shutil.copyfile(copy.checkpoints, work / _CHECKPOINTS)
        copy.dumper.dump(work / _DATABASE)
        # The kept files last: each was there before the row that knows it was committed.
        _copy_files(copy.files, work / _FILES)
        names = sorted(str(path.relative_to(work)) for path in work.rglob("*") if path.is_file())
        hashes = {name: _sha256(work / name) for name in names}
        manifest = Manifest(at.isoformat(), copy.engine.dialect.name, _revisions(copy.engine), hashes)
        (work / _MANIFEST).write_text(json.dumps(asdict(manifest), indent=1))
        _pack(work, [_MANIFEST, *names])
        (work / "archive").replace(archive)
    return archive


def _copy_files(standing: Path, into: Path) -> None:
    into.mkdir()
    for path in sorted(standing.iterdir()) if standing.is_dir() else ():
        if not _KEPT_FILE.fullmatch(f"{_FILES}/{path.name}"):
            continue
        try:
            shutil.copyfile(path, into / path.name)
        except FileNotFoundError:
            continue  # swept meanwhile: no row knows it


def _revisions(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return sorted(standing_heads(connection))


def _pack(work: Path, names: list[str]) -> None:
    descriptor = os.open(work / "archive", os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
    with os.fdopen(descriptor, "wb") as file:
        with tarfile.open(fileobj=file, mode="w") as tar:
            for name in names:
                tar.add(work / name, name)
        file.flush()
        os.fsync(file.fileno())


def restore(
    copy: Copy, archive: Path, *, known_revisions: set[str], replace: str, at: datetime
) -> tuple[Restoration, Path | None]:
    """Put a backup into this copy's database and checkpoint file.

    A database that holds anything is replaced only if `replace` is its name; what stood there is backed
    up first and that backup's path is returned. Raises BackupRefused, before anything is changed unless
    its message names that path.
    """
    with tempfile.TemporaryDirectory(dir=copy.checkpoints.parent, prefix=".restoring-") as name:
        work = Path(name)
        manifest = _unpack(archive, work)
        _insist_on_fitting(manifest, copy, known_revisions)
        dumper = copy.dumper
        dumper.check(work / _DATABASE)
        kept = _keep_what_stands(copy, replace, at)
        copy.engine.dispose()
        _load(dumper, work / _DATABASE, kept)
        copy.engine.dispose()
        _put_files(copy.files, work / _FILES)
        _put_checkpoints(copy.checkpoints, work / _CHECKPOINTS, at)
    return Restoration(at, datetime.fromisoformat(manifest.made_at), manifest.files[_DATABASE]), kept


def _load(dumper: Dumper, file: Path, kept: Path | None) -> None:
    try:
        dumper.load(file)
    except BackupRefused as refused:
        raise BackupRefused(
            f"{refused} What stood here before is kept in {kept}." if kept else str(refused)
        ) from refused


def _insist_on_fitting(manifest: Manifest, copy: Copy, known_revisions: set[str]) -> None:
    if manifest.engine != copy.engine.dialect.name:
        raise BackupRefused(f"this is a backup of {manifest.engine}, the database here is {copy.engine.dialect.name}.")
    if not set(manifest.revisions) <= known_revisions:
        raise BackupRefused("this backup was made by a newer version of the application: install that version first.")


def _keep_what_stands(copy: Copy, replace: str, at: datetime) -> Path | None:
    if not holds_rows(copy.engine):
        return None
    if replace != copy.dumper.name:
        raise BackupRefused(
            f"the database {copy.dumper.name} is not empty: restore into a new one, or say --replace {copy.dumper.name}."
        )
    return create(copy, copy.checkpoints.parent / "before-restore", at=at)


def _put_files(standing: Path, restored: Path) -> None:
    """Put the kept files beside those that stand here: names are random, and what no row knows is swept in time."""
    standing.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in sorted(restored.iterdir()) if restored.is_dir() else ():
        path.chmod(_PRIVATE)
        path.replace(standing / path.name)


def _put_checkpoints(standing: Path, restored: Path, at: datetime) -> None:
    # What was noted here stays beside: only it can show which lines the restored copy lacks.
    if standing.exists():
        standing.replace(standing.with_name(f"{standing.stem}-before-{at:%Y%m%dT%H%M%S%fZ}{standing.suffix}"))
    if restored.exists():
        restored.chmod(_PRIVATE)
        restored.replace(standing)


def _unpack(archive: Path, work: Path) -> Manifest:
    """Write the archive's files into `work`, each checked against its hash; raises BackupRefused."""
    try:
        with tarfile.open(archive, mode="r:") as tar:
            members = {member.name: member for member in tar.getmembers() if member.isfile()}
            manifest = _manifest(_opened(tar, members.get(_MANIFEST)).read(_LARGEST_MANIFEST_BYTES))
            if _DATABASE not in manifest.files or not all(_is_ours(name) for name in manifest.files):
                raise BackupRefused("this archive does not hold what a backup holds.")
            (work / _FILES).mkdir()
            for name, sha256 in manifest.files.items():
                with (work / name).open("xb") as target:
                    shutil.copyfileobj(_opened(tar, members.get(name)), target)
                if _sha256(work / name) != sha256:
                    raise BackupRefused(f"{name} in this archive is damaged: its hash is not the manifest's.")
    except (tarfile.TarError, OSError, EOFError) as error:
        raise BackupRefused(f"this archive cannot be read: {error}.") from error
    return manifest


def _is_ours(name: str) -> bool:
    return name in {_DATABASE, _CHECKPOINTS} or _KEPT_FILE.fullmatch(name) is not None


def _opened(tar: tarfile.TarFile, member: tarfile.TarInfo | None) -> IO[bytes]:
    file = None if member is None else tar.extractfile(member)
    if file is None:
        raise BackupRefused("this archive does not hold what a backup holds.")
    return file


def _manifest(written: bytes) -> Manifest:
    try:
        read = json.loads(written)
        if read["format"] != _FORMAT:
            raise BackupRefused(f"this backup has the format {read['format']}, known is {_FORMAT}.")
        manifest = Manifest(**read)
        datetime.fromisoformat(manifest.made_at)
    except (ValueError, TypeError, KeyError) as error:
        raise BackupRefused("the manifest of this archive cannot be read.") from error
    return manifest


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
