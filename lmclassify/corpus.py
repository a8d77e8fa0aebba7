"""Labelled statements: tables → checked rows; problems are reported with file and line."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Final, Literal, cast, get_args

from lmclassify import tables
from lmclassify.errors import CorpusError
from lmclassify.results import PRACTICES, SIDES, Label

DEFINING_REGISTERS: Final = frozenset({"practice list", "contrast term", "definition"})
"""The registers whose statements define the labels."""

CorpusLabel = Literal["leadership", "management", "neither", "both"]
"""What a row of a corpus may be labelled: a label, or ``both`` sides at once."""

CORPUS_LABELS: Final[tuple[CorpusLabel, ...]] = get_args(CorpusLabel)

COLUMNS: Final = ("text", "label", "practice", "sector", "register", "pair", "source")
_HEADING: Final = "heading"
PERTURBATIONS: Final = "perturbations"
"""The challenge file of statements beside changed copies of them."""
_REQUIRED_COLUMNS: Final = ("text", "label")


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled statement and its place in a file.

    Attributes
    ----------
    text, label, practice, sector, register, pair, source : str
        The columns of the file; empty if the file has no such column.
    document : str
        The document that the statement is part of; its rows are in order.
    second : str
        The label by a second annotator.
    file : str
        The path of the file.
    line : int
        The line on which the row begins, counted from 1.
    """

    text: str
    label: CorpusLabel
    practice: str = ""
    sector: str = ""
    register: str = ""
    pair: str = ""
    source: str = ""
    document: str = ""
    second: str = ""
    file: str = ""
    line: int = 0

    @property
    def place(self) -> str:
        """File and line, as error messages name them."""
        return f"{self.file}:{self.line}"

    @property
    def key(self) -> str:
        """The same for all rows of one statement; see `text_key`."""
        return text_key(self.text)

    @property
    def document_key(self) -> str:
        """File and document, since two files may use one name; empty without a document."""
        return f"{self.file}: {self.document}" if self.document else ""

    @property
    def agreed(self) -> bool:
        """Whether a second annotator, if there is one, gave the same label."""
        return self.second in ("", self.label)


def label_parts(label: CorpusLabel) -> tuple[Label, ...]:
    """Return the labels that the label of a row stands for: two for ``both``."""
    return SIDES if label == "both" else (label,)


def text_key(text: str) -> str:
    """Return a text without differences of spaces and capitals.

    Examples
    --------
    >>> text_key(" Sets  the Budget")
    'sets the budget'
    """
    return " ".join(text.split()).casefold()


def default_files() -> list[Path]:
    """Return the files of the shipped corpus: seeds, authored statements, whole documents.

    Raises
    ------
    CorpusError
        If the package was installed without its corpus.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "corpus_files", package.parent / "corpus"):
        if (folder / "seeds.csv").is_file():
            parts = ("authored", "documents")
            written = [file for part in parts for file in sorted((folder / part).glob("*.csv"))]
            return [folder / "seeds.csv", *written]
    raise CorpusError("the shipped corpus is not installed; name the files to use instead.")


def challenge_files() -> list[Path]:
    """Return the files of the challenge sets, on which models are measured and never trained.

    Empty if the package was installed without them.
    """
    return sorted((default_files()[0].parent / "challenge").glob("*.csv"))


def labelled_challenge_files() -> list[Path]:
    """Return the challenge files that hold labelled statements."""
    return [file for file in challenge_files() if file.stem != PERTURBATIONS]


def read(
    files: Iterable[str | os.PathLike[str]],
    labels: Sequence[str] = CORPUS_LABELS,
    *,
    keep_duplicates: bool = False,
    problems: list[str] | None = None,
    notes: list[str] | None = None,
) -> list[Row]:
    """Read and check corpus files.

    Parameters
    ----------
    files : iterable of path
        Tables as `lmclassify.tables` reads them; only the columns text and label are required.
    labels : sequence of str, optional
        The labels that may occur.
    keep_duplicates : bool, default False
        Whether to return a statement as often as it occurs, even with different labels.
    problems : list of str, optional
        If it is given, what is wrong is added here and the other rows are returned.
    notes : list of str, optional
        What a user should know about how the files are read is added here.

    Returns
    -------
    list of Row
        In the order of the files, without headings. By default, a statement that repeats an
        earlier one with the same label is left out, unless it is part of a document.

    Raises
    ------
    CorpusError
        If there is a missing file or column, an empty text, a missing or unknown label, an unknown
        practice or, by default, a text with two labels; with file and line of the first problems.
        If `problems` is given, only if there is no row to return.
    """
    raises = problems is None
    problems = [] if problems is None else problems
    all_rows: list[Row] = []
    rows: dict[str, Row] = {}
    for file in files:
        for line, cells in tables.read_records(file, _REQUIRED_COLUMNS, problems, notes):
            if cells.get("kind", "").strip().lower() == _HEADING:
                continue
            row = _row(cells, Path(file), line, labels, problems)
            if row is None:
                continue
            all_rows.append(row)
            earlier = rows.setdefault(row.key, row)
            if earlier.label != row.label and not keep_duplicates:
                problems.append(
                    f"{row.place}: labelled {row.label}, but {earlier.place} labels the same text "
                    f"{earlier.label}"
                )
    if problems and (raises or not rows):
        raise CorpusError("the corpus cannot be used; fix this and try again:", problems)
    if not rows:
        raise CorpusError(
            "the corpus has no statements; name files with the columns text and label."
        )
    if keep_duplicates:
        return all_rows
    return [row for row in all_rows if row.document or rows[row.key] is row]


def documents_of(rows: Sequence[Row]) -> list[list[int]]:
    """Return for each whole document the positions of its rows, in order.

    Rows without a document belong to none.

    Examples
    --------
    >>> rows = [Row("a", "neither", document="x"), Row("b", "neither")]
    >>> documents_of([*rows, Row("c", "neither", document="x")])
    [[0, 2]]
    """
    positions: dict[str, list[int]] = {}
    for position, row in enumerate(rows):
        if row.document:
            positions.setdefault(row.document_key, []).append(position)
    return list(positions.values())


def digest(rows: Sequence[Row]) -> str:
    """Return the SHA-256 of the contents of a corpus, in hexadecimal; file names don't count."""
    sha256 = hashlib.sha256()
    for row in rows:
        fields = (getattr(row, column) for column in (*COLUMNS, "document"))
        sha256.update(("\x1f".join(fields) + "\x1e").encode())
    return sha256.hexdigest()


def _row(
    cells: dict[str, str], path: Path, line: int, labels: Sequence[str], problems: list[str]
) -> Row | None:
    columns = (*COLUMNS, "document", "second")
    fields = {column: cells.get(column, "").strip() for column in columns}
    place = f"{path}:{line}"
    label, practice = fields.pop("label").lower(), fields["practice"]
    n_before = len(problems)
    if not fields["text"]:
        problems.append(f"{place}: the text is empty")
    if not label:
        problems.append(f"{place}: no label yet; the labels are {', '.join(labels)}")
    elif label not in labels:
        close = get_close_matches(label, labels, 1)
        hint = f"did you mean {close[0]}?" if close else f"the labels are {', '.join(labels)}"
        problems.append(f"{place}: unknown label {label!r}; {hint}")
    second = fields["second"] = fields["second"].lower()
    if second and second not in labels:
        problems.append(f"{place}: unknown second label {second!r}")
    if practice and (practice, label) not in PRACTICES.items():
        allowed = ", ".join(name for name, side in PRACTICES.items() if side == label) or "none"
        problems.append(
            f"{place}: practice {practice!r} does not belong to {label!r} (which has: {allowed})"
        )
    if len(problems) > n_before:
        return None
    return Row(label=cast("CorpusLabel", label), file=str(path), line=line, **fields)
