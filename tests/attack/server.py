"""Runs command lines, each in a process of its own that is forked from this one.

What takes long to import is imported once, so a case takes milliseconds. Cases come as JSON, one
per line, on standard input; the results go back the same way.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import signal
import sys
import time
from contextlib import suppress
from typing import Any

_SLOW_IMPORTS = (
    "duckdb", "lxml.html", "openpyxl", "pandas", "pyarrow.parquet", "sqlglot",
    "sklearn.linear_model",
    "lmclassify.cli.bulk", "lmclassify.cli.classify", "lmclassify.cli.corpus",
    "lmclassify.cli.page", "lmclassify.cli.training", "lmclassify.bulk.labelling",
    "lmclassify.curation.review", "lmclassify.curation.suggestion", "lmclassify.training.fitting",
)  # fmt: skip


def run_case(case: dict[str, Any]) -> int:
    """Run one command line and return its exit code, or -9 if it took too long."""
    child = os.fork()
    if child == 0:
        become(case)
    deadline = time.monotonic() + case["deadline"]
    while time.monotonic() < deadline:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.002)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return -signal.SIGKILL


def become(case: dict[str, Any]) -> None:
    """Turn this forked process into the command."""
    os.setsid()
    if case["file_size"]:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (case["file_size"], case["file_size"]))
    os.chdir(os.fsencode(case["folder"]))
    os.environ.update(case["environment"])
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    for number, path in ((1, case["stdout"]), (2, case["stderr"])):
        handle = os.open(path, flags)
        os.dup2(handle, number)
        os.close(handle)
    handle = os.open(case["stdin"], os.O_RDONLY)
    os.dup2(handle, 0)
    os.close(handle)
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115
    # Any error that is not shown as the command shows errors is a traceback, as usual.
    code: object = 1
    try:
        from lmclassify.cli import commands

        arguments = [os.fsdecode(bytes.fromhex(argument)) for argument in case["arguments"]]
        commands.main(arguments, prog_name="lmclassify")
    except SystemExit as error:
        code = error.code
    except BaseException:
        import traceback

        traceback.print_exc()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code if isinstance(code, int) else 1)


def main() -> None:
    """Run cases until there are no more."""
    for name in _SLOW_IMPORTS:
        with suppress(ImportError):  # an optional library that is not installed
            importlib.import_module(name)
    answers = os.fdopen(os.dup(1), "w")
    answers.write("ready\n")
    answers.flush()
    for line in sys.stdin:
        answers.write(f"{json.dumps(run_case(json.loads(line)))}\n")
        answers.flush()


if __name__ == "__main__":
    main()
