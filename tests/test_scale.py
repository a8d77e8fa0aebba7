"""docs/scale.md says what is so."""

import re
from importlib.util import find_spec

import pytest

from tests.conftest import ROOT

RECIPE = re.compile(r"^(\w+):\n\n```python\n(.*?)```", re.DOTALL | re.MULTILINE)
RECIPES = dict(RECIPE.findall((ROOT / "docs" / "scale.md").read_text(encoding="utf-8")))


@pytest.mark.parametrize("library", ["pandas", "Dask", "polars"])
def test_a_recipe_labels_a_column(library: str) -> None:
    """The recipe as it is printed labels a budget management and unity leadership."""
    if find_spec(library.lower()) is None:
        pytest.skip(f"{library} is not installed")
    names: dict[str, object] = {"__name__": "recipe"}
    exec(RECIPES[library], names)  # noqa: S102  # our own page
    assert list(names["frame"]["label"])[:2] == ["management", "leadership"]  # type: ignore[index]
