"""Tables for `label`: all kinds of files, names and values go in and come out unharmed."""

from __future__ import annotations

import gzip
import io
import json
import os
import signal
import subprocess
import sys
import time
from array import array
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from lmclassify import classify_document, load_model
from lmclassify.bulk import labelling
from lmclassify.bulk.files import BULK_FORMATS
from lmclassify.bulk.job import LABEL_COLUMNS, Counts, Job
from lmclassify.documents import Document
from lmclassify.errors import LMClassifyError
from lmclassify.model import Model
from lmclassify.model.context import Context
from lmclassify.results import LABELS
from lmclassify.tables import FORMATS
from tests.conftest import EXAMPLES, run
from tests.test_bulk import nothing_else_in, read
from tests.test_sql import limit_file_size

BUDGET, PARTNERS = "Set the café's budget", "Unite partners around a shared vision"


def label(source: Path | str, output: Path, **options: Any) -> Counts:
    return labelling.label(Job((source,), output, **options))


def inputs_of(row: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in row.items() if name not in LABEL_COLUMNS}


def test_both_tables_of_formats_have_the_same_rows() -> None:
    """What the library reads as a table, label reads too."""
    assert list(BULK_FORMATS) == list(FORMATS)


@pytest.mark.parametrize(
    "name", ["jobs [2024].csv", "jobs*.csv", "job?.csv", "id=99/text=zzz/a.csv", "-a,'b.csv"]
)
def test_names_are_not_patterns(name: str, tmp_path: Path) -> None:
    """A file is read by its name, even if that looks like a pattern; folders add no columns."""
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text("id,text\n1,Vision\n")
    for other in ("jobs 2.csv", "jobs.csv", "job1.csv"):
        (tmp_path / other).write_text("id,text\n2,Budget\n")
    label(tmp_path / name, tmp_path / "out.csv")
    assert [inputs_of(row) for row in read(tmp_path / "out.csv")] == [{"id": "1", "text": "Vision"}]


def test_a_pattern_is_one_if_there_is_no_such_file(tmp_path: Path) -> None:
    """A name of no file is a pattern, whose files are read in the order of their names."""
    for number in (2, 1):
        (tmp_path / f"a{number}.csv").write_text(f"id,text\n{number},Vision\n")
    label(tmp_path / "a[12].csv", tmp_path / "out.csv")
    assert [row["id"] for row in read(tmp_path / "out.csv")] == ["1", "2"]


def test_a_name_that_is_not_utf8(tmp_path: Path) -> None:
    """A file name with bytes that are not UTF-8 is read."""
    source = tmp_path / os.fsdecode(b"caf\xe9.csv")
    source.write_text(f"id,text\n1,{BUDGET}\n", "utf-8")
    label(source, tmp_path / "out.csv")
    assert read(tmp_path / "out.csv")[0]["text"] == BUDGET


def csv_bytes(delimiter: str, encoding: str, newline: str = "\n", first: str = "") -> bytes:
    rows = [("ID", "text", "id"), ("007", BUDGET, "b, c"), ("8", PARTNERS, "")]
    lines = [delimiter.join(f'"{cell}"' for cell in row) for row in rows]
    return (first + newline.join(lines) + newline).encode(encoding)


FILES: dict[str, tuple[str, bytes, dict[str, str]]] = {
    "semicolons": ("a.csv", csv_bytes(";", "utf-8"), {}),
    "tabs": ("a.csv", csv_bytes("\t", "utf-8"), {}),
    "a .tsv": ("a.tsv", csv_bytes("\t", "utf-8"), {}),
    "a byte order mark": ("a.csv", csv_bytes(",", "utf-8-sig"), {}),
    "Windows-1252": ("a.csv", csv_bytes(",", "cp1252"), {}),
    "Latin-1, given": ("a.csv", csv_bytes(",", "latin-1"), {"encoding": "latin-1"}),
    "UTF-16": ("a.csv", csv_bytes("\t", "utf-16"), {}),
    "UTF-16 without a mark": ("a.csv", csv_bytes(";", "utf-16-be"), {}),
    "Excel's line": ("a.csv", csv_bytes(";", "utf-8", "\r\n", "sep=;\r\n"), {}),
    "Excel's line in UTF-16": ("a.csv", csv_bytes("|", "utf-16", "\r\n", "sep=|\r\n"), {}),
    "a delimiter that is given": ("a.csv", csv_bytes("|", "utf-8"), {"delimiter": "|"}),
    "line ends of two kinds": ("a.csv", csv_bytes(",", "utf-8").replace(b"\n", b"\r\n", 1), {}),
    "packed": ("a.csv.gz", gzip.compress(csv_bytes(";", "utf-8")), {}),
    "packed UTF-16": ("a.csv.gz", gzip.compress(csv_bytes(";", "utf-16")), {}),
}


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("out", [".csv", ".jsonl"])
def test_delimiters_and_encodings(kind: str, out: str, tmp_path: Path) -> None:
    """Delimiter and encoding are found or given; names that differ in capitals keep their cells."""
    name, content, options = FILES[kind]
    (tmp_path / name).write_bytes(content)
    counts = label(tmp_path / name, tmp_path / f"out{out}", **options)
    assert [{name: value or "" for name, value in inputs_of(row).items()} for row in
            read(tmp_path / f"out{out}")] == [
        {"ID": "007", "text": BUDGET, "id": "b, c"},
        {"ID": "8", "text": PARTNERS, "id": ""},
    ]  # fmt: skip
    assert bool(counts.notes) == (kind == "Windows-1252")


def test_headers_stay_as_they_are(tmp_path: Path) -> None:
    """Names of columns keep their spaces; empty ones and doubles are kept in CSV."""
    (tmp_path / "a.csv").write_text(" id ,text ,,x,x\n1,Vision,2,3,4\n")
    label(tmp_path / "a.csv", tmp_path / "out.csv", text_column="text ")
    header, row = (tmp_path / "out.csv").read_text().splitlines()
    assert header.startswith(' id ,text ,"",x,x,label,')
    assert row.startswith("1,Vision,2,3,4,")
    label(tmp_path / "a.csv", tmp_path / "out.parquet", text_column="text ")
    assert list(read(tmp_path / "out.parquet")[0])[:5] == [" id ", "text ", "column", "x", "x_1"]


JSON_LINES = [
    '{"ID": 1.10, "id":1e5,"text":"Vision","n":{"x":[1.50, null,{"a":-0}]}}',
    '{"text":"Budget \\"7.5\\"","late":0.12345678901234567890123,"big":1234567890123456789012}',
    '{ "text" : "Vision" , "t": true }',
    "{\"text\": null}",
]  # fmt: skip


def test_json_comes_out_as_it_is_written(tmp_path: Path) -> None:
    """An object keeps every character; the labels are added at its end."""
    source = tmp_path / "a.jsonl"
    source.write_text("\n\n".join(JSON_LINES), "utf-8")
    label(source, tmp_path / "out.jsonl")
    lines = (tmp_path / "out.jsonl").read_text("utf-8").splitlines()
    for line, given in zip(lines, JSON_LINES, strict=True):
        assert line.startswith(given.rstrip(" }")[:-1])
        assert list(json.loads(line))[-len(LABEL_COLUMNS) :] == list(LABEL_COLUMNS)


def test_json_numbers_keep_their_digits_in_csv(tmp_path: Path) -> None:
    """A number is written as it was, also inside nested values; numbers in texts are left alone."""
    (tmp_path / "a.jsonl").write_text("\n".join(JSON_LINES), "utf-8")
    label(tmp_path / "a.jsonl", tmp_path / "out.csv")
    first, second, third, _ = map(inputs_of, read(tmp_path / "out.csv"))
    assert list(first) == ["ID", "id", "text", "n", "late", "big", "t"]
    assert (first["ID"], first["id"], first["n"]) == ("1.10", "1e5", '{"x":[1.50,null,{"a":-0}]}')
    assert second["late"] == "0.12345678901234567890123"
    assert second["big"] == "1234567890123456789012"
    assert second["text"] == 'Budget "7.5"'
    assert third["t"] == "true"


def test_json_gets_types_in_parquet_if_that_loses_nothing(tmp_path: Path) -> None:
    """Numbers, truth values and nested values get types; long decimals and mixtures stay text."""
    lines = [
        {"text": "Vision", "whole": 1, "part": 1.5, "yes": True, "any": 1, "like": {"a": [1]}},
        {"text": "Vision", "whole": None, "part": 2, "any": "x", "like": {"A": 1, "a": [2]}},
    ]
    source = tmp_path / "a.jsonl"
    source.write_text("\n".join([*map(json.dumps, lines), JSON_LINES[1]]), "utf-8")
    label(source, tmp_path / "out.parquet")
    first, second, third = read(tmp_path / "out.parquet")
    assert (first["whole"], first["part"], first["yes"], first["any"]) == (1, 1.5, True, "1")
    assert second["like"] == '{"A":1,"a":[2]}'
    assert third["late"] == "0.12345678901234567890123"


def test_json_with_many_and_rare_fields(tmp_path: Path) -> None:
    """Hundreds of fields, each in one object only, are all columns."""
    lines = [{"text": "Vision", f"field {n}": n} for n in range(400)]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    label(tmp_path / "a.jsonl", tmp_path / "out.csv")
    rows = [inputs_of(row) for row in read(tmp_path / "out.csv")]
    assert all(row[f"field {n}"] == str(n) for n, row in enumerate(rows))
    assert len(rows[0]) == 401


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_json_arrays(name: str, tmp_path: Path) -> None:
    """An array of objects is read, also in several lines and in UTF-16."""
    text = '[\n{"text": "Vision",\n "v": 1.0},\n {"text": "Budget"}]'
    for encoding in ("utf-8", "utf-16"):
        (tmp_path / name).write_text(text, encoding)
        label(tmp_path / name, tmp_path / "out.jsonl")
        first, second = (tmp_path / "out.jsonl").read_text("utf-8").splitlines()
        assert '"v": 1.0,"label"' in first
        assert json.loads(second)["text"] == "Budget"


def test_half_characters_and_marks_in_json(tmp_path: Path) -> None:
    """A byte order mark is skipped, and half a character becomes a replacement character."""
    (tmp_path / "a.jsonl").write_text('{"text":"Vision \\ud83d", "b":"\\\\ud83d"}', "utf-8-sig")
    label(tmp_path / "a.jsonl", tmp_path / "out.jsonl")
    (row,) = read(tmp_path / "out.jsonl")
    assert (row["text"], row["b"]) == ("Vision \ufffd", "\\ud83d")


NESTED = [
    {"id": 1.5, "job": {"title": "x", "duties": [BUDGET, PARTNERS]}},
    {"id": 2, "job": {"duties": PARTNERS}},
    {"id": 3, "job": {"duties": []}},
    {"id": 4},
]


@pytest.mark.parametrize("out", [".csv", ".jsonl", ".parquet"])
@pytest.mark.parametrize("source", [".jsonl", ".parquet"])
def test_paths_and_lists(source: str, out: str, tmp_path: Path) -> None:
    """A path leads into nested values, and each string of a list is a row of its own."""
    path = tmp_path / f"a{source}"
    if source == ".jsonl":
        path.write_text("\n".join(map(json.dumps, NESTED)), "utf-8")
    else:
        duties = [[BUDGET, PARTNERS], [PARTNERS], [], None]
        jobs = [{"title": "x", "duties": items} for items in duties]
        pd.DataFrame({"id": [1.5, 2, 3, 4], "job": jobs}).to_parquet(path)
    counts = label(path, tmp_path / f"out{out}", text_column="job.duties")
    assert (counts.rows, counts.blank, counts.written) == (4, 2, 5)
    rows = read(tmp_path / f"out{out}")
    assert [float(str(row["id"])) for row in rows] == [1.5, 1.5, 2, 3, 4]
    assert [row["label"] or None for row in rows[3:]] == [None, None]
    job = rows[1]["job"]
    nested = json.loads(job) if isinstance(job, str) else job
    assert nested == {"title": "x", "duties": PARTNERS}


def test_a_list_in_documents_is_split_like_lines(tmp_path: Path) -> None:
    """With --documents a list is one document: statements with places in its lines."""
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, NESTED)), "utf-8")
    label(tmp_path / "a.jsonl", tmp_path / "out.jsonl", text_column="job.duties", unit="statement")
    first, second, third = read(tmp_path / "out.jsonl")
    assert (first["start"], first["end"]) == (0, len(BUDGET))
    assert second["start"] == len(BUDGET) + 1
    assert third["id"] == 2
    counts = label(
        tmp_path / "a.jsonl", tmp_path / "s.jsonl", text_column="job.duties", unit="document"
    )
    assert (counts.written, counts.blank) == (4, 2)


def test_deep_nesting_costs_only_its_type(tmp_path: Path) -> None:
    """A value that is nested beyond every limit is carried along as text."""
    deep = "[" * 50_000 + "]" * 50_000
    (tmp_path / "a.jsonl").write_text(f'{{"text": "Vision", "deep": {deep}, "n": 1}}')
    for out in ("out.csv", "out.parquet"):
        label(tmp_path / "a.jsonl", tmp_path / out)
        assert read(tmp_path / out)[0]["deep"] == deep
    label(tmp_path / "a.jsonl", tmp_path / "out.jsonl", text_column="deep", unit="statement")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
@pytest.mark.parametrize("option", ["--documents", "--two-way"])
def test_a_full_disk(option: str, tmp_path: Path) -> None:
    """If the disk is full, a line says so, and nothing is left."""
    (tmp_path / "a.csv").write_text("text\n" + "Set the budget of the ward.\n" * 20_000)
    result = run(
        "label", tmp_path / "a.csv", "-o", tmp_path / "out.csv", option, preexec_fn=limit_file_size
    )
    assert result.returncode == 1
    assert b"out.csv could not be written (File too large)" in result.stderr
    assert nothing_else_in(tmp_path, "a.csv")


def test_html_in_a_text_column(tmp_path: Path) -> None:
    """With --documents, a text with tags is read as a web page."""
    page = f"<p>The <b>manager</b> will:</p><ul><li>{BUDGET}.</li><li>{PARTNERS}.</li></ul>"
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": page}), "utf-8")
    label(tmp_path / "a.jsonl", tmp_path / "out.jsonl", unit="statement")
    assert [row["text"] for row in read(tmp_path / "out.jsonl")] == [f"{BUDGET}.", f"{PARTNERS}."]


def test_excel(tmp_path: Path) -> None:
    """The first sheet of an Excel file is read, its cells as text."""
    frame = pd.DataFrame({"id": [7, 8], "text": ["Vision", None], "share": [0.5, 2.0]})
    frame.to_excel(tmp_path / "a.xlsx", index=False)
    counts = label(tmp_path / "a.xlsx", tmp_path / "out.csv")
    rows = [inputs_of(row) for row in read(tmp_path / "out.csv")]
    assert rows[0] == {"id": "7", "text": "Vision", "share": "0.5"}
    assert counts.blank == 1


def empty_sheet() -> bytes:
    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    return stream.getvalue()


EMPTY_SHEET = empty_sheet()
BAD: dict[str, tuple[str, bytes, str]] = {
    "no JSON": ("a.jsonl", b'{"text":"a"}\n\n{"text":"b"}\n{"text"\n', r"a\.jsonl:4: not JSON"),
    "a line that is no object": ("a.jsonl", b'{"text":"a"}\n[1]\n', r"a\.jsonl:2: not an object"),
    "an array with an error": ("a.json", b'[{"text":"a"},\n{"text"}]', r"a\.json:2: not JSON"),
    "no object": ("a.jsonl", b"\n", "no object with fields"),
    "an empty file": ("a.csv", b"", "is empty"),
    "a cell too many": ("a.csv", b'text,b\n"x\ny",1\nx,2,3\n', r"a\.csv:4: 3 fields under 2"),
    "junk after a quote": ("a.csv", b'text,b\n"x"y,2\n', r"a\.csv:2: not CSV"),
    "no Excel file": ("a.xlsx", b"text\n", r"a\.xlsx: not an Excel file"),
    "no Parquet file": ("a.parquet", b"text\n", r"a\.parquet could not be read"),
    "an empty sheet": ("a.xlsx", EMPTY_SHEET, "the first sheet is empty"),
    "no gzip file": ("a.csv.gz", b"text\n", r"a\.csv\.gz could not be read \(Not a gzipped file"),
    "half a gzip file": ("a.csv.gz", gzip.compress(b"text\nx\n")[:-9], r"gz could not be read"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_damage_is_reported_with_its_line(kind: str, tmp_path: Path) -> None:
    """A damaged file is refused in one line of our own words."""
    name, content, message = BAD[kind]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(LMClassifyError, match=message) as caught:
        label(tmp_path / name, tmp_path / "out.csv")
    assert "\n" not in str(caught.value)
    assert "strict_mode" not in str(caught.value)
    assert nothing_else_in(tmp_path, name)


@pytest.mark.parametrize(
    "texts",
    [
        [str(number) for number in range(50)],
        [f"3f2a{number:04}-9bcd-4e1f" for number in range(50)],
        ["Die Leitung der Abteilung umfasst die Planung des Budgets"] * 50,
    ],
)
def test_a_column_without_statements_is_noticed(texts: Sequence[str], tmp_path: Path) -> None:
    """Numbers, keys and another language give a warning; statements do not."""
    rows = "".join(f"{text},{BUDGET}\n" for text in texts)
    (tmp_path / "a.csv").write_text(f"id,text\n{rows}", "utf-8")
    for column, warned in (("id", True), ("text", False)):
        result = run(
            "label", tmp_path / "a.csv", "-o", tmp_path / "out.csv", "--text-column", column
        )
        assert (f"Is {column} the column".encode() in result.stderr) == warned


def test_context_is_that_of_the_library(tmp_path: Path) -> None:
    """Statements of a document are classified among those around them, unless told otherwise."""
    shipped = load_model()
    weights = [[0.9, -0.3, 0.1, 0.2, 0.1, -0.4, 0.3, -0.2, 0.5] for _ in LABELS]
    for number, row in enumerate(weights):
        row[number] += 0.8
    context = Context([0.1, 0.2, -0.1], weights, [0.1, 0.3, 0.6])
    model = Model(
        shipped.labels,
        shipped.vocabulary,
        array("f", shipped.weights),
        {"terms_version": shipped.terms_version},
        context=context,
    )
    texts = [path.read_text("utf-8") for path in sorted(EXAMPLES.glob("*.txt"))]
    source = tmp_path / "a.jsonl"
    source.write_text("\n".join(json.dumps({"text": text}) for text in texts), "utf-8")
    choices: list[dict[str, Any]] = [{}, {"use_context": False}, {"two_way": True}]
    for options in choices:
        job = Job((source,), tmp_path / "out.jsonl", unit="statement", **options)
        labelling.label(job, model)
        expected = [
            prediction
            for text in texts
            for _, prediction in classify_document(
                Document("", text), model=model, **options
            ).statements
        ]
        rows = read(tmp_path / "out.jsonl")
        assert [row["label"] for row in rows] == [p.label for p in expected]
        assert [row["mixed"] for row in rows] == [p.mixed for p in expected]
        assert [row["neither"] for row in rows] == pytest.approx(
            [p.probabilities["neither"] for p in expected], abs=1e-9
        )


def test_formulas_in_headers_and_other_marks(tmp_path: Path) -> None:
    """Escaping covers headers and all marks; without it, nothing changes."""
    (tmp_path / "a.csv").write_text("=id,text\n＝1,-Vision\n", "utf-8")
    label(tmp_path / "a.csv", tmp_path / "out.csv", escape=True)
    (row,) = read(tmp_path / "out.csv")
    assert (row["'=id"], row["text"]) == ("'＝1", "'-Vision")


def children(pid: int) -> list[int]:
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for path in lists for child in path.read_text().split()]


def wait_until(condition: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs Linux")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL, signal.SIGINT])
def test_signals_leave_nothing_behind(number: int, tmp_path: Path) -> None:
    """However a run ends, its processes end, and what a killed run leaves the next one removes."""
    text = (EXAMPLES / "ward_manager.txt").read_text("utf-8")
    source = tmp_path / "a.jsonl"
    source.write_text(f"{json.dumps({'text': text})}\n" * 20_000, "utf-8")
    arguments = ["label", str(source), "-o", str(tmp_path / "out.csv")]
    process = subprocess.Popen(
        [sys.executable, "-m", "lmclassify", *arguments, "--documents"], stderr=subprocess.PIPE
    )
    try:
        wait_until(lambda: len(children(process.pid)) > 1)
        workers = children(process.pid)
        process.send_signal(number)
        _, shown = process.communicate(timeout=60)
        wait_until(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers), 20)
    finally:
        process.kill()
        process.communicate()
    if number != signal.SIGKILL:
        assert b"Traceback" not in shown
        assert process.returncode == 128 + number
        assert nothing_else_in(tmp_path, "a.jsonl")
    assert run(*arguments, "--limit", "1").returncode == 0
    assert nothing_else_in(tmp_path, "a.jsonl", "out.csv")
