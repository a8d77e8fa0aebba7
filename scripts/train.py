"""Train a model: ``python scripts/train.py [CORPUS.csv …] [-o models/default]``."""

import sys

from lmclassify.cli import commands

if __name__ == "__main__":
    commands(["train", *sys.argv[1:]])
