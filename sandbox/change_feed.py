"""Notifies watchers of changes, so that the page needs no polling."""

import asyncio
from contextlib import suppress


class ChangeFeed:
    """A number that grows with every change, and a way to wait for it to grow."""

    def __init__(self) -> None:
        self.revision = 0
        self.over = False
        self._grown = asyncio.Event()

    def touch(self) -> None:
        self.revision += 1
        self._grown.set()
        self._grown = asyncio.Event()

    def end(self) -> None:
        """Nothing will change any more: watchers may leave."""
        self.over = True
        self.touch()

    async def wait(self, seen: int, timeout: float) -> int:
        """Returns the revision as soon as it differs from the one seen, or when the time is
        over."""
        if self.revision == seen:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._grown.wait(), timeout)
        return self.revision
