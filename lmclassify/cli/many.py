"""Classifying files and folders: which files they are, on how many cores, and what went wrong."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from lmclassify import api, documents
from lmclassify.cli.console import echo
from lmclassify.cli.options import ProgressBar
from lmclassify.documents.doubts import LEFT_OUT
from lmclassify.documents.formats import BY_SUFFIX, format_list
from lmclassify.errors import LMClassifyError
from lmclassify.model import Model
from lmclassify.results import DocumentResult

STANDARD_INPUT: Final = "-"

_MIN_FILES_PER_JOB: Final = 25
"""For fewer, the start of a process costs more than it saves."""

_MIN_FILES_COLLECTED: Final = 20
"""From so many files on, there is a progress bar, and notes are counted instead of shown."""


class Settings(NamedTuple):
    """How to read each file, and what to choose between."""

    input_format: str | None = None
    two_way: bool = False
    use_context: bool = True
    kind: str | None = None


class Batch:
    """Files to classify, and what went wrong with them.

    Parameters
    ----------
    inputs : sequence of str
        Files, folders (all documents below them are meant), or "-" for standard input.
    model : Model
        What classifies them.
    settings : Settings
        How to read them, and what to classify.
    jobs : int or None, optional
        The number of processes; None for one per core, if there are enough files.
    output : str or None, optional
        The file that is written, which is no input even if it is below a folder.

    Attributes
    ----------
    failures : list of str
        A message for each file that could not be read.
    """

    def __init__(
        self,
        inputs: Sequence[str],
        model: Model,
        settings: Settings,
        jobs: int | None = None,
        output: str | None = None,
    ) -> None:
        self.failures: list[str] = []
        self._model = model
        self._settings = settings
        self._files = self._find_files(inputs, output)
        self._jobs = self._choose_jobs(jobs)
        self._is_large = len(self._files) >= _MIN_FILES_COLLECTED
        self._shows_progress = self._is_large and (
            output not in (None, STANDARD_INPUT) or not sys.stdout.isatty()
        )
        self._n_done = self._n_noted = 0

    def classify(self) -> Iterator[DocumentResult]:
        """Yield the results of the files that can be read, in order."""
        with ProgressBar("Classifying") as bar:
            for outcome in self._outcomes():
                self._n_done += 1
                if self._shows_progress:
                    bar(self._n_done, len(self._files))
                if isinstance(outcome, str):
                    self.failures.append(outcome)
                else:
                    self._take_notes(outcome)
                    yield outcome

    def report(self) -> int:
        """List what went wrong on standard error; return the exit code."""
        if self._n_noted and self._is_large:
            echo(
                f"Notes on how {self._n_noted} of {len(self._files)} documents were read are in "
                "the output as .json, .xlsx, .docx or .html.",
                err=True,
            )
        for message in self.failures:
            echo(f"Error: {message}", err=True)
        if self.failures and self._n_done > 1:
            echo(f"{len(self.failures)} of {self._n_done} could not be read.", err=True)
        return 1 if self.failures else 0

    def _find_files(self, inputs: Sequence[str], output: str | None) -> list[str]:
        files: list[str] = []
        for name in inputs:
            if name == STANDARD_INPUT or not Path(name).is_dir():
                files.append(name)
                continue
            below = [
                file for file in find_documents(name, self.failures) if not _is_same(file, output)
            ]
            files += below
            if not below:
                self.failures.append(f"{name} has no documents ({format_list('or')}) in it.")
        return files

    def _choose_jobs(self, jobs: int | None) -> int:
        if STANDARD_INPUT in self._files:
            return 1
        if jobs is None:
            cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None
            jobs = min(cores or os.cpu_count() or 1, len(self._files) // _MIN_FILES_PER_JOB)
        return max(1, min(jobs, len(self._files)))

    def _outcomes(self) -> Iterator[DocumentResult | str]:
        """Yield each file's result, or what went wrong with it."""
        if self._jobs == 1:
            for file in self._files:
                try:
                    yield classify_file(file, self._model, self._settings)
                except Exception as error:
                    if not self._is_large:
                        raise
                    yield f"{file}: unexpected {type(error).__name__} ({error})"
            return
        from lmclassify import workers

        # Each process reads the model itself.
        function = partial(classify_file, model=str(self._model.folder), settings=self._settings)
        results = workers.map_in_processes(function, self._files, self._jobs)
        for file, result in zip(self._files, results, strict=True):
            yield f"{file}: {result.reason}" if isinstance(result, workers.Lost) else result

    def _take_notes(self, result: DocumentResult) -> None:
        self._n_noted += bool(result.notes)
        if not self._is_large:
            for note in result.notes:
                hint = "; --show-headings lists headings" if LEFT_OUT in note else ""
                echo(f"Note: {result.source}: {note}{hint}", err=True)


def find_documents(folder: str, problems: list[str]) -> Iterator[str]:
    """Yield the documents below a folder, in the order of their names.

    Hidden files and folders are left out, and what Word has open (``~$…``); links to folders are
    not followed. Folders that cannot be read are added to `problems`.
    """

    def note(error: OSError) -> None:
        problems.append(f"{error.filename}: {error.strerror or error}; check who may read it.")

    for place, folders, names in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place, name)
            if (
                not name.startswith((".", "~$"))
                and path.suffix.lower() in BY_SUFFIX
                and path.is_file()
            ):
                yield str(path)


def classify_file(file: str, model: api.ModelLike, settings: Settings) -> DocumentResult | str:
    """Classify a file; return what went wrong if it cannot be read."""
    try:
        document = documents.read(file, format=settings.input_format)
        return api.classify_document(
            document,
            two_way=settings.two_way,
            use_context=settings.use_context,
            kind=settings.kind,
            model=model,
        )
    except LMClassifyError as error:
        return str(error)


def _is_same(file: str, output: str | None) -> bool:
    return output is not None and Path(file).resolve() == Path(output).resolve()
