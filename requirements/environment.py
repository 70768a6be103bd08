"""Makes the environment from a lock file, and renews the lock files.

    python3 requirements/environment.py app     what `make run` needs
    python3 requirements/environment.py dev     what `make test` needs; holds all of app
    python3 requirements/environment.py lock    renew both locks

Standard library only, and readable by an old Python, so that an old Python gets a clear line
instead of a syntax error. A stamp beside the environment makes a second call cost nothing.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENVIRONMENT = HERE.parent / ".venv"
OLDEST_PYTHON = (3, 11)
NEEDED = "Python {}.{} or later is needed".format(*OLDEST_PYTHON)


def main(arguments):
    if sys.version_info < OLDEST_PYTHON:
        fail("{}; this one is {}. Name another: make run PYTHON=python3.12".format(NEEDED, sys.version.split()[0]))
    if arguments not in (["app"], ["dev"], ["lock"]):
        fail("say which: app, dev or lock")
    if arguments == ["lock"]:
        renew_locks()
    else:
        ensure(arguments[0])


def ensure(kind):
    """Make the environment hold at least the lock `kind`; do nothing where it already does."""
    if python().exists() and any(is_stamped(held) for held in {kind, "dev"}):
        return
    if not works(python()):
        make_environment()
    lock = HERE / (kind + ".lock")
    print("Installing {} into {} (once; a minute or two) ...".format(lock.name, ENVIRONMENT.name), flush=True)
    if subprocess.call([*installer(), "--require-hashes", "--only-binary", ":all:", "-r", str(lock)]) != 0:
        fail(
            "the packages could not be installed; the lines above say why. Wheels exist for glibc Linux, macOS and Windows"
        )
    stamp(kind).write_text(content_of_stamp(kind))


def make_environment():
    """Create an empty environment in place of whatever stands there."""
    try:
        import ensurepip  # noqa: F401 - Debian leaves exactly this one out
        import venv  # noqa: F401
    except ImportError:
        package = "python{}.{}-venv".format(*sys.version_info[:2])
        fail("this Python cannot make environments. On Debian or Ubuntu: sudo apt-get install {}".format(package))
    if ENVIRONMENT.exists():
        shutil.rmtree(str(ENVIRONMENT))
    if subprocess.call([sys.executable, "-m", "venv", str(ENVIRONMENT)]) != 0:
        shutil.rmtree(str(ENVIRONMENT), ignore_errors=True)
        fail("the environment could not be made; the lines above say why")


def installer():
    """Return the command that installs: uv where it is found, since it is quicker; else pip."""
    uv = shutil.which("uv")
    if uv:
        return [uv, "pip", "install", "--quiet", "--python", str(python())]
    return [str(python()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]


def renew_locks():
    """Resolve both locks anew, for every platform at once and without recording where files came from."""
    ensure("dev")
    uv = [shutil.which("uv")] if shutil.which("uv") else [str(python()), "-m", "uv"]
    if subprocess.call([*uv, "--version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) != 0:
        subprocess.check_call([str(python()), "-m", "pip", "install", "--quiet", "uv"])
    for kind, extra in (("app", []), ("dev", ["--constraint", "app.lock"])):
        command = [*uv, "pip", "compile", "--quiet", "--upgrade", "--universal", "--python-version", "3.11"]
        command += ["--generate-hashes", "--no-header", "--no-annotate", "--only-binary", ":all:", *extra]
        subprocess.check_call([*command, "--output-file", kind + ".lock", kind + ".in"], cwd=str(HERE))
        print("Renewed requirements/{}.lock".format(kind))


def is_stamped(kind):
    return stamp(kind).exists() and stamp(kind).read_text() == content_of_stamp(kind)


def stamp(kind):
    return ENVIRONMENT / (kind + ".stamp")


def content_of_stamp(kind):
    """Name the lock and the place: an environment that was copied elsewhere is made anew."""
    digest = hashlib.sha256((HERE / (kind + ".lock")).read_bytes()).hexdigest()
    return "{} {}\n".format(digest, ENVIRONMENT)


def works(candidate):
    """Say whether a Python stands there, starts, has pip and is new enough."""
    if not candidate.exists():
        return False
    question = "import sys, pip; sys.exit(sys.version_info < {!r})".format(OLDEST_PYTHON)
    return subprocess.call([str(candidate), "-c", question], stderr=subprocess.DEVNULL) == 0


def python():
    posix = ENVIRONMENT / "bin" / "python"
    return posix if posix.parent.exists() or sys.platform != "win32" else ENVIRONMENT / "Scripts" / "python.exe"


def fail(line):
    sys.exit("trainee_app: {}.".format(line))


if __name__ == "__main__":
    main(sys.argv[1:])
