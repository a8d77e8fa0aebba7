"""How good a model is: metrics, cross-validation, challenge sets."""
