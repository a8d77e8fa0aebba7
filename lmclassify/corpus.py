"""Labelled statements: CSV files → checked rows, with file and line of whatever is wrong."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Final, cast

from lmclassify import tables
from lmclassify.errors import CorpusError
from lmclassify.results import LABELS, PRACTICES, Label

DEFINING: Final = frozenset({"practice list", "contrast term", "definition"})
"""The registers whose statements define the labels."""

COLUMNS: Final = ("text", "label", "practice", "sector", "register", "pair", "source")
PERTURBATIONS: Final = "perturbations"
"""The challenge file of statements beside changed copies of them."""
_REQUIRED: Final = ("text", "label")
_SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled statement and where it stands.

    Attributes
    ----------
    text, label, practice, sector, register, pair, source : str
        The columns of the file; those that it lacks are empty.
    file : str
        The file's path.
    line : int
        The line on which the row begins, counted from 1.
    """

    text: str
    label: Label
    practice: str = ""
    sector: str = ""
    register: str = ""
    pair: str = ""
    source: str = ""
    file: str = ""
    line: int = 0

    @property
    def place(self) -> str:
        """File and line, as error messages name them."""
        return f"{self.file}:{self.line}"

    @property
    def key(self) -> str:
        """What rows of one statement share."""
        return key(self.text)


def key(text: str) -> str:
    """Give a text without what may differ in one statement: spaces and capitals.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
    """
    return " ".join(text.split()).casefold()


def default_files() -> list[Path]:
    """Give the files of the corpus that the shipped model is trained on.

    Returns
    -------
    list of pathlib.Path
        The seeds, then the authored files in the order of their names.

    Raises
    ------
    CorpusError
        Where the package came without its corpus.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "corpus_files", package.parent / "corpus"):
        if (folder / "seeds.csv").is_file():
            return [folder / "seeds.csv", *sorted((folder / "authored").glob("*.csv"))]
    raise CorpusError("this installation has no corpus; name the CSV files to train on.")


def challenge_files() -> list[Path]:
    """Give the challenge sets, on which a model is measured and never trained.

    Returns
    -------
    list of pathlib.Path
        Empty where the package came without them.
    """
    return sorted((default_files()[0].parent / "challenge").glob("*.csv"))


def challenge_sets() -> list[Path]:
    """Give those of the challenge files that are labelled statements.

    Returns
    -------
    list of pathlib.Path
    """
    return [file for file in challenge_files() if file.stem != PERTURBATIONS]


def read(
    files: Iterable[str | os.PathLike[str]],
    labels: Sequence[str] = LABELS,
    *,
    every: bool = False,
) -> list[Row]:
    """Read and check corpus files.

    Parameters
    ----------
    files : iterable of path
        UTF-8 CSV files with a header line; only the columns text and label are required.
    labels : sequence of str, optional
        The labels that may occur; evaluation sets also know ``both``.
    every : bool, default False
        Whether to give a statement as often as it occurs, also with different labels.

    Returns
    -------
    list of Row
        In the order of the files. A statement that an earlier row has with the same label is
        left out, unless `every`.

    Raises
    ------
    CorpusError
        Naming file and line of the first problems found: a missing file or column, an empty
        text, a missing or unknown label, an unknown practice; unless `every`, one text with two
        labels.
    """
    problems: list[str] = []
    all_rows: list[Row] = []
    rows: dict[str, Row] = {}
    for file in files:
        for line, cells in tables.records(file, _REQUIRED, problems):
            row = _row(cells, Path(file), line, labels, problems)
            if row is None:
                continue
            all_rows.append(row)
            earlier = rows.setdefault(row.key, row)
            if earlier.label != row.label and not every:
                problems.append(
                    f"{row.place}: labelled {row.label}, but {earlier.place} labels the same text "
                    f"{earlier.label}"
                )
    if problems:
        shown = "\n".join(problems[:_SHOWN])
        more = f"\n… and {len(problems) - _SHOWN} more" if len(problems) > _SHOWN else ""
        raise CorpusError(
            f"the corpus cannot be used as it stands; mend and try again:\n{shown}{more}", problems
        )
    if not rows:
        raise CorpusError("the corpus has no statements; name CSV files with text and label.")
    return all_rows if every else list(rows.values())


def check_apart(rows: Sequence[Row], held_out: Sequence[Row]) -> None:
    """Make sure that no held-out statement is in the corpus.

    Parameters
    ----------
    rows, held_out : sequence of Row

    Raises
    ------
    CorpusError
        Naming the first that is.
    """
    known = {row.key: row for row in rows}
    both = [row for row in held_out if row.key in known]
    if both:
        raise CorpusError(
            f"{both[0].place}: also in the corpus ({known[both[0].key].place})"
            f"{f', and {len(both) - 1} more' if both[1:] else ''}; what is held out must not be "
            "trained on: take it out of one of the two."
        )


def digest(rows: Sequence[Row]) -> str:
    """Give the SHA-256 of what a corpus says, whatever its files are called.

    Parameters
    ----------
    rows : sequence of Row

    Returns
    -------
    str
        Hexadecimal.
    """
    told = hashlib.sha256()
    for row in rows:
        fields = (getattr(row, column) for column in COLUMNS)
        told.update(("\x1f".join(fields) + "\x1e").encode())
    return told.hexdigest()


def groups(rows: Sequence[Row]) -> list[int]:
    """Tell which rows a cross-validation must keep on one side.

    Rows of one `source` (what one hand wrote, or one published page) share vocabulary and habits,
    and rows of one `pair` differ by design in little but the label. Whoever has either in common,
    directly or through others, is one group, and so are rows of one text. All other rows of a file
    that names neither are a group each.

    Parameters
    ----------
    rows : sequence of Row

    Returns
    -------
    list of int
        A group number a row.
    """
    parent: dict[tuple[str, str], tuple[str, str]] = {}

    def root(key: tuple[str, str]) -> tuple[str, str]:
        while (above := parent.setdefault(key, key)) != key:
            key = above
        return key

    keys = []
    for row in rows:
        keys.append(("text", row.key))
        for tie in (("source", row.source), ("pair", row.pair)):
            if tie[1]:
                parent[root(tie)] = root(keys[-1])
    numbers: dict[tuple[str, str], int] = {}
    return [numbers.setdefault(root(key), len(numbers)) for key in keys]


def _row(
    cells: dict[str, str], path: Path, line: int, labels: Sequence[str], problems: list[str]
) -> Row | None:
    fields = {column: cells.get(column, "").strip() for column in COLUMNS}
    place = f"{path}:{line}"
    label, practice = fields.pop("label").lower(), fields["practice"]
    found = len(problems)
    if not fields["text"]:
        problems.append(f"{place}: the text is empty")
    if not label:
        problems.append(f"{place}: no label yet; the labels are {', '.join(labels)}")
    elif label not in labels:
        close = get_close_matches(label, labels, 1)
        meant = f"; did you mean {close[0]}?" if close else f"; the labels are {', '.join(labels)}"
        problems.append(f"{place}: unknown label {label!r}{meant}")
    if practice and (practice, label) not in PRACTICES.items():
        known = ", ".join(name for name, of in PRACTICES.items() if of == label) or "none"
        problems.append(f"{place}: practice {practice!r} does not go with {label!r} (its: {known})")
    if len(problems) > found:
        return None
    return Row(label=cast("Label", label), file=str(path), line=line, **fields)
