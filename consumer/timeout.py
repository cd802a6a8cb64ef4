"""A time limit for each call, cheap enough for each of 50k messages per second."""

import asyncio
from types import TracebackType
from typing import Any


class ReusableTimeout:
    """Works like asyncio.timeout, for a task that enters it repeatedly, without a new object each
    time: 12 instead of 18 us of CPU per message with a no-op gateway."""

    def __init__(self, task: "asyncio.Task[Any]") -> None:
        self._task = task
        self._loop = task.get_loop()
        self._seconds = 0.0
        self._expired = False
        self._timer: asyncio.TimerHandle | None = None

    def after(self, seconds: float) -> "ReusableTimeout":
        self._seconds = seconds
        return self

    def __enter__(self) -> None:
        self._expired = False
        self._timer = self._loop.call_later(self._seconds, self._expire)

    def __exit__(
        self,
        type_: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Turns its own cancellation into TimeoutError; any other one propagates."""
        if self._timer is not None:
            self._timer.cancel()
        if (
            self._expired
            and self._task.uncancel() == 0
            and isinstance(error, asyncio.CancelledError)
        ):
            raise TimeoutError from error

    def _expire(self) -> None:
        self._expired = True
        self._task.cancel()
