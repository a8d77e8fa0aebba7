"""Train a model: ``python scripts/train.py [CORPUS.csv …] [-o models/default]``."""

import sys

from lmclassify.cli import commands

if __name__ == "__main__":
    # Of two options -o the last one counts, so this is the default.
    commands(["train", "-o", "models/default", *sys.argv[1:]])
