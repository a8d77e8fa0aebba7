"""Whether a model folder is whole, and its pipeline the model that its weights are."""

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

NEAR_ENOUGH: Final = 1e-9
"""Probabilities may differ so much: the order in which sums are taken, and no more."""

_ALWAYS: Final = ("Sets the budget", "Inspires the crew", "Takes blood samples", "—")


def verify(folder: Path) -> Iterator[str]:
    """Check a model folder, opening its pickle last.

    Parameters
    ----------
    folder : pathlib.Path

    Yields
    ------
    str
        What was found to be right, as soon as it is; the warning before the pickle is opened.

    Raises
    ------
    ModelError
        Where a file is missing or changed, the format is not known, or the pipeline gives other
        probabilities than the weights.
    """
    model = read_model(folder)
    yield f"format {FORMAT_VERSION}, {len(model.vocabulary):,} terms: as it should be"
    files = model.manifest["files"]
    data = {name: read_verified(folder, name, model.manifest) for name in files}
    yield f"SHA-256 of {len(files)} files: as the manifest has them"
    if extra := sorted({path.name for path in folder.iterdir()} - {*files, MANIFEST}):
        yield f"not in the manifest, and not looked at: {', '.join(extra)}"
    if PIPELINE not in files:
        yield f"no {PIPELINE}: nothing to compare the weights with"
        return
    yield (
        f"opening {folder / PIPELINE}: a pickle, which could run code if whoever made "
        "this folder wanted it to"
    )
    try:
        pipeline = joblib.load(io.BytesIO(data[PIPELINE]))
        texts = _texts()
        theirs = pipeline.predict_proba(texts)
        labels = list(pipeline.classes_)
    # What a pickle of unknown make leads to can be anything.
    except Exception as error:
        raise ModelError(
            f"{folder}: {PIPELINE} cannot be used ({type(error).__name__}: {error}); "
            "train the model again."
        ) from None
    ours = np.array([[model.predict(text).probabilities[x] for x in labels] for text in texts])
    gap = float(np.abs(theirs - ours).max())
    if labels != list(model.labels) or gap > NEAR_ENOUGH:
        raise ModelError(
            f"{folder}: {PIPELINE} and {WEIGHTS} are not one model (probabilities "
            f"differ by up to {gap:.2g}); train the model again."
        )
    yield f"pipeline and weights agree on {len(texts)} statements, to {gap:.0e}"


def _texts() -> list[str]:
    try:
        return [*_ALWAYS, *(row.text for row in corpus.read(corpus.challenge_sets()))]
    except CorpusError:  # an installation without the challenge sets
        return list(_ALWAYS)
