"""`label`: rows come out as they went in, with the labels that the library gives them."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from lmclassify import classify_document, classify_many, corpus
from lmclassify.api import model_folder
from lmclassify.bulk import labelling, staging
from lmclassify.bulk.engine import literal
from lmclassify.bulk.job import LABEL_COLUMNS, SUMMARY_COLUMNS, Job
from lmclassify.documents import Document
from lmclassify.errors import LMClassifyError
from lmclassify.results import LABELS
from tests import hostile
from tests.conftest import EXAMPLES, run

HEADER = ["id", "text", 'note, with "quotes"']
ROWS = [
    ["007", "Set the ward's annual budget", "1e5"],
    ["2", "Unite partners around a shared vision", "=SUM(A1)"],
    ["3", "", "2024-1-1"],
    ["4", 'Say "yes", then\nprepare the rota', "# no comment"],
    ["5", " \u00a0\n", "-"],
    ["6", "Żółw 12345 xqzvw", ""],
]
DELIMITERS = {".csv": ",", ".tsv": "\t"}


def write(path: Path, rows: Sequence[Sequence[str]], header: Sequence[str] = HEADER) -> Path:
    """Write rows in the format that the suffix names; an empty cell is null where that exists."""
    if path.suffix in DELIMITERS:
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=DELIMITERS[path.suffix]).writerows([header, *rows])
        return path
    lines = [dict(zip(header, [cell or None for cell in row], strict=True)) for row in rows]
    jsonl = path.with_suffix(".jsonl")
    jsonl.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    if path.suffix == ".parquet":
        with duckdb.connect() as connection:
            columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in header)
            read = f"read_json({literal(str(jsonl))}, columns={{{columns}}})"
            connection.execute(f"COPY (FROM {read}) TO {literal(str(path))}")
    return path


def read(path: Path) -> list[dict[str, Any]]:
    if path.suffix in DELIMITERS:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file, delimiter=DELIMITERS[path.suffix]))
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    with duckdb.connect() as connection:
        rows = connection.execute(f"FROM {literal(str(path))}")
        names = [name for name, *_ in rows.description]
        return [dict(zip(names, row, strict=True)) for row in rows.fetchall()]


def nothing_else_in(folder: Path, *names: str) -> bool:
    return sorted(path.name for path in folder.iterdir()) == sorted(names)


@pytest.mark.parametrize("out", [".csv", ".tsv", ".jsonl", ".parquet"])
@pytest.mark.parametrize("given", [".csv", ".tsv", ".jsonl", ".parquet"])
def test_every_format_to_every_other(given: str, out: str, tmp_path: Path) -> None:
    """Each format can become each other; columns are kept, and blank text gets no label."""
    source = write(tmp_path / f"in{given}", ROWS)
    target = tmp_path / f"out{out}"
    result = run("label", source, "-o", target)
    assert result.returncode == 0, result.stderr
    assert result.stdout == b""
    assert b"6 rows of 6" in result.stderr
    assert b"Rows without text to label: 2" in result.stderr
    labelled = read(target)
    assert list(labelled[0]) == [*HEADER, *LABEL_COLUMNS]
    assert [[row[name] or "" for name in HEADER] for row in labelled] == ROWS
    for row, line in zip(ROWS, labelled, strict=True):
        if not row[1].strip():
            assert {line[name] for name in LABEL_COLUMNS} <= {None, ""}
            continue
        expected = classify_many([row[1]])[0]
        assert line["label"] == expected.label
        assert float(line["confidence"]) == pytest.approx(expected.confidence, abs=1e-6)
        for label in LABELS:
            assert float(line[label]) == pytest.approx(expected.probabilities[label], abs=1e-6)
        assert str(line["mixed"]).lower() == str(expected.mixed).lower()
        assert float(line["coverage"]) == pytest.approx(expected.coverage, abs=1e-9)


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_many_rows_in_batches(suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows come out in their order with the library's labels, over many batches and two files."""
    monkeypatch.setattr(staging, "_BATCH_ROWS", 1_000)
    texts = [*hostile.texts(4_000), *(row.text for row in corpus.read(corpus.default_files()))]
    # A lone carriage return outside quotes is a line's end to every reader of CSV.
    texts = [text.replace("\r", " ") or "x" for text in texts if text.strip()]
    rows = [[str(number), text, ""] for number, text in enumerate(texts)]
    write(tmp_path / f"part-1{suffix}", rows[:5_000])
    write(tmp_path / f"part-2{suffix}", rows[5_000:])
    target = tmp_path / "out.parquet"
    calls: list[tuple[int, int]] = []
    counts = labelling.label(
        Job((tmp_path / f"part-*{suffix}",), target),
        progress=lambda done, total: calls.append((done, total)),
    )
    assert (counts.rows, counts.blank, counts.written) == (len(texts), 0, len(texts))
    assert len(calls) > 10
    assert calls == sorted(calls)
    assert calls[-1] == (len(texts), len(texts))
    labelled = read(target)
    assert [line["text"] for line in labelled] == texts
    assert [str(line["id"]) for line in labelled] == [row[0] for row in rows]
    expected = classify_many(texts)
    assert [line["label"] for line in labelled] == [p.label for p in expected]
    assert [line["confidence"] for line in labelled] == pytest.approx(
        [p.confidence for p in expected], abs=1e-6
    )


def documents() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.txt"))]


def test_documents_become_statements(tmp_path: Path) -> None:
    """Each statement is a row with its place in the text, as in the library, beside its columns."""
    texts = [*documents(), "", "HEADING ONLY"]
    source = write(tmp_path / "in.jsonl", [[str(n), text, "kept"] for n, text in enumerate(texts)])
    result = run("label", source, "-o", tmp_path / "out.jsonl", "--documents")
    assert result.returncode == 0, result.stderr
    assert b"Rows without text to label: 2" in result.stderr
    labelled = read(tmp_path / "out.jsonl")
    expected = [
        (str(number), statement.start, statement.end, statement.text, prediction.label)
        for number, text in enumerate(texts)
        for statement, prediction in classify_document(Document("", text)).statements
    ]
    assert [
        (line["id"], line["start"], line["end"], line["text"], line["label"]) for line in labelled
    ] == expected
    assert {line[HEADER[2]] for line in labelled} == {"kept"}
    assert list(labelled[0]) == [*HEADER, "start", "end", *LABEL_COLUMNS]


def test_summary_is_the_librarys(tmp_path: Path) -> None:
    """Each document has the counts, shares and verdict that classify_document returns."""
    texts = [*documents(), "", "HEADING ONLY"]
    source = write(tmp_path / "in.csv", [[str(n), text, ""] for n, text in enumerate(texts)])
    ended = run("label", source, "-o", tmp_path / "out.parquet", "--summary")
    assert ended.returncode == 0, ended.stderr
    labelled = read(tmp_path / "out.parquet")
    assert [line["id"] for line in labelled] == [str(number) for number in range(len(texts))]
    for text, line in zip(texts, labelled, strict=True):
        result = classify_document(Document("", text))
        summary = result.summary
        coverages = [prediction.coverage for _, prediction in result.statements]
        mean = sum(coverages) / len(coverages) if coverages else None
        shares = (summary.leadership, summary.management)
        values = [*summary.counts.values(), *shares, summary.verdict, mean]
        expected = values if text else [None] * len(SUMMARY_COLUMNS)
        for name, value in zip(SUMMARY_COLUMNS, expected, strict=True):
            wanted = pytest.approx(value, abs=1e-6) if isinstance(value, float) else value
            assert line[name] == wanted, name


def test_a_limit_reads_the_first_rows(tmp_path: Path) -> None:
    """--limit labels the first rows only; 0 gives the columns without a row."""
    source = write(tmp_path / "in.csv", ROWS)
    for limit in (0, 2):
        counts = labelling.label(Job((source,), tmp_path / "out.csv", limit=limit))
        assert (counts.rows, counts.written) == (limit, limit)
        head, *lines = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()
        assert head.endswith(",".join(LABEL_COLUMNS))
        assert len(lines) == limit


def test_two_way_and_another_model(tmp_path: Path) -> None:
    """--two-way and --model mean what they mean to classify."""
    source = write(tmp_path / "in.csv", ROWS)
    folder = model_folder()
    result = run("label", source, "-o", tmp_path / "out.csv", "--two-way", "--model", folder)
    assert result.returncode == 0, result.stderr
    labelled = read(tmp_path / "out.csv")
    expected = classify_many([ROWS[5][1]], two_way=True)[0]
    assert labelled[5]["label"] == expected.label
    assert float(labelled[5]["neither"]) == 0
    assert run("label", source, "-o", "x.csv", "--model", tmp_path).returncode == 1


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    """--dry-run shows files, columns and, if they are known, rows, and writes nothing."""
    source = write(tmp_path / "in.parquet", ROWS)
    result = run("label", source, "-o", tmp_path / "out.csv", "--dry-run", "--prefix", "lm_")
    assert result.returncode == 0
    shown = result.stdout.decode()
    for part in (str(source), "Rows: 6", "id, text", "lm_label", str(tmp_path / "out.csv")):
        assert part in shown
    assert nothing_else_in(tmp_path, "in.jsonl", "in.parquet")


def test_formulas_are_kept_or_escaped(tmp_path: Path) -> None:
    """Text that a spreadsheet would calculate is kept as it is, or escaped if asked for."""
    cells = ["=1+1", "+1", "-1", "@x", "\tx", "plain", "'=1", ""]
    source = write(tmp_path / "in.csv", [["1", "Vision", cell] for cell in cells])
    target = tmp_path / "out.csv"
    labelling.label(Job((source,), target))
    assert [row[HEADER[2]] for row in read(target)] == cells
    assert run("label", source, "-o", target, "--formulas", "escape").returncode == 0
    escaped = ["'" + cell for cell in cells[:5]] + cells[5:]
    assert [row[HEADER[2]] for row in read(target)] == escaped


def test_json_comes_back_as_it_was_written(tmp_path: Path) -> None:
    """Numbers, nested values and a key that appears late go through JSON Lines unharmed."""
    lines = [
        {"text": "Vision", "big": 2**90, "day": "2020-01-01", "nested": {"a": [1, None]}},
        *({"text": "Vision", "big": 1} for _ in range(30_000)),
        {"text": "Vision", "late": True, "row": 5},
    ]
    source = tmp_path / "in.jsonl"
    source.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    labelling.label(Job((source,), tmp_path / "out.jsonl"))
    labelled = read(tmp_path / "out.jsonl")
    for line, out in zip(lines, labelled, strict=True):
        assert {
            name: value
            for name, value in out.items()
            if value is not None and name not in LABEL_COLUMNS
        } == line


@pytest.mark.parametrize(
    ("header", "options", "message"),
    [
        (["id", "text", "Label"], [], "--prefix"),
        (["id", "body", "x"], [], "--text-column"),
        (["id", "text", "x"], ["--memory", "lots"], "2GB"),
        (["id", "text", "x"], ["--documents", "--summary"], "omit --documents"),
    ],
)
def test_impossible_jobs_are_refused(
    header: list[str], options: list[str], message: str, tmp_path: Path
) -> None:
    """A job that cannot be done is refused with the way out, and nothing is written."""
    source = write(tmp_path / "in.csv", ROWS, header)
    result = run("label", source, "-o", tmp_path / "out.csv", *options)
    assert result.returncode in {1, 2}
    assert message in result.stderr.decode()
    assert b"Traceback" not in result.stderr
    assert nothing_else_in(tmp_path, "in.csv")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"id,text\n1,caf\x81\n", "in.csv is not UTF-8 or Windows-1252 text (byte 13)"),
        (
            b"id,text\n" + b"1,fine\n" * 5_000 + b"1,one,cell too many\n",
            "in.csv:5002: 3 fields under 2 column names",
        ),
        (b'id,text\n1,"never closed\n', "in.csv:2: not CSV"),
    ],
)
def test_damaged_files_are_refused(content: bytes, message: str, tmp_path: Path) -> None:
    """A damaged file is refused with the line of the damage; an old output stays as it was."""
    (tmp_path / "in.csv").write_bytes(content)
    (tmp_path / "out.csv").write_bytes(b"old")
    result = run("label", tmp_path / "in.csv", "-o", tmp_path / "out.csv")
    assert result.returncode == 1
    assert message in result.stderr.decode()
    assert b"Traceback" not in result.stderr
    assert (tmp_path / "out.csv").read_bytes() == b"old"
    assert nothing_else_in(tmp_path, "in.csv", "out.csv")


def test_inputs_that_do_not_fit_together(tmp_path: Path) -> None:
    """Other columns, another format, no file and an unknown suffix are each named."""
    one = write(tmp_path / "one.csv", ROWS)
    other = write(tmp_path / "other.csv", ROWS, ["id", "text", "else"])
    third = write(tmp_path / "third.jsonl", ROWS)
    (tmp_path / "folder.csv").mkdir()
    for inputs, output, message in (
        ((one, other), "out.csv", "other.csv has the columns"),
        ((one, third), "out.csv", "one format at a time"),
        ((tmp_path / "no-*.csv",), "out.csv", "no such file"),
        ((one,), "out.xlsx", "ends in"),
        ((one,), "no/such/folder/out.csv", "there is no folder"),
        ((one,), "folder.csv", "is a folder"),
        ((tmp_path,), "out.csv", "is a folder"),
    ):
        with pytest.raises(LMClassifyError, match=message):
            labelling.label(Job(inputs, tmp_path / output))


def test_an_input_is_replaced_only_if_asked_for(tmp_path: Path) -> None:
    """An output that is an input, also by another name, is refused without --force."""
    source = write(tmp_path / "in.csv", ROWS)
    (tmp_path / "link.csv").symlink_to(source)
    for output in (source, tmp_path / "link.csv"):
        with pytest.raises(LMClassifyError, match="--force"):
            labelling.label(Job((source,), output))
    assert run("label", source, "-o", tmp_path / "link.csv", "--force").returncode == 0
    assert [row["id"] for row in read(source)] == [row[0] for row in ROWS]
    assert (tmp_path / "link.csv").is_symlink()


def test_a_killed_run_leaves_no_output(tmp_path: Path) -> None:
    """Killed in the middle, a run leaves no output, and the next removes what it left."""
    source = write(tmp_path / "in.csv", [["1", "Vision for the ward", ""]] * 300_000)
    arguments = ["label", str(source), "-o", str(tmp_path / "out.csv")]
    process = subprocess.Popen(
        [sys.executable, "-m", "lmclassify", *arguments], stderr=subprocess.DEVNULL
    )
    while not list(tmp_path.glob(".lmclassify-*.part/part-*.parquet")):
        time.sleep(0.01)
        assert process.poll() is None
    process.kill()
    process.wait()
    assert not (tmp_path / "out.csv").exists()
    assert list(tmp_path.glob(".lmclassify-*.part"))
    assert run(*arguments, "--limit", "10").returncode == 0
    assert len(read(tmp_path / "out.csv")) == 10
    assert nothing_else_in(tmp_path, "in.csv", "out.csv")


WITHOUT = """
import sys
sys.modules["duckdb"] = sys.modules["sqlglot"] = None
from lmclassify.cli import commands
commands()
"""


def test_without_the_extra(tmp_path: Path) -> None:
    """If DuckDB or sqlglot is missing, the commands say how to install them."""
    source = write(tmp_path / "in.csv", ROWS)
    for arguments in (
        ["label", source, "-o", tmp_path / "out.csv"],
        ["sql", "--dialect", "spark", "-o", tmp_path],
    ):
        result = subprocess.run(
            [sys.executable, "-c", WITHOUT, *map(str, arguments)], capture_output=True, check=False
        )
        assert result.returncode == 1
        assert b'pip install "lmclassify[bulk]"' in result.stderr


def test_nothing_of_it_is_imported_to_classify() -> None:
    """Classifying imports neither DuckDB nor sqlglot, nor the modules that use them."""
    code = (
        "import sys; from lmclassify.cli import commands\n"
        "commands(['classify', '--text', 'Vision'], standalone_mode=False)\n"
        "print(*sys.modules)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    loaded = set(result.stdout.split())
    assert "lmclassify.model" in loaded
    assert not loaded & {"duckdb", "sqlglot", "jinja2", "lmclassify.bulk", "lmclassify.bulk.query"}
