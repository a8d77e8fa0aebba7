"""Run the tests on each release of Python that is installed: ``python scripts/test_pythons.py``.

Each gets an environment of its own, `.venv-VERSION`. A release is looked for on the path and among
those of pyenv. Arguments are passed on to pytest.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
RELEASES: Final = ("3.11", "3.12", "3.13", "3.14")


def find_python(release: str) -> str | None:
    """Return the path of an interpreter, or None if there is none that runs."""
    pyenv = sorted((Path.home() / ".pyenv" / "versions").glob(f"{release}.*/bin/python"))
    for candidate in (*reversed(pyenv), shutil.which(f"python{release}")):
        command = [str(candidate), "-c", "import venv, ssl, sqlite3"]
        if candidate and subprocess.run(command, check=False, capture_output=True).returncode == 0:
            return str(candidate)
    return None


def run_tests(python: str, release: str, arguments: list[str]) -> bool:
    """Install the project in an environment of this release, and return whether its tests pass."""
    environment = ROOT / f".venv-{release}"
    own_python = environment / "bin" / "python"
    subprocess.run([python, "-m", "venv", environment], check=True)
    subprocess.run(
        [own_python, "-m", "pip", "install", "--quiet", "--constraint", "constraints.txt",
         "--editable", ".[dev]"],
        check=True, cwd=ROOT,
    )  # fmt: skip
    tests = subprocess.run(
        [own_python, "-m", "pytest", "-q", "-n", "auto", *arguments], check=False, cwd=ROOT
    )
    return tests.returncode == 0


def main() -> None:
    """Print a line per release; exit with 1 if the tests fail on any."""
    results = {}
    for release in RELEASES:
        python = find_python(release)
        if python is None:
            results[release] = "skipped: not installed"
            continue
        print(f"Python {release}: {python}", flush=True)
        results[release] = "passed" if run_tests(python, release, sys.argv[1:]) else "FAILED"
    for release, result in results.items():
        print(f"Python {release}: {result}")
    sys.exit("FAILED" in results.values())


if __name__ == "__main__":
    main()
