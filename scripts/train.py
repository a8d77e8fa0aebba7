"""Train a model: ``python scripts/train.py [CORPUS.csv …] [-o models/default]``."""

import sys

from lmclassify.cli import commands

if __name__ == "__main__":
    # Of two options -o the last one counts, so this is the default.
    # The former model is in the repository's history.
    commands(["train", "-o", "models/default", "--no-previous", *sys.argv[1:]])
