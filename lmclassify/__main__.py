"""``python -m lmclassify`` is ``lmclassify``."""

from lmclassify.cli import commands

commands(prog_name="lmclassify")
