"""The lower bounds of the dependencies are the versions that `make oldest` installs."""

from __future__ import annotations

import re
import tomllib

from tests.conftest import ROOT

_REQUIREMENT = re.compile(r"([\w-]+)>=([\d.]+)")


def test_the_oldest_job_installs_the_lower_bounds() -> None:
    """Each lower bound that a user's installation may have is pinned in constraints-oldest.txt."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    requirements = [*project["dependencies"], *extras["bulk"], *extras["tables"]]
    found = [_REQUIREMENT.match(requirement) for requirement in requirements]
    bounds = {match[1]: match[2] for match in found if match}
    assert len(bounds) == len(requirements)
    lines = (ROOT / "constraints-oldest.txt").read_text(encoding="utf-8").lower().splitlines()
    pins = dict(line.split("==") for line in lines if "==" in line)
    assert set(bounds) <= set(pins)
    for name, bound in bounds.items():
        assert pins[name] == bound or re.fullmatch(rf"{re.escape(bound)}(\.\d+)+", pins[name]), name


def test_no_release_that_runs_code_from_a_file() -> None:
    """Releases of pyarrow up to 14.0.0 run code from a hostile file (CVE-2023-47248)."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "pyarrow>=14.0.1" in project["optional-dependencies"]["tables"]
