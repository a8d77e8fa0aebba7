"""`map_in_processes`: work on many items in processes, in order, whatever becomes of a process.

The pools of the standard library give up, or wait for ever, if a process dies. Here it costs the
item that it worked on; another process takes its place.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from typing import Any, Final, NamedTuple

_AHEAD: Final = 2
"""Items that a process has at a time: the next one waits for it, not it for the next one."""

_WINDOW: Final = 256
"""So many results at most wait for one that takes longer."""

_CONTEXT: Final = multiprocessing.get_context("spawn")
"""Fork would copy the locks of other threads in whatever state they are."""


class Lost(NamedTuple):
    """What stands for the result of an item that cost its process, or raised an error.

    Attributes
    ----------
    reason : str
        What happened.
    """

    reason: str


class _Worker:
    """A process, the connection to it, and the items that it has and has not finished."""

    def __init__(self, function: Callable[[Any], Any]) -> None:
        self.connection, other = _CONTEXT.Pipe()
        self.process = _CONTEXT.Process(target=_work, args=(function, other), daemon=True)
        with _no_interrupts():
            self.process.start()
        other.close()
        self.items: deque[tuple[int, Any]] = deque()

    def send(self, number: int, item: Any) -> None:
        """Hand an item to the process; if that has died, it will be noticed later."""
        self.items.append((number, item))
        with suppress(OSError):
            self.connection.send(item)

    def stop(self) -> None:
        """End the process."""
        self.connection.close()
        self.process.terminate()
        self.process.join()
        self.process.close()


def map_in_processes(
    function: Callable[[Any], Any], items: Iterable[Any], jobs: int
) -> Generator[Any, None, None]:
    """Yield the result of each item, in order, worked out by several processes.

    Parameters
    ----------
    function : callable
        Takes an item. The processes import it, so it is a function of a module, or a partial of
        one; items and results can be pickled.
    items : iterable
        Read as results are taken, so that memory does not grow with their number.
    jobs : int
        The number of processes.

    Yields
    ------
    object
        What `function` returns, or `Lost`.
    """
    numbered = enumerate(items)
    waiting: deque[tuple[int, Any]] = deque()
    results: dict[int, Any] = {}
    workers: list[_Worker] = []
    due = 0
    is_exhausted = False
    try:
        while True:
            while due in results:
                yield results.pop(due)
                due += 1
            while not is_exhausted and len(waiting) < _AHEAD * jobs:
                item = next(numbered, None)
                if item is None:
                    is_exhausted = True
                else:
                    waiting.append(item)
            _hand_out(waiting, workers, function, jobs, due + _WINDOW)
            if not any(worker.items for worker in workers):
                return
            _collect(waiting, workers, results)
    finally:
        for worker in workers:
            worker.stop()


def _hand_out(
    waiting: deque[tuple[int, Any]],
    workers: list[_Worker],
    function: Callable[[Any], Any],
    jobs: int,
    limit: int,
) -> None:
    """Hand items to the processes that have the fewest; start processes while there are too few."""
    while waiting and waiting[0][0] < limit:
        if len(workers) < jobs and all(worker.items for worker in workers):
            workers.append(_Worker(function))
        worker = min(workers, key=lambda worker: len(worker.items))
        if len(worker.items) >= _AHEAD:
            return
        worker.send(*waiting.popleft())


def _collect(
    waiting: deque[tuple[int, Any]], workers: list[_Worker], results: dict[int, Any]
) -> None:
    """Wait for results, and take them; of a process that has died, take the item and the rest."""
    by_connection = {worker.connection: worker for worker in workers if worker.items}
    for connection in wait(list(by_connection)):
        worker = by_connection[connection]  # type: ignore[index]
        number = worker.items[0][0]
        try:
            results[number] = worker.connection.recv()
            worker.items.popleft()
        except (EOFError, OSError):
            worker.process.join()
            code = worker.process.exitcode or 0
            how = f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"
            results[number] = Lost(f"its process {how}, perhaps for lack of memory")
            worker.items.popleft()
            waiting.extendleft(reversed(worker.items))
            workers.remove(worker)
            worker.stop()


def _work(function: Callable[[Any], Any], connection: Connection) -> None:
    """Work on one item after the other, until the connection or the parent has gone."""
    parent = multiprocessing.parent_process()
    sentinels: list[Any] = [connection, *([parent.sentinel] if parent else [])]
    with suppress(EOFError, OSError):
        while connection in wait(sentinels):
            item = connection.recv()
            try:
                result = function(item)
            except Exception as error:
                result = Lost(f"unexpected {type(error).__name__} ({error})")
            connection.send(result)


@contextmanager
def _no_interrupts() -> Iterator[None]:
    """Start a process that Ctrl-C does not reach: its parent ends it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    previous = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, previous)
