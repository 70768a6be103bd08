"""`flask programme`: whatever file it is given, it answers in words."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.programmes.examples import EXAMPLES
from tests.programmes.records import PIP_FILE
from trainee_app.programmes.cli import group

PIP = PIP_FILE.read_text(encoding="utf-8")
ROOT = Path(__file__).parents[2]


def said(*words):
    """Run a command; no exception may come through, whatever it is given."""
    answer = CliRunner().invoke(group, [str(word) for word in words])
    assert answer.exception is None or isinstance(answer.exception, SystemExit)
    return answer.exit_code, answer.output


@pytest.fixture
def faulty(tmp_path):
    path = tmp_path / "faulty.toml"
    path.write_text(
        PIP.replace('at_least = "60 h"', "at_least = 60").replace('kind = "floor"', 'kind = "flor"'), "utf-8"
    )
    return path


@pytest.mark.parametrize("path", [PIP_FILE, *sorted(EXAMPLES.glob("*.toml"))], ids=lambda path: path.stem)
def test_what_is_shipped_has_no_faults_and_can_be_explained(path) -> None:
    code, output = said("check", path)
    assert (code, output.count("no faults")) == (0, 1)
    code, output = said("explain", path)
    assert code == 0
    assert "What is asked for" in output


@pytest.mark.parametrize("command", ["check", "explain"])
def test_what_can_never_be_met_is_no_fault_and_is_said_first(command, tmp_path) -> None:
    path = tmp_path / "no_case_work.toml"
    path.write_text(PIP.replace("needs_case = true", "needs_case = false"), "utf-8")
    code, output = said(command, path)
    assert code == 0
    assert "Look again" in output
    assert "“Three training cases” asks for training cases, and no activity has needs_case = true" in output
    assert "Look again" not in said(command, PIP_FILE)[1]


def test_every_fault_is_named_with_file_line_requirement_key_and_what_to_write(faulty) -> None:
    code, output = said("check", faulty)
    lines = faulty.read_text("utf-8").splitlines()
    duration, kind = (lines.index(line) + 1 for line in ("at_least = 60", 'kind = "flor"'))
    assert code == 1
    assert (
        f"{faulty}, line {duration}, requirement supervision, at_least: must be a duration with its unit; write"
        in output
    )
    assert (
        f"{faulty}, line {kind}, requirement monthly_supervision, kind: there is no kind “flor”; write “floor”"
        in output
    )
    assert "has 2 faults" in output
    assert "docs/programme-language.md" in output


def _missing(folder):
    return folder / "nowhere.toml"


def _folder(folder):
    return folder


def _binary(folder):
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    return folder / "picture.png"


def _latin(folder):
    (folder / "latin.toml").write_bytes("[programme]\ntitle = “Thérapie”".encode("utf-16-le").replace(b"\0", b""))
    return folder / "latin.toml"


def _huge(folder):
    path = folder / "huge.toml"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    return path


def _deep(folder):
    path = folder / "deep.toml"
    path.write_text("a = " + "[" * 50_000, "utf-8")
    return path


def _empty(folder):
    (folder / "empty.toml").touch()
    return folder / "empty.toml"


def _within_a_file(folder):
    (folder / "file").touch()
    return folder / "file" / "pip.toml"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (_missing, "there is no such file"),
        (_within_a_file, "there is no such file"),
        (_folder, "it is a folder"),
        (_binary, "no text file"),
        (_latin, "line 2: holds a character that is not UTF-8"),
        (_huge, "larger than 256 KB"),
        (_deep, "nested too deeply"),
        (_empty, "the file is empty"),
    ],
)
@pytest.mark.parametrize("command", ["check", "explain", "diff"])
def test_a_file_that_is_no_definition_is_said_and_ends_with_1(command, make, words, tmp_path) -> None:
    path = make(tmp_path)
    code, output = said(command, path, *([PIP_FILE] if command == "diff" else []))
    assert code == 1
    assert words in output
    assert "Traceback" not in output


@pytest.mark.parametrize("path", ["/dev/zero", "/dev/null", "\0", "x" * 5_000])
def test_what_is_no_file_at_all_is_said_too(path) -> None:
    assert said("check", path)[0] == 1


def test_a_file_cannot_move_the_cursor(tmp_path) -> None:
    path = tmp_path / "sly.toml"
    path.write_text(PIP.replace('title = "Parent-infant psychotherapy"', 'title = "\\u001b[2Jgone"'), "utf-8")
    for command in ("check", "explain"):
        assert "\x1b" not in said(command, path)[1]


def test_two_that_say_the_same_differ_in_nothing_however_they_are_written(tmp_path) -> None:
    path = tmp_path / "same.toml"
    path.write_text("# a comment\n" + PIP.replace('"60 h"', '"3600 min"'), "utf-8")
    assert said("diff", PIP_FILE, path) == (0, "Nothing changes: both say the same.\n")


def test_a_difference_says_what_changes_and_for_whom(tmp_path) -> None:
    path = tmp_path / "later.toml"
    path.write_text(PIP.replace('at_least = "60 h"', 'at_least = "70 h"'), "utf-8")
    code, output = said("diff", PIP_FILE, path)
    assert code == 0
    assert "Supervision, at least 60 hours: changed (requirement supervision)" in output
    assert "at least 60 h and less than 70 h was enough, and no longer is" in output


def test_it_works_without_a_database_and_without_settings() -> None:
    environment = {"PATH": os.environ["PATH"], "FLASK_APP": "wsgi"}
    answer = subprocess.run(
        [sys.executable, "-m", "flask", "programme", "check", str(PIP_FILE)],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (answer.returncode, answer.stdout.count("no faults")) == (0, 1), answer.stderr
