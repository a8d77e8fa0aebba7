"""Training: labelled rows → a calibrated model folder."""

from lmclassify.training.estimation import fit
from lmclassify.training.fitting import check, train
from lmclassify.training.trained import Trained

__all__ = ["Trained", "check", "fit", "train"]
