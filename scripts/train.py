"""Train a model: ``python scripts/train.py [CORPUS.csv …] [-o models/default]``."""

import sys

from lmclassify.cli import commands

if __name__ == "__main__":
    # Later options win, so this is only the default.
    commands(["train", "-o", "models/default", *sys.argv[1:]])
