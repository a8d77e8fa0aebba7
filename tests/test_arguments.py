"""What the Python API says of arguments that are no text, and columns of pandas."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from lmclassify import Document, DocumentError, classify_document, classify_many
from tests.conftest import EXAMPLES, ROOT

MIXED = ["Set the annual budget", float("nan"), pd.NA, "", None, pd.NaT, "  ", Decimal("NaN")]


def test_missing_and_blank_items_become_none() -> None:
    """With missing="none", whatever is missing or blank gives None; the rest is classified."""
    labels = [p and p.label for p in classify_many(MIXED, missing="none")]
    assert labels == ["management", *[None] * 7]
    assert classify_many([], missing="none") == []


@pytest.mark.parametrize("dtype", ["object", "string", "str"])
def test_columns_of_every_type(dtype: str) -> None:
    """A column is classified in order, whatever type pandas gives it."""
    column = pd.Series(["Set the annual budget", None, " "], dtype=dtype, index=[7, 8, 9])
    labels = [p and p.label for p in classify_many(column, missing="none")]
    assert labels == ["management", None, None]
    with pytest.raises(TypeError, match=r"2 of 3 items .* item 1 \(index 8\) is missing \(NaN|Non"):
        classify_many(column)


WRONG: list[tuple[Callable[[], object], type[Exception], str]] = [
    (lambda: classify_many(["a", pd.NA]), TypeError, r"^item 1 is missing \(NaN\); pass missing"),
    (lambda: classify_many(["a", 3], missing="none"), TypeError, "^item 1 is int, not a string; c"),
    (
        lambda: classify_many([" ", "a", ""]),
        ValueError,
        "^2 of 3 items .*: item 0 is empty, it",
    ),
    (lambda: classify_many(["", 3]), TypeError, "item 0 is empty, item 1 is int, not a string; p"),  # type: ignore[list-item]
    (lambda: classify_many([None] * 9), TypeError, "item 2 is missing .None., and 6 more; pass"),  # type: ignore[list-item]
    (lambda: classify_many(["a"], missing="skip"), ValueError, "can be 'raise' or 'none'"),  # type: ignore[call-overload]
]


@pytest.mark.parametrize(("call", "error", "message"), WRONG)
def test_errors_name_all_bad_items(
    call: Callable[[], object], error: type[Exception], message: str
) -> None:
    """An error counts the items that cannot be classified, names the first, and says what to do."""
    with pytest.raises(error, match=message):
        call()


def test_errors_name_the_index() -> None:
    """An error names the label in the index, where it is not the position itself."""
    column = pd.Series(["a", None, 3.5], index=["row-7", "row-8", "row-9"])
    with pytest.raises(TypeError, match=r"item 1 \(index 'row-8'\).*item 2 \(index 'row-9'\)"):
        classify_many(column)
    with pytest.raises(TypeError, match=r"^item 1 is missing"):
        classify_many(pd.Series(["a", None]))


@pytest.mark.parametrize(
    "text",
    ["Sets the budget. Leads the team.", "Sets the budget", "Sets\nthe budget", "x" * 5000],
)
def test_a_text_in_place_of_a_path(text: str) -> None:
    """classify_document(text) says that a path is expected, and how to pass a text."""
    with pytest.raises(DocumentError, match=r"expects a path\. .*Document\(\"its name\", text\)"):
        classify_document(text)


def test_paths_with_spaces(tmp_path: Path) -> None:
    """A path may have spaces, with or without a suffix, and a wrong one is a wrong path."""
    file = tmp_path / "my job description"
    file.write_text("• Sets the budget", encoding="utf-8")
    assert classify_document(str(file)).summary.counts["management"] == 1
    with pytest.raises(DocumentError, match="No such file"):
        classify_document("my job.docx")


def test_records_make_a_table() -> None:
    """to_records() has one flat record per statement, and makes a table."""
    result = classify_document(EXAMPLES / "ward_manager.txt")
    table = pd.DataFrame(result.to_records())
    assert list(table["text"]) == [statement.text for statement, _ in result.statements]
    assert list(table["practice"].dropna()) == [p for p in result.practices if p]
    assert (table[["leadership", "management", "neither"]].sum(axis=1) - 1).abs().max() < 1e-9
    assert classify_document(Document("x", "# ONE\n")).to_records() == []


def test_the_recipe_of_the_readme(monkeypatch: pytest.MonkeyPatch) -> None:
    """README's recipe for pandas runs on a column with missing, blank and numeric values."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (recipe,) = (
        block.partition("```")[0]
        for block in readme.split("```python\n")[1:]
        if 'df["duty"]' in block
    )
    duties = ["Set the annual budget", float("nan"), pd.NA, "", 42, "Take blood samples"]
    names: dict[str, Any] = {"classify_many": classify_many, "pd": pd}
    names["classify_document"] = classify_document
    monkeypatch.chdir(ROOT)
    names["df"] = pd.DataFrame({"duty": duties}, index=list("abcdef"))
    exec(recipe, names)  # noqa: S102  # it is ours
    labels = names["df"]["label"]
    assert list(labels.dropna().index) == ["a", "e", "f"]
    assert (labels["a"], labels["f"]) == ("management", "neither")
