"""Short work away from the Qt thread: the history's queries, the shelf's looks at the disk, saving settings.

One worker thread, so errands run in the order they were sent (a rename is done before the list is read again). (Rejected: QThreadPool,
which gives no order; a thread an errand, likewise.)
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from ardoise.core.errors import KnownError

T = TypeVar("T")


class Errands(QObject):
    """Runs functions in order on one thread and brings each result back to the Qt thread."""

    _done = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="errands")
        self._closed = False
        self._under_way = 0
        self._done.connect(self._on_done, Qt.ConnectionType.QueuedConnection)

    def send(
        self,
        work: Callable[[], T],
        *,
        then: Callable[[T], None] | None = None,
        failed: Callable[[KnownError], None] | None = None,
        owner: QObject | None = None,
    ) -> None:
        """Run `work` away from here; `then` gets its result, or `failed` its KnownError, on the Qt thread. Nothing after `close`.

        Nor once `owner`, whose errand it is, has been deleted: a card of a page that was made anew.
        """
        if not self._closed:
            self._under_way += 1
            self._pool.submit(self._run, work, _while_it_lives(owner, then), _while_it_lives(owner, failed))

    @property
    def busy(self) -> bool:
        """Whether an errand has been sent whose report has not been taken."""
        return self._under_way > 0

    def close(self) -> None:
        """Drop what has not begun; what has begun ends by itself and is not reported."""
        self._closed = True
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _run(self, work: Callable[[], T], then: Callable[[T], None] | None, failed: Callable[[KnownError], None] | None) -> None:
        report: Callable[[], None] = _nothing
        try:
            result = work()
        except KnownError as error:
            report = _call(failed, error) if failed is not None else _nothing
        except BaseException as bug:
            report = _call(_raise, bug)
            raise
        else:
            report = _call(then, result) if then is not None else _nothing
        finally:
            if not self._closed:
                self._done.emit(report)

    def _on_done(self, report: Callable[[], None]) -> None:
        self._under_way -= 1
        if not self._closed:
            report()


def _while_it_lives(owner: QObject | None, report: Callable[[T], None] | None) -> Callable[[T], None] | None:
    if owner is None or report is None:
        return report

    def told(argument: T) -> None:
        if shiboken6.isValid(owner):
            report(argument)

    return told


def _call(function: Callable[[T], None], argument: T) -> Callable[[], None]:
    return lambda: function(argument)


def _raise(bug: BaseException) -> None:
    """On the Qt thread, where `sys.excepthook` sees it."""
    raise bug


def _nothing() -> None:
    """The report of an errand that nobody waits for."""
