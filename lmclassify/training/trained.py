"""`Trained`: a pipeline and its plain data, and how they are saved as a model folder."""

from __future__ import annotations

import io
import os
import platform
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import scipy
import sklearn
from sklearn.pipeline import Pipeline

from lmclassify import corpus
from lmclassify.corpus import Row
from lmclassify.evaluation import overlap
from lmclassify.evaluation.metrics import Floats
from lmclassify.model import Model
from lmclassify.model.folder import CALIBRATION, CARD, PIPELINE
from lmclassify.model.writing import write_model
from lmclassify.training import model_card


@dataclass(frozen=True)
class Trained:
    """The result of a training run.

    Attributes
    ----------
    pipeline : sklearn.pipeline.Pipeline
        TF-IDF and logistic regression, fitted and calibrated.
    model : Model
        The same model as plain data.
    training : dict
        Settings, what cross-validation chose, calibration.
    metrics : dict
        What was measured, by data and split.
    out_of_fold : ndarray of shape (n, 3)
        The probabilities of each row of the corpus by a model that was not trained on its group,
        in the order of `lmclassify.results.LABELS`.
    """

    pipeline: Pipeline
    model: Model
    training: dict[str, Any]
    metrics: dict[str, Any]
    out_of_fold: Floats


def _shown_name(path: Path, by_name: Mapping[str, int]) -> str:
    """Return the name of a corpus file, with its folder if another file has the same name."""
    return path.name if by_name[path.name] == 1 else f"{path.parent.name}/{path.name}"


def save(
    trained: Trained,
    rows: Sequence[Row],
    files: Sequence[str | os.PathLike[str]],
    folder: str | os.PathLike[str],
    *,
    keep_previous: bool = False,
) -> Path | None:
    """Write a trained model as a folder, all of it or nothing.

    Parameters
    ----------
    trained : Trained
        The model, as `lmclassify.training.train` returns it.
    rows : sequence of Row
        The rows that it was trained on.
    files : sequence of path
        The files that these rows came from.
    folder : path
        The folder to write; a model that is there is replaced.
    keep_previous : bool, default False
        Whether to keep the model that is replaced, beside the new one.

    Returns
    -------
    pathlib.Path or None
        Where the replaced model is, if it was kept.

    Raises
    ------
    ModelError
        If the folder cannot be written, or is something other than a model.
    """
    buffer = io.BytesIO()
    joblib.dump(trained.pipeline, buffer, compress=("zlib", 6))
    by_file = Counter(row.file for row in rows)
    by_name = Counter(Path(file).name for file in files)
    fields = {
        "corpus": {
            "sha256": corpus.digest(rows),
            "rows": len(rows),
            "labels": dict(sorted(Counter(row.label for row in rows).items())),
            "files": [
                {"name": _shown_name(Path(file), by_name), "rows": by_file[str(file)]}
                for file in files
            ],
        },
        "label_shares": trained.model.label_shares,
        "training": trained.training,
        "metrics": trained.metrics,
        "versions": {
            "python": platform.python_version(),
            "scikit-learn": sklearn.__version__,
            "numpy": np.__version__,
            "scipy": scipy.__version__,
            "joblib": joblib.__version__,
        },
    }
    extra = {
        PIPELINE: buffer.getvalue(),
        **overlap.fingerprint_files(rows),
        CARD: model_card.render_card(fields, trained.model).encode(),
        CALIBRATION: model_card.render_calibration(trained.metrics).encode(),
    }
    return write_model(folder, trained.model, extra, fields, keep_previous=keep_previous)
