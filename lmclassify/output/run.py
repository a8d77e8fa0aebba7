"""`Run`: how results were made, which every output says."""

from __future__ import annotations

import os
import time
from typing import Final, NamedTuple

from lmclassify import __version__
from lmclassify.model import Model
from lmclassify.model.folder import WEIGHTS
from lmclassify.model.loading import model_name

_DATE_VARIABLE: Final = "SOURCE_DATE_EPOCH"
"""If this environment variable is set, it is the time of every run: outputs can be reproduced."""

_SHOWN_DIGITS: Final = 12


class Run(NamedTuple):
    """How results were made.

    Attributes
    ----------
    model : Model
        What classified.
    two_way : bool
        Whether the choice was between leadership and management only.
    use_context : bool
        Whether the lines around a statement were taken into account.
    started : float or None
        When, in seconds since 1970; None for the present.
    """

    model: Model
    two_way: bool = False
    use_context: bool = True
    started: float | None = None

    @property
    def version(self) -> str:
        """The version of lmclassify."""
        return __version__

    @property
    def date(self) -> str:
        """Day and time as ISO 8601 has them, with the offset from UTC."""
        return find_date(self.started)

    @property
    def utc_date(self) -> str:
        """The same in UTC, as document properties need it."""
        fixed = _fixed_time()
        moment = time.gmtime(self.started if fixed is None else fixed)
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", moment)

    @property
    def fingerprint(self) -> str | None:
        """The SHA-256 of the model's weights; None for a model in memory."""
        files = self.model.manifest.get("files", {})
        digest: str | None = files.get(WEIGHTS, {}).get("sha256")
        return digest

    @property
    def short_fingerprint(self) -> str:
        """The first digits of the fingerprint; empty if there is none."""
        return (self.fingerprint or "")[:_SHOWN_DIGITS]

    def describe(self) -> str:
        """Return program, model and day as one line."""
        weights = f" (weights {self.short_fingerprint})" if self.fingerprint else ""
        return (
            f"lmclassify {self.version}, {model_name(self.model)}{weights}, "
            f"{self.date.partition('T')[0]}"
        )


def find_date(started: float | None = None) -> str:
    """Return day and time as ISO 8601 has them, with the offset from UTC; of now by default."""
    fixed = _fixed_time()
    moment = time.localtime(started) if fixed is None else time.gmtime(fixed)
    date = time.strftime("%Y-%m-%dT%H:%M:%S%z", moment)
    return f"{date[:-2]}:{date[-2:]}"


def _fixed_time() -> int | None:
    value = os.environ.get(_DATE_VARIABLE, "")
    return int(value) if value.isdecimal() else None
