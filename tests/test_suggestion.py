"""Choosing what to label next: what is worth a label, where it stands, the way back to train."""

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
    """Statements of the corpus that the small one has not."""
    rows = corpus.read(corpus.default_files())[1::12]
    return [Candidate(row.text, row.file, row.source, row.line) for row in rows]


def test_what_is_uncertain_is_chosen(pool: list[Candidate], small: list[Row]) -> None:
    """The model is far less sure of what is chosen than of the rest."""
    model = load_model()
    chosen = suggestion.suggest(pool, model, small, 50)
    assert len({one.candidate for one in chosen}) == 50
    everything = [model.predict(one.text).confidence for one in pool]
    assert np.mean([one.confidence for one in chosen]) < np.median(everything) - 0.15
    for one in chosen[:5]:
        judged = model.predict(one.candidate.text)
        assert (one.suggested, one.confidence) == (judged.label, judged.confidence)


def test_what_is_chosen_is_unlike(pool: list[Candidate], small: list[Row]) -> None:
    """Of statements alike one is chosen, and none that is like a labelled one."""
    # Of a word or two, a copy with a further word is not like the original.
    pool = [one for one in pool if len(one.text.split()) > 5]
    first = suggestion.suggest(pool, load_model(), small, 1)[0].candidate
    copies = [Candidate(f"{first.text} {end}", "copies.txt") for end in ("too", "also", "again")]
    chosen = suggestion.suggest([*pool, *copies], load_model(), small, 50)
    texts = {one.candidate.text for one in chosen}
    assert len(texts & {first.text, *(one.text for one in copies)}) == 1
    labelled = [*small, Row(f"{first.text} today", "neither")]
    again = suggestion.suggest([*pool, *copies], load_model(), labelled, 50)
    assert not {one.candidate.text for one in again} & {first.text, *(one.text for one in copies)}


def test_nothing_is_suggested_twice_or_in_vain(small: list[Row]) -> None:
    """What is labelled, repeated or wordless is left out; if nothing is left, that is told."""
    fresh = Candidate("Hold the bar's petty cash", "a.csv", line=2)
    candidates = [
        Candidate(small[0].text.upper(), "a.csv"),
        fresh,
        Candidate("hold  the bar's PETTY cash", "a.csv"),
        Candidate("1999 —", "a.csv"),
        Candidate("", "a.csv"),
    ]
    (one,) = suggestion.suggest(candidates, load_model(), small, 50)
    assert one.candidate == fresh
    with pytest.raises(CorpusError, match="name other files"):
        suggestion.suggest(candidates[:1], load_model(), small, 50)


def test_where_statements_stand(tmp_path: Path) -> None:
    """Of a table the line is told, of a document the offset; a document is one source."""
    (tmp_path / "a.csv").write_text(
        'text,label,source\n"Hold\nthe budget",management,acme\n"Takes blood",,\n', encoding="utf-8"
    )
    (tmp_path / "b.CSV").write_text("id,text\n1,Unite partners\n", encoding="utf-8")
    letter = docx.Document()
    letter.add_paragraph("You will hold the budget of the ward. You will take blood.")
    letter.save(str(tmp_path / "c.docx"))
    (tmp_path / "d.jsonl").write_text('{"text": "Set the rota"}\n', encoding="utf-8")
    names = ("a.csv", "b.CSV", "c.docx", "d.jsonl")
    found = suggestion.gather([tmp_path / name for name in names])
    assert [(one.text, one.source, one.line, one.start) for one in found] == [
        ("Hold\nthe budget", "acme", 2, None),
        ("Takes blood", "", 4, None),
        ("Unite partners", "", 2, None),
        ("You will hold the budget of the ward.", "c.docx", None, 0),
        ("You will take blood.", "c.docx", None, 38),
        ("Set the rota", "", 1, None),
    ]
    text = documents.read(EXAMPLES / "porter.txt").text
    for one in suggestion.gather([EXAMPLES / "porter.txt"]):
        assert one.start is not None
        assert " ".join(text[one.start :].split()).startswith(one.text)


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
def test_what_cannot_be_read(tmp_path: Path, name: str, content: str | None, message: str) -> None:
    """A file that cannot be read is told with its place."""
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(LMClassifyError) as caught:
        suggestion.gather([tmp_path / name])
    assert message in str(caught.value)


def test_suggestions_are_filled_in_and_trained_on(tmp_path: Path, small_corpus: Path) -> None:
    """`corpus suggest` writes a file that wants labels, and is trained on once it has them."""
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
    assert {one["source"] for one in listed} == {Path(file).name for file in files}
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, suggestion.COLUMNS)
        writer.writeheader()
        writer.writerows({**one, "label": one["suggested"]} for one in listed)
    trained = CliRunner().invoke(
        commands, ["train", str(small_corpus), str(out), "-o", str(tmp_path / "model")]
    )
    assert trained.exit_code == 0, trained.output
