"""The check that a model folder is complete, and that its pipeline and weights are one model."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import joblib
import numpy as np

from lmclassify import corpus
from lmclassify.errors import CorpusError, ModelError
from lmclassify.model.folder import (
    FORMAT_VERSION,
    MANIFEST,
    PIPELINE,
    WEIGHTS,
    read_model,
    read_verified,
)

_TOLERANCE: Final = 1e-9
"""Probabilities may differ by this much, because sums are taken in another order."""

_TEXTS: Final = ("Sets the budget", "Inspires the crew", "Takes blood samples", "—")


def verify(folder: Path) -> Iterator[str]:
    """Check a model folder; the pickle is opened last.

    Yields
    ------
    str
        Each check that was passed, and a warning before the pickle is opened.

    Raises
    ------
    ModelError
        If a file is missing or changed, the format is unknown, or the probabilities of pipeline
        and weights differ.
    """
    model = read_model(folder)
    yield f"format {FORMAT_VERSION}, {len(model.vocabulary):,} terms: valid"
    files = model.manifest["files"]
    data = {name: read_verified(folder, name, model.manifest) for name in files}
    yield f"SHA-256 of {len(files)} files: as in the manifest"
    if extra := sorted({path.name for path in folder.iterdir()} - {*files, MANIFEST}):
        yield f"not in the manifest, so not checked: {', '.join(extra)}"
    if PIPELINE not in files:
        yield f"no {PIPELINE}, so nothing to compare the weights with"
        return
    yield (
        f"opening {folder / PIPELINE}: a pickle, which could run code if the folder comes from "
        "somebody hostile"
    )
    try:
        pipeline = joblib.load(io.BytesIO(data[PIPELINE]))
        texts = _read_texts()
        by_pipeline = np.asarray(pipeline.predict_proba(texts), dtype=float)
        labels = list(pipeline.classes_)
    # An unknown pickle can raise anything.
    except (Exception, SystemExit) as error:
        raise ModelError(
            f"{folder}: {PIPELINE} cannot be used ({type(error).__name__}: {error}); "
            "train the model again."
        ) from None
    if labels != list(model.labels) or by_pipeline.shape != (len(texts), len(labels)):
        raise ModelError(
            f"{folder}: {PIPELINE} and {WEIGHTS} have other labels ({', '.join(map(str, labels))} "
            f"and {', '.join(model.labels)}); train the model again."
        )
    predictions = [model.predict(text).probabilities for text in texts]
    by_weights = np.array([[by_label[label] for label in model.labels] for by_label in predictions])
    difference = float(np.abs(by_pipeline - by_weights).max())
    # Written so that a difference that is not a number fails too.
    if not difference <= _TOLERANCE:
        raise ModelError(
            f"{folder}: {PIPELINE} and {WEIGHTS} are not one model (probabilities "
            f"differ by up to {difference:.2g}); train the model again."
        )
    yield f"pipeline and weights agree on {len(texts)} statements, to {difference:.0e}"


def _read_texts() -> list[str]:
    try:
        return [*_TEXTS, *(row.text for row in corpus.read(corpus.labelled_challenge_files()))]
    except CorpusError:  # an installation without the challenge sets
        return list(_TEXTS)
