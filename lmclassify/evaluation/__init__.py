"""Measuring a model: metrics, cross-validation, challenge sets."""
