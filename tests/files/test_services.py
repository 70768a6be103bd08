"""Files kept, opened, found altered, and swept, on a real database and a real disk."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DBAPIError

from tests.factories.files import pdf, picture
from tests.factories.people import make_programme
from trainee_app.files.models import StoredFile
from trainee_app.files.services import FileDamaged, FileRefused, file_flaws, folder, keep_file, opened, sweep_orphans

AT = datetime(2026, 11, 3, 10, tzinfo=UTC)
NAMED = "Letter about Baby Smith 943 476 5919.pdf"


@pytest.fixture(autouse=True)
def empty_folder(app, monkeypatch, tmp_path):
    monkeypatch.setitem(app.config, "FILES_PATH", tmp_path / "files")


def keep(content: bytes, name: str = NAMED) -> StoredFile:
    return keep_file(programme_id=make_programme().id, stream=BytesIO(content), name=name, actor_id=None, at=AT)


def test_a_file_is_kept_byte_by_byte_under_a_name_that_says_nothing(session) -> None:
    file = keep(pdf())
    assert opened(file) == pdf()
    path = folder() / file.name
    assert path.read_bytes() == pdf()
    assert path.stat().st_mode & 0o777 == 0o600
    assert file.name.endswith(".pdf")
    assert not any(part in file.name for part in ("Smith", "943", "Letter"))
    assert (file.kind, file.size_bytes) == ("pdf", len(pdf()))


@pytest.mark.parametrize(
    ("content", "name"), [(b"", "a.pdf"), (b"<svg/>", "a.pdf"), (pdf(), "a.html"), (bytes(26 * 1024**2), "a.pdf")]
)
def test_of_a_file_that_is_refused_nothing_is_kept(session, content, name) -> None:
    before = set(folder().iterdir()) if folder().exists() else set()
    with pytest.raises(FileRefused) as refused:
        keep(content, name)
    assert [each.field for each in refused.value.violations] == ["file"]
    assert session.scalar(select(func.count()).select_from(StoredFile)) == 0
    assert (set(folder().iterdir()) if folder().exists() else set()) == before


def test_a_file_that_was_altered_or_lost_on_disk_is_not_shown(session) -> None:
    altered, lost = (
        keep(pdf()),
        keep_file(programme_id=1, stream=BytesIO(picture("PNG")), name="a.png", actor_id=None, at=AT),
    )
    assert list(file_flaws()) == []
    (folder() / altered.name).write_bytes(pdf() + b"\n")
    (folder() / lost.name).unlink()
    for file in (altered, lost):
        with pytest.raises(FileDamaged):
            opened(file)
    assert {name for name, _ in file_flaws()} == {altered.name, lost.name}


def test_only_old_files_that_no_row_knows_are_swept(session) -> None:
    kept = keep(pdf())
    old, young = folder() / "orphan-of-last-week.pdf", folder() / "orphan-of-today.pdf"
    for path, age in ((folder() / kept.name, 8), (old, 8), (young, 0)):
        path.write_bytes(pdf())
        stamp = (AT - timedelta(days=age)).timestamp()
        os.utime(path, (stamp, stamp))
    assert sweep_orphans(at=AT) == 1
    assert sorted(path.name for path in folder().iterdir()) == sorted((kept.name, young.name))


def test_a_kept_file_is_never_swapped_in_the_database(session) -> None:
    file = keep(pdf())
    with pytest.raises(DBAPIError), session.begin_nested():
        session.execute(update(StoredFile).where(StoredFile.id == file.id).values(sha256="0" * 64))
    with pytest.raises(DBAPIError), session.begin_nested():
        session.execute(delete(StoredFile).where(StoredFile.id == file.id))
