"""Suggesting what to label next: the choice, the places, and training on the result."""

import csv
from pathlib import Path

import docx
import numpy as np
import pytest
from click.testing import CliRunner

from lmclassify import CorpusError, LMClassifyError, corpus, documents, load_model
from lmclassify.cli import commands
from lmclassify.corpus import Row
from lmclassify.curation import suggestion
from lmclassify.curation.suggestion import Candidate
from tests.conftest import EXAMPLES


@pytest.fixture(scope="module")
def small(small_corpus: Path) -> list[Row]:
    return corpus.read([small_corpus])


@pytest.fixture(scope="module")
def pool() -> list[Candidate]:
    """Statements of the corpus that are not in the small one."""
    rows = corpus.read(corpus.default_files())[1::12]
    return [Candidate(row.text, row.file, row.source, row.line) for row in rows]


def test_suggestions_are_uncertain(pool: list[Candidate], small: list[Row]) -> None:
    """The model is far less confident of the suggested statements than of the others."""
    model = load_model()
    suggestions = suggestion.suggest(pool, model, small, 50)
    assert len({suggested.candidate for suggested in suggestions}) == 50
    confidences = [model.predict(candidate.text).confidence for candidate in pool]
    mean = np.mean([suggested.confidence for suggested in suggestions])
    assert mean < np.median(confidences) - 0.15
    for suggested in suggestions[:5]:
        predicted = model.predict(suggested.candidate.text)
        assert suggested.suggested == predicted.label
        assert suggested.confidence == predicted.confidence


def test_suggestions_are_dissimilar(pool: list[Candidate], small: list[Row]) -> None:
    """Of similar statements one is suggested, and none that is similar to a labelled one."""
    # With a word added, a statement of one or two words is no longer similar.
    pool = [candidate for candidate in pool if len(candidate.text.split()) > 5]
    first = suggestion.suggest(pool, load_model(), small, 1)[0].candidate
    copies = [Candidate(f"{first.text} {end}", "copies.txt") for end in ("too", "also", "again")]
    similar = {first.text, *(copy.text for copy in copies)}

    def suggest(labelled: list[Row]) -> set[str]:
        suggestions = suggestion.suggest([*pool, *copies], load_model(), labelled, 50)
        return {suggested.candidate.text for suggested in suggestions}

    assert len(suggest(small) & similar) == 1
    assert not suggest([*small, Row(f"{first.text} today", "neither")]) & similar


def test_useless_candidates_are_left_out(small: list[Row]) -> None:
    """Labelled, repeated and wordless statements are left out; no candidate left is an error."""
    fresh = Candidate("Hold the bar's petty cash", "a.csv", line=2)
    candidates = [
        Candidate(small[0].text.upper(), "a.csv"),
        fresh,
        Candidate("hold  the bar's PETTY cash", "a.csv"),
        Candidate("1999 —", "a.csv"),
        Candidate("", "a.csv"),
    ]
    (suggested,) = suggestion.suggest(candidates, load_model(), small, 50)
    assert suggested.candidate == fresh
    with pytest.raises(CorpusError, match="name other files"):
        suggestion.suggest(candidates[:1], load_model(), small, 50)


def test_places_of_statements(tmp_path: Path) -> None:
    """A table gives the line, a document the offset; a document is one source."""
    (tmp_path / "a.csv").write_text(
        'text,label,source\n"Hold\nthe budget",,acme\n"Takes blood",,\nLead,leadership,\n',
        encoding="utf-8",
    )
    (tmp_path / "b.CSV").write_text("id,text\n1,Unite partners\n", encoding="utf-8")
    letter = docx.Document()
    letter.add_paragraph("You will hold the budget of the ward. You will take blood.")
    letter.save(str(tmp_path / "c.docx"))
    (tmp_path / "d.jsonl").write_text('{"text": "Set the rota"}\n', encoding="utf-8")
    names = ("a.csv", "b.CSV", "c.docx", "d.jsonl")
    candidates = suggestion.read_candidates([tmp_path / name for name in names])
    assert [(c.text, c.source, c.line, c.start) for c in candidates] == [
        ("Hold\nthe budget", "acme", 2, None),
        ("Takes blood", "", 4, None),
        ("Unite partners", "", 2, None),
        ("You will hold the budget of the ward.", "c.docx", None, 0),
        ("You will take blood.", "c.docx", None, 38),
        ("Set the rota", "", 1, None),
    ]
    text = documents.read(EXAMPLES / "porter.txt").text
    for candidate in suggestion.read_candidates([EXAMPLES / "porter.txt"]):
        assert candidate.start is not None
        assert " ".join(text[candidate.start :].split()).startswith(candidate.text)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", "label\nneither\n", "a.csv:1: no column text"),
        ("a.csv", "text,label\na,b,c\n", "a.csv:2: 3 fields"),
        ("a.csv", None, "a.csv: No such file"),
        ("a.txt", None, "a.txt: No such file"),
        ("a.txt", " ", "a.txt is empty"),
    ],
)
def test_unreadable_files_are_errors(
    tmp_path: Path, name: str, content: str | None, message: str
) -> None:
    """A file that cannot be read is an error that names its place."""
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(LMClassifyError) as caught:
        suggestion.read_candidates([tmp_path / name])
    assert message in str(caught.value)


def test_suggestions_are_filled_in_and_trained_on(tmp_path: Path, small_corpus: Path) -> None:
    """`corpus suggest` writes a file without labels; with labels, `train` accepts it."""
    out = tmp_path / "next.csv"
    files = [str(path) for path in sorted(EXAMPLES.glob("*.txt"))]
    result = CliRunner().invoke(
        commands,
        ["corpus", "suggest", *files, "-n", "30", "--corpus", str(small_corpus), "-o", str(out)],
    )
    assert result.exit_code == 0, result.output
    assert result.stderr == "Statements to label: 30\n"
    assert out.read_text(encoding="utf-8").startswith("text,label,source,")
    with pytest.raises(CorpusError, match=r"next\.csv:2: no label yet; the labels are leadership"):
        corpus.read([out])
    with out.open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    assert {row["source"] for row in listed} == {Path(file).name for file in files}
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, suggestion.COLUMNS)
        writer.writeheader()
        writer.writerows({**row, "label": row["suggested"]} for row in listed)
    trained = CliRunner().invoke(
        commands, ["train", str(small_corpus), str(out), "-o", str(tmp_path / "model")]
    )
    assert trained.exit_code == 0, trained.output
