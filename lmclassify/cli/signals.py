"""What becomes of signals that ask this process to end."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from click.exceptions import Exit


@contextmanager
def exit_on_signals() -> Iterator[None]:
    """Exit in good order if this process is asked to end, so that nothing is left behind."""

    def exit_with(number: int, _frame: object) -> NoReturn:
        raise Exit(128 + number)

    previous = {}
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # nohup has SIGHUP ignored, and it stays so.
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            previous[number] = signal.signal(number, exit_with)
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
