"""The query labels texts as the library does, in every database that is installed here."""

from __future__ import annotations

import csv
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from array import array
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
import sqlglot

from lmclassify import classify_many, corpus, load_model, terms
from lmclassify.bulk import export
from lmclassify.bulk.dialects import DIALECTS
from lmclassify.bulk.engine import connect, literal
from lmclassify.bulk.query import score_query
from lmclassify.errors import LMClassifyError
from lmclassify.model import Model
from lmclassify.results import LABELS, Prediction
from tests import hostile
from tests.conftest import run

BLANK = [
    "",
    " ",
    "\u00a0\u2003\u3000",
    "\t\r\n\x0b\x0c\x1c\x1d\x1e\x1f\x85\u1680\u2028\u2029\u202f\u205f",
]
FIELDS = ("label", "confidence", *LABELS, "mixed", "coverage")

Scores = Mapping[int, Sequence[object]]


def challenges() -> list[str]:
    cells: list[str] = []
    for path in corpus.challenge_files():
        with path.open(encoding="utf-8", newline="") as file:
            cells += [cell for row in csv.reader(file) for cell in row if cell.strip()]
    return cells


def with_openings(statements: Sequence[str]) -> list[str]:
    """Put words of openings before statements, in any order and some of them over long."""
    words = terms.OPENING.pattern.replace("(", "|").replace(")", "|").split("|")
    openings = [word for word in words if word.strip().isalpha() and word.endswith(" ")]
    rng = random.Random(3)  # noqa: S311  # no secret
    return [
        "".join(rng.choices(openings, k=rng.choice((1, 2, 5, 40)))) + statement
        for statement in statements
    ]


@pytest.fixture(scope="module")
def texts() -> list[str]:
    shipped = [row.text for row in corpus.read(corpus.default_files())[::3]]
    return [*hostile.texts(20_000), *shipped, *challenges(), *with_openings(shipped[::5])]


def of_version(version: int) -> Model:
    """Return a model like the shipped one for a version of the terms."""
    shipped = load_model()
    vocabulary = dict.fromkeys(shipped.vocabulary)
    width = 1 + len(shipped.labels)
    weights = array("f", shipped.weights)
    # Version 2 has the first prefix of a statement as a term of its own.
    for number, term in enumerate(shipped.vocabulary, 1):
        marked = terms.FIRST_MARK + term
        if term.endswith("*") and " " not in term and marked not in vocabulary:
            vocabulary[marked] = None
            row = shipped.weights[number * width : (number + 1) * width]
            weights.extend(value * factor for value, factor in zip(row, (1, 3, -1, 1), strict=True))
    shares = dict(zip(shipped.labels, (0.1, 0.3, 0.6), strict=True))
    manifest = {"terms_version": version, "label_shares": shares}
    return Model(shipped.labels, list(vocabulary), weights, manifest)


@pytest.fixture(scope="module")
def predictions(texts: list[str]) -> list[Prediction]:
    return classify_many(texts)


@pytest.fixture(scope="module")
def table(texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the texts, then blank ones and a null, as Parquet and as CSV."""
    path = tmp_path_factory.mktemp("texts") / "texts.parquet"
    rows = [*texts, *BLANK, None]
    with connect() as connection:
        connection.execute(
            "COPY (SELECT UNNEST($1::BIGINT[]) AS id, UNNEST($2::VARCHAR[]) AS text) "
            f"TO {literal(str(path))}",
            [list(range(len(rows))), rows],
        )
        connection.execute(
            f"COPY (FROM {literal(str(path))}) TO {literal(str(path.with_suffix('.csv')))} "
            "(FORMAT csv, HEADER false, FORCE_QUOTE (text))"
        )
    return path


def assert_equal(scores: Scores, predictions: Sequence[Prediction]) -> None:
    """Check that a database's rows equal the predictions, and that blanks are null."""
    assert sorted(scores) == list(range(len(predictions) + len(BLANK) + 1))
    rows = [scores[number] for number in range(len(predictions))]
    assert [(row[0], row[-2]) for row in rows] == [(p.label, p.mixed) for p in predictions]
    numbers = np.array([[*row[1:-2], row[-1]] for row in rows], dtype=float)
    expected_numbers = [[p.confidence, *p.probabilities.values(), p.coverage] for p in predictions]
    np.testing.assert_allclose(numbers, expected_numbers, rtol=0, atol=1e-6)
    assert all(set(scores[number]) == {None} for number in range(len(predictions), len(scores)))


def in_duckdb(model: Model, table: Path, **options: Any) -> dict[int, tuple[object, ...]]:
    with connect() as connection:
        export.load_weights(connection, model)
        connection.execute(f"CREATE VIEW statements AS FROM {literal(str(table))}")
        rows = connection.execute(score_query(model, **options)).fetchall()
    return {number: tuple(scores) for number, *scores in rows}


@pytest.mark.parametrize("portable", [False, True])
@pytest.mark.parametrize("version", terms.VERSIONS)
def test_duckdb_agrees_with_the_library(
    table: Path, texts: list[str], version: int, portable: bool
) -> None:
    """Labels are equal and probabilities nearly, by lists and by expressions, in each version."""
    model = of_version(version)
    predictions = classify_many(texts, model=model)
    assert any(prediction.coverage == 1 for prediction in predictions)
    assert_equal(in_duckdb(model, table, portable=portable), predictions)


def test_two_way(table: Path, texts: list[str]) -> None:
    """A two-way choice equals that of the library."""
    scores = in_duckdb(load_model(), table, two_way=True)
    assert_equal(scores, classify_many(texts, two_way=True))


def test_a_model_of_two_labels(table: Path, texts: list[str]) -> None:
    """Models without neither, or with labels in another order, score as in the library."""
    shipped = load_model()
    for labels in (("management", "leadership"), ("neither", "management", "leadership")):
        columns = [0, *(1 + shipped.labels.index(label) for label in labels)]
        width = 1 + len(shipped.labels)
        weights = array("f")
        for row in range(0, len(shipped.weights), width):
            weights.extend(shipped.weights[row + column] for column in columns)
        model = Model(labels, shipped.vocabulary, weights)
        expected = classify_many(texts[::10], model=model)
        scores = in_duckdb(model, table)
        for number, prediction in zip(range(0, len(texts), 10), expected, strict=True):
            assert scores[number][0] == prediction.label
            assert scores[number][1] == pytest.approx(prediction.confidence, abs=1e-6)
            assert scores[number][4] == pytest.approx(prediction.probabilities["neither"], abs=1e-6)


def test_ties_go_to_the_first_label() -> None:
    """If labels are equally probable, the model's first wins, as in the library."""
    model = Model(("management", "leadership"), ["plan"], array("f", [1, 0.5, 0.5, 2, 0.25, 0.25]))
    with connect() as connection:
        export.load_weights(connection, model)
        connection.execute("CREATE TABLE statements AS SELECT 1 AS id, 'plan' AS text")
        scores = connection.execute(score_query(model)).fetchall()
    assert scores == [(1, "management", 0.5, 0.5, 0.5, 0.0, True, 1 / 3)]
    assert classify_many(["plan"], model=model)[0].label == "management"


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialect_is_sql(dialect: str, tmp_path: Path) -> None:
    """Each dialect's files are written, and its query and load script parse as that dialect."""
    result = run("sql", "--dialect", dialect, "-o", tmp_path / "new", "--table", "jobs.lines")
    assert result.returncode == 0, result.stderr
    assert result.stdout == b""
    query = (tmp_path / "new" / "score.sql").read_text(encoding="utf-8")
    parsed = sqlglot.parse_one(query, read=dialect)
    assert isinstance(parsed, sqlglot.exp.Query)
    assert parsed.named_selects == ["id", *FIELDS]
    assert "lines" in {table.name for table in parsed.find_all(sqlglot.exp.Table)}
    with duckdb.connect() as connection:
        path = literal(str(tmp_path / "new" / "weights.parquet"))
        rows = connection.execute(f"SELECT COUNT(*), COUNT(DISTINCT term) FROM {path}").fetchall()
    assert rows == [(1 + len(load_model().vocabulary),) * 2]


def limit_file_size() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_an_export_that_fails_changes_nothing(tmp_path: Path) -> None:
    """If a file cannot be written, there is no folder, or it stays as it was."""
    arguments: list[str | Path] = ["sql", "--dialect", "postgres", "-o", tmp_path / "new"]
    failed = run(*arguments, preexec_fn=limit_file_size)
    assert failed.returncode == 1
    assert failed.stderr.count(b"\n") == 1
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "load.sql").write_text("mine")
    assert run(*arguments, preexec_fn=limit_file_size).returncode == 1
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["load.sql"]
    assert run(*arguments).returncode == 0
    assert "lmclassify_weights" in (tmp_path / "new" / "load.sql").read_text()


def test_several_exports_into_one_folder(tmp_path: Path) -> None:
    """Of several exports at once, all files are those of one."""
    names = ["duckdb", "spark", "postgres", "trino"]
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "lmclassify", "sql", "--dialect", name, "-o", tmp_path / "new"],
            stderr=subprocess.DEVNULL,
        )
        for name in names
    ]
    assert [process.wait(timeout=120) for process in processes] == [0] * len(names)
    written = (tmp_path / "new" / "load.sql").read_text("utf-8")
    (dialect,) = {
        name
        for name in names
        if written == export._make_scripts(load_model(), name, {})["load.sql"]
    }
    expected = score_query(load_model(), dialect)
    assert (tmp_path / "new" / "score.sql").read_text("utf-8") == expected
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


@pytest.mark.parametrize("table", ["a b", "a; DROP TABLE b", "(SELECT 1)", "f(x)", "", '"a'])
def test_what_is_no_name_of_a_table(table: str, tmp_path: Path) -> None:
    """A text that is not the name of a table is refused, and nothing is written."""
    with pytest.raises(LMClassifyError, match="is not the name of a table"):
        export.export(load_model(), tmp_path / "new", "duckdb", table=table)
    assert list(tmp_path.iterdir()) == []


def test_names_of_tables_in_each_dialect(tmp_path: Path) -> None:
    """A name is written as its dialect quotes it."""
    for dialect, table, expected in (
        ("bigquery", "`my-project.jobs.lines`", "`my-project`.`jobs`.`lines`"),
        ("postgres", 'jobs."Job lines"', 'jobs."Job lines"'),
        ("duckdb", "jobs.lines", "jobs.lines"),
    ):
        export.export(load_model(), tmp_path, dialect, table=table)
        query = (tmp_path / "score.sql").read_text("utf-8")
        assert f"FROM {expected}" in query.replace("`my-project.jobs.lines`", expected)


def test_duckdb_by_its_files(tmp_path: Path) -> None:
    """The files that the command writes for DuckDB run there as they are."""
    export.export(load_model(), tmp_path, "duckdb", id_column="Key no", text_column="t")
    load = (tmp_path / "load.sql").read_text(encoding="utf-8")
    with duckdb.connect() as connection:
        connection.execute(load.replace("weights.parquet", str(tmp_path / "weights.parquet")))
        connection.execute("""CREATE TABLE statements AS SELECT 7 AS "Key no", 'Vision' AS t""")
        query = (tmp_path / "score.sql").read_text(encoding="utf-8")
        assert connection.execute(query).fetchall()[0][:2] == (7, "leadership")


@pytest.fixture(scope="module")
def postgres() -> Iterator[list[str]]:
    """Start PostgreSQL in a folder of its own; return the beginning of a psql command."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    program = str(programs[-1]) if programs else shutil.which("initdb")
    if program is None:
        pytest.skip("PostgreSQL is not installed")
    programs_folder = Path(program).parent
    # It refuses to run as root, and its user cannot look into pytest's own folders.
    owner: dict[str, Any] = {"user": "postgres"} if os.getuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="lmclassify-pg-"))
    try:
        if owner:
            shutil.chown(folder, "postgres")
        data = folder / "data"
        setup: list[str | Path] = [
            "-D",
            data,
            "-E",
            "UTF8",
            "--locale=C",
            "-U",
            "postgres",
            "-A",
            "trust",
            "-N",
        ]
        subprocess.run(
            [programs_folder / "initdb", *setup], check=True, capture_output=True, cwd="/", **owner
        )
        server: list[str | Path] = [
            programs_folder / "pg_ctl",
            "-D",
            data,
            "-w",
            "-l",
            folder / "log",
        ]
        options = f"-c listen_addresses='' -k {folder} -c fsync=off"
        subprocess.run(
            [*server, "-o", options, "start"],
            check=True, stdout=subprocess.DEVNULL, cwd="/", **owner,
        )  # fmt: skip
        try:
            psql = ["psql", "-h", folder, "-U", "postgres", "-X", "-q", "-v", "ON_ERROR_STOP=1"]
            yield list(map(str, psql))
        finally:
            subprocess.run(
                [*server, "-m", "immediate", "stop"],
                check=True, stdout=subprocess.DEVNULL, cwd="/", **owner,
            )  # fmt: skip
    finally:
        shutil.rmtree(folder)


def test_postgres_agrees_with_the_library(
    postgres: list[str], table: Path, predictions: list[Prediction], tmp_path: Path
) -> None:
    """PostgreSQL labels texts as the library does, from the files that the command writes."""
    export.export(load_model(), tmp_path, "postgres")
    query = (tmp_path / "score.sql").read_text(encoding="utf-8")
    (tmp_path / "all.sql").write_bytes(
        b"CREATE TABLE statements (id BIGINT, text TEXT);\n"
        + f"\\copy statements FROM '{table.with_suffix('.csv')}' WITH (FORMAT csv)\n".encode()
        + f"\\i load.sql\nCOPY ({query}) TO STDOUT WITH (FORMAT csv);\n".encode()
    )
    result = subprocess.run(
        [*postgres, "-f", "all.sql"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    scores = {}
    booleans = {"t": True, "f": False, "": None}
    for number, label, *numbers, mixed, coverage in csv.reader(result.stdout.splitlines()):
        *values, covered = [float(value) if value else None for value in (*numbers, coverage)]
        scores[int(number)] = [label or None, *values, booleans[mixed], covered]
    assert_equal(scores, predictions)


IN_SPARK = """
import json, sys
from pyspark.sql import SparkSession
# What pays on a cluster costs more than it gives on a few thousand rows.
settings = {
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
}
spark = SparkSession.builder.master("local[1]").config(map=settings).getOrCreate()
spark.sparkContext.setLogLevel("ERROR")
spark.read.parquet(sys.argv[1]).createOrReplaceTempView("statements")
spark.sql(open("load.sql", encoding="utf-8").read().rstrip(";\\n"))
with open("scores.jsonl", "w", encoding="utf-8") as file:
    for row in spark.sql(open("score.sql", encoding="utf-8").read()).collect():
        file.write(json.dumps(list(row)) + "\\n")
spark.stop()
"""


def test_spark_agrees_with_the_library(
    table: Path, predictions: list[Prediction], tmp_path: Path
) -> None:
    """Spark labels texts as the library does, from the files that the command writes."""
    if find_spec("pyspark") is None or shutil.which("java") is None:
        pytest.skip("pyspark or Java is not installed")
    export.export(load_model(), tmp_path, "spark")
    result = subprocess.run(
        [sys.executable, "-c", IN_SPARK, table], cwd=tmp_path, capture_output=True, check=False
    )
    assert result.returncode == 0, result.stderr.decode()[-2000:]
    with (tmp_path / "scores.jsonl").open(encoding="utf-8") as file:
        scores = {number: row for number, *row in map(json.loads, file)}
    assert_equal(scores, predictions)
