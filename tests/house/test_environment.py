"""The script behind both commands: readable by an old Python, clear about what is missing, quick when nothing is."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest

from tests.house.project import PROJECT

SCRIPT = PROJECT / "requirements" / "environment.py"
_PRETEND = "import runpy, sys, pathlib; {}; sys.argv = ['environment.py', 'app']; sys.path.insert(0, {!r}); {}"


def _run(pretend: str, then: str) -> subprocess.CompletedProcess[str]:
    code = _PRETEND.format(pretend, str(SCRIPT.parent), then)
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


def test_an_old_python_can_read_it() -> None:
    assert ast.parse(SCRIPT.read_text(), feature_version=(3, 6)).body


def test_an_old_python_is_told_which_one_is_needed() -> None:
    done = _run("sys.version_info = (3, 9, 18)", f"runpy.run_path({str(SCRIPT)!r}, run_name='__main__')")
    assert done.returncode == 1
    assert done.stderr.startswith("trainee_app: Python 3.11 or later is needed; this one is ")
    assert len(done.stderr.splitlines()) == 1


def test_a_python_without_environments_is_told_the_package(tmp_path) -> None:
    nowhere = f"import environment; environment.ENVIRONMENT = pathlib.Path({str(tmp_path / 'venv')!r})"
    done = _run("sys.modules['ensurepip'] = None", f"{nowhere}; environment.main(['app'])")
    assert done.returncode == 1
    version = ".".join(map(str, sys.version_info[:2]))
    assert done.stderr == (
        "trainee_app: this Python cannot make environments. "
        f"On Debian or Ubuntu: sudo apt-get install python{version}-venv.\n"
    )


@pytest.mark.parametrize("held", ["app", "dev"])
def test_an_environment_with_the_stamp_of_its_lock_is_left_alone(tmp_path, held: str) -> None:
    stamped = (
        f"import environment; environment.ENVIRONMENT = pathlib.Path({str(tmp_path)!r});"
        "environment.python().parent.mkdir(); environment.python().touch();"
        f"environment.stamp({held!r}).write_text(environment.content_of_stamp({held!r}))"
    )
    done = _run("sys.dont_write_bytecode = True", f"{stamped}; environment.main(['app'])")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
