"""From the terms of a text to the probability of each label, with the standard library only."""

from lmclassify.model.classifier import Model

__all__ = ["Model"]
